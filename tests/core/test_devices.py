"""Roles of the radio's devices: who is believed, and how registers go on when a meter is exchanged."""

import msgspec
import pytest

from agent.api.wishes import (
    AssignDevice,
    DeviceRole,
    DeviceWish,
    ForgetDevice,
    ReleaseDevice,
    RenameDevice,
)
from agent.core.alerts import alerts
from agent.core.devices import NAMES_AT_MOST, RELAYS_AT_MOST
from agent.core.effects import Answer, Effect, UseMeters
from agent.core.events import DeviceWished, MeterRead
from agent.core.metering import NO_GRID_METER
from agent.core.overlay import Overlay
from agent.core.snapshot import build_snapshot
from agent.core.state import State
from agent.devices.device import (
    DeviceFunction,
    FunctionKind,
    LiveMeter,
    MeterUse,
    RadioDevice,
    RadioStage,
    RadioState,
    ValueQuality,
)
from agent.metering.home import boundaries, registers
from agent.metering.reading import MeterReading, MeterRole, Quality
from agent.metering.surplus import Colour
from agent.units import EnergyWh, PowerW, UnixMs
from tests.core.story import CONSTANTS, MINUTE_MS, Agent, at

ASSIGNED = msgspec.structs.replace(CONSTANTS, assigned=True)
OLD, NEW, ROOF, STORE = (f"{k:016x}/1" for k in (0xA1, 0xB2, 0xC3, 0xD4))
GRID = DeviceRole.GRID


class Paired(Agent):
    """An agent whose meters are devices of the radio."""

    def __init__(self) -> None:
        super().__init__(ASSIGNED)
        self.start(at(4))
        self.tick(at(4))

    def decide(self, wish: DeviceWish, at_ms: int = 0) -> Answer:
        followed = self.take(DeviceWished(at_ms or at(4), self.mono_ms, 1, "uid 7", wish))
        return next(effect for effect in followed if isinstance(effect, Answer))

    def assign(self, key: str, role: DeviceRole = GRID, at_ms: int = 0, **more: bool) -> Answer:
        return self.decide(AssignDevice(key, role, **more), at_ms)

    def read(
        self,
        key: str,
        at_ms: int,
        import_wh: int,
        export_wh: int = 0,
        role: MeterRole = MeterRole.GRID,
    ) -> tuple[Effect, ...]:
        reading = MeterReading(
            key, role, UnixMs(at_ms), EnergyWh(import_wh), EnergyWh(export_wh), PowerW(60)
        )
        return self.take(MeterRead(at_ms, reading))

    def draw(self, key: str, from_ms: int, until_ms: int, begin_wh: int) -> int:
        """Read every minute, 1 Wh drawn in each; return the last register."""
        count = (until_ms - from_ms) // MINUTE_MS
        for k in range(count + 1):
            self.read(key, from_ms + k * MINUTE_MS, begin_wh + k)
        return begin_wh + count

    def uses(self) -> list[tuple[MeterUse, ...]]:
        return [effect.meters for effect in self.effects if isinstance(effect, UseMeters)]

    def import_wh(self) -> int:
        point = registers(self.state.meters)
        assert point is not None
        return point.import_wh


def test_without_a_grid_meter_the_status_is_unknown_and_says_why() -> None:
    agent = Paired()
    assert (agent.state.status.colour, agent.state.status.reason) == (Colour.UNKNOWN, NO_GRID_METER)
    (alert,) = (a for a in alerts(agent.state, at(4)) if a.name == "no-grid-meter")
    assert "gridhearth pair" in alert.do
    agent.draw(OLD, at(4), at(4, 10), 500)
    assert agent.state.status.reason == NO_GRID_METER


