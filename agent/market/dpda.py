"""Winner determination by the demand-priority double auction (thesis Algorithm 2)."""

from agent.market.curves import Curves, Winners, covered_buyers, crossing, with_price_setters
from agent.market.order import Order


def determine_winners(curves: Curves) -> Winners | None:
    """Return winners, price and each winning seller's energy; None when nobody trades.

    Comparisons with the middle of two prices are exact; only the price itself floors. Case 4
    as printed can set the price above the last winning buyer's reserve: the price is capped to
    the reserves of the last winning seller and buyer, and `capped` says that this happened.
    Buyers whom the winning sellers cannot serve are dropped before that; the price stays.
    """
    crossed = crossing(curves)
    if crossed is None or (stepped := with_price_setters(curves, crossed)) is None:
        return None
    case, y, x, double_price = _case(curves, *stepped)
    x = covered_buyers(curves, x, y) if y > 0 else 0
    if x == 0:
        return None
    sellers, buyers = curves.sellers[:y], curves.buyers[:x]
    price = double_price // 2
    capped = max(sellers[-1].reserve, min(price, buyers[-1].reserve))
    excess_wh = curves.supplied_wh[y] - curves.demanded_wh[x]
    supply = shared_oversupply(sellers, excess_wh)
    return Winners(crossed, case, capped, capped != price, sellers, buyers, supply)


def _case(curves: Curves, x: int, y: int) -> tuple[int, int, int, int]:
    """Return (case, winning sellers, winning buyers, twice the price) of the four cases.

    With one buyer, case 2 has no buyer x-1 and no winner: its price is then never used.
    """
    sellers, buyers = curves.sellers, curves.buyers
    supplied, demanded = curves.supplied_wh, curves.demanded_wh
    last_seller, next_seller = sellers[y - 1].reserve, sellers[y].reserve
    last_buyer, next_buyer = buyers[x - 1].reserve, buyers[x].reserve
    double_mid = next_seller + next_buyer
    if 2 * last_seller <= double_mid <= 2 * last_buyer:
        if demanded[x] <= supplied[y]:
            return 1, y, x, double_mid
        return 2, y - 1, x - 2, last_seller + (buyers[x - 2].reserve if x > 1 else 0)
    if demanded[x - 1] <= supplied[y - 1]:
        return 3, y - 1, x - 1, last_seller + last_buyer
    return 4, y, x - 1, next_seller + last_buyer


def shared_oversupply(sellers: tuple[Order, ...], excess_wh: int) -> tuple[int, ...]:
    """Return each seller's energy after an equal share of the excess was taken, never below 0.

    In whole Wh: the floor share from all, one Wh more from the first sellers in curve order
    until the remainder is spent.
    """
    share, remainder = divmod(excess_wh, len(sellers))
    return tuple(
        max(0, seller.energy_wh - share - (place < remainder))
        for place, seller in enumerate(sellers)
    )
