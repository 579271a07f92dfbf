"""An order's way through every stage, with the reason a person reads."""

import msgspec
import pytest

from agent.core.events import ResultSeen, SeenTrade, SettlementSeen
from agent.core.orders import KEEP, expire, new_order, window_end_ms
from agent.core.state import Totals
from agent.market.cycle import Phase
from agent.roles.household import OrderRequest
from tests.core.story import (
    CONSTANTS,
    TIMES,
    Agent,
    absent,
    account,
    at,
    choices,
    reading,
    seen,
    seller,
)

TRADES = (SeenTrade("home-12ab", 400, 1_200, 1_200),)


def sent() -> Agent:
    agent = seller()
    agent.wish(at(5, 1), *choices())
    return agent


def final() -> Agent:
    agent = sent()
    agent.take(account(at(5, 1.1), nonce=8))
    agent.take(seen(agent.order, at(5, 1.1)))
    return agent


def result(status: str = "result", **changes: object) -> ResultSeen:
    plain = ResultSeen(
        at_ms=at(5, 11),
        block=25,
        cycle=5,
        status=status,
        case=1,
        price_micro_per_kwh=150_000,
        order_count=4,
        trade_count=2,
    )
    return msgspec.structs.replace(plain, **changes)


def traded() -> Agent:
    agent = final()
    agent.take(result(agreed_wh=400, tariff_micro=1_200, trades=TRADES))
    return agent


def settlement(amount_micro: int, **changes: object) -> SettlementSeen:
    plain = SettlementSeen(at(7, 1), 40, 5, 1, 380, 3_000, amount_micro, 1)
    return msgspec.structs.replace(plain, **changes)


def test_an_order_is_queued_then_sent_once_its_bytes_have_left() -> None:
    agent = seller()
    agent.signing = False
    agent.wish(at(5, 1), *choices())
    assert agent.order.stage == "queued"
    (asked,) = (sign for sign in agent.signs() if sign.key == "order")
    agent.take(agent.signature(asked, at(5, 1)))
    assert agent.order.stage == "sent"


def test_an_order_is_final_by_storage_proof() -> None:
    agent = final()
    assert (agent.order.stage, agent.order.block, agent.order.index) == ("final", 20, 3)


@pytest.mark.parametrize(
    "changes",
    [
        {"side": "buy"},
        {"energy_wh": 401},
        {"low_micro_per_kwh": 1},
        {"high_micro_per_kwh": 1},
        {"distance_m": 1},
        {"index": None},
    ],
    ids=str,
)
def test_another_order_in_our_place_confirms_nothing(changes: dict[str, object]) -> None:
    agent = sent()
    agent.take(seen(agent.order, at(5, 1.1), **changes))
    assert agent.order.stage == "sent"


def test_an_executed_order_that_is_not_there_was_refused() -> None:
    agent = sent()
    agent.take(account(at(5, 1.1), nonce=8))
    agent.take(absent(5, at(5, 1.1)))
    assert agent.order.stage == "refused"
    assert "refused" in agent.order.reason


def test_an_order_absent_after_the_window_was_missed_not_refused() -> None:
    agent = sent()
    agent.take(absent(5, at(5, 3) - 1_000))
    assert agent.order.stage == "sent"  # the block is of the window: it may still come
    agent.take(absent(5, at(5, 3)))
    assert (agent.order.stage, agent.order.reason) == (
        "missed",
        "the window closed before it arrived",
    )


def test_a_late_block_still_confirms_an_order_that_made_it() -> None:
    agent = sent()
    agent.take(account(at(5, 20), nonce=8))
    agent.take(seen(agent.order, at(5, 20)))
    assert agent.order.stage == "final"


