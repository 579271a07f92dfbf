"""Keeps one controller alive: found, started on the network of this home, rebuilt after a loss.

bellows never reconnects by itself, so each loss ends the whole controller and a new one is
built (bellows#729). A network is never formed here: what the stick has is compared with what this
home remembers, and where they differ nothing is done until a person decides.
"""

import asyncio
import contextlib
import logging
import random
from collections.abc import AsyncIterator, Callable, Coroutine
from pathlib import Path
from typing import Any, TypeVar

import msgspec
import zigpy.exceptions

from agent.devices.device import RadioStage
from agent.ports import RadioError
from drivers.zigbee_app import UNKNOWN, Controller, Hook, asked, build, settings_of
from drivers.zigbee_board import Board
from drivers.zigbee_store import NetworkMark, RadioStore, key_digest, private_file

FIRST_PAUSE_S, LONGEST_PAUSE_S = 0.25, 8.0
"""Between attempts; doubled each time. The longest keeps "back within 10 s" for a stick that returns."""

STEADY_S = 20.0  # a life this long starts the pauses anew; shorter ones may be a loop of crashes

START_WITHIN_S = 40.0  # 100 commands; a noisy line repeats some of them after 1.6 s and more
STOP_WITHIN_S = 10.0

PROBE_EVERY_S = 30.0  # bellows' own watchdog swallows four silences of 10 s each before it speaks
PROBE_WITHIN_S = 5.0
PROBES = 2  # unanswered ones after which the stick counts as gone

NO_NETWORK = "The stick has no network yet: form one, or restore a backup."
LOST_NETWORK = (
    "The stick has lost the network of this home: restore the backup, or form a new one and pair"
    " every device again."
)
OTHER_NETWORK = (
    "The stick has another network than the one of this home: put the right stick in, or restore"
    " this home's backup onto it."
)
NOT_OPEN: dict[str, Any] = {"joining_until_ms": None, "via": None}

TAKE_OVER_MS = 24 * 3_600_000
"""After a network came without a list of devices: how long those that hold its key are let in."""

Result = TypeVar("Result")

log = logging.getLogger(__name__)


class LinkSettings(msgspec.Struct, frozen=True):
    """Where the stick is and what belongs to it."""

    path: str
    """A device file (`/dev/serial/by-id/…`) or `tcp://host:port`."""
    database: Path
    baudrate: int = 115_200
    flow_control: str = "software"
    """`software` or `hardware`."""
    longest_pause_s: float = LONGEST_PAUSE_S
    """Between attempts while the stick is away."""


