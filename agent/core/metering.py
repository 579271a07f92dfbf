"""The metering rules' settings, derived from what the agent knows of its home and market."""

from functools import lru_cache

import msgspec

from agent.bridge.report_chain import BoundaryRegister as ReportedRegister
from agent.core.constants import Constants
from agent.core.state import State
from agent.market.cycle import CycleTimes
from agent.metering.forecast import Forecast, NotEnoughData
from agent.metering.home import forecast
from agent.metering.interval import BoundaryRegister
from agent.metering.reading import MeterRole, Quality
from agent.metering.settings import MeteringSettings, MeterSettings, metering_settings
from agent.units import CycleNo, EnergyWh, UnixMs

QUALITY_NUMBER = {Quality.MEASURED: 0, Quality.ESTIMATED: 1, Quality.SUBSTITUTE: 2}


@lru_cache(maxsize=256)
def metering_settings_of(constants: Constants) -> MeteringSettings:
    """The metering settings of this home: windows and ages follow the market's cycle."""
    meters = [MeterSettings(constants.grid_meter, MeterRole.GRID, constants.order_limit_wh)]
    if constants.generation_meter is not None:
        meters.append(
            MeterSettings(
                constants.generation_meter, MeterRole.GENERATION, constants.order_limit_wh
            )
        )
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


def expected_next(state: State, constants: Constants, now_ms: int) -> Forecast | NotEnoughData:
    """What the home will draw and give in the delivery interval of an order placed now."""
    times = CycleTimes(constants.genesis_s, constants.cycle_s)
    cycle = times.cycle_at(now_ms)
    start_ms = times.start_ms(0) if cycle is None else times.start_ms(cycle + 1)
    return forecast(state.meters, start_ms, now_ms, metering_settings_of(constants))


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