def test_an_assigned_meter_makes_the_status_and_is_read_again_after_a_restart() -> None:
    agent = Paired()
    assert agent.assign(OLD).accepted
    agent.draw(OLD, at(4), at(4, 10), 500)
    assert agent.state.status.colour is Colour.RED
    agent.start(at(5))
    assert agent.uses() == [(), (MeterUse(OLD, "grid"),), (MeterUse(OLD, "grid"),)]
    known = agent.state.devices.assigned[0]
    assert (known.by, known.at_ms) == ("uid 7", at(4))


def test_what_nobody_assigned_writes_nothing_to_the_card() -> None:
    """A plug that reports every second must not wear the card out, nor count for the home."""
    agent = Paired()
    agent.assign(OLD)
    written, before = len(agent.journal), agent.state
    agent.read(NEW, at(4, 1), 10)
    agent.read(OLD, at(4, 1), 10, role=MeterRole.GENERATION)  # said before it changed its role
    assert len(agent.journal) == written
    assert agent.state is before


def test_an_exchanged_meter_goes_on_where_the_old_one_ended() -> None:
    agent = Paired()
    agent.assign(OLD)
    agent.draw(OLD, at(4), at(4, 10), 500_000)
    before = agent.import_wh()
    refused = agent.assign(NEW, at_ms=at(4, 11))
    assert not refused.accepted
    assert "already" in refused.sentence
    assert agent.assign(NEW, at_ms=at(4, 11), replace=True).accepted
    agent.read(OLD, at(4, 12), 500_050)  # the old one still talks: nobody listens
    agent.read(NEW, at(4, 12), 7)
    assert agent.import_wh() == before
    agent.read(NEW, at(4, 13), 8)
    agent.read(NEW, at(4, 14), 10)
    assert agent.import_wh() == before + 3
    assert agent.state == agent.replayed()


def test_a_new_meters_first_nonsense_is_not_what_the_home_goes_on_with() -> None:
    """Some devices say 0 once after power-up; going on from it would freeze the meter for ever."""
    agent = Paired()
    agent.assign(OLD)
    agent.draw(OLD, at(4), at(4, 10), 500)
    before = agent.import_wh()
    agent.assign(NEW, at_ms=at(4, 11), replace=True)
    agent.read(NEW, at(4, 12), 0)
    agent.read(NEW, at(4, 13), 8_000_000)
    agent.read(NEW, at(4, 14), 8_000_001)
    agent.read(NEW, at(4, 15), 8_000_002)
    assert agent.import_wh() == before + 2


def test_one_instant_told_twice_is_one_reading() -> None:
    agent = Paired()
    agent.assign(OLD)
    agent.draw(OLD, at(4), at(4, 10), 500)
    before = agent.state.meters
    agent.assign(NEW, at_ms=at(4, 11), replace=True)
    agent.read(NEW, at(4, 12), 8)
    agent.read(NEW, at(4, 12), 8)
    assert registers(agent.state.meters) == registers(before)


def test_readings_dated_before_the_old_meters_last_change_nothing() -> None:
    agent = Paired()
    agent.assign(OLD)
    agent.draw(OLD, at(4), at(4, 10), 500)
    agent.assign(NEW, at_ms=at(4, 11), replace=True)
    for minute in (2, 3, 4):
        agent.read(NEW, at(4, minute), 8)
    assert agent.state.devices.sources[0].key == OLD


def test_a_boundary_between_two_meters_is_reported_as_a_substitute() -> None:
    """No cycle's report may be missing because a meter was exchanged across its end."""
    agent = Paired()
    agent.assign(OLD)
    agent.draw(OLD, at(4), at(4, 14), 500)
    before = agent.import_wh()
    agent.assign(NEW, at_ms=at(4, 14.5), replace=True)
    agent.draw(NEW, at(5, 1), at(6, 1), 90_000)
    found = {b.boundary_ms: b for b in boundaries(agent.state.meters)}
    crossed = found[at(5)]
    assert (crossed.quality, crossed.import_wh) == (Quality.SUBSTITUTE, before)
    assert found[at(6)].quality is Quality.MEASURED
    assert found[at(6)].import_wh == before + 14
    reported = [one.ident for one in agent.signs() if one.key == "report"]
    assert reported == ["report:3:1", "report:4:1", "report:5:1"]


