"""The operator's service against the real contract: a day's work, accidents, a crash anywhere."""

import asyncio
from collections.abc import Iterator
from typing import Any

import msgspec
import pytest

from agent.bridge.payload import (
    Statement,
    decode_report,
    decode_statement,
)
from agent.bridge.report import SignedReport, report_digest
from agent.bridge.topics import Channel, operator_subscriptions
from agent.commands.operator_outside import UNSETTLED
from agent.commands.operator_reconcile import _summary
from agent.dso.operator import Market, Operator
from agent.dso.reconcile import Verdict
from agent.dso.sending import FeeRules
from agent.ledger import market_contract as mc
from agent.ports import BrokerError, ChainHalted, Message
from drivers.simulated.broker_memory import MemoryBroker
from tests.dso.office import (
    IN_SETTLEMENT,
    Beats,
    Fuse,
    Office,
    a_days_work,
    end_of,
    expect_settled,
    reports_of_both,
    traded_world,
)
from tests.dso.world import (
    BUYER,
    CHAIN_ID,
    HOMES,
    LOSER,
    OPERATOR,
    SELLER,
    HomeReports,
    MemoryStore,
    World,
    message,
)


async def test_reports_become_registers_settlements_receipts_and_statements() -> None:
    office = Office(traded_world())
    await a_days_work(office)
    expect_settled(office.world)
    newest = {one.receipt.member: one.receipt.cycle for one in office.receipts()}
    assert newest == {HOMES[SELLER].address: 1, HOMES[BUYER].address: 1}
    statements = [decode_statement(content) for content in office.sent(Channel.STATEMENT)]
    amounts = {one.side: one.amount_micro for one in statements}  # type: ignore[union-attr]
    assert amounts == {"sell": 180_000 - 40_000 - 5_000, "buy": -200_000 - 40_000}
    assert office.store.pending == {}
    assert {0, 1} <= office.store.finished


async def test_settlement_waits_for_its_phase() -> None:
    office = Office(traded_world())
    await office.at(end_of(1) + 5)
    await office.take(*reports_of_both(office.world))
    await office.at(end_of(1) + 30)
    assert office.world.settlement(0, SELLER).status == 0
    assert mc.Registers.unpack(
        office.world.word(mc.registers_slot(HOMES[SELLER].address, 1))
    ).present


async def test_silence_is_settled_by_default_and_corrected_by_a_late_report() -> None:
    office = Office(traded_world())
    await office.at(end_of(5) + 10)
    assert office.world.settlement(0, SELLER).status == mc.SettlementStatus.DEFAULT
    await office.take(*reports_of_both(office.world))
    await office.at(end_of(5) + 60, 8)
    assert office.world.settlement(0, SELLER).status == mc.SettlementStatus.CORRECTED
    assert office.world.settlement(0, SELLER).metered_wh == 900
    statuses = [decode_statement(content).status for content in office.sent(Channel.STATEMENT)]  # type: ignore[union-attr]
    assert statuses[-2:] == ["corrected", "corrected"]


async def test_a_missing_report_is_asked_for_once_a_cycle_and_stops_its_receipts() -> None:
    office = Office(traded_world())
    mail = reports_of_both(office.world)
    await office.at(end_of(1) + 5)
    await office.take(*mail[1:])
    await office.at(end_of(1) + 30)
    assert office.gaps() == [(HOMES[SELLER].address, (0, 1)), (HOMES[BUYER].address, (0, 1))]
    await office.at(end_of(2) + 5)
    assert office.gaps()[2:] == [(HOMES[SELLER].address, (0,))]
    assert HOMES[SELLER].address not in [one.receipt.member for one in office.receipts()]
    await office.take(mail[0])
    assert HOMES[SELLER].address in [one.receipt.member for one in office.receipts()]
    await office.at(end_of(3) + 5)
    assert len(office.gaps()) == 3


