"""What the operator can do, and that nobody else can."""

import pytest

from agent.ledger import market_contract as mc
from tests.contracts.street import (
    GENESIS_S,
    OPERATOR,
    STRANGER,
    TERMS,
    WELFARE,
    RefusedError,
    Street,
    address,
    home,
    key_address,
    meter,
    report_key,
)

NEW_TERMS = mc.Terms(1, 2, 4, 3)


@pytest.mark.parametrize(
    "data",
    [
        mc.call_enrol(STRANGER, STRANGER, bytes(32), 1, 1, 1, endorser=True),
        mc.call_credit(home(0), 1),
        mc.call_pay_out(home(0), 1),
        mc.call_set_terms(NEW_TERMS),
        mc.call_set_welfare(WELFARE),
        mc.call_hand_over(STRANGER),
    ],
    ids=["enrol", "credit", "pay_out", "set_terms", "set_welfare", "hand_over"],
)
def test_a_stranger_is_no_operator(data: bytes) -> None:
    street = Street.of(1)
    with pytest.raises(RefusedError, match="Only the operator may do this"):
        street.do(STRANGER, data)
    with pytest.raises(RefusedError, match="Only the operator may do this"):
        street.do(home(0), data)


def test_enrolled_members_can_be_listed() -> None:
    street = Street.of(3, endorsers=2)
    assert street.word(mc.member_count_slot()) == 3
    for number in range(3):
        assert mc.address_of(street.word(mc.member_at_slot(number))) == home(number)
        key = mc.address_of(street.word(mc.report_key_slot(home(number))))
        assert key == key_address(report_key(number))
        assert street.word(mc.meter_slot(home(number))) == int.from_bytes(meter(number), "big")
    assert street.word(mc.endorser_count_slot()) == 2
    assert mc.address_of(street.word(mc.endorser_at_slot(1))) == home(1)


def test_enrolling_again_changes_and_does_not_list_twice() -> None:
    street = Street.of(2)
    street.enrol(1, endorser=True, limit_wh=77, allowance_micro=88, vertex=99)
    assert street.word(mc.member_count_slot()) == 2
    member = mc.Member.unpack(street.word(mc.member_slot(home(1))))
    assert member == mc.Member(True, True, 99, 77, 88, 0)


def test_a_removed_endorser_leaves_no_hole_in_the_list() -> None:
    street = Street.of(4, endorsers=4)
    street.enrol(1, endorser=False)
    street.enrol(3, endorser=False)
    listed = [
        mc.address_of(street.word(mc.endorser_at_slot(place)))
        for place in range(street.word(mc.endorser_count_slot()))
    ]
    assert listed == [home(0), home(2)]
    street.enrol(1, endorser=True)
    assert mc.address_of(street.word(mc.endorser_at_slot(2))) == home(1)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ((address(0), home(1), bytes(32), 1, 1, 1), "An address is missing"),
        ((home(1), address(0), bytes(32), 1, 1, 1), "An address is missing"),
        ((OPERATOR, home(1), bytes(32), 1, 1, 1), "The operator cannot be a member"),
        ((home(1), home(1), bytes(32), 2**32, 1, 1), "too large"),
        ((home(1), home(1), bytes(32), 1, 2**64, 1), "too large"),
        ((home(1), home(1), bytes(32), 1, 1, 2**96), "too large"),
    ],
)
def test_a_typing_mistake_enrols_nobody(arguments: tuple[object, ...], sentence: str) -> None:
    street = Street.fresh()
    with pytest.raises(RefusedError, match=sentence):
        street.do(OPERATOR, mc.call_enrol(*arguments, endorser=False))  # type: ignore[arg-type]


def test_endorsers_stand_still_while_a_cycle_with_orders_is_matched() -> None:
    street = Street.of(4).at(5, 1)
    street.enrol(3, endorser=True)  # nobody has ordered yet
    street.enrol(3, endorser=False)
    street.sell(0, 5, 1_000, 100_000)
    for fifteenths in (1, 4, 11):
        street.at(5, fifteenths)
        street.enrol(3, limit_wh=5)  # anything else may change
        with pytest.raises(RefusedError, match="Not while a cycle with orders is being matched"):
            street.enrol(3, endorser=True)
        with pytest.raises(RefusedError, match="Not while a cycle with orders is being matched"):
            street.enrol(0, endorser=False)
        with pytest.raises(RefusedError, match="Not while a cycle with orders is being matched"):
            street.do(OPERATOR, mc.call_set_welfare(WELFARE))
    street.at(5, 13).enrol(3, endorser=True)
    assert mc.Member.unpack(street.word(mc.member_slot(home(3)))).active_from == 6


def test_money_can_be_credited_and_paid_out() -> None:
    street = Street.of(1, credit_micro=100)
    street.do(OPERATOR, mc.call_pay_out(home(0), 60))
    assert street.account(home(0)) == 40
    with pytest.raises(RefusedError, match="The account has not that much free"):
        street.do(OPERATOR, mc.call_pay_out(home(0), 41))
    with pytest.raises(RefusedError, match="not enrolled"):
        street.do(OPERATOR, mc.call_credit(STRANGER, 1))
    with pytest.raises(RefusedError, match="not enrolled"):
        street.do(OPERATOR, mc.call_pay_out(STRANGER, 0))


