"""SIGKILL a home again and again: at any time, while it sends, while it starts."""

import asyncio
import random
import time

import msgspec

from tests.whole.homes import RealHome
from tests.whole.proxies import RpcLine

LONGEST_LIFE_S = 2.4
LONGEST_START_S = 1.0


class Kills(msgspec.Struct):
    """What was done to the home, and how fast it came back (seconds from exec to a hello)."""

    count: int = 0
    while_sending: int = 0
    while_starting: int = 0
    recoveries_s: list[float] = []

    def percentile_s(self, percent: int) -> float:
        """Return the recovery time that so many of a hundred restarts did not exceed."""
        ordered = sorted(self.recoveries_s)
        return ordered[min(len(ordered) - 1, len(ordered) * percent // 100)]

    def __str__(self) -> str:
        return (
            f"{self.count} kills, {self.while_sending} while sending, {self.while_starting} while"
            f" starting; ready again after {self.percentile_s(50):.2f} s (p50),"
            f" {self.percentile_s(99):.2f} s (p99)"
        )


async def kill_again_and_again(
    home: RealHome, line: RpcLine, chance: random.Random, count: int, stop_at_s: float
) -> Kills:
    """Kill the home `count` times, or until the wall clock says `stop_at_s`; it lives at the end."""
    kills = Kills()
    while kills.count < count and time.time() < stop_at_s:
        if await _sending_or_tired(line, chance):
            kills.while_sending += 1
        await home.program.end()
        kills.count += 1
        line.on_send = None
        if chance.randrange(5) == 0:
            await home.program.start()
            await asyncio.sleep(chance.uniform(0.0, LONGEST_START_S))
            await home.program.end()
            kills.count += 1
            kills.while_starting += 1
        kills.recoveries_s.append(await home.start())
    return kills


async def _sending_or_tired(line: RpcLine, chance: random.Random) -> bool:
    """Wait for a random moment, or for the home to send; True when it was sending.

    What was being sent may arrive or not: the home never hears of it.
    """
    sending = asyncio.Event()
    arrives = chance.randrange(2) == 0

    async def caught() -> bool:
        sending.set()
        await asyncio.sleep(0.05)  # the home is killed meanwhile
        return arrives

    if chance.randrange(4):
        line.on_send = caught
    try:
        async with asyncio.timeout(chance.uniform(0.0, LONGEST_LIFE_S)):
            await sending.wait()
    except TimeoutError:
        return False
    return True
