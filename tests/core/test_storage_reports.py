"""The unit's reports: nothing lost, nothing twice, whatever happens between meter and contract."""

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agent.api.storage_wishes import ReportNow
from agent.api.wishes import AssignDevice, DeviceRole
from agent.core.alerts import alerts
from agent.core.constants import StorageConstants
from agent.core.effects import Broadcast, Sign
from agent.core.events import DeviceWished, SeenTrade, Started
from agent.core.overlay import Overlay
from agent.core.records import Order
from agent.core.snapshot import build_snapshot
from agent.core.storage import storage_questions
from agent.core.storage_facts import CallSeen
from agent.core.storage_state import balance
from tests.core.battery_story import (
    ALICE,
    BOB,
    CONTRACT,
    OWNER,
    PARAMETERS,
    UNIT_KEY,
    BatteryHome,
    Chain,
)
from tests.core.story import CYCLE_S, GENESIS_S


def names(home: BatteryHome) -> list[str]:
    return [alert.name for alert in alerts(home.state, home.now_ms)]


def charged(wh: int = 1_200, **changes: object) -> BatteryHome:
    """A home into whose battery so much went."""
    home = BatteryHome(producer=ALICE, **changes).begin()
    home.pass_time(300)
    home.read(in_wh=wh)
    return home


def test_energy_in_is_reported_once_and_counts_only_when_it_is_proven() -> None:
    home = charged()
    home.heads(1, ask=False)
    home.heads(1, ask=False)
    assert home.chain.accepted == [("produced", ALICE, 1_200)]
    assert home.storage.accepted_in_wh == 0  # carried out, and not proven yet
    home.heads(4)
    assert home.storage.accepted_in_wh == 1_200
    assert home.chain.accepted == [("produced", ALICE, 1_200)]
    home.exact()


def test_one_report_is_under_way_at_a_time() -> None:
    home = charged()
    home.heads(1, ask=False)
    home.pass_time(300)
    home.read(in_wh=1_500)
    home.heads(2, ask=False)
    assert len({effect.ident for effect in home.effects if isinstance(effect, Sign)}) == 1
    home.heads(8)
    assert [wh for _, _, wh in home.chain.accepted] == [1_200, 1_500]
    home.exact()


def test_what_is_below_the_threshold_waits_for_its_time() -> None:
    home = charged(400)
    home.heads(6)
    assert home.chain.accepted == []
    home.pass_time(900)
    home.heads(6)
    assert home.chain.accepted == [("produced", ALICE, 400)]
    home.exact()


def test_a_person_need_not_wait() -> None:
    home = charged(400)
    home.heads(2)
    assert home.ask(ReportNow()).accepted
    home.heads(6)
    assert home.chain.accepted == [("produced", ALICE, 400)]
    assert not home.storage.hurry


def test_energy_out_goes_to_the_session_that_was_open_oldest_first() -> None:
    home = BatteryHome().begin()
    home.chain.energy_wh = 9_000
    home.chain.session(BOB, 700, home.now_ms)
    home.pass_time(10)
    home.chain.session(ALICE, 5_000, home.now_ms)
    home.heads(1)
    home.pass_time(600)
    home.read(out_wh=1_500)
    home.heads(12)
    home.pass_time(900)
    home.heads(8)
    taken = {party: wh for _, party, wh in home.chain.accepted}
    assert home.chain.accepted[0] == ("consumed", BOB, 700)
    assert 700 <= taken[ALICE] <= 800  # what flowed before they came is nobody's
    home.exact()


def test_energy_from_before_a_session_is_never_charged_to_its_consumer() -> None:
    home = BatteryHome().begin()
    home.pass_time(600)
    home.read(out_wh=2_000)
    home.chain.session(BOB, 5_000, home.now_ms)
    home.heads(2)
    home.pass_time(1_000)
    home.heads(6)
    assert home.chain.accepted == []
    assert "unit-uncovered" in names(home)
    section = build_snapshot(home.state, Overlay(), 1, home.now_ms).storage
    assert section is not None
    assert section.unit is not None
    assert section.unit.sentence == "2 kWh left the battery without a session."
    assert section.unit.uncovered_wh == section.unit.open_out_wh == 2_000
    assert section.unit.next_report_ms is None  # nothing that could be reported


def test_a_session_of_the_owner_takes_what_left_without_one() -> None:
    home = BatteryHome().begin()
    home.pass_time(600)
    home.read(out_wh=2_000)
    home.heads(2)
    home.chain.session(OWNER, 3_000, home.now_ms)
    home.pass_time(1_000)
    home.heads(8)
    assert home.chain.accepted == [("consumed", OWNER, 2_000)]
    home.exact()


