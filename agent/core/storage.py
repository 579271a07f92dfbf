"""The storage market inside the core: its events, its two rows of transactions, its questions.

The unit's reports (agent.core.storage_reports) have an account of their own; the owner's calls
(agent.core.storage_deeds) go with the member's. One of each is under way at a time.
"""

import msgspec

from agent.core import transactions
from agent.core.constants import Constants, StorageConstants, UnitConstants
from agent.core.effects import Effect
from agent.core.events import BatterySeen, Signed, Started, StorageWished, Ticked
from agent.core.questions import (
    CallQuestion,
    StorageMarketQuestion,
    StorageQuestion,
    UnitAccountQuestion,
)
from agent.core.records import Transaction
from agent.core.state import State, Stepped
from agent.core.storage_backing import cover_deliveries
from agent.core.storage_deeds import follow_deeds, on_deed_outcome, take_storage_wish
from agent.core.storage_facts import CallSeen, ContractSeen, StorageSeen, UnitAccountSeen
from agent.core.storage_readings import take_in
from agent.core.storage_reports import follow_reports, on_outcome
from agent.core.storage_restoring import remember_totals
from agent.core.storage_state import Battery, StorageState
from agent.core.transactions import UNIT
from agent.hashing import keccak256

AGE_MS = 60_000
"""What the contract holds is read again after this, when nothing else asks for it."""

StorageEvent = StorageWished | BatterySeen | UnitAccountSeen | StorageSeen | CallSeen | ContractSeen


def storage_step(state: State, constants: Constants, event: StorageEvent) -> Stepped:
    """Take in one event of the storage market; without one nothing has a meaning."""
    market = constants.storage
    if market is None:
        return state, ()
    storage, unit = state.storage, market.unit
    match event:
        case StorageWished():
            return take_storage_wish(state, constants, market, event)
        case StorageSeen():
            if storage.seen is not None and event.block < storage.seen.block:
                return state, ()
            seen = msgspec.structs.replace(remember_totals(storage, event), seen=event)
            return msgspec.structs.replace(state, storage=seen), ()
        case CallSeen():
            storage = on_deed_outcome(storage, event)
            if unit is not None:
                storage = on_outcome(storage, unit, event)
            return msgspec.structs.replace(state, storage=storage), ()
        case ContractSeen(at_ms, _, problem):
            if problem == storage.problem:
                return state, ()
            found = storage.problems + (1 if problem else 0)
            return _with(state, problem=problem, problem_ms=at_ms, problems=found), ()
        case UnitAccountSeen():
            return _with(
                state,
                nonces=transactions.observe(storage.nonces, event, storage.transactions),
                transactions=transactions.settle_nonces(storage.transactions, event.nonce),
                wei=str(event.wei),
            ), ()
        case BatterySeen(at_ms, permille, power_w):
            if not 0 <= permille <= 1_000:
                return state, ()  # a state of charge that is none
            return _with(state, battery=Battery(at_ms, permille, power_w)), ()


def _with(state: State, **changes: object) -> State:
    storage = msgspec.structs.replace(state.storage, **changes)
    after: State = msgspec.structs.replace(state, storage=storage)
    return after


def follow_storage(state: State, constants: Constants, now_ms: int) -> Stepped:
    """Take what the meter counted, then begin what can be begun."""
    market = constants.storage
    if market is None:
        return state, ()
    effects: tuple[Effect, ...] = ()
    if market.unit is not None:
        storage = take_in(state, constants, market.unit, now_ms)
        if storage is not state.storage:
            state = msgspec.structs.replace(state, storage=storage)
        state, effects = follow_reports(state, constants, market, market.unit, now_ms)
        state, told = cover_deliveries(state, constants, now_ms)
        effects = (*effects, *told)
    state, more = follow_deeds(state, constants, market, now_ms)
    return state, (*effects, *more)


# The unit's row of transactions.


def storage_started(state: State, event: Started) -> Stepped:
    """Nothing about the unit's account is assumed; what was under way goes on, byte for byte."""
    storage = state.storage
    resumed, effects = transactions.resume(
        event.constants, storage.transactions, event.mono_ms, UNIT
    )
    nonces = transactions.forgotten(storage.nonces)
    if not resumed and nonces == storage.nonces:
        return state, effects
    return _with(state, transactions=resumed, nonces=nonces), effects


