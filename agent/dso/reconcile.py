"""What the operator knows of its members' reports, and what follows from it.

The state is a set: the reports that were believed, and what verified storage shows of them on the
chain. Everything else (the best report of a cycle, the receipt that can be given, the gaps) is
computed from that set, so it makes no difference in which order copies come in, how often, or by
which way. Nothing here believes bytes: a report's signature, meter and topic are checked first.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from enum import StrEnum

import msgspec

from agent.bridge.report import (
    NO_REPORT,
    Receipt,
    Report,
    ReportDomain,
    SignedReport,
    recover,
    report_digest,
)
from agent.bridge.tables import MOST_GAP_CYCLES
from agent.units import Address, CycleNo

MOST_REVISIONS = 8
"""Of one cycle; a home that corrects a cycle more often is refused, not remembered."""


SETTLED_LATE_CYCLES = 96
"""How long after its correction window an order is still looked at: a day of quarter hours."""


class Verdict(StrEnum):
    """What became of a report from the broker. All but `NEW` and `KNOWN` are shown to people."""

    NEW = "new"
    KNOWN = "known"
    FOREIGN_TOPIC = "foreign topic"
    """Published on another member's topic."""
    UNKNOWN_MEMBER = "unknown member"
    OTHER_METER = "other meter"
    FORGED = "forged"
    """Not signed by the member's report key."""
    TOO_OLD = "too old"
    """Beyond the correction window: it can no longer count."""
    TOO_NEW = "too new"
    """Of a cycle that is not running yet."""
    TOO_MANY = "too many revisions"
    EQUIVOCATION = "equivocation"
    """Believed and kept, but a different report of this cycle and revision is known as well."""


class MemberKeys(msgspec.Struct, frozen=True):
    """Who may report for a member, about which meter; from verified storage."""

    report_key: Address
    meter: bytes


class OnChain(msgspec.Struct, frozen=True):
    """A register as the contract stores it."""

    revision: int
    digest: bytes
    import_wh: int
    export_wh: int
    quality: int


class Book(msgspec.Struct, frozen=True):
    """One member's reports."""

    keys: MemberKeys
    reports: Mapping[bytes, SignedReport] = {}
    """By digest."""
    cycles: Mapping[CycleNo, tuple[bytes, ...]] = {}
    """The digests of each cycle's reports, ascending: a book holds a week."""
    chain: Mapping[CycleNo, OnChain] = {}
    base: Receipt | None = None
    """The newest receipt given: where the chain of reports is followed from."""


class ReconcilerState(msgspec.Struct, frozen=True):
    """Everything believed about reports."""

    domain: ReportDomain
    books: Mapping[Address, Book] = {}


class Window(msgspec.Struct, frozen=True):
    """The cycles whose reports still count: from the correction window to the running cycle."""

    first: CycleNo
    running: CycleNo

    @property
    def oldest(self) -> CycleNo:
        """The oldest order that may still want a settlement.

        The contract settles from registers that came in time whenever it is asked: what was
        put on the chain in the window's last second, or before the operator was away.
        """
        return CycleNo(max(0, self.first - 1 - SETTLED_LATE_CYCLES))


def enrol(state: ReconcilerState, member: Address, keys: MemberKeys) -> ReconcilerState:
    """Return the state with these keys; reports the new keys would not sign are dropped."""
    book = state.books.get(member)
    if book is None:
        return _with(state, member, Book(keys))
    if book.keys == keys:
        return state
    kept = {
        digest: signed
        for digest, signed in book.reports.items()
        if signed.report.meter == keys.meter
        and recover(digest, signed.signature) == keys.report_key
    }
    return _with(state, member, msgspec.structs.replace(_kept(book, kept), keys=keys))