def test_a_report_of_the_actual_energy_writes_off_what_left_without_a_session_and_says_so() -> None:
    home = BatteryHome().begin()
    home.chain.energy_wh = 8_000
    home.charge(800)
    home.ask(ReportNow())
    home.heads(8)
    home.pass_time(600)
    home.read(out_wh=1_000)
    home.charge(690)
    home.heads(2)
    home.ask(ReportNow())
    home.heads(8)
    assert home.chain.energy_wh == 6_900
    assert home.storage.written_off_wh == 1_000
    assert home.storage.ended is not None
    assert home.storage.ended.sentence.endswith(
        "1.1 kWh less; 1 kWh left the battery without a session, 0.1 kWh were lost in charging,"
        " discharging and standing."
    )
    home.exact()


def test_both_directions_in_one_interval_are_both_reported() -> None:
    home = BatteryHome(producer=ALICE).begin()
    home.chain.session(BOB, 5_000, home.now_ms)
    home.heads(1)
    home.pass_time(300)
    home.read(in_wh=1_500, out_wh=1_100)
    home.heads(12)
    kinds = {(kind, party) for kind, party, _ in home.chain.accepted}
    assert kinds == {("produced", ALICE), ("consumed", BOB)}
    home.exact()


def test_energy_of_trades_belongs_to_who_sold_it_and_the_rest_to_the_owner() -> None:
    """Bought in cycle 10 from two, delivered in cycle 11, where 1 000 Wh went into the battery."""
    home = BatteryHome(producer="trades").begin()
    bought = Order(
        "0xorder",
        10,
        0,
        "buy",
        900,
        1,
        2,
        10,
        "manual",
        "traded",
        agreed_wh=700,
        trades=(SeenTrade("home-1", 400, 1, 1, ALICE), SeenTrade("home-2", 300, 1, 1, BOB)),
    )
    home.state = msgspec.structs.replace(home.state, orders=(bought,))
    home.now_ms = (GENESIS_S + 11 * CYCLE_S) * 1_000
    home.read()
    home.pass_time(600)
    home.read(in_wh=1_000)
    home.heads(4)
    assert home.chain.accepted == []  # the interval is not over
    home.pass_time(400)
    home.read()
    home.heads(4)
    home.pass_time(900)
    home.heads(16)
    taken = {party: wh for _, party, wh in home.chain.accepted}
    assert taken == {ALICE: 400, BOB: 300, OWNER: 300}
    assert balance(home.storage) == (0, 0)


# Refusals.


def test_a_refusal_that_is_no_revert_loses_nothing_and_is_shown_in_words() -> None:
    """The published contract's transaction succeeds when it refuses: success is no acceptance."""
    home = charged()
    home.chain.refuse = ["Producer is unknown"]
    home.heads(5)
    assert home.chain.accepted == []
    assert (home.storage.refused, home.storage.accepted_in_wh) == (1, 0)
    assert home.storage.ended is not None
    assert "the contract said: Producer is unknown" in home.storage.ended.sentence
    assert "unit-produced" in names(home)
    home.exact()
    home.pass_time(11)
    home.heads(6)
    assert home.chain.accepted == [("produced", ALICE, 1_200)]
    assert "unit-produced" not in names(home)
    home.exact()


def test_refusals_are_tried_again_after_growing_pauses() -> None:
    home = charged()
    home.chain.refuse = ["no"] * 100
    tries = []
    for _ in range(900):
        home.heads(1)
        tries.append(home.storage.refused)
    assert tries[-1] <= 6  # in half an hour: 10 s, 30 s, 2 min, 10 min, an hour
    home.exact()


def test_a_reverted_report_is_open_again() -> None:
    home = charged()
    home.chain.refuse = ["!"]
    home.heads(5)
    assert (home.storage.reverted, home.storage.accepted_in_wh) == (1, 0)
    home.exact()
    home.pass_time(11)
    home.heads(6)
    assert home.chain.accepted == [("produced", ALICE, 1_200)]


def test_a_session_that_ends_between_reading_and_report_leaves_its_energy_open() -> None:
    home = BatteryHome().begin()
    home.chain.session(BOB, 5_000, home.now_ms)
    home.pass_time(60)
    home.heads(1)
    home.read()
    home.pass_time(300)
    home.read(out_wh=1_200)
    home.chain.sessions = []  # ended while the report is on its way
    home.heads(5)
    assert home.chain.accepted == []
    assert home.storage.refused == 1
    home.exact()
    home.chain.session(ALICE, 5_000, home.now_ms)
    home.pass_time(1_000)
    home.heads(6)
    assert home.chain.accepted == []  # and nobody else is charged for it
    assert "unit-uncovered" in names(home)


