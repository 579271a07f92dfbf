"""SML files of German meters (Smart Message Language 1.04, BSI TR-03109-1 annex IV; VDE-AR-N 4400).

A file lies between escape sequences (1B1B1B1B 01010101 … 1B1B1B1B 1A), has a checksum over all
of it and one over each message. Both must be right. Of the messages only a GetListResponse is
looked into, and of its list only the registers and the power of the whole connection.

A meter whose PIN was never entered gives whole kilowatt-hours and no power (VDE-FNN Basiszähler):
that is a reading like any other, only a coarse one.
"""

from typing import NamedTuple, TypeAlias

from drivers.serial_frame import Held, MeterSaid, Reason, Rejected, crc16_x25
from drivers.serial_obis import ENERGY, POWER, meter_said

ESCAPE = b"\x1b\x1b\x1b\x1b"
BEGIN = ESCAPE + b"\x01\x01\x01\x01"
MAX_FILE = 8_192
"""The longest lists of meters in the field (a month of daily values) stay below 4 KiB."""
MAX_DEPTH = 8
MAX_PARTS = 2_048
"""Values of one file."""

WH, W = 30, 27
"""Units of DLMS (IEC 62056-62)."""
GET_LIST = 0x0701

Value: TypeAlias = "bytes | bool | int | list[Value] | None"

_CODES = {
    bytes([1, 0, *(int(part) for part in code.split(".")), 255]): code for code in (*ENERGY, *POWER)
}
_MIN_SCALE, _MAX_SCALE = -6, 6


class SmlFrames:
    """Files out of a stream, escapes and checksum included."""

    def __init__(self) -> None:
        self._held = Held()

    def feed(self, data: bytes) -> list[bytes | Rejected]:
        """Take bytes in; return the files they completed, and what was refused, in order."""
        self._held.data += data
        return list(iter(self._next, None))

    def _next(self) -> bytes | Rejected | None:
        held, data = self._held, self._held.data
        if not data.startswith(BEGIN):
            return self._skip()
        at = max(held.looked, len(BEGIN))
        while True:
            passed, at = at, data.find(ESCAPE, at)
            if at < 0:
                held.looked = max(len(data) - 3, passed)
                break
            after = data[at + 4 : at + 8]
            if len(after) < 4:
                held.looked = at
                break
            if after[0] == 0x1A:
                frame = held.taken(at + 8)
                return Rejected(Reason.TOO_LONG, "", frame) if len(frame) > MAX_FILE else frame
            if after == BEGIN[4:]:
                return held.refused(at, Reason.TRUNCATED)
            # An escaped escape is passed over whole; anything else is data that runs into one.
            at += 8 if after == ESCAPE else 1
        return held.refused(len(data), Reason.TOO_LONG) if len(data) > MAX_FILE else None

    def _skip(self) -> bytes | Rejected | None:
        held = self._held
        start = held.data.find(BEGIN)
        # Without one, what it begins with may have come already.
        junk = held.dropped(start if start >= 0 else max(0, len(held.data) - len(BEGIN) + 1))
        joined, held.joined = held.joined, held.joined or start >= 0
        if joined and junk.strip(b"\0\x1b"):
            return Rejected(Reason.GARBAGE, f"{len(junk)} bytes", junk)
        return self._next() if start >= 0 else None


class _WrongError(Exception):
    """Found deep within; becomes the Rejected that parse_sml returns."""

    def __init__(self, reason: Reason, what: str) -> None:
        super().__init__(what)
        self.rejected = Rejected(reason, what)


class _Entry(NamedTuple):
    """What a place in a file holds."""

    value: Value
    after: int


def parse_sml(frame: bytes) -> MeterSaid | Rejected:
    """Decode one file from its first escape to its checksum. Never raises."""
    if len(frame) > MAX_FILE:
        return Rejected(Reason.TOO_LONG)
    if len(frame) < 16 or not frame.startswith(BEGIN) or frame[-8:-3] != ESCAPE + b"\x1a":
        return Rejected(Reason.MALFORMED, "its escape sequences")
    if int.from_bytes(frame[-2:], "little") != crc16_x25(frame[:-2]):
        return Rejected(Reason.BAD_CRC, "of the file")
    inside, fill = frame[8:-8].replace(ESCAPE * 2, ESCAPE), frame[-3]
    if fill > 3 or fill > len(inside) or any(inside[len(inside) - fill :]):
        return Rejected(Reason.MALFORMED, "its filling bytes")
    try:
        return _messages(inside[: len(inside) - fill])
    except _WrongError as wrong:
        return wrong.rejected


def _messages(data: bytes) -> MeterSaid | Rejected:
    reader, at = _Reader(data), 0
    found: MeterSaid | Rejected | None = None
    while at < len(data):
        body, at = _message(reader, at)
        if body is None:
            continue
        said = _list_response(body)
        if isinstance(said, Rejected) and said.reason is not Reason.NO_REGISTER:
            return said
        if isinstance(found, MeterSaid) and isinstance(said, MeterSaid):
            return Rejected(Reason.AMBIGUOUS, "two lists with registers")
        found = said if found is None or isinstance(said, MeterSaid) else found
    return found or Rejected(Reason.NO_REGISTER, "no list in it")


