"""The acceptance report: what works in a home on the day it is handed over, signed by the home.

The agent composes it from its own facts and signs the Keccak-256 digest of its bytes, under a
purpose of its own, with the report key; that key's address stands on the chain beside the member.
So anybody can see later that this home said so, and that not a byte was changed. Canonical JSON:
fields in the order of the structs below, no spaces, so that the same facts give the same bytes.
"""

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from agent.api.commission import StepLine
from agent.devices.tested import Handover, MeterTest, RelayTest
from agent.hashing import keccak256
from agent.recovery import recover_address
from agent.units import Address

KIND = "gridhearth acceptance report 1"
_PURPOSE = b"gridhearth acceptance report 1"
SHORT_PREFIX = "GRIDHEARTH-REPORT-1."
MAX_FILE_BYTES = 200_000
DEVICES_IN_IT = 40
"""Functions with a role: three meters and 32 relays at most; the rest is counted."""

Hex32 = Annotated[str, Meta(pattern="^0x[0-9a-f]{64}$")]
Hex65 = Annotated[str, Meta(pattern="^0x[0-9a-f]{130}$")]


class DeviceFact(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One meter or relay with a role, as the radio or the settings name it."""

    name: str
    role: str
    key: str
    address: str
    """The device's serial number on the radio (EUI-64); empty: it is on a serial line."""
    model: str
    firmware: str
    signal_lqi: int | None
    battery_percent: int | None
    turned_round: bool
    available: bool
    import_wh: int
    export_wh: int


class Report(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the home says of itself."""

    kind: str
    at_ms: int
    version: str
    home: str
    member: Address
    report_key: Address
    meter: str
    chain_id: int
    contract: Address
    handover: Handover | None
    accepted: bool
    clock: str
    clock_sentence: str
    chain: str
    height: int | None
    nodes: tuple[str, ...]
    broker: str
    radio: str
    radio_stick: str
    radio_channel: int | None
    devices: tuple[DeviceFact, ...]
    devices_without_role: int
    checks: tuple[MeterTest, ...]
    relays: tuple[RelayTest, ...]
    backup_ms: int | None
    storage: str
    steps: tuple[StepLine, ...]


class Wrong(msgspec.Struct, frozen=True):
    """It is no report that can be relied on; the sentence says why."""

    sentence: str


class Signed(msgspec.Struct, frozen=True):
    """A report whose signature fits its bytes."""

    report: Report
    document: str
    digest: bytes
    signature: bytes
    signer: Address


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    kind: Literal["gridhearth signed acceptance report 1"]
    digest: Hex32
    signature: Hex65
    document: msgspec.Raw


FILE_KIND: Literal["gridhearth signed acceptance report 1"] = (
    "gridhearth signed acceptance report 1"
)


def document_of(report: Report) -> str:
    """Return the bytes that are signed, as text."""
    return msgspec.json.encode(report).decode()


def report_digest(document: str) -> bytes:
    """Return what the report key signs."""
    return keccak256(_PURPOSE + keccak256(document.encode()))


def file_of(document: str, signature: bytes) -> str:
    """Return the file that is kept: the document as it is, its digest and the signature."""
    return (
        msgspec.json.encode(
            _File(
                FILE_KIND,
                "0x" + report_digest(document).hex(),
                "0x" + signature.hex(),
                msgspec.Raw(document.encode()),
            )
        ).decode()
        + "\n"
    )


def read_file(text: str) -> Signed | Wrong:
    """Return the report of a file, if its signature fits; never raises for what comes from outside.

    Whose signature it has to be is for the caller to know: `signer` is whoever made it.
    """
    if len(text) > MAX_FILE_BYTES:
        return Wrong("It is too long to be an acceptance report.")
    try:
        found = msgspec.json.decode(text, type=_File)
        document = bytes(found.document).decode()
        report = msgspec.json.decode(document, type=Report)
    except (msgspec.MsgspecError, UnicodeError, RecursionError):
        return Wrong("It is no acceptance report, or it is damaged.")
    digest, signature = report_digest(document), bytes.fromhex(found.signature[2:])
    if document_of(report) != document or file_of(document, signature) != text:
        return Wrong("It was changed after it was signed: its bytes are not those that were.")
    signer = recover_address(digest, signature)
    if report.kind != KIND:
        return Wrong("It is another kind of document.")
    if signer is None or signer != report.report_key:
        return Wrong("It was changed after it was signed, or another key signed it.")
    return Signed(report, document, digest, signature, signer)


def short_form(digest: bytes, signature: bytes) -> str:
    """Return digest and signature as a QR code packs them best (ISO/IEC 18004, alphanumeric)."""
    return f"{SHORT_PREFIX}{digest.hex()}.{signature.hex()}".upper()
