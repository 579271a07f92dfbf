"""A bare home that is commissioned at the screen: the story's home behind a real socket, in a thread.

The household core, its journal, its radio desk, its checklist and the local interface are the real
ones; stick, meters, chain, operator and clock are those of the commissioning story. The daemon can
be killed and started again on what is on its disks while the screen stays.
"""

import asyncio
import os
import threading
from collections.abc import Coroutine
from pathlib import Path
from typing import Any, TypeVar

from agent.api.commission import ChecklistView
from agent.api.permissions import AccessRules
from agent.api.pins import PinSet
from agent.shell.acceptance import Site
from agent.shell.household_api import HouseholdApi
from agent.shell.pin_desk import PinDesk
from agent.shell.serve import serving
from tests.provisioning.commissioning_story import INSTALL_CODE, INSTALLER, Home

T = TypeVar("T")
PATIENCE_S = 60.0
INSTALLERS_PIN = "13579"


class BareHouse:
    """The thread; use it as a context. The keys and the request were made at the first boot."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "api.sock"
        self.folder = folder
        self.story: Home
        self.starts = 0
        self.enrolled = False
        self._ready, self._up = threading.Event(), threading.Event()
        self._over: asyncio.Event
        self._again: asyncio.Event
        self._loop: asyncio.AbstractEventLoop
        self._failure: BaseException | None = None
        self._thread = threading.Thread(target=self._live, name="bare house")

    def __enter__(self) -> "BareHouse":
        self._thread.start()
        assert self._ready.wait(PATIENCE_S)
        if self._failure is not None:
            self._thread.join(PATIENCE_S)
            raise self._failure
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._end)
        self._thread.join(PATIENCE_S)
        assert not self._thread.is_alive()
        if self._failure is not None:
            raise self._failure

    def _end(self) -> None:
        self._over.set()
        self._again.set()

    def _live(self) -> None:
        try:
            asyncio.run(self._serve())
        except BaseException as failure:  # noqa: BLE001 - told to the test's thread
            self._failure = failure
        finally:
            self._ready.set()
            self._up.set()

    async def _serve(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._over, self._again = asyncio.Event(), asyncio.Event()
        self.story = Home(self.folder)
        await self.story.request()
        try:
            while not self._over.is_set():
                await self._one_life()
        finally:
            await self.story.stop()

    async def _one_life(self) -> None:
        story = self.story
        await story.start()
        assert story.api is not None
        self.starts += 1
        pins = PinDesk(story.pins, story.world.clock)
        if not pins.has("installer"):
            asked = PinSet(new=INSTALLERS_PIN, whose="installer")
            assert (await pins.replace(asked, reset=True)).accepted
        request = str(story.folder.directory / "request.txt")
        nodes = ("http://node-a.example:8545",)
        site = Site("home-07", nodes, request=request, directory=str(self.folder))
        story.api = HouseholdApi(story.world.home, pins, None, site)
        async with serving(self.path, story.api, AccessRules(daemon_uid=os.getuid())):
            self._ready.set()
            self._up.set()
            await self._again.wait()
        self._again.clear()

    def kill(self) -> None:
        """End the daemon as a crash would; it is started again at once."""
        self._up.clear()
        self._loop.call_soon_threadsafe(self._again.set)
        assert self._up.wait(PATIENCE_S)

    def do(self, deed: Coroutine[Any, Any, T]) -> T:
        """Let something happen in the house; return what came of it."""
        return asyncio.run_coroutine_threadsafe(deed, self._loop).result(PATIENCE_S)

    def passes(self, seconds: int) -> None:
        """Let time pass: meters count, blocks come."""
        self.do(self.story.passes(seconds))

    def let_in(self, ieee: str) -> None:
        """Let one device in by its code, as from a laptop."""
        self.do(self.story.ask("pair.code", code=INSTALL_CODE, ieee=ieee, seconds=180))

    def checklist(self) -> ChecklistView:
        """Return the agent's own list."""
        assert self.story.api is not None
        view = self.do(self.story.api.accept("commission.checklist", None, INSTALLER))
        assert isinstance(view, ChecklistView)
        return view

    def enrol(self) -> None:
        """The operator has compared the number and puts the home on the chain."""

        async def answered() -> None:
            await self.story.operator()
            await self.story.passes(30)

        self.do(answered())
        self.enrolled = True
