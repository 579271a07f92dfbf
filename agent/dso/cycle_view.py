"""One cycle as verified storage shows it: what the operator's plans are made from."""

import msgspec

from agent.ledger.market_contract import (
    CycleStatus,
    Head,
    OrderHold,
    OrderOwner,
    OrderTerms,
    Outcome,
    Settlement,
    TradeWord,
)
from agent.market.cycle import CycleTimes, Phase
from agent.units import Address, CycleNo


class MarketTimes(msgspec.Struct, frozen=True):
    """The market's clock and its two deadlines."""

    cycles: CycleTimes
    deadline_cycles: int
    correction_s: int

    def running(self, time_s: int) -> CycleNo | None:
        """Return the cycle running at a block's time, None before the genesis."""
        return self.cycles.cycle_at(time_s * 1000)

    def end_s(self, cycle: int) -> int:
        """Return the second a cycle ends."""
        return self.cycles.end_ms(cycle) // 1000

    def settles(self, time_s: int) -> bool:
        """Whether the settlement phase runs."""
        return self.cycles.phase_at(time_s * 1000) is Phase.SETTLEMENT

    def closed(self, cycle: int, time_s: int) -> bool:
        """Whether the cycle's own settlement phase has begun: no result can come any more."""
        return time_s * 1000 >= self.cycles.phase_start_ms(cycle, Phase.SETTLEMENT)

    def late(self, cycle: int, time_s: int) -> bool:
        """Whether silence about an order of `cycle` is settled by default."""
        return time_s > self.end_s(cycle + 1 + self.deadline_cycles)

    def counts(self, cycle: int, time_s: int) -> bool:
        """Whether the contract takes a report of `cycle`: it has ended and can be corrected."""
        return self.end_s(cycle) <= time_s <= self.end_s(cycle) + self.correction_s

    def first_counting(self, time_s: int) -> CycleNo:
        """Return the oldest cycle whose report the contract would still take."""
        since_s = time_s - self.correction_s - self.cycles.genesis_s
        return CycleNo(max(0, -(-since_s // self.cycles.cycle_s) - 1))


class OrderView(msgspec.Struct, frozen=True):
    """One order with everything the contract says of it."""

    index: int
    terms: OrderTerms
    owner: OrderOwner
    hold: OrderHold
    outcome: Outcome
    settlement: Settlement
    settled_amount_micro: int

    @property
    def member(self) -> Address:
        """Whose order it is."""
        return self.owner.member

    @property
    def traded(self) -> bool:
        """Whether the result gave it a trade."""
        return self.outcome.trade_count > 0


class CycleView(msgspec.Struct, frozen=True):
    """One cycle at one verified head."""

    cycle: CycleNo
    block: int
    head: Head
    charge_micro_per_m: int
    orders: tuple[OrderView, ...] = ()
    trades: tuple[TradeWord, ...] = ()
    penalty_micro_per_kwh: int = 0

    @property
    def status(self) -> CycleStatus:
        """open, result or void."""
        return CycleStatus(self.head.status)
