import asyncio
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest

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
from drivers.simulated.clock_manual import ManualClock
from drivers.simulated.pins_memory import MemoryPins


def snapshot(revision: int = 1) -> Snapshot:
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
    """Stands for the daemon: answers wishes, publishes snapshots, remembers who asked."""

    def __init__(self) -> None:
        self.published = Published(snapshot())
        self.wishes: list[tuple[Wish | PlaceOrder, Caller]] = []
        self.commissioned: list[tuple[str, Any, Caller]] = []
        self.looked: list[tuple[str, Any]] = []
        self.clock = ManualClock()
        self.stored = MemoryPins()
        self.pins = PinDesk(self.stored, self.clock)
        self.hold: asyncio.Event | None = None
        """Wishes wait for it when it is there."""
        self.asked = asyncio.Event()

    def snapshot(self) -> Snapshot:
        return self.published.snapshot()

    async def changed(self, after: int) -> None:
        await self.published.changed(after)

    async def wish(self, wish: Wish, caller: Caller) -> WishAnswer:
        self.wishes.append((wish, caller))
        self.asked.set()
        if self.hold is not None:
            await self.hold.wait()
        return WishAnswer(True, (), f"Done: {type(wish).__name__}.")

    async def place(self, order: PlaceOrder, caller: Caller) -> WishAnswer:
        self.wishes.append((order, caller))
        return WishAnswer(True, (), "The order is queued.")

    async def commission(self, method: str, params: Any, caller: Caller) -> WishAnswer:
        self.commissioned.append((method, params, caller))
        return WishAnswer(True, (), f"Done: {method}.")

    async def accept(self, method: str, params: Any, caller: Caller) -> object:
        self.commissioned.append((method, params, caller))
        return {"accepted": method}

    async def look(self, method: str, params: Any) -> object:
        self.looked.append((method, params))
        if self.hold is not None:
            await self.hold.wait()
        return {"looked": method}

    def decisions(self) -> tuple[DecisionLine, ...]:
        return (DecisionLine(1_000, 6, "no order", "the status was red"),)

    def publish(self, **sections: object) -> Snapshot:
        old = self.published.snapshot()
        new = msgspec.structs.replace(old, revision=old.revision + 1, **sections)
        self.published.publish(new)
        return new


@pytest.fixture
def household() -> Household:
    return Household()


@pytest.fixture
def socket_path(tmp_path: Path) -> Path:
    return tmp_path / "api.sock"


@pytest.fixture
def own_access() -> AccessRules:
    return AccessRules(daemon_uid=os.getuid())


@pytest.fixture
def make_snapshot() -> Callable[[int], Snapshot]:
    return snapshot
