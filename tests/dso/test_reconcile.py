"""The set of reports: attacks refused, order without influence, receipts only for the safe."""

from typing import Any

import pytest
from coincurve import PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from agent.bridge.report import (
    NO_REPORT,
    Receipt,
    Report,
    ReportDomain,
    SignedReport,
    contract_signature,
    report_digest,
)
from agent.dso.reconcile import (
    MOST_REVISIONS,
    Book,
    MemberKeys,
    OnChain,
    ReconcilerState,
    Verdict,
    Window,
    best_report,
    enrol,
    equivocations,
    forget_before,
    gaps,
    receipt_due,
    receipted,
    take_chain,
    take_report,
)
from agent.hashing import keccak256
from agent.units import Address, CycleNo, EnergyWh, UnixMs

DOMAIN = ReportDomain(1337, Address("0x" + "c0" * 20))
MEMBER, OTHER = Address("0x" + "5a" * 20), Address("0x" + "5b" * 20)
METER = keccak256(b"meter")
KEY, STRANGER = PrivateKey(keccak256(b"report key")), PrivateKey(keccak256(b"stranger"))
WINDOW = Window(CycleNo(2), CycleNo(20))


def address_of(key: PrivateKey) -> Address:
    return Address("0x" + keccak256(key.public_key.format(compressed=False)[1:])[12:].hex())


EMPTY = enrol(ReconcilerState(DOMAIN), MEMBER, MemberKeys(address_of(KEY), METER))


def report(
    cycle: int, revision: int = 1, import_wh: int = 0, before: bytes = NO_REPORT, **more: Any
) -> Report:
    fields: dict[str, Any] = {
        "member": MEMBER,
        "meter": METER,
        "cycle": CycleNo(cycle),
        "revision": revision,
        "import_wh": EnergyWh(import_wh),
        "export_wh": EnergyWh(0),
        "quality": 0,
        "meter_time_ms": UnixMs(0),
        "previous_report": before,
    }
    return Report(**(fields | more))


def sign(made: Report, key: PrivateKey = KEY) -> SignedReport:
    digest = report_digest(DOMAIN, made)
    return SignedReport(made, contract_signature(key.sign_recoverable(digest, hasher=None)))


def digest_of(signed: SignedReport) -> bytes:
    return report_digest(DOMAIN, signed.report)


def line(*places: tuple[int, int], first: bytes = NO_REPORT) -> list[SignedReport]:
    made, before = [], first
    for cycle, revision in places:
        made.append(sign(report(cycle, revision, before=before)))
        before = digest_of(made[-1])
    return made


def take(state: ReconcilerState, *reports: SignedReport) -> ReconcilerState:
    for signed in reports:
        state, _ = take_report(state, MEMBER, signed, WINDOW)
    return state


def book(state: ReconcilerState) -> Book:
    return state.books[MEMBER]


@pytest.mark.parametrize(
    ("signed", "topic", "verdict"),
    [
        (sign(report(5)), OTHER, Verdict.FOREIGN_TOPIC),
        (sign(report(5, member=OTHER)), OTHER, Verdict.UNKNOWN_MEMBER),
        (sign(report(5, meter=keccak256(b"neighbour"))), MEMBER, Verdict.OTHER_METER),
        (sign(report(5), STRANGER), MEMBER, Verdict.FORGED),
        (SignedReport(report(5), bytes(65)), MEMBER, Verdict.FORGED),
        (SignedReport(report(6), sign(report(5)).signature), MEMBER, Verdict.FORGED),
        (sign(report(1)), MEMBER, Verdict.TOO_OLD),
        (sign(report(21)), MEMBER, Verdict.TOO_NEW),
    ],
)
def test_what_is_not_the_members_own_changes_nothing(
    signed: SignedReport, topic: Address, verdict: Verdict
) -> None:
    assert take_report(EMPTY, topic, signed, WINDOW) == (EMPTY, verdict)


def test_the_mirrored_signature_of_a_known_report_is_forged() -> None:
    from agent.recovery import CURVE_ORDER

    good = sign(report(5))
    s = CURVE_ORDER - int.from_bytes(good.signature[32:64], "big")
    mirrored = good.signature[:32] + s.to_bytes(32, "big") + bytes([55 - good.signature[64]])
    found = take_report(EMPTY, MEMBER, SignedReport(good.report, mirrored), WINDOW)
    assert found == (EMPTY, Verdict.FORGED)


def test_a_report_of_another_market_is_forged() -> None:
    elsewhere = ReportDomain(1, DOMAIN.contract)
    made = report(5)
    signature = KEY.sign_recoverable(report_digest(elsewhere, made), hasher=None)
    signed = SignedReport(made, contract_signature(signature))
    assert take_report(EMPTY, MEMBER, signed, WINDOW)[1] is Verdict.FORGED


def test_an_old_revision_replayed_does_not_replace_the_newer() -> None:
    old, new = line((5, 1), (5, 2))
    state = take(EMPTY, old, new)
    again, verdict = take_report(state, MEMBER, old, WINDOW)
    assert (again, verdict) == (state, Verdict.KNOWN)
    assert best_report(book(again), CycleNo(5)) == new


