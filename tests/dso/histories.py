"""One random history of a market of two homes, from the meter's pulses to the last correction.

Real parts: the home's registers (agent.metering), its reports and queue (agent.bridge), the
operator's set of reports and plans (agent.dso), the home's view of its settlements (agent.core).
Played: the meter (silent, repeated, exchanged), the broker (loses, repeats, delays, reorders),
the operator's process (absent, restarted), and the contract (tests/dso/mirror.py). At the end all
of them must name the same watt-hours and the same millionths.
"""

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import pairwise

import msgspec

from agent.bridge.outbox import Outbox, OutboxFull, acknowledge, due, mark_sent, put
from agent.bridge.report import (
    ReportDomain,
    SignedReceipt,
    SignedReport,
    contract_signature,
    receipt_digest,
)
from agent.bridge.report_chain import NextReport, ReportChain, next_report
from agent.core.events import SettlementSeen
from agent.core.metering import reported_register
from agent.core.records import Order
from agent.core.state import State
from agent.core.step import step
from agent.dso import plan as planning
from agent.dso import reconcile
from agent.dso.cycle_view import MarketTimes
from agent.dso.reconcile import MemberKeys, ReconcilerState, Verdict, Window
from agent.dso.statement import statement
from agent.market import settlement as rules
from agent.market.cycle import CycleTimes
from agent.market.order import Side
from agent.market.quotes import Agreement
from agent.metering import home
from agent.metering.interval import BoundaryRegister
from agent.metering.reading import MeterReading, MeterRole
from agent.metering.registers import MeterExchange
from agent.metering.settings import MeteringSettings, MeterSettings, metering_settings
from agent.units import Address, CycleNo, EnergyWh, MonoMs, UnixMs
from tests.contracts import street
from tests.core import story
from tests.dso import mirror
from tests.dso.world import OPERATOR

CYCLE_S = street.CYCLE_S
HOMES = [street.home(number) for number in range(2)]
KEYS = [street.report_key(number) for number in range(2)]
METERS = [street.meter(number) for number in range(2)]
DAYS_OF_CLOCK_CHANGE = (1_774_738_800, 1_792_882_800)
"""An hour before the clocks of Central Europe change, in spring and in autumn of 2026 (UTC)."""


@dataclass
class Meter:
    """A house's grid meter and everything the house's agent knows of it."""

    settings: MeteringSettings
    device: list[int] = field(default_factory=lambda: [0, 0])
    """What the device shows: import, export."""
    true: list[int] = field(default_factory=lambda: [0, 0])
    """What has really flowed since the history began."""
    meters: home.HomeMeters = field(default_factory=home.HomeMeters)
    flowed_s: int = 0
    """Until when energy has flowed."""
    silent: int = 0
    """Ticks of silence left."""
    readings: list[MeterReading] = field(default_factory=list)


@dataclass
class House:
    """One home: its meter, its reports, its queue, and what it believes of its settlements."""

    number: int
    meter: Meter
    chain: ReportChain = field(default_factory=ReportChain)
    outbox: Outbox = field(default_factory=Outbox)
    best: dict[int, tuple[int, int, int]] = field(default_factory=dict)
    """By cycle: revision, import, export of the newest report signed."""
    state: State = field(default_factory=State)
    true_at: dict[int, tuple[int, int]] = field(default_factory=dict)
    exact: set[int] = field(default_factory=set)
    """Cycles whose end the meter was read at, to the millisecond."""

    @property
    def member(self) -> Address:
        return HOMES[self.number]


class Chain:
    """What happens on the chain; a history proven on the real contract listens in."""

    def report(self, signed: SignedReport, time_s: int, *, taken: bool) -> None: ...

    def settle(self, cycle: int, indexes: tuple[int, ...], time_s: int) -> None: ...


