"""What travels on the broker's topics: strict and bounded, in both directions.

A payload from outside becomes one of our types or a `Refused` that names every problem. It
never raises and never costs more than its size limit: the limit stands before the parser.
"""

from typing import Any, Literal, TypeVar

import msgspec

from agent.bridge import tables
from agent.bridge.report import Receipt, Report, SignedReceipt, SignedReport
from agent.bridge.schema import Fields, from_json, to_json
from agent.units import Address, CycleNo, EnergyWh, MoneyMicro, PriceMicroPerKwh, UnixMs

MAX_PAYLOAD_BYTES = 65_536
"""What a driver lets in at all; a statement with its most trades is the longest payload."""


MAX_OPENING_BRACKETS = 1_024
"""More than the longest statement has, and the deepest a message can be nested. A parser that
follows deeper nesting ends in Python's recursion limit, or, where a library has raised that limit
(py_ecc, under eth-account and py-evm, sets 100 000), in the end of the native stack and of the process."""


class Refused(msgspec.Struct, frozen=True):
    """A payload that was not believed, and everything that was wrong with it."""

    problems: tuple[str, ...]


class GapRequest(msgspec.Struct, frozen=True):
    """The operator has no report of these cycles: send them again."""

    member: Address
    cycles: tuple[CycleNo, ...]


class StatementTrade(msgspec.Struct, frozen=True):
    """One trade behind a statement, with this side's share of the network charge."""

    partner: Address
    energy_wh: EnergyWh
    distance_mm: int
    charge_micro: MoneyMicro


class StatementProof(msgspec.Struct, frozen=True):
    """The block under which every word of the statement can be proven."""

    block: int
    contract: Address


class Statement(msgspec.Struct, frozen=True):
    """A member's settled cycle. `amount_micro`: negative is a bill, positive an income."""

    member: Address
    cycle: CycleNo
    delivery_cycle: CycleNo
    side: Literal["sell", "buy"]
    agreed_wh: EnergyWh
    metered_wh: EnergyWh
    price_micro_per_kwh: PriceMicroPerKwh
    energy_micro: MoneyMicro
    network_charge_micro: MoneyMicro
    penalty_micro: MoneyMicro
    amount_micro: MoneyMicro
    status: Literal["final", "default", "corrected"]
    trades: tuple[StatementTrade, ...]
    proof: StatementProof


class LinkStatus(msgspec.Struct, frozen=True):
    """Whether a home is there; the broker publishes the last will for one that is not."""

    online: bool
    boot_id: str
    at_ms: UnixMs


_Struct = TypeVar("_Struct", bound=msgspec.Struct)


def encode_report(signed: SignedReport) -> bytes:
    """Return the payload of `report/{m}`; ValueError names every field out of range."""
    return _encode(tables.REPORT, signed)


def decode_report(payload: bytes) -> SignedReport | Refused:
    """Return the signed report; its signature is not checked here."""
    found = _decode(tables.REPORT, payload)
    if isinstance(found, Refused):
        return found
    return SignedReport(Report(**found["report"]), found["signature"])


def encode_receipt(signed: SignedReceipt) -> bytes:
    """Return the payload of `receipt/{m}`; ValueError names every field out of range."""
    return _encode(tables.RECEIPT, signed)


def decode_receipt(payload: bytes) -> SignedReceipt | Refused:
    """Return the signed receipt; its signature is not checked here."""
    found = _decode(tables.RECEIPT, payload)
    if isinstance(found, Refused):
        return found
    return SignedReceipt(Receipt(**found["receipt"]), found["signature"])


def encode_gap(gap: GapRequest) -> bytes:
    """Return the payload of `gap/{m}`; ValueError names every field out of range."""
    return _encode(tables.GAP, gap)


def decode_gap(payload: bytes) -> GapRequest | Refused:
    """Return the request: a hint, not a command; answering it twice does no harm."""
    return _decode_flat(tables.GAP, payload, GapRequest)


def encode_statement(statement: Statement) -> bytes:
    """Return the payload of `statement/{m}`; ValueError names every field out of range."""
    return _encode(tables.STATEMENT, statement)


def decode_statement(payload: bytes) -> Statement | Refused:
    """Return the statement as the operator says it; the agent checks it against the chain."""
    return _decode_flat(tables.STATEMENT, payload, Statement)


def encode_status(status: LinkStatus) -> bytes:
    """Return the payload of `status/{m}`; ValueError names every field out of range."""
    return _encode(tables.STATUS, status)


def decode_status(payload: bytes) -> LinkStatus | Refused:
    """Return a home's birth message or last will: unsigned, for display only."""
    return _decode_flat(tables.STATUS, payload, LinkStatus)


def _encode(table: Fields, value: msgspec.Struct) -> bytes:
    content = to_json(table, value)
    problems: list[str] = []
    from_json(table, content, "", problems)
    if problems:
        raise ValueError("; ".join(problems))
    return msgspec.json.encode(content)


def _decode(table: Fields, payload: bytes) -> Refused | dict[str, Any]:
    if len(payload) > MAX_PAYLOAD_BYTES:
        return Refused((f"{len(payload)} bytes, at most {MAX_PAYLOAD_BYTES} are read",))
    brackets = payload.count(b"{") + payload.count(b"[")
    if brackets > MAX_OPENING_BRACKETS:
        return Refused((f"{brackets} brackets opened, at most {MAX_OPENING_BRACKETS} are read",))
    try:
        content = msgspec.json.decode(payload)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as broken:
        return Refused((f"not JSON: {broken}",))
    problems: list[str] = []
    found = from_json(table, content, "", problems)
    return Refused(tuple(problems)) if problems else found


def _decode_flat(table: Fields, payload: bytes, into: type[_Struct]) -> _Struct | Refused:
    found = _decode(table, payload)
    return found if isinstance(found, Refused) else msgspec.convert(found, into)
