"""The household's calendar: which day a time is in, and when a day begins, in the machine's zone."""

import time
from datetime import date, timedelta

from agent.core.day import DaySpan


def day_of(at_ms: int) -> str:
    """Return the local day of a time, as 2026-06-21."""
    return time.strftime("%Y-%m-%d", time.localtime(at_ms // 1_000))


def span_of(day: date) -> DaySpan:
    """Return from when to when a local day is; 23 or 25 hours where the clocks change."""
    start, end = (_midnight_ms(day + timedelta(days=ahead)) for ahead in (0, 1))
    return DaySpan(day.isoformat(), start, end)


def _midnight_ms(day: date) -> int:
    return round(time.mktime((day.year, day.month, day.day, 0, 0, 0, 0, 0, -1))) * 1_000
