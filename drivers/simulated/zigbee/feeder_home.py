"""The radio devices of one home of the demonstration: its meters, and a relay.

Their registers are those of drivers.simulated.feeder_meter to the watt-hour at each simulated
minute; within a minute they rise evenly. So a home with a radio and a home with simulated meters
settle alike.
"""

from collections.abc import Sequence

from drivers.simulated.feeder_meter import (
    MW_MINUTES_PER_WH,
    Profile,
    SimulatedTime,
    profile,
    sum_mw_minutes,
)
from drivers.simulated.profiles import read_load_w, read_pv_tenthousandths
from drivers.simulated.street import HomePlan
from drivers.simulated.zigbee.nodes.device import VirtualDevice
from drivers.simulated.zigbee.nodes.energy import MWMS_PER_WH
from drivers.simulated.zigbee.nodes.meters import IEEE_BASE, grid_meter, pv_meter, relay

HOME_BASE = IEEE_BASE + 0x0100_0000
"""A home's devices: this, its number times 16, and 1 grid, 2 panels, 3 water heater."""
_SCALE = MWMS_PER_WH // MW_MINUTES_PER_WH


class FeederSource:
    """What flows at a feeder home's meter: an EnergySource over running sums of a day.

    `wall_offset_ms` is what must be added to the devices' clock to get the wall clock that `time`
    is about.
    """

    def __init__(
        self,
        imported: Sequence[int],
        exported: Sequence[int],
        time: SimulatedTime,
        wall_offset_ms: int = 0,
    ) -> None:
        self._imported = imported
        self._exported = exported
        self._time = time
        self._offset_ms = wall_offset_ms

    def power_mw(self, now_ms: int) -> int:
        """Return the mean power of the simulated minute that runs now; positive: drawn."""
        minute = self._time.minute_at(now_ms + self._offset_ms)
        return _minute_mw(self._imported, minute) - _minute_mw(self._exported, minute)

    def imported_mwms(self, now_ms: int) -> int:
        """Return the energy drawn since the registers began."""
        return self._energy(self._imported, now_ms)

    def exported_mwms(self, now_ms: int) -> int:
        """Return the energy given since the registers began."""
        return self._energy(self._exported, now_ms)

    def _energy(self, sums: Sequence[int], now_ms: int) -> int:
        at_ms = now_ms + self._offset_ms
        minute = self._time.minute_at(at_ms)
        begins_ms = self._time.begins_at(minute)
        lasts_ms = self._time.begins_at(minute + 1) - begins_ms
        part = _minute_mw(sums, minute) * _SCALE * (at_ms - begins_ms) // lasts_ms
        return sum_mw_minutes(sums, minute) * _SCALE + part


def _minute_mw(sums: Sequence[int], minute: int) -> int:
    return sum_mw_minutes(sums, minute + 1) - sum_mw_minutes(sums, minute)


def day_of(load: int, pv_w_peak: int, day: str) -> Profile:
    """Return a home's running sums from the feeder's own data; ProfileError, ValueError."""
    return profile(read_load_w(load), read_pv_tenthousandths(day), pv_w_peak)


def usage_of(load: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Return the running sums (drawn, given) of a home's usage alone."""
    watts = read_load_w(load)
    day = profile(watts, (0,) * len(watts), 0)
    return day.imported, day.exported


def nothing(sums: Sequence[int]) -> tuple[int, ...]:
    """Return running sums as long as `sums`, of nothing."""
    return tuple(0 for _ in sums)


def home_nodes(
    plan: HomePlan, time: SimulatedTime, *, wall_offset_ms: int = 0
) -> tuple[VirtualDevice, ...]:
    """Return grid meter, the panels' meter if there are panels, and a water heater's relay.

    The relay is not part of the meters' data: switching it changes no register.
    """
    day = day_of(plan.load, plan.pv_w_peak, plan.day)
    base = HOME_BASE + plan.number * 16
    grid = FeederSource(day.imported, day.exported, time, wall_offset_ms)
    found = [grid_meter(base + 1, f"{plan.name}-grid", source=grid)]
    if plan.pv_w_peak:
        sun = FeederSource(nothing(day.generated), day.generated, time, wall_offset_ms)
        found.append(pv_meter(base + 2, f"{plan.name}-pv", source=sun))
    return (*found, relay(base + 3, f"{plan.name}-water-heater"))
