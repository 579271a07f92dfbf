"""The storage contract's packed storage words as types, and back; like agent.ledger.market_words.

ENT, eEuro, prices, costs and shares are integers of 10⁻¹⁸, energies whole watt-hours, times
seconds. An absent word is 0 and unpacks to all zeros; a word with bits above its last field
cannot come from this contract: ValueError.
"""

from enum import IntEnum

import msgspec

from agent.ledger.packed import join, split
from agent.units import Address

KEPT_REFUSALS = 16
"""So many of a caller's last calls can be told apart."""


class Side(IntEnum):
    SELL = 0
    BUY = 1


class UnitState(IntEnum):
    UNKNOWN = 0
    REMOVED = 1
    ACTIVE = 2


class Action(IntEnum):
    """What a vote is for."""

    ADD_VOTER = 1
    REMOVE_VOTER = 2
    REGISTER_UNIT = 3
    REMOVE_UNIT = 4
    CHANGE_BANKER = 5
    SET_M = 6
    SET_B = 7
    SET_C = 8
    SET_H = 9
    SET_F = 10


def address_of(word: int) -> Address:
    """Return a 160-bit word as an address; ValueError when it has more bits."""
    (value,) = split(word, 160)
    return _address(value)


def _address(value: int) -> Address:
    return Address(f"0x{value:040x}")


class Totals(msgspec.Struct, frozen=True):
    """`cost`: R, ENT per kWh, before the caps M and B."""

    energy_wh: int
    ent: int
    cost: int

    def pack(self) -> int:
        return join(
            [("energy_wh", self.energy_wh, 64), ("ent", self.ent, 128), ("cost", self.cost, 64)]
        )

    @classmethod
    def unpack(cls, word: int) -> "Totals":
        return cls(*split(word, 64, 128, 64))


class Costs(msgspec.Struct, frozen=True):
    """M, B, C and F."""

    mint_cap: int
    burn_cap: int
    slope: int
    owner_share: int

    def pack(self) -> int:
        names = ("mint_cap", "burn_cap", "slope", "owner_share")
        return join([(name, getattr(self, name), 64) for name in names])

    @classmethod
    def unpack(cls, word: int) -> "Costs":
        return cls(*split(word, 64, 64, 64, 64))


class Office(msgspec.Struct, frozen=True):
    """`banker`: empty while there is none. `electorate`: how often the voters have changed."""

    banker: str
    validity_s: int
    voter_count: int
    electorate: int

    def pack(self) -> int:
        return join(
            [
                ("banker", int(self.banker or "0", 16), 160),
                ("validity_s", self.validity_s, 32),
                ("voter_count", self.voter_count, 32),
                ("electorate", self.electorate, 32),
            ]
        )

    @classmethod
    def unpack(cls, word: int) -> "Office":
        banker, *others = split(word, 160, 32, 32, 32)
        return cls(_address(banker) if banker else "", *others)


class Serials(msgspec.Struct, frozen=True):
    """The last numbers given to sessions, orders and votes; how many units were ever registered."""

    session: int
    order: int
    vote: int
    units: int

    @classmethod
    def unpack(cls, word: int) -> "Serials":
        return cls(*split(word, 64, 64, 64, 64))


class Book(msgspec.Struct, frozen=True):
    """How many orders rest."""

    sells: int
    buys: int

    @classmethod
    def unpack(cls, word: int) -> "Book":
        return cls(*split(word, 128, 128))


class Calls(msgspec.Struct, frozen=True):
    """`count`: calls taken or refused so far; `refusals`: of the last sixteen, newest first."""

    count: int
    time_s: int
    refusals: tuple[int, ...] = (0,) * KEPT_REFUSALS

    def pack(self) -> int:
        codes = join([("refusal", code, 8) for code in self.refusals])
        return join([("count", self.count, 64), ("time_s", self.time_s, 64), ("codes", codes, 128)])

    @classmethod
    def unpack(cls, word: int) -> "Calls":
        count, time_s, codes = split(word, 64, 64, 128)
        return cls(count, time_s, tuple(codes.to_bytes(KEPT_REFUSALS, "little")))

    def refusal_of(self, number: int) -> int | None:
        """Return the code of call `number` (the first is 0); None: not made yet, or long ago."""
        age = self.count - 1 - number
        return self.refusals[age] if 0 <= age < KEPT_REFUSALS else None


class Balance(msgspec.Struct, frozen=True):
    available: int
    locked: int

    def pack(self) -> int:
        return join([("available", self.available, 128), ("locked", self.locked, 128)])

    @classmethod
    def unpack(cls, word: int) -> "Balance":
        return cls(*split(word, 128, 128))


