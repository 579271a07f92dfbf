"""The simulated meters: exact, without memory, and on time at the cycle's boundary."""

from fractions import Fraction

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.metering.reading import MeterReading, MeterRole
from agent.ports import MeterError
from agent.units import MonoMs, UnixMs
from drivers.simulated.feeder_meter import (
    FeederMeter,
    SimulatedTime,
    mean_power_w,
    profile,
    readings_at,
    register_wh,
    simulated_meter,
)
from drivers.simulated.profiles import read_load_vertices, read_load_w, read_pv_tenthousandths
from drivers.simulated.street import plan_street

GENESIS = UnixMs(1_800_000_000_000)
DAY = "2026-06-21"
SUN = read_pv_tenthousandths(DAY)
STREET = plan_street(7)
HOME = next(home for home in STREET if home.pv_w_peak)
DARK = next(home for home in STREET if not home.pv_w_peak)
USAGE = read_load_w(HOME.load)
PROFILE = profile(USAGE, SUN, HOME.pv_w_peak)


class SteppedClock:
    """A clock that moves only when somebody sleeps, and may wake a sleeper too early."""

    def __init__(self, now_ms: int, early_ms: int = 0) -> None:
        self.now_ms = now_ms
        self.early_ms = early_ms
        self.naps: list[float] = []

    def wall_ms(self) -> UnixMs:
        return UnixMs(self.now_ms)

    def mono_ms(self) -> MonoMs:
        return MonoMs(self.now_ms)

    def trusted(self) -> bool:
        return True

    def boot_id(self) -> str:
        return "boot"

    async def sleep(self, seconds: float) -> None:
        self.naps.append(seconds)
        asked_ms = round(seconds * 1_000)
        self.now_ms += max(1, asked_ms - self.early_ms)


def meter(clock: SteppedClock, *, cycle_ms: int = 900_000, backfill: int = 0) -> FeederMeter:
    return FeederMeter(
        HOME,
        USAGE,
        SUN,
        start_minute=660,
        genesis_ms=GENESIS,
        cycle_ms=cycle_ms,
        clock=clock,
        backfill_minutes=backfill,
        sleep=clock.sleep,
    )


async def take(source: FeederMeter, count: int) -> list[MeterReading]:
    found: list[MeterReading] = []
    stream = source.readings()
    async for reading in stream:
        found.append(reading)
        if len(found) == count:
            break
    await stream.aclose()  # type: ignore[attr-defined]
    return found


def slow_register(minute: int, sign: int) -> int:
    """The integral as a person would do it: fractions of kWh, minute by minute."""
    total = Fraction(0)
    for at in range(-1440, minute):
        sun = Fraction(SUN[at % 1440], 10_000) * HOME.pv_w_peak / 1000
        net = Fraction(USAGE[at % 1440], 1000) - sun
        total += max(sign * net, Fraction(0)) / 60
    return int(total * 1000)


@pytest.mark.parametrize("minute", [-1440, -1439, -1, 0, 1, 659, 660, 675, 1440, 2000])
def test_registers_are_the_exact_integral_floored(minute: int) -> None:
    assert register_wh(PROFILE.imported, minute) == slow_register(minute, 1)
    assert register_wh(PROFILE.exported, minute) == slow_register(minute, -1)


def test_the_streets_usage_is_the_files_sum() -> None:
    for load in read_load_vertices():
        usage = read_load_w(load)
        alone = profile(usage, SUN, 0)
        assert alone.imported[-1] == sum(usage) * 1_000
        assert alone.exported[-1] == 0


@given(peak=st.integers(0, 1000).map(lambda tens: tens * 10))
def test_energy_is_neither_made_nor_lost(peak: int) -> None:
    day = profile(USAGE, SUN, peak)
    used = sum(USAGE) * 1_000
    assert day.imported[-1] - day.exported[-1] == used - day.generated[-1]


@given(minute=st.integers(-1438, 5_000))
def test_registers_never_fall_and_the_day_goes_on(minute: int) -> None:
    for sums in (PROFILE.imported, PROFILE.exported, PROFILE.generated):
        assert register_wh(sums, minute) <= register_wh(sums, minute + 1)
        assert mean_power_w(sums, minute) >= 0
        assert mean_power_w(sums, minute) == mean_power_w(sums, minute + 1440)


def test_before_the_registers_began_is_an_error() -> None:
    with pytest.raises(ValueError, match="before the registers began"):
        register_wh(PROFILE.imported, -1441)


def test_all_problems_of_a_profile_at_once() -> None:
    with pytest.raises(ValueError, match=r"load had 1 .*sun had 2 .*panels had 15 W"):
        profile([1], [1, 2], 15)


@given(cycle=st.integers(-4, 10_000), cycle_ms=st.integers(15, 3_600_000))
def test_a_reading_falls_exactly_on_each_cycle_boundary(cycle: int, cycle_ms: int) -> None:
    time = SimulatedTime(660, GENESIS, cycle_ms)
    boundary = GENESIS + cycle * cycle_ms
    minute = time.minute_at(boundary)
    assert minute == 660 + 15 * cycle
    assert time.begins_at(minute) == boundary


