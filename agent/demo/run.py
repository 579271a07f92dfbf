"""The demonstration: five processes, one street, every number proven before it is shown.

    chain      four validators, one node          (simulated: drivers.simulated.devchain)
    broker     MQTT                               (simulated: drivers.simulated.broker)
    operator   deploys, then reconciles           the operator's own command
    neighbours 54 homes                           agents of the same code in one process
    home       the one a person drives            the real daemon, with socket and journal

This process founds the market, starts the others, watches the chain with its own light client
and the home through its socket, and writes statements and a picture at the end.
"""

import asyncio
import contextlib
import time
import tomllib
from collections.abc import AsyncIterator, Callable
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

import msgspec

from agent.api.sections import Snapshot
from agent.demo.found_market import MarketTerms, found_market
from agent.demo.frames import FrameMaker
from agent.demo.neighbours import Neighbour, Neighbourhood
from agent.demo.observer import Observer, StreetHomeKey
from agent.demo.processes import Child, ProcessEndedError, running
from agent.demo.resident import next_order
from agent.demo.result import DemoParameters, StreetFrame, StreetMap
from agent.demo.street_files import (
    HOME_ETHER,
    OPERATOR_ETHER,
    HomeFile,
    HomeKeys,
    demo_key,
    keys_of,
    my_home,
    write_genesis,
    write_home,
    write_key,
    write_operator,
)
from agent.demo.street_map import street_map
from agent.dso.settings import MarketPlan, MemberPlan
from agent.feeders import load_feeder
from agent.ledger.network import Network, read_network
from agent.market.cycle import CycleTimes
from agent.market.welfare import WelfareParameters
from agent.ports import ChainError
from agent.shell.link import LinkError, connected
from agent.units import Address, UnixMs
from drivers.chain_rpc import ChainClient, ChainView
from drivers.clocks import SystemClock
from drivers.keystore import KeySigner
from drivers.operator_store_sqlite import SqliteOperatorStore
from drivers.simulated.street import HomePlan, plan_street

FEEDER = "ieee-european-lv"
VALIDATORS = 4
CHAIN_ID = 1337
BLOCK_S = 1
SETTLE_CYCLES = 2
"""An order of cycle i is delivered in i+1 and settled in the settlement phase of i+2."""
START_WITHIN_S = 30.0
LOOK_S = 0.25

Tell = Callable[[str], None]
Show = Callable[[StreetFrame], None]


class DemoSettings(msgspec.Struct, frozen=True):
    """What the command was asked for."""

    seed: int = 1
    homes: int = 55
    cycles: int = 6
    cycle_s: int = 20
    day: str = "2026-06-21"
    start_minute: int = 600
    hands_off: bool = False
    """Nobody gives my home its first instruction: it waits for a person."""


class DemoFailedError(Exception):
    """The demonstration could not go on; a sentence, and the last lines of what ended."""


class Street(msgspec.Struct, frozen=True):
    """Everything that is planned before a process starts."""

    settings: DemoSettings
    terms: MarketTerms
    plans: tuple[HomePlan, ...]
    mine: HomePlan
    map: StreetMap
    directory: Path

    @property
    def socket(self) -> Path:
        return self.directory / "api.sock"

    def parameters(self) -> DemoParameters:
        """What the result says it was run with."""
        asked = self.settings
        return DemoParameters(
            seed=asked.seed,
            homes=asked.homes,
            day=asked.day,
            start_minute=asked.start_minute,
            cycle_s=asked.cycle_s,
            cycles=asked.cycles,
            validators=VALIDATORS,
            currency=self.terms.currency,
            charge_micro_per_m=self.terms.charge_micro_per_m,
            penalty_micro_per_kwh=self.terms.penalty_micro_per_kwh,
        )


class Watched(msgspec.Struct):
    """What is seen while the street runs."""

    frames: FrameMaker
    observer: Observer
    operator: Address
    started_mono_s: float
    first_trade_s: float | None = None
    duration_s: float = 0.0
    balances: dict[Address, int] = {}
    held: dict[Address, int] = {}


