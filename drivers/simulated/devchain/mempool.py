"""Transactions that wait for a block, by sender and nonce."""

import heapq
from collections.abc import Callable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from drivers.simulated.devchain.execution import Transaction, TransactionRefusedError

MAX_TRANSACTIONS = 4096
MAX_NONCE_GAP = 64  # a sender may be this far ahead; a bound on what nobody can ever execute
REPLACEMENT_PERCENT = 110  # a replacement pays 10 % more, so that it cannot be sent for free


@dataclass
class Mempool:
    """Waiting transactions; `nonce_of` gives a sender's nonce in the newest state."""

    nonce_of: Callable[[bytes], int]
    _by_sender: dict[bytes, dict[int, Transaction]] = field(default_factory=dict)
    _by_hash: dict[bytes, Transaction] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self._by_hash)

    def get(self, transaction_hash: bytes) -> Transaction | None:
        return self._by_hash.get(transaction_hash)

    def add(self, transaction: Transaction) -> None:
        """Take a transaction in, in the place of one with the same nonce; TransactionRefusedError."""
        if transaction.hash in self._by_hash:
            raise TransactionRefusedError("already known")
        nonce = self.nonce_of(transaction.sender)
        if transaction.nonce < nonce:
            raise TransactionRefusedError(
                f"nonce too low: next nonce {nonce}, tx nonce {transaction.nonce}", -32001
            )
        if transaction.nonce > nonce + MAX_NONCE_GAP:
            raise TransactionRefusedError(
                f"nonce too high: next nonce {nonce}, tx nonce {transaction.nonce}", -32006
            )
        waiting = self._by_sender.get(transaction.sender, {})
        replaced = waiting.get(transaction.nonce)
        if replaced is not None:
            _check_replacement(replaced, transaction)
            del self._by_hash[replaced.hash]
        elif len(self._by_hash) >= MAX_TRANSACTIONS:
            raise TransactionRefusedError("transaction pool is full")
        self._by_sender.setdefault(transaction.sender, waiting)[transaction.nonce] = transaction
        self._by_hash[transaction.hash] = transaction

    def next_nonce(self, sender: bytes) -> int:
        """Return the first nonce that neither the state nor a waiting transaction has used."""
        waiting = self._by_sender.get(sender, {})
        nonce = self.nonce_of(sender)
        while nonce in waiting:
            nonce += 1
        return nonce

    def forget(self, transaction_hash: bytes) -> None:
        """Forget a transaction that was executed or has become invalid."""
        transaction = self._by_hash.pop(transaction_hash, None)
        if transaction is None:
            return
        waiting = self._by_sender[transaction.sender]
        del waiting[transaction.nonce]
        if not waiting:
            del self._by_sender[transaction.sender]

    def by_price(self, base_fee_wei: int, executed: AbstractSet[bytes]) -> Iterator[Transaction]:
        """Yield what can pay the base fee: nonces in order per sender, the highest tip first.

        A sender's later transactions follow only when the consumer has added the hash of the
        earlier one to `executed`; otherwise they are left for another block.
        """
        order = {digest: index for index, digest in enumerate(self._by_hash)}
        heap: list[tuple[int, int, Transaction]] = []

        def offer(sender: bytes, nonce: int) -> None:
            candidate = self._by_sender.get(sender, {}).get(nonce)
            if candidate is not None and candidate.max_fee_wei >= base_fee_wei:
                entry = (-candidate.tip_wei(base_fee_wei), order[candidate.hash], candidate)
                heapq.heappush(heap, entry)

        for sender in tuple(self._by_sender):
            offer(sender, self.nonce_of(sender))
        while heap:
            _, _, transaction = heapq.heappop(heap)
            yield transaction
            if transaction.hash in executed:
                offer(transaction.sender, transaction.nonce + 1)


def _check_replacement(old: Transaction, new: Transaction) -> None:
    for name, before, after in (
        ("fee cap", old.max_fee_wei, new.max_fee_wei),
        ("tip", old.max_tip_wei, new.max_tip_wei),
    ):
        if after * 100 < before * REPLACEMENT_PERCENT:
            raise TransactionRefusedError(
                f"replacement transaction underpriced: {name} {after}, was {before}"
            )
