"""QBFT: one header with enough seals is final.

Source: Hyperledger Besu, classes QbftExtraDataCodec (extraData), BftBlockHashing (the two
hashes) and the header validation rules of consensus/qbft; EEA client specification v7, QBFT.
The skip rule is that of light clients with a trusting period: more than a third of the trusted
validators must have sealed, so that (fewer than a third being dishonest) an honest one did, and
it checked everything. `floor(n/3)` would let one validator of four forge a chain: see
tests/ledger/test_qbft_attacks.py.
"""

from itertools import pairwise

import msgspec

from agent.hashing import keccak256
from agent.ledger import rlp
from agent.ledger.header import EMPTY_OMMERS_HASH, Header, encode
from agent.ledger.secp import SIGNATURE_BYTES, recover
from agent.ledger.trust import TrustPoint
from agent.ledger.verdict import Fault, Invalid, NotEnoughTrust, Verified
from agent.units import Address

MIX_HASH = bytes.fromhex("63746963616c2062797a616e74696e65206661756c7420746f6c6572616e6365")
MAX_VALIDATORS = 256  # bounds the signatures a forged header can make us check (0.1 s on a Pi 4)
VANITY_BYTES = 32
_ADD, _DROP = b"\xff", b""


class Vote(msgspec.Struct, frozen=True):
    """A validator's proposal to add or to drop another."""

    address: Address
    add: bool


class ExtraData(msgspec.Struct, frozen=True):
    """The consensus part of a header."""

    vanity: bytes
    validators: tuple[Address, ...]
    vote: Vote | None
    round: int
    seals: tuple[bytes, ...]


class ExtraDataError(ValueError):
    """extraData is not the canonical encoding of a QBFT header's."""


def encode_extra(extra: ExtraData) -> bytes:
    """Return RLP[vanity, [validators], vote, round, [seals]]."""
    vote: list[bytes] = []
    if extra.vote is not None:
        vote = [_raw(extra.vote.address), _ADD if extra.vote.add else _DROP]
    validators = [_raw(address) for address in extra.validators]
    return rlp.encode([extra.vanity, validators, vote, rlp.integer(extra.round), [*extra.seals]])


def _raw(address: Address) -> bytes:
    return bytes.fromhex(address[2:])


def decode_extra(data: bytes) -> ExtraData:
    """Read extraData; ExtraDataError when it is anything but what `encode_extra` writes."""
    try:
        parts = rlp.decode_list(data)
        if len(parts) != 5:
            raise ExtraDataError(f"extraData had {len(parts)} parts instead of 5")
        vanity, validators, vote, round_, seals = parts
        return ExtraData(
            rlp.read_bytes(vanity, VANITY_BYTES),
            tuple(_address(item) for item in _list(validators)),
            _vote(_list(vote)),
            rlp.read_integer(round_, 31),
            tuple(rlp.read_bytes(item, SIGNATURE_BYTES) for item in _list(seals)),
        )
    except rlp.RlpError as broken:
        raise ExtraDataError(f"extraData: {broken}") from broken


def _list(item: rlp.Item) -> list[rlp.Item]:
    if isinstance(item, bytes):
        raise ExtraDataError("extraData had a byte string where a list was expected")
    return item


def _address(item: rlp.Item) -> Address:
    return Address("0x" + rlp.read_bytes(item, 20).hex())


def _vote(parts: list[rlp.Item]) -> Vote | None:
    match parts:
        case []:
            return None
        case [address, kind] if kind in (_ADD, _DROP):
            return Vote(_address(address), kind == _ADD)
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


def block_hash(header: Header) -> bytes | Invalid:
    """Return the block's name on the chain, whatever its seals are worth."""
    extra = _read_extra(header)
    return extra if isinstance(extra, Invalid) else sealed_hash(header, extra)


