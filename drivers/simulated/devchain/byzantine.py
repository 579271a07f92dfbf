"""Blocks that a light client must refuse, or must halt on: for tests only.

Each function returns a block and changes nothing; `chain.serve_instead(block)` makes the node
tell it. A stale head needs no function: set the node's `sealing` to False.
"""

from dataclasses import replace

from coincurve import PrivateKey

from drivers.simulated.devchain.building import Block
from drivers.simulated.devchain.chain import DevChain
from drivers.simulated.devchain.qbft_seal import (
    QbftSeal,
    decode_extra_data,
    quorum,
    with_seals,
)


def with_too_few_seals(chain: DevChain, block: Block) -> Block:
    """Return the block with one seal less than a quorum."""
    seals = _seals(block)
    return _sealed(block, seals[: quorum(len(_engine(chain).validators)) - 1])


def with_duplicate_seal(chain: DevChain, block: Block) -> Block:
    """Return the block with a quorum of seals, two of them by the same validator."""
    few = _seals(with_too_few_seals(chain, block))
    return _sealed(block, (*few, few[0]))


def with_foreign_seal(chain: DevChain, block: Block, key: PrivateKey) -> Block:
    """Return the block with a quorum of seals, the last by a key that is no validator's."""
    foreign = _seals(replace(block, header=_engine(chain).sealed_by(block.header, [key])))
    return _sealed(block, (*_seals(with_too_few_seals(chain, block)), *foreign))


def with_other_state(chain: DevChain, block: Block, state_root: bytes) -> Block:
    """Return a validly sealed block of the same height and parent that claims another state."""
    header = _engine(chain).seal(replace(block.header, state_root=state_root))
    return replace(block, header=header, hash=chain.engine.block_hash(header))


def conflicting_sibling(chain: DevChain, block: Block) -> Block:
    """Return a validly sealed, empty block of the same height and parent, a second later."""
    return chain.sibling_block(block, block.header.timestamp_s + 1)


def _engine(chain: DevChain) -> QbftSeal:
    if not isinstance(chain.engine, QbftSeal):
        raise TypeError(f"forgeries of {chain.engine.name} are not known")
    return chain.engine


def _seals(block: Block) -> tuple[bytes, ...]:
    return decode_extra_data(block.header.extra_data).seals


def _sealed(block: Block, seals: tuple[bytes, ...]) -> Block:
    return replace(block, header=with_seals(block.header, seals))
