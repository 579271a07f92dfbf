"""What became of a transaction, proven: found by a node's hint, or without any, by the nonce.

An account's nonce is used by one transaction. In which block it was, a node may say (and the block
itself proves it); else the proven nonce at some heights says between which two it passed. The
receipt and the transaction are believed by the roots of that block's verified header. So a node
can refuse to answer and can hide nothing: who asks hears what happened, or ChainError.
"""

import asyncio
from collections.abc import Iterator, Sequence

from agent.hashing import keccak256
from agent.ledger.hexadecimal import read_data
from agent.ledger.logs import LinkedBlock
from agent.ledger.verify import VerifiedHead, head_of_linked
from agent.ports import Chain, ChainError, SentCall, UsedNonce
from agent.units import Address
from drivers.chain_blocks import BlockReader, ShownTransactions
from drivers.chain_find import Finder
from drivers.chain_proofs import ProofReader
from drivers.chain_rpc import ChainClient
from drivers.chain_upstream import IN_FLIGHT
from drivers.chain_web3_transaction import fields_of

MOST_HINTS = 8  # hashes of one nonce that are looked for by name: the newest of them
BLOCKS_AT_ONCE = 400  # linked downwards from a block known by its hash, and kept for the moment
MOST_SEARCHED = 1_000  # blocks without a state to prove a nonce in, looked through one by one


def proven_receipts(client: ChainClient) -> "ProvenReceipts":
    """Return the `Receipts` of a light client."""
    return ProvenReceipts(client.view(), client.proofs, client.blocks, client.finder)


class ProvenReceipts:
    """Outcomes at or below verified heads, from whichever node shows them truthfully first."""

    def __init__(
        self, chain: Chain, proofs: ProofReader, blocks: BlockReader, finder: Finder
    ) -> None:
        self._chain = chain
        self._proofs = proofs
        self._blocks = blocks
        self._finder = finder

    async def used_nonce(
        self, sender: Address, nonce: int, names: Sequence[bytes], head: VerifiedHead
    ) -> UsedNonce | None:
        """Return the transaction that used the nonce; None: proven unused; ChainError, ChainHalted."""
        if (await self._chain.account(sender, head)).nonce <= nonce:
            return None
        for name in list(dict.fromkeys(names))[-MOST_HINTS:][::-1]:
            block = await self._by_name(name, head)
            found = None if block is None else await self._in(block, sender, nonce)
            if found is not None:
                return found
        return await self._by_nonce(sender, nonce, head)

    async def sent_to(
        self, contract: Address, first: int, last: int, head: VerifiedHead
    ) -> tuple[SentCall, ...]:
        """Return all transactions of blocks `first` to `last` sent to the contract; ChainError.

        Every header is linked to the head and every block's transactions to its header, so none
        can be left out.
        """
        found: list[SentCall] = []
        for top in range(min(last, head.number), first - 1, -BLOCKS_AT_ONCE):
            lowest = max(first, top - BLOCKS_AT_ONCE + 1)
            await self._blocks.block(lowest, head)  # and with it those up to the top
            numbers = range(top, lowest - 1, -1)
            for at in range(0, len(numbers), IN_FLIGHT):
                found += await self._calls_in(numbers[at : at + IN_FLIGHT], contract, head)
        return tuple(reversed(found))

    async def _calls_in(
        self, numbers: Sequence[int], contract: Address, head: VerifiedHead
    ) -> list[SentCall]:
        """Ask for the transactions of some blocks at once; ChainError when one is not proven."""
        blocks = [await self._blocks.block(number, head) for number in numbers]
        shown = await asyncio.gather(
            *map(self._blocks.transactions, blocks), return_exceptions=True
        )
        found: list[SentCall] = []
        for number, one in zip(numbers, shown, strict=True):
            if isinstance(one, BaseException):
                raise one
            found += _calls(number, one.raws[::-1], contract)
        return found

    async def _by_name(self, name: bytes, head: VerifiedHead) -> LinkedBlock | None:
        """Return the block a node says it is in; it is proven that it is. None: nobody said."""
        try:
            place = await self._finder.transaction(name, head)
        except ChainError:  # a node that names a block it cannot show must not stop the search
            return None
        return None if place is None else place[0]

    async def _by_nonce(self, sender: Address, nonce: int, head: VerifiedHead) -> UsedNonce:
        """Find the block in which the proven nonce passed this one: back in leaps, then by halves."""
        used, unused, leap = head.number, -1, 1
        try:
            while unused < 0 and used > 0:
                number = max(0, head.number - leap)
                if await self._nonce_at(sender, number, head) > nonce:
                    used, leap = number, 2 * leap
                else:
                    unused = number
            while used - unused > 1:
                middle = (used + unused) // 2
                if await self._nonce_at(sender, middle, head) > nonce:
                    used = middle
                else:
                    unused = middle
        except ChainError:  # the nodes keep no state that old: their blocks they still have
            return await self._looked_through(sender, nonce, unused, used, head)
        found = await self._in(await self._blocks.block(used, head), sender, nonce)
        if found is None:
            raise ChainError(
                f"block {used} has no transaction of {sender} with the nonce {nonce} that passed there"
            )
        return found

    async def _looked_through(
        self, sender: Address, nonce: int, unused: int, used: int, head: VerifiedHead
    ) -> UsedNonce:
        """Look into each block from `used` down to the one after `unused`."""
        last = max(unused, used - MOST_SEARCHED)
        for number in range(used, last, -1):
            block = await self._blocks.block(number, head)
            found = await self._in(block, sender, nonce)
            if found is not None:
                return found
        raise ChainError(
            f"the nonce {nonce} of {sender} was used before block {last + 1},"
            " and no node could prove where"
        )

    async def _nonce_at(self, sender: Address, number: int, head: VerifiedHead) -> int:
        block = await self._blocks.block(number, head)
        proven, _ = await self._proofs.with_nodes(
            sender, (), head_of_linked(block.header, block.hash)
        )  # remembers nothing
        return proven.account.nonce

    async def _in(self, block: LinkedBlock, sender: Address, nonce: int) -> UsedNonce | None:
        """Return the sender's transaction with this nonce, if the block has it; ChainError."""
        transactions = await self._blocks.transactions(block)
        for index, raw in enumerate(transactions.raws):
            fields = fields_of(raw)
            if fields["from"] == sender and int(fields["nonce"], 16) == nonce:
                return await self._outcome(block, transactions, index)
        return None

    async def _outcome(
        self, block: LinkedBlock, transactions: ShownTransactions, index: int
    ) -> UsedNonce:
        receipts = await self._blocks.receipts(block)
        number = block.header.number
        if len(receipts) != len(transactions.raws):
            raise ChainError(f"block {number} has not one receipt per transaction")
        receipt, raw = receipts[index], transactions.raws[index]
        if receipt.succeeded is None:
            raise ChainError(f"block {number} is from before receipts said whether all went well")
        fields = fields_of(raw)
        to = fields["to"]
        return UsedNonce(
            block=number,
            name=keccak256(raw),
            to=None if to is None else Address(to),
            data=read_data(fields["input"]),
            succeeded=receipt.succeeded,
            logs=receipt.logs,
        )


def _calls(number: int, raws: Sequence[bytes], contract: Address) -> Iterator[SentCall]:
    place = bytes.fromhex(contract[2:])
    for raw in raws:
        if place not in raw:  # who signed is worth computing for a few of them only
            continue
        fields = fields_of(raw)
        if fields["to"] == contract and fields["from"] is not None:
            yield SentCall(number, fields["from"], read_data(fields["input"]))
