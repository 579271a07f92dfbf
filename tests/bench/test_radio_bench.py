"""What a reading costs the driver, and what the driver costs the machine.

pytest tests/bench/test_radio_bench.py
"""

import asyncio
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from drivers.simulated.zigbee.network import VirtualNetwork
from drivers.simulated.zigbee.nodes.meters import grid_meter
from tests.nightly.test_radio_night import _packet, resident_bytes
from tests.zigbee import radio_rig as rig

IDLE = """
import resource, sys, time
from pathlib import Path
began = time.perf_counter()
import drivers.zigbee_radio
pages = int(Path("/proc/self/statm").read_text().split()[1])
print(time.perf_counter() - began, pages * resource.getpagesize() >> 20)
"""


def test_importing_the_driver(benchmark: Any) -> None:
    """Seconds and MiB of a process that has imported it and done nothing."""

    def run() -> tuple[float, int]:
        done = subprocess.run(
            [sys.executable, "-c", IDLE], capture_output=True, check=True, text=True, env=os.environ
        )
        seconds, mebibytes = done.stdout.split()
        return float(seconds), int(mebibytes)

    _, mebibytes = benchmark.pedantic(run, rounds=3)
    benchmark.extra_info["resident_mib"] = mebibytes
    assert mebibytes < 120


def test_one_report_in_the_driver(benchmark: Any, tmp_path: Path) -> None:
    """A report of register and power: decode, scale, judge, store, hand on. No radio, no zigpy."""
    benchmark.extra_info["resident_mib"] = asyncio.run(_report(benchmark, tmp_path))


async def _report(benchmark: Any, directory: Path) -> int:
    net = VirtualNetwork(ezsp=13, nvm=directory / "ncp.json")
    meter = grid_meter(import_wh=1_000)
    async with net.serve_pty() as path, rig.formed(path, directory) as radio:
        await rig.pair(radio, net, meter)
        key = rig.use(radio, meter)
        meter.online = False
        ieee = next(e for e in radio._link.controller.devices if rig.text_of(e) == key[:16])
        raw = 1_000

        def one() -> None:
            nonlocal raw
            raw += 1
            payload = b"\x18\x01\x0a\x00\x00\x25" + raw.to_bytes(6, "little")
            radio.heard(ieee, _packet(0x0702, payload + b"\x00\x04\x2a\xdc\x05\x00", 1))

        benchmark.pedantic(one, rounds=2_000, warmup_rounds=50)
        return resident_bytes() >> 20


def test_reads_and_reports_over_the_line(tmp_path: Path) -> None:
    """Reads a second through ASH and EZSP, and processor time each; simulation included."""
    print(asyncio.run(_line(tmp_path)))  # noqa: T201


async def _line(directory: Path) -> str:
    net = VirtualNetwork(ezsp=13, nvm=directory / "ncp.json")
    meter = grid_meter(import_wh=1_000)
    async with net.serve_pty() as path, rig.formed(path, directory, unicasts_per_s=1e6) as radio:
        await rig.pair(radio, net, meter)
        ieee = f"{meter.ieee:016x}"
        began_s, cpu_s, reads = time.perf_counter(), time.process_time(), 200
        for number in range(reads):
            # another question each time: zigpy drops an answer that equals one of the last 10 s,
            # and at this speed the transaction numbers come round before that
            await radio._asker.read(ieee, 1, 0x0702, ((0, 1), (0,), (1,))[number % 3])
        wall_s, cpu_s = time.perf_counter() - began_s, time.process_time() - cpu_s
        meter.storm_ms = 1
        net.wake()
        await asyncio.sleep(0.5)
        frames, from_s, from_cpu_s = (
            radio.counts["report"],
            time.perf_counter(),
            time.process_time(),
        )
        await asyncio.sleep(3.0)
        frames = radio.counts["report"] - frames
        storm_s, storm_cpu_s = time.perf_counter() - from_s, time.process_time() - from_cpu_s
    assert reads / wall_s > 20
    return (
        f"{reads / wall_s:.0f} reads/s, {1_000 * cpu_s / reads:.2f} ms of processor each;"
        f" {frames / storm_s:.0f} reports/s, {1_000 * storm_cpu_s / max(1, frames):.2f} ms each;"
        f" {resident_bytes() >> 20} MiB resident (simulation included)"
    )
