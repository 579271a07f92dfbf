"""The Clock port under a test's or a simulation's control."""

from agent.units import MonoMs, UnixMs


class ManualClock:
    """Both clocks stand still until `advance`; the wall clock can also be set, as by a network."""

    def __init__(self, wall_ms: int = 1_700_000_000_000, *, trusted: bool = True) -> None:
        self._wall_ms = wall_ms
        self._mono_ms = 0
        self._trusted = trusted
        self._boots = 1

    def wall_ms(self) -> UnixMs:
        return UnixMs(self._wall_ms)

    def mono_ms(self) -> MonoMs:
        return MonoMs(self._mono_ms)

    def trusted(self) -> bool:
        return self._trusted

    def boot_id(self) -> str:
        return f"00000000-0000-0000-0000-{self._boots:012d}"

    def advance(self, by_ms: int) -> None:
        """Let time pass on both clocks; ValueError for a step back."""
        if by_ms < 0:
            raise ValueError(f"time passed by {by_ms} ms; it only goes forward")
        self._wall_ms += by_ms
        self._mono_ms += by_ms

    def set_wall(self, wall_ms: int, *, trusted: bool = True) -> None:
        """Set the wall clock, as a time service does; the steady clock does not notice."""
        self._wall_ms, self._trusted = wall_ms, trusted

    def reboot(self) -> None:
        """Start the steady clock anew, with another boot id and a wall clock nobody has set."""
        self._boots += 1
        self._mono_ms, self._trusted = 0, False
