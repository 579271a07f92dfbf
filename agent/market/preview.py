"""What an order may bring and cost, before it is placed: the settlement's own rules, run ahead.

Everything at the worst the order allows: all its energy traded, at the price that binds it (a
seller's lowest, a buyer's highest), with the dearest network charge the market has.
"""

from dataclasses import dataclass

from agent.market.order import Order, Side
from agent.market.quotes import Agreement
from agent.market.settlement import Settlement, hold_micro, settle

PERCENTS = (100, 80, 50, 0)
"""Of the agreed energy: what is shown of under-delivery."""


@dataclass(frozen=True, slots=True)
class PreviewTerms:
    """The market's terms, and what the connection can carry."""

    limit_wh: int
    penalty_micro_per_kwh: int
    max_tariff_micro: int


@dataclass(frozen=True, slots=True)
class Preview:
    """An order's worst case, settled at `PERCENTS` of its energy, in that order."""

    hold_micro: int
    delivered: tuple[Settlement, ...]

    @property
    def whole(self) -> Settlement:
        """The settlement when exactly the agreed energy is metered."""
        return self.delivered[0]

    def worse_micro(self, line: Settlement) -> int:
        """Return by how much less a line is than the whole; 0 or more."""
        return self.whole.amount_micro - line.amount_micro


def metered_wh(energy_wh: int, percent: int) -> int:
    """Return so many hundredths of an amount, rounded down."""
    return energy_wh * percent // 100


def preview(order: Order, terms: PreviewTerms) -> Preview:
    """Return what the order may bring and cost; ValueError: more energy than the connection carries."""
    hold = hold_micro(
        order,
        limit_wh=terms.limit_wh,
        penalty_micro_per_kwh=terms.penalty_micro_per_kwh,
        max_tariff_micro=terms.max_tariff_micro,
    )
    agreement = Agreement(order.id, order.side, order.energy_wh, terms.max_tariff_micro, 1)
    lines = tuple(
        settle(
            agreement,
            price_micro_per_kwh=order.reserve,
            penalty_micro_per_kwh=terms.penalty_micro_per_kwh,
            metered_wh=metered_wh(order.energy_wh, percent),
            limit_wh=terms.limit_wh,
        )
        for percent in PERCENTS
    )
    return Preview(hold, lines)


def side_of(word: str) -> Side:
    """Return the side that "sell" or "buy" names."""
    return Side.SELL if word == "sell" else Side.BUY
