"""The simulated battery: exact registers, bounded charge, obeys, and never counts backwards."""

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from agent.metering.reading import MeterReading
from agent.units import UnixMs
from drivers.simulated.battery import BatteryPlan, SimulatedBattery, battery_day
from drivers.simulated.clock_manual import ManualClock
from drivers.simulated.feeder_meter import SimulatedTime

LOAD = [300] * 1_440
SUN = [0] * 480 + [2_300] * 480 + [0] * 480
PLAN = BatteryPlan(6_000, 2_500, 90, 1_000)
DAY = battery_day(PLAN, LOAD, SUN)
GENESIS_MS = UnixMs(1_700_000_000_000)
TIME = SimulatedTime(600, GENESIS_MS, 900_000)


def battery(clock: ManualClock, kept: Path | None = None) -> SimulatedBattery:
    return SimulatedBattery(PLAN, DAY, TIME, clock, kept=kept)


def test_a_day_charges_on_surplus_discharges_in_the_evening_and_keeps_its_bounds() -> None:
    assert all(60 * 1_000 <= wmin <= 60 * 6_000 for wmin in DAY.charge_wmin)
    assert max(DAY.charge_wmin) > 60 * 5_900
    assert sum(DAY.out_w[: 18 * 60]) == 0
    assert sum(DAY.out_w) > 0
    lost = sum(DAY.into_w) - sum(DAY.out_w) - (DAY.charge_wmin[-1] - DAY.charge_wmin[0])
    assert 0 < lost <= sum(DAY.into_w) * 11 // 100


@given(st.integers(0, 4_000), st.integers(0, 4_000))
def test_registers_never_fall(one: int, other: int) -> None:
    first, second = sorted((one, other))
    cell = battery(ManualClock(GENESIS_MS))
    before, after = cell.reading(first), cell.reading(second)
    assert before.import_wh <= after.import_wh
    assert before.export_wh <= after.export_wh


def told(cell: SimulatedBattery, clock: ManualClock) -> MeterReading:
    return cell.reading(TIME.minute_at(clock.wall_ms()))


async def test_what_is_asked_for_is_delivered_counted_and_remembered(tmp_path: Path) -> None:
    clock, kept = ManualClock(GENESIS_MS + 8 * 3_600_000), tmp_path / "battery.json"
    cell = battery(clock, kept)
    begin = told(cell, clock)
    await cell.discharge(9_000, clock.wall_ms() + 360_000)  # more than it can
    clock.advance(3_600_000)
    after = told(cell, clock)
    own = battery(clock).reading(TIME.minute_at(clock.wall_ms())).export_wh - begin.export_wh
    assert after.export_wh - begin.export_wh - own == 2_500 // 10
    assert told(battery(clock, kept), clock).export_wh == after.export_wh  # after a restart


async def test_the_reserve_is_never_delivered() -> None:
    clock = ManualClock(GENESIS_MS - 4 * 3_600_000)  # before sunrise
    cell = battery(clock)
    begin = told(cell, clock).export_wh
    free_wh = DAY.charge_wmin[360] // 60 - PLAN.reserve_wh
    await cell.discharge(2_500, clock.wall_ms() + 6_900_000)
    clock.advance(6_900_000)  # asked for more than there is
    assert free_wh < 2_500 * 115 // 60
    assert told(cell, clock).export_wh - begin == free_wh
    assert cell.state_at(TIME.minute_at(clock.wall_ms())).charge_permille == 1_000 // 6
