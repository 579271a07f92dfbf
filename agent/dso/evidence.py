"""Two different reports signed for one (meter, cycle, revision): proof against whoever signed.

The document is the standard JSON of EIP-712 typed data with the two signatures, so that anybody
can verify it with any wallet library, without this program and without believing the operator.
"""

import json
import re
from collections.abc import Iterable
from typing import Any

import msgspec

from agent.bridge.report import (
    DOMAIN_NAME,
    DOMAIN_TYPE,
    DOMAIN_VERSION,
    REPORT_TYPE,
    Report,
    ReportDomain,
    SignedReport,
    recover,
    report_digest,
    report_problems,
)
from agent.dso.reconcile import Book, reports_of
from agent.units import Address, CycleNo, EnergyWh, UnixMs

MOST_EVIDENCE = 64
"""Kept of one member: each is proof enough, and nobody shall fill the disk with more."""


MOST_NESTED = 16
"""Twice what a document needs. A parser follows every level on the stack of the process, and where
a library has raised Python's recursion limit that stack ends first (see agent.bridge.payload)."""


class Evidence(msgspec.Struct, frozen=True):
    """Two reports that contradict each other, and the key that signed both."""

    report_key: Address
    first: SignedReport
    second: SignedReport

    @property
    def name(self) -> str:
        """What it is about: one name, one piece of evidence."""
        report = self.first.report
        return f"{report.member}/{report.cycle}/{report.revision}"


def evidence_in(book: Book) -> tuple[Evidence, ...]:
    """Return one piece of evidence for every (cycle, revision) with different signed reports."""
    places: dict[tuple[CycleNo, int], list[bytes]] = {}
    for digest, signed in book.reports.items():
        places.setdefault((signed.report.cycle, signed.report.revision), []).append(digest)
    pairs = [sorted(digests)[:2] for _, digests in sorted(places.items()) if len(digests) > 1]
    return tuple(
        Evidence(book.keys.report_key, book.reports[one], book.reports[two]) for one, two in pairs
    )


def evidence_about(book: Book, signed: SignedReport) -> Evidence | None:
    """Return the evidence a believed report completes with one already in the book, else None."""
    report = signed.report
    for _, other in reports_of(book, report.cycle):
        if other.report.revision == report.revision and other.report != report:
            return Evidence(book.keys.report_key, other, signed)
    return None


def evidence_problems(domain: ReportDomain, evidence: Evidence) -> tuple[str, ...]:
    """Return why it proves nothing, as sentences; empty: the key's holder signed both."""
    one, two = evidence.first.report, evidence.second.report
    problems = [*report_problems(one), *report_problems(two)]
    if problems:
        return tuple(problems)
    if (one.member, one.meter) != (two.member, two.meter):
        problems.append("the reports are about different meters")
    if (one.cycle, one.revision) != (two.cycle, two.revision):
        problems.append("the reports are about different cycles or revisions")
    if one == two:
        problems.append("the reports say the same")
    for name, signed in (("first", evidence.first), ("second", evidence.second)):
        if recover(report_digest(domain, signed.report), signed.signature) != evidence.report_key:
            problems.append(f"the {name} report was not signed by {evidence.report_key}")
    return tuple(problems)


def evidence_document(domain: ReportDomain, found: Iterable[Evidence]) -> dict[str, Any]:
    """Return the evidence as a JSON object; the same evidence gives the same object."""
    listed = sorted(
        found, key=lambda one: (one.first.report.member, one.first.report.cycle, one.name)
    )
    return {
        "kind": "gridhearth contradicting delivery reports",
        "version": 1,
        "what_this_proves": "For each entry: the holder of report_key signed two different "
        "delivery reports for the same meter, cycle and revision. To check it, hash each "
        "typed_data as EIP-712 says, and recover the signer of each signature.",
        "chain_id": domain.chain_id,
        "contract": domain.contract,
        "evidence": [
            {
                "report_key": one.report_key,
                "reports": [_typed(domain, signed) for signed in (one.first, one.second)],
            }
            for one in listed
        ],
    }


def parse_evidence(text: str) -> tuple[ReportDomain, tuple[Evidence, ...]]:
    """Return what a document's text holds, as `read_evidence`; ValueError."""
    depth = 0
    for found in re.finditer(r"[\[\]{}]", text):
        depth += 1 if found[0] in "[{" else -1
        if depth > MOST_NESTED:
            raise ValueError("it is no evidence document: nested too deeply")
    return read_evidence(json.loads(text))


def read_evidence(document: Any) -> tuple[ReportDomain, tuple[Evidence, ...]]:
    """Return what a document holds; ValueError names what is not as `evidence_document` writes it.

    Nothing of it is believed: see `evidence_problems`.
    """
    try:
        domain = ReportDomain(int(document["chain_id"]), Address(str(document["contract"])))
        bytes.fromhex(domain.contract[2:])
        found = tuple(
            Evidence(
                Address(str(one["report_key"])),
                _signed(one["reports"][0], domain),
                _signed(one["reports"][1], domain),
            )
            for one in document["evidence"]
        )
    except (KeyError, IndexError, TypeError, ValueError) as wrong:
        raise ValueError(f"it is no evidence document: {wrong!r}") from wrong
    return domain, found


def _typed(domain: ReportDomain, signed: SignedReport) -> dict[str, Any]:
    report = signed.report
    message = {
        **msgspec.structs.asdict(report),
        "meter": "0x" + report.meter.hex(),
        "previous_report": "0x" + report.previous_report.hex(),
    }
    return {
        "typed_data": {
            "types": {"EIP712Domain": _fields(DOMAIN_TYPE), "Report": _fields(REPORT_TYPE)},
            "primaryType": "Report",
            "domain": {
                "name": DOMAIN_NAME,
                "version": DOMAIN_VERSION,
                "chainId": domain.chain_id,
                "verifyingContract": domain.contract,
            },
            "message": message,
        },
        "digest": "0x" + report_digest(domain, report).hex(),
        "signature": "0x" + signed.signature.hex(),
    }


def _fields(encoded: bytes) -> list[dict[str, str]]:
    """Return EIP-712's field list from its encodeType text."""
    inside = encoded.decode().partition("(")[2].rstrip(")")
    pairs = (field.split(" ") for field in inside.split(","))
    return [{"name": name, "type": kind} for kind, name in pairs]


def _signed(entry: Any, domain: ReportDomain) -> SignedReport:
    said, message = entry["typed_data"]["domain"], entry["typed_data"]["message"]
    if (said["chainId"], said["verifyingContract"]) != (domain.chain_id, domain.contract):
        raise ValueError("a report of another market")
    report = Report(
        member=Address(str(message["member"])),
        meter=_bytes(message["meter"]),
        cycle=CycleNo(int(message["cycle"])),
        revision=int(message["revision"]),
        import_wh=EnergyWh(int(message["import_wh"])),
        export_wh=EnergyWh(int(message["export_wh"])),
        quality=int(message["quality"]),
        meter_time_ms=UnixMs(int(message["meter_time_ms"])),
        previous_report=_bytes(message["previous_report"]),
    )
    bytes.fromhex(report.member[2:])
    return SignedReport(report, _bytes(entry["signature"]))


def _bytes(text: Any) -> bytes:
    return bytes.fromhex(str(text).removeprefix("0x"))
