"""The street as anybody can prove it: cycles, trades, bills and accounts, slot by slot.

The demonstration shows nothing that it was told; it follows the chain with its own light
client and reads the market contract's storage, as a doubting household or an operator would.
"""

import msgspec

from agent.api.sections import StatementLine, TradeLine
from agent.demo.result import CyclePrice, CycleResult, HomeResult, StreetTotals, StreetTrade
from agent.ledger import market_contract as market
from agent.ledger.verify import VerifiedHead
from agent.market.cycle import CycleTimes
from agent.ports import Chain
from agent.shell.market_reader import STATUS, pseudonym
from agent.units import Address

SETTLED = {1: "final", 2: "default", 3: "corrected"}
CHUNK = 150
"""Slots per request: well inside what a node answers at once."""


class SeenOrder(msgspec.Struct, frozen=True):
    """One order of a closed cycle and what became of it."""

    index: int
    member: Address
    side: str
    low_micro_per_kwh: int
    high_micro_per_kwh: int
    agreed_wh: int
    tariff_micro: int
    settlement: market.Settlement
    amount_micro: int


class SeenCycle(msgspec.Struct, frozen=True):
    """One cycle as the contract has it."""

    cycle: int
    head: market.Head
    charge_micro_per_m: int = 0
    orders: tuple[SeenOrder, ...] = ()
    trades: tuple[market.TradeWord, ...] = ()


class StreetHomeKey(msgspec.Struct, frozen=True):
    """Which home an address is."""

    number: int
    vertex: int
    pv_w_peak: int
    member: Address


