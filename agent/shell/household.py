"""One home's agent, running: its feeds bring events in, its hands perform effects.

Every task here belongs to one TaskGroup; when one fails for a reason that is ours, the process
ends and the journal brings it back. When the outside is away, the feed waits and tries again,
with growing pauses, and says so in an event.
"""

import asyncio
import contextlib
import itertools
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from typing import Protocol, TypeVar

import msgspec

from agent.api.methods import WishAnswer
from agent.api.sections import Snapshot
from agent.api.storage_wishes import StorageWish
from agent.api.wishes import DeviceWish, Wish
from agent.bridge.payload import Refused, decode_gap, decode_receipt, decode_statement
from agent.bridge.report import ReportDomain
from agent.bridge.topics import Channel, parse_topic
from agent.core.clock import NEAR_MS, ChainClock, ClockWord, Quality, heard, judge, sound, word_of
from agent.core.constants import Constants
from agent.core.disk import Level, level_of
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
    BrokerLink,
    BrokerSaid,
    ChainStage,
    ChainStageSeen,
    Commissioned,
    DeviceWished,
    DiskSeen,
    Event,
    MeterRead,
    Restored,
    Signed,
    Started,
    StorageWished,
    Ticked,
    Wished,
)
from agent.core.overlay import Overlay
from agent.core.questions import questions
from agent.core.rungs import Guard
from agent.core.snapshot import build_snapshot
from agent.core.state import State
from agent.devices.tested import BackupMade, Handover
from agent.ledger.verify import VerifiedHead
from agent.market.feeder import Feeder
from agent.ports import (
    BrokerError,
    Chain,
    ChainError,
    ChainHalted,
    Clock,
    Disk,
    Journal,
    LinkDown,
    LinkUp,
    Message,
    MeterError,
    Meters,
    PortError,
    Signer,
)
from agent.shell.liveness import Liveness, Pulse
from agent.shell.market_reader import MarketReader
from agent.shell.radio_desk import RadioDesk
from agent.shell.run import SNAPSHOT_EVERY, Runner
from agent.shell.storage_desk import StorageDesk

log = logging.getLogger(__name__)

_Waiting = TypeVar("_Waiting")

DECODE = {
    Channel.RECEIPT: decode_receipt,
    Channel.GAP: decode_gap,
    Channel.STATEMENT: decode_statement,
}
PAUSES_S = (0.5, 1.0, 2.0, 5.0, 10.0)
DISK_EVERY_S = 10.0
DISK_WORKS_S = 45.0
CHAIN_WORKS_S = 40.0
"""One question: a book of orders is read in several calls, each of ten seconds at most."""
OUTGOING = 256
"""Messages waiting for the broker; beyond it the newest is dropped and later sent again."""


