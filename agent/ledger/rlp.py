"""Recursive Length Prefix, strict: one value has one encoding, and only that one is read.

Source: Ethereum Yellow Paper, appendix B. Non-minimal lengths, a single byte written in its
long form, bytes left over and nesting beyond `MAX_DEPTH` are all refused, because a hash of an
object must not be reachable from two different byte strings.
"""

from collections.abc import Sequence
from typing import TypeAlias

Item: TypeAlias = "bytes | list[Item]"
Encodable: TypeAlias = "bytes | Sequence[Encodable]"

MAX_DEPTH = 8  # the deepest object on the chain we read (a trie node with inline nodes) needs 5


class RlpError(ValueError):
    """The bytes are not the canonical encoding of anything."""


_ONE_BYTE = tuple(bytes((value,)) for value in range(256))


def encode(item: Encodable) -> bytes:
    """Return the canonical encoding of a byte string or of a (nested) sequence of them."""
    if isinstance(item, bytes):
        size = len(item)
        if size < 56:
            if size == 1 and item[0] < 0x80:
                return item
            return _ONE_BYTE[0x80 + size] + item
        return _header(size, 0x80) + item
    payload = b"".join([encode(part) for part in item])  # a list: every header comes by here
    return _header(len(payload), 0xC0) + payload


def _header(length: int, base: int) -> bytes:
    if length < 56:
        return _ONE_BYTE[base + length]
    size = (length.bit_length() + 7) // 8
    return _ONE_BYTE[base + 55 + size] + length.to_bytes(size, "big")


def decode(data: bytes) -> Item:
    """Return the one item `data` encodes; RlpError."""
    item, end = _item(data, 0, len(data), 0)
    if end != len(data):
        raise RlpError(f"{len(data) - end} bytes were left over")
    return item


def decode_list(data: bytes) -> list[Item]:
    """Return the items of the list `data` encodes; RlpError when it is a byte string."""
    item = decode(data)
    if isinstance(item, bytes):
        raise RlpError("a byte string stood where a list was expected")
    return item


def _item(data: bytes, at: int, limit: int, depth: int) -> tuple[Item, int]:
    is_list, start, end = _bounds(data, at, limit)
    if not is_list:
        return data[start:end], end
    if depth >= MAX_DEPTH:
        raise RlpError(f"lists were nested deeper than {MAX_DEPTH}")
    items: list[Item] = []
    while start < end:
        part, start = _item(data, start, end, depth + 1)
        items.append(part)
    return items, end


def _bounds(data: bytes, at: int, limit: int) -> tuple[bool, int, int]:
    """Return whether a list begins at `at`, and where its payload starts and ends."""
    if at >= limit:
        raise RlpError("the data ended where an item was expected")
    first = data[at]
    if first < 0x80:
        return False, at, at + 1
    is_list = first >= 0xC0
    short = first - (0xC0 if is_list else 0x80)
    start = at + 1
    length = short
    if short > 55:
        start += short - 55
        if start > limit:
            raise RlpError("the data ended inside a length")
        size = data[at + 1 : start]
        length = int.from_bytes(size, "big")
        if size[0] == 0 or length < 56:
            raise RlpError("a length was not written in its shortest form")
    if length > limit - start:
        raise RlpError("the data ended inside an item")
    if not is_list and length == 1 and data[start] < 0x80:
        raise RlpError("a single byte was not written in its shortest form")
    return is_list, start, start + length


def integer(value: int) -> bytes:
    """Return the minimal big-endian bytes of a number that is not negative (0: empty)."""
    return value.to_bytes((value.bit_length() + 7) // 8, "big")


def read_integer(item: Item, bits: int = 256) -> int:
    """Return the number a minimal byte string stands for; RlpError beyond `bits`."""
    text = read_bytes(item)
    if text[:1] == b"\0":
        raise RlpError("a number had leading zeros")
    value = int.from_bytes(text, "big")
    if value.bit_length() > bits:
        raise RlpError(f"a number was longer than {bits} bits")
    return value


def read_bytes(item: Item, length: int | None = None) -> bytes:
    """Return a byte string, of exactly `length` bytes when given; RlpError."""
    if not isinstance(item, bytes):
        raise RlpError("a list stood where a byte string was expected")
    if length is not None and len(item) != length:
        raise RlpError(f"a field had {len(item)} bytes instead of {length}")
    return item