class History:
    """`broken` names what did not agree; empty: everything did."""

    def __init__(self, seed: int, *, fixed_terms: bool = False, chain: Chain | None = None) -> None:
        self.random = random.Random(seed)
        self.counts: Counter[str] = Counter()
        self.broken: list[str] = []
        self._chain = chain or Chain()
        self._late = self.random.random() < 0.2
        self._outage = self.random.random() < 0.25
        """Whether the broker is gone until silence has been settled."""
        self._genesis_s = street.GENESIS_S if fixed_terms else self._a_genesis()
        self._cycles = self.random.randint(3, 6)
        self.market = self._a_market(fixed_terms=fixed_terms)
        self.houses = [House(number, self._a_meter()) for number in range(2)]
        self._post: list[tuple[int, int, SignedReport]] = []
        """(when, tie, report): what the broker will deliver."""
        self._kept: list[SignedReport] = []
        self._receipts: dict[Address, SignedReceipt] = {}
        self._desk = self._restarted()
        self._running = 0
        self.on_trades: Callable[[], None] = lambda: None

    def run(self) -> "History":
        """Live through the cycles, then let what can still arrive arrive, then compare."""
        self._trade()
        self.on_trades()
        end = self._cycles + 1
        for cycle in range(end + 1):
            for part in (10, 430, 850):
                self._tick(cycle, self._genesis_s + cycle * CYCLE_S + part, lossy=True)
        for cycle in range(end + 1, end + 4):
            for part in (10, 790, 850):
                self._tick(cycle, self._genesis_s + cycle * CYCLE_S + part, lossy=False)
        deadline = end + 1 + self.market.times.deadline_cycles + 1
        if self._outage:
            self._tick(deadline, self._genesis_s + deadline * CYCLE_S + 5, lossy=False)
            self._outage = False
            deadline += 1
        for part in (10, 200, 400, 600, 790, 800, 810, 820):
            self._tick(deadline, self._genesis_s + deadline * CYCLE_S + part, lossy=False)
        self._compare()
        return self

    # What the history is made of.

    def _a_genesis(self) -> int:
        if self.random.random() < 0.3:
            return self.random.choice(DAYS_OF_CLOCK_CHANGE)
        return 1_700_000_000 + CYCLE_S * self.random.randrange(200_000)

    def _a_market(self, *, fixed_terms: bool) -> mirror.Market:
        # A short window in some histories, so that corrections come too late. The contract the
        # sampled histories run on has seven days.
        correction_s = 7 * 86_400
        if self._late and not fixed_terms:
            correction_s = CYCLE_S * self.random.randint(1, 5)
        terms = street.TERMS
        charge = terms.charge_micro_per_m if fixed_terms else self.random.randrange(5_000)
        penalty = terms.penalty_micro_per_kwh if fixed_terms else self.random.randrange(300_000)
        return mirror.Market(
            domain=ReportDomain(street.CHAIN_ID, street.Street.fresh().contract),
            times=MarketTimes(CycleTimes(self._genesis_s, CYCLE_S), 4, correction_s),
            charge_micro_per_m=charge,
            penalty_micro_per_kwh=penalty,
            limit_wh=street.LIMIT_WH if fixed_terms else self.random.choice((800, 4_600, 10_000)),
            keys={
                HOMES[number]: (street.key_address(KEYS[number]), METERS[number])
                for number in range(2)
            },
        )

    def _a_meter(self) -> Meter:
        settings = metering_settings(
            self._genesis_s * 1_000,
            CYCLE_S * 1_000,
            (MeterSettings("m0", MeterRole.GRID, 10_000),),
        )
        start = [self.random.randrange(10**7), self.random.randrange(10**7)]
        meter = Meter(settings, device=start, flowed_s=self._genesis_s - 300)
        # Two readings before the market begins: the first needs one that agrees with it.
        for before_ms in (600_000, 300_000):
            self._read(meter, self._genesis_s * 1_000 - before_ms)
        return meter

    def _trade(self) -> None:
        """Trade in some cycles; roles change from cycle to cycle."""
        for cycle in range(self._cycles):
            if self.random.random() < 0.7:
                seller = self.random.randrange(2)
                self.market.trades[cycle] = mirror.Trade(
                    cycle,
                    HOMES[seller],
                    HOMES[1 - seller],
                    self.random.randint(1, min(1_000, self.market.limit_wh)),
                    self.random.randrange(400_000),
                    self.random.randint(1, 400_000),
                )
        for house in self.houses:
            orders = [
                self._order_of(house, trade)
                for trade in self.market.trades.values()
                if house.member in (trade.seller, trade.buyer)
            ]
            house.state = msgspec.structs.replace(
                State(constants=story.CONSTANTS), orders=tuple(orders)
            )

    def _order_of(self, house: House, trade: mirror.Trade) -> Order:
        sells = trade.seller == house.member
        return Order(
            f"order {trade.cycle}",
            trade.cycle,
            0,
            "sell" if sells else "buy",
            trade.energy_wh,
            0,
            10**9,
            100,
            "wish",
            "traded",
            index=0 if sells else 1,
            price_micro_per_kwh=trade.price_micro_per_kwh,
            agreed_wh=trade.energy_wh,
            tariff_micro=self.market.tariff(trade),
        )

    # One moment.

    def _tick(self, cycle: int, time_s: int, *, lossy: bool) -> None:
        self._running = cycle
        for house in self.houses:
            self._house(house, time_s, lossy=lossy)
        self._broker(time_s, lossy=lossy)
        if self.random.random() < 0.1 and lossy:
            self.counts["operator away"] += 1
            return
        if self.random.random() < 0.1:
            self.counts["restart"] += 1
            self._desk = self._restarted()
        self._operator(time_s)

    def _house(self, house: House, time_s: int, *, lossy: bool) -> None:
        meter = house.meter
        found: list[BoundaryRegister] = []
        boundary_ms = (time_s - self._genesis_s) // CYCLE_S * CYCLE_S * 1_000
        boundary_ms += self._genesis_s * 1_000
        at_boundary = boundary_ms // 1_000 + 10 == time_s
        if at_boundary:
            self._flow(house, boundary_ms // 1_000 - house.meter.flowed_s)
            house.meter.flowed_s = boundary_ms // 1_000
            ended = (time_s - self._genesis_s) // CYCLE_S - 1
            house.true_at[ended] = (meter.true[0], meter.true[1])
        silent = meter.silent > 0 and lossy
        if at_boundary and not silent:
            found += self._read(meter, boundary_ms)
            house.exact.add((time_s - self._genesis_s) // CYCLE_S - 1)
        if silent:
            meter.silent -= 1
            self.counts["silent tick"] += 1
        elif lossy and self.random.random() < 0.12:
            meter.silent = self.random.choice((1, 2, 4, 8, 18))
        self._flow(house, time_s - meter.flowed_s)
        meter.flowed_s = time_s
        if not silent:
            if lossy and self.random.random() < 0.05:
                # The installer reads the old meter last: what it counted is reported before.
                found += self._read(meter, time_s * 1_000 - 6_000)
                self._exchange(meter, time_s * 1_000 - 5_000)
            found += self._read(meter, time_s * 1_000)
            if self.random.random() < 0.1:
                found += self._repeat(meter, time_s * 1_000)
        meter.meters, late = home.tick(meter.meters, time_s * 1_000, meter.settings)
        self._sign(house, [*found, *late])
        self._publish(house, time_s, lossy=lossy)

    def _flow(self, house: House, seconds: int) -> None:
        """Let energy flow, at most half of what the connection carries."""
        for way in (0, 1):
            most_wh = seconds * 5
            flow_wh = self.random.choice((0, self.random.randrange(most_wh), most_wh // 20))
            house.meter.device[way] += flow_wh
            house.meter.true[way] += flow_wh

    def _read(self, meter: Meter, at_ms: int) -> list[BoundaryRegister]:
        reading = MeterReading(
            "m0",
            MeterRole.GRID,
            UnixMs(at_ms),
            EnergyWh(meter.device[0]),
            EnergyWh(meter.device[1]),
        )
        meter.readings.append(reading)
        meter.meters, seen = home.observe(meter.meters, reading, at_ms, meter.settings)
        return list(seen.boundaries)

    def _repeat(self, meter: Meter, now_ms: int) -> list[BoundaryRegister]:
        """An old reading comes again: a duplicate, or late after a detour."""
        self.counts["old reading"] += 1
        reading = self.random.choice(meter.readings[-6:])
        meter.meters, seen = home.observe(meter.meters, reading, now_ms, meter.settings)
        return list(seen.boundaries)

    def _exchange(self, meter: Meter, at_ms: int) -> None:
        first = [self.random.randrange(50), self.random.randrange(50)]
        event = MeterExchange("m0", "m0", at_ms, *meter.device, *first)
        meter.meters, problems = home.exchange(meter.meters, event, meter.settings)
        if not problems:
            self.counts["meter exchange"] += 1
            meter.device = first

    def _sign(self, house: House, found: list[BoundaryRegister]) -> None:
        constants = msgspec.structs.replace(
            story.CONSTANTS, genesis_s=self._genesis_s, cycle_s=CYCLE_S
        )
        for boundary in found:
            register = reported_register(constants, boundary)
            if register.cycle < 0:
                continue
            made = next_report(
                self.market.domain, house.member, METERS[house.number], register, house.chain
            )
            assert isinstance(made, NextReport)
            signed = SignedReport(made.report, street.sign(KEYS[house.number], made.digest))
            queued = put(house.outbox, self.market.domain, signed)
            assert not isinstance(queued, OutboxFull)
            house.chain, house.outbox = made.chain, queued
            report = made.report
            house.best[report.cycle] = (report.revision, report.import_wh, report.export_wh)
            self.counts["report" if report.revision == 1 else "correction"] += 1

    def _publish(self, house: House, time_s: int, *, lossy: bool) -> None:
        if self._outage:
            return
        ready = due(house.outbox, MonoMs(time_s * 1_000), 20_000)
        house.outbox = mark_sent(house.outbox, ready, MonoMs(time_s * 1_000))
        for signed in ready:
            copies = self.random.choice((0, 1, 1, 2)) if lossy else 1
            self.counts["lost message"] += copies == 0
            self.counts["repeated message"] += copies == 2
            for _ in range(copies):
                delay_s = self.random.choice((0, 0, 700, 2_000)) if lossy else 0
                self._post.append((time_s + delay_s, self.random.randrange(10**9), signed))

    def _broker(self, time_s: int, *, lossy: bool) -> None:
        """Deliver what is due, in no particular order; forgeries and other people's copies too."""
        arrived = sorted(one for one in self._post if one[0] <= time_s)
        self._post = [one for one in self._post if one[0] > time_s]
        for _, _, signed in arrived:
            self._take(signed, signed.report.member)
            if lossy and self.random.random() < 0.05:
                self._forge(signed)

    def _forge(self, signed: SignedReport) -> None:
        changed = msgspec.structs.replace(
            signed.report, export_wh=EnergyWh(signed.report.export_wh + 1)
        )
        before = self._desk
        verdict = self._take(SignedReport(changed, signed.signature), changed.member)
        if verdict is not Verdict.FORGED and verdict not in (Verdict.TOO_OLD, Verdict.TOO_NEW):
            self.broken.append(f"a forged report was {verdict}")
        if self._desk != before:
            self.broken.append("a forged report changed something")

    # The operator's desk: what its service does, without ports.

    def _restarted(self) -> ReconcilerState:
        state = ReconcilerState(self.market.domain)
        for number in range(2):
            keys = MemberKeys(street.key_address(KEYS[number]), METERS[number])
            state = reconcile.enrol(state, HOMES[number], keys)
        for given in self._receipts.values():
            state = reconcile.receipted(state, given.receipt)
        kept = list(self._kept)
        self.random.shuffle(kept)
        for signed in kept:
            state, _ = reconcile.take_report(state, signed.report.member, signed, self._window())
        return state

    def _window(self) -> Window:
        running = getattr(self, "_running", 0)
        time_s = self._genesis_s + running * CYCLE_S
        return Window(self.market.times.first_counting(time_s), CycleNo(running))

    def _take(self, signed: SignedReport, topic: Address) -> Verdict:
        self._desk, verdict = reconcile.take_report(self._desk, topic, signed, self._window())
        self.counts[verdict] += 1
        if verdict is Verdict.NEW:
            self._kept.append(signed)
        if verdict is Verdict.EQUIVOCATION:
            self.broken.append("an honest home equivocated")
        return verdict

    def _operator(self, time_s: int) -> None:
        cycles = sorted(self.market.trades)
        views = [self.market.view(cycle, time_s) for cycle in cycles if cycle <= self._running]
        self._read_registers()
        for action in planning.plan(self._desk, views, self.market.times, time_s):
            if self.random.random() < 0.1:
                self.counts["lost transaction"] += 1
                continue
            self._do(action, time_s)
        self._give_receipts()

    def _read_registers(self) -> None:
        for (member, cycle), seen in self.market.registers.items():
            self._desk = reconcile.take_chain(self._desk, member, CycleNo(cycle), seen)

    def _do(self, action: planning.Action, time_s: int) -> None:
        match action:
            case planning.PutReports(reports):
                for signed in reports:
                    taken = self.market.report(signed, time_s)
                    self.counts["register on chain" if taken else "skipped by the contract"] += 1
                    self._chain.report(signed, time_s, taken=taken)
            case planning.Settle(cycle, indexes):
                self._settle(cycle, indexes, time_s)

    def _settle(self, cycle: int, indexes: tuple[int, ...], time_s: int) -> None:
        self._read_registers()  # reports of the same block come first
        view = self.market.view(cycle, time_s)
        wanted = {
            index: planning.next_booking(
                self._desk, view, view.orders[index], self.market.times, time_s
            )
            for index in indexes
        }
        booked = self.market.settle(cycle, indexes, time_s)
        self._chain.settle(cycle, indexes, time_s)
        for index in indexes:
            expected, done = wanted[index], self.market.settled.get((cycle, index))
            if expected is None or done is None or index not in booked:
                self.broken.append(f"cycle {cycle}/{index}: planned, but the contract does nothing")
                continue
            told = (*msgspec.structs.astuple(expected.settlement), expected.amount_micro)
            real = (done.metered_wh, done.penalty_micro, done.status, done.quality, done.revision)
            if told != (*real, done.amount_micro):
                self.broken.append(f"cycle {cycle}/{index}: expected {told}, booked {done}")
            self.counts[("", "final", "by default", "corrected")[done.status]] += 1
            self._see(cycle, index, time_s)
            if self.random.random() < 0.3:
                self._see(cycle, index, time_s)

    def _see(self, cycle: int, index: int, time_s: int) -> None:
        """The home's light client proves the settlement, perhaps once more."""
        trade, done = self.market.trades[cycle], self.market.settled[cycle, index]
        member = trade.buyer if index else trade.seller
        house = self.houses[HOMES.index(member)]
        seen = SettlementSeen(
            time_s * 1_000,
            time_s,
            cycle,
            done.status,
            done.metered_wh,
            done.penalty_micro,
            done.amount_micro,
            done.revision,
        )
        house.state, _ = step(house.state, seen, story.feeder())

    def _give_receipts(self) -> None:
        for member, book in list(self._desk.books.items()):
            wanted = reconcile.receipt_due(book, self._window().first)
            if wanted is not None:
                digest = receipt_digest(self.market.domain, wanted)
                given = SignedReceipt(wanted, contract_signature(OPERATOR.sign_digest(digest)))
                self._desk = reconcile.receipted(self._desk, wanted)
                self._receipts[member] = given
        for house in self.houses:
            got = self._receipts.get(house.member)
            if got is not None and self.random.random() < 0.7:
                house.outbox, _ = acknowledge(
                    house.outbox, self.market.domain, got, OPERATOR.address
                )

    # At the end.

    def _compare(self) -> None:
        for house in self.houses:
            self._compare_energy(house)
            self._compare_money(house)
        total = sum(self.market.accounts.values()) + self.market.operator_micro
        if total:
            self.broken.append(f"{total} micro appeared from nowhere")
        self._compare_settlements()

    def _compare_energy(self, house: House) -> None:
        """The cycles' energies telescope to the registers' difference, which is the true one."""
        cycles = sorted(house.best)
        if cycles != list(range(cycles[0], cycles[-1] + 1)):
            self.broken.append(f"house {house.number}: reports of {cycles} only")
            return
        for way in (0, 1):
            values = [house.best[cycle][1 + way] for cycle in cycles]
            energies = [after - before for before, after in pairwise(values)]
            if any(energy < 0 for energy in energies):
                self.broken.append(f"house {house.number}: negative energy")
            ends = [cycle for cycle in cycles if cycle in house.exact and cycle in house.true_at]
            first, last = ends[0], ends[-1]
            reported = sum(energies[first - cycles[0] : last - cycles[0]])
            true = house.true_at[last][way] - house.true_at[first][way]
            if reported != true:
                self.broken.append(
                    f"house {house.number}: cycles {first} to {last} sum to {reported} Wh, "
                    f"the meter counted {true} Wh"
                )
            self.counts["cycle energies"] += last - first

    def _compare_money(self, house: House) -> None:
        """The home's own totals against the account the contract keeps."""
        totals = house.state.totals
        account = self.market.accounts.get(house.member, 0)
        if totals.earned_micro - totals.spent_micro != account:
            self.broken.append(
                f"house {house.number}: its agent counts "
                f"{totals.earned_micro - totals.spent_micro}, its account changed by {account}"
            )
        penalties = sum(
            done.penalty_micro
            for (cycle, index), done in self.market.settled.items()
            if house.member == self._member(cycle, index)
        )
        if totals.penalty_micro != penalties:
            self.broken.append(f"house {house.number}: penalties {totals.penalty_micro}")

    def _member(self, cycle: int, index: int) -> Address:
        trade = self.market.trades[cycle]
        return trade.buyer if index else trade.seller

    def _compare_settlements(self) -> None:
        """Every order is settled; where all reports counted, from the true last registers."""
        for cycle, trade in self.market.trades.items():
            view = self.market.view(cycle, 1)
            for index in (0, 1):
                done = self.market.settled.get((cycle, index))
                if done is None:
                    self.broken.append(f"cycle {cycle}/{index} was never settled")
                    continue
                told = statement(self.market.domain.contract, view, view.orders[index])
                if told is None or told.amount_micro != done.amount_micro:
                    self.broken.append(f"cycle {cycle}/{index}: the statement says {told}")
                self._from_registers(trade, index, done)

    def _from_registers(self, trade: mirror.Trade, index: int, done: mirror.Settled) -> None:
        house = self.houses[HOMES.index(self._member(trade.cycle, index))]
        ends = [house.best[cycle] for cycle in (trade.cycle, trade.cycle + 1)]
        newest = [
            self.market.registers.get((house.member, cycle))
            for cycle in (trade.cycle, trade.cycle + 1)
        ]
        revisions = [0 if one is None else one.revision for one in newest]
        if revisions != [one[0] for one in ends]:
            self.counts["report too late"] += 1
            if not self._late:
                self.broken.append(
                    f"cycle {trade.cycle}/{index}: revisions {revisions} on the chain of {ends}"
                )
            return
        way = 1 if index else 2
        expected = rules.settle(
            Agreement(
                index,
                Side.BUY if index else Side.SELL,
                trade.energy_wh,
                self.market.tariff(trade),
                1,
            ),
            price_micro_per_kwh=trade.price_micro_per_kwh,
            penalty_micro_per_kwh=self.market.penalty_micro_per_kwh,
            metered_wh=ends[1][way] - ends[0][way],
            limit_wh=self.market.limit_wh,
        )
        if (expected.amount_micro, expected.penalty_micro) != (
            done.amount_micro,
            done.penalty_micro,
        ):
            self.broken.append(f"cycle {trade.cycle}/{index}: {expected} against {done}")
        self.counts["settled from the last registers"] += 1