def storage_climbed(state: State, constants: Constants, mono_ms: int) -> Stepped:
    """Ask anew for what a low rung of the ladder had held back."""
    resumed, effects = transactions.resume(constants, state.storage.transactions, mono_ms, UNIT)
    return (_with(state, transactions=resumed) if effects else state), effects


def storage_ticked(state: State, constants: Constants, event: Ticked) -> Stepped:
    """Repeat what the chain has not taken yet."""
    storage = state.storage
    if not storage.transactions:
        return state, ()
    known, effects = transactions.resend(
        constants, storage.nonces, storage.transactions, event.mono_ms, UNIT
    )
    return (state if known == storage.transactions else _with(state, transactions=known)), effects


def storage_signed(state: State, constants: Constants, event: Signed) -> Stepped:
    """Store the bytes of the unit's transaction, then let them out."""
    known, effects = transactions.signed(
        constants, state.storage.transactions, event.ident, event.signature, event.mono_ms, UNIT
    )
    after = _with(state, transactions=known)
    report = after.storage.under_way
    if report is None:
        return after, effects
    hashes = _hashes(report.hashes, report.ident, known)
    return _with(after, under_way=msgspec.structs.replace(report, hashes=hashes)), effects


def remember_deeds(storage: StorageState, known: tuple[Transaction, ...]) -> StorageState:
    """Remember what was signed for the owner's calls: any variant may be the one carried out."""
    if not any(deed.stage == "sent" for deed in storage.deeds):
        return storage
    deeds = tuple(
        msgspec.structs.replace(deed, hashes=_hashes(deed.hashes, deed.ident, known))
        if deed.stage == "sent"
        else deed
        for deed in storage.deeds
    )
    return msgspec.structs.replace(storage, deeds=deeds)


def _hashes(
    before: tuple[bytes, ...], ident: str, known: tuple[Transaction, ...]
) -> tuple[bytes, ...]:
    found = [keccak256(one.raw) for one in known if one.intent.ident == ident and one.raw]
    return (*before, *(one for one in found if one not in before))


# Questions.


def storage_questions(state: State, now_ms: int) -> tuple[StorageMarketQuestion, ...]:
    """Return what should be asked of the storage contract at the next head.

    Outcomes come before the contract's own state, so that the state is never the older of the two.
    """
    constants = state.constants
    market = None if constants is None else constants.storage
    if constants is None or market is None:
        return ()
    unit = market.unit
    asked: list[StorageMarketQuestion] = []
    if unit is not None:
        asked += _about_unit(state.storage, unit)
    asked += _about_deeds(state, constants)
    if asked or _is_old(state, constants, market, now_ms):
        asked.append(StorageQuestion(None if unit is None else unit.address))
    return tuple(asked)


def _about_unit(storage: StorageState, unit: UnitConstants) -> list[StorageMarketQuestion]:
    report, verified = storage.under_way, storage.nonces.verified
    asked: list[StorageMarketQuestion] = []
    if report is not None or verified is None or storage.nonces.adopting:
        asked.append(UnitAccountQuestion(unit.address))
    if report is not None and verified is not None and verified > report.nonce:
        asked.append(
            CallQuestion(
                report.ident,
                unit.address,
                report.nonce,
                report.calls_before,
                report.hashes,
                report.data,
            )
        )
    return asked


def _about_deeds(state: State, constants: Constants) -> list[StorageMarketQuestion]:
    verified = state.nonces.verified
    return [
        CallQuestion(
            deed.ident, constants.member, deed.nonce, deed.calls_before, deed.hashes, deed.data
        )
        for deed in state.storage.deeds
        if deed.stage == "sent" and deed.nonce is not None and verified is not None
        if verified > deed.nonce
    ]


def _is_old(state: State, constants: Constants, market: StorageConstants, now_ms: int) -> bool:
    storage = state.storage
    seen = storage.seen
    if seen is None or any(deed.stage == "queued" for deed in storage.deeds):
        return True
    if market.unit is not None and (seen.block < storage.unit_block or storage.nonces.adopting):
        return True
    age_ms = AGE_MS * constants.cycle_ms // constants.nominal_ms
    return seen.block < storage.deeds_block or not 0 <= now_ms - seen.at_ms < max(age_ms, 1_000)
