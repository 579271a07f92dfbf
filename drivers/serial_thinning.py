"""Which of a meter's readings are kept: registers are cumulative, so one in ten seconds loses nothing.

Every kept reading is synced to the card. A DSMR 5 meter says something each second; kept whole
it would wear the card for resolution that no bill ever sees.
"""


class Thinning:
    """At most one reading every `every_ms`, and the first one of each interval.

    Intervals of `interval_ms` are counted from `origin_ms`: the market's boundaries, whose
    registers become measured by a reading near them.
    """

    def __init__(self, every_ms: int, *, origin_ms: int = 0, interval_ms: int = 900_000) -> None:
        if every_ms < 0 or interval_ms < 1:
            raise ValueError(
                f"every {every_ms} ms (0 or more), interval {interval_ms} ms (1 or more)"
            )
        self._every_ms = every_ms
        self._origin_ms = origin_ms
        self._interval_ms = interval_ms
        self._last_ms: int | None = None

    def wants(self, at_ms: int) -> bool:
        """Tell whether a reading of this moment is kept; it is then the last one kept."""
        last_ms = self._last_ms
        if last_ms is not None and last_ms <= at_ms < self.next_ms(last_ms):
            return False
        self._last_ms = at_ms  # also when the wall clock was put back
        return True

    def next_ms(self, last_ms: int) -> int:
        """Return when the next reading after one of `last_ms` is due."""
        intervals = (last_ms - self._origin_ms) // self._interval_ms + 1
        return min(last_ms + self._every_ms, self._origin_ms + intervals * self._interval_ms)
