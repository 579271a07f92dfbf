"""Money is conserved whatever happens: random lives of a market against a small model of it.

The model keeps plain Python numbers and knows nothing of words, slots or Vyper. After every
step each account, each sum held and each settlement must agree to the unit.
"""

from dataclasses import dataclass, field

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from agent.ledger import market_contract as mc
from agent.market.order import Order, Side
from agent.market.quotes import Agreement
from agent.market.settlement import hold_micro
from agent.market.settlement import settle as bill_of
from agent.units import Address
from tests.contracts.street import (
    ALLOWANCE_MICRO,
    CORRECTION_S,
    CYCLE_S,
    GENESIS_S,
    LIMIT_WH,
    OPERATOR,
    STRANGER,
    TERMS,
    RefusedError,
    Street,
    home,
)

HOMES = 5
MOMENTS = (1, 4, 11, 14)
"""One moment in each phase, in fifteenths of a cycle."""
PRICE = 100_007

numbers = st.integers(0, HOMES - 1)
energies = st.one_of(st.integers(1, LIMIT_WH), st.just(LIMIT_WH))


@dataclass
class Placed:
    """One order as the model knows it."""

    number: int
    buys: bool
    energy_wh: int
    hold_micro: int
    free: bool = False
    agreed_wh: int = 0
    tariff_micro: int = 0
    trades: int = 0
    settled_micro: int = 0
    settled_with: tuple[int, int] | None = None
    by_default: bool = False


@dataclass
class Cycle:
    orders: list[Placed] = field(default_factory=list)
    resulted: bool = False