def test_a_replacement_takes_the_earlier_orders_place() -> None:
    agent = final()
    agent.take(reading(at(5, 1.2), 10_000, 20_690))
    answer = agent.wish(at(5, 1.2), *choices(energy_wh=300)[-2:])
    assert answer.accepted, answer.sentence
    first, second = agent.state.orders
    assert (first.revision, second.revision) == (0, 1)
    assert first.order_id != second.order_id
    agent.take(seen(first, at(5, 1.3)))
    assert [order.stage for order in agent.state.orders] == ["final", "sent"]
    agent.take(account(at(5, 1.4), nonce=9))
    agent.take(seen(second, at(5, 1.4)))
    assert [order.stage for order in agent.state.orders] == ["missed", "final"]
    assert agent.state.orders[0].reason == "replaced by your newer order"
    assert agent.state.orders[0].index is None


def test_a_refused_replacement_leaves_the_earlier_order_standing() -> None:
    agent = final()
    agent.wish(at(5, 1.2), *choices(energy_wh=300)[-2:])
    first = agent.state.orders[0]
    agent.take(account(at(5, 1.4), nonce=9))
    agent.take(seen(first, at(5, 1.4)))
    assert [order.stage for order in agent.state.orders] == ["final", "refused"]


def test_a_cycle_that_was_settled_is_not_settled_again_for_the_same_order_made_anew() -> None:
    """The clock was set back: the person presses again for a cycle that is long over."""
    agent = traded()
    agent.take(settlement(60_000, at_ms=at(5, 20)))
    assert agent.wish(at(5, 1.5), *choices()[-2:]).accepted
    first, second = agent.state.orders
    assert (first.stage, second.stage) == ("settled", "sent")
    agent.take(seen(first, at(5, 20)))
    agent.take(result(agreed_wh=400, tariff_micro=1_200, trades=TRADES))
    agent.take(settlement(60_000, at_ms=at(5, 21)))
    assert [order.stage for order in agent.state.orders] == ["settled", "missed"]
    assert agent.state.totals.earned_micro == 60_000


def test_both_orders_in_one_block_leave_the_newer_one() -> None:
    agent = sent()
    agent.wish(at(5, 1.1), *choices(energy_wh=300)[-2:])
    agent.take(account(at(5, 1.4), nonce=9))
    agent.take(seen(agent.order, at(5, 1.4)))
    assert [order.stage for order in agent.state.orders] == ["missed", "final"]


def test_a_trade_carries_price_amount_and_partner() -> None:
    agent = traded()
    assert agent.order.stage == "traded"
    assert agent.order.reason == "sold 0.4 kWh at 0.15 per kWh"
    assert agent.order.trades == TRADES


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        (1, "your price did not meet the market (base price 0.15 per kWh)"),
        (2, "there was not enough supply (base price 0.15 per kWh)"),
        (3, "no partner was left for you (base price 0.15 per kWh)"),
        (99, "reason 99 (base price 0.15 per kWh)"),
    ],
)
def test_an_order_left_out_says_why(reason: int, words: str) -> None:
    agent = final()
    agent.take(result(reason=reason))
    assert (agent.order.stage, agent.order.reason) == ("not traded", words)


def test_no_crossing_names_no_price() -> None:
    agent = final()
    agent.take(result(reason=4, price_micro_per_kwh=0, trade_count=0, case=0))
    assert agent.order.reason == "buyers' and sellers' prices did not cross"
    assert agent.order.price_micro_per_kwh is None


def test_a_void_cycle_is_said_so() -> None:
    agent = final()
    agent.take(result("void", price_micro_per_kwh=0))
    assert agent.order.stage == "void"
    assert "cancelled" in agent.order.reason


def test_an_open_cycle_decides_nothing() -> None:
    agent = final()
    before = agent.state
    agent.take(result("open"))
    assert agent.state is before


def test_a_settlement_counts_once_however_often_it_is_read() -> None:
    agent = traded()
    for _ in range(3):
        agent.take(settlement(-50_000))
    assert agent.order.stage == "settled"
    assert agent.state.totals == Totals(-50_000, 0, 3_000)


