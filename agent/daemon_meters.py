"""The daemon's meters, wired from the settings: simulated, of the radio, on serial lines, or both.

The libraries of serial lines are imported only where the settings name one.
"""

from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from agent.api.check import Refused
from agent.core.constants import GENERATION_METER, GRID_METER, STORAGE_METER, Constants
from agent.metering.reading import MeterRole
from agent.ports import Clock, Meters, PortError
from agent.settings import AssignedMeters, SerialLine, SerialMeters, Settings, SimulatedFeeder
from agent.units import WH_PER_KWH, UnixMs
from drivers.meters_merged import MergedMeters
from drivers.simulated.feeder_meter import generation_meter, grid_meter, simulated_meter
from drivers.simulated.street import HomePlan

if TYPE_CHECKING:
    from drivers.serial_modbus import ModbusMap
    from drivers.serial_reading import Place
    from drivers.serial_thinning import Thinning

NAMES = {"grid": GRID_METER, "generation": GENERATION_METER, "storage": STORAGE_METER}


def meter_names(settings: Settings) -> tuple[str, str | None, str | None]:
    """Return the names of the grid, generation and storage meters; None: there is none."""
    match settings.meters:
        case AssignedMeters():
            return GRID_METER, None, None
        case SerialMeters(lines=lines):
            roles = {line.role for line in lines}
            made, stored = (NAMES[r] if r in roles else None for r in ("generation", "storage"))
            return GRID_METER, made, stored
        case SimulatedFeeder():
            home = home_plan(settings, settings.meters)
            return grid_meter(home), generation_meter(home) if home.pv_w_peak else None, None


def with_meters(constants: Constants, settings: Settings) -> Constants:
    """Return the constants with what the settings say of where each role's meter is."""
    match settings.meters:
        case AssignedMeters():
            placed = msgspec.structs.replace(constants, assigned=True)
        case SerialMeters(lines=lines):
            digits = ((line.role, line.register_digits) for line in lines)
            placed = msgspec.structs.replace(
                constants,
                assigned=True,
                wired=tuple(line.role for line in lines),
                moduli=tuple((r, 10**n * WH_PER_KWH) for r, n in digits if n is not None),
            )
        case SimulatedFeeder():
            placed = constants
    after: Constants = placed
    return after


def meters_of(
    settings: Settings, constants: Constants, clock: Clock, desk: Meters | None
) -> Meters:
    """Return the home's meters; `desk`: those of its radio. PortError says what is missing."""
    match settings.meters:
        case AssignedMeters():
            if desk is None:  # the settings were checked: they name a radio
                raise PortError("[meters] names devices of a radio, and there is none")
            return desk
        case SerialMeters(lines=lines):
            try:
                return serial_meters(lines, constants, clock, desk)
            except ModuleNotFoundError as missing:
                raise PortError(
                    f"[meters] needs {missing.name}: install the package with its devices extra"
                    " (pip install 'gridhearth[devices]')"
                ) from missing
        case SimulatedFeeder():
            return simulated_meter(
                home_plan(settings, settings.meters),
                start_minute=settings.meters.start_minute,
                genesis_ms=UnixMs(constants.genesis_s * 1_000),
                cycle_ms=constants.cycle_ms,
                clock=clock,
            )


def home_plan(settings: Settings, meters: SimulatedFeeder) -> HomePlan:
    """Return the simulated home of the settings; its orders are its household's business."""
    return HomePlan(
        number=0,
        vertex=0,
        load=meters.load,
        pv_w_peak=meters.pv_w_peak,
        low_micro_per_kwh=0,
        high_micro_per_kwh=0,
        distance_m=0,
        endorser=False,
        day=meters.day,
        label=settings.home.name,
    )


def serial_meters(
    lines: tuple[SerialLine, ...], constants: Constants, clock: Clock, desk: Meters | None = None
) -> MergedMeters:
    """Return the meters of serial lines, and those of the radio's desk, as one source.

    PortError for a model nobody knows.
    """
    from drivers.serial_meter import Dialect, SerialMeter, usual_line

    sources: list[Meters] = []
    for line in lines:
        if line.protocol == "modbus":
            continue
        dialect = Dialect(line.protocol, line.crc)
        opened = usual_line(line.port, dialect, line.baud)
        sources.append(SerialMeter(opened, dialect, _place(line), clock, _thin(line, constants)))
    asked = sorted((line for line in lines if line.protocol == "modbus"), key=lambda one: one.port)
    for _, bus in groupby(asked, key=lambda one: one.port):
        sources.append(_bus(tuple(bus), constants, clock))
    if desk is not None:
        sources.append(desk)
    return MergedMeters(sources)


def _bus(lines: tuple[SerialLine, ...], constants: Constants, clock: Clock) -> Meters:
    from drivers.serial_modbus_meter import ModbusBus, ModbusLine, ModbusUnit

    known = [modbus_map(line.model or "") for line in lines]
    units = [
        ModbusUnit(line.unit, model, _place(line), _thin(line, constants))
        for line, model in zip(lines, known, strict=True)
    ]
    first = lines[0]
    opened = ModbusLine(first.port, first.baud or known[0].baud, first.parity or known[0].parity)
    return ModbusBus(opened, units, clock)


def modbus_map(name: str) -> "ModbusMap":
    """Return the map of a model: shipped, or a file's; PortError lists every problem."""
    from drivers.serial_modbus import read_map, shipped_maps

    shipped = shipped_maps()
    if name in shipped:
        return shipped[name]
    path = Path(name)
    if path.suffix != ".toml":
        raise PortError(f"there is no Modbus map {name!r}; shipped: {', '.join(shipped)}")
    try:
        return read_map(path.stem, path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, Refused) as wrong:
        raise PortError(f"the Modbus map {name} cannot be used: {wrong}") from wrong


def _place(line: SerialLine) -> "Place":
    from drivers.serial_reading import Place

    return Place(NAMES[line.role], MeterRole(line.role), line.invert, line.meter_id)


def _thin(line: SerialLine, constants: Constants) -> "Thinning":
    """In a market with short cycles, readings are needed in proportion."""
    from drivers.serial_thinning import Thinning

    every_ms = line.every_s * 1_000 * constants.cycle_ms // constants.nominal_ms
    return Thinning(
        min(every_ms, line.every_s * 1_000),
        origin_ms=constants.genesis_s * 1_000,
        interval_ms=constants.cycle_ms,
    )
