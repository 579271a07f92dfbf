"""What is to happen later, in order of time, then of asking."""

import heapq
from collections.abc import Callable

MAX_ACTIONS_AT_ONCE = 100_000
"""More at one instant is an action that schedules itself without end: a defect, told at once."""


class Schedule:
    """Actions and the times they are due, in milliseconds of one clock."""

    def __init__(self) -> None:
        """Begin with nothing to do."""
        self._heap: list[tuple[int, int, Callable[[], None]]] = []
        self._asked = 0

    def at(self, due_ms: int, action: Callable[[], None]) -> None:
        """Do `action` once `run` is called with this time or a later one."""
        self._asked += 1
        heapq.heappush(self._heap, (due_ms, self._asked, action))

    def next_ms(self) -> int | None:
        """When the next action is due."""
        return self._heap[0][0] if self._heap else None

    def run(self, now_ms: int) -> None:
        """Do all that is due, and what that makes due. RuntimeError: it would never end."""
        done = 0
        while self._heap and self._heap[0][0] <= now_ms:
            _, _, action = heapq.heappop(self._heap)
            action()
            done += 1
            if done > MAX_ACTIONS_AT_ONCE:
                raise RuntimeError(f"{done} actions were due at {now_ms} ms and more came")

    def __len__(self) -> int:
        return len(self._heap)
