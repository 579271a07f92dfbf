"""Each question appears when its answer is needed and disappears when it has come."""

import msgspec
import pytest

from agent.bridge.topics import Channel
from agent.core.effects import Broadcast
from agent.core.events import RegistersSeen
from agent.core.questions import (
    RECHECKED_ORDERS,
    AccountQuestion,
    BookQuestion,
    OrderQuestion,
    Question,
    RegistersQuestion,
    ResultQuestion,
    SettlementQuestion,
    questions,
)
from agent.core.state import State
from tests.core.story import (
    MINUTE_MS,
    Agent,
    absent,
    account,
    at,
    choices,
    seen,
    statement,
)
from tests.core.test_orders import final, result, sent, settlement, traded
from tests.core.test_reporting import reader


def asked(agent: Agent, now_ms: int, kind: type) -> list[Question]:
    return [one for one in questions(agent.state, now_ms) if isinstance(one, kind)]


def test_before_the_first_start_there_is_nothing_to_ask() -> None:
    assert questions(State(), at(5)) == ()


def test_before_the_market_began_only_the_account_matters() -> None:
    agent = Agent()
    agent.start(at(-1))
    assert questions(agent.state, at(-1)) == (AccountQuestion(),)


def test_the_account_is_asked_for_until_it_is_proven_then_once_per_phase() -> None:
    agent = Agent()
    agent.start(at(5, 1))
    assert asked(agent, at(5, 1), AccountQuestion)
    agent.live(at(5, 1))
    assert not asked(agent, at(5, 2.9), AccountQuestion)
    assert asked(agent, at(5, 3), AccountQuestion)
    agent.take(account(at(5, 3)))
    assert not asked(agent, at(5, 9.9), AccountQuestion)
    agent.start(at(5, 4))
    assert asked(agent, at(5, 4), AccountQuestion)


def test_the_account_is_asked_for_again_when_the_clock_was_set_back() -> None:
    agent = Agent()
    agent.start(at(50, 1))
    agent.live(at(50, 1))
    assert asked(agent, at(5, 1), AccountQuestion)
    agent.take(account(at(5, 1)))
    assert not asked(agent, at(5, 1), AccountQuestion)


def test_the_account_is_asked_for_while_a_transaction_is_under_way() -> None:
    agent = sent()
    assert asked(agent, at(5, 1), AccountQuestion)
    agent.take(account(at(5, 1.1), nonce=8))
    assert not asked(agent, at(5, 1.1), AccountQuestion)


def test_an_order_is_asked_for_until_it_is_final_or_missed() -> None:
    agent = sent()
    assert asked(agent, at(5, 1), OrderQuestion) == [OrderQuestion(5)]
    agent.take(seen(agent.order, at(5, 1.1)))
    assert not asked(agent, at(5, 1.1), OrderQuestion)
    agent = sent()
    agent.take(absent(5, at(5, 3)))
    assert not asked(agent, at(5, 3), OrderQuestion)


def test_two_orders_of_one_cycle_are_one_question() -> None:
    agent = sent()
    agent.wish(at(5, 1.1), *choices(energy_wh=300)[-2:])
    assert asked(agent, at(5, 1.2), OrderQuestion) == [OrderQuestion(5)]


def test_a_result_is_asked_for_from_the_windows_end_until_it_is_known() -> None:
    agent = final()
    assert not asked(agent, at(5, 2.9), ResultQuestion)
    assert asked(agent, at(5, 3), ResultQuestion) == [ResultQuestion(5, 3)]
    agent.take(result("open"))
    assert asked(agent, at(5, 5), ResultQuestion)
    agent.take(result(agreed_wh=400))
    assert not asked(agent, at(5, 11), ResultQuestion)


def test_a_cycle_nobody_voids_is_asked_for_once_per_cycle_in_the_end() -> None:
    agent = final()
    minutes = [m for m in range(15) if asked(agent, at(20, m), ResultQuestion)]
    about_five = [
        m for m in minutes if ResultQuestion(5, 3) in asked(agent, at(20, m), ResultQuestion)
    ]
    assert about_five == [13, 14]


def test_the_price_is_asked_for_without_an_order_and_only_in_the_last_phases() -> None:
    agent = Agent()
    agent.start(at(5, 1))
    assert not asked(agent, at(5, 9.9), ResultQuestion)
    assert asked(agent, at(5, 10), ResultQuestion) == [ResultQuestion(5, None)]
    agent.take(result())
    assert not asked(agent, at(5, 11), ResultQuestion)


def test_a_settlement_is_asked_for_from_the_end_of_delivery_until_it_is_known() -> None:
    agent = traded()
    assert not asked(agent, at(6, 14), SettlementQuestion)
    assert asked(agent, at(7), SettlementQuestion) == [SettlementQuestion(5, 3)]
    agent.take(settlement(0, status=0))
    assert asked(agent, at(8), SettlementQuestion)
    agent.take(settlement(57_000))
    assert not asked(agent, at(8), SettlementQuestion)


def test_a_settlement_that_never_comes_is_asked_for_once_per_cycle_in_the_end() -> None:
    agent = traded()
    late = [m for m in range(15) if asked(agent, at(30, m), SettlementQuestion)]
    assert late == [13, 14]


