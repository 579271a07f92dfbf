"""Answers the core's questions about a storage contract that others wrote, from its own views.

Only the published interface is known (agent.ledger.storage_published). The views are run here over
proven state (the port Execution); what became of a call is read from its proven receipt (the port
Receipts), because such a contract refuses by an event and not by a revert.

What the interface cannot tell stays open, or is learnt elsewhere. Who owns a unit: open. Who has a
session at a unit: learnt from the proven transactions that started one, back to `look_back_blocks`
and from then on (not seen are sessions that another contract starts). How much ENT a session still
locks: shown is what its energy would burn now.
"""

from collections.abc import Callable, Sequence
from typing import TypeVar

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
from agent.ledger import storage_published as published
from agent.ledger.abi import AbiError
from agent.ledger.verify import ABSENT_ACCOUNT, EMPTY_CODE_HASH, VerifiedHead
from agent.ports import (
    CallReturn,
    Chain,
    ChainError,
    Execution,
    LocalCall,
    Receipts,
)
from agent.shell.storage_reader import OtherContractError, unit_account
from agent.storage.amounts import ATTO, atto_text
from agent.units import WH_PER_KWH, Address

StorageFact = StorageSeen | UnitAccountSeen | CallSeen
MOST_SESSIONS = 64
"""Of the owner, and of the unit: the oldest. Energy out belongs to the oldest first."""
LOOK_BACK_BLOCKS = 2_000
"""Two hours of blocks every five seconds hold every session that is still valid (H = 2 h)."""
MOST_CONSUMERS = 200
"""One more call for each: on a Pi some ten milliseconds."""
FOREIGN = "another transaction used its number"
Read = TypeVar("Read")


class InterfaceError(Exception):
    """The contract's code answered, and not as the published interface says."""


def _other(said: InterfaceError) -> OtherContractError:
    return OtherContractError(f"it does not answer as the published interface says: {said}")


class PublishedStorageReader:
    """One home's eyes on a storage contract of others."""

    def __init__(
        self,
        chain: Chain,
        execution: Execution,
        receipts: Receipts,
        *,
        contract: Address,
        owner: Address,
        code_hash: bytes | None = None,
        consumers: Sequence[Address] = (),
        look_back_blocks: int = LOOK_BACK_BLOCKS,
    ) -> None:
        """`code_hash`: what the contract's code must hash to; None: any code with the views.

        `consumers`: asked for in any case, as whoever starts sessions through another contract.
        """
        self._chain = chain
        self._execution = execution
        self._receipts = receipts
        self._contract = contract
        self._owner = owner
        self._code_hash = code_hash
        self._look_back_blocks = look_back_blocks
        self._looked_to = -1
        self._named = tuple(dict.fromkeys((owner, *consumers)))
        self._consumers: dict[Address, None] = {}
        """Who may have a session at the unit, besides those named."""

    async def check_contract(self, head: VerifiedHead) -> None:
        """Prove that the contract is the pinned one, or at least answers as the interface says.

        OtherContractError: it is another; nothing may be reported there. ChainError.
        """
        account = await self._chain.account(self._contract, head)
        if account == ABSENT_ACCOUNT or account.code_hash == EMPTY_CODE_HASH:
            raise OtherContractError("there is no contract at that address")
        if self._code_hash is not None and account.code_hash != self._code_hash:
            raise OtherContractError(
                f"its code is 0x{account.code_hash.hex()},"
                f" the settings pin 0x{self._code_hash.hex()}"
            )
        try:
            await self._seen(None, head, 0)
        except InterfaceError as other:
            raise _other(other) from other

    async def answer(
        self, question: StorageMarketQuestion, head: VerifiedHead, at_ms: int
    ) -> StorageFact:
        """Return the fact that answers the question at `head`; OtherContractError, ChainError."""
        match question:
            case StorageQuestion(unit):
                try:
                    return await self._seen(unit, head, at_ms)
                except InterfaceError as other:
                    raise _other(other) from other
            case UnitAccountQuestion(unit):
                return await unit_account(self._chain, unit, head, at_ms)
            case CallQuestion():
                return await self._outcome(question, head, at_ms)

    async def _outcome(self, question: CallQuestion, head: VerifiedHead, at_ms: int) -> CallSeen:
        used = await self._receipts.used_nonce(
            question.caller, question.nonce, question.tx_hashes, head
        )
        if used is None:
            raise ChainError(
                f"the nonce {question.nonce} of {question.caller} is not used at block {head.number}"
            )
        ours = used.name in question.tx_hashes or (used.to, used.data) == (
            self._contract,
            question.data,
        )
        if not ours:  # nothing of ours can be carried out with this number any more
            return CallSeen(at_ms, head.number, question.ident, "reverted", FOREIGN)
        if not used.succeeded:
            return CallSeen(at_ms, head.number, question.ident, "reverted")
        reason = published.refusal(used.logs, self._contract)
        if reason is not None:
            return CallSeen(at_ms, head.number, question.ident, "refused", reason)
        return CallSeen(at_ms, head.number, question.ident, "accepted")

    async def _seen(self, unit: Address | None, head: VerifiedHead, at_ms: int) -> StorageSeen:
        asked = _Asked(self._contract, self._owner)
        parameters = asked.view(
            "getParameters", published.GET_PARAMETERS, published.read_parameters
        )
        energy = asked.view("getTotalEnergy", published.GET_TOTAL_ENERGY, published.read_energy)
        ent = asked.view("getTotalENT", published.GET_TOTAL_ENT, published.read_amount)
        costs = asked.view("getEnergyCosts", published.GET_ENERGY_COSTS, published.read_pair)
        units = asked.view("getStorageUnitsInfo", published.GET_UNITS, published.read_units)
        my_ent = asked.view("balanceENT", published.BALANCE_ENT, published.read_pair)
        my_euro = asked.view("balanceeEuro", published.BALANCE_EEURO, published.read_pair)
        voter = asked.view("isVoter", published.IS_VOTER, published.read_flag)
        consumers = await self._possible_consumers(unit, head)
        rows = [
            asked.view(
                "getConsumptionSessions", published.GET_SESSIONS, published.read_sessions, consumer
            )
            for consumer in consumers
        ]
        asked.answered(await self._execution.call(asked.calls, head))
        known, burn_cost = parameters(), costs()[1]
        valid_s = _judged("getParameters", lambda: published.validity_s(known.validity))
        sessions = [
            _session(row, consumer, burn_cost, valid_s)
            for consumer, read in zip(consumers, rows, strict=True)
            for row in read()
        ]
        sessions.sort(key=lambda one: one.opened_s)
        if head.number >= self._looked_to:  # an older head does not show what was learnt since
            self._keep({one.consumer for one in sessions if one.unit == unit})
        here = [row for row in units() if row.unit == unit and row.active]
        return StorageSeen(
            at_ms=at_ms,
            block=head.number,
            block_time_s=head.time_s,
            parameters=_parameters(known, valid_s),
            total_energy_wh=energy(),
            total_ent=atto_text(ent()),
            mint_cost=atto_text(costs()[0]),
            burn_cost=atto_text(burn_cost),
            ent_available=atto_text(my_ent()[0]),
            ent_locked=atto_text(my_ent()[1]),
            euro_available=atto_text(my_euro()[0]),
            euro_locked=atto_text(my_euro()[1]),
            voter=voter(),
            my_sessions=tuple(s for s in sessions if s.consumer == self._owner)[:MOST_SESSIONS],
            registered=bool(here),
            unit_energy_wh=here[0].energy_wh if here else 0,
            unit_sessions=tuple(s for s in sessions if s.unit == unit)[:MOST_SESSIONS],
            unit_sessions_more=max(sum(s.unit == unit for s in sessions) - MOST_SESSIONS, 0),
        )

    async def _possible_consumers(
        self, unit: Address | None, head: VerifiedHead
    ) -> tuple[Address, ...]:
        """Return the owner, and with a unit everybody who may have a session there."""
        if unit is None:
            return (self._owner,)
        if head.number > self._looked_to:
            first = max(self._looked_to + 1, head.number - self._look_back_blocks, 1)
            sent = await self._receipts.sent_to(self._contract, first, head.number, head)
            self._consumers |= {
                one.sender: None
                for one in sent
                if one.sender not in self._named and published.session_started_at(one.data) == unit
            }
            self._looked_to = head.number
        return (*self._named, *tuple(self._consumers)[:MOST_CONSUMERS])

    def _keep(self, having: set[str]) -> None:
        """Forget who was asked and has no session: one that starts later is learnt anew."""
        asked = tuple(self._consumers)[:MOST_CONSUMERS]
        for consumer in asked:
            if consumer not in having:
                del self._consumers[consumer]


