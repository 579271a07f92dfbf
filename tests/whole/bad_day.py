"""A street's bad day: five real homes, each with its own misfortune, in the same few minutes.

    killed      SIGKILL at random instants and at the instant its transactions leave
    chainless   its line to the chain hangs, then is cut, for three cycles
    brokerless  its line to the broker hangs, then is cut, for three cycles
    deceived    one of its two nodes lies nearly always; for two cycles it has no other
    crowded     strangers, lookers-on, two commands at once and garbage at its socket

Meanwhile the operator is killed whenever it settles. Five more homes live next door, and all
trade with one another. Nothing here judges; `Evidence` is what the judge gets.
"""

import asyncio
import random
import time
from pathlib import Path
from typing import NamedTuple

import msgspec

from agent.ledger.transaction import Signed
from agent.market.cycle import CycleTimes
from tests.whole.chain_facts import ChainFacts, read_sent
from tests.whole.crowd import Crowd
from tests.whole.founded import Founded, alive, founded
from tests.whole.killing import Kills, kill_again_and_again
from tests.whole.lies import Liar
from tests.whole.proxies import RpcLine, TcpLine

CYCLE_S = 15
HOMES = 10
LAST_CYCLE = 11
JUDGED_CYCLE = 8
"""The last cycle that is settled when the day ends."""
OUTAGE = range(2, 5)
"""The cycles without a line to the chain or the broker."""
ALONE = range(5, 7)
"""The cycles in which the deceived home has only the liar."""
OPERATOR_DIES_IN = (3, 4, 5, 7)
KILLS = 55
KILLING_ENDS_BY = 9
HONEST_PERCENT = 25
"""How often the liar tells the truth: else nobody would ask it twice."""

NAMES = ("killed", "chainless", "brokerless", "deceived", "crowded")


class Span(NamedTuple):
    """From when to when, wall clock, seconds."""

    from_s: float
    to_s: float


class Evidence(msgspec.Struct):
    """Everything the judge gets to see."""

    seed: int
    place: Founded
    liar: Liar
    crowd: Crowd
    kills: Kills
    operator_kills: int
    outage: Span
    alone: Span
    chain: ChainFacts

    def sent(self, name: str) -> list[tuple[float, Signed]]:
        """Return every transaction a home handed over, and when."""
        return [(at_s, read_sent(raw)) for at_s, raw in self.place.lines[name].sent]


async def bad_day(directory: Path, seed: int) -> Evidence:
    """Live through the day; AssertionError when a process dies that nobody killed."""
    async with (
        founded(directory, HOMES, CYCLE_S, NAMES) as place,
        RpcLine(place.url).running() as liar_line,
        TcpLine(place.place.broker_port).running() as broker_line,
    ):
        crowd = Crowd(place.homes["crowded"], seed)
        liar = Liar(seed, honest_percent=HONEST_PERCENT)
        _write_settings(place, crowd, liar_line, broker_line)
        async with alive(place), asyncio.TaskGroup() as background:
            watching = [background.create_task(home.screen()) for home in place.homes.values()]
            watching.append(background.create_task(place.witness.listen()))
            async with asyncio.TaskGroup() as group:
                killing = group.create_task(_kill(place, seed))
                cutting = group.create_task(_cut_lines(place, broker_line))
                lying = group.create_task(_deceive(place, liar, liar_line))
                operating = group.create_task(_kill_operator(place, seed))
                group.create_task(_crowd(place, crowd))
                group.create_task(_at(place.times, LAST_CYCLE, 0.3))
            for task in watching:
                task.cancel()
        return Evidence(
            seed=seed,
            place=place,
            liar=liar,
            crowd=crowd,
            kills=killing.result(),
            operator_kills=operating.result(),
            outage=cutting.result(),
            alone=lying.result(),
            chain=await place.facts(LAST_CYCLE + 1),
        )


def _write_settings(place: Founded, crowd: Crowd, liar_line: RpcLine, broker_line: TcpLine) -> None:
    for name, home in place.homes.items():
        urls = [place.lines[name].url]
        if name == "deceived":
            urls.insert(0, liar_line.url)
        home.write_settings(
            place.street,
            place.place,
            place.market,
            place.keys,
            urls=tuple(urls),
            broker_port=broker_line.port if name == "brokerless" else place.place.broker_port,
            groups=crowd.groups if name == "crowded" else "",
        )


async def _at(times: CycleTimes, cycle: int, share: float) -> float:
    """Wait for a share of a cycle to have passed; return the wall clock, seconds."""
    due_s = times.start_ms(cycle) / 1_000 + share * CYCLE_S
    await asyncio.sleep(max(0.0, due_s - time.time()))
    return time.time()


async def _cut_lines(place: Founded, broker_line: TcpLine) -> Span:
    """Both lines hang for a while first: the half-open connection is the worse accident."""
    chain_line = place.lines["chainless"]
    began_s = await _at(place.times, OUTAGE.start, -0.1)
    chain_line.mode = "hang"
    broker_line.set("hang")
    await _at(place.times, OUTAGE.start + 1, 0.4)
    chain_line.mode = "cut"
    broker_line.set("cut")
    ended_s = await _at(place.times, OUTAGE.stop, -0.1)
    chain_line.mode = "pass"
    broker_line.set("pass")
    return Span(began_s, ended_s)


async def _deceive(place: Founded, liar: Liar, liar_line: RpcLine) -> Span:
    honest_line = place.lines["deceived"]
    await _at(place.times, 0, 0.5)
    liar_line.tamper = liar
    began_s = await _at(place.times, ALONE.start, -0.1)
    honest_line.mode = "cut"
    liar.honest_percent = 0
    await _at(place.times, ALONE.start + 1, -0.1)
    liar.only_storage = True
    ended_s = await _at(place.times, ALONE.stop, -0.1)
    liar.honest_percent, liar.only_storage = HONEST_PERCENT, False
    honest_line.mode = "pass"
    return Span(began_s, ended_s)


async def _kill_operator(place: Founded, seed: int) -> int:
    chance = random.Random(seed + 1)
    for cycle in OPERATOR_DIES_IN:
        await _at(place.times, cycle, 13 / 15 + chance.uniform(0.01, 0.12))
        await place.operator.end()
        await place.operator.start()
    return len(OPERATOR_DIES_IN)


async def _crowd(place: Founded, crowd: Crowd) -> None:
    await _at(place.times, 1, 0.0)
    async with asyncio.TaskGroup() as group:
        noise = group.create_task(crowd.shout())
        await crowd.look_on()
        await _at(place.times, 2, 0.3)
        await crowd.command_twice()
        await _at(place.times, 6, 0.0)
        noise.cancel()


async def _kill(place: Founded, seed: int) -> Kills:
    await _at(place.times, 0, 0.3)
    return await kill_again_and_again(
        place.homes["killed"],
        place.lines["killed"],
        random.Random(seed),
        KILLS,
        place.times.start_ms(KILLING_ENDS_BY) / 1_000,
    )
