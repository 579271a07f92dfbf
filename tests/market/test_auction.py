"""What must hold in every auction, and equality with the slow reference."""

import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agent.market.auction import (
    AuctionResult,
    MarketParameters,
    Reason,
    run_auction,
    score_table,
)
from agent.market.feeder import Feeder, Line
from agent.market.matching import PlainSearch
from agent.market.matching_numpy import FilteredSearch, filtered_search
from agent.market.order import Order, OrdersError, Side
from agent.market.welfare import WelfareParameters
from tests.market import reference
from tests.market.orders import markets

THESIS = WelfareParameters.from_decimals("0.005", "6", "1", "14", "0.07")
STREET = Feeder(
    [Line(0, 1, 36_000_000), Line(1, 2, 0), Line(1, 3, 80_000_000), Line(3, 4, 123_456_789)],
    [(0, 0), (1, 1), (2, 2), (3, 3), (4, 4)],
)
TERMS = st.builds(
    MarketParameters,
    st.sampled_from([0, 2000, 10**6]),
    st.just(0),
    st.sampled_from(
        [
            THESIS,
            WelfareParameters(0, 0, 0, 0, 0),
            WelfareParameters(5_000, 6_000_000, 1_000_000, 14_000_000, 7_000_000),
            WelfareParameters(1, 2, 3, 10**6, 0),
        ]
    ),
)
MARKETS = st.one_of(markets(STREET.vertices), markets(STREET.vertices, coarse=False))
MECHANISMS = st.sampled_from(["dpda", "mcafee"])


def as_reference(result: AuctionResult) -> list[tuple[int, int, int, int, int]]:
    return [
        (one.buyer_id, one.seller_id, one.energy_wh, one.distance_mm, one.charge_micro_each)
        for one in result.trades
    ]


@settings(max_examples=400, deadline=None)
@given(orders=MARKETS, terms=TERMS, mechanism=MECHANISMS)
def test_equals_the_exact_reference(orders, terms, mechanism) -> None:
    found = reference.winners(orders, mechanism)
    expected = reference.trades(orders, terms, STREET, mechanism)
    for search in (PlainSearch, FilteredSearch, filtered_search, None):
        result = run_auction(orders, terms, STREET, mechanism, search)
        assert as_reference(result) == expected
        assert result.case == (found[0] if found else 0)
        if found:
            _, price, sellers, buyers, given_wh = found
            assert result.price_micro_per_kwh == price
            assert (result.sellers, result.buyers) == (tuple(sellers), tuple(buyers))
            assert list(result.supply_wh.values()) == given_wh


@settings(max_examples=200, deadline=None)
@given(orders=MARKETS, terms=TERMS, mechanism=MECHANISMS, seed=st.randoms())
def test_properties(orders, terms, mechanism, seed) -> None:
    result = run_auction(orders, terms, STREET, mechanism)
    price = result.price_micro_per_kwh
    # nobody trades at a loss
    assert all(order.reserve <= price for order in result.sellers)
    assert all(order.reserve >= price for order in result.buyers)
    # winning buyers are served in full, no seller gives more than it offered
    by_id = {order.id: order for order in orders}
    bought, sold = dict.fromkeys(by_id, 0), dict.fromkeys(by_id, 0)
    for trade in result.trades:
        assert trade.energy_wh > 0
        bought[trade.buyer_id] += trade.energy_wh
        sold[trade.seller_id] += trade.energy_wh
    assert all(bought[order.id] == order.energy_wh for order in result.buyers)
    for order in result.sellers:
        assert sold[order.id] <= result.supply_wh[order.id] <= order.energy_wh
    # every order trades or is told why not, never both
    trading = {order_id for order_id in by_id if bought[order_id] or sold[order_id]}
    assert trading.isdisjoint(result.left_out)
    assert trading | set(result.left_out) == set(by_id)
    assert Reason.TRADED not in result.left_out.values()
    assert bool(result.trades) == bool(result.case)
    # the sequence in which orders are handed over decides nothing
    shuffled = seed.sample(orders, len(orders))
    assert run_auction(shuffled, terms, STREET, mechanism) == result


@settings(max_examples=100, deadline=None)
@given(orders=MARKETS, terms=TERMS, seed=st.randoms())
def test_arrival_among_different_prices_decides_nothing(orders, terms, seed) -> None:
    apart = [
        replace(order, low_micro_per_kwh=at, high_micro_per_kwh=10**6 - at)
        for at, order in enumerate(orders)
    ]
    numbers = seed.sample(range(1000), len(apart))
    again = [replace(order, id=number) for order, number in zip(apart, numbers, strict=True)]
    first, second = run_auction(apart, terms, STREET), run_auction(again, terms, STREET)
    assert [o.member for o in first.sellers] == [o.member for o in second.sellers]
    assert [o.member for o in first.buyers] == [o.member for o in second.buyers]
    assert first.price_micro_per_kwh == second.price_micro_per_kwh