class _Asked:
    """Views asked for together, each with how its answer is read."""

    def __init__(self, contract: Address, owner: Address) -> None:
        self._contract = contract
        self._owner = owner
        self.calls: list[LocalCall] = []
        self._returned: tuple[CallReturn, ...] = ()

    def view(
        self,
        name: str,
        data: bytes,
        read: Callable[[bytes], Read],
        sender: Address | None = None,
    ) -> Callable[[], Read]:
        """Ask, as the owner or somebody else; return what reads the answer once it is there."""
        place = len(self.calls)
        self.calls.append(LocalCall(self._contract, data, sender or self._owner))

        def answer() -> Read:
            returned = self._returned[place]
            if returned.failure:
                raise InterfaceError(f"{name} gave nothing ({returned.failure})")
            return _judged(name, lambda: read(returned.output))

        return answer

    def answered(self, returned: tuple[CallReturn, ...]) -> None:
        self._returned = returned


def _judged(name: str, read: Callable[[], Read]) -> Read:
    try:
        return read()
    except AbiError as broken:
        raise InterfaceError(f"{name}: {broken}") from broken


def _parameters(known: published.Parameters, valid_s: int) -> StorageParameters:
    return StorageParameters(
        mint_cap=atto_text(known.mint_cap),
        burn_cap=atto_text(known.burn_cap),
        slope=atto_text(known.slope),
        validity_s=valid_s,
        owner_share=atto_text(known.owner_share),
    )


def _session(
    row: published.SessionRow, consumer: Address, burn_cost: int, valid_s: int
) -> UnitSession:
    return UnitSession(
        ident=row.ident,
        consumer=consumer,
        unit=row.unit,
        energy_wh=row.energy_wh,
        locked=atto_text(row.energy_wh * (ATTO + burn_cost) // WH_PER_KWH),
        opened_s=row.opened_s,
        expires_s=row.opened_s + valid_s,
    )
