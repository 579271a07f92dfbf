"""Attacks on the storage market and accidents around it, each with what the contract does."""

import pytest

from agent.ledger import storage_contract as sc
from agent.storage import rules
from agent.storage.book import MAX_FILLS
from agent.storage.reference import MAX_SESSIONS, NOTICE_S
from agent.storage.refusals import Refusal
from agent.units import Address
from tests.contracts.depot import CONTRACT, FOUNDER, NOBODY, Depot, person, unit_address

ENT = 10**18
HOME, OTHER, OWNER, BANKER = person(1), person(2), person(3), person(4)
UNIT = unit_address(0)


def filled(units: int = 1, wh: int = 100_000) -> Depot:
    """Return a market whose units are full, and whose producer is HOME."""
    depot = Depot.of(units, owner=OWNER)
    for number in range(units):
        depot.produced(number, HOME, wh)
    return depot


# Reports.


@pytest.mark.parametrize("who", [HOME, OWNER, FOUNDER, unit_address(9)])
def test_nobody_but_an_active_unit_reports_not_even_its_owner_or_a_voter(who: Address) -> None:
    depot = filled()
    for name, arguments in (
        ("energyProduced", (HOME, 5)),
        ("energyConsumed", (HOME, 5)),
        ("reportActualEnergy", (5,)),
    ):
        assert depot.do(who, name, *arguments).refusal is Refusal.NOT_UNIT


def test_tokens_for_nobody_are_not_minted() -> None:
    depot = filled()
    for producer in (NOBODY, UNIT, CONTRACT):
        assert depot.produced(0, producer, 10).refusal is Refusal.BAD_ADDRESS


def test_an_absurd_register_difference_is_refused_and_not_minted() -> None:
    depot = filled()
    for wh in (0, rules.MAX_REPORT_WH + 1, 2**64, 2**256 - 1):
        assert depot.produced(0, HOME, wh).refusal is Refusal.BAD_AMOUNT
        assert depot.consumed(0, HOME, wh).refusal is Refusal.BAD_AMOUNT
    assert depot.actual(0, rules.MAX_UNIT_WH + 1).refusal is Refusal.BAD_AMOUNT
    depot.actual(0, rules.MAX_UNIT_WH)
    assert depot.produced(0, HOME, 1).refusal is Refusal.BAD_AMOUNT


def test_the_largest_report_and_the_last_watt_hour_of_a_unit_are_taken() -> None:
    depot = filled(wh=rules.MAX_REPORT_WH)
    assert depot.unit(0).energy_wh == rules.MAX_REPORT_WH
    depot.actual(0, rules.MAX_UNIT_WH - 5)
    assert depot.produced(0, HOME, 5).refusal is Refusal.NONE
    assert depot.produced(0, HOME, 1).refusal is Refusal.BAD_AMOUNT


def test_registers_on_the_chain_add_up_all_reports_and_survive_a_removal() -> None:
    depot = filled()
    depot.start(HOME, 0, 5 * ENT)
    depot.consumed(0, HOME, 2_000)
    depot.do(FOUNDER, "removeStorageUnit", UNIT)
    depot.register(0, OTHER)
    depot.produced(0, HOME, 700)
    unit = depot.unit(0)
    assert (unit.energy_wh, unit.produced_wh, unit.consumed_wh) == (700, 100_700, 2_000)
    assert sc.Serials.unpack(depot.word(sc.serials_slot())).units == 1, "it keeps its place"
    assert depot.ent(OTHER).available > 0, "the new owner is paid"


def test_a_units_outcome_can_be_proven_from_its_word_already_at_its_first_call() -> None:
    depot = Depot.of(1)
    registered = depot.calls(UNIT)
    assert (registered.count, registered.time_s) == (0, depot.now_s)
    depot.later(5).consumed(0, HOME, 5)
    assert depot.calls(UNIT).refusal_of(0) == Refusal.NO_SESSION
    assert depot.calls(UNIT).time_s == depot.now_s


