"""Call data for the market contract, and how much gas each call may need.

Contract ABI encoding of the few types the market uses (Solidity's "Contract ABI Specification"):
every static value is one 32-byte word, a dynamic array is its offset in the head and its length
and items in the tail. Values that do not fit an unsigned word raise OverflowError.
"""

from collections.abc import Sequence
from enum import StrEnum
from typing import Protocol

from agent.hashing import keccak256
from agent.ledger.market_words import Terms, Welfare
from agent.units import Address

_WORD = 32
MAX_TRADES = 1024
MAX_ORDERS = 1024
MAX_REPORTS = 32
MAX_INDEXES = 256
"""Most orders one call of `release` or `settle` takes."""


class Call(StrEnum):
    """The market's functions, by their full signature."""

    ORDER = "order(uint256,uint256,uint256,uint256,uint256,uint256)"
    ENDORSE = "endorse(uint256,bytes32)"
    REVIEW = "review(uint256,bytes32)"
    SUBMIT_RESULT = "submit_result(uint256,uint256,uint256,uint256,uint256[],uint256[])"
    VOID = "void(uint256)"
    RELEASE = "release(uint256,uint256[])"
    REPORT = (
        "report((address,bytes32,uint256,uint256,uint256,uint256,uint256,uint256,bytes32,"
        "uint256,uint256,uint256)[])"
    )
    SETTLE = "settle(uint256,uint256[])"
    ENROL = "enrol(address,address,bytes32,uint256,uint256,uint256,bool)"
    CREDIT = "credit(address,uint256)"
    PAY_OUT = "pay_out(address,uint256)"
    SET_TERMS = "set_terms(uint256,uint256,uint256,uint256)"
    SET_WELFARE = "set_welfare(uint256,uint256,uint256,uint256,uint256)"
    HAND_OVER = "hand_over(address)"
    DEPLOY = "constructor"


# (fixed part, per item): what was measured plus a margin (docs/market-contract.md, "Gas").
_GAS: dict[Call, tuple[int, int]] = {
    Call.ORDER: (280_000, 0),
    Call.ENDORSE: (110_000, 0),
    Call.REVIEW: (120_000, 0),
    Call.SUBMIT_RESULT: (150_000, 36_000),
    Call.VOID: (50_000, 0),
    Call.RELEASE: (40_000, 20_000),
    Call.REPORT: (50_000, 85_000),
    Call.SETTLE: (70_000, 95_000),
    Call.ENROL: (240_000, 0),
    Call.CREDIT: (70_000, 0),
    Call.PAY_OUT: (60_000, 0),
    Call.SET_TERMS: (80_000, 0),
    Call.SET_WELFARE: (90_000, 0),
    Call.HAND_OVER: (80_000, 0),
    Call.DEPLOY: (6_400_000, 0),
}


def gas_limit(call: Call, items: int = 0) -> int:
    """Return gas that always suffices for `call`.

    `items`: trades + orders of the cycle for SUBMIT_RESULT, reports for REPORT, indexes for
    RELEASE and SETTLE; 0 for all others.
    """
    fixed, each = _GAS[call]
    return fixed + each * items


class ReportLike(Protocol):
    """A delivery report: `meter` and `previous_report` have 32 bytes (agent.bridge.report)."""

    @property
    def member(self) -> Address: ...
    @property
    def meter(self) -> bytes: ...
    @property
    def cycle(self) -> int: ...
    @property
    def revision(self) -> int: ...
    @property
    def import_wh(self) -> int: ...
    @property
    def export_wh(self) -> int: ...
    @property
    def quality(self) -> int: ...
    @property
    def meter_time_ms(self) -> int: ...
    @property
    def previous_report(self) -> bytes: ...


class SignedReportLike(Protocol):
    """A delivery report and its 65-byte signature r‖s‖v (v 27 or 28)."""

    @property
    def report(self) -> ReportLike: ...
    @property
    def signature(self) -> bytes: ...


def selector(call: Call) -> bytes:
    """Return the four bytes that name a function in call data."""
    return keccak256(call.encode())[:4]


def _number(value: int) -> bytes:
    return int(value).to_bytes(_WORD, "big")


def _numbers(values: Sequence[int]) -> bytes:
    return b"".join(map(_number, values))


def _address(address: Address) -> bytes:
    value = int(address, 16)
    if value >> 160:
        raise ValueError(f"{address} is not an address")
    return _number(value)


def _exactly(name: str, value: bytes, size: int) -> bytes:
    if len(value) != size:
        raise ValueError(f"{name} had {len(value)} bytes instead of {size}")
    return value


def _bytes32(value: bytes) -> bytes:
    return _exactly("a bytes32", value, _WORD)


def _with_arrays(values: Sequence[int], *arrays: Sequence[int]) -> bytes:
    """Encode static words followed by dynamic arrays of words."""
    at = _WORD * (len(values) + len(arrays))
    head, tail = _numbers(values), b""
    for array in arrays:
        head += _number(at + len(tail))
        tail += _number(len(array)) + _numbers(array)
    return head + tail


def _at_most(limit: int, what: str, count: int) -> None:
    if count > limit:
        raise ValueError(f"{count} {what} in one call, at most {limit}")


def call_order(
    cycle: int, side: int, energy_wh: int, low: int, high: int, distance_m: int
) -> bytes:
    """Order in `cycle` (its quotation phase only); prices in micro-currency per kWh."""
    return selector(Call.ORDER) + _numbers((cycle, side, energy_wh, low, high, distance_m))


