"""The last page: both names, the signed report, and the screen locked again. Pure."""

from dataclasses import dataclass

import msgspec

from agent.api.commission import SignedReport, StepLine
from gui import texts
from gui.glance import Glance
from gui.models.history_rows import filled
from gui.models.installer_agent import step_rows
from gui.models.installer_parts import Row, row
from gui.texts import translate


class _Device(msgspec.Struct, frozen=True):
    name: str
    role: str
    key: str
    model: str


class _Check(msgspec.Struct, frozen=True):
    key: str
    load_w: int
    moved_w: int | None
    passed: bool


class Document(msgspec.Struct, frozen=True):
    """What the screen shows of a report; agent.provisioning.acceptance has all of it."""

    home: str
    at_ms: int
    devices: tuple[_Device, ...]
    checks: tuple[_Check, ...]
    steps: tuple[StepLine, ...]


@dataclass(frozen=True)
class Report:
    """A report that the agent has just written and signed."""

    accepted: bool
    short: str
    """Digest and signature, for the QR code."""
    digest: str
    saved: str
    document: Document


def report_of(answer: object) -> Report | None:
    """Return the agent's report; None: an agent of another version says it otherwise."""
    try:
        made = msgspec.convert(answer, SignedReport)
        document = msgspec.json.decode(made.document, type=Document)
    except (msgspec.MsgspecError, UnicodeError):
        return None
    return Report(made.accepted, made.short, made.digest, made.saved, document)


def report_words(report: Report, glance: Glance) -> tuple[str, ...]:
    """Return the verdict, where the page lies, and the digest."""
    at = texts.moment(report.document.at_ms, glance.now_ms, glance.reader)
    verdict = translate("handover", "Report of %1: not accepted yet; something is still open.")
    if report.accepted:
        verdict = translate("handover", "Report of %1: accepted.")
    found = [filled(verdict, at)]
    if report.saved:
        page = translate("handover", "Its page is on the box: %1")
        found.append(filled(page, report.saved))
    else:
        found.append(translate("handover", "Its page could not be written on the box."))
    digest = report.digest.removeprefix("0x")
    fours = " ".join(digest[at : at + 4] for at in range(0, len(digest), 4))
    signed = translate("handover", "Signed by this home. The picture holds this and the signature:")
    return (*found, f"{signed} {fours}")


def report_rows(report: Report, glance: Glance) -> tuple[Row, ...]:
    """Return the report's checks, devices and steps."""
    document = report.document
    names = {one.key: one.name or one.model or one.key for one in document.devices}
    moved = translate("handover", "A load of %1 moved it by %2.")
    checks = tuple(
        row(
            f"check-{one.key}",
            names.get(one.key, one.key),
            filled(
                moved,
                texts.power(one.load_w, glance.reader),
                texts.NOTHING if one.moved_w is None else texts.power(one.moved_w, glance.reader),
            ),
            translate("handover", "✓ right")
            if one.passed
            else translate("handover", "⚠ not right"),
            tone="" if one.passed else "fault",
        )
        for one in document.checks
    )
    return (*checks, *step_rows(document.steps, glance.reader))
