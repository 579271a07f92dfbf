"""Gas of every call for the test feeder's 55 homes; the limits the agent sends must suffice.

The table in docs/market-contract.md is written from these numbers (`GAS_TABLE=1 pytest -s`).
"""

import os
from collections.abc import Iterator

import pytest

from agent.ledger import market_contract as mc
from tests.contracts.street import OPERATOR, STRANGER, TERMS, WELFARE, Street, home

HOMES = 55
SELLERS = 25
ENDORSERS = 7
PRICE = 150_000


def chain_of_trades() -> list[mc.TradeWord]:
    """Return 54 trades over 55 orders: as many as a matching of 25 sellers and 30 buyers has."""
    trades, seller, buyer = [], 0, SELLERS
    while len(trades) < HOMES - 1:
        trades.append(mc.TradeWord(buyer, seller, 100, 100_000))
        if (buyer - SELLERS + 1) * SELLERS <= (seller + 1) * (HOMES - SELLERS):
            buyer += 1
        else:
            seller += 1
    return sorted(trades)


@pytest.fixture(scope="module")
def used() -> dict[mc.Call, list[tuple[int, int]]]:
    """Live two cycles of 55 homes; return (gas, items) of every call, by kind."""
    seen: dict[mc.Call, list[tuple[int, int]]] = {call: [] for call in mc.Call}
    for call, gas, items in _life():
        seen[call].append((gas, items))
    return seen


def _life() -> Iterator[tuple[mc.Call, int, int]]:
    street = Street.fresh()
    yield mc.Call.DEPLOY, street.deploy_gas, 0
    for number in range(HOMES):
        yield mc.Call.ENROL, street.enrol(number, endorser=number < ENDORSERS), 0
        yield mc.Call.CREDIT, street.credit(home(number), 10**8), 0
    yield from _traded_cycle(street)
    yield from _reports_and_settlement(street)
    yield from _second_round_and_void(street)
    yield from _operator(street)


def _traded_cycle(street: Street) -> Iterator[tuple[mc.Call, int, int]]:
    street.at(1_000, 1)
    for number in range(HOMES):
        act = street.sell if number < SELLERS else street.buy
        yield mc.Call.ORDER, act(number, 1_000, 5_000, PRICE), 0
    yield mc.Call.ORDER, street.buy(HOMES - 1, 1_000, 5_001, PRICE), 0
    street.at(1_000, 4)
    trades = chain_of_trades()
    digest = street.digest(1_000, PRICE, trades)
    for number in range(ENDORSERS):
        yield mc.Call.ENDORSE, street.do(home(number), mc.call_endorse(1_000, digest)), 0
    gas = street.submit(1_000, PRICE, trades)
    yield mc.Call.SUBMIT_RESULT, gas, len(trades) + HOMES


def _reports_and_settlement(street: Street) -> Iterator[tuple[mc.Call, int, int]]:
    street.at(1_002)
    for cycle, wh in ((1_000, 10**9), (1_001, 10**9 + 4_321)):
        for first in range(0, HOMES, mc.MAX_REPORTS):
            batch = range(first, min(first + mc.MAX_REPORTS, HOMES))
            reports = [street.signed(street.report_of(n, cycle, wh, wh)) for n in batch]
            yield mc.Call.REPORT, street.hand_in(*reports), len(reports)
    one = street.signed(street.report_of(0, 1_001, 10**9 + 5_000, 10**9 + 5_000, revision=2))
    yield mc.Call.REPORT, street.hand_in(one), 1
    yield mc.Call.SETTLE, street.settle(1_000, 0), 1
    yield mc.Call.SETTLE, street.settle(1_000, *range(HOMES)), HOMES
    one = street.signed(street.report_of(0, 1_001, 10**9 + 6_000, 10**9 + 6_000, revision=3))
    street.hand_in(one)
    yield mc.Call.SETTLE, street.settle(1_000, 0), 1


def _second_round_and_void(street: Street) -> Iterator[tuple[mc.Call, int, int]]:
    street.at(1_004, 1)
    for number in range(HOMES):
        yield mc.Call.ORDER, street.buy(number, 1_004, 5_000, PRICE), 0
    reviewer = home(1_004 % ENDORSERS)
    street.at(1_004, 7)
    yield mc.Call.REVIEW, street.do(reviewer, mc.call_review(1_004, b"\1" * 32)), 0
    street.at(1_004, 14)
    yield mc.Call.VOID, street.do(STRANGER, mc.call_void(1_004)), 0
    yield mc.Call.RELEASE, street.release(1_004, 0), 1
    yield mc.Call.RELEASE, street.release(1_004, *range(HOMES)), HOMES
    # The dearest order: it finds a hold to free and opens its cycle.
    street.at(1_005, 1)
    street.buy(0, 1_005, 5_000, PRICE)
    street.at(1_006, 1)
    yield mc.Call.ORDER, street.buy(0, 1_006, 5_000, PRICE), 0


def _operator(street: Street) -> Iterator[tuple[mc.Call, int, int]]:
    street.at(1_008)
    yield mc.Call.ENROL, street.enrol(0, endorser=False), 0
    yield mc.Call.ENROL, street.enrol(HOMES, endorser=True), 0
    yield mc.Call.PAY_OUT, street.do(OPERATOR, mc.call_pay_out(home(1), 5)), 0
    # From nothing to something is what costs most.
    street.do(OPERATOR, mc.call_set_terms(mc.Terms(0, 0, 0, 0)))
    street.do(OPERATOR, mc.call_set_welfare(mc.Welfare(0, 0, 0, 0, 0)))
    yield mc.Call.SET_TERMS, street.do(OPERATOR, mc.call_set_terms(TERMS)), 0
    yield mc.Call.SET_WELFARE, street.do(OPERATOR, mc.call_set_welfare(WELFARE)), 0
    yield mc.Call.HAND_OVER, street.do(OPERATOR, mc.call_hand_over(STRANGER)), 0


def test_every_call_fits_the_limit_the_agent_sends(
    used: dict[mc.Call, list[tuple[int, int]]],
) -> None:
    if os.environ.get("GAS_TABLE"):
        for call, runs in used.items():
            rows = sorted({(items, gas) for gas, items in runs})
            print(call.name, rows[:2], rows[-3:])  # noqa: T201
    for call, runs in used.items():
        assert runs, f"{call} was never called"
        for gas, items in runs:
            limit = mc.gas_limit(call, items)
            assert gas * 1.15 <= limit, f"{call.name}: {gas} of {limit} gas for {items}"


def test_limits_are_not_wildly_more_than_needed(
    used: dict[mc.Call, list[tuple[int, int]]],
) -> None:
    """A block must hold what the limits reserve."""
    for call, runs in used.items():
        worst = max(gas / mc.gas_limit(call, items) for gas, items in runs)
        assert worst >= 0.4, f"{call.name} uses {worst:.0%} of its limit at most"


def test_a_cycle_of_55_homes_fits_blocks_of_thirty_million_gas(
    used: dict[mc.Call, list[tuple[int, int]]],
) -> None:
    for call, runs in used.items():
        for gas, items in runs:
            assert gas < 30_000_000, f"{call.name} for {items}"