def call_endorse(cycle: int, digest: bytes) -> bytes:
    """Vouch for a cycle's result by its digest, once per round."""
    return selector(Call.ENDORSE) + _number(cycle) + _bytes32(digest)


def call_review(cycle: int, digest: bytes) -> bytes:
    """Open the second round with the reviewer's own digest, when endorsers do not agree."""
    return selector(Call.REVIEW) + _number(cycle) + _bytes32(digest)


def call_submit_result(
    cycle: int,
    price: int,
    case: int,
    capped: bool,
    trades: Sequence[int],
    reasons: Sequence[int],
) -> bytes:
    """Hand in the result whose digest is endorsed; trades and reasons as packed words."""
    _at_most(MAX_TRADES, "trades", len(trades))
    arguments = _with_arrays((cycle, price, case, int(capped)), trades, reasons)
    return selector(Call.SUBMIT_RESULT) + arguments


def result_digest(
    cycle: int,
    feeder_version: int,
    price: int,
    case: int,
    capped: bool,
    trades: Sequence[int],
    reasons: Sequence[int],
) -> bytes:
    """Return what endorsers endorse: the hash of a result (docs/protocol.md, "Result digest")."""
    fields = (cycle, feeder_version, price, case, int(capped))
    return keccak256(_with_arrays(fields, trades, reasons))


def call_void(cycle: int) -> bytes:
    """Record that a cycle with orders ended without a result."""
    return selector(Call.VOID) + _number(cycle)


def call_release(cycle: int, indexes: Sequence[int]) -> bytes:
    """Free what is held for orders that did not trade, by their indexes."""
    _at_most(MAX_INDEXES, "indexes", len(indexes))
    return selector(Call.RELEASE) + _with_arrays((cycle,), indexes)


def call_settle(cycle: int, indexes: Sequence[int]) -> bytes:
    """Settle orders of `cycle` (delivered in cycle + 1) by their indexes."""
    _at_most(MAX_INDEXES, "indexes", len(indexes))
    return selector(Call.SETTLE) + _with_arrays((cycle,), indexes)


def _report(signed: SignedReportLike) -> bytes:
    report, signature = signed.report, _exactly("a signature", signed.signature, 65)
    fields = (report.cycle, report.revision, report.import_wh, report.export_wh)
    return (
        _address(report.member)
        + _bytes32(report.meter)
        + _numbers((*fields, report.quality, report.meter_time_ms))
        + _bytes32(report.previous_report)
        + _number(signature[64])
        + signature[:64]
    )


def call_report(reports: Sequence[SignedReportLike]) -> bytes:
    """Store registers from signed reports; the market skips the ones it does not believe."""
    _at_most(MAX_REPORTS, "reports", len(reports))
    items = b"".join(map(_report, reports))
    return selector(Call.REPORT) + _number(_WORD) + _number(len(reports)) + items


def call_enrol(
    member: Address,
    report_key: Address,
    meter: bytes,
    vertex: int,
    limit_wh: int,
    allowance_micro: int,
    *,
    endorser: bool,
) -> bytes:
    """Enrol a member, or change what is known of it; the operator only."""
    return (
        selector(Call.ENROL)
        + _address(member)
        + _address(report_key)
        + _bytes32(meter)
        + _numbers((vertex, limit_wh, allowance_micro, int(endorser)))
    )


def call_credit(member: Address, micro: int) -> bytes:
    """Book real money that the operator received from a member."""
    return selector(Call.CREDIT) + _address(member) + _number(micro)


def call_pay_out(member: Address, micro: int) -> bytes:
    """Book real money that the operator paid to a member; what is held stays."""
    return selector(Call.PAY_OUT) + _address(member) + _number(micro)


def _terms(terms: Terms) -> tuple[int, int, int, int]:
    return (
        terms.charge_micro_per_m,
        terms.penalty_micro_per_kwh,
        terms.feeder_version,
        terms.max_tariff_micro,
    )


def _welfare(welfare: Welfare) -> tuple[int, int, int, int, int]:
    return (welfare.a, welfare.b, welfare.c, welfare.omega, welfare.alpha)


def call_set_terms(terms: Terms) -> bytes:
    """Announce terms for the next cycle; `from_cycle` is the contract's to set."""
    return selector(Call.SET_TERMS) + _numbers(_terms(terms))


def call_set_welfare(welfare: Welfare) -> bytes:
    """Set the welfare parameters; refused while a cycle with orders is being matched."""
    return selector(Call.SET_WELFARE) + _numbers(_welfare(welfare))


def call_hand_over(new_operator: Address) -> bytes:
    """Make another address the operator; the operator's account goes with it."""
    return selector(Call.HAND_OVER) + _address(new_operator)


def deployment(
    bytecode: bytes,
    *,
    genesis_s: int,
    cycle_s: int,
    operator: Address,
    terms: Terms,
    welfare: Welfare,
    deadline_cycles: int,
    correction_s: int,
) -> bytes:
    """Return the data of the transaction that creates a market (`bytecode`: the artifact's)."""
    return (
        bytecode
        + _numbers((genesis_s, cycle_s))
        + _address(operator)
        + _numbers((*_terms(terms), *_welfare(welfare), deadline_cycles, correction_s))
    )