class Unit(msgspec.Struct, frozen=True):
    """`reserved_wh`: for sessions. `produced_wh`, `consumed_wh`: all that was ever reported."""

    energy_wh: int
    reserved_wh: int
    produced_wh: int
    consumed_wh: int
    state: int

    def pack(self) -> int:
        return join(
            [
                ("energy_wh", self.energy_wh, 56),
                ("reserved_wh", self.reserved_wh, 56),
                ("produced_wh", self.produced_wh, 64),
                ("consumed_wh", self.consumed_wh, 64),
                ("state", self.state, 8),
            ]
        )

    @classmethod
    def unpack(cls, word: int) -> "Unit":
        return cls(*split(word, 56, 56, 64, 64, 8))

    @property
    def active(self) -> bool:
        return self.state == UnitState.ACTIVE


class Session(msgspec.Struct, frozen=True):
    """What one consumer may still take from one unit."""

    energy_wh: int
    locked: int
    opened_s: int
    validity_s: int

    def pack(self) -> int:
        return join(
            [
                ("energy_wh", self.energy_wh, 64),
                ("locked", self.locked, 128),
                ("opened_s", self.opened_s, 40),
                ("validity_s", self.validity_s, 24),
            ]
        )

    @classmethod
    def unpack(cls, word: int) -> "Session":
        return cls(*split(word, 64, 128, 40, 24))

    @property
    def expires_s(self) -> int:
        return self.opened_s + self.validity_s


class SessionId(msgspec.Struct, frozen=True):
    """`place`: among the consumer's, from 1."""

    serial: int
    place: int

    def pack(self) -> int:
        return join([("serial", self.serial, 64), ("place", self.place, 8)])

    @classmethod
    def unpack(cls, word: int) -> "SessionId":
        return cls(*split(word, 64, 8))


class SessionPlace(msgspec.Struct, frozen=True):
    """The unit at which a consumer's session is; serial 0: the place is free."""

    unit: Address
    serial: int

    def pack(self) -> int:
        return join([("unit", int(self.unit, 16), 160), ("serial", self.serial, 64)])

    @classmethod
    def unpack(cls, word: int) -> "SessionPlace":
        unit, serial = split(word, 160, 64)
        return cls(_address(unit), serial)


class QueueEnds(msgspec.Struct, frozen=True):
    """Numbers of a unit's queue: the first that may be open, and the one after the last."""

    first: int
    following: int

    def pack(self) -> int:
        return join([("first", self.first, 64), ("following", self.following, 64)])

    @classmethod
    def unpack(cls, word: int) -> "QueueEnds":
        return cls(*split(word, 64, 64))


class QueueEntry(msgspec.Struct, frozen=True):
    """One session of a unit; it is open only while its SessionId has the same serial."""

    consumer: Address
    serial: int

    def pack(self) -> int:
        return join([("consumer", int(self.consumer, 16), 160), ("serial", self.serial, 64)])

    @classmethod
    def unpack(cls, word: int) -> "QueueEntry":
        consumer, serial = split(word, 160, 64)
        return cls(_address(consumer), serial)


class Order(msgspec.Struct, frozen=True):
    """`place`: in its side's heap, from 1; an order that is gone is all zeros."""

    user: Address
    side: int
    place: int

    def pack(self) -> int:
        return join(
            [("user", int(self.user, 16), 160), ("side", self.side, 8), ("place", self.place, 64)]
        )

    @classmethod
    def unpack(cls, word: int) -> "Order":
        user, side, place = split(word, 160, 8, 64)
        return cls(_address(user), side, place)


class OrderTerms(msgspec.Struct, frozen=True):
    """eEuro per ENT, and ENT still wanted or offered."""

    price: int
    quantity: int

    def pack(self) -> int:
        return join([("price", self.price, 128), ("quantity", self.quantity, 128)])

    @classmethod
    def unpack(cls, word: int) -> "OrderTerms":
        return cls(*split(word, 128, 128))


class HeapEntry(msgspec.Struct, frozen=True):
    """`rank`: a sell's price, or 2**128 - 1 less a buy's: the lower trades first."""

    number: int
    rank: int

    def pack(self) -> int:
        return join([("number", self.number, 64), ("rank", self.rank, 128)])

    @classmethod
    def unpack(cls, word: int) -> "HeapEntry":
        return cls(*split(word, 64, 128))


class Ballot(msgspec.Struct, frozen=True):
    """A vote as it stands; open while `electorate` is the office's and `number` is its own."""

    electorate: int
    round: int
    votes: int
    number: int

    @classmethod
    def unpack(cls, word: int) -> "Ballot":
        return cls(*split(word, 32, 32, 32, 64))


class BallotSubject(msgspec.Struct, frozen=True):
    """Whom or which unit a vote is about; of a parameter the address is all zeros."""

    subject: Address
    action: Action

    @classmethod
    def unpack(cls, word: int) -> "BallotSubject":
        subject, action = split(word, 160, 8)
        return cls(_address(subject), Action(action))
