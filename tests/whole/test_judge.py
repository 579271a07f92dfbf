"""The judge itself: each seeded fault must be complained of, and only that."""

from collections import Counter

import msgspec

from agent.bridge.report import Report, ReportDomain
from agent.ledger import market_contract as market
from agent.ledger.transaction import Fees, Signed, Transaction
from agent.market.cycle import CycleTimes
from agent.units import Address, CycleNo, EnergyWh, UnixMs
from drivers.simulated.street import plan_street
from tests.whole import judge
from tests.whole.chain_facts import ChainFacts, Executed, OrderFact

ME = Address("0x" + "11" * 20)
OPERATOR = Address("0x" + "22" * 20)
DOMAIN = ReportDomain(1337, Address("0x" + "33" * 20))
PLAN = plan_street(1, 8)[0]
START_MINUTE = 990
TIMES = CycleTimes(1_000, 15)
ORDER = market.call_order(4, 1, 500, 100_000, 200_000, 150)
OTHER_ORDER = market.call_order(4, 1, 501, 100_000, 200_000, 150)


def signed(nonce: int, data: bytes, max_fee_wei: int = 10) -> Signed:
    asked = Transaction(1337, nonce, Fees(max_fee_wei, 1), 280_000, DOMAIN.contract, 0, data)
    return Signed(asked, bytes(65), ME)


def executed(nonce: int, data: bytes) -> Executed:
    return Executed(9, 1_060, ME, nonce, data, good=True)


def report(cycle: int, off_wh: int = 0, revision: int = 1) -> Report:
    imported, exported = judge.exact_registers(PLAN, START_MINUTE, cycle)
    return Report(
        member=ME,
        meter=bytes(32),
        cycle=CycleNo(cycle),
        revision=revision,
        import_wh=EnergyWh(imported + off_wh),
        export_wh=EnergyWh(exported),
        quality=0,
        meter_time_ms=UnixMs(0),
        previous_report=bytes(32),
    )


def test_a_nonce_signed_for_two_orders_is_seen() -> None:
    assert judge.nonces([signed(3, ORDER), signed(3, ORDER, max_fee_wei=11)]) == []
    assert len(judge.nonces([signed(3, ORDER), signed(3, OTHER_ORDER)])) == 1


def test_a_second_order_nobody_asked_for_is_seen() -> None:
    changed = [executed(3, ORDER), executed(4, OTHER_ORDER)]
    assert judge.orders_once(changed, ME, Counter({4: 1})) == []
    assert len(judge.orders_once(changed, ME, Counter())) == 1
    repeated = [executed(3, ORDER), executed(4, ORDER)]
    assert len(judge.orders_once(repeated, ME, Counter({4: 1}))) == 1


def test_an_order_after_the_gate_is_seen() -> None:
    gate_s = 1_000 + 4 * 15 + 3
    assert (
        judge.late_orders([(gate_s - 1, signed(3, ORDER)), (gate_s + 1, signed(3, ORDER))], TIMES)
        == []
    )
    assert len(judge.late_orders([(gate_s + 1, signed(3, ORDER))], TIMES)) == 1


def test_a_report_that_was_changed_is_seen() -> None:
    assert judge.reports_once(DOMAIN, [report(4), report(4), report(5)]) == []
    assert judge.reports_once(DOMAIN, [report(4), report(4, 1, revision=2)]) == []
    assert len(judge.reports_once(DOMAIN, [report(4), report(4, off_wh=1)])) == 1


def test_energy_that_was_lost_or_invented_is_seen() -> None:
    whole = [report(cycle) for cycle in range(3)]
    assert judge.energy(PLAN, START_MINUTE, whole, range(3)) == []
    assert len(judge.energy(PLAN, START_MINUTE, whole[:2], range(3))) == 1
    assert len(judge.energy(PLAN, START_MINUTE, [*whole[:2], report(2, off_wh=-1)], range(3))) == 1


def test_wrong_energy_on_the_chain_is_seen() -> None:
    imported, exported = judge.exact_registers(PLAN, START_MINUTE, 2)
    good = market.Registers(imported, exported, 0, 1, present=True)
    bad = market.Registers(imported + 1, exported, 0, 1, present=True)
    facts = ChainFacts(9, (), (), {}, {}, {}, {(ME, 2): good}, {})
    assert judge.chain_energy(PLAN, START_MINUTE, ME, facts) == []
    facts = msgspec.structs.replace(facts, registers={(ME, 2): bad})
    assert len(judge.chain_energy(PLAN, START_MINUTE, ME, facts)) == 1


def test_a_settlement_posted_twice_is_seen() -> None:
    order = OrderFact(
        cycle=4,
        index=0,
        member=ME,
        terms=market.OrderTerms.unpack(0),
        outcome=market.Outcome(500, 10, 1),
        settlement=market.Settlement(500, 0, 1, 0, 1),
        amount_micro=-70,
    )
    once = {ME: 930, OPERATOR: 70}
    twice = {ME: 860, OPERATOR: 140}
    lost = {ME: 930, OPERATOR: 69}
    assert judge.money(once, [order], 1_000, OPERATOR) == []
    assert len(judge.money(twice, [order], 1_000, OPERATOR)) == 1
    assert len(judge.money(lost, [order], 1_000, OPERATOR)) == 1
