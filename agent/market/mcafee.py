"""Winner determination by McAfee's double auction (thesis Algorithm 1).

R. P. McAfee, "A dominant strategy double auction", J. Econ. Theory 56 (1992) 434-450, with the
thesis's curves of different energies.
"""

from agent.market.curves import Curves, Winners, covered_buyers, crossing, with_price_setters
from agent.market.order import Order

MIDDLE_CASE = 5
"""The next seller and buyer set the price; numbered after the four cases of the DPDA."""
REDUCED_CASE = 6
"""The last seller and buyer set the price and leave."""


def determine_winners(curves: Curves) -> Winners | None:
    """Return winners, price and each winning seller's energy; None when nobody trades.

    The comparison with the middle of two prices is exact; the price floors. Here too, buyers
    whom the winning sellers cannot serve in full are dropped from the end, and the price stays.
    Both cases keep the price within every winner's reserve, so it is never capped.
    """
    crossed = crossing(curves)
    if crossed is None or (stepped := with_price_setters(curves, crossed)) is None:
        return None
    x, y = stepped
    last_seller, last_buyer = curves.sellers[y - 1].reserve, curves.buyers[x - 1].reserve
    double_price = curves.sellers[y].reserve + curves.buyers[x].reserve
    case = MIDDLE_CASE
    if not 2 * last_seller <= double_price <= 2 * last_buyer:
        case, double_price = REDUCED_CASE, last_seller + last_buyer
        x, y = x - 1, y - 1
    x = covered_buyers(curves, x, y) if y > 0 else 0
    if x == 0:
        return None
    sellers, buyers = curves.sellers[:y], curves.buyers[:x]
    excess_wh = curves.supplied_wh[y] - curves.demanded_wh[x]
    supply = _off_the_last(sellers, excess_wh)
    return Winners(crossed, case, double_price // 2, False, sellers, buyers, supply)


def _off_the_last(sellers: tuple[Order, ...], excess_wh: int) -> tuple[int, ...]:
    """Return each seller's energy after the last one alone gave up the excess, never below 0."""
    energies = [seller.energy_wh for seller in sellers]
    energies[-1] = max(0, energies[-1] - excess_wh)
    return tuple(energies)
