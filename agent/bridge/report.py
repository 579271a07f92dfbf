"""Delivery reports and the operator's receipts: their fields, digests and signatures.

EIP-712, "Typed structured data hashing and signing"; the types are in docs/protocol.md. A
report says what the settlement meter's registers were at the end of a cycle. Bridge and broker
can delay or drop one, never forge it.
"""

from functools import lru_cache

import msgspec

from agent.hashing import keccak256
from agent.recovery import SIGNATURE_BYTES, recover_address
from agent.units import Address, CycleNo, EnergyWh, UnixMs

DOMAIN_NAME = "gridhearth delivery report"
DOMAIN_VERSION = "1"

DOMAIN_TYPE = b"EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"
REPORT_TYPE = (
    b"Report(address member,bytes32 meter,uint32 cycle,uint32 revision,uint64 import_wh,"
    b"uint64 export_wh,uint8 quality,uint64 meter_time_ms,bytes32 previous_report)"
)
RECEIPT_TYPE = b"Receipt(address member,bytes32 meter,uint32 cycle,uint32 revision,bytes32 report)"

_REPORT_TYPE_HASH, _RECEIPT_TYPE_HASH = keccak256(REPORT_TYPE), keccak256(RECEIPT_TYPE)

NO_REPORT = bytes(32)
"""`previous_report` of a member's first report."""

FIRST_REVISION = 1
"""0 is what a cycle without a report has on the chain."""

QUALITY_MEASURED, QUALITY_ESTIMATED, QUALITY_SUBSTITUTE = range(3)

WIRE_MAX = 2**53 - 1
"""The largest integer every JSON reader keeps exactly (RFC 8259, section 6)."""


class ReportDomain(msgspec.Struct, frozen=True):
    """Where a report counts: one chain, one market contract."""

    chain_id: int
    contract: Address


class Report(msgspec.Struct, frozen=True):
    """The registers of one settlement meter at the end of one cycle."""

    member: Address
    meter: bytes
    """32 bytes: the meter's name in the contract's `meters`."""
    cycle: CycleNo
    revision: int
    """1 for the first report of a cycle, one more for every correction of it."""
    import_wh: EnergyWh
    export_wh: EnergyWh
    quality: int
    """0 measured, 1 estimated (interpolated over a gap), 2 substitute."""
    meter_time_ms: UnixMs
    previous_report: bytes
    """Digest of the report this member signed before this one, whatever its cycle."""


class SignedReport(msgspec.Struct, frozen=True):
    """A report and the report key's signature: r‖s‖v, v 27 or 28."""

    report: Report
    signature: bytes


class Receipt(msgspec.Struct, frozen=True):
    """The operator's word: this report and all the member signed before it are safe."""

    member: Address
    meter: bytes
    cycle: CycleNo
    revision: int
    report: bytes
    """Digest of the report."""


class SignedReceipt(msgspec.Struct, frozen=True):
    """A receipt and the operator's signature: r‖s‖v, v 27 or 28."""

    receipt: Receipt
    signature: bytes


def report_problems(report: Report) -> tuple[str, ...]:
    """Return every field that cannot be signed, as sentences; empty when the report is sound."""
    whole = (
        ("cycle", report.cycle, 0, 2**32 - 1),
        ("revision", report.revision, FIRST_REVISION, 2**32 - 1),
        ("import_wh", report.import_wh, 0, WIRE_MAX),
        ("export_wh", report.export_wh, 0, WIRE_MAX),
        ("quality", report.quality, QUALITY_MEASURED, QUALITY_SUBSTITUTE),
        ("meter_time_ms", report.meter_time_ms, 0, WIRE_MAX),
    )
    problems = [
        f"{name} is {value}, allowed is {low}..{high}"
        for name, value, low, high in whole
        if not low <= value <= high
    ]
    problems += [
        f"{name} has {len(value)} bytes, allowed is 32"
        for name, value in (("meter", report.meter), ("previous_report", report.previous_report))
        if len(value) != 32
    ]
    return tuple(problems)


@lru_cache(maxsize=16)
def domain_separator(domain: ReportDomain) -> bytes:
    """Return EIP-712's domainSeparator (32 bytes)."""
    return keccak256(
        keccak256(DOMAIN_TYPE)
        + keccak256(DOMAIN_NAME.encode())
        + keccak256(DOMAIN_VERSION.encode())
        + _word(domain.chain_id)
        + _address(domain.contract)
    )


@lru_cache(maxsize=64)
def report_digest(domain: ReportDomain, report: Report) -> bytes:
    """Return the 32 bytes the report key signs, and the name of this report in the next one."""
    return _typed_digest(
        domain,
        _REPORT_TYPE_HASH
        + _address(report.member)
        + report.meter
        + _word(report.cycle)
        + _word(report.revision)
        + _word(report.import_wh)
        + _word(report.export_wh)
        + _word(report.quality)
        + _word(report.meter_time_ms)
        + report.previous_report,
    )


def receipt_digest(domain: ReportDomain, receipt: Receipt) -> bytes:
    """Return the 32 bytes the operator signs to acknowledge a report."""
    return _typed_digest(
        domain,
        _RECEIPT_TYPE_HASH
        + _address(receipt.member)
        + receipt.meter
        + _word(receipt.cycle)
        + _word(receipt.revision)
        + receipt.report,
    )


def recover(digest: bytes, signature: bytes) -> Address | None:
    """Return who signed a report's or receipt's digest; None unless v is 27 or 28 and s is low."""
    if len(signature) != SIGNATURE_BYTES or signature[64] not in {27, 28}:
        return None
    return recover_address(digest, signature)


def contract_signature(signature: bytes) -> bytes:
    """Return a key store's signature (v 0 or 1) with the v the contract expects (27 or 28)."""
    v = signature[64]
    return signature if v >= 27 else signature[:64] + bytes([v + 27])


def _typed_digest(domain: ReportDomain, encoded: bytes) -> bytes:
    return keccak256(b"\x19\x01" + domain_separator(domain) + keccak256(encoded))


def _word(value: int) -> bytes:
    return value.to_bytes(32, "big")


def _address(address: Address) -> bytes:
    return bytes(12) + bytes.fromhex(address[2:])
