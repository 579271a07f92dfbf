"""What goes wrong on the line of a simulated meter."""

import random
from collections.abc import Iterator
from enum import StrEnum

import msgspec

from drivers.simulated.serial_home import Registers

MODULUS_WH = 10**9
"""Six digits of a kilowatt-hour and three decimals."""


class Fault(StrEnum):
    """One kind of trouble; with a number n it comes at every n-th frame, or from the n-th on."""

    BAD_CRC = "bad-crc"
    TRUNCATED = "truncated"
    GARBAGE = "garbage"
    SPLIT = "split"
    SLOW = "slow"
    NONSENSE = "nonsense"
    """The checksum is right, the registers are not."""
    RESET = "reset"
    ROLLOVER = "rollover"
    OTHER_METER = "other-meter"
    REPEATED = "repeated"
    SILENCE = "silence"
    DISCONNECT = "disconnect"


_FROM_THEN_ON = {Fault.RESET, Fault.ROLLOVER, Fault.OTHER_METER, Fault.REPEATED, Fault.SILENCE}
_ALWAYS = {Fault.SPLIT, Fault.SLOW}


class Trouble:
    """One fault of one line; frames are counted from 1."""

    def __init__(self, fault: Fault | None, at: int = 3, seed: int = 1) -> None:
        self.fault = fault
        self._at = max(1, at)
        self._random = random.Random(seed)  # noqa: S311 - noise, not a secret
        self._first: Registers | None = None

    def now(self, number: int) -> bool:
        """Tell whether the fault is there at this frame."""
        if self.fault is None:
            return False
        if self.fault in _ALWAYS:
            return True
        return number >= self._at if self.fault in _FROM_THEN_ON else number % self._at == 0

    def registers(self, number: int, shown: Registers) -> Registers:
        """Return what the meter shows at this frame."""
        if self.fault is Fault.ROLLOVER:  # its last digits come shortly before the n-th frame
            self._first = self._first or shown
            end = MODULUS_WH - self._first.import_wh - (0 if self.now(number) else 2)
            return msgspec.structs.replace(shown, import_wh=(shown.import_wh + end) % MODULUS_WH)
        if not self.now(number):
            return shown
        self._first = self._first or shown
        match self.fault:
            case Fault.RESET:
                return msgspec.structs.replace(
                    shown,
                    import_wh=shown.import_wh - self._first.import_wh,
                    export_wh=shown.export_wh - self._first.export_wh,
                )
            case Fault.REPEATED:
                return self._first
            case Fault.OTHER_METER:
                return msgspec.structs.replace(shown, meter_id="E0099999999999999")
            case Fault.NONSENSE:
                return msgspec.structs.replace(shown, import_wh=999_999_999)
        return shown

    def bytes_of(self, number: int, frame: bytes) -> bytes:
        """Return what goes over the line in place of this frame."""
        if not self.now(number):
            return frame
        match self.fault:
            case Fault.BAD_CRC:
                place = frame.index(b".8.") if b".8." in frame else len(frame) // 2
                return frame[:place] + bytes([frame[place] ^ 4]) + frame[place + 1 :]
            case Fault.TRUNCATED:
                return frame[: len(frame) // 2]
            case Fault.GARBAGE:
                noise = self._random.randbytes(64).replace(b"/", b".").replace(b"!", b".")
                return noise + frame
            case Fault.SILENCE:
                return b""
            case Fault.DISCONNECT:
                return frame[: self._random.randrange(1, len(frame))]
        return frame

    def pieces(self, data: bytes) -> Iterator[tuple[bytes, bool]]:
        """Yield the bytes as they come, each with whether a pause follows."""
        if self.fault is Fault.SPLIT:
            while data:
                size = self._random.randrange(1, 8)
                yield data[:size], True
                data = data[size:]
        elif self.fault is Fault.SLOW:
            step = max(1, len(data) // 20)
            for place in range(0, len(data), step):
                yield data[place : place + step], True
        elif data:
            yield data, False