def read_terms() -> MarketTerms:
    """Read the demonstration's market (config/demo/market.toml)."""
    table = tomllib.loads(files("config").joinpath("demo/market.toml").read_text("utf-8"))
    return MarketTerms(
        currency=table["currency"],
        **table["terms"],
        **table["price"],
        **table["member"],
        welfare=WelfareParameters.from_decimals(**table["welfare"]),
    )


def plan(settings: DemoSettings, directory: Path) -> Street:
    """Plan the street; ValueError lists what cannot be."""
    plans = plan_street(settings.seed, settings.homes, settings.day)
    homes = [(p.number, p.vertex, p.pv_w_peak, p.endorser) for p in plans]
    return Street(
        settings=settings,
        terms=read_terms(),
        plans=plans,
        mine=my_home(plans),
        map=street_map(load_feeder(FEEDER), homes),
        directory=directory,
    )


async def run_street(street: Street, tell: Tell, show: Show) -> Watched:
    """Run the street until its cycles are settled; DemoFailedError, and what was seen so far."""
    started = time.monotonic()
    clock = SystemClock(assume_trusted=True)
    keys = {home.number: keys_of(street.settings.seed, home) for home in street.plans}
    operator = KeySigner(demo_key(street.settings.seed, "operator", 0))
    _write_keys(street, keys, operator.address)
    tell(f"starting {VALIDATORS} validators and a broker")
    async with _chain_and_broker(street) as place, _client(place, clock) as client:
        tell(f"founding the market: one contract, {len(street.plans)} homes enrolled")
        genesis_s = clock.wall_ms() // 1_000 + _founding_s(len(street.plans))
        contract = await _found(street, client.view(), operator, genesis_s, keys)
        market = _Market(contract, operator.address, genesis_s)
        _write_settings(street, place, market, keys)
        times = CycleTimes(genesis_s, street.settings.cycle_s)
        observer = Observer(client.view(), contract, times, _home_keys(street, keys))
        watched = Watched(
            FrameMaker(street.map, times, street.mine.number, street.settings, VALIDATORS),
            observer,
            operator.address,
            started,
        )
        tell("starting the homes")
        async with _agents(street) as agents:
            await _watch(street, watched, client.view(), [*place.children, *agents], show)
    return watched


class _Place(NamedTuple):
    """Where chain and broker are."""

    network: Network
    upstreams: tuple[str, ...]
    broker_port: int
    children: list[Child]


class _Market(NamedTuple):
    """Which market."""

    contract: Address
    operator: Address
    genesis_s: int


def _client(place: _Place, clock: SystemClock) -> ChainClient:
    return ChainClient(place.network, place.upstreams, wall_ms=clock.wall_ms)


def _founding_s(homes: int) -> int:
    """Seconds from now to the first cycle: blocks for two transactions per home, and the starts."""
    return 8 + homes // 15


def _write_keys(street: Street, keys: dict[int, HomeKeys], operator: Address) -> None:
    rich = {operator: OPERATOR_ETHER} | {key.member: HOME_ETHER for key in keys.values()}
    write_genesis(street.directory / "genesis.toml", rich)
    home = street.directory / street.mine.name
    home.mkdir()
    mine = keys[street.mine.number]
    write_key(home / "order.key", mine.order)
    write_key(home / "report.key", mine.report)
    (street.directory / "operator").mkdir()
    write_key(
        street.directory / "operator" / "operator.key",
        demo_key(street.settings.seed, "operator", 0),
    )


@contextlib.asynccontextmanager
async def _chain_and_broker(street: Street) -> AsyncIterator[_Place]:
    where = street.directory
    network_file = where / "network.toml"
    chain_command = ["-m", "agent", "chain", "dev", "--validators", str(VALIDATORS)]
    chain_command += ["--chain-id", str(CHAIN_ID)]
    chain_command += ["--period", str(BLOCK_S), "--seed", str(street.settings.seed)]
    chain_command += ["--genesis", str(where / "genesis.toml")]
    chain_command += ["--write-network", str(network_file)]
    async with (
        running("the chain", chain_command, where / "chain.log") as chain,
        running("the broker", ["-m", "drivers.simulated.broker"], where / "broker.log") as broker,
    ):
        await _until(network_file.exists, chain)
        await _until(lambda: ":" in broker.last_words(), broker)
        table = tomllib.loads(network_file.read_text("utf-8"))
        port = int(broker.last_words().rsplit(":", 1)[1])
        network = read_network(table["network"])
        yield _Place(network, tuple(table["upstreams"]), port, [chain, broker])


