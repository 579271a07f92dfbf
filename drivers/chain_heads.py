"""Following the chain's head over several untrusted nodes: one poll at a time, for everybody.

No task outlives the call that needs it: whoever waits for a head polls all nodes, each at its own
pace, the others wait for the result, and when the one polling is cancelled the next goes on. Every believed step is a pure function's
(`agent.ledger.follow`); this file only asks, applies and counts.
"""

import asyncio
import contextlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from agent.ledger import follow
from agent.ledger.network import Network
from agent.ledger.trust import TrustPoint
from agent.ledger.verify import VerifiedHead
from agent.ports import ChainError, ChainHalted
from agent.units import UnixMs
from drivers.chain_catchup import Belief
from drivers.chain_preflight import fits, note_height
from drivers.chain_status import ChainStage, ChainStatus, StageClock
from drivers.chain_trust_file import TrustFileError, TrustStore
from drivers.chain_upstream import Upstream, UpstreamError

STRAGGLER_S = 0.5  # what the others get to show a contradicting block once one has advanced
MOST_ROUNDS_OF_REST = 16
SAVE_EVERY_S = 60.0  # a write per block would wear an SD card out


@dataclass(slots=True)
class _Peer:
    """An upstream and what we last heard from it about the head."""

    upstream: Upstream
    tip: int = -1
    next_ask_at: float = 0.0
    asking: bool = False
    rest_rounds: int = 0
    next_rest: int = 1

    def tire(self) -> None:
        """Do not wait for it any more for some heads, for longer each time."""
        self.rest_rounds = self.next_rest
        self.next_rest = min(2 * self.next_rest, MOST_ROUNDS_OF_REST)


