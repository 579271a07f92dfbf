"""Everything a listener on the line recorded, said again: by anybody, in any order, at any time."""

import asyncio
import random
from collections import Counter

import msgspec

from agent.bridge.topics import Channel, topic
from agent.dso.reconcile import Verdict
from agent.ports import LinkDown, LinkUp, Message
from drivers.mqtt_paho import PahoBroker
from tests.mosquitto.ends import (
    DOMAIN,
    PATIENCE_S,
    HomeEnd,
    Member,
    OperatorEnd,
    home_topics,
    operator_topics,
)
from tests.mosquitto.market_broker import ALMIGHTY, MarketBroker

HOMES = ("home", "neighbour")


class Replayed(msgspec.Struct):
    """What became of the replays."""

    recorded: int
    replayed: int
    accepted: int
    """Reports filed because of a replay."""
    verdicts: dict[str, int]
    dropped_by_homes: int
    """Reports that left an outbox because of a replayed receipt."""


async def replay(
    market: MarketBroker, reports: int, seed: int, *, forgetful: bool = False
) -> Replayed:
    """Record a session of two homes, restart the operator, and say everything again three ways.

    In the same order, shuffled, and each on the other home's topic. `forgetful`: the operator
    comes back without what it had on file, the negative control.
    """
    chance = random.Random(seed)
    members = [Member(name) for name in HOMES]
    market.enrol([member.address for member in members])
    await market.start()
    try:
        recorded = await _session(market, members, reports)
        return await _again(market, members, recorded, reports, chance, forgetful=forgetful)
    finally:
        await market.stop()


class _Recorded(msgspec.Struct):
    operator: OperatorEnd
    heard: list[Message]


async def _session(market: MarketBroker, members: list[Member], reports: int) -> _Recorded:
    listener = PahoBroker(market.settings(ALMIGHTY, "gridhearth/#"))
    operator_line = PahoBroker(market.settings("operator", *operator_topics()))
    lines = [
        PahoBroker(market.settings(member.address[2:], *home_topics(member))) for member in members
    ]
    operator = OperatorEnd(members, operator_line, reports)
    homes = [HomeEnd(member, line) for member, line in zip(members, lines, strict=True)]
    heard: list[Message] = []
    listening = asyncio.Event()
    async with (
        operator_line.connected(),
        listener.connected(),
        lines[0].connected(),
        lines[1].connected(),
        asyncio.TaskGroup() as group,
    ):
        tasks = [
            group.create_task(operator.run()),
            group.create_task(_listen(listener, heard, listening)),
        ]
        tasks += [group.create_task(home.run()) for home in homes]
        await listening.wait()  # what was said before would not be recorded
        for home in homes:
            home.put(home.member.report(cycle) for cycle in range(reports // len(homes)))
        async with asyncio.timeout(PATIENCE_S + reports / 50):
            for home in homes:
                await home.drained()
            while len(_reports(heard)) < reports // len(homes) * len(homes):  # noqa: ASYNC110 - the listener may be behind
                await asyncio.sleep(0.01)
        for task in tasks:
            task.cancel()
    return _Recorded(operator, heard)


def _reports(heard: list[Message]) -> set[bytes]:
    return {one.payload for one in heard if "/report/" in one.topic}


async def _again(
    market: MarketBroker,
    members: list[Member],
    recorded: _Recorded,
    reports: int,
    chance: random.Random,
    *,
    forgetful: bool,
) -> Replayed:
    line = PahoBroker(market.settings("operator", *operator_topics()))
    operator = OperatorEnd(members, line, reports)
    if not forgetful:
        operator.restore(recorded.operator)
    before = len(operator.filed)
    home_line = PahoBroker(market.settings(members[0].address[2:], *home_topics(members[0])))
    home = HomeEnd(members[0], home_line, tick_s=10_000.0)  # listens only
    home.put([members[0].report(reports + 1)])
    said = [one for one in recorded.heard if "/report/" in one.topic]
    receipts = [one for one in recorded.heard if "/receipt/" in one.topic]
    shuffled = chance.sample(said, len(said))
    swapped = [Message(_of_the_other(one.topic, members), one.payload) for one in said]
    everything = [*said, *shuffled, *swapped, *receipts]
    async with (
        line.connected(),
        home_line.connected(),
        market.client(ALMIGHTY) as attacker,
        asyncio.TaskGroup() as group,
    ):
        tasks = [group.create_task(operator.run()), group.create_task(home.run())]
        while not home.up:  # noqa: ASYNC110 - the end tells nobody
            await asyncio.sleep(0.01)
        for place, one in enumerate(everything):
            await attacker.publish(one.topic, one.payload)
            if place % 100 == 99:  # no faster than it is judged: nothing may be dropped unseen
                await _judged(operator, min(place + 1, 3 * len(said)))
        await _judged(operator, 3 * len(said))
        for task in tasks:
            task.cancel()
    return Replayed(
        recorded=len(said),
        replayed=len(everything),
        accepted=len(operator.filed) - before,
        verdicts=dict(operator.verdicts),
        dropped_by_homes=1 - len(home.outbox.waiting),
    )


async def _judged(operator: OperatorEnd, count: int) -> None:
    async with asyncio.timeout(PATIENCE_S):
        while sum(operator.verdicts.values()) < count:  # noqa: ASYNC110 - likewise
            await asyncio.sleep(0.005)


async def _listen(listener: PahoBroker, heard: list[Message], listening: asyncio.Event) -> None:
    async for item in listener.inbox():
        match item:
            case Message():
                heard.append(item)
            case LinkUp():
                listening.set()
            case LinkDown():
                pass


def _of_the_other(where: str, members: list[Member]) -> str:
    first, second = (topic(DOMAIN, Channel.REPORT, member.address) for member in members)
    return second if where == first else first


def refusals(outcome: Replayed) -> Counter[str]:
    """Return the verdicts that are neither new nor known."""
    return Counter(
        {
            name: count
            for name, count in outcome.verdicts.items()
            if name not in {Verdict.NEW, Verdict.KNOWN}
        }
    )
