"""A history's trades on the real contract: whatever the mirror does, the byte code must do too."""

from agent.bridge.report import SignedReport
from agent.ledger import market_contract as mc
from tests.contracts.street import GENESIS_S, Street
from tests.dso.histories import HOMES, Chain, History
from tests.dso.mirror import Market


class RealMarket(Chain):
    """Listens to a history (`fixed_terms`) and repeats it on py-evm; `compared` counts words."""

    def __init__(self) -> None:
        self.street = Street.of(2, endorsers=2)
        self.market: Market | None = None
        self.compared = 0
        self.broken: list[str] = []
        self._started_with = self._accounts()

    def trade(self, market: Market) -> None:
        """Order, endorse and hand in the result of every trade of the history."""
        self.market = market
        for cycle, trade in sorted(market.trades.items()):
            seller, buyer = HOMES.index(trade.seller), HOMES.index(trade.buyer)
            self.street.at(cycle, 1)
            self.street.sell(seller, cycle, trade.energy_wh, 0)
            self.street.buy(buyer, cycle, trade.energy_wh, 400_000)
            word = mc.TradeWord(1, 0, trade.energy_wh, trade.distance_mm)
            self.street.agree(cycle, trade.price_micro_per_kwh, [word], endorsers=2)

    def report(self, signed: SignedReport, time_s: int, *, taken: bool) -> None:
        report = signed.report
        before = self._registers(signed)
        self.street.time_s = time_s
        self.street.hand_in(signed)
        after = self._registers(signed)
        self._same(f"report of cycle {report.cycle}", after != before, taken)
        if taken:
            expected = mc.Registers(
                report.import_wh, report.export_wh, report.quality, report.revision, True
            )
            self._same(f"registers of cycle {report.cycle}", after, expected)

    def settle(self, cycle: int, indexes: tuple[int, ...], time_s: int) -> None:
        assert self.market is not None
        self.street.time_s = time_s
        self.street.settle(cycle, *indexes)
        for index in indexes:
            done = self.market.settled[cycle, index]
            word = mc.Settlement(
                done.metered_wh, done.penalty_micro, done.status, done.quality, done.revision
            )
            self._same(f"settlement {cycle}/{index}", self.street.settlement(cycle, index), word)
            amount = self.street.settled_micro(cycle, index)
            self._same(f"amount {cycle}/{index}", amount, done.amount_micro)
        changes = [
            now - then for now, then in zip(self._accounts(), self._started_with, strict=True)
        ]
        known = [*(self.market.accounts.get(one, 0) for one in HOMES), self.market.operator_micro]
        self._same("accounts", changes, known)

    def _accounts(self) -> list[int]:
        operator = mc.address_of(self.street.word(mc.operator_slot()))
        return [self.street.account(one) for one in (*HOMES, operator)]

    def _registers(self, signed: SignedReport) -> mc.Registers:
        return self.street.registers(signed.report.member, signed.report.cycle)

    def _same(self, name: str, real: object, mirrored: object) -> None:
        self.compared += 1
        if real != mirrored:
            self.broken.append(f"{name}: the contract has {real}, the mirror {mirrored}")


def on_the_contract(seed: int) -> tuple[History, RealMarket]:
    """Live through a history on both; the genesis is the contract's."""
    real = RealMarket()
    history = History(seed, fixed_terms=True, chain=real)
    history.on_trades = lambda: real.trade(history.market)
    assert history.market.times.cycles.genesis_s == GENESIS_S
    history.run()
    return history, real
