"""From fields to bytes and back, by the layouts of `tables.py`.

Reading is lenient, because hosts are built on different kits: what is missing at the end is zero,
what follows the last field is ignored. Writing is strict: every field of the layout, nothing else.
"""

from collections.abc import Mapping

import msgspec

from drivers.simulated.zigbee.ezsp.statuses import ember_status, ezsp_status

Value = int | bytes | list[int]
Message = Mapping[str, Value]

STATUS_REWRITE = 14
"""The protocol version that replaced EmberStatus and EzspStatus by sl_Status."""

_WIDTH = {"u8": 1, "s8": 1, "u16": 2, "u32": 4, "eui": 8}
_PREFIX = {"lv": 1, "lv32": 4}


class Field(msgspec.Struct, frozen=True):
    """One field of a layout.

    `kind` is one of: u8 s8 u16 u32; eui (64 bits, little-endian, an integer); key (16 bytes);
    lv and lv32 (bytes after their length in 1 or 4 bytes); em, ez, sl (a status); u16s (16-bit
    numbers after their count); u16@name (as many as the field `name` says); u16* (to the end).
    """

    name: str
    kind: str
    if_ok: bool = False
    """Only present when the field `status` is OK."""


class Fields:
    """What a frame said, with types: a field that the host left out reads as zero or empty."""

    def __init__(self, values: Mapping[str, Value]) -> None:
        self.values = values

    def number(self, name: str) -> int:
        """Return an integer field."""
        value = self.values[name]
        if not isinstance(value, int):
            raise TypeError(f"{name} is not a number")
        return value

    def octets(self, name: str) -> bytes:
        """Return a field of bytes."""
        value = self.values[name]
        if not isinstance(value, bytes):
            raise TypeError(f"{name} is not bytes")
        return value

    def numbers(self, name: str) -> list[int]:
        """Return a list of integers."""
        value = self.values[name]
        if not isinstance(value, list):
            raise TypeError(f"{name} is not a list")
        return value


def encode(layout: tuple[Field, ...], message: Message, version: int) -> bytes:
    """Return the bytes of `message`. ValueError: a field is missing, or one too many."""
    wanted = {field.name for field in layout if not field.if_ok or not message["status"]}
    if wanted != set(message):
        raise ValueError(f"fields {sorted(wanted ^ set(message))} are missing or unknown")
    return b"".join(
        _encode_value(field.kind, message[field.name], version)
        for field in layout
        if field.name in wanted
    )


def _encode_value(kind: str, value: Value, version: int) -> bytes:
    if isinstance(value, bytes):
        if kind == "key" and len(value) == 16:
            return value
        if kind in _PREFIX:
            return len(value).to_bytes(_PREFIX[kind], "little") + value
    elif isinstance(value, list):
        numbers = b"".join(item.to_bytes(2, "little") for item in value)
        if kind == "u16s":
            return bytes((len(value),)) + numbers
        if kind.startswith(("u16@", "u16*")):
            return numbers
    elif kind in _WIDTH:
        return value.to_bytes(_WIDTH[kind], "little", signed=kind == "s8")
    elif kind in {"em", "ez", "sl"}:
        if kind == "sl" or version >= STATUS_REWRITE:
            return value.to_bytes(4, "little")
        return bytes(((ember_status if kind == "em" else ezsp_status)(value),))
    raise ValueError(f"{value!r} is no {kind}")


def decode(layout: tuple[Field, ...], data: bytes, version: int) -> Fields:
    """Read `data`; never an error, see above."""
    return Fields({at.field.name: at.value for at in located(layout, data, version)})


class Located(msgspec.Struct, frozen=True):
    """One field of a frame, and where it stands: data[start:end], beyond the end if left out."""

    field: Field
    value: Value
    start: int
    end: int


def located(layout: tuple[Field, ...], data: bytes, version: int) -> list[Located]:
    """Read `data` as `decode` does, and say where each field stands."""
    values: dict[str, Value] = {}
    found: list[Located] = []
    at = 0
    for field in layout:
        if field.if_ok and values.get("status"):
            continue
        start = at
        values[field.name], at = _decode_value(field.kind, data, at, version, values)
        found.append(Located(field, values[field.name], start, at))
    return found


def _decode_value(
    kind: str, data: bytes, at: int, version: int, before: Mapping[str, Value]
) -> tuple[Value, int]:
    if kind in {"em", "ez", "sl"}:
        kind = "u32" if kind == "sl" or version >= STATUS_REWRITE else "u8"
    if kind in _WIDTH:
        end = at + _WIDTH[kind]
        return int.from_bytes(data[at:end], "little", signed=kind == "s8"), end
    if kind == "key":
        return data[at : at + 16].ljust(16, b"\0"), at + 16
    if kind in _PREFIX:
        start = at + _PREFIX[kind]
        end = start + int.from_bytes(data[at:start], "little")
        return data[start:end], min(end, len(data))
    if kind == "u16s":
        at, count = at + 1, data[at] if at < len(data) else 0
    elif kind == "u16*":
        count = len(data[at:]) // 2
    else:
        said = before[kind.removeprefix("u16@")]
        count = said if isinstance(said, int) else 0
    end = min(at + 2 * count, len(data))
    return [int.from_bytes(data[i : i + 2], "little") for i in range(at, end - 1, 2)], end


def header(sequence: int, frame_control: int, frame_id: int) -> bytes:
    """Return the five bytes before the fields (UG100 section 3: frame format version 1)."""
    return bytes((sequence, frame_control, 0x01)) + frame_id.to_bytes(2, "little")
