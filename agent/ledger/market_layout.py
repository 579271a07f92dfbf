"""Where the market contract keeps each word: storage slots to ask proofs for.

Vyper puts the value of `mapping[key]` at keccak256(slot ‖ key), both 32 bytes big endian (the
reverse of Solidity's order), and a nested mapping likewise from the slot of the outer value. The
numbers of the variables come from the built artifact (agent.contracts.build) and hold for
evm-version london only.
"""

from agent.ledger import market_slots as base
from agent.ledger.vyper_slots import address_number, mapped
from agent.units import Address


def operator_slot() -> int:
    return base.OPERATOR


def times_slot() -> int:
    """Slot of `Times`: genesis, cycle length, deadline, correction window; never changes."""
    return base.TIMES


def terms_now_slot() -> int:
    return base.TERMS_NOW


def terms_next_slot() -> int:
    return base.TERMS_NEXT


def welfare_slots() -> tuple[int, int]:
    """Return the slots of welfare_abc and welfare_util, in the order `Welfare.unpack` takes them."""
    return base.WELFARE_ABC, base.WELFARE_UTIL


def member_count_slot() -> int:
    return base.MEMBER_COUNT


def member_at_slot(place: int) -> int:
    return mapped(base.MEMBER_AT, place)


def endorser_count_slot() -> int:
    return base.ENDORSER_COUNT


def endorser_at_slot(place: int) -> int:
    return mapped(base.ENDORSER_AT, place)


def member_slot(member: Address) -> int:
    return mapped(base.MEMBERS, address_number(member))


def report_key_slot(member: Address) -> int:
    return mapped(base.REPORT_KEYS, address_number(member))


def meter_slot(member: Address) -> int:
    return mapped(base.METERS, address_number(member))


def account_slot(member: Address) -> int:
    return mapped(base.ACCOUNTS, address_number(member))


def held_slot(member: Address) -> int:
    return mapped(base.HELD, address_number(member))


def last_order_slot(member: Address) -> int:
    return mapped(base.LAST_ORDER, address_number(member))


def head_slot(cycle: int) -> int:
    return mapped(base.HEAD, cycle)


def cycle_terms_slot(cycle: int) -> int:
    return mapped(base.CYCLE_TERMS, cycle)


def order_index_slot(cycle: int, member: Address) -> int:
    return mapped(base.ORDER_INDEX, cycle, address_number(member))


def order_terms_slot(cycle: int, index: int) -> int:
    return mapped(base.ORDER_TERMS, cycle, index)


def order_owner_slot(cycle: int, index: int) -> int:
    return mapped(base.ORDER_OWNER, cycle, index)


def order_hold_slot(cycle: int, index: int) -> int:
    return mapped(base.ORDER_HOLD, cycle, index)


def trade_slot(cycle: int, place: int) -> int:
    return mapped(base.TRADES, cycle, place)


def reason_slot(cycle: int, place: int) -> int:
    return mapped(base.REASONS, cycle, place)


def outcome_slot(cycle: int, index: int) -> int:
    return mapped(base.OUTCOME, cycle, index)


def settlement_slot(cycle: int, index: int) -> int:
    return mapped(base.SETTLEMENT, cycle, index)


def settled_amount_slot(cycle: int, index: int) -> int:
    return mapped(base.SETTLED_AMOUNT, cycle, index)


def registers_slot(member: Address, cycle: int) -> int:
    return mapped(base.REGISTERS, address_number(member), cycle)


def report_hash_slot(member: Address, cycle: int) -> int:
    return mapped(base.REPORT_HASHES, address_number(member), cycle)


def digest_votes_slot(cycle: int, round_: int, digest: bytes) -> int:
    return mapped(base.DIGEST_VOTES, cycle, round_, int.from_bytes(digest, "big"))


def endorsed_slot(cycle: int, round_: int, endorser: Address) -> int:
    return mapped(base.ENDORSED, cycle, round_, address_number(endorser))