def test_a_unit_removed_by_a_vote_counts_on_and_loses_nothing() -> None:
    home = charged()
    home.chain.registered = False
    home.heads(5)
    home.pass_time(2_000)
    home.heads(20)
    assert home.storage.refused <= 1  # one may have been on its way
    assert "unit-unregistered" in names(home)
    home.read(in_wh=500)
    home.chain.registered = True
    home.pass_time(100)
    home.heads(12)
    home.pass_time(1_000)
    home.heads(12)
    assert sum(wh for _, _, wh in home.chain.accepted) == 1_700
    home.exact()


def test_parameters_changed_by_a_vote_between_reading_and_report_are_said() -> None:
    home = charged()
    home.heads(1, ask=False)
    home.chain.parameters = msgspec.structs.replace(PARAMETERS, slope="1")
    home.take(home.chain.seen(home.now_ms))
    home.heads(4)
    assert home.storage.ended is not None
    assert "parameters were changed by a vote" in home.storage.ended.sentence
    home.exact()


# The meter.


def test_a_register_that_is_reset_reports_nothing_until_it_is_confirmed() -> None:
    home = charged()
    home.heads(6)
    home.pass_time(60)
    home.reading(3, 1)
    home.pass_time(60)
    home.reading(4, 1)
    home.heads(8)
    assert [wh for _, _, wh in home.chain.accepted] == [1_200]
    assert "unit-meter" in names(home)
    home.exact()


def test_a_register_that_rolls_over_goes_on() -> None:
    home = BatteryHome(producer=ALICE, modulus_wh=100_000)
    home.in_wh = 99_500
    home.begin()
    home.pass_time(300)
    home.reading(700, home.out_wh)
    home.heads(6)
    assert home.chain.accepted == [("produced", ALICE, 1_200)]
    home.exact()


def test_an_exchanged_meter_goes_on_and_the_actual_energy_is_wanted() -> None:
    """What passed between the two devices is in nobody's registers: nothing is made up for it."""
    home = BatteryHome(producer=ALICE)
    home.constants = msgspec.structs.replace(home.constants, assigned=True)
    home.meter_key = FIRST
    home.start(home.now_ms)
    home.tick(home.now_ms)
    assign(home, FIRST)
    home.begin()
    home.pass_time(300)
    home.read(in_wh=1_200)
    home.heads(6)
    assign(home, SECOND, replace=True)
    home.meter_key = SECOND
    for registers in ((4, 2), (9, 2), (1_309, 2)):
        home.pass_time(300)
        home.reading(*registers)
    assert home.storage.anomaly == "the unit's meter was exchanged"
    home.heads(6)
    assert [wh for _, _, wh in home.chain.accepted] == [1_200, 1_305]
    home.charge(500)
    home.pass_time(3_700)
    home.charge(500)
    home.heads(6)
    assert home.storage.anomaly == ""  # it was reported
    home.exact()


FIRST, SECOND = "00124b0001020304/1", "00124b0005060708/1"


def assign(home: BatteryHome, key: str, *, replace: bool = False) -> None:
    wish = AssignDevice(key, DeviceRole.STORAGE, replace=replace)
    home.take(DeviceWished(home.now_ms, home.mono_ms, 1, "installer", wish))


def test_a_jump_no_battery_can_make_is_no_energy() -> None:
    home = charged(0)
    home.pass_time(10)
    home.read(in_wh=900_000)
    home.heads(8)
    assert home.chain.accepted == []
    assert balance(home.storage) == (0, 0)


def test_a_state_of_charge_the_meter_contradicts_is_not_believed_until_a_person_says_so() -> None:
    home = BatteryHome().begin()
    home.charge(500)
    home.ask(ReportNow())
    home.heads(8)
    home.pass_time(60)
    home.charge(900)  # four kilowatt-hours that no meter saw
    home.pass_time(86_400)
    home.charge(900)
    home.heads(8)
    assert home.chain.energy_wh == 5_000
    assert "unit-charge" in names(home)
    home.ask(ReportNow())
    home.heads(8)
    assert home.chain.energy_wh == 9_000
    assert "unit-charge" not in names(home)


def test_the_actual_energy_is_reported_daily_and_counts_what_is_still_open() -> None:
    home = BatteryHome(producer=ALICE).begin()
    home.charge(300)
    home.heads(8)
    assert home.chain.energy_wh == 3_000
    for minute in range(5):
        home.pass_time(300)
        home.read(in_wh=600)
        home.charge(300 + 54 * (minute + 1))
        home.heads(6)
    home.pass_time(86_400)
    home.read(in_wh=300)
    home.charge(600)
    home.heads(12)
    home.pass_time(900)
    home.heads(12)
    assert home.chain.energy_wh == 6_000  # once all is reported, it agrees with the battery
    home.exact()


# Restarts.


