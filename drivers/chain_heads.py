"""Following the chain's head over several untrusted nodes: one poll at a time, for everybody.

No task outlives the call that needs it: whoever waits for a head polls all nodes, each at its own
pace, the others wait for the result, and when the one polling is cancelled the next goes on. Every believed step is a pure function's
(`agent.ledger.follow`); this file only asks, applies and counts.
"""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from agent.ledger import follow
from agent.ledger.network import Network
from agent.ledger.trust import TrustPoint
from agent.ledger.verdict import Fault, Invalid, NotEnoughTrust, Untrusted, Verified
from agent.ledger.verify import VerifiedHead
from agent.ports import ChainError, ChainHalted
from agent.units import UnixMs
from drivers.chain_preflight import fits, header_question
from drivers.chain_trust_file import TrustFileError, TrustStore
from drivers.chain_upstream import (
    Question,
    Refused,
    Upstream,
    UpstreamError,
    is_null,
    read_quantity,
)

STRAGGLER_S = 0.5  # what the others get to show a contradicting block once one has advanced
MOST_ROUNDS_OF_REST = 16
MOST_SKIPS = 128  # halvings over 2^48 blocks, and as many steps forward again
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
        self._network = network
        self._peers = [_Peer(upstream) for upstream in upstreams]
        self._wall_ms = wall_ms
        self._store = store
        self._poll_s = poll_s
        self._state = follow.begin(network, store.load() if store is not None else None)
        self._halt = store.evidence() if store is not None else None
        self._latest: VerifiedHead | None = None
        self._polling = asyncio.Lock()
        self._round_no = 0
        self._round_error: ChainError | None = None
        self._next_save_at = 0.0
        self.store_trouble = ""

    @property
    def trusted(self) -> TrustPoint:
        """The last block believed; it never goes back."""
        return self._state.trusted

    def raise_if_halted(self) -> None:
        """ChainHalted once two final headers contradicted each other, now or before a restart."""
        if self._halt is not None:
            raise ChainHalted(
                f"two final blocks {self._halt.number} contradict each other "
                f"(0x{self._halt.first_hash.hex()}, 0x{self._halt.second_hash.hex()})"
            )

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

    def _deliverable(self, number: int) -> VerifiedHead | None:
        head = self._latest
        if head is None or head.number <= number:
            return None
        stale = follow.fresh(self._network, head.time_s, self._wall_ms())
        return head if stale is None else None

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
        await self._save(at_once=False)

    async def _watch(self, peer: _Peer, told: asyncio.Queue[tuple[_Peer, bool]]) -> None:
        loop = asyncio.get_running_loop()
        while True:
            await asyncio.sleep(max(0.0, peer.next_ask_at - loop.time()))
            peer.next_ask_at = loop.time() + self._poll_s
            peer.asking = True
            try:
                truth = await self._ask(peer)
            finally:
                peer.asking = False
            told.put_nowait((peer, truth))

    async def _news(
        self, number: int, told: asyncio.Queue[tuple[_Peer, bool]]
    ) -> ChainError | None:
        truths: dict[int, bool] = {}
        while True:
            peer, truth = await told.get()
            truths[self._peers.index(peer)] = truth
            if self._halt is not None:
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
                while late and self._halt is None:
                    heard, _ = await told.get()
                    late = [peer for peer in late if peer is not heard]
        except TimeoutError:
            for peer in late:
                peer.upstream.fail("slower than the others")
                peer.tire()

    def _error_of(self, *, answered: bool) -> ChainError | None:
        if not answered:
            troubles = "; ".join(
                f"{peer.upstream.name}: {peer.upstream.trouble}" for peer in self._peers
            )
            return ChainError(f"no node showed a block that could be verified ({troubles})")
        stale = follow.fresh(self._network, self._state.trusted.time_s, self._wall_ms())
        return None if stale is None else ChainError(stale.reason)

    async def _ask(self, peer: _Peer) -> bool:
        """Ask one node for what is new; return whether all it said was true."""
        try:
            if not peer.upstream.usable:
                peer.upstream.usable = await fits(peer.upstream, self._network)
                if not peer.upstream.usable:
                    return False
            told_truth = await self._advance_by(peer)
        except UpstreamError as lost:
            peer.upstream.usable = False
            peer.upstream.fail(str(lost))
            return False
        if told_truth:
            peer.upstream.praise()
            peer.next_rest = 1
        return told_truth

    async def _advance_by(self, peer: _Peer) -> bool:
        upstream = peer.upstream
        trusted = self._state.trusted
        known = trusted.number if peer.tip < 0 else min(peer.tip, trusted.number)
        height, following, compared = await upstream.ask(
            Question("eth_blockNumber"),
            header_question(trusted.number + 1),
            header_question(known),
        )
        tip = read_quantity(height)
        if tip is None:
            upstream.reject(Invalid(Fault.SHAPE, "it claimed no height"))
            return False
        peer.tip = tip
        truth = isinstance(compared, Refused) or is_null(compared)
        truth = truth or self._apply(upstream, compared, known) is True
        if tip > trusted.number + 1 and await self._skip_to(upstream, tip):
            return truth
        if isinstance(following, Refused) or is_null(following):
            return truth
        return self._apply(upstream, following, trusted.number + 1) is True and truth

    async def _skip_to(self, upstream: Upstream, tip: int) -> bool:
        """Believe the tip at once, or a block half as far first, and half of that."""
        target = tip
        for _ in range(MOST_SKIPS):
            if target <= self._state.trusted.number:
                return True
            (answer,) = await upstream.ask(header_question(target))
            if isinstance(answer, Refused) or is_null(answer):
                upstream.reject(Invalid(Fault.SHAPE, f"it claimed block {target} and hid it"))
                return False
            outcome = self._apply(upstream, answer, target)
            if outcome is False:
                return False
            if outcome is True:
                target = tip
                continue
            middle = follow.halfway(self._state.trusted.number, target)
            if middle is None:
                upstream.fail(outcome.reason)
                return False
            target = middle
        return False

    def _apply(
        self, upstream: Upstream, answer: Untrusted | Refused, number: int
    ) -> bool | NotEnoughTrust:
        """Judge a header against what is believed now; True: it is believed, or was already."""
        if isinstance(answer, Refused):
            return False
        now, state = self._wall_ms(), self._state
        step: follow.Step | follow.Agrees
        if number <= state.trusted.number:
            step = follow.compare(self._network, state, answer, number, now)
        elif number == state.trusted.number + 1:
            step = follow.verify_next(self._network, state, answer, now)
        else:
            step = follow.verify_skip(self._network, state, answer, number, now)
        match step:
            case Verified(value=advance):
                self._state, self._latest = advance.state, advance.head
                return True
            case follow.Agrees():
                return True
            case follow.Halt():
                self._halt = self._halt or step
                return False
            case NotEnoughTrust():
                upstream.trouble = step.reason
                return step
            case Invalid():
                upstream.reject(step)
                return False

    async def _save(self, *, at_once: bool) -> None:
        """Store the trusted block now and then, evidence always; a full disk is only noted."""
        if self._store is None:
            return
        try:
            if self._halt is not None:
                await asyncio.to_thread(self._store.keep_evidence, self._halt)
            now_s = asyncio.get_running_loop().time()
            if at_once or now_s >= self._next_save_at:
                await asyncio.to_thread(self._store.save, self._state.trusted)
                self._next_save_at = now_s + SAVE_EVERY_S
            self.store_trouble = ""
        except (OSError, TrustFileError) as full:
            self.store_trouble = str(full)
