"""Vyper's layout (`vyper -f layout`) as our kinds.

Source: Vyper 0.4.3. Nothing is packed: each member starts a word, a DynArray's length and a
text's length take the word before their content. The layout names structs without their members,
and flags and interfaces without saying that they are; both are given as `types`.
"""

import re
from collections.abc import Mapping, Sequence

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
    Unknown,
    Value,
    words_of,
)

Types = Mapping[str, str | Mapping[str, str]]
"""A struct's members (name -> type) in order, or for a flag or interface the type it is."""

MAX_NESTING = 32
_VALUE = re.compile(r"(u?int)(\d{1,3})|bytes(\d{1,2})|bool|address|decimal", re.ASCII)
_GENERIC = re.compile(r"(HashMap|DynArray|String|Bytes)\[(.*)\]", re.ASCII)
_ARRAY = re.compile(r"(.+)\[(\d{1,18})\]", re.ASCII)


def read_vyper_layout(layout: Mapping[str, object], types: Types | None = None) -> Layout:
    """Read the compiler's object; LayoutError names every problem at once.

    The number of slots the compiler states for a variable must be the one its type gives here:
    so a struct without its members is noticed where it would shift anything.
    """
    variables = layout.get("storage_layout")
    if not isinstance(variables, Mapping):
        raise LayoutError("the layout had no storage_layout")
    reader = _Reader(types or {})
    reader.kinds[LENGTH] = Value(LENGTH, WORD_BYTES)
    read = reader.variables("", variables)
    if reader.problems:
        raise LayoutError("; ".join(reader.problems))
    return Layout(Compiler.VYPER, read, reader.kinds)


class _Reader:
    """Collects the kinds of all types met, and what is wrong with them."""

    def __init__(self, types: Types) -> None:
        self._types = types
        self.kinds: dict[str, Kind] = {}
        self.problems: list[str] = []

    def variables(self, prefix: str, entries: Mapping[str, object]) -> dict[str, Member]:
        found: dict[str, Member] = {}
        for name, entry in entries.items():
            if not isinstance(entry, Mapping):
                self.problems.append(f"{prefix}{name}: no slot")
                continue
            slot, kind, size = (entry.get(key) for key in ("slot", "type", "n_slots"))
            if not isinstance(slot, int):
                if prefix.count(".") < MAX_NESTING:
                    found.update(self.variables(f"{prefix}{name}.", entry))
                continue
            try:
                found[prefix + name] = self._variable(slot, kind, size)
            except LayoutError as wrong:
                self.problems.append(f"{prefix}{name}: {wrong}")
        return found

    def _variable(self, slot: int, kind: object, size: object) -> Member:
        if not isinstance(kind, str):
            raise LayoutError("no type")
        words = self._words(kind, 0)
        if isinstance(size, int) and size != words:
            raise LayoutError(
                f"{kind} takes {size} words and {words} were counted "
                "(are the members of a struct missing?)"
            )
        return Member(slot, _offset(kind), kind)

    def _words(self, name: str, depth: int) -> int:
        if depth > MAX_NESTING:
            raise LayoutError("types were nested too deeply")
        if name not in self.kinds:
            self.kinds[name] = self._kind(name, depth)
        return words_of(self.kinds[name].size_bytes)

    def _kind(self, name: str, depth: int) -> Kind:
        told = self._types.get(name)
        if isinstance(told, str):
            self._known_words(told, depth)
            return self.kinds[told]
        if told is not None:
            return self._record(told, depth)
        value = _VALUE.fullmatch(name)
        if value:
            return Value(name, _value_bytes(value))
        generic = _GENERIC.fullmatch(name)
        if generic and _is_closed(generic[2]):
            return self._generic(generic[1], _split(generic[2]), depth)
        array = _ARRAY.fullmatch(name)
        if array:
            most = int(array[2])
            words = most * self._known_words(array[1], depth)
            return Listed(array[1], most, is_dynamic=False, size_bytes=WORD_BYTES * words)
        return Unknown()

    def _known_words(self, name: str, depth: int) -> int:
        """Return the size of something that others stand behind: guessing would shift them."""
        words = self._words(name, depth + 1)
        if isinstance(self.kinds[name], Unknown):
            raise LayoutError(f"what {name!r} consists of must be given")
        return words

    def _record(self, told: Mapping[str, str], depth: int) -> Kind:
        members: dict[str, Member] = {}
        at = 0
        for member, kind in told.items():
            members[member] = Member(at, _offset(kind), kind)
            at += self._known_words(kind, depth)
        return Record(members, at * WORD_BYTES)

    def _generic(self, family: str, parts: Sequence[str], depth: int) -> Kind:
        match family, parts:
            case "HashMap", [key, value]:
                self._words(key, depth + 1)
                self._words(value, depth + 1)
                return Mapped(key, value)
            case "DynArray", [element, most] if most.isdecimal():
                words = 1 + int(most) * self._known_words(element, depth)
                return Listed(element, int(most), is_dynamic=True, size_bytes=WORD_BYTES * words)
            case "String" | "Bytes", [most] if most.isdecimal():
                return Text(WORD_BYTES * (1 + words_of(int(most))))
        raise LayoutError(f"{family}[{', '.join(parts)}] is no type")


def _value_bytes(value: "re.Match[str]") -> int:
    if value[2]:
        return int(value[2]) // 8
    if value[3]:
        return int(value[3])
    return {"bool": 1, "address": 20, "decimal": 21}[value[0]]


def _offset(name: str) -> int:
    """bytesN stands at the high end of its word, everything else at the low end."""
    value = _VALUE.fullmatch(name)
    return WORD_BYTES - int(value[3]) if value and value[3] else 0


def _is_closed(inner: str) -> bool:
    """Return whether no bracket of `A[x][y]` was cut in two."""
    depth = 0
    for letter in inner:
        depth += (letter == "[") - (letter == "]")
        if depth < 0:
            return False
    return depth == 0


def _split(inner: str) -> list[str]:
    """Return the parts between the commas that stand in no bracket."""
    parts, depth = [""], 0
    for letter in inner:
        depth += (letter == "[") - (letter == "]")
        if letter == "," and depth == 0:
            parts.append("")
        else:
            parts[-1] += letter
    return [part.strip() for part in parts]
