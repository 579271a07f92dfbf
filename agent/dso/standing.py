"""How the operator stands: what is not settled and why, who has gaps, what was refused."""

from collections.abc import Collection, Mapping, Sequence

import msgspec

from agent.bridge.report import ReportDomain
from agent.dso.cycle_view import CycleView, MarketTimes, OrderView
from agent.dso.evidence import Evidence
from agent.dso.plan import acceptable, next_booking
from agent.dso.reconcile import Book, ReconcilerState, best_report
from agent.ledger.market_contract import CycleStatus, SettlementStatus, Side
from agent.units import Address, CycleNo

NOBODY = "-"
"""Stands for whoever is not a member in the counts of refused messages."""

HARMLESS = "known"
"""Copies of what is known already: homes repeat themselves until they have a receipt."""


class Unsettled(msgspec.Struct, frozen=True):
    """One traded order that is not settled yet."""

    cycle: CycleNo
    index: int
    member: Address
    side: str
    agreed_wh: int
    why: str
    deadline_s: int
    """Unix time after which silence is settled by default."""
    overdue: bool


class Standing(msgspec.Struct, frozen=True):
    """Everything at one head."""

    chain_id: int
    contract: Address
    block: int
    time_s: int
    unsettled: tuple[Unsettled, ...] = ()
    gaps: Mapping[Address, tuple[CycleNo, ...]] = {}
    """By member: cycles whose reports were asked for and have not come."""
    refused: Mapping[str, Mapping[str, int]] = {}
    """By member (NOBODY: of no member) and reason: messages without effect, since the beginning."""
    evidence: tuple[Evidence, ...] = ()
    under_way: tuple[str, ...] = ()
    """Names of what was sent and is not confirmed."""
    cycles_left: int = 0
    """Unfinished cycles that this look did not reach."""

    @property
    def domain(self) -> ReportDomain:
        return ReportDomain(self.chain_id, self.contract)

    @property
    def overdue(self) -> tuple[Unsettled, ...]:
        """What is unsettled past its deadline."""
        return tuple(one for one in self.unsettled if one.overdue)


def refused_by_member(counts: Mapping[str, int]) -> dict[str, dict[str, int]]:
    """Return counts named `member reason` by member and reason, both in order of their names."""
    found: dict[str, dict[str, int]] = {}
    for name, count in sorted(counts.items()):
        member, _, reason = name.partition(" ")
        found.setdefault(member, {})[reason] = count
    return found


def unsettled(
    state: ReconcilerState,
    views: Sequence[CycleView],
    times: MarketTimes,
    time_s: int,
    under_way: Collection[str] = (),
) -> tuple[Unsettled, ...]:
    """Return every traded order of the views without a settlement, and what it waits for."""
    return tuple(
        Unsettled(
            cycle=view.cycle,
            index=order.index,
            member=order.member,
            side="buy" if order.terms.side == Side.BUY else "sell",
            agreed_wh=order.outcome.agreed_wh,
            why=_why(state, view, order, times, time_s, under_way),
            deadline_s=times.end_s(view.cycle + 1 + times.deadline_cycles),
            overdue=times.late(view.cycle, time_s),
        )
        for view in views
        if view.status == CycleStatus.RESULT
        for order in view.orders
        if order.traded and order.settlement.status == SettlementStatus.NONE
    )


def _why(
    state: ReconcilerState,
    view: CycleView,
    order: OrderView,
    times: MarketTimes,
    time_s: int,
    under_way: Collection[str],
) -> str:
    if f"settle {view.cycle} {order.index}" in under_way:
        return "the settlement is on its way to the chain"
    if next_booking(state, view, order, times, time_s) is not None:
        return "ready: settled in the next settlement phase"
    if time_s < times.end_s(view.cycle + 1):
        return "the delivery cycle is not over"
    book = state.books.get(order.member)
    if book is None:
        return "the member is not known"
    waits = [
        _missing(book, CycleNo(cycle), times, time_s, under_way)
        for cycle in (view.cycle, view.cycle + 1)
    ]
    return "; ".join(dict.fromkeys(wait for wait in waits if wait)) or "ready"


def _missing(
    book: Book, cycle: CycleNo, times: MarketTimes, time_s: int, under_way: Collection[str]
) -> str:
    """Why a register is not on the chain, empty when it is."""
    if cycle in book.chain:
        return ""
    best = best_report(book, cycle)
    if best is None:
        return f"no report of cycle {cycle}"
    report = best.report
    if f"report {report.member} {report.cycle} {report.revision}" in under_way:
        return f"the report of cycle {cycle} is on its way to the chain"
    if acceptable(book, report, times, time_s):
        return f"the report of cycle {cycle} is to be put on the chain"
    if not times.counts(cycle, time_s):
        return f"the report of cycle {cycle} cannot count: its correction window is over"
    return (
        f"the contract refuses the report of cycle {cycle}: its registers contradict a neighbour's"
    )