def test_a_statement_that_says_something_new_reads_the_settlement_again_once() -> None:
    agent = traded()
    agent.take(settlement(57_000))
    agent.said(at(8), Channel.STATEMENT, statement(5, 57_000))
    assert not asked(agent, at(8), SettlementQuestion)
    agent.said(at(8, 1), Channel.STATEMENT, statement(5, 60_000, block=40))
    assert asked(agent, at(8, 1), SettlementQuestion) == [SettlementQuestion(5, 3)]
    agent.take(settlement(57_000, at_ms=at(8, 1)))
    assert not asked(agent, at(8, 1), SettlementQuestion)


def test_a_correction_nobody_announces_is_found_and_the_old_statement_is_an_alert() -> None:
    agent = traded()
    agent.take(settlement(57_000))
    agent.said(at(8), Channel.STATEMENT, statement(5, 57_000))
    assert agent.state.disagreements == ()
    minutes = [m / 20 for m in range(300) if asked(agent, at(9, m / 20), SettlementQuestion)]
    assert minutes == [10.0, 10.05]
    assert asked(agent, at(9, 10), SettlementQuestion) == [SettlementQuestion(5, 3)]
    written = len(agent.journal)
    agent.take(settlement(57_000, at_ms=at(9, 10)))
    assert len(agent.journal) == written
    agent.take(settlement(51_000, at_ms=at(10, 10), block=99, status=3, revision=2))
    assert agent.state.totals.earned_micro == 51_000
    (alert,) = agent.state.disagreements
    assert (alert.stated_micro, alert.proven_micro) == (57_000, 51_000)
    agent.said(at(10, 11), Channel.STATEMENT, statement(5, 51_000, block=99, status="corrected"))
    assert agent.state.disagreements == ()


def test_what_cannot_be_corrected_any_more_is_not_asked_for() -> None:
    agent = traded()
    agent.take(settlement(57_000))
    assert asked(agent, at(5 + 2 + 672, 10), SettlementQuestion)
    assert not asked(agent, at(5 + 2 + 673, 10), SettlementQuestion)


def test_of_many_settled_orders_the_newest_are_asked_for_and_each_other_one_in_its_turn() -> None:
    agent = traded()
    agent.take(settlement(57_000))
    (order,) = agent.state.orders
    many = tuple(
        msgspec.structs.replace(order, cycle=cycle, order_id=f"{cycle}") for cycle in range(30)
    )
    agent.state = msgspec.structs.replace(agent.state, orders=many)
    seen_in_turn = set()
    for cycle in range(40, 62):
        found = [one.cycle for one in asked(agent, at(cycle, 10), SettlementQuestion)]
        assert found[:RECHECKED_ORDERS] == list(range(22, 30))
        (other,) = found[RECHECKED_ORDERS:]
        seen_in_turn.add(other)
    assert seen_in_turn == set(range(22))


def test_a_statement_ahead_of_our_head_is_waited_for() -> None:
    agent = traded()
    agent.take(settlement(57_000))
    agent.said(at(8, 1), Channel.STATEMENT, statement(5, 60_000, block=41))
    agent.take(settlement(57_000, at_ms=at(8, 1), block=40))
    assert asked(agent, at(8, 1), SettlementQuestion)
    assert agent.state.disagreements == ()
    agent.take(settlement(60_000, at_ms=at(8, 1), block=41, status=3))
    assert not asked(agent, at(8, 1), SettlementQuestion)
    assert agent.state.disagreements == ()


def test_a_statement_of_a_block_far_ahead_keeps_nobody_asking() -> None:
    agent = traded()
    agent.take(settlement(57_000))
    agent.said(at(8, 1), Channel.STATEMENT, statement(5, 60_000, block=2**40))
    agent.take(settlement(57_000, at_ms=at(8, 1), block=40))
    assert not asked(agent, at(8, 1), SettlementQuestion)
    assert agent.state.disagreements != ()


@pytest.mark.parametrize("status", ["result", "void"])
def test_a_statement_about_an_order_that_did_not_trade_asks_nothing(status: str) -> None:
    agent = final()
    agent.take(result(status, reason=1))
    agent.said(at(8, 1), Channel.STATEMENT, statement(5, 60_000))
    assert not asked(agent, at(8, 1), SettlementQuestion)


def test_an_old_report_is_looked_for_on_the_chain_once_per_cycle() -> None:
    agent = reader(1)
    assert not asked(agent, at(6, 14), RegistersQuestion)
    assert asked(agent, at(7), RegistersQuestion) == [RegistersQuestion(5)]
    agent.take(RegistersSeen(at(7), 60, 5, False))
    assert not asked(agent, at(7, 14), RegistersQuestion)
    assert asked(agent, at(8), RegistersQuestion)
    agent.take(RegistersSeen(at(8), 70, 5, True, digest=agent.state.outbox.waiting[0].digest))
    assert not asked(agent, at(9), RegistersQuestion)


def test_only_a_willing_and_enrolled_endorser_reads_the_book() -> None:
    agent = Agent()
    agent.start(at(5, 1))
    agent.live(at(5, 1), endorser=True)
    assert not asked(agent, at(5, 4), BookQuestion)


def test_an_idle_home_asks_next_to_nothing_over_a_day() -> None:
    agent = Agent()
    agent.start(at(5))
    agent.live(at(5))
    count = 0
    for minute in range(24 * 60):
        now = at(5) + minute * MINUTE_MS
        for one in questions(agent.state, now):
            count += 1
            if isinstance(one, AccountQuestion):
                agent.take(account(now))
            elif isinstance(one, ResultQuestion):
                agent.take(result(cycle=one.cycle, at_ms=now))
    assert count <= 96 * 5  # four phases and one price
    assert not [one for one in agent.effects if isinstance(one, Broadcast)]
