"""The demonstration: six processes, one street, every number proven before it is shown.

    chain      four validators, one node          (simulated: drivers.simulated.devchain)
    broker     mosquitto with TLS, or the embedded one where there is none
    operator   deploys, then reconciles           the operator's own command
    neighbours 54 homes                           agents of the same code in one process
    home       the one a person drives            the real daemon, with socket and journal
    screen     its touchscreen, where there is a display; else its pictures at the end
    stick      its radio: meters and a relay      (simulated: drivers.simulated.zigbee)

This process founds the market, starts the others, watches the chain with its own light client
and the home through its socket, and writes statements and a picture at the end.
"""

import asyncio
import contextlib
import os
import time
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import msgspec

from agent.api.sections import Snapshot
from agent.demo.frames import FrameMaker
from agent.demo.observer import Observer
from agent.demo.processes import Child, ProcessEndedError, running
from agent.demo.radio import PairingFailedError, commission, radio_command, scenario, stick
from agent.demo.resident import next_order
from agent.demo.result import StreetFrame
from agent.demo.screen import has_display, has_qt, pictures, window
from agent.demo.storage_street import UnitWatch, UnitWords, next_session, unit_words
from agent.demo.street_broker import DemoFailedError, broker_name
from agent.demo.street_files import write_home
from agent.demo.street_plan import VALIDATORS, DemoSettings, Street, plan
from agent.demo.street_start import (
    chain_and_broker,
    daemon_command,
    found,
    founding_s,
    home_file,
    home_keys,
    neighbours_command,
    operator_command,
    street_keys,
    unit_key,
    write_keys,
    write_operator_and_neighbours,
)
from agent.dso.settings import MarketPlan
from agent.ledger.verify import VerifiedHead
from agent.market.cycle import CycleTimes
from agent.ports import ChainError
from agent.shell.link import LinkError, connected
from agent.units import Address, UnixMs
from drivers.chain_rpc import ChainClient, ChainView
from drivers.clocks import SystemClock

__all__ = ["DemoFailedError", "DemoSettings", "Street", "Watched", "plan", "run_street"]

SETTLE_CYCLES = 2
"""An order of cycle i is delivered in i+1 and settled in the settlement phase of i+2."""
LOOK_S = 0.25

Tell = Callable[[str], None]
Show = Callable[[StreetFrame], None]


class Watched(msgspec.Struct):
    """What is seen while the street runs."""

    frames: FrameMaker
    observer: Observer
    operator: Address
    started_mono_s: float
    first_trade_s: float | None = None
    duration_s: float = 0.0
    pictured: bool = False
    """Pictures of my home's screen were saved."""
    storage: Address | None = None
    """The storage contract, where my home has a battery."""
    unit: UnitWatch = msgspec.field(default_factory=UnitWatch)
    unit_words: UnitWords | None = None
    balances: dict[Address, int] = {}
    held: dict[Address, int] = {}


async def run_street(street: Street, tell: Tell, show: Show, shots: Path | None) -> Watched:
    """Run the street until its cycles are settled; DemoFailedError, and what was seen so far.

    `shots`: where pictures of my home's screen go; None: a window shows it, or there is no Qt.
    """
    started = time.monotonic()
    clock = SystemClock(assume_trusted=True)
    keys, mine = street_keys(street), [street.mine]
    write_keys(street, keys, mine)
    tell(f"starting {VALIDATORS} validators and {broker_name()}")
    async with (
        chain_and_broker(street) as place,
        ChainClient(place.network, place.upstreams, wall_ms=clock.wall_ms) as client,
    ):
        tell(f"founding the market: one contract, {len(street.plans)} homes enrolled")
        genesis_s = clock.wall_ms() // 1_000 + founding_s(len(street.plans))
        market = await found(street, client.view(), genesis_s, keys)
        write_operator_and_neighbours(street, place, market, keys, mine)
        settings = home_file(street, place, market, street.mine, keys, street.socket)
        if not street.settings.storage:
            settings = msgspec.structs.replace(settings, stick=str(stick(street.directory)))
            (street.directory / "radio.toml").write_text(scenario(street, genesis_s), "utf-8")
        write_home(street.directory / "home.toml", settings)
        times = CycleTimes(genesis_s, street.settings.cycle_s)
        watched = Watched(
            FrameMaker(street.map, times, street.mine.number, street.settings, VALIDATORS),
            Observer(client.view(), market.contract, times, home_keys(street, keys)),
            market.operator,
            started,
        )
        watched.storage = market.storage
        pairing = "mine has a battery" if market.storage else "mine pairs its meters over ZigBee"
        tell(f"starting the homes; {pairing}")
        async with _agents(street) as agents:
            await _watch(street, watched, client.view(), [*place.children, *agents], show)
            if shots is not None:
                tell("taking pictures of my home's screen")
                log = street.directory / "screen.log"
                watched.pictured = await pictures(street.socket, shots, log)
    return watched


