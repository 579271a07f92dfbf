"""The shape of a JSON payload as data: one table checks, encodes and documents it.

A table and not types, because one answer has to name every problem of a message, and the page
docs/mqtt.md is printed from the same table.
"""

from collections.abc import Mapping
from typing import Any

import msgspec

from agent.bridge.report import WIRE_MAX


class Whole(msgspec.Struct, frozen=True):
    """A JSON integer."""

    low: int = 0
    high: int = WIRE_MAX


class Hex(msgspec.Struct, frozen=True):
    """`0x` and exactly `length` bytes in lower-case hexadecimal; bytes on our side."""

    length: int


class AddressHex(msgspec.Struct, frozen=True):
    """A chain address in lower case."""


class Flag(msgspec.Struct, frozen=True):
    """true or false."""


class Choice(msgspec.Struct, frozen=True):
    """One of a few words."""

    words: tuple[str, ...]


class Text(msgspec.Struct, frozen=True):
    """Printable text."""

    longest: int


class Items(msgspec.Struct, frozen=True):
    """A list of at most `most` items of one shape."""

    item: "Shape"
    most: int


class Field(msgspec.Struct, frozen=True):
    """One key of an object; every key is required."""

    name: str
    shape: "Shape"
    meaning: str


class Fields(msgspec.Struct, frozen=True):
    """An object with exactly these keys."""

    fields: tuple[Field, ...]


Shape = Whole | Hex | AddressHex | Flag | Choice | Text | Items | Fields

_HEX = frozenset("0123456789abcdef")


def from_json(shape: Shape, value: object, path: str, problems: list[str]) -> Any:  # noqa: PLR0912 - one branch per kind
    """Return `value` with hexadecimal turned into bytes; add to `problems` what does not fit.

    The result means something only when no problem was added.
    """
    match shape:
        case Whole(low, high):
            if type(value) is not int or not low <= value <= high:
                problems.append(f"{path} is no integer in {low}..{high}")
        case Hex(length):
            if _is_hex(value, length):
                return bytes.fromhex(str(value)[2:])
            problems.append(f"{path} is no 0x and {2 * length} lower-case hexadecimal digits")
        case AddressHex():
            if not _is_hex(value, 20):
                problems.append(f"{path} is no address (0x and 40 lower-case hexadecimal digits)")
        case Flag():
            if type(value) is not bool:
                problems.append(f"{path} is neither true nor false")
        case Choice(words):
            if value not in words:
                problems.append(f"{path} is none of {', '.join(words)}")
        case Text(longest):
            if not (isinstance(value, str) and 0 < len(value) <= longest and value.isprintable()):
                problems.append(f"{path} is no printable text of 1..{longest} characters")
        case Items(item, most):
            if not isinstance(value, list) or len(value) > most:
                problems.append(f"{path} is no list of at most {most} items")
            else:
                return [
                    from_json(item, part, f"{path}[{number}]", problems)
                    for number, part in enumerate(value)
                ]
        case Fields(fields):
            return _object_from_json(fields, value, path, problems)
    return value


def _object_from_json(
    fields: tuple[Field, ...], value: object, path: str, problems: list[str]
) -> dict[str, Any]:
    if not isinstance(value, dict):
        problems.append(f"{path or 'the payload'} is no object")
        return {}
    start = f"{path}." if path else ""
    names = {field.name for field in fields}
    unknown = sorted(key for key in value if key not in names)
    if unknown:  # named once and shortened: a flood of keys must not make a flood of log
        shown = ", ".join(repr(key[:40]) for key in unknown[:5])
        problems.append(f"{path or 'the payload'} has {len(unknown)} unknown keys: {shown}")
    result = {}
    for field in fields:
        if field.name in value:
            result[field.name] = from_json(
                field.shape, value[field.name], start + field.name, problems
            )
        else:
            problems.append(f"{start}{field.name} is missing")
    return result


def to_json(shape: Shape, value: Any) -> Any:
    """Return `value` (structs, bytes, tuples) as what a JSON encoder takes, keys in table order."""
    match shape:
        case Hex():
            return "0x" + value.hex()
        case Items(item, _):
            return [to_json(item, part) for part in value]
        case Fields(fields):
            read = value.__getitem__ if isinstance(value, Mapping) else value.__getattribute__
            return {field.name: to_json(field.shape, read(field.name)) for field in fields}
        case _:
            return value


def _is_hex(value: object, length: int) -> bool:
    return (
        isinstance(value, str)
        and len(value) == 2 + 2 * length
        and value.startswith("0x")
        and _HEX.issuperset(value[2:])
    )
