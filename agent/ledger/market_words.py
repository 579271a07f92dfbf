"""The market contract's packed storage words as types, and back.

The first field named sits in the lowest bits (docs/protocol.md). `unpack` takes the word as
proven from storage; a word with bits above its last field cannot come from this contract and is
refused with ValueError. `pack` is the reverse and refuses a value that does not fit its field.
An absent word is 0 and unpacks to all zeros.
"""

from collections.abc import Sequence
from enum import IntEnum

import msgspec

from agent.ledger.packed import join as _join
from agent.ledger.packed import split as _split
from agent.units import Address

_WORD_BITS = 256
_SIGN = 1 << 255
_ORDERS_PER_WORD = 32


class CycleStatus(IntEnum):
    """How a cycle ended, as the contract stores it."""

    OPEN = 0
    RESULT = 1
    VOID = 2


class Side(IntEnum):
    """The side of an order, as the contract stores it."""

    SELL = 0
    BUY = 1


class Reason(IntEnum):
    """Why an order trades or does not."""

    TRADED = 0
    PRICE = 1
    SUPPLY = 2
    PARTNER = 3
    NO_CROSSING = 4


class SettlementStatus(IntEnum):
    """How an order was settled: finally, by its member's silence, or corrected after that."""

    NONE = 0
    FINAL = 1
    DEFAULT = 2
    CORRECTED = 3


def signed(word: int) -> int:
    """Return a 256-bit storage word read as two's complement (accounts, settled amounts)."""
    return word - (1 << _WORD_BITS) if word & _SIGN else word


def unsigned(value: int) -> int:
    """Return the two's complement word of `value`; the reverse of `signed`."""
    if not -_SIGN <= value < _SIGN:
        raise ValueError(f"{value} does not fit an int256")
    return value % (1 << _WORD_BITS)


def address_of(word: int) -> Address:
    """Return a 160-bit word as an address; ValueError when it has more bits."""
    (value,) = _split(word, 160)
    return Address(f"0x{value:040x}")


class Times(msgspec.Struct, frozen=True):
    """The market's clock. `correction_s`: how long after a cycle its reports are taken."""

    genesis_s: int
    cycle_s: int
    deadline_cycles: int
    correction_s: int

    def pack(self) -> int:
        return _join(
            [
                ("genesis_s", self.genesis_s, 64),
                ("cycle_s", self.cycle_s, 32),
                ("deadline_cycles", self.deadline_cycles, 32),
                ("correction_s", self.correction_s, 64),
            ]
        )

    @classmethod
    def unpack(cls, word: int) -> "Times":
        return cls(*_split(word, 64, 32, 32, 64))


class Terms(msgspec.Struct, frozen=True):
    """The operator's terms from `from_cycle` on."""

    charge_micro_per_m: int
    penalty_micro_per_kwh: int
    feeder_version: int
    max_tariff_micro: int
    from_cycle: int = 0

    def pack(self) -> int:
        return _join(
            [
                ("charge_micro_per_m", self.charge_micro_per_m, 64),
                ("penalty_micro_per_kwh", self.penalty_micro_per_kwh, 64),
                ("feeder_version", self.feeder_version, 32),
                ("max_tariff_micro", self.max_tariff_micro, 64),
                ("from_cycle", self.from_cycle, 32),
            ]
        )

    @classmethod
    def unpack(cls, word: int) -> "Terms":
        return cls(*_split(word, 64, 64, 32, 64, 32))


def terms_in(cycle: int, now: Terms, following: Terms) -> Terms:
    """Return the terms of a cycle without orders so far, from the words terms_now and terms_next."""
    return following if following.from_cycle <= cycle else now


class Welfare(msgspec.Struct, frozen=True):
    """Parameters of the welfare functions (thesis 2.8, 2.9), in millionths; two words."""

    a: int
    b: int
    c: int
    omega: int
    alpha: int

    def pack(self) -> tuple[int, int]:
        abc = [("a", self.a, 64), ("b", self.b, 64), ("c", self.c, 64)]
        return _join(abc), _join([("omega", self.omega, 64), ("alpha", self.alpha, 64)])

    @classmethod
    def unpack(cls, abc: int, util: int) -> "Welfare":
        return cls(*_split(abc, 64, 64, 64), *_split(util, 64, 64))


