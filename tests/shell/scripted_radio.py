"""A radio under a test's hands: it shows and says what it is told to, and fails when asked."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import msgspec

from agent.devices.device import (
    InstallCode,
    JoinProgress,
    MeterUse,
    RadioDevice,
    RadioStage,
    RadioState,
    RelayPosition,
)
from agent.metering.reading import MeterReading
from agent.ports import RadioRefusedError


class ScriptedRadio:
    """The Radio port, played by a test."""

    def __init__(self) -> None:
        self.said: asyncio.Queue[MeterReading | Exception] = asyncio.Queue()
        self.joins: asyncio.Queue[JoinProgress] = asyncio.Queue()
        self.used: list[tuple[MeterUse, ...]] = []
        self.asked: list[tuple[object, ...]] = []
        self.fail: Exception | None = None
        self.fail_running: Exception | None = None
        self.positions: dict[str, RelayPosition] = {}
        self.obey = True
        self.hold: asyncio.Event | None = None
        self.fail_making: Exception | None = None
        self.made = 0
        self.starts = 0
        self._state = RadioState(RadioStage.UP, "The radio works.", 0)
        self._devices: tuple[RadioDevice, ...] = ()
        self._moved = asyncio.Event()

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator["ScriptedRadio"]:
        self.starts += 1
        if self.fail_running is not None:
            raise self.fail_running
        yield self

    def use(self, meters: Sequence[MeterUse]) -> None:
        self.used.append(tuple(meters))

    async def readings(self) -> AsyncIterator[MeterReading]:
        while True:
            item = await self.said.get()
            if isinstance(item, Exception):
                raise item
            yield item

    def state(self) -> RadioState:
        return self._state

    def devices(self) -> tuple[RadioDevice, ...]:
        return self._devices

    def show(self, *devices: RadioDevice, **state: object) -> None:
        """Show these devices, and the state with these changes, from now on."""
        self._devices = devices
        self._state = msgspec.structs.replace(self._state, **state)
        done, self._moved = self._moved, asyncio.Event()
        done.set()

    async def progress(self) -> AsyncIterator[JoinProgress]:
        while True:
            yield await self.joins.get()

    async def changed(self) -> None:
        await self._moved.wait()

    async def _do(self, *what: object) -> None:
        self.asked.append(what)
        if self.hold is not None:
            await self.hold.wait()
        if self.fail is not None:
            raise self.fail

    async def permit_code(self, code: InstallCode, seconds: int) -> None:
        await self._do("code", code, seconds)

    async def permit_open(self, seconds: int, via: str) -> None:
        await self._do("open", seconds, via)

    async def permit_stop(self) -> None:
        await self._do("stop")

    async def remove(self, ieee: str) -> None:
        await self._do("remove", ieee)

    async def interview(self, ieee: str) -> None:
        await self._do("interview", ieee)

    async def configure(self, ieee: str) -> tuple[str, ...]:
        await self._do("configure", ieee)
        return ("power is not reported",)

    async def switch(self, key: str, *, on: bool, lease_s: int | None) -> RelayPosition:
        await self._do("switch", key, on, lease_s)
        if self.obey:
            self.positions[key] = RelayPosition.ON if on else RelayPosition.OFF
        return self.positions.get(key, RelayPosition.UNKNOWN)

    async def position(self, key: str) -> RelayPosition:
        await self._do("position", key)
        return self.positions.get(key, RelayPosition.UNKNOWN)

    async def form(self, channel: int | None) -> None:
        await self._do("form", channel)

    async def backup(self) -> bytes:
        await self._do("backup")
        return b"keys in clear"

    async def restore(self, backup: bytes) -> None:
        await self._do("restore", backup)


class MemoryBackups:
    """Keeps backups where a test can look."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}

    def save(self, document: bytes) -> Path:
        name = f"backup-{len(self.kept)}"
        self.kept[name] = document
        return Path("/backups") / name

    def load(self, name: str) -> bytes:
        if name not in self.kept:
            raise RadioRefusedError(f"There is no backup {name}.")
        return self.kept[name]
