"""What the light client trusts at a moment, and what every consensus engine must offer."""

from typing import Protocol

import msgspec

from agent.ledger.header import Header
from agent.ledger.verdict import Invalid, NotEnoughTrust, Verified
from agent.units import Address


class TrustPoint(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A final block, and who may seal the blocks after it. Small, immutable, serialisable."""

    number: int
    hash: bytes
    time_s: int
    validators: tuple[Address, ...]


class Engine(Protocol):
    """The consensus rules of one kind of chain, as pure functions over a TrustPoint.

    Only seals and the header's own rules are judged here. Link to the parent, clock and
    contradiction between headers are `agent.ledger.follow`'s, the same for every engine.
    """

    def block_hash(self, header: Header) -> bytes | Invalid:
        """Return the hash by which the chain itself names the block."""
        ...

    def verify_next(
        self, trusted: TrustPoint, header: Header
    ) -> Verified[TrustPoint] | NotEnoughTrust | Invalid:
        """Judge the block right after the trusted one."""
        ...

    def verify_skip(
        self, trusted: TrustPoint, header: Header
    ) -> Verified[TrustPoint] | NotEnoughTrust | Invalid:
        """Judge any block by what the trusted validators alone can vouch for."""
        ...