async def test_a_broker_that_is_gone_delays_statements_but_no_settlement() -> None:
    office = Office(traded_world())
    await office.at(end_of(1) + 5)
    await office.take(*reports_of_both(office.world))
    office.broker.stop()
    await office.at(IN_SETTLEMENT, 6)
    assert office.world.settlement(0, SELLER).status == mc.SettlementStatus.FINAL
    assert office.sent(Channel.STATEMENT) == []
    office.broker.start()
    await office.operator.linked()
    await office.at(IN_SETTLEMENT + 30, 2)
    assert len(office.sent(Channel.STATEMENT)) == 2


async def test_a_report_the_contract_skips_is_not_sent_for_ever() -> None:
    world = traded_world()
    office = Office(world)
    seller = HomeReports(world, SELLER)
    falling = [seller.report(0, 50, 1_000), seller.report(1, 50, 900)]
    await office.at(end_of(1) + 5)
    await office.take(*(message(world, one) for one in falling))
    before = world.chain.account(bytes.fromhex(OPERATOR.address[2:])).nonce
    await office.at(end_of(1) + 30, 12)
    assert world.chain.account(bytes.fromhex(OPERATOR.address[2:])).nonce - before <= 4


def contradiction(world: World) -> list[Message]:
    """The third home signs twice for one cycle and revision."""
    return [
        message(world, HomeReports(world, LOSER).report(1, 60, export_wh)) for export_wh in (5, 6)
    ]


async def a_bad_days_work(office: Office) -> None:
    await office.at(end_of(1) + 5)
    await office.take(*reports_of_both(office.world), *contradiction(office.world))
    await office.at(end_of(1) + 30)
    await office.at(IN_SETTLEMENT, 6)
    await office.at(IN_SETTLEMENT + 30, 4)


def outcome(office: Office) -> dict[str, Any]:
    """Everything that must not depend on when the power went."""
    world = office.world
    by_member = {
        one.receipt.member: one.receipt.cycle
        for one in sorted(office.receipts(), key=lambda one: one.receipt.cycle)
    }
    last_statements = {}
    for content in office.sent(Channel.STATEMENT):
        found = decode_statement(content)
        assert isinstance(found, Statement)
        last_statements[found.member, found.cycle] = (found.amount_micro, found.status)
    return {
        "balances": world.balances(),
        "settlements": [world.settlement(0, index) for index in (SELLER, BUYER, LOSER)],
        "registers": [
            world.word(mc.registers_slot(home.address, cycle)) for home in HOMES for cycle in (0, 1)
        ],
        "released": [world.released(0, LOSER), world.released(1, 0)],
        "receipts": by_member,
        "kept receipts": office.store.receipts,
        "reports": set(office.store.reports),
        "evidence": office.store.evidence,
        "statements": last_statements,
        "stated": office.store.stated,
        "pending": office.store.pending,
        "finished": office.store.finished,
    }


async def test_a_crash_at_any_step_loses_and_doubles_nothing() -> None:
    """Before the first durable step, and after each: what lies between two leaves no trace."""
    calm = Office(traded_world())
    await a_bad_days_work(calm)
    expect_settled(calm.world)
    expected, effects = outcome(calm), calm.fuse.count
    assert len(expected["evidence"]) == 1
    assert effects > 30
    for at, after in ((1, False), *((step, True) for step in range(1, effects + 1))):
        office = Office(traded_world())
        office.fuse = Fuse(at, after=after)
        office.start()
        await a_bad_days_work(office)
        assert outcome(office) == expected, f"a crash {at} of {effects}"
        digests = {(one.receipt.member, one.receipt.cycle): one for one in office.receipts()}
        assert all(
            digests[one.receipt.member, one.receipt.cycle] == one for one in office.receipts()
        )


