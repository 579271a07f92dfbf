"""Ordering: its window, its limits, its holds, and how they are freed."""

import pytest

from agent.ledger import market_contract as mc
from tests.contracts.street import (
    CYCLE_S,
    GENESIS_S,
    LIMIT_WH,
    OPERATOR,
    STRANGER,
    TERMS,
    RefusedError,
    Street,
    home,
)

PENALTY = TERMS.penalty_micro_per_kwh


def _ceil_milli(product: int) -> int:
    return -(-product // 1000)


def buyers_hold(high: int, limit_wh: int = LIMIT_WH) -> int:
    off = _ceil_milli(limit_wh * PENALTY)
    return _ceil_milli(high * limit_wh) + off + TERMS.max_tariff_micro


def sellers_hold(energy_wh: int, low: int, limit_wh: int = LIMIT_WH) -> int:
    over = _ceil_milli(limit_wh * PENALTY) - low * limit_wh // 1000
    return TERMS.max_tariff_micro + max(_ceil_milli(energy_wh * PENALTY), over, 0)


def test_an_order_is_kept_as_given() -> None:
    street = Street.of(3).at(6, 1)
    street.enrol(2, endorser=True, vertex=2**32 - 1)
    street.sell(2, 6, 1_234, 150_001, 300_000)
    index = street.word(mc.order_index_slot(6, home(2))) - 1
    assert index == 0
    assert mc.OrderTerms.unpack(street.word(mc.order_terms_slot(6, 0))) == mc.OrderTerms(
        mc.Side.SELL, 1_234, 150_001, 300_000, 0
    )
    assert mc.OrderOwner.unpack(street.word(mc.order_owner_slot(6, 0))) == mc.OrderOwner(
        home(2), 2**32 - 1, 100, 0
    )
    assert street.hold(6, 0) == mc.OrderHold(sellers_hold(1_234, 150_001), False, LIMIT_WH)
    assert street.held(home(2)) == sellers_hold(1_234, 150_001)
    assert street.word(mc.order_index_slot(6, home(1))) == 0  # proven: no order


@pytest.mark.parametrize("energy_wh", [1, 4_999, 5_000, 5_001, LIMIT_WH])
@pytest.mark.parametrize("price", [0, 1, 33_333, 49_999, 123_457])
def test_the_hold_is_the_protocols_to_the_unit(energy_wh: int, price: int) -> None:
    street = Street.of(2).at(0, 1)
    street.sell(0, 0, energy_wh, price)
    street.buy(1, 0, energy_wh, price)
    assert street.held(home(0)) == sellers_hold(energy_wh, price)
    assert street.held(home(1)) == buyers_hold(price)


@pytest.mark.parametrize(
    ("cycle", "time_s"),
    [
        (2, GENESIS_S + 2 * CYCLE_S - 1),  # a second too early
        (2, GENESIS_S + 2 * CYCLE_S + CYCLE_S // 5),  # matching has begun
        (2, GENESIS_S + 3 * CYCLE_S),  # the next cycle's quotation
        (3, GENESIS_S + 2 * CYCLE_S),
        (1, GENESIS_S + 2 * CYCLE_S),
        (2**255, GENESIS_S + 2 * CYCLE_S),
    ],
)
def test_an_order_outside_its_window_is_refused(cycle: int, time_s: int) -> None:
    street = Street.of(1)
    street.time_s = time_s
    with pytest.raises(RefusedError, match="not this cycle's quotation phase"):
        street.sell(0, cycle, 1_000, 100_000)


@pytest.mark.parametrize("offset_s", [0, CYCLE_S // 5 - 1])
def test_an_order_at_either_end_of_its_window_is_taken(offset_s: int) -> None:
    street = Street.of(1)
    street.time_s = GENESIS_S + 2 * CYCLE_S + offset_s
    street.sell(0, 2, 1_000, 100_000)


def test_phases_of_a_cycle_that_fifteen_does_not_divide() -> None:
    street = Street.fresh(cycle_s=7)
    street.enrol(0)
    street.credit(home(0), 50_000_000)
    street.time_s = GENESIS_S + 1  # 1·15 < 3·7
    street.sell(0, 0, 1_000, 100_000)
    street.time_s = GENESIS_S + 2  # 2·15 ≥ 3·7
    with pytest.raises(RefusedError, match="quotation phase"):
        street.sell(0, 0, 1_000, 100_000)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (mc.call_order(0, 2, 1, 1, 1, 1), "sells .0. or buys .1."),
        (mc.call_order(0, 0, 0, 1, 1, 1), "not within your limit"),
        (mc.call_order(0, 0, LIMIT_WH + 1, 1, 1, 1), "not within your limit"),
        (mc.call_order(0, 1, 2**255, 1, 1, 1), "not within your limit"),
        (mc.call_order(0, 0, 1, 2, 1, 1), "upside down"),
        (mc.call_order(0, 0, 1, 1, 2**64, 1), "too large"),
        (mc.call_order(0, 0, 1, 1, 1, 2**32), "too large"),
        (mc.call_order(0, 1, 1, 1, 2**64 - 1, 1), "above your allowance"),
    ],
)
def test_an_impossible_order_is_refused(data: bytes, sentence: str) -> None:
    street = Street.of(1).at(0, 1)
    with pytest.raises(RefusedError, match=sentence):
        street.do(home(0), data)


def test_a_stranger_cannot_order() -> None:
    street = Street.of(1).at(0, 1)
    with pytest.raises(RefusedError, match="You are not enrolled"):
        street.do(STRANGER, mc.call_order(0, 0, 1, 1, 1, 1))


def test_a_stolen_key_loses_at_most_the_allowance() -> None:
    street = Street.of(1, credit_micro=10**12).at(0, 1)
    hold = buyers_hold(200_000)
    street.enrol(0, endorser=True, allowance_micro=hold)
    street.buy(0, 0, 1_000, 200_000)
    street.enrol(0, endorser=True, allowance_micro=hold - 1)
    with pytest.raises(RefusedError, match="above your allowance"):
        street.buy(0, 0, 1_000, 200_000)


def test_allowance_bounds_all_open_orders_together() -> None:
    street = Street.of(3, credit_micro=10**12)
    street.enrol(1, endorser=True, allowance_micro=2 * buyers_hold(200_000) - 1)
    _trade(street, 0)
    street.at(1, 1)  # cycle 0's hold is still there: it trades and is not settled
    with pytest.raises(RefusedError, match="above your allowance"):
        street.buy(1, 1, 1_000, 200_000)


def test_an_order_needs_the_money_it_may_cost() -> None:
    hold = buyers_hold(200_000)
    street = Street.of(1, credit_micro=hold - 1).at(0, 1)
    with pytest.raises(RefusedError, match="cannot cover the order"):
        street.buy(0, 0, 1_000, 200_000)
    street.credit(home(0), 1)
    street.buy(0, 0, 1_000, 200_000)


def test_a_second_order_replaces_the_first_in_place_and_queues_anew() -> None:
    street = Street.of(2).at(0, 1)
    street.sell(0, 0, 1_000, 100_000)
    street.sell(1, 0, 1_000, 100_000)
    street.buy(0, 0, 2_000, 90_000)
    head = street.head(0)
    assert (head.order_count, head.sequence_count) == (2, 3)
    assert mc.OrderTerms.unpack(street.word(mc.order_terms_slot(0, 0))) == mc.OrderTerms(
        mc.Side.BUY, 2_000, 0, 90_000, 1
    )
    assert mc.OrderOwner.unpack(street.word(mc.order_owner_slot(0, 0))).sequence == 2
    assert street.held(home(0)) == buyers_hold(90_000)


def test_a_refused_replacement_leaves_the_first_order_standing() -> None:
    street = Street.of(1).at(0, 1)
    street.sell(0, 0, 1_000, 100_000)
    with pytest.raises(RefusedError, match="above your allowance"):
        street.buy(0, 0, 1_000, 20_000_000)
    assert mc.OrderTerms.unpack(street.word(mc.order_terms_slot(0, 0))).revision == 0
    assert street.held(home(0)) == sellers_hold(1_000, 100_000)


def _trade(street: Street, cycle: int) -> None:
    """Home 0 sells to home 1; home 2 loses."""
    street.at(cycle, 1).sell(0, cycle, 1_000, 100_000)
    street.buy(1, cycle, 1_000, 200_000)
    street.buy(2, cycle, 1_000, 50_000)
    street.agree(cycle, 150_000, [mc.TradeWord(1, 0, 1_000, 10_000)])


def test_only_a_losers_hold_is_released() -> None:
    street = Street.of(3)
    street.at(0, 1)
    _trade(street, 0)
    before = [street.held(home(n)) for n in range(3)]
    street.release(0, 0, 1, 2, 3, 2**200)
    assert [street.held(home(n)) for n in range(3)] == [*before[:2], 0]
    assert street.hold(0, 2).released
    assert street.word(mc.order_hold_slot(0, 3)) == 0


def test_a_hold_is_not_released_twice() -> None:
    street = Street.of(3)
    _trade(street, 0)
    street.release(0, 2, 2)
    street.at(1, 1).buy(2, 1, 1_000, 50_000)
    held = street.held(home(2))
    street.release(0, 2)
    assert street.held(home(2)) == held == buyers_hold(50_000)


def test_nothing_is_released_while_a_result_may_come() -> None:
    street = Street.of(1).at(0, 1)
    street.sell(0, 0, 1_000, 100_000)
    held = street.held(home(0))
    for fifteenths in (1, 4, 12.9):
        street.at(0, fifteenths).release(0, 0)
        assert street.held(home(0)) == held
    street.at(0, 13).release(0, 0)
    assert street.held(home(0)) == 0


def test_the_next_order_frees_a_losers_hold() -> None:
    street = Street.of(3)
    _trade(street, 0)
    street.at(1, 1).buy(2, 1, 1_000, 60_000)
    assert street.held(home(2)) == buyers_hold(60_000)
    street.release(0, 2)
    assert street.held(home(2)) == buyers_hold(60_000)


def test_the_next_order_frees_the_hold_of_a_cycle_without_result() -> None:
    street = Street.of(1)
    for cycle in (0, 1, 5):
        street.at(cycle, 1).sell(0, cycle, 1_000, 100_000)
        assert street.held(home(0)) == sellers_hold(1_000, 100_000)


def test_the_next_order_keeps_a_traders_hold() -> None:
    street = Street.of(3)
    _trade(street, 0)
    street.at(1, 1).sell(0, 1, 1_000, 100_000)
    assert street.held(home(0)) == 2 * sellers_hold(1_000, 100_000)


def test_a_later_limit_does_not_outgrow_the_hold() -> None:
    street = Street.of(3)
    _trade(street, 0)
    street.enrol(1, endorser=True, limit_wh=10 * LIMIT_WH)
    street.at(7).settle(0, 1)
    assert street.settlement(0, 1).metered_wh == LIMIT_WH
    assert -street.settled_micro(0, 1) <= buyers_hold(200_000)


def test_terms_that_could_not_be_booked_stop_orders() -> None:
    street = Street.of(1)
    street.enrol(0, endorser=True, limit_wh=2**64 - 1, allowance_micro=2**96 - 1)
    street.do(OPERATOR, mc.call_set_terms(mc.Terms(0, 2**64 - 1, 0, 0)))
    with pytest.raises(RefusedError, match="The penalty could not be booked"):
        street.at(0, 1).sell(0, 0, 1, 1)


def test_a_full_cycle_takes_no_further_order() -> None:
    street = Street.of(2).at(0, 1)
    full = mc.Head(0, 0, mc.MAX_ORDERS, 0, 0, False, 0, 0, mc.MAX_ORDERS)
    contract = bytes.fromhex(street.contract[2:])
    street.state.set_storage(contract, mc.head_slot(0), full.pack())
    street.state.lock_changes()
    with pytest.raises(RefusedError, match="This cycle is full"):
        street.sell(0, 0, 1_000, 100_000)
