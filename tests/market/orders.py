"""Orders for the market's tests: the thesis's tables, and random markets."""

import json
from decimal import Decimal
from pathlib import Path

from hypothesis import strategies as st

from agent.market.order import Order, Side

DATA = Path(__file__).parents[1] / "data" / "market"


def thousandths(decimal: str) -> int:
    return int(Decimal(decimal) * 1000)


def millionths(decimal: str) -> int:
    return int(Decimal(decimal) * 1_000_000)


def orders_of(case: dict, reach_m: dict[str, int] | None = None) -> list[Order]:
    """The thesis's rows as orders: submission in printed order, the member at its own vertex."""
    rows = [(Side.SELL, *row) for row in case["sellers"]]
    rows += [(Side.BUY, *row) for row in case["buyers"]]
    return [
        Order(
            id=at,
            member=str(member),
            vertex=member,
            side=side,
            energy_wh=thousandths(kwh),
            low_micro_per_kwh=millionths(price) if side is Side.SELL else 0,
            high_micro_per_kwh=millionths(price) if side is Side.BUY else 10**9,
            distance_m=(reach_m or {}).get(str(member), 100),
        )
        for at, (side, member, kwh, price) in enumerate(rows, start=1)
    ]


def worked_cases() -> list[dict]:
    return json.loads((DATA / "worked_cases.json").read_text())


@st.composite
def markets(
    draw: st.DrawFn, vertices: tuple[int, ...], most: int = 12, *, coarse: bool = True
) -> list[Order]:
    """Small markets rich in ties: few prices, few energies, few places, sides of any size."""
    price = st.integers(0, 6) if coarse else st.integers(0, 10**6)
    energy = st.integers(1, 8) if coarse else st.integers(1, 10**4)
    orders = []
    ids = draw(st.lists(st.integers(0, 99), min_size=0, max_size=most, unique=True))
    for order_id in ids:
        side = draw(st.sampled_from(Side))
        low = draw(price)
        orders.append(
            Order(
                id=order_id,
                member=f"m{order_id}",
                vertex=draw(st.sampled_from(vertices)),
                side=side,
                energy_wh=draw(energy) * (1 if not coarse else 250),
                low_micro_per_kwh=low * (10**6 if coarse else 1),
                high_micro_per_kwh=(low + draw(price)) * (10**6 if coarse else 1),
                distance_m=draw(st.sampled_from([0, 1, 36, 80, 500])),
            )
        )
    return orders
