"""The metering rules' settings, derived from what the agent knows of its home and market."""

from functools import lru_cache

import msgspec

from agent.api.wishes import DeviceRole
from agent.bridge.report_chain import BoundaryRegister as ReportedRegister
from agent.core.constants import Constants
from agent.core.devices import METER_NAMES, DeviceBook, has_meter
from agent.core.state import State
from agent.core.storage_given import of_its_own
from agent.metering.forecast import Forecast, NotEnoughData
from agent.metering.home import HomeMeters, forecast, status
from agent.metering.interval import BoundaryRegister
from agent.metering.reading import MeterRole, Quality
from agent.metering.settings import MeteringSettings, MeterSettings, metering_settings
from agent.metering.surplus import Colour, SurplusStatus
from agent.units import CycleNo, EnergyWh, UnixMs

QUALITY_NUMBER = {Quality.MEASURED: 0, Quality.ESTIMATED: 1, Quality.SUBSTITUTE: 2}


NO_GRID_METER = "No grid meter has been chosen yet."


def metering_settings_of(constants: Constants, book: DeviceBook) -> MeteringSettings:
    """The metering settings of this home: windows and ages follow the market's cycle.

    Where devices are assigned, the grid meter is always among them: without a device it is
    silent, and the market goes on getting its last registers.
    """
    if not constants.assigned:
        unit = None if constants.storage is None else constants.storage.unit
        return _settings(
            constants,
            constants.generation_meter,
            constants.storage_meter if unit is None else unit.meter,
        )
    made, stored = (
        METER_NAMES[role] if has_meter(book, constants, role) else None
        for role in (DeviceRole.GENERATION, DeviceRole.STORAGE)
    )
    return _settings(constants, made, stored)


def judged(
    meters: HomeMeters, constants: Constants, book: DeviceBook, now_ms: int, *, trusted: bool
) -> tuple[HomeMeters, SurplusStatus]:
    """Return green, red or unknown; unknown too while nobody has said which meter is the grid's."""
    if constants.assigned and not has_meter(book, constants, DeviceRole.GRID):
        unknown = SurplusStatus(Colour.UNKNOWN, NO_GRID_METER, None)
        return msgspec.structs.replace(meters, colour=Colour.UNKNOWN), unknown
    settings = metering_settings_of(constants, book)
    return status(meters, now_ms, settings, clock_trusted=trusted)


@lru_cache(maxsize=256)
def _settings(
    constants: Constants, generation: str | None, storage: str | None
) -> MeteringSettings:
    limit_wh = constants.order_limit_wh
    moduli = dict(constants.moduli)
    grid_modulus, made_modulus = moduli.get("grid"), moduli.get("generation")
    grid = MeterSettings(constants.grid_meter, MeterRole.GRID, limit_wh, modulus_wh=grid_modulus)
    meters = [grid]
    if generation is not None:
        made = MeterSettings(generation, MeterRole.GENERATION, limit_wh, modulus_wh=made_modulus)
        meters.append(made)
    if storage is not None:  # shown, and decides nothing: its silence is no reason not to trade
        meters.append(_storage_meter(constants, storage, limit_wh))
    usual = metering_settings(
        constants.genesis_s * 1_000,
        constants.cycle_ms,
        tuple(meters),
        nominal_interval_ms=constants.nominal_ms,
    )
    return msgspec.structs.replace(
        usual,
        max_age_ms=constants.meter_age_ms * constants.cycle_ms // constants.nominal_ms,
        green_wh=constants.green_above_w * constants.nominal_ms // 3_600_000,
        red_wh=constants.red_below_w * constants.nominal_ms // 3_600_000,
    )


def _storage_meter(constants: Constants, name: str, limit_wh: int) -> MeterSettings:
    """The battery's meter: it may carry more than the grid connection."""
    unit = None if constants.storage is None else constants.storage.unit
    modulus_wh = dict(constants.moduli).get("storage")
    if unit is None:
        return MeterSettings(
            name, MeterRole.STORAGE, limit_wh, required=False, modulus_wh=modulus_wh
        )
    most_wh = max(limit_wh, unit.power_w * constants.nominal_ms // 3_600_000)
    modulus_wh = unit.modulus_wh or modulus_wh
    return MeterSettings(name, MeterRole.STORAGE, most_wh, required=False, modulus_wh=modulus_wh)


def expected_next(state: State, constants: Constants, now_ms: int) -> Forecast | NotEnoughData:
    """What the home will draw and give in the delivery interval of an order placed now."""
    times = constants.times
    cycle = times.cycle_at(now_ms)
    start_ms = times.start_ms(0) if cycle is None else times.start_ms(cycle + 1)
    settings = metering_settings_of(constants, state.devices)
    expected = forecast(state.meters, start_ms, now_ms, settings)
    if isinstance(expected, NotEnoughData):
        return expected
    return of_its_own(expected, state, constants, now_ms)


def reported_register(constants: Constants, boundary: BoundaryRegister) -> ReportedRegister:
    """A boundary as the delivery report of the cycle that ended there."""
    cycle = (boundary.boundary_ms - constants.genesis_s * 1_000) // constants.cycle_ms - 1
    return ReportedRegister(
        cycle=CycleNo(cycle),
        import_wh=EnergyWh(boundary.import_wh),
        export_wh=EnergyWh(boundary.export_wh),
        quality=QUALITY_NUMBER[boundary.quality],
        meter_time_ms=UnixMs(boundary.meter_time_ms),
    )
