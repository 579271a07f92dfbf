"""The owner's calls at the storage contract: sessions, orders, transfers and votes.

They share the member's nonces with the orders of the auction, and go one at a time: the contract
remembers only the outcome of the last. A call that could not be begun within its time is dropped,
because nobody expects a session an hour after asking for it.
"""

import msgspec

from agent.api import storage_wishes as wishes
from agent.core import transactions
from agent.core.constants import Constants, StorageConstants
from agent.core.effects import Answer
from agent.core.events import StorageWished
from agent.core.ladder import METER, standing
from agent.core.rungs import Rung
from agent.core.state import State, Stepped
from agent.core.storage_calls import intent_of
from agent.core.storage_facts import CallSeen, StorageSeen
from agent.core.storage_preview import session_ent
from agent.core.storage_readings import marked
from agent.core.storage_state import Deed, StorageState
from agent.ledger import storage_contract as calls
from agent.roles.storage_words import format_amount, short
from agent.roles.words import format_kwh
from agent.storage.amounts import atto
from agent.units import Address

WAITING_AT_MOST = 8
KEPT = 20
BEGIN_WITHIN_MS = 600_000
MAX_WORD = 2**256 - 1
AUCTION_ONLY = (METER, "enrolment")
"""Guards that hinder orders of the auction, and nothing here."""

Call = tuple[str, bytes]
"""What it does, as a sentence's beginning, and its data."""


def take_storage_wish(
    state: State, constants: Constants, market: StorageConstants, event: StorageWished
) -> Stepped:
    """Queue what was asked for, or say why not; a refused wish changes nothing."""
    storage = state.storage
    if isinstance(event.wish, wishes.ReportNow):
        return _report_now(state, market, event)
    call = _call_of(storage.seen, constants, market, event.wish)
    if isinstance(call, str):
        return state, (Answer(event.request, False, (), call),)
    problem = _hindrance(state)
    if problem is not None:
        return state, (Answer(event.request, False, (), problem),)
    what, data = call
    if any(one.data == data and one.stage in ("queued", "sent") for one in storage.deeds):
        said = "The same is under way already; its outcome shows within some blocks."
        return state, (Answer(event.request, False, (), said),)
    deed = Deed(
        ident=f"deed:{storage.deeds_made}",
        what=what,
        at_ms=event.at_ms,
        not_after_ms=event.at_ms + BEGIN_WITHIN_MS,
        data=data,
    )
    after = msgspec.structs.replace(
        storage, deeds=_kept((*storage.deeds, deed)), deeds_made=storage.deeds_made + 1
    )
    said = f"{what}: handed over. Whether the contract accepts it shows within some blocks."
    state = msgspec.structs.replace(state, storage=after)
    return state, (Answer(event.request, True, (), said),)


def _report_now(state: State, market: StorageConstants, event: StorageWished) -> Stepped:
    unit = market.unit
    if unit is None:
        said = "This home has no storage unit, so there is nothing to report."
        return state, (Answer(event.request, False, (), said),)
    storage = msgspec.structs.replace(state.storage, hurry=True, pauses=())
    storage = marked(storage, unit, event.at_ms)
    said = "Everything counted so far is reported now, and the battery's word is taken."
    state = msgspec.structs.replace(state, storage=storage)
    return state, (Answer(event.request, True, (), said),)


def _hindrance(state: State) -> str | None:
    held = _held_back(state)
    if held is not None:
        return held
    if state.storage.seen is None:
        return "The storage contract has not been read yet."
    waiting = sum(deed.stage in ("queued", "sent") for deed in state.storage.deeds)
    if waiting >= WAITING_AT_MOST:
        return f"{WAITING_AT_MOST} calls are waiting already; wait for one of them."
    return None


def _held_back(state: State) -> str | None:
    """Why nothing new is begun; None: nothing hinders.

    A session or a vote needs neither the grid meter nor the auction's enrolment.
    """
    if state.storage.problem:
        return f"Nothing is done at the storage contract: {state.storage.problem}."
    found = (guard for guard in standing(state).guards if guard.rung < Rung.TRADE)
    return next((one.sentence for one in found if one.name not in AUCTION_ONLY), None)


