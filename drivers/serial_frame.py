"""What serial meters' protocols share: what a meter said, why a frame was refused, checksums.

Pure: no port is opened here. Bytes from a line are never trusted: a frame is decoded whole or
refused with a reason, and a refused frame costs a count and at most a small sample.
"""

import binascii
from collections import deque
from enum import StrEnum
from typing import Protocol

import msgspec

KEPT_SAMPLES = 8
SAMPLE_BYTES = 256
"""The quarantine is for an installer's eyes: enough to see a wrong speed or a foreign protocol."""


class Reason(StrEnum):
    """Why bytes did not become a reading."""

    GARBAGE = "garbage between frames"
    TRUNCATED = "frame cut off"
    TOO_LONG = "frame too long"
    NO_CRC = "no checksum"
    BAD_CRC = "wrong checksum"
    MALFORMED = "not as the standard has it"
    TOO_DEEP = "nested too deep or too many parts"
    AMBIGUOUS = "one value twice"
    OUT_OF_RANGE = "value out of range"
    NO_REGISTER = "no energy register"
    REPEATED = "the meter's clock did not go on"
    OTHER_METER = "another meter's number"
    SLOW = "took too long to decode"
    NO_ANSWER = "no answer"


class Rejected(msgspec.Struct, frozen=True):
    """Bytes that did not become a reading."""

    reason: Reason
    what: str = ""
    """More on it, for a person."""
    sample: bytes = b""


class MeterSaid(msgspec.Struct, frozen=True):
    """One frame's content as the meter has it: its own direction, whole Wh and W."""

    import_wh: int
    """Taken from the network (OBIS 1.8), rounded down."""
    export_wh: int
    """Given to it (OBIS 2.8), rounded down; 0 from a meter without that register."""
    power_w: int | None = None
    """Positive: taken from the network. None: the meter does not say."""
    meter_id: str = ""
    clock_s: int | None = None
    """The meter's own clock: only compared with its earlier values, never with ours."""


class Frames(Protocol):
    """Cuts a stream of bytes into frames; it never holds more than one frame's greatest length."""

    def feed(self, data: bytes) -> list[bytes | Rejected]: ...


class Held:
    """The bytes of a stream that are not yet cut into frames; what P1 and SML keep of a line."""

    def __init__(self) -> None:
        self.data = bytearray()
        self.looked = 0
        """Up to here the held bytes have no end in them."""
        self.joined = False
        """The rest of the frame that was under way when we began is no fault of the line."""

    def taken(self, size: int) -> bytes:
        """Return the first bytes as a frame, and hold them no more."""
        self.joined = True
        return self.dropped(size)

    def refused(self, size: int, reason: Reason) -> Rejected:
        """Return the first bytes as refused, and hold them no more."""
        return Rejected(reason, f"{size} bytes", self.taken(size))

    def dropped(self, size: int) -> bytes:
        """Return the first bytes, and hold them no more."""
        first = bytes(self.data[:size])
        del self.data[:size]
        self.looked = 0
        return first


class Quarantine:
    """Counts by reason, and the newest few samples. Bounded whatever comes in."""

    def __init__(self) -> None:
        self.counts: dict[Reason, int] = {}
        self.samples: deque[Rejected] = deque(maxlen=KEPT_SAMPLES)
        self.accepted = 0

    def refuse(self, rejected: Rejected, frame: bytes = b"") -> int:
        """Take a refused frame in; return how many there were for this reason."""
        sample = (rejected.sample or frame)[:SAMPLE_BYTES]
        self.samples.append(msgspec.structs.replace(rejected, sample=bytes(sample)))
        self.counts[rejected.reason] = self.counts.get(rejected.reason, 0) + 1
        return self.counts[rejected.reason]

    def words(self) -> str:
        """Return the counts as a phrase, most frequent first; empty: nothing was refused."""
        ordered = sorted(self.counts.items(), key=lambda item: (-item[1], item[0]))
        return ", ".join(f"{count} times {reason.value}" for reason, count in ordered)


def _table(polynomial: int) -> tuple[int, ...]:
    table = []
    for byte in range(256):
        value = byte
        for _ in range(8):
            value = value >> 1 ^ (polynomial if value & 1 else 0)
        table.append(value)
    return tuple(table)


_ARC = _table(0xA001)
_MIRRORED = bytes(int(f"{byte:08b}"[::-1], 2) for byte in range(256))


def crc16_arc(data: bytes) -> int:
    """Return the CRC of DSMR telegrams (x^16+x^15+x^2+1, begins with 0, DSMR 5.0.2 chapter 6.2)."""
    value = 0
    for byte in data:
        value = value >> 8 ^ _ARC[(value ^ byte) & 0xFF]
    return value


def crc16_x25(data: bytes) -> int:
    """Return the CRC of SML files and messages (DIN EN 62056-46, CRC-16/X-25).

    The mirrored form of what `binascii.crc_hqx` computes, so the long loop runs in C.
    """
    value = binascii.crc_hqx(data.translate(_MIRRORED), 0xFFFF)
    return _MIRRORED[value & 0xFF] << 8 ^ _MIRRORED[value >> 8] ^ 0xFFFF
