"""Finding a block or a transaction by its hash: a node says where, the block itself proves it."""

import msgspec

from agent.ledger.logs import LinkedBlock
from agent.ledger.network import Network
from agent.ledger.verdict import Fault, Invalid
from agent.ledger.verify import VerifiedHead, engine_of, verify_block_hash
from agent.ports import ChainError
from drivers.chain_blocks import BlockReader
from drivers.chain_pool import Pool
from drivers.chain_upstream import Question, Refused, Upstream, UpstreamError, is_null


class Finder:
    """Hash to place. A place is proven; that something is nowhere is not."""

    def __init__(self, network: Network, pool: Pool, blocks: BlockReader) -> None:
        self._engine = engine_of(network.engine, network.clique)
        self._pool = pool
        self._blocks = blocks

    async def transaction(self, name: bytes, head: VerifiedHead) -> tuple[LinkedBlock, int] | None:
        """Return the block and place of a transaction by its hash; ChainError.

        None: no node shows it in a block at or below the head. That alone is not proven: all
        nodes together can hide where a transaction is.
        """
        answered, reasons = False, []
        for upstream in self._pool.upstreams:
            number = await self._claimed_block(upstream, name)
            if isinstance(number, str):
                reasons.append(f"{upstream.name}: {number}")
                continue
            if number is None or number > head.number:
                answered = True
                continue
            block = await self._blocks.block(number, head)
            hashes = (await self._blocks.transactions(block)).hashes
            if name in hashes:
                return block, hashes.index(name)
            upstream.reject(Invalid(Fault.MISMATCH, f"block {number} has no 0x{name.hex()}"))
            reasons.append(f"{upstream.name}: {upstream.trouble}")
        if not answered:
            raise ChainError(f"nobody said where 0x{name.hex()} is ({'; '.join(reasons)})")
        return None

    async def _claimed_block(self, upstream: Upstream, name: bytes) -> int | str | None:
        """Return in which block a node says it is, or in words why it did not say."""
        try:
            (answer,) = await upstream.ask(
                Question("eth_getTransactionByHash", ("0x" + name.hex(),))
            )
        except UpstreamError as lost:
            upstream.fail(str(lost))
            return str(lost)
        if isinstance(answer, Refused):
            upstream.decline(answer.words)
            return answer.words
        if is_null(answer):
            return None
        try:
            claimed = msgspec.json.decode(answer, type=_Place).block_number
            return None if claimed is None else int(claimed, 16)
        except (ValueError, RecursionError) as broken:  # msgspec's errors are ValueErrors
            upstream.reject(Invalid(Fault.SHAPE, f"no transaction: {broken}"))
            return "no transaction"

    async def block(self, name: bytes, head: VerifiedHead) -> LinkedBlock | None:
        """Return the block of a hash; None: no node shows one at or below the head; ChainError."""
        known = self._blocks.known(name)
        if known is not None:
            return known
        answered, reasons = False, []
        for upstream in self._pool.upstreams:
            try:
                (answer,) = await upstream.ask(
                    Question("eth_getBlockByHash", ("0x" + name.hex(), False))
                )
            except UpstreamError as lost:
                upstream.fail(str(lost))
                reasons.append(str(lost))
                continue
            if isinstance(answer, Refused) or is_null(answer):
                answered = True
                continue
            verdict = verify_block_hash(self._engine, answer, name)
            if isinstance(verdict, Invalid):
                upstream.reject(verdict)
                reasons.append(f"{upstream.name}: {verdict.reason}")
            elif verdict.value.number <= head.number:
                block = await self._blocks.block(verdict.value.number, head)
                return block if block.hash == name else None
            else:
                answered = True
        if not answered:
            raise ChainError(f"nobody said which block is 0x{name.hex()} ({'; '.join(reasons)})")
        return None


class _Place(msgspec.Struct, frozen=True, rename="camel"):
    block_number: str | None = None
