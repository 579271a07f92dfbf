"""The next report of a member: revision and link follow from the reports signed before it."""

import msgspec

from agent.bridge.report import (
    FIRST_REVISION,
    NO_REPORT,
    Report,
    ReportDomain,
    report_digest,
    report_problems,
)
from agent.units import Address, CycleNo, EnergyWh, UnixMs


class BoundaryRegister(msgspec.Struct, frozen=True):
    """The settlement meter's registers at the end of `cycle`."""

    cycle: CycleNo
    import_wh: EnergyWh
    export_wh: EnergyWh
    quality: int
    """0 measured, 1 estimated, 2 substitute."""
    meter_time_ms: UnixMs


class ReportChain(msgspec.Struct, frozen=True):
    """What has to be remembered of the reports already signed."""

    last_digest: bytes = NO_REPORT
    revisions: dict[CycleNo, int] = {}
    """Highest signed revision per cycle; cycles beyond the correction window may be forgotten."""


class NotReportable(msgspec.Struct, frozen=True):
    """Why no report can be made of a boundary register."""

    problems: tuple[str, ...]


class NextReport(msgspec.Struct, frozen=True):
    """A report to sign, its digest, and the chain once the signature is on disk."""

    report: Report
    digest: bytes
    chain: ReportChain


def next_report(
    domain: ReportDomain,
    member: Address,
    meter: bytes,
    register: BoundaryRegister,
    chain: ReportChain,
) -> NextReport | NotReportable:
    """Return the report of `register`: a correction when its cycle was reported before.

    The same register given twice makes two revisions; the caller asks only when something
    changed. Two reports of one (cycle, revision) would be provable equivocation, so the
    returned chain must be stored before the signature leaves.
    """
    report = Report(
        member=member,
        meter=meter,
        cycle=register.cycle,
        revision=chain.revisions.get(register.cycle, FIRST_REVISION - 1) + 1,
        import_wh=register.import_wh,
        export_wh=register.export_wh,
        quality=register.quality,
        meter_time_ms=register.meter_time_ms,
        previous_report=chain.last_digest,
    )
    problems = report_problems(report)
    if problems:
        return NotReportable(problems)
    digest = report_digest(domain, report)
    revisions = {**chain.revisions, report.cycle: report.revision}
    return NextReport(report, digest, ReportChain(digest, revisions))


def forget_before(chain: ReportChain, cycle: CycleNo) -> ReportChain:
    """Return the chain without the revisions of cycles before `cycle`, which stay closed."""
    kept = {known: revision for known, revision in chain.revisions.items() if known >= cycle}
    return ReportChain(chain.last_digest, kept)
