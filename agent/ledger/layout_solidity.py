"""Solidity's layout (solc's `storageLayout` output) as our kinds.

Source: Solidity documentation, "Layout of State Variables in Storage and Transient Storage" and
its chapter "JSON Output". Values are packed from the low end of a word; structs and arrays start
a word of their own.
"""

import re
from collections.abc import Mapping

import msgspec

from agent.ledger.layout import WORD_BYTES, LayoutError
from agent.ledger.layout_types import (
    LENGTH,
    Compiler,
    Kind,
    Layout,
    Listed,
    Mapped,
    Member,
    Record,
    Text,
    Value,
)

_LENGTH = re.compile(r"\[(\d{1,78})\]$", re.ASCII)


class _Variable(msgspec.Struct, frozen=True):
    label: str
    offset: int
    slot: str
    type: str


class _Type(msgspec.Struct, frozen=True, rename="camel"):
    encoding: str
    label: str
    number_of_bytes: str
    base: str | None = None
    key: str | None = None
    value: str | None = None
    members: list[_Variable] | None = None


class _Answer(msgspec.Struct, frozen=True):
    storage: list[_Variable]
    types: dict[str, _Type] | None = None


def read_solidity_layout(layout: Mapping[str, object]) -> Layout:
    """Read the compiler's object; LayoutError names every problem at once.

    Two variables of one name (private ones of two ancestors) are refused.
    """
    try:
        answer = msgspec.convert(layout, _Answer)
    except msgspec.ValidationError as wrong:
        raise LayoutError(f"not a storage layout: {wrong}") from wrong
    problems: list[str] = []
    types = answer.types or {}
    kinds: dict[str, Kind] = {LENGTH: Value(LENGTH, WORD_BYTES)}
    for name, one in types.items():
        try:
            kinds[name] = _kind(one, types)
        except LayoutError as wrong:
            problems.append(f"{name}: {wrong}")
    variables: dict[str, Member] = {}
    for variable in answer.storage:
        if variable.label in variables:
            problems.append(f"{variable.label}: there are two of this name")
        try:
            variables[variable.label] = _member(variable, types)
        except LayoutError as wrong:
            problems.append(f"{variable.label}: {wrong}")
    if problems:
        raise LayoutError("; ".join(problems))
    return Layout(Compiler.SOLIDITY, variables, kinds)


def _kind(one: _Type, types: Mapping[str, _Type]) -> Kind:
    size = _number(one.number_of_bytes)
    if size == 0:
        raise LayoutError("it takes no space")
    match one.encoding:
        case "inplace" if one.members is not None:
            members = {member.label: _member(member, types) for member in one.members}
            return Record(members, size)
        case "inplace" if one.base is not None:
            length = _LENGTH.search(one.label)
            if length is None:
                raise LayoutError(f"{one.label!r} named no length")
            return Listed(
                _known(one.base, types), int(length[1]), is_dynamic=False, size_bytes=size
            )
        case "inplace" if 0 < size <= 32:
            return Value(one.label, size)
        case "bytes":
            return Text()
        case "mapping" if one.key is not None and one.value is not None:
            return Mapped(_known(one.key, types), _known(one.value, types))
        case "dynamic_array" if one.base is not None:
            return Listed(_known(one.base, types), None, is_dynamic=True, size_bytes=size)
    raise LayoutError(f"{one.label!r} is laid out in an unknown way")


def _member(variable: _Variable, types: Mapping[str, _Type]) -> Member:
    if not 0 <= variable.offset < 32:
        raise LayoutError(f"the offset {variable.offset} is outside the word")
    return Member(_number(variable.slot), variable.offset, _known(variable.type, types))


def _known(name: str, types: Mapping[str, _Type]) -> str:
    if name not in types:
        raise LayoutError(f"the type {name!r} was not described")
    return name


def _number(text: str) -> int:
    if not text.isdecimal() or not text.isascii() or len(text) > 78 or int(text) >= 2**256:
        raise LayoutError(f"{text[:80]!r} is no number")
    return int(text)
