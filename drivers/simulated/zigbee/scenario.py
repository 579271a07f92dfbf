"""A house of virtual devices as a TOML file: what there is, what it uses, what happens when.

Times are whole seconds of the simulation from its start. Everything wrong with a file is told at
once; unknown keys are wrong.
"""

import tomllib
from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Annotated, NamedTuple

import msgspec
from msgspec import UNSET, Meta

from agent.api.check import Refused, check, problem
from agent.api.sections import Problem
from agent.units import UnixMs
from drivers.simulated.feeder_meter import SimulatedTime
from drivers.simulated.profiles import pv_days
from drivers.simulated.zigbee.feeder_home import FeederSource, day_of, nothing, usage_of
from drivers.simulated.zigbee.nodes import meters
from drivers.simulated.zigbee.nodes.device import VirtualDevice
from drivers.simulated.zigbee.nodes.energy import Energy, EnergySource
from drivers.simulated.zigbee.nodes.traps import TRAPS

Seconds = Annotated[int, Meta(ge=0, le=10_000_000)]
Watts = Annotated[int, Meta(ge=-1_000_000, le=1_000_000)]
RegisterWh = Annotated[int, Meta(ge=0, le=2**48 - 1)]
Name = Annotated[
    str, Meta(pattern="^[a-z0-9][a-z0-9-]{0,31}$", title="up to 32 of a-z, 0-9 and hyphen")
]


class Kind(StrEnum):
    """What a device is."""

    METER_1P = "meter-1p"
    METER_3P = "meter-3p"
    GRID_METER = "grid-meter"
    PV_METER = "pv-meter"
    BATTERY_METER = "battery-meter"
    SLEEPY_METER = "sleepy-meter"
    PLUG = "plug"
    RELAY = "relay"
    TRAP = "trap"


class Part(StrEnum):
    """Which flow of a feeder home a meter measures."""

    GRID = "grid"
    PV = "pv"
    LOAD = "load"


class Do(StrEnum):
    """What an event does to a device."""

    JOIN = "join"
    LEAVE = "leave"
    REJOIN = "rejoin"
    OFFLINE = "offline"
    ONLINE = "online"
    POWER = "power"
    RESET = "reset"
    RECOVER = "recover"
    FIRMWARE = "firmware"
    POWER_CYCLE = "power-cycle"
    MUTE = "mute"
    TALK = "talk"
    LOSE_ANSWERS = "lose-answers"
    STORM = "storm"


NEEDS_VALUE = (Do.POWER, Do.FIRMWARE, Do.LOSE_ANSWERS)


