"""The person in a neighbour's home: sells when there is surplus, buys when there is need.

They press what a person would press and nothing else; between two changes of the weather the
standing instruction trades on its own.
"""

from agent.api.methods import PlaceOrder
from agent.api.sections import Snapshot
from drivers.simulated.street import HomePlan

LEAST_SURPLUS_WH = 30
"""Below this a resident does not bother to sell: 2 minutes of a kettle."""
LEAST_NEED_WH = 10


def wanted_side(seen: Snapshot) -> str | None:
    """Return sell, buy or None (nothing worth trading) for what the home shows."""
    expected = seen.home.expected_surplus_wh
    if expected is None:
        return None
    if seen.home.status == "green" and expected >= LEAST_SURPLUS_WH:
        return "sell"
    return "buy" if expected <= -LEAST_NEED_WH else None


def next_order(
    plan: HomePlan, seen: Snapshot, lowest_micro_per_kwh: int, highest_micro_per_kwh: int
) -> PlaceOrder | None:
    """Return the instruction to give now, or None: the present one still fits."""
    side = wanted_side(seen)
    if side is None or (seen.flow.activity == side and seen.flow.repeat):
        return None
    selling = side == "sell"
    return PlaceOrder(
        side="sell" if selling else "buy",
        low_micro_per_kwh=plan.low_micro_per_kwh if selling else lowest_micro_per_kwh,
        high_micro_per_kwh=highest_micro_per_kwh if selling else plan.high_micro_per_kwh,
        distance_m=plan.distance_m,
        repeat=True,
    )
