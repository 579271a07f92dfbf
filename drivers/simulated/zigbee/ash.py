"""The coordinator's end of the ASH serial protocol (Silicon Labs UG101), without any I/O.

Bytes go in with `feed`, frames of the layer above go in with `send`, time goes in with `tick`;
what is to be written to the line comes out of `take_output`. Times are milliseconds of any steady
clock.

The sending window is one frame, as real coordinators are used by every host today; a host may have
up to seven frames on the way (UG101 section 5).
"""

import binascii
from collections import deque
from collections.abc import Callable
from enum import Enum

FLAG, ESCAPE, XON, XOFF, SUBSTITUTE, CANCEL = 0x7E, 0x7D, 0x11, 0x13, 0x18, 0x1A
RESERVED = frozenset((FLAG, ESCAPE, XON, XOFF, SUBSTITUTE, CANCEL))
RST, RSTACK, ERROR = 0xC0, 0xC1, 0xC2
ASH_VERSION = 2

RESET_POWER_ON, RESET_WATCHDOG, RESET_ASSERT, RESET_SOFTWARE = 0x02, 0x03, 0x06, 0x0B
ERROR_ACK_TIMEOUTS = 0x51

MAX_DATA_BYTES = 256
"""Longest EZSP frame: as many bytes as the randomising sequence of UG101 has in every host."""
MAX_FRAME_BYTES = 2 * (1 + MAX_DATA_BYTES + 2)
"""Every byte of a frame may be escaped; a longer run without a flag is noise and is dropped."""
SEND_QUEUE_FRAMES = 512
"""A host that stops acknowledging costs this much memory; callbacks beyond it are lost, as the
overflow bit of UG100 section 3.1 says of real coordinators."""

T_RX_ACK_INIT_MS, T_RX_ACK_MIN_MS, T_RX_ACK_MAX_MS = 1600, 400, 3200
MAX_ACK_TIMEOUTS = 5


class LinkState(Enum):
    """Where the link stands: before the first RST, in use, or failed until the next RST."""

    CLOSED = "closed"
    CONNECTED = "connected"
    FAILED = "failed"


def _random_sequence() -> bytes:
    value, out = 0x42, bytearray()
    for _ in range(MAX_DATA_BYTES):
        out.append(value)
        value = (value >> 1) ^ 0xB8 if value & 1 else value >> 1
    return bytes(out)


_SEQUENCE = _random_sequence()


def randomize(data: bytes) -> bytes:
    """Exclusive-or with the sequence of UG101 section 4.3; its own inverse. At most 256 bytes."""
    return bytes(a ^ b for a, b in zip(data, _SEQUENCE[: len(data)], strict=True))


def encode_frame(body: bytes) -> bytes:
    """Add CRC-CCITT, escape the reserved bytes, end with a flag. `body` begins with control."""
    out = bytearray()
    for byte in body + binascii.crc_hqx(body, 0xFFFF).to_bytes(2, "big"):
        if byte in RESERVED:
            out += bytes((ESCAPE, byte ^ 0x20))
        else:
            out.append(byte)
    out.append(FLAG)
    return bytes(out)


def decode_frame(stuffed: bytes) -> bytes | None:
    """Undo `encode_frame` without its flag: control and data; None for a damaged frame."""
    raw, escaped = bytearray(), False
    for byte in stuffed:
        if escaped:
            raw.append(byte ^ 0x20)
            escaped = False
        elif byte == ESCAPE:
            escaped = True
        else:
            raw.append(byte)
    if escaped or len(raw) < 3:
        return None
    body, crc = bytes(raw[:-2]), raw[-2:]
    return body if binascii.crc_hqx(body, 0xFFFF).to_bytes(2, "big") == crc else None


def data_frame(frame_number: int, ack_number: int, data: bytes, *, again: bool = False) -> bytes:
    """Return a DATA frame as on the line. Numbers are modulo 8."""
    control = frame_number << 4 | (0x08 if again else 0) | ack_number
    return encode_frame(bytes((control,)) + randomize(data))