class Member(msgspec.Struct, frozen=True):
    """One enrolled home. `limit_wh`: what its connection can carry in one cycle."""

    enrolled: bool
    endorser: bool
    vertex: int
    limit_wh: int
    allowance_micro: int
    active_from: int = 0

    def pack(self) -> int:
        return _join(
            [
                ("enrolled", int(self.enrolled), 8),
                ("endorser", int(self.endorser), 8),
                ("vertex", self.vertex, 32),
                ("limit_wh", self.limit_wh, 64),
                ("allowance_micro", self.allowance_micro, 96),
                ("active_from", self.active_from, 32),
            ]
        )

    @classmethod
    def unpack(cls, word: int) -> "Member":
        enrolled, endorser, *rest = _split(word, 8, 8, 32, 64, 96, 32)
        return cls(bool(enrolled), bool(endorser), *rest)


class Head(msgspec.Struct, frozen=True):
    """Where a cycle stands. `endorsements`: most votes any digest has in this round."""

    status: int
    round: int
    order_count: int
    trade_count: int
    case: int
    capped: bool
    price_micro_per_kwh: int
    endorsements: int
    sequence_count: int = 0
    """Orders handed in so far, replaced ones included: the next order's sequence."""

    def pack(self) -> int:
        return _join(
            [
                ("status", self.status, 8),
                ("round", self.round, 8),
                ("order_count", self.order_count, 32),
                ("trade_count", self.trade_count, 32),
                ("case", self.case, 8),
                ("capped", int(self.capped), 8),
                ("price_micro_per_kwh", self.price_micro_per_kwh, 64),
                ("endorsements", self.endorsements, 16),
                ("sequence_count", self.sequence_count, 32),
            ]
        )

    @classmethod
    def unpack(cls, word: int) -> "Head":
        status, round_, orders, trades, case, capped, *rest = _split(
            word, 8, 8, 32, 32, 8, 8, 64, 16, 32
        )
        return cls(status, round_, orders, trades, case, bool(capped), *rest)


class OrderTerms(msgspec.Struct, frozen=True):
    """What an order asks. `revision` counts its replacements, from 0."""

    side: int
    energy_wh: int
    low_micro_per_kwh: int
    high_micro_per_kwh: int
    revision: int = 0

    def pack(self) -> int:
        return _join(
            [
                ("side", self.side, 8),
                ("energy_wh", self.energy_wh, 64),
                ("low_micro_per_kwh", self.low_micro_per_kwh, 64),
                ("high_micro_per_kwh", self.high_micro_per_kwh, 64),
                ("revision", self.revision, 32),
            ]
        )

    @classmethod
    def unpack(cls, word: int) -> "OrderTerms":
        return cls(*_split(word, 8, 64, 64, 64, 32))


class OrderOwner(msgspec.Struct, frozen=True):
    """Whose order it is. `sequence`: its place in the order of submission, from 0 in each cycle."""

    member: Address
    vertex: int
    distance_m: int
    sequence: int

    def pack(self) -> int:
        return _join(
            [
                ("member", int(self.member, 16), 160),
                ("vertex", self.vertex, 32),
                ("distance_m", self.distance_m, 32),
                ("sequence", self.sequence, 32),
            ]
        )

    @classmethod
    def unpack(cls, word: int) -> "OrderOwner":
        member, *rest = _split(word, 160, 32, 32, 32)
        return cls(address_of(member), *rest)


class OrderHold(msgspec.Struct, frozen=True):
    """What is held for an order, and the connection's limit that its settlement goes by."""

    hold_micro: int
    released: bool
    limit_wh: int
    """The member's `limit_wh` when it ordered: a later change cannot outgrow the hold."""

    def pack(self) -> int:
        return _join(
            [
                ("hold_micro", self.hold_micro, 128),
                ("released", int(self.released), 8),
                ("limit_wh", self.limit_wh, 64),
            ]
        )

    @classmethod
    def unpack(cls, word: int) -> "OrderHold":
        hold, released, limit = _split(word, 128, 8, 64)
        return cls(hold, bool(released), limit)


