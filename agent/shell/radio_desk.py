"""The radio's desk: what it shows goes to the screens, what the core decides goes to the relays.

The desk owns the radio while the agent runs. A radio that is gone, or whose libraries broke, is a
PortError of the driver: a sentence on the screen, and another try after a pause that grows. Whatever
else comes out of a driver is a mistake of ours, is not caught, and ends the process.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Protocol

import msgspec

from agent.api.device_params import PairOpen, RadioRestore
from agent.api.methods import WishAnswer
from agent.core.effects import AskRelay, SwitchRelay, UseMeters
from agent.core.events import Commissioned, RelaySeen
from agent.core.overlay import Overlay
from agent.devices.device import (
    LOSSES_KEPT,
    InstallCode,
    JoinProgress,
    MeterUse,
    RadioStage,
    RadioState,
    RelayPosition,
)
from agent.metering.reading import MeterReading
from agent.ports import Clock, MeterError, PortError, Radio, RadioError
from agent.shell.live_checks import LiveChecks
from agent.shell.liveness import Liveness, unwatched

log = logging.getLogger(__name__)

Work = Callable[[Radio], Awaitable[None]]
"""Something an installer asks of the radio."""

Post = Callable[[RelaySeen | Commissioned], Awaitable[None]]
"""Hands in what happened at the radio."""

PROGRESS_LINES = 20
"""Enough for the devices one person pairs within the minutes that joining is open."""
READINGS = 256
"""Three meters report every ten seconds at most; beyond it the driver waits for the core."""
LOOK_AGAIN_S = 0.5
"""Reports of fifty devices come in bursts; a screen needs two pictures a second."""
TRY_AGAIN_S, LONGEST_TRY_AGAIN_S = 5.0, 300.0
"""Before a driver that gave up is built again; doubled each time."""
STEADY_MS = 600_000
"""A driver that lived so long was well: the pauses begin anew."""
DEVICE_WITHIN_S = 300.0
"""A sleeping device is asked three times, each for as long as it may sleep."""
RELAY_WITHIN_S = 60.0

OPEN_WARNING = (
    "While joining is open, anyone near this home can let a device in and overhear the network's"
    " key, with which every meter can be listened to and imitated. Use the device's install code"
    " where it has one. If you open all the same, do it for as short as you can."
)


class Backups(Protocol):
    """Where backups of the radio are kept, sealed."""

    def save(self, document: bytes) -> Path:
        """Seal and store a backup under a new name; OSError, RadioRefusedError."""
        ...

    def load(self, name: str) -> bytes:
        """Return a backup that was saved; OSError, RadioRefusedError."""
        ...


class RadioDesk:
    """One radio and everybody who wants something of it."""

    def __init__(
        self,
        make: Callable[[], Radio],
        clock: Clock,
        backups: Backups,
        *,
        channel: int | None = None,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        """`make` gives a radio that runs once; after a failure of its own another is made."""
        self._make = make
        self._clock = clock
        self._backups = backups
        self._channel = channel
        self._sleep = sleep
        self._radio: Radio | None = None
        self._meters: tuple[MeterUse, ...] = ()
        self._readings: asyncio.Queue[MeterReading | MeterError] = asyncio.Queue(READINGS)
        starting = RadioState(RadioStage.STARTING, "The radio is being started.", clock.wall_ms())
        self._shown = Overlay(radio=starting)
        self._changed: Callable[[], None] = lambda: None
        self._post: Post = _nobody
        self._relays: dict[str, SwitchRelay | AskRelay] = {}
        self._relay_asked = asyncio.Event()
        self._busy = ""
        self._liveness = unwatched()
        self._gave_up_ms: tuple[int, ...] = ()
        """When drivers ended that were then built again."""
        self.checks = LiveChecks(clock, sleep, lambda: self._shown, self._show)
        """The live check of a meter."""

    def show_in(self, overlay: Overlay) -> Overlay:
        """Return the overlay with the radio's part as it is now."""
        shown = self._shown
        return msgspec.structs.replace(
            overlay,
            radio=shown.radio,
            devices=shown.devices,
            progress=shown.progress,
            check=shown.check,
        )

    @property
    def shown(self) -> Overlay:
        """The radio's part of what screens see."""
        return self._shown

    async def run(
        self,
        post: Post,
        changed: Callable[[], None],
        liveness: Liveness | None = None,
    ) -> None:
        """Keep the radio running until cancelled; `changed` is called when something is new."""
        self._post, self._changed = post, changed
        self._liveness = liveness or unwatched()
        pause_s = TRY_AGAIN_S
        while True:
            began_ms = self._clock.mono_ms()
            try:
                await self._run_once()
            except* PortError as away:
                sentence = str(_first(away))
                log.warning("the radio's driver gave up: %s", sentence)
                self._lost(sentence)
            if self._clock.mono_ms() - began_ms >= STEADY_MS:
                pause_s = TRY_AGAIN_S
            await self._sleep(pause_s)
            pause_s = min(2 * pause_s, LONGEST_TRY_AGAIN_S)

    async def _run_once(self) -> None:
        radio = self._make()
        try:
            async with radio.running(), asyncio.TaskGroup() as group:
                radio.use(self._meters)
                self._radio = radio
                group.create_task(self._look(radio), name="radio devices")
                group.create_task(self._read(radio), name="radio readings")
                group.create_task(self._follow_pairing(radio), name="pairing")
                group.create_task(self._relay_hand(group), name="relays")
                group.create_task(self.checks.run(self._liveness, self._post), name="live check")
        finally:
            self._radio = None

    def _lost(self, sentence: str) -> None:
        """Show that the driver gave up, and since when nothing has worked."""
        now_ms, known = int(self._clock.wall_ms()), self._shown.radio
        since_ms = now_ms
        if known is not None and (known.stage, known.sentence) == (RadioStage.DOWN, sentence):
            since_ms = known.since_ms
        self._gave_up_ms = (*self._gave_up_ms, now_ms)[-LOSSES_KEPT:]
        down = RadioState(RadioStage.DOWN, sentence, since_ms, lost_at_ms=self._gave_up_ms)
        self._show(msgspec.structs.replace(self._shown, radio=down))

    @property
    def _there(self) -> Radio:
        if self._radio is None:
            raise RadioError("The radio is not running now; it is tried again by itself.")
        return self._radio

    async def readings(self) -> AsyncIterator[MeterReading]:
        """Yield the readings of the meters in use (the Meters port); MeterError."""
        while True:
            item = await self._readings.get()
            if isinstance(item, MeterError):
                raise item
            yield item

    async def _read(self, radio: Radio) -> None:
        """Take over readings while this radio runs: a dead one would be waited for for ever."""
        with self._liveness.task("radio readings") as pulse:
            while True:
                try:
                    async for reading in pulse.over(radio.readings()):
                        await self._readings.put(reading)
                except PortError as away:
                    await self._readings.put(MeterError(str(away)))
                with pulse.idle():
                    await self._sleep(TRY_AGAIN_S)

    # What changes by itself.

    async def _look(self, radio: Radio) -> None:
        with self._liveness.task("radio devices") as pulse:
            while True:
                self._see(radio)
                with pulse.idle():
                    await radio.changed()
                    await self._sleep(LOOK_AGAIN_S)

    def _see(self, radio: Radio) -> None:
        state, devices = radio.state(), radio.devices()
        if self._gave_up_ms:
            lost_at_ms = tuple(sorted((*self._gave_up_ms, *state.lost_at_ms))[-LOSSES_KEPT:])
            state = msgspec.structs.replace(state, lost_at_ms=lost_at_ms)
        self._show(msgspec.structs.replace(self._shown, radio=state, devices=devices))

    async def _follow_pairing(self, radio: Radio) -> None:
        with self._liveness.task("pairing") as pulse:
            while True:
                async for line in pulse.over(radio.progress()):
                    self._add(radio, line)
                with pulse.idle():
                    await self._sleep(LOOK_AGAIN_S)

    def _add(self, radio: Radio, line: JoinProgress) -> None:
        """Show a step together with the devices as they then are: who reads "ready" looks there."""
        log.info("pairing: %s %s: %s", line.ieee, line.step.value, line.sentence)
        lines = (*self._shown.progress, line)[-PROGRESS_LINES:]
        self._show(msgspec.structs.replace(self._shown, progress=lines, devices=radio.devices()))

    def _show(self, overlay: Overlay) -> None:
        if overlay != self._shown:
            self._shown = overlay
            self._changed()

    # What the core decided.

    def perform(self, effect: UseMeters | SwitchRelay | AskRelay) -> None:
        """Do what the core decided; relays answer later, with an event."""
        match effect:
            case UseMeters(meters):
                self._meters = meters
                if self._radio is not None:
                    self._radio.use(meters)
            case SwitchRelay(key) | AskRelay(key):
                self._relays[key] = effect  # a later decision about a relay replaces an earlier
                self._relay_asked.set()

    async def _relay_hand(self, group: asyncio.TaskGroup) -> None:
        """One command at a time to each relay; a relay that sleeps holds up no other."""
        at_work: set[str] = set()

        async def one(effect: SwitchRelay | AskRelay) -> None:
            try:
                position = await self._told(effect)
            finally:
                at_work.discard(effect.key)
                self._relay_asked.set()
            wall_ms, mono_ms = self._clock.wall_ms(), self._clock.mono_ms()
            await self._post(RelaySeen(wall_ms, mono_ms, effect.key, effect.number, position))

        with self._liveness.task("relays") as pulse:
            while True:
                self._relay_asked.clear()
                for key in [key for key in self._relays if key not in at_work]:
                    at_work.add(key)
                    group.create_task(one(self._relays.pop(key)), name=f"relay {key}")
                with pulse.idle():
                    await self._relay_asked.wait()

    async def _told(self, effect: SwitchRelay | AskRelay) -> RelayPosition:
        """Return what the relay says; UNKNOWN for whatever goes wrong on the way."""
        try:
            async with asyncio.timeout(RELAY_WITHIN_S):
                match effect:
                    case SwitchRelay(key, _, on, lease_s):
                        return await self._there.switch(key, on=on, lease_s=lease_s)
                    case AskRelay(key):
                        return await self._there.position(key)
        except (PortError, TimeoutError) as away:
            log.info("relay %s: %s", effect.key, away)
        return RelayPosition.UNKNOWN

    # What an installer asks for.

    async def pair_code(self, code: InstallCode, seconds: int) -> WishAnswer:
        """Let one device in with its own key."""
        said = f"{code.ieee} may join for {seconds} s with its own key. Switch it to pairing now."
        return await self._asked(lambda radio: radio.permit_code(code, seconds), said)

    async def pair_open(self, wish: PairOpen) -> WishAnswer:
        """Let anyone in through one router; unconfirmed, the answer is the warning."""
        if not wish.confirmed:
            return WishAnswer(False, (), OPEN_WARNING)
        log.warning("joining is opened through %s for %d s", wish.via, wish.seconds)
        said = f"Joining is open through {wish.via} for {wish.seconds} s. {OPEN_WARNING}"
        return await self._asked(lambda radio: radio.permit_open(wish.seconds, wish.via), said)

    async def pair_stop(self) -> WishAnswer:
        """Let nobody in any more."""
        return await self._asked(lambda radio: radio.permit_stop(), "Nobody may join any more.")

    async def remove(self, ieee: str) -> WishAnswer:
        """Ask a device to leave."""
        return await self._asked(lambda radio: radio.remove(ieee), f"{ieee} was removed.")

    async def interview(self, ieee: str) -> WishAnswer:
        """Ask a device again what it is."""
        return await self._asked(lambda radio: radio.interview(ieee), f"{ieee} said what it is.")

    async def configure(self, ieee: str) -> WishAnswer:
        """Configure a device's reports again; what it did not take is said."""
        refused: list[str] = []

        async def work(radio: Radio) -> None:
            refused.extend(await radio.configure(ieee))

        answer = await self._asked(work, f"{ieee} reports by itself now.")
        if not answer.accepted or not refused:
            return answer
        said = f"{ieee} took a part only; the rest is asked for. " + " ".join(refused)
        return WishAnswer(True, (), said[:2_000])

    async def form(self, channel: int | None) -> WishAnswer:
        """Form a network on a stick that has none."""
        wanted = self._channel if channel is None else channel
        return await self._alone(
            "forming a network", lambda radio: radio.form(wanted), "The network is formed."
        )

    async def backup(self) -> WishAnswer:
        """Write a sealed backup."""
        written: list[Path] = []

        async def work(radio: Radio) -> None:
            document = await radio.backup()
            written.append(await asyncio.to_thread(self._backups.save, document))

        answer = await self._alone("writing a backup", work, "")
        if not answer.accepted:
            return answer
        said = f"The backup is {written[0]}. Whoever has it and its passphrase has this network."
        return WishAnswer(True, (), said)

    async def restore(self, wish: RadioRestore) -> WishAnswer:
        """Put a backup on the stick."""
        if (wish.file is None) == (wish.document is None):
            return WishAnswer(False, (), "Name a file of the backup directory or give a document.")

        async def work(radio: Radio) -> None:
            if wish.file is not None:
                document = await asyncio.to_thread(self._backups.load, wish.file)
            else:
                document = (wish.document or "").encode()
            await radio.restore(document)

        return await self._alone("restoring a backup", work, "The network is restored.")

    async def _alone(self, what: str, work: Work, said: str) -> WishAnswer:
        """Do what no two may do at once."""
        if self._busy:
            return WishAnswer(False, (), f"The radio is busy with {self._busy}; ask again later.")
        self._busy = what
        try:
            return await self._asked(work, said)
        finally:
            self._busy = ""

    async def _asked(self, work: Work, said: str) -> WishAnswer:
        try:
            async with asyncio.timeout(DEVICE_WITHIN_S):
                radio = self._there
                await work(radio)
            if self._radio is radio:  # whoever is answered finds it shown already
                self._see(radio)
        except PortError as refused:
            return WishAnswer(False, (), str(refused))
        except TimeoutError:
            late = f"Nothing was answered within {DEVICE_WITHIN_S:g} s; it may still have happened."
            return WishAnswer(False, (), late)
        except OSError as lost:
            return WishAnswer(False, (), f"The backup's file: {lost.strerror or lost}.")
        return WishAnswer(True, (), said)


def _first(group: BaseExceptionGroup[PortError]) -> BaseException:
    """Return one of the exceptions; a task group nests them."""
    one: BaseException = group
    while isinstance(one, BaseExceptionGroup):
        one = one.exceptions[0]
    return one


async def _nobody(_: RelaySeen | Commissioned) -> None:
    """Nobody listens before the desk runs."""
