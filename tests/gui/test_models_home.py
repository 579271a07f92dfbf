"""The first page's model, without any window: what each state of the home says, and never says."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtTest import QTest

from agent.api.sections import HomeSection
from gui.glance import STALE_AFTER_MS, Glance, Seen
from gui.models.home import ASK_EVERY_MS, Asked, HomeModel, cycle_start_ms, shown, status_of
from gui.models.status import shown as status_shown
from gui.player import Player, Scenario
from gui.texts import NOTHING, Reader

Glances = Callable[..., Glance]
NOW_MS = 1_782_045_900_000
READER = Reader("en")


def plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ")


def seen_with(glance: Glance, **sections: Any) -> Glance:
    assert glance.snapshot is not None
    snapshot = msgspec.structs.replace(glance.snapshot, **sections)
    return replace(glance, seen=replace(glance.seen, snapshot=snapshot))


def test_surplus_is_said_by_word_sign_and_colour(glance: Glances) -> None:
    page = shown(glance("afternoon"), Asked())
    assert (page.tone, page.word, page.amount, page.unit) == ("green", "Surplus", "+1.24", "kW")
    assert page.detail == "makes 2.05 · uses 0.81"
    assert page.age == "just now"
    assert (page.price_value, page.price_detail) == ("16.2", "p/kWh")
    assert (page.round_title, page.round_value) == ("Round ends in", "04:31")
    assert plain(page.round_detail) == "sells 0.31 kWh"
    assert plain(page.trade_text) == "Sold 0.28 kWh at 16.2 p · no penalty"
    assert page.trade_mark == "✓ Proven on the chain"


def test_using_more_is_said_by_word_sign_and_colour(glance: Glances) -> None:
    page = shown(glance("evening"), Asked())
    assert (page.tone, page.word, page.amount) == ("red", "Using more", "−1.61")
    assert "penalty 0.12" in plain(page.trade_text)


def test_another_language_writes_numbers_its_way(glance: Glances) -> None:
    page = shown(glance("afternoon", language="de"), Asked())
    assert (page.amount, page.price_value) == ("+1,24", "16,2")


def test_a_silent_meter_is_unknown_with_the_daemons_reason(glance: Glances) -> None:
    page = shown(glance("unknown"), Asked())
    assert (page.tone, page.word, page.amount) == ("unknown", "Unknown", "")
    assert "roof" in page.reason


def test_the_first_hour_invents_no_number(glance: Glances) -> None:
    page = shown(glance("first-hour"), Asked())
    assert (page.tone, page.word, page.amount, page.age) == ("unknown", "No data yet", "", "")
    assert (page.price_value, page.price_detail) == (NOTHING, "no trade yet")
    assert page.trade_text == "No trade yet."
    assert page.round_detail == "not trading"


def test_before_any_daemon_nothing_is_claimed(glance: Glances) -> None:
    page = shown(glance("never-there", seen=Seen()), Asked())
    assert (page.word, page.price_value, page.money_value) == ("Connecting", NOTHING, NOTHING)
    away = Seen(link="gone", sentence="The agent is not running.")
    page = shown(glance("never-there", seen=away), Asked())
    assert (page.word, page.reason) == ("No agent", "The agent is not running.")


@pytest.mark.parametrize("word", ["green", "red"])
def test_old_values_never_look_alive(glance: Glances, word: Any) -> None:
    now = glance("afternoon")
    home = HomeSection(word, "", now.now_ms - STALE_AFTER_MS, -1_240, 2_050, 810)
    assert status_of(seen_with(now, home=home)).tone == word
    home = msgspec.structs.replace(home, at_ms=home.at_ms - 1)
    status = status_of(seen_with(now, home=home))
    assert (status.tone, status.amount, status.word) == ("stale", "", "No data")
    assert status.detail.startswith("since 14:23")


@given(
    status=st.sampled_from(["green", "red", "unknown"]),
    link=st.sampled_from(["connecting", "live", "gone"]),
    age_ms=st.integers(-10_000, 10_000_000),
    power=st.none() | st.integers(-30_000, 30_000),
)
@settings(max_examples=100, deadline=None)
def test_only_fresh_values_of_a_daemon_that_is_there_are_coloured(
    status: Any, link: Any, age_ms: int, power: int | None
) -> None:
    from tests.gui.daemon_thread import first_snapshot

    home = HomeSection(status, "why", NOW_MS - age_ms, power)
    snapshot = msgspec.structs.replace(first_snapshot(), home=home)
    page = status_of(Glance(Seen(snapshot, link, "", NOW_MS), NOW_MS, READER))
    if page.tone in {"green", "red"}:
        assert link == "live"
        assert age_ms <= STALE_AFTER_MS
        assert page.tone == status
    if page.tone not in {"green", "red"}:
        assert page.amount == ""


def test_a_dead_daemon_greys_everything_and_stops_the_countdown(glance: Glances) -> None:
    now = glance("afternoon")
    gone = replace(now, seen=replace(now.seen, link="gone", methods=frozenset()))
    page = shown(gone, Asked())
    assert page.faded
    assert (page.tone, page.round_value) == ("stale", NOTHING)


def test_the_countdown_goes_on_and_the_phases_say_what_comes(glance: Glances) -> None:
    now = glance("afternoon", later_s=31)
    assert shown(now, Asked()).round_value == "04:00"
    assert now.snapshot is not None
    market = msgspec.structs.replace(
        now.snapshot.market, phase="matching", phase_ends_at_ms=now.now_ms + 5_000
    )
    page = shown(seen_with(now, market=market), Asked())
    assert (page.round_title, page.round_value) == ("Next round in", "04:00")


def test_what_will_be_done_follows_the_order_then_the_choices(glance: Glances) -> None:
    now = glance("afternoon")
    assert now.snapshot is not None
    flow = now.snapshot.flow
    waiting = msgspec.structs.replace(flow, stage="waiting", energy_wh=None)
    assert shown(seen_with(now, orders=(), flow=waiting), Asked()).round_detail == "will sell"
    idle = msgspec.structs.replace(flow, stage="idle")
    assert shown(seen_with(now, orders=(), flow=idle), Asked()).round_detail == "no order"
    out = msgspec.structs.replace(flow, opted_in=False)
    assert shown(seen_with(now, orders=(), flow=out), Asked()).round_detail == "not trading"


def test_today_counts_only_today(glance: Glances) -> None:
    line = {"earned_micro": 912_400, "spent_micro": 96_300, "trades": 1}
    now = glance("afternoon")
    page = shown(now, Asked(days=[line | {"day": "2026-06-21"}]))
    assert (page.money_title, page.money_value) == ("Today", "+0.82")
    assert page.money_detail == "£ · 1 trade"
    page = shown(now, Asked(days=[line | {"day": "2026-06-20"}]))
    assert (page.money_title, page.money_value) == ("Since the start", "+4.28")


def test_a_disputed_statement_is_not_called_proven(glance: Glances) -> None:
    now = glance("afternoon")
    assert now.snapshot is not None
    disputed = tuple(
        msgspec.structs.replace(one, verified=False) for one in now.snapshot.statements
    )
    assert shown(seen_with(now, statements=disputed), Asked()).trade_mark == "⚠ Disputed"
    page = shown(seen_with(now, statements=()), Asked())
    assert (page.trade_mark, page.trade_text.endswith("not settled yet")) == ("", True)


def test_a_halted_chain_is_an_alert_even_if_the_daemon_forgot_it(glance: Glances) -> None:
    now = glance("halted")
    banner = status_shown(seen_with(now, alerts=()))
    assert (banner.banner_tone, banner.badge) == ("fault", "1")
    assert "contradicts" in banner.banner
    assert status_shown(now).badge == "3"


def test_a_dead_daemon_is_said_with_when_it_was_last_seen(glance: Glances) -> None:
    now = glance("afternoon", later_s=300)
    gone = replace(now, seen=replace(now.seen, link="gone", sentence="The agent is not running."))
    banner = status_shown(gone)
    assert banner.banner == "The agent does not answer. Last seen 14:25."
    assert (banner.banner_tone, banner.live) == ("gone", False)


@pytest.mark.parametrize(
    ("prices", "cycle", "expected"),
    [
        ([{"cycle": 8, "starts_at_ms": 800}, {"cycle": 6, "starts_at_ms": 600}], 5, 500),
        ([{"cycle": 8, "starts_at_ms": 800}], 8, 800),
        ([{"cycle": 8, "starts_at_ms": 800}], 7, None),
        (None, 7, None),
        ([], 7, None),
        (["nonsense"], 7, None),
    ],
)
def test_when_a_cycle_began(prices: Any, cycle: int, expected: int | None) -> None:
    assert cycle_start_ms(prices, cycle) == expected


def test_it_asks_for_the_curve_at_once_each_minute_each_cycle_and_after_a_return(
    scenario: Callable[[str], Scenario], application: object
) -> None:
    found = scenario("afternoon")
    player = Player(found, frozen=True)
    player.start()
    model = HomeModel(player)

    def look(later_ms: int, **link: Any) -> int:
        seen = replace(player.seen, **link)
        model.look(Glance(seen, found.now_ms + later_ms, Reader("en", found.zone)))
        QTest.qWait(0)
        return sum(method == "energy.day" for method, _ in player.calls)

    assert look(0) == 1
    assert look(1_000) == 1
    assert look(ASK_EVERY_MS) == 2
    assert look(ASK_EVERY_MS + 1_000, link="gone") == 2
    assert look(ASK_EVERY_MS + 2_000) == 3
    assert look(ASK_EVERY_MS - 60_000) == 4, "a clock that jumped back must not stop it"
    assert player.calls[0] == ("energy.day", {}), (
        "the day that runs, also in a market that runs faster"
    )
    assert model.property("money_value") == "+0.82"
    assert plain(model.property("trade_text")).startswith("13:45  Sold")


def test_a_model_tells_only_what_changed(
    scenario: Callable[[str], Scenario], application: object
) -> None:
    found = scenario("afternoon")
    player = Player(found, frozen=True)
    player.start()
    model = HomeModel(player)
    told: list[str] = []
    model.changed.connect(lambda: told.append("texts"))
    model.day_changed.connect(lambda: told.append("day"))
    now = Glance(player.seen, found.now_ms, Reader("en", found.zone))
    model.look(now)
    QTest.qWait(0)
    told.clear()
    model.look(now)
    assert told == []
    model.look(replace(now, now_ms=now.now_ms + 1_000))  # the countdown; the "now" line moves too
    assert "texts" in told
