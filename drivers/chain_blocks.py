"""Verified blocks below a verified head: headers, transactions, receipts, and logs without gaps.

A header is believed because its child names it, from a verified head downwards, or over a distance
for its own seals; transactions and receipts because they lead to its two roots. So one walk costs
one small header per block and no signature. What was walked is remembered, and serves as the start of the next walk.
"""

from collections import OrderedDict
from collections.abc import AsyncIterator, Callable, Sequence

import msgspec

from agent.hashing import keccak256
from agent.ledger.header import Header
from agent.ledger.hexadecimal import HexError
from agent.ledger.logs import FoundLog, LinkedBlock, LogFilter, collect, link, log_plan
from agent.ledger.network import Network
from agent.ledger.receipts import Receipt, verify_receipts, verify_transactions
from agent.ledger.transaction_json import encode_json
from agent.ledger.trie import EMPTY_ROOT
from agent.ledger.trust import TrustPoint
from agent.ledger.verdict import Fault, Invalid, NotEnoughTrust, Untrusted, Verified
from agent.ledger.verify import VerifiedHead, engine_of, read_header, verify_row
from agent.ports import ChainError
from drivers.chain_pool import Pool
from drivers.chain_preflight import header_question
from drivers.chain_upstream import Question

HEADERS_PER_QUESTION = 100  # 0.3 MB of JSON; nodes refuse batches of more than about 1000
REMEMBERED = 1_024  # headers of about 1.5 kB
MOST_WALKED = 100_000  # six days of blocks every 5 s: 250 MB of JSON, some minutes
FAR_BLOCKS = 500  # five questions for headers: one header and its seals are cheaper
MOST_LOGS = 50_000


class ShownTransactions(msgspec.Struct, frozen=True):
    """The transactions of a block: their hashes, and the bytes these are of."""

    hashes: tuple[bytes, ...]
    raws: tuple[bytes, ...]


NO_TRANSACTIONS = ShownTransactions((), ())


