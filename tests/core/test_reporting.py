"""Delivery reports: signed once per (cycle, revision), kept until somebody has them."""

import msgspec

from agent.bridge.payload import decode_report
from agent.bridge.report import NO_REPORT, recover, report_digest
from agent.bridge.report_chain import BoundaryRegister
from agent.bridge.topics import Channel
from agent.core.effects import Publish, Sign
from agent.core.events import BrokerSaid, MeterRead, RegistersSeen
from agent.core.reporting import (
    REPEAT_AFTER_MS,
    Reporting,
    domain_of,
    report_boundaries,
    resume,
    signed,
)
from tests.core.story import (
    CONSTANTS,
    MINUTE_MS,
    ORDER_KEY,
    REPORT_KEY,
    Agent,
    at,
    gap,
    reading,
    receipt,
)

DOMAIN = domain_of(CONSTANTS)


def reader(cycles: int = 3, first: int = 5) -> Agent:
    """A home whose meter speaks every minute over some cycles' ends."""
    agent = Agent()
    agent.start(at(first, 10))
    agent.tick(at(first, 10))
    for k in range(15 * cycles + 1):
        now = at(first, 10) + k * MINUTE_MS
        agent.take(reading(now, 1_000 + 10 * k, 500))
    return agent


def waiting(agent: Agent) -> list[tuple[int, int]]:
    return [
        (entry.signed.report.cycle, entry.signed.report.revision)
        for entry in agent.state.outbox.waiting
    ]


def test_each_cycles_end_is_reported_once() -> None:
    agent = reader()
    assert waiting(agent) == [(5, 1), (6, 1), (7, 1)]
    assert [sign.ident for sign in agent.signs()] == ["report:5:1", "report:6:1", "report:7:1"]


def test_a_report_says_the_register_at_the_boundary_and_links_to_the_one_before() -> None:
    agent = reader()
    first, second, third = (entry.signed.report for entry in agent.state.outbox.waiting)
    assert (first.import_wh, first.export_wh, first.quality) == (1_050, 500, 0)
    assert (second.import_wh, third.import_wh) == (1_200, 1_350)
    assert first.previous_report == NO_REPORT
    assert second.previous_report == report_digest(DOMAIN, first)
    assert third.previous_report == report_digest(DOMAIN, second)


def test_a_report_is_signed_by_the_report_key_for_the_contract() -> None:
    agent = reader(1)
    (entry,) = agent.state.outbox.waiting
    assert recover(entry.digest, entry.signed.signature) == REPORT_KEY.address


def test_the_same_readings_again_report_nothing_again() -> None:
    agent = reader()
    before = agent.state.reporting
    for entry in [entry for entry in agent.journal if b'"meter-read"' in entry]:
        agent.take(msgspec.json.decode(entry, type=MeterRead))
    assert agent.state.reporting == before
    assert len(agent.signs()) == 3


def test_a_substitute_is_followed_by_a_correction_with_the_right_link() -> None:
    agent = reader(1)
    agent.tick(at(10, 1))  # the meter is silent over the ends of cycles 6 to 8
    substitutes = [entry.signed.report for entry in agent.state.outbox.waiting[1:]]
    assert [(one.cycle, one.revision, one.quality) for one in substitutes] == [(6, 1, 2)]
    agent.take(reading(at(10, 2), 1_800, 500))
    reports = [entry.signed.report for entry in agent.state.outbox.waiting]
    correction = next(one for one in reports if (one.cycle, one.revision) == (6, 2))
    place = reports.index(correction)
    assert correction.quality == 1
    assert correction.previous_report == report_digest(DOMAIN, reports[place - 1])
    assert [(one.cycle, one.revision) for one in reports] == [
        (5, 1),
        (6, 1),
        (6, 2),
        (7, 1),
        (8, 1),
        (9, 1),
    ]


def test_registers_before_the_market_began_are_not_reported() -> None:
    agent = reader(2, first=-2)
    assert waiting(agent) == []


def test_after_a_restart_missing_signatures_are_asked_for_with_the_same_digest() -> None:
    agent = Agent()
    agent.signing = False
    agent.start(at(5, 10))
    agent.tick(at(5, 10))
    for k in range(8):
        agent.take(reading(at(5, 10) + k * MINUTE_MS, 1_000 + 10 * k, 500))
    (asked,) = agent.signs()
    agent.signing = True
    agent.start(at(6, 4))
    assert [sign for sign in agent.signs() if sign.key == "report"] == [asked, asked]
    assert waiting(agent) == [(5, 1)]
    assert resume(CONSTANTS, agent.state.reporting) == ()


def test_a_signature_nobody_waits_for_changes_nothing() -> None:
    agent = reader(1)
    state = agent.state
    other = ORDER_KEY.sign_digest(bytes(32))
    for ident in ("report:5:1", "report:5:2", "nonsense", "report:"):
        found = signed(CONSTANTS, state.reporting, state.outbox, ident, other)
        assert found == (state.reporting, state.outbox)


