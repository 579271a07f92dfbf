"""Is every long-lived task still moving? The watchdog is fed only while the answer is yes.

A loop that turns proves little: one task may hang in a call that never returns while all others
go on. So every task says when it waits for work (as long as it likes) and when it works; one that
has worked on the same thing for longer than its limit counts as frozen, the watchdog starves, and
systemd restarts the agent.
"""

import contextlib
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from typing import Generic, NamedTuple, TypeVar

log = logging.getLogger(__name__)

_Item = TypeVar("_Item")

WORKS_S = 25.0
"""What a task may take for one thing: longer than any driver's own patience, and with the unit's
45 s of watchdog a frozen task ends in a restart within 90 s."""


class Frozen(NamedTuple):
    """A task that does not move."""

    name: str
    for_s: float


class Pulse:
    """One task's."""

    def __init__(self, name: str, works_s: float, mono_ms: Callable[[], int]) -> None:
        self.name = name
        self._works_ms = works_s * 1_000
        self._mono_ms = mono_ms
        self._working_since_ms: int | None = mono_ms()

    def beat(self) -> None:
        """Say that the next thing is begun."""
        self._working_since_ms = self._mono_ms()

    @contextlib.contextmanager
    def idle(self) -> Iterator[None]:
        """Wait inside for what may take for ever: work to do, or the next moment to look."""
        self._working_since_ms = None
        try:
            yield
        finally:
            self.beat()

    def over(self, items: AsyncIterator[_Item]) -> "Waited[_Item]":
        """Iterate; waiting for the next item is idle."""
        return Waited(self, items)

    def frozen_for_s(self) -> float | None:
        """Return for how long the task has not moved; None: it moves."""
        if self._working_since_ms is None:
            return None
        for_ms = self._mono_ms() - self._working_since_ms
        return for_ms / 1_000 if for_ms > self._works_ms else None


class Waited(Generic[_Item]):
    """An iterator whose waiting is idle."""

    def __init__(self, pulse: Pulse, items: AsyncIterator[_Item]) -> None:
        self._pulse = pulse
        self._items = items

    def __aiter__(self) -> "Waited[_Item]":
        return self

    async def __anext__(self) -> _Item:
        with self._pulse.idle():
            return await anext(self._items)


class Liveness:
    """All tasks of one agent. `mono_ms` is the steady clock."""

    def __init__(self, mono_ms: Callable[[], int]) -> None:
        self._mono_ms = mono_ms
        self._pulses: set[Pulse] = set()

    @contextlib.contextmanager
    def task(self, name: str, works_s: float = WORKS_S) -> Iterator[Pulse]:
        """Watch a task while the context is open."""
        pulse = Pulse(name, works_s, self._mono_ms)
        self._pulses.add(pulse)
        try:
            yield pulse
        finally:
            self._pulses.discard(pulse)

    @property
    def names(self) -> frozenset[str]:
        """The tasks that are watched now."""
        return frozenset(pulse.name for pulse in self._pulses)

    def frozen(self) -> tuple[Frozen, ...]:
        """Return every task that does not move, the longest first."""
        found = [
            Frozen(pulse.name, for_s)
            for pulse in self._pulses
            if (for_s := pulse.frozen_for_s()) is not None
        ]
        return tuple(sorted(found, key=lambda one: -one.for_s))


def unwatched() -> Liveness:
    """Return one that nobody looks at, for a part that runs on its own."""
    return Liveness(lambda: 0)


async def feed_watchdog(
    liveness: Liveness,
    alive: Callable[[], None],
    say: Callable[[str], None],
    every_s: float,
    sleep: Callable[[float], Awaitable[None]],
) -> None:
    """Feed the watchdog as long as every task moves; say which one does not."""
    while True:
        frozen = liveness.frozen()
        if frozen:
            names = ", ".join(f"{one.name} ({one.for_s:.0f} s)" for one in frozen)
            log.error("these tasks have stopped moving: %s; the watchdog starves", names)
            say(f"stopped moving: {names}")
        else:
            alive()
        await sleep(every_s)
