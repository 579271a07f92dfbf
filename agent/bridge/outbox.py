"""The queue of signed reports that nobody has yet taken over.

One stream per member, in the order of signing. A broker's acknowledgement is not a receipt (a
broker may lose what it acknowledged), so an entry leaves only for the operator's signed receipt
or for its digest proven on the chain. A full queue refuses the new report; it never forgets an
old one.
"""

import heapq
import math
from collections.abc import Iterable
from enum import StrEnum

import msgspec

from agent.bridge.report import (
    ReportDomain,
    SignedReceipt,
    SignedReport,
    receipt_digest,
    recover,
    report_digest,
)
from agent.units import Address, CycleNo, MonoMs

MOST_WAITING = 16_384
"""170 days of quarter hours, about 6 MiB."""

MOST_IN_FLIGHT = 20
"""Reports under way at one time: published, no receipt yet, not yet due to be published again."""

MOST_AHEAD = 4
"""Of those, published ahead of an older report that was not receipted in time."""

MOST_ANSWERED = 96
"""Reports sent for one gap request."""


class Waiting(msgspec.Struct, frozen=True):
    """A signed report without a receipt."""

    signed: SignedReport
    digest: bytes
    sent_ms: MonoMs | None = None
    """When it was last published in this connection; None: not yet."""


class Outbox(msgspec.Struct, frozen=True):
    """All reports without a receipt, oldest first."""

    waiting: tuple[Waiting, ...] = ()


class OutboxFull(msgspec.Struct, frozen=True):
    """The queue holds as many reports as it may; nothing was changed."""

    waiting: int


class ReceiptVerdict(StrEnum):
    """What became of a receipt."""

    TAKEN = "taken"
    KNOWN = "known"
    """Sound, but of a report that left before (or never was): nothing dropped."""
    FORGED = "forged"
    """Not the operator's signature."""
    FOREIGN = "foreign"
    """Not about a report of this member: the fields contradict the report of that digest."""


def put(outbox: Outbox, domain: ReportDomain, signed: SignedReport) -> Outbox | OutboxFull:
    """Return the outbox with `signed` at its end; a report already there changes nothing."""
    digest = report_digest(domain, signed.report)
    if any(entry.digest == digest for entry in outbox.waiting):
        return outbox
    if len(outbox.waiting) >= MOST_WAITING:
        return OutboxFull(len(outbox.waiting))
    return Outbox((*outbox.waiting, Waiting(signed, digest)))


def due(outbox: Outbox, now_ms: MonoMs, repeat_after_ms: int) -> tuple[SignedReport, ...]:
    """Return what to publish now; with what is under way, at most MOST_IN_FLIGHT.

    Under way is what was published less than `repeat_after_ms` ago: a window up to the receipt,
    not to the broker's acknowledgement. As long as receipts come, everything goes out once and in
    the order of signing. Without them the oldest window is published again, every
    `repeat_after_ms`: whatever was lost, the operator finds an unbroken line when it is back.

    An operator may never receipt the oldest reports (too old, of an exchanged meter), and new ones
    must not wait for that. So MOST_AHEAD places go to others: first to what was never published,
    the newest first, then to what was published longest ago. From a newer report the operator sees
    what it lacks and asks for it.
    """
    ready: list[Waiting] = []
    under_way = passing = 0
    late = False
    for entry in outbox.waiting:
        if entry.sent_ms is None:
            ready.append(entry)
        elif now_ms - entry.sent_ms >= repeat_after_ms:
            ready.append(entry)
            late = True
        else:
            under_way += 1
            passing += late
    room = max(0, MOST_IN_FLIGHT - under_way)
    kept = max(0, min(room, MOST_AHEAD - passing)) if late else 0
    in_turn = ready[: room - kept]
    newest_first = reversed(ready[room - kept :])
    ahead = heapq.nsmallest(kept, newest_first, key=_published_ms)
    return tuple(entry.signed for entry in (*ahead, *in_turn))


def _published_ms(entry: Waiting) -> float:
    """Never comes first; equals keep their order, so the newest of those."""
    return -math.inf if entry.sent_ms is None else entry.sent_ms


def mark_sent(outbox: Outbox, reports: Iterable[SignedReport], now_ms: MonoMs) -> Outbox:
    """Return the outbox with these reports marked as published at `now_ms`."""
    signatures = {signed.signature for signed in reports}
    return Outbox(
        tuple(
            Waiting(entry.signed, entry.digest, now_ms)
            if entry.signed.signature in signatures
            else entry
            for entry in outbox.waiting
        )
    )


def link_lost(outbox: Outbox) -> Outbox:
    """Return the outbox with nothing marked as published: the next connection sends it all."""
    return Outbox(tuple(Waiting(entry.signed, entry.digest) for entry in outbox.waiting))


def acknowledge(
    outbox: Outbox, domain: ReportDomain, signed: SignedReceipt, operator: Address
) -> tuple[Outbox, ReceiptVerdict]:
    """Return the outbox without the receipt's report and all before it, and the verdict."""
    receipt = signed.receipt
    if recover(receipt_digest(domain, receipt), signed.signature) != operator:
        return outbox, ReceiptVerdict.FORGED
    for place, entry in enumerate(outbox.waiting):
        if entry.digest == receipt.report:
            report = entry.signed.report
            told = (receipt.member, receipt.meter, receipt.cycle, receipt.revision)
            if told != (report.member, report.meter, report.cycle, report.revision):
                return outbox, ReceiptVerdict.FOREIGN
            return Outbox(outbox.waiting[place + 1 :]), ReceiptVerdict.TAKEN
    return outbox, ReceiptVerdict.KNOWN


def drop_included(outbox: Outbox, digest: bytes) -> Outbox:
    """Return the outbox without the report whose digest was proven in `report_hashes`."""
    return Outbox(tuple(entry for entry in outbox.waiting if entry.digest != digest))


def answer_gap(outbox: Outbox, cycles: Iterable[CycleNo]) -> tuple[SignedReport, ...]:
    """Return what still waits of these cycles, every revision, oldest first, at most 96."""
    wanted = frozenset(cycles)
    found = [entry.signed for entry in outbox.waiting if entry.signed.report.cycle in wanted]
    return tuple(found[:MOST_ANSWERED])