def _message(reader: "_Reader", at: int) -> tuple[list[Value] | None, int]:
    """Return the GetListResponse at a place (None: another message), and the place after it."""
    data = reader.data
    if data[at] != 0x76:
        raise _WrongError(Reason.MALFORMED, "no message of six parts")
    place, parts = at + 1, list[Value]()
    for _ in range(4):
        entry = reader.read(place, 1)
        parts.append(entry.value)
        place = entry.after
    if data[place : place + 1] != b"\x63" or data[place + 3 : place + 4] != b"\x00":
        raise _WrongError(Reason.MALFORMED, "the end of a message")
    if int.from_bytes(data[place + 1 : place + 3], "little") != crc16_x25(data[at:place]):
        raise _WrongError(Reason.BAD_CRC, "of a message")
    body = parts[3]
    if not isinstance(body, list) or len(body) != 2:
        raise _WrongError(Reason.MALFORMED, "a message's body")
    tag, content = body
    if tag != GET_LIST:
        return None, place + 4
    if not isinstance(content, list) or len(content) != 7:
        raise _WrongError(Reason.MALFORMED, "a list's response")
    return content, place + 4


class _Reader:
    """Reads values (SML 1.04 chapter 6.2) and counts them."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self._parts = 0

    def read(self, at: int, depth: int) -> _Entry:
        """Return the value at a place; raises _WrongError."""
        self._parts += 1
        if depth > MAX_DEPTH or self._parts > MAX_PARTS:
            raise _WrongError(Reason.TOO_DEEP, "")
        kind, length, start = self._head(at)
        if kind == 7:
            values: list[Value] = []
            for _ in range(length):
                entry = self.read(start, depth + 1)
                values.append(entry.value)
                start = entry.after
            return _Entry(values, start)
        size = length - (start - at)
        if size < 0 or start + size > len(self.data):
            raise _WrongError(Reason.MALFORMED, "a length")
        content = self.data[start : start + size]
        match kind:
            case 0:
                value: Value = content or None
            case 4 if size == 1:
                value = content != b"\0"
            case 5 | 6 if 1 <= size <= 8:
                value = int.from_bytes(content, "big", signed=kind == 5)
            case _:
                raise _WrongError(Reason.MALFORMED, f"a value of type {kind}, {size} bytes")
        return _Entry(value, start + size)

    def _head(self, at: int) -> tuple[int, int, int]:
        """Return (type, length, place after them); a list's length is its number of values."""
        kind, length = 0, 0
        for count in range(3):
            if at >= len(self.data):
                raise _WrongError(Reason.MALFORMED, "cut off")
            byte = self.data[at]
            if count == 0:
                kind = byte >> 4 & 7
                if byte == 0:
                    raise _WrongError(Reason.MALFORMED, "an end where a value stands")
            elif byte & 0x70:
                raise _WrongError(Reason.MALFORMED, "a length")
            length, at = length << 4 | byte & 0x0F, at + 1
            if not byte & 0x80:
                return kind, length, at
        raise _WrongError(Reason.TOO_LONG, "a value")


def _list_response(parts: list[Value]) -> MeterSaid | Rejected:
    """Return what a GetListResponse says."""
    _, server, _, sensor_time, entries, _, _ = parts
    if not isinstance(server, bytes) or not isinstance(entries, list):
        return Rejected(Reason.MALFORMED, "a list's response")
    values: dict[str, int] = {}
    for entry in entries:
        if not isinstance(entry, list) or len(entry) != 7:
            return Rejected(Reason.MALFORMED, "an entry of a list")
        name, _, _, unit, scaler, value, _ = entry
        code = _CODES.get(name) if isinstance(name, bytes) else None
        if code is None:
            continue
        scaled = _scaled(code, unit, scaler, value)
        if isinstance(scaled, Rejected):
            return scaled
        if code in values:
            return Rejected(Reason.AMBIGUOUS, code)
        values[code] = scaled
    return meter_said(values, server_id(server), _seconds(sensor_time))


def _scaled(code: str, unit: Value, scaler: Value, value: Value) -> int | Rejected:
    """Return whole Wh or W, rounded down."""
    scale = 0 if scaler is None else scaler
    if isinstance(value, bool) or not isinstance(value, int) or not isinstance(scale, int):
        return Rejected(Reason.MALFORMED, f"the value of {code}")
    if unit != (WH if code in ENERGY else W):
        return Rejected(Reason.MALFORMED, f"the unit of {code}")
    if not _MIN_SCALE <= scale <= _MAX_SCALE:
        return Rejected(Reason.OUT_OF_RANGE, f"the scale of {code}")
    scaled: int = value * 10**scale if scale >= 0 else value // 10**-scale
    return scaled


def _seconds(sensor_time: Value) -> int | None:
    """Return the seconds index or timestamp; some meters leave its type out."""
    match sensor_time:
        case [int(), int(seconds)] if not isinstance(seconds, bool):
            return seconds
        case int(seconds) if not isinstance(seconds, bool):
            return seconds
    return None


def server_id(raw: bytes) -> str:
    """Return a server's id as printed on the meter (DIN 43863-5), other ids in hexadecimal."""
    if len(raw) == 10 and raw[0] in {0x09, 0x0A} and raw[2:5].isalpha():
        number = int.from_bytes(raw[6:], "big")
        return f"{raw[1]}{raw[2:5].decode('ascii')}{raw[5]:02X}{number:08d}"
    return raw[:32].hex()
