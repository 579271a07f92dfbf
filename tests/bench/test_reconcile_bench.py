"""Reports per second through the operator, and what a settlement costs on the chain.

pytest tests/bench/test_reconcile_bench.py -s
"""

import asyncio
import contextlib
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from coincurve import PrivateKey

from agent.bridge.outbox import (
    MOST_IN_FLIGHT,
    Outbox,
    OutboxFull,
    acknowledge,
    due,
    mark_sent,
    put,
)
from agent.bridge.payload import decode_receipt, encode_report
from agent.bridge.report import SignedReceipt, SignedReport, contract_signature, report_digest
from agent.bridge.report_chain import BoundaryRegister, NextReport, ReportChain, next_report
from agent.bridge.topics import Channel, operator_subscriptions, topic
from agent.dso import reconcile
from agent.dso.operator import Market, Operator
from agent.dso.reconcile import MemberKeys, ReconcilerState, Verdict, Window
from agent.dso.sending import FeeRules
from agent.dso.store import OperatorStore
from agent.ledger import market_contract as mc
from agent.ports import Message
from agent.units import CycleNo, EnergyWh, MonoMs, UnixMs
from drivers.operator_store_sqlite import SqliteOperatorStore
from drivers.simulated.broker_memory import MemoryBroker
from tests.contracts.street import Street
from tests.dso.office import Beats, end_of
from tests.dso.world import (
    CHAIN_ID,
    HOMES,
    METERS,
    OPERATOR,
    REPORT_KEYS,
    World,
    key_address,
)

REPORTS = 600
PRICE = 150_000


def line(world: World, number: int, count: int) -> list[SignedReport]:
    """Return a week's reports of one home, linked and signed."""
    chain, key, made = ReportChain(), REPORT_KEYS[number], []
    for cycle in range(count):
        register = BoundaryRegister(
            CycleNo(cycle), EnergyWh(100 * cycle), EnergyWh(0), 0, UnixMs(cycle)
        )
        found = next_report(world.domain, HOMES[number].address, METERS[number], register, chain)
        assert isinstance(found, NextReport)
        chain = found.chain
        made.append(SignedReport(found.report, _signed(key, found.digest)))
    return made


def _signed(key: PrivateKey, digest: bytes) -> bytes:
    return contract_signature(key.sign_recoverable(digest, hasher=None))


def state_of(world: World) -> ReconcilerState:
    keys = MemberKeys(key_address(REPORT_KEYS[0]), METERS[0])
    return reconcile.enrol(ReconcilerState(world.domain), HOMES[0].address, keys)


def told(name: str, count: int, seconds: float, run: Callable[[], None]) -> None:
    """Say the rate, and what one costs of a processor whatever else the machine is doing."""
    began_s = time.process_time()
    run()
    cpu_us = 1e6 * (time.process_time() - began_s) / count
    sys.stdout.write(
        f"\n{name}: {count / seconds:,.0f} per second, {cpu_us:,.0f} us of processor\n"
    )


def test_verify_and_deduplicate(benchmark: Any) -> None:
    """Without a store: the signature and the set."""
    world = World()
    reports = line(world, 0, REPORTS)
    window = Window(CycleNo(0), CycleNo(REPORTS))

    def run() -> None:
        state = state_of(world)
        for signed in reports:
            state, verdict = reconcile.take_report(state, HOMES[0].address, signed, window)
            assert verdict is Verdict.NEW

    benchmark.pedantic(run, rounds=3)
    told("verified and deduplicated", REPORTS, benchmark.stats.stats.min, run)


def test_repeats_cost_little(benchmark: Any) -> None:
    world = World()
    reports = line(world, 0, REPORTS)
    window = Window(CycleNo(0), CycleNo(REPORTS))
    state = state_of(world)
    for signed in reports:
        state, _ = reconcile.take_report(state, HOMES[0].address, signed, window)

    def run() -> None:
        for signed in reports:
            assert reconcile.take_report(state, HOMES[0].address, signed, window)[1] == "known"

    benchmark.pedantic(run, rounds=3)
    told("repeats recognised", REPORTS, benchmark.stats.stats.min, run)