def test_after_a_restart_the_same_bytes_go_out_and_nothing_is_reported_twice() -> None:
    home = charged()
    home.take_tick()
    before = [e.raw for e in home.effects if isinstance(e, Broadcast)]
    assert len(before) == 1
    home.state = home.replayed()
    home.mono_ms = 5
    effects = home.take(Started(home.now_ms, 5, "next boot", home.constants))
    assert [e.raw for e in effects if isinstance(e, Broadcast)] == before
    home.heads(8)
    assert home.chain.accepted == [("produced", ALICE, 1_200)]
    home.begin()
    home.heads(8)
    assert home.chain.accepted == [("produced", ALICE, 1_200)]
    home.exact()


def test_a_key_used_elsewhere_stops_reporting() -> None:
    home = charged(0)
    home.chain.nonces[UNIT_KEY.address] = 9
    home.pass_time(300)
    home.read(in_wh=1_500)
    home.heads(4)
    assert home.storage.nonces.foreign
    assert "unit-key-used" in names(home)
    assert home.chain.accepted == []
    assert balance(home.storage) == (0, 0)


def test_without_a_unit_there_is_no_lane_and_no_question_about_one() -> None:
    home = BatteryHome()
    consumer = StorageConstants(CONTRACT)
    home.constants = msgspec.structs.replace(home.constants, storage=consumer)
    home.begin()
    home.read(in_wh=5_000)
    home.heads(3)
    assert home.storage.seen is not None
    assert [effect for effect in home.effects if isinstance(effect, Sign)] == []
    assert not home.ask(ReportNow()).accepted


# Any history.

ALL_ACTIONS = [
    "in",
    "out",
    "both",
    "head",
    "lost block",
    "refuse",
    "revert",
    "session",
    "own session",
    "remove",
    "register",
    "restart",
    "late outcome",
    "wait",
    "charge",
    "report now",
    "reset",
]
ACTIONS = st.sampled_from(ALL_ACTIONS)


@settings(max_examples=60, deadline=None)
@given(actions=st.lists(ACTIONS, max_size=40), trades=st.booleans())
def test_any_history_keeps_every_watt_hour(actions: list[str], trades: bool) -> None:
    live_through(actions, trades)


def live_through(actions: list[str], trades: bool) -> None:
    """Live through it; AssertionError when a watt-hour is lost or invented, or a replay differs."""
    home = BatteryHome(producer="trades" if trades else ALICE).begin()
    for action in actions:
        act(home, action)
        assert balance(home.storage) == (0, 0)
        home.exact()
    home.chain.registered, home.chain.refuse = True, []
    for _ in range(3):
        home.pass_time(4_000)
        home.heads(10)
    home.exact()
    assert home.replayed().storage == home.state.storage


def act(home: BatteryHome, action: str) -> None:  # noqa: PLR0912 - one line an action
    match action:
        case "in" | "out" | "both":
            home.pass_time(120)
            home.read(in_wh=601 * (action != "out"), out_wh=407 * (action != "in"))
        case "head":
            home.heads(2)
        case "lost block":
            home.heads(1, ask=False)
        case "refuse" | "revert":
            home.chain.refuse = ["no" if action == "refuse" else "!"]
        case "session" | "own session":
            who = BOB if action == "session" else OWNER
            if all(one.consumer != who for one in home.chain.sessions):
                home.chain.session(who, 900, home.now_ms)
        case "remove" | "register":
            home.chain.registered = action == "register"
        case "restart":
            home.state = home.replayed()
            home.take(Started(home.now_ms, home.mono_ms, "again", home.constants))
            home.heads(1)
        case "late outcome":
            if home.storage.made > 1:
                home.take(CallSeen(home.now_ms, home.chain.block, "unit:0", "accepted"))
        case "wait":
            home.pass_time(1_000)
            home.heads(1)
        case "charge":
            home.charge(500)
        case "report now":
            home.ask(ReportNow())
        case "reset":
            home.pass_time(10)
            home.reading(1, 1)


@pytest.mark.parametrize("outcome", ["accepted", "refused", "reverted"])
def test_an_outcome_of_another_report_changes_nothing(outcome: str) -> None:
    home = charged()
    before = home.storage
    home.take(CallSeen(home.now_ms, 5, "unit:77", outcome))  # type: ignore[arg-type]
    assert home.storage == before


def test_questions_follow_what_is_under_way() -> None:
    home = charged()
    kinds = [type(q).__name__ for q in storage_questions(home.state, home.now_ms)]
    assert kinds == ["UnitAccountQuestion", "StorageQuestion"]
    home.heads(2)
    home.heads(6)
    assert storage_questions(home.state, home.now_ms) == ()
    assert isinstance(home.chain, Chain)