async def test_many_reports_get_one_receipt_and_a_lone_one_at_once() -> None:
    office = Office(traded_world())
    await office.at(end_of(20), 1)
    chain = HomeReports(office.world, LOSER)
    mail = [message(office.world, chain.report(cycle, cycle, 0)) for cycle in range(20)]
    for item in mail[:19]:
        await office.operator.take(item, answer=False)
    assert office.receipts() == []
    await office.operator.answer()
    assert [one.receipt.cycle for one in office.receipts()] == [18]
    await office.take(mail[19])
    assert [one.receipt.cycle for one in office.receipts()] == [18, 19]


@pytest.mark.parametrize("broker_first", [True, False])
async def test_either_copy_first_gives_the_same_result(broker_first: bool) -> None:
    """Somebody else puts the reports on the chain; the broker's copies come before or after."""
    office = Office(traded_world())
    mail = reports_of_both(office.world)
    copies = [decode_report(item.payload) for item in mail]
    signed = [one for one in copies if isinstance(one, SignedReport)]

    async def on_chain() -> None:
        office.world.send(HOMES[LOSER], mc.call_report(signed))
        await office.at(end_of(1) + 10, 2)

    await office.at(end_of(1) + 5, 1)
    if not broker_first:
        await on_chain()
    await office.take(*mail)
    if broker_first:
        await on_chain()
    await office.at(end_of(1) + 30)
    await office.at(IN_SETTLEMENT, 6)
    expect_settled(office.world)
    newest = {one.receipt.member: one.receipt.cycle for one in office.receipts()}
    assert newest == {HOMES[SELLER].address: 1, HOMES[BUYER].address: 1}
    assert len(office.sent(Channel.STATEMENT)) == 2


async def test_a_late_report_that_never_came_by_the_broker_corrects_as_well() -> None:
    office = Office(traded_world())
    await office.at(end_of(5) + 10)
    assert office.world.settlement(0, SELLER).status == mc.SettlementStatus.DEFAULT
    assert 0 in office.store.finished
    copies = [decode_report(item.payload) for item in reports_of_both(office.world)]
    signed = [one for one in copies if isinstance(one, SignedReport)]
    office.world.send(HOMES[LOSER], mc.call_report(signed))
    await office.at(end_of(5) + 20, 1)
    await office.at(end_of(6) + 20, 4)
    assert office.world.settlement(0, SELLER).status == mc.SettlementStatus.CORRECTED
    assert office.world.settlement(0, BUYER).metered_wh == 1_000
    await office.at(end_of(6) + 60, 2)
    assert 0 in office.store.finished


async def test_silence_is_settled_after_its_deadline_and_not_a_second_before() -> None:
    """Four cycles after the delivery cycle's end, by the block's time, as the contract has it."""
    office = Office(traded_world())
    deadline_s = end_of(5)
    await office.at(deadline_s - 4, 5)
    assert office.world.settlement(0, SELLER).status == mc.SettlementStatus.NONE
    standing = office.operator.standing
    assert standing is not None
    assert (len(standing.unsettled), standing.overdue) == (2, ())
    assert {one.deadline_s for one in standing.unsettled} == {deadline_s}
    office.fuse = Fuse()
    head = office.world.block(deadline_s + 1)
    await office.operator.at_head(head)
    assert len(office.operator.standing.overdue) == 2  # type: ignore[union-attr]
    await office.at(deadline_s + 2, 3)
    assert office.world.settlement(0, SELLER).status == mc.SettlementStatus.DEFAULT
    assert office.operator.standing.unsettled == ()  # type: ignore[union-attr]


@pytest.mark.parametrize(("seconds", "corrected"), [(0, True), (1, False)])
async def test_the_correction_window_closes_on_the_second(seconds: int, corrected: bool) -> None:
    """A report counts until seven days after its cycle's end; the settlement may come later."""
    office = Office(traded_world())
    await office.at(end_of(5) + 10)
    mail = reports_of_both(office.world)
    await office.at(end_of(0) + 7 * 86_400 - 60, 1)
    await office.take(*mail[:2])
    await office.at(end_of(0) + 7 * 86_400 - 40, 3)
    await office.take(*mail[2:])
    last_s = end_of(1) + 7 * 86_400
    await office.at(last_s - 20, 1)
    office.world.block(last_s + seconds)
    await office.at(last_s + 40, 6)
    expected = mc.SettlementStatus.CORRECTED if corrected else mc.SettlementStatus.DEFAULT
    assert office.world.settlement(0, SELLER).status == expected


