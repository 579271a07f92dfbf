"""Every worked case of the thesis's tables that its own rules reproduce."""

import json
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction

import pytest

from agent.market import dpda, mcafee
from agent.market.auction import MarketParameters, run_auction, score_table
from agent.market.curves import Curves, Winners, crossing, sorted_curves, with_price_setters
from agent.market.feeder import Feeder
from tests.market.orders import DATA, millionths, orders_of, thousandths, worked_cases

CLEAR: dict[str, Callable[[Curves], Winners | None]] = {
    "dpda": dpda.determine_winners,
    "mcafee": mcafee.determine_winners,
}
EXPECTED = [
    pytest.param(case, mechanism, id=f"{case['name']} {mechanism}")
    for case in worked_cases()
    for mechanism in CLEAR
    if mechanism in case
]


@pytest.mark.parametrize(("case", "mechanism"), EXPECTED)
def test_winners_and_price(case: dict, mechanism: str) -> None:
    expected = case[mechanism]
    curves = sorted_curves(orders_of(case))
    won = CLEAR[mechanism](curves)
    assert won is not None
    assert (won.case, won.capped) == (expected["case"], False)
    assert won.price_micro_per_kwh == millionths(expected["price"])
    if "crossing" in expected:
        assert crossing(curves) == tuple(expected["crossing"])
    if "sellers" in expected:
        assert [order.vertex for order in won.sellers] == expected["sellers"]
        assert [order.vertex for order in won.buyers] == expected["buyers"]
        assert won.supply_wh == tuple(thousandths(kwh) for kwh in expected["supply"])
    if "share" in expected:
        assert len(won.sellers) == expected["seller_count"]
        assert len(won.buyers) == expected["buyer_count"]
        given_up = [
            order.energy_wh - kept for order, kept in zip(won.sellers, won.supply_wh, strict=True)
        ]
        exact = Decimal(expected["share"]) * 1000  # the first half of the sellers gives 1 Wh more
        assert given_up == [int(exact) + 1] * 8 + [int(exact)] * 8


def test_scenario_13_to_the_point_it_agrees() -> None:
    case = next(case for case in worked_cases() if case["name"] == "after Scenario 13")
    curves = sorted_curves(orders_of(case))
    crossed = crossing(curves)
    assert crossed is not None
    assert with_price_setters(curves, crossed) == (7, 7)
    assert curves.sellers[7].reserve + curves.buyers[7].reserve == 2 * millionths("16.5")
    assert (curves.supplied_wh[7], curves.demanded_wh[7]) == (250_000, 261_000)


def test_appendix_b(feeder: Feeder, thesis_terms: MarketParameters) -> None:
    printed = json.loads((DATA / "appendix_b.json").read_text())
    orders = orders_of(worked_cases()[0], printed["distance_m"])
    member = {order.id: order.member for order in orders}
    result = run_auction(orders, thesis_terms, feeder)
    welfare, price = thesis_terms.welfare, result.price_micro_per_kwh
    exact = {
        order.member: welfare.seller_welfare(price, result.supply_wh[order.id])
        for order in result.sellers
    }
    exact |= {
        order.member: welfare.buyer_welfare(price, order.energy_wh) for order in result.buyers
    }
    for name, figure in printed["welfare"].items():
        assert abs(exact[name] - Fraction(figure)) <= Fraction("0.0005"), name
    scores = {
        (member[cell.buyer_id], member[cell.seller_id]): cell.score
        for cell in score_table(result, thesis_terms, feeder)
    }
    for buyer, seller, figure in printed["scores"]:
        assert abs(scores[buyer, seller] - Fraction(figure)) <= Fraction("0.003")
    assert [
        (member[trade.buyer_id], member[trade.seller_id], trade.energy_wh)
        for trade in result.trades
    ] == [(buyer, seller, thousandths(kwh)) for buyer, seller, kwh in printed["trades"]]


def test_network_charges_mean_121_36_and_80_metres(
    feeder: Feeder, thesis_terms: MarketParameters
) -> None:
    printed = json.loads((DATA / "appendix_b.json").read_text())
    result = run_auction(orders_of(worked_cases()[0], printed["distance_m"]), thesis_terms, feeder)
    assert [trade.distance_mm for trade in result.trades[:3]] == [121_331, 36_049, 79_914]
    assert [trade.charge_micro_each for trade in result.trades[:3]] == [121_331, 36_049, 79_914]
