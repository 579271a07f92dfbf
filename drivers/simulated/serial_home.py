"""The registers of a simulated home as a meter on a serial line has them: the feeder's own data."""

import msgspec

from drivers.simulated.feeder_meter import SimulatedTime
from drivers.simulated.zigbee.feeder_home import FeederSource, day_of
from drivers.simulated.zigbee.nodes.energy import MWMS_PER_WH

QUARTER_HOUR_MS = 900_000


class Scenario(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Which home, and what stands on its meter at the start."""

    load: int = 1
    """1 to 55: a household of the IEEE European low voltage feeder."""
    pv_w_peak: int = 3_000
    day: str = "2026-06-21"
    start_minute: int = 600
    import_wh: int = 4_567_890
    export_wh: int = 1_234_567
    meter_id: str = "E0031003262568217"


class Registers(msgspec.Struct, frozen=True):
    """What the meter shows at one moment."""

    import_wh: int
    export_wh: int
    power_w: int
    seconds: int
    """The meter's own clock, in seconds of 1970."""
    meter_id: str


class SimulatedHome:
    """Registers as a function of the time since the start."""

    def __init__(self, scenario: Scenario, begins_s: int) -> None:
        """`begins_s`: the meter's clock at the start. ProfileError, ValueError for a wrong home."""
        day = day_of(scenario.load, scenario.pv_w_peak, scenario.day)
        time = SimulatedTime(scenario.start_minute, 0, QUARTER_HOUR_MS)  # type: ignore[arg-type]
        self._flow = FeederSource(day.imported, day.exported, time)
        self._scenario = scenario
        self._begins_s = begins_s
        self._first = (self._flow.imported_mwms(0), self._flow.exported_mwms(0))

    def at(self, after_ms: int) -> Registers:
        """Return the registers so long after the start, in whole Wh, rounded down."""
        first_in, first_out = self._first
        drawn = self._flow.imported_mwms(after_ms) - first_in
        given = self._flow.exported_mwms(after_ms) - first_out
        return Registers(
            self._scenario.import_wh + drawn // MWMS_PER_WH,
            self._scenario.export_wh + given // MWMS_PER_WH,
            self._flow.power_mw(after_ms) // 1_000,
            self._begins_s + after_ms // 1_000,
            self._scenario.meter_id,
        )