def _call_of(
    seen: StorageSeen | None,
    constants: Constants,
    market: StorageConstants,
    wish: wishes.StorageWish,
) -> Call | str:
    """Return the call of a wish; a sentence: why it cannot be made."""
    match wish:
        case wishes.StartSession():
            return _session(seen, market, wish)
        case wishes.StopSession(unit):
            return _stop(market, unit)
        case wishes.AddOrder(side, price, amount):
            what = (
                f"{side.capitalize()} {format_amount(amount)} ENT at {format_amount(price)} eEuro"
            )
            if _too_big(price, amount):
                return TOO_BIG
            return what, calls.call_add_order(atto(price), atto(amount), is_buy=side == "buy")
        case wishes.RemoveOrder(ident, side):
            if _too_big(ident):
                return TOO_BIG
            data = calls.call_remove_order(int(ident), is_buy=side == "buy")
            return f"Take back the {side} order {ident}", data
        case wishes.Transfer(currency, to, amount):
            return _transfer(seen, wish, currency, to, amount)
        case wishes.LockEuro(amount):
            if seen is not None and atto(amount) > atto(seen.euro_available):
                return _short_of("eEuro", amount, seen.euro_available)
            what = f"Lock {format_amount(amount)} eEuro for the banker"
            return what, calls.call_lock_euro(atto(amount))
        case wishes.Vote():
            return _vote(seen, wish)
        case wishes.RegisterUnit():
            return _register(seen, constants, market, wish)
        case wishes.ReportNow():
            raise AssertionError("a report is no call of the owner")


TOO_BIG = "The amount is more than the contract can hold."


def _too_big(*amounts: str) -> bool:
    return any(not 0 <= int(amount) <= MAX_WORD for amount in amounts)


def _session(
    seen: StorageSeen | None, market: StorageConstants, wish: wishes.StartSession
) -> Call | str:
    unit = wish.unit or (None if market.unit is None else market.unit.address)
    if unit is None:
        return "Name the unit whose energy you want: this home has none of its own."
    if (wish.ent is None) == (wish.energy_wh is None):
        return "Say either how much energy or how much ENT, not both."
    if seen is None:
        return "The storage contract has not been read yet."
    ent = atto(wish.ent) if wish.ent is not None else session_ent(seen, wish.energy_wh or 0)
    if ent > atto(seen.ent_available):
        return _short_of("ENT", str(ent), seen.ent_available)
    energy = "" if wish.energy_wh is None else f" for {format_kwh(wish.energy_wh)}"
    what = f"Start a session of {format_amount(str(ent))} ENT{energy} at {short(unit)}"
    return what, calls.call_start_session(Address(unit), ent)


def _stop(market: StorageConstants, unit: str | None) -> Call | str:
    """Our contract lets a session end early; the published one only gives back what is over."""
    if unit is None:
        return "Get back what sessions past their time lock", calls.call_clear_old_sessions()
    if market.dialect != "gridhearth":
        return (
            "This contract ends a session only by its energy or its time; without a unit what is"
            " past its time is given back."
        )
    return f"End the session at {short(unit)}", calls.call_end_session(Address(unit))


def _transfer(
    seen: StorageSeen | None, wish: wishes.Transfer, currency: str, to: str, amount: str
) -> Call | str:
    if _too_big(amount):
        return TOO_BIG
    name = "ENT" if currency == "ent" else "eEuro"
    if seen is not None:
        here = seen.ent_available if currency == "ent" else seen.euro_available
        if atto(amount) > atto(here):
            return _short_of(name, amount, here)
    make = calls.call_transfer_ent if currency == "ent" else calls.call_transfer_euro
    return f"Transfer {format_amount(wish.amount)} {name} to {short(to)}", make(
        Address(to), atto(amount)
    )


def _short_of(name: str, wanted: str, available: str) -> str:
    return f"That needs {format_amount(wanted)} {name}; {format_amount(available)} are available."


NO_VOTER = "This home is not one of the voters."


