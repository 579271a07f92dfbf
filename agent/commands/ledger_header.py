"""One header by itself: which rules it follows, who sealed it, and whether that suffices.

A header judged by its own list proves only that it is consistent: whoever makes up a list can
also seal for it. Trust comes from following the chain (`gridhearth daemon`), or from `signers`.
"""

import msgspec

from agent.ledger import bft, ibft2, qbft
from agent.ledger.clique import NOBODY, Clique, seal_hash
from agent.ledger.clique_finality import majority
from agent.ledger.header import Header, plain_hash
from agent.ledger.secp import SIGNATURE_BYTES, recover
from agent.ledger.trust import TrustPoint
from agent.ledger.verdict import Invalid, NotEnoughTrust, Verified
from agent.ledger.verify import engine_of
from agent.units import Address

ENGINES = ("qbft", "ibft2", "clique")
PLAIN = "plain"
VANITY_BYTES = 32


class Judged(msgspec.Struct, frozen=True):
    """What a header says of itself, and whether its seals bear it out."""

    number: int
    hash: str
    engine: str
    sealers: tuple[Address, ...]
    validators: tuple[Address, ...]
    quorum: int
    valid: bool
    reason: str


def engine_for(header: Header) -> str:
    """Return the engine a header looks like one of; `plain`: none of ours (no seals inside)."""
    if header.mix_hash == bft.MIX_HASH:
        return "ibft2" if isinstance(qbft.block_hash(header), Invalid) else "qbft"
    is_clique = header.mix_hash == bytes(32) and header.difficulty in {1, 2}
    return "clique" if is_clique and header.withdrawals_root is None else PLAIN


def hash_by(engine: str, header: Header) -> bytes:
    """Return the block's name by an engine's rules, or by the whole RLP where those do not fit."""
    if engine == PLAIN:
        return plain_hash(header)
    found = engine_of(engine).block_hash(header)
    return plain_hash(header) if isinstance(found, Invalid) else found


def judge(header: Header, engine: str, signers: tuple[Address, ...]) -> Judged:
    """Judge a header by the list it carries, or by `signers` where given."""
    match engine:
        case "qbft" | "ibft2":
            return _judge_bft(header, engine, signers)
        case "clique":
            return _judge_clique(header, signers)
    return _judged(header, engine, (), (), 0, "it carries no seals of QBFT, IBFT2 or Clique")


def _judged(
    header: Header,
    engine: str,
    sealers: tuple[Address, ...],
    validators: tuple[Address, ...],
    quorum: int,
    wrong: str,
) -> Judged:
    if header.number == 0 and wrong:
        wrong += " (the first block is sealed by nobody: compare its hash)"
    name = "0x" + hash_by(engine, header).hex()
    return Judged(header.number, name, engine, sealers, validators, quorum, not wrong, wrong)


def _judge_bft(header: Header, engine: str, signers: tuple[Address, ...]) -> Judged:
    rules = qbft if engine == "qbft" else ibft2
    try:
        extra = rules.decode_extra(header.extra_data)
    except bft.ExtraDataError as broken:
        return _judged(header, engine, (), (), 0, f"not of {engine}: {broken}")
    validators = signers or extra.validators
    digest = rules.commit_hash(header, extra)
    seals = extra.seals[: bft.MAX_VALIDATORS]
    sealers = tuple(found for seal in seals if (found := recover(digest, seal)) is not None)
    itself = TrustPoint(header.number - 1, header.parent_hash, 0, validators)
    named = signers if signers and not extra.validators else None
    verdict = rules.verify_row(itself, [header], named)
    wrong = "" if isinstance(verdict, Verified) else verdict.reason
    if not wrong and signers and extra.validators and set(signers) != set(extra.validators):
        wrong = "the header lists other validators than the signers given"
    return _judged(header, engine, sealers, validators, bft.quorum(len(validators)), wrong)


def _judge_clique(header: Header, signers: tuple[Address, ...]) -> Judged:
    seal = header.extra_data[-SIGNATURE_BYTES:]
    signer = recover(seal_hash(header), seal) if len(seal) == SIGNATURE_BYTES else None
    sealers = () if signer is None else (signer,)
    listed = header.extra_data[VANITY_BYTES:-SIGNATURE_BYTES]
    is_epoch = bool(listed) or header.number == 0
    addresses = tuple(
        Address("0x" + listed[at : at + 20].hex()) for at in range(0, len(listed) // 20 * 20, 20)
    )
    validators = signers or addresses
    # Without a list only the seal and the fields can be judged: a made-up pair of signers, in
    # which the claimed turn is the signer's.
    judges = validators or _pair(header, signer or NOBODY)
    epoch = max(header.number, 1) if is_epoch else header.number + 1
    verdict = Clique(0, epoch).apply(
        TrustPoint(header.number - 1, header.parent_hash, 0, judges), header
    )
    wrong = verdict.reason if isinstance(verdict, Invalid | NotEnoughTrust) else ""
    needed = majority(validators) if validators else 0
    return _judged(header, "clique", sealers, validators, needed, wrong)


def _pair(header: Header, signer: Address) -> tuple[Address, Address]:
    in_turn = header.difficulty == 2
    return (signer, NOBODY) if (header.number % 2 == 0) == in_turn else (NOBODY, signer)
