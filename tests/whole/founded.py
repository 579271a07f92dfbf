"""A street that has been founded: chain, broker and market run, every process's files are there."""

import contextlib
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import msgspec

from agent.bridge.report import ReportDomain
from agent.demo.street_broker import WITNESS
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
from agent.market.cycle import CycleTimes
from agent.units import Address
from drivers.chain_rpc import ChainClient
from drivers.clocks import SystemClock
from drivers.simulated.street import HomePlan
from tests.whole.chain_facts import ChainFacts, read_chain
from tests.whole.homes import Program, RealHome
from tests.whole.proxies import RpcLine
from tests.whole.witness import Witness

START_MINUTE = 900
"""15:00 of a day in June: homes with panels sell, the others begin to cook."""
SPARE_S = 3
"""Between the last founding block and the first cycle: the daemons start."""


class Founded(msgspec.Struct):
    """A street whose first cycle is about to begin; real homes by name."""

    street: Street
    keys: Keys
    place: Place
    market: Market
    times: CycleTimes
    homes: dict[str, RealHome]
    lines: dict[str, RpcLine]
    """Each real home's line to the chain."""
    witness: Witness
    operator: Program
    neighbours: Program

    @property
    def domain(self) -> ReportDomain:
        return ReportDomain(CHAIN_ID, self.market.contract)

    @property
    def url(self) -> str:
        return self.place.upstreams[0]

    def now(self) -> int:
        """Return the running cycle; -1 before the first."""
        cycle = self.times.cycle_at(int(time.time() * 1_000))
        return -1 if cycle is None else cycle

    async def facts(self, cycles: int) -> ChainFacts:
        """Read what is on the chain, up to so many cycles."""
        everybody = [Address(self.market.operator)]
        everybody += [self.keys[home.number].member for home in self.street.plans]
        return await read_chain(
            self.url,
            self.market.contract,
            cycles,
            everybody,
            [home.member for home in self.homes.values()],
        )


@asynccontextmanager
async def founded(
    directory: Path, homes: int, cycle_s: int, names: Sequence[str]
) -> AsyncIterator[Founded]:
    """Found a street; the first homes that endorse nothing get the names and daemons of their own.

    Nothing but chain, broker, lines and witness runs when the context opens.
    """
    asked = DemoSettings(seed=1, homes=homes, cycle_s=cycle_s, start_minute=START_MINUTE)
    street = plan(asked, directory)
    keys = street_keys(street)
    real = real_plans(street, len(names))
    write_keys(street, keys, real)
    clock = SystemClock(assume_trusted=True)
    async with contextlib.AsyncExitStack() as stack:
        place = await stack.enter_async_context(chain_and_broker(street))
        async with ChainClient(place.network, place.upstreams, wall_ms=clock.wall_ms) as client:
            genesis_s = clock.wall_ms() // 1_000 + founding_s(homes) + SPARE_S
            market = await found(street, client.view(), genesis_s, keys)
        write_operator_and_neighbours(street, place, market, keys, real)
        domain = ReportDomain(CHAIN_ID, market.contract)
        witness = Witness(domain, place.broker_port, place.broker.tls(WITNESS))
        await stack.enter_async_context(witness.listening())
        url = place.upstreams[0]
        yield Founded(
            street=street,
            keys=keys,
            place=place,
            market=market,
            times=CycleTimes(genesis_s, cycle_s),
            homes={
                name: RealHome(street, home, keys) for name, home in zip(names, real, strict=True)
            },
            lines={name: await stack.enter_async_context(RpcLine(url).running()) for name in names},
            witness=witness,
            operator=Program("operator", operator_command(street), directory / "operator.log"),
            neighbours=Program(
                "neighbours", neighbours_command(street), directory / "neighbours.log"
            ),
        )


def real_plans(street: Street, count: int) -> list[HomePlan]:
    """Return the homes that get a daemon of their own: a killed endorser would stop the market."""
    return [home for home in street.plans if not home.endorser][:count]


@asynccontextmanager
async def alive(place: Founded) -> AsyncIterator[None]:
    """Run operator, neighbours and every real home's daemon; their settings are written."""
    programs = [place.operator, place.neighbours]
    programs += [home.program for home in place.homes.values()]
    async with contextlib.AsyncExitStack() as stack:
        for program in programs:
            await stack.enter_async_context(program.running())
        yield
        dead = [program for program in programs if not program.alive]
        assert not dead, [f"{program.name} died: {program.last_words()}" for program in dead]