def _vote(seen: StorageSeen | None, wish: wishes.Vote) -> Call | str:
    if seen is not None and not seen.voter:
        return NO_VOTER
    match wish:
        case wishes.Vote("set_parameter", None, str(name), str(value)):
            if _too_big(value):
                return TOO_BIG
            shown = f"{value} hours" if name == "H" else format_amount(value)
            return f"Vote to set {name} to {shown}", calls.call_set_parameter(name, int(value))
        case wishes.Vote("set_parameter"):
            return "A vote for a parameter names the parameter and its value, and no address."
        case wishes.Vote("add_voter", str(who), None, None):
            return f"Vote for {short(who)} as a voter", calls.call_add_voter(Address(who))
        case wishes.Vote("remove_voter", str(who), None, None):
            data = calls.call_remove_voter(Address(who))
            return f"Vote against {short(who)} as a voter", data
        case wishes.Vote("change_banker", str(who), None, None):
            return f"Vote for {short(who)} as the banker", calls.call_change_banker(Address(who))
        case _:
            return "A vote for a person names the address, and no parameter."


def _register(
    seen: StorageSeen | None,
    constants: Constants,
    market: StorageConstants,
    wish: wishes.RegisterUnit,
) -> Call | str:
    if seen is not None and not seen.voter:
        return f"{NO_VOTER} Ask the voters to register the unit."
    unit = wish.unit or (None if market.unit is None else market.unit.address)
    if unit is None:
        return "Name the unit: this home has none of its own."
    if wish.remove:
        return f"Vote to remove the unit {short(unit)}", calls.call_remove_unit(Address(unit))
    owner = wish.owner or constants.member
    what = f"Vote to register the unit {short(unit)} of {short(owner)}"
    return what, calls.call_register_unit(Address(unit), Address(owner))


# Their way.


def follow_deeds(
    state: State, constants: Constants, market: StorageConstants, now_ms: int
) -> Stepped:
    """Begin the next waiting call, if none is under way; drop what waited too long."""
    storage = _expired(state.storage, now_ms)
    if storage is not state.storage:
        state = msgspec.structs.replace(state, storage=storage)
    queued = next((deed for deed in storage.deeds if deed.stage == "queued"), None)
    seen = storage.seen
    if queued is None or seen is None or seen.block < storage.deeds_block:
        return state, ()
    if _held_back(state) is not None or any(deed.stage == "sent" for deed in storage.deeds):
        return state, ()
    intent = intent_of(queued.ident, queued.data, queued.not_after_ms, market.contract)
    planned = transactions.plan(constants, state.nonces, state.transactions, intent, now_ms)
    if planned is None:
        return state, ()
    nonces, known, effects = planned
    sent = msgspec.structs.replace(
        queued, stage="sent", nonce=known[-1].nonce, calls_before=seen.my_calls
    )
    storage = _with_deed(storage, sent)
    return (
        msgspec.structs.replace(state, nonces=nonces, transactions=known, storage=storage),
        effects,
    )


def _expired(storage: StorageState, now_ms: int) -> StorageState:
    late = [d for d in storage.deeds if d.stage == "queued" and now_ms > d.not_after_ms]
    for deed in late:
        why = "it could not be begun in time; nothing was done"
        storage = _with_deed(storage, msgspec.structs.replace(deed, stage="missed", reason=why))
    return storage


def on_deed_outcome(storage: StorageState, event: CallSeen) -> StorageState:
    """Take in what became of a call; any other outcome changes nothing."""
    found = next((d for d in storage.deeds if d.ident == event.ident and d.stage == "sent"), None)
    if found is None:
        return storage
    reason = event.reason
    if event.outcome == "reverted":
        reason = "the call could not be carried out; nothing was changed"
    done = msgspec.structs.replace(found, stage=event.outcome, reason=reason)
    after = _with_deed(storage, done)
    block = max(after.deeds_block, event.block)
    return msgspec.structs.replace(after, deeds_block=block)


def _with_deed(storage: StorageState, deed: Deed) -> StorageState:
    deeds = tuple(deed if one.ident == deed.ident else one for one in storage.deeds)
    return msgspec.structs.replace(storage, deeds=_kept(deeds))


def _kept(deeds: tuple[Deed, ...]) -> tuple[Deed, ...]:
    """Forget the oldest of what is over."""
    over = [deed.ident for deed in deeds if deed.stage not in ("queued", "sent")]
    gone = set(over[: max(len(deeds) - KEPT, 0)])
    return tuple(deed for deed in deeds if deed.ident not in gone)
