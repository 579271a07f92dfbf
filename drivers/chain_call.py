"""eth_call without believing a node: the contract's own code, run here over proven state.

    calls = verified_calls(client)                     # needs the extra "evm" (py-evm)
    (total,) = await calls.call([LocalCall(contract, data)], head)

A run that lacks values notes them all and goes on with nothing in their place; they are fetched
with proofs, together, and the run begins again, until one lacks nothing: only that one's result
counts. What a call read is remembered, so that the same call at the next head asks once. Rounds,
values, gas, depth and time are bounded; whatever a node, or the contract, does, ends as a result
that is proven or as ChainError.
"""

import asyncio
import threading
import time
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from importlib.util import find_spec
from typing import TYPE_CHECKING, Protocol

from agent.ledger.verify import ABSENT_ACCOUNT, EMPTY_CODE_HASH, VerifiedHead
from agent.ports import CallReturn, Chain, ChainError, LocalCall
from agent.units import Address
from drivers.chain_rpc import ChainClient

if TYPE_CHECKING:  # py-evm takes 0.6 s and 36 MB: only who executes a call waits for it
    from drivers.chain_evm import Known, Touched

MOST_ROUNDS = 24  # a round per link of a chain of pointers; lists of lists of structs need six
MOST_WORDS = 20_000  # of all calls asked for together: a hundred questions, some 4 MB
WITHIN_S = 60.0  # a Pi needs some 2 s for what a desktop does in 0.2 s
REMEMBERED_CALLS = 128  # the access lists of as many calls
MOST_CODES = 64  # of 24 kB at most (EIP-170)


class EvmMissingError(RuntimeError):
    """py-evm is not installed, and the message says how to install it."""


class CodeReader(Protocol):
    """Where the code of a proven hash comes from."""

    async def code(self, address: str, code_hash: bytes, head: VerifiedHead) -> bytes: ...


def verified_calls(client: ChainClient) -> "VerifiedCalls":
    """Return the `Execution` of a light client; EvmMissingError."""
    return VerifiedCalls(client.view(), client.blocks, client.network.chain_id)


