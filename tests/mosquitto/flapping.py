"""A line that breaks at random bytes while reports travel: nothing lost, nothing stuck."""

import asyncio
import itertools
import random
import time
from collections import Counter

import msgspec

from drivers.mqtt_paho import PahoBroker
from tests.mosquitto.cutting_line import CuttingLine
from tests.mosquitto.ends import (
    PATIENCE_S,
    HomeEnd,
    Member,
    OperatorEnd,
    Progress,
    home_topics,
    operator_topics,
)
from tests.mosquitto.market_broker import MarketBroker

WAITING_AT_MOST = 2_000


class Flapped(msgspec.Struct):
    """What happened."""

    cuts: int
    connections: int
    sent: int
    lost: int
    twice: int
    drained_s: float | None
    """From the last cut until nothing waited; None: it stuck, then or while the line was cut."""


class ForgetfulEnd(HomeEnd):
    """The negative control: does not notice that what it sent may have been lost."""

    def lost_link(self) -> None:
        self.up = False


async def flap(
    market: MarketBroker,
    cuts: int,
    seed: int,
    *,
    end: type[HomeEnd] = HomeEnd,
    repeat_after_s: float = 1.0,
    patience_s: float = PATIENCE_S,
) -> Flapped:
    """Reset the home's connections `cuts` times at random offsets, then let it drain."""
    member = Member("home")
    market.enrol([member.address])
    await market.start()
    operator_line = PahoBroker(market.settings("operator", *operator_topics()))
    operator = OperatorEnd([member], operator_line, 10**6)
    cycles = itertools.count()
    try:
        async with CuttingLine(market.port, cuts, random.Random(seed)).running() as line:
            settings = market.settings(
                member.address[2:], *home_topics(member), first_pause_s=0.002, longest_pause_s=0.01
            )
            home_line = PahoBroker(msgspec.structs.replace(settings, port=line.port))
            home = end(member, home_line, tick_s=0.005, repeat_after_s=repeat_after_s)
            async with (
                operator_line.connected(),
                home_line.connected(),
                asyncio.TaskGroup() as group,
            ):
                tasks = [group.create_task(home.run()), group.create_task(operator.run())]
                sent, progress = 0, Progress()
                while not line.done.is_set():
                    if progress.stopped_s(line.connections, len(operator.filed)) > patience_s:
                        break
                    if len(home.outbox.waiting) < WAITING_AT_MOST:
                        home.put([member.report(next(cycles))])
                        sent += 1
                    await asyncio.sleep(0.01)
                drained_s = await _drained(home, patience_s) if line.done.is_set() else None
                for task in tasks:
                    task.cancel()
    finally:
        await market.stop()
    counted = Counter(report.cycle for report in operator.filed)
    return Flapped(
        cuts=cuts,
        connections=line.connections,
        sent=sent,
        lost=sent - len(counted),
        twice=sum(counted.values()) - len(counted),
        drained_s=drained_s,
    )


async def _drained(home: HomeEnd, patience_s: float) -> float | None:
    started_s, progress = time.monotonic(), Progress()
    while home.outbox.waiting:
        if progress.stopped_s(len(home.outbox.waiting)) > patience_s:
            return None
        await asyncio.sleep(0.02)
    return time.monotonic() - started_s
