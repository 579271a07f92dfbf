"""What one node shows of the chain: all of it, or an old head, or nothing of your transaction."""

from drivers.simulated.devchain.building import Block
from drivers.simulated.devchain.chain import DevChain
from drivers.simulated.devchain.execution import decode_transaction


class View:
    """One node's view; by default an honest one. Several nodes may show one chain.

    `lag_blocks` makes it a stale node that is always behind. `withhold` keeps new blocks to
    itself until released. `drops_transactions` answers with the hash and forgets the rest. Only
    blocks and transactions are held back: a stale node shows the branch the chain is on now.
    """

    def __init__(self, chain: DevChain) -> None:
        self.chain = chain
        self.lag_blocks = 0
        self.drops_transactions = False
        self._held_at: int | None = None

    def withhold(self, *, on: bool) -> None:
        self._held_at = self.head.header.number if on else None

    @property
    def head(self) -> Block:
        number = self._head_number()
        truth = self.chain.head
        if number == truth.header.number:
            return truth
        return self.chain.block(number) or self.chain.genesis

    def _head_number(self) -> int:
        newest = self.chain.head.header.number
        held = newest if self._held_at is None else min(self._held_at, newest)
        return max(0, held - self.lag_blocks)

    def shows(self, block: Block) -> bool:
        return block.header.number <= self._head_number()

    def block(self, number: int) -> Block | None:
        return self.chain.block(number) if number <= self._head_number() else None

    def block_by_hash(self, block_hash: bytes) -> Block | None:
        block = self.chain.block_by_hash(block_hash)
        return block if block is not None and self.shows(block) else None

    def executed(self, transaction_hash: bytes) -> tuple[Block, int] | None:
        """Return the block of an executed transaction and its index there."""
        place = self.chain.place_of(transaction_hash)
        block = self.block(place[0]) if place else None
        if place is None or block is None or place[1] >= len(block.transactions):
            return None
        return (block, place[1]) if block.transactions[place[1]].hash == transaction_hash else None

    def submit(self, raw: bytes) -> bytes:
        """Take a transaction in, or only say so; TransactionRefusedError."""
        if self.drops_transactions:
            return decode_transaction(bytes(raw), self.chain.chain_id).hash
        return self.chain.submit(raw)
