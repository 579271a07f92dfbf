"""IBFT2's extraData and hashes, and its engine: QBFT's older form, still run by Besu networks.

Source: Hyperledger Besu, classes IbftExtraDataCodec and BftBlockHashing. No vote is an empty byte
string, the round has four bytes always, and what is not hashed is left out of the list instead of
being emptied: the block's name covers three parts, the validators sign four. A vote's kind is one
byte, 255 to add and 0 to drop.
"""

from collections.abc import Sequence

from agent.hashing import keccak256
from agent.ledger import bft, rlp
from agent.ledger.bft import VANITY_BYTES, ExtraData, ExtraDataError, Vote, wanted
from agent.ledger.header import Header, encode
from agent.ledger.secp import SIGNATURE_BYTES
from agent.ledger.trust import Final, TrustPoint
from agent.ledger.verdict import Invalid, NotEnoughTrust, Verified
from agent.units import Address

__all__ = [
    "block_hash",
    "commit_hash",
    "decode_extra",
    "encode_extra",
    "sealed_hash",
    "verify_row",
    "wanted",
]

_ADD, _DROP = b"\xff", b"\x00"
_ROUND_BYTES = 4


def encode_extra(extra: ExtraData, parts: int = 5) -> bytes:
    """Return RLP[vanity, [validators], vote, round, [seals]], or only its first parts."""
    vote: bytes | list[bytes] = b""
    if extra.vote is not None:
        vote = [bft.raw(extra.vote.address), _ADD if extra.vote.add else _DROP]
    validators = [bft.raw(address) for address in extra.validators]
    round_ = extra.round.to_bytes(_ROUND_BYTES, "big")
    whole: list[rlp.Encodable] = [extra.vanity, validators, vote, round_, extra.seals]
    return rlp.encode(whole[:parts])


def decode_extra(data: bytes) -> ExtraData:
    """Read extraData; ExtraDataError when it is anything but what `encode_extra` writes."""
    try:
        parts = rlp.decode_list(data)
        if len(parts) != 5:
            raise ExtraDataError(f"extraData had {len(parts)} parts instead of 5")
        vanity, validators, vote, round_, seals = parts
        number = int.from_bytes(rlp.read_bytes(round_, _ROUND_BYTES), "big")
        if number >= 2**31:
            raise ExtraDataError("extraData had a negative round")
        return ExtraData(
            rlp.read_bytes(vanity, VANITY_BYTES),
            tuple(bft.read_address(item) for item in bft.read_list(validators)),
            _vote(vote),
            number,
            tuple(rlp.read_bytes(item, SIGNATURE_BYTES) for item in bft.read_list(seals)),
        )
    except rlp.RlpError as broken:
        raise ExtraDataError(f"extraData: {broken}") from broken


def _vote(item: rlp.Item) -> Vote | None:
    match item:
        case b"":
            return None
        case [address, kind] if kind in (_ADD, _DROP):
            return Vote(bft.read_address(address), kind == _ADD)
        case _:
            raise ExtraDataError("extraData had a vote that neither adds nor drops")


def sealed_hash(header: Header, extra: ExtraData) -> bytes:
    """Return the block's name on the chain: extraData without round and seals."""
    return keccak256(encode(header, encode_extra(extra, 3)))


def commit_hash(header: Header, extra: ExtraData) -> bytes:
    """Return what the validators sign: extraData without seals."""
    return keccak256(encode(header, encode_extra(extra, 4)))


_FORM = bft.Form(decode_extra, sealed_hash, commit_hash, zero_nonce=True)


def block_hash(header: Header) -> bytes | Invalid:
    """Return the block's name on the chain, whatever its seals are worth."""
    return bft.block_hash(_FORM, header)


def verify_row(
    trusted: TrustPoint, headers: Sequence[Header], named: tuple[Address, ...] | None = None
) -> Verified[Final] | NotEnoughTrust | Invalid:
    """Judge the last header; the ones before it are linked to it."""
    return bft.verify_row(_FORM, trusted, headers, named)