class Table(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A table of the file."""


class FeederTable(Table, frozen=True):
    """A home of the test feeder, as [meters] of a home's settings names it."""

    load: Annotated[int, Meta(ge=1, le=55)]
    pv_w_peak: Annotated[int, Meta(ge=0, le=20_000, multiple_of=10)] = 0
    day: str = "2026-06-21"
    part: Part = Part.GRID


class TimeTable(Table, frozen=True):
    """How time passes for devices on the feeder's data: 15 simulated minutes take `cycle_ms`."""

    start_minute: Annotated[int, Meta(ge=0, le=1_439)] = 600
    cycle_ms: Annotated[int, Meta(ge=15, le=86_400_000)] = 900_000
    genesis_ms: Annotated[int, Meta(ge=0, le=2**53 - 1)] | None = None
    """Wall clock of `start_minute`, where others live in the same simulated day; none: the start."""


class DeviceTable(Table, frozen=True):
    """One device."""

    kind: Kind
    name: Name
    ieee: Annotated[str, Meta(pattern="^[0-9a-f]{16}$", title="16 hexadecimal digits, lower case")]
    trap: str | None = None
    endpoint: Annotated[int, Meta(ge=1, le=240)] | None = None
    """Where the main endpoint is instead."""
    import_wh: RegisterWh = 0
    export_wh: RegisterWh = 0
    power_w: Watts | None = None
    curve: tuple[tuple[int, ...], ...] = ()
    """[[second, watts], ...]: the power from each second on."""
    feeder: FeederTable | None = None
    on: bool = False
    member: bool = False
    """It is in the coordinator's network already; without one it joins like the others."""
    joins_at_s: Seconds | None = 0
    install_code: (
        Annotated[
            str, Meta(pattern="^([0-9a-fA-F]{2}){8,18}$", title="8 to 18 bytes in hexadecimal")
        ]
        | None
    ) = None


class EventTable(Table, frozen=True):
    """Something that happens to a device."""

    at_s: Seconds
    device: Name
    do: Do
    value: int | None = None
    """Watts, firmware version or number of answers."""


class Scenario(Table, frozen=True):
    """A whole file."""

    devices: tuple[DeviceTable, ...]
    events: tuple[EventTable, ...] = ()
    time: TimeTable = TimeTable()


def read_scenario(text: str) -> Scenario:
    """Return the scenario in a TOML text; Refused lists every problem with its key path."""
    try:
        given = tomllib.loads(text)
    except (ValueError, RecursionError) as wrong:
        sentence = f"The file is not TOML: {wrong}."
        raise Refused([Problem("file", "", "TOML", sentence)]) from wrong
    scenario = check(Scenario, given)
    problems = _problems(scenario)
    if problems:
        raise Refused(problems)
    return scenario


def _problems(scenario: Scenario) -> list[Problem]:
    """What no single value shows."""
    found: list[Problem] = []
    if not scenario.devices:
        found.append(problem("devices", UNSET, "one device or more", "is empty"))
    for what in ("name", "ieee"):
        seen: set[str] = set()
        for index, one in enumerate(scenario.devices):
            value = getattr(one, what)
            if value in seen:
                at = f"devices[{index}].{what}"
                found.append(problem(at, value, "a value of its own", "is there twice"))
            seen.add(value)
    for index, one in enumerate(scenario.devices):
        found += _device_problems(f"devices[{index}]", one)
    known = {one.name: one for one in scenario.devices}
    for index, event in enumerate(scenario.events):
        found += _event_problems(f"events[{index}]", event, known)
    return found


def _device_problems(at: str, one: DeviceTable) -> list[Problem]:
    found = []
    if (one.kind is Kind.TRAP) != (one.trap is not None):
        found.append(problem(f"{at}.trap", one.trap, "with kind = 'trap' and only then", "is odd"))
    if one.trap is not None and one.trap not in TRAPS:
        found.append(problem(f"{at}.trap", one.trap, "one of " + ", ".join(TRAPS), "is unknown"))
    for index, step in enumerate(one.curve):
        if len(step) != 2 or step[0] < 0 or abs(step[1]) > 1_000_000:
            found.append(
                problem(f"{at}.curve[{index}]", list(step), "[second, watts]", "is no step")
            )
    if [step[:1] for step in one.curve] != sorted(step[:1] for step in one.curve):
        found.append(problem(f"{at}.curve", "steps", "ascending seconds", "went back in time"))
    sources = [one.power_w is not None or bool(one.curve), one.feeder is not None]
    if all(sources):
        found.append(problem(f"{at}.feeder", "a feeder", "alone", "came with power_w or curve"))
    if one.feeder is not None:
        if one.feeder.day not in pv_days():
            days = ", ".join(pv_days())
            found.append(problem(f"{at}.feeder.day", one.feeder.day, days, "is unknown"))
        if one.kind in (Kind.PLUG, Kind.RELAY, Kind.TRAP):
            found.append(problem(f"{at}.feeder", "a feeder", "on meters", "cannot be measured"))
    if any(sources) and one.kind is Kind.RELAY:
        found.append(problem(f"{at}.kind", one.kind, "a meter", "measures no power"))
    if one.on and one.kind not in (Kind.PLUG, Kind.RELAY):
        found.append(problem(f"{at}.on", "true", "on plugs and relays", "cannot be switched"))
    return found


def _event_problems(at: str, event: EventTable, known: Mapping[str, DeviceTable]) -> list[Problem]:
    found = []
    device = known.get(event.device)
    if device is None:
        found.append(problem(f"{at}.device", event.device, ", ".join(known), "is no device here"))
    if (event.value is not None) != (event.do in NEEDS_VALUE):
        words = "a value" if event.do in NEEDS_VALUE else "no value"
        found.append(problem(f"{at}.value", event.value, words, f"does not fit {event.do}"))
    if event.value is not None and event.do is not Do.POWER and event.value < 0:
        found.append(problem(f"{at}.value", event.value, "0 or more", "is negative"))
    measured = device is not None and device.kind is not Kind.RELAY
    if event.do in (Do.RESET, Do.RECOVER, Do.POWER) and not measured:
        found.append(problem(f"{at}.do", event.do, "on meters and plugs", "has no register"))
    if event.do is Do.POWER and device is not None and device.feeder is not None:
        found.append(problem(f"{at}.do", event.do, "without a feeder", "follows the feeder"))
    return found


def build(
    scenario: Scenario, begins_ms: int, wall_offset_ms: int = 0
) -> Mapping[str, VirtualDevice]:
    """Return name -> device, in the file's order; the simulation begins at `begins_ms`.

    `wall_offset_ms`, wall clock minus devices' clock, matters only with a `genesis_ms`.
    """
    time, given = scenario.time, scenario.time.genesis_ms
    genesis_ms, offset_ms = (begins_ms, 0) if given is None else (given, wall_offset_ms)
    day = _Day(SimulatedTime(time.start_minute, UnixMs(genesis_ms), time.cycle_ms), offset_ms)
    return MappingProxyType({one.name: _device(one, day, begins_ms) for one in scenario.devices})


class _Day(NamedTuple):
    """The simulated day, and what turns the devices' clock into the one it is told in."""

    time: SimulatedTime
    offset_ms: int


def _device(one: DeviceTable, day: _Day, begins_ms: int) -> VirtualDevice:
    ieee = int(one.ieee, 16)
    if one.kind is Kind.TRAP and one.trap is not None:
        device = TRAPS[one.trap]()
        device.ieee, device.name = ieee, one.name
        if one.power_w is not None:
            device.power_w = one.power_w
    elif one.kind is Kind.RELAY:
        device = meters.relay(ieee, one.name, on=one.on)
    elif one.kind is Kind.PLUG:
        watts = one.power_w or 0
        device = meters.plug(ieee, one.name, power_w=watts, on=one.on, import_wh=one.import_wh)
    else:
        device = _meter(one, ieee, _source(one, day))
    if one.curve and device.meter is not None:
        device.energy.follow([(step[0], step[1]) for step in one.curve], begins_ms)
    if one.endpoint is not None:
        device.zdo.endpoints[0].number = one.endpoint
    if one.install_code is not None:
        device.install_code = bytes.fromhex(one.install_code)
    return device


def _meter(one: DeviceTable, ieee: int, source: EnergySource) -> VirtualDevice:
    name, drawn, given = one.name, one.import_wh, one.export_wh
    match one.kind:
        case Kind.METER_1P:
            return meters.meter_1p(ieee, name, source=source, import_wh=drawn)
        case Kind.METER_3P:
            return meters.meter_3p(ieee, name, source=source, import_wh=drawn, export_wh=given)
        case Kind.BATTERY_METER:
            return meters.battery_meter(ieee, name, source=source, import_wh=drawn, export_wh=given)
        case Kind.PV_METER:
            return meters.pv_meter(ieee, name, source=source, export_wh=given)
        case Kind.SLEEPY_METER:
            return meters.sleepy_meter(ieee, name, source=source, import_wh=drawn)
        case _:
            return meters.grid_meter(ieee, name, source=source, import_wh=drawn, export_wh=given)


def _source(one: DeviceTable, day: _Day) -> EnergySource:
    if one.feeder is None:
        return Energy(one.power_w or 0)
    match one.feeder.part:
        case Part.LOAD:
            return FeederSource(*usage_of(one.feeder.load), *day)
        case Part.PV:
            made = day_of(one.feeder.load, one.feeder.pv_w_peak, one.feeder.day).generated
            return FeederSource(nothing(made), made, *day)
        case Part.GRID:
            sums = day_of(one.feeder.load, one.feeder.pv_w_peak, one.feeder.day)
            return FeederSource(sums.imported, sums.exported, *day)
