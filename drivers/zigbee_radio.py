"""The Radio port over zigpy and bellows: an EZSP stick, its network, meters and relays.

Everything runs on one asyncio loop, no thread of our own; zigpy's database has one. Importing this
module costs about 67 MB (zigpy, bellows, aiohttp, cryptography), so it is only imported where the
settings name a radio.
"""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import msgspec
import zigpy.types as t

from agent.devices.device import (
    FunctionKind,
    InstallCode,
    JoinProgress,
    MeterUse,
    RadioDevice,
    RadioStage,
    RadioState,
    RelayPosition,
)
from agent.metering.reading import MeterReading
from agent.ports import Clock, MeterError, RadioError, RadioRefusedError
from drivers.zigbee_app import Controller
from drivers.zigbee_ask import Asker, text_of
from drivers.zigbee_board import Board
from drivers.zigbee_care import Care
from drivers.zigbee_devices import Devices
from drivers.zigbee_join import Joins
from drivers.zigbee_link import LONGEST_PAUSE_S, NOT_OPEN, Link, LinkSettings
from drivers.zigbee_listener import Listener
from drivers.zigbee_network import Network
from drivers.zigbee_profiles import MeterProfile
from drivers.zigbee_register import RegisterRules
from drivers.zigbee_relay import Relays
from drivers.zigbee_reporting import Intervals, Reporting
from drivers.zigbee_schedule import UNICASTS_PER_S, Budget
from drivers.zigbee_store import RadioStore

NOT_THERE = frozenset({RadioStage.DOWN, RadioStage.NO_NETWORK, RadioStage.OTHER_NETWORK})
CONNECTION_W = 43_470  # 3 x 63 A x 230 V: a house connection

log = logging.getLogger(__name__)


class RadioSettings(msgspec.Struct, frozen=True):
    """Where the stick is, where its memory lies, how fast everything goes."""

    path: str
    """A device file (`/dev/serial/by-id/…`) or `tcp://host:port`."""
    database: Path
    """zigpy's; ours lies beside it, `….state`."""
    baudrate: int = 115_200
    flow_control: str = "software"
    intervals: Intervals = Intervals()
    rules: RegisterRules = RegisterRules(limit_w=CONNECTION_W)
    profiles: tuple[MeterProfile, ...] | None = None
    """None: those of config/meters."""
    unicasts_per_s: float = UNICASTS_PER_S
    """What the driver sends by itself at most, over the whole network."""
    longest_pause_s: float = LONGEST_PAUSE_S
    """Between attempts while the stick is away; a stick that returns is up within 10 s."""
    seed: int = 0
    """Of the jitter between polls; homes with different seeds do not poll in step."""