class HeadFollower:
    """The verified head, for any number of waiting consumers."""

    def __init__(
        self,
        network: Network,
        upstreams: Sequence[Upstream],
        wall_ms: Callable[[], UnixMs],
        store: TrustStore | None,
        poll_s: float,
    ) -> None:
        self._peers = [_Peer(upstream) for upstream in upstreams]
        self._store = store
        self._poll_s = poll_s
        self._belief = Belief(
            network,
            wall_ms,
            store.load() if store is not None else None,
            store.evidence() if store is not None else None,
        )
        self._stages = StageClock(wall_ms())
        self._polling = asyncio.Lock()
        self._stirred = asyncio.Event()
        self._round_no = 0
        self._polled_at_s = float("-inf")
        self._round_error: ChainError | None = None
        self._next_save_at = 0.0
        self.store_trouble = ""

    @property
    def trusted(self) -> TrustPoint:
        """The last block believed; it never goes back."""
        return self._belief.trusted

    def status(self) -> ChainStatus:
        """Return how far the chain is followed at this moment."""
        belief = self._belief
        now, head = belief.wall_ms(), belief.latest
        if belief.halt is not None:
            return self._stages.status(ChainStage.HALTED, _halted(belief.halt), now)
        old = None if head is None else belief.too_old(head.time_s)
        if head is not None and old is None:
            words = f"The chain is followed at block {head.number}."
            return self._stages.status(ChainStage.LIVE, words, now)
        if belief.claimed >= 0:
            words = f"Catching up from block {self.trusted.number} to {belief.claimed}."
            return self._stages.status(ChainStage.SYNCING, words, now)
        if head is None or old is None:
            words = "No node has answered yet." if self._round_error is None else ""
            words = words or f"Nothing could be verified yet: {self._round_error}."
            return self._stages.status(ChainStage.UNSYNCED, words, now)
        ended = UnixMs((head.time_s + belief.network.max_age_s) * 1000)
        words = f"Nothing is decided: {old.reason}."
        return self._stages.status(ChainStage.STALE, words, min(now, ended))

    def raise_if_halted(self) -> None:
        """ChainHalted once two final headers contradicted each other, now or before a restart."""
        if self._belief.halt is not None:
            raise ChainHalted(_halted(self._belief.halt))

    async def newer_than(self, number: int) -> VerifiedHead:
        """Return the newest fresh head above `number`, waiting for it; ChainError, ChainHalted."""
        while True:
            self.raise_if_halted()
            head = self._deliverable(number)
            if head is not None:
                return head
            seen = self._round_no
            async with self._polling:
                if seen == self._round_no:  # nobody polled while we waited for our turn
                    await self._poll(number)
            self.raise_if_halted()
            if self._deliverable(number) is None and self._round_error is not None:
                raise ChainError(str(self._round_error))

    async def current(self) -> VerifiedHead:
        """Return the newest fresh head, asking for one unless that was done a moment ago;
        ChainError, ChainHalted."""
        loop = asyncio.get_running_loop()
        self.raise_if_halted()
        async with self._polling:
            head = self._deliverable(-1)
            if head is None or loop.time() - self._polled_at_s >= self._poll_s:
                await self._poll(-1)
        self.raise_if_halted()
        head = self._deliverable(-1)
        if head is None:
            raise ChainError(str(self._round_error or "no node showed a newer block"))
        return head

    def _deliverable(self, number: int) -> VerifiedHead | None:
        head = self._belief.latest
        if head is None or head.number <= number:
            return None
        return head if self._belief.too_old(head.time_s) is None else None

    def hint(self) -> None:
        """Ask every node that does not rest at once: somebody says there is a new block."""
        for peer in self._peers:
            peer.next_ask_at = 0.0
        self._stir()

    def _stir(self) -> None:
        """Let all that pause look again whether they still have to."""
        self._stirred.set()
        self._stirred.clear()

    async def close(self) -> None:
        """Save what is trusted."""
        await self._save(at_once=True)

    async def _poll(self, number: int) -> None:
        """Ask all nodes, again and again, until there is a fresh head above `number`, until all
        have answered and none truthfully or none with a fresh head, or until they contradict.

        A node that is slow delays nobody and is not cut short while nothing is new: else a fast
        one could hide new blocks by saying quickly that there are none.
        """
        told: asyncio.Queue[tuple[_Peer, bool]] = asyncio.Queue()
        async with asyncio.TaskGroup() as group:
            watching = [group.create_task(self._watch(peer, told)) for peer in self._peers]
            try:
                self._round_error = await self._news(number, told)
            finally:
                for task in watching:
                    task.cancel()
        self._round_no += 1
        self._polled_at_s = asyncio.get_running_loop().time()
        await self._save(at_once=False)

    async def _watch(self, peer: _Peer, told: asyncio.Queue[tuple[_Peer, bool]]) -> None:
        loop = asyncio.get_running_loop()
        while True:
            await self._pause(peer, told)
            peer.next_ask_at = loop.time() + self._poll_s
            peer.asking = True
            try:
                truth = await self._ask(peer)
            finally:
                peer.asking = False
            if not truth:
                self._stir()
            told.put_nowait((peer, truth))

    async def _pause(self, peer: _Peer, told: asyncio.Queue[tuple[_Peer, bool]]) -> None:
        """Wait for the node's next turn; one that rests is excused at once."""
        loop = asyncio.get_running_loop()
        await asyncio.sleep(0)
        excused = False
        while True:
            rest_s = self._rest_s(peer, loop.time())
            if rest_s > 0 and not excused:
                excused = True
                told.put_nowait((peer, False))
            left_s = max(peer.next_ask_at - loop.time(), rest_s)
            if left_s <= 0:
                return
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(left_s):
                    await self._stirred.wait()

    def _rest_s(self, peer: _Peer, now_s: float) -> float:
        """Return how long the node rests; nobody does unless another serves a fresh head."""
        head = self._belief.latest
        if head is None or self._belief.too_old(head.time_s) is not None:
            return 0.0
        if all(one.upstream.score.resting_s(now_s) > 0 for one in self._peers):
            return 0.0
        return peer.upstream.score.resting_s(now_s)

    async def _news(
        self, number: int, told: asyncio.Queue[tuple[_Peer, bool]]
    ) -> ChainError | None:
        truths: dict[int, bool] = {}
        while True:
            peer, truth = await told.get()
            truths[self._peers.index(peer)] = truth
            if self._belief.halt is not None:
                return None
            if self._deliverable(number) is not None:
                await self._hear_stragglers(told)
                return None
            if len(truths) == len(self._peers):
                error = self._error_of(answered=any(truths.values()))
                if error is not None:
                    return error

    async def _hear_stragglers(self, told: asyncio.Queue[tuple[_Peer, bool]]) -> None:
        """Give those being asked a moment to contradict; one that uses it up gets none for a
        while."""
        late = [peer for peer in self._peers if peer.asking and peer.rest_rounds == 0]
        for peer in self._peers:
            peer.rest_rounds = max(0, peer.rest_rounds - 1)
        try:
            async with asyncio.timeout(STRAGGLER_S):
                while late and self._belief.halt is None:
                    heard, _ = await told.get()
                    late = [peer for peer in late if peer is not heard]
        except TimeoutError:
            for peer in late:
                peer.upstream.decline("slower than the others")
                peer.tire()

    def _error_of(self, *, answered: bool) -> ChainError | None:
        if not answered:
            troubles = "; ".join(
                f"{peer.upstream.name}: {peer.upstream.trouble}" for peer in self._peers
            )
            return ChainError(f"no node showed a block that could be verified ({troubles})")
        stale = self._belief.too_old(self.trusted.time_s)
        return None if stale is None else ChainError(stale.reason)

    async def _ask(self, peer: _Peer) -> bool:
        """Ask one node for what is new; return whether all it said was true."""
        upstream = peer.upstream
        try:
            if not upstream.usable:
                upstream.usable = await fits(upstream, self._belief.network)
                if not upstream.usable:
                    return False
            peer.tip, told_truth = await self._belief.advance(upstream, peer.tip)
        except UpstreamError as lost:
            upstream.usable = False
            upstream.fail(str(lost))
            return False
        if told_truth:
            upstream.praise()
            peer.next_rest = 1
            note_height(upstream, self._belief.network, peer.tip, self.trusted.number)
        return told_truth

    async def _save(self, *, at_once: bool) -> None:
        """Store the trusted block now and then, evidence always; a full disk is only noted."""
        if self._store is None:
            return
        try:
            if self._belief.halt is not None:
                await asyncio.to_thread(self._store.keep_evidence, self._belief.halt)
            now_s = asyncio.get_running_loop().time()
            if at_once or now_s >= self._next_save_at:
                await asyncio.to_thread(self._store.save, self.trusted)
                self._next_save_at = now_s + SAVE_EVERY_S
            self.store_trouble = ""
        except (OSError, TrustFileError) as full:
            self.store_trouble = str(full)


def _halted(halt: follow.Halt) -> str:
    return (
        f"two final blocks {halt.number} contradict each other "
        f"(0x{halt.first_hash.hex()}, 0x{halt.second_hash.hex()})"
    )
