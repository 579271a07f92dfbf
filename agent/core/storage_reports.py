"""The unit's reports: one under way at a time, its energy open again unless it was accepted.

A report is planned (nonce reserved) in the step that the journal stores before anything is signed.
What became of it is only ever learnt from the event CallSeen. A refused or reverted report puts
its energy back where it was and is tried again after a growing pause, attributed anew.
"""

import msgspec

from agent.core import transactions
from agent.core.constants import Constants, StorageConstants, UnitConstants
from agent.core.ladder import rung_of
from agent.core.rungs import Rung
from agent.core.state import State, Stepped
from agent.core.storage_calls import intent_of
from agent.core.storage_facts import CallSeen, StorageSeen
from agent.core.storage_readings import marked, open_sessions, with_shares
from agent.core.storage_state import (
    Pause,
    Report,
    ReportEnd,
    ReportKind,
    StorageState,
    open_in_wh,
)
from agent.ledger import storage_contract
from agent.roles.storage_unit import (
    Consumption,
    Share,
    charge_wh,
    contradiction,
    divided,
    losses,
    next_consumption,
    pause_ms,
    put_back,
    total_wh,
)
from agent.roles.words import format_kwh
from agent.units import Address

FOREVER_MS = 2**53
"""A report is worth sending however late."""
CHARGE_AGE_MS = 300_000
"""An older state of charge is not reported."""
SOON_MS = 120_000
"""A session that ends within this is reported at once."""
ANOMALY_PAUSE_MS = 3_600_000
"""Reports of the actual energy before their time are this far apart."""


def follow_reports(
    state: State, constants: Constants, market: StorageConstants, unit: UnitConstants, now_ms: int
) -> Stepped:
    """Plan the next report, if one is due and nothing is under way."""
    if rung_of(state) < Rung.REPORT_ONLY:
        return state, ()
    found = next_report(state, unit, constants.member, now_ms)
    if found is None:
        if state.storage.hurry and ready(state) is not None:  # all that could be reported was
            calm = msgspec.structs.replace(state.storage, hurry=False)
            state = msgspec.structs.replace(state, storage=calm)
        return state, ()
    storage, report = found
    intent = intent_of(report.ident, report.data, FOREVER_MS, market.contract)
    planned = transactions.plan(
        constants, storage.nonces, storage.transactions, intent, now_ms, transactions.UNIT
    )
    if planned is None:
        return state, ()
    nonces, known, effects = planned
    report = msgspec.structs.replace(report, nonce=known[-1].nonce)
    after = msgspec.structs.replace(
        storage, nonces=nonces, transactions=known, under_way=report, made=storage.made + 1
    )
    return msgspec.structs.replace(state, storage=after), effects


def ready(state: State) -> StorageSeen | None:
    """Return what the contract holds, if a report could be made on it now."""
    storage = state.storage
    seen = storage.seen
    if (
        seen is None
        or storage.under_way is not None
        or state.chain.stage != "live"
        or not seen.registered
        or seen.block < storage.unit_block
        or storage.nonces.foreign
        or storage.problem
    ):
        return None
    return seen


def next_report(
    state: State, unit: UnitConstants, owner: str, now_ms: int
) -> tuple[StorageState, Report] | None:
    """Return the report to be made now, and the state without its energy."""
    seen = ready(state)
    if seen is None:
        return None
    storage = state.storage
    if _produced_due(storage, unit, now_ms):
        return _produced(storage, seen, now_ms)
    consumption = next_consumption(
        storage.portions_out, open_sessions(seen.unit_sessions), owner, now_ms
    )
    if consumption is not None and _consumed_due(storage, unit, consumption, now_ms):
        return _consumed(storage, seen, consumption, now_ms)
    if _actual_due(storage, unit, seen, now_ms):
        return _actual(storage, unit, seen, owner, now_ms)
    return None


def _paused(storage: StorageState, kind: ReportKind, now_ms: int) -> bool:
    return any(one.kind == kind and now_ms < one.until_ms for one in storage.pauses)


def due_ms(storage: StorageState, unit: UnitConstants) -> int | None:
    """Return when the open energy is to be reported; None: there is none that has its party."""
    since = []
    if storage.shares_in:
        since.append(storage.in_since_ms)
    if storage.portions_out:
        since.append(storage.portions_out[0].from_ms)
    if not since:
        return None
    pauses = [one.until_ms for one in storage.pauses]
    return max(min(since) + unit.report_every_s * 1_000, *pauses, 0)