def hold(buys: bool, energy_wh: int) -> int:
    penalty, tariff = TERMS.penalty_micro_per_kwh, TERMS.max_tariff_micro
    if buys:
        return -(-PRICE * LIMIT_WH // 1000) - (-LIMIT_WH * penalty // 1000) + tariff
    over = -(-LIMIT_WH * penalty // 1000) - PRICE * LIMIT_WH // 1000
    return tariff + max(-(-energy_wh * penalty // 1000), over, 0)


class MarketLife(RuleBasedStateMachine):
    @initialize(
        credits=st.lists(st.integers(4_000_000, 60_000_000), min_size=HOMES, max_size=HOMES)
    )
    def open(self, credits: list[int]) -> None:  # noqa: A002 - what the operator books
        self.street = Street.of(HOMES, 1, credit_micro=0)
        for number, micro in enumerate(credits):
            self.street.credit(home(number), micro)
        self.account = dict(enumerate(credits))
        self.operator = 0
        self.outside = sum(credits)
        self.cycles: dict[int, Cycle] = {0: Cycle()}
        self.registers: dict[tuple[int, int], tuple[int, int]] = {}
        self.cycle, self.phase = 0, 0
        self.street.at(0, MOMENTS[0])

    @property
    def now(self) -> Cycle:
        return self.cycles[self.cycle]

    def held(self, number: int) -> int:
        return sum(
            one.hold_micro
            for cycle in self.cycles.values()
            for one in cycle.orders
            if one.number == number and not one.free
        )

    def lost(self, cycle: int, order: Placed) -> bool:
        closed = cycle < self.cycle or self.phase == 3
        return order.trades == 0 and (self.cycles[cycle].resulted or closed)

    def move_to(self, cycle: int, phase: int) -> None:
        for number in range(self.cycle + 1, cycle + 1):
            self.cycles[number] = Cycle()
        self.cycle, self.phase = cycle, phase
        self.street.at(cycle, MOMENTS[phase])

    @rule(cycles=st.integers(1, 9), phase=st.integers(0, 3))
    def let_time_pass(self, cycles: int, phase: int) -> None:
        self.move_to(self.cycle + cycles, phase)

    @rule(phases=st.integers(1, 3))
    def let_a_phase_pass(self, phases: int) -> None:
        self.move_to(self.cycle, min(self.phase + phases, 3))

    @rule(
        wanted=st.lists(st.tuples(numbers, st.booleans(), energies), min_size=3, max_size=8),
        agreed=st.booleans(),
        data=st.data(),
    )
    def open_a_cycle(
        self, wanted: list[tuple[int, bool, int]], agreed: bool, data: st.DataObject
    ) -> None:
        """Go to a quotation phase and order, some more than once; perhaps match at once."""
        if self.phase > 0:
            self.move_to(self.cycle + 1, 0)
        for number, buys, energy_wh in wanted:
            self.order(number, buys, energy_wh)
        if agreed and self.now.orders and not self.now.resulted:
            self.agree(data)
            if data.draw(st.booleans()):
                self.deliver_in(self.cycle, data)

    def order(self, number: int, buys: bool, energy_wh: int) -> None:
        mine = [one for one in self.now.orders if one.number == number]
        # What the contract frees on the way: the last earlier order, if it lost.
        earlier = [
            (cycle, one)
            for cycle in sorted(self.cycles)
            for one in self.cycles[cycle].orders
            if one.number == number
        ]
        last = earlier[-1] if earlier and not mine else None
        freeing = last is not None and self.lost(*last) and not last[1].free
        need = hold(buys, energy_wh)
        held = self.held(number) - sum(one.hold_micro for one in mine)
        if freeing and last is not None:
            held -= last[1].hold_micro
        affordable = held + need <= min(ALLOWANCE_MICRO, self.account[number])
        side = Side.BUY if buys else Side.SELL
        assert need == hold_micro(
            Order(0, "", 0, side, energy_wh, PRICE, PRICE, 0),
            limit_wh=LIMIT_WH,
            penalty_micro_per_kwh=TERMS.penalty_micro_per_kwh,
            max_tariff_micro=TERMS.max_tariff_micro,
        )
        try:
            data = mc.call_order(self.cycle, side, energy_wh, PRICE, PRICE, 0)
            self.street.do(home(number), data)
        except RefusedError:
            assert not affordable
            return
        assert affordable
        if freeing and last is not None:
            last[1].free = True
        placed = Placed(number, buys, energy_wh, need)
        if mine:
            self.now.orders[self.now.orders.index(mine[0])] = placed
        else:
            self.now.orders.append(placed)

    @rule(data=st.data())
    def agree_later(self, data: st.DataObject) -> None:
        if self.phase <= 1 and self.now.orders and not self.now.resulted:
            self.agree(data)

    def agree(self, data: st.DataObject) -> None:
        """One endorser matches at random: pairs in any number, parts of any size."""
        self.move_to(self.cycle, 1)
        orders, trades = self.now.orders, []
        left = [one.energy_wh for one in orders]
        for buyer, seller in (
            (b, s)
            for b, bought in enumerate(orders)
            for s, sold in enumerate(orders)
            if bought.buys and not sold.buys
        ):
            wh = data.draw(st.integers(0, min(left[buyer], left[seller])))
            if wh == 0:
                continue
            trade = mc.TradeWord(buyer, seller, wh, data.draw(st.integers(0, 500_000)))
            trades.append(trade)
            for index in (buyer, seller):
                left[index] -= wh
                orders[index].agreed_wh += wh
                orders[index].trades += 1
                orders[index].tariff_micro += TERMS.charge_micro_per_m * trade.distance_mm // 2000
        self.street.agree(self.cycle, PRICE, trades, endorsers=1)
        self.now.resulted = True

    @rule(number=numbers, back=st.integers(1, 8), imported=energies, exported=energies)
    def report(self, number: int, back: int, imported: int, exported: int) -> None:
        """Report the register at the end of an earlier cycle, the first time or corrected."""
        if self.cycle > 0:
            self.report_for(number, max(self.cycle - back, 0), imported, exported)

    @rule(data=st.data())
    def deliver(self, data: st.DataObject) -> None:
        with_result = [number for number in self.cycles if self.cycles[number].resulted]
        if with_result:
            self.deliver_in(data.draw(st.sampled_from(with_result)), data)

    def deliver_in(self, cycle: int, data: st.DataObject) -> None:
        """Let some members report what it takes to settle them, perhaps too late; settle."""
        later = cycle + data.draw(st.sampled_from([2, 3, 7]))
        if self.cycle < later:
            self.move_to(later, 0)
        only = data.draw(st.sets(numbers))
        for order in self.cycles[cycle].orders:
            if order.number in only:
                for ended in (cycle, cycle + 1):
                    self.report_for(order.number, ended, data.draw(energies), data.draw(energies))
        self.settle_in(cycle, data)

    def report_for(self, number: int, cycle: int, imported: int, exported: int) -> None:
        known = (number, cycle) in self.registers
        before = self.registers.get((number, cycle - 1), (0, 0))
        after = self.registers.get((number, cycle + 1), (2**60, 2**60))
        values = before[0] + imported, before[1] + exported
        revision = self.street.registers(home(number), cycle).revision + 1
        self.street.report(number, cycle, *values, revision)
        end_s = GENESIS_S + (cycle + 1) * CYCLE_S
        late = self.street.time_s > end_s + CORRECTION_S
        if late or values[0] > after[0] or values[1] > after[1]:
            assert self.street.registers(home(number), cycle).present == known
            return
        self.registers[number, cycle] = values

    @rule(data=st.data())
    def settle(self, data: st.DataObject) -> None:
        with_result = [number for number in self.cycles if self.cycles[number].resulted]
        cycle = data.draw(st.sampled_from(with_result or sorted(self.cycles)))
        self.settle_in(cycle, data)

    def settle_in(self, cycle: int, data: st.DataObject) -> None:
        there = self.cycles[cycle]
        indexes = data.draw(st.lists(st.integers(0, HOMES), min_size=2, max_size=2 * HOMES))
        try:
            self.street.settle(cycle, *indexes)
        except RefusedError:
            assert not there.resulted
            return
        assert there.resulted
        for index in indexes:
            if index < len(there.orders) and there.orders[index].trades:
                self.book(cycle, there.orders[index])

    def book(self, cycle: int, order: Placed) -> None:
        before = self.registers.get((order.number, cycle))
        after = self.registers.get((order.number, cycle + 1))
        column = 0 if order.buys else 1
        if before is not None and after is not None:
            metered = min(after[column] - before[column], LIMIT_WH)
            order.by_default = False
        else:
            deadline_s = GENESIS_S + (cycle + 6) * CYCLE_S
            if order.settled_with is not None or self.street.time_s <= deadline_s:
                return
            metered = LIMIT_WH if order.buys else 0
            order.by_default = True
        penalty = abs(order.agreed_wh - metered) * TERMS.penalty_micro_per_kwh // 1000
        energy = PRICE * metered // 1000
        amount = (-energy if order.buys else energy) - order.tariff_micro - penalty
        self.account[order.number] += amount - order.settled_micro
        self.operator -= amount - order.settled_micro
        order.settled_micro, order.settled_with = amount, (metered, penalty)
        order.free = True

    @rule(data=st.data())
    def release(self, data: st.DataObject) -> None:
        cycle = data.draw(st.sampled_from(sorted(self.cycles)))
        self.street.release(cycle, *range(HOMES), 0)
        for order in self.cycles[cycle].orders:
            order.free = order.free or self.lost(cycle, order)

    @rule()
    def void(self) -> None:
        open_ = self.street.head(self.cycle).status == mc.CycleStatus.OPEN
        if self.phase == 3 and self.now.orders and open_:
            self.street.do(STRANGER, mc.call_void(self.cycle))

    @rule(number=numbers, micro=st.integers(-20_000_000, 20_000_000))
    def move_real_money(self, number: int, micro: int) -> None:
        """Credit, or pay out where the amount is negative."""
        if micro >= 0:
            self.street.credit(home(number), micro)
        else:
            covered = self.account[number] + micro >= self.held(number)
            try:
                self.street.do(OPERATOR, mc.call_pay_out(home(number), -micro))
            except RefusedError:
                assert not covered
                return
            assert covered
        self.account[number] += micro
        self.outside += micro

    @invariant()
    def money_is_neither_made_nor_lost(self) -> None:
        if hasattr(self, "street"):
            assert self.street.everybody_micro() == self.outside

    @invariant()
    def everybody_has_what_the_model_says(self) -> None:
        if not hasattr(self, "street"):
            return
        for number in range(HOMES):
            member: Address = home(number)
            assert self.street.account(member) == self.account[number]
            assert self.street.held(member) == self.held(number)
        assert self.street.account(OPERATOR) == self.operator

    def teardown(self) -> None:
        """Compare every settlement with the market package's bill, to the unit."""
        for cycle, there in getattr(self, "cycles", {}).items():
            for index, order in enumerate(there.orders):
                if order.settled_with is not None:
                    self.compare(cycle, index, order)

    def compare(self, cycle: int, index: int, order: Placed) -> None:
        assert order.settled_with is not None
        side = Side.BUY if order.buys else Side.SELL
        bill = bill_of(
            Agreement(index, side, order.agreed_wh, order.tariff_micro, order.trades),
            price_micro_per_kwh=PRICE,
            penalty_micro_per_kwh=TERMS.penalty_micro_per_kwh,
            metered_wh=None if order.by_default else order.settled_with[0],
            limit_wh=self.street.hold(cycle, index).limit_wh,
        )
        word = self.street.settlement(cycle, index)
        assert self.street.settled_micro(cycle, index) == bill.amount_micro
        assert (word.metered_wh, word.penalty_micro) == (bill.metered_wh, bill.penalty_micro)
        outcome = self.street.outcome(cycle, index)
        assert outcome == mc.Outcome(order.agreed_wh, order.tariff_micro, order.trades)


TestMarketLife = MarketLife.TestCase
TestMarketLife.settings = settings(
    max_examples=130,
    stateful_step_count=20,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