class ZigbeeRadio:
    """One stick; implements agent.ports.Radio. `running` may be entered again after it ended."""

    def __init__(self, settings: RadioSettings, clock: Clock) -> None:
        """Take the settings; files and stick are opened by `running`."""
        self._board = Board(clock)
        self._store = RadioStore(settings.database.with_name(f"{settings.database.name}.state"))
        link = LinkSettings(
            settings.path,
            settings.database,
            settings.baudrate,
            settings.flow_control,
            settings.longest_pause_s,
        )
        self._link = Link(link, self._store, self._board, self, self._work)
        budget = Budget(settings.seed, per_s=settings.unicasts_per_s)
        self._asker = Asker(self._link, budget)
        self._relays = Relays(self._asker, self._store)
        self._devices = Devices(
            self._store,
            clock,
            self._board,
            self._relays,
            settings.rules,
            settings.profiles,
            gap_ms=500 * settings.intervals.register_min_s,
        )
        self._joins = Joins(
            self._link,
            self._store,
            clock,
            self._show_open,
            self._devices.interviewed,
            self._device_ready,
            self._device_gone,
        )
        reporting = Reporting(self._link, self._asker, settings.intervals)
        self._care = Care(
            self._devices,
            self._asker,
            reporting,
            self._relays,
            budget,
            settings.intervals,
            clock,
            self._joins.configured,
        )
        self._devices.on_suspect = self._care.set_up_soon
        self._network = Network(self._link, self._store, clock, settings.database)
        self._failure: BaseException | None = None
        self._running = False

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator["ZigbeeRadio"]:
        """Keep the radio running while the context is open; an absent stick is waited for."""
        if self._running:
            raise RuntimeError("this radio is running already")
        self._running, self._failure = True, None
        self._board.show(RadioStage.STARTING, "The radio is starting.")
        # No TaskGroup: it would wrap what the caller's own lines raise.
        keeping = asyncio.create_task(self._link.run(), name="zigbee")
        keeping.add_done_callback(self._note_end)
        try:
            yield self
        finally:
            keeping.cancel()
            await asyncio.wait([keeping])
            self._board.show(RadioStage.DOWN, "The radio is stopped.", **NOT_OPEN)
            self._store.close()
            self._running = False
        if not keeping.cancelled():
            keeping.result()  # what nobody has asked for since must not be lost either

    def use(self, meters: Sequence[MeterUse]) -> None:
        """Read exactly these meters from now on."""
        self._devices.use(meters)
        self._care.uses_changed()

    async def readings(self) -> AsyncIterator[MeterReading]:
        """Yield readings in the order they came; MeterError when the radio is not there."""
        waiting = self._devices.readings
        while True:
            while waiting:
                yield waiting.popleft()
            self._fail_if_ended()
            if self._board.state.stage in NOT_THERE:
                raise MeterError(self._board.state.sentence)
            await self._board.news()

    def state(self) -> RadioState:
        return self._board.state

    def devices(self) -> tuple[RadioDevice, ...]:
        """Return every device of the network, ordered by address."""
        up = self._board.state.stage in {RadioStage.UP, RadioStage.DEGRADED}
        return self._devices.listed(up=up)

    def progress(self) -> AsyncIterator[JoinProgress]:
        """Yield what happens to joining devices from now on."""
        return self._joins.progress()

    async def changed(self) -> None:
        """Return once `state()` or `devices()` differs from when it was called."""
        # The board rings for news only; comparing a hundred devices at each report would cost
        # more than the report itself.
        self._fail_if_ended()
        await self._board.news()
        self._fail_if_ended()

    async def permit_code(self, code: InstallCode, seconds: int) -> None:
        """Let exactly this device in, with its own key."""
        await self._joins.permit_code(code, seconds)

    async def permit_open(self, seconds: int, via: str) -> None:
        """Let anyone in through one router, 1 to 60 s."""
        await self._joins.permit_open(seconds, via)

    async def permit_stop(self) -> None:
        """Close joining."""
        await self._joins.permit_stop()

    async def remove(self, ieee: str) -> None:
        """Ask the device to leave and forget it, even when it does not answer."""
        await self._joins.remove(ieee)

    async def interview(self, ieee: str) -> None:
        """Ask the device again what it is."""
        await self._joins.interview(ieee)

    async def configure(self, ieee: str) -> tuple[str, ...]:
        """Bind and configure its reports again; return what it did not accept."""
        return await self._care.set_up(ieee)

    async def switch(self, key: str, *, on: bool, lease_s: int | None) -> RelayPosition:
        """Switch a relay once and return what it then says."""
        self._relay(key)
        position = await self._relays.switch(key, on=on, lease_s=lease_s)
        self._board.ring()
        return position

    async def position(self, key: str) -> RelayPosition:
        """Ask a relay for its position; UNKNOWN: it did not answer."""
        self._relay(key)
        position = await self._relays.position(key)
        self._board.ring()
        return position

    async def form(self, channel: int | None) -> None:
        """Form a new network on a stick without one."""
        await self._network.form(channel)
        self._joins.forget()

    async def backup(self) -> bytes:
        """Return network and device database as one document, keys in clear."""
        return await self._network.backup()

    async def restore(self, backup: bytes) -> None:
        """Put a backup (ours or another program's) on the stick."""
        await self._network.restore(backup)
        self._joins.forget()

    @property
    def counts(self) -> dict[str, int]:
        """What was counted: reports, polls, readings, unreadable, refused, rebuilds."""
        counts = dict(self._devices.counts)
        return counts | {"refused": self._joins.refused, "rebuilds": self._link.rebuilds}

    # What the controller tells (drivers.zigbee_app.Hook).

    def heard(self, ieee: t.EUI64, packet: t.ZigbeePacket) -> None:
        """A packet of a device of the network."""
        payload = packet.data.serialize()
        text = text_of(ieee)
        self._asker.note(text, packet, payload)
        self._devices.heard(text, packet, payload)

    def lets_in(self, ieee: t.EUI64, *, holds_key: bool) -> bool:
        """Whether a device may be here."""
        return self._joins.lets_in(ieee, holds_key=holds_key)

    def rejoined(self, ieee: t.EUI64) -> None:
        """A device that was here is back: its reports may be forgotten."""
        known = self._devices.known.get(text_of(ieee))
        if known is not None and known.interview == "complete":
            self._care.set_up_soon(text_of(ieee))

    def lost(self, why: str) -> None:
        """The link to the stick is gone."""
        self._link.lose(f"The stick was lost: {why}.")

    def failed(self, mistake: Exception) -> None:
        """Our own code raised where a library had called it: the driver ends with that."""
        self._link.fail(mistake)

    async def _work(self, controller: Controller) -> None:
        """What runs while the radio is up."""
        self._joins.admit_known(controller)
        self._devices.look(controller)
        controller.add_listener(Listener(self._joins, self.failed))
        try:
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(self._joins.run(controller), name="zigbee joins")
                tasks.create_task(self._care.run(), name="zigbee care")
        finally:
            self._joins.closed()

    def _relay(self, key: str) -> None:
        function = self._devices.function(key, FunctionKind.RELAY)
        if function is None:
            raise RadioError(f"{key}: there is no such relay")
        if not function.usable:
            raise RadioRefusedError(f"{key} is not switched: {function.sentence}")

    def _show_open(self, until_ms: int | None, via: str | None) -> None:
        state = self._board.state
        self._board.show(state.stage, state.sentence, joining_until_ms=until_ms, via=via)

    def _device_ready(self, ieee: str) -> None:
        with contextlib.suppress(RadioError):
            self._devices.refresh(self._asker.device(ieee))
            self._care.set_up_soon(ieee)

    def _device_gone(self, ieee: str) -> None:
        self._devices.forget(ieee)
        self._care.forget(ieee)

    def _note_end(self, keeping: asyncio.Task[None]) -> None:
        if not keeping.cancelled():
            self._failure = keeping.exception()
        self._board.ring()

    def _fail_if_ended(self) -> None:
        """A mistake of our own ended the driver: it must not pass for silence."""
        if self._failure is not None:
            raise self._failure