def test_turning_a_clamp_round_goes_on_with_both_registers() -> None:
    agent = Paired()
    agent.assign(OLD)
    agent.draw(OLD, at(4), at(4, 10), 500)
    before = agent.import_wh()
    assert agent.assign(OLD, at_ms=at(4, 11), invert=True).accepted
    assert agent.uses()[-1] == (MeterUse(OLD, "grid", invert=True),)
    for minute in (12, 13, 14):
        agent.read(OLD, at(4, minute), 0, 600 + minute)
    point = registers(agent.state.meters)
    assert point is not None
    assert (point.import_wh, point.export_wh) == (before, 2)


def test_the_same_meter_back_in_its_role_counts_what_passed_meanwhile() -> None:
    agent = Paired()
    agent.assign(OLD)
    agent.draw(OLD, at(4), at(4, 10), 500)
    before = agent.import_wh()
    assert agent.decide(ReleaseDevice(OLD), at(4, 11)).accepted
    assert agent.state.status.reason == NO_GRID_METER
    assert agent.uses()[-1] == ()
    agent.assign(OLD, at_ms=at(4, 13))
    agent.read(OLD, at(4, 14), 514)
    assert agent.import_wh() == before + 4


def test_a_meter_that_was_never_believed_leaves_nothing_behind() -> None:
    agent = Paired()
    agent.assign(OLD)
    agent.read(OLD, at(4), 123_456)
    agent.assign(NEW, at_ms=at(4, 1), replace=True)
    agent.draw(NEW, at(4, 2), at(4, 4), 10)
    assert agent.import_wh() == 12


def test_a_simulated_home_that_gets_a_radio_goes_on_with_its_registers() -> None:
    agent = Agent(msgspec.structs.replace(CONSTANTS, grid_meter="home-01-grid"))
    agent.start(at(4))
    agent.tick(at(4))
    for k in range(3):
        reading = MeterReading(
            "home-01-grid", MeterRole.GRID, UnixMs(at(4, k)), EnergyWh(700 + k), EnergyWh(0)
        )
        agent.take(MeterRead(at(4, k), reading))
    agent.constants = ASSIGNED
    agent.start(at(4, 5))
    agent.tick(at(4, 5))
    agent.take(DeviceWished(at(4, 5), 1, 1, "uid 7", AssignDevice(NEW, GRID)))
    for k in (6, 7, 8):
        Paired.read(agent, NEW, at(4, k), k)  # type: ignore[arg-type]
    point = registers(agent.state.meters, "grid")
    assert point is not None
    assert point.import_wh == 702 + 2
    assert [track.meter for track in agent.state.meters.tracks] == ["grid"]


def test_generation_and_storage_are_counted_under_their_own_names() -> None:
    agent = Paired()
    agent.assign(OLD)
    agent.assign(ROOF, DeviceRole.GENERATION)
    agent.assign(STORE, DeviceRole.STORAGE)
    assert agent.uses()[-1] == (
        MeterUse(OLD, "grid"),
        MeterUse(ROOF, "generation"),
        MeterUse(STORE, "storage", required=False),
    )
    for k in range(7):
        agent.read(OLD, at(4, k), 500 + k)
        agent.read(ROOF, at(4, k), 0, 900 + 2 * k, MeterRole.GENERATION)
        agent.read(STORE, at(4, k), 30 + k, 20, MeterRole.STORAGE)
    assert {track.meter for track in agent.state.meters.tracks} == {"grid", "generation", "storage"}
    home = build_snapshot(agent.state, Overlay(), 1, at(4, 7)).home
    assert (home.generation_w, home.storage_w) == (120, 60)
    agent.draw(OLD, at(4, 8), at(4, 14), 508)
    for k in range(8, 15):
        agent.read(ROOF, at(4, k), 0, 900 + 2 * k, MeterRole.GENERATION)
    assert agent.state.status.colour is Colour.RED  # a silent store is no reason to stop


