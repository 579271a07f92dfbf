"""The queue of reports: what may leave it, and what must not."""

from collections import Counter

import pytest
from coincurve import PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from agent.bridge import outbox as queue
from agent.bridge.outbox import Outbox, OutboxFull, ReceiptVerdict
from agent.bridge.report import (
    NO_REPORT,
    Receipt,
    ReportDomain,
    SignedReceipt,
    SignedReport,
    contract_signature,
    receipt_digest,
    report_digest,
)
from agent.bridge.report_chain import (
    BoundaryRegister,
    NextReport,
    NotReportable,
    ReportChain,
    forget_before,
    next_report,
)
from agent.hashing import keccak256
from agent.units import Address, CycleNo, EnergyWh, MonoMs, UnixMs

DOMAIN = ReportDomain(1337, Address("0x" + "c0" * 20))
MEMBER = Address("0x" + "5a" * 20)
METER = keccak256(b"meter")


def address_of(key: PrivateKey) -> Address:
    return Address("0x" + keccak256(key.public_key.format(compressed=False)[1:])[12:].hex())


HOME, OPERATOR, STRANGER = (
    PrivateKey(keccak256(name)) for name in (b"home", b"operator", b"stranger")
)


def signed_by(key: PrivateKey, digest: bytes) -> bytes:
    return contract_signature(key.sign_recoverable(digest, hasher=None))


def reports(cycles: list[int]) -> list[SignedReport]:
    chain, made = ReportChain(), []
    for number, cycle in enumerate(cycles):
        register = BoundaryRegister(
            CycleNo(cycle), EnergyWh(10 * number), EnergyWh(0), 0, UnixMs(1_000 * number)
        )
        found = next_report(DOMAIN, MEMBER, METER, register, chain)
        assert isinstance(found, NextReport)
        chain = found.chain
        made.append(SignedReport(found.report, signed_by(HOME, found.digest)))
    return made


def filled(cycles: list[int]) -> Outbox:
    outbox = Outbox()
    for signed in reports(cycles):
        after = queue.put(outbox, DOMAIN, signed)
        assert isinstance(after, Outbox)
        outbox = after
    return outbox


def receipt_for(outbox: Outbox, place: int, key: PrivateKey = OPERATOR) -> SignedReceipt:
    entry = outbox.waiting[place]
    report = entry.signed.report
    receipt = Receipt(MEMBER, METER, report.cycle, report.revision, entry.digest)
    return SignedReceipt(receipt, signed_by(key, receipt_digest(DOMAIN, receipt)))


def cycles_of(outbox: Outbox) -> list[int]:
    return [entry.signed.report.cycle for entry in outbox.waiting]


def test_reports_are_linked_and_corrections_count_up() -> None:
    first, second, correction = (signed.report for signed in reports([7, 8, 7]))
    assert first.previous_report == NO_REPORT
    assert second.previous_report == report_digest(DOMAIN, first)
    assert correction.previous_report == report_digest(DOMAIN, second)
    assert (first.revision, second.revision, correction.revision) == (1, 1, 2)


def test_a_register_beyond_the_type_makes_no_report() -> None:
    register = BoundaryRegister(CycleNo(1), EnergyWh(2**53), EnergyWh(-1), 9, UnixMs(0))
    found = next_report(DOMAIN, MEMBER, METER, register, ReportChain())
    assert isinstance(found, NotReportable)
    assert len(found.problems) == 3


def test_old_revisions_can_be_forgotten_without_breaking_the_link() -> None:
    chain = ReportChain(bytes([1]) * 32, {CycleNo(1): 2, CycleNo(9): 1})
    assert forget_before(chain, CycleNo(9)) == ReportChain(bytes([1]) * 32, {CycleNo(9): 1})


def test_a_receipt_takes_its_report_and_all_before() -> None:
    outbox, verdict = queue.acknowledge(
        filled([1, 2, 3]), DOMAIN, receipt_for(filled([1, 2, 3]), 1), address_of(OPERATOR)
    )
    assert (cycles_of(outbox), verdict) == ([3], ReceiptVerdict.TAKEN)


def test_a_forged_receipt_drops_nothing() -> None:
    before = filled([1, 2, 3])
    forged = receipt_for(before, 2, STRANGER)
    after, verdict = queue.acknowledge(before, DOMAIN, forged, address_of(OPERATOR))
    assert (after, verdict) == (before, ReceiptVerdict.FORGED)


