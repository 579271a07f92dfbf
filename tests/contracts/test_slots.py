"""Every word the light client proves sits where it looks, and is what the getter answers."""

from collections.abc import Callable

import pytest

from agent.ledger import market_contract as mc
from agent.units import Address
from tests.contracts.street import (
    CORRECTION_S,
    CYCLE_S,
    DEADLINE_CYCLES,
    GENESIS_S,
    OPERATOR,
    TERMS,
    WELFARE,
    Street,
    home,
)

CYCLE = 5
PRICE = 150_000
TRADE = mc.TradeWord(1, 0, 1_000, 10_000)


@pytest.fixture(scope="module")
def street() -> Street:
    """A market in which every variable has been written."""
    street = Street.of(3).at(CYCLE, 1)
    street.sell(0, CYCLE, 1_000, 100_000)
    street.buy(1, CYCLE, 1_500, 200_000)
    street.buy(2, CYCLE, 500, 90_000)
    street.at(CYCLE, 7)
    digest = street.digest(CYCLE, PRICE, [TRADE])
    street.do(home(CYCLE % 3), mc.call_review(CYCLE, digest))
    for number in (0, 1):
        street.do(home(number), mc.call_endorse(CYCLE, digest))
    street.submit(CYCLE, PRICE, [TRADE])
    street.at(CYCLE + 2, 1)
    street.do(OPERATOR, mc.call_set_terms(mc.Terms(1, 2, 3, 4)))
    street.report(0, CYCLE, 0, 0)
    street.report(0, CYCLE + 1, 10, 990)
    street.settle(CYCLE, 0)
    street.release(CYCLE, 2)
    return street


def _n(member: Address) -> int:
    return int(member, 16)


Arguments = Callable[[Street], tuple[int, ...]]


def _digest(street: Street) -> int:
    return int.from_bytes(street.digest(CYCLE, PRICE, [TRADE]), "big")


def _digest_slot(street: Street) -> int:
    return mc.digest_votes_slot(CYCLE, 1, street.digest(CYCLE, PRICE, [TRADE]))


HOME = home(0)
SLOTS: list[tuple[str, int | Callable[[Street], int], tuple[int, ...] | Arguments]] = [
    ("operator()", mc.operator_slot(), ()),
    ("times()", mc.times_slot(), ()),
    ("terms_now()", mc.terms_now_slot(), ()),
    ("terms_next()", mc.terms_next_slot(), ()),
    ("welfare_abc()", mc.welfare_slots()[0], ()),
    ("welfare_util()", mc.welfare_slots()[1], ()),
    ("member_count()", mc.member_count_slot(), ()),
    ("endorser_count()", mc.endorser_count_slot(), ()),
    ("members(address)", mc.member_slot(HOME), (_n(HOME),)),
    ("report_keys(address)", mc.report_key_slot(HOME), (_n(HOME),)),
    ("meters(address)", mc.meter_slot(HOME), (_n(HOME),)),
    ("accounts(address)", mc.account_slot(HOME), (_n(HOME),)),
    ("held(address)", mc.held_slot(home(1)), (_n(home(1)),)),
    ("member_at(uint256)", mc.member_at_slot(2), (2,)),
    ("endorser_at(uint256)", mc.endorser_at_slot(1), (1,)),
    ("last_order(address)", mc.last_order_slot(HOME), (_n(HOME),)),
    ("head(uint256)", mc.head_slot(CYCLE), (CYCLE,)),
    ("cycle_terms(uint256)", mc.cycle_terms_slot(CYCLE), (CYCLE,)),
    (
        "order_index(uint256,address)",
        mc.order_index_slot(CYCLE, home(2)),
        (CYCLE, _n(home(2))),
    ),
    ("order_terms(uint256,uint256)", mc.order_terms_slot(CYCLE, 1), (CYCLE, 1)),
    ("order_owner(uint256,uint256)", mc.order_owner_slot(CYCLE, 1), (CYCLE, 1)),
    ("order_hold(uint256,uint256)", mc.order_hold_slot(CYCLE, 2), (CYCLE, 2)),
    ("trades(uint256,uint256)", mc.trade_slot(CYCLE, 0), (CYCLE, 0)),
    ("reasons(uint256,uint256)", mc.reason_slot(CYCLE, 0), (CYCLE, 0)),
    ("outcome(uint256,uint256)", mc.outcome_slot(CYCLE, 1), (CYCLE, 1)),
    ("settlement(uint256,uint256)", mc.settlement_slot(CYCLE, 0), (CYCLE, 0)),
    ("settled_amount(uint256,uint256)", mc.settled_amount_slot(CYCLE, 0), (CYCLE, 0)),
    (
        "registers(address,uint256)",
        mc.registers_slot(HOME, CYCLE + 1),
        (_n(HOME), CYCLE + 1),
    ),
    (
        "report_hashes(address,uint256)",
        mc.report_hash_slot(HOME, CYCLE + 1),
        (_n(HOME), CYCLE + 1),
    ),
    (
        "digest_votes(uint256,uint256,bytes32)",
        _digest_slot,
        lambda street: (CYCLE, 1, _digest(street)),
    ),
    (
        "endorsed(uint256,uint256,address)",
        mc.endorsed_slot(CYCLE, 1, HOME),
        (CYCLE, 1, _n(HOME)),
    ),
]


