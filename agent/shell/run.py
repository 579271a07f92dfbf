"""One queue, one step at a time: step, append to the journal (synced), then perform the effects.

The order is the whole point: what the agent does to the world it has first written down, and
what it wrote down it can do again after any crash. An event that changed nothing and asked for
nothing is not written. Readings that asked for nothing are written together, ten seconds of them at a
time: each sync costs a card a dozen kilobytes, and registers are cumulative, so that the next reading
says again what a lost one said. Whatever else is written takes the readings before it along.
"""

import asyncio
import contextlib
from collections.abc import Callable, Iterator, Sequence

import msgspec

from agent.core.constants import Constants
from agent.core.effects import Effect
from agent.core.events import BatterySeen, Event, MeterRead, Started, Ticked
from agent.core.state import State
from agent.core.step import step
from agent.core.storage_facts import StorageSeen
from agent.market.feeder import Feeder
from agent.ports import Journal
from agent.shell.liveness import Liveness, unwatched

BATCH = 64
"""Events that share one sync: a flood costs one disk flush, a lone event never waits."""
HOLD_MS = 10_000
"""So long a reading that asked for nothing may wait for the disk."""
TELEMETRY = (MeterRead, BatterySeen)
QUEUE = 4_096
SNAPSHOT_EVERY = 5_000
"""Journal entries between two snapshots: a replay of that many takes under two seconds."""

_events: msgspec.json.Decoder[Event] = msgspec.json.Decoder(Event)
_states = msgspec.json.Decoder(State)


class JournalUnreadableError(Exception):
    """The journal holds what this version cannot read; nothing was changed."""


def last_constants(journal: Journal) -> Constants | None:
    """Return what the agent knew of itself and its market when it last ran; None: never did.

    JournalUnreadableError.
    """
    known: Constants | None = None
    after = 0
    with _readable():
        stored = journal.load_snapshot()
        if stored is not None:
            after, body = stored
            known = _states.decode(body).constants
        for _, entry in journal.read(after):
            event = _events.decode(entry)
            if isinstance(event, Started):
                known = event.constants
    return known


def storage_was_read(journal: Journal) -> bool:
    """Whether the storage contract of the settings was ever proven; only then is anything open there.

    JournalUnreadableError.
    """
    after = 0
    with _readable():
        stored = journal.load_snapshot()
        if stored is not None:
            after, body = stored
            if _states.decode(body).storage.seen is not None:
                return True
        return any(
            isinstance(_events.decode(entry), StorageSeen) for _, entry in journal.read(after)
        )


@contextlib.contextmanager
def _readable() -> Iterator[None]:
    """Turn what a decoder raises for foreign bytes into JournalUnreadableError."""
    try:
        yield
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as problem:
        raise JournalUnreadableError(
            f"the journal was written by another version: {problem}"
        ) from problem


class Runner:
    """Owns the state. Everything else hands it events and looks at snapshots."""

    def __init__(
        self,
        journal: Journal,
        feeder: Feeder,
        perform: Callable[[Sequence[Effect]], None],
        changed: Callable[[State], None],
        snapshot_every: int = SNAPSHOT_EVERY,
    ) -> None:
        self._journal = journal
        self._feeder = feeder
        self._perform = perform
        self._changed = changed
        self._queue: asyncio.Queue[Event] = asyncio.Queue(QUEUE)
        self._snapshot_every = snapshot_every
        self._since_snapshot = 0
        self._held: list[bytes] = []
        self._held_since_ms = self._mono_ms = 0
        self.state = State()

    def recover(self) -> int:
        """Load the snapshot and replay what came after; return how many events were replayed.

        Effects of replayed events are not performed again: the event Started asks anew for
        everything that is still open. JournalUnreadableError.
        """
        after = count = 0
        state = self.state
        with _readable():
            stored = self._journal.load_snapshot()
            if stored is not None:
                after, body = stored
                state = _states.decode(body)
            for _, entry in self._journal.read(after):
                state, _ = step(state, _events.decode(entry), self._feeder)
                count += 1
        self.state = state
        self._since_snapshot = count
        return count

    async def put(self, event: Event) -> None:
        """Hand in an event; waits while the queue is full, so that nothing is dropped."""
        await self._queue.put(event)

    async def settled(self) -> None:
        """Return once everything handed in so far has been stepped and its effects begun."""
        await self._queue.join()

    async def run(self, liveness: Liveness | None = None) -> None:
        """Step for ever. An exception here is our own broken invariant and ends the process."""
        with (liveness or unwatched()).task("step") as pulse:
            while True:
                with pulse.idle():
                    batch = [await self._queue.get()]
                while len(batch) < BATCH and not self._queue.empty():
                    batch.append(self._queue.get_nowait())
                self.take(batch)
                for _ in batch:
                    self._queue.task_done()

    def flush(self) -> None:
        """Write what was held back; to be called at the end of a run that ends well."""
        self._write([])

    def take(self, events: Sequence[Event]) -> None:
        """Step through the events, journal them with one sync, then perform their effects."""
        before = self.state
        entries: list[bytes] = []
        effects: list[Effect] = []
        waits = True
        for event in events:
            state, asked = step(self.state, event, self._feeder)
            if state is not self.state or asked:
                entries.append(msgspec.json.encode(event))
                waits = waits and isinstance(event, TELEMETRY) and not asked
            if isinstance(event, Ticked):
                self._mono_ms = event.mono_ms
            self.state = state
            effects += asked
        if waits and (entries or self._held):
            self._hold(entries)
        else:
            self._write(entries)
        if effects:
            self._perform(effects)
        if self.state is not before:
            self._changed(self.state)

    def _hold(self, entries: list[bytes]) -> None:
        if not self._held:
            self._held_since_ms = self._mono_ms
        self._held += entries
        if self._mono_ms - self._held_since_ms >= HOLD_MS or len(self._held) >= BATCH:
            self._write([])

    def _write(self, entries: list[bytes]) -> None:
        entries, self._held = [*self._held, *entries], []
        if not entries:
            return
        last = self._journal.append(entries)
        self._since_snapshot += len(entries)
        if self._since_snapshot >= self._snapshot_every:
            self._journal.save_snapshot(last, msgspec.json.encode(self.state))
            self._since_snapshot = 0
