"""Meters of a simulated home on the test feeder: exact registers as a function of time alone.

Fifteen simulated minutes pass in one market cycle, however long the cycle is; with a cycle of
900 s this is real time. A register is the exact integral of the one-minute data since the
start of the day before the simulated one, floored to whole Wh: nothing is stored, so after a
restart the same instant gives the same register. At the end of the day the day begins anew and
the registers go on rising.

How can it lie? It cannot drift (integer milliwatt-minutes, no float), cannot fall (each minute
adds 0 or more to each register), and a reading falls exactly on each cycle boundary.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass
from itertools import accumulate

from agent.metering.reading import MeterReading, MeterRole
from agent.ports import Clock, MeterError
from agent.units import EnergyWh, PowerW, UnixMs
from drivers.simulated.profiles import MINUTES_PER_DAY, read_load_w, read_pv_tenthousandths
from drivers.simulated.street import HomePlan

MINUTES_PER_CYCLE = 15
MW_MINUTES_PER_WH = 60_000
CATCH_UP_MINUTES = 60
"""After a pause of the process, readings of up to four cycles are delivered late, in order;
a longer gap stays a gap, as with a meter that was out of reach."""


@dataclass(frozen=True, slots=True)
class Profile:
    """One home's day: running sums in milliwatt-minutes, 1 441 entries each, the first 0."""

    imported: tuple[int, ...]
    exported: tuple[int, ...]
    generated: tuple[int, ...]


