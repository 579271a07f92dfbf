"""One home's agent, running: its feeds bring events in, its hands perform effects.

Every task here belongs to one TaskGroup; when one fails for a reason that is ours, the process
ends and the journal brings it back. When the outside is away, the feed waits and tries again,
with growing pauses, and says so in an event.
"""

import asyncio
import contextlib
import itertools
import logging
from collections.abc import Callable, Sequence
from typing import TypeVar

from agent.api.methods import WishAnswer
from agent.api.sections import Snapshot
from agent.api.storage_wishes import StorageWish
from agent.api.wishes import DeviceWish, Wish
from agent.core.backup_alerts import BackupStanding
from agent.core.constants import Constants
from agent.core.effects import (
    Answer,
    AskRelay,
    Broadcast,
    Discharge,
    Effect,
    Publish,
    Sign,
    SwitchRelay,
    UseMeters,
)
from agent.core.events import (
    Acknowledged,
    Commissioned,
    DeviceWished,
    Event,
    Restored,
    Signed,
    Started,
    StorageWished,
    Ticked,
    Wished,
)
from agent.core.overlay import Overlay
from agent.core.rungs import Guard
from agent.core.snapshot import build_snapshot
from agent.core.state import State
from agent.devices.tested import BackupMade, Handover
from agent.ledger.verify import VerifiedHead
from agent.market.feeder import Feeder
from agent.ports import (
    Chain,
    ChainError,
    ChainHalted,
    Clock,
    Disk,
    Journal,
    Meters,
    PortError,
    Signer,
)
from agent.shell.chain_feed import ChainFeed
from agent.shell.feeds import Sleep, feed_disk, feed_meters
from agent.shell.liveness import Liveness
from agent.shell.mail import Mailbox, feed_mail, send_mail
from agent.shell.market_reader import MarketReader
from agent.shell.radio_desk import RadioDesk
from agent.shell.run import SNAPSHOT_EVERY, Runner
from agent.shell.storage_desk import StorageDesk
from agent.shell.wall_clock import WallClock

log = logging.getLogger(__name__)

_Waiting = TypeVar("_Waiting")

OUTGOING = 256
"""Messages waiting for the broker; beyond it the newest is dropped and later sent again."""


