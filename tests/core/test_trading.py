"""Wishes become orders within the limits, and only then."""

import pytest

from agent.api.wishes import (
    Activity,
    ChooseActivity,
    Reset,
    SetAmount,
    SetRepeat,
    SetValues,
    Start,
    UpdateValues,
)
from agent.core.events import ChainStageSeen
from agent.core.state import State
from agent.core.trading import facts_of, flow_section_of
from tests.core.story import (
    CONSTANTS,
    MINUTE_MS,
    Agent,
    account,
    at,
    choices,
    reading,
    seller,
    transactions_of,
)


def replace(agent: Agent, minute: float, energy_wh: int) -> bool:
    return agent.wish(at(5, minute), SetAmount(energy_wh), SetValues()).accepted


def test_a_wish_becomes_exactly_the_order_asked_for() -> None:
    agent = seller()
    assert agent.wish(at(5, 1), *choices(energy_wh=250, distance_m=300)).accepted
    order = agent.order
    assert (order.cycle, order.side, order.energy_wh) == (5, "sell", 250)
    assert (order.low_micro_per_kwh, order.high_micro_per_kwh) == (100_000, 200_000)
    assert order.distance_m == 300
    (read,) = transactions_of(agent.broadcasts())
    words = [int.from_bytes(read.transaction.data[k : k + 32], "big") for k in range(4, 196, 32)]
    assert words == [5, 0, 250, 100_000, 200_000, 300]


def test_an_automatic_order_offers_what_is_expected() -> None:
    agent = seller()
    assert agent.wish(at(5, 1), *choices(energy_wh=None)).accepted
    assert agent.order.energy_wh == 500  # 2 kW for a quarter of an hour
    assert agent.order.distance_m == CONSTANTS.distance_limit_m


@pytest.mark.parametrize(
    ("wishes", "field"),
    [
        (choices(low=100_000, high=1_000_001), "high_micro_per_kwh"),
        (choices(low=-1), "low_micro_per_kwh"),
        (choices(low=200_000, high=100_000), "low_micro_per_kwh"),
        (choices(energy_wh=4_601), "energy_wh"),
        (choices(energy_wh=0), "energy_wh"),
        (choices(energy_wh=-5), "energy_wh"),
        (choices(distance_m=10_001), "distance_m"),
        (choices(distance_m=-1), "distance_m"),
    ],
)
def test_what_is_beyond_a_limit_is_refused_whole(wishes: tuple, field: str) -> None:
    agent = seller()
    before = agent.state
    answer = agent.wish(at(5, 1), *wishes)
    assert not answer.accepted
    assert field in [problem.field for problem in answer.problems]
    assert agent.state is before
    assert agent.broadcasts() == []


def test_the_tighter_of_installers_and_contracts_limit_holds() -> None:
    agent = seller(limit_wh=300)
    assert not agent.wish(at(5, 1), *choices(energy_wh=301)).accepted
    assert agent.wish(at(5, 1), *choices(energy_wh=300)).accepted


def test_an_order_that_could_cost_more_than_the_account_has_is_refused() -> None:
    agent = seller(balance_micro=100)
    answer = agent.wish(at(5, 1), *choices())
    assert [problem.field for problem in answer.problems] == ["money"]
    assert agent.broadcasts() == []


def test_no_more_orders_than_allowed_leave_in_one_cycle() -> None:
    agent = seller()
    assert agent.wish(at(5, 1), *choices(energy_wh=100)).accepted
    for k in range(1, 9):
        replace(agent, 1 + k / 100, 100 + k)
    assert len(agent.state.orders) == CONSTANTS.orders_per_cycle
    assert len(set(agent.broadcasts())) == CONSTANTS.orders_per_cycle
    assert "limit of 5 orders" in agent.state.flow.notice


def test_several_wishes_are_all_or_nothing() -> None:
    agent = seller()
    before = agent.state
    answer = agent.wish(at(5, 1), Start(), SetAmount(1), SetValues())
    assert not answer.accepted
    assert answer.problems[0].field == "amount"
    assert agent.state is before


def test_a_lone_invalid_set_values_leaves_its_problems_to_be_corrected() -> None:
    agent = seller()
    for wish in choices(energy_wh=10**6)[:-1]:
        assert agent.wish(at(5, 1), wish).accepted
    assert not agent.wish(at(5, 1), SetValues()).accepted
    assert agent.state.flow.problems
    assert agent.wish(at(5, 1), SetAmount(300)).accepted  # the edit is taken, problems stand
    assert agent.state.flow.problems
    assert not agent.wish(at(5, 1), SetValues()).accepted
    assert agent.wish(at(5, 1), UpdateValues()).accepted
    assert agent.wish(at(5, 1), SetValues()).accepted
    assert agent.order.energy_wh == 300


def blocked(agent: Agent, now_ms: int) -> str | None:
    return facts_of(agent.state, CONSTANTS, now_ms).blocked


