"""A relay's contact (ZCL 8, 3.8): on, off, toggle, on with timed off, what power-up does.

`actuations` counts movements of the contact, whatever moved it; `commands` every switch command
that was executed, in order, so that a test sees a command that came twice.
"""

from collections.abc import Callable

START_OFF, START_ON, START_TOGGLE, START_AS_BEFORE = 0x00, 0x01, 0x02, 0xFF
_ENDLESS = 0xFFFF
_TENTH_MS = 100


class Switch:
    """One contact. Times on it run with the times it is called with."""

    def __init__(self, *, on: bool = False, start_up: int = START_AS_BEFORE) -> None:
        self.on = on
        self.start_up = start_up
        self.actuations = 0
        self.commands: list[str] = []
        self.moved: list[Callable[[bool, int], None]] = []
        """Called after each movement with (on, now_ms)."""
        self._off_at_ms: int | None = None
        self._guard_tenths = 0
        self._free_at_ms: int | None = None

    def turn(self, name: str, now_ms: int, *, on: bool) -> None:
        """Execute a command that asks for a position.

        A time on that is running goes on after On and ends with Off, which begins the guard time
        that came with it (3.8.2.3.1, 3.8.2.3.2).
        """
        self.tick(now_ms)
        self.commands.append(name)
        if on:
            self._free_at_ms = None
        elif self._off_at_ms is not None:
            self._free_at_ms = now_ms + self._guard_tenths * _TENTH_MS
            self._off_at_ms = None
        self._move(now_ms, on=on)

    def timed_on(self, now_ms: int, *, only_when_on: bool, on_tenths: int, off_tenths: int) -> None:
        """Execute On With Timed Off (3.8.2.3.6): the longer of two times on counts.

        While the guard time runs and the contact is open, the command only shortens the guard.
        """
        self.tick(now_ms)
        self.commands.append("on_with_timed_off")
        if only_when_on and not self.on:
            return
        if self._free_at_ms is not None and not self.on:
            self._free_at_ms = min(self._free_at_ms, now_ms + off_tenths * _TENTH_MS)
            return
        tenths = max(self.on_time_tenths(now_ms), on_tenths)
        endless = _ENDLESS in (on_tenths, off_tenths)
        self._off_at_ms = None if endless or not tenths else now_ms + tenths * _TENTH_MS
        self._guard_tenths = off_tenths
        self._move(now_ms, on=True)

    def tick(self, now_ms: int) -> None:
        """Let a time that has run out take effect, at its own instant."""
        if self._off_at_ms is not None and now_ms >= self._off_at_ms:
            ended_ms, self._off_at_ms = self._off_at_ms, None
            self._free_at_ms = None
            self._move(ended_ms, on=False)
        if self._free_at_ms is not None and now_ms >= self._free_at_ms:
            self._free_at_ms = None

    def next_tick_ms(self) -> int | None:
        """Return when a time runs out."""
        return self._off_at_ms

    def on_time_tenths(self, now_ms: int) -> int:
        """Return the attribute OnTime: tenths of a second left, rounded up."""
        if self._off_at_ms is None:
            return 0
        return max(0, -((now_ms - self._off_at_ms) // _TENTH_MS))

    def power_cycle(self, now_ms: int) -> None:
        """Lose and regain power: StartUpOnOff decides; no time on survives."""
        self._off_at_ms = self._free_at_ms = None
        match self.start_up:
            case 0x00:
                self._move(now_ms, on=False)
            case 0x01:
                self._move(now_ms, on=True)
            case 0x02:
                self._move(now_ms, on=not self.on)

    def _move(self, now_ms: int, *, on: bool) -> None:
        if on == self.on:
            return
        self.on = on
        self.actuations += 1
        for told in self.moved:
            told(on, now_ms)