class VerifiedCalls:
    """Runs calls over one chain's proven state; one per process serves all."""

    def __init__(
        self, chain: Chain, codes: CodeReader, chain_id: int, *, within_s: float = WITHIN_S
    ) -> None:
        if find_spec("eth") is None:
            raise EvmMissingError(
                "py-evm, which runs contracts of others, is not installed:"
                " install gridhearth with its extra evm (pip install 'gridhearth[evm]')"
            )
        self._chain = chain
        self._code_reader = codes
        self._chain_id = chain_id
        self._within_s = within_s
        self._codes: OrderedDict[bytes, bytes] = OrderedDict()
        self._read: OrderedDict[LocalCall, Touched] = OrderedDict()
        self._running = asyncio.Lock()

    async def call(self, calls: Sequence[LocalCall], head: VerifiedHead) -> tuple[CallReturn, ...]:
        """Return what each call gives on the state of `head`, in order; ChainError, ChainHalted."""
        if not calls:
            return ()
        try:
            async with self._running, asyncio.timeout(self._within_s):
                return await self._complete(calls, head)
        except TimeoutError as slow:
            raise ChainError(
                f"{_about(calls, head)} took longer than {self._within_s:g} s"
            ) from slow

    async def _complete(
        self, calls: Sequence[LocalCall], head: VerifiedHead
    ) -> tuple[CallReturn, ...]:
        from drivers.chain_evm import Known, RefusedError

        until_s = time.monotonic() + self._within_s
        known = Known(codes=self._codes)
        await self._prefetch(calls, known, head)
        done: dict[LocalCall, CallReturn] = {}
        for _ in range(MOST_ROUNDS):
            left = [one for one in dict.fromkeys(calls) if one not in done]
            try:
                runs = await self._run(left, head, known, until_s)
            except RefusedError as refused:
                raise ChainError(f"{_about(calls, head)} was not executed: {refused}") from refused
            for one, (returned, touched) in zip(left, runs, strict=True):
                if returned is not None:
                    done[one] = returned
                    self._remember(one, touched)
            if all(one in done for one in left):
                return tuple(done[one] for one in calls)
            await self._fetch([touched for _, touched in runs], known, head)
        raise ChainError(f"{_about(calls, head)} wanted more than {MOST_ROUNDS} rounds of values")

    async def _run(
        self, calls: Sequence[LocalCall], head: VerifiedHead, known: "Known", until_s: float
    ) -> "list[tuple[CallReturn | None, Touched]]":
        """Run each call once, in a thread: the loop has other things to do meanwhile."""
        from drivers.chain_evm import run

        stop = threading.Event()

        def all_of_them() -> "list[tuple[CallReturn | None, Touched]]":
            return [
                run(one, head, self._chain_id, known, until_s=until_s, stopped=stop.is_set)
                for one in calls
            ]

        try:
            return await asyncio.to_thread(all_of_them)
        finally:
            stop.set()  # who was cancelled leaves no thread computing

    async def _prefetch(
        self, calls: Sequence[LocalCall], known: "Known", head: VerifiedHead
    ) -> None:
        """Fetch what the same calls read last time, and in any case the code they begin with."""
        before = [self._read[one] for one in calls if one in self._read]
        words = dict.fromkeys(key for touched in before for key in touched.words)
        accounts = dict.fromkeys(one.to for one in calls)
        accounts |= dict.fromkeys(name for touched in before for name in touched.accounts)
        await self._fetch_state(accounts, list(words)[:MOST_WORDS], known, head)
        await self._fetch_codes({one.to for one in calls}, known, head)

    async def _fetch(
        self, touched: "Sequence[Touched]", known: "Known", head: VerifiedHead
    ) -> None:
        words = dict.fromkeys(key for one in touched for key in one.missing_words)
        accounts = dict.fromkeys(name for one in touched for name in one.missing_accounts)
        if len(known.words) + len(words) > MOST_WORDS:
            raise ChainError(f"a call at block {head.number} wanted more than {MOST_WORDS} words")
        await self._fetch_state(accounts, words, known, head)
        await self._fetch_codes(
            {name for one in touched for name in one.missing_codes}, known, head
        )

    async def _fetch_state(
        self,
        accounts: Iterable[Address],
        words: Iterable[tuple[Address, int]],
        known: "Known",
        head: VerifiedHead,
    ) -> None:
        slots: dict[Address, list[int]] = {}
        for address, slot in words:
            slots.setdefault(address, []).append(slot)
        for address, wanted in slots.items():
            proven = await self._chain.storage(address, wanted, head)
            known.words.update(
                ((address, slot), word) for slot, word in zip(wanted, proven, strict=True)
            )
        for address in accounts:
            known.accounts[address] = await self._chain.account(address, head)

    async def _fetch_codes(
        self, addresses: Iterable[Address], known: "Known", head: VerifiedHead
    ) -> None:
        while len(self._codes) > MOST_CODES:
            self._codes.popitem(last=False)
        for address in addresses:
            account = known.accounts[address]
            name = account.code_hash
            if account != ABSENT_ACCOUNT and name != EMPTY_CODE_HASH and name not in known.codes:
                known.codes[name] = await self._code_reader.code(address, name, head)

    def _remember(self, call: LocalCall, touched: "Touched") -> None:
        self._read[call] = touched
        self._read.move_to_end(call)
        while len(self._read) > REMEMBERED_CALLS:
            self._read.popitem(last=False)


def _about(calls: Sequence[LocalCall], head: VerifiedHead) -> str:
    names = ", ".join(f"0x{one.data[:4].hex()}" for one in calls[:3])
    more = f" and {len(calls) - 3} more" if len(calls) > 3 else ""
    return f"the call {names}{more} of {calls[0].to} at block {head.number}"