@pytest.mark.parametrize(
    ("wish", "words"),
    [
        (AssignDevice(OLD, DeviceRole.GENERATION), "release it first"),
        (AssignDevice(NEW, DeviceRole.RELAY, invert=True), "could change places"),
        (ReleaseDevice(NEW), "has no role"),
        (RenameDevice("b2", "x" * 41), "printable"),
        (RenameDevice("b2", "x\n"), "printable"),
        (RenameDevice("b2", " main "), "already"),
        (AssignDevice(NEW, DeviceRole.RELAY, name="MAIN"), "already"),
    ],
)
def test_refusals_are_sentences_and_change_nothing(wish: DeviceWish, words: str) -> None:
    agent = Paired()
    agent.assign(OLD)
    agent.decide(RenameDevice(OLD[:16], "Main"))
    before = agent.state
    answer = agent.decide(wish)
    if isinstance(wish, RenameDevice) and wish.name.endswith("\n"):
        assert answer.accepted  # the line's end does not count
        return
    assert not answer.accepted
    assert words in answer.sentence
    assert agent.state is before


def test_a_plug_is_a_meter_and_a_relay_at_one_endpoint() -> None:
    agent = Paired()
    assert agent.assign(OLD, DeviceRole.RELAY).accepted
    assert agent.assign(OLD).accepted
    assert {known.role for known in agent.state.devices.assigned} == {GRID, DeviceRole.RELAY}
    assert agent.uses()[-1] == (MeterUse(OLD, "grid"),)
    assert "say which" in agent.decide(ReleaseDevice(OLD)).sentence
    assert agent.decide(ReleaseDevice(OLD, DeviceRole.RELAY)).accepted
    assert agent.state.relays == ()
    assert not agent.decide(ReleaseDevice(OLD, DeviceRole.RELAY)).accepted
    assert agent.decide(ReleaseDevice(OLD)).accepted


def test_relays_and_names_are_bounded() -> None:
    agent = Paired()
    for k in range(RELAYS_AT_MOST):
        assert agent.assign(f"{k:016x}/2", DeviceRole.RELAY).accepted
    assert "at most" in agent.assign(f"{99:016x}/2", DeviceRole.RELAY).sentence
    for k in range(NAMES_AT_MOST):
        assert agent.decide(RenameDevice(f"{k:016x}", f"device {k}")).accepted
    assert not agent.decide(RenameDevice(f"{999:016x}", "one more")).accepted
    assert agent.decide(RenameDevice(f"{5:016x}", "")).accepted
    assert agent.decide(RenameDevice(f"{999:016x}", "one more")).accepted


def test_a_removed_device_has_no_role_and_no_name() -> None:
    agent = Paired()
    agent.decide(AssignDevice(OLD, GRID, name="Main"))
    agent.decide(ForgetDevice(OLD[:16]))
    assert (agent.state.devices.assigned, agent.state.devices.names) == ((), ())


def test_meters_of_other_drivers_cannot_be_given_to_the_radio() -> None:
    agent = Agent()
    agent.start(at(4))
    followed = agent.take(DeviceWished(at(4), 1, 1, "uid 7", AssignDevice(OLD, GRID)))
    (answer,) = (one for one in followed if isinstance(one, Answer))
    assert not answer.accepted
    assert "[meters]" in answer.sentence
    assert not any(isinstance(one, UseMeters) for one in agent.effects)


def test_a_state_from_before_the_radio_is_read() -> None:
    agent = Agent()
    agent.start(at(4))
    old = msgspec.json.decode(msgspec.json.encode(agent.state))
    del old["devices"], old["constants"]["assigned"]
    assert msgspec.convert(old, State, strict=False) == agent.state


# What screens see.


