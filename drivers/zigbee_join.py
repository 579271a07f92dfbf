"""Who may come in: one device with its install code, or anyone through one router for a minute.

A device that joins outside an expected join is sent away before it is interviewed, and shows as
refused. An interview that fails is tried again with growing pauses.
"""

import asyncio
import contextlib
import logging
from collections import deque
from collections.abc import AsyncIterator, Callable

import zigpy.types as t
from zigpy.device import ZigbeeDevice

from agent.devices.device import InstallCode, JoinProgress, JoinStep
from agent.ports import Clock, RadioError, RadioRefusedError
from drivers.zigbee_app import Controller
from drivers.zigbee_ask import eui64, text_of
from drivers.zigbee_link import Link
from drivers.zigbee_store import RadioStore
from drivers.zigbee_typed import address_of, link_key_of

MIN_OPEN_S, MAX_OPEN_S = 1, 60
MAX_CODE_S = 254  # what permitJoining takes

PROGRESS_LINES = 64  # of one listener; the newest is dropped
PERMIT_WITHIN_S = 15.0
LEAVE_WITHIN_S = 10.0
LOOK_S = 0.05

RETRY_FIRST_S, RETRY_MOST_S = 5.0, 900.0
"""Between interviews that failed; doubled each time. A sleeping device may take an hour to wake."""

log = logging.getLogger(__name__)


class Opening:
    """An expected join: until when, through whom, and for whom."""

    def __init__(self, until_s: float, until_ms: int, via: str | None, only: str | None) -> None:
        self.until_s = until_s
        self.until_ms = until_ms
        self.via = via
        self.only = only