async def test_late_and_foreign_reports_are_refused_counted_and_shown() -> None:
    office = Office(traded_world())
    await office.at(end_of(1) + 5, 1)
    mail = reports_of_both(office.world)
    stranger = msgspec.structs.replace(mail[0], topic=mail[1].topic)
    forged = msgspec.structs.replace(mail[0], payload=mail[0].payload.replace(b"1000", b"1001"))
    verdicts = await office.take(mail[0], stranger, forged, mail[0])
    assert verdicts == [Verdict.NEW, Verdict.FOREIGN_TOPIC, Verdict.FORGED, Verdict.KNOWN]
    await office.at(end_of(700), 1)
    assert await office.take(mail[2]) == [Verdict.TOO_OLD]
    office.start()
    await office.at(end_of(701), 1)
    standing = office.operator.standing
    assert standing is not None
    assert standing.refused == {
        HOMES[SELLER].address: {"forged": 1, "known": 1},
        HOMES[BUYER].address: {"foreign topic": 1},
    }


async def test_once_comes_to_rest_and_says_what_is_overdue() -> None:
    world, broker = traded_world(), MemoryBroker()
    office = Office(world)

    def operator(times: Iterator[int]) -> Operator:
        return Operator(
            Market(CHAIN_ID, world.contract, FeeRules(1, 10**11)),
            Beats(world, times),
            OPERATOR,
            broker.client(*operator_subscriptions(world.domain)),
            office.store,
        )

    for signed in reports_of_both(world):
        found = decode_report(signed.payload)
        assert isinstance(found, SignedReport)
        office.store.add_report(report_digest(world.domain, found.report), found)
    once = operator(iter(range(IN_SETTLEMENT, IN_SETTLEMENT + 60)))
    assert await once.once(0.0)
    expect_settled(world)
    assert once.standing is not None
    assert _summary(once, rested=True) == 0
    world.trade_in(3)
    late = operator(iter([end_of(8) + 5, end_of(8) + 6]))
    assert not await late.once(0.0, 0.0) or late.standing is not None
    late = operator(iter([end_of(8) + 15, end_of(8) + 16]))
    with pytest.raises(ChainHalted):
        await late.once(0.0)
    assert _summary(late, rested=False) == UNSETTLED


async def test_a_broker_error_is_not_ours() -> None:
    office = Office(traded_world())
    office.broker.stop()
    with pytest.raises(BrokerError):
        await office.client.publish("t", b"")
    await office.at(end_of(1) + 5, 1)


async def test_the_running_service_takes_mail_and_settles() -> None:
    world, broker = traded_world(), MemoryBroker()
    subscriptions = operator_subscriptions(world.domain)
    times = iter([*range(end_of(1) + 5, end_of(1) + 25), *range(IN_SETTLEMENT, IN_SETTLEMENT + 9)])
    operator = Operator(
        Market(CHAIN_ID, world.contract, FeeRules(1, 10**11)),
        Beats(world, times),
        OPERATOR,
        broker.client(*subscriptions),
        MemoryStore(),
    )

    async def publish() -> None:
        async with broker.client().connected() as home:
            while not operator.state.books:  # noqa: ASYNC110 - the service has no such event
                await asyncio.sleep(0)
            for item in reports_of_both(world):
                await home.publish(item.topic, item.payload)
            await home.publish(reports_of_both(world)[0].topic, b'{"report": {}}')

    task = asyncio.create_task(publish())
    with pytest.raises(ExceptionGroup, match="unhandled") as ended:
        await operator.run()
    await task
    assert ended.group_contains(ChainHalted, match="the film is over")
    expect_settled(world)
    assert (operator.counts["new"], operator.counts["refused"]) == (4, 1)