@contextlib.asynccontextmanager
async def _agents(street: Street) -> AsyncIterator[list[Child]]:
    where = street.directory
    home = daemon_command(where / "home.toml")
    async with (
        _radio(street) as radio,
        running("the operator", operator_command(street), where / "operator.log") as first,
        running("the neighbours", neighbours_command(street), where / "neighbours.log") as second,
        running("my home", home, where / "home.log") as third,
        _screen(street),
    ):
        yield [first, second, third, *radio]


@contextlib.asynccontextmanager
async def _radio(street: Street) -> AsyncIterator[list[Child]]:
    """Run my home's stick; with a battery its meters are simulated in its daemon instead."""
    if street.settings.storage:
        yield []
        return
    where = street.directory
    async with running("my home's radio", radio_command(where), where / "radio.log") as radio:
        yield [radio]


@contextlib.asynccontextmanager
async def _screen(street: Street) -> AsyncIterator[None]:
    """Open my home's screen where a person can see it."""
    if has_qt() and has_display(os.environ):
        async with window(street.socket, street.directory / "screen.log"):
            yield
    else:
        yield


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
            if not street.settings.storage:
                tasks.append(group.create_task(commission(street), name="installer"))
            tasks.append(group.create_task(_follow_home(street, watched)))
            tasks.append(group.create_task(_draw(watched, children, show)))
            tasks.append(group.create_task(_follow_chain(street, watched, chain, patience, done)))
            await done.wait()
            for task in tasks:
                task.cancel()
    except* (ProcessEndedError, PairingFailedError) as ended:
        raise DemoFailedError(str(ended.exceptions[0])) from ended


async def _follow_chain(
    street: Street, watched: Watched, chain: ChainView, patience: int, done: asyncio.Event
) -> None:
    wanted = street.settings.cycles - 1
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
            watched.unit_words = await _unit_words(street, watched, chain, head)
            watched.duration_s = round(time.monotonic() - watched.started_mono_s, 1)
            done.set()


async def _unit_words(
    street: Street, watched: Watched, chain: ChainView, head: VerifiedHead
) -> UnitWords | None:
    if watched.storage is None:
        return None
    owner = street_keys(street)[street.mine.number].member
    return await unit_words(chain, watched.storage, unit_key(street).address, owner, head)


async def _follow_home(street: Street, watched: Watched) -> None:
    """Watch my home through its socket like any screen, and give it its first instruction."""
    instructed, frames = street.settings.hands_off, watched.frames
    while True:
        try:
            async with connected(street.socket, "demonstration") as link:
                frames.trouble("home", "")
                async for snapshot in link.watch():
                    frames.me = snapshot
                    watched.unit.see(snapshot)
                    await _start_session(street, watched, snapshot)
                    if not instructed and await _instruct(street, snapshot):
                        instructed = True
        except LinkError as gone:
            if frames.me is not None:
                frames.trouble("home", str(gone))
            await asyncio.sleep(0.3)


async def _start_session(street: Street, watched: Watched, seen: Snapshot) -> None:
    """Start a session where there is credit for one, as the resident would."""
    session = next_session(seen)
    if session is None:
        return
    async with connected(street.socket, "demonstration") as link:
        answer = await link.call("storage.session_start", session)
    watched.unit.sessions += bool(answer["accepted"])


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