def quorum(validators: int) -> int:
    """Return how many seals make a block final: two thirds, rounded up."""
    return -(-2 * validators // 3)


def verify_next(
    trusted: TrustPoint, header: Header
) -> Verified[TrustPoint] | NotEnoughTrust | Invalid:
    """Judge the block after `trusted`, sealed by the very set we trust.

    A changed set is NotEnoughTrust: whether to believe the change is `verify_skip`'s question.
    """
    extra = _read_extra(header)
    if isinstance(extra, Invalid):
        return extra
    broken = _broken_rule(header, extra)
    if broken is not None:
        return broken
    if extra.validators != trusted.validators:
        return NotEnoughTrust("the block names other validators than the ones trusted")
    return _judge(trusted, header, extra)


def verify_skip(
    trusted: TrustPoint, header: Header
) -> Verified[TrustPoint] | NotEnoughTrust | Invalid:
    """Judge any block: its own set's quorum, and more than a third of the trusted set."""
    extra = _read_extra(header)
    if isinstance(extra, Invalid):
        return extra
    broken = _broken_rule(header, extra)
    if broken is not None:
        return broken
    return _judge(trusted, header, extra)


def _judge(
    trusted: TrustPoint, header: Header, extra: ExtraData
) -> Verified[TrustPoint] | NotEnoughTrust | Invalid:
    signers = _signers(header, extra)
    if isinstance(signers, Invalid):
        return signers
    known = len(signers.intersection(trusted.validators))
    if 3 * known <= len(trusted.validators):
        return NotEnoughTrust(
            f"{known} of {len(trusted.validators)} trusted validators sealed block {header.number}"
        )
    point = TrustPoint(
        header.number, sealed_hash(header, extra), header.time_s, validators=extra.validators
    )
    return Verified(point)


def _read_extra(header: Header) -> ExtraData | Invalid:
    try:
        return decode_extra(header.extra_data)
    except ExtraDataError as broken:
        return Invalid(Fault.SHAPE, str(broken))


def _broken_rule(header: Header, extra: ExtraData) -> Invalid | None:
    """Return the first broken rule that needs no signature; they are cheap, so they come first."""
    validators = extra.validators
    if header.mix_hash != MIX_HASH:
        return Invalid(Fault.RULES, "the mix hash was not that of a BFT block")
    if header.difficulty != 1:
        return Invalid(Fault.RULES, f"the difficulty was {header.difficulty} instead of 1")
    if header.ommers_hash != EMPTY_OMMERS_HASH:
        return Invalid(Fault.RULES, "the block had uncles")
    if not validators:
        return Invalid(Fault.VALIDATORS, "the header named no validators (contract mode?)")
    if len(validators) > MAX_VALIDATORS:
        return Invalid(Fault.VALIDATORS, f"the header named {len(validators)} validators")
    if any(low >= high for low, high in pairwise(validators)):
        return Invalid(Fault.VALIDATORS, "the validators were not strictly ascending")
    if header.coinbase not in validators:
        return Invalid(Fault.VALIDATORS, "the proposer was not a validator")
    if len(extra.seals) > len(validators):
        return Invalid(Fault.SEALS, f"{len(extra.seals)} seals of {len(validators)} validators")
    if len(extra.seals) < quorum(len(validators)):
        return Invalid(
            Fault.SEALS,
            f"{len(extra.seals)} seals where {quorum(len(validators))} were needed",
        )
    return None


def _signers(header: Header, extra: ExtraData) -> frozenset[Address] | Invalid:
    """Return who sealed: all of them validators of the block, none twice."""
    digest = commit_hash(header, extra)
    signers: set[Address] = set()
    for seal in extra.seals:
        signer = recover(digest, seal)
        if signer is None:
            return Invalid(Fault.SEALS, "a seal was no signature")
        if signer not in extra.validators:
            return Invalid(Fault.SEALS, f"{signer} sealed and is no validator of the block")
        if signer in signers:
            return Invalid(Fault.SEALS, f"{signer} sealed twice")
        signers.add(signer)
    return frozenset(signers)
