"""What a live check and a relay's test proved, and the accidents after which they prove nothing."""

import json
from pathlib import Path

import msgspec

from agent.api.wishes import (
    AssignDevice,
    DeviceRole,
    DeviceWish,
    ForgetDevice,
    RelayMode,
    ReleaseDevice,
    RenameDevice,
    SetRelay,
)
from agent.core.events import Commissioned, DeviceWished
from agent.core.state import State
from agent.devices.device import RelayPosition
from agent.devices.tested import (
    METERS_KEPT,
    WORDS_KEPT,
    BackupMade,
    Handover,
    MeterTest,
    Tested,
    meter_test,
    noted,
    relay_test,
)
from tests.core.story import CONSTANTS, Agent, at
from tests.core.test_relays import Boiler

METER, OTHER = "00000000000000a1/1", "00000000000000a2/1"
GRID, MADE, STORE = DeviceRole.GRID, DeviceRole.GENERATION, DeviceRole.STORAGE
OLD = Path(__file__).parents[1] / "data" / "core" / "before_storage.json"


def checked(
    key: str = METER, role: str = "grid", *, invert: bool = False, **new: object
) -> MeterTest:
    usual = MeterTest(key, role, invert, 2_000, 1_980, True, ("right",), at(5), "uid 7")
    changed: MeterTest = msgspec.structs.replace(usual, **new)
    return changed


class Home(Agent):
    """A home whose meters come from the radio."""

    def __init__(self) -> None:
        super().__init__(msgspec.structs.replace(CONSTANTS, assigned=True))
        self.start(at(4))
        self.tick(at(4))

    def decide(self, *wishes: DeviceWish) -> None:
        for wish in wishes:
            self.take(DeviceWished(at(5), self.mono_ms, 1, "uid 7", wish))

    def do(self, *deeds: MeterTest | BackupMade | Handover) -> None:
        for deed in deeds:
            self.take(Commissioned(at(5), 0, deed))

    def knows(self, role: str = "grid", key: str = METER, *, invert: bool = False) -> bool:
        found = meter_test(self.state.tested, key, role, invert=invert)
        return found is not None and found.passed


def test_a_check_that_passed_is_there_after_a_restart_and_a_name_changes_nothing() -> None:
    home = Home()
    home.decide(AssignDevice(METER, GRID))
    home.do(checked())
    home.decide(RenameDevice(METER[:16], "Main"))
    home.start(at(6))
    assert home.knows()
    assert home.replayed().tested == home.state.tested


def test_a_check_made_before_the_meter_got_its_role_counts_for_that_role_only() -> None:
    home = Home()
    home.do(checked())
    home.decide(AssignDevice(METER, GRID))
    assert home.knows()
    other = Home()
    other.do(checked())
    other.decide(AssignDevice(METER, MADE))
    assert other.state.tested == Tested()


def test_a_clamp_turned_round_after_its_check_has_to_be_checked_again() -> None:
    home = Home()
    home.decide(AssignDevice(METER, GRID))
    home.do(checked())
    home.decide(AssignDevice(METER, GRID, invert=True))
    assert home.state.tested == Tested()
    home.decide(AssignDevice(METER, GRID, invert=False))
    assert not home.knows()


def test_a_meter_exchanged_after_its_check_has_to_be_checked_again() -> None:
    home = Home()
    home.decide(AssignDevice(METER, GRID))
    home.do(checked())
    home.decide(AssignDevice(OTHER, GRID, replace=True))
    assert home.state.tested == Tested()


def test_a_meter_released_or_removed_loses_its_check() -> None:
    for wish in (ReleaseDevice(METER), ForgetDevice(METER[:16])):
        home = Home()
        home.decide(AssignDevice(METER, GRID), AssignDevice(OTHER, STORE))
        home.do(checked(), checked(OTHER, "storage"))
        home.decide(wish)
        assert not home.knows()
        assert home.knows("storage", OTHER)


def test_a_check_that_failed_takes_the_place_of_one_that_passed() -> None:
    home = Home()
    home.decide(AssignDevice(METER, GRID))
    home.do(checked(), checked(passed=False, moved_w=-1_980, findings=("turned round",)))
    assert not home.knows()
    (kept,) = home.state.tested.meters
    assert kept.findings == ("turned round",)


def test_what_is_kept_stays_small_whatever_is_checked() -> None:
    known = Tested()
    for k in range(3 * METERS_KEPT):
        known = noted(known, checked(f"{k:016x}/1", findings=("right",) * 100))
    known = noted(known, BackupMade(1, "x", tuple(f"{k:016x}" for k in range(1_000))))
    assert len(known.meters) == METERS_KEPT
    assert len(known.meters[0].findings) == WORDS_KEPT
    assert len(msgspec.json.encode(known)) < 10_000


def test_a_relay_is_proven_once_it_confirmed_both_positions_that_were_asked_for() -> None:
    boiler = Boiler(mode=None)
    key = boiler.state.devices.assigned[0].key
    boiler.wish_device(SetRelay(key, RelayMode.ON))
    boiler.minutes(10)
    half = relay_test(boiler.state.tested, key)
    assert half is not None
    assert half.on_ms > 0
    assert not half.passed
    assert half.by == "uid 7"
    boiler.wish_device(SetRelay(key, RelayMode.OFF))
    boiler.minutes(10)
    whole = relay_test(boiler.state.tested, key)
    assert whole is not None
    assert whole.passed
    boiler.wish_device(ReleaseDevice(key))
    assert boiler.state.tested.relays == ()


def test_a_relay_that_sticks_or_is_silent_proves_nothing() -> None:
    for stuck, silent in ((True, False), (False, True)):
        boiler = Boiler(mode=None)
        boiler.obeys, boiler.answers = not stuck, not silent
        boiler.position = RelayPosition.OFF
        key = boiler.state.devices.assigned[0].key
        boiler.wish_device(SetRelay(key, RelayMode.ON))
        boiler.minutes(10)
        found = relay_test(boiler.state.tested, key)
        assert found is not None
        assert found.on_ms == 0


def test_a_relay_that_follows_the_surplus_is_not_tested_by_that() -> None:
    boiler = Boiler(mode=RelayMode.SURPLUS)
    boiler.minutes(20, out_w=3_000)
    assert boiler.switched == [True]
    assert boiler.state.tested == Tested()


def test_a_journal_from_before_there_were_tests_loads() -> None:
    old = json.loads(OLD.read_text("utf-8"))
    assert "tested" not in old["state"]
    loaded = msgspec.json.decode(json.dumps(old["state"]), type=State)
    assert loaded.tested == Tested()
