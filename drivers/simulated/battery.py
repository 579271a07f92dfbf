"""A simulated battery beside a simulated home: charges on surplus, discharges in the evening.

What it does of itself is a function of time alone, as the home's registers are: after a restart
the same minute gives the same register. What it delivers on request is kept in a small file, so
that its register never falls. Registers count at the battery's terminals: what is lost between
charging and discharging never comes out again.

How can it lie? It obeys at once, to the watt, and its state of charge has no error; real ones do
neither. It has no standing loss.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

from agent.metering.reading import MeterReading, MeterRole
from agent.ports import BatteryState, Clock, MeterError
from agent.units import EnergyWh, PowerW
from drivers.simulated.feeder_meter import (
    MINUTES_PER_CYCLE,
    FeederMeter,
    SimulatedTime,
    mean_power_w,
    register_wh,
)
from drivers.simulated.profiles import MINUTES_PER_DAY

EVENING = range(18 * 60, 23 * 60)
W_MINUTES_PER_WH = 60


@dataclass(frozen=True, slots=True)
class BatteryPlan:
    """What the battery can do. Capacity above 0, efficiency of a full turn in per cent."""

    capacity_wh: int
    power_w: int
    efficiency_percent: int = 90
    reserve_wh: int = 0


@dataclass(frozen=True, slots=True)
class BatteryDay:
    """One day of minutes: powers at the terminals, running sums in milliwatt-minutes, charge."""

    into_w: tuple[int, ...]
    out_w: tuple[int, ...]
    into: tuple[int, ...]
    out: tuple[int, ...]
    charge_wmin: tuple[int, ...]
    """At the start of each minute, in watt-minutes."""


def battery_day(plan: BatteryPlan, load_w: Sequence[int], sun_w: Sequence[int]) -> BatteryDay:
    """Return the day that repeats: it begins with the charge it ends with."""
    start = plan.reserve_wh * W_MINUTES_PER_WH
    for _ in range(2):  # the second pass begins where the first ended
        into, out, charges = _pass(plan, load_w, sun_w, start)
        start = charges[-1]
    sums = [tuple(accumulate((w * 1_000 for w in powers), initial=0)) for powers in (into, out)]
    return BatteryDay(tuple(into), tuple(out), sums[0], sums[1], tuple(charges))


def _pass(
    plan: BatteryPlan, load_w: Sequence[int], sun_w: Sequence[int], charge: int
) -> tuple[list[int], list[int], list[int]]:
    full, low = (wh * W_MINUTES_PER_WH for wh in (plan.capacity_wh, plan.reserve_wh))
    into, out, charges = [], [], [charge]
    for minute, (load, sun) in enumerate(zip(load_w, sun_w, strict=True)):
        surplus = sun - load
        charging = min(max(surplus, 0), plan.power_w)
        charging = min(charging, (full - charge) * 100 // plan.efficiency_percent)
        wanted = min(max(-surplus, 0), plan.power_w) if minute in EVENING else 0
        giving = min(wanted, max(charge - low, 0))
        into.append(charging)
        out.append(giving)
        charge += charging * plan.efficiency_percent // 100 - giving
        charges.append(charge)
    return into, out, charges


class SimulatedBattery:
    """Implements the Battery port, and adds the battery's meter to a home's."""

    def __init__(
        self,
        plan: BatteryPlan,
        day: BatteryDay,
        time: SimulatedTime,
        clock: Clock,
        *,
        meter: str = "storage",
        kept: Path | None = None,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._plan, self._day, self._time, self._clock = plan, day, time, clock
        self._meter, self._kept, self._sleep = meter, kept, sleep
        self._given_wh = self._read()
        """What was delivered on request, ever."""
        self._today_wh: tuple[int, int] = (0, 0)
        """The simulated day, and what was delivered on request in it."""
        self._order = (0, 0, 0)
        """Power, from and until, milliseconds."""

    async def states(self) -> AsyncIterator[BatteryState]:
        """Yield its state as each simulated minute begins."""
        minute = self._time.minute_at(self._clock.wall_ms())
        while True:
            yield self.state_at(minute)
            minute += 1
            while (left := self._time.begins_at(minute) - self._clock.wall_ms()) > 0:
                await self._sleep(left / 1_000)

    def state_at(self, minute: int) -> BatteryState:
        """Return what it says at the start of a simulated minute."""
        within = minute % MINUTES_PER_DAY
        day, today = self._today_wh
        extra = today if day == minute // MINUTES_PER_DAY else 0
        charge = max(self._day.charge_wmin[within] - extra * W_MINUTES_PER_WH, 0)
        full = self._plan.capacity_wh * W_MINUTES_PER_WH
        power = mean_power_w(self._day.into, minute) - mean_power_w(self._day.out, minute)
        return BatteryState(
            self._time.begins_at(minute), charge * 1_000 // full, power - self._delivering()
        )

    async def discharge(self, power_w: int, until_ms: int) -> None:
        """Deliver beside what it does of itself; never more than its power."""
        self._settle()
        now = self._clock.wall_ms()
        self._order = (min(power_w, self._plan.power_w), now, until_ms)

    def reading(self, minute: int) -> MeterReading:
        """Return what the battery's meter says at the start of a simulated minute."""
        self._settle()
        power = mean_power_w(self._day.into, minute) - mean_power_w(self._day.out, minute)
        return MeterReading(
            meter=self._meter,
            role=MeterRole.STORAGE,
            at_ms=self._time.begins_at(minute),
            import_wh=register_wh(self._day.into, minute),
            export_wh=EnergyWh(register_wh(self._day.out, minute) + self._given_wh),
            power_w=PowerW(power - self._delivering()),
        )

    @property
    def given_wh(self) -> int:
        """What was delivered on request, ever: it went to the grid."""
        return self._given_wh

    def minute_of(self, at_ms: int) -> int:
        """Return the simulated minute that begins at a reading's time."""
        return self._time.minute_at(at_ms)

    def _delivering(self) -> int:
        power_w, begun, until_ms = self._order
        return power_w if begun <= self._clock.wall_ms() < until_ms else 0

    def _settle(self) -> None:
        """Count what the order has delivered so far; whole watt-hours, the rest stays due."""
        power_w, begun, until_ms = self._order
        now = min(self._clock.wall_ms(), until_ms)
        if power_w <= 0 or now <= begun:
            return
        per_wh_ms = 3_600_000 * self._time.cycle_ms // (MINUTES_PER_CYCLE * 60_000)
        wh = (now - begun) * power_w // per_wh_ms
        day = self._time.minute_at(now) // MINUTES_PER_DAY
        before = self._today_wh[1] if self._today_wh[0] == day else 0
        free = self._free_wh(self._time.minute_at(now), before)
        wh = min(wh, free)
        if wh <= 0:
            return
        self._today_wh = (day, before + wh)
        self._given_wh += wh
        self._order = (power_w, begun + wh * per_wh_ms // power_w, until_ms)
        self._write()

    def _free_wh(self, minute: int, given: int) -> int:
        charge = self._day.charge_wmin[minute % MINUTES_PER_DAY] // W_MINUTES_PER_WH
        return max(charge - self._plan.reserve_wh - given, 0)

    def _read(self) -> int:
        if self._kept is None or not self._kept.exists():
            return 0
        try:
            return int(json.loads(self._kept.read_text("utf-8"))["given_wh"])
        except (OSError, ValueError, KeyError, TypeError) as wrong:
            raise MeterError(f"the simulated battery's file {self._kept}: {wrong}") from wrong

    def _write(self) -> None:
        if self._kept is None:
            return
        fresh = self._kept.with_suffix(".new")
        fresh.write_text(json.dumps({"given_wh": self._given_wh}), "utf-8")
        fresh.replace(self._kept)


class BatteryHome:
    """The Meters port of a home with a battery: its meters and the battery's, minute by minute."""

    def __init__(self, home: FeederMeter, battery: SimulatedBattery) -> None:
        self._home, self._battery = home, battery

    async def readings(self) -> AsyncIterator[MeterReading]:
        """Yield the home's readings; behind each grid reading the battery's of the same minute."""
        async for reading in self._home.readings():
            if reading.role is not MeterRole.GRID:
                yield reading
                continue
            stored = self._battery.reading(self._battery.minute_of(reading.at_ms))
            yield MeterReading(
                reading.meter,
                reading.role,
                reading.at_ms,
                reading.import_wh,
                EnergyWh(reading.export_wh + self._battery.given_wh),
                reading.power_w,
            )
            yield stored
