"""Delivery reports: the registers at each cycle's end, signed once, kept until somebody has them.

The link to the report before is fixed before the signature is asked for, and journaled with it:
two different reports for one (cycle, revision) would be provable equivocation.
"""

from collections.abc import Iterable

import msgspec

from agent.bridge.outbox import Outbox, OutboxFull, due, mark_sent, put
from agent.bridge.payload import encode_report
from agent.bridge.report import (
    Report,
    ReportDomain,
    SignedReport,
    contract_signature,
    report_digest,
)
from agent.bridge.report_chain import (
    BoundaryRegister,
    NotReportable,
    ReportChain,
    forget_before,
    next_report,
)
from agent.bridge.topics import Channel, topic
from agent.core.constants import Constants
from agent.core.effects import Effect, Publish, Sign
from agent.recovery import SIGNATURE_BYTES
from agent.units import CycleNo, MonoMs

REPEAT_AFTER_MS = 20_000
"""A receipt takes a block or two; asking sooner would only fill the line."""
REMEMBER_CYCLES = 700
"""Revisions are remembered for the correction window: 7 days of quarter hours are 672."""


class Reporting(msgspec.Struct, frozen=True):
    """Reports signed and to be signed."""

    chain: ReportChain = ReportChain()
    unsigned: tuple[Report, ...] = ()
    """Asked to be signed, no signature yet."""
    refused: int = 0
    """Boundary registers that could not be reported; shown, never silent."""
    first_cycle: int = 0
    """A restored box never reports a cycle before this: the lost one may have signed for it."""


def domain_of(constants: Constants) -> ReportDomain:
    """The chain and contract our reports count for."""
    return ReportDomain(constants.chain_id, constants.contract)


def report_boundaries(
    constants: Constants, reporting: Reporting, boundaries: Iterable[BoundaryRegister]
) -> tuple[Reporting, tuple[Effect, ...]]:
    """Make the next reports from new boundary registers and ask for their signatures."""
    effects: list[Effect] = []
    meter = bytes.fromhex(constants.meter[2:])
    for register in boundaries:
        made = next_report(domain_of(constants), constants.member, meter, register, reporting.chain)
        if isinstance(made, NotReportable):
            reporting = msgspec.structs.replace(reporting, refused=reporting.refused + 1)
            continue
        reporting = msgspec.structs.replace(
            reporting,
            chain=forget_before(made.chain, CycleNo(register.cycle - REMEMBER_CYCLES)),
            unsigned=(*reporting.unsigned, made.report),
        )
        effects.append(_ask(constants, made.report))
    return reporting, tuple(effects)


def _ask(constants: Constants, report: Report) -> Sign:
    return Sign(
        ident=f"report:{report.cycle}:{report.revision}",
        key="report",
        digest=report_digest(domain_of(constants), report),
    )


def resume(constants: Constants, reporting: Reporting) -> tuple[Effect, ...]:
    """After a start: ask again for every signature that never came."""
    return tuple(_ask(constants, report) for report in reporting.unsigned)


def signed(
    constants: Constants, reporting: Reporting, outbox: Outbox, ident: str, signature: bytes
) -> tuple[Reporting, Outbox]:
    """Queue a report whose signature came.

    A signature nobody waits for, or what is none, changes nothing.
    """
    if len(signature) != SIGNATURE_BYTES:
        return reporting, outbox
    for report in reporting.unsigned:
        if ident != f"report:{report.cycle}:{report.revision}":
            continue
        entry = SignedReport(report, contract_signature(signature))
        queued = put(outbox, domain_of(constants), entry)
        if isinstance(queued, OutboxFull):
            return reporting, outbox
        rest = tuple(other for other in reporting.unsigned if other is not report)
        return msgspec.structs.replace(reporting, unsigned=rest), queued
    return reporting, outbox


def publish_due(
    constants: Constants, outbox: Outbox, mono_ms: int
) -> tuple[Outbox, tuple[Effect, ...]]:
    """Publish what is due, oldest first."""
    ready = due(outbox, MonoMs(mono_ms), REPEAT_AFTER_MS)
    if not ready:
        return outbox, ()
    where = topic(domain_of(constants), Channel.REPORT, constants.member)
    effects = tuple(Publish(where, encode_report(entry)) for entry in ready)
    return mark_sent(outbox, ready, MonoMs(mono_ms)), effects
