"""A rehearsal as lines for a person: what would be sent, booked and published, and its price."""

from collections.abc import Iterator
from datetime import UTC, datetime

from agent.dso.plan import Action, PutReports, Release, Settle, Void
from agent.dso.rehearsal import Known, Rehearsal, Step
from agent.dso.sending import FeeRules, request
from agent.dso.standing import Unsettled
from agent.ledger.market_contract import SettlementStatus


def utc(time_s: int) -> str:
    """Return `2026-11-22 13:45:00 UTC`."""
    return datetime.fromtimestamp(time_s, UTC).strftime("%Y-%m-%d %H:%M:%S UTC")


def rehearsal_lines(known: Known, found: Rehearsal, fees: FeeRules) -> Iterator[str]:
    """Yield the lines; amounts are in millionths of the currency, signed as the account changes.

    Gas is the limit the transactions would carry: the chain uses no more. Fees are in wei, at
    the present base fee, and at the settings' cap.
    """
    head, contract = known.head, known.state.domain.contract
    yield f"Block {head.number} ({utc(head.time_s)}), cycle {known.window.running}."
    yield "Nothing is sent, nothing is published, nothing is written."
    gas = 0
    for step in found.steps:
        now = step.at_s == head.time_s
        yield "Now:" if now else f"In the settlement phase, from {utc(step.at_s)}:"
        for action in step.actions:
            used = request(contract, action).gas
            gas += used
            yield from _action(step, action, used)
    if not found.steps:
        yield "Nothing is to be put on the chain."
    for name in found.under_way:
        yield f"Sent before and not confirmed: {name}."
    yield (
        f"Would be published: {len(found.receipts)} receipts, {len(found.statements)} statements "
        f"of what is settled already, {len(found.gaps)} requests for missing reports."
    )
    for member, cycles in sorted(found.gaps.items()):
        yield f"  missing from {member}: cycles {', '.join(map(str, cycles))}"
    for one in found.unsettled:
        yield unsettled_line(one)
    present = gas * (known.head.base_fee_wei + fees.tip_wei)
    yield (
        f"Gas at most {gas}; fee at most {present} wei at the present base fee, "
        f"{gas * fees.cap_wei} wei at the cap."
    )


def unsettled_line(one: Unsettled) -> str:
    """Return one unsettled order as a sentence."""
    late = "past its deadline" if one.overdue else f"deadline {utc(one.deadline_s)}"
    return f"Unsettled: cycle {one.cycle}, {one.member} ({one.side}): {one.why}; {late}."


def _action(step: Step, action: Action, gas: int) -> Iterator[str]:
    match action:
        case PutReports(reports):
            yield f"  report {len(reports)} registers (gas at most {gas}):"
            for signed in reports:
                report = signed.report
                yield (
                    f"    {report.member} cycle {report.cycle} revision {report.revision}: "
                    f"import {report.import_wh} Wh, export {report.export_wh} Wh, "
                    f"quality {report.quality}"
                )
        case Settle(cycle, indexes):
            yield f"  settle {len(indexes)} orders of cycle {cycle} (gas at most {gas}):"
            wanted = set(indexes)
            for of, member, one in step.bookings:
                if of == cycle and one.index in wanted:
                    status = SettlementStatus(one.settlement.status).name.lower()
                    yield (
                        f"    {member}: metered {one.settlement.metered_wh} Wh, "
                        f"energy {one.energy_micro}, network {one.network_charge_micro}, "
                        f"penalty {one.settlement.penalty_micro}, amount {one.amount_micro:+} "
                        f"({status}); the account changes by {one.change_micro:+}"
                    )
        case Release(cycle, indexes):
            yield f"  release {len(indexes)} holds of cycle {cycle} (gas at most {gas})"
        case Void(cycle):
            yield f"  void cycle {cycle}: it ended without a result (gas at most {gas})"
