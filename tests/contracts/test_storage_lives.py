"""Random lives of the storage market: the contract does what the plain program does.

Every call is made on both, refused ones included, and every word is compared; so each promise
below is tested on the contract by being true of the words.
"""

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agent.ledger import storage_contract as sc
from agent.storage.refusals import Refusal
from agent.units import Address
from tests.contracts.depot import CONTRACT, FOUNDER, NOBODY, Depot, person, unit_address

ENT = 10**18
PEOPLE = [person(number) for number in range(4)]
BANKER = person(3)
UNITS = [unit_address(number) for number in range(3)]  # the third is registered only by a vote
ANYBODY = [*PEOPLE, *UNITS, FOUNDER, NOBODY, CONTRACT]
LIFE = settings(
    max_examples=7,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)

someone = st.sampled_from(ANYBODY)
people = st.sampled_from(PEOPLE)
units = st.sampled_from(UNITS)
energies = st.one_of(st.integers(0, 9_000), st.sampled_from([1, 10**9, 10**9 + 1, 2**200]))
amounts = st.one_of(
    st.integers(0, 5 * ENT), st.sampled_from([1, ENT, 3 * ENT, 10**12, 2**128, 2**255, 2**256 - 1])
)
prices = st.sampled_from([0, 1, ENT // 3, ENT // 2, ENT - 1, ENT, ENT, 2 * ENT, 2**129])
numbers = st.integers(0, 12)
booleans = st.integers(0, 1)


def any_calls() -> st.SearchStrategy[tuple[Any, ...]]:
    """Return calls, most of them by whom they suit, and now and then the passing of time."""
    reporters = st.one_of(units, units, units, someone)
    return st.one_of(
        st.tuples(reporters, st.just("energyProduced"), st.one_of(people, someone), energies),
        st.tuples(reporters, st.just("energyConsumed"), people, energies),
        st.tuples(reporters, st.just("energyConsumed"), people, energies),
        st.tuples(reporters, st.just("reportActualEnergy"), energies),
        st.tuples(people, st.just("startConsumptionSession"), units, amounts),
        st.tuples(people, st.just("startConsumptionSession"), units, amounts),
        st.tuples(people, st.just("endConsumptionSession"), units),
        st.tuples(people, st.just("clearOldSessions")),
        st.tuples(people, st.just("clearUnitSessions"), units),
        st.tuples(people, st.just("transferENT"), someone, amounts),
        st.tuples(people, st.just("transfereEuro"), someone, amounts),
        st.tuples(people, st.just("lockeEuro"), amounts),
        st.tuples(st.one_of(st.just(BANKER), people), st.just("minteEuro"), people, amounts),
        st.tuples(st.one_of(st.just(BANKER), people), st.just("burneEuro"), people, amounts),
        st.tuples(st.one_of(st.just(BANKER), people), st.just("unlockeEuro"), people, amounts),
        st.tuples(people, st.just("addOrder"), prices, amounts, booleans),
        st.tuples(people, st.just("addOrder"), prices, amounts, booleans),
        st.tuples(people, st.just("removeOrder"), numbers, booleans),
        st.tuples(st.sampled_from([FOUNDER, *PEOPLE[:2]]), st.just("addVoter"), someone),
        st.tuples(st.sampled_from([FOUNDER, *PEOPLE[:2]]), st.just("removeVoter"), someone),
        st.tuples(st.just(FOUNDER), st.just("registerStorageUnit"), units, someone),
        st.tuples(st.just(FOUNDER), st.just("removeStorageUnit"), units),
        st.tuples(
            st.sampled_from([FOUNDER, *PEOPLE[:2]]),
            st.just("setParameter"),
            st.sampled_from(["M", "B", "C", "H", "F", "X"]),
            st.sampled_from([0, 1, 2, 168, 169, ENT // 7, ENT, ENT + 1, 10 * ENT, 10 * ENT + 1]),
        ),
        st.tuples(st.just("later"), st.sampled_from([1, 800, 900, 3_600, 7_200])),
    )


def fresh() -> Depot:
    depot = Depot.of(2, owner=PEOPLE[0])
    depot.bank(BANKER, *((one, 5 * ENT) for one in PEOPLE[:3]))
    for number in range(2):
        depot.produced(number, PEOPLE[number + 1], 9_000)
    return depot


def live(depot: Depot, call: tuple[Any, ...]) -> None:
    if call[0] == "later":
        depot.later(call[1])
        return
    if call[0] == "consume":
        open_ones = list(depot.model.sessions.values())
        if not open_ones:
            return
        one = open_ones[call[1] % len(open_ones)]
        call = (Address(one.unit), "energyConsumed", one.consumer, call[2])
    if call[0] == "remove":
        orders = depot.model.orders
        if not orders:
            return
        order = orders[call[1] % len(orders)]
        call = (Address(order.user), "removeOrder", order.number, int(order.is_buy))
    sender, name, *arguments = call
    before = depot.totals()
    session = depot.model.sessions.get((sender, arguments[0])) if arguments else None
    done = depot.do(sender, name, *arguments)
    after = depot.totals()
    if done.refusal:
        assert after == before
    if name not in ("energyProduced", "energyConsumed"):
        assert after.ent == before.ent, "only reports make or destroy ENT"
    if name == "energyConsumed" and session is not None and not done.refusal:
        assert before.ent - after.ent <= session.locked, "a session burned more than it had locked"
    assert after.ent == sum(depot.model.ent.values()) + sum(depot.model.ent_locked.values())
    euro = sum(depot.model.euro.values()) + sum(depot.model.euro_locked.values())
    assert depot.model.euro_total == euro


def lived(depot: Depot, calls: list[tuple[Any, ...]]) -> None:
    """Live through calls; compare every word after every fourth and the last."""
    for at, call in enumerate(calls, start=1):
        live(depot, call)
        if at % 4 == 0 or at == len(calls):
            depot.agree(*PEOPLE, *UNITS)


@LIFE
@given(st.lists(any_calls(), min_size=25, max_size=45))
def test_no_life_of_the_market_parts_the_contract_from_its_rules(
    calls: list[tuple[Any, ...]],
) -> None:
    depot = fresh()
    lived(depot, calls)


def session_calls() -> st.SearchStrategy[tuple[Any, ...]]:
    """Return what happens around batteries: mostly what is allowed, and time."""
    registered = st.sampled_from(UNITS[:2])
    some_wh = st.integers(1, 2_500)
    some_ent = st.integers(10**15, 3 * ENT)
    return st.one_of(
        st.tuples(people, st.just("startConsumptionSession"), registered, some_ent),
        st.tuples(people, st.just("startConsumptionSession"), registered, some_ent),
        st.tuples(registered, st.just("energyConsumed"), people, some_wh),
        st.tuples(st.just("consume"), st.integers(0, 7), some_wh),
        st.tuples(st.just("consume"), st.integers(0, 7), some_wh),
        st.tuples(st.just("consume"), st.integers(0, 7), some_wh),
        st.tuples(registered, st.just("energyProduced"), people, some_wh),
        st.tuples(registered, st.just("reportActualEnergy"), st.integers(3_000, 9_000)),
        st.tuples(people, st.just("endConsumptionSession"), registered),
        st.tuples(people, st.just("clearOldSessions")),
        st.tuples(people, st.just("clearUnitSessions"), registered),
        st.tuples(st.just(FOUNDER), st.just("removeStorageUnit"), registered),
        st.tuples(st.just(FOUNDER), st.just("registerStorageUnit"), registered, people),
        st.tuples(st.just("later"), st.sampled_from([1, 800, 900, 3_600, 7_200])),
    )


@LIFE
@given(st.lists(session_calls(), min_size=30, max_size=50))
def test_no_session_burns_more_than_it_locked_whatever_happens_to_its_unit(
    calls: list[tuple[Any, ...]],
) -> None:
    depot = fresh()
    for one in PEOPLE:
        depot.produced(0, one, 3_000)
    lived(depot, calls)


def order_calls() -> st.SearchStrategy[tuple[Any, ...]]:
    """Return orders at few prices, and removals of those that rest."""
    price = st.integers(1, 6).map(lambda n: n * ENT // 3)
    amount = st.integers(1, 10**17)
    return st.one_of(
        st.tuples(people, st.just("addOrder"), price, amount, booleans),
        st.tuples(people, st.just("addOrder"), price, amount, booleans),
        st.tuples(st.just("remove"), st.integers(0, 30)),
    )


@LIFE
@given(st.lists(order_calls(), min_size=40, max_size=60))
def test_no_order_trades_before_a_better_or_an_older_one(calls: list[tuple[Any, ...]]) -> None:
    depot = fresh()
    for call in calls:
        live(depot, call)
        buys = [order.price for order in depot.model.orders if order.is_buy]
        sells = [order.price for order in depot.model.orders if not order.is_buy]
        assert max(buys, default=0) < min(sells, default=7 * ENT), "the book is crossed"
    depot.agree(*PEOPLE)


@LIFE
@given(
    lost_wh=st.integers(1, 8_000),
    slope=st.integers(ENT // 100, ENT // 8),
    steps=st.lists(st.tuples(st.booleans(), st.integers(1, 3_000)), max_size=60),
)
def test_equilibrium_comes_after_one_by_c_kilowatt_hours_and_not_asymptotically(
    lost_wh: int, slope: int, steps: list[tuple[bool, int]]
) -> None:
    depot = Depot.of(1)
    home = person(1)
    depot.do(FOUNDER, "setParameter", "C", slope)
    depot.do(FOUNDER, "setParameter", "B", ENT)
    depot.do(FOUNDER, "setParameter", "M", ENT)
    depot.produced(0, home, 200_000)
    depot.start(home, 0, 90 * ENT)
    depot.actual(0, 200_000 - lost_wh)
    needed_wh = -(-1_000 * ENT // slope)
    moved_wh = 0
    for produces, energy_wh in [*steps, (True, needed_wh)]:
        done = (
            depot.produced(0, home, energy_wh) if produces else depot.consumed(0, home, energy_wh)
        )
        if not done.refusal:
            moved_wh += energy_wh
        totals = depot.totals()
        missing = totals.ent - totals.energy_wh * 10**15
        assert missing >= 0
        if moved_wh >= needed_wh:
            assert (missing, totals.cost) == (0, 0)
        if missing:
            assert totals.cost == -(-lost_wh * 10**15 * slope // ENT)
    depot.agree(home)


def test_a_refused_call_writes_nothing_but_the_callers_word() -> None:
    """The storage root tells: put the caller's word back, and the whole contract is as before."""
    depot = fresh()
    home, stranger = PEOPLE[1], person(50)
    depot.start(home, 0, ENT)
    depot.do(PEOPLE[2], "addOrder", ENT, ENT, 0)
    refused: list[tuple[Any, ...]] = [
        (stranger, "energyProduced", home, 5),
        (stranger, "energyConsumed", home, 5),
        (stranger, "reportActualEnergy", 5),
        (UNITS[0], "energyProduced", NOBODY, 5),
        (UNITS[0], "energyProduced", UNITS[0], 5),
        (UNITS[0], "energyConsumed", PEOPLE[2], 5),
        (UNITS[0], "energyConsumed", home, 10**6),
        (home, "startConsumptionSession", UNITS[0], ENT),
        (home, "startConsumptionSession", UNITS[1], 100 * ENT),
        (home, "startConsumptionSession", UNITS[2], ENT),
        (home, "startConsumptionSession", UNITS[1], 999),
        (home, "endConsumptionSession", UNITS[1]),
        (stranger, "transferENT", home, 1),
        (stranger, "addOrder", ENT, ENT, 0),
        (stranger, "removeOrder", 1, 0),
        (PEOPLE[2], "removeOrder", 1, 1),
        (stranger, "minteEuro", stranger, ENT),
        (BANKER, "burneEuro", home, 1),
        (stranger, "addVoter", stranger),
        (FOUNDER, "removeVoter", FOUNDER),
        (FOUNDER, "registerStorageUnit", UNITS[0], home),
        (FOUNDER, "setParameter", "Q", 1),
    ]
    for call in refused:
        slot = sc.calls_slot(call[0])
        before, word = depot.root(), depot.word(slot)
        done = depot.do(*call)
        assert done.refusal is not Refusal.NONE
        assert depot.root() != before
        depot.plant(slot, word)
        assert depot.root() == before, call
