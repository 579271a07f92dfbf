"""The blocks that the chain keeps, by height, hash and transaction; and the lies it tells."""

from drivers.simulated.devchain.building import Block


class BlockStore:
    """The newest blocks of one branch; `keep` None: all of them. The genesis block stays."""

    def __init__(self, keep: int | None) -> None:
        self.lies: dict[int, Block] = {}
        """What is shown at a height in the place of the truth."""
        self._keep = keep
        self._blocks: dict[int, Block] = {}
        self._numbers: dict[bytes, int] = {}
        self._places: dict[bytes, tuple[int, int]] = {}

    def truth(self, number: int) -> Block | None:
        return self._blocks.get(number)

    def true_by_hash(self, block_hash: bytes) -> Block | None:
        number = self._numbers.get(block_hash)
        return None if number is None else self._blocks.get(number)

    def block(self, number: int) -> Block | None:
        """Return what is told about a height."""
        return self.lies.get(number) or self._blocks.get(number)

    def block_by_hash(self, block_hash: bytes) -> Block | None:
        for lie in self.lies.values():
            if lie.hash == block_hash:
                return lie
        return self.true_by_hash(block_hash)

    def place_of(self, transaction_hash: bytes) -> tuple[int, int] | None:
        """Return (block number, index) of an executed transaction."""
        return self._places.get(transaction_hash)

    def append(self, block: Block) -> None:
        """Take a block in at its height, and forget what has become too old."""
        number = block.header.number
        self._blocks[number] = block
        self._numbers[block.hash] = number
        for index, executed in enumerate(block.transactions):
            self._places[executed.hash] = (number, index)
        if self._keep is not None and number > self._keep:
            self._forget(number - self._keep)

    def cut_after(self, number: int) -> tuple[Block, ...]:
        """Forget every block above a height; return them, the lowest first."""
        above = sorted(height for height in self._blocks if height > number)
        lost = tuple(self._blocks[height] for height in above)
        for height in above:
            self._forget(height)
        return lost

    def _forget(self, number: int) -> None:
        block = self._blocks.pop(number, None)
        if block is None:
            return
        del self._numbers[block.hash]
        for executed in block.transactions:
            self._places.pop(executed.hash, None)
