"""Gas of every call of the storage market; the limits the agent sends must suffice.

The table in docs/storage.md is written from these numbers (`GAS_TABLE=1 pytest -s`).
"""

import os
from collections.abc import Iterator

import pytest

from agent.ledger import storage_contract as sc
from agent.storage.book import MAX_FILLS
from agent.storage.reference import MAX_CLEARED, MAX_SESSIONS
from tests.contracts.depot import FOUNDER, Depot, person, unit_address
from tests.contracts.storage_crowd import crowd_of_orders, crowd_of_sessions, deepest_price

ENT = 10**18
HOME, OTHER, BANKER = person(1), person(2), person(3)
REPORT_GAS = 120_000
"""No report of a storage unit may need more."""
CROWD = 2_000
_BY_NAME = {call.partition("(")[0]: call for call in sc.Call}
Used = dict[sc.Call, list[int]]


@pytest.fixture(scope="module")
def used() -> Used:
    """Live through every call, in its dearest form where there are several."""
    seen: Used = {call: [] for call in sc.Call}
    for name, gas in (*_reports(), *_sessions(), *_tokens(), *_votes(), *_orders()):
        seen[_BY_NAME[name]].append(gas)
    return seen


def _reports() -> Iterator[tuple[str, int]]:
    depot = Depot.fresh()
    yield "constructor", depot.deploy_gas
    yield "registerStorageUnit", depot.register(0, OTHER).gas
    # The contract's first report of all: every word of it is written for the first time.
    yield "energyProduced", depot.produced(0, HOME, 100_000).gas
    yield "energyProduced", depot.produced(0, HOME, 100_000).gas
    yield "startConsumptionSession", depot.start(HOME, 0, 50 * ENT).gas
    yield "energyConsumed", depot.consumed(0, HOME, 1_000).gas
    depot.actual(0, 150_000)
    yield "energyConsumed", depot.consumed(0, HOME, 20_000).gas
    yield "energyConsumed", depot.consumed(0, HOME, 90_000).gas
    yield "energyConsumed", depot.consumed(0, HOME, 1).gas
    yield "reportActualEnergy", depot.actual(0, 1_000).gas
    depot.do(FOUNDER, "removeStorageUnit", unit_address(0))
    yield "energyProduced", depot.call(unit_address(7), "energyProduced", HOME, 5).gas


def _sessions() -> Iterator[tuple[str, int]]:
    depot = Depot.of(MAX_SESSIONS)
    for number in range(MAX_SESSIONS):
        depot.produced(number, HOME, 100_000)
    others = [person(100 + number) for number in range(2 * MAX_CLEARED)]
    for other in others:
        depot.do(HOME, "transferENT", other, ENT)
        depot.start(other, 0, ENT)
    for number in range(MAX_SESSIONS):
        yield "startConsumptionSession", depot.start(HOME, number, ENT).gas
    yield "endConsumptionSession", depot.do(HOME, "endConsumptionSession", unit_address(0)).gas
    depot.later(7_200)
    # Eight of its own and four of others' are over.
    yield "startConsumptionSession", depot.start(HOME, 0, ENT).gas
    yield "clearUnitSessions", depot.do(OTHER, "clearUnitSessions", unit_address(0)).gas
    for number in range(1, MAX_SESSIONS):
        depot.start(HOME, number, ENT)
    depot.later(7_200)
    yield "clearOldSessions", depot.do(HOME, "clearOldSessions").gas


def _tokens() -> Iterator[tuple[str, int]]:
    depot = Depot.of(1)
    depot.produced(0, HOME, 100_000)
    yield "transferENT", depot.do(HOME, "transferENT", OTHER, ENT).gas
    yield "changeBanker", depot.do(FOUNDER, "changeBanker", BANKER).gas
    yield "minteEuro", depot.do(BANKER, "minteEuro", HOME, 10 * ENT).gas
    yield "transfereEuro", depot.do(HOME, "transfereEuro", OTHER, ENT).gas
    yield "lockeEuro", depot.do(OTHER, "lockeEuro", ENT).gas
    yield "unlockeEuro", depot.do(BANKER, "unlockeEuro", OTHER, ENT // 2).gas
    yield "burneEuro", depot.do(BANKER, "burneEuro", OTHER, ENT // 2).gas


def _votes() -> Iterator[tuple[str, int]]:
    depot = Depot.fresh()
    yield "addVoter", depot.do(FOUNDER, "addVoter", HOME).gas
    unit = unit_address(0)
    yield "registerStorageUnit", depot.do(HOME, "registerStorageUnit", unit, OTHER).gas
    yield "registerStorageUnit", depot.do(FOUNDER, "registerStorageUnit", unit, OTHER).gas
    for name, arguments in (
        ("setParameter", ("H", 5)),
        ("changeBanker", (OTHER,)),
        ("removeStorageUnit", (unit,)),
        ("addVoter", (OTHER,)),
        ("removeVoter", (OTHER,)),
    ):
        voters = (FOUNDER, HOME)
        for voter in voters:
            yield name, depot.do(voter, name, *arguments).gas


def _orders() -> Iterator[tuple[str, int]]:
    depot = Depot.of(1)
    depot.produced(0, HOME, 10**9)
    depot.bank(BANKER, (OTHER, 10**9 * ENT))
    yield "addOrder", depot.do(HOME, "addOrder", ENT, ENT, 0).gas
    depot.do(HOME, "removeOrder", 1, 0)
    crowd_of_orders(depot, CROWD, HOME)
    # The best price of all climbs through the whole heap.
    yield "addOrder", depot.call(HOME, "addOrder", 1, ENT, 0).gas
    yield "removeOrder", depot.call(HOME, "removeOrder", CROWD + 2, 0).gas
    amount = MAX_FILLS * ENT
    yield "addOrder", depot.call(OTHER, "addOrder", deepest_price(CROWD), amount, 1).gas


def test_the_limits_the_agent_sends_suffice_with_a_margin(used: Used) -> None:
    lacking = {
        str(call): (max(gas), sc.gas_limit(call))
        for call, gas in used.items()
        if not gas or max(gas) * 115 > sc.gas_limit(call) * 100
    }
    if os.environ.get("GAS_TABLE"):
        for call, gas in used.items():
            print(f"| `{call.partition('(')[0]}` | {max(gas):,} | {sc.gas_limit(call):,} |")  # noqa: T201
    assert lacking == {}


def test_no_report_needs_more_than_its_bound_not_even_the_contracts_first(used: Used) -> None:
    reports = (sc.Call.ENERGY_PRODUCED, sc.Call.ENERGY_CONSUMED, sc.Call.REPORT_ACTUAL_ENERGY)
    assert {call: max(used[call]) for call in reports if max(used[call]) > REPORT_GAS} == {}


def test_a_report_costs_the_same_among_one_and_among_thousands() -> None:
    gas = []
    for size in (1, 100, CROWD):
        depot = Depot.of(1)
        depot.produced(0, HOME, 10**8)
        depot.start(HOME, 0, 5 * ENT)
        depot.do(HOME, "addOrder", ENT, ENT, 0)
        crowd_of_sessions(depot, size)
        crowd_of_orders(depot, size, HOME)
        reports = [
            depot.call(unit_address(0), "energyProduced", HOME, 1_000).gas,
            depot.call(unit_address(0), "energyConsumed", HOME, 1_000).gas,
            depot.call(unit_address(0), "reportActualEnergy", 5_000).gas,
        ]
        gas.append(reports)
    assert gas[0] == gas[1] == gas[2]
