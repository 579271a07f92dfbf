"""Values as contracts encode them in calls, results and events; strict, small and bounded.

Source: Solidity, "Contract ABI Specification" (formal specification of the encoding). Only the one
layout that compilers write is read: every tail right behind the one before, padding of zeros,
nothing left over. So no offset can point somewhere twice to make much out of little, and no two
byte strings mean the same (but for text that is no UTF-8). Read are uint256, address, bool and
string, in tuples and lists.
"""

from collections.abc import Sequence
from typing import Any, TypeAlias

from agent.hashing import keccak256
from agent.units import Address

WORD = 32
MOST_ITEMS = 10_000  # of a list
MOST_TEXT_BYTES = 4_096  # of one string

Kind: TypeAlias = "str | tuple[Kind, ...] | list[Kind]"
"""A name of a simple type; a tuple of kinds; a list holding the kind of its items."""


class AbiError(ValueError):
    """The bytes are not the encoding of the kinds asked for."""


def selector(signature: str) -> bytes:
    """Return the four bytes that name a function in call data."""
    return keccak256(signature.encode())[:4]


def topic(signature: str) -> bytes:
    """Return the 32 bytes that name an event."""
    return keccak256(signature.encode())


def call_of(signature: str, *arguments: int | Address) -> bytes:
    """Return call data with whole numbers and addresses as arguments; ValueError out of range."""
    return selector(signature) + b"".join(map(_word_of, arguments))


def _word_of(argument: int | Address) -> bytes:
    if isinstance(argument, str):
        digits = argument.removeprefix("0x")
        if len(digits) != 40:
            raise ValueError(f"{argument!r} is no address")
        return bytes.fromhex(digits).rjust(WORD, b"\0")
    if not 0 <= argument < 2**256:
        raise ValueError(f"{argument} is no number of 256 bits")
    return argument.to_bytes(WORD, "big")


def decode(kinds: Sequence[Kind], data: bytes) -> tuple[Any, ...]:
    """Return the values of these kinds that `data` encodes, and nothing else; AbiError.

    Numbers as int, addresses as Address, flags as bool, text as str (bytes that are no UTF-8
    shown as backslashes), tuples and lists as tuples.
    """
    values, end = _tuple(tuple(kinds), data, 0)
    if end != len(data):
        raise AbiError(f"{len(data) - end} bytes were left over")
    return values


def _tuple(kinds: tuple[Kind, ...], data: bytes, base: int) -> tuple[tuple[Any, ...], int]:
    """Return the values and where their encoding ends."""
    head, tail = base, base + sum(map(_head_size, kinds))
    values: list[Any] = []
    for kind in kinds:
        if _is_dynamic(kind):
            if _number(data, head) != tail - base:
                raise AbiError("a value did not lie where compilers put it")
            value, tail = _dynamic(kind, data, tail)
            head += WORD
        else:
            value, head = _static(kind, data, head)
        values.append(value)
    return tuple(values), tail


def _is_dynamic(kind: Kind) -> bool:
    if isinstance(kind, tuple):
        return any(map(_is_dynamic, kind))
    return isinstance(kind, list) or kind == "string"


def _head_size(kind: Kind) -> int:
    if isinstance(kind, tuple) and not _is_dynamic(kind):
        return sum(map(_head_size, kind))
    return WORD


def _static(kind: Kind, data: bytes, at: int) -> tuple[Any, int]:
    if isinstance(kind, tuple):
        return _tuple(kind, data, at)
    number = _number(data, at)
    match kind:
        case "uint256":
            return number, at + WORD
        case "address":
            if number >> 160:
                raise AbiError("an address had more than 20 bytes")
            return Address("0x" + number.to_bytes(20, "big").hex()), at + WORD
        case "bool":
            if number > 1:
                raise AbiError("a flag was neither 0 nor 1")
            return bool(number), at + WORD
    raise TypeError(f"{kind!r} is no kind that is read")


def _dynamic(kind: Kind, data: bytes, at: int) -> tuple[Any, int]:
    if isinstance(kind, tuple):
        return _tuple(kind, data, at)
    length = _number(data, at)
    if isinstance(kind, list):
        if length > MOST_ITEMS:
            raise AbiError(f"a list had {length} items, at most {MOST_ITEMS} are read")
        if length * WORD > len(data) - at - WORD:
            raise AbiError("the data ended inside a list")
        return _tuple(tuple(kind) * length, data, at + WORD)
    if length > MOST_TEXT_BYTES:
        raise AbiError(f"a text had {length} bytes, at most {MOST_TEXT_BYTES} are read")
    start, end = at + WORD, at + WORD + -(-length // WORD) * WORD
    if end > len(data):
        raise AbiError("the data ended inside a text")
    if any(data[start + length : end]):
        raise AbiError("a text was not filled up with zeros")
    return data[start : start + length].decode("utf-8", "backslashreplace"), end


def _number(data: bytes, at: int) -> int:
    if at + WORD > len(data):
        raise AbiError("the data ended where a word was expected")
    return int.from_bytes(data[at : at + WORD], "big")