def _produced_due(storage: StorageState, unit: UnitConstants, now_ms: int) -> bool:
    if not storage.shares_in or _paused(storage, "produced", now_ms):
        return False
    return (
        storage.hurry
        or total_wh(storage.shares_in) >= unit.report_wh
        or now_ms - storage.in_since_ms >= unit.report_every_s * 1_000
    )


def _consumed_due(
    storage: StorageState, unit: UnitConstants, found: Consumption, now_ms: int
) -> bool:
    if _paused(storage, "consumed", now_ms):
        return False
    return (
        storage.hurry
        or found.wh >= min(unit.report_wh, found.session.energy_wh)
        or found.session.expires_ms - now_ms <= SOON_MS
        or now_ms - found.taken[0].from_ms >= unit.report_every_s * 1_000
    )


def _produced(storage: StorageState, seen: StorageSeen, now_ms: int) -> tuple[StorageState, Report]:
    share, *rest = storage.shares_in
    report = _report(
        storage,
        seen,
        "produced",
        share.party,
        share.wh,
        now_ms,
        storage_contract.call_energy_produced(Address(share.party), share.wh),
    )
    return msgspec.structs.replace(storage, shares_in=tuple(rest)), report


def _consumed(
    storage: StorageState, seen: StorageSeen, found: Consumption, now_ms: int
) -> tuple[StorageState, Report]:
    party = found.session.consumer
    data = storage_contract.call_energy_consumed(Address(party), found.wh)
    report = _report(storage, seen, "consumed", party, found.wh, now_ms, data)
    report = msgspec.structs.replace(report, taken=found.taken)
    return msgspec.structs.replace(storage, portions_out=found.rest), report


def _actual(
    storage: StorageState, unit: UnitConstants, seen: StorageSeen, owner: str, now_ms: int
) -> tuple[StorageState, Report] | None:
    """Report what the unit's account should stand at, so that it agrees once all is reported.

    That is the battery's charge, less what is still to be reported as produced, plus what is still
    to be reported as consumed. What left without a session is in the battery no more: it is
    written off with the losses, and said.
    """
    battery, mark = storage.battery, storage.mark
    if battery is None or storage.counted is None:
        return None
    covered, alone = divided(storage.portions_out, open_sessions(seen.unit_sessions), owner, now_ms)
    charged = charge_wh(battery.charge_permille, unit.capacity_wh)
    wh = max(charged - open_in_wh(storage) + total_wh(covered), 0)
    through = storage.counted.in_wh - (0 if mark is None else mark.in_wh)
    data = storage_contract.call_report_actual_energy(wh)
    report = msgspec.structs.replace(
        _report(storage, seen, "actual", "", wh, now_ms, data),
        taken=alone,
        explained=losses(seen.unit_energy_wh, wh, through, total_wh(alone)),
    )
    return msgspec.structs.replace(storage, portions_out=covered), report


def _report(
    storage: StorageState,
    seen: StorageSeen,
    kind: ReportKind,
    party: str,
    wh: int,
    now_ms: int,
    data: bytes,
) -> Report:
    return Report(
        ident=f"unit:{storage.made}",
        kind=kind,
        party=party,
        wh=wh,
        at_ms=now_ms,
        nonce=-1,
        calls_before=seen.unit_calls,
        data=data,
        booked_wh=seen.unit_energy_wh,
        parameters=seen.parameters,
    )


# What is really there.


def charge_problem(storage: StorageState, unit: UnitConstants) -> str:
    """Say why the battery's state of charge is not believed; empty: it is, or there is none."""
    battery, counted = storage.battery, storage.counted
    if battery is None or counted is None:
        return ""
    return contradiction(
        storage.mark,
        charge_wh(battery.charge_permille, unit.capacity_wh),
        counted.in_wh,
        counted.out_wh,
        capacity_wh=unit.capacity_wh,
        tolerance_wh=unit.capacity_wh * unit.tolerance_permille // 1_000,
    )


def _actual_due(storage: StorageState, unit: UnitConstants, seen: StorageSeen, now_ms: int) -> bool:
    battery = storage.battery
    if battery is None or not 0 <= now_ms - battery.at_ms <= CHARGE_AGE_MS:
        return False
    if _paused(storage, "actual", now_ms) or charge_problem(storage, unit):
        return False
    since = now_ms - storage.actual_ms
    if storage.hurry or since >= unit.actual_every_s * 1_000:
        return True
    return bool(anomaly(storage, unit, seen)) and since >= ANOMALY_PAUSE_MS