@pytest.mark.parametrize(("getter", "slot", "arguments"), SLOTS, ids=[row[0] for row in SLOTS])
def test_a_slot_holds_what_its_getter_answers(
    street: Street,
    getter: str,
    slot: int | Callable[[Street], int],
    arguments: tuple[int, ...] | Arguments,
) -> None:
    keys = arguments(street) if callable(arguments) else arguments
    word = street.word(slot(street) if callable(slot) else slot)
    assert word != 0, "an empty word would prove nothing"
    assert word == street.getter(getter, *keys)


def test_no_variable_of_the_contract_is_left_out() -> None:
    from agent.contracts.artifact import load_artifact

    covered = {row[0].partition("(")[0] for row in SLOTS}
    assert set(load_artifact().layout) - covered == {"endorser_place"}


def test_words_read_from_storage_mean_what_was_done(street: Street) -> None:
    read = street.word
    assert mc.Times.unpack(read(mc.times_slot())) == mc.Times(
        GENESIS_S, CYCLE_S, DEADLINE_CYCLES, CORRECTION_S
    )
    assert mc.Terms.unpack(read(mc.terms_now_slot())) == TERMS
    following = mc.Terms(1, 2, 3, 4, from_cycle=CYCLE + 3)
    assert mc.Terms.unpack(read(mc.terms_next_slot())) == following
    assert mc.Welfare.unpack(*map(read, mc.welfare_slots())) == WELFARE
    assert mc.address_of(read(mc.operator_slot())) == OPERATOR
    assert mc.LastOrder.unpack(read(mc.last_order_slot(home(2)))) == mc.LastOrder(CYCLE, 3)
    assert mc.Head.unpack(read(mc.head_slot(CYCLE))) == mc.Head(
        mc.CycleStatus.RESULT, 1, 3, 1, 1, False, PRICE, 3, 3
    )
    assert mc.TradeWord.unpack(read(mc.trade_slot(CYCLE, 0))) == TRADE
    assert read(_digest_slot(street)) == 3
    assert mc.Settlement.unpack(read(mc.settlement_slot(CYCLE, 0))) == mc.Settlement(
        990, 500, mc.SettlementStatus.FINAL, 0, 1
    )
    assert mc.signed(read(mc.settled_amount_slot(CYCLE, 0))) == 148_500 - 10_005 - 500
    assert street.hold(CYCLE, 2).released
    assert not street.hold(CYCLE, 1).released