def take_report(
    state: ReconcilerState, topic_member: Address, signed: SignedReport, window: Window
) -> tuple[ReconcilerState, Verdict]:
    """Return the state with a report that came on `topic_member`'s topic, and the verdict."""
    report = signed.report
    book = state.books.get(report.member)
    if report.member != topic_member:
        return state, Verdict.FOREIGN_TOPIC
    if book is None:
        return state, Verdict.UNKNOWN_MEMBER
    if report.meter != book.keys.meter:
        return state, Verdict.OTHER_METER
    if report.cycle < window.first:
        return state, Verdict.TOO_OLD
    if report.cycle > window.running:
        return state, Verdict.TOO_NEW
    digest = report_digest(state.domain, report)
    known = book.reports.get(digest)
    if known == signed:  # a copy to the byte: its signature was checked when it was new
        return state, Verdict.KNOWN
    if recover(digest, signed.signature) != book.keys.report_key:
        return state, Verdict.FORGED
    if known is not None:
        return state, Verdict.KNOWN
    same_cycle = book.cycles.get(report.cycle, ())
    if len(same_cycle) >= MOST_REVISIONS:
        return state, Verdict.TOO_MANY
    more = msgspec.structs.replace(
        book,
        reports={**book.reports, digest: signed},
        cycles={**book.cycles, report.cycle: tuple(sorted((*same_cycle, digest)))},
    )
    after = _with(state, report.member, more)
    return after, Verdict.EQUIVOCATION if _contradicted(book, digest, report) else Verdict.NEW


def take_chain(
    state: ReconcilerState, member: Address, cycle: CycleNo, on_chain: OnChain
) -> ReconcilerState:
    """Return the state with what verified storage shows of a member's cycle.

    Of two views the higher revision holds: revisions on the chain only grow.
    """
    book = state.books.get(member)
    if book is None:
        return state
    known = book.chain.get(cycle)
    if known is not None and known.revision >= on_chain.revision:
        return state
    chain = {**book.chain, cycle: on_chain}
    return _with(state, member, msgspec.structs.replace(book, chain=chain))


def receipted(state: ReconcilerState, receipt: Receipt) -> ReconcilerState:
    """Return the state with a receipt that was stored; the next one starts from it."""
    book = state.books.get(receipt.member)
    if book is None:
        return state
    return _with(state, receipt.member, msgspec.structs.replace(book, base=receipt))


def forget_before(state: ReconcilerState, first: CycleNo) -> ReconcilerState:
    """Return the state without cycles before `first`, which can no longer count."""
    books = {
        member: msgspec.structs.replace(
            _kept(
                book,
                {
                    digest: signed
                    for digest, signed in book.reports.items()
                    if signed.report.cycle >= first
                },
            ),
            chain={cycle: seen for cycle, seen in book.chain.items() if cycle >= first},
        )
        for member, book in state.books.items()
    }
    return ReconcilerState(state.domain, books)


def reports_of(book: Book, cycle: CycleNo) -> list[tuple[bytes, SignedReport]]:
    """Return the believed reports of a cycle, the one that counts first.

    The highest revision counts; of two that contradict each other the one on the chain, else the
    one with the smaller digest: any rule will do that does not depend on who came first.
    """
    seen = book.chain.get(cycle)
    on_chain = b"" if seen is None else seen.digest
    found = [(digest, book.reports[digest]) for digest in book.cycles.get(cycle, ())]
    return sorted(found, key=lambda one: (-one[1].report.revision, one[0] != on_chain, one[0]))


def best_report(book: Book, cycle: CycleNo) -> SignedReport | None:
    """Return the report of a cycle that counts, None without any."""
    found = reports_of(book, cycle)
    return found[0][1] if found else None


def equivocations(book: Book) -> tuple[tuple[CycleNo, int], ...]:
    """Return each (cycle, revision) with different signed reports: proof against its signer."""
    places: Counter[tuple[CycleNo, int]] = Counter()
    for digest, signed in book.reports.items():
        place = (signed.report.cycle, signed.report.revision)
        places[place] += 1
        seen = book.chain.get(signed.report.cycle)
        if seen is not None and seen.revision == place[1] and seen.digest not in book.reports:
            places[place] += digest != seen.digest
    return tuple(sorted(place for place, count in places.items() if count > 1))