def profile(load_w: Sequence[int], pv_tenthousandths: Sequence[int], pv_w_peak: int) -> Profile:
    """Return the running sums of a home with this usage and `pv_w_peak` watts of panels.

    Per minute the net of usage and sun is either drawn from the grid or given to it, never
    both. `pv_w_peak` must be a multiple of 10: then every minute is whole milliwatts and
    nothing is rounded. ValueError lists every problem.
    """
    problems = []
    if len(load_w) != MINUTES_PER_DAY:
        problems.append(f"the load had {len(load_w)} minutes, not {MINUTES_PER_DAY}")
    if len(pv_tenthousandths) != MINUTES_PER_DAY:
        problems.append(f"the sun had {len(pv_tenthousandths)} minutes, not {MINUTES_PER_DAY}")
    if pv_w_peak < 0 or pv_w_peak % 10:
        problems.append(f"the panels had {pv_w_peak} W, not a multiple of 10 W, 0 or more")
    if problems:
        raise ValueError("; ".join(problems))
    sun_mw = [part * pv_w_peak // 10 for part in pv_tenthousandths]
    net_mw = [load * 1_000 - sun for load, sun in zip(load_w, sun_mw, strict=True)]
    return Profile(
        imported=tuple(accumulate((max(net, 0) for net in net_mw), initial=0)),
        exported=tuple(accumulate((max(-net, 0) for net in net_mw), initial=0)),
        generated=tuple(accumulate(sun_mw, initial=0)),
    )


def sum_mw_minutes(sums: Sequence[int], minute: int) -> int:
    """Return the integral up to simulated `minute`, from the start of the day before (-1 440).

    Minute 0 is midnight of the simulated day; the day repeats without end. ValueError before
    the day before.
    """
    days, rest = divmod(minute + MINUTES_PER_DAY, MINUTES_PER_DAY)
    if days < 0:
        raise ValueError(f"minute {minute} was before the registers began (-{MINUTES_PER_DAY})")
    return days * sums[-1] + sums[rest]


def register_wh(sums: Sequence[int], minute: int) -> EnergyWh:
    """Return the register at simulated `minute`, in whole Wh, rounded down."""
    return EnergyWh(sum_mw_minutes(sums, minute) // MW_MINUTES_PER_WH)


def mean_power_w(sums: Sequence[int], minute: int) -> PowerW:
    """Return the mean power of the minute that ends at `minute`, in W, a half rounded up."""
    mw = sum_mw_minutes(sums, minute) - sum_mw_minutes(sums, minute - 1)
    return PowerW((mw + 500) // 1_000)


@dataclass(frozen=True, slots=True)
class SimulatedTime:
    """How wall time and simulated minutes hang together.

    `start_minute` (0 to 1 439) is the minute of the simulated day at `genesis_ms`, the start of
    cycle 0; `cycle_ms` (at least 15) is how long 15 simulated minutes take.
    """

    start_minute: int
    genesis_ms: UnixMs
    cycle_ms: int

    def __post_init__(self) -> None:
        problems = []
        if not 0 <= self.start_minute < MINUTES_PER_DAY:
            problems.append(f"start_minute was {self.start_minute}, allowed: 0 to 1439")
        if self.cycle_ms < MINUTES_PER_CYCLE:
            problems.append(f"cycle_ms was {self.cycle_ms}, allowed: 15 and more")
        if problems:
            raise ValueError("; ".join(problems))

    def minute_at(self, at_ms: int) -> int:
        """Return the last simulated minute that has begun at `at_ms`."""
        elapsed = (at_ms - self.genesis_ms) * MINUTES_PER_CYCLE
        return self.start_minute + elapsed // self.cycle_ms

    def begins_at(self, minute: int) -> UnixMs:
        """Return the first millisecond of `minute`; a cycle's first minute begins with it."""
        since = (minute - self.start_minute) * self.cycle_ms
        return UnixMs(self.genesis_ms - (-since // MINUTES_PER_CYCLE))  # rounded up


def readings_at(
    home: HomePlan, day: Profile, time: SimulatedTime, minute: int
) -> list[MeterReading]:
    """Return what the home's meters say at the start of `minute`: grid, and panels if any."""
    at_ms = time.begins_at(minute)
    bought, sold = mean_power_w(day.imported, minute), mean_power_w(day.exported, minute)
    grid = MeterReading(
        meter=grid_meter(home),
        role=MeterRole.GRID,
        at_ms=at_ms,
        import_wh=register_wh(day.imported, minute),
        export_wh=register_wh(day.exported, minute),
        power_w=PowerW(bought - sold),
    )
    if home.pv_w_peak == 0:
        return [grid]
    panels = MeterReading(
        meter=generation_meter(home),
        role=MeterRole.GENERATION,
        at_ms=at_ms,
        import_wh=EnergyWh(0),
        export_wh=register_wh(day.generated, minute),
        power_w=mean_power_w(day.generated, minute),
    )
    return [grid, panels]


def grid_meter(home: HomePlan) -> str:
    """Return the name of the home's settlement meter (fits the contract's bytes32)."""
    return f"{home.name}-grid"


def generation_meter(home: HomePlan) -> str:
    """Return the name of the panels' meter."""
    return f"{home.name}-pv"


class FeederMeter:
    """The Meters port for one simulated home.

    `loads` is the home's usage in W per minute, `pv` the sun in ten-thousandths of a kW per
    kWp (drivers.simulated.profiles reads both). A reader that starts late does not replay the
    past, save the last `backfill_minutes`, so that a forecast exists at once.
    """

    def __init__(
        self,
        plan: HomePlan,
        loads: Sequence[int],
        pv: Sequence[int],
        *,
        start_minute: int,
        genesis_ms: UnixMs,
        cycle_ms: int,
        clock: Clock,
        backfill_minutes: int = 15,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        if not 0 <= backfill_minutes <= CATCH_UP_MINUTES:
            raise ValueError(f"backfill_minutes was {backfill_minutes}, allowed: 0 to 60")
        self._plan = plan
        self._day = profile(loads, pv, plan.pv_w_peak)
        self._time = SimulatedTime(start_minute, genesis_ms, cycle_ms)
        self._clock = clock
        self._backfill = backfill_minutes
        self._sleep = sleep

    async def readings(self) -> AsyncIterator[MeterReading]:
        """Yield each simulated minute's readings as it begins, in order, without end.

        MeterError when the wall clock stands before the registers began.
        """
        minute = self._now() - self._backfill
        while True:
            await self._until(minute)
            for reading in self._read(minute):
                yield reading
            minute = max(minute + 1, self._now() - CATCH_UP_MINUTES)

    def _now(self) -> int:
        return self._time.minute_at(self._clock.wall_ms())

    def _read(self, minute: int) -> list[MeterReading]:
        try:
            return readings_at(self._plan, self._day, self._time, minute)
        except ValueError as early:
            raise MeterError(f"{self._plan.name}: {early}") from early

    async def _until(self, minute: int) -> None:
        due_ms = self._time.begins_at(minute)
        while (left_ms := due_ms - self._clock.wall_ms()) > 0:
            await self._sleep(left_ms / 1_000)


def simulated_meter(
    plan: HomePlan, *, start_minute: int, genesis_ms: UnixMs, cycle_ms: int, clock: Clock
) -> FeederMeter:
    """Return the meters of `plan` on the feeder's own data."""
    return FeederMeter(
        plan,
        read_load_w(plan.load),
        read_pv_tenthousandths(plan.day),
        start_minute=start_minute,
        genesis_ms=genesis_ms,
        cycle_ms=cycle_ms,
        clock=clock,
    )
