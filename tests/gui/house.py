"""A whole home's agent behind a real socket, in a thread of its own, for a screen to touch.

The household core, its journal, its rules and the local interface are the real ones; meters,
chain and clock are those of tests.shell.world, under the test's hands.
"""

import asyncio
import os
import threading
from collections.abc import Coroutine
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from agent.api.permissions import AccessRules
from agent.core.constants import Constants
from agent.ledger import market_contract as market
from agent.shell.household import Household
from agent.shell.household_api import HouseholdApi
from agent.shell.pin_desk import PinDesk
from agent.shell.serve import serving
from drivers.simulated.pins_memory import MemoryPins
from tests.core.story import CONSTANTS, at
from tests.shell.test_market_reader import ME
from tests.shell.world import World

T = TypeVar("T")
PATIENCE_S = 60.0
A_HOME = 45
"""A vertex at the end of a cable, where homes are."""
ABOUT_TO_SELL = at(5, 0.5)
"""Half a minute into a round, after twenty minutes of sun."""


class House:
    """The thread; use it as a context."""

    def __init__(self, folder: Path, **changes: Any) -> None:
        """`changes` of the constants: what the operator and the installer settled."""
        self.path = folder / "api.sock"
        self.world: World
        self._constants: Constants = msgspec.structs.replace(
            CONSTANTS, **{"currency": "GBP", **changes}
        )
        self._ready = threading.Event()
        self._over: asyncio.Event
        self._loop: asyncio.AbstractEventLoop
        self._failure: BaseException | None = None
        self._thread = threading.Thread(target=self._live, name="house")

    def __enter__(self) -> "House":
        self._thread.start()
        assert self._ready.wait(PATIENCE_S)
        if self._failure is not None:
            self._thread.join(PATIENCE_S)
            raise self._failure
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._over.set)
        self._thread.join(PATIENCE_S)
        assert not self._thread.is_alive()
        if self._failure is not None:
            raise self._failure

    def _live(self) -> None:
        try:
            asyncio.run(self._serve())
        except BaseException as failure:  # noqa: BLE001 - told to the test's thread
            self._failure = failure
        finally:
            self._ready.set()

    async def _serve(self) -> None:
        self._loop, self._over = asyncio.get_running_loop(), asyncio.Event()
        self.world = World(self._constants)
        member = market.Member(True, False, A_HOME, 4_600, 40_000_000)
        self.world.market.put(market.member_slot(ME), member.pack())
        async with self.world.running() as home:
            self.pins = PinDesk(MemoryPins(), self.world.clock)
            api = HouseholdApi(home, self.pins)
            async with serving(self.path, api, AccessRules(daemon_uid=os.getuid())):
                self._ready.set()
                await self._over.wait()

    def do(self, deed: Coroutine[Any, Any, T]) -> T:
        """Let something happen in the house; return what came of it."""
        return asyncio.run_coroutine_threadsafe(deed, self._loop).result(PATIENCE_S)

    @property
    def home(self) -> Household:
        return self.world.home

    def sunny(self, until_ms: int = ABOUT_TO_SELL) -> None:
        """Let the sun shine until then: 2 kW given, a block every minute."""
        self.do(self.world.sunny(until_ms))

    def dark(self, minutes: int) -> None:
        """Let the home draw 2 kW for some minutes, a block in each."""

        async def night() -> None:
            world = self.world
            drawn = getattr(self, "_drawn_wh", 10_000)
            for _ in range(minutes):
                await world.until(world.clock.wall_ms() + 60_000)
                drawn += 34
                await world.read(20_000 + self._given_wh, drawn)
                await world.seal()
            self._drawn_wh = drawn

        self._given_wh = (self.world.clock.wall_ms() - at(3)) // 1_800
        self.do(night())

    def silent(self, minutes: int) -> None:
        """Let time pass without a word of the meters, a block in each minute."""

        async def silence() -> None:
            for _ in range(minutes):
                await self.world.until(self.world.clock.wall_ms() + 60_000)
                await self.world.seal()

        self.do(silence())

    def seal(self) -> None:
        """Put what was sent into a block."""
        self.do(self.world.seal())