def test_each_hindrance_is_said_and_stops_the_order() -> None:
    agent = Agent()
    now = at(5, 1)
    agent.start(now - 21 * MINUTE_MS)
    agent.tick(now - 21 * MINUTE_MS)
    agent.meter(now)
    agent.tick(now, trusted=False)
    assert blocked(agent, now) == "The clock is not trusted yet."
    agent.tick(now)
    assert "cannot be followed (not yet connected" in (blocked(agent, now) or "")
    agent.take(ChainStageSeen(now, "live", "following the chain"))
    assert blocked(agent, now) == "Your account has not been proven yet."
    agent.take(account(now, enrolled=False))
    assert blocked(agent, now) == "This home is not enrolled in the market."
    agent.take(ChainStageSeen(now, "stale", "no new block for 60 s"))
    assert "no new block for 60 s" in (blocked(agent, now) or "")
    answer = agent.wish(now, *choices())
    assert answer.accepted
    assert "no new block for 60 s" in answer.sentence
    assert agent.state.orders == ()
    agent.take(account(now))
    agent.take(ChainStageSeen(now, "halted", "two heads"))
    agent.tick(now + 1)
    assert agent.state.orders == ()
    agent.take(ChainStageSeen(now, "live", "following the chain"))
    assert agent.order.stage == "sent"


def test_a_waiting_order_is_sent_when_the_window_opens() -> None:
    agent = seller(minute=5)
    answer = agent.wish(at(5, 5), *choices(energy_wh=None))
    assert answer.accepted
    assert "waits for the next quotation window" in answer.sentence
    assert agent.broadcasts() == []
    for minute in range(6, 15):
        agent.take(reading(at(5, minute), 10_000, 20_666 + 33 * (minute - 5)))
    agent.tick(at(5, 14.9))
    assert agent.broadcasts() == []
    agent.tick(at(6, 0))
    assert (agent.order.cycle, agent.order.origin) == (6, "person")
    agent.tick(at(6, 0.1))
    assert len(agent.state.orders) == 1


def test_a_waiting_order_whose_facts_changed_is_given_back() -> None:
    agent = seller(minute=5)
    agent.wish(at(5, 5), *choices())
    agent.tick(at(6, 0))  # the meter has been silent for ten minutes
    assert agent.state.orders == ()
    assert agent.state.flow.problems
    assert agent.state.flow.pending is None


def day(agent: Agent, cycles: int, first: int = 5) -> None:
    """A reading and a tick every minute, 2 kW given all the time."""
    for k in range(15 * cycles):
        now = at(first, 2) + k * MINUTE_MS
        agent.take(reading(now, 10_000, 20_700 + 33 * k))
        agent.tick(now)
        agent.take(account(now, nonce=7 + len({o.order_id for o in agent.state.orders})))


def test_the_standing_instruction_orders_once_per_cycle() -> None:
    agent = seller()
    assert agent.wish(at(5, 1), *choices(energy_wh=100, repeat=True)).accepted
    day(agent, 6)
    assert [order.cycle for order in agent.state.orders] == [5, 6, 7, 8, 9, 10, 11][
        : len(agent.state.orders)
    ]
    assert len(agent.state.orders) >= 6
    assert {order.origin for order in agent.state.orders[1:]} == {"standing"}
    agent.wish(at(11, 3), SetRepeat(False))
    before = len(agent.state.orders)
    day(agent, 2, first=12)
    assert len(agent.state.orders) == before


def test_the_standing_instruction_survives_a_restart_and_orders_nothing_twice() -> None:
    agent = seller()
    agent.wish(at(5, 1), *choices(energy_wh=100, repeat=True))
    agent.start(at(5, 1.5))
    agent.live(at(5, 1.5), nonce=8)
    agent.tick(at(5, 1.6))
    assert len(agent.state.orders) == 1


def test_the_clock_set_back_a_cycle_repeats_nothing() -> None:
    agent = seller()
    agent.wish(at(5, 1), *choices(energy_wh=100, repeat=True))
    agent.take(reading(at(4, 1), 10_000, 20_200))
    agent.tick(at(4, 1.2))
    agent.tick(at(4, 2))
    assert [order.cycle for order in agent.state.orders] == [5]


def test_nothing_is_sold_without_a_surplus() -> None:
    agent = Agent()
    agent.start(at(5, -21))
    agent.tick(at(5, -21))
    agent.meter(at(5, 1), out_w=-500)
    agent.live(at(5, 1))
    answer = agent.wish(at(5, 1), *choices())
    assert not answer.accepted
    assert "surplus" in answer.sentence
    assert agent.wish(at(5, 1), *choices("buy", energy_wh=100)).accepted


def test_reset_forgets_choices_but_not_the_order() -> None:
    agent = seller()
    agent.wish(at(5, 1), *choices())
    agent.wish(at(5, 1.1), Reset())
    assert agent.order.stage == "sent"
    assert not agent.state.flow.started


def test_a_changed_mind_drops_the_waiting_order() -> None:
    agent = seller(minute=5)
    agent.wish(at(5, 5), *choices())
    agent.wish(at(5, 6), ChooseActivity(Activity.BUY))
    agent.tick(at(6, 0))
    assert agent.state.orders == ()


def test_before_the_first_start_the_flow_is_shown_empty() -> None:
    section = flow_section_of(State(), 0)
    assert section.enabled == ("start",)
    assert section.stage == "idle"
