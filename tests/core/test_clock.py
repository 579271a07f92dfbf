"""What the wall clock is worth; a hundred homes whose clocks jump (a thousand in the night)."""

import pytest

from agent.core.clock import (
    FLOOR_STEP_MS,
    ChainClock,
    ClockView,
    ClockWord,
    Quality,
    heard,
    judge,
    taken,
)
from tests.core.jumps import run

NOON_MS = 1_795_305_600_000
CHAIN = ChainClock(NOON_MS - 1_000_000, 1_000_000)
AGREED = ChainClock(NOON_MS - 1_000_000, 1_000_000, True)


def word(
    apart_ms: int,
    *,
    service: bool = True,
    chain: ChainClock | None = CHAIN,
    floor_ms: int = 0,
    after_ms: int = 0,
) -> ClockWord:
    return judge(
        NOON_MS + after_ms + apart_ms,
        1_000_000 + after_ms,
        service=service,
        floor_ms=floor_ms,
        chain=chain,
        lag_ms=4_000,
    )


@pytest.mark.parametrize(
    ("apart_ms", "quality", "apart_s"),
    [
        (0, Quality.SYNCED, 0),
        (6_000, Quality.SYNCED, 0),  # the head's own way, and what delivery explains
        (-2_000, Quality.SYNCED, 0),
        (-2_001, Quality.SYNCED, -5),
        (9_000, Quality.SYNCED, 5),
        (-30_000, Quality.SYNCED, -30),
        (-30_001, Quality.UNKNOWN, -30),  # a block from the future is a clock from the past
        (3_600_000, Quality.SYNCED, 3_595),  # or the chain's news are held back
    ],
)
def test_the_chain_is_a_witness(apart_ms: int, quality: Quality, apart_s: int) -> None:
    found = word(apart_ms)
    assert (found.quality, found.apart_s) == (quality, apart_s)
    assert bool(found.sentence) is (apart_s != 0)


def test_a_clock_that_jumps_ahead_after_it_agreed_is_wrong() -> None:
    assert word(3_600_000, chain=AGREED).quality is Quality.UNKNOWN
    assert "ahead of" in word(3_600_000, chain=AGREED).sentence


def test_no_service_is_holdover_and_nothing_before_the_floor_counts() -> None:
    assert word(0, service=False).quality is Quality.HOLDOVER
    assert word(0, chain=None).quality is Quality.SYNCED
    assert not word(0, chain=None).compared
    for service in (True, False):
        below = word(0, service=service, floor_ms=NOON_MS + 1)
        assert below.quality is Quality.UNKNOWN
        assert "before what has already happened" in below.sentence


def test_the_chains_time_goes_on_between_blocks_and_late_news_do_not_turn_it_back() -> None:
    later = heard(AGREED, (NOON_MS + 3_600_000) // 1_000 - 500, 1_000_000 + 3_600_000)
    assert later.agreed
    assert word(0, chain=later, after_ms=3_600_000).apart_s == 0
    assert word(60_000, chain=later, after_ms=3_600_000).quality is Quality.UNKNOWN


def test_the_floor_rises_in_steps_and_only_with_a_witness() -> None:
    view = taken(ClockView(), word(0), NOON_MS)
    assert view.floor_ms == NOON_MS
    assert taken(view, word(0), NOON_MS + FLOOR_STEP_MS - 1) is view
    assert taken(view, word(0), NOON_MS + FLOOR_STEP_MS).floor_ms == NOON_MS + FLOOR_STEP_MS
    for other in (word(0, chain=None), word(0, service=False), word(9_000)):
        assert taken(view, other, NOON_MS * 2).floor_ms == NOON_MS


def test_no_jump_puts_an_order_or_a_reading_into_the_wrong_cycle() -> None:
    lives = [run(seed) for seed in range(10)]  # ten jumps each
    assert [wrong for life in lives for wrong in life.wrong] == []
    assert sum(life.orders for life in lives) >= 20
    assert sum(life.reports for life in lives) >= 20


def test_a_clock_that_is_believed_for_the_services_word_is_found() -> None:
    """Negative control: the same jumps, the chain not asked."""
    assert any(run(seed, judged=False).wrong for seed in range(10))