class Link:
    """One stick. `run` keeps it alive; `work` is run while it is up."""

    def __init__(
        self,
        settings: LinkSettings,
        store: RadioStore,
        board: Board,
        hook: Hook,
        work: Callable[[Controller], Coroutine[Any, Any, None]],
    ) -> None:
        self._settings = settings
        self._store = store
        self._board = board
        self._hook = hook
        self._work = work
        self._up: Controller | None = None
        self._lost = asyncio.Event()
        self._suspect = asyncio.Event()
        self._why = ""
        self._mistake: Exception | None = None
        self._hold = asyncio.Event()
        self._free = asyncio.Event()
        self._free.set()
        self._idle = asyncio.Event()
        self._idle.set()
        self._one_at_a_time = asyncio.Lock()
        self.rebuilds = 0

    @property
    def controller(self) -> Controller:
        """The controller while it is up; RadioError otherwise."""
        if self._up is None:
            raise RadioError(self._board.state.sentence)
        return self._up

    def lose(self, why: str) -> None:
        """End the present life: the link is gone."""
        if not self._lost.is_set():
            self._why = why
            self._lost.set()

    def fail(self, mistake: Exception) -> None:
        """End for good: our own code raised this where a library had called it."""
        self._mistake = self._mistake or mistake
        self.lose("The radio's driver failed.")

    def suspect(self) -> None:
        """A command failed: see whether the stick still answers."""
        self._suspect.set()

    @contextlib.asynccontextmanager
    async def asking(self, what: str, within_s: float) -> AsyncIterator[Controller]:
        """`asked` on the controller that is up; a failure has the stick looked at."""
        try:
            async with asked(what, within_s):
                yield self.controller
        except RadioError:
            self.suspect()
            raise

    async def run(self) -> None:
        """Keep the stick running until cancelled. What our own code raised ends it."""
        self._mistake = None
        first_s = min(FIRST_PAUSE_S, self._settings.longest_pause_s)
        pause_s = first_s
        loop = asyncio.get_running_loop()
        while True:
            await self._free.wait()
            self._idle.clear()
            began_s = loop.time()
            try:
                await self._live()
            finally:
                self._idle.set()
            if self._mistake is not None:
                raise self._mistake
            if self._hold.is_set():
                pause_s = first_s
                continue
            if loop.time() - began_s > STEADY_S:
                pause_s = first_s
            with contextlib.suppress(TimeoutError):
                jitter = random.uniform(0.75, 1.0)  # noqa: S311 - hides nothing
                async with asyncio.timeout(pause_s * jitter):  # wait_for can swallow our end
                    await self._hold.wait()
            pause_s = min(2 * pause_s, self._settings.longest_pause_s)

    @contextlib.asynccontextmanager
    async def stopped(self) -> AsyncIterator[None]:
        """Have the stick to oneself: the present life is ended, the next begins afterwards."""
        async with self._one_at_a_time:
            self._hold.set()
            self._free.clear()
            try:
                await self._idle.wait()
                yield
            finally:
                self._hold.clear()
                self._free.set()

    @contextlib.asynccontextmanager
    async def opened(self, *, channel: int | None = None) -> AsyncIterator[Controller]:
        """A connected controller that has not started a network; shut down at the end."""
        settings = self._settings
        private_file(settings.database)
        config = settings_of(
            settings.path,
            settings.database,
            baudrate=settings.baudrate,
            flow_control=settings.flow_control,
            channel=channel,
        )
        controller = await build(config, self._hook)
        try:
            async with asked("connecting to the stick", START_WITHIN_S):
                await controller.connect()
            yield controller
        finally:
            await _end(controller)

    async def _live(self) -> None:
        """One life, from connecting to the loss; every reason ends in the board's words."""
        self._lost.clear()
        self._suspect.clear()
        self._why = ""
        board = self._board
        try:
            async with contextlib.AsyncExitStack() as stack:
                controller = await self._until_lost(self._begin(stack))
                if controller is None:
                    if self._lost.is_set():
                        board.show(RadioStage.DOWN, self._why, **NOT_OPEN)
                    return
                self._up = controller
                self.rebuilds += 1
                board.show(RadioStage.UP, "The radio is up.", **_stick_of(controller))
                try:
                    await self._until_lost(self._run_up(controller))
                finally:
                    self._up = None
                    more = board.one_more_loss() if self._lost.is_set() else {}
                    why = self._why or "The radio is stopped."
                    board.show(RadioStage.DOWN, why, **NOT_OPEN, **more)
        except RadioError as trouble:
            board.show(RadioStage.DOWN, f"{trouble}.", **NOT_OPEN)

    async def _begin(self, stack: contextlib.AsyncExitStack) -> Controller | None:
        """Connect, compare the network, start it; None: not this home's, the board says which."""
        controller = await stack.enter_async_context(self.opened())
        mark = await read_mark(controller)
        home = self._store.network()
        if mark is None:
            sentence = NO_NETWORK if home is None else LOST_NETWORK
            self._board.show(RadioStage.NO_NETWORK, sentence, **_stick_of(controller))
            return None
        if home is not None and not mark.same_network(home):
            self._board.show(RadioStage.OTHER_NETWORK, OTHER_NETWORK, **_stick_of(controller))
            return None
        async with asked("starting the network", START_WITHIN_S):
            await controller.initialize(auto_form=False)
        if home is None:
            self._store.leave_open(self._board.now_ms() + TAKE_OVER_MS)
        if home != mark:
            self._store.remember_network(mark)
        return controller

    async def _run_up(self, controller: Controller) -> None:
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._watch(controller), name="zigbee watch")
            tasks.create_task(self._work(controller), name="zigbee work")

    async def _watch(self, controller: Controller) -> None:
        """Look at the stick now and then and when a command failed; give it up after PROBES."""
        failures = 0
        while True:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(PROBE_EVERY_S):
                    await self._suspect.wait()
            self._suspect.clear()
            try:
                async with asked("the stick", PROBE_WITHIN_S):
                    await controller.watchdog_feed()
                failures = 0
                if self._board.state.stage is RadioStage.DEGRADED:
                    self._board.show(RadioStage.UP, "The radio is up.")
            except RadioError:
                failures += 1
                self._board.show(RadioStage.DEGRADED, "The stick does not answer every command.")
                if failures >= PROBES:
                    self.lose("The stick did not answer; the radio is built anew.")
                self._suspect.set()

    async def _until_lost(self, work: Coroutine[Any, Any, Result]) -> Result | None:
        """Run something until it ends, or the life has to; then it is cancelled, and None."""
        tasks: list[asyncio.Task[Any]] = [asyncio.create_task(work)]
        tasks += [asyncio.create_task(event.wait()) for event in (self._lost, self._hold)]
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            return tasks[0].result() if tasks[0].done() else None
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)


async def read_mark(controller: Controller) -> NetworkMark | None:
    """Return by what the stick's network is known, None when it has none; RadioError."""
    async with asked("reading the stick's network", START_WITHIN_S):
        try:
            await controller.load_network_info(load_devices=False)
        except zigpy.exceptions.NetworkNotFormed:
            return None
    network, node = controller.state.network_info, controller.state.node_info
    extended = network.extended_pan_id.serialize()[::-1].hex()
    return NetworkMark(
        extended_pan_id=extended,
        pan_id=int(network.pan_id),
        channel=int(network.channel),
        key_digest=key_digest(extended, network.network_key.key.serialize()),
        coordinator=node.ieee.serialize()[::-1].hex(),
    )


def _stick_of(controller: Controller) -> dict[str, Any]:
    """What the board says of the stick itself."""
    node, network = controller.state.node_info, controller.state.network_info
    names = [text for text in (node.manufacturer, node.model, node.version) if text]
    if node.ieee != UNKNOWN:
        names.append(f"({node.ieee.serialize()[::-1].hex()})")  # who opens joining at the stick
    return {"stick": " ".join(names), "channel": int(network.channel) or None}


async def _end(controller: Controller) -> None:
    """Shut a controller down, whatever state its link is in."""
    with contextlib.suppress(RadioError):
        async with asked("stopping", STOP_WITHIN_S):
            await controller.shutdown()
