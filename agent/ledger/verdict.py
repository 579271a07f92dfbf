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


class Verified(msgspec.Struct, Generic[T], frozen=True):
    """A fact."""

    value: T


class NotEnoughTrust(msgspec.Struct, frozen=True):
    """Nothing false was seen, but our trust does not reach this far."""

    reason: str


class Invalid(msgspec.Struct, frozen=True):
    """The bytes break a rule; `reason` is a sentence for a person."""

    fault: Fault
    reason: str
