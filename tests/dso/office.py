"""An operator's service at its desk: its world, what a day brings it, and where it may be cut off."""

import asyncio
from collections.abc import Callable, Iterator
from typing import Any

from agent.bridge.payload import (
    GapRequest,
    decode_gap,
    decode_receipt,
)
from agent.bridge.report import SignedReceipt
from agent.bridge.topics import Channel, parse_topic
from agent.dso.operator import Market, Operator
from agent.dso.reconcile import Verdict
from agent.dso.sending import FeeRules
from agent.ledger import market_contract as mc
from agent.ledger.verify import VerifiedHead
from agent.ports import ChainHalted, Message
from drivers.simulated.broker_memory import MemoryBroker
from tests.dso.world import (
    BUYER,
    CHAIN_ID,
    CYCLE_S,
    GENESIS_S,
    LOSER,
    OPERATOR,
    PRICE,
    SELLER,
    DirectChain,
    HomeReports,
    MemoryStore,
    World,
    message,
)


class Crash(BaseException):
    """The power is gone."""


class Fuse:
    """Blows before or after the n-th effect of the ports it is built into."""

    def __init__(self, at: int | None = None, *, after: bool = False) -> None:
        self.count = 0
        self._at = at
        self._after = after

    def burn(self, *, after: bool) -> None:
        self.count += not after
        if self.count == self._at and after == self._after:
            raise Crash

    def around(self, target: Any, names: set[str]) -> Any:
        fuse = self

        class Fused:
            def __getattr__(self, name: str) -> Any:
                inner = getattr(target, name)
                if name not in names:
                    return inner
                return fuse.wrap(inner)

        return Fused()

    def wrap(self, inner: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any, **named: Any) -> Any:
            self.burn(after=False)
            result = inner(*arguments, **named)
            if not hasattr(result, "__await__"):
                self.burn(after=True)
                return result

            async def finish() -> Any:
                value = await result
                self.burn(after=True)
                return value

            return finish()

        return call


STORE_EFFECTS = {
    "add_report",
    "save_receipt",
    "save_pending",
    "confirm_below",
    "finish",
    "save_stated",
    "add_evidence",
    "save_refused",
    "forget_before",
}


class Office:
    """The operator's office: a store that survives, a broker, and a service that may crash."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.store = MemoryStore()
        self.broker = MemoryBroker()
        self.fuse = Fuse()
        self.start()

    def start(self) -> None:
        fuse = self.fuse
        self.client = self.broker.client()
        self.client._linked = True
        self.operator = Operator(
            Market(CHAIN_ID, self.world.contract, FeeRules(1, 10**11)),
            fuse.around(DirectChain(self.world), {"broadcast"}),
            OPERATOR,
            fuse.around(self.client, {"publish"}),
            fuse.around(self.store, STORE_EFFECTS),
        )

    async def surviving(self, work: Callable[[], Any]) -> Any:
        """Do the work; after a crash start again and repeat it, as the outside would."""
        while True:
            try:
                return await work()
            except Crash:
                self.start()
                await self.operator.linked()

    async def at(self, time_s: int, blocks: int = 4) -> None:
        """Let some blocks pass, each seen by the service."""
        for number in range(blocks):
            head = self.world.block(time_s + number)
            await self.surviving(lambda head=head: self.operator.at_head(head))  # type: ignore[misc]

    async def take(self, *mail: Message) -> list[Verdict | None]:
        async def one(item: Message) -> Verdict | None:
            if self.operator._window is None:
                await self.operator.at_head(self.world.head())
            return await self.operator.take(item)

        return [await self.surviving(lambda item=item: one(item)) for item in mail]  # type: ignore[misc]

    def sent(self, channel: Channel) -> list[bytes]:
        names = [
            (parse_topic(self.world.domain, one.topic), one.payload)
            for one in self.broker.published
        ]
        return [content for name, content in names if name and name.channel is channel]

    def gaps(self) -> list[tuple[str, tuple[int, ...]]]:
        found = [decode_gap(content) for content in self.sent(Channel.GAP)]
        return [(one.member, one.cycles) for one in found if isinstance(one, GapRequest)]

    def receipts(self) -> list[SignedReceipt]:
        found = [decode_receipt(content) for content in self.sent(Channel.RECEIPT)]
        return [one for one in found if isinstance(one, SignedReceipt)]


def traded_world() -> World:
    """Cycle 0 has a result (1 kWh at 0.20), cycle 1 an order without one."""
    world = World()
    world.trade_in(0)
    world.order_without_result(1)
    return world


def reports_of_both(world: World) -> list[Message]:
    seller, buyer = HomeReports(world, SELLER), HomeReports(world, BUYER)
    made = [
        seller.report(0, 50, 1_000),
        buyer.report(0, 2_000, 70),
        seller.report(1, 50, 1_900),
        buyer.report(1, 3_000, 70),
    ]
    return [message(world, signed) for signed in made]


def end_of(cycle: int) -> int:
    return GENESIS_S + (cycle + 1) * CYCLE_S


IN_SETTLEMENT = end_of(1) + 13 * 60 + 10


async def a_days_work(office: Office) -> None:
    await office.at(end_of(1) + 5)
    await office.take(*reports_of_both(office.world))
    await office.at(end_of(1) + 30)
    await office.at(IN_SETTLEMENT, 6)


def expect_settled(world: World) -> None:
    sold, bought = world.settlement(0, SELLER), world.settlement(0, BUYER)
    assert (sold.status, sold.metered_wh, sold.penalty_micro) == (1, 900, 5_000)
    assert (bought.status, bought.metered_wh, bought.penalty_micro) == (1, 1_000, 0)
    charge = 2_000 * 40_000 // 2_000
    seller, buyer, loser, operator = world.balances()
    assert seller == 20_000_000 + PRICE * 900 // 1_000 - charge - 5_000
    assert buyer == 20_000_000 - PRICE - charge
    assert loser == 20_000_000
    assert seller + buyer + loser + operator == 3 * 20_000_000
    assert world.released(0, LOSER)
    assert world.released(1, 0)
    assert mc.Head.unpack(world.word(mc.head_slot(1))).status == mc.CycleStatus.VOID


class Beats(DirectChain):
    """A chain with a block whenever the service has seen the last one."""

    def __init__(self, world: World, times: Iterator[int]) -> None:
        super().__init__(world)
        self._times = times

    async def next_head(self) -> VerifiedHead:
        await asyncio.sleep(0)
        time_s = next(self._times, None)
        if time_s is None:
            raise ChainHalted("the film is over")
        return self._world.block(time_s)
