"""After a restore: what the lost box did since the backup is learnt by proof before anything new.

A backup is a prefix of the lost box's journal. What came after it is not known here: nonces that
were used, orders that stand, reports that were signed. So for at least one whole market cycle no
nonce is given out and no report is signed. The nonce is adopted from the verified account, the
orders of every cycle since the backup are read from the contract by proof and go on here, and
reports begin anew, in a line without predecessor, with the cycle in which the waiting began: the
lost box may have signed any earlier one. Registers are cumulative, so no energy is lost by that.
A nonce that moves while we wait means that another box still has the key: the waiting begins anew.
"""

import msgspec

from agent.bridge.report_chain import ReportChain
from agent.core import orders, reporting
from agent.core.constants import Constants
from agent.core.events import AccountSeen, OrderSeen, RegistersSeen, Restored
from agent.core.metering import reported_register
from agent.core.records import Restoring
from agent.core.state import State, Stepped
from agent.core.storage_facts import UnitAccountSeen
from agent.core.storage_restoring import reconciled, restored_storage, waits_for_storage
from agent.core.transactions import Nonces
from agent.market.cycle import Phase
from agent.units import CycleNo

CORRECTION_WINDOW_S = 7 * 86_400
"""Older orders can no longer be corrected (docs/protocol.md, "Silence")."""
CYCLES_AT_ONCE = 16
"""Cycles whose orders are read under one head: a week of quarter hours in forty heads."""
DROPPED = "It was restored from a backup: what waited then is not sent again."


def restored(state: State, event: Restored) -> State:
    """Begin to wait. The same restore told twice (a crash came between) changes nothing."""
    if event.ident == state.restored:
        return state
    flow = state.flow
    if flow.pending is not None:  # the lost box will have sent it
        flow = msgspec.structs.replace(flow, pending=None, notice=DROPPED)
    after: State = msgspec.structs.replace(
        state,
        restored=event.ident,
        restoring=Restoring(event.at_ms, event.taken_ms),
        flow=flow,
        nonces=msgspec.structs.replace(state.nonces, adopting=True),
        reporting=msgspec.structs.replace(
            state.reporting,
            chain=ReportChain(revisions=state.reporting.chain.revisions),
        ),
        storage=restored_storage(state.storage, DROPPED),
    )
    return after