def test_a_correction_changes_the_totals_by_the_difference() -> None:
    agent = traded()
    agent.take(settlement(57_000))
    agent.take(settlement(60_000, block=90, status=3, penalty_micro=1_000, revision=2))
    assert agent.state.totals == Totals(60_000, 0, 1_000)
    assert (agent.order.settled_status, agent.order.settled_block) == (3, 90)
    agent.take(settlement(60_000, block=95, status=3, penalty_micro=1_000, revision=2))
    assert agent.order.settled_block == 90  # the block that first proved it


def test_a_purchase_is_counted_as_spent() -> None:
    agent = Agent()
    agent.start(at(5, -21))
    agent.tick(at(5, -21))
    agent.meter(at(5, 1), out_w=-2_000)
    agent.live(at(5, 1))
    assert agent.wish(at(5, 1), *choices("buy")).accepted
    agent.take(account(at(5, 1.1), nonce=8))
    agent.take(seen(agent.order, at(5, 1.1)))
    agent.take(result(agreed_wh=400, tariff_micro=1))
    assert agent.order.reason.startswith("bought 0.4 kWh")
    agent.take(settlement(-61_000))
    agent.take(settlement(-60_000, status=3))
    assert agent.state.totals == Totals(0, 60_000, 3_000)


@pytest.mark.parametrize("upto", ["sent", "final", "not traded"])
def test_a_settlement_of_an_order_that_did_not_trade_moves_no_money(upto: str) -> None:
    agent = sent() if upto == "sent" else final()
    if upto == "not traded":
        agent.take(result(reason=1))
    agent.take(settlement(57_000))
    assert agent.state.totals == Totals()
    assert agent.order.stage == upto


def test_an_unsettled_order_stays_traded() -> None:
    agent = traded()
    agent.take(settlement(0, status=0))
    assert agent.order.stage == "traded"
    assert agent.state.totals == Totals()


def test_the_gate_is_a_block_before_the_windows_end() -> None:
    ends = TIMES.phase_end_ms(5, Phase.QUOTATION)
    assert window_end_ms(CONSTANTS, TIMES, 5) == ends - 2_000


def test_an_order_without_a_nonce_is_missed_when_its_window_closes() -> None:
    order = new_order(CONSTANTS, (), OrderRequest(5, "sell", 1, 1, 1, 1, "person"))
    (before,) = expire(TIMES, [order], (), at(5, 3) - 1)
    (after,) = expire(TIMES, [order], (), at(5, 3))
    assert before.stage == "queued"
    assert (after.stage, after.reason) == ("missed", "the window closed before it could be sent")


def test_an_order_with_a_nonce_is_the_chains_to_judge_not_our_clocks() -> None:
    agent = seller()
    agent.signing = False
    agent.wish(at(5, 1), *choices())
    agent.tick(at(6, 1))  # the clock jumped ahead, and back
    assert agent.order.stage == "queued"
    agent.signing = True
    agent.start(at(5, 1.1))
    agent.take(account(at(5, 1.2), nonce=8))
    agent.take(seen(agent.order, at(5, 1.2)))
    assert agent.order.stage == "final"


def test_identities_are_the_same_on_every_replay_and_differ_by_revision() -> None:
    request = OrderRequest(5, "sell", 1, 1, 1, 1, "person")
    first = new_order(CONSTANTS, (), request)
    assert first == new_order(CONSTANTS, (), request)
    assert new_order(CONSTANTS, (first,), request).order_id != first.order_id
    elsewhere = msgspec.structs.replace(CONSTANTS, chain_id=1)
    assert new_order(elsewhere, (), request).order_id != first.order_id


def test_only_so_many_orders_are_remembered() -> None:
    order = new_order(CONSTANTS, (), OrderRequest(5, "sell", 1, 1, 1, 1, "person"))
    many = [msgspec.structs.replace(order, cycle=cycle) for cycle in range(KEEP + 5)]
    kept = expire(TIMES, many, (), 0)
    assert [order.cycle for order in kept] == list(range(5, KEEP + 5))
