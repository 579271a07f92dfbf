"""Which cycles the operator looks at under the next head."""

from agent.dso.reconcile import Window
from agent.dso.store import OperatorStore, Stored
from agent.units import CycleNo

MOST_CYCLES_AT_ONCE = 16
"""Cycles looked at under one head, unfinished ones first, oldest first; more come under the next."""

SWEPT_PER_CYCLE = 32
"""Finished cycles looked at again in each cycle: all of a week within six hours."""


class Worklist:
    """The unfinished cycles, and in turn the finished ones.

    Finished cycles are kept in the store once nothing is owed about them, so that a restart
    need not read a week. Anybody may put a report on the chain: of a copy that never came by the
    broker only the chain tells, so finished cycles are looked at again in turn, and all after a
    start; the result is the same whichever way a report took.
    """

    def __init__(self, store: OperatorStore, kept: Stored, since: CycleNo | None) -> None:
        self._store = store
        self._since = since or 0
        self._finished = set(kept.finished)
        self._kept = set(kept.finished)
        self._sweep: list[CycleNo] = sorted(self._finished)
        self._swept = -1

    def waiting(self, window: Window) -> list[CycleNo]:
        """Return every unfinished cycle, oldest first."""
        cycles = range(max(self._since, window.oldest), window.running + 1)
        return [CycleNo(cycle) for cycle in cycles if cycle not in self._finished]

    def unfinished(self, window: Window) -> list[CycleNo]:
        """Return the unfinished cycles to look at now."""
        return self.waiting(window)[:MOST_CYCLES_AT_ONCE]

    def again(self, window: Window) -> list[CycleNo]:
        """Return the finished cycles to look at now, where there is time for it."""
        return self._sweep[: max(0, MOST_CYCLES_AT_ONCE - len(self.unfinished(window)))]

    def looked_at(self, cycles: list[CycleNo]) -> None:
        """Take finished cycles that were looked at off the list."""
        self._sweep = [cycle for cycle in self._sweep if cycle not in cycles]

    def new_cycle(self, window: Window) -> None:
        """Forget what cannot count any more; let the next finished cycles have their turn."""
        oldest = max(self._since, window.oldest)
        self._finished = {cycle for cycle in self._finished if cycle >= oldest}
        self._kept &= self._finished
        left = [cycle for cycle in self._sweep if cycle in self._finished]
        self._sweep = left or self._next_turn()

    def finish(self, cycle: CycleNo, *, owed: bool) -> None:
        """Look at a cycle no more; kept only when no statement is owed either."""
        self._finished.add(cycle)
        if owed == (cycle in self._kept):
            (self._kept.discard if owed else self._kept.add)(cycle)
            self._store.finish(cycle, done=not owed)

    def reopen(self, cycle: CycleNo) -> None:
        """Look at a cycle again."""
        self._finished.discard(cycle)
        if cycle in self._kept:
            self._kept.discard(cycle)
            self._store.finish(cycle, done=False)

    def say_again(self) -> None:
        """Look again at all cycles about which something is owed: the broker is back."""
        self._finished &= self._kept

    def _next_turn(self) -> list[CycleNo]:
        done = sorted(self._finished)
        turn = [cycle for cycle in done if cycle > self._swept][:SWEPT_PER_CYCLE]
        turn = turn or done[:SWEPT_PER_CYCLE]
        self._swept = turn[-1] if turn else -1
        return turn
