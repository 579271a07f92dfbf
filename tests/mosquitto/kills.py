"""The broker is killed while reports travel: what the operator has on file at the end."""

import asyncio
import random
from collections import Counter

import msgspec

from drivers.mqtt_paho import PahoBroker
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

REPORTS_PER_KILL = 40


class Outcome(msgspec.Struct):
    """What was sent, what arrived."""

    kills: int
    sent: int
    lost: int
    twice: int
    in_order: bool
    connections: int
    """Of the home."""
    known: int
    """Copies the operator had already: sent again for want of a receipt."""


async def killed_again_and_again(
    market: MarketBroker, kills: int, seed: int, *, puback_is_receipt: bool = False
) -> Outcome:
    """Kill the broker `kills` times in the middle of traffic; all reports have left at the end."""
    chance = random.Random(seed)
    member = Member("home")
    market.enrol([member.address])
    await market.start()
    home_line = PahoBroker(market.settings(member.address[2:], *home_topics(member)))
    # The operator comes back later than the home: what is published meanwhile has no listener.
    operator_line = PahoBroker(market.settings("operator", *operator_topics(), first_pause_s=0.2))
    total = kills * REPORTS_PER_KILL
    home = HomeEnd(member, home_line, repeat_after_s=0.5, puback_is_receipt=puback_is_receipt)
    operator = OperatorEnd([member], operator_line, total)
    reports = (member.report(cycle) for cycle in range(total))
    try:
        async with home_line.connected(), operator_line.connected(), asyncio.TaskGroup() as group:
            tasks = [group.create_task(home.run()), group.create_task(operator.run())]
            for done in range(kills):
                async with asyncio.timeout(PATIENCE_S):
                    while home_line.counts.connections <= done:  # noqa: ASYNC110 - tells nobody
                        await asyncio.sleep(0.005)
                for _ in range(4):
                    home.put(next(reports) for _ in range(REPORTS_PER_KILL // 4))
                    await asyncio.sleep(chance.uniform(0.0, 0.05))
                await market.stop(kill=True)
                await market.start()
            progress = Progress()
            while home.outbox.waiting:
                assert progress.stopped_s(len(home.outbox.waiting)) < PATIENCE_S, "it is stuck"
                await asyncio.sleep(0.02)
            for task in tasks:
                task.cancel()
    finally:
        await market.stop()
    counted = Counter(report.cycle for report in operator.filed)
    cycles = [report.cycle for report in operator.filed]
    return Outcome(
        kills=kills,
        sent=total,
        lost=total - len(counted),
        twice=sum(count - 1 for count in counted.values()),
        in_order=cycles == sorted(cycles),
        connections=home_line.counts.connections,
        known=operator.verdicts["known"],
    )
