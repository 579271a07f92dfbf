"""Tuya's own cluster 0xEF00: datapoints instead of attributes, said when the device likes.

A datapoint is a number, a type and a length-prefixed value, big-endian, behind a 16-bit sequence
number (Tuya's "Zigbee generic interfaces", serial protocol carried over ZCL).
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from drivers.simulated.zigbee.zcl_cluster import Cluster, Reply
from drivers.simulated.zigbee.zcl_frame import Status
from drivers.simulated.zigbee.zcl_types import ZclError

TUYA = 0xEF00
RAW, NUMBER, ENUM = 0x00, 0x02, 0x04
_SET, _REPORT, _QUERY, _VERSION, _VERSION_ANSWER = 0x00, 0x02, 0x03, 0x10, 0x11


class Datapoint(NamedTuple):
    """One datapoint; `read(now_ms)` gives its bytes."""

    number: int
    kind: int
    read: Callable[[int], bytes]
    late_ms: int = 0
    """Said this long after the others of its round."""


def number(read: Callable[[int], int]) -> Callable[[int], bytes]:
    """Return the four bytes of a number datapoint (modulo 2^32)."""
    return lambda now_ms: (read(now_ms) % (1 << 32)).to_bytes(4, "big")


class TuyaPoints:
    """The cluster's server: says all datapoints every `period_ms`, each in a frame of its own."""

    def __init__(self, points: Sequence[Datapoint], period_ms: int = 10_000) -> None:
        self._points = points
        self._period_ms = period_ms
        self._sequence = 0
        self._round_ms: int | None = None
        self._waiting: list[tuple[int, Datapoint]] = []
        self.cluster = Cluster(
            TUYA,
            {},
            {_SET: self._set, _QUERY: self._query, _VERSION: self._version},
            unasked=self._unasked,
            unasked_next=self._next_ms,
        )

    def _next_ms(self, now_ms: int) -> int | None:
        if self._round_ms is None:
            self._round_ms = now_ms + self._period_ms
        return min([self._round_ms, *(due for due, _ in self._waiting)])

    def _unasked(self, now_ms: int) -> list[Reply]:
        self._next_ms(now_ms)
        if self._round_ms is not None and now_ms >= self._round_ms:
            self._round_ms = now_ms + self._period_ms
            self._begin(now_ms)
        due = [point for at_ms, point in self._waiting if at_ms <= now_ms]
        self._waiting = [one for one in self._waiting if one[0] > now_ms]
        return [self._report(point, now_ms) for point in due]

    def _begin(self, now_ms: int) -> None:
        self._waiting += [(now_ms + point.late_ms, point) for point in self._points]

    def _report(self, point: Datapoint, now_ms: int) -> Reply:
        self._sequence = (self._sequence + 1) % (1 << 16)
        data = point.read(now_ms)
        head = bytes([point.number, point.kind]) + len(data).to_bytes(2, "big")
        return Reply(_REPORT, self._sequence.to_bytes(2, "big") + head + data)

    def _query(self, _payload: bytes, now_ms: int) -> Status:
        self._begin(now_ms)
        return Status.SUCCESS

    def _set(self, payload: bytes, _now: int) -> Status:
        if len(payload) < 6 or len(payload) != 6 + int.from_bytes(payload[4:6], "big"):
            raise ZclError("a datapoint ended early")
        known = payload[2] in [point.number for point in self._points]
        return Status.SUCCESS if known else Status.FAILURE

    def _version(self, payload: bytes, _now: int) -> Reply:
        return Reply(_VERSION_ANSWER, payload[:2] + bytes([0x40]))
