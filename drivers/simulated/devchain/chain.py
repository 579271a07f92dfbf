"""The development chain: a pool, a state, and a block whenever the caller asks for one."""

import logging
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace

from coincurve import PrivateKey
from eth.db.atomic import AtomicDB

from drivers.simulated.devchain.blocks import BlockStore
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
    read_addresses,
    read_slots,
)
from drivers.simulated.devchain.qbft_seal import QbftSeal
from drivers.simulated.devchain.sealing import SealEngine

KEEP_STATES = 4_096
KEEP_BLOCKS = 16_384  # some 2 kB each when empty
KEEP_REASONS = 1_024
CALL_GAS_CAP = 30_000_000  # py-evm needs seconds for it; nobody may ask for more
LEAST_GAS = 21_000
MAX_REORGANISATION = 1_024
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
    it a block depends on nothing but the calls made before. Everything in `listeners` is called
    with each new block of the chain, in order.
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
        self.listeners: list[Callable[[Block], None]] = []
        self._clock = clock
        self._seal_budget_s = seal_budget_s
        self._keep_states = keep_states
        self._nodes = NodeStore(keep_states)
        self._store = BlockStore(keep_blocks)
        self._builder = Builder(genesis, self.engine, AtomicDB(self._nodes), self._ancestors)
        if isinstance(self.engine, QbftSeal):
            self.engine.read_array = lambda root, address, slot: read_addresses(
                self._nodes, root, address, slot
            )
        self.genesis = self._builder.first()
        self._adopt(self.genesis)
        self.mempool = Mempool(lambda sender: self.account(sender).nonce)

    # Blocks

    def block(self, number: int) -> Block | None:
        """Return the block at a height, or None when there is none or it was dropped."""
        return self._store.block(number)

    def block_by_hash(self, block_hash: bytes) -> Block | None:
        return self._store.block_by_hash(block_hash)

    def place_of(self, transaction_hash: bytes) -> tuple[int, int] | None:
        """Return (block number, index) of an executed transaction."""
        return self._store.place_of(transaction_hash)

    def serve_instead(self, block: Block) -> None:
        """Show this block at its height from now on: a lie, for tests of light clients.

        The chain itself goes on as it was; `serve_truth` ends every lie.
        """
        self._store.lies[block.header.number] = block

    def serve_truth(self) -> None:
        self._store.lies.clear()

    # Transactions

    def submit(self, raw: bytes) -> bytes:
        """Take a signed transaction of type 0, 1 or 2; return its hash. TransactionRefusedError."""
        transaction = decode_transaction(bytes(raw), self.chain_id)
        if self._store.place_of(transaction.hash) is not None:
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
        least_s = parent.header.timestamp_s + self.engine.least_gap_s()
        if timestamp_s < least_s:
            raise ValueError(f"time {timestamp_s} is not after {least_s - 1}")
        return self._sealed(parent, timestamp_s).header

    def _sealed(self, parent: Block, timestamp_s: int) -> Block:
        while True:
            try:
                block = self._builder.after(parent, timestamp_s, self._fill)
                break
            except _PoisonedError as poisoned:
                _log.exception("a transaction that py-evm could not execute was dropped")
                self._drop(poisoned.transaction, f"the EVM failed: {poisoned.__cause__!r}")
        for executed in block.transactions:
            self.mempool.forget(executed.hash)
        self._adopt(block)
        return block

    def reorganise(self, depth: int, *, keep_transactions: bool = True) -> tuple[Block, ...]:
        """Replace the newest `depth` blocks by a branch of at least one block more; return it.

        With Clique the branch has the greater total difficulty, as an honest fork would; with BFT
        it is the work of a dishonest majority. The transactions of the lost blocks go back to the
        pool, or are forgotten. Blocks are `least_gap_s` apart, so the new head may be a period or
        more ahead of the old. ValueError; SealingError leaves the part that could be sealed.
        """
        old = self.head
        deepest = min(old.header.number, MAX_REORGANISATION, self._keep_states or old.header.number)
        if not 0 < depth <= deepest:
            raise ValueError(f"depth {depth} is not from 1 to {deepest}")
        fork = self._stored(old.header.number - depth)
        lost = self._store.cut_after(fork.header.number)
        self._switch_to(fork)
        if keep_transactions:
            self._take_back(lost)
        self.engine.branch += 1
        branch: list[Block] = []
        while len(branch) <= depth or self.head.total_difficulty <= old.total_difficulty:
            header = self.head.header
            branch.append(self._sealed(self.head, header.timestamp_s + self.engine.least_gap_s()))
        return tuple(branch)

    def sibling_block(self, block: Block, timestamp_s: int) -> Block:
        """Return another, validly sealed and empty, block on the same parent; it is not served."""
        parent = self._stored(block.header.number - 1)
        self.engine.branch += 1
        try:
            return self._builder.after(parent, timestamp_s, lambda _execution, _header: ())
        finally:
            self.engine.branch -= 1

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
        block = self._store.truth(number)
        too_old = self._keep_states is not None and number < head.number - self._keep_states
        if block is None or too_old:
            raise StateUnavailableError(f"state of block {number} is not kept")
        return block.header

    def _call_execution(self, number: int | None) -> Execution:
        header = self._with_state(number)
        free = replace(header, base_fee_wei=0)
        return self._builder.execution(free, header.state_root, self.engine.author(header))

    def _ancestors(self, parent_hash: bytes) -> Iterator[bytes]:
        for _ in range(SEEN_ANCESTORS):
            block = self._store.true_by_hash(parent_hash)
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
            except Exception as failure:  # py-evm fell over it: the block is made without it
                raise _PoisonedError(transaction) from failure
        for transaction, reason in refused:
            self._drop(transaction, reason)
        return tuple(executed.values())

    def _drop(self, transaction: Transaction, reason: str) -> None:
        self.mempool.forget(transaction.hash)
        self.dropped[transaction.hash] = reason
        while len(self.dropped) > KEEP_REASONS:
            self.dropped.popitem(last=False)

    def _stored(self, number: int) -> Block:
        block = self._store.truth(number)
        if block is None:
            raise LookupError(f"block {number} is not kept")
        return block

    def _switch_to(self, block: Block) -> None:
        self.head = block
        self.engine.head_hash = block.hash

    def _adopt(self, block: Block) -> None:
        self._switch_to(block)
        self._store.append(block)
        if block.header.number:
            self._nodes.block_finished(block.header.number, block.header.state_root)
        for listener in tuple(self.listeners):
            listener(block)

    def _take_back(self, lost: Sequence[Block]) -> None:
        for executed in (done for block in lost for done in block.transactions):
            with suppress(TransactionRefusedError):  # another with its nonce waits already
                self.mempool.add(decode_transaction(executed.raw, self.chain_id))
