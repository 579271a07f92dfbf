"""Answers the core's questions about this project's storage contract: slots, and their meaning.

Reads through the Chain port only, so every word is proven at the given head, at a contract whose
code hash is this version's. What became of a call is read from the caller's own word there, which
counts the calls and keeps why the last of them were refused; no receipt is needed.
"""

from collections.abc import Sequence

import msgspec

from agent.core.questions import (
    CallQuestion,
    StorageMarketQuestion,
    StorageQuestion,
    UnitAccountQuestion,
)
from agent.core.storage_facts import (
    CallSeen,
    StorageParameters,
    StorageSeen,
    UnitAccountSeen,
    UnitSession,
)
from agent.ledger import storage_contract as storage
from agent.ledger.verify import ABSENT_ACCOUNT, EMPTY_CODE_HASH, VerifiedHead
from agent.ports import Chain, ChainError, PortError
from agent.storage.amounts import atto_text
from agent.units import Address

StorageFact = StorageSeen | UnitAccountSeen | CallSeen
MOST_SESSIONS = 64
"""At the unit: the oldest that are open. Energy out belongs to the oldest first."""
QUEUE_WORDS = 256
"""So many places of the unit's queue are looked at together; ended sessions are passed over."""
QUEUE_PAGES = 4
"""At most; the next only while there are fewer open sessions than are wanted."""


class OtherContractError(PortError):
    """What stands at the address is proven, and is not the storage contract of the settings.

    The end of a sentence: what it is instead. Nothing is wrong with the chain.
    """


class StorageReader:
    """One home's eyes on one storage contract: the owner's side and, where there is one, its unit."""

    def __init__(self, chain: Chain, *, contract: Address, owner: Address) -> None:
        self._chain = chain
        self._contract = contract
        self._owner = owner

    async def check_contract(self, head: VerifiedHead) -> None:
        """Prove that the contract is the one this version knows. OtherContractError; ChainError."""
        account = await self._chain.account(self._contract, head)
        if account == ABSENT_ACCOUNT or account.code_hash == EMPTY_CODE_HASH:
            raise OtherContractError("there is no contract at that address")
        if account.code_hash != storage.CODE_HASH:
            raise OtherContractError(
                f"its code 0x{account.code_hash.hex()} is not the storage market this version knows"
            )

    async def answer(
        self, question: StorageMarketQuestion, head: VerifiedHead, at_ms: int
    ) -> StorageFact:
        """Return the fact that answers the question at `head`; ChainError."""
        match question:
            case StorageQuestion(unit):
                return await self._seen(unit, head, at_ms)
            case UnitAccountQuestion(unit):
                return await unit_account(self._chain, unit, head, at_ms)
            case CallQuestion():
                return await self._outcome(question, head, at_ms)

    async def _words(self, slots: Sequence[int], head: VerifiedHead) -> tuple[int, ...]:
        return await self._chain.storage(self._contract, slots, head) if slots else ()

    async def _outcome(self, question: CallQuestion, head: VerifiedHead, at_ms: int) -> CallSeen:
        account = await self._chain.account(question.caller, head)
        if account.nonce <= question.nonce or question.calls_before is None:
            raise ChainError(
                f"what became of call {question.ident} cannot be told at block {head.number}"
            )
        (word,) = await self._words([storage.calls_slot(question.caller)], head)
        calls = storage.Calls.unpack(word)
        if calls.count <= question.calls_before:
            return CallSeen(at_ms, head.number, question.ident, "reverted")
        refusal = calls.refusal_of(question.calls_before)
        if refusal is None:
            raise ChainError(
                f"{question.caller} has made more than {storage.KEPT_REFUSALS} calls"
                f" since {question.ident}: somebody else uses its key"
            )
        if refusal:
            reason = storage.sentence(refusal)
            return CallSeen(at_ms, head.number, question.ident, "refused", reason)
        return CallSeen(at_ms, head.number, question.ident, "accepted")

    async def _seen(self, unit: Address | None, head: VerifiedHead, at_ms: int) -> StorageSeen:
        me = self._owner
        slots = [
            storage.totals_slot(),
            storage.costs_slot(),
            storage.office_slot(),
            storage.ent_slot(me),
            storage.euro_slot(me),
            storage.voter_slot(me),
            storage.calls_slot(me),
            *(storage.session_place_slot(me, n + 1) for n in range(storage.MAX_SESSIONS)),
        ]
        of_unit = []
        if unit is not None:
            of_unit = [
                storage.unit_slot(unit),
                storage.unit_owner_slot(unit),
                storage.calls_slot(unit),
                storage.queue_ends_slot(unit),
            ]
        words = await self._words([*slots, *of_unit], head)
        market, places, here = words[:7], words[7 : len(slots)], words[len(slots) :]
        seen = _market(market, head, at_ms, await self._mine(places, head))
        if unit is None:
            return seen
        known = storage.Unit.unpack(here[0])
        queued, behind = await self._queue(unit, storage.QueueEnds.unpack(here[3]), head)
        return msgspec.structs.replace(
            seen,
            registered=known.active,
            unit_owner=storage.address_of(here[1]) if here[1] else "",
            unit_energy_wh=known.energy_wh,
            unit_sessions=queued,
            unit_sessions_more=behind,
            unit_calls=storage.Calls.unpack(here[2]).count,
            unit_produced_wh=known.produced_wh,
            unit_consumed_wh=known.consumed_wh,
        )

    async def _mine(self, places: Sequence[int], head: VerifiedHead) -> tuple[UnitSession, ...]:
        """The owner's sessions, oldest first; those that are over too, while they lock ENT."""
        me = self._owner
        taken = [storage.SessionPlace.unpack(word) for word in places if word]
        words = await self._words([storage.session_slot(at.unit, me) for at in taken], head)
        found = [
            _session(at.serial, at.unit, me, word)
            for at, word in sorted(zip(taken, words, strict=True), key=lambda one: one[0].serial)
        ]
        return tuple(found)

    async def _queue(
        self, unit: Address, ends: storage.QueueEnds, head: VerifiedHead
    ) -> tuple[tuple[UnitSession, ...], int]:
        """The oldest open sessions at the unit that are not over, and how many may stand behind."""
        found: list[UnitSession] = []
        looked_to = ends.first
        for _ in range(QUEUE_PAGES):
            if len(found) >= MOST_SESSIONS or looked_to >= ends.following:
                break
            page = range(looked_to, min(ends.following, looked_to + QUEUE_WORDS))
            found += await self._page(unit, page, head)
            looked_to = page.stop
        behind = max(len(found) - MOST_SESSIONS, 0) + max(ends.following - looked_to, 0)
        return tuple(found[:MOST_SESSIONS]), behind

    async def _page(self, unit: Address, page: range, head: VerifiedHead) -> list[UnitSession]:
        words = await self._words([storage.queue_slot(unit, number) for number in page], head)
        queued = [storage.QueueEntry.unpack(word) for word in words]
        slots = [storage.session_id_slot(unit, one.consumer) for one in queued]
        slots += [storage.session_slot(unit, one.consumer) for one in queued]
        words = await self._words(slots, head)
        found = []
        for place, entry in enumerate(queued):
            ident = storage.SessionId.unpack(words[place])
            if ident.serial != entry.serial:
                continue  # this one has ended; the consumer's newer one stands further back
            session = _session(entry.serial, unit, entry.consumer, words[len(queued) + place])
            if session.expires_s > head.time_s:
                found.append(session)
        return found


