"""A member's statement of one settled order, built from verified words only."""

from typing import Literal

from agent.bridge.payload import Statement, StatementProof, StatementTrade
from agent.bridge.tables import MOST_TRADES
from agent.dso.cycle_view import CycleView, OrderView
from agent.ledger.market_contract import SettlementStatus, Side
from agent.units import (
    MM_PER_M,
    WH_PER_KWH,
    Address,
    CycleNo,
    EnergyWh,
    MoneyMicro,
    PriceMicroPerKwh,
)

_STATUS: dict[int, Literal["final", "default", "corrected"]] = {
    SettlementStatus.FINAL: "final",
    SettlementStatus.DEFAULT: "default",
    SettlementStatus.CORRECTED: "corrected",
}


def statement(contract: Address, view: CycleView, order: OrderView) -> Statement | None:
    """Return the statement of an order, None while it is not settled (or never traded).

    Money as in docs/protocol.md: `floor(price*wh/1000)` for energy, `floor(charge*mm/2000)` for
    each trade's half of the network charge. A statement names at most MOST_TRADES trades; the
    sums are the contract's own and cover all.
    """
    status = _STATUS.get(order.settlement.status)
    if status is None or not order.traded:
        return None
    price = view.head.price_micro_per_kwh
    return Statement(
        member=order.member,
        cycle=view.cycle,
        delivery_cycle=CycleNo(view.cycle + 1),
        side="buy" if order.terms.side == Side.BUY else "sell",
        agreed_wh=EnergyWh(order.outcome.agreed_wh),
        metered_wh=EnergyWh(order.settlement.metered_wh),
        price_micro_per_kwh=PriceMicroPerKwh(price),
        energy_micro=MoneyMicro(price * order.settlement.metered_wh // WH_PER_KWH),
        network_charge_micro=MoneyMicro(order.outcome.tariff_micro),
        penalty_micro=MoneyMicro(order.settlement.penalty_micro),
        amount_micro=MoneyMicro(order.settled_amount_micro),
        status=status,
        trades=_trades(view, order),
        proof=StatementProof(view.block, contract),
    )


def _trades(view: CycleView, order: OrderView) -> tuple[StatementTrade, ...]:
    owners = {other.index: other.member for other in view.orders}
    found = []
    for trade in view.trades:
        if trade.buyer_index == order.index:
            partner = trade.seller_index
        elif trade.seller_index == order.index:
            partner = trade.buyer_index
        else:
            continue
        charge = view.charge_micro_per_m * trade.distance_mm // (2 * MM_PER_M)
        found.append(
            StatementTrade(
                owners[partner], EnergyWh(trade.energy_wh), trade.distance_mm, MoneyMicro(charge)
            )
        )
    return tuple(found[:MOST_TRADES])
