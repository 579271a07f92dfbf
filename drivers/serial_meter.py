"""A meter that talks by itself over a serial line: P1 telegrams or SML files, as the Meters port.

The driver gives up with MeterError when the device is gone, silent, or talks what is not its
protocol; whoever reads calls again, with growing pauses, and the port is opened anew. Counts,
the thinning and what the meter said last outlive that.

How can it lie? A reading is dated by our clock when its last byte came: a second late at most,
four where the process was held up (a kernel buffer of 4 KiB). The meter's own clock only shows
that a telegram is new.
"""

import logging
import time
from collections.abc import AsyncIterator
from typing import Literal

import msgspec

from agent.metering.reading import MeterReading
from agent.ports import Clock, MeterError
from drivers.serial_frame import Frames, MeterSaid, Quarantine, Reason, Rejected
from drivers.serial_p1 import P1Frames, parse_p1
from drivers.serial_port import Line, opened
from drivers.serial_reading import Freshness, Place, reading
from drivers.serial_sml import SmlFrames, parse_sml
from drivers.serial_thinning import Thinning

log = logging.getLogger(__name__)

SILENCE_S = 35.0
"""Three telegrams of a DSMR 4 meter (one in ten seconds), and a little."""
BUDGET_S = 0.05
"""CPU time of one frame; the bounds of the parsers keep far below it."""


class Dialect(msgspec.Struct, frozen=True):
    """What is spoken on the line."""

    protocol: Literal["p1", "sml"]
    crc: bool = True
    """P1: False for DSMR 2.2 and 3.0, which have none."""

    def frames(self) -> Frames:
        """Return a fresh cutter of this protocol's frames."""
        return P1Frames() if self.protocol == "p1" else SmlFrames()

    def parse(self, frame: bytes) -> MeterSaid | Rejected:
        """Decode a frame, or say why not; a frame over the time budget is refused."""
        begun_s = time.thread_time()
        said = parse_p1(frame, crc=self.crc) if self.protocol == "p1" else parse_sml(frame)
        if time.thread_time() - begun_s > BUDGET_S:
            return Rejected(Reason.SLOW)
        return said


def usual_line(path: str, dialect: Dialect, baud: int | None = None) -> Line:
    """Return the line as the protocol's standard has it; `baud` overrides the speed."""
    if dialect.protocol == "p1" and not dialect.crc:
        return Line(path, baud or 9_600, bits=7, parity="E")
    return Line(path, baud or (115_200 if dialect.protocol == "p1" else 9_600))


class SerialMeter:
    """The Meters port of one meter on one line."""

    def __init__(
        self,
        line: Line,
        dialect: Dialect,
        place: Place,
        clock: Clock,
        thinning: Thinning,
        *,
        silence_s: float = SILENCE_S,
    ) -> None:
        self._line = line
        self._dialect = dialect
        self._place = place
        self._clock = clock
        self._thinning = thinning
        self._silence_ms = int(silence_s * 1_000)
        self._fresh = Freshness(place.meter_id)
        self.quarantine = Quarantine()
        """What was refused since the start."""

    @property
    def said(self) -> MeterSaid | None:
        """What the meter said last, as it has it."""
        return self._fresh.last

    async def readings(self) -> AsyncIterator[MeterReading]:
        """Yield readings, thinned, until MeterError: gone, silent, or not its protocol."""
        frames = self._dialect.frames()
        async with opened(self._line) as stream:
            good_ms, received, accepted = int(self._clock.mono_ms()), 0, self.quarantine.accepted
            while True:
                left_ms = good_ms + self._silence_ms - self._clock.mono_ms()
                if left_ms <= 0:
                    raise MeterError(self._silent(received, self.quarantine.accepted > accepted))
                data = await stream.read(left_ms / 1_000)
                received += len(data)
                for frame in frames.feed(data):
                    said = self._accepted(frame)
                    if said is None:
                        continue
                    good_ms, received = int(self._clock.mono_ms()), 0
                    at_ms = self._clock.wall_ms()
                    if self._thinning.wants(at_ms):
                        yield reading(said, self._place, at_ms)

    def _accepted(self, frame: bytes | Rejected) -> MeterSaid | None:
        if isinstance(frame, Rejected):
            self._refuse(frame, frame.sample)
            return None
        before = self._fresh.last
        said = self._dialect.parse(frame)
        verdict = said if isinstance(said, Rejected) else self._fresh.judge(said)
        if verdict is not None or isinstance(said, Rejected):
            self._refuse(verdict or Rejected(Reason.MALFORMED), frame)
            return None
        if before is not None and before.meter_id != said.meter_id:
            log.warning(
                "%s: meter %s was %s before", self._line.path, said.meter_id, before.meter_id
            )
        self.quarantine.accepted += 1
        return said

    def _refuse(self, rejected: Rejected, frame: bytes) -> None:
        """Count it, and say so the first, tenth, hundredth time: a bad line must not fill a disk."""
        count = self.quarantine.refuse(rejected, frame)
        if str(count).strip("0") == "1":
            path, reason, what = self._line.path, rejected.reason.value, rejected.what
            log.info("%s: %s, %d times so far; last: %s", path, reason, count, what)

    def _silent(self, received: int, worked: bool) -> str:
        path, seconds = self._line.path, self._silence_ms / 1_000
        if not received:
            return (
                f"{path}: nothing came for {seconds:g} s; look at the plug at the meter,"
                " and whether the meter's port is switched on."
            )
        refused = self.quarantine.words() or "no beginning of a frame"
        protocol = {"p1": "P1 telegram", "sml": "SML file"}[self._dialect.protocol]
        found = f"{path}: {received} bytes came and no good {protocol} among them ({refused})"
        if worked:
            return f"{found}; something disturbs the line: look at the cable or the read head."
        return (
            f"{found}; the speed ({self._line.baud} baud) or the protocol is not this meter's:"
            f" gridhearth meters probe {path} tries the usual ones."
        )
