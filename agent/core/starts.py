"""When starting again and again is a loop: five starts in ten minutes without a healthy minute.

A start counts until a minute has passed in which every task moved, or until it was asked to end.
Steady clocks of different boots cannot be compared; there the wall clock decides, and only where
it says that little time has passed: a box that loses its power every day is no loop.
"""

import msgspec

from agent.core.rungs import Guard, Rung

STARTS = 5
WITHIN_MS = 600_000
HEALTHY_S = 60.0
NAME = "crash-loop"


class Start(msgspec.Struct, frozen=True):
    """One start."""

    boot_id: str
    mono_ms: int
    wall_ms: int


class StartBook(msgspec.Struct, frozen=True):
    """What is kept of starts."""

    starts: tuple[Start, ...] = ()
    looped_ms: int = 0
    """When a loop was found, wall clock; until somebody has acknowledged it. 0: none."""


def started(book: StartBook, now: Start) -> StartBook:
    """Return the book with this start in it."""
    starts = (*(one for one in book.starts if _recent(one, now)), now)[-STARTS:]
    looped_ms = book.looped_ms or (now.wall_ms if len(starts) >= STARTS else 0)
    return StartBook(starts, looped_ms)


def _recent(one: Start, now: Start) -> bool:
    if one.boot_id == now.boot_id:
        return 0 <= now.mono_ms - one.mono_ms <= WITHIN_MS
    return 0 <= now.wall_ms - one.wall_ms <= WITHIN_MS


def healthy(book: StartBook) -> StartBook:
    """A minute went well: nothing before it counts; a loop stays until it is acknowledged."""
    return StartBook((), book.looped_ms)


def ended(book: StartBook) -> StartBook:
    """The newest start ended because it was asked to."""
    return StartBook(book.starts[:-1], book.looped_ms)


def loop_guard(book: StartBook) -> Guard | None:
    """Return what a loop forces; None: there is none."""
    if not book.looped_ms:
        return None
    return Guard(
        NAME,
        Rung.SAFE,
        "The agent broke down again and again; it decides nothing until somebody lets it go on.",
        "Look at what it said (journalctl -u gridhearth), then: gridhearth resume.",
        book.looped_ms,
    )
