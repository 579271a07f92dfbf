"""What the storage contract's views answer, decoded by an independent ABI library."""

from typing import Any

from eth_abi import decode

from agent.contracts.artifact import load_storage_artifact
from agent.units import Address
from tests.contracts.depot import FOUNDER, Depot, encode, person, unit_address
from tests.contracts.test_artifact import _signature

ENT = 10**18
HOME, OTHER = person(1), person(2)


def ask(depot: Depot, sender: Address, name: str, *arguments: str | int) -> tuple[Any, ...]:
    (entry,) = [one for one in load_storage_artifact().abi if one.get("name") == name]
    kinds = [_signature({"name": "", "inputs": [one]})[1:-1] for one in entry["outputs"]]
    before = depot.state.snapshot()
    run = depot.run(sender, encode(name, *arguments))
    depot.state.revert(before)
    run.raise_if_error()
    answer: tuple[Any, ...] = decode(kinds, run.output)
    return answer


def test_units_are_listed_with_what_can_still_be_reserved_and_removed_ones_as_such() -> None:
    depot = Depot.of(3)
    depot.produced(1, HOME, 5_000)
    depot.start(HOME, 1, ENT)
    depot.do(FOUNDER, "removeStorageUnit", unit_address(0))
    rows = ((False, unit_address(0), 0), (True, unit_address(1), 4_000), (True, unit_address(2), 0))
    assert ask(depot, FOUNDER, "getStorageUnitsInfo") == (rows,)
    assert ask(depot, FOUNDER, "getStorageUnitsInfoFrom", 2) == (rows[2:],)
    assert ask(depot, FOUNDER, "getStorageUnitsInfoFrom", 3) == ((),)


def test_more_units_than_a_page_holds_are_read_page_by_page() -> None:
    depot = Depot.of(70)
    (first,) = ask(depot, FOUNDER, "getStorageUnitsInfo")
    (second,) = ask(depot, FOUNDER, "getStorageUnitsInfoFrom", 64)
    assert [row[1] for row in (*first, *second)] == [unit_address(number) for number in range(70)]


def test_sessions_are_seen_by_consumer_and_unit_and_only_while_they_are_valid() -> None:
    depot = Depot.of(2)
    depot.produced(0, HOME, 20_000)
    depot.produced(1, OTHER, 20_000)
    depot.start(HOME, 0, ENT)
    depot.later(100).start(HOME, 1, 2 * ENT)
    depot.start(OTHER, 0, 3 * ENT)
    opened_s = depot.now_s
    first = ("1", 1_000, opened_s - 100, unit_address(0))
    second = ("2", 2_000, opened_s, unit_address(1))
    (mine,) = ask(depot, HOME, "getConsumptionSessions")
    assert sorted(mine) == [first, second]
    third = ("3", 3_000, opened_s, OTHER)
    at_unit = (("1", 1_000, opened_s - 100, HOME), third)
    assert ask(depot, FOUNDER, "getUnitSessions", unit_address(0), 0) == (at_unit,)
    assert ask(depot, FOUNDER, "getUnitSessions", unit_address(0), 1) == (at_unit[1:],)
    for caller, other in ((HOME, unit_address(1)), (unit_address(1), HOME)):
        assert ask(depot, caller, "getConsumptionSessionEnergy", other) == (2_000,)
    depot.later(7_100)
    assert ask(depot, HOME, "getConsumptionSessions") == ((second,),)
    assert ask(depot, FOUNDER, "getUnitSessions", unit_address(0), 0) == ((third,),)
    assert ask(depot, unit_address(0), "getConsumptionSessionEnergy", HOME) == (0,)


def test_orders_are_listed_by_side_the_best_one_first() -> None:
    depot = Depot.of(1)
    depot.produced(0, HOME, 20_000)
    depot.bank(person(3), (OTHER, 100 * ENT))
    for price in (5, 4, 6):
        depot.do(HOME, "addOrder", price * ENT, ENT, 0)
    for price in (1, 3, 2):
        depot.do(OTHER, "addOrder", price * ENT, 2 * ENT, 1)
    buys, sells = ask(depot, FOUNDER, "getOrders")
    assert buys[0] == (5, OTHER, 3 * ENT, 2 * ENT, True)
    assert sells[0] == (2, HOME, 4 * ENT, ENT, True)
    assert sorted(row[0] for row in (*buys, *sells)) == [1, 2, 3, 4, 5, 6]
    assert ask(depot, FOUNDER, "getOrdersFrom", 0, 1) == (sells[1:],)


