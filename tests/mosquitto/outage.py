"""A broker was away for a week: every home comes back with all its reports at the same moment.

The homes are a process of their own (`python -m tests.mosquitto.outage …`), as nothing of theirs
runs beside the operator in a real market.
"""

import asyncio
import contextlib
import json
import subprocess
import sys
import time
from collections import defaultdict
from pathlib import Path

import msgspec

from agent.bridge import payload
from agent.bridge.payload import LinkStatus
from agent.bridge.topics import Channel, topic
from agent.units import Address, UnixMs
from drivers.mqtt_paho import BrokerSettings, PahoBroker, Will
from tests.mosquitto.ends import (
    DOMAIN,
    HomeEnd,
    Member,
    OperatorEnd,
    home_topics,
    operator_topics,
)
from tests.mosquitto.market_broker import MarketBroker

ROOT = Path(__file__).parents[2]
CYCLES_PER_DAY = 96
TICK_S = 1.0
"""As the daemon ticks: twenty reports each."""


class WeekOver(msgspec.Struct):
    """How the backlog came in."""

    homes: int
    reports: int
    lost: int
    twice: int
    in_order: bool
    known: int
    drained_s: float
    """From the first home's connection until every home had its last receipt."""
    dropped: int
    """By the operator's driver: its inbox was full."""
    lost_links: list[str]
    """Why the operator's own connection ended meanwhile."""
    slowest_status_s: float
    """From a home's connection to the operator seeing that it is there."""


async def come_back(market: MarketBroker, homes: int, days: int, within_s: float) -> WeekOver:
    """Let the homes come back with `days` days of reports each; TimeoutError after `within_s`."""
    cycles = days * CYCLES_PER_DAY
    members = [Member(f"home {number}") for number in range(homes)]
    market.enrol([member.address for member in members])
    await market.start()
    operator_line = PahoBroker(market.settings("operator", *operator_topics()))
    operator = OperatorEnd(members, operator_line, cycles)
    settings = [_settings(market, member) for member in members]
    try:
        async with operator_line.connected(), asyncio.TaskGroup() as group:
            reconciling = group.create_task(operator.run())
            up_s, drained_s = await _homes(market.directory, settings, cycles, within_s)
            reconciling.cancel()
    finally:
        await market.stop()
    filed: dict[Address, list[int]] = defaultdict(list)
    for report in operator.filed:
        filed[report.member].append(report.cycle)
    different = sum(len(set(found)) for found in filed.values())
    return WeekOver(
        homes=homes,
        reports=homes * cycles,
        lost=homes * cycles - different,
        twice=len(operator.filed) - different,
        in_order=all(found == sorted(found) for found in filed.values()),
        known=operator.verdicts["known"],
        drained_s=drained_s - min(up_s),
        dropped=operator_line.counts.dropped,
        lost_links=operator.lost_links,
        slowest_status_s=max(
            operator.status_seen_s[member.address] - up
            for member, up in zip(members, up_s, strict=True)
        ),
    )


async def _homes(
    directory: Path, settings: list[BrokerSettings], cycles: int, within_s: float
) -> tuple[list[float], float]:
    """Run the homes' process; return when each was connected and when all were drained."""
    told = directory / "homes.json"
    told.write_bytes(msgspec.json.encode({"cycles": cycles, "settings": settings}))
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", __name__, str(told), stdout=subprocess.PIPE, cwd=ROOT
    )
    try:
        async with asyncio.timeout(within_s):
            said, _ = await process.communicate()
    except TimeoutError:
        process.kill()
        await process.wait()
        raise
    found = json.loads(said)
    return found["up_s"], found["drained_s"]


def _settings(market: MarketBroker, member: Member) -> BrokerSettings:
    status = topic(DOMAIN, Channel.STATUS, member.address)
    gone, here = (
        payload.encode_status(LinkStatus(online, "boot", UnixMs(1))) for online in (False, True)
    )
    return market.settings(
        member.address[2:], *home_topics(member), will=Will(status, gone), birth=here
    )


class _Told(msgspec.Struct):
    cycles: int
    settings: list[BrokerSettings]


async def _come_back(told: _Told) -> dict[str, object]:
    ends, lines = [], []
    for number, settings in enumerate(told.settings):
        member = Member(f"home {number}")
        line = PahoBroker(settings)
        end = HomeEnd(member, line, tick_s=TICK_S, repeat_after_s=20.0)
        end.put(member.report(cycle) for cycle in range(told.cycles))
        ends.append(end)
        lines.append(line)
    async with contextlib.AsyncExitStack() as stack, asyncio.TaskGroup() as group:
        for line in lines:
            await stack.enter_async_context(line.connected())
        tasks = [group.create_task(end.run()) for end in ends]
        for end in ends:
            await end.drained()
        drained_s = time.monotonic()
        for task in tasks:
            task.cancel()
    return {"up_s": [end.up_since_s for end in ends], "drained_s": drained_s}


if __name__ == "__main__":
    found = asyncio.run(_come_back(msgspec.json.decode(Path(sys.argv[1]).read_bytes(), type=_Told)))
    sys.stdout.write(json.dumps(found))
