"""Proven accounts and storage words, asked of any node that can prove them, and remembered.

Many agents of one process ask for the same contract's words at the same head: what one of them
fetches serves all, and words asked for while a question is under way go out together in the next.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field

import msgspec

from agent.ledger.verdict import Invalid, Untrusted, Verified
from agent.ledger.verify import VerifiedAccount, VerifiedHead, VerifiedStorage, verify_storage
from agent.units import Address
from drivers.chain_pool import Pool
from drivers.chain_upstream import Question, batches

SLOTS_PER_QUESTION = 200  # geth refuses more than 1024; 200 keep an answer below 0.5 MB
HEADS_REMEMBERED = 4  # decisions use the newest head; slower consumers the ones before
WORDS_REMEMBERED = 100_000  # per head: about 20 MB, a market of 2 000 members


@dataclass(slots=True)
class _Remembered:
    """What has been proven about one account at one head, and what is wanted next."""

    account: VerifiedAccount | None = None
    words: dict[int, int] = field(default_factory=dict)
    wanted: dict[int, None] = field(default_factory=dict)
    asking: asyncio.Lock = field(default_factory=asyncio.Lock)


class ProofReader:
    """Proven values under verified heads, from whichever node proves them first."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self._heads: OrderedDict[bytes, dict[Address, _Remembered]] = OrderedDict()

    async def account(self, address: Address, head: VerifiedHead) -> VerifiedAccount:
        """Return the proven account; ChainError."""
        memory = self._memory(address, head)
        if memory.account is None:
            async with memory.asking:
                if memory.account is None:
                    memory.account = (await self._prove(address, (), head)).account
        return memory.account

    async def storage(
        self, address: Address, slots: Sequence[int], head: VerifiedHead
    ) -> tuple[int, ...]:
        """Return the proven words in the order asked for; ChainError."""
        memory = self._memory(address, head)
        found = {slot: memory.words[slot] for slot in slots if slot in memory.words}
        missing = dict.fromkeys(slot for slot in slots if slot not in found)
        if missing:
            memory.wanted.update(missing)
            async with memory.asking:
                found.update(await self._fetch(address, missing, head, memory))
        return tuple(found[slot] for slot in slots)

    async def _fetch(
        self, address: Address, missing: dict[int, None], head: VerifiedHead, memory: _Remembered
    ) -> dict[int, int]:
        """Return the missing words; whatever others want by now is fetched along."""
        for slot in missing:
            if slot not in memory.words:
                memory.wanted[slot] = None
        wanted = [slot for slot in memory.wanted if slot not in memory.words]
        memory.wanted.clear()
        found: dict[int, int] = {}
        for lot in batches(wanted, SLOTS_PER_QUESTION) if wanted else []:
            proven = await self._prove(address, lot, head)
            memory.account = proven.account
            found.update(zip(lot, proven.words, strict=True))
        known = {slot: memory.words[slot] for slot in missing if slot in memory.words}
        if len(memory.words) + len(found) <= WORDS_REMEMBERED:
            memory.words.update(found)
        return known | found

    def _memory(self, address: Address, head: VerifiedHead) -> _Remembered:
        at_head = self._heads.setdefault(head.hash, {})
        while len(self._heads) > HEADS_REMEMBERED:
            self._heads.popitem(last=False)
        return at_head.setdefault(address, _Remembered())

    async def _prove(
        self, address: Address, slots: tuple[int, ...], head: VerifiedHead
    ) -> VerifiedStorage:
        """Ask node after node until one proves it."""
        question = Question("eth_getProof", (address, [hex(s) for s in slots], hex(head.number)))
        return await self._pool.proven(
            [question],
            lambda answers: verify_storage(answers[0], address, slots, head),
            f"{address} at block {head.number}",
        )

    async def with_nodes(
        self, address: Address, slots: tuple[int, ...], head: VerifiedHead
    ) -> tuple[VerifiedStorage, "ProofNodes"]:
        """Return proven words together with the nodes that prove them; ChainError."""
        return await self._pool.proven(
            [Question("eth_getProof", (address, [hex(s) for s in slots], hex(head.number)))],
            lambda answers: _with_nodes(answers[0], address, slots, head),
            f"{address} at block {head.number}",
        )


class ProofNodes(msgspec.Struct, frozen=True):
    """The trie nodes of a proof, in hexadecimal as a node sent them."""

    account: list[str]
    slots: list[list[str]]


class _Path(msgspec.Struct, frozen=True):
    proof: list[str]


class _Paths(msgspec.Struct, frozen=True, rename="camel"):
    account_proof: list[str]
    storage_proof: list[_Path] | None = None


def _with_nodes(
    answer: Untrusted, address: Address, slots: tuple[int, ...], head: VerifiedHead
) -> Verified[tuple[VerifiedStorage, ProofNodes]] | Invalid:
    verdict = verify_storage(answer, address, slots, head)
    if isinstance(verdict, Invalid):
        return verdict
    paths = msgspec.json.decode(answer, type=_Paths)  # it has this shape: it was verified
    listed = [path.proof for path in paths.storage_proof or []] or [[] for _ in slots]
    return Verified((verdict.value, ProofNodes(paths.account_proof, listed)))
