"""What the operator has to put on the chain: computed anew at every head, from facts alone.

Nothing is remembered but what is under way: an action that was lost, reverted or done by somebody
else shows in the next view of the chain, so repeating the computation repairs everything.
"""

from collections.abc import Collection, Iterable, Sequence

import msgspec

from agent.bridge.report import Report, SignedReport
from agent.dso.cycle_view import CycleView, MarketTimes, OrderView
from agent.dso.expected import Booking, booking
from agent.dso.reconcile import Book, ReconcilerState, Window, best_report, gaps
from agent.ledger.market_contract import CycleStatus, SettlementStatus
from agent.units import Address, CycleNo

REPORTS_PER_CALL = 16
ORDERS_PER_CALL = 32
"""Far below the contract's limits and a block's gas: a transaction that fails costs little."""


class PutReports(msgspec.Struct, frozen=True, tag="report"):
    """Store these registers, in this order."""

    reports: tuple[SignedReport, ...]


class Settle(msgspec.Struct, frozen=True, tag="settle"):
    """Settle (or correct) orders of `cycle`."""

    cycle: CycleNo
    indexes: tuple[int, ...]


class Release(msgspec.Struct, frozen=True, tag="release"):
    """Free the holds of orders of `cycle` that did not trade."""

    cycle: CycleNo
    indexes: tuple[int, ...]


class Void(msgspec.Struct, frozen=True, tag="void"):
    """Record that `cycle` ended without a result."""

    cycle: CycleNo


Action = PutReports | Settle | Release | Void


def names(action: Action) -> tuple[str, ...]:
    """Return what an action does, one name per item; no two actions under way may share one."""
    match action:
        case PutReports(reports):
            return tuple(
                f"report {signed.report.member} {signed.report.cycle} {signed.report.revision}"
                for signed in reports
            )
        case Settle(cycle, indexes):
            return tuple(f"settle {cycle} {index}" for index in indexes)
        case Release(cycle, indexes):
            return tuple(f"release {cycle} {index}" for index in indexes)
        case Void(cycle):
            return (f"void {cycle}",)


def plan(
    state: ReconcilerState,
    views: Sequence[CycleView],
    times: MarketTimes,
    time_s: int,
    under_way: Collection[str] = (),
) -> tuple[Action, ...]:
    """Return what to do at a head with block time `time_s`; reports before settlements.

    `under_way`: names of what was sent and is not yet confirmed. Settlements whose registers are
    only now being reported come in a later plan, when the chain shows the registers.
    """
    running = frozenset(under_way)
    actions: list[Action] = []
    actions += _reports(state, views, times, time_s, running)
    for view in views:
        match view.status:
            case CycleStatus.RESULT:
                actions += _settlements(state, view, times, time_s, running)
                actions += _releases(view, running)
            case CycleStatus.VOID:
                actions += _releases(view, running)
            case CycleStatus.OPEN:
                void = Void(view.cycle)
                if view.orders and times.closed(view.cycle, time_s) and not under(void, running):
                    actions.append(void)
    return tuple(actions)


def under(action: Action, running: frozenset[str]) -> bool:
    """Whether any item of an action is under way."""
    return not running.isdisjoint(names(action))


def finished(state: ReconcilerState, view: CycleView, times: MarketTimes, time_s: int) -> bool:
    """Whether nothing is left to do for a cycle unless another report comes."""
    if not times.closed(view.cycle, time_s):
        return False
    match view.status:
        case CycleStatus.OPEN:
            return not view.orders
        case CycleStatus.VOID:
            return all(order.hold.released for order in view.orders)
        case CycleStatus.RESULT:
            return not _wanted_reports(state, view, times, time_s) and all(
                order.hold.released
                and (not order.traded or order.settlement.status != SettlementStatus.NONE)
                and not _settles_now(state, view, order, times, time_s)
                for order in view.orders
            )


def wanted_cycles(view: CycleView, member: Address) -> tuple[CycleNo, ...]:
    """Return the cycles whose registers a view needs of a member, oldest first."""
    if any(order.traded and order.member == member for order in view.orders):
        return view.cycle, CycleNo(view.cycle + 1)
    return ()


