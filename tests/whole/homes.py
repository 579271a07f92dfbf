"""Real processes under the test's hand, and real homes: a daemon, its lines, its resident."""

import asyncio
import contextlib
import os
import signal
import sys
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from agent.api.methods import PlaceOrder
from agent.api.sections import Snapshot
from agent.demo.resident import next_order
from agent.demo.street_files import HomeKeys, write_home
from agent.demo.street_plan import Street
from agent.demo.street_start import Keys, Market, Place, daemon_command, home_file
from agent.shell.link import CallFailed, LinkError, connected
from agent.units import Address
from drivers.simulated.street import HomePlan

ROOT = Path(__file__).parents[2]
READY_WITHIN_S = 60.0
LOOK_AGAIN_S = 0.02
STOP_WITHIN_S = 10.0
LOOK_BEFORE_PRESSING_AGAIN_S = 1.0
"""The answer to a press comes over another line than the screen, and may be the faster one."""


class ProgramDiedError(AssertionError):
    """A process ended that nobody had killed; its last words."""


class Program:
    """One of our processes: started, killed and started again."""

    def __init__(self, name: str, command: list[str], log: Path) -> None:
        self.name = name
        self.log = log
        self._command = command
        self._process: asyncio.subprocess.Process | None = None

    @property
    def pid(self) -> int:
        return 0 if self._process is None else self._process.pid

    @property
    def alive(self) -> bool:
        return self._process is not None and self._process.returncode is None

    async def start(self) -> None:
        with self.log.open("ab") as out:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable,
                *self._command,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=out,
                stderr=out,
                start_new_session=True,
                cwd=ROOT,
                env=os.environ | {"PYTHONPATH": str(ROOT)},
            )

    async def end(self, how: signal.Signals = signal.SIGKILL) -> int:
        """Send the signal and wait; return the exit code. ProgramDiedError: it was dead already."""
        if self._process is None:
            return 0
        if self._process.returncode is not None:
            raise ProgramDiedError(f"{self.name} had ended: {self.last_words()}")
        self._process.send_signal(how)
        async with asyncio.timeout(STOP_WITHIN_S):
            return await self._process.wait()

    def last_words(self) -> str:
        return "\n".join(self.log.read_text("utf-8", "replace").splitlines()[-12:])

    def memory_bytes(self) -> int:
        pages = int(Path(f"/proc/{self.pid}/statm").read_text("ascii").split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE")

    @asynccontextmanager
    async def running(self) -> AsyncIterator["Program"]:
        await self.start()
        try:
            yield self
        finally:
            if self.alive:
                with contextlib.suppress(TimeoutError):
                    await self.end(signal.SIGTERM)
            if self.alive:
                await self.end()


async def ready(program: Program, socket: Path) -> float:
    """Return the seconds until the daemon's socket answers a hello."""
    started = time.monotonic()
    async with asyncio.timeout(READY_WITHIN_S):
        while True:
            if not program.alive:
                raise ProgramDiedError(f"{program.name} died: {program.last_words()}")
            try:
                async with connected(socket, "test"):
                    return time.monotonic() - started
            except LinkError:
                await asyncio.sleep(LOOK_AGAIN_S)


class Seen(NamedTuple):
    """What a screen showed, and when (wall clock, seconds)."""

    at_s: float
    snapshot: Snapshot


class Pressed(msgspec.Struct):
    """One instruction of the resident that was taken, or whose answer never came."""

    at_s: float
    order: PlaceOrder
    answered: bool = False


class RealHome:
    """A home with a process of its own, and everything that was seen of it from outside."""

    def __init__(self, street: Street, plan: HomePlan, keys: Keys) -> None:
        self.plan = plan
        self.keys: HomeKeys = keys[plan.number]
        self.socket = street.directory / f"{plan.name}.sock"
        self.config = street.directory / f"{plan.name}.toml"
        self.seen: list[Seen] = []
        self.pressed: list[Pressed] = []
        self.hands_off = False
        self.program = Program(
            plan.name, daemon_command(self.config), street.directory / f"{plan.name}.log"
        )
        self.terms = street.terms

    @property
    def member(self) -> Address:
        return self.keys.member

    @property
    def now(self) -> Snapshot | None:
        return self.seen[-1].snapshot if self.seen else None

    def between(self, from_s: float, to_s: float) -> list[Snapshot]:
        """Return what its screen showed in a span of time."""
        return [seen.snapshot for seen in self.seen if from_s <= seen.at_s <= to_s]

    def write_settings(
        self,
        street: Street,
        place: Place,
        market: Market,
        keys: Keys,
        *,
        urls: tuple[str, ...],
        broker_port: int,
        groups: str = "",
    ) -> None:
        settings = home_file(street, place, market, self.plan, keys, self.socket)
        settings = msgspec.structs.replace(settings, upstreams=urls, broker_port=broker_port)
        write_home(self.config, settings)
        if groups:
            text = self.config.read_text().replace("[api]\n", f"[api]\n{groups}\n")
            self.config.write_text(text)

    async def start(self) -> float:
        """Start the daemon; return the seconds until it was ready."""
        await self.program.start()
        return await ready(self.program, self.socket)

    async def screen(self) -> None:
        """Watch like a screen and press like a resident, through every restart."""
        while True:
            try:
                async with connected(self.socket, "screen") as link:
                    async for snapshot in link.watch():
                        self.seen.append(Seen(time.time(), snapshot))
                        await self._press(snapshot)
            except (LinkError, CallFailed):
                await asyncio.sleep(0.1)

    async def _press(self, seen: Snapshot) -> None:
        order = next_order(
            self.plan, seen, self.terms.lowest_micro_per_kwh, self.terms.highest_micro_per_kwh
        )
        if order is None or self.hands_off:
            return
        if self.pressed and time.time() - self.pressed[-1].at_s < LOOK_BEFORE_PRESSING_AGAIN_S:
            return
        pressed = Pressed(time.time(), order)
        self.pressed.append(pressed)
        answer = await self.call("order.place", order)
        pressed.answered = True
        if not answer["accepted"]:
            self.pressed.remove(pressed)

    async def call(self, method: str, params: object | None = None) -> Any:
        """Call over a connection of its own; LinkError, CallFailed."""
        async with connected(self.socket, "test") as link:
            return await link.call(method, params)


async def until(happened: Callable[[], bool], within_s: float, what: str) -> None:
    """Wait until something is so; AssertionError names it when it does not come."""
    try:
        async with asyncio.timeout(within_s):
            while not happened():  # noqa: ASYNC110 - other processes' facts wake nobody
                await asyncio.sleep(0.1)
    except TimeoutError as late:
        raise AssertionError(f"not within {within_s:g} s: {what}") from late
