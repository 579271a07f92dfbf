"""A chain in memory for tests of whatever uses the `Chain` port: no nodes, no proofs.

The test says what is true at each head; the port's promises are kept (heads in order, the newest
one only, words of a head fixed when it is made) and its failures can be ordered.
"""

import asyncio
from collections.abc import Mapping, Sequence

from agent.hashing import keccak256
from agent.ledger.transaction import transaction_hash
from agent.ledger.verify import ABSENT_ACCOUNT, VerifiedAccount, VerifiedHead
from agent.ports import CallReturn, ChainError, ChainHalted, LocalCall, SentCall, UsedNonce
from agent.units import Address

Words = Mapping[tuple[Address, int], int]


class FakeChain:
    """The chain behind any number of views. Change `accounts` and `words`, then `advance`."""

    def __init__(self, *, genesis_s: int = 1_700_000_000, base_fee_wei: int = 7) -> None:
        self.accounts: dict[Address, VerifiedAccount] = {}
        self.words: dict[tuple[Address, int], int] = {}
        self.returns: dict[LocalCall, CallReturn] = {}
        """What a call gives; any other gives nothing, as where there is no code."""
        self.used: dict[tuple[Address, int], UsedNonce] = {}
        """What used a nonce; the account's own nonce says whether one is used."""
        self.calls: list[tuple[Address, SentCall]] = []
        """What was sent to contracts, in the chain's order."""
        self.sent: list[bytes] = []
        """Every broadcast, repetitions included, in order."""
        self.failures: list[ChainError | ChainHalted] = []
        """Raised by the next calls, one each, before anything else happens."""
        self.halted = ""
        self.catching_up = ""
        """What every view says of a long way to the newest block; empty: on none."""
        self._base_fee_wei = base_fee_wei
        self._states: dict[bytes, tuple[dict[Address, VerifiedAccount], Words]] = {}
        self._returns: dict[bytes, Mapping[LocalCall, CallReturn]] = {}
        self._news = asyncio.Condition()
        self.head = self._made(0, genesis_s)

    def _made(self, number: int, time_s: int) -> VerifiedHead:
        root = keccak256(number.to_bytes(8, "big"))
        head = VerifiedHead(
            number=number,
            hash=keccak256(root),
            state_root=root,
            time_s=time_s,
            base_fee_wei=self._base_fee_wei,
            gas_limit=30_000_000,
            validators=(),
        )
        self._states[head.hash] = (dict(self.accounts), dict(self.words))
        self._returns[head.hash] = dict(self.returns)
        return head

    async def advance(self, time_s: int, blocks: int = 1) -> VerifiedHead:
        """Make the present accounts and words the state of a new head of this time."""
        async with self._news:
            self.head = self._made(self.head.number + blocks, time_s)
            self._news.notify_all()
        return self.head

    async def halt(self, reason: str) -> None:
        """Contradict: every call from now on raises ChainHalted."""
        async with self._news:
            self.halted = reason
            self._news.notify_all()

    def sent_once(self) -> list[bytes]:
        """Return the different transactions sent, in the order of their first appearance."""
        return list({transaction_hash(raw): raw for raw in reversed(self.sent)}.values())[::-1]

    def view(self) -> "FakeChainView":
        """Return a `Chain` for one more consumer."""
        return FakeChainView(self)

    def check(self) -> None:
        """Raise what was ordered to fail."""
        if self.failures:
            raise self.failures.pop(0)
        if self.halted:
            raise ChainHalted(self.halted)

    def state_at(self, head: VerifiedHead) -> tuple[Mapping[Address, VerifiedAccount], Words]:
        """Return what was true at a head; ChainError for one that is not of this chain."""
        state = self._states.get(head.hash)
        if state is None:
            raise ChainError(f"nobody knew block {head.number}")
        return state

    def returns_at(self, head: VerifiedHead) -> Mapping[LocalCall, CallReturn]:
        """Return what calls gave at a head; ChainError for one that is not of this chain."""
        self.state_at(head)
        return self._returns[head.hash]

    async def newer_than(self, number: int) -> VerifiedHead:
        """Return the newest head above `number`, waiting for it."""
        async with self._news:
            await self._news.wait_for(
                lambda: self.head.number > number or bool(self.halted) or bool(self.failures)
            )
            self.check()
            return self.head


class FakeChainView:
    """One consumer's `Chain`; also its `Execution` and its `Receipts`."""

    def __init__(self, chain: FakeChain) -> None:
        self._chain = chain
        self._last_number = -1

    def catching_up(self) -> str:
        return self._chain.catching_up

    async def next_head(self) -> VerifiedHead:
        head = await self._chain.newer_than(self._last_number)
        self._last_number = head.number
        return head

    async def account(self, address: Address, head: VerifiedHead) -> VerifiedAccount:
        self._chain.check()
        accounts, _ = self._chain.state_at(head)
        return accounts.get(address, ABSENT_ACCOUNT)

    async def storage(
        self, address: Address, slots: Sequence[int], head: VerifiedHead
    ) -> tuple[int, ...]:
        self._chain.check()
        _, words = self._chain.state_at(head)
        return tuple(words.get((address, slot), 0) for slot in slots)

    async def broadcast(self, raw_transaction: bytes) -> None:
        self._chain.check()
        self._chain.sent.append(raw_transaction)

    async def call(self, calls: Sequence[LocalCall], head: VerifiedHead) -> tuple[CallReturn, ...]:
        self._chain.check()
        returns = self._chain.returns_at(head)
        return tuple(returns.get(one, CallReturn(b"")) for one in calls)

    async def used_nonce(
        self, sender: Address, nonce: int, names: Sequence[bytes], head: VerifiedHead
    ) -> UsedNonce | None:
        self._chain.check()
        accounts, _ = self._chain.state_at(head)
        if accounts.get(sender, ABSENT_ACCOUNT).nonce <= nonce:
            return None
        used = self._chain.used.get((sender, nonce))
        if used is None:
            raise ChainError(f"no node showed what used the nonce {nonce} of {sender}")
        return used

    async def sent_to(
        self, contract: Address, first: int, last: int, head: VerifiedHead
    ) -> tuple[SentCall, ...]:
        self._chain.check()
        until = min(last, head.number)
        return tuple(
            one for to, one in self._chain.calls if to == contract and first <= one.block <= until
        )
