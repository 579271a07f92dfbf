"""Market cycles and their four phases (thesis Table 4.2: minutes 0-3, 3-10, 10-13, 13-15).

The contract knows whole seconds of block time and finds the phase without division: with
`o = ((t - genesis_s) % cycle_s) * 15`, quotation while `o < 3 * cycle_s`, matching while
`o < 10 * cycle_s`, feedback while `o < 13 * cycle_s`, else settlement. So a phase begins at the
first whole second that satisfies its rule, and a millisecond belongs to the phase of its second.
"""

from dataclasses import dataclass
from enum import StrEnum

from agent.units import CycleNo, UnixMs

_PARTS = 15
"""A cycle in fifteenths, because the thesis's cycle has fifteen minutes."""


class Phase(StrEnum):
    QUOTATION = "quotation"
    MATCHING = "matching"
    FEEDBACK = "feedback"
    SETTLEMENT = "settlement"


_BEGINS = {Phase.QUOTATION: 0, Phase.MATCHING: 3, Phase.FEEDBACK: 10, Phase.SETTLEMENT: 13}
_ENDS = {Phase.QUOTATION: 3, Phase.MATCHING: 10, Phase.FEEDBACK: 13, Phase.SETTLEMENT: _PARTS}


@dataclass(frozen=True, slots=True)
class CycleTimes:
    """When cycles begin and end. ValueError: a genesis before 1970 or a cycle below one second."""

    genesis_s: int
    cycle_s: int

    def __post_init__(self) -> None:
        problems = []
        if self.genesis_s < 0:
            problems.append(f"genesis_s was {self.genesis_s}, allowed is 0 and above")
        if self.cycle_s < 1:
            problems.append(f"cycle_s was {self.cycle_s}, allowed is 1 and above")
        if problems:
            raise ValueError("; ".join(problems))

    def cycle_at(self, time_ms: int) -> CycleNo | None:
        """Return the cycle that runs at a Unix time, None before the market's genesis."""
        since_s = time_ms // 1000 - self.genesis_s
        return CycleNo(since_s // self.cycle_s) if since_s >= 0 else None

    def phase_at(self, time_ms: int) -> Phase | None:
        """Return the phase that runs at a Unix time, None before the market's genesis."""
        since_s = time_ms // 1000 - self.genesis_s
        if since_s < 0:
            return None
        parts = since_s % self.cycle_s * _PARTS
        for phase, end in _ENDS.items():
            if parts < end * self.cycle_s:
                return phase
        raise AssertionError("a remainder is below its divisor")

    def start_ms(self, cycle: int) -> UnixMs:
        """Return the first millisecond of a cycle (number 0 and above)."""
        return UnixMs((self.genesis_s + cycle * self.cycle_s) * 1000)

    def end_ms(self, cycle: int) -> UnixMs:
        """Return the first millisecond after a cycle: the start of the next one."""
        return self.start_ms(cycle + 1)

    def phase_start_ms(self, cycle: int, phase: Phase) -> UnixMs:
        """Return the first millisecond of a phase: the whole second at or after its share."""
        return self._after(cycle, _BEGINS[phase])

    def phase_end_ms(self, cycle: int, phase: Phase) -> UnixMs:
        """Return the first millisecond after a phase.

        In a cycle of a few seconds a phase may be empty: it then ends where it starts.
        """
        return self._after(cycle, _ENDS[phase])

    def _after(self, cycle: int, parts: int) -> UnixMs:
        offset_s = -(-parts * self.cycle_s // _PARTS)
        return UnixMs(self.start_ms(cycle) + offset_s * 1000)
