"""Which readings are kept: few enough for the card, and one near each boundary of the market."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.metering.reading import MeterRole
from drivers.serial_frame import MeterSaid
from drivers.serial_reading import Place, reading
from drivers.serial_thinning import Thinning

QUARTER_HOUR_MS = 900_000


def test_a_day_of_a_meter_that_speaks_each_second_keeps_one_in_ten() -> None:
    thinning = Thinning(10_000)
    kept = [at for at in range(500, 86_400_000, 1_000) if thinning.wants(at)]
    assert 8_640 <= len(kept) <= 8_640 + 96
    for boundary in range(QUARTER_HOUR_MS, 86_400_000, QUARTER_HOUR_MS):
        assert boundary + 500 in kept  # the first word after it


@given(
    st.lists(st.integers(0, 60_000), min_size=2, max_size=200),
    st.integers(0, 60_000),
    st.integers(0, 10**9),
)
def test_the_first_reading_of_each_interval_is_kept(
    gaps: list[int], every_ms: int, origin_ms: int
) -> None:
    thinning = Thinning(every_ms, origin_ms=origin_ms, interval_ms=QUARTER_HOUR_MS)
    at_ms, last_kept, before = origin_ms, None, None
    for gap in gaps:
        at_ms += gap
        interval = (at_ms - origin_ms) // QUARTER_HOUR_MS
        kept = thinning.wants(at_ms)
        if interval != before:
            assert kept
        elif last_kept is not None:
            assert kept == (at_ms - last_kept >= every_ms)
        last_kept, before = at_ms if kept else last_kept, interval


def test_a_clock_that_was_put_back_does_not_silence_the_meter() -> None:
    thinning = Thinning(10_000)
    assert thinning.wants(1_000_000)
    assert not thinning.wants(1_000_001)
    assert thinning.wants(5_000)
    assert not thinning.wants(5_001)


def test_limits_of_the_thinning_are_told_at_once() -> None:
    with pytest.raises(ValueError, match=r"every -1 ms .* interval 0 ms"):
        Thinning(-1, interval_ms=0)


@pytest.mark.parametrize(
    ("role", "invert", "expected"),
    [
        (MeterRole.GRID, False, (7, 3, 40)),
        (MeterRole.GRID, True, (3, 7, -40)),
        (MeterRole.GENERATION, False, (7, 3, -40)),
        (MeterRole.GENERATION, True, (3, 7, 40)),
        (MeterRole.STORAGE, False, (7, 3, 40)),
    ],
)
def test_directions_of_each_role(
    role: MeterRole, invert: bool, expected: tuple[int, int, int]
) -> None:
    one = reading(MeterSaid(7, 3, 40), Place("m", role, invert=invert), 5)
    assert (one.import_wh, one.export_wh, one.power_w) == expected
    assert reading(MeterSaid(7, 3), Place("m", role, invert=invert), 5).power_w is None
