"""Listens to both directions of an ASH line without taking part, and makes entries of them."""

from collections.abc import Callable, Mapping

from drivers.simulated.zigbee.ash import (
    CANCEL,
    ERROR,
    FLAG,
    MAX_DATA_BYTES,
    MAX_FRAME_BYTES,
    RST,
    RSTACK,
    SUBSTITUTE,
    XOFF,
    XON,
    decode_frame,
    randomize,
)
from drivers.simulated.zigbee.ezsp.codec import Value
from drivers.simulated.zigbee.recording import Entry, Side, What
from drivers.simulated.zigbee.redaction import (
    INVALID_COMMAND,
    Parsed,
    Redactor,
    identifier,
    is_legacy,
    parse,
)


class Asked:
    """One command that waits for its answer."""

    def __init__(self, number: int, name: str, values: Mapping[str, Value]) -> None:
        """Take what the frame said."""
        self.number = number
        self.name = name
        self.values = values


class Direction:
    """One side's bytes, cut into ASH frames."""

    def __init__(self) -> None:
        """Begin between two frames."""
        self._input = bytearray()
        self._noise = 0
        self._last = -1

    def restart(self) -> None:
        """A reset: frame numbers begin at 0."""
        self._last = -1

    def feed(self, data: bytes) -> list[bytes | int]:
        """Return whole frames (control and data, still randomised), and counts of other bytes."""
        found: list[bytes | int] = []
        for byte in data:
            if byte == CANCEL:
                self._noise += len(self._input)
                self._input.clear()
            elif byte == FLAG:
                self._end_of_frame(found)
            elif byte not in {XON, XOFF}:
                self._input.append(byte)
                if byte == SUBSTITUTE or len(self._input) > MAX_FRAME_BYTES:
                    self._noise += len(self._input)
                    self._input.clear()
        return found

    def _end_of_frame(self, found: list[bytes | int]) -> None:
        stuffed = bytes(self._input)
        self._input.clear()
        body = decode_frame(stuffed) if stuffed else None
        if stuffed and body is None:
            self._noise += len(stuffed)
        if self._noise:
            found.append(self._noise)
            self._noise = 0
        if body is not None:
            found.append(body)

    def is_repeat(self, control: int) -> bool:
        """Whether a DATA frame was here before; each is asked about once."""
        number, again = control >> 4, bool(control & 0x08)
        if again and number == self._last:
            return True
        self._last = number
        return False


class Listener:
    """Bytes of both sides go in; entries come out, without keys unless there is no redactor."""

    def __init__(self, take: Callable[[Entry], None], redactor: Redactor | None) -> None:
        """`take` gets every entry in order."""
        self._take = take
        self._redactor = redactor
        self._host = Direction()
        self._stick = Direction()
        self._asked: dict[int, Asked] = {}
        self._version: int | None = None

    def heard(self, side: Side, data: bytes, us: int) -> None:
        """Bytes of one side; `us`: when, in microseconds since the beginning."""
        direction = self._host if side == "host" else self._stick
        for part in direction.feed(data):
            if isinstance(part, int):
                self._take(Entry(us, side, "noise", size=part))
            else:
                self._frame(side, direction, part, us)

    def _frame(self, side: Side, direction: Direction, body: bytes, us: int) -> None:
        control, data = body[0], body[1:]
        if control & 0x80 == 0:
            if not 3 <= len(data) <= MAX_DATA_BYTES:
                self._take(Entry(us, side, "noise", size=len(body)))
                return
            what: What = "again" if direction.is_repeat(control) else "ezsp"
            self._ezsp(side, what, randomize(data), us)
        elif control in {RST, RSTACK, ERROR}:
            names: dict[int, What] = {RST: "rst", RSTACK: "rstack", ERROR: "error"}
            if control != ERROR:
                self._restart()
            self._take(Entry(us, side, names[control], number=data[-1] if data else 0))
        elif control & 0xE0 in {0x80, 0xA0}:
            acks: What = "ack" if control & 0xE0 == 0x80 else "nak"
            self._take(Entry(us, side, acks, number=control & 7))
        else:
            self._take(Entry(us, side, "noise", size=len(body)))

    def _restart(self) -> None:
        self._host.restart()
        self._stick.restart()
        self._asked.clear()

    def _ezsp(self, side: Side, what: What, frame: bytes, us: int) -> None:
        if side == "host":
            parsed, asked = self._request(frame)
        else:
            parsed, asked = self._answer(frame)
        if self._redactor is not None:
            frame = self._redactor.frame(frame, parsed, asked)
        name = parsed.name or f"0x{identifier(frame):04X}"
        self._take(Entry(us, side, what, name=name, frame=frame.hex()))

    def _request(self, frame: bytes) -> tuple[Parsed, Mapping[str, Value]]:
        parsed = parse(frame, self._version, request=True, answer=False)
        self._asked[frame[0]] = Asked(identifier(frame), parsed.name, parsed.values)
        return parsed, parsed.values

    def _answer(self, frame: bytes) -> tuple[Parsed, Mapping[str, Value]]:
        if is_legacy(frame):
            self._version = frame[3]
        asked = self._asked.get(frame[0])
        number = identifier(frame)
        if asked is not None and number in {asked.number, INVALID_COMMAND}:
            return parse(frame, self._version, request=False, answer=True), asked.values
        parsed = parse(frame, self._version, request=False, answer=False)
        if not parsed.name:  # an answer whose question we have not heard
            parsed = parse(frame, self._version, request=False, answer=True)
        return parsed, {}