def test_a_receipt_of_another_market_drops_nothing() -> None:
    before = filled([1])
    elsewhere = ReportDomain(DOMAIN.chain_id + 1, DOMAIN.contract)
    after, verdict = queue.acknowledge(
        before, elsewhere, receipt_for(before, 0), address_of(OPERATOR)
    )
    assert (after, verdict) == (before, ReceiptVerdict.FORGED)


def test_a_replayed_old_receipt_drops_nothing_more() -> None:
    before = filled([1, 2, 3])
    old = receipt_for(before, 0)
    once, _ = queue.acknowledge(before, DOMAIN, old, address_of(OPERATOR))
    twice, verdict = queue.acknowledge(once, DOMAIN, old, address_of(OPERATOR))
    assert (twice, verdict) == (once, ReceiptVerdict.KNOWN)


def test_a_receipt_that_names_another_cycle_drops_nothing() -> None:
    before = filled([1, 2])
    entry = before.waiting[1]
    receipt = Receipt(MEMBER, METER, CycleNo(99), 1, entry.digest)
    wrong = SignedReceipt(receipt, signed_by(OPERATOR, receipt_digest(DOMAIN, receipt)))
    after, verdict = queue.acknowledge(before, DOMAIN, wrong, address_of(OPERATOR))
    assert (after, verdict) == (before, ReceiptVerdict.FOREIGN)


def test_inclusion_on_chain_takes_one_report_only() -> None:
    outbox = filled([1, 2, 3])
    assert cycles_of(queue.drop_included(outbox, outbox.waiting[1].digest)) == [1, 3]
    assert queue.drop_included(outbox, bytes(32)) == outbox


def test_a_report_put_twice_waits_once() -> None:
    outbox = filled([1, 2])
    assert queue.put(outbox, DOMAIN, outbox.waiting[0].signed) == outbox


