"""What the light client trusts at a moment, and what every consensus engine must offer."""

from collections.abc import Sequence
from typing import Protocol

import msgspec

from agent.ledger.header import Header
from agent.ledger.verdict import Fetch, Invalid, NotEnoughTrust, Verified
from agent.units import Address


class Ballot(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A Clique signer's open vote: to add `about` where it is no signer, to drop it where it is."""

    voter: Address
    about: Address


class TrustPoint(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A final block, and who may seal the blocks after it. Small, immutable, serialisable."""

    number: int
    hash: bytes
    time_s: int
    validators: tuple[Address, ...]
    recent: tuple[Address, ...] = ()
    """Clique: who sealed the last blocks and may not seal the next, the newest last."""
    votes: tuple[Ballot, ...] = ()
    """Clique: the votes open after this block, in the order they were cast."""


class Final(msgspec.Struct, frozen=True):
    """What headers in a row proved: the newest final block, and which of the headers it is."""

    point: TrustPoint
    place: int


class Engine(Protocol):
    """The consensus rules of one kind of chain, as pure functions over a TrustPoint.

    Only seals and the headers' own rules are judged here. Clock, links between the headers and to
    the trusted block and contradictions are `agent.ledger.follow`'s, the same for every engine.
    """

    def block_hash(self, header: Header) -> bytes | Invalid:
        """Return the hash by which the chain itself names the block."""
        ...

    def wanted(self, trusted: TrustPoint, tip: int) -> Fetch | None:
        """Return the headers to ask of a node whose newest block is `tip`; None: none is new."""
        ...

    def verify_row(
        self, trusted: TrustPoint, headers: Sequence[Header], named: tuple[Address, ...] | None
    ) -> Verified[Final] | NotEnoughTrust | Invalid:
        """Judge headers already known to be linked in a row, wherever it begins.

        `named`: the last header's validators where a contract names them (already proven).
        NotEnoughTrust says what to fetch instead, or in addition. A row that does not begin after
        the trusted block is judged as a possible fork, by the validators trusted now.
        """
        ...