async def _until(ready: Callable[[], bool], child: Child) -> None:
    """Wait for a child to get ready; DemoFailedError when it ends or takes too long."""
    ended = asyncio.create_task(child.ended())
    try:
        async with asyncio.timeout(START_WITHIN_S):
            while not ready():
                await asyncio.wait({ended}, timeout=0.05)
                if ended.done():
                    await ended
    except TimeoutError as late:
        raise DemoFailedError(f"{child.name} was not ready in {START_WITHIN_S:g} s") from late
    except ProcessEndedError as gone:
        raise DemoFailedError(str(gone)) from gone
    finally:
        ended.cancel()


async def _found(
    street: Street,
    chain: ChainView,
    operator: KeySigner,
    genesis_s: int,
    keys: dict[int, HomeKeys],
) -> Address:
    terms, asked = street.terms, street.settings
    homes = [
        MemberPlan(
            address=keys[home.number].member,
            report_key=keys[home.number].report_address,
            meter=keys[home.number].meter,
            vertex=home.vertex,
            limit_wh=terms.limit_wh,
            allowance_micro=terms.allowance_micro,
            endorser=home.endorser,
        )
        for home in street.plans
    ]
    market = MarketPlan(genesis_s=genesis_s, cycle_s=asked.cycle_s)
    with contextlib.closing(
        SqliteOperatorStore(street.directory / "operator" / "operator.db")
    ) as store:
        return await found_market(chain, operator, store, CHAIN_ID, market, terms, homes)


def _write_settings(
    street: Street, place: _Place, market: _Market, keys: dict[int, HomeKeys]
) -> None:
    where, asked, terms, mine = street.directory, street.settings, street.terms, street.mine
    network = str(where / "network.toml")
    write_home(
        where / "home.toml",
        HomeFile(
            name=mine.name,
            meter=keys[mine.number].meter,
            directory=str(where / mine.name),
            socket=str(street.socket),
            network=network,
            upstreams=place.upstreams,
            contract=market.contract,
            operator=market.operator,
            broker_port=place.broker_port,
            load=mine.load,
            pv_w_peak=mine.pv_w_peak,
            day=mine.day,
            start_minute=asked.start_minute,
            lowest_micro_per_kwh=terms.lowest_micro_per_kwh,
            highest_micro_per_kwh=terms.highest_micro_per_kwh,
            limit_wh=terms.limit_wh,
            currency=terms.currency,
            endorser=mine.endorser,
        ),
    )
    write_operator(
        where / "operator.toml",
        directory=where / "operator",
        network=network,
        upstreams=place.upstreams,
        contract=market.contract,
        broker_port=place.broker_port,
    )
    neighbours = Neighbourhood(
        network=network,
        upstreams=place.upstreams,
        contract=market.contract,
        operator=market.operator,
        genesis_s=market.genesis_s,
        cycle_s=asked.cycle_s,
        feeder=FEEDER,
        broker_port=place.broker_port,
        start_minute=asked.start_minute,
        lowest_micro_per_kwh=terms.lowest_micro_per_kwh,
        highest_micro_per_kwh=terms.highest_micro_per_kwh,
        limit_wh=terms.limit_wh,
        homes=tuple(
            Neighbour(
                home,
                keys[home.number].order.hex(),
                keys[home.number].report.hex(),
                keys[home.number].meter,
            )
            for home in street.plans
            if home is not mine
        ),
    )
    path = where / "neighbours.json"
    path.touch(mode=0o600)
    path.write_bytes(msgspec.json.encode(neighbours))


def _home_keys(street: Street, keys: dict[int, HomeKeys]) -> tuple[StreetHomeKey, ...]:
    return tuple(
        StreetHomeKey(home.number, home.vertex, home.pv_w_peak, keys[home.number].member)
        for home in street.plans
    )