@given(at=st.integers(GENESIS - 10**7, GENESIS + 10**9), cycle_ms=st.integers(15, 3_600_000))
def test_a_minute_begins_when_it_begins(at: int, cycle_ms: int) -> None:
    time = SimulatedTime(660, GENESIS, cycle_ms)
    minute = time.minute_at(at)
    assert time.begins_at(minute) <= at < time.begins_at(minute + 1)


def test_time_that_makes_no_sense_is_refused_at_once() -> None:
    with pytest.raises(ValueError, match=r"start_minute was 1440.*cycle_ms was 14"):
        SimulatedTime(1440, GENESIS, 14)


def test_grid_and_panels_speak_of_the_same_minute() -> None:
    time = SimulatedTime(660, GENESIS, 900_000)
    grid, panels = readings_at(HOME, PROFILE, time, 720)
    usage_mw = USAGE[719] * 1_000
    sun_mw = SUN[719] * HOME.pv_w_peak // 10
    assert (grid.role, panels.role) == (MeterRole.GRID, MeterRole.GENERATION)
    assert grid.meter == f"home-{HOME.number:02d}-grid"
    assert grid.at_ms == panels.at_ms == GENESIS + 60 * 60_000
    assert grid.power_w is not None
    assert panels.power_w is not None
    assert abs(grid.power_w * 1_000 - (usage_mw - sun_mw)) <= 500
    assert abs(panels.power_w * 1_000 - sun_mw) <= 500
    assert panels.import_wh == 0


def test_a_home_without_panels_has_one_meter() -> None:
    day = profile(read_load_w(DARK.load), SUN, 0)
    (grid,) = readings_at(DARK, day, SimulatedTime(660, GENESIS, 900_000), 720)
    assert grid.export_wh == 0


async def test_a_restart_at_the_same_instant_reads_the_same_registers() -> None:
    one = await take(meter(SteppedClock(GENESIS + 5_000_000)), 12)
    again = await take(meter(SteppedClock(GENESIS + 5_000_000)), 12)
    assert one == again


async def test_a_late_reader_gets_the_backfill_at_once_and_no_more() -> None:
    clock = SteppedClock(GENESIS + 3 * 900_000)
    found = [r.at_ms for r in await take(meter(clock, backfill=15), 32) if r.role == "grid"]
    assert found == [GENESIS + (2 * 15 + k) * 60_000 for k in range(16)]
    assert clock.naps == []


@pytest.mark.parametrize("cycle_ms", [900_000, 20_000, 7_001])
async def test_readings_come_when_they_are_due(cycle_ms: int) -> None:
    clock = SteppedClock(GENESIS - 1)
    late = []
    stream = meter(clock, cycle_ms=cycle_ms).readings()
    async for reading in stream:
        late.append(clock.now_ms - reading.at_ms)
        if len(late) == 64:
            break
    await stream.aclose()  # type: ignore[attr-defined]
    assert min(late) >= 0
    assert late[2:] == [0] * 62, "only the first minute had begun before the reader came"


async def test_a_sleeper_woken_too_early_waits_on() -> None:
    clock = SteppedClock(GENESIS, early_ms=7)
    found = await take(meter(clock), 6)
    assert clock.now_ms >= found[-1].at_ms
    assert len(clock.naps) > 2


async def test_a_stalled_process_delivers_what_it_missed_in_order_within_bounds() -> None:
    clock = SteppedClock(GENESIS)
    minutes: list[int] = []
    stream = meter(clock).readings()
    async for reading in stream:
        if reading.role is MeterRole.GRID:
            minutes.append((reading.at_ms - GENESIS) // 60_000)
        if len(minutes) == 2:
            clock.now_ms = GENESIS + 10 * 60_000
        if minutes[-1] == 10:
            clock.now_ms = GENESIS + 200 * 60_000
        if minutes[-1] == 142:
            break
    await stream.aclose()  # type: ignore[attr-defined]
    assert minutes == [*range(11), 140, 141, 142]


async def test_a_clock_long_before_the_start_is_a_meter_error() -> None:
    clock = SteppedClock(GENESIS - 3 * 86_400_000)
    with pytest.raises(MeterError, match=HOME.name):
        await take(meter(clock), 1)


async def test_the_feeders_own_data_makes_a_meter() -> None:
    clock = SteppedClock(GENESIS)
    own = simulated_meter(HOME, start_minute=660, genesis_ms=GENESIS, cycle_ms=900_000, clock=clock)
    (first, *_) = await take(own, 1)
    (same, *_) = await take(meter(clock, backfill=15), 1)
    assert first == same


def test_a_plan_travels_as_json() -> None:
    assert msgspec.json.decode(msgspec.json.encode(HOME), type=type(HOME)) == HOME
