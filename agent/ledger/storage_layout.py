"""Where the storage contract keeps each word: storage slots to ask proofs for.

Like agent.ledger.market_layout: numbers of variables from the built artifact, mappings by Vyper's
rule keccak256(slot ‖ key), nested ones from the outside in. What a word means says
agent.ledger.storage_words.
"""

from agent.ledger import storage_slots as base
from agent.ledger.vyper_slots import address_number, mapped
from agent.units import Address


def totals_slot() -> int:
    """Slot of `Totals`: energy, ENT and the cost R."""
    return base.TOTALS


def costs_slot() -> int:
    """Slot of `Costs`: M, B, C and F."""
    return base.COSTS


def office_slot() -> int:
    """Slot of `Office`: the banker, H, how many voters there are."""
    return base.OFFICE


def euro_total_slot() -> int:
    """Slot of all eEuro, an integer of 10⁻¹⁸."""
    return base.EURO_TOTAL


def serials_slot() -> int:
    """Slot of `Serials`: the last numbers given."""
    return base.SERIALS


def book_slot() -> int:
    """Slot of `Book`: how many orders rest on each side."""
    return base.BOOK


def calls_slot(caller: Address) -> int:
    """Slot of `Calls`: how many a caller has made, and what became of the last sixteen."""
    return mapped(base.CALLS, address_number(caller))


def ent_slot(holder: Address) -> int:
    """Slot of a `Balance` of ENT."""
    return mapped(base.ENT, address_number(holder))


def euro_slot(holder: Address) -> int:
    """Slot of a `Balance` of eEuro."""
    return mapped(base.EEURO, address_number(holder))


def bank_locked_slot(holder: Address) -> int:
    """Slot of what a holder has locked for the banker, an integer of 10⁻¹⁸."""
    return mapped(base.BANK_LOCKED, address_number(holder))


def unit_slot(unit: Address) -> int:
    """Slot of a `Unit`."""
    return mapped(base.UNIT_WORDS, address_number(unit))


def unit_owner_slot(unit: Address) -> int:
    return mapped(base.UNIT_OWNER, address_number(unit))


def unit_at_slot(number: int) -> int:
    """Slot of the address of the unit registered as `number`, from 0."""
    return mapped(base.UNIT_AT, number)


def session_slot(unit: Address, consumer: Address) -> int:
    """Slot of a `Session`."""
    return mapped(base.SESSIONS, address_number(unit), address_number(consumer))


def session_id_slot(unit: Address, consumer: Address) -> int:
    """Slot of a `SessionId`."""
    return mapped(base.SESSION_IDS, address_number(unit), address_number(consumer))


def session_place_slot(consumer: Address, place: int) -> int:
    """Slot of a `SessionPlace`; places are 1 to MAX_SESSIONS."""
    return mapped(base.SESSION_PLACES, address_number(consumer), place)


def queue_ends_slot(unit: Address) -> int:
    """Slot of `QueueEnds`."""
    return mapped(base.QUEUE_ENDS, address_number(unit))


def queue_slot(unit: Address, number: int) -> int:
    """Slot of a `QueueEntry`."""
    return mapped(base.QUEUE, address_number(unit), number)


def order_slot(number: int) -> int:
    """Slot of an `Order`."""
    return mapped(base.ORDERS, number)


def order_terms_slot(number: int) -> int:
    """Slot of an order's `OrderTerms`."""
    return mapped(base.ORDER_TERMS, number)


def heap_slot(side: int, place: int) -> int:
    """Slot of a `HeapEntry`; places count from 1, the best order's."""
    return mapped(base.HEAPS, side, place)


def voter_slot(voter: Address) -> int:
    """Slot of 1 for a voter, 0 for anybody else."""
    return mapped(base.VOTERS, address_number(voter))


def ballot_at_slot(number: int) -> int:
    """Slot of the key of a vote, by the number it was given; numbers count from 1."""
    return mapped(base.BALLOT_AT, number)


def ballot_slot(key: int) -> int:
    """Slot of a `Ballot`."""
    return mapped(base.BALLOTS, key)


def ballot_subject_slot(key: int) -> int:
    """Slot of a `BallotSubject`."""
    return mapped(base.BALLOT_SUBJECT, key)


def ballot_value_slot(key: int) -> int:
    """Slot of the number a vote is about: a parameter's value, a unit's owner."""
    return mapped(base.BALLOT_VALUE, key)


def ballot_vote_slot(key: int, voter: Address) -> int:
    """Slot of the round in which a voter was for it; another round's vote counts no more."""
    return mapped(base.BALLOT_VOTES, key, address_number(voter))