class BlockReader:
    """Blocks at or below verified heads, from whichever node shows them truthfully first."""

    def __init__(self, network: Network, pool: Pool, trusted: Callable[[], TrustPoint]) -> None:
        self._engine = engine_of(network.engine, network.clique)
        self._network = network
        self._pool = pool
        self._trusted = trusted
        self._known: OrderedDict[int, LinkedBlock] = OrderedDict()

    def known(self, name: bytes) -> LinkedBlock | None:
        """Return a block seen lately by its hash."""
        return next((one for one in self._known.values() if one.hash == name), None)

    async def block(self, number: int, head: VerifiedHead) -> LinkedBlock:
        """Return the block of this number, at most the head's; ChainError."""
        known = self._known.get(number)
        if known is not None:
            return known
        if number == 0:
            return await self._genesis()
        start = self._start(number, head)
        if start[0] - number > FAR_BLOCKS:
            sealed = await self._sealed(number)
            if sealed is not None:
                return sealed
        lowest: LinkedBlock | None = None
        async for blocks in self._down_to(number, start):
            lowest = blocks[0]
        if lowest is None:
            raise ChainError(f"block {number} is above the verified head {head.number}")
        return lowest

    async def _genesis(self) -> LinkedBlock:
        """Return block 0: its hash is pinned in the settings."""
        blocks = await self._linked(0, 0, self._network.genesis_hash)
        return blocks[0]

    async def _sealed(self, number: int) -> LinkedBlock | None:
        """Return a far block believed for its own seals; None: those do not suffice.

        Where one header is final (QBFT, IBFT 2.0), seals of more than a third of the validators
        trusted now, and two thirds of its own, prove an old block as they prove a new one.
        """
        block = await self._pool.proven(
            [header_question(number)],
            lambda answers: self._check_seals(answers[0], number),
            f"the header of block {number}",
        )
        if block is not None:
            self._remember(block)
        return block

    def _check_seals(
        self, answer: Untrusted, number: int
    ) -> Verified[LinkedBlock | None] | Invalid:
        header = read_header(answer)
        if isinstance(header, Invalid):
            return header
        if header.number != number:
            return Invalid(Fault.LINK, f"block {number} was asked for, {header.number} came")
        if self._network.validators is not None:  # they were others then: their proof is gone
            return Verified(None)
        final = verify_row(self._engine, self._trusted(), (header,))
        if isinstance(final, NotEnoughTrust):
            return Verified(None)
        return final if isinstance(final, Invalid) else _linked_one(header, final.value.point.hash)

    def _start(self, number: int, head: VerifiedHead) -> tuple[int, bytes]:
        """Return number and hash of the nearest block we know, at `number` or above."""
        above = [known for known in self._known if known >= number]
        nearest = min(above, default=head.number)
        if not above or head.number <= nearest:
            return head.number, head.hash
        return nearest, self._known[nearest].hash

    async def _down_to(
        self, first: int, start: tuple[int, bytes]
    ) -> AsyncIterator[tuple[LinkedBlock, ...]]:
        """Yield the blocks from the start down to `first` in lots, the higher lots first."""
        top, expected = start
        if top - first > MOST_WALKED:
            raise ChainError(f"block {first} is {top - first} blocks below a verified one")
        while top >= first:
            blocks = await self._linked(max(first, top - HEADERS_PER_QUESTION + 1), top, expected)
            for block in reversed(blocks):
                self._remember(block)
            yield blocks
            top, expected = blocks[0].header.number - 1, blocks[0].header.parent_hash

    async def _linked(self, first: int, last: int, last_hash: bytes) -> tuple[LinkedBlock, ...]:
        return await self._pool.proven(
            [header_question(number) for number in range(first, last + 1)],
            lambda answers: self._check_link(answers, last_hash),
            f"the headers of blocks {first} to {last}",
        )

    def _check_link(
        self, answers: Sequence[Untrusted], last_hash: bytes
    ) -> Verified[tuple[LinkedBlock, ...]] | Invalid:
        headers: list[Header] = []
        for answer in answers:
            header = read_header(answer)
            if isinstance(header, Invalid):
                return header
            headers.append(header)
        return link(self._engine, headers, last_hash)

    def _remember(self, block: LinkedBlock) -> None:
        self._known[block.header.number] = block
        while len(self._known) > REMEMBERED:
            self._known.popitem(last=False)

    async def receipts(self, block: LinkedBlock) -> tuple[Receipt, ...]:
        """Return all receipts of a block; ChainError."""
        header = block.header
        if header.receipts_root == EMPTY_ROOT:
            return ()
        return await self._pool.proven(
            [Question("eth_getBlockReceipts", (hex(header.number),))],
            lambda answers: verify_receipts(header, answers[0]),
            f"the receipts of block {header.number}",
        )

    async def transactions(self, block: LinkedBlock) -> ShownTransactions:
        """Return all transactions of a block; ChainError."""
        header = block.header
        if header.transactions_root == EMPTY_ROOT:
            return NO_TRANSACTIONS
        return await self._pool.proven(
            [Question("eth_getBlockByNumber", (hex(header.number), True))],
            lambda answers: _transactions(header, answers[0]),
            f"the transactions of block {header.number}",
        )

    async def logs(
        self, wanted: LogFilter, first: int, last: int, head: VerifiedHead
    ) -> tuple[FoundLog, ...]:
        """Return all logs of blocks `first` to `last` that are wanted, none missing; ChainError.

        A node can refuse to answer, it cannot hide one: the walk covers every header, and where a
        header's bloom does not exclude a log, the block's receipts are verified.
        """
        if first > last:
            return ()
        top = await self.block(last, head)
        lots: list[tuple[FoundLog, ...]] = []
        async for blocks in self._down_to(first, (last, top.hash)):
            lots.append(await self._logs_of(blocks, wanted))
            if sum(map(len, lots)) > MOST_LOGS:
                raise ChainError(f"more than {MOST_LOGS} logs were found: ask for fewer blocks")
        return tuple(log for lot in reversed(lots) for log in lot)

    async def _logs_of(
        self, blocks: tuple[LinkedBlock, ...], wanted: LogFilter
    ) -> tuple[FoundLog, ...]:
        plan = log_plan(blocks, wanted)
        receipts = {one.header.number: await self.receipts(one) for one in plan.needed}
        found = collect(plan, receipts)
        if isinstance(found, Verified) and not found.value:
            return ()
        named = {one.header.number: (await self.transactions(one)).hashes for one in plan.needed}
        found = collect(plan, receipts, named)
        if not isinstance(found, Verified):
            raise ChainError(found.reason)
        return found.value

    async def code(self, address: str, code_hash: bytes, head: VerifiedHead) -> bytes:
        """Return the code an account's proven hash names; ChainError."""
        return await self._pool.proven(
            [Question("eth_getCode", (address, hex(head.number)))],
            lambda answers: _code(answers[0], code_hash),
            f"the code of {address} at block {head.number}",
        )


def _linked_one(header: Header, name: bytes) -> Verified[LinkedBlock | None]:
    return Verified(LinkedBlock(header, name))


def _transactions(header: Header, answer: Untrusted) -> Verified[ShownTransactions] | Invalid:
    verdict = verify_transactions(header, answer)
    if isinstance(verdict, Invalid):
        return verdict
    try:
        shown = msgspec.json.decode(answer, type=_Shown).transactions
        raws = tuple(encode_json(one) for one in shown)
    except (msgspec.DecodeError, HexError) as broken:
        return Invalid(Fault.SHAPE, str(broken))
    return Verified(ShownTransactions(verdict.value, raws))


class _Shown(msgspec.Struct, frozen=True):
    transactions: list[dict[str, object]]


def _code(answer: Untrusted, code_hash: bytes) -> Verified[bytes] | Invalid:
    try:
        code = bytes.fromhex(msgspec.json.decode(answer, type=str).removeprefix("0x"))
    except (ValueError, RecursionError) as broken:
        return Invalid(Fault.SHAPE, f"no code: {broken}")
    if keccak256(code) != code_hash:
        return Invalid(Fault.PROOF, "the code was not that of the proven hash")
    return Verified(code)
