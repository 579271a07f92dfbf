"""The state as a screen sees it: a worked story, and every kind of trouble in words."""

from pathlib import Path

import msgspec
import pytest

from agent.bridge.topics import Channel
from agent.core.alerts import GRACE_MS, alerts
from agent.core.events import ChainStageSeen
from agent.core.lines import decision_lines, order_lines, statement_lines, trade_lines
from agent.core.overlay import Overlay
from agent.core.snapshot import LINES, build_snapshot
from agent.core.state import State
from tests.core.story import Agent, account, at, reading, seller, statement
from tests.core.test_orders import TRADES, final, result, sent, settlement, traded

GOLDEN = Path(__file__).parents[1] / "data" / "core" / "story_snapshot.json"


def story() -> Agent:
    """A home sells in cycle 5, is settled in cycle 7, and its broker is away."""
    agent = traded()
    agent.broker(at(5, 11))
    agent.broker(at(5, 12), up=False)
    for k in range(25):
        agent.take(reading(at(5, 1) + (k + 1) * 60_000, 10_000, 20_666 + 33 * (k + 1)))
    agent.take(settlement(52_800))
    agent.said(at(7, 1), Channel.STATEMENT, statement(5, 52_800))
    agent.take(account(at(7, 1), nonce=8, balance_micro=50_052_800))
    return agent


def names(agent: Agent, now_ms: int) -> list[str]:
    return [alert.name for alert in alerts(agent.state, now_ms)]


def test_the_snapshot_of_a_worked_story() -> None:
    agent = story()
    snapshot = build_snapshot(agent.state, Overlay(40, at(7, 1) // 1_000), 17, at(7, 1))
    made = msgspec.json.format(msgspec.json.encode(snapshot), indent=1)
    assert made + b"\n" == GOLDEN.read_bytes()


def test_the_same_state_overlay_and_time_give_the_same_bytes() -> None:
    agent = story()
    first, second = (
        msgspec.json.encode(build_snapshot(state, Overlay(), 1, at(7, 1)))
        for state in (agent.state, agent.replayed())
    )
    assert first == second


def test_before_the_first_start_the_snapshot_is_empty_but_sound() -> None:
    snapshot = build_snapshot(State(), Overlay(), 0, 0)
    assert (snapshot.member, snapshot.home.status, snapshot.orders) == ("", "unknown", ())
    assert snapshot.market.cycle is None
    assert snapshot.devices == ()


def test_before_the_market_began_the_snapshot_says_when_it_begins() -> None:
    agent = Agent()
    agent.start(at(-1))
    section = build_snapshot(agent.state, Overlay(), 0, at(-1)).market
    assert (section.cycle, section.phase, section.phase_ends_at_ms) == (None, None, at(0))


def test_a_healthy_home_has_no_alert() -> None:
    agent = seller()
    agent.broker(at(5, 1))
    assert names(agent, at(5, 1)) == []


def test_trouble_with_the_chain_is_told() -> None:
    agent = seller()
    agent.broker(at(5, 1))
    agent.take(ChainStageSeen(at(5, 1.1), "stale", "no new block for 60 s"))
    (alert,) = alerts(agent.state, at(5, 1.1))
    assert (alert.name, alert.since_ms) == ("chain-away", at(5, 1.1))
    assert "no new block for 60 s" in alert.what
    agent.take(ChainStageSeen(at(5, 1.2), "stale", "no node answered"))
    assert alerts(agent.state, at(5, 1.2))[0].since_ms == at(5, 1.1)
    agent.take(ChainStageSeen(at(5, 1.3), "halted", "two heads at block 9"))
    assert names(agent, at(5, 1.3)) == ["chain-halted"]


@pytest.mark.parametrize(
    ("changes", "name"),
    [({"enrolled": False}, "not-enrolled"), ({"wei": 0}, "no-fees"), ({"nonce": 9}, "x")],
)
def test_trouble_with_the_account_is_told(changes: dict[str, int], name: str) -> None:
    agent = seller()
    agent.broker(at(5, 1))
    agent.take(account(at(5, 1), **changes))
    expected = "key-used-elsewhere" if name == "x" else name
    assert names(agent, at(5, 1)) == [expected]


def test_a_silent_meter_and_an_unset_clock_are_told() -> None:
    agent = seller()
    agent.broker(at(5, 1))
    agent.tick(at(5, 30))
    assert names(agent, at(5, 30)) == ["meter"]
    agent.tick(at(5, 30), trusted=False)
    assert names(agent, at(5, 30)) == ["meter", "clock"]


def test_a_lost_broker_is_told_with_its_reason() -> None:
    agent = seller()
    agent.broker(at(5, 1))
    agent.broker(at(5, 2), up=False)
    assert names(agent, at(5, 2)) == []  # most lines are back before anybody could look
    (alert,) = alerts(agent.state, at(5, 2) + GRACE_MS)
    assert (alert.name, alert.since_ms) == ("broker-away", at(5, 2))
    assert "gone" in alert.what


def test_a_statement_the_chain_contradicts_is_told_with_both_numbers() -> None:
    agent = traded()
    agent.broker(at(5, 11))
    agent.tick(at(7, 1))
    agent.said(at(7, 1), Channel.STATEMENT, statement(5, 61_500))
    assert "statement-5" not in names(agent, at(7, 1))  # not before the chain was read
    agent.take(settlement(57_000))
    told = next(a for a in alerts(agent.state, at(7, 1)) if a.name == "statement-5")
    assert "0.0615" in told.what
    assert "0.057" in told.what
    (line,) = statement_lines(agent.state, 5)
    assert (line.amount_micro, line.verified) == (57_000, False)
    agent.said(at(7, 2), Channel.STATEMENT, statement(5, 57_000))
    assert "statement-5" not in names(agent, at(7, 2))
    assert statement_lines(agent.state, 5)[0].verified


def test_a_bill_for_an_order_that_did_not_trade_is_contradicted() -> None:
    agent = final()
    agent.take(result(reason=1))
    agent.said(at(7, 1), Channel.STATEMENT, statement(5, -9_000))
    told = next(a for a in alerts(agent.state, at(7, 1)) if a.name == "statement-5")
    assert "-0.009" in told.what
    assert "0.00" in told.what


def test_a_statement_about_a_cycle_without_an_order_is_believed_by_nobody() -> None:
    agent = seller()
    agent.said(at(5, 1), Channel.STATEMENT, statement(4, -9_000))
    assert statement_lines(agent.state, 5) == ()
    assert agent.state.disagreements == ()


def test_lines_come_newest_first_and_decisions_say_why() -> None:
    agent = traded()
    agent.take(settlement(57_000))
    (order,) = order_lines(agent.state, LINES)
    assert (order.cycle, order.stage, order.block) == (5, "settled", 20)
    (trade,) = trade_lines(agent.state, LINES)
    assert (trade.partner, trade.energy_wh) == (TRADES[0].partner, 400)
    (line,) = decision_lines(agent.state, 10)
    assert line.what == "offer 0.4 kWh: settled"
    assert line.why == "you asked for it; sold 0.4 kWh at 0.15 per kWh"
    assert line.at_ms == at(5)


def test_a_fresh_order_is_shown_as_the_person_asked_for_it() -> None:
    agent = sent()
    snapshot = build_snapshot(agent.state, Overlay(), 1, at(5, 1))
    assert snapshot.flow.stage == "active"
    assert "Order of cycle 5, sell 0.4 kWh: sent." in snapshot.flow.information
