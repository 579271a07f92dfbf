"""One life of a reporting home: the real core, the real runner, the real journal on a real disk.

It gets events over a pipe, and gives back every transaction it lets out and what it asks. It ends
when it is killed.
"""

import multiprocessing.connection
from collections.abc import Sequence
from pathlib import Path

import msgspec

from agent.core.effects import Broadcast, Effect, Sign
from agent.core.events import Event, Signed
from agent.core.storage import storage_questions
from agent.shell.run import Runner
from drivers.journal_sqlite import SqliteJournal
from tests.core.battery_story import UNIT_KEY
from tests.core.story import KEYS, feeder

TRANSACTION, ASKED = b"t", b"q"
SIGNERS = {**KEYS, "unit": UNIT_KEY}
_events: msgspec.json.Decoder[list[Event]] = msgspec.json.Decoder(list[Event])


class Reporter:
    """The part of a household that reports; everything else of it is not there."""

    def __init__(self, journal: Path, pipe: multiprocessing.connection.Connection) -> None:
        self._pipe = pipe
        self._signs: list[Sign] = []
        self.runner = Runner(
            SqliteJournal(journal), feeder(), self._perform, lambda _state: None, 200
        )

    def _perform(self, effects: Sequence[Effect]) -> None:
        for effect in effects:
            match effect:
                case Broadcast(raw=raw):
                    self._pipe.send_bytes(TRANSACTION + raw)
                case Sign():
                    self._signs.append(effect)

    def take(self, event: Event, at_ms: int) -> None:
        """Step through an event and the signatures that follow from it."""
        self.runner.take([event])
        while self._signs:
            asked = self._signs.pop(0)
            signature = SIGNERS[asked.key].sign_digest(asked.digest)
            self.runner.take([Signed(at_ms, at_ms, asked.ident, signature)])

    def live(self) -> None:
        """Recover, then take what comes, until killed."""
        self.runner.recover()
        while True:
            for event in _events.decode(self._pipe.recv_bytes()):
                self.take(event, event.at_ms)
                asked_at_ms = event.at_ms
            asked = storage_questions(self.runner.state, asked_at_ms)
            self._pipe.send((ASKED, asked, self.runner.state.storage))


def live(journal: str, pipe: multiprocessing.connection.Connection, remembers: bool) -> None:
    """Live until killed; one that does not remember begins with an empty journal every time."""
    path = Path(journal)
    if not remembers:
        for left in path.parent.glob(path.name + "*"):
            left.unlink()
    Reporter(path, pipe).live()