def test_why_each_of_the_last_sixteen_calls_was_refused_stays_told() -> None:
    depot = filled()
    begun = depot.calls(UNIT).count
    expected = []
    for number in range(20):
        reports = (
            lambda: depot.produced(0, HOME, 5),
            lambda: depot.consumed(0, HOME, 5),
            lambda: depot.produced(0, NOBODY, 5),
            lambda: depot.actual(0, rules.MAX_UNIT_WH + 1),
        )
        expected.append(reports[(number + number // 4) % 4]().refusal)
    calls = depot.calls(UNIT)
    assert calls.count == begun + 20
    told = [calls.refusal_of(begun + number) for number in range(4, 20)]
    assert told == expected[4:]
    assert len(set(expected[4:])) == 4
    assert calls.refusal_of(begun + 3) is None


def test_a_cost_has_an_upper_end_however_much_is_lost() -> None:
    depot = filled(wh=10**9)
    depot.do(FOUNDER, "setParameter", "C", ENT)
    depot.actual(0, 0)
    assert depot.totals().cost == 10 * ENT
    depot.do(FOUNDER, "setParameter", "B", 10 * ENT)
    depot.actual(0, 10**6)
    depot.start(HOME, 0, 22 * ENT)
    depot.consumed(0, HOME, 1_000)
    assert depot.totals().ent == 10**6 * ENT - 11 * ENT


def test_a_lost_battery_makes_everybody_pay_only_what_is_missing() -> None:
    depot = filled()
    depot.actual(0, 96_000)
    assert depot.view("getEnergyCosts") == (ENT // 5, ENT // 5)  # 4 kWh at 5 %
    depot.produced(0, HOME, 30_000)  # 20 kWh at 0.8, then 10 at 1
    totals = depot.totals()
    assert (totals.ent, totals.energy_wh, totals.cost) == (126 * ENT, 126_000, 0)


def test_a_report_that_changes_nothing_does_not_make_what_is_missing_cheaper() -> None:
    depot = filled()
    depot.actual(0, 99_000)
    depot.produced(0, HOME, 10_000)  # half of it is made good, R stays
    depot.actual(0, 109_000)
    assert depot.totals().cost == ENT // 20
    depot.actual(0, 108_999)
    assert depot.totals().cost == 501 * ENT // 20_000, "more is missing: R is fixed anew"


def test_a_unit_that_is_removed_with_energy_leaves_it_missing() -> None:
    depot = filled(units=2, wh=10_000)
    depot.do(FOUNDER, "removeStorageUnit", unit_address(1))
    totals = depot.totals()
    assert (totals.energy_wh, totals.ent, totals.cost) == (10_000, 20 * ENT, ENT // 2)


def test_a_surplus_of_energy_makes_no_cost_that_would_only_grow() -> None:
    depot = filled()
    depot.actual(0, 140_000)
    assert depot.view("getEnergyCosts") == (0, 0)
    depot.produced(0, HOME, 10_000)
    depot.start(HOME, 0, 50 * ENT)
    depot.consumed(0, HOME, 50_000)
    totals = depot.totals()
    assert totals.energy_wh * 10**15 - totals.ent == 40 * ENT, "the surplus neither grows nor goes"
    depot.actual(0, 60_000)  # the surplus takes the loss first
    assert depot.totals().cost == 0


def test_a_cost_above_the_cap_is_capped_and_equilibrium_only_takes_longer() -> None:
    depot = filled()
    depot.actual(0, 0)
    assert depot.totals().cost == 5 * ENT
    assert depot.view("getEnergyCosts") == (ENT // 2, ENT // 2)
    depot.produced(0, HOME, 1_000)
    assert depot.totals().ent == 100 * ENT + ENT // 2


def test_burning_is_capped_by_b_and_minting_by_m() -> None:
    depot = filled()
    depot.do(FOUNDER, "setParameter", "M", ENT // 10)
    depot.do(FOUNDER, "setParameter", "B", ENT // 4)
    depot.actual(0, 50_000)
    depot.start(HOME, 0, 10 * ENT)
    assert depot.view("getConsumptionSessionEnergy", UNIT, sender=HOME) == (8_000,), "10 / (1 + B)"
    depot.consumed(0, HOME, 4_000)
    assert depot.totals().ent == 95 * ENT
    depot.produced(0, HOME, 10_000)
    assert depot.totals().ent == 104 * ENT


def test_the_owners_share_is_rounded_down_and_the_producer_gets_the_rest() -> None:
    depot = Depot.of(1, owner=OWNER)
    depot.do(FOUNDER, "setParameter", "F", ENT // 3)
    depot.produced(0, HOME, 1)
    assert depot.ent(OWNER).available == 333_333_333_333_333
    assert depot.ent(HOME).available == 666_666_666_666_667


# Sessions.


def test_more_consumed_than_locked_ends_the_session_and_takes_nothing_else() -> None:
    depot = filled()
    depot.start(HOME, 0, 2 * ENT)
    before = depot.ent(HOME).available
    depot.consumed(0, HOME, 5_000)
    assert depot.ent(HOME) == sc.Balance(before, 0)
    assert depot.session(0, HOME) == sc.Session(0, 0, 0, 0)
    totals = depot.totals()
    assert totals.ent - totals.energy_wh * 10**15 == 3 * ENT
    assert depot.consumed(0, HOME, 1).refusal is Refusal.NO_SESSION


def test_a_session_that_became_dearer_pays_no_more_than_it_locked() -> None:
    depot = filled()
    depot.start(HOME, 0, 10 * ENT)
    depot.actual(0, 90_000)  # 10 kWh lost: 0.5 per kWh
    depot.consumed(0, HOME, 8_000)  # 12 ENT are due, 10 are locked
    assert depot.totals().ent == 90 * ENT
    assert depot.ent(HOME).locked == 0
    assert depot.unit(0).reserved_wh == 0


def test_what_a_session_turned_out_not_to_need_comes_back_at_its_end() -> None:
    depot = filled()
    depot.actual(0, 99_000)
    depot.start(HOME, 0, 105 * ENT // 10)  # 10 kWh at 1.05
    depot.produced(0, OTHER, 20_000)  # equilibrium
    depot.consumed(0, HOME, 10_000)
    assert depot.ent(HOME) == sc.Balance(80 * ENT - 10 * ENT, 0)


def test_a_consumer_cannot_take_its_ent_back_before_the_unit_has_reported() -> None:
    depot = filled()
    depot.start(HOME, 0, 10 * ENT)
    depot.later(60).do(HOME, "endConsumptionSession", UNIT)
    depot.do(HOME, "clearOldSessions")
    assert depot.ent(HOME).locked == 10 * ENT
    depot.later(NOTICE_S - 1).consumed(0, HOME, 4_000)
    assert depot.totals().ent == 96 * ENT
    depot.later(1)
    assert depot.consumed(0, HOME, 1).refusal is Refusal.NO_SESSION
    depot.do(HOME, "clearOldSessions")
    assert depot.ent(HOME) == sc.Balance(76 * ENT, 0)


def test_ending_a_session_never_makes_it_longer() -> None:
    depot = filled()
    depot.start(HOME, 0, ENT)
    depot.later(7_190).do(HOME, "endConsumptionSession", UNIT)
    assert depot.session(0, HOME).validity_s == 7_200
    depot.later(10)
    assert depot.do(HOME, "endConsumptionSession", UNIT).refusal is Refusal.NO_SESSION


def test_two_sessions_cannot_be_promised_the_same_energy() -> None:
    depot = filled(wh=10_000)
    depot.do(HOME, "transferENT", OTHER, 4 * ENT)
    depot.start(HOME, 0, 4 * ENT)
    depot.actual(0, 7_000)  # loss, and a higher cost
    assert depot.start(OTHER, 0, 4 * ENT).refusal is Refusal.UNIT_EMPTY
    assert depot.view("getStorageUnitEnergy", UNIT) == (3_000,)
    depot.actual(0, 3_000)
    assert depot.view("getStorageUnitEnergy", UNIT) == (0,)
    assert depot.consumed(0, HOME, 3_500).refusal is Refusal.UNIT_EMPTY


def test_energy_of_sessions_that_are_over_comes_free_for_the_next() -> None:
    depot = filled(wh=10_000)
    depot.do(HOME, "transferENT", OTHER, 4 * ENT)
    depot.start(HOME, 0, 4 * ENT)
    depot.later(7_200)
    assert depot.start(OTHER, 0, 4 * ENT).refusal is Refusal.NONE
    assert depot.ent(HOME) == sc.Balance(4 * ENT, 0), "and its ENT went back to the other one"


def test_a_session_that_is_over_makes_room_for_the_next_of_the_same_consumer() -> None:
    depot = Depot.of(2)
    depot.produced(0, HOME, 5_000)
    depot.produced(1, HOME, 10_000)
    free = depot.ent(HOME).available - 5 * ENT
    depot.start(HOME, 0, 5 * ENT)  # everything that is there
    depot.later(7_200)
    assert depot.start(HOME, 0, 5 * ENT).refusal is Refusal.NONE
    assert depot.ent(HOME) == sc.Balance(free, 5 * ENT), "what the old one held came back"
    assert depot.view("getConsumptionSessionEnergy", UNIT, sender=HOME) == (5_000,)


def test_a_place_of_a_session_that_ended_does_not_keep_those_behind_it() -> None:
    depot = filled(wh=10_000)
    for somebody in (OTHER, BANKER, FOUNDER):
        depot.do(HOME, "transferENT", somebody, ENT)
    depot.start(OTHER, 0, ENT)  # in front, and open for now
    depot.start(HOME, 0, ENT)
    depot.consumed(0, HOME, 1_000)
    depot.start(BANKER, 0, ENT)
    depot.later(3_600).start(HOME, 0, ENT)  # its older place stands before BANKER's
    depot.later(3_601).start(FOUNDER, 0, ENT)
    assert depot.ent(OTHER) == sc.Balance(ENT, 0)
    assert depot.ent(BANKER) == sc.Balance(ENT, 0), "over, and given back"


def test_a_unit_has_no_session_with_itself() -> None:
    depot = filled(wh=10_000)
    depot.do(HOME, "transferENT", UNIT, 4 * ENT)
    assert depot.start(UNIT, 0, ENT).refusal is Refusal.BAD_ADDRESS
    assert depot.view("getStorageUnitEnergy", UNIT) == (10_000,)


def test_a_new_session_clears_four_old_ones_and_anybody_sixteen() -> None:
    depot = filled(wh=10**6)
    others = [person(100 + number) for number in range(21)]
    for other in others:
        depot.do(HOME, "transferENT", other, ENT)
        depot.start(other, 0, ENT)
    depot.later(7_200)
    depot.start(HOME, 0, ENT)
    still = [other for other in others if depot.ent(other).locked]
    assert still == others[4:]
    depot.do(OTHER, "clearUnitSessions", UNIT)
    assert [other for other in others if depot.ent(other).locked] == others[20:]
    depot.agree(HOME, *others)


def test_a_full_unit_is_freed_of_old_sessions_by_anybody() -> None:
    depot = filled(wh=10_000)
    depot.start(HOME, 0, 8 * ENT)
    depot.later(7_200)
    depot.do(OTHER, "clearUnitSessions", UNIT)
    assert depot.view("getStorageUnitEnergy", UNIT) == (10_000,)
    assert depot.ent(HOME) == sc.Balance(8 * ENT, 0)


def test_one_consumer_cannot_fill_the_contract_with_sessions() -> None:
    depot = filled(units=MAX_SESSIONS + 1)
    for number in range(MAX_SESSIONS):
        depot.start(HOME, number, ENT)
    assert depot.start(HOME, 0, ENT).refusal is Refusal.SESSION_OPEN
    assert depot.start(HOME, MAX_SESSIONS, ENT).refusal is Refusal.TOO_MANY_SESSIONS
    depot.later(7_200)
    assert depot.start(HOME, MAX_SESSIONS, ENT).refusal is Refusal.NONE
    assert depot.ent(HOME).locked == ENT
    depot.agree(HOME)


def test_a_session_at_a_removed_unit_gives_back_what_it_locks_at_once() -> None:
    depot = filled()
    depot.start(HOME, 0, 10 * ENT)
    depot.do(FOUNDER, "removeStorageUnit", UNIT)
    assert depot.consumed(0, HOME, 1).refusal is Refusal.NOT_UNIT
    depot.do(HOME, "clearOldSessions")
    assert depot.ent(HOME) == sc.Balance(80 * ENT, 0)
    depot.register(0, OWNER)
    assert depot.consumed(0, HOME, 1).refusal is Refusal.NO_SESSION
    assert depot.unit(0).reserved_wh == 0


def test_a_new_validity_holds_for_new_sessions_only() -> None:
    depot = filled()
    depot.start(HOME, 0, ENT)
    depot.do(FOUNDER, "setParameter", "H", 1)
    depot.later(3_700)
    assert depot.consumed(0, HOME, 100).refusal is Refusal.NONE
    assert depot.view("getParameters")[3] == 3_600


# Tokens, orders.


def test_a_transfer_to_oneself_makes_nothing() -> None:
    depot = filled()
    depot.do(HOME, "transferENT", HOME, 80 * ENT)
    assert depot.ent(HOME) == sc.Balance(80 * ENT, 0)
    assert depot.do(HOME, "transferENT", HOME, 80 * ENT + 1).refusal is Refusal.NO_ENT


def test_the_banker_cannot_touch_eeuro_that_an_order_locks() -> None:
    depot = filled()
    depot.bank(BANKER, (OTHER, 10 * ENT))
    depot.do(OTHER, "addOrder", ENT, 6 * ENT, 1)
    depot.do(OTHER, "lockeEuro", 3 * ENT)
    assert depot.do(BANKER, "unlockeEuro", OTHER, 4 * ENT).refusal is Refusal.NOT_LOCKED
    assert depot.do(BANKER, "burneEuro", OTHER, 4 * ENT).refusal is Refusal.NOT_LOCKED
    depot.do(BANKER, "burneEuro", OTHER, 3 * ENT)
    assert depot.do(BANKER, "burneEuro", OTHER, 1).refusal is Refusal.NOT_LOCKED, "only once"
    assert depot.euro(OTHER) == sc.Balance(ENT, 6 * ENT)


def test_more_eeuro_than_a_word_holds_is_not_minted() -> None:
    depot = filled()
    depot.bank(BANKER, (OTHER, 2**128 - 1))
    for amount in (1, 2**128, 2**256 - 1):
        assert depot.do(BANKER, "minteEuro", OTHER, amount).refusal is Refusal.BAD_AMOUNT


def test_an_order_that_meets_too_many_is_not_left_across_the_book() -> None:
    depot = filled()
    depot.bank(BANKER, (OTHER, 100 * ENT))
    for _ in range(MAX_FILLS + 1):
        depot.do(HOME, "addOrder", ENT // 2, ENT, 0)
    done = depot.do(OTHER, "addOrder", ENT, 20 * ENT, 1)
    assert done.text == "Order traded in part; order the rest again"
    assert depot.euro(OTHER) == sc.Balance(100 * ENT - MAX_FILLS * ENT // 2, 0)
    assert sc.Book.unpack(depot.word(sc.book_slot())) == sc.Book(1, 0)
    depot.do(OTHER, "addOrder", ENT, 12 * ENT, 1)
    assert sc.Book.unpack(depot.word(sc.book_slot())) == sc.Book(0, 1)


def test_a_resting_bid_is_taken_at_its_own_price_and_its_rounding_comes_back() -> None:
    depot = filled()
    depot.bank(BANKER, (OTHER, 100))
    depot.do(OTHER, "addOrder", ENT // 3, 10, 1)  # 3.3 of the smallest unit: locks 4
    for _ in range(10):
        depot.do(HOME, "addOrder", 1, 1, 0)  # each pays a third, rounded down
    assert depot.euro(OTHER) == sc.Balance(100, 0)
    assert depot.ent(OTHER).available == 10
    depot.agree(HOME, OTHER)


def test_nobody_removes_the_order_of_another_or_from_the_wrong_side() -> None:
    depot = filled()
    depot.do(HOME, "addOrder", ENT, ENT, 0)
    for who, number, side in ((OTHER, 1, 0), (HOME, 1, 1), (HOME, 2, 0), (HOME, 2**255, 0)):
        assert depot.do(who, "removeOrder", number, side).refusal is Refusal.NO_ORDER
    depot.do(HOME, "removeOrder", 1, 0)
    assert depot.do(HOME, "removeOrder", 1, 0).refusal is Refusal.NO_ORDER


def test_whoever_trades_with_itself_gains_and_loses_nothing() -> None:
    depot = filled()
    depot.bank(BANKER, (HOME, 10 * ENT))
    depot.do(HOME, "addOrder", ENT // 3, 2 * ENT, 0)
    depot.do(HOME, "addOrder", ENT, 3 * ENT, 1)
    depot.do(HOME, "removeOrder", 2, 1)
    assert (depot.ent(HOME), depot.euro(HOME)) == (sc.Balance(80 * ENT, 0), sc.Balance(10 * ENT, 0))


def test_a_price_times_an_amount_beyond_all_bounds_is_refused_not_reverted() -> None:
    depot = filled()
    depot.bank(BANKER, (HOME, 2**128 - 1))
    big = 2**128 - 1
    assert depot.do(HOME, "addOrder", big, big, 1).refusal is Refusal.NO_EEURO
    assert depot.do(HOME, "addOrder", big + 1, 1, 1).refusal is Refusal.BAD_PRICE
    assert depot.do(HOME, "addOrder", 0, 1, 1).refusal is Refusal.BAD_PRICE
    assert depot.do(HOME, "addOrder", 1, 2**256 - 1, 0).refusal is Refusal.BAD_AMOUNT


# Votes.


def voters(depot: Depot, *more: Address) -> None:
    """Make these voters, beside the founder, by everybody's votes."""
    known = [FOUNDER]
    for voter in more:
        for one in known:
            if voter not in depot.model.voters:
                depot.do(one, "addVoter", voter)
        known.append(voter)


def test_half_of_the_voters_is_not_enough() -> None:
    depot = Depot.fresh()
    voters(depot, HOME)
    depot.do(HOME, "registerStorageUnit", UNIT, OWNER)
    assert depot.produced(0, HOME, 1).refusal is Refusal.NOT_UNIT
    depot.do(FOUNDER, "registerStorageUnit", UNIT, OWNER)
    assert depot.produced(0, HOME, 1).refusal is Refusal.NONE


def test_votes_for_different_things_are_not_added_up() -> None:
    depot = Depot.fresh()
    voters(depot, HOME, OTHER)
    depot.do(HOME, "setParameter", "F", 1)
    depot.do(OTHER, "setParameter", "F", 2)
    depot.do(FOUNDER, "registerStorageUnit", UNIT, HOME)
    depot.do(HOME, "registerStorageUnit", UNIT, OTHER)
    assert depot.view("getParameters")[4] == ENT // 5
    assert depot.unit(0).state == sc.UnitState.UNKNOWN


def test_a_vote_given_twice_is_taken_back_not_counted_twice() -> None:
    depot = Depot.fresh()
    voters(depot, HOME, OTHER)
    depot.do(HOME, "changeBanker", HOME)
    depot.do(HOME, "changeBanker", HOME)
    depot.do(OTHER, "changeBanker", HOME)
    assert depot.view("getBankerAddress") == (0,)
    depot.do(HOME, "changeBanker", HOME)
    assert depot.view("getBankerAddress") == (int(HOME, 16),)


def test_the_vote_of_a_removed_voter_counts_no_more() -> None:
    depot = Depot.fresh()
    voters(depot, HOME, OTHER)
    depot.do(OTHER, "setParameter", "F", 7)
    for one in (FOUNDER, HOME):
        depot.do(one, "removeVoter", OTHER)
    assert depot.do(OTHER, "setParameter", "F", 7).refusal is Refusal.NOT_VOTER
    depot.do(HOME, "setParameter", "F", 7)
    assert depot.view("getParameters")[4] == ENT // 5, "two voters are left, one is not enough"
    votes = depot.view("getVotes")
    assert (votes[1], votes[6]) == (1, 1), "one vote is open, and one voter for it"


def test_an_old_majority_does_not_decide_the_same_thing_again() -> None:
    depot = Depot.fresh()
    voters(depot, HOME, OTHER)
    for value in (7, 8):
        for one in (HOME, OTHER):
            depot.do(one, "setParameter", "F", value)
    depot.do(HOME, "setParameter", "F", 7)
    assert depot.view("getParameters")[4] == 8


def test_the_last_voter_stays() -> None:
    depot = Depot.fresh()
    assert depot.do(FOUNDER, "removeVoter", FOUNDER).refusal is Refusal.LAST_VOTER


@pytest.mark.parametrize(
    ("name", "allowed", "refused"),
    [
        ("M", (0, ENT), (ENT + 1, 2**256 - 1)),
        ("B", (0, 10 * ENT), (10 * ENT + 1,)),
        ("C", (1, ENT), (0, ENT + 1)),
        ("H", (1, 168), (0, 169, 7_200)),
        ("F", (0, ENT), (ENT + 1,)),
    ],
)
def test_a_parameter_outside_of_its_range_is_not_even_voted_on(
    name: str, allowed: tuple[int, ...], refused: tuple[int, ...]
) -> None:
    depot = Depot.fresh()
    for value in refused:
        assert depot.do(FOUNDER, "setParameter", name, value).refusal is Refusal.BAD_VALUE
    at = "MBCHF".index(name)
    for value in allowed:
        depot.do(FOUNDER, "setParameter", name, value)
        assert depot.view("getParameters")[at] == value * (3_600 if name == "H" else 1)
    depot.agree()


def test_parameters_beside_each_other_in_a_word_do_not_spill() -> None:
    depot = Depot.fresh()
    for name, value in (("M", 1), ("B", 10 * ENT), ("C", 2), ("H", 168), ("F", ENT)):
        depot.do(FOUNDER, "setParameter", name, value)
    depot.do(FOUNDER, "changeBanker", HOME)
    assert depot.view("getParameters") == (1, 10 * ENT, 2, 604_800, ENT)
    assert depot.view("getBankerAddress") == (int(HOME, 16),)
    assert depot.view("isVoter") == (1,)
    assert depot.do(FOUNDER, "setParameter", "m", 1).refusal is Refusal.NO_PARAMETER
