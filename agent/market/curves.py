"""Supply and demand as sorted curves, and where they cross (thesis condition 2.3)."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import accumulate

from agent.market.order import Order, Side


@dataclass(frozen=True, slots=True)
class Curves:
    """Sellers ascending by reserve, buyers descending; equal prices in submission order."""

    sellers: tuple[Order, ...]
    buyers: tuple[Order, ...]
    supplied_wh: tuple[int, ...]
    """`supplied_wh[n]` is the energy of the first n sellers."""
    demanded_wh: tuple[int, ...]
    """`demanded_wh[n]` is the energy of the first n buyers."""


@dataclass(frozen=True, slots=True)
class Winners:
    """Who wins and at what price; `supply_wh` is the sellers' energy after oversupply."""

    crossing: tuple[int, int]
    """(x buyers, y sellers), before any step back."""
    case: int
    price_micro_per_kwh: int
    capped: bool
    sellers: tuple[Order, ...]
    buyers: tuple[Order, ...]
    supply_wh: tuple[int, ...]


def sorted_curves(orders: Iterable[Order]) -> Curves:
    """Return both curves; the order of `orders` does not matter, only their ids do."""
    listed = list(orders)
    sellers = sorted(
        (order for order in listed if order.side is Side.SELL),
        key=lambda order: (order.reserve, order.id),
    )
    buyers = sorted(
        (order for order in listed if order.side is Side.BUY),
        key=lambda order: (-order.reserve, order.id),
    )
    return Curves(
        tuple(sellers),
        tuple(buyers),
        tuple(accumulate((order.energy_wh for order in sellers), initial=0)),
        tuple(accumulate((order.energy_wh for order in buyers), initial=0)),
    )


def crossing(curves: Curves) -> tuple[int, int] | None:
    """Return the largest (x buyers, y sellers) that still agree, None when no pair does.

    y is the smallest number of sellers whose energy covers the first x buyers. The walk goes up
    from x = 1 and stops at the first x whose buyer pays less than seller y asks, or that no
    number of sellers covers.
    """
    found = None
    y = 0
    for x, buyer in enumerate(curves.buyers, start=1):
        while y < len(curves.sellers) and curves.supplied_wh[y] < curves.demanded_wh[x]:
            y += 1
        covered = curves.supplied_wh[y] >= curves.demanded_wh[x]
        if not covered or buyer.reserve < curves.sellers[y - 1].reserve:
            break
        found = x, y
    return found


def with_price_setters(curves: Curves, crossed: tuple[int, int]) -> tuple[int, int] | None:
    """Return the crossing stepped back until a next seller and a next buyer exist.

    The thesis's "virtual intersection" (Scenario 13). None when that leaves nobody on a side.
    """
    x = min(crossed[0], len(curves.buyers) - 1)
    y = min(crossed[1], len(curves.sellers) - 1)
    return (x, y) if x > 0 and y > 0 else None


def covered_buyers(curves: Curves, x: int, y: int) -> int:
    """Return how many of the first x buyers the first y sellers can serve in full.

    The last winning buyers are dropped until supply covers demand: every winning buyer is
    served in full, and no seller gives more than it offered.
    """
    x = max(x, 0)
    while curves.demanded_wh[x] > curves.supplied_wh[y]:
        x -= 1
    return x