class LastOrder(msgspec.Struct, frozen=True):
    """The member's newest order: its cycle, and its index + 1 (0: it never ordered)."""

    cycle: int
    index_plus_one: int

    def pack(self) -> int:
        return _join([("cycle", self.cycle, 32), ("index_plus_one", self.index_plus_one, 32)])

    @classmethod
    def unpack(cls, word: int) -> "LastOrder":
        return cls(*_split(word, 32, 32))


class TradeWord(msgspec.Struct, frozen=True, order=True):
    """One trade; indexes are those of the cycle's orders."""

    buyer_index: int
    seller_index: int
    energy_wh: int
    distance_mm: int

    def pack(self) -> int:
        return _join(
            [
                ("buyer_index", self.buyer_index, 16),
                ("seller_index", self.seller_index, 16),
                ("energy_wh", self.energy_wh, 64),
                ("distance_mm", self.distance_mm, 64),
            ]
        )

    @classmethod
    def unpack(cls, word: int) -> "TradeWord":
        return cls(*_split(word, 16, 16, 64, 64))


def pack_reasons(reasons: Sequence[int]) -> tuple[int, ...]:
    """Return the words of one reason per order: order 32·k + j in byte j of word k."""
    octets = bytes(reasons)
    return tuple(
        int.from_bytes(octets[at : at + _ORDERS_PER_WORD], "little")
        for at in range(0, len(octets), _ORDERS_PER_WORD)
    )


def unpack_reasons(words: Sequence[int], order_count: int) -> tuple[Reason, ...]:
    """Return each order's reason; ValueError for a number that is none or too few words."""
    octets = b"".join(word.to_bytes(_ORDERS_PER_WORD, "little") for word in words)
    if len(octets) < order_count:
        raise ValueError(f"{len(words)} words hold no reasons for {order_count} orders")
    return tuple(Reason(octet) for octet in octets[:order_count])


class Outcome(msgspec.Struct, frozen=True):
    """What an order got: sums over its trades."""

    agreed_wh: int
    tariff_micro: int
    trade_count: int

    def pack(self) -> int:
        return _join(
            [
                ("agreed_wh", self.agreed_wh, 64),
                ("tariff_micro", self.tariff_micro, 64),
                ("trade_count", self.trade_count, 16),
            ]
        )

    @classmethod
    def unpack(cls, word: int) -> "Outcome":
        return cls(*_split(word, 64, 64, 16))


class Settlement(msgspec.Struct, frozen=True):
    """How an order was settled. `quality`, `revision`: the higher of the two registers'."""

    metered_wh: int
    penalty_micro: int
    status: int
    quality: int
    revision: int

    def pack(self) -> int:
        return _join(
            [
                ("metered_wh", self.metered_wh, 64),
                ("penalty_micro", self.penalty_micro, 64),
                ("status", self.status, 8),
                ("quality", self.quality, 8),
                ("revision", self.revision, 32),
            ]
        )

    @classmethod
    def unpack(cls, word: int) -> "Settlement":
        return cls(*_split(word, 64, 64, 8, 8, 32))


class Registers(msgspec.Struct, frozen=True):
    """A settlement meter's registers at the end of a cycle, as last reported."""

    import_wh: int
    export_wh: int
    quality: int
    revision: int
    present: bool

    def pack(self) -> int:
        return _join(
            [
                ("import_wh", self.import_wh, 64),
                ("export_wh", self.export_wh, 64),
                ("quality", self.quality, 8),
                ("revision", self.revision, 32),
                ("present", int(self.present), 8),
            ]
        )

    @classmethod
    def unpack(cls, word: int) -> "Registers":
        import_wh, export_wh, quality, revision, present = _split(word, 64, 64, 8, 32, 8)
        return cls(import_wh, export_wh, quality, revision, bool(present))
