"""Where a contract keeps a variable: storage slots from the compiler's layout.

Source: Vyper 0.4.3 (`vyper -f layout`; HashMap: keccak256(slot ‖ key), struct members in
consecutive slots, never packed) and Solidity ("Layout of State Variables in Storage":
keccak256(key ‖ slot), arrays at keccak256(slot)). Vyper's slot numbers depend on the EVM version
the contract was compiled for (before Cancun slot 0 holds the re-entrancy key), so they are read
from the layout of the deployed build and never written down by hand.

This file does the arithmetic; `agent.ledger.layout_paths` finds `orders[3].amount` in a whole
layout.
"""

from collections.abc import Mapping

from agent.hashing import keccak256
from agent.units import Address

WORD_BYTES = 32
SLOTS = 1 << 256

Key = int | Address | bytes


class LayoutError(ValueError):
    """The compiler's layout has no such variable, or is no layout."""


def word(key: Key) -> bytes:
    """Return a mapping key as its 32-byte word: integers (negative: two's complement) and addresses
    right-aligned, bytes of exactly 32 as they are. Longer or shorter bytes are refused, because
    the two compilers disagree about them."""
    if isinstance(key, int):
        if not -(SLOTS // 2) <= key < SLOTS:
            raise LayoutError(f"{key} does not fit into a word")
        return (key % SLOTS).to_bytes(WORD_BYTES, "big")
    if isinstance(key, str):
        return bytes.fromhex(key[2:]).rjust(WORD_BYTES, b"\0")
    if len(key) != WORD_BYTES:
        raise LayoutError(f"a key of {len(key)} bytes is no word")
    return key


def vyper_mapping(slot: int, *keys: Key) -> int:
    """Return the (first) slot of a Vyper HashMap's value; several keys: nested maps."""
    for key in keys:
        slot = int.from_bytes(keccak256(word(slot) + word(key)), "big")
    return slot


def solidity_mapping(slot: int, *keys: Key) -> int:
    """Return the (first) slot of a Solidity mapping's value; several keys: nested mappings."""
    for key in keys:
        slot = int.from_bytes(keccak256(word(key) + word(slot)), "big")
    return slot


def solidity_array(slot: int, index: int) -> int:
    """Return the slot of a one-word element of a Solidity dynamic array (its length is at `slot`)."""
    return (int.from_bytes(keccak256(word(slot)), "big") + index) % SLOTS


def offset(slot: int, words: int) -> int:
    """Return the slot `words` further on: a struct's member, an element of a fixed array."""
    return (slot + words) % SLOTS


def vyper_slots(layout: Mapping[str, object]) -> dict[str, int]:
    """Return every storage variable's slot from `vyper -f layout`'s object; LayoutError.

    Variables of imported modules come as `module.name`.
    """
    variables = layout.get("storage_layout")
    if not isinstance(variables, Mapping):
        raise LayoutError("the layout had no storage_layout")
    return dict(_walk("", variables))


def _walk(prefix: str, variables: Mapping[str, object]) -> list[tuple[str, int]]:
    found: list[tuple[str, int]] = []
    for name, entry in variables.items():
        if not isinstance(entry, Mapping):
            raise LayoutError(f"{prefix}{name} had no slot")
        slot = entry.get("slot")
        if isinstance(slot, int):
            found.append((prefix + name, slot))
        else:
            found.extend(_walk(f"{prefix}{name}.", entry))
    return found
