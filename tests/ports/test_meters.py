"""One suite for the Meters port: simulated homes, serial lines of each kind, and several as one."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from agent.metering.reading import MeterReading, MeterRole
from agent.ports import MeterError, Meters
from drivers.meters_merged import MergedMeters
from drivers.serial_reading import Place
from drivers.simulated.clock_manual import ManualClock
from drivers.simulated.feeder_meter import simulated_meter
from drivers.simulated.serial_faults import Fault
from drivers.simulated.street import HomePlan
from tests.meters.line_rig import answering, bus, descriptors, driver, take, talking

KINDS = ("simulated", "p1", "sml", "modbus", "merged")
ON_A_LINE = ("p1", "sml", "modbus")


@contextlib.asynccontextmanager
async def meters(kind: str, folder: Path, fault: Fault | None = None) -> AsyncIterator[Meters]:
    match kind:
        case "simulated":
            yield simulated_home()
        case "modbus":
            async with answering(folder, fault=fault, at=20):
                yield bus(folder, answer_s=0.2)
        case "merged":
            (folder / "bus").mkdir()
            made = Place("generation", MeterRole.GENERATION)
            async with talking(folder, "p1"), talking(folder / "bus", "sml"):
                lines = driver(folder, "p1"), driver(folder / "bus", "sml", place=made)
                yield MergedMeters(lines)
        case _:
            async with talking(folder, kind, fault=fault, at=5):
                yield driver(folder, kind)


def simulated_home() -> Meters:
    clock = ManualClock()
    plan = HomePlan(
        number=1,
        vertex=1,
        load=1,
        pv_w_peak=3_000,
        low_micro_per_kwh=0,
        high_micro_per_kwh=0,
        distance_m=0,
        endorser=False,
        day="2026-06-21",
    )
    source = simulated_meter(
        plan, start_minute=600, genesis_ms=clock.wall_ms(), cycle_ms=900_000, clock=clock
    )

    async def sleep(seconds: float) -> None:
        clock.advance(round(seconds * 1_000))
        await asyncio.sleep(0)

    source._sleep = sleep
    return source


@pytest.mark.parametrize("kind", KINDS)
async def test_readings_come_in_order_and_registers_rise(kind: str, tmp_path: Path) -> None:
    async with meters(kind, tmp_path) as source:
        readings = await take(source, 8)
    for meter in {one.meter for one in readings}:
        mine = [one for one in readings if one.meter == meter]
        assert [one.at_ms for one in mine] == sorted(one.at_ms for one in mine)
        registers = [(one.import_wh, one.export_wh) for one in mine]
        assert registers == sorted(registers)
        assert len({one.role for one in mine}) == 1


@pytest.mark.parametrize("kind", KINDS)
async def test_cancelling_leaves_no_task_and_no_descriptor(kind: str, tmp_path: Path) -> None:
    async with meters(kind, tmp_path) as source:
        await take(source, 1)  # the loop's thread for opening a port exists from now on
        tasks, open_before = asyncio.all_tasks(), descriptors()
        for pause_s in (0.0, 0.01, 0.1):
            reading = asyncio.create_task(take(source, 10_000_000))
            await asyncio.sleep(pause_s)
            reading.cancel()
            # MeterError: the port that the run before was opening is closed a moment later
            with contextlib.suppress(asyncio.CancelledError, MeterError):
                await reading
        async with asyncio.timeout(20):
            while asyncio.all_tasks() != tasks or descriptors() != open_before:  # noqa: ASYNC110
                await asyncio.sleep(0.01)


@pytest.mark.parametrize("kind", ON_A_LINE)
async def test_a_device_that_vanishes_is_a_meter_error_and_comes_back(
    kind: str, tmp_path: Path
) -> None:
    async with meters(kind, tmp_path, Fault.DISCONNECT) as source:
        with pytest.raises(MeterError):
            await take(source, 10_000)
        async with asyncio.timeout(20):
            while True:
                with contextlib.suppress(MeterError):
                    assert await take(source, 1)
                    return


@pytest.mark.parametrize("kind", ON_A_LINE)
async def test_one_line_has_one_reader(kind: str, tmp_path: Path) -> None:
    async with meters(kind, tmp_path) as source:
        reading = asyncio.create_task(take(source, 10_000))
        await asyncio.sleep(0.3)
        other = bus(tmp_path) if kind == "modbus" else driver(tmp_path, kind)
        with pytest.raises(MeterError, match="another program"):
            await take(other, 1)
        reading.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await reading


class Scripted:
    """A source that says what it is told to."""

    def __init__(self, *script: MeterReading | Exception) -> None:
        self.script = list(script)

    async def readings(self) -> AsyncIterator[MeterReading]:
        while self.script:
            item = self.script.pop(0)
            if isinstance(item, Exception):
                raise item
            yield item
        await asyncio.Event().wait()


async def at_once(_: float) -> None:
    await asyncio.sleep(0)


def said(meter: str, at_ms: int) -> MeterReading:
    return MeterReading(meter, MeterRole.GRID, at_ms, 0, 0)  # type: ignore[arg-type]


async def test_a_source_that_is_away_does_not_stop_the_others() -> None:
    away = Scripted(MeterError("a is away."), said("a", 5))
    merged = MergedMeters([away, Scripted(said("b", 1), said("b", 2))], sleep=at_once)
    readings = await take(merged, 3)
    assert {(one.meter, one.at_ms) for one in readings} == {("a", 5), ("b", 1), ("b", 2)}
    assert merged.trouble == ()


async def test_when_every_source_is_away_the_whole_is() -> None:
    merged = MergedMeters(
        [Scripted(MeterError("a is away.")), Scripted(said("b", 1), MeterError("b is away."))]
    )
    with pytest.raises(MeterError, match=r"a is away\. b is away\."):
        await take(merged, 2)


async def test_a_drivers_own_failure_is_not_swallowed() -> None:
    merged = MergedMeters([Scripted(said("a", 1)), Scripted(ZeroDivisionError("ours"))])
    with pytest.raises(ZeroDivisionError):
        await take(merged, 5)