class Observer:
    """Reads one market through the Chain port."""

    def __init__(
        self,
        chain: Chain,
        contract: Address,
        times: CycleTimes,
        homes: tuple[StreetHomeKey, ...],
    ) -> None:
        self._chain = chain
        self._contract = contract
        self._times = times
        self._homes = homes
        self._number = {home.member: home.number for home in homes}
        self.cycles: dict[int, SeenCycle] = {}
        self.running: market.Head | None = None
        self.head: VerifiedHead | None = None

    async def follow(self, head: VerifiedHead) -> None:
        """Take in what a new head shows of the running cycle and of those not yet settled."""
        self.head = head
        cycle = self._times.cycle_at(head.time_s * 1_000)
        if cycle is None:
            return
        (word,) = await self._words([market.head_slot(cycle)])
        self.running = market.Head.unpack(word)
        for number in range(max(0, cycle - 8), cycle + 1):
            known = self.cycles.get(number)
            ended = known is not None and known.head.status != 0
            if not ended:
                await self._read_cycle(number)
            elif known is not None and not _all_settled(known) and cycle >= number + 2:
                await self._read_settlements(known)

    async def _words(self, slots: list[int]) -> tuple[int, ...]:
        if self.head is None:
            return ()
        words: list[int] = []
        for start in range(0, len(slots), CHUNK):
            part = slots[start : start + CHUNK]
            words += await self._chain.storage(self._contract, part, self.head)
        return tuple(words)

    async def _read_cycle(self, cycle: int) -> None:
        (word,) = await self._words([market.head_slot(cycle)])
        head = market.Head.unpack(word)
        if head.status == 0:
            return
        if head.status != market.CycleStatus.RESULT:
            self.cycles[cycle] = SeenCycle(cycle, head)
            return
        terms_word, *trade_words = await self._words(
            [
                market.cycle_terms_slot(cycle),
                *(market.trade_slot(cycle, k) for k in range(head.trade_count)),
            ]
        )
        trades = tuple(market.TradeWord.unpack(word) for word in trade_words)
        self.cycles[cycle] = SeenCycle(
            cycle,
            head,
            market.Terms.unpack(terms_word).charge_micro_per_m,
            await self._read_orders(cycle, head.order_count),
            trades,
        )

    async def _read_orders(self, cycle: int, count: int) -> tuple[SeenOrder, ...]:
        slots = []
        for index in range(count):
            slots += [
                market.order_owner_slot(cycle, index),
                market.order_terms_slot(cycle, index),
                market.outcome_slot(cycle, index),
            ]
        words = await self._words(slots)
        orders = []
        for index in range(count):
            owner, terms, outcome = words[3 * index : 3 * index + 3]
            agreed = market.Outcome.unpack(outcome)
            wanted = market.OrderTerms.unpack(terms)
            orders.append(
                SeenOrder(
                    index=index,
                    member=market.OrderOwner.unpack(owner).member,
                    side="sell" if wanted.side == market.Side.SELL else "buy",
                    low_micro_per_kwh=wanted.low_micro_per_kwh,
                    high_micro_per_kwh=wanted.high_micro_per_kwh,
                    agreed_wh=agreed.agreed_wh,
                    tariff_micro=agreed.tariff_micro,
                    settlement=market.Settlement.unpack(0),
                    amount_micro=0,
                )
            )
        return tuple(orders)

    async def _read_settlements(self, known: SeenCycle) -> None:
        traded = [order for order in known.orders if order.agreed_wh]
        slots = []
        for order in traded:
            slots += [
                market.settlement_slot(known.cycle, order.index),
                market.settled_amount_slot(known.cycle, order.index),
            ]
        words = await self._words(slots)
        seen = {order.index: (words[2 * k], words[2 * k + 1]) for k, order in enumerate(traded)}
        self.cycles[known.cycle] = msgspec.structs.replace(
            known,
            orders=tuple(
                msgspec.structs.replace(
                    order,
                    settlement=market.Settlement.unpack(seen[order.index][0]),
                    amount_micro=market.signed(seen[order.index][1]),
                )
                if order.index in seen
                else order
                for order in known.orders
            ),
        )

    # What is shown.

    def street_trades(self, seen: SeenCycle) -> tuple[StreetTrade, ...]:
        """The trades of a cycle, by the homes' numbers."""
        return tuple(
            StreetTrade(
                cycle=seen.cycle,
                seller=self._number.get(seen.orders[trade.seller_index].member, 0),
                buyer=self._number.get(seen.orders[trade.buyer_index].member, 0),
                energy_wh=trade.energy_wh,
                distance_mm=trade.distance_mm,
                price_micro_per_kwh=seen.head.price_micro_per_kwh,
            )
            for trade in seen.trades
        )

    def prices(self) -> tuple[CyclePrice, ...]:
        """How the cycles cleared, oldest first."""
        return tuple(
            CyclePrice(seen.cycle, seen.head.price_micro_per_kwh if seen.trades else None)
            for _, seen in sorted(self.cycles.items())
        )

    def totals(self) -> StreetTotals:
        """Sums over all cycles seen."""
        trades = [t for seen in self.cycles.values() for t in self.street_trades(seen)]
        orders = [order for seen in self.cycles.values() for order in seen.orders]
        return StreetTotals(
            trades=len(trades),
            energy_wh=sum(trade.energy_wh for trade in trades),
            value_micro=sum(t.price_micro_per_kwh * t.energy_wh // 1_000 for t in trades),
            network_micro=sum(order.tariff_micro for order in orders),
            penalty_micro=sum(order.settlement.penalty_micro for order in orders),
        )

    def cycle_results(self) -> tuple[CycleResult, ...]:
        """Every cycle that ended, oldest first."""
        return tuple(
            CycleResult(
                cycle=seen.cycle,
                status=STATUS[seen.head.status],
                orders=seen.head.order_count,
                case=seen.head.case,
                capped=seen.head.capped,
                price_micro_per_kwh=seen.head.price_micro_per_kwh if seen.trades else None,
                endorsements=seen.head.endorsements,
                trades=self.street_trades(seen),
            )
            for _, seen in sorted(self.cycles.items())
        )

    def keep_through(self, last: int) -> None:
        """Forget the cycles after `last`: they were still being delivered when the run ended."""
        self.cycles = {cycle: seen for cycle, seen in self.cycles.items() if cycle <= last}

    def settled_through(self) -> int:
        """The last cycle up to which everything traded is settled; -1: none."""
        last = -1
        for cycle, seen in sorted(self.cycles.items()):
            if not _all_settled(seen):
                break
            last = cycle
        return last

    async def accounts(self, operator: Address) -> tuple[dict[Address, int], dict[Address, int]]:
        """Return (balances, held) of all homes; the operator's own account among the balances."""
        members = [home.member for home in self._homes]
        words = await self._words(
            [market.account_slot(operator), *(market.account_slot(m) for m in members)]
        )
        held = await self._words([market.held_slot(m) for m in members])
        balances = {
            address: market.signed(word)
            for address, word in zip([operator, *members], words, strict=True)
        }
        return balances, dict(zip(members, held, strict=True))

    def home_results(
        self, balances: dict[Address, int], held: dict[Address, int]
    ) -> tuple[HomeResult, ...]:
        """Every home's trades and statements, as proven."""
        return tuple(
            HomeResult(
                number=home.number,
                vertex=home.vertex,
                pv_w_peak=home.pv_w_peak,
                member=home.member,
                balance_micro=balances.get(home.member),
                held_micro=held.get(home.member),
                trades=tuple(
                    line
                    for _, seen in sorted(self.cycles.items())
                    for line in self._trade_lines(seen, home.member)
                ),
                statements=tuple(
                    self._statement(seen, order)
                    for _, seen in sorted(self.cycles.items())
                    for order in seen.orders
                    if order.member == home.member and order.settlement.status
                ),
            )
            for home in self._homes
        )

    def _trade_lines(self, seen: SeenCycle, member: Address) -> list[TradeLine]:
        lines = []
        for trade in seen.trades:
            seller, buyer = seen.orders[trade.seller_index], seen.orders[trade.buyer_index]
            if member not in (seller.member, buyer.member):
                continue
            partner = buyer if member == seller.member else seller
            lines.append(
                TradeLine(
                    cycle=seen.cycle,
                    side="sell" if member == seller.member else "buy",
                    partner=pseudonym(self._contract, partner.member),
                    energy_wh=trade.energy_wh,
                    price_micro_per_kwh=seen.head.price_micro_per_kwh,
                    distance_mm=trade.distance_mm,
                    charge_micro=seen.charge_micro_per_m * trade.distance_mm // 2_000,
                )
            )
        return lines

    def _statement(self, seen: SeenCycle, order: SeenOrder) -> StatementLine:
        price = seen.head.price_micro_per_kwh
        return StatementLine(
            cycle=seen.cycle,
            side=order.side,
            agreed_wh=order.agreed_wh,
            metered_wh=order.settlement.metered_wh,
            price_micro_per_kwh=price,
            energy_micro=price * order.settlement.metered_wh // 1_000,
            network_charge_micro=order.tariff_micro,
            penalty_micro=order.settlement.penalty_micro,
            amount_micro=order.amount_micro,
            status=SETTLED.get(order.settlement.status, "final"),
            verified=True,
            block=None if self.head is None else self.head.number,
        )


def _all_settled(seen: SeenCycle) -> bool:
    return all(order.settlement.status or not order.agreed_wh for order in seen.orders)
