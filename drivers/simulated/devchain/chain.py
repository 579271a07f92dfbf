"""The development chain: a pool, a state, and a block whenever the caller asks for one."""

import logging
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from coincurve import PrivateKey
from eth.db.atomic import AtomicDB

from drivers.simulated.devchain.building import Block, Builder
from drivers.simulated.devchain.execution import (
    CallRequest,
    CallResult,
    Executed,
    Execution,
    Transaction,
    TransactionRefusedError,
    decode_transaction,
    estimate_gas,
)
from drivers.simulated.devchain.genesis import Genesis
from drivers.simulated.devchain.header import (
    EMPTY_CODE_HASH,
    Header,
    next_base_fee_wei,
)
from drivers.simulated.devchain.mempool import Mempool
from drivers.simulated.devchain.nodestore import NodeStore
from drivers.simulated.devchain.proofs import (
    Account,
    AccountProof,
    prove_account,
    read_account,
    read_slots,
)
from drivers.simulated.devchain.qbft_seal import QbftSeal, SealEngine

KEEP_STATES = 4_096
KEEP_BLOCKS = 16_384  # some 2 kB each when empty
KEEP_REASONS = 1_024
CALL_GAS_CAP = 30_000_000  # py-evm needs seconds for it; nobody may ask for more
LEAST_GAS = 21_000
SEEN_ANCESTORS = 256  # as far as the opcode BLOCKHASH reaches

_log = logging.getLogger(__name__)


class StateUnavailableError(LookupError):
    """The state of that block is no longer (or was never) kept."""


class _PoisonedError(Exception):
    """py-evm itself failed on a transaction; the block has to be built again without it."""

    def __init__(self, transaction: Transaction) -> None:
        super().__init__(transaction.hash.hex())
        self.transaction = transaction


