"""A radio in memory: the Radio port for tests of everything that stands on it.

Devices, readings and misfortunes are set from outside; nothing happens by itself and no time
passes. It keeps the port's rules: switching moves a relay at most once, an unexpected device is
refused, a network is formed only where there is none.
"""

import asyncio
import contextlib
from collections import deque
from collections.abc import AsyncIterator, Sequence

import msgspec

from agent.devices.device import (
    DeviceFunction,
    FunctionKind,
    InstallCode,
    JoinProgress,
    JoinStep,
    LiveMeter,
    MeterUse,
    RadioDevice,
    RadioStage,
    RadioState,
    RelayPosition,
)
from agent.metering.reading import MeterReading, MeterRole
from agent.ports import Clock, MeterError, RadioError, RadioRefusedError
from agent.units import EnergyWh, PowerW, UnixMs

STICK = "000d6ffffe000001"
"""The address of the stick itself, to open joining through it."""
READINGS = 256
PROGRESS_LINES = 64
MOST_OPEN_S, MOST_CODE_S, MOST_LEASE_S = 60, 254, 6_000
NOT_THERE = frozenset({RadioStage.DOWN, RadioStage.NO_NETWORK, RadioStage.OTHER_NETWORK})


class MemoryRelay:
    """One relay: what it does with a command, and whether it says so."""

    def __init__(self, *, has_lease: bool = True) -> None:
        self.on = False
        self.obeys = True
        self.answers = True
        self.has_lease = has_lease
        self.lease_s: int | None = None
        """Of the last switching on; the test lets it run out with `MemoryRadio.lease_over`."""
        self.actuations = 0


