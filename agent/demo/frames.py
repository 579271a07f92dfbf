"""Puts together what the terminal shows: the observer's street, my home's snapshot, health."""

import os
from collections import deque
from pathlib import Path
from typing import Protocol

from agent.api.sections import Snapshot
from agent.demo.observer import Observer
from agent.demo.result import StreetFrame, StreetHealth, StreetMap, StreetTotals, StreetTrade
from agent.ledger.verify import VerifiedHead
from agent.market.cycle import CycleTimes
from agent.units import UnixMs

RATE_OVER = 20
"""Blocks over which the rate is averaged."""
DAY_MINUTES = 1_440
CYCLE_MINUTES = 15


class Asked(Protocol):
    """What the frames need of the demonstration's settings."""

    @property
    def start_minute(self) -> int: ...


class FrameMaker:
    """Makes frames; keeps what spans several of them."""

    def __init__(
        self, street: StreetMap, times: CycleTimes, mine: int, asked: Asked, validators: int
    ) -> None:
        self.times = times
        self.me: Snapshot | None = None
        self.peak_memory_bytes = 0
        self.last: StreetFrame | None = None
        """The last frame with trades on it."""
        self._street = street
        self._mine = mine
        self._asked = asked
        self._validators = validators
        self._height = 0
        self._seen_s: deque[float] = deque(maxlen=RATE_OVER)
        self._troubles: dict[str, str] = {}

    def saw_head(self, head: VerifiedHead, mono_s: float) -> None:
        """Count a verified head."""
        self._height = head.number
        self._seen_s.append(mono_s)

    def trouble(self, name: str, sentence: str) -> None:
        """Show a trouble until it is taken back with an empty sentence."""
        if sentence:
            self._troubles[name] = sentence
        else:
            self._troubles.pop(name, None)

    @property
    def troubles(self) -> tuple[str, ...]:
        return tuple(self._troubles.values())

    def frame(self, seen: Observer, now_ms: UnixMs, memory_bytes: int) -> StreetFrame:
        """Return the picture of this moment."""
        memory_bytes += _own_memory()
        self.peak_memory_bytes = max(self.peak_memory_bytes, memory_bytes)
        health = StreetHealth(
            height=self._height,
            validators=self._validators,
            blocks_per_s=self._blocks_per_s(),
            memory_bytes=memory_bytes,
            troubles=self.troubles,
        )
        cycle, phase = self.times.cycle_at(now_ms), self.times.phase_at(now_ms)
        if cycle is None or phase is None:
            left_s = max(0, -(-(self.times.start_ms(0) - now_ms) // 1_000))
            return StreetFrame(
                self._street,
                None,
                None,
                left_s,
                0,
                my_number=self._mine,
                me=self.me,
                health=health,
                note=f"the homes wake up; the first cycle begins in {left_s} s",
            )
        running = seen.running
        in_cycle_ms = now_ms - self.times.start_ms(cycle)
        frame = StreetFrame(
            street=self._street,
            cycle=cycle,
            phase=phase.value,
            seconds_left=max(0, -(-(self.times.phase_end_ms(cycle, phase) - now_ms) // 1_000)),
            cycle_elapsed_permille=in_cycle_ms // self.times.cycle_s,
            orders=0 if running is None else running.order_count,
            endorsements=0 if running is None else running.endorsements,
            endorsements_needed=self._needed(),
            prices=seen.prices(),
            trades=_last_trades(seen),
            my_number=self._mine,
            me=self.me,
            totals=seen.totals() if seen.cycles else StreetTotals(),
            health=health,
            clock=self._clock(cycle, in_cycle_ms),
        )
        if frame.trades:
            self.last = frame
        return frame

    def _needed(self) -> int:
        """More than two thirds of the endorsers."""
        endorsers = sum(home.endorser for home in self._street.homes)
        return endorsers * 2 // 3 + 1

    def _blocks_per_s(self) -> float:
        if len(self._seen_s) < 2:
            return 0.0
        span = self._seen_s[-1] - self._seen_s[0]
        return round((len(self._seen_s) - 1) / span, 2) if span > 0 else 0.0

    def _clock(self, cycle: int, in_cycle_ms: int) -> str:
        minute = self._asked.start_minute + cycle * CYCLE_MINUTES
        minute += in_cycle_ms * CYCLE_MINUTES // (self.times.cycle_s * 1_000)
        minute %= DAY_MINUTES
        return f"{minute // 60:02d}:{minute % 60:02d}"


def _last_trades(seen: Observer) -> tuple[StreetTrade, ...]:
    traded = [cycle for cycle, known in seen.cycles.items() if known.trades]
    return seen.street_trades(seen.cycles[max(traded)]) if traded else ()


def _own_memory() -> int:
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")