def test_equivocation_is_kept_as_evidence_and_named() -> None:
    one, two = sign(report(5, import_wh=1)), sign(report(5, import_wh=2))
    state, verdict = take_report(take(EMPTY, one), MEMBER, two, WINDOW)
    assert verdict is Verdict.EQUIVOCATION
    assert equivocations(book(state)) == ((5, 1),)


def test_of_an_equivocation_the_one_on_the_chain_counts() -> None:
    one, two = sorted((sign(report(5, import_wh=1)), sign(report(5, import_wh=2))), key=digest_of)
    state = take(EMPTY, one, two)
    assert best_report(book(state), CycleNo(5)) == one
    state = take_chain(state, MEMBER, CycleNo(5), OnChain(1, digest_of(two), 2, 0, 0))
    assert best_report(book(state), CycleNo(5)) == two


def test_endless_revisions_do_not_fill_memory() -> None:
    reports = line(*((5, revision) for revision in range(1, MOST_REVISIONS + 2)))
    state = take(EMPTY, *reports[:-1])
    assert take_report(state, MEMBER, reports[-1], WINDOW) == (state, Verdict.TOO_MANY)


def test_a_changed_report_key_drops_what_the_old_one_signed() -> None:
    state = take(EMPTY, *line((5, 1)))
    changed = enrol(state, MEMBER, MemberKeys(address_of(STRANGER), METER))
    assert book(changed).reports == {}


def due(state: ReconcilerState) -> tuple[int, int] | None:
    found = receipt_due(book(state), WINDOW.first)
    return None if found is None else (found.cycle, found.revision)


def test_a_receipt_covers_the_unbroken_line_only() -> None:
    reports = line((5, 1), (6, 1), (5, 2), (7, 1))
    assert due(take(EMPTY, *reports[:2])) == (6, 1)
    assert due(take(EMPTY, *reports[:2], reports[3])) == (6, 1)
    assert due(take(EMPTY, *reports)) == (7, 1)
    assert due(take(EMPTY, *reports[1:])) is None


def test_after_a_receipt_only_what_is_new_gets_one() -> None:
    reports = line((5, 1), (6, 1), (7, 1))
    state = take(EMPTY, *reports[:2])
    given = receipt_due(book(state), WINDOW.first)
    assert given is not None
    state = receipted(state, given)
    assert due(state) is None
    assert due(take(state, reports[2])) == (7, 1)
    assert due(take(forget_before(state, CycleNo(7)), reports[2])) == (7, 1)


def test_a_replaced_device_starts_a_new_line() -> None:
    state = take(EMPTY, *line((5, 1)))
    given = receipt_due(book(state), WINDOW.first)
    assert given is not None
    assert due(take(receipted(state, given), *line((9, 1), (10, 1)))) == (10, 1)


def test_a_hole_too_old_to_count_stops_no_receipt_for_ever() -> None:
    state = take(EMPTY, *line((2, 1), (3, 1), first=keccak256(b"lost")))
    assert due(state) == (3, 1)
    later = take(EMPTY, *line((3, 1), (4, 1), first=keccak256(b"lost")))
    assert due(later) is None


def test_gaps_name_missing_cycles_or_the_correction_that_is_missing() -> None:
    reports = line((5, 1), (6, 1), (7, 1))
    base = Receipt(MEMBER, METER, CycleNo(5), 1, digest_of(reports[0]))
    state = receipted(take(EMPTY, reports[0], reports[2]), base)
    assert gaps(book(state), (), WINDOW.first) == (6,)
    corrected = line((5, 1), (6, 1), (5, 2), (7, 1))
    state = receipted(take(EMPTY, *corrected[:2], corrected[3]), base)
    assert gaps(book(state), (), WINDOW.first) == (5, 6, 7)
    assert gaps(book(EMPTY), (CycleNo(1), CycleNo(8)), WINDOW.first) == (8,)


_POOL = [
    *line((5, 1), (6, 1), (5, 2), (7, 1), (8, 1)),
    sign(report(6, import_wh=77)),
    sign(report(9, before=keccak256(b"unknown"))),
    sign(report(10), STRANGER),
]
_COPIES: list[SignedReport | tuple[CycleNo, OnChain]] = [
    *_POOL,
    *(
        (one.report.cycle, OnChain(one.report.revision, digest_of(one), one.report.import_wh, 0, 0))
        for one in _POOL[:5]
    ),
]


@given(st.permutations(range(len(_COPIES))), st.lists(st.integers(0, len(_COPIES) - 1)))
def test_whichever_copy_comes_first_the_result_is_the_same(
    order: list[int], repeats: list[int]
) -> None:
    def after(places: list[int]) -> ReconcilerState:
        state = EMPTY
        for place in places:
            copy = _COPIES[place]
            if isinstance(copy, SignedReport):
                state, _ = take_report(state, MEMBER, copy, WINDOW)
            else:
                state = take_chain(state, MEMBER, *copy)
        return state

    straight, shuffled = after(list(range(len(_COPIES)))), after([*order, *repeats])
    assert shuffled == straight
    assert due(shuffled) == due(straight)
    assert equivocations(book(shuffled)) == equivocations(book(straight))
    assert gaps(book(shuffled), (), WINDOW.first) == gaps(book(straight), (), WINDOW.first)
    for cycle in range(5, 11):
        assert best_report(book(shuffled), CycleNo(cycle)) == best_report(
            book(straight), CycleNo(cycle)
        )
