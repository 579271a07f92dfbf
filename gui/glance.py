"""What a view model is given to look at, and how it asks the daemon for more.

A model has one method, `look(glance)`, called when something changed and once a second. It makes
text from the glance and keeps nothing else. What the snapshot does not carry it asks for with
`ask.call(...)`; the answer comes later, by a callback, in the same thread.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol

from agent.api.sections import Problem, Snapshot
from gui.texts import Reader

LinkState = Literal["connecting", "live", "gone"]

STALE_AFTER_MS = 120_000
"""Older values are greyed: meters report at least every minute, so two reports are missing."""


@dataclass(frozen=True)
class Seen:
    """What came from the daemon so far."""

    snapshot: Snapshot | None = None
    """The newest one; it is kept when the daemon goes, to be shown greyed."""
    link: LinkState = "connecting"
    sentence: str = ""
    """Why there is no daemon, for a person."""
    last_seen_ms: int | None = None
    """When it last said anything; None: never."""
    methods: frozenset[str] = frozenset()
    """What this screen may call."""
    group: str = ""
    server: str = ""
    """What answered hello, with its version: "gridhearth 0.1.0"."""


@dataclass(frozen=True)
class Glance:
    """Everything a view model may know, at one moment."""

    seen: Seen
    now_ms: int
    reader: Reader

    @property
    def snapshot(self) -> Snapshot | None:
        return self.seen.snapshot

    @property
    def live(self) -> bool:
        """The daemon is there and its snapshot is held: things may be pressed."""
        return self.seen.link == "live" and self.seen.snapshot is not None

    def may(self, method: str) -> bool:
        """Return whether a call of the method can be answered now."""
        return self.live and method in self.seen.methods

    def stale(self, at_ms: int) -> bool:
        """Return whether something true at `at_ms` is too old to look alive."""
        return not self.live or self.now_ms - at_ms > STALE_AFTER_MS


@dataclass(frozen=True)
class Refusal:
    """Why a call was not answered. `reason` is agent.api.framing.Reason's word, or "away"."""

    sentence: str
    reason: str
    problems: Sequence[Problem] = ()


Answered = Callable[[Any], None]
"""Gets the result as plain data (dicts, lists, ints); convert it with msgspec.convert."""
Refused = Callable[[Refusal], None]


def ignore(_refusal: Refusal) -> None:
    """For calls whose refusal changes nothing on the screen."""


class Ask(Protocol):
    """Where calls go: the daemon's link, or a recorded conversation."""

    def call(
        self, method: str, params: object, answered: Answered, refused: Refused = ignore
    ) -> None:
        """Call once; exactly one of the callbacks comes later, never before this returns.

        "away": the daemon was not there, or went before it answered: what was asked may or may
        not be done; ask for the state, do not assume.
        """
        ...
