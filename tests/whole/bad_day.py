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
import contextlib
import random
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import NamedTuple

import msgspec

from agent.bridge.report import ReportDomain
from agent.demo.street_plan import CHAIN_ID, DemoSettings, Street, plan
from agent.demo.street_start import (
    Keys,
    Market,
    Place,
    chain_and_broker,
    found,
    founding_s,
    neighbours_command,
    operator_command,
    street_keys,
    write_keys,
    write_operator_and_neighbours,
)
from agent.ledger.transaction import Signed
from agent.market.cycle import CycleTimes
from drivers.chain_rpc import ChainClient
from drivers.clocks import SystemClock
from tests.whole.chain_facts import ChainFacts, read_chain, read_sent
from tests.whole.crowd import Crowd
from tests.whole.homes import Program, RealHome
from tests.whole.lies import Liar
from tests.whole.proxies import RpcLine, TcpLine
from tests.whole.witness import Witness

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

NAMES = ("killed", "chainless", "brokerless", "deceived", "crowded")


class Span(NamedTuple):
    """From when to when, wall clock, seconds."""

    from_s: float
    to_s: float


class Evidence(msgspec.Struct):
    """Everything the judge gets to see."""

    seed: int
    street: Street
    market: Market
    times: CycleTimes
    homes: dict[str, RealHome]
    lines: dict[str, RpcLine]
    witness: Witness
    liar: Liar
    crowd: Crowd
    kills: int = 0
    killed_while_sending: int = 0
    killed_while_starting: int = 0
    recoveries_s: list[float] = []
    killing: Span = Span(0, 0)
    outage: Span = Span(0, 0)
    alone: Span = Span(0, 0)
    operator_kills: int = 0
    facts: ChainFacts | None = None

    @property
    def domain(self) -> ReportDomain:
        return ReportDomain(CHAIN_ID, self.market.contract)

    @property
    def chain(self) -> ChainFacts:
        assert self.facts is not None
        return self.facts

    def sent(self, name: str) -> list[tuple[float, Signed]]:
        """Return every transaction a home handed over, and when."""
        return [(at_s, read_sent(raw)) for at_s, raw in self.lines[name].sent]


async def bad_day(directory: Path, seed: int) -> Evidence:
    """Live through the day; AssertionError when a process dies that nobody killed."""
    street = plan(
        DemoSettings(seed=1, homes=HOMES, cycles=LAST_CYCLE, cycle_s=CYCLE_S, start_minute=990),
        directory,
    )
    keys = street_keys(street)
    plans = [home for home in street.plans if not home.endorser][: len(NAMES)]
    homes = {name: RealHome(street, home, keys) for name, home in zip(NAMES, plans, strict=True)}
    write_keys(street, keys, plans)
    clock = SystemClock(assume_trusted=True)
    async with contextlib.AsyncExitStack() as stack:
        place = await stack.enter_async_context(chain_and_broker(street))
        async with ChainClient(place.network, place.upstreams, wall_ms=clock.wall_ms) as client:
            genesis_s = clock.wall_ms() // 1_000 + founding_s(HOMES) + 3
            market = await found(street, client.view(), genesis_s, keys)
        write_operator_and_neighbours(street, place, market, keys, plans)
        domain = ReportDomain(CHAIN_ID, market.contract)
        witness = Witness(domain, place.broker_port)
        await stack.enter_async_context(witness.listening())
        lines = {
            name: await stack.enter_async_context(RpcLine(place.upstreams[0]).running())
            for name in (*NAMES, "liar")
        }
        broker_line = await stack.enter_async_context(TcpLine(place.broker_port).running())
        evidence = Evidence(
            seed=seed,
            street=street,
            market=market,
            times=CycleTimes(genesis_s, CYCLE_S),
            homes=homes,
            lines=lines,
            witness=witness,
            liar=Liar(seed),
            crowd=Crowd(homes["crowded"], seed),
        )
        _write_settings(evidence, place, keys, broker_line)
        await _live(evidence, broker_line)
        evidence.facts = await read_chain(
            place.upstreams[0],
            market.contract,
            LAST_CYCLE + 1,
            [market.operator, *(keys[home.number].member for home in street.plans)],
            [home.member for home in homes.values()],
        )
    return evidence


def _write_settings(evidence: Evidence, place: Place, keys: Keys, broker_line: TcpLine) -> None:
    for name, home in evidence.homes.items():
        urls = [evidence.lines[name].url]
        if name == "deceived":
            urls.insert(0, evidence.lines["liar"].url)
        home.write_settings(
            evidence.street,
            place,
            evidence.market,
            keys,
            urls=tuple(urls),
            broker_port=broker_line.port if name == "brokerless" else place.broker_port,
            groups=evidence.crowd.groups if name == "crowded" else "",
        )