def device(key: str, **function: object) -> RadioDevice:
    usual = {
        "usable": True,
        "live": LiveMeter(at(4), 60, 500, 0),
        "kind": FunctionKind.METER,
        **function,
    }
    return RadioDevice(
        ieee=key[:16],
        manufacturer="frient A/S",
        model="EMIZB-132",
        firmware="1.2",
        profile="emizb",
        interview="complete",
        available=usual.pop("available", True),  # type: ignore[arg-type]
        last_seen_ms=at(4),
        battery_percent=80,
        signal_lqi=200,
        functions=(DeviceFunction(key, **usual),),  # type: ignore[arg-type]
    )


def radio(stage: RadioStage = RadioStage.UP) -> RadioState:
    return RadioState(stage, "a sentence.", at(4), joining_until_ms=at(4, 1), via="x")


def overlay(*devices: RadioDevice, stage: RadioStage = RadioStage.UP) -> Overlay:
    return Overlay(radio=radio(stage), devices=devices)


def lost_often(*devices: RadioDevice, count: int, ago_ms: int = 0) -> Overlay:
    """An overlay of a stick that was lost so often, once a minute up to `ago_ms` ago."""
    times = tuple(at(4, 5) - ago_ms - 60_000 * n for n in reversed(range(count)))
    return Overlay(radio=msgspec.structs.replace(radio(), lost_at_ms=times), devices=devices)


def test_devices_are_listed_by_role_then_address_with_what_they_say() -> None:
    agent = Paired()
    agent.assign(NEW)
    agent.decide(RenameDevice(NEW[:16], "Main"))
    agent.assign(STORE, DeviceRole.STORAGE)
    plain = msgspec.structs.replace(device(ROOF), functions=(), sentence="A lamp.")
    shown = build_snapshot(agent.state, overlay(device(OLD), device(NEW), plain), 1, at(4))
    assert [(line.role, line.key) for line in shown.devices] == [
        ("grid", NEW),
        ("storage", STORE),
        ("", ""),
        ("", OLD),
    ]
    main, absent, lamp, _ = shown.devices
    assert (main.name, main.power_w, main.import_wh, main.quality) == ("Main", 60, 500, "good")
    assert (main.model, main.battery_percent, main.signal_lqi) == ("frient A/S EMIZB-132", 80, 200)
    assert not absent.available
    assert "not shown" in absent.sentence
    assert (lamp.kind, lamp.usable, lamp.sentence) == ("", False, "A lamp.")
    assert shown.radio is not None
    assert (shown.radio.stage, shown.radio.joining_until_ms) == ("up", at(4, 1))


@pytest.mark.parametrize(
    ("seen", "name"),
    [
        (overlay(device(OLD)), None),
        (overlay(), "grid-meter-gone"),
        (overlay(device(OLD, usable=False, sentence="no scale")), "grid-meter-refused"),
        (overlay(device(OLD, available=False)), "grid-meter-stale"),
        (
            overlay(device(OLD, live=LiveMeter(at(4), quality=ValueQuality.STALE))),
            "grid-meter-stale",
        ),
        (overlay(stage=RadioStage.DOWN), "radio-down"),
        (overlay(stage=RadioStage.DEGRADED), "radio-down"),
        (overlay(stage=RadioStage.STARTING), None),
        (overlay(stage=RadioStage.NO_NETWORK), "radio-no-network"),
        (overlay(stage=RadioStage.OTHER_NETWORK), "radio-other-network"),
        (lost_often(device(OLD), count=5), "radio-unsteady"),
        (lost_often(device(OLD), count=4), None),
        (lost_often(device(OLD), count=5, ago_ms=3_600_000), None),
    ],
)
def test_trouble_with_the_radio_is_one_alert_with_what_to_do(
    seen: Overlay, name: str | None
) -> None:
    agent = Paired()
    agent.assign(OLD)
    found = [a for a in alerts(agent.state, at(4, 5), seen) if a.name.startswith(("radio", "grid"))]
    assert [alert.name for alert in found] == ([] if name is None else [name])
    assert all(alert.what and alert.do for alert in found)
