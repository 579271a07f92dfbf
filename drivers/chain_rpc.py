"""The `Chain` port over JSON-RPC: several untrusted nodes, one light client, many consumers.

    async with ChainClient(network, ["http://127.0.0.1:8545"], wall_ms=clock.wall_ms) as client:
        chain = client.view()          # one per consumer: each sees every new head once
        head = await chain.next_head()

Nothing a node says is believed without a proof; no exception but ChainError and ChainHalted
leaves this file because of what a node said or did not say.
"""

import asyncio
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from types import TracebackType
from urllib.parse import urlsplit

import msgspec

from agent.ledger.network import Network
from agent.ledger.transaction import transaction_hash
from agent.ledger.trust import TrustPoint
from agent.ledger.verdict import Fault, Invalid
from agent.ledger.verify import VerifiedAccount, VerifiedHead
from agent.ports import ChainError
from agent.units import Address, UnixMs
from drivers.chain_blocks import BlockReader
from drivers.chain_find import Finder
from drivers.chain_heads import HeadFollower
from drivers.chain_pool import Pool
from drivers.chain_proofs import ProofReader
from drivers.chain_status import ChainStage, ChainStatus
from drivers.chain_trust_file import TrustStore
from drivers.chain_upstream import (
    ANSWER_WITHIN_S,
    MAX_ANSWER_BYTES,
    Health,
    Question,
    Refused,
    Upstream,
    UpstreamError,
)
from drivers.chain_wakeup import SCHEMES, WakeUp

POLL_SHARE_OF_PERIOD = 0.3


class ChainClient:
    """One light client per process and network; open it with `async with`."""

    def __init__(
        self,
        network: Network,
        urls: Sequence[str],
        *,
        wall_ms: Callable[[], UnixMs],
        store: TrustStore | None = None,
        poll_s: float | None = None,
        answer_within_s: float = ANSWER_WITHIN_S,
        max_answer_bytes: int = MAX_ANSWER_BYTES,
    ) -> None:
        """Take the network's settings and at least one address; ValueError names a bad one.

        An address of the scheme ws or wss is listened to as an alarm clock only; at least one
        must be http or https. `store` None: after a restart the configured checkpoint is trusted
        again (tests, demonstrations). `poll_s` None: three polls per block.
        """
        asked = [url for url in urls if urlsplit(url).scheme not in SCHEMES]
        if not asked:
            raise ValueError("a chain needs at least one node with an http(s) address")
        self._network = network
        self._upstreams = [
            Upstream(url, answer_within_s=answer_within_s, max_answer_bytes=max_answer_bytes)
            for url in asked
        ]
        poll = POLL_SHARE_OF_PERIOD * network.period_s if poll_s is None else poll_s
        self._heads = HeadFollower(network, self._upstreams, wall_ms, store, poll)
        self._pool = Pool(self._upstreams)
        self.proofs = ProofReader(self._pool)
        """Proven accounts and words under a verified head."""
        self.blocks = BlockReader(network, self._pool, lambda: self._heads.trusted)
        """Verified headers, transactions, receipts and logs below a verified head."""
        self.finder = Finder(network, self._pool, self.blocks)
        """Blocks and transactions by their hash."""
        self._wake_ups = [
            WakeUp(url, self._heads.hint) for url in urls if urlsplit(url).scheme in SCHEMES
        ]
        self._listening: list[asyncio.Task[None]] = []

    async def __aenter__(self) -> "ChainClient":
        self._listening = [
            asyncio.create_task(one.run(), name=f"wake-up {one.name}") for one in self._wake_ups
        ]
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for task in self._listening:
            task.cancel()
        try:
            if self._listening:
                await asyncio.wait(self._listening)
            await self._heads.close()
        finally:
            for upstream in self._upstreams:
                await upstream.close()

    @property
    def network(self) -> Network:
        return self._network

    @property
    def trusted(self) -> TrustPoint:
        """The last block believed."""
        return self._heads.trusted

    def view(self) -> "ChainView":
        """Return a `Chain` for one more consumer."""
        return ChainView(self._heads, self.proofs, self)

    async def head(self) -> VerifiedHead:
        """Return the newest head, asked for if need be; ChainError, ChainHalted."""
        return await self._heads.current()

    def status(self) -> ChainStatus:
        """Return how far the chain is followed at this moment, why, and since when."""
        return self._heads.status()

    def health(self) -> tuple[Health, ...]:
        """Return how each node has behaved."""
        return tuple(upstream.health() for upstream in self._upstreams)

    @property
    def store_trouble(self) -> str:
        """Why the trusted block could not be stored; empty when it could."""
        return self._heads.store_trouble

    @property
    def rejected(self) -> Mapping[Fault, int]:
        """How many false answers were refused, of each kind, over all nodes."""
        total: Counter[Fault] = Counter()
        for upstream in self._upstreams:
            total.update(upstream.rejected)
        return total

    def raise_if_broken(self) -> None:
        """Raise what ended a listener: that would be our own mistake."""
        for task in self._listening:
            if task.done() and not task.cancelled():
                task.result()

    async def broadcast(self, raw_transaction: bytes) -> None:
        """Hand the same bytes to every node; ChainError when none took or knew them.

        Nodes differ in the words (and numbers) with which they refuse a transaction they have
        already: none is read. A node that refuses is asked whether it knows the hash. Whether
        the transaction took effect is never its word but a storage proof's.
        """
        self._heads.raise_if_halted()
        async with asyncio.TaskGroup() as group:
            tasks = [
                group.create_task(_hand_over(upstream, raw_transaction))
                for upstream in self._upstreams
            ]
        refusals = [task.result() for task in tasks]
        if all(refusals):
            raise ChainError(f"no node took the transaction ({'; '.join(refusals)})")


