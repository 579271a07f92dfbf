"""The numbers of the demonstration's market do what their comments say."""

import tomllib
from importlib.resources import files

from agent.market.welfare import WelfareParameters

MARKET = tomllib.loads((files("config") / "demo" / "market.toml").read_text(encoding="utf-8"))
TERMS, PRICE, MEMBER = MARKET["terms"], MARKET["price"], MARKET["member"]
WELFARE = WelfareParameters.from_decimals(**MARKET["welfare"])


def test_eight_orders_can_be_open_together() -> None:
    limit = MEMBER["limit_wh"]
    prices = PRICE["highest_micro_per_kwh"] + TERMS["penalty_micro_per_kwh"]
    hold = prices * limit // 1000 + TERMS["max_tariff_micro"]
    assert 8 * hold <= MEMBER["allowance_micro"] <= MEMBER["start_credit_micro"]


def test_the_tariff_bound_covers_every_partner_at_the_far_end() -> None:
    assert 54 * TERMS["charge_micro_per_m"] * 318 // 2 <= TERMS["max_tariff_micro"]


def test_no_order_reaches_the_jump_of_the_printed_utility() -> None:
    assert 1000 * WELFARE.omega > 2 * WELFARE.alpha * MEMBER["limit_wh"]


def test_from_34_wh_on_a_reachable_partner_goes_first() -> None:
    for price in (TERMS["penalty_micro_per_kwh"], 200_000, PRICE["highest_micro_per_kwh"]):
        for energy_wh in (34, 100, 1_000, MEMBER["limit_wh"]):
            seller = WELFARE.seller_welfare(price, energy_wh)
            assert WELFARE.buyer_welfare(price, energy_wh) + seller >= 2


def test_a_seller_gains_at_any_usual_price() -> None:
    assert all(WELFARE.seller_welfare(73_000, wh) >= 0 for wh in range(1, 4_601, 100))