def anomaly(storage: StorageState, unit: UnitConstants, seen: StorageSeen) -> str:
    """Say why the actual energy should be reported before its time; empty: no reason."""
    if storage.anomaly:
        return storage.anomaly
    if storage.battery is None:
        return ""
    wh = charge_wh(storage.battery.charge_permille, unit.capacity_wh)
    expected = seen.unit_energy_wh + open_in_wh(storage) - total_wh(storage.portions_out)
    if abs(expected - wh) > unit.capacity_wh * unit.tolerance_permille // 1_000:
        return "the contract and the battery are far apart"
    return ""


# Outcomes.


def on_outcome(storage: StorageState, unit: UnitConstants, event: CallSeen) -> StorageState:
    """Take in what became of the report under way; any other outcome changes nothing."""
    report = storage.under_way
    if report is None or report.ident != event.ident:
        return storage
    ended = ReportEnd(
        report.kind,
        report.party,
        report.wh,
        event.at_ms,
        event.outcome,
        _sentence(storage, report, event),
    )
    storage = msgspec.structs.replace(
        storage, under_way=None, ended=ended, unit_block=max(storage.unit_block, event.block)
    )
    if event.outcome == "accepted":
        return _accepted(storage, unit, report, event)
    return _not_accepted(storage, report, event)


def _accepted(
    storage: StorageState, unit: UnitConstants, report: Report, event: CallSeen
) -> StorageState:
    pauses = tuple(one for one in storage.pauses if one.kind != report.kind)
    storage = msgspec.structs.replace(storage, pauses=pauses)
    match report.kind:
        case "produced":
            return msgspec.structs.replace(
                storage, accepted_in_wh=storage.accepted_in_wh + report.wh
            )
        case "consumed":
            return msgspec.structs.replace(
                storage, accepted_out_wh=storage.accepted_out_wh + report.wh
            )
        case "actual":
            written = storage.written_off_wh + total_wh(report.taken)
            after = msgspec.structs.replace(
                storage,
                written_off_wh=written,
                actual_ms=event.at_ms,
                anomaly="",
                hurry=False,
            )
            return marked(after, unit, event.at_ms)


def _not_accepted(storage: StorageState, report: Report, event: CallSeen) -> StorageState:
    """The energy is open again, in its place in time; whose it is will be asked again."""
    before = next((one for one in storage.pauses if one.kind == report.kind), None)
    failures = 1 if before is None else before.failures + 1
    pause = Pause(report.kind, failures, event.at_ms + pause_ms(failures), _reason(event))
    refused = event.outcome == "refused"
    storage = msgspec.structs.replace(
        storage,
        pauses=(*(one for one in storage.pauses if one.kind != report.kind), pause),
        refused=storage.refused + refused,
        reverted=storage.reverted + (not refused),
        portions_out=put_back(storage.portions_out, report.taken),
        hurry=False,
    )
    if report.kind != "produced":
        return storage
    since = report.at_ms if not storage.shares_in else min(storage.in_since_ms, report.at_ms)
    back = with_shares(storage, [Share(report.party, report.wh)], since)
    return msgspec.structs.replace(back, in_since_ms=since)


def _reason(event: CallSeen) -> str:
    if event.outcome == "reverted":
        return "the call could not be carried out"
    return f"the contract said: {event.reason}" if event.reason else "the contract gave no reason"


def _sentence(storage: StorageState, report: Report, event: CallSeen) -> str:
    what = described(report)
    if event.outcome == "accepted":
        said = f"{what} was accepted."
        if report.explained:
            said = f"{said} {report.explained}"
        return said + _changed(storage, report)
    kept = "" if report.kind == "actual" and not report.taken else " The energy stays open."
    verb = "refused" if event.outcome == "refused" else "not carried out"
    return f"{what} was {verb}: {_reason(event)}.{kept} It is tried again by itself."


def _changed(storage: StorageState, report: Report) -> str:
    """Voters may change the parameters between the reading and the report."""
    seen = storage.seen
    if seen is None or report.parameters is None or seen.parameters == report.parameters:
        return ""
    return " The market's parameters were changed by a vote meanwhile; the new ones applied to it."


def described(report: Report) -> str:
    """A report in words."""
    match report.kind:
        case "produced":
            return f"The report of {format_kwh(report.wh)} into the battery"
        case "consumed":
            return f"The report of {format_kwh(report.wh)} out of the battery"
        case "actual":
            return f"The report that the battery holds {format_kwh(report.wh)}"


def open_out(storage: StorageState, owner: str, now_ms: int) -> tuple[int, int]:
    """Return the energy out in no report, and the part of it that no session takes."""
    sessions = () if storage.seen is None else open_sessions(storage.seen.unit_sessions)
    _, alone = divided(storage.portions_out, sessions, owner, now_ms)
    return total_wh(storage.portions_out), total_wh(alone)
