"""A contract's storage as the compilers describe it: variables, and the kinds of thing they are.

Vyper's and Solidity's layouts are read into the same few kinds (`agent.ledger.layout_vyper`,
`agent.ledger.layout_solidity`). Kinds refer to each other by name, because a struct of Solidity
may contain itself.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeAlias

import msgspec

from agent.ledger.layout import WORD_BYTES


class Compiler(StrEnum):
    """Who laid the storage out: the two differ in packing, mapping order and long texts."""

    VYPER = "vyper"
    SOLIDITY = "solidity"


class Value(msgspec.Struct, frozen=True):
    """A number, address, bool or bytesN: within one word."""

    name: str
    """As people write it: uint64, bytes4, address, bool, enum Market.Side."""
    size_bytes: int


class Text(msgspec.Struct, frozen=True):
    """Bytes or a string of changing length."""

    size_bytes: int = WORD_BYTES


class Member(msgspec.Struct, frozen=True):
    """A variable, or a struct's member relative to its struct."""

    slot: int
    offset_bytes: int
    """From the low end of the word."""
    kind: str


class Record(msgspec.Struct, frozen=True):
    """A struct."""

    members: Mapping[str, Member]
    size_bytes: int


class Mapped(msgspec.Struct, frozen=True):
    """A mapping."""

    key: str
    value: str
    size_bytes: int = WORD_BYTES


class Listed(msgspec.Struct, frozen=True):
    """An array. `most` None: as long as it likes."""

    element: str
    most: int | None
    is_dynamic: bool
    """Its length stands in its first word."""
    size_bytes: int


class Unknown(msgspec.Struct, frozen=True):
    """A type whose members or size the compiler did not tell: its first word can be found."""

    size_bytes: int = WORD_BYTES


Kind: TypeAlias = Value | Text | Record | Mapped | Listed | Unknown


LENGTH = "uint256"  # the kind of `.length`; every layout knows it


class Layout(msgspec.Struct, frozen=True):
    """A whole contract's storage."""

    compiler: Compiler
    variables: Mapping[str, Member]
    kinds: Mapping[str, Kind]


def words_of(size_bytes: int) -> int:
    """Return how many whole words hold so many bytes."""
    return -(-size_bytes // WORD_BYTES)
