"""P1 telegrams of Dutch, Belgian, Luxembourg and Swedish meters (DSMR/ESMR, IEC 62056-21 mode D).

A telegram begins with "/" and ends with "!", its checksum and a line's end; neither character
occurs within (IEC 62056-21 chapter 6.6). Telegrams before DSMR 4 have no checksum: they are
refused unless the settings say that this meter is such a one. Encrypted telegrams (Luxembourg's
with a key) are not P1 text and are refused as garbage.
"""

import calendar
import re
from datetime import datetime

from drivers.serial_frame import Held, MeterSaid, Reason, Rejected, crc16_arc
from drivers.serial_obis import ENERGY, POWER, meter_said, readable_id

MAX_TELEGRAM = 8_192
"""A DSMR 5 telegram with a full text message (2 048 digits) and four more meters has half of it."""
MAX_LINES = 256
TAIL = 8
"""After "!": four digits and a line's end, at the most."""

_MARK = re.compile(rb"[/!]")
_END = re.compile(rb"!([0-9A-Fa-f]{4})?\r?\n")
_HEAD = re.compile(r"/[A-Za-z]{3}[0-9][ -~]{0,60}")
_LINE = re.compile(
    r"(\d{1,3}-\d{1,3}):(\d{1,3}\.\d{1,3}\.\d{1,3})(?:\*\d{1,3})?((?:\([^()]{0,2100}\))+)"
)
_MORE = re.compile(r"(?:\([^()]{0,2100}\))+")
_KWH = re.compile(r"\((\d{1,9})\.(\d{1,3})\*kWh\)")
_WH = re.compile(r"\((\d{1,12})\*Wh\)")
_KW = re.compile(r"\((\d{1,6})\.(\d{1,3})\*kW\)")
_W = re.compile(r"\((\d{1,9})\*W\)")
_TIME = re.compile(r"\((\d{12})([SW])\)")
_ID = re.compile(r"\(([ -~]{1,96})\)")

_WANTED = frozenset((*ENERGY, *POWER))
_IDS = ("96.1.1", "96.1.0", "42.0.0")
_HOUR_S = 3_600


class P1Frames:
    """Telegrams out of a stream."""

    def __init__(self) -> None:
        self._held = Held()

    def feed(self, data: bytes) -> list[bytes | Rejected]:
        """Take bytes in; return the telegrams they completed, and what was refused, in order."""
        self._held.data += data
        return list(iter(self._next, None))

    def _next(self) -> bytes | Rejected | None:
        held, data = self._held, self._held.data
        if not data:
            return None
        if data[0] != 0x2F:
            return self._skip()
        mark = _MARK.search(data, max(held.looked, 1))
        if mark is None:
            held.looked = len(data)
            return held.refused(len(data), Reason.TOO_LONG) if len(data) > MAX_TELEGRAM else None
        at = mark.start()
        if at > MAX_TELEGRAM:
            return held.refused(at, Reason.TOO_LONG)
        if data[at] == 0x2F:
            return held.refused(at, Reason.TRUNCATED)
        end, slash = data.find(b"\n", at, at + TAIL), data.find(b"/", at, at + TAIL)
        if slash >= 0 and (end < 0 or slash < end):
            return held.refused(slash, Reason.TRUNCATED)
        if end < 0:
            held.looked = at
            return held.refused(at + 1, Reason.MALFORMED) if len(data) >= at + TAIL else None
        return held.taken(end + 1)

    def _skip(self) -> bytes | Rejected | None:
        """Leave out what is no telegram; line ends and NULs are nobody's fault."""
        held = self._held
        start = held.data.find(b"/")
        real = held.dropped(start if start >= 0 else len(held.data)).strip(b"\r\n\0")
        joined, held.joined = held.joined, held.joined or start >= 0
        if joined and real:
            return Rejected(Reason.GARBAGE, f"{len(real)} bytes", real)
        return self._next()


def parse_p1(frame: bytes, *, crc: bool = True) -> MeterSaid | Rejected:
    """Decode one telegram, "/" to the line's end after "!". Never raises.

    `crc` False: a telegram without a checksum is taken too; one that is there must be right.
    """
    if len(frame) > MAX_TELEGRAM + TAIL:
        return Rejected(Reason.TOO_LONG)
    bang = frame.find(b"!")
    end = _END.fullmatch(frame, max(bang, 0))
    if bang < 0 or end is None:
        return Rejected(Reason.MALFORMED, "its end")
    given = end.group(1)
    if given is None and crc:
        return Rejected(Reason.NO_CRC, "DSMR before 4 has none: say so in the settings")
    if given is not None and int(given, 16) != crc16_arc(frame[: bang + 1]):
        return Rejected(Reason.BAD_CRC)
    try:
        text = frame[:bang].decode("ascii")
    except UnicodeDecodeError:
        return Rejected(Reason.MALFORMED, "not ASCII")
    return _body(text)


def _body(text: str) -> MeterSaid | Rejected:
    lines = text.split("\r\n")
    if len(lines) > MAX_LINES:
        return Rejected(Reason.TOO_DEEP, "lines")
    if len(lines) < 3 or _HEAD.fullmatch(lines[0]) is None or lines[1] or lines[-1]:
        return Rejected(Reason.MALFORMED, "its head")
    values: dict[str, int] = {}
    ids: dict[str, str] = {}
    clock_s: int | None = None
    clocks = 0
    for line in lines[2:-1]:
        match = _LINE.fullmatch(line)
        if match is None:
            if _MORE.fullmatch(line):  # gas of DSMR 2: its value stands on a line of its own
                continue
            return Rejected(Reason.MALFORMED, f"the line {line[:60]!r}")
        channel, code, rest = match.groups()
        if channel == "1-0" and code in _WANTED:
            value = _value(code, rest)
            if value is None:
                return Rejected(Reason.MALFORMED, f"the value {line[:60]!r}")
            if code in values:
                return Rejected(Reason.AMBIGUOUS, code)
            values[code] = value
        elif channel == "0-0" and code == "1.0.0":
            clocks += 1
            clock_s = _clock_s(rest)
            if clock_s is None:
                return Rejected(Reason.MALFORMED, f"the time {line[:60]!r}")
        elif channel == "0-0" and code in _IDS and (named := _ID.fullmatch(rest)):
            ids.setdefault(code, readable_id(named.group(1)))
    if clocks > 1:
        return Rejected(Reason.AMBIGUOUS, "1.0.0")
    meter_id = next((ids[code] for code in _IDS if code in ids), lines[0][1:])
    return meter_said(values, meter_id, clock_s)


def _value(code: str, rest: str) -> int | None:
    """Return whole Wh or W; three decimals of a kilo are exact."""
    kilo, plain = (_KWH, _WH) if code in ENERGY else (_KW, _W)
    match = kilo.fullmatch(rest)
    if match is not None:
        return int(match.group(1)) * 1_000 + int(match.group(2).ljust(3, "0"))
    match = plain.fullmatch(rest)
    return None if match is None else int(match.group(1))


def _clock_s(rest: str) -> int | None:
    """Return the meter's time in seconds of UTC, if its winter time is Central European.

    Only ever compared with the same meter's: another time zone moves all of them alike.
    """
    match = _TIME.fullmatch(rest)
    if match is None:
        return None
    digits, season = match.groups()
    try:
        told = datetime.strptime(f"20{digits}", "%Y%m%d%H%M%S")  # noqa: DTZ007 - season follows
    except ValueError:
        return None
    return calendar.timegm(told.timetuple()) - _HOUR_S * (2 if season == "S" else 1)