def _session(serial: int, unit: Address, consumer: Address, word: int) -> UnitSession:
    session = storage.Session.unpack(word)
    return UnitSession(
        ident=str(serial),
        consumer=consumer,
        unit=unit,
        energy_wh=session.energy_wh,
        locked=atto_text(session.locked),
        opened_s=session.opened_s,
        expires_s=session.expires_s,
    )


def _market(
    words: Sequence[int], head: VerifiedHead, at_ms: int, mine: tuple[UnitSession, ...]
) -> StorageSeen:
    """The contract as the owner sees it, without a unit."""
    totals = storage.Totals.unpack(words[0])
    costs = storage.Costs.unpack(words[1])
    ent, euro = storage.Balance.unpack(words[3]), storage.Balance.unpack(words[4])
    return StorageSeen(
        at_ms=at_ms,
        block=head.number,
        block_time_s=head.time_s,
        parameters=StorageParameters(
            mint_cap=atto_text(costs.mint_cap),
            burn_cap=atto_text(costs.burn_cap),
            slope=atto_text(costs.slope),
            validity_s=storage.Office.unpack(words[2]).validity_s,
            owner_share=atto_text(costs.owner_share),
        ),
        total_energy_wh=totals.energy_wh,
        total_ent=atto_text(totals.ent),
        mint_cost=atto_text(min(totals.cost, costs.mint_cap)),
        burn_cost=atto_text(min(totals.cost, costs.burn_cap)),
        ent_available=atto_text(ent.available),
        ent_locked=atto_text(ent.locked),
        euro_available=atto_text(euro.available),
        euro_locked=atto_text(euro.locked),
        voter=words[5] != 0,
        my_sessions=mine,
        my_calls=storage.Calls.unpack(words[6]).count,
    )


async def unit_account(
    chain: Chain, unit: Address, head: VerifiedHead, at_ms: int
) -> UnitAccountSeen:
    """Return the account that sends a unit's reports, by proof; ChainError."""
    account = await chain.account(unit, head)
    return UnitAccountSeen(
        at_ms=at_ms,
        block=head.number,
        nonce=account.nonce,
        base_fee_wei=head.base_fee_wei,
        wei=account.balance_wei,
    )
