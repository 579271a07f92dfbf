"""ZCL bytes to attribute values, by the type that is on the wire; never an exception.

A radio library that reads a value by the type a cluster declares loses the value and all that
follow it in the frame when a meter sends a wider one (active power as uint16 40 000). So the
frames that carry values are read here as well: Report Attributes and Read Attributes Response
(ZCL 8, 2.5.2, 2.5.11), the types of ZCL 8, 2.6.2, the datapoint lists of Tuya's cluster 0xEF00
and the tag lists of Aqara's manufacturer attributes. What cannot be read ends the frame with
what was read until then and a sentence.
"""

import math
import struct

import msgspec

READ_ATTRIBUTES_RESPONSE = 0x01
REPORT_ATTRIBUTES = 0x0A

MAX_FRAME_BYTES = 2_048
"""Reassembled ZigBee payloads stay well below; more is not from a device."""

MAX_NESTING = 15
"""Levels of arrays and structures (ZCL 8, 2.6.2.13)."""


class ZclHeader(msgspec.Struct, frozen=True):
    """The head of a ZCL frame (ZCL 8, 2.4.1)."""

    cluster_specific: bool
    manufacturer: int | None
    from_server: bool
    """True: sent by the cluster's server, as a meter's values are."""
    tsn: int
    command: int


class AttributeValue(msgspec.Struct, frozen=True):
    """One attribute as it was sent."""

    attribute: int
    type_id: int
    value: int | float | bytes | None
    """Whole numbers (also times and identifiers) as int, text and composites as their bytes
    without the length, None: the type's own sign for "no value"."""


class AttributeFrame(msgspec.Struct, frozen=True):
    """What a frame said; `values` holds everything before a problem."""

    header: ZclHeader
    values: tuple[AttributeValue, ...] = ()
    refused: tuple[tuple[int, int], ...] = ()
    """Of a read: (attribute, ZCL status) of each that the device did not give."""
    problem: str = ""


class TuyaPoint(msgspec.Struct, frozen=True):
    """One datapoint of cluster 0xEF00."""

    point: int
    kind: int
    """0 raw, 1 bool, 2 value, 3 string, 4 enum, 5 bitmap."""
    value: int | bytes
    """Kinds 1, 2, 4 and 5 unsigned and big-endian, as sent; a profile knows of signs."""


class TuyaFrame(msgspec.Struct, frozen=True):
    """The datapoints of one frame; `points` holds everything before a problem."""

    header: ZclHeader
    points: tuple[TuyaPoint, ...] = ()
    problem: str = ""


class _Ended(Exception):  # noqa: N818 - never leaves this file
    """The frame could not be read further; the text says why."""


_UNSIGNED = {0x20 + n: n + 1 for n in range(8)}
_SIGNED = {0x28 + n: n + 1 for n in range(8)}
_PLAIN = {0x08 + n: n + 1 for n in range(8)} | {0x18 + n: n + 1 for n in range(8)}
"""General data and bitmaps: every pattern is a value."""
_MARKED = {0x10: 1, 0x30: 1, 0x31: 2, 0xE0: 4, 0xE1: 4, 0xE2: 4, 0xE8: 2, 0xE9: 2, 0xEA: 4}
"""Bool, enumerations, times, identifiers: all bits set is no value."""
_FLOATS = {0x38: "<e", 0x39: "<f", 0x3A: "<d"}
_BLOCKS = {0xF0: 8, 0xF1: 16}
_TEXTS = {0x41: 1, 0x42: 1, 0x43: 2, 0x44: 2}
_LISTS = frozenset({0x48, 0x50, 0x51})
_STRUCTURE = 0x4C

FIXED_BYTES = (
    {0x00: 0}
    | _UNSIGNED
    | _SIGNED
    | _PLAIN
    | _MARKED
    | _BLOCKS
    | {type_id: struct.calcsize(layout) for type_id, layout in _FLOATS.items()}
)
"""Width of every type that has one."""


def zcl_header(frame: bytes) -> tuple[ZclHeader, bytes] | None:
    """Return the head and what follows it; None when it is cut off or no ZCL frame."""
    if len(frame) < 3 or len(frame) > MAX_FRAME_BYTES or frame[0] & 0b11 > 1:
        return None
    manufacturer = None
    at = 1
    if frame[0] & 0b100:
        if len(frame) < 5:
            return None
        manufacturer = int.from_bytes(frame[1:3], "little")
        at = 3
    header = ZclHeader(
        cluster_specific=bool(frame[0] & 1),
        manufacturer=manufacturer,
        from_server=bool(frame[0] & 0b1000),
        tsn=frame[at],
        command=frame[at + 1],
    )
    return header, frame[at + 2 :]


def attribute_frame(frame: bytes) -> AttributeFrame | None:
    """Return what the frame says of attributes; None: it is no frame that carries values."""
    parts = zcl_header(frame)
    if parts is None:
        return None
    header, body = parts
    if header.cluster_specific:
        return None
    if header.command not in {READ_ATTRIBUTES_RESPONSE, REPORT_ATTRIBUTES}:
        return None
    values: list[AttributeValue] = []
    refused: list[tuple[int, int]] = []
    problem = ""
    with_status = header.command == READ_ATTRIBUTES_RESPONSE
    at = 0
    try:
        while at < len(body):
            at = _record(body, at, values, refused, with_status=with_status)
    except _Ended as ended:
        problem = f"After {len(values)} values: {ended}"
    return AttributeFrame(header, tuple(values), tuple(refused), problem)


