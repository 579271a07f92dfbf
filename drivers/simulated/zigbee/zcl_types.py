"""ZCL data types on the wire (ZCL 8, 2.6.2): numbers, times, strings, addresses.

Values are plain: integers for whole numbers, bit maps, enumerations, times and addresses (also
for a boolean's 0xFF, "no value"), bytes for strings and keys, floats for the two IEEE formats.
Little-endian throughout. Arrays and structures are not here: no cluster of ours has one.
"""

import struct
from collections.abc import Mapping
from types import MappingProxyType

import msgspec

Value = int | float | bytes


class ZclError(ValueError):
    """Bytes were no ZCL frame, or a value did not fit its type."""


class ZclType(msgspec.Struct, frozen=True):
    """One data type."""

    name: str
    size: int
    """Bytes; for strings, of the length in front."""
    signed: bool = False
    analog: bool = False
    """Has a reportable change (ZCL 8, 2.6.2, column "Analog/Discrete")."""
    string: bool = False
    real: bool = False
    non_value: int | None = None
    """The integer that means "no value"; None: the type has none. Strings and reals: see decode."""


def _table() -> dict[int, ZclType]:
    types = {0x10: ZclType("bool", 1, non_value=0xFF)}
    for size in range(1, 9):
        bits = 8 * size
        types[0x07 + size] = ZclType(f"data{bits}", size)
        types[0x17 + size] = ZclType(f"map{bits}", size)
        types[0x1F + size] = ZclType(f"uint{bits}", size, analog=True, non_value=(1 << bits) - 1)
        types[0x27 + size] = ZclType(
            f"int{bits}", size, signed=True, analog=True, non_value=-(1 << (bits - 1))
        )
    types |= {
        0x30: ZclType("enum8", 1, non_value=0xFF),
        0x31: ZclType("enum16", 2, non_value=0xFFFF),
        0x39: ZclType("single", 4, analog=True, real=True),
        0x3A: ZclType("double", 8, analog=True, real=True),
        0x41: ZclType("octstr", 1, string=True),
        0x42: ZclType("string", 1, string=True),
        0x43: ZclType("octstr16", 2, string=True),
        0x44: ZclType("string16", 2, string=True),
        0xE0: ZclType("ToD", 4, analog=True, non_value=0xFFFFFFFF),
        0xE1: ZclType("date", 4, analog=True, non_value=0xFFFFFFFF),
        0xE2: ZclType("UTC", 4, analog=True, non_value=0xFFFFFFFF),
        0xE8: ZclType("clusterId", 2, non_value=0xFFFF),
        0xE9: ZclType("attribId", 2, non_value=0xFFFF),
        0xF0: ZclType("EUI64", 8, non_value=0xFFFFFFFFFFFFFFFF),
        0xF1: ZclType("key128", 16, string=False),
    }
    return types


TYPES: Mapping[int, ZclType] = MappingProxyType(_table())
BOOL, MAP8, MAP16, MAP32, ENUM8, ENUM16 = 0x10, 0x18, 0x19, 0x1B, 0x30, 0x31
U8, U16, U24, U32, U48 = 0x20, 0x21, 0x22, 0x23, 0x25
S8, S16, S24, S32, S48 = 0x28, 0x29, 0x2A, 0x2B, 0x2D
SINGLE, OCTETS, TEXT, EUI64 = 0x39, 0x41, 0x42, 0xF0
_KEY128 = 0xF1


def zcl_type(type_id: int) -> ZclType:
    """Return the type; ZclError for one that is unknown here."""
    found = TYPES.get(type_id)
    if found is None:
        raise ZclError(f"data type 0x{type_id:02X} is unknown")
    return found


def encode(type_id: int, value: Value) -> bytes:
    """Return the bytes of a value; ZclError when it does not fit, never a cut value."""
    kind = zcl_type(type_id)
    try:
        if kind.string:
            return len(_bytes(value)).to_bytes(kind.size, "little") + _bytes(value)
        if type_id == _KEY128:
            return struct.pack("16s", _bytes(value, 16))
        if kind.real:
            return struct.pack("<f" if kind.size == 4 else "<d", value)
        if not isinstance(value, int):
            raise ZclError(f"{kind.name} was given {value!r}")
        return value.to_bytes(kind.size, "little", signed=kind.signed)
    except (OverflowError, struct.error) as unfit:
        raise ZclError(f"{value!r} does not fit {kind.name}") from unfit


def decode(type_id: int, data: bytes, offset: int = 0) -> tuple[Value, int]:
    """Return (value, offset after it). ZclError: unknown type, or the bytes end too early.

    A string of length 0xFF (0xFFFF) is "no value" and comes back empty.
    """
    kind = zcl_type(type_id)
    end = offset + kind.size
    head = _part(data, offset, end, kind.name)
    if kind.string:
        length = int.from_bytes(head, "little")
        if length == (1 << 8 * kind.size) - 1:
            return b"", end
        return _part(data, end, end + length, kind.name), end + length
    if type_id == _KEY128:
        return head, end
    if kind.real:
        value: float = struct.unpack("<f" if kind.size == 4 else "<d", head)[0]
        return value, end
    return int.from_bytes(head, "little", signed=kind.signed), end


def clipped(type_id: int, value: int) -> int:
    """Return the nearest value that the type can hold and that is not its "no value"."""
    kind = zcl_type(type_id)
    bits = 8 * kind.size
    low, high = (-(1 << (bits - 1)) + 1, (1 << (bits - 1)) - 1) if kind.signed else (0, 1 << bits)
    return max(low, min(high if kind.signed else high - 2, value))


def wrapped(type_id: int, value: int) -> int:
    """Return the value modulo the type's range, as a register that rolls over has it."""
    return value % (1 << 8 * zcl_type(type_id).size)


def non_value(type_id: int) -> int:
    """Return what the type says for "no value"; ZclError when it has no such integer."""
    found = zcl_type(type_id).non_value
    if found is None:
        raise ZclError(f"{zcl_type(type_id).name} has no integer that means no value")
    return found


def _bytes(value: Value, size: int | None = None) -> bytes:
    if not isinstance(value, bytes) or (size is not None and len(value) != size):
        raise ZclError(f"{value!r} is no string" if size is None else f"{value!r} is no key")
    return value


def _part(data: bytes, start: int, end: int, name: str) -> bytes:
    if end > len(data):
        raise ZclError(f"the frame ended within {name}: {end - start} bytes from byte {start}")
    return data[start:end]