class AshNcp:
    """One serial link, seen from the coordinator."""

    def __init__(self, on_frame: Callable[[bytes], None], on_reset: Callable[[], None]) -> None:
        """`on_frame` takes each EZSP frame once, in order; `on_reset` is called at each RST."""
        self._on_frame = on_frame
        self._on_reset = on_reset
        self._output = bytearray()
        self._input = bytearray()
        self._discarding = False
        self._queue: deque[bytes] = deque()
        self._now_ms = 0
        self.state = LinkState.CLOSED
        self.lost_callbacks = 0
        self.retransmissions = 0
        self.rejected = 0
        self._restart()

    def _restart(self) -> None:
        self._queue.clear()
        self._rx_number = 0
        self._tx_number = 0
        self._unacked: bytes | None = None
        self._sent_ms = 0
        self._timeouts = 0
        self._t_rx_ack_ms = T_RX_ACK_INIT_MS
        self._rejecting = False
        self._ack_owed = False
        self._failure = ERROR_ACK_TIMEOUTS

    @property
    def t_rx_ack_ms(self) -> int:
        """How long it waits now for an acknowledgement (UG101 section 6.3)."""
        return self._t_rx_ack_ms

    def take_output(self) -> bytes:
        """Return, and forget, what is to be written to the line now."""
        out = bytes(self._output)
        self._output.clear()
        return out

    def next_tick_ms(self) -> int | None:
        """When `tick` is due: the acknowledgement's timeout."""
        if self.state is LinkState.CONNECTED and self._unacked is not None:
            return self._sent_ms + self._t_rx_ack_ms
        return None

    def tick(self, now_ms: int) -> None:
        """Send again what was not acknowledged in time; fail the link after five timeouts."""
        self._now_ms = now_ms
        due_ms = self.next_tick_ms()
        if due_ms is None or now_ms < due_ms:
            return
        self._timeouts += 1
        self._t_rx_ack_ms = min(2 * self._t_rx_ack_ms, T_RX_ACK_MAX_MS)
        if self._timeouts >= MAX_ACK_TIMEOUTS:
            self.fail(ERROR_ACK_TIMEOUTS)
        else:
            self._transmit(again=True)

    def send(self, frame: bytes, now_ms: int, *, may_be_lost: bool = False) -> bool:
        """Queue an EZSP frame; False when a callback (`may_be_lost`) found the queue full."""
        self._now_ms = now_ms
        if self.state is not LinkState.CONNECTED or not 3 <= len(frame) <= MAX_DATA_BYTES:
            return False
        if may_be_lost and len(self._queue) >= SEND_QUEUE_FRAMES:
            self.lost_callbacks += 1
            return False
        self._queue.append(frame)
        self._send_next()
        return True

    def fail(self, code: int) -> None:
        """Send ERROR and accept nothing but RST from now on."""
        self._restart()
        self.state = LinkState.FAILED
        self._failure = code
        self._output += encode_frame(bytes((ERROR, ASH_VERSION, code)))

    def announce_reset(self, code: int) -> None:
        """Send the RSTACK of a reset the host did not ask for; the link starts anew."""
        self._restart()
        self.state = LinkState.CONNECTED
        self._output += encode_frame(bytes((RSTACK, ASH_VERSION, code)))

    def feed(self, data: bytes, now_ms: int) -> None:
        """Take bytes from the line, in any portions."""
        self._now_ms = now_ms
        for byte in data:
            self._take(byte)
        self._settle_ack()

    def _take(self, byte: int) -> None:
        if byte == CANCEL:
            self._input.clear()
            self._discarding = False
        elif byte == FLAG:
            stuffed, self._input = bytes(self._input), bytearray()
            if self._discarding:
                self._discarding = False
                self._reject()
            elif stuffed:
                self._take_frame(stuffed)
        elif byte == SUBSTITUTE:
            self._discarding = True
        elif byte not in {XON, XOFF} and not self._discarding:
            self._input.append(byte)
            if len(self._input) > MAX_FRAME_BYTES:
                self._input.clear()
                self._discarding = True

    def _take_frame(self, stuffed: bytes) -> None:
        body = decode_frame(stuffed)
        if body is None:
            self._reject()
            return
        control = body[0]
        if control == RST and len(body) == 1:
            self._restart()
            self.state = LinkState.CONNECTED
            self._on_reset()
            self._output += encode_frame(bytes((RSTACK, ASH_VERSION, RESET_SOFTWARE)))
        elif self.state is LinkState.FAILED:
            self._output += encode_frame(bytes((ERROR, ASH_VERSION, self._failure)))
        elif self.state is LinkState.CONNECTED:
            self._take_connected(control, body[1:])

    def _take_connected(self, control: int, data: bytes) -> None:
        if control & 0x80 == 0:
            self._take_data(control, data)
        elif control & 0xE0 == 0x80 and not data:
            self._take_ack(control & 7)
        elif control & 0xE0 == 0xA0 and not data:
            self._take_ack(control & 7)
            if self._unacked is not None:
                self._transmit(again=True)
        else:
            self._reject()

    def _take_data(self, control: int, data: bytes) -> None:
        if not 3 <= len(data) <= MAX_DATA_BYTES:
            self._reject()
            return
        self._take_ack(control & 7)
        if control >> 4 == self._rx_number:
            self._rx_number = (self._rx_number + 1) % 8
            self._rejecting = False
            self._ack_owed = True
            self._on_frame(randomize(data))
        elif control & 0x08:
            # Our acknowledgement was lost: say it again, do nothing else (UG101 section 6.2).
            self._ack_owed = True
        else:
            self._reject()

    def _take_ack(self, number: int) -> None:
        """`number` is the next frame the host wants; anything else acknowledges nothing."""
        if self._unacked is None or number != (self._tx_number + 1) % 8:
            return
        elapsed_ms = max(0, self._now_ms - self._sent_ms)
        if self._timeouts == 0:  # the time of a repeated frame says nothing (UG101 section 6.3)
            wanted_ms = self._t_rx_ack_ms * 7 // 8 + elapsed_ms // 2
            self._t_rx_ack_ms = min(max(wanted_ms, T_RX_ACK_MIN_MS), T_RX_ACK_MAX_MS)
        self._unacked = None
        self._timeouts = 0
        self._tx_number = number
        self._send_next()

    def _reject(self) -> None:
        """Ask once for the frame wanted; silent until it came (the reject condition)."""
        if self.state is not LinkState.CONNECTED:
            return
        self.rejected += 1
        if not self._rejecting:
            self._rejecting = True
            self._output += encode_frame(bytes((0xA0 | self._rx_number,)))

    def _send_next(self) -> None:
        if self._unacked is None and self._queue:
            self._unacked = self._queue.popleft()
            self._transmit(again=False)

    def _transmit(self, *, again: bool) -> None:
        if self._unacked is None:
            return
        self.retransmissions += again
        self._sent_ms = self._now_ms
        self._ack_owed = False  # the DATA frame carries it
        self._output += data_frame(self._tx_number, self._rx_number, self._unacked, again=again)

    def _settle_ack(self) -> None:
        if self._ack_owed and self.state is LinkState.CONNECTED:
            self._ack_owed = False
            self._output += encode_frame(bytes((0x80 | self._rx_number,)))