@pytest.mark.parametrize("together", [1, MOST_IN_FLIGHT])
def test_verify_deduplicate_and_store(benchmark: Any, tmp_path: Path, together: int) -> None:
    """So many reports with one sync of the disk, before anything follows from them."""
    world = World()
    reports = line(world, 0, REPORTS)
    window = Window(CycleNo(0), CycleNo(REPORTS))
    names = iter(range(10))

    def run() -> None:
        state = state_of(world)
        with contextlib.closing(SqliteOperatorStore(tmp_path / f"{next(names)}.db")) as store:
            for at in range(0, REPORTS, together):
                with store.together():
                    for signed in reports[at : at + together]:
                        state, _ = reconcile.take_report(state, HOMES[0].address, signed, window)
                        store.add_report(report_digest(world.domain, signed.report), signed)

    benchmark.pedantic(run, rounds=3)
    told(f"verified, stored {together} together", REPORTS, benchmark.stats.stats.min, run)


async def carried(world: World, reports: list[SignedReport], store: OperatorStore) -> float:
    """Carry reports from a home's queue through broker and operator until the last receipt."""
    broker = MemoryBroker()
    times = iter(range(end_of(REPORTS), end_of(REPORTS) + 100_000))
    client = broker.client(*operator_subscriptions(world.domain))
    client._linked = True
    operator = Operator(
        Market(CHAIN_ID, world.contract, FeeRules(1, 10**11)),
        Beats(world, times),
        OPERATOR,
        client,
        store,
    )
    await operator.at_head(world.block(max(end_of(REPORTS), world.head().time_s + 1)))
    outbox = Outbox()
    for signed in reports:
        queued = put(outbox, world.domain, signed)
        assert not isinstance(queued, OutboxFull)
        outbox = queued
    place, mail = topic(world.domain, Channel.REPORT, HOMES[0].address), 0
    began = time.perf_counter()
    while outbox.waiting:
        ready = due(outbox, MonoMs(mail), 10**9)
        outbox = mark_sent(outbox, ready, MonoMs(mail))
        for signed in ready:
            await operator.take(Message(place, encode_report(signed)), answer=False)
        await operator.answer()
        mail += 1
        sent = [one.payload for one in broker.published if "/receipt/" in one.topic]
        receipt = decode_receipt(sent[-1])
        assert isinstance(receipt, SignedReceipt)
        outbox, _ = acknowledge(outbox, world.domain, receipt, OPERATOR.address)
    return time.perf_counter() - began


def test_from_the_homes_queue_to_its_last_receipt(benchmark: Any, tmp_path: Path) -> None:
    """Queue, encoding, broker in memory, decoding, verification, store, receipt, and back."""
    world = World()
    reports = line(world, 0, REPORTS)
    names = iter(range(10))
    seconds = []

    def run() -> None:
        with contextlib.closing(SqliteOperatorStore(tmp_path / f"{next(names)}.db")) as store:
            seconds.append(asyncio.run(carried(world, reports, store)))

    benchmark.pedantic(run, rounds=2)
    told("from queue to receipt", REPORTS, min(seconds), run)


@pytest.mark.parametrize("orders", [1, 10, 50])
def test_gas_of_a_settlement_per_member(benchmark: Any, orders: int) -> None:
    """One call of `report` and one of `settle` for so many members, on the contract itself."""
    homes = max(4, orders)
    street = Street.of(homes)
    street.at(0, 1)
    sellers = homes // 2
    for number in range(homes):
        (street.sell if number < sellers else street.buy)(number, 0, 1_000, PRICE)
    trades = sorted(
        mc.TradeWord(sellers + place, min(place, sellers - 1), 10, 100_000)
        for place in range(homes - sellers)
    )
    street.agree(0, PRICE, trades)
    street.at(2, 1)
    gas_report = 0
    for cycle in (0, 1):
        signed = [
            street.signed(street.report_of(number, cycle, 1_000 * (1 + cycle), 900 * (1 + cycle)))
            for number in range(orders)
        ]
        for at in range(0, len(signed), mc.MAX_REPORTS):
            gas_report += street.hand_in(*signed[at : at + mc.MAX_REPORTS])
    street.at(2, 14)
    gas_settle = benchmark.pedantic(street.settle, args=(0, *range(orders)), rounds=1)
    settled = sum(street.settled_micro(0, index) != 0 for index in range(orders))
    assert settled == orders
    benchmark.extra_info |= {"gas_settle": gas_settle, "gas_report": gas_report}
    sys.stdout.write(
        f"\n{orders} members: settle {gas_settle // orders:,} gas each, their two reports "
        f"{gas_report // orders:,} each\n"
    )
