"""Everything that goes wrong on a serial line, each under its own name."""

import contextlib
import time
from pathlib import Path

import pytest

from agent.metering.plausibility import Outcome, RegisterLimits
from agent.metering.reading import MeterReading, MeterRole
from agent.metering.registers import MeterTrack, observe, points
from agent.ports import MeterError
from drivers.serial_frame import Reason
from drivers.serial_reading import Place
from drivers.simulated.serial_faults import MODULUS_WH, Fault
from tests.meters.line_rig import descriptors, driver, take, talking

PROTOCOLS = pytest.mark.parametrize("protocol", ["p1", "sml"])


def rising(readings: list[MeterReading]) -> bool:
    registers = [(one.import_wh, one.export_wh) for one in readings]
    return registers == sorted(registers)


@PROTOCOLS
async def test_bad_crc_is_counted_and_never_a_reading(protocol: str, tmp_path: Path) -> None:
    async with talking(tmp_path, protocol, fault=Fault.BAD_CRC):
        meter = driver(tmp_path, protocol)
        readings = await take(meter, 8)
    assert rising(readings)
    assert set(meter.quarantine.counts) == {Reason.BAD_CRC}
    assert meter.quarantine.counts[Reason.BAD_CRC] >= 3
    assert meter.quarantine.samples


@PROTOCOLS
async def test_truncated_frames_cost_themselves_only(protocol: str, tmp_path: Path) -> None:
    async with talking(tmp_path, protocol, fault=Fault.TRUNCATED):
        meter = driver(tmp_path, protocol)
        readings = await take(meter, 8)
    assert rising(readings)
    assert set(meter.quarantine.counts) == {Reason.TRUNCATED}


@PROTOCOLS
async def test_garbage_between_frames_is_left_out(protocol: str, tmp_path: Path) -> None:
    async with talking(tmp_path, protocol, fault=Fault.GARBAGE):
        meter = driver(tmp_path, protocol)
        readings = await take(meter, 8)
    assert rising(readings)
    assert set(meter.quarantine.counts) == {Reason.GARBAGE}


@PROTOCOLS
async def test_split_bytes_lose_nothing(protocol: str, tmp_path: Path) -> None:
    async with talking(tmp_path, protocol, fault=Fault.SPLIT):
        meter = driver(tmp_path, protocol)
        readings = await take(meter, 5)
    assert rising(readings)
    assert meter.quarantine.counts == {}


@PROTOCOLS
async def test_a_slow_line_is_waited_for(protocol: str, tmp_path: Path) -> None:
    async with talking(tmp_path, protocol, fault=Fault.SLOW, every_s=0.1):
        meter = driver(tmp_path, protocol)
        await take(meter, 2)
    assert meter.quarantine.counts == {}


@PROTOCOLS
async def test_silence_is_said_in_words(protocol: str, tmp_path: Path) -> None:
    async with talking(tmp_path, protocol, fault=Fault.SILENCE, at=3):
        with pytest.raises(MeterError, match=r"nothing came for 0\.4 s; look at the plug"):
            await take(driver(tmp_path, protocol, silence_s=0.4), 100)


@PROTOCOLS
async def test_a_disconnect_is_an_error_and_the_next_try_goes_on(
    protocol: str, tmp_path: Path
) -> None:
    async with talking(tmp_path, protocol, fault=Fault.DISCONNECT, at=4, every_s=0.01) as player:
        meter = driver(tmp_path, protocol)
        with pytest.raises(MeterError, match="the device is gone"):
            await take(meter, 100)
        before, lost = descriptors(), 0
        while lost < 20:
            with contextlib.suppress(MeterError):
                await take(meter, 3)
                continue
            lost += 1
        assert descriptors() == before
        await take(meter, 1)
        assert player.sent > 20


@PROTOCOLS
async def test_a_meter_that_repeats_itself_is_silent(protocol: str, tmp_path: Path) -> None:
    async with talking(tmp_path, protocol, fault=Fault.REPEATED, at=3):
        meter = driver(tmp_path, protocol, silence_s=0.4)
        with pytest.raises(MeterError, match="the meter's clock did not go on"):
            await take(meter, 100)


@PROTOCOLS
async def test_another_meter_on_the_line_is_not_read(protocol: str, tmp_path: Path) -> None:
    async with talking(tmp_path, protocol):
        found = driver(tmp_path, protocol)
        await take(found, 1)
        assert found.said is not None
        place = Place("grid", MeterRole.GRID, meter_id=found.said.meter_id)
    async with talking(tmp_path, protocol, fault=Fault.OTHER_METER, at=3):
        meter = driver(tmp_path, protocol, silence_s=0.4, place=place)
        with pytest.raises(MeterError, match="another meter's number"):
            await take(meter, 100)


LIMITS = RegisterLimits(limit_wh=4_600, interval_ms=900_000, modulus_wh=MODULUS_WH)


def judged(readings: list[MeterReading]) -> tuple[MeterTrack, list[Outcome]]:
    """What the registers of the core make of them, a minute apart as the simulated home has it."""
    track, outcomes = MeterTrack("grid", MeterRole.GRID), []
    for number, one in enumerate(readings):
        moved = MeterReading(
            one.meter, one.role, type(one.at_ms)(number * 60_000), one.import_wh, one.export_wh
        )
        track, outcome = observe(track, moved, LIMITS)
        outcomes.append(outcome)
    return track, outcomes


@PROTOCOLS
async def test_a_register_reset_adds_no_energy(protocol: str, tmp_path: Path) -> None:
    async with talking(tmp_path, protocol, fault=Fault.RESET, at=5):
        readings = await take(driver(tmp_path, protocol), 10)
    track, outcomes = judged(readings)
    assert Outcome.BACKWARDS in outcomes
    last = points(track)[-1]
    assert last.import_wh - readings[0].import_wh < 100
    assert last.export_wh - readings[0].export_wh < 1_000


async def test_a_rollover_goes_on_counting(tmp_path: Path) -> None:
    async with talking(tmp_path, fault=Fault.ROLLOVER, at=5):
        readings = await take(driver(tmp_path), 10)
    track, outcomes = judged(readings)
    assert Outcome.ROLLOVER in outcomes
    assert points(track)[-1].import_wh >= MODULUS_WH


@PROTOCOLS
async def test_nonsense_with_a_right_checksum_is_not_believed(
    protocol: str, tmp_path: Path
) -> None:
    async with talking(tmp_path, protocol, fault=Fault.NONSENSE, at=4):
        readings = await take(driver(tmp_path, protocol), 12)
    track, outcomes = judged(readings)
    assert outcomes.count(Outcome.IMPLAUSIBLE) >= 2
    assert points(track)[-1].import_wh - readings[0].import_wh < 1_000


@pytest.mark.parametrize(("protocol", "other"), [("p1", "sml"), ("sml", "p1")])
async def test_a_wrong_protocol_is_said_in_words(protocol: str, other: str, tmp_path: Path) -> None:
    async with talking(tmp_path, protocol):
        with pytest.raises(MeterError, match="gridhearth meters probe"):
            await take(driver(tmp_path, other, silence_s=0.5), 1)


async def test_a_flood_is_read_without_growing(tmp_path: Path) -> None:
    async with talking(tmp_path, every_s=0.0, step_ms=1_000):
        begun = time.process_time()
        meter = driver(tmp_path)
        await take(meter, 300)
    assert time.process_time() - begun < 20
    assert len(meter.quarantine.samples) <= 8