def test_open_votes_are_listed_newest_first_with_whether_the_caller_voted() -> None:
    depot = Depot.fresh()
    depot.do(FOUNDER, "addVoter", HOME)
    depot.do(HOME, "registerStorageUnit", unit_address(0), OTHER)
    depot.do(FOUNDER, "setParameter", "H", 3)
    depot.do(FOUNDER, "changeBanker", HOME)
    depot.do(HOME, "changeBanker", HOME)
    nobody = "0x" + "0" * 40
    register = ("registerStorageUnit", unit_address(0), int(OTHER, 16), 1)
    assert ask(depot, HOME, "getVotes") == ((("H", nobody, 3, 1, False), (*register, True)),)
    (seen,) = ask(depot, FOUNDER, "getVotes")
    assert [row[4] for row in seen] == [True, False]


def test_balances_and_totals_are_the_callers_and_everybodys() -> None:
    depot = Depot.of(1, owner=OTHER)
    depot.produced(0, HOME, 1_001)
    depot.bank(person(3), (HOME, 7))
    depot.do(HOME, "lockeEuro", 2)
    assert ask(depot, HOME, "balanceENT") == (1_001 * 8 * 10**14, 0)
    assert ask(depot, HOME, "balanceeEuro") == (5, 2)
    assert ask(depot, FOUNDER, "getTotalENT") == (1_001 * 10**15,)
    assert ask(depot, FOUNDER, "getTotalEeuro") == (7,)
    assert ask(depot, FOUNDER, "getTotalEnergy") == (1_001,)
    assert ask(depot, HOME, "isVoter") == (False,)


def test_what_ended_is_not_shown_as_open_a_second_session_not_twice() -> None:
    depot = Depot.of(2)
    depot.produced(0, HOME, 20_000)
    depot.start(HOME, 0, ENT)
    depot.consumed(0, HOME, 1_000)
    depot.start(HOME, 0, 2 * ENT)  # the first one's place in the queue still stands
    (rows,) = ask(depot, FOUNDER, "getUnitSessions", unit_address(0), 0)
    assert [row[:2] for row in rows] == [("2", 2_000)]
    depot.do(FOUNDER, "removeStorageUnit", unit_address(0))
    assert ask(depot, HOME, "getConsumptionSessions") == ((),)
    depot.do(FOUNDER, "addVoter", HOME)
    depot.do(HOME, "changeBanker", OTHER)
    depot.do(FOUNDER, "addVoter", OTHER)
    depot.do(HOME, "addVoter", OTHER)  # passed: what was open before is over
    depot.do(HOME, "setParameter", "H", 3)
    assert [row[0] for row in ask(depot, HOME, "getVotes")[0]] == ["H"]


def test_a_session_that_ended_behind_an_open_one_is_not_shown_as_the_one_after_it() -> None:
    depot = Depot.of(1)
    depot.produced(0, HOME, 20_000)
    depot.produced(0, OTHER, 20_000)
    depot.start(OTHER, 0, ENT)  # stands in front, open: nothing behind it is cleared away
    depot.start(HOME, 0, ENT)
    depot.consumed(0, HOME, 1_000)
    depot.start(HOME, 0, 2 * ENT)
    (rows,) = ask(depot, FOUNDER, "getUnitSessions", unit_address(0), 0)
    assert [row[1] for row in rows] == [1_000, 2_000]
    assert [row[3] for row in rows] == [OTHER, HOME]


def test_an_old_vote_of_mine_is_none_in_the_next_round() -> None:
    depot = Depot.fresh()
    depot.do(FOUNDER, "addVoter", HOME)
    for voter in (FOUNDER, HOME):
        depot.do(voter, "setParameter", "H", 3)  # passed
    depot.do(FOUNDER, "setParameter", "H", 3)
    (rows,) = ask(depot, HOME, "getVotes")
    assert [(row[0], row[3], row[4]) for row in rows] == [("H", 1, False)]
