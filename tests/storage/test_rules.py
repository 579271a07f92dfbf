"""Properties of the storage market's arithmetic: nothing is created by rounding."""

from hypothesis import given
from hypothesis import strategies as st

from agent.storage import book, rules
from agent.storage.amounts import ATTO

energies = st.integers(1, rules.MAX_REPORT_WH)
shares = st.integers(0, ATTO)
totals = st.builds(
    rules.Totals,
    st.integers(0, 10**12),
    st.integers(0, 10**33),
    st.integers(0, rules.MAX_COST),
)
parameters = st.builds(
    rules.Parameters,
    shares,
    st.integers(0, rules.MAX_COST),
    st.integers(1, ATTO),
    st.integers(3_600, 604_800),
    shares,
)


@given(totals, parameters, energies)
def test_minting_never_makes_more_than_the_energy_and_never_enlarges_what_is_missing(
    before: rules.Totals, parameters: rules.Parameters, energy_wh: int
) -> None:
    amount = rules.minted(before, parameters, energy_wh)
    assert 0 <= amount <= energy_wh * rules.ATTO_PER_WH
    assert sum(rules.shares(amount, parameters)) == amount
    assert min(rules.shares(amount, parameters)) >= 0
    after = rules.moved(before, parameters, energy_wh, amount)
    assert after.missing <= before.missing
    assert after.cost in (before.cost, 0)
    assert (after.cost == 0) == (after.missing == 0 or before.cost == 0)


@given(totals, parameters, energies)
def test_burning_what_is_due_never_enlarges_what_is_missing(
    before: rules.Totals, parameters: rules.Parameters, energy_wh: int
) -> None:
    amount = rules.due(before, parameters, energy_wh)
    assert amount >= energy_wh * rules.ATTO_PER_WH
    after = rules.moved(before, parameters, -energy_wh, -amount)
    assert after.missing <= before.missing


@given(totals, parameters, energies, st.integers(0, 10**30))
def test_a_session_pays_no_more_than_its_lock(
    before: rules.Totals, parameters: rules.Parameters, energy_wh: int, locked: int
) -> None:
    assert rules.burned(before, parameters, energy_wh, locked) <= locked


@given(totals, parameters, energies)
def test_the_fewest_ent_for_an_energy_are_enough_and_one_less_is_not(
    now: rules.Totals, parameters: rules.Parameters, energy_wh: int
) -> None:
    ent = rules.session_ent(now, parameters, energy_wh)
    assert rules.session_energy_wh(now, parameters, ent) == energy_wh
    assert rules.session_energy_wh(now, parameters, ent - 1) < energy_wh


@given(st.integers(1, 10**9), st.integers(1, ATTO))
def test_a_loss_is_made_good_after_one_by_c_at_the_latest(lost_wh: int, slope: int) -> None:
    parameters = rules.Parameters(mint_cap=ATTO, burn_cap=rules.MAX_COST, slope=slope)
    full = rules.Totals(10**10, 10**10 * rules.ATTO_PER_WH)
    lost = rules.moved(full, parameters, -lost_wh, 0)
    assert lost.missing > 0
    assert lost.cost > 0
    needed_wh = -(-lost.missing * 1_000 // lost.cost)
    if lost.cost < rules.MAX_COST:
        assert needed_wh <= -(-1_000 * ATTO // slope)


orders = st.lists(
    st.tuples(st.booleans(), st.integers(1, 9), st.integers(1, 20)), min_size=1, max_size=25
)


@given(orders)
def test_a_book_neither_makes_nor_loses_what_it_trades(
    given_orders: list[tuple[bool, int, int]],
) -> None:
    resting: tuple[book.Order, ...] = ()
    for number, (is_buy, price, quantity) in enumerate(given_orders, start=1):
        new = book.Order(number, f"home-{number}", is_buy, price * ATTO // 3, quantity)
        before = sum(order.quantity for order in resting if order.is_buy != is_buy)
        matched = book.match(resting, new)
        traded = sum(trade.quantity for trade in matched.trades)
        after = sum(order.quantity for order in matched.resting if order.is_buy != is_buy)
        assert (before - after, quantity - matched.rest) == (traded, traded)
        assert all(0 <= trade.paid <= trade.freed for trade in matched.trades)
        assert len(matched.trades) <= book.MAX_FILLS
        resting = matched.resting
        bids = [order.price for order in resting if order.is_buy]
        asks = [order.price for order in resting if not order.is_buy]
        assert max(bids, default=0) < min(asks, default=10 * ATTO)
