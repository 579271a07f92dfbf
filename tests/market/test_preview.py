"""What an order's preview says is what the settlement posts, to the millionth."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.market.order import Order, Side
from agent.market.preview import PERCENTS, PreviewTerms, metered_wh, preview
from agent.market.quotes import Agreement
from agent.market.settlement import settle

TERMS = st.builds(
    PreviewTerms,
    limit_wh=st.integers(1, 20_000),
    penalty_micro_per_kwh=st.integers(0, 2_000_000),
    max_tariff_micro=st.integers(0, 500_000),
)
ORDERS = st.builds(
    lambda side, energy_wh, low, more: Order(0, "me", 1, side, energy_wh, low, low + more, 500),
    st.sampled_from(Side),
    st.integers(1, 20_000),
    st.integers(0, 2_000_000),
    st.integers(0, 2_000_000),
)


@given(ORDERS, TERMS)
def test_every_line_is_the_settlements_own(order: Order, terms: PreviewTerms) -> None:
    if order.energy_wh > terms.limit_wh:
        with pytest.raises(ValueError, match="above the connection"):
            preview(order, terms)
        return
    found = preview(order, terms)
    price = order.low_micro_per_kwh if order.side is Side.SELL else order.high_micro_per_kwh
    for percent, line in zip(PERCENTS, found.delivered, strict=True):
        metered = order.energy_wh * percent // 100
        energy = price * metered // 1_000
        penalty = terms.penalty_micro_per_kwh * (order.energy_wh - metered) // 1_000
        sign = 1 if order.side is Side.SELL else -1
        assert (line.metered_wh, line.energy_micro, line.penalty_micro) == (
            metered,
            energy,
            penalty,
        )
        assert line.amount_micro == sign * energy - terms.max_tariff_micro - penalty


@given(ORDERS, TERMS, st.data())
def test_no_settlement_within_the_order_is_worse_than_the_hold_says(
    order: Order, terms: PreviewTerms, data: st.DataObject
) -> None:
    """Any part traded, any energy metered, any price in the range, any charge up to the dearest."""
    if order.energy_wh > terms.limit_wh:
        return
    found = preview(order, terms)
    agreed = data.draw(st.integers(1, order.energy_wh))
    price = data.draw(st.integers(order.low_micro_per_kwh, order.high_micro_per_kwh))
    tariff = data.draw(st.integers(0, terms.max_tariff_micro))
    metered = data.draw(st.none() | st.integers(0, 2 * terms.limit_wh))
    posted = settle(
        Agreement(0, order.side, agreed, tariff, 1),
        price_micro_per_kwh=price,
        penalty_micro_per_kwh=terms.penalty_micro_per_kwh,
        metered_wh=metered,
        limit_wh=terms.limit_wh,
    )
    assert posted.amount_micro >= -found.hold_micro
    exact = metered == agreed == order.energy_wh
    if exact:
        assert posted.amount_micro >= found.whole.amount_micro


def test_an_example_a_person_can_check() -> None:
    """1 kWh offered from 0.12; 0.8 delivered: 0.24 less income is not made, and 0.2 x 0.15 paid."""
    order = Order(0, "me", 1, Side.SELL, 1_000, 120_000, 300_000, 500)
    found = preview(order, PreviewTerms(4_600, 150_000, 10_000))
    assert found.whole.amount_micro == 120_000 - 10_000
    eighty = found.delivered[1]
    assert (eighty.energy_micro, eighty.penalty_micro) == (96_000, 30_000)
    assert found.worse_micro(eighty) == 24_000 + 30_000
    assert found.worse_micro(found.whole) == 0
    assert metered_wh(999, 80) == 799