def test_a_malformed_signature_leaves_the_report_waiting_to_be_signed() -> None:
    agent = Agent()
    agent.signing = False
    agent.start(at(5, 10))
    agent.tick(at(5, 10))
    for k in range(8):
        agent.take(reading(at(5, 10) + k * MINUTE_MS, 1_000 + 10 * k, 500))
    (asked,) = agent.signs()
    before = agent.state
    for bad in (b"", bytes(64), bytes(66)):
        agent.take(msgspec.structs.replace(agent.signature(asked, at(6, 3)), signature=bad))
        assert agent.state is before
    assert isinstance(asked, Sign)


def test_reports_wait_while_the_broker_is_away_and_go_out_in_order_when_it_is_back() -> None:
    agent = reader()
    agent.tick(at(8, 11))
    assert agent.published() == []
    agent.broker(at(8, 11))
    agent.tick(at(8, 11))
    sent = [decode_report(one.payload) for one in agent.published()]
    assert [one.report.cycle for one in sent] == [5, 6, 7]


def test_an_unacknowledged_report_is_repeated_not_forgotten() -> None:
    agent = reader(1)
    agent.broker(at(6, 11))
    agent.tick(at(6, 11))
    agent.tick(at(6, 11), after_ms=REPEAT_AFTER_MS - 1)
    assert len(agent.published()) == 1
    agent.tick(at(6, 11), after_ms=1)
    assert len(agent.published()) == 2
    assert agent.published()[0] == agent.published()[1]
    agent.broker(at(6, 12), up=False)
    agent.broker(at(6, 12))
    agent.tick(at(6, 12))
    assert len(agent.published()) == 3


def test_a_receipt_drops_its_report_and_all_before_it() -> None:
    agent = reader()
    reports = [entry.signed.report for entry in agent.state.outbox.waiting]
    agent.said(at(8, 11), Channel.RECEIPT, receipt(reports[1]))
    assert waiting(agent) == [(7, 1)]
    agent.said(at(8, 11), Channel.RECEIPT, receipt(reports[1]))  # the retained one, again
    assert waiting(agent) == [(7, 1)]
    assert agent.state.broker.junk == 0


def test_a_forged_receipt_is_counted_and_drops_nothing() -> None:
    agent = reader()
    report = agent.state.outbox.waiting[-1].signed.report
    agent.said(at(8, 11), Channel.RECEIPT, receipt(report, ORDER_KEY))
    assert waiting(agent) == [(5, 1), (6, 1), (7, 1)]
    assert agent.state.broker.junk == 1


def test_a_receipt_that_contradicts_its_report_drops_nothing() -> None:
    agent = reader()
    report = agent.state.outbox.waiting[-1].signed.report
    agent.said(at(8, 11), Channel.RECEIPT, receipt(report, cycle=6))
    assert len(waiting(agent)) == 3
    assert agent.state.broker.junk == 1


def test_a_receipt_on_somebody_elses_topic_drops_nothing() -> None:
    agent = reader()
    report = agent.state.outbox.waiting[-1].signed.report
    for topic in ("", "gridhearth/1/1337-" + "c0" * 20 + "/receipt/" + "00" * 20, "x/" * 40):
        agent.take(BrokerSaid(at(8, 11), topic, receipt(report)))
    assert len(waiting(agent)) == 3
    assert agent.state.broker.junk == 3


def test_what_is_no_message_is_counted() -> None:
    agent = reader(1)
    for channel in Channel:
        agent.said(at(8, 11), channel, b"\xff{")
    assert agent.state.broker.junk == len(Channel)
    assert waiting(agent) == [(5, 1)]


def test_a_gap_is_answered_with_what_still_waits() -> None:
    agent = reader()
    effects = agent.said(at(8, 11), Channel.GAP, gap(6, 7, 99))
    sent = [decode_report(one.payload) for one in effects if isinstance(one, Publish)]
    assert [one.report.cycle for one in sent] == [6, 7]
    assert agent.said(at(8, 11), Channel.GAP, gap(99)) == ()


def test_a_report_proven_on_the_chain_needs_no_receipt() -> None:
    agent = reader()
    digest = agent.state.outbox.waiting[0].digest
    agent.take(RegistersSeen(at(8, 11), 60, 5, True, 1, 1_050, 500, digest))
    assert waiting(agent) == [(6, 1), (7, 1)]


def test_another_report_proven_on_the_chain_drops_nothing() -> None:
    agent = reader()
    agent.take(RegistersSeen(at(8, 11), 60, 5, True, 2, 9_999, 500, bytes(32)))
    agent.take(RegistersSeen(at(8, 11), 60, 5, False))
    assert len(waiting(agent)) == 3


def test_a_register_nobody_could_sign_is_counted_not_reported() -> None:
    huge = BoundaryRegister(5, 2**60, 0, 0, 1)
    after, effects = report_boundaries(CONSTANTS, Reporting(), [huge])
    assert (after.refused, after.unsigned, effects) == (1, (), ())
