"""Blocks that a light client must refuse, or must halt on: for tests only.

Each function returns a block and changes nothing; `chain.serve_instead(block)` makes the node
tell it. Stale heads, withheld blocks and dropped transactions are a node's `View`; forks are
`chain.reorganise`.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace

from coincurve import PrivateKey

from drivers.simulated.devchain.building import Block
from drivers.simulated.devchain.chain import DevChain
from drivers.simulated.devchain.clique_seal import SEAL_BYTES, VANITY_BYTES, CliqueSeal
from drivers.simulated.devchain.genesis import development_key
from drivers.simulated.devchain.header import Header
from drivers.simulated.devchain.qbft_seal import (
    QbftSeal,
    decode_extra_data,
    quorum,
    with_seals,
)

# BFT: quorums that are none


def with_too_few_seals(chain: DevChain, block: Block) -> Block:
    """Return the block with one seal less than a quorum."""
    needed = quorum(len(chain.engine.validators_in(block.header)))
    return _sealed(chain, block, _seals(chain, block)[: needed - 1])


def with_duplicate_seal(chain: DevChain, block: Block) -> Block:
    """Return the block with a quorum of seals, two of them by the same validator."""
    few = _seals(chain, with_too_few_seals(chain, block))
    return _sealed(chain, block, (*few, few[0]))


def with_foreign_seal(chain: DevChain, block: Block, key: PrivateKey) -> Block:
    """Return the block sealed by a key that is no validator's: alone, or as a quorum's last."""
    engine = chain.engine
    if isinstance(engine, CliqueSeal):
        return _named(chain, block, engine.sealed_by(block.header, key))
    alone = replace(block, header=_bft(chain).sealed_by(block.header, [key]))
    few = with_too_few_seals(chain, block)
    return _sealed(chain, block, (*_seals(chain, few), *_seals(chain, alone)))


# Both: final, or well sealed, and still not the chain's


def with_other_state(chain: DevChain, block: Block, state_root: bytes) -> Block:
    """Return a validly sealed block of the same height and parent that claims another state."""
    return _resealed(chain, block, replace(block.header, state_root=state_root))


def with_wrong_difficulty(chain: DevChain, block: Block) -> Block:
    """Return the block sealed with the difficulty of the other turn (3 - d; BFT: 2)."""
    return _resealed(chain, block, replace(block.header, difficulty=3 - block.header.difficulty))


def conflicting_sibling(chain: DevChain, block: Block) -> Block:
    """Return a validly sealed, empty block of the same height and parent, a second later."""
    return chain.sibling_block(block, block.header.timestamp_s + 1)


# Clique: signers who may not


def by_recent_signer(chain: DevChain, block: Block) -> Block:
    """Return the block sealed by the parent's signer, with the difficulty of his turn."""
    engine = _clique(chain)
    parent = chain.block(block.header.number - 1)
    if parent is None or parent.header.number == 0:
        raise ValueError("only a block from the second on has a recent signer")
    signer = engine.author(parent.header)
    snapshot = engine.snapshot(block.header.parent_hash)
    difficulty = snapshot.difficulty(block.header.number, signer)
    header = replace(block.header, difficulty=difficulty)
    return _named(chain, block, engine.sealed_by(header, engine.key_of(signer)))


def with_wrong_epoch_list(chain: DevChain, block: Block, signers: tuple[bytes, ...]) -> Block:
    """Return the block, well sealed, that names these signers, at an epoch or anywhere else."""
    extra = block.header.extra_data
    listed = extra[:VANITY_BYTES] + b"".join(signers) + bytes(SEAL_BYTES)
    return _resealed(chain, block, block.header.with_extra_data(listed))


_STRANGER = development_key(0, "stranger", 0)

FORGERIES: Mapping[str, Callable[[DevChain, Block], Block]] = {
    "too-few-seals": with_too_few_seals,
    "duplicate-seal": with_duplicate_seal,
    "foreign-seal": lambda chain, block: with_foreign_seal(chain, block, _STRANGER),
    "other-state": lambda chain, block: with_other_state(chain, block, b"\7" * 32),
    "wrong-difficulty": with_wrong_difficulty,
    "conflicting-sibling": conflicting_sibling,
    "recent-signer": by_recent_signer,
    "wrong-epoch-list": lambda chain, block: with_wrong_epoch_list(
        chain, block, chain.engine.validators[:-1]
    ),
}
"""By the names that `dev_forge` knows; ValueError or TypeError where the engine has no such lie."""


def _clique(chain: DevChain) -> CliqueSeal:
    if not isinstance(chain.engine, CliqueSeal):
        raise TypeError(f"{chain.engine.name} has no signers in turn")
    return chain.engine


def _bft(chain: DevChain) -> QbftSeal:
    if not isinstance(chain.engine, QbftSeal):
        raise TypeError(f"{chain.engine.name} has no quorum of seals")
    return chain.engine


def _seals(chain: DevChain, block: Block) -> tuple[bytes, ...]:
    _bft(chain)
    return decode_extra_data(block.header.extra_data).seals


def _sealed(chain: DevChain, block: Block, seals: tuple[bytes, ...]) -> Block:
    return replace(block, header=with_seals(block.header, seals, _bft(chain).codec))


def _resealed(chain: DevChain, block: Block, header: Header) -> Block:
    engine = chain.engine
    if isinstance(engine, CliqueSeal):
        signer = engine.author(block.header)
        return _named(chain, block, engine.sealed_by(header, engine.key_of(signer)))
    return _named(chain, block, engine.seal(header))


def _named(chain: DevChain, block: Block, header: Header) -> Block:
    return replace(block, header=header, hash=chain.engine.block_hash(header))