def gaps_of(
    state: ReconcilerState, views: Sequence[CycleView], window: Window
) -> dict[Address, tuple[CycleNo, ...]]:
    """Return the cycles each member is to be asked for again, without members that lack none."""
    found = {}
    for member, book in state.books.items():
        wanted = {
            cycle
            for view in views
            for cycle in wanted_cycles(view, member)
            if cycle < window.running
        }
        missing = gaps(book, wanted, window.first)
        if missing:
            found[member] = missing
    return found


def acceptable(book: Book, report: Report, times: MarketTimes, time_s: int) -> bool:
    """Whether the contract would take a (believed) report now, as far as the views show."""
    if not times.counts(report.cycle, time_s):
        return False
    seen = book.chain.get(report.cycle)
    before = book.chain.get(CycleNo(report.cycle - 1))
    after = book.chain.get(CycleNo(report.cycle + 1))
    if seen is not None and report.revision <= seen.revision:
        return False
    if before is not None and (
        report.import_wh < before.import_wh or report.export_wh < before.export_wh
    ):
        return False
    return after is None or (
        report.import_wh <= after.import_wh and report.export_wh <= after.export_wh
    )


def _reports(
    state: ReconcilerState,
    views: Iterable[CycleView],
    times: MarketTimes,
    time_s: int,
    running: frozenset[str],
) -> list[Action]:
    wanted: dict[tuple[Address, CycleNo], SignedReport] = {}
    for view in views:
        wanted |= _wanted_reports(state, view, times, time_s)
    free = [
        signed for _, signed in sorted(wanted.items()) if not under(PutReports((signed,)), running)
    ]
    return [
        PutReports(tuple(free[at : at + REPORTS_PER_CALL]))
        for at in range(0, len(free), REPORTS_PER_CALL)
    ]


def _wanted_reports(
    state: ReconcilerState, view: CycleView, times: MarketTimes, time_s: int
) -> dict[tuple[Address, CycleNo], SignedReport]:
    """Only registers that a settlement reads are put on the chain: each costs gas."""
    wanted = {}
    for order in view.orders if view.status == CycleStatus.RESULT else ():
        book = state.books.get(order.member)
        if book is None or not order.traded:
            continue
        for cycle in (view.cycle, CycleNo(view.cycle + 1)):
            best = best_report(book, cycle)
            if best is not None and acceptable(book, best.report, times, time_s):
                wanted[order.member, cycle] = best
    return wanted


def _settlements(
    state: ReconcilerState,
    view: CycleView,
    times: MarketTimes,
    time_s: int,
    running: frozenset[str],
) -> list[Action]:
    now = times.running(time_s) or 0
    if not times.settles(time_s) and now <= view.cycle + 2:
        return []  # its own settlement phase is still to come
    ready = [
        order.index
        for order in view.orders
        if order.traded
        and _settles_now(state, view, order, times, time_s)
        and f"settle {view.cycle} {order.index}" not in running
    ]
    return [
        Settle(view.cycle, tuple(ready[at : at + ORDERS_PER_CALL]))
        for at in range(0, len(ready), ORDERS_PER_CALL)
    ]


def _settles_now(
    state: ReconcilerState, view: CycleView, order: OrderView, times: MarketTimes, time_s: int
) -> bool:
    """Whether the contract's `settle` would book something."""
    return next_booking(state, view, order, times, time_s) is not None


def next_booking(
    state: ReconcilerState, view: CycleView, order: OrderView, times: MarketTimes, time_s: int
) -> Booking | None:
    """Return what `settle` would book with the registers now on the chain, None: nothing."""
    book = state.books.get(order.member)
    before = None if book is None else book.chain.get(view.cycle)
    after = None if book is None else book.chain.get(CycleNo(view.cycle + 1))
    return booking(view, order, before, after, late=times.late(view.cycle, time_s))


def _releases(view: CycleView, running: frozenset[str]) -> list[Action]:
    held = [
        order.index
        for order in view.orders
        if not order.traded
        and not order.hold.released
        and f"release {view.cycle} {order.index}" not in running
    ]
    return [
        Release(view.cycle, tuple(held[at : at + ORDERS_PER_CALL]))
        for at in range(0, len(held), ORDERS_PER_CALL)
    ]
