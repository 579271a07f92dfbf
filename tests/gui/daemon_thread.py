"""The daemon's real server in a thread of its own, with a household that only remembers.

with running(tmp_path / "api.sock") as daemon:
    daemon.publish(home=HomeSection(...))
    daemon.raw(b"...")           a line no honest daemon sends, to every connection
"""

import asyncio
import contextlib
import os
import threading
from collections.abc import Callable, Coroutine, Iterator
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from agent.api.framing import CallRefused, Reason
from agent.api.methods import PlaceOrder, WishAnswer
from agent.api.permissions import AccessRules, Caller
from agent.api.sections import (
    DecisionLine,
    FlowSection,
    HomeSection,
    LinkSection,
    MarketSection,
    MoneySection,
    Snapshot,
)
from agent.api.wishes import Wish
from agent.shell.pin_desk import PinDesk
from agent.shell.published import Published
from agent.shell.serve import serving
from drivers.simulated.clock_manual import ManualClock
from drivers.simulated.pins_memory import MemoryPins

T = TypeVar("T")
WITHIN_S = 30.0


def first_snapshot(revision: int = 1) -> Snapshot:
    return Snapshot(
        revision=revision,
        member="0x" + "ab" * 20,
        home=HomeSection("green", "more made than used", 1_000, -500, 1_500, 1_000),
        flow=FlowSection(
            False, False, "none", "manual", None, None, None, None, False, ("start",), "idle"
        ),
        market=MarketSection(7, "quotation", 2_000, 3_000),
        money=MoneySection(5_000_000, 0),
        chain=LinkSection("live", "The chain is followed.", 900, 42),
        broker=LinkSection("up", "The broker is connected.", 900),
    )


class Household:
    """Answers wishes, publishes snapshots, remembers who asked for what."""

    def __init__(self, first: Snapshot) -> None:
        self.published = Published(first)
        self.pins = PinDesk(MemoryPins(), ManualClock())
        self.wishes: list[tuple[Wish | PlaceOrder, Caller]] = []
        self.looks: dict[str, Callable[[Any], object]] = {}
        """What `look` answers, by method."""
        self.hold: asyncio.Event | None = None

    def snapshot(self) -> Snapshot:
        return self.published.snapshot()

    async def changed(self, after: int) -> None:
        await self.published.changed(after)

    async def wish(self, wish: Wish, caller: Caller) -> WishAnswer:
        self.wishes.append((wish, caller))
        if self.hold is not None:
            await self.hold.wait()
        return WishAnswer(True, (), f"Done: {type(wish).__name__}.")

    async def place(self, order: PlaceOrder, caller: Caller) -> WishAnswer:
        self.wishes.append((order, caller))
        return WishAnswer(True, (), "The order is queued.")

    async def commission(self, method: str, _params: Any, _caller: Caller) -> WishAnswer:
        return WishAnswer(True, (), f"Done: {method}.")

    async def look(self, method: str, params: Any) -> object:
        if method not in self.looks:
            raise CallRefused(Reason.NOT_READY, "This stand-in has nothing to show of that.")
        return self.looks[method](params)

    def decisions(self) -> tuple[DecisionLine, ...]:
        return ()


class Daemon:
    """What a test says to the server's thread."""

    def __init__(self, loop: asyncio.AbstractEventLoop, household: Household) -> None:
        self.household = household
        self._loop = loop

    def call(self, work: Callable[[], Coroutine[Any, Any, T]]) -> T:
        """Run a coroutine in the server's loop; return its result."""
        return asyncio.run_coroutine_threadsafe(work(), self._loop).result(WITHIN_S)

    def publish(self, **sections: object) -> Snapshot:
        async def now() -> Snapshot:
            old = self.household.snapshot()
            new = msgspec.structs.replace(old, revision=old.revision + 1, **sections)
            self.household.published.publish(new)
            return new

        return self.call(now)

    def hold(self) -> None:
        """Let wishes wait until `let_go`."""

        async def now() -> None:
            self.household.hold = asyncio.Event()

        self.call(now)

    def let_go(self) -> None:
        async def now() -> None:
            assert self.household.hold is not None
            self.household.hold.set()

        self.call(now)


@contextlib.contextmanager
def running(path: Path, first: Snapshot | None = None) -> Iterator[Daemon]:
    """Serve at `path` until the context ends."""
    household = Household(first or first_snapshot())
    started: list[asyncio.AbstractEventLoop] = []
    ready = threading.Event()
    stop = asyncio.Event()

    async def serve() -> None:
        async with serving(path, household, AccessRules(daemon_uid=os.getuid())):
            started.append(asyncio.get_running_loop())
            ready.set()
            await stop.wait()

    thread = threading.Thread(target=asyncio.run, args=(serve(),), name="daemon")
    thread.start()
    try:
        assert ready.wait(WITHIN_S), "the server did not start"
        yield Daemon(started[0], household)
    finally:
        if started:
            started[0].call_soon_threadsafe(stop.set)
        thread.join(WITHIN_S)
        assert not thread.is_alive()
