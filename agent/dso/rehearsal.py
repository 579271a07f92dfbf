"""What the operator would do now and next, worked out without doing any of it."""

from collections.abc import Sequence

import msgspec

from agent.bridge.report import Receipt, ReportDomain, report_digest
from agent.dso import reconcile
from agent.dso.chain_reader import MarketReader
from agent.dso.cycle_view import CycleView, MarketTimes
from agent.dso.expected import Booking
from agent.dso.plan import (
    Action,
    PutReports,
    Settle,
    Void,
    finished,
    gaps_of,
    names,
    next_booking,
    plan,
)
from agent.dso.reconcile import OnChain, ReconcilerState, Window
from agent.dso.standing import Unsettled, unsettled
from agent.dso.statement import statement
from agent.dso.store import Stored, order_name
from agent.ledger.market_contract import CycleStatus, SettlementStatus
from agent.ledger.verify import VerifiedHead
from agent.market.cycle import Phase
from agent.ports import Chain
from agent.units import Address, CycleNo


class Known(msgspec.Struct, frozen=True):
    """What the store and the chain say at one head."""

    head: VerifiedHead
    times: MarketTimes
    window: Window
    state: ReconcilerState
    views: tuple[CycleView, ...]
    """Of every cycle that may need work."""
    stored: Stored


class Step(msgspec.Struct, frozen=True):
    """Transactions of one moment, and what its settlements would book."""

    at_s: int
    actions: tuple[Action, ...]
    bookings: tuple[tuple[CycleNo, Address, Booking], ...]


class Rehearsal(msgspec.Struct, frozen=True):
    """Everything that would be sent and published."""

    steps: tuple[Step, ...]
    receipts: tuple[Receipt, ...]
    statements: tuple[tuple[CycleNo, Address], ...]
    gaps: dict[Address, tuple[CycleNo, ...]]
    unsettled: tuple[Unsettled, ...]
    under_way: tuple[str, ...]


async def look(
    chain: Chain,
    domain: ReportDomain,
    operator: Address,
    stored: Stored,
    since: CycleNo | None = None,
) -> Known:
    """Read what the operator's service would read at the next head; ChainError, ChainHalted.

    The same as the service does, but for the mail: what lies at the broker is left there.
    """
    reader = MarketReader(chain, domain.contract)
    head = await chain.next_head()
    times = await reader.times(head, operator)
    running = times.running(head.time_s) or CycleNo(0)
    window = Window(times.first_counting(head.time_s), running)
    state = ReconcilerState(domain)
    for member, keys in (await reader.members(head)).items():
        state = reconcile.enrol(state, member, keys)
    for kept in stored.receipts:
        state = reconcile.receipted(state, kept.receipt)
    for signed in stored.reports:
        state, _ = reconcile.take_report(state, signed.report.member, signed, window)
    first = max(window.oldest, since or 0)
    views = [
        await reader.cycle(CycleNo(cycle), head)
        for cycle in range(first, running + 1)
        if cycle not in stored.finished
    ]
    for member, cycle, seen in await reader.registers(views, head):
        state = reconcile.take_chain(state, member, cycle, seen)
    return Known(head, times, window, state, tuple(views), stored)


def rehearse(known: Known) -> Rehearsal:
    """Return what would happen from here on, if no further report came."""
    times, time_s = known.times, known.head.time_s
    under = frozenset(name for one in known.stored.pending for name in one.names)
    first = _step(known.state, known.views, times, time_s, under)
    state, views = _after(known.state, known.views, first.actions)
    done = under | {name for action in first.actions for name in names(action)}
    then_s = _settlement_s(times, time_s)
    second = _step(state, views, times, then_s, done)
    open_views = [view for view in known.views if not finished(state, view, times, time_s)]
    due = [reconcile.receipt_due(book, known.window.first) for book in known.state.books.values()]
    return Rehearsal(
        steps=tuple(step for step in (first, second) if step.actions),
        receipts=tuple(one for one in due if one is not None),
        statements=_statements(known),
        gaps=gaps_of(known.state, known.views, known.window),
        unsettled=unsettled(known.state, open_views, times, time_s, under),
        under_way=tuple(sorted(under)),
    )


def _step(
    state: ReconcilerState,
    views: Sequence[CycleView],
    times: MarketTimes,
    time_s: int,
    under_way: frozenset[str],
) -> Step:
    actions = plan(state, views, times, time_s, under_way)
    state, _ = _after(state, views, actions)  # reports have the lower nonces: they come first
    by_cycle = {view.cycle: view for view in views}
    bookings = []
    for action in actions:
        if not isinstance(action, Settle):
            continue
        view = by_cycle[action.cycle]
        orders = {order.index: order for order in view.orders}
        for index in action.indexes:
            found = next_booking(state, view, orders[index], times, time_s)
            if found is not None:
                bookings.append((view.cycle, orders[index].member, found))
    return Step(time_s, actions, tuple(bookings))


def _after(
    state: ReconcilerState, views: Sequence[CycleView], actions: Sequence[Action]
) -> tuple[ReconcilerState, list[CycleView]]:
    """Return both as they will be once the chain has done the actions' reports and voids."""
    void = {action.cycle for action in actions if isinstance(action, Void)}
    for action in actions:
        for signed in action.reports if isinstance(action, PutReports) else ():
            report = signed.report
            seen = OnChain(
                report.revision,
                report_digest(state.domain, report),
                report.import_wh,
                report.export_wh,
                report.quality,
            )
            state = reconcile.take_chain(state, report.member, report.cycle, seen)
    return state, [
        msgspec.structs.replace(
            view, head=msgspec.structs.replace(view.head, status=CycleStatus.VOID)
        )
        if view.cycle in void
        else view
        for view in views
    ]


def _settlement_s(times: MarketTimes, time_s: int) -> int:
    """Return when the settlement phase runs next: now, or the second it begins."""
    cycle = times.running(time_s)
    if cycle is None or times.settles(time_s):
        return time_s
    return times.cycles.phase_start_ms(cycle, Phase.SETTLEMENT) // 1000


def _statements(known: Known) -> tuple[tuple[CycleNo, Address], ...]:
    return tuple(
        (view.cycle, order.member)
        for view in known.views
        for order in view.orders
        if order.settlement.status != SettlementStatus.NONE
        and statement(known.state.domain.contract, view, order) is not None
        and known.stored.stated.get(order_name(view.cycle, order.index))
        != f"{order.settlement.pack():x}"
    )
