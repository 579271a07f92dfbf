"""`orders[3].amount`: from a path to the slot a proof must be asked for, and from a word to a value.

    place = slot_of(layout, "book[0x11…11][-3].amount")
    value_of(layout, place, proven_word)

A text (string, bytes) needs two questions: its head word first, then `text_slots`.
"""

import re
from collections.abc import Sequence

import msgspec

from agent.hashing import keccak256
from agent.ledger.layout import SLOTS, WORD_BYTES, LayoutError, word
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
from agent.units import Address

MAX_TEXT_BYTES = 64 * 1024  # bounds the slots a false head word could make anyone ask for
_STEP = re.compile(r'\.?([A-Za-z_$][\w$]*)|\[("[^"]*"|[^\]"]+)\]', re.ASCII)
_INTEGER = re.compile(r"-?(\d{1,78}|0x[0-9a-fA-F]{1,64})", re.ASCII)
_HEX = re.compile(r"0x([0-9a-fA-F]{2})*", re.ASCII)
_SIGNED = re.compile(r"int\d{1,3}", re.ASCII)
_SIZED = re.compile(r"(u?int|bytes)(\d{1,3})", re.ASCII)


class Place(msgspec.Struct, frozen=True):
    """Where something stands: `size_bytes` bytes, `offset_bytes` from the low end of `slot`.

    Of what is larger than a word, the first slot.
    """

    slot: int
    offset_bytes: int
    size_bytes: int
    kind: str


def slot_of(layout: Layout, path: str) -> Place:
    """Return where `path` stands; LayoutError says which step leads nowhere.

    Steps: `.member`, `.length` of what has one, `[key]`. Keys: decimal or 0x numbers, 0x addresses
    and bytes, true, false, "text". An index past the end of a fixed array is refused; of a dynamic
    one of Solidity only its length can tell.
    """
    steps = _steps(path)
    name = steps[0][0]
    used = 1
    while name not in layout.variables and used < len(steps) and steps[used][0]:
        name += "." + steps[used][0]  # a variable of an imported module
        used += 1
    if name not in layout.variables:
        raise LayoutError(f"{path}: there is no variable {steps[0][0]!r}")
    place = _place(layout, 0, layout.variables[name])
    for member, key in steps[used:]:
        try:
            place = _keyed(layout, place, key) if key else _named(layout, place, member)
        except LayoutError as wrong:
            raise LayoutError(f"{path}: {wrong}") from wrong
    return place


def _steps(path: str) -> list[tuple[str, str]]:
    """Return (member, key) of every step, one of both empty."""
    steps: list[tuple[str, str]] = []
    at = 0
    while at < len(path):
        step = _STEP.match(path, at)
        if step is None or (step[1] and (step[0][0] == ".") != bool(steps)):
            raise LayoutError(f"{path!r} is no path from character {at + 1} on")
        steps.append((step[1] or "", step[2] or ""))
        at = step.end()
    if not steps or not steps[0][0]:
        raise LayoutError(f"{path!r} does not begin with a variable")
    return steps


def _place(layout: Layout, base: int, member: Member) -> Place:
    size = layout.kinds[member.kind].size_bytes
    return Place((base + member.slot) % SLOTS, member.offset_bytes, size, member.kind)


def _named(layout: Layout, place: Place, member: str) -> Place:
    kind = layout.kinds[place.kind]
    has_length = isinstance(kind, Listed) and kind.is_dynamic
    if isinstance(kind, Text) and layout.compiler is Compiler.VYPER:
        has_length = True
    if member == "length" and has_length:
        return Place(place.slot, 0, WORD_BYTES, LENGTH)
    if isinstance(kind, Unknown):
        raise LayoutError(f"what {place.kind!r} consists of was not given")
    if not isinstance(kind, Record) or member not in kind.members:
        raise LayoutError(f"{place.kind!r} has no {member!r}")
    return _place(layout, place.slot, kind.members[member])


def _keyed(layout: Layout, place: Place, key: str) -> Place:
    kind = layout.kinds[place.kind]
    match kind:
        case Mapped():
            slot = _mapped(layout, place.slot, kind, key)
            return _place(layout, slot, Member(0, _offset(layout, kind.value), kind.value))
        case Listed():
            return _element(layout, place, kind, key)
    raise LayoutError(f"{place.kind!r} takes no key")


def _mapped(layout: Layout, slot: int, kind: Mapped, key: str) -> int:
    data = _key(kind.key, layout.kinds[kind.key], key)
    if layout.compiler is Compiler.SOLIDITY:
        return int.from_bytes(keccak256(data + word(slot)), "big")
    if isinstance(layout.kinds[kind.key], Text):
        data = keccak256(data)
    return int.from_bytes(keccak256(word(slot) + data), "big")


