"""How long clearing, scoring and matching take, and how much memory they need at most.

pytest tests/bench/test_market_bench.py

Half the members buy, and nearly all orders win: prices are far apart, which is the worst case.
The limits are the targets for two ordinary cores; the mean of a loaded machine may miss them.
"""

import random
import tracemalloc
from typing import Any

import pytest

from agent.feeders import load_feeder
from agent.market.auction import MarketParameters, run_auction
from agent.market.feeder import Feeder, Line
from agent.market.order import Order, Side
from agent.market.welfare import WelfareParameters

FEEDER = load_feeder("ieee-european-lv")
TERMS = MarketParameters(
    2000, 150_000, WelfareParameters.from_decimals("0.005", "6", "1", "14", "0.07")
)
LIMIT_S = {55: 0.002, 550: 0.040, 5500: 0.6}
MOST_MIB = 300


def market(count: int, vertices: tuple[int, ...], kind: str) -> list[Order]:
    dice = random.Random(count)
    orders = []
    for at in range(count):
        side = Side(at % 2)
        energy_wh = 1000 if kind == "alike" else dice.randrange(100, 5000)
        low = dice.randrange(100_000, 120_000) if kind == "spread" else 100_000
        high = dice.randrange(300_000, 320_000) if kind == "spread" else 300_000
        reach_m = 100 if kind == "alike" else dice.randrange(400)
        vertex = dice.choice(vertices)
        price = (low, 400_000) if side is Side.SELL else (0, high)
        orders.append(Order(at, f"m{at}", vertex, side, energy_wh, *price, reach_m))
    return orders


@pytest.mark.parametrize("kind", ["spread", "alike"])
@pytest.mark.parametrize("count", LIMIT_S)
def test_clear_score_and_match(benchmark: Any, count: int, kind: str) -> None:
    orders = market(count, FEEDER.vertices, kind)
    result = benchmark.pedantic(
        run_auction, args=(orders, TERMS, FEEDER), rounds=7, warmup_rounds=2
    )
    benchmark.extra_info["orders_trading"] = count - len(result.left_out)
    assert count - len(result.left_out) > 0.8 * count
    assert benchmark.stats.stats.min < LIMIT_S[count]


def test_every_member_at_a_vertex_of_its_own(benchmark: Any) -> None:
    dice = random.Random(5)
    lines = [Line(dice.randrange(max(0, at - 9), at), at, 9_000_000) for at in range(1, 5500)]
    feeder = Feeder(lines, [(at, at) for at in range(5500)])
    orders = market(5500, feeder.vertices, "spread")
    benchmark.pedantic(run_auction, args=(orders, TERMS, feeder), rounds=3, warmup_rounds=1)


@pytest.mark.parametrize("kind", ["spread", "alike"])
def test_peak_memory_of_the_algorithm(kind: str) -> None:
    orders = market(5500, FEEDER.vertices, kind)
    run_auction(orders[:500], TERMS, FEEDER)  # loads numpy, fills the feeder's table
    tracemalloc.start()
    run_auction(orders, TERMS, FEEDER)
    peak_mib = tracemalloc.get_traced_memory()[1] / 2**20
    tracemalloc.stop()
    print(f"{kind}: {peak_mib:.0f} MiB")  # noqa: T201 - a figure for the reader of the benchmark
    assert peak_mib < MOST_MIB
