"""QBFT's extraData and hashes, and its engine.

Source: Hyperledger Besu, classes QbftExtraDataCodec and BftBlockHashing. What the seals must be
is `agent.ledger.bft`'s.
"""

from collections.abc import Sequence

import msgspec

from agent.hashing import keccak256
from agent.ledger import bft, rlp
from agent.ledger.bft import (
    MAX_VALIDATORS,
    MIX_HASH,
    VANITY_BYTES,
    ExtraData,
    ExtraDataError,
    Vote,
    quorum,
    wanted,
)
from agent.ledger.header import Header, encode
from agent.ledger.secp import SIGNATURE_BYTES
from agent.ledger.trust import Final, TrustPoint
from agent.ledger.verdict import Invalid, NotEnoughTrust, Verified
from agent.units import Address

__all__ = [
    "MAX_VALIDATORS",
    "MIX_HASH",
    "ExtraData",
    "ExtraDataError",
    "Vote",
    "block_hash",
    "commit_hash",
    "decode_extra",
    "encode_extra",
    "quorum",
    "sealed_hash",
    "verify_next",
    "verify_row",
    "verify_skip",
    "wanted",
]

_ADD, _DROP = b"\xff", b""


def encode_extra(extra: ExtraData) -> bytes:
    """Return RLP[vanity, [validators], vote, round, [seals]]."""
    vote: list[bytes] = []
    if extra.vote is not None:
        vote = [bft.raw(extra.vote.address), _ADD if extra.vote.add else _DROP]
    validators = [bft.raw(address) for address in extra.validators]
    return rlp.encode([extra.vanity, validators, vote, rlp.integer(extra.round), [*extra.seals]])


def decode_extra(data: bytes) -> ExtraData:
    """Read extraData; ExtraDataError when it is anything but what `encode_extra` writes."""
    try:
        parts = rlp.decode_list(data)
        if len(parts) != 5:
            raise ExtraDataError(f"extraData had {len(parts)} parts instead of 5")
        vanity, validators, vote, round_, seals = parts
        return ExtraData(
            rlp.read_bytes(vanity, VANITY_BYTES),
            tuple(bft.read_address(item) for item in bft.read_list(validators)),
            _vote(bft.read_list(vote)),
            rlp.read_integer(round_, 31),
            tuple(rlp.read_bytes(item, SIGNATURE_BYTES) for item in bft.read_list(seals)),
        )
    except rlp.RlpError as broken:
        raise ExtraDataError(f"extraData: {broken}") from broken


def _vote(parts: list[rlp.Item]) -> Vote | None:
    match parts:
        case []:
            return None
        case [address, kind] if kind in (_ADD, _DROP):
            return Vote(bft.read_address(address), kind == _ADD)
        case _:
            raise ExtraDataError("extraData had a vote that neither adds nor drops")


def _hash_with(header: Header, extra: ExtraData) -> bytes:
    return keccak256(encode(header, encode_extra(extra)))


def sealed_hash(header: Header, extra: ExtraData) -> bytes:
    """Return the block's name on the chain: round 0 and no seals, so every copy agrees."""
    return _hash_with(header, msgspec.structs.replace(extra, round=0, seals=()))


def commit_hash(header: Header, extra: ExtraData) -> bytes:
    """Return what the validators sign: the header with its round and without seals."""
    return _hash_with(header, msgspec.structs.replace(extra, seals=()))


_FORM = bft.Form(decode_extra, sealed_hash, commit_hash, zero_nonce=False)


def block_hash(header: Header) -> bytes | Invalid:
    """Return the block's name on the chain, whatever its seals are worth."""
    return bft.block_hash(_FORM, header)


def verify_row(
    trusted: TrustPoint, headers: Sequence[Header], named: tuple[Address, ...] | None = None
) -> Verified[Final] | NotEnoughTrust | Invalid:
    """Judge the last header; the ones before it are linked to it."""
    return bft.verify_row(_FORM, trusted, headers, named)


def verify_skip(
    trusted: TrustPoint, header: Header
) -> Verified[TrustPoint] | NotEnoughTrust | Invalid:
    """Judge any block: its own set's quorum, and more than a third of the trusted set."""
    return bft.verify(_FORM, trusted, header, None)


def verify_next(
    trusted: TrustPoint, header: Header
) -> Verified[TrustPoint] | NotEnoughTrust | Invalid:
    """Judge the block after `trusted`, sealed by the very set we trust.

    A changed set is NotEnoughTrust: whether to believe the change is `verify_skip`'s question.
    """
    verdict = verify_skip(trusted, header)
    if isinstance(verdict, Verified) and verdict.value.validators != trusted.validators:
        return NotEnoughTrust("the block names other validators than the ones trusted")
    return verdict