def order(at: int, side: Side, price: int, wh: int, vertex: int = 0) -> Order:
    return Order(at, f"m{at}", vertex, side, wh, price if side is Side.SELL else 0, price, 0)


def market(sells: list[tuple[int, int]], buys: list[tuple[int, int]]) -> list[Order]:
    orders = [order(at, Side.SELL, *row) for at, row in enumerate(sells)]
    return orders + [order(at, Side.BUY, *row) for at, row in enumerate(buys, start=len(sells))]


def cleared(sells: list[tuple[int, int]], buys: list[tuple[int, int]]) -> AuctionResult:
    return run_auction(market(sells, buys), MarketParameters(0, 0, THESIS), STREET)


def test_case_4_price_above_the_last_winner_is_capped_and_said_so() -> None:
    # (2, 1): the middle (1000 + 20) / 2 is outside [10, 90]; one seller covers both buyers, so
    # without it nobody could serve the first: case 4, printed price (1000 + 90) / 2 = 545
    result = cleared([(10, 100), (1000, 50)], [(100, 40), (90, 40), (20, 10)])
    assert (result.case, result.price_micro_per_kwh, result.capped) == (4, 100, True)
    assert [(one.buyer_id, one.energy_wh) for one in result.trades] == [(2, 40)]


def test_case_4_price_within_the_reserves_is_not_capped() -> None:
    result = cleared([(10, 100), (101, 50)], [(100, 40), (50, 40), (20, 10)])
    assert (result.case, result.price_micro_per_kwh, result.capped) == (4, 75, False)


def test_step_back_never_hands_a_seller_more_than_it_offered() -> None:
    # (3, 2) has no next seller: back to (3, 1). Middle (11 + 1) / 2 below 10: case 4 with two
    # buyers of 70 Wh against 60 Wh. The second is dropped, the price (11 + 25) / 2 stays
    result = cleared([(10, 60), (11, 60)], [(40, 50), (30, 20), (25, 30), (1, 5)])
    assert result.crossing == (3, 2)
    assert (result.case, result.price_micro_per_kwh, result.capped) == (4, 18, False)
    assert result.supply_wh == {0: 50}
    assert [(one.buyer_id, one.energy_wh) for one in result.trades] == [(2, 50)]
    assert result.left_out[3] is Reason.SUPPLY


@pytest.mark.parametrize(
    ("sells", "buys"),
    [
        pytest.param([], [], id="no orders"),
        pytest.param([(1, 10)], [], id="one order"),
        pytest.param([(1, 10), (2, 10)], [], id="sellers only"),
        pytest.param([], [(1, 10), (2, 10)], id="buyers only"),
        pytest.param([(1, 10)], [(5, 10)], id="one pair has no price setters"),
        pytest.param([(9, 10), (9, 10)], [(5, 10), (4, 10)], id="prices do not meet"),
        pytest.param([(1, 1), (1, 1)], [(5, 10), (4, 10)], id="nobody can be covered"),
        pytest.param([(1, 10), (5, 10)], [(6, 15), (5, 5)], id="case 2 leaves no buyer"),
    ],
)
def test_no_trade_says_no_crossing_to_everybody(sells, buys) -> None:
    result = cleared(sells, buys)
    assert (result.case, result.price_micro_per_kwh, result.trades) == (0, 0, ())
    assert set(result.left_out.values()) <= {Reason.NO_CROSSING}
    assert len(result.left_out) == len(sells) + len(buys)


def test_reasons_tell_price_from_missing_energy() -> None:
    # case 3 at (4, 5), price 16.5 (Table 2.2): seller 16 and buyer 17 agree to it and are left out
    sells = [(20, 30), (10, 25), (16, 18), (5, 40), (16, 50), (25, 21), (7, 14), (2, 70)]
    buys = [(17, 20), (28, 16), (6, 50), (30, 70), (8, 24), (15, 19), (23, 60)]
    sells = [(price * 2, wh) for price, wh in sells]
    buys = [(price * 2, wh) for price, wh in buys]
    reasons = cleared(sells, buys).left_out
    assert {at for at, reason in reasons.items() if reason is Reason.PARTNER} == {2, 4}
    assert {at for at, reason in reasons.items() if reason is Reason.SUPPLY} == {8}
    assert {at for at, reason in reasons.items() if reason is Reason.PRICE} == {0, 5, 10, 12, 13}


