"""What checking answers: a verdict is a value, never an exception.

`Verified`: a fact, with the value. `NotEnoughTrust`: nothing false was seen, but what we trust
does not suffice to believe it (too few known validators sealed it, the trusted block is too
old); another block may bridge the gap. `Invalid`: the bytes break a rule, whoever sent them.
"""

from enum import StrEnum
from typing import Generic, NewType, TypeVar

import msgspec

Untrusted = NewType("Untrusted", bytes)
"""Bytes as a node sent them (JSON or RLP). Only agent.ledger.verify turns them into facts."""

T = TypeVar("T")


class Fault(StrEnum):
    """The kind of a broken rule: what is counted, so that nobody reads a reason's text."""

    SHAPE = "shape"  # not JSON, not RLP, a field missing, a field of the wrong length
    RULES = "rules"  # a header against a rule that needs no signature
    VALIDATORS = "validators"  # the validator list is not the one that must stand there
    SEALS = "seals"  # too few, double, foreign or unreadable seals
    LINK = "link"  # not the number or the parent that was asked for
    FUTURE = "future"  # ahead of our clock
    STALE = "stale"  # behind our clock by more than the network allows
    BACKWARDS = "backwards"  # older than what we believe already
    PROOF = "proof"  # a trie proof does not lead to the root
    MISMATCH = "mismatch"  # an answer to another question, or one contradicting its own proof
    CLOCK = "clock"  # our own clock shows a time before a block already verified


class Verified(msgspec.Struct, Generic[T], frozen=True):
    """A fact."""

    value: T


class Fetch(msgspec.Struct, frozen=True):
    """What to ask a node for: headers in a row, and storage words the first one's state holds."""

    first: int
    last: int
    slots: tuple[int, ...] = ()
    """Slots of the validator contract, to be proven (eth_getProof) at block `first`."""


class NotEnoughTrust(msgspec.Struct, frozen=True):
    """Nothing false was seen, but our trust does not reach this far.

    `fetch` is what may settle it; where it ends after the node's newest block, wait for that
    block. None: nothing this node could show would.
    """

    reason: str
    fetch: Fetch | None = None


class Invalid(msgspec.Struct, frozen=True):
    """The bytes break a rule; `reason` is a sentence for a person."""

    fault: Fault
    reason: str