class Joins:
    """Joining, interviewing, leaving. zigpy calls the methods `device_…`."""

    def __init__(
        self,
        link: Link,
        store: RadioStore,
        clock: Clock,
        show_open: Callable[[int | None, str | None], None],
        show: Callable[[ZigbeeDevice, str], None],
        ready: Callable[[str], None],
        gone: Callable[[str], None],
    ) -> None:
        self._link = link
        self._store = store
        self._clock = clock
        self._show_open = show_open
        self._show = show
        self._ready = ready
        self._gone = gone
        self._open: Opening | None = None
        self._changed = asyncio.Event()
        self._listeners: list[deque[JoinProgress]] = []
        self._news = asyncio.Event()
        self._admitted: set[str] = set()
        self._failures: dict[str, int] = {}
        self._retry_s: dict[str, float] = {}
        self.refused = 0
        self.dropped = 0

    # What a person asks for.

    async def permit_code(self, code: InstallCode, seconds: int) -> None:
        """Let one device in with the key made of its install code (BDB 10.1.1)."""
        link_key = link_key_of(code)
        if not MIN_OPEN_S <= seconds <= MAX_CODE_S:
            raise RadioRefusedError(f"Joining lasts 1 to {MAX_CODE_S} seconds, not {seconds}.")
        await self.permit_stop()
        self._expect(seconds, via=None, only=code.ieee)
        async with self._closing_after_failure(), self._asking() as controller:
            await controller.permit_with_link_key(eui64(code.ieee), link_key, seconds)

    async def permit_open(self, seconds: int, via: str) -> None:
        """Let anyone in through one router."""
        if not MIN_OPEN_S <= seconds <= MAX_OPEN_S:
            raise RadioRefusedError(f"Joining is open 1 to {MAX_OPEN_S} seconds, not {seconds}.")
        controller = self._link.controller
        router = address_of(via)
        if router != controller.state.node_info.ieee:
            device = controller.devices.get(router)
            descriptor = getattr(device, "node_desc", None)
            if descriptor is None or not descriptor.is_router:
                raise RadioRefusedError(f"{via} is no router of this network.")
        await self.permit_stop()
        self._expect(seconds, via=via, only=None)
        async with self._closing_after_failure(), self._asking() as controller:
            await controller.permit(seconds, node=router)

    async def permit_stop(self) -> None:
        """Close; the trust centre's policy is what it was."""
        self._open = None  # whoever joins from here on was not expected
        try:
            async with self._asking() as controller:
                await controller.permit(0)
        finally:
            self._show_open(None, None)

    async def remove(self, ieee: str) -> None:
        """Ask a device to leave and forget it, even when it does not answer."""
        address = address_of(ieee)
        if self._link.controller.devices.get(address) is None:
            raise RadioRefusedError(f"{ieee} is no device of this network.")
        self._admitted.discard(ieee)
        self._store.expel(ieee)
        async with self._asking() as controller:
            await controller.remove(address)
        self._say(ieee, JoinStep.LEFT, "It was removed from the network.")
        self._gone(ieee)
        await self._away(controller, address)

    async def _away(self, controller: Controller, address: t.EUI64) -> None:
        """Wait for zigpy, which asks the device in a task of its own and then drops it."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(LEAVE_WITHIN_S):
                while address in controller.devices:  # noqa: ASYNC110 - zigpy tells nobody
                    await asyncio.sleep(LOOK_S)
        controller.devices.pop(address, None)

    async def interview(self, ieee: str) -> None:
        """Ask a device again what it is."""
        controller = self._link.controller
        device = controller.devices.get(address_of(ieee))
        if not isinstance(device, ZigbeeDevice):
            raise RadioError(f"{ieee}: there is no such device")
        self._say(ieee, JoinStep.INTERVIEWING, "It is asked what it is.")
        if not device.is_initialized:
            async with self._asking():
                device.schedule_initialize()
            return
        failed = self._failures.get(ieee, 0)
        async with self._link.asking(ieee, INTERVIEW_WITHIN_S):
            await controller.reinterview_device(device.ieee)
        if self._failures.get(ieee, 0) > failed:
            raise RadioError(f"{ieee}: it did not answer; what was known of it still holds")

    async def progress(self) -> AsyncIterator[JoinProgress]:
        """Yield what happens from now on."""
        lines: deque[JoinProgress] = deque()
        self._listeners.append(lines)
        try:
            while True:
                while lines:
                    yield lines.popleft()
                await self._news.wait()
        finally:
            self._listeners.remove(lines)

    # What the controller asks.

    def lets_in(self, ieee: t.EUI64, *, holds_key: bool) -> bool:
        """Whether a device may be here; one that may is remembered."""
        text = text_of(ieee)
        if text in self._admitted:
            return True
        opening = self._open
        now_s = asyncio.get_running_loop().time()
        if opening is not None and now_s <= opening.until_s and opening.only in {None, text}:
            return self._admit(text)
        if holds_key and self._clock.wall_ms() < self._store.open_until():
            return self._admit(text)
        self.refused += 1
        self._say(text, JoinStep.REFUSED, "It was not expected, and was sent away.")
        return False

    def admit_known(self, controller: Controller) -> None:
        """Let in what was let in once: by our own book, and by zigpy's database."""
        self.forget()
        for ieee in controller.devices:
            if text_of(ieee) not in self._admitted and ieee != controller.state.node_info.ieee:
                self._admit(text_of(ieee))

    def forget(self) -> None:
        """Read anew who was let in: another network has begun, or a backup was restored."""
        self._admitted = set(self._store.admitted())
        self._failures.clear()
        self._retry_s.clear()

    # What zigpy reports.

    def device_joined(self, device: ZigbeeDevice) -> None:
        """A new device; zigpy begins to interview it."""
        self._show(device, "pending")
        self._say(text_of(device.ieee), JoinStep.JOINED, "It joined the network.")
        self._say(text_of(device.ieee), JoinStep.INTERVIEWING, "It is asked what it is.")

    def device_initialized(self, device: ZigbeeDevice) -> None:
        """The interview is complete. zigpy says so of the stick itself as well, twice a start."""
        ieee = text_of(device.ieee)
        self._failures.pop(ieee, None)
        self._retry_s.pop(ieee, None)
        if ieee in self._admitted:
            self._say(ieee, JoinStep.CONFIGURING, f"It is a {_name(device)}; it is set up.")
            self._ready(ieee)

    def device_reinterviewed(self, device: ZigbeeDevice) -> None:
        """As `device_initialized`."""
        self.device_initialized(device)

    def device_init_failure(self, device: ZigbeeDevice) -> None:
        """Try again later; where only its update cluster was silent, that is no failure.

        zigpy reads the firmware version of an update client without a guard, so a device that
        does not answer just that is not stored (zigpy 2.4.0, Device._discover).
        """
        if device.is_initialized and (device.model or device.manufacturer):
            device.application.device_initialized(device)
            return
        self._show(device, "failed")
        ieee = text_of(device.ieee)
        failures = self._failures[ieee] = self._failures.get(ieee, 0) + 1
        pause_s = min(RETRY_FIRST_S * 2 ** (failures - 1), RETRY_MOST_S)
        self._retry_s[ieee] = asyncio.get_running_loop().time() + pause_s
        self._changed.set()
        self._say(
            ieee,
            JoinStep.FAILED,
            f"It did not say what it is; it is asked again in {pause_s:.0f} s.",
        )

    def device_reinterview_failure(self, device: ZigbeeDevice) -> None:
        """The old knowledge still holds."""
        ieee = text_of(device.ieee)
        self._failures[ieee] = self._failures.get(ieee, 0) + 1
        self._say(ieee, JoinStep.FAILED, "It did not answer; what was known of it still holds.")

    def device_left(self, device: ZigbeeDevice) -> None:
        """It left by itself; it may come back."""
        self._say(text_of(device.ieee), JoinStep.LEFT, "It left the network.")

    def configured(self, ieee: str, sentences: tuple[str, ...]) -> None:
        """A device was set up."""
        self._say(ieee, JoinStep.READY, " ".join(sentences) or "It is ready.")

    async def run(self, controller: Controller) -> None:
        """Close what was opened, and repeat interviews, while the controller is up."""
        loop = asyncio.get_running_loop()
        while True:
            self._changed.clear()
            times = list(self._retry_s.values())
            if self._open is not None:
                times.append(self._open.until_s)
            wait_s = max(0.0, min(times) - loop.time()) if times else None
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(wait_s):
                    await self._changed.wait()
            now_s = loop.time()
            if self._open is not None and now_s >= self._open.until_s:
                with contextlib.suppress(RadioError):
                    await self.permit_stop()
            for ieee in [each for each, at in self._retry_s.items() if at <= now_s]:
                del self._retry_s[ieee]
                device = controller.devices.get(eui64(ieee))
                if isinstance(device, ZigbeeDevice) and not device.initializing:
                    with contextlib.suppress(RadioError):
                        async with self._asking():
                            device.schedule_initialize()

    def closed(self) -> None:
        """The radio is gone: nothing is open any more."""
        self._open = None

    def _expect(self, seconds: int, *, via: str | None, only: str | None) -> None:
        until_s = asyncio.get_running_loop().time() + seconds
        until_ms = self._clock.wall_ms() + 1_000 * seconds
        self._open = Opening(until_s, until_ms, via, only)
        self._show_open(until_ms, via)
        self._changed.set()

    def _admit(self, ieee: str) -> bool:
        self._admitted.add(ieee)
        self._store.admit(ieee, self._clock.wall_ms())
        return True

    def _say(self, ieee: str, step: JoinStep, sentence: str) -> None:
        line = JoinProgress(self._clock.wall_ms(), ieee, step, sentence)
        log.info("%s: %s (%s)", ieee, step.value, sentence)
        for lines in self._listeners:
            if len(lines) < PROGRESS_LINES:
                lines.append(line)
            else:
                self.dropped += 1
        self._news.set()
        self._news = asyncio.Event()

    def _asking(self) -> contextlib.AbstractAsyncContextManager[Controller]:
        return self._link.asking("joining", PERMIT_WITHIN_S)

    @contextlib.asynccontextmanager
    async def _closing_after_failure(self) -> AsyncIterator[None]:
        """What was half opened is closed again, also when the caller was cancelled."""
        try:
            yield
        except BaseException:  # an open network must not outlive whoever asked for it
            with contextlib.suppress(RadioError):
                await self.permit_stop()
            raise


INTERVIEW_WITHIN_S = 120.0


def _name(device: ZigbeeDevice) -> str:
    names = [text.strip("\0 ") for text in (device.manufacturer, device.model) if text]
    return " ".join(names) or "device without a name"
