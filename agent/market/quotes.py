"""What each trading order agreed to, and the quote for it (thesis 4.6 and 4.7)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from agent.market.auction import AuctionResult, Trade
from agent.market.order import Side
from agent.units import WH_PER_KWH, MoneyMicro


@dataclass(frozen=True, slots=True)
class Agreement:
    """One trading order's sums, as the contract's `outcome` word has them."""

    order_id: int
    side: Side
    agreed_wh: int
    tariff_micro: int
    """Its halves of the network charges, each floored before the sum."""
    trade_count: int


def energy_micro(price_micro_per_kwh: int, energy_wh: int) -> MoneyMicro:
    """Return the price of an amount of energy, `floor(price * wh / 1000)`."""
    return MoneyMicro(price_micro_per_kwh * energy_wh // WH_PER_KWH)


def agreements(trades: Iterable[Trade]) -> Mapping[int, Agreement]:
    """Return the agreement of every order that trades, by order id, ids ascending."""
    sums: dict[tuple[int, Side], list[int]] = {}
    for trade in trades:
        for order_id, side in ((trade.buyer_id, Side.BUY), (trade.seller_id, Side.SELL)):
            total = sums.setdefault((order_id, side), [0, 0, 0])
            total[0] += trade.energy_wh
            total[1] += trade.charge_micro_each
            total[2] += 1
    return {
        order_id: Agreement(order_id, side, *total)
        for (order_id, side), total in sorted(sums.items())
    }


def quote_micro(price_micro_per_kwh: int, agreement: Agreement) -> MoneyMicro:
    """Return what the order's account would change by, were exactly the agreed energy metered.

    A buyer's bill `p0 E + sum C_d d / 2` as a negative amount, a seller's income
    `p0 E' - sum C_d d / 2`, which network charges may make negative as well.
    """
    energy = energy_micro(price_micro_per_kwh, agreement.agreed_wh)
    sign = -1 if agreement.side is Side.BUY else 1
    return MoneyMicro(sign * energy - agreement.tariff_micro)


def quotes(result: AuctionResult) -> Mapping[int, MoneyMicro]:
    """Return every trading order's quote by order id."""
    return {
        order_id: quote_micro(result.price_micro_per_kwh, agreement)
        for order_id, agreement in agreements(result.trades).items()
    }