async def _hand_over(upstream: Upstream, raw: bytes) -> str:
    """Give one node the transaction; return why it has it not, empty when it has."""
    name = transaction_hash(raw)
    try:
        (answer,) = await upstream.ask(Question("eth_sendRawTransaction", ("0x" + raw.hex(),)))
        if not isinstance(answer, Refused):
            if _text(answer).lower() == "0x" + name.hex():
                return ""
            upstream.reject(Invalid(Fault.MISMATCH, "it named another transaction than ours"))
            return f"{upstream.name}: named another transaction"
        (known,) = await upstream.ask(Question("eth_getTransactionByHash", ("0x" + name.hex(),)))
    except UpstreamError as lost:
        upstream.fail(str(lost))
        return str(lost)
    if not isinstance(known, Refused) and known[:1] == b"{":
        return ""
    return f"{upstream.name}: {answer.words} ({answer.code})"


def _text(answer: bytes) -> str:
    try:
        return msgspec.json.decode(answer, type=str)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return ""


class ChainView:
    """One consumer's `Chain`: its own place in the row of heads, everything else shared."""

    def __init__(self, heads: HeadFollower, proofs: ProofReader, client: ChainClient) -> None:
        self._heads = heads
        self._proofs = proofs
        self._client = client
        self._last_number = -1

    def catching_up(self) -> str:
        """Return the sentence of the stage *syncing*; empty in every other."""
        status = self._client.status()
        return status.sentence if status.stage is ChainStage.SYNCING else ""

    async def next_head(self) -> VerifiedHead:
        """Return the newest head after the one returned before; those between are skipped.

        ChainError after a round of questions in which no node could be believed, or none shows
        a head young enough; ask again after a pause. ChainHalted for good.
        """
        self._client.raise_if_broken()
        head = await self._heads.newer_than(self._last_number)
        self._last_number = head.number
        return head

    async def account(self, address: Address, head: VerifiedHead) -> VerifiedAccount:
        """Return the account proven at `head`; ChainError, ChainHalted."""
        self._heads.raise_if_halted()
        return await self._proofs.account(address, head)

    async def storage(
        self, address: Address, slots: Sequence[int], head: VerifiedHead
    ) -> tuple[int, ...]:
        """Return the proven word of each slot at `head`, in order; ChainError, ChainHalted."""
        self._heads.raise_if_halted()
        return await self._proofs.storage(address, slots, head)

    async def broadcast(self, raw_transaction: bytes) -> None:
        """Hand the bytes to every node; ChainError when none took or knew them, ChainHalted."""
        await self._client.broadcast(raw_transaction)
