"""When to speak on the air: a budget for the whole network, and what is due when; no clock inside.

Polling every plug each half minute is what brings networks down (home-assistant/core#127881), so
everything the driver sends by itself goes through one budget, and what reports is not polled.
"""

import random
from collections.abc import Iterable

import msgspec

UNICASTS_PER_S = 10
BURST = 5  # a device that has just joined is asked a handful of things at once

VALUE_AGE_INTERVALS = 3
"""After so many times the longest reporting interval without a value the meter is asked."""
SILENT_INTERVALS = 2
"""After so many without a report its reporting is configured again."""

VALUE_AGE_LEAST_S, SILENT_LEAST_S = 6.0, 15.0
"""Below these a slow moment of the machine would pass for silence of every device."""

JITTER = 0.1
"""Of a period, so that a street's worth of plugs does not answer at the same instant."""


class Budget:
    """How much the driver may send, whatever it is for; times in seconds of any steady clock."""

    def __init__(self, seed: int, *, per_s: float = UNICASTS_PER_S, burst: int = BURST) -> None:
        self._random = random.Random(seed)  # noqa: S311 - spreads sendings, hides nothing
        self._gap_s = 1 / per_s
        self._burst = burst
        self._next_s = float("-inf")
        self.taken = 0

    def wait_s(self, now_s: float) -> float:
        """Take one sending; return how long to wait before it."""
        self.taken += 1
        earliest_s = max(self._next_s, now_s - self._burst * self._gap_s)
        self._next_s = earliest_s + self._gap_s * self._random.uniform(1.0, 1.0 + 2 * JITTER)
        return max(0.0, earliest_s - now_s)

    def spread_s(self, period_s: float) -> float:
        """Return a period, varied by JITTER to either side."""
        return period_s * self._random.uniform(1.0 - JITTER, 1.0 + JITTER)


class Poll(msgspec.Struct, frozen=True):
    """Attributes of one cluster that are asked for together."""

    ieee: str
    endpoint: int
    cluster: int
    attributes: tuple[int, ...]
    every_s: float


class Schedule:
    """Which polls are due."""

    def __init__(self, budget: Budget) -> None:
        self._budget = budget
        self._due_s: dict[Poll, float] = {}

    def plan(self, ieee: str, polls: Iterable[Poll], now_s: float) -> None:
        """Replace a device's polls; one that was planned before keeps its time."""
        kept = {poll: at for poll, at in self._due_s.items() if poll.ieee == ieee}
        for poll in kept:
            del self._due_s[poll]
        for poll in polls:
            first_s = now_s + self._budget.spread_s(poll.every_s) / 2
            self._due_s[poll] = kept.get(poll, first_s)

    def take(self, now_s: float) -> list[Poll]:
        """Return what is due, the longest due first; each is due again after its period."""
        due = sorted(
            (at, poll.ieee, poll.endpoint, poll) for poll, at in self._due_s.items() if at <= now_s
        )
        polls = [poll for *_, poll in due]
        for poll in polls:
            self._due_s[poll] = now_s + self._budget.spread_s(poll.every_s)
        return polls

    def next_s(self) -> float | None:
        """Return when the next poll is due; None: none is planned."""
        return min(self._due_s.values(), default=None)
