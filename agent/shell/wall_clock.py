"""What the wall clock is worth, judged at every tick against the time service and the chain."""

import msgspec

from agent.core.clock import NEAR_MS, ChainClock, ClockWord, Quality, heard, judge, sound, word_of
from agent.core.events import Ticked
from agent.ports import Clock


class WallClock:
    """The judge of one home's wall clock.

    `head_lag_ms`: how old a final block may be; None: nothing can be compared with the chain,
    and the time service's word counts.
    """

    def __init__(self, clock: Clock, genesis_s: int, head_lag_ms: int | None) -> None:
        self._clock = clock
        self._genesis_ms = genesis_s * 1_000
        self._head_lag_ms = head_lag_ms
        self._chain_clock: ChainClock | None = None
        self._wall_minus_mono_ms = clock.wall_ms() - clock.mono_ms()

    def tick(self, floor_ms: int) -> Ticked:
        """Judge now; `floor_ms`: the latest time that the state has ever believed."""
        wall_ms, mono_ms = self._clock.wall_ms(), self._clock.mono_ms()
        self._wall_minus_mono_ms = wall_ms - mono_ms
        word = self._word(wall_ms, mono_ms, floor_ms)
        return Ticked(wall_ms, mono_ms, word.quality is Quality.SYNCED, word)

    def jumped(self) -> bool:
        """Whether the wall clock has moved against the steady one since the last tick."""
        moved_ms = self._clock.wall_ms() - self._clock.mono_ms() - self._wall_minus_mono_ms
        return abs(moved_ms) > NEAR_MS

    def hear(self, head_time_s: int) -> None:
        """Compare with the time of a proven head from now on."""
        self._chain_clock = heard(self._chain_clock, head_time_s, self._clock.mono_ms())

    def _word(self, wall_ms: int, mono_ms: int, floor_ms: int) -> ClockWord:
        if self._head_lag_ms is None:
            return word_of(self._clock.trusted())
        word = judge(
            wall_ms,
            mono_ms,
            service=self._clock.trusted(),
            floor_ms=max(floor_ms, self._genesis_ms),
            chain=self._chain_clock,
            lag_ms=self._head_lag_ms,
        )
        if self._chain_clock is not None and sound(word) and not self._chain_clock.agreed:
            self._chain_clock = msgspec.structs.replace(self._chain_clock, agreed=True)
        return word