def test_a_full_queue_refuses_the_new_report_and_keeps_the_old(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(queue, "MOST_WAITING", 2)
    outbox = filled([1, 2])
    assert queue.put(outbox, DOMAIN, reports([1, 2, 3])[2]) == OutboxFull(2)
    assert cycles_of(outbox) == [1, 2]


REPEAT_MS = 30_000


def send(outbox: Outbox, now_ms: int) -> tuple[Outbox, list[int]]:
    """Publish what is due; return the cycles in the order they leave."""
    ready = queue.due(outbox, MonoMs(now_ms), REPEAT_MS)
    cycles: list[int] = [signed.report.cycle for signed in ready]
    return queue.mark_sent(outbox, ready, MonoMs(now_ms)), cycles


def receipted(outbox: Outbox, cycle: int) -> Outbox:
    place = cycles_of(outbox).index(cycle)
    after, verdict = queue.acknowledge(
        outbox, DOMAIN, receipt_for(outbox, place), address_of(OPERATOR)
    )
    assert verdict is ReceiptVerdict.TAKEN
    return after


def test_a_backlog_goes_out_in_order_and_once_as_receipts_come() -> None:
    outbox, heard = filled(list(range(50))), list[int]()
    for now_ms in range(0, 30_000, 1_000):
        outbox, sent = send(outbox, now_ms)
        heard += sent
        assert len(heard) - (50 - len(outbox.waiting)) <= queue.MOST_IN_FLIGHT
        if outbox.waiting:
            outbox = receipted(outbox, heard[-1] - 3 if heard[-1] < 49 else 49)
    assert heard == list(range(50))
    assert outbox == Outbox()


def test_a_silent_operator_gets_a_window_and_then_the_oldest_again() -> None:
    outbox, sent = send(filled(list(range(50))), 0)
    assert sent == list(range(20))
    for now_ms in (0, 1, REPEAT_MS - 1):
        assert queue.due(outbox, MonoMs(now_ms), REPEAT_MS) == ()
    outbox, sent = send(outbox, REPEAT_MS)
    assert sent == [49, 48, 47, 46, *range(16)]
    assert queue.due(outbox, MonoMs(2 * REPEAT_MS - 1), REPEAT_MS) == ()
    outbox, sent = send(outbox, 2 * REPEAT_MS)
    assert sent == [45, 44, 43, 42, *range(16)]


def test_a_silent_operator_gets_everything_some_day_and_again() -> None:
    outbox, heard = filled(list(range(50))), Counter[int]()
    for round_ in range(40):
        outbox, sent = send(outbox, round_ * REPEAT_MS)
        assert len(sent) == queue.MOST_IN_FLIGHT
        heard.update(sent)
    assert set(heard) == set(range(50))
    assert min(heard.values()) > 1


def test_an_operator_that_is_back_gets_the_line_from_its_oldest_report() -> None:
    """What was acknowledged by the broker while nobody listened goes out again, in order."""
    outbox = filled(list(range(100)))
    for round_ in range(5):
        outbox, _ = send(outbox, round_ * REPEAT_MS)
    now_ms, heard = 5 * REPEAT_MS, list[int]()
    while outbox.waiting:
        outbox, sent = send(outbox, now_ms)
        heard += sent
        known = set(heard)
        line = next(cycle for cycle in range(101) if cycle not in known)
        if line and line - 1 in cycles_of(outbox):
            outbox = receipted(outbox, line - 1)
        now_ms += 1_000
    assert now_ms - 5 * REPEAT_MS <= 2 * REPEAT_MS
    assert len(heard) <= 100 + 5 * queue.MOST_AHEAD


def test_oldest_reports_that_nobody_takes_do_not_stop_a_new_cycles_report_for_ever() -> None:
    outbox = filled(list(range(200)))
    for round_ in range(3):
        outbox, _ = send(outbox, round_ * REPEAT_MS)
    newest = queue.put(outbox, DOMAIN, reports(list(range(201)))[-1])
    assert isinstance(newest, Outbox)
    _, sent = send(newest, 3 * REPEAT_MS)
    assert sent[0] == 200


def test_a_new_connection_sends_again() -> None:
    outbox = filled([1])
    first = queue.due(outbox, MonoMs(0), 30_000)
    outbox = queue.mark_sent(outbox, first, MonoMs(0))
    assert queue.due(queue.link_lost(outbox), MonoMs(1), 30_000) == first


def test_a_report_nobody_takes_over_does_not_stop_newer_ones() -> None:
    outbox = filled(list(range(queue.MOST_IN_FLIGHT)))
    outbox = queue.mark_sent(outbox, queue.due(outbox, MonoMs(0), 10), MonoMs(0))
    newest = reports(list(range(queue.MOST_IN_FLIGHT + 1)))[-1]
    after = queue.put(outbox, DOMAIN, newest)
    assert isinstance(after, Outbox)
    assert queue.due(after, MonoMs(1_000), 10)[0] == newest


def test_a_gap_is_answered_with_every_revision_and_bounded() -> None:
    outbox = filled([5, 6, 5, *range(10, 200)])
    found = queue.answer_gap(outbox, [CycleNo(5)])
    assert [(part.report.cycle, part.report.revision) for part in found] == [(5, 1), (5, 2)]
    everything = queue.answer_gap(outbox, [CycleNo(cycle) for cycle in range(300)])
    assert len(everything) == queue.MOST_ANSWERED


@given(
    st.lists(st.integers(0, 20), min_size=1, max_size=15),
    st.lists(st.tuples(st.booleans(), st.integers(0, 14)), max_size=25),
)
def test_nothing_leaves_without_receipt_or_inclusion(
    cycles: list[int], acknowledgements: list[tuple[bool, int]]
) -> None:
    full = filled(cycles)
    outbox, taken = full, set[bytes]()
    for by_receipt, place in acknowledgements:
        entry = full.waiting[place % len(full.waiting)]
        if by_receipt:
            signed = receipt_for(full, place % len(full.waiting))
            before = {left.digest for left in outbox.waiting}
            outbox, _ = queue.acknowledge(outbox, DOMAIN, signed, address_of(OPERATOR))
            upto = [left.digest for left in full.waiting][: place % len(full.waiting) + 1]
            taken |= before & set(upto)
        else:
            outbox = queue.drop_included(outbox, entry.digest)
            taken.add(entry.digest)
    left = {entry.digest for entry in outbox.waiting}
    assert left >= {entry.digest for entry in full.waiting} - taken
    assert [entry for entry in full.waiting if entry.digest in left] == list(outbox.waiting)
