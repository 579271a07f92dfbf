"""Receipts leave beside the mail: a broker that confirms nothing delays nobody."""

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest

from agent.bridge.payload import decode_receipt
from agent.bridge.report import Receipt, SignedReceipt
from agent.bridge.topics import Channel, operator_subscriptions, parse_topic
from agent.dso.operator import Market, Operator
from agent.dso.receipt_line import AT_ONCE, ReceiptLine
from agent.dso.sending import FeeRules
from agent.ledger.verify import VerifiedHead
from agent.units import Address, CycleNo
from drivers.simulated.broker_memory import MemoryBroker
from tests.dso.office import end_of
from tests.dso.world import (
    CHAIN_ID,
    HOMES,
    OPERATOR,
    DirectChain,
    HomeReports,
    MemoryStore,
    World,
    message,
)

WITHIN_S = 30


def receipt(member: int, cycle: int) -> SignedReceipt:
    address = Address(f"0x{member:040x}")
    return SignedReceipt(Receipt(address, bytes(32), CycleNo(cycle), 1, bytes(32)), bytes(65))


def place(signed: SignedReceipt) -> tuple[int, int]:
    return int(signed.receipt.member, 16), signed.receipt.cycle


async def turns(count: int = 20) -> None:
    for _ in range(count):
        await asyncio.sleep(0)


class SlowBroker:
    """Takes receipts and confirms them when told to."""

    def __init__(self) -> None:
        self.heard: list[tuple[int, int]] = []
        self.confirming = asyncio.Event()
        self.unconfirmed = self.most = 0

    async def publish(self, signed: SignedReceipt) -> None:
        self.heard.append(place(signed))
        self.unconfirmed += 1
        self.most = max(self.most, self.unconfirmed)
        await self.confirming.wait()
        self.unconfirmed -= 1


async def test_of_a_home_that_waits_only_the_newest_receipt_leaves() -> None:
    broker = SlowBroker()
    line = ReceiptLine(broker.publish)
    running = asyncio.create_task(line.run())
    for cycle in range(100):
        for member in range(2 * AT_ONCE):
            line.say(receipt(member, cycle))
        await turns(2)
    assert len(broker.heard) == broker.most == AT_ONCE
    broker.confirming.set()
    await line.flush()
    running.cancel()
    newest = dict(broker.heard)
    assert newest == dict.fromkeys(range(2 * AT_ONCE), 99)
    assert len(broker.heard) < 4 * AT_ONCE
    assert broker.most == AT_ONCE


async def test_what_fails_in_publishing_is_not_hidden() -> None:
    async def broken(_signed: SignedReceipt) -> None:
        raise ZeroDivisionError

    line = ReceiptLine(broken)
    line.say(receipt(1, 1))
    with pytest.raises(ZeroDivisionError):
        await line.run()


class OneBlock(DirectChain):
    """A chain that makes no further block."""

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self._heads = iter([world.block(end_of(20))])

    async def next_head(self) -> VerifiedHead:
        for head in self._heads:
            return head
        await asyncio.Event().wait()
        raise AssertionError


class CountingStore(MemoryStore):
    """Counts durable steps."""

    def __init__(self) -> None:
        super().__init__()
        self.steps = 0

    def together(self) -> Any:
        self.steps += 1
        return super().together()


async def until(done: Callable[[], bool]) -> None:
    async with asyncio.timeout(WITHIN_S):
        while not done():  # noqa: ASYNC110 - the operator tells nobody
            await asyncio.sleep(0.01)


@pytest.fixture
async def slow() -> AsyncIterator[tuple[World, MemoryBroker, CountingStore, asyncio.Event]]:
    """A running operator whose broker does not confirm before the event is set."""
    world, broker, store = World(), MemoryBroker(), CountingStore()
    client = broker.client(*operator_subscriptions(world.domain))
    publish, confirming = client.publish, asyncio.Event()

    async def later(where: str, payload: bytes, *, retain: bool = False) -> None:
        await confirming.wait()
        await publish(where, payload, retain=retain)

    client.publish = later  # type: ignore[assignment, method-assign]
    operator = Operator(
        Market(CHAIN_ID, world.contract, FeeRules(1, 10**11)),
        OneBlock(world),
        OPERATOR,
        client,
        store,
    )
    running = asyncio.create_task(operator.run())
    await until(lambda: operator.standing is not None)
    yield world, broker, store, confirming
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


async def test_mail_is_taken_and_filed_while_no_receipt_is_confirmed(
    slow: tuple[World, MemoryBroker, CountingStore, asyncio.Event],
) -> None:
    world, broker, store, confirming = slow
    homes = [HomeReports(world, number) for number in range(len(HOMES))]
    before = store.steps
    async with broker.client().connected() as line:
        for cycles in (range(10), range(10, 20)):
            for cycle in cycles:
                for home in homes:
                    item = message(world, home.report(cycle, cycle, 0))
                    await line.publish(item.topic, item.payload)
            sent = len(homes) * cycles.stop
            await until(lambda sent=sent: len(store.reports) == sent)  # type: ignore[misc]
    assert store.steps - before < sent / 2
    await until(lambda: {one.receipt.cycle for one in store.receipts.values()} == {19})
    confirming.set()

    def told() -> dict[Address, int]:
        found = [
            decode_receipt(one.payload)
            for one in broker.published
            if (name := parse_topic(world.domain, one.topic)) and name.channel is Channel.RECEIPT
        ]
        return {
            one.receipt.member: one.receipt.cycle for one in found if isinstance(one, SignedReceipt)
        }

    await until(lambda: told() == {home.address: 19 for home in HOMES})
