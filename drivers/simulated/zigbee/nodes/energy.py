"""Energy of a virtual meter, integrated exactly: milliwatts times milliseconds, integers only.

1 Wh is 3 600 000 000 mW·ms. Positive power is drawn from the grid (into the device behind a
plug), negative power is given to it; the two have a register each and neither ever falls.
"""

from collections import deque
from collections.abc import Sequence
from typing import Protocol

MWMS_PER_WH = 3_600_000_000
MWMS_PER_KWH = 1_000 * MWMS_PER_WH


class EnergySource(Protocol):
    """What flows at a meter, as a function of time; asked with times that never go back."""

    def power_mw(self, now_ms: int) -> int:
        """Return the power now; positive: drawn."""
        ...

    def imported_mwms(self, now_ms: int) -> int: ...

    def exported_mwms(self, now_ms: int) -> int: ...


class Energy:
    """A settable power, or a curve of steps, and its exact integrals from `begin` on."""

    def __init__(self, power_w: int = 0, *, closed: bool = True) -> None:
        self._load_mw = power_w * 1_000
        self._closed = closed
        self._imported = 0
        self._exported = 0
        self._at_ms: int | None = None
        self._steps: deque[tuple[int, int]] = deque()

    @property
    def load_mw(self) -> int:
        """What would flow with the contact closed."""
        return self._load_mw

    def begin(self, now_ms: int) -> None:
        """Start to count, unless it has: nothing flowed before the device was there."""
        if self._at_ms is None:
            self._at_ms = now_ms

    def set_power_mw(self, power_mw: int, now_ms: int) -> None:
        """Let this flow from `now_ms` on; steps of a curve still come after it."""
        self._advance(now_ms)
        self._load_mw = power_mw

    def connect(self, now_ms: int, *, closed: bool) -> None:
        """Close or open the contact in front of the load."""
        self._advance(now_ms)
        self._closed = closed

    def follow(self, curve: Sequence[tuple[int, int]], origin_ms: int) -> None:
        """Follow (seconds after `origin_ms`, watts) from each step on; replaces a curve before."""
        self._steps = deque((origin_ms + s * 1_000, w * 1_000) for s, w in curve)

    def power_mw(self, now_ms: int) -> int:
        """Return the power now."""
        self._advance(now_ms)
        return self._load_mw if self._closed else 0

    def imported_mwms(self, now_ms: int) -> int:
        """Return the energy drawn up to now."""
        self._advance(now_ms)
        return self._imported

    def exported_mwms(self, now_ms: int) -> int:
        """Return the energy given up to now."""
        self._advance(now_ms)
        return self._exported

    def _advance(self, now_ms: int) -> None:
        if self._at_ms is None:
            return
        while self._steps and self._steps[0][0] <= now_ms:
            at_ms, load_mw = self._steps.popleft()
            self._integrate(max(at_ms, self._at_ms))
            self._load_mw = load_mw
        self._integrate(now_ms)

    def _integrate(self, until_ms: int) -> None:
        if self._at_ms is None or until_ms <= self._at_ms:
            return
        energy = (self._load_mw if self._closed else 0) * (until_ms - self._at_ms)
        self._at_ms = until_ms
        self._imported += max(energy, 0)
        self._exported += max(-energy, 0)


class Register:
    """One direction's register of a meter as the meter counts it.

    A reset makes it begin at 0 from then on; a recovery takes the reset back, as a meter does
    that finds its stored register again.
    """

    def __init__(self, source: EnergySource, *, exported: bool, start_wh: int = 0) -> None:
        self._source = source
        self._exported = exported
        self._start = -start_wh * MWMS_PER_WH
        self._offset = self._start

    def mwms(self, now_ms: int) -> int:
        """Return the register."""
        return self._total(now_ms) - self._offset

    def reset(self, now_ms: int) -> None:
        """Begin at 0 again."""
        self._offset = self._total(now_ms)

    def recover(self) -> None:
        """Go on as if it had never been reset."""
        self._offset = self._start

    def set_wh(self, wh: int, now_ms: int) -> None:
        """Say that the register stands at `wh` now, for good: the meter was exchanged."""
        self._start = self._offset = self._total(now_ms) - wh * MWMS_PER_WH

    def _total(self, now_ms: int) -> int:
        if self._exported:
            return self._source.exported_mwms(now_ms)
        return self._source.imported_mwms(now_ms)


class Meter:
    """What one meter measures: a source, its two registers, the mains' voltage."""

    def __init__(
        self,
        source: EnergySource,
        *,
        import_wh: int = 0,
        export_wh: int = 0,
        voltage_mv: int = 230_000,
    ) -> None:
        self.source = source
        self.imported = Register(source, exported=False, start_wh=import_wh)
        self.exported = Register(source, exported=True, start_wh=export_wh)
        self.voltage_mv = voltage_mv

    def power_mw(self, now_ms: int) -> int:
        """Return the power now."""
        return self.source.power_mw(now_ms)

    def phase_mw(self, phase: int, phases: int, now_ms: int) -> int:
        """Return one phase's share (0 is A) of an even load; A carries what does not divide."""
        share, rest = divmod(self.power_mw(now_ms), phases)
        return share + (rest if phase == 0 else 0)

    def reset(self, now_ms: int) -> None:
        """Set both registers to 0."""
        self.imported.reset(now_ms)
        self.exported.reset(now_ms)

    def recover(self) -> None:
        """Take a reset back."""
        self.imported.recover()
        self.exported.recover()
