"""Seeded faults: each a mistake somebody could make; the histories must notice every one."""

from collections.abc import Callable

import msgspec
import pytest

import agent.core.step
import agent.dso.expected
import agent.dso.plan
import agent.dso.reconcile
import agent.market.settlement
import agent.metering.home
from agent.bridge.report import SignedReport
from agent.core.events import SettlementSeen
from agent.core.state import State
from agent.dso.reconcile import Book
from agent.market.settlement import energy_micro
from agent.metering.interval import BoundaryRegister, Point, register_at
from agent.units import CycleNo, MoneyMicro
from tests.dso.mirror import Market


def rounded_up(patch: pytest.MonkeyPatch) -> None:
    """Energy is rounded up instead of down: one millionth too many."""

    def up(price: int, energy_wh: int) -> MoneyMicro:
        return MoneyMicro(-(-price * energy_wh // 1_000))

    patch.setattr(agent.market.settlement, "energy_micro", up)
    assert energy_micro(1, 1) == 0
    assert up(1, 1) == 1


def counted_twice(patch: pytest.MonkeyPatch) -> None:
    """A settlement that is seen again is posted again."""
    right: Callable[[State, SettlementSeen], State] = agent.core.step.settlement_seen

    def again(state: State, event: SettlementSeen) -> State:
        stages = msgspec.structs.replace(
            state,
            orders=tuple(
                msgspec.structs.replace(order, stage="traded")
                if order.cycle == event.cycle and order.stage == "settled"
                else order
                for order in state.orders
            ),
        )
        return right(stages, event)

    patch.setattr(agent.core.step, "settlement_seen", again)


def oldest_counts(patch: pytest.MonkeyPatch) -> None:
    """Of two revisions of a report the older one counts."""

    def oldest(book: Book, cycle: CycleNo) -> SignedReport | None:
        found = agent.dso.reconcile.reports_of(book, cycle)
        return found[-1][1] if found else None

    patch.setattr(agent.dso.plan, "best_report", oldest)


def one_too_many(patch: pytest.MonkeyPatch) -> None:
    """The register at a cycle's end is one watt-hour too high."""

    def higher(
        seen: tuple[Point, ...], boundary_ms: int, tolerance_ms: int
    ) -> BoundaryRegister | None:
        found = register_at(seen, boundary_ms, tolerance_ms)
        if found is None or boundary_ms // 900_000 % 2:
            return found
        return msgspec.structs.replace(found, export_wh=found.export_wh + 1)

    patch.setattr(agent.metering.home, "register_at", higher)


def deadline_too_early(patch: pytest.MonkeyPatch) -> None:
    """The operator settles silence one cycle before its deadline."""
    from agent.dso.cycle_view import MarketTimes

    def early(self: MarketTimes, cycle: int, time_s: int) -> bool:
        return time_s > self.end_s(cycle + self.deadline_cycles)

    patch.setattr(MarketTimes, "late", early)


def contract_books_all(patch: pytest.MonkeyPatch) -> None:
    """The contract's correction books the whole amount, not the difference."""
    right = Market._settle

    def whole(self: Market, cycle: int, index: int, late: bool) -> bool:
        old = self.settled.get((cycle, index))
        done = right(self, cycle, index, late)
        if done and old is not None:
            trade = self.trades[cycle]
            self.accounts[trade.buyer if index else trade.seller] += old.amount_micro
        return done

    patch.setattr(Market, "_settle", whole)


FAULTS = (
    rounded_up,
    counted_twice,
    oldest_counts,
    one_too_many,
    deadline_too_early,
    contract_books_all,
)