class DevChain:
    """Blocks on top of a genesis, in memory; every method returns at once or after computing.

    `clock` is a steady clock in seconds; with it `seal_block` stops taking transactions once
    `seal_budget_s` is used up, so that a full pool cannot stretch the block interval. Without
    it a block depends on nothing but the calls made before.
    """

    def __init__(
        self,
        genesis: Genesis,
        validator_keys: Sequence[PrivateKey],
        clock: Callable[[], float] | None = None,
        *,
        engine: SealEngine | None = None,
        seal_budget_s: float = 0.6,
        keep_states: int | None = KEEP_STATES,
        keep_blocks: int | None = KEEP_BLOCKS,
    ) -> None:
        self.chain_id = genesis.chain_id
        self.engine: SealEngine = engine or QbftSeal(validator_keys)
        self.dropped: OrderedDict[bytes, str] = OrderedDict()
        self._clock = clock
        self._seal_budget_s = seal_budget_s
        self._keep_states = keep_states
        self._keep_blocks = keep_blocks
        self._nodes = NodeStore(keep_states)
        self._blocks: dict[int, Block] = {}
        self._numbers: dict[bytes, int] = {}
        self._places: dict[bytes, tuple[int, int]] = {}
        self._lies: dict[int, Block] = {}
        self._builder = Builder(genesis, self.engine, AtomicDB(self._nodes), self._ancestors)
        self._append(self._builder.first())
        self.head = self.genesis
        self.mempool = Mempool(lambda sender: self.account(sender).nonce)

    @property
    def genesis(self) -> Block:
        return self._blocks[0]

    # Blocks

    def block(self, number: int) -> Block | None:
        """Return the block at a height, or None when there is none or it was dropped."""
        return self._lies.get(number) or self._blocks.get(number)

    def block_by_hash(self, block_hash: bytes) -> Block | None:
        for lie in self._lies.values():
            if lie.hash == block_hash:
                return lie
        number = self._numbers.get(block_hash)
        return None if number is None else self._blocks.get(number)

    def place_of(self, transaction_hash: bytes) -> tuple[int, int] | None:
        """Return (block number, index) of an executed transaction."""
        return self._places.get(transaction_hash)

    def serve_instead(self, block: Block) -> None:
        """Show this block at its height from now on: a lie, for tests of light clients.

        The chain itself goes on as it was; `serve_truth` ends every lie.
        """
        self._lies[block.header.number] = block

    def serve_truth(self) -> None:
        self._lies.clear()

    # Transactions

    def submit(self, raw: bytes) -> bytes:
        """Take a signed transaction of type 0, 1 or 2; return its hash. TransactionRefusedError."""
        transaction = decode_transaction(bytes(raw), self.chain_id)
        if transaction.hash in self._places:
            raise TransactionRefusedError("already known")
        header = self.head.header
        if transaction.gas_limit > header.gas_limit:
            raise TransactionRefusedError(
                f"gas limit {transaction.gas_limit} exceeds the block's {header.gas_limit}", -32005
            )
        base_fee_wei = next_base_fee_wei(header)
        if transaction.max_fee_wei < base_fee_wei:
            raise TransactionRefusedError(
                f"max fee per gas {transaction.max_fee_wei} is less than base fee {base_fee_wei}",
                -32009,
            )
        balance_wei = self.account(transaction.sender).balance_wei
        if transaction.upfront_cost_wei() > balance_wei:
            raise TransactionRefusedError(
                f"insufficient funds: cost {transaction.upfront_cost_wei()}, balance {balance_wei}",
                -32004,
            )
        self.mempool.add(transaction)
        return transaction.hash

    def seal_block(self, timestamp_s: int) -> Header:
        """Seal a block of what waits in the pool; ValueError unless the time is after the head's."""
        parent = self.head
        if timestamp_s <= parent.header.timestamp_s:
            raise ValueError(f"time {timestamp_s} is not after {parent.header.timestamp_s}")
        while True:
            try:
                block = self._builder.after(parent, timestamp_s, self._fill)
                break
            except _PoisonedError as poisoned:
                _log.exception("a transaction that py-evm could not execute was dropped")
                self._drop(poisoned.transaction, f"the EVM failed: {poisoned.__cause__!r}")
        for executed in block.transactions:
            self.mempool.forget(executed.hash)
        self._append(block)
        self.head = block
        self._prune(block)
        return block.header

    def sibling_block(self, block: Block, timestamp_s: int) -> Block:
        """Return another, validly sealed and empty, block on the same parent; it is not served."""
        parent = self._blocks[block.header.number - 1]
        return self._builder.after(parent, timestamp_s, lambda _execution, _header: ())

    # State

    def account(self, address: bytes, number: int | None = None) -> Account:
        """Return an account after a block (None: the newest); StateUnavailableError."""
        header = self._with_state(number)
        try:
            return read_account(self._nodes, header.state_root, address)
        except KeyError as missing:
            raise StateUnavailableError(f"state of block {header.number} is gone") from missing

    def code(self, address: bytes, number: int | None = None) -> bytes:
        code_hash = self.account(address, number).code_hash
        return b"" if code_hash == EMPTY_CODE_HASH else self._nodes[code_hash]

    def storage_word(self, address: bytes, slot: int, number: int | None = None) -> int:
        account = self.account(address, number)
        return read_slots(self._nodes, account.storage_root, [slot])[0].word

    def proof(
        self, address: bytes, slots: Sequence[int], number: int | None = None
    ) -> AccountProof:
        """Return the account and the slots with proofs from the block's state root."""
        header = self._with_state(number)
        try:
            return prove_account(self._nodes, header.state_root, address, slots)
        except KeyError as missing:
            raise StateUnavailableError(f"state of block {header.number} is gone") from missing

    def call(self, request: CallRequest, number: int | None = None) -> CallResult:
        """Execute without a transaction on the state after a block; ValueError, StateUnavailableError."""
        return self._call_execution(number).call(request)

    def estimate_gas(self, request: CallRequest, number: int | None = None) -> int | CallResult:
        """Return a sufficient gas limit, or the result of the call that fails with any."""
        return estimate_gas(self._call_execution(number), request)

    def nodes_kept(self) -> int:
        """Return how many trie nodes and codes are in memory."""
        return len(self._nodes)

    # Inside

    def _with_state(self, number: int | None) -> Header:
        head = self.head.header
        if number is None or number == head.number:
            return head
        block = self._blocks.get(number)
        too_old = self._keep_states is not None and number < head.number - self._keep_states
        if block is None or too_old:
            raise StateUnavailableError(f"state of block {number} is not kept")
        return block.header

    def _call_execution(self, number: int | None) -> Execution:
        header = self._with_state(number)
        free = replace(header, base_fee_wei=0)
        return self._builder.execution(free, header.state_root, header.coinbase)

    def _ancestors(self, parent_hash: bytes) -> Iterator[bytes]:
        for _ in range(SEEN_ANCESTORS):
            block = self._blocks.get(self._numbers.get(parent_hash, -1))
            if block is None:
                return
            yield block.hash
            parent_hash = block.header.parent_hash

    def _fill(self, execution: Execution, header: Header) -> tuple[Executed, ...]:
        """Execute what the pool offers while gas and time last; drop what is not valid now."""
        executed: dict[bytes, Executed] = {}
        refused: list[tuple[Transaction, str]] = []
        done_by = self._clock() + self._seal_budget_s if self._clock else None
        for transaction in self.mempool.by_price(header.base_fee_wei, executed.keys()):
            gas_left = header.gas_limit - execution.gas_used
            if gas_left < LEAST_GAS or (self._clock and done_by and self._clock() >= done_by):
                break
            if transaction.gas_limit > gas_left:
                continue
            try:
                executed[transaction.hash] = execution.apply(transaction)
            except TransactionRefusedError as invalid:
                refused.append((transaction, str(invalid)))  # its successors wait for another block
            except Exception as failure:
                raise _PoisonedError(transaction) from failure
        for transaction, reason in refused:
            self._drop(transaction, reason)
        return tuple(executed.values())

    def _drop(self, transaction: Transaction, reason: str) -> None:
        self.mempool.forget(transaction.hash)
        self.dropped[transaction.hash] = reason
        while len(self.dropped) > KEEP_REASONS:
            self.dropped.popitem(last=False)

    def _append(self, block: Block) -> None:
        number = block.header.number
        self._blocks[number] = block
        self._numbers[block.hash] = number
        for index, executed in enumerate(block.transactions):
            self._places[executed.hash] = (number, index)

    def _prune(self, block: Block) -> None:
        number = block.header.number
        self._nodes.block_finished(number, block.header.state_root)
        if self._keep_blocks is None or number <= self._keep_blocks:
            return
        oldest = self._blocks.pop(number - self._keep_blocks, None)
        if oldest is not None:
            del self._numbers[oldest.hash]
            for executed in oldest.transactions:
                self._places.pop(executed.hash, None)
