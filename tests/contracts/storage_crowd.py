"""Ten thousand sessions, orders and units, planted into the contract's words.

By transactions they would take minutes. What is planted is what the transactions would have left:
the words a call looks at, and for orders the whole heap.
"""

from agent.ledger import storage_contract as sc
from agent.units import Address
from tests.contracts.depot import Depot, person, unit_address

ENT = 10**18
_UNIT_MICRO = 10**12
"""Prices of planted sells ascend by this much."""


def crowd_of_sessions(depot: Depot, count: int) -> None:
    """Let the queue of unit 0 hold `count` open sessions of others, all behind the known ones."""
    unit = unit_address(0)
    ends = sc.QueueEnds.unpack(depot.word(sc.queue_ends_slot(unit)))
    serials = sc.Serials.unpack(depot.word(sc.serials_slot()))
    for number in range(count):
        consumer, serial = person(10_000 + number), serials.session + 1 + number
        session = sc.Session(1, ENT, depot.now_s, 7_200)
        depot.plant(sc.session_slot(unit, consumer), session.pack())
        depot.plant(sc.session_id_slot(unit, consumer), sc.SessionId(serial, 1).pack())
        depot.plant(sc.session_place_slot(consumer, 1), sc.SessionPlace(unit, serial).pack())
        entry = sc.QueueEntry(consumer, serial)
        depot.plant(sc.queue_slot(unit, ends.following + number), entry.pack())
    following = sc.QueueEnds(ends.first, ends.following + count)
    depot.plant(sc.queue_ends_slot(unit), following.pack())
    word = depot.word(sc.unit_slot(unit))
    known = sc.Unit.unpack(word)
    depot.plant(sc.unit_slot(unit), word + (count << 56))
    assert known.energy_wh >= known.reserved_wh + count


def crowd_of_orders(depot: Depot, count: int, user: Address) -> None:
    """Let the sells hold `count` orders of one ENT of `user`, at ascending prices: a heap."""
    serials = depot.word(sc.serials_slot())
    first = sc.Serials.unpack(serials).order + 1
    sells = sc.Book.unpack(depot.word(sc.book_slot())).sells
    for place in range(sells + 1, count + 1):
        number, price = first + place - 1, deepest_price(place)
        depot.plant(sc.heap_slot(sc.Side.SELL, place), sc.HeapEntry(number, price).pack())
        depot.plant(sc.order_slot(number), sc.Order(user, sc.Side.SELL, place).pack())
        depot.plant(sc.order_terms_slot(number), sc.OrderTerms(price, ENT).pack())
    depot.plant(sc.book_slot(), max(count, sells))
    depot.plant(sc.serials_slot(), serials + (count << 64))
    balance = depot.ent(user)
    locked = sc.Balance(balance.available, balance.locked + count * ENT)
    depot.plant(sc.ent_slot(user), locked.pack())


def deepest_price(place: int) -> int:
    """Return the price of the planted sell at a place of the heap."""
    return ENT + place * _UNIT_MICRO


def crowd_of_units(depot: Depot, count: int) -> None:
    """Register `count` more units, without votes."""
    serials = depot.word(sc.serials_slot())
    known = sc.Serials.unpack(serials).units
    for number in range(known, known + count):
        unit = unit_address(1_000 + number)
        depot.plant(sc.unit_at_slot(number), int(unit, 16))
        state = sc.Unit(0, 0, 0, 0, sc.UnitState.ACTIVE)
        depot.plant(sc.unit_slot(unit), state.pack())
        depot.plant(sc.unit_owner_slot(unit), int(person(99), 16))
    depot.plant(sc.serials_slot(), serials + (count << 192))