def tuya_frame(frame: bytes) -> TuyaFrame | None:
    """Return the datapoints of a frame of cluster 0xEF00; None: it carries none.

    Commands 0x01 (answer), 0x02 (report), 0x05 and 0x06 (status): a sequence number of two
    bytes, then per point its number, kind, length (big-endian) and data.
    """
    parts = zcl_header(frame)
    if parts is None:
        return None
    header, body = parts
    if not header.cluster_specific or header.command not in {0x01, 0x02, 0x05, 0x06}:
        return None
    points: list[TuyaPoint] = []
    if len(body) < 2:
        return TuyaFrame(header, (), "The sequence number was cut off.")
    at = 2
    while at < len(body):
        if at + 4 > len(body):
            return TuyaFrame(header, tuple(points), f"Datapoint {len(points) + 1} was cut off.")
        length = int.from_bytes(body[at + 2 : at + 4], "big")
        data = body[at + 4 : at + 4 + length]
        if len(data) < length:
            return TuyaFrame(
                header,
                tuple(points),
                f"Datapoint {body[at]} announced {length} bytes, {len(data)} came.",
            )
        kind = body[at + 1]
        number = kind in {1, 2, 4, 5} and 1 <= length <= 8
        points.append(TuyaPoint(body[at], kind, int.from_bytes(data, "big") if number else data))
        at += 4 + length
    return TuyaFrame(header, tuple(points))


def aqara_tags(data: bytes) -> tuple[AttributeValue, ...]:
    """Return the values of an Aqara tag list (tag, ZCL type, value), as far as it can be read.

    Basic attribute 0xFF01 or attribute 0x00F7 of cluster 0xFCC0; `attribute` is the tag.
    """
    values: list[AttributeValue] = []
    at = 0
    try:
        while at + 2 <= min(len(data), MAX_FRAME_BYTES):
            value, after = _value(data, at + 2, data[at + 1], 0)
            values.append(AttributeValue(data[at], data[at + 1], value))
            at = after
    except _Ended:
        pass  # what came before is still what the device said
    return tuple(values)


def _record(
    body: bytes,
    at: int,
    values: list[AttributeValue],
    refused: list[tuple[int, int]],
    *,
    with_status: bool,
) -> int:
    """Take one record in; return where the next one begins."""
    attribute = int.from_bytes(_take(body, at, 2, "an attribute's number"), "little")
    at += 2
    if with_status:
        status = _take(body, at, 1, "a status")[0]
        at += 1
        if status != 0:
            refused.append((attribute, status))
            return at
    type_id = _take(body, at, 1, "a type")[0]
    value, at = _value(body, at + 1, type_id, 0)
    values.append(AttributeValue(attribute, type_id, value))
    return at


def _take(body: bytes, at: int, count: int, what: str) -> bytes:
    if at + count > len(body):
        raise _Ended(f"{what} of {count} bytes was cut off after {max(len(body) - at, 0)}.")
    return body[at : at + count]


def _value(
    body: bytes, at: int, type_id: int, depth: int
) -> tuple[int | float | bytes | None, int]:
    """Return one value and where the next thing begins."""
    width = FIXED_BYTES.get(type_id)
    if width is not None:
        return _fixed(_take(body, at, width, f"a value of type {type_id:#04x}"), type_id), (
            at + width
        )
    if type_id in _TEXTS:
        size = _TEXTS[type_id]
        length = int.from_bytes(_take(body, at, size, "a length"), "little")
        at += size
        if length == 2 ** (8 * size) - 1:
            return None, at
        return _take(body, at, length, "a text"), at + length
    if type_id in _LISTS or type_id == _STRUCTURE:
        end, empty = _composite_end(body, at, type_id, depth)
        return None if empty else body[at:end], end
    raise _Ended(f"type {type_id:#04x} is not known; what follows cannot be found.")


def _fixed(data: bytes, type_id: int) -> int | float | bytes | None:
    """Return a value of fixed width; the markers of "no value" are those of ZCL 8, table 2-11."""
    if type_id == 0x00:
        return None
    if type_id in _FLOATS:
        number: float = struct.unpack(_FLOATS[type_id], data)[0]
        return number if math.isfinite(number) else None
    if type_id in _BLOCKS:
        return None if data.count(0xFF) == len(data) else data
    if type_id in _SIGNED:
        signed = int.from_bytes(data, "little", signed=True)
        return None if signed == -(1 << (8 * len(data) - 1)) else signed
    number_u = int.from_bytes(data, "little")
    if type_id not in _PLAIN and number_u == (1 << (8 * len(data))) - 1:
        return None
    return number_u


def _composite_end(body: bytes, at: int, type_id: int, depth: int) -> tuple[int, bool]:
    """Return where an array, set, bag or structure ends, and whether it is marked as no value.

    Elements of no width are passed over at once: their number must not cost time.
    """
    if depth >= MAX_NESTING:
        raise _Ended(f"values were nested deeper than {MAX_NESTING}.")
    element = None
    if type_id in _LISTS:
        element = _take(body, at, 1, "an element type")[0]
        at += 1
    count = int.from_bytes(_take(body, at, 2, "a count"), "little")
    at += 2
    if count == 0xFFFF:
        return at, True
    if element is not None and element in FIXED_BYTES:
        size = count * FIXED_BYTES[element]
        _take(body, at, size, "a list")
        return at + size, False
    for _ in range(count):
        inner = element
        if inner is None:
            inner = _take(body, at, 1, "a field's type")[0]
            at += 1
        _, at = _value(body, at, inner, depth + 1)
    return at, False