async def _live(evidence: Evidence, broker_line: TcpLine) -> None:
    street = evidence.street
    operator = Program("operator", operator_command(street), street.directory / "operator.log")
    neighbours = Program(
        "neighbours", neighbours_command(street), street.directory / "neighbours.log"
    )
    async with operator.running(), neighbours.running(), _daemons(evidence):
        background = [
            asyncio.create_task(home.screen(), name=f"screen {name}")
            for name, home in evidence.homes.items()
        ]
        background.append(asyncio.create_task(evidence.witness.listen(), name="witness"))
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(_kill(evidence))
                group.create_task(_cut_lines(evidence, broker_line))
                group.create_task(_deceive(evidence))
                group.create_task(_kill_operator(evidence, operator))
                group.create_task(_crowd(evidence))
                group.create_task(_at(evidence.times, LAST_CYCLE, 0.3))
        finally:
            for task in background:
                task.cancel()
            ended = await asyncio.gather(*background, return_exceptions=True)
        broken = [one for one in ended if not isinstance(one, asyncio.CancelledError)]
        assert not broken, broken
        programs = [operator, neighbours, *(home.program for home in evidence.homes.values())]
        dead = [program for program in programs if not program.alive]
        assert not dead, [f"{program.name} died: {program.last_words()}" for program in dead]


@asynccontextmanager
async def _daemons(evidence: Evidence) -> AsyncIterator[None]:
    async with contextlib.AsyncExitStack() as stack:
        for home in evidence.homes.values():
            await stack.enter_async_context(home.program.running())
        yield


async def _at(times: CycleTimes, cycle: int, share: float) -> float:
    """Wait for a share of a cycle to have passed; return the wall clock, seconds."""
    due_s = times.start_ms(cycle) / 1_000 + share * CYCLE_S
    await asyncio.sleep(max(0.0, due_s - time.time()))
    return time.time()


async def _cut_lines(evidence: Evidence, broker_line: TcpLine) -> None:
    """Both lines hang for a while first: the half-open connection is the worse accident."""
    chain_line = evidence.lines["chainless"]
    began_s = await _at(evidence.times, OUTAGE.start, -0.1)
    chain_line.mode = "hang"
    broker_line.set("hang")
    await _at(evidence.times, OUTAGE.start + 1, 0.4)
    chain_line.mode = "cut"
    broker_line.set("cut")
    ended_s = await _at(evidence.times, OUTAGE.stop, -0.1)
    chain_line.mode = "pass"
    broker_line.set("pass")
    evidence.outage = Span(began_s, ended_s)


async def _deceive(evidence: Evidence) -> None:
    await _at(evidence.times, 0, 0.5)
    evidence.lines["liar"].tamper = evidence.liar
    began_s = await _at(evidence.times, ALONE.start, -0.1)
    evidence.lines["deceived"].mode = "cut"
    evidence.liar.honest_percent = 0
    ended_s = await _at(evidence.times, ALONE.stop, -0.1)
    evidence.liar.honest_percent = 25
    evidence.lines["deceived"].mode = "pass"
    evidence.alone = Span(began_s, ended_s)


async def _kill_operator(evidence: Evidence, operator: Program) -> None:
    chance = random.Random(evidence.seed + 1)
    for cycle in OPERATOR_DIES_IN:
        await _at(evidence.times, cycle, 13 / 15 + chance.uniform(0.01, 0.12))
        await operator.end()
        await operator.start()
        evidence.operator_kills += 1


async def _crowd(evidence: Evidence) -> None:
    await _at(evidence.times, 1, 0.0)
    async with asyncio.TaskGroup() as group:
        noise = group.create_task(evidence.crowd.shout())
        await evidence.crowd.look_on()
        await _at(evidence.times, 2, 0.3)
        await evidence.crowd.command_twice()
        await _at(evidence.times, 6, 0.0)
        noise.cancel()


async def _kill(evidence: Evidence) -> None:
    """Kill the first home again and again: at any time, while sending, while starting."""
    home, line = evidence.homes["killed"], evidence.lines["killed"]
    chance = random.Random(evidence.seed)
    began_s = await _at(evidence.times, 0, 0.3)
    while evidence.kills < KILLS:
        if time.time() * 1_000 > evidence.times.start_ms(KILLING_ENDS_BY):
            break
        if await _die_sending(line, chance):
            evidence.killed_while_sending += 1
        await home.program.end()
        evidence.kills += 1
        line.on_send = None
        if chance.randrange(5) == 0:
            await home.program.start()
            await asyncio.sleep(chance.uniform(0.0, 1.0))
            await home.program.end()
            evidence.kills += 1
            evidence.killed_while_starting += 1
        evidence.recoveries_s.append(await home.start())
    evidence.killing = Span(began_s, time.time())


async def _die_sending(line: RpcLine, chance: random.Random) -> bool:
    """Wait for a random moment, or for the home to send; True when it was sending.

    What was being sent may arrive or not: the home never hears of it.
    """
    sending = asyncio.Event()
    arrives = chance.randrange(2) == 0

    async def caught() -> bool:
        sending.set()
        await asyncio.sleep(0.05)  # the home is killed meanwhile
        return arrives

    if chance.randrange(2) == 0:
        line.on_send = caught
    try:
        async with asyncio.timeout(chance.uniform(0.0, 2.4)):
            await sending.wait()
    except TimeoutError:
        return False
    return True