@contextlib.asynccontextmanager
async def _agents(street: Street) -> AsyncIterator[list[Child]]:
    where = street.directory
    operator = ["-m", "agent", "operator", "reconcile", "--config", str(where / "operator.toml")]
    neighbours = ["-m", "agent.demo.neighbours", str(where / "neighbours.json")]
    home = ["-m", "agent", "daemon", "--config", str(where / "home.toml")]
    async with (
        running("the operator", operator, where / "operator.log") as first,
        running("the neighbours", neighbours, where / "neighbours.log") as second,
        running("my home", home, where / "home.log") as third,
    ):
        yield [first, second, third]


async def _watch(
    street: Street,
    watched: Watched,
    chain: ChainView,
    children: list[Child],
    show: Show,
) -> None:
    """Follow chain and home until the last cycle is settled; a child that ends ends it all."""
    wanted = street.settings.cycles - 1
    patience = wanted + SETTLE_CYCLES + 1 + MarketPlan(genesis_s=0).deadline_cycles
    done = asyncio.Event()
    try:
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(child.ended(), name=child.name) for child in children]
            tasks.append(group.create_task(_follow_home(street, watched.frames)))
            tasks.append(group.create_task(_draw(watched, children, show)))
            tasks.append(group.create_task(_follow_chain(watched, chain, wanted, patience, done)))
            await done.wait()
            for task in tasks:
                task.cancel()
    except* ProcessEndedError as ended:
        raise DemoFailedError(str(ended.exceptions[0])) from ended


async def _follow_chain(
    watched: Watched, chain: ChainView, wanted: int, patience: int, done: asyncio.Event
) -> None:
    while not done.is_set():
        try:
            head = await chain.next_head()
            await watched.observer.follow(head)
        except ChainError as trouble:
            watched.frames.trouble("chain", str(trouble))
            await asyncio.sleep(1.0)
            continue
        watched.frames.trouble("chain", "")
        watched.frames.saw_head(head, time.monotonic())
        seen = watched.observer
        if watched.first_trade_s is None and any(c.trades for c in seen.cycles.values()):
            watched.first_trade_s = round(time.monotonic() - watched.started_mono_s, 1)
        cycle = watched.frames.times.cycle_at(head.time_s * 1_000)
        ended = cycle is not None and cycle >= wanted + SETTLE_CYCLES
        settled = wanted in seen.cycles and seen.settled_through() >= wanted
        if cycle is not None and ((ended and settled) or cycle > patience):
            watched.balances, watched.held = await seen.accounts(watched.operator)
            watched.duration_s = round(time.monotonic() - watched.started_mono_s, 1)
            done.set()


async def _follow_home(street: Street, frames: FrameMaker) -> None:
    """Watch my home through its socket like any screen, and give it its first instruction."""
    instructed = street.settings.hands_off
    while True:
        try:
            async with connected(street.socket, "demonstration") as link:
                frames.trouble("home", "")
                async for snapshot in link.watch():
                    frames.me = snapshot
                    if not instructed and await _instruct(street, snapshot):
                        instructed = True
        except LinkError as gone:
            if frames.me is not None:
                frames.trouble("home", str(gone))
            await asyncio.sleep(0.3)


async def _instruct(street: Street, seen: Snapshot) -> bool:
    """Place my home's first standing instruction over a second connection; True once accepted."""
    if seen.flow.started:
        return True
    terms = street.terms
    order = next_order(street.mine, seen, terms.lowest_micro_per_kwh, terms.highest_micro_per_kwh)
    if order is None:
        return False
    async with connected(street.socket, "demonstration") as link:
        answer = await link.call("order.place", order)
    return bool(answer["accepted"])


async def _draw(watched: Watched, children: list[Child], show: Show) -> None:
    clock = SystemClock(assume_trusted=True)
    while True:
        memory = sum(child.memory_bytes() for child in children)
        show(watched.frames.frame(watched.observer, UnixMs(clock.wall_ms()), memory))
        await asyncio.sleep(LOOK_S)