def receipt_due(book: Book, first: CycleNo) -> Receipt | None:
    """Return the receipt that can be given beyond the last one, None when there is none.

    It covers the longest unbroken line of `previous_report` links from the last receipt. A new
    line begins at a report without predecessor (a replaced device), or at one whose predecessor
    is missing once it is as old as `first`: nothing signed before it can count any more.
    """
    following: dict[bytes, list[bytes]] = {}
    for digest, signed in book.reports.items():
        following.setdefault(signed.report.previous_report, []).append(digest)
    at = NO_REPORT if book.base is None else book.base.report
    end: Report | None = None
    while True:
        candidates = following.pop(at, []) or _line_starts(book, following, end, first)
        if not candidates:
            break
        at = min(candidates, key=lambda digest: _later_first(book, digest))
        end = book.reports[at].report
        following.pop(end.previous_report, None)
    if end is None:
        return None
    return Receipt(end.member, end.meter, end.cycle, end.revision, at)


def gaps(book: Book, wanted: Iterable[CycleNo], first: CycleNo) -> tuple[CycleNo, ...]:
    """Return the cycles to ask for again: `wanted` ones without report, and holes in the line.

    A hole is a known report whose predecessor is not known; asked for are the cycles between the
    last receipt and it, or, when none of those is missing, all of them: a correction is.
    """
    known = set(book.cycles) | set(book.chain)
    missing = {cycle for cycle in wanted if cycle >= first and cycle not in known}
    base = NO_REPORT if book.base is None else book.base.report
    start = first if book.base is None else max(first, book.base.cycle)
    for signed in book.reports.values():
        before, cycle = signed.report.previous_report, signed.report.cycle
        if before in book.reports or before in {NO_REPORT, base} or cycle < start:
            continue
        between = set(range(start, cycle))
        hole = between - known or between | {cycle}
        missing |= {CycleNo(number) for number in hole}
    return tuple(sorted(missing)[:MOST_GAP_CYCLES])


def _later_first(book: Book, digest: bytes) -> tuple[int, int, bytes]:
    """Order reports that claim one predecessor: the latest goes on, the others equivocate."""
    report = book.reports[digest].report
    return -report.cycle, -report.revision, digest


def _line_starts(
    book: Book, following: Mapping[bytes, list[bytes]], end: Report | None, first: CycleNo
) -> list[bytes]:
    """Return the oldest report that may begin a new line, as a list of none or one."""
    newest = end or book.base
    starts = [
        digest
        for previous, digests in following.items()
        if previous not in book.reports
        for digest in digests
        if (newest is None or book.reports[digest].report.cycle > newest.cycle)
        and (previous == NO_REPORT or book.reports[digest].report.cycle <= first)
    ]
    return sorted(starts, key=lambda digest: _later_first(book, digest))[-1:]


def _contradicted(book: Book, digest: bytes, report: Report) -> bool:
    seen = book.chain.get(report.cycle)
    if seen is not None and seen.revision == report.revision and seen.digest != digest:
        return True
    same_cycle = (book.reports[one] for one in book.cycles.get(report.cycle, ()))
    return any(signed.report.revision == report.revision for signed in same_cycle)


def _kept(book: Book, reports: Mapping[bytes, SignedReport]) -> Book:
    """Return the book with these reports only."""
    cycles: dict[CycleNo, list[bytes]] = {}
    for digest in sorted(reports):
        cycles.setdefault(reports[digest].report.cycle, []).append(digest)
    return msgspec.structs.replace(
        book,
        reports=reports,
        cycles={cycle: tuple(digests) for cycle, digests in cycles.items()},
    )


def _with(state: ReconcilerState, member: Address, book: Book) -> ReconcilerState:
    return ReconcilerState(state.domain, {**state.books, member: book})