def test_held_money_cannot_be_paid_out() -> None:
    street = Street.of(1).at(0, 1)
    street.sell(0, 0, 1_000, 100_000)
    free = street.account(home(0)) - street.held(home(0))
    with pytest.raises(RefusedError, match="not that much free"):
        street.do(OPERATOR, mc.call_pay_out(home(0), free + 1))
    street.do(OPERATOR, mc.call_pay_out(home(0), free))


def test_new_terms_hold_from_the_next_cycle_only() -> None:
    street = Street.of(2).at(3, 1)
    street.do(OPERATOR, mc.call_set_terms(NEW_TERMS))
    street.sell(0, 3, 1_000, 100_000)
    assert mc.Terms.unpack(street.word(mc.cycle_terms_slot(3))) == TERMS
    street.at(4, 1).sell(0, 4, 1_000, 100_000)
    expected = mc.Terms(1, 2, 4, 3, from_cycle=4)
    assert mc.Terms.unpack(street.word(mc.cycle_terms_slot(4))) == expected


def test_terms_set_twice_in_a_cycle_replace_the_announced_ones_not_the_running() -> None:
    street = Street.of(2).at(3, 1)
    street.do(OPERATOR, mc.call_set_terms(NEW_TERMS))
    street.do(OPERATOR, mc.call_set_terms(TERMS))
    street.sell(0, 3, 1_000, 100_000)
    assert mc.Terms.unpack(street.word(mc.cycle_terms_slot(3))) == TERMS
    street.at(9, 1)
    street.do(OPERATOR, mc.call_set_terms(NEW_TERMS))
    now = mc.Terms.unpack(street.word(mc.terms_now_slot()))
    following = mc.Terms.unpack(street.word(mc.terms_next_slot()))
    assert (now.from_cycle, now.penalty_micro_per_kwh) == (4, TERMS.penalty_micro_per_kwh)
    assert (following.from_cycle, following.penalty_micro_per_kwh) == (10, 2)
    street.sell(0, 9, 1_000, 100_000)
    assert mc.Terms.unpack(street.word(mc.cycle_terms_slot(9))) == mc.terms_in(9, now, following)


def test_terms_set_before_the_market_begins_hold_at_once() -> None:
    street = Street.of(1)
    street.do(OPERATOR, mc.call_set_terms(NEW_TERMS))
    street.at(0, 1).sell(0, 0, 1_000, 100_000)
    assert mc.Terms.unpack(street.word(mc.cycle_terms_slot(0))) == NEW_TERMS


def test_terms_too_large_for_their_word_are_refused() -> None:
    street = Street.fresh()
    good = mc.call_set_terms(NEW_TERMS)
    for place in range(4):
        at = 4 + 32 * place
        with pytest.raises(RefusedError, match="A term is too large"):
            street.do(OPERATOR, good[:at] + (2**64).to_bytes(32, "big") + good[at + 32 :])


def test_welfare_too_large_for_its_word_is_refused() -> None:
    street = Street.fresh()
    good = mc.call_set_welfare(WELFARE)
    for place in range(5):
        at = 4 + 32 * place
        with pytest.raises(RefusedError, match="A parameter is too large"):
            street.do(OPERATOR, good[:at] + (2**64).to_bytes(32, "big") + good[at + 32 :])


def test_the_operators_account_follows_the_office() -> None:
    street = Street.of(3)
    _trade_and_default(street)
    owed = street.account(OPERATOR)
    assert owed != 0
    with pytest.raises(RefusedError, match="The operator cannot be a member"):
        street.do(OPERATOR, mc.call_hand_over(home(1)))
    with pytest.raises(RefusedError, match="An address is missing"):
        street.do(OPERATOR, mc.call_hand_over(address(0)))
    street.do(OPERATOR, mc.call_hand_over(STRANGER))
    assert mc.address_of(street.word(mc.operator_slot())) == STRANGER
    assert (street.account(OPERATOR), street.account(STRANGER)) == (0, owed)
    with pytest.raises(RefusedError, match="Only the operator may do this"):
        street.do(OPERATOR, mc.call_credit(home(0), 1))


def test_handing_over_to_oneself_makes_no_money() -> None:
    street = Street.of(3)
    _trade_and_default(street)
    before = street.account(OPERATOR)
    street.do(OPERATOR, mc.call_hand_over(OPERATOR))
    assert street.account(OPERATOR) == before


def _trade_and_default(street: Street) -> None:
    street.at(0, 1).sell(0, 0, 1_000, 100_000)
    street.buy(1, 0, 1_000, 200_000)
    street.agree(0, 150_000, [mc.TradeWord(1, 0, 1_000, 0)])
    street.at(7).settle(0, 0, 1)


def test_nothing_can_be_ordered_before_the_market_begins() -> None:
    street = Street.of(1)
    assert street.time_s == GENESIS_S - 1
    with pytest.raises(RefusedError, match="The market has not begun"):
        street.sell(0, 0, 1_000, 100_000)
