"""Blocks, put together from a parent, what the engine says and what the transactions did."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from eth.db.atomic import AtomicDB

from drivers.simulated.devchain import rlp_codec
from drivers.simulated.devchain.execution import Environment, Executed, Execution
from drivers.simulated.devchain.genesis import Genesis
from drivers.simulated.devchain.header import (
    BLOOM_BYTES,
    EMPTY_TRIE_ROOT,
    Header,
    next_base_fee_wei,
)
from drivers.simulated.devchain.proofs import ordered_root
from drivers.simulated.devchain.sealing import SealEngine, SealFields

Fill = Callable[[Execution, Header], tuple[Executed, ...]]


@dataclass(frozen=True, slots=True)
class Block:
    """A sealed block; its hash is the engine's, its transactions carry their receipts."""

    header: Header
    hash: bytes
    transactions: tuple[Executed, ...]
    total_difficulty: int

    def size_bytes(self) -> int:
        """Return the length of the block's RLP, as eth_getBlockByNumber reports it."""
        bodies = [
            sent.raw if sent.type_number else rlp_codec.decode(sent.raw)
            for sent in self.transactions
        ]
        return len(rlp_codec.encode([self.header.fields(), bodies, []]))


class Builder:
    """Builds blocks of one chain; knows no pool and keeps no block.

    `ancestors` gives, from a parent's hash, the hashes that BLOCKHASH can ask for.
    """

    def __init__(
        self,
        genesis: Genesis,
        engine: SealEngine,
        database: AtomicDB,
        ancestors: Callable[[bytes], Iterator[bytes]],
    ) -> None:
        self._genesis = genesis
        self._engine = engine
        self._database = database
        self._ancestors = ancestors

    def first(self) -> Block:
        """Write the genesis state and return the genesis block."""
        genesis = self._genesis
        sealing = self._engine.fields(0, bytes(32))
        header = self._bare_header(0, genesis.timestamp_s, sealing)
        execution = self.execution(header, EMPTY_TRIE_ROOT, bytes(20))
        balances = dict(genesis.alloc_wei)
        for address, contract in genesis.contracts.items():
            balances[address] = balances.get(address, 0) + contract.balance_wei
        execution.preload(
            balances,
            {address: contract.code for address, contract in genesis.contracts.items()},
            {address: contract.storage for address, contract in genesis.contracts.items()},
        )
        header = replace(header, state_root=execution.persist())
        block = Block(header, self._engine.block_hash(header), (), header.difficulty)
        return self._noted(block)

    def after(self, parent: Block, timestamp_s: int, fill: Fill) -> Block:
        """Return a sealed block on `parent` with what `fill` executes; SealingError."""
        number = parent.header.number + 1
        sealing = self._engine.fields(number, parent.hash)
        header = replace(
            self._bare_header(number, timestamp_s, sealing),
            parent_hash=parent.hash,
            base_fee_wei=next_base_fee_wei(parent.header),
        )
        execution = self.execution(header, parent.header.state_root, sealing.proposer)
        executed = fill(execution, header)
        filled = replace(
            header,
            state_root=execution.persist() if executed else parent.header.state_root,
            transactions_root=ordered_root([done.raw for done in executed]),
            receipts_root=ordered_root([done.receipt() for done in executed]),
            logs_bloom=_union(done.logs_bloom for done in executed),
            gas_used=execution.gas_used,
        )
        sealed = self._engine.seal(filled)
        total = parent.total_difficulty + sealed.difficulty
        return self._noted(Block(sealed, self._engine.block_hash(sealed), executed, total))

    def execution(self, header: Header, state_root: bytes, proposer: bytes) -> Execution:
        """Return an execution in the block of this header, on top of a state."""
        environment = Environment(
            proposer=proposer,
            number=header.number,
            timestamp_s=header.timestamp_s,
            gas_limit=header.gas_limit,
            base_fee_wei=header.base_fee_wei,
            chain_id=self._genesis.chain_id,
            mix_hash=header.mix_hash,
            difficulty=header.difficulty,
            ancestors=self._ancestors(header.parent_hash),
        )
        return Execution(self._database, state_root, environment)

    def _noted(self, block: Block) -> Block:
        self._engine.note(block.header, block.hash)
        return block

    def _bare_header(self, number: int, timestamp_s: int, sealing: SealFields) -> Header:
        return Header(
            parent_hash=bytes(32),
            coinbase=sealing.coinbase,
            state_root=EMPTY_TRIE_ROOT,
            transactions_root=EMPTY_TRIE_ROOT,
            receipts_root=EMPTY_TRIE_ROOT,
            logs_bloom=bytes(BLOOM_BYTES),
            difficulty=sealing.difficulty,
            number=number,
            gas_limit=self._genesis.gas_limit,
            gas_used=0,
            timestamp_s=timestamp_s,
            extra_data=sealing.extra_data,
            mix_hash=sealing.mix_hash,
            nonce=sealing.nonce,
            base_fee_wei=self._genesis.base_fee_wei,
        )


def _union(blooms: Iterable[bytes]) -> bytes:
    bits = 0
    for bloom in blooms:
        bits |= int.from_bytes(bloom, "big")
    return bits.to_bytes(BLOOM_BYTES, "big")
