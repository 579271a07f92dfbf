"""Quotes, bills and incomes: the contract's rounding, silence, money conserved, holds."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.market.auction import Trade
from agent.market.order import Order, Side
from agent.market.quotes import Agreement, agreements, quote_micro
from agent.market.settlement import (
    Settlement,
    Status,
    can_order,
    correction_micro,
    hold_micro,
    operator_change_micro,
    settle,
)

ENERGY = st.integers(0, 10**5)
PRICE = st.integers(0, 10**6)
SIDE = st.sampled_from(Side)


def bill(
    side: Side,
    agreed: int,
    metered: int | None,
    price: int,
    penalty: int,
    limit: int,
    tariff: int = 0,
) -> Settlement:
    return settle(
        Agreement(1, side, agreed, tariff, 1),
        price_micro_per_kwh=price,
        penalty_micro_per_kwh=penalty,
        metered_wh=metered,
        limit_wh=limit,
    )


def test_agreements_add_up_each_orders_trades() -> None:
    trades = [Trade(7, 1, 100, 5, 11), Trade(7, 2, 50, 6, 13), Trade(8, 2, 1, 7, 17)]
    assert agreements(trades) == {
        1: Agreement(1, Side.SELL, 100, 11, 1),
        2: Agreement(2, Side.SELL, 51, 30, 2),
        7: Agreement(7, Side.BUY, 150, 24, 2),
        8: Agreement(8, Side.BUY, 1, 17, 1),
    }


def test_quotes_of_appendix_b() -> None:
    # buyer 39: 16 kWh at 16.5 over 121.331 m; seller 4 also sells 53.25 kWh over 36.049 m
    assert quote_micro(16_500_000, Agreement(1, Side.BUY, 16_000, 121_331, 1)) == -264_121_331
    assert quote_micro(16_500_000, Agreement(2, Side.SELL, 69_250, 157_380, 2)) == 1_142_467_620


def test_bill_and_income_floor_each_part() -> None:
    buyer = bill(Side.BUY, 1_500, 1_333, 202_301, 99_999, 5_000, tariff=7)
    assert (buyer.energy_micro, buyer.penalty_micro) == (269_667, 16_699)
    assert buyer.amount_micro == -(269_667 + 7 + 16_699)
    seller = bill(Side.SELL, 1_333, 1_500, 202_301, 99_999, 5_000, tariff=7)
    assert (seller.energy_micro, seller.penalty_micro) == (303_451, 16_699)
    assert seller.amount_micro == 303_451 - 7 - 16_699
    assert buyer.status is seller.status is Status.FINAL


@given(side=SIDE, agreed=ENERGY, price=PRICE, penalty=PRICE, limit=ENERGY, tariff=PRICE)
def test_delivery_as_agreed_settles_at_the_quote(
    *, side, agreed, price, penalty, limit, tariff
) -> None:
    settled = bill(side, agreed, agreed, price, penalty, limit + agreed, tariff)
    assert settled.amount_micro == quote_micro(price, Agreement(1, side, agreed, tariff, 1))


def test_silence_is_settled_against_the_silent() -> None:
    seller = bill(Side.SELL, 1_000, None, 200_000, 100_000, 5_000)
    assert (seller.metered_wh, seller.amount_micro) == (0, -100_000)
    buyer = bill(Side.BUY, 1_000, None, 200_000, 100_000, 5_000)
    assert (buyer.metered_wh, buyer.amount_micro) == (5_000, -1_400_000)
    assert seller.status is buyer.status is Status.DEFAULT


@given(
    side=SIDE, price=PRICE, penalty=PRICE, limit=ENERGY, agreed=ENERGY, metered=ENERGY, tariff=PRICE
)
def test_silence_never_pays_where_it_is_said_not_to(
    *, side, price, penalty, limit, agreed, metered, tariff
) -> None:
    agreed, metered = min(agreed, limit), min(metered, limit)
    if side is Side.SELL:
        promised = metered <= 2 * agreed or penalty * (metered - 2 * agreed) <= price * metered
    else:
        promised = (
            metered >= agreed
            or agreed - metered <= limit - agreed
            or penalty * (2 * agreed - limit - metered) <= price * (limit - metered)
        )
    honest = bill(side, agreed, metered, price, penalty, limit, tariff)
    silent = bill(side, agreed, None, price, penalty, limit, tariff)
    gain = silent.amount_micro - honest.amount_micro
    assert penalty > price or promised  # the first condition is the simple one to keep
    assert not promised or gain <= 1


def test_a_penalty_above_the_price_can_reward_silence_and_the_docstring_says_so() -> None:
    honest = bill(Side.SELL, 100, 5_000, 10, 1_000, 5_000)
    silent = bill(Side.SELL, 100, None, 10, 1_000, 5_000)
    assert silent.amount_micro > honest.amount_micro


@given(
    cells=st.lists(st.tuples(SIDE, ENERGY, st.none() | ENERGY, PRICE), min_size=0, max_size=8),
    price=PRICE,
    penalty=PRICE,
)
def test_money_is_neither_made_nor_lost(cells, price, penalty) -> None:
    bills = [bill(side, e, m, price, penalty, 50_000, tariff) for side, e, m, tariff in cells]
    assert operator_change_micro(bills) + sum(one.amount_micro for one in bills) == 0


def test_metered_energy_above_the_limit_counts_as_the_limit() -> None:
    assert bill(Side.SELL, 100, 10**9, 1000, 0, 5_000).metered_wh == 5_000


def test_a_late_report_settles_the_difference() -> None:
    terms = {"price_micro_per_kwh": 200_000, "penalty_micro_per_kwh": 100_000, "limit_wh": 5_000}
    agreement = Agreement(1, Side.BUY, 1_000, 9, 1)
    default = settle(agreement, metered_wh=None, **terms)
    late = settle(agreement, metered_wh=900, corrects_default=True, **terms)
    honest = settle(agreement, metered_wh=900, **terms)
    assert late == replace(honest, status=Status.CORRECTED)
    assert default.amount_micro + correction_micro(default, late) == honest.amount_micro


def test_negative_meters_are_refused() -> None:
    with pytest.raises(ValueError, match="0 or more"):
        bill(Side.SELL, 1, -1, 1, 1, 1)


@given(
    side=SIDE,
    low=PRICE,
    more=PRICE,
    price_part=st.integers(0, 100),
    penalty=PRICE,
    limit=st.integers(1, 10**5),
    energy=ENERGY,
    agreed_part=st.integers(0, 100),
    metered=st.none() | ENERGY,
    tariff=PRICE,
)
def test_a_hold_covers_the_largest_loss(
    *, side, low, more, price_part, penalty, limit, energy, agreed_part, metered, tariff
) -> None:
    energy = max(1, min(energy, limit))
    order = Order(1, "m", 0, side, energy, low, low + more, 0)
    price = low + more * price_part // 100
    hold = hold_micro(order, limit_wh=limit, penalty_micro_per_kwh=penalty, max_tariff_micro=tariff)
    agreed = energy * agreed_part // 100  # however little of the order trades
    settled = bill(side, agreed, metered, price, penalty, limit, tariff)
    assert -settled.amount_micro <= hold


def test_holds_in_numbers() -> None:
    buy = Order(1, "m", 0, Side.BUY, 1_001, 0, 300_001, 0)
    terms = {"limit_wh": 3_000, "penalty_micro_per_kwh": 100_001, "max_tariff_micro": 50}
    assert hold_micro(buy, **terms) == 900_003 + 300_003 + 50
    sell = Order(1, "m", 0, Side.SELL, 1_001, 10_001, 300_000, 0)
    assert hold_micro(sell, **terms) == 50 + max(100_102, 300_003 - 30_003)
    with pytest.raises(ValueError, match="above the connection"):
        hold_micro(replace(buy, energy_wh=3_001), **terms)


def test_an_order_needs_balance_and_allowance() -> None:
    assert can_order(60, balance_micro=100, held_micro=40, allowance_micro=100)
    assert not can_order(61, balance_micro=100, held_micro=40, allowance_micro=200)
    assert not can_order(60, balance_micro=200, held_micro=40, allowance_micro=99)
