"""What the house's topics say: exact, never older than it looks, never falling."""

import json
import re
from typing import get_args

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.api.sections import Alert, DeviceLine, LinkSection, Snapshot
from agent.bridge.house import (
    ORDER_STAGES,
    UNKNOWN,
    Fresh,
    amount,
    fresh,
    instant,
    kwh,
    own_id,
    text_of,
)
from agent.bridge.house_plan import LIVE_REFRESH_MS, REFRESH_MS, Offer, Told, due
from agent.bridge.house_registers import ShownRegister, remembered, show
from agent.bridge.house_values import BY_KEY, VALUES, values
from agent.core.records import OrderStage
from agent.units import Address, MonoMs
from tests.bridge.house_home import NOW_MS, PROFILE, SNAPSHOT, profile, snapshot


def said(now: Snapshot = SNAPSHOT, at_ms: int = NOW_MS) -> dict[str, str]:
    """Every topic below the base with its text."""
    believed = fresh(now, PROFILE, at_ms)
    return {value.topic: text_of(value, now, believed) for value in values(PROFILE)}


def test_a_home_in_which_all_is_well() -> None:
    assert said() == {
        "meter/import_kwh": "12.345",
        "meter/export_kwh": "6.789",
        "meter/power_w": "-500",
        "meter/generation_w": "1500",
        "meter/usage_w": "1000",
        "meter/battery_w": "-200",
        "surplus": "green",
        "surplus/expected_kwh": "0.250",
        "market/price": "0.202300",
        "market/phase": "quotation",
        "market/next_window": "2026-09-21T14:14:20+00:00",
        "market/order": "sent",
        "money/earned": "1.250001",
        "money/spent": "0.045000",
        "money/penalty": "0.000003",
        "money/balance": "5.000000",
        "health": "OFF",
        "flow/stage": "active",
        "chain/state": "live",
        "chain/height": "42",
        "chain/block_time": "2026-09-21T14:13:18+00:00",
        "operator/link": "up",
        "operator/reports_waiting": "3",
        "flow/opted_in": "ON",
        "flow/activity": "sell",
        "flow/settlement": "manual",
        "flow/low_price": "0.150000",
        "flow/high_price": "0.300000",
        "flow/energy_kwh": "0.250",
        "flow/distance_m": "400",
        "flow/repeat": "ON",
    }


def test_a_silent_meter_makes_power_unknown_and_registers_unavailable() -> None:
    later = NOW_MS + PROFILE.meter_age_ms
    assert fresh(SNAPSHOT, PROFILE, later) == {
        Fresh.METER: False,
        Fresh.GENERATION: False,
        Fresh.STORAGE: False,
        Fresh.MARKET: True,
    }
    old = said(at_ms=later)
    assert (old["meter/power_w"], old["meter/generation_w"]) == (UNKNOWN, UNKNOWN)
    assert old["meter/import_kwh"] == "12.345"  # still true, marked by its availability


def test_a_chain_that_is_not_followed_makes_the_market_unavailable() -> None:
    for state in ("unsynced", "syncing", "stale", "halted"):
        away = snapshot(chain=LinkSection(state, "away"))
        assert not fresh(away, PROFILE, NOW_MS)[Fresh.MARKET]
        assert said(away)["chain/state"] == state


def test_an_empty_snapshot_claims_nothing() -> None:
    empty = snapshot(
        home=msgspec.structs.replace(
            SNAPSHOT.home, import_power_w=None, generation_w=None, import_wh=0, export_wh=0
        ),
        orders=(),
        devices=(),
        money=msgspec.structs.replace(SNAPSHOT.money, balance_micro=None),
        market=msgspec.structs.replace(
            SNAPSHOT.market, last_price_micro_per_kwh=None, phase=None, cycle_ends_at_ms=None
        ),
    )
    told = said(empty)
    for topic in ("meter/import_kwh", "meter/power_w", "money/balance", "market/price"):
        assert told[topic] == UNKNOWN
    assert (told["market/phase"], told["market/order"]) == ("unknown", "none")
    assert told["market/next_window"] == UNKNOWN


def test_registers_nobody_has_read_yet_are_not_zero() -> None:
    """A first 0 would make the first reading look like energy of that moment."""
    unread = snapshot(
        home=msgspec.structs.replace(SNAPSHOT.home, import_wh=0, export_wh=0),
        devices=(DeviceLine("grid", "grid", 0, 0, 0, "measured"),),
    )
    assert said(unread)["meter/import_kwh"] == UNKNOWN