def _element(layout: Layout, place: Place, kind: Listed, key: str) -> Place:
    if not key.isdecimal() or not key.isascii() or len(key) > 78:
        raise LayoutError(f"{key!r} is no index")
    index = int(key)
    if index >= (SLOTS if kind.most is None else kind.most):
        raise LayoutError(f"{place.kind!r} has no element {index}")
    first = place.slot
    if kind.is_dynamic:
        at_hash = layout.compiler is Compiler.SOLIDITY
        first = int.from_bytes(keccak256(word(first)), "big") if at_hash else first + 1
    size = layout.kinds[kind.element].size_bytes
    packed = WORD_BYTES // size if layout.compiler is Compiler.SOLIDITY else 0
    if packed > 1:
        member = Member(index // packed, index % packed * size, kind.element)
    else:
        member = Member(index * words_of(size), _offset(layout, kind.element), kind.element)
    return _place(layout, first, member)


def _offset(layout: Layout, kind: str) -> int:
    """Return where a value that has a word for itself stands in it."""
    found = layout.kinds[kind]
    if layout.compiler is Compiler.VYPER and isinstance(found, Value) and _is_bytes(found):
        return WORD_BYTES - found.size_bytes
    return 0


def _is_bytes(kind: Value) -> bool:
    sized = _SIZED.fullmatch(kind.name)
    return sized is not None and sized[1] == "bytes"


def _key(name: str, kind: Kind, key: str) -> bytes:
    """Return a mapping's key as the bytes that are hashed."""
    if isinstance(kind, Text):
        return key[1:-1].encode() if key.startswith('"') else _hexadecimal(key)
    if not isinstance(kind, Value):
        raise LayoutError(f"how keys of type {name!r} are written is not known")
    if kind.name == "bool":
        if key not in {"true", "false"}:
            raise LayoutError(f"{key!r} is neither true nor false")
        return word(int(key == "true"))
    if _is_address(kind):
        return _sized(key, 20).rjust(WORD_BYTES, b"\0")
    if _is_bytes(kind):
        return _sized(key, kind.size_bytes).ljust(WORD_BYTES, b"\0")
    if not _SIZED.fullmatch(kind.name) and not kind.name.startswith("enum "):
        raise LayoutError(f"how keys of type {name!r} are written is not known")
    return _integer(key, 8 * kind.size_bytes, signed=kind.name.startswith("int"))


def _is_address(kind: Value) -> bool:
    return kind.name.startswith(("address", "contract "))


def _integer(key: str, bits: int, *, signed: bool) -> bytes:
    if not _INTEGER.fullmatch(key):
        raise LayoutError(f"{key!r} is no number")
    value = int(key, 0) if "x" in key else int(key)
    low, high = (-(1 << (bits - 1)), 1 << (bits - 1)) if signed else (0, 1 << bits)
    if not low <= value < high:
        raise LayoutError(f"{key} does not fit into {bits} bits")
    return word(value)


def _sized(key: str, size_bytes: int) -> bytes:
    data = _hexadecimal(key)
    if len(data) != size_bytes:
        raise LayoutError(f"{key!r} has {len(data)} bytes instead of {size_bytes}")
    return data


def _hexadecimal(key: str) -> bytes:
    if not _HEX.fullmatch(key):
        raise LayoutError(f"{key!r} is not hexadecimal")
    return bytes.fromhex(key[2:])


def value_of(layout: Layout, place: Place, proven: int) -> int | bool | Address | bytes:
    """Return a value within a word as what its type says it is; LayoutError for what is larger.

    Enums and types we know no name of come as a number.
    """
    kind = layout.kinds[place.kind]
    if not isinstance(kind, Value | Unknown):
        raise LayoutError(f"{place.kind!r} is larger than one value")
    number = (proven >> (8 * place.offset_bytes)) % (1 << (8 * place.size_bytes))
    if isinstance(kind, Unknown):
        return number
    if _is_address(kind):
        return Address("0x" + number.to_bytes(20, "big").hex())
    if kind.name == "bool":
        return bool(number)
    if _is_bytes(kind):
        return number.to_bytes(place.size_bytes, "big")
    is_signed = kind.name == "decimal" or _SIGNED.fullmatch(kind.name)
    half = 1 << (8 * place.size_bytes - 1)
    return number - 2 * half if is_signed and number >= half else number


def text_slots(layout: Layout, place: Place, head: int) -> tuple[int, ...]:
    """Return the slots of a text's content, from its proven head word (at `place.slot`).

    Empty: all of it stands in the head word (Solidity, up to 31 bytes), or it is empty.
    """
    length, is_inside = _text(layout, place, head)
    if is_inside:
        return ()
    first = place.slot + 1
    if layout.compiler is Compiler.SOLIDITY:
        first = int.from_bytes(keccak256(word(place.slot)), "big")
    return tuple((first + at) % SLOTS for at in range(words_of(length)))


def text_value(layout: Layout, place: Place, head: int, content: Sequence[int]) -> bytes:
    """Return a text from its proven head word and the proven words of `text_slots`."""
    length, is_inside = _text(layout, place, head)
    if is_inside:
        return head.to_bytes(WORD_BYTES, "big")[:length]
    if len(content) != words_of(length):
        raise LayoutError(f"{len(content)} words were given for {length} bytes")
    return b"".join(part.to_bytes(WORD_BYTES, "big") for part in content)[:length]


def _text(layout: Layout, place: Place, head: int) -> tuple[int, bool]:
    """Return the length, and whether the content stands in the head word itself."""
    kind = layout.kinds.get(place.kind)
    if not isinstance(kind, Text):
        raise LayoutError(f"{place.kind!r} is no text")
    least, most, is_inside = 0, MAX_TEXT_BYTES, False
    if layout.compiler is Compiler.VYPER:
        length, most = head, min(kind.size_bytes - WORD_BYTES, most)
    elif head % 2:
        length, least = head // 2, WORD_BYTES
    else:
        length, most, is_inside = head % 256 // 2, WORD_BYTES - 1, True
    if not least <= length <= most:
        raise LayoutError(f"a text of {length} bytes cannot stand there")
    return length, is_inside