def clocked(state: State, constants: Constants, now_ms: int) -> State:
    """The clock is trusted: from this cycle on this box counts, one whole cycle from now."""
    waiting = state.restoring
    if waiting is None or waiting.since_cycle >= 0:
        return state
    times = constants.times
    now = times.cycle_at(now_ms) or 0
    oldest = max(0, now - 2 - CORRECTION_WINDOW_S // constants.cycle_s)
    taken = times.cycle_at(waiting.taken_ms)
    known = 0 < waiting.taken_ms <= now_ms and taken is not None
    first = max(oldest, taken - 1) if known and taken is not None else oldest
    waits = msgspec.structs.replace(waiting, since_cycle=now, next_cycle=first)
    after: State = msgspec.structs.replace(
        state,
        restoring=waits,
        reporting=msgspec.structs.replace(state.reporting, first_cycle=now),
    )
    return after


def account_seen(before: State, state: State, constants: Constants, event: AccountSeen) -> State:
    """Adopt the nonce; where it moved and not by our own deeds, the waiting begins anew."""
    waiting = state.restoring
    if waiting is None:
        return state
    known = waiting.nonce
    moved = known is not None and event.nonce > max(known, _own(before.nonces))
    nonce = max(event.nonce, known or 0)
    waits = msgspec.structs.replace(waiting, nonce=nonce, account_ms=event.at_ms)
    return _again(state, constants, waits, event.at_ms, moved=moved)


def unit_account_seen(
    before: State, state: State, constants: Constants, event: UnitAccountSeen
) -> State:
    """The same for the storage unit's account."""
    waiting = state.restoring
    if waiting is None:
        return state
    known = waiting.unit_nonce
    moved = known is not None and event.nonce > max(known, _own(before.storage.nonces))
    nonce = max(event.nonce, known or 0)
    waits = msgspec.structs.replace(waiting, unit_nonce=nonce, unit_account_ms=event.at_ms)
    return _again(state, constants, waits, event.at_ms, moved=moved)


def _own(nonces: Nonces) -> int:
    """So far the account's nonce goes by what the backup knows was begun."""
    return 0 if nonces.reserved is None else nonces.reserved + 1


def _again(
    state: State, constants: Constants, waits: Restoring, now_ms: int, *, moved: bool
) -> State:
    reports = state.reporting
    if moved and waits.since_cycle >= 0:
        now = constants.times.cycle_at(now_ms) or 0
        now = max(now, waits.since_cycle)
        waits = msgspec.structs.replace(waits, since_cycle=now, moved=waits.moved + 1)
        # Whoever has just sent something may also sign the report of the cycle that runs.
        reports = msgspec.structs.replace(reports, first_cycle=now + 1)
    after: State = msgspec.structs.replace(state, restoring=waits, reporting=reports)
    return after


def until_ms(constants: Constants, waiting: Restoring) -> int | None:
    """Return when the waiting ends at the earliest; None: the clock is not trusted yet."""
    if waiting.since_cycle < 0:
        return None
    times = constants.times
    return times.start_ms(waiting.since_cycle + 2)


def cycles_to_read(state: State, constants: Constants, now_ms: int) -> tuple[int, ...]:
    """Return the cycles whose order is to be read at the next head, oldest first."""
    waiting = state.restoring
    if waiting is None or waiting.since_cycle < 0:
        return ()
    times = constants.times
    end = min(waiting.since_cycle + 2, waiting.next_cycle + CYCLES_AT_ONCE)
    return tuple(
        cycle
        for cycle in range(waiting.next_cycle, end)
        if now_ms >= times.phase_end_ms(cycle, Phase.QUOTATION)
    )


def order_seen(state: State, constants: Constants, event: OrderSeen) -> State:
    """Take over what the contract holds; read from a closed window, a cycle is done with.

    Without a restore behind us: an order that stands there and is none of ours is proof that
    somebody else has this home's key.
    """
    waiting = state.restoring
    if waiting is None:
        return _foreign(state) if orders.is_foreign(state.orders, event) else state
    times = constants.times
    if event.block_time_s * 1_000 < times.phase_end_ms(event.cycle, Phase.QUOTATION):
        return state
    if event.cycle == waiting.next_cycle and waiting.since_cycle >= 0:
        waiting = msgspec.structs.replace(waiting, next_cycle=event.cycle + 1)
    after: State = msgspec.structs.replace(
        state, restoring=waiting, orders=orders.adopt(constants, state.orders, event)
    )
    return after


def registers_seen(state: State, event: RegistersSeen) -> State:
    """A report on the chain for one of our cycles that we never signed: somebody else did."""
    reports = state.reporting
    known = reports.chain.revisions.get(CycleNo(event.cycle))
    if (
        not event.present
        or known is None
        or state.restoring is not None
        or event.cycle < reports.first_cycle
    ):
        return state
    ours = {
        entry.digest
        for entry in state.outbox.waiting
        if (entry.signed.report.cycle, entry.signed.report.revision)
        == (event.cycle, event.revision)
    }
    strange = event.revision > known or (bool(ours) and event.digest not in ours)
    return _foreign(state) if strange else state


def _foreign(state: State) -> State:
    nonces = msgspec.structs.replace(state.nonces, foreign=True)
    after: State = msgspec.structs.replace(state, nonces=nonces)
    return after


def finish_restoring(state: State, constants: Constants, now_ms: int) -> Stepped:
    """End the waiting once everything waited for is there; then sign the reports held back."""
    waiting = state.restoring
    if waiting is None or missing(state, constants, now_ms):
        return state, ()
    first = state.reporting.first_cycle
    held = [reported_register(constants, boundary) for boundary in state.meters.boundaries]
    done: State = msgspec.structs.replace(
        state,
        restoring=None,
        nonces=_adopted(state.nonces),
        storage=reconciled(state.storage, constants),
    )
    done = msgspec.structs.replace(
        done,
        storage=msgspec.structs.replace(done.storage, nonces=_adopted(done.storage.nonces)),
    )
    after, effects = reporting.report_boundaries(
        constants, done.reporting, [register for register in held if register.cycle >= first]
    )
    done = msgspec.structs.replace(done, reporting=after)
    return done, effects


def _adopted(nonces: Nonces) -> Nonces:
    """Everything below the proven nonce is used: by us, or by the box that was lost."""
    reserved = nonces.reserved
    if nonces.verified:
        reserved = max(nonces.verified - 1, -1 if reserved is None else reserved)
    adopted: Nonces = msgspec.structs.replace(nonces, adopting=False, reserved=reserved)
    return adopted


def missing(state: State, constants: Constants, now_ms: int) -> tuple[str, ...]:
    """Return what is still waited for, in words; empty: nothing."""
    waiting = state.restoring
    if waiting is None:
        return ()
    ends_ms = until_ms(constants, waiting)
    if ends_ms is None:
        return ("a clock that can be trusted",)
    found = []
    if now_ms < ends_ms:
        found.append(f"a whole market cycle, until {_clock(ends_ms)}")
    left = waiting.since_cycle + 2 - waiting.next_cycle
    if left > 0:
        found.append(f"the proof of its orders of {left} market cycles")
    if waiting.account_ms < ends_ms or state.nonces.verified is None:
        found.append("the proof of its account after that")
    unit = None if constants.storage is None else constants.storage.unit
    if unit is not None:
        found += waits_for_storage(state.storage, waiting, ends_ms)
    return tuple(found)


def _clock(at_ms: int) -> str:
    minutes = at_ms // 60_000 % 1_440
    return f"{minutes // 60:02d}:{minutes % 60:02d} UTC"


def sentence(state: State, constants: Constants, now_ms: int) -> str:
    """Say why nothing is traded yet, and what is waited for."""
    waiting = state.restoring
    if waiting is None:
        return ""
    what = " and ".join(missing(state, constants, now_ms)) or "the next look at the chain"
    said = f"This home was restored from a backup; it trades again after {what}."
    if waiting.moved:
        said += " Another box with its key was at work meanwhile."
    return said
