"""The contract's `report` and `settle` in a few lines of Python, written from market.vy alone.

It shares no arithmetic with agent.market and agent.dso: where they agree with it, two people
have understood the same rule. `test_reconcile_histories.py` proves it equal to the contract's
byte code on sampled histories.
"""

from dataclasses import dataclass, field

from agent.bridge.report import ReportDomain, SignedReport, recover, report_digest
from agent.dso.cycle_view import CycleView, MarketTimes, OrderView
from agent.dso.reconcile import OnChain
from agent.ledger import market_contract as mc
from agent.units import Address, CycleNo

NONE, FINAL, DEFAULT, CORRECTED = range(4)


@dataclass
class Trade:
    """One sale of the cycle: order 0 sells, order 1 buys, every home its own order."""

    cycle: int
    seller: Address
    buyer: Address
    energy_wh: int
    distance_mm: int
    price_micro_per_kwh: int


@dataclass
class Settled:
    status: int = NONE
    metered_wh: int = 0
    penalty_micro: int = 0
    quality: int = 0
    revision: int = 0
    amount_micro: int = 0


@dataclass
class Market:
    """The words of one market that settlement reads and writes."""

    domain: ReportDomain
    times: MarketTimes
    charge_micro_per_m: int
    penalty_micro_per_kwh: int
    limit_wh: int
    keys: dict[Address, tuple[Address, bytes]]
    trades: dict[int, Trade] = field(default_factory=dict)
    registers: dict[tuple[Address, int], OnChain] = field(default_factory=dict)
    settled: dict[tuple[int, int], Settled] = field(default_factory=dict)
    accounts: dict[Address, int] = field(default_factory=dict)
    operator_micro: int = 0
    refused: int = 0

    def report(self, signed: SignedReport, time_s: int) -> bool:
        """As `report` does: store the registers, or skip the report."""
        taken = self._believable(signed, time_s)
        if taken:
            report = signed.report
            self.registers[report.member, report.cycle] = OnChain(
                report.revision,
                report_digest(self.domain, report),
                report.import_wh,
                report.export_wh,
                report.quality,
            )
        self.refused += not taken
        return taken

    def _believable(self, signed: SignedReport, time_s: int) -> bool:
        report = signed.report
        if report.member not in self.keys:
            return False
        key, meter = self.keys[report.member]
        if report.meter != meter:
            return False
        if recover(report_digest(self.domain, report), signed.signature) != key:
            return False
        end_s = self.times.cycles.genesis_s + (report.cycle + 1) * self.times.cycles.cycle_s
        if time_s < end_s or time_s > end_s + self.times.correction_s:
            return False
        stored = self.registers.get((report.member, report.cycle))
        if stored is not None and report.revision <= stored.revision:
            return False
        before = self.registers.get((report.member, report.cycle - 1))
        if before is not None and (
            report.import_wh < before.import_wh or report.export_wh < before.export_wh
        ):
            return False
        after = self.registers.get((report.member, report.cycle + 1))
        return after is None or (
            report.import_wh <= after.import_wh and report.export_wh <= after.export_wh
        )

    def settle(self, cycle: int, indexes: tuple[int, ...], time_s: int) -> list[int]:
        """As `settle` does; return the indexes it booked something for."""
        deadline = self.times.deadline_cycles
        genesis_s, cycle_s = self.times.cycles.genesis_s, self.times.cycles.cycle_s
        late = time_s > genesis_s + (cycle + 1 + deadline + 1) * cycle_s
        return [index for index in indexes if self._settle(cycle, index, late)]

    def _settle(self, cycle: int, index: int, late: bool) -> bool:
        trade = self.trades[cycle]
        member = trade.buyer if index else trade.seller
        old = self.settled.get((cycle, index), Settled())
        before = self.registers.get((member, cycle))
        after = self.registers.get((member, cycle + 1))
        new = Settled(FINAL)
        if before is None or after is None:
            if old.status != NONE or not late:
                return False
            new = Settled(DEFAULT, self.limit_wh if index else 0, 0, 2, 0)
        else:
            wh = after.export_wh - before.export_wh
            if index:
                wh = after.import_wh - before.import_wh
            new.metered_wh = min(wh, self.limit_wh)
            new.quality = max(before.quality, after.quality)
            new.revision = max(before.revision, after.revision)
            if old.status in (FINAL, CORRECTED) and (
                (old.metered_wh, old.quality, old.revision)
                == (new.metered_wh, new.quality, new.revision)
            ):
                return False
            if old.status != NONE:
                new.status = CORRECTED
        off_wh = max(trade.energy_wh, new.metered_wh) - min(trade.energy_wh, new.metered_wh)
        new.penalty_micro = off_wh * self.penalty_micro_per_kwh // 1_000
        energy = trade.price_micro_per_kwh * new.metered_wh // 1_000
        new.amount_micro = -(self.tariff(trade) + new.penalty_micro)
        new.amount_micro += -energy if index else energy
        change = new.amount_micro - old.amount_micro
        self.accounts[member] = self.accounts.get(member, 0) + change
        self.operator_micro -= change
        self.settled[cycle, index] = new
        return True

    def tariff(self, trade: Trade) -> int:
        return self.charge_micro_per_m * trade.distance_mm // 2_000

    def view(self, cycle: int, block: int) -> CycleView:
        """Return what a light client would prove of a cycle."""
        trade = self.trades.get(cycle)
        if trade is None:
            return CycleView(CycleNo(cycle), block, mc.Head(0, 0, 0, 0, 0, 0, 0, 0, 0), 0)
        head = mc.Head(1, 0, 2, 1, 1, 0, trade.price_micro_per_kwh, 3, 2)
        return CycleView(
            cycle=CycleNo(cycle),
            block=block,
            head=head,
            charge_micro_per_m=self.charge_micro_per_m,
            orders=tuple(self._order(trade, index) for index in (0, 1)),
            trades=(mc.TradeWord(1, 0, trade.energy_wh, trade.distance_mm),),
            penalty_micro_per_kwh=self.penalty_micro_per_kwh,
        )

    def _order(self, trade: Trade, index: int) -> OrderView:
        found = self.settled.get((trade.cycle, index), Settled())
        member = trade.buyer if index else trade.seller
        return OrderView(
            index=index,
            terms=mc.OrderTerms(index, trade.energy_wh, 0, 10**9, 0),
            owner=mc.OrderOwner(member, index, 100, index),
            hold=mc.OrderHold(1, found.status != NONE, self.limit_wh),
            outcome=mc.Outcome(trade.energy_wh, self.tariff(trade), 1),
            settlement=mc.Settlement(
                found.metered_wh,
                found.penalty_micro,
                found.status,
                found.quality,
                found.revision,
            ),
            settled_amount_micro=found.amount_micro,
        )
