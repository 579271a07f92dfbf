"""What QBFT and IBFT2 have in common: one header with enough seals is final.

Source: Hyperledger Besu, class BftBlockHashing and the header validation rules of
consensus/common and consensus/qbft; EEA client specification v7, QBFT. The two differ in how
extraData is written and hashed: `agent.ledger.qbft`, `agent.ledger.ibft2`.

The skip rule is that of light clients with a trusting period: more than a third of the trusted
validators must have sealed, so that (fewer than a third being dishonest) an honest one did, and
it checked everything. `floor(n/3)` would let one validator of four forge a chain: see
tests/ledger/test_qbft_attacks.py.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import msgspec

from agent.ledger import rlp
from agent.ledger.header import EMPTY_OMMERS_HASH, Header
from agent.ledger.secp import recover
from agent.ledger.trust import Final, TrustPoint
from agent.ledger.verdict import Fault, Fetch, Invalid, NotEnoughTrust, Verified
from agent.units import Address

MIX_HASH = bytes.fromhex("63746963616c2062797a616e74696e65206661756c7420746f6c6572616e6365")
MAX_VALIDATORS = 256  # bounds the signatures a forged header can make us check (0.1 s on a Pi 4)
VANITY_BYTES = 32


class Vote(msgspec.Struct, frozen=True):
    """A validator's proposal to add or to drop another."""

    address: Address
    add: bool


class ExtraData(msgspec.Struct, frozen=True):
    """The consensus part of a header."""

    vanity: bytes
    validators: tuple[Address, ...]
    """Empty where a contract names them."""
    vote: Vote | None
    round: int
    seals: tuple[bytes, ...]


class ExtraDataError(ValueError):
    """extraData is not the canonical encoding of the engine's."""


@dataclass(frozen=True)
class Form:
    """How an engine writes extraData, and its two hashes."""

    decode_extra: Callable[[bytes], ExtraData]
    sealed_hash: Callable[[Header, ExtraData], bytes]
    commit_hash: Callable[[Header, ExtraData], bytes]
    zero_nonce: bool


def raw(address: Address) -> bytes:
    """Return an address's 20 bytes."""
    return bytes.fromhex(address[2:])


def read_list(item: rlp.Item) -> list[rlp.Item]:
    """Return a list; ExtraDataError when it is a byte string."""
    if isinstance(item, bytes):
        raise ExtraDataError("extraData had a byte string where a list was expected")
    return item


def read_address(item: rlp.Item) -> Address:
    """Return an address; RlpError."""
    return Address("0x" + rlp.read_bytes(item, 20).hex())


def quorum(validators: int) -> int:
    """Return how many seals make a block final: two thirds, rounded up."""
    return -(-2 * validators // 3)


def block_hash(form: Form, header: Header) -> bytes | Invalid:
    """Return the block's name on the chain, whatever its seals are worth."""
    extra = read_extra(form, header)
    return extra if isinstance(extra, Invalid) else form.sealed_hash(header, extra)


def wanted(trusted: TrustPoint, tip: int) -> Fetch | None:
    """Ask for the newest block: one header is enough over any distance."""
    return Fetch(tip, tip) if tip > trusted.number else None


def verify_row(
    form: Form, trusted: TrustPoint, headers: Sequence[Header], named: tuple[Address, ...] | None
) -> Verified[Final] | NotEnoughTrust | Invalid:
    """Judge the last header; the ones before it are linked to it."""
    verdict = verify(form, trusted, headers[-1], named)
    match verdict:
        case Verified(value=point):
            return Verified(Final(point, len(headers) - 1))
        case NotEnoughTrust(reason=reason):
            middle = (trusted.number + headers[-1].number) // 2
            return NotEnoughTrust(
                reason, Fetch(middle, middle) if middle > trusted.number else None
            )
        case Invalid():
            return verdict


def verify(
    form: Form, trusted: TrustPoint, header: Header, named: tuple[Address, ...] | None
) -> Verified[TrustPoint] | NotEnoughTrust | Invalid:
    """Judge any block: its own set's quorum, and more than a third of the trusted set."""
    extra = read_extra(form, header)
    if isinstance(extra, Invalid):
        return extra
    if named is None:
        validators = extra.validators
    elif extra.validators or extra.vote is not None:
        return Invalid(Fault.VALIDATORS, "the header named validators where a contract does")
    else:
        validators = named
    broken = _broken_rule(form, header, extra, validators)
    if broken is not None:
        return broken
    signers = _signers(form.commit_hash(header, extra), extra.seals, validators)
    if isinstance(signers, Invalid):
        return signers
    known = len(signers.intersection(trusted.validators))
    if 3 * known <= len(trusted.validators):
        return NotEnoughTrust(
            f"{known} of {len(trusted.validators)} trusted validators sealed block {header.number}"
        )
    hash_ = form.sealed_hash(header, extra)
    return Verified(TrustPoint(header.number, hash_, header.time_s, validators))


def read_extra(form: Form, header: Header) -> ExtraData | Invalid:
    """Return the header's consensus part."""
    try:
        return form.decode_extra(header.extra_data)
    except ExtraDataError as broken:
        return Invalid(Fault.SHAPE, str(broken))


def _broken_rule(
    form: Form, header: Header, extra: ExtraData, validators: tuple[Address, ...]
) -> Invalid | None:
    """Return the first broken rule that needs no signature; they are cheap, so they come first."""
    if header.mix_hash != MIX_HASH:
        return Invalid(Fault.RULES, "the mix hash was not that of a BFT block")
    if header.difficulty != 1:
        return Invalid(Fault.RULES, f"the difficulty was {header.difficulty} instead of 1")
    if header.ommers_hash != EMPTY_OMMERS_HASH:
        return Invalid(Fault.RULES, "the block had uncles")
    if form.zero_nonce and header.nonce != bytes(8):
        return Invalid(Fault.RULES, "the nonce was not zero")
    if not validators:
        return Invalid(Fault.VALIDATORS, "the header named no validators (does a contract?)")
    if len(validators) > MAX_VALIDATORS:
        return Invalid(Fault.VALIDATORS, f"there were {len(validators)} validators")
    if any(low >= high for low, high in pairwise(validators)):
        return Invalid(Fault.VALIDATORS, "the validators were not strictly ascending")
    if header.coinbase not in validators:
        return Invalid(Fault.VALIDATORS, "the proposer was not a validator")
    if len(extra.seals) > len(validators):
        return Invalid(Fault.SEALS, f"{len(extra.seals)} seals of {len(validators)} validators")
    needed = quorum(len(validators))
    if len(extra.seals) < needed:
        return Invalid(Fault.SEALS, f"{len(extra.seals)} seals where {needed} were needed")
    return None


def _signers(
    digest: bytes, seals: Sequence[bytes], validators: tuple[Address, ...]
) -> frozenset[Address] | Invalid:
    """Return who sealed: all of them validators of the block, none twice."""
    signers: set[Address] = set()
    for seal in seals:
        signer = recover(digest, seal)
        if signer is None:
            return Invalid(Fault.SEALS, "a seal was no signature")
        if signer not in validators:
            return Invalid(Fault.SEALS, f"{signer} sealed and is no validator of the block")
        if signer in signers:
            return Invalid(Fault.SEALS, f"{signer} sealed twice")
        signers.add(signer)
    return frozenset(signers)