class MemoryRadio:
    """A radio whose devices a test sets; implements agent.ports.Radio."""

    def __init__(self, clock: Clock, *, network: bool = True) -> None:
        """`network`: False begins with a stick that has none."""
        self._clock = clock
        self._bell = asyncio.Event()
        self._devices: dict[str, RadioDevice] = {}
        self._uses: dict[str, MeterUse] = {}
        self._readings: deque[MeterReading] = deque(maxlen=READINGS)
        self._progress: list[deque[JoinProgress]] = []
        self._network = network
        self._there = True
        self._only: str | None = None
        self._state = RadioState(RadioStage.STARTING, "The radio is starting.", clock.wall_ms())
        self._runs = False
        self.relays: dict[str, MemoryRelay] = {}
        self.configured: list[str] = []
        """Addresses that were configured, in order."""

    # What a test does to it.

    def add(self, device: RadioDevice) -> None:
        """Have a device in the network; its usable relays begin off."""
        self._devices[device.ieee] = device
        for function in device.functions:
            if function.kind is FunctionKind.RELAY and function.usable:
                self.relays.setdefault(function.key, MemoryRelay())
        self._ring()

    def join(self, device: RadioDevice) -> bool:
        """A device wants in; return whether it was let in."""
        now_ms = self._clock.wall_ms()
        until_ms = self._state.joining_until_ms
        expected = until_ms is not None and now_ms <= until_ms
        if (
            not (expected and self._only in {None, device.ieee})
            and device.ieee not in self._devices
        ):
            self._say(device.ieee, JoinStep.REFUSED, "It was not expected, and was sent away.")
            return False
        self._say(device.ieee, JoinStep.JOINED, "It joined the network.")
        self.add(device)
        self._say(device.ieee, JoinStep.READY, "It is ready.")
        return True

    def measure(
        self, key: str, *, import_wh: int, export_wh: int = 0, power_w: int | None = None
    ) -> None:
        """A meter says this now; positive power is drawn."""
        live = LiveMeter(self._clock.wall_ms(), power_w, import_wh, export_wh)
        self._replace(key, FunctionKind.METER, live=live)
        use = self._uses.get(key)
        if use is None or self._state.stage not in {RadioStage.UP, RadioStage.DEGRADED}:
            return
        into, out = (export_wh, import_wh) if use.invert else (import_wh, export_wh)
        role = MeterRole(use.role)
        turned = use.invert is not (role is MeterRole.GENERATION)
        if power_w is not None and turned:
            power_w = -power_w
        self._readings.append(
            MeterReading(
                meter=key,
                role=role,
                at_ms=UnixMs(self._clock.wall_ms()),
                import_wh=EnergyWh(into),
                export_wh=EnergyWh(out),
                power_w=None if power_w is None else PowerW(power_w),
            )
        )

    def unplug(self, sentence: str = "The stick was lost: the stick is not there.") -> None:
        """Pull the stick out."""
        self._there = False
        if self._runs:
            self._show(RadioStage.DOWN, sentence)

    def plug_in(self, *, other_network: bool = False) -> None:
        """Put a stick in again, ours or one of another network."""
        self._there = True
        if not self._runs:
            return
        if other_network:
            self._show(RadioStage.OTHER_NETWORK, "The stick has another network than this home's.")
        else:
            self._start()

    def lease_over(self, key: str) -> None:
        """The relay's own time has run out."""
        relay = self.relays[key]
        if relay.on and relay.lease_s is not None:
            self._move(relay, on=False)
            self._replace(key, FunctionKind.RELAY, position=RelayPosition.OFF)

    # The port.

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator["MemoryRadio"]:
        """Run until the context ends; it may be entered again."""
        self._runs = True
        if self._there:
            self._start()
        else:
            self._show(RadioStage.DOWN, "The stick is not there.")
        try:
            yield self
        finally:
            self._runs = False
            self._show(RadioStage.DOWN, "The radio is stopped.")

    def use(self, meters: Sequence[MeterUse]) -> None:
        """Read exactly these from now on."""
        self._uses = {meter.key: meter for meter in meters}

    async def readings(self) -> AsyncIterator[MeterReading]:
        """Yield what `measure` was given; MeterError when the radio is not there."""
        while True:
            while self._readings:
                yield self._readings.popleft()
            if self._state.stage in NOT_THERE:
                raise MeterError(self._state.sentence)
            await self._bell.wait()

    def state(self) -> RadioState:
        return self._state

    def devices(self) -> tuple[RadioDevice, ...]:
        """Return every device, ordered by address."""
        return tuple(device for _, device in sorted(self._devices.items()))

    async def progress(self) -> AsyncIterator[JoinProgress]:
        """Yield what happens to joining devices from now on."""
        lines: deque[JoinProgress] = deque()
        self._progress.append(lines)
        try:
            while True:
                while lines:
                    yield lines.popleft()
                await self._bell.wait()
        finally:
            self._progress.remove(lines)

    async def changed(self) -> None:
        """Return once something differs from when it was called."""
        before = (self._state, self.devices())
        while (self._state, self.devices()) == before:
            await self._bell.wait()

    async def permit_code(self, code: InstallCode, seconds: int) -> None:
        """Let one device in; its check digits are the real driver's to test, its length is not."""
        if len(code.code) not in {8, 10, 14, 18} or not 1 <= seconds <= MOST_CODE_S:
            raise RadioRefusedError("Refused: an install code has 8, 10, 14 or 18 bytes.")
        await self._needed()
        self._open(seconds, via=None, only=code.ieee)

    async def permit_open(self, seconds: int, via: str) -> None:
        """Let anyone in through one router."""
        if not 1 <= seconds <= MOST_OPEN_S:
            raise RadioRefusedError(f"Joining is open 1 to {MOST_OPEN_S} seconds, not {seconds}.")
        await self._needed()
        if via != STICK and via not in self._devices:
            raise RadioRefusedError(f"{via} is no router of this network.")
        self._open(seconds, via=via, only=None)

    async def permit_stop(self) -> None:
        """Close joining."""
        await self._needed()
        self._show(self._state.stage, self._state.sentence)

    async def remove(self, ieee: str) -> None:
        """Forget a device."""
        await self._needed()
        device = self._devices.pop(ieee, None)
        if device is None:
            raise RadioRefusedError(f"{ieee} is no device of this network.")
        for function in device.functions:
            self.relays.pop(function.key, None)
        self._say(ieee, JoinStep.LEFT, "It was removed from the network.")

    async def interview(self, ieee: str) -> None:
        """Ask a device again what it is."""
        await self._known(ieee)
        self._say(ieee, JoinStep.INTERVIEWING, "It is asked what it is.")

    async def configure(self, ieee: str) -> tuple[str, ...]:
        """Set a device up; it accepts everything."""
        await self._known(ieee)
        self.configured.append(ieee)
        return ()

    async def switch(self, key: str, *, on: bool, lease_s: int | None) -> RelayPosition:
        """Switch a relay once."""
        if lease_s is not None and not 1 <= lease_s <= MOST_LEASE_S:
            raise RadioRefusedError(f"A lease lasts 1 to {MOST_LEASE_S} seconds, not {lease_s}.")
        relay = await self._relay(key)
        if relay.obeys:
            self._move(relay, on=on)
            relay.lease_s = lease_s if on and relay.has_lease else None
        if lease_s is not None:
            self._replace(key, FunctionKind.RELAY, lease=relay.has_lease)
        return await self.position(key)

    async def position(self, key: str) -> RelayPosition:
        """Ask a relay."""
        relay = await self._relay(key)
        position = RelayPosition.ON if relay.on else RelayPosition.OFF
        if not relay.answers:
            position = RelayPosition.UNKNOWN
        self._replace(key, FunctionKind.RELAY, position=position)
        return position

    async def form(self, channel: int | None) -> None:
        """Form a network where there is none."""
        await asyncio.sleep(0)
        if channel is not None and not 11 <= channel <= 26:
            raise RadioRefusedError(f"Channel {channel} is none; 11 to 26 are.")
        if not self._there:
            raise RadioError("the stick is not there")
        if self._network:
            raise RadioRefusedError("The stick has a network already; it is not thrown away.")
        self._network = True
        self._start()

    async def backup(self) -> bytes:
        """Return the devices as one document."""
        await self._needed()
        return b"memory" + msgspec.json.encode(self.devices())

    async def restore(self, backup: bytes) -> None:
        """Take over what `backup` returned."""
        await asyncio.sleep(0)
        if not self._there:
            raise RadioError("the stick is not there")
        if not backup.startswith(b"memory"):
            raise RadioRefusedError("The backup is refused: it is none of this radio's.")
        try:
            devices = msgspec.json.decode(backup[len(b"memory") :], type=tuple[RadioDevice, ...])
        except msgspec.MsgspecError as failed:
            raise RadioRefusedError(f"The backup is refused: {failed}.") from failed
        self._devices.clear()
        self._network = True
        for device in devices:
            self.add(device)
        self._start()

    def _start(self) -> None:
        if self._network:
            self._show(RadioStage.UP, "The radio is up.")
        else:
            self._show(RadioStage.NO_NETWORK, "The stick has no network yet: form one.")

    def _show(self, stage: RadioStage, sentence: str) -> None:
        """Show a stage with joining closed."""
        same = stage is self._state.stage
        since_ms = self._state.since_ms if same else int(self._clock.wall_ms())
        channel = 15 if stage is RadioStage.UP else None
        self._state = RadioState(stage, sentence, since_ms, f"memory ({STICK})", channel)
        self._only = None
        self._ring()

    def _open(self, seconds: int, *, via: str | None, only: str | None) -> None:
        self._only = only
        until_ms = self._clock.wall_ms() + 1_000 * seconds
        self._state = msgspec.structs.replace(self._state, joining_until_ms=until_ms, via=via)
        self._ring()

    def _say(self, ieee: str, step: JoinStep, sentence: str) -> None:
        line = JoinProgress(self._clock.wall_ms(), ieee, step, sentence)
        for lines in self._progress:
            if len(lines) < PROGRESS_LINES:
                lines.append(line)
        self._ring()

    def _replace(self, key: str, kind: FunctionKind, **new: object) -> None:
        ieee = key.partition("/")[0]
        device = self._devices.get(ieee)
        if device is None:
            return
        functions: tuple[DeviceFunction, ...] = tuple(
            msgspec.structs.replace(f, **new) if (f.key, f.kind) == (key, kind) else f
            for f in device.functions
        )
        self._devices[ieee] = msgspec.structs.replace(device, functions=functions)
        self._ring()

    def _move(self, relay: MemoryRelay, *, on: bool) -> None:
        if relay.on is not on:
            relay.on = on
            relay.actuations += 1

    async def _needed(self) -> None:
        await asyncio.sleep(0)
        if self._state.stage not in {RadioStage.UP, RadioStage.DEGRADED}:
            raise RadioError(self._state.sentence)

    async def _known(self, ieee: str) -> None:
        await self._needed()
        if ieee not in self._devices:
            raise RadioError(f"{ieee}: there is no such device")

    async def _relay(self, key: str) -> MemoryRelay:
        await self._needed()
        device = self._devices.get(key.partition("/")[0])
        functions = () if device is None else device.functions
        found = [f for f in functions if f.key == key and f.kind is FunctionKind.RELAY]
        if not found:
            raise RadioError(f"{key}: there is no such relay")
        if not found[0].usable:
            raise RadioRefusedError(f"{key} is not switched: {found[0].sentence}")
        return self.relays[key]

    def _ring(self) -> None:
        self._bell.set()
        self._bell = asyncio.Event()