def test_an_option_a_newer_daemon_says_does_not_break_the_list() -> None:
    order = msgspec.structs.replace(SNAPSHOT.orders[0], cycle=9, stage="teleported")
    assert said(snapshot(orders=(order,)))["market/order"] == "unknown"
    assert get_args(OrderStage) == ORDER_STAGES


def test_health_says_what_to_do_and_is_bounded() -> None:
    alerts = tuple(Alert(f"a{n}", NOW_MS, "w" * 2_000, "do this") for n in range(90))
    ill = snapshot(alerts=alerts)
    details = BY_KEY["health"].details
    assert said(ill)["health"] == "ON"
    assert details is not None
    listed = json.dumps(details(ill))
    assert "do this" in listed
    assert len(listed) < 16_000


def test_topics_are_unique_words_that_need_no_quoting() -> None:
    topics = [value.topic for value in VALUES]
    assert len(set(topics)) == len(topics)
    assert all(re.fullmatch("[a-z_]+(/[a-z_]+)?", topic) for topic in topics)
    assert len({value.key for value in VALUES}) == len(VALUES)
    assert len(values(profile(generation=False))) == len(VALUES) - 2
    assert len(values(profile(storage=False))) == len(VALUES) - 1


def test_details_are_json_without_numbers_that_could_be_rounded() -> None:
    for value in VALUES:
        if value.details is not None:
            text = msgspec.json.encode(value.details(SNAPSHOT)).decode()
            assert not re.search(r"[0-9]\.[0-9]", re.sub(r'"[^"]*"', "", text)), text


def test_the_id_is_stable_and_does_not_tell_the_address() -> None:
    member = Address("0x" + "5a" * 20)
    assert own_id(member) == own_id(member)
    assert re.fullmatch("[0-9a-f]{8}", own_id(member))
    assert own_id(member) not in member
    assert own_id(member) != own_id(Address("0x" + "5b" * 20))


@given(st.integers(-(10**15), 10**15))
def test_numbers_are_exact(number: int) -> None:
    for text, digits in ((kwh(number), 3), (amount(number), 6)):
        assert int(text.replace(".", "")) == number
        assert len(text.rpartition(".")[2]) == digits


@given(st.integers())
def test_no_point_in_time_is_too_far(at_ms: int) -> None:
    text = instant(at_ms)
    assert text is None or text.endswith("+00:00")


@given(st.lists(st.one_of(st.integers(0, 10**9), st.just("restart"), st.just("lost journal"))))
def test_a_register_never_falls_across_restarts_and_lost_journals(story: list[int | str]) -> None:
    topic, own, began, before = b"", 0, 0, -1
    shown = ShownRegister()
    for event in story:
        if isinstance(event, int):
            own += event % 10_000
        else:  # what survives a start is the topic's retained text
            began = own if event == "lost journal" else began
            shown = remembered(ShownRegister(), topic)
        shown = show(shown, own - began)
        assert shown.last_wh is not None
        assert shown.last_wh >= before
        before, topic = shown.last_wh, kwh(shown.last_wh).encode()


def test_energy_is_counted_once_when_nothing_was_lost() -> None:
    shown = show(remembered(ShownRegister(), b"12.345"), 12_400)
    assert shown == ShownRegister(0, 12_400)


@pytest.mark.parametrize(
    "payload", [b"", b"None", b"-1.000", b"1e9", b"1.5", b"1.000\n", b"9" * 30 + b".000", b"\xff"]
)
def test_nonsense_on_our_register_topic_changes_nothing(payload: bytes) -> None:
    assert remembered(ShownRegister(), payload) == ShownRegister()


def test_a_retained_value_counts_only_before_our_first() -> None:
    mine = ShownRegister(0, 500)
    assert remembered(mine, b"999999999.999") == mine


def test_changes_at_most_once_a_second_and_everything_every_five_minutes() -> None:
    told = {"t": Told(b"1", MonoMs(10_000))}
    changed, same = Offer("t", b"2"), Offer("t", b"1")
    assert due([changed], told, MonoMs(10_999)) == ()
    assert due([changed], told, MonoMs(11_000)) == (changed,)
    assert due([same], told, MonoMs(10_000 + REFRESH_MS - 1)) == ()
    assert due([same], told, MonoMs(10_000 + REFRESH_MS)) == (same,)
    assert due([Offer("t", b"1", refresh_ms=None)], told, MonoMs(10**9)) == ()
    live = Offer("t", b"1", retain=False, refresh_ms=LIVE_REFRESH_MS)
    assert due([live], told, MonoMs(10_000 + LIVE_REFRESH_MS)) == (live,)
    assert due([Offer("new", b"")], told, MonoMs(0)) == (Offer("new", b""),)