class Mailbox(Protocol):
    """What the agent needs of a broker connection that somebody else keeps open."""

    async def publish(self, topic: str, payload: bytes, *, retain: bool = False) -> None: ...

    def inbox(self) -> AsyncIterator[Message | LinkUp | LinkDown]: ...


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
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
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
        self._head_lag_ms = head_lag_ms
        self._acknowledge = acknowledge
        self._chain_clock: ChainClock | None = None
        self._wall_minus_mono_ms = clock.wall_ms() - clock.mono_ms()
        self._sleep = sleep
        self.feeder = feeder
        self.reader = MarketReader(chain, constants)
        self.head: VerifiedHead | None = None
        """The newest head that was proven; None: none yet."""
        self._runner = Runner(journal, feeder, self._perform, self._on_change, snapshot_every)
        self._answers: dict[int, asyncio.Future[Answer]] = {}
        self._requests = itertools.count(1)
        self._outgoing: asyncio.Queue[Publish] = asyncio.Queue(OUTGOING)
        self._broadcasts: asyncio.Queue[Broadcast] = asyncio.Queue(OUTGOING)
        self._follow_ups: asyncio.Queue[Signed] = asyncio.Queue()
        self._watchers: set[Callable[[], None]] = set()
        self._overlay = Overlay()
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
        return self._overlay if self.desk is None else self.desk.show_in(self._overlay)

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
            if self._disk is not None:
                group.create_task(self._disk_feed(self._disk), name="disk")
            group.create_task(self._meter_feed(), name="meters")
            group.create_task(self._chain_feed(), name="chain")
            group.create_task(self._broadcast_hand(), name="broadcasts")
            if self.desk is not None:
                group.create_task(self.desk.run(self._put, self._seen, self.liveness), name="radio")
            if self.storage is not None:
                group.create_task(self.storage.run(self._put, self.liveness), name="storage")
            if self._mailbox is not None:
                group.create_task(self._mail_feed(self._mailbox), name="mail")
                group.create_task(self._publish_hand(self._mailbox), name="publishing")

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

    async def _publish_hand(self, mailbox: Mailbox) -> None:
        with self.liveness.task("publishing") as pulse:
            while True:
                with pulse.idle():
                    effect = await self._outgoing.get()
                try:
                    await mailbox.publish(effect.topic, effect.payload, retain=effect.retain)
                except BrokerError as trouble:
                    log.info("a message was not confirmed: %s", trouble)

    # Feeds: bring events in.

    async def _tick_feed(self) -> None:
        with self.liveness.task("ticks") as pulse:
            while True:
                await self._runner.put(self._tick())
                with pulse.idle():
                    await self._sleep(self._tick_s)

    def _tick(self) -> Ticked:
        wall_ms, mono_ms = self.clock.wall_ms(), self.clock.mono_ms()
        self._wall_minus_mono_ms = wall_ms - mono_ms
        word = self._clock_word(wall_ms, mono_ms)
        return Ticked(wall_ms, mono_ms, word.quality is Quality.SYNCED, word)

    async def _put(self, event: Event) -> None:
        """Hand an event in; after a jump of the wall clock it is judged anew first.

        A reading stamped years away, and still believed, would fill those years with reports.
        """
        moved_ms = self.clock.wall_ms() - self.clock.mono_ms() - self._wall_minus_mono_ms
        if abs(moved_ms) > NEAR_MS:
            await self._runner.put(self._tick())
        await self._runner.put(event)

    def _clock_word(self, wall_ms: int, mono_ms: int) -> ClockWord:
        """Judge the wall clock; where nothing can be compared, the time service's word counts."""
        if self._head_lag_ms is None:
            return word_of(self.clock.trusted())
        floor_ms = max(self._runner.state.clock.floor_ms, self.constants.genesis_s * 1_000)
        word = judge(
            wall_ms,
            mono_ms,
            service=self.clock.trusted(),
            floor_ms=floor_ms,
            chain=self._chain_clock,
            lag_ms=self._head_lag_ms,
        )
        if self._chain_clock is not None and sound(word) and not self._chain_clock.agreed:
            self._chain_clock = msgspec.structs.replace(self._chain_clock, agreed=True)
        return word

    async def _disk_feed(self, disk: Disk) -> None:
        level: Level = "well"
        with self.liveness.task("disk", DISK_WORKS_S) as pulse:
            while True:
                now = await asyncio.to_thread(_looked_at, disk, level)
                if now != level:
                    level = now
                    wall_ms, mono_ms = self.clock.wall_ms(), self.clock.mono_ms()
                    await self._put(DiskSeen(wall_ms, mono_ms, level))
                with pulse.idle():
                    await self._sleep(DISK_EVERY_S)

    async def _meter_feed(self) -> None:
        with self.liveness.task("meters") as pulse:
            failures, said = 0, ""
            while True:
                try:
                    async for reading in pulse.over(self._meters.readings()):
                        failures, said = 0, ""
                        await self._put(MeterRead(self.clock.wall_ms(), reading))
                except MeterError as trouble:
                    if str(trouble) != said:  # a stick may be away for days
                        log.warning("meters: %s", trouble)
                    said = str(trouble)
                failures += 1
                with pulse.idle():
                    await self._sleep(_pause_s(failures))

    async def _mail_feed(self, mailbox: Mailbox) -> None:
        with self.liveness.task("mail") as pulse:
            await self._take_mail(mailbox, pulse)

    async def _take_mail(self, mailbox: Mailbox, pulse: Pulse) -> None:
        up: bool | None = None
        async for item in pulse.over(mailbox.inbox()):
            now = self.clock.wall_ms()
            match item:
                case Message(topic, payload):
                    if not self._readable(topic, payload):  # counted, not kept: it is no evidence
                        topic, payload = "", b""
                    await self._put(BrokerSaid(now, topic, payload))
                case LinkUp():
                    up = True
                    await self._put(BrokerLink(now, True, "connected"))
                case LinkDown(reason) if up is not False:  # not every attempt: "since" would move
                    up = False
                    await self._put(BrokerLink(now, False, reason))

    def _readable(self, topic: str, payload: bytes) -> bool:
        """Whether a message is worth the journal's space: ours, and what its channel carries.

        A hostile broker could otherwise fill the card with 64 KiB of nonsense at a time.
        """
        constants = self.constants
        name = parse_topic(ReportDomain(constants.chain_id, constants.contract), topic)
        if name is None or name.member != constants.member or name.channel not in DECODE:
            return False
        return not isinstance(DECODE[name.channel](payload), Refused)

    async def _chain_feed(self) -> None:
        with self.liveness.task("chain", CHAIN_WORKS_S) as pulse:
            await self._follow_chain(pulse)

    async def _follow_chain(self, pulse: Pulse) -> None:
        failures = 0
        checked = False
        limit_s = self.constants.head_age_s
        while True:
            try:
                with pulse.idle():  # for as long as the limit says
                    async with asyncio.timeout(limit_s):
                        head = await self._chain.next_head()
                if not checked:
                    await self.reader.check_market(head)
                    checked = True
                await self._answer_at(head, pulse)
                failures = 0
                await self._stage("live", "following the chain")
            except TimeoutError:
                await self._no_block(limit_s)
            except ChainError as trouble:
                failures += 1
                await self._stage("stale", str(trouble))
                with pulse.idle():
                    await self._sleep(_pause_s(failures))
            except ChainHalted as trouble:
                await self._stage("halted", str(trouble))
                return

    async def _no_block(self, limit_s: int) -> None:
        """A box that was away for a month is catching up, not left behind."""
        catching_up = self._chain.catching_up()
        if catching_up:
            await self._stage("syncing", catching_up)
        else:
            await self._stage("stale", f"no new block for {limit_s} s")

    async def _answer_at(self, head: VerifiedHead, pulse: Pulse) -> None:
        self.head = head
        if not self._chain.catching_up():  # what is caught up with tells no time
            self._chain_clock = heard(self._chain_clock, head.time_s, self.clock.mono_ms())
        self._overlay = msgspec.structs.replace(
            self._overlay, height=head.number, head_time_s=head.time_s
        )
        for question in questions(self._runner.state, self.clock.wall_ms()):
            pulse.beat()
            fact = await self.reader.answer(question, head, self.clock.wall_ms())
            await self._put(fact)
        await self._runner.settled()
        if self.storage is not None:
            pulse.beat()
            await self.storage.answer_at(head, self._runner.state, self._put)
            await self._runner.settled()
        self._seen()

    async def _stage(self, stage: ChainStage, sentence: str) -> None:
        known = self._runner.state.chain
        if (known.stage, known.sentence) != (stage, sentence):
            await self._put(ChainStageSeen(self.clock.wall_ms(), stage, sentence))

    def _on_change(self, _state: State) -> None:
        self._seen()

    def _seen(self) -> None:
        """Something a screen shows is another now."""
        self._revision += 1
        for callback in tuple(self._watchers):
            callback()


def _looked_at(disk: Disk, before: Level) -> Level:
    """Return the level now, giving up the reserve or putting it back."""
    level = level_of(disk.free_bytes(), writable=disk.writable(), before=before)
    if level == "well":
        disk.keep_reserve()
    elif disk.release():
        level = level_of(disk.free_bytes(), writable=disk.writable(), before="low")
    return level


def _offer(queue: asyncio.Queue[_Waiting], effect: _Waiting) -> None:
    """A full queue drops the newest: whatever is still open is asked for again."""
    try:
        queue.put_nowait(effect)
    except asyncio.QueueFull:
        log.warning("too much is waiting to go out; it will be sent again later")


def _pause_s(failures: int) -> float:
    return PAUSES_S[min(failures, len(PAUSES_S)) - 1]
