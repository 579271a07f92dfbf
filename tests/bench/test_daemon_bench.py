"""How long a home's daemon takes from exec to its first screen, and how much memory it keeps.

pytest tests/bench/test_daemon_bench.py -s

Against a chain on the same machine. GRIDHEARTH_BENCH_CYCLES (default 3) cycles of 15 s pass
between the two looks at its memory. The limits are a Raspberry Pi's share, not this machine's.
"""

import asyncio
import os
import statistics
import sys
import time
from pathlib import Path

import pytest

from agent.shell.link import connected
from tests.whole.founded import Founded, alive, founded
from tests.whole.homes import RealHome

CYCLES = int(os.environ.get("GRIDHEARTH_BENCH_CYCLES", "3"))
CYCLE_S = 15
RESTARTS = 5
READY_WITHIN_S = 5.0
MOST_BYTES = 120 * 1024 * 1024

pytestmark = pytest.mark.timeout(600)


async def first_screen(home: RealHome) -> float:
    """Start the daemon; return the seconds from exec until a screen has its first snapshot."""
    started = time.monotonic()
    await home.start()
    async with connected(home.socket, "bench") as link:
        await link.call("status.get")
    return time.monotonic() - started


async def test_seconds_to_the_first_screen_and_memory(tmp_path: Path) -> None:
    async with founded(tmp_path, 4, CYCLE_S, ["home"]) as place:
        home = place.homes["home"]
        home.write_settings(
            place.street,
            place.place,
            place.market,
            place.keys,
            urls=(place.url,),
            broker_port=place.place.broker_port,
        )
        fresh_s = await first_screen(home)
        fresh_bytes = home.program.memory_bytes()
        await home.program.end()
        await _rest(place, home, fresh_s, fresh_bytes)


async def _rest(place: Founded, home: RealHome, fresh_s: float, fresh_bytes: int) -> None:
    async with alive(place), asyncio.TaskGroup() as background:
        watching = background.create_task(home.screen())
        await asyncio.sleep((max(0, -place.now()) + CYCLES) * CYCLE_S)
        later_bytes = home.program.memory_bytes()
        again_s = []
        for _ in range(RESTARTS):
            await home.program.end()
            again_s.append(await first_screen(home))
        watching.cancel()
    sys.stdout.write(
        f"\nfirst screen: new home {fresh_s:.2f} s, with a journal of {CYCLES} cycles"
        f" {statistics.median(again_s):.2f} s (median of {RESTARTS}, worst {max(again_s):.2f} s);"
        f" memory: fresh {fresh_bytes / 2**20:.1f} MiB,"
        f" after {CYCLES} cycles {later_bytes / 2**20:.1f} MiB\n"
    )
    assert max(fresh_s, *again_s) < READY_WITHIN_S
    assert later_bytes < MOST_BYTES