def test_winner_without_energy_after_oversupply_is_not_said_to_trade() -> None:
    # Table 3.5: sellers 15 and 11 win, and their 14 and 18 kWh are less than their share of 19
    sells = [(20, 30), (10, 25), (16, 18), (5, 40), (18, 50), (25, 21), (7, 14), (2, 70)]
    buys = [(15, 30), (28, 45), (6, 13), (30, 27), (8, 18), (15, 39), (23, 96)]
    result = cleared([(p * 2, e) for p, e in sells], [(p * 2, e) for p, e in buys])
    assert [result.supply_wh[at] for at in (6, 2)] == [0, 0]
    assert result.left_out[6] is result.left_out[2] is Reason.PARTNER


def test_bad_orders_are_refused_all_at_once() -> None:
    orders = [
        order(1, Side.SELL, 5, 0),
        replace(order(1, Side.BUY, 5, 10), low_micro_per_kwh=9),
        order(2, Side.BUY, 5, 10, vertex=77),
        replace(order(3, Side.BUY, -5, 10), low_micro_per_kwh=-6, member="m1"),
    ]
    with pytest.raises(OrdersError) as refused:
        run_auction(orders, MarketParameters(0, 0, THESIS), STREET)
    text = str(refused.value)
    for expected in ("energy_wh was 0", "low_micro_per_kwh 9 was above", "vertex 77 is not on"):
        assert expected in text
    for expected in ("order id 1 was given 2 times", "member 'm1' has 3 orders", "was -6"):
        assert expected in text


def large(seed: int, count: int, feeder: Feeder, *, charge: int, coarse: bool) -> AuctionResult:
    dice = random.Random(seed)
    orders = []
    for at in range(count):
        side = Side(at % 2)
        wh = dice.choice([500, 1000]) if coarse else dice.randrange(1, 5000)
        price = dice.choice([1, 2]) if coarse else dice.randrange(100_000, 400_000)
        vertex = dice.choice(feeder.vertices[:: 8 if coarse else 1])
        one = replace(order(at, side, price, wh, vertex), distance_m=dice.choice([0, 40, 90, 999]))
        orders.append(one)
    terms = MarketParameters(charge, 0, THESIS)
    plain = run_auction(orders, terms, feeder, make_search=PlainSearch)
    assert run_auction(orders, terms, feeder, make_search=FilteredSearch) == plain
    assert run_auction(orders, terms, feeder) == plain
    assert as_reference(plain) == reference.trades(orders, terms, feeder, "dpda")
    return plain


@pytest.mark.parametrize("charge", [0, 2, 2000])
@pytest.mark.parametrize("coarse", [False, True])
def test_numpy_decides_like_integers_in_large_markets(feeder, charge, coarse) -> None:
    assert large(7, 240, feeder, charge=charge, coarse=coarse).trades


def test_without_numpy_the_plain_search_serves_large_markets(feeder, monkeypatch) -> None:
    expected = large(3, 200, feeder, charge=2000, coarse=False)
    monkeypatch.setitem(__import__("sys").modules, "agent.market.matching_numpy", None)
    assert large(3, 200, feeder, charge=2000, coarse=False) == expected


def test_amounts_beyond_64_bits_get_plain_integers(feeder) -> None:
    huge = 2**64 - 1
    orders = [
        replace(
            order(at, Side(at % 2), 7, huge - at, feeder.vertices[at % 117]),
            high_micro_per_kwh=huge,
        )
        for at in range(140)
    ]
    terms = MarketParameters(huge, huge, WelfareParameters(huge, huge, huge, huge, huge))
    plain = run_auction(orders, terms, feeder, make_search=PlainSearch)
    assert run_auction(orders, terms, feeder, make_search=filtered_search) == plain
    assert plain.trades


@settings(max_examples=100, deadline=None)
@given(orders=MARKETS, terms=TERMS)
def test_ranks_order_pairs_as_exact_scores_do(orders, terms) -> None:
    result = run_auction(orders, terms, STREET)
    table = {
        (cell.buyer_id, cell.seller_id): cell.score for cell in score_table(result, terms, STREET)
    }
    keys = [
        (-table[one.buyer_id, one.seller_id], one.buyer_id, one.seller_id) for one in result.trades
    ]
    assert keys == sorted(keys)