class Household:
    """The running agent of one home."""

    def __init__(
        self,
        constants: Constants,
        feeder: Feeder,
        *,
        clock: Clock,
        journal: Journal,
        meters: Meters,
        chain: Chain,
        order_key: Signer,
        report_key: Signer,
        mailbox: Mailbox | None,
        desk: RadioDesk | None = None,
        storage: StorageDesk | None = None,
        tick_s: float = 1.0,
        snapshot_every: int = SNAPSHOT_EVERY,
        guards: tuple[Guard, ...] = (),
        disk: Disk | None = None,
        head_lag_ms: int | None = None,
        acknowledge: Callable[[], None] = lambda: None,
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        self.constants = constants
        self.clock = clock
        self._meters = meters
        self._chain = chain
        self._keys = {"order": order_key, "report": report_key}
        self._mailbox = mailbox
        self.desk = desk
        self.storage = storage
        if storage is not None and storage.unit_key is not None:
            self._keys["unit"] = storage.unit_key
        self._tick_s = tick_s
        self._guards = guards
        self._disk = disk
        self._acknowledge = acknowledge
        self._wall = WallClock(clock, constants.genesis_s, head_lag_ms)
        self._sleep = sleep
        self.feeder = feeder
        self._runner = Runner(journal, feeder, self._perform, self._on_change, snapshot_every)
        self._chain_feed = ChainFeed(
            chain,
            constants,
            clock,
            self._wall,
            self._runner,
            storage,
            put=self._put,
            seen=self._seen,
            sleep=sleep,
        )
        self._answers: dict[int, asyncio.Future[Answer]] = {}
        self._requests = itertools.count(1)
        self._outgoing: asyncio.Queue[Publish] = asyncio.Queue(OUTGOING)
        self._broadcasts: asyncio.Queue[Broadcast] = asyncio.Queue(OUTGOING)
        self._follow_ups: asyncio.Queue[Signed] = asyncio.Queue()
        self._watchers: set[Callable[[], None]] = set()
        self._backup: BackupStanding | None = None
        self._revision = 0
        self._cached: tuple[int, Snapshot] | None = None
        self.replayed = 0
        self.liveness = Liveness(clock.mono_ms)
        """Whether every task here still moves."""

    @property
    def state(self) -> State:
        return self._runner.state

    @property
    def overlay(self) -> Overlay:
        """What is shown beside the state: the newest head, and the radio as it stands."""
        head = self.head
        shown = Overlay(backup=self._backup)
        if head is not None:
            shown = Overlay(head.number, head.time_s, backup=self._backup)
        return shown if self.desk is None else self.desk.show_in(shown)

    def show_backup(self, standing: BackupStanding) -> None:
        """Show how the backups stand that the settings ask for."""
        if standing != self._backup:
            self._backup = standing
            self._seen()

    @property
    def reader(self) -> MarketReader:
        """Reads the market's contract, by proof."""
        return self._chain_feed.reader

    @property
    def head(self) -> VerifiedHead | None:
        """The newest head that was proven; None: none yet."""
        return self._chain_feed.head

    @property
    def revision(self) -> int:
        """Grows by one with every change a screen could see."""
        return self._revision

    def recover(self, restored: Restored | None = None) -> int:
        """Replay the journal and announce the start; call once, before `run`.

        `restored`: the journal came from a backup; it is in the journal when this returns.
        """
        self.replayed = self._runner.recover()
        self._runner.take(
            [
                Started(
                    at_ms=self.clock.wall_ms(),
                    mono_ms=self.clock.mono_ms(),
                    boot_id=self.clock.boot_id(),
                    constants=self.constants,
                    guards=self._guards,
                ),
                *([] if restored is None else [restored]),
            ]
        )
        return self.replayed

    async def run(self) -> None:
        """Run until cancelled."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._runner.run(self.liveness), name="step")
            group.create_task(self._sign_feed(), name="signatures")
            group.create_task(self._tick_feed(), name="ticks")
            into = (self._put, self.clock, self.liveness)
            if self._disk is not None:
                group.create_task(feed_disk(self._disk, *into, self._sleep), name="disk")
            group.create_task(feed_meters(self._meters, *into, self._sleep), name="meters")
            group.create_task(self._chain_feed.run(self.liveness), name="chain")
            group.create_task(self._broadcast_hand(), name="broadcasts")
            if self.desk is not None:
                group.create_task(self.desk.run(self._put, self._seen, self.liveness), name="radio")
            if self.storage is not None:
                group.create_task(self.storage.run(self._put, self.liveness), name="storage")
            if self._mailbox is not None:
                mail = feed_mail(self._mailbox, self.constants, *into)
                group.create_task(mail, name="mail")
                sending = send_mail(self._mailbox, self._outgoing, self.liveness)
                group.create_task(sending, name="publishing")

    def flush(self) -> None:
        """Write what was held back, where the journal still takes it: the end of a good run."""
        with contextlib.suppress(PortError):
            self._runner.flush()

    async def settled(self) -> None:
        """Return once everything that came in so far has been stepped."""
        await self._runner.settled()

    # What screens ask for.

    def snapshot(self) -> Snapshot:
        """The newest snapshot; the same object while nothing changed."""
        if self._cached is None or self._cached[0] != self._revision:
            overlay = self.overlay
            built = build_snapshot(
                self._runner.state, overlay, self._revision, self.clock.wall_ms()
            )
            self._cached = (self._revision, built)
        return self._cached[1]

    def watch(self, callback: Callable[[], None]) -> Callable[[], None]:
        """Call back (in this loop) after every change; the returned function ends it."""
        self._watchers.add(callback)
        return lambda: self._watchers.discard(callback)

    async def wish(self, wishes: Sequence[Wish], caller: str) -> Answer:
        """Hand wishes to the core and return its answer; by then they are in the journal."""
        now = self.clock.wall_ms()
        return await self._answered(lambda ask: Wished(now, ask, caller, tuple(wishes)))

    async def decide(self, wish: DeviceWish, caller: str) -> Answer:
        """Hand in a decision about a device; by the time it is answered it is in the journal."""
        now, mono = self.clock.wall_ms(), self.clock.mono_ms()
        return await self._answered(lambda ask: DeviceWished(now, mono, ask, caller, wish))

    async def at_storage(self, wish: StorageWish, caller: str) -> Answer:
        """Hand in a wish about the storage market; answered once it is in the journal."""
        now = self.clock.wall_ms()
        return await self._answered(lambda ask: StorageWished(now, ask, caller, wish))

    async def note_backup(self, devices: tuple[str, ...], caller: str) -> None:
        """Remember that a backup was written that has these devices."""
        now = self.clock.wall_ms()
        made = BackupMade(now, caller, devices)
        await self._answered(lambda ask: Commissioned(now, ask, made))

    async def hand_over(self, installer: str, customer: str, caller: str) -> Answer:
        """Remember who handed the home over to whom."""
        now = self.clock.wall_ms()
        deed = Handover(now, caller, installer, customer)
        return await self._answered(lambda ask: Commissioned(now, ask, deed))

    def sign_as_reporter(self, digest: bytes) -> bytes:
        """Sign a digest, made under a purpose of its own, with the report key."""
        return self._keys["report"].sign_digest(digest)

    async def resume(self, caller: str) -> WishAnswer:
        """Let the agent go on after its safe mode; first for the next start, then for this one."""
        self._acknowledge()
        now, mono = self.clock.wall_ms(), self.clock.mono_ms()
        answer = await self._answered(lambda ask: Acknowledged(now, mono, ask, caller))
        return WishAnswer(answer.accepted, answer.problems, answer.sentence)

    async def _answered(self, event: Callable[[int], Event]) -> Answer:
        request = next(self._requests)
        answered: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        self._answers[request] = answered
        try:
            await self._put(event(request))
            return await answered
        finally:
            del self._answers[request]

    # Hands: perform effects. Called by the runner after the journal is synced.

    def _perform(self, effects: Sequence[Effect]) -> None:
        for effect in effects:
            match effect:
                case Sign(ident, key, digest):
                    signature = self._keys[key].sign_digest(digest)
                    self._follow_ups.put_nowait(
                        Signed(self.clock.wall_ms(), self.clock.mono_ms(), ident, signature)
                    )
                case Broadcast():
                    _offer(self._broadcasts, effect)
                case Publish():
                    _offer(self._outgoing, effect)
                case UseMeters() | SwitchRelay() | AskRelay():
                    if self.desk is not None:
                        self.desk.perform(effect)
                case Discharge():
                    if self.storage is not None:
                        self.storage.perform(effect)
                case Answer(request):
                    waiting = self._answers.get(request)
                    if waiting is not None and not waiting.done():
                        waiting.set_result(effect)

    async def _sign_feed(self) -> None:
        with self.liveness.task("signatures") as pulse:
            while True:
                with pulse.idle():
                    signed = await self._follow_ups.get()
                await self._put(signed)

    async def _broadcast_hand(self) -> None:
        with self.liveness.task("broadcasts") as pulse:
            while True:
                with pulse.idle():
                    effect = await self._broadcasts.get()
                try:
                    await self._chain.broadcast(effect.raw)
                except (ChainError, ChainHalted) as trouble:
                    log.info("%s was not taken: %s", effect.ident, trouble)

    # What comes in.

    async def _tick_feed(self) -> None:
        with self.liveness.task("ticks") as pulse:
            while True:
                await self._runner.put(self._tick())
                with pulse.idle():
                    await self._sleep(self._tick_s)

    def _tick(self) -> Ticked:
        return self._wall.tick(self._runner.state.clock.floor_ms)

    async def _put(self, event: Event) -> None:
        """Hand an event in; after a jump of the wall clock it is judged anew first.

        A reading stamped years away, and still believed, would fill those years with reports.
        """
        if self._wall.jumped():
            await self._runner.put(self._tick())
        await self._runner.put(event)

    def _on_change(self, _state: State) -> None:
        self._seen()

    def _seen(self) -> None:
        """Something a screen shows is another now."""
        self._revision += 1
        for callback in tuple(self._watchers):
            callback()


def _offer(queue: asyncio.Queue[_Waiting], effect: _Waiting) -> None:
    """A full queue drops the newest: whatever is still open is asked for again."""
    try:
        queue.put_nowait(effect)
    except asyncio.QueueFull:
        log.warning("too much is waiting to go out; it will be sent again later")
