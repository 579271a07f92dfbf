"""A household on fakes: a clock that a test moves, a chain it seals, meters it reads aloud."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from typing import Any

from agent.bridge.payload import decode_report
from agent.bridge.report import SignedReport
from agent.bridge.topics import Channel, home_subscriptions, topic
from agent.core.constants import Constants
from agent.core.events import Restored
from agent.core.reporting import domain_of
from agent.core.rungs import Guard
from agent.ledger import market_contract as market
from agent.ledger.transaction import decode
from agent.ledger.verify import VerifiedAccount
from agent.metering.reading import MeterReading, MeterRole
from agent.ports import ChainError, Disk, Message, MeterError
from agent.shell.household import Household
from agent.shell.radio_desk import RadioDesk
from agent.shell.storage_desk import StorageDesk
from agent.units import EnergyWh, UnixMs
from drivers.simulated.broker_memory import MemoryBroker
from drivers.simulated.clock_manual import ManualClock
from drivers.simulated.journal_memory import MemoryDisk, MemoryJournal
from drivers.simulated.radio_memory import MemoryRadio
from tests.core.story import CONSTANTS, MINUTE_MS, ORDER_KEY, REPORT_KEY, at, feeder
from tests.shell.scripted_radio import MemoryBackups, ScriptedRadio
from tests.shell.test_market_reader import ME, Market

TURNS = 300
"""Turns of the loop after which everything that was handed in has gone its way."""


class ScriptedMeters:
    """Reads aloud what a test puts in."""

    def __init__(self) -> None:
        self.said: asyncio.Queue[MeterReading | MeterError] = asyncio.Queue()

    async def readings(self) -> AsyncIterator[MeterReading]:
        while True:
            item = await self.said.get()
            if isinstance(item, MeterError):
                raise item
            yield item


class World:
    """Everything around one home, under a test's hands."""

    def __init__(
        self,
        constants: Constants = CONSTANTS,
        radio: ScriptedRadio | MemoryRadio | None = None,
    ) -> None:
        self.constants = constants
        self.radio = radio
        self.backups = MemoryBackups()
        self.clock = ManualClock(at(5, -20))
        self.market = Market()
        self.chain = self.market.chain
        self.broker = MemoryBroker()
        self.meters = ScriptedMeters()
        self.disk = MemoryDisk()
        self.home: Household = None  # type: ignore[assignment]
        self.executed: set[bytes] = set()
        self.guards: tuple[Guard, ...] = ()
        self.restored: Restored | None = None
        """What the next start is told of its journal."""
        self.card: Disk | None = None
        self.make_storage: Callable[[], StorageDesk] | None = None
        self.head_lag_ms: int | None = None
        self.acknowledge: Callable[[], None] = lambda: None
        self._moved = asyncio.Event()
        self.enrol()

    def enrol(self) -> None:
        place = self.market
        place.put(market.account_slot(ME), 50_000_000)
        place.put(market.member_slot(ME), market.Member(True, False, 1, 4_600, 40_000_000).pack())
        place.put(market.terms_now_slot(), market.Terms(2_000, 150_000, 1, 100_000).pack())
        place.put(market.terms_next_slot(), market.Terms(2_000, 150_000, 1, 100_000).pack())
        place.put(market.cycle_terms_slot(5), market.Terms(2_000, 150_000, 1, 100_000).pack())

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[Household]:
        """Start the home on what is on the disk; end it as a crash would."""
        self.disk.in_use = False
        await self.chain.advance(self.clock.wall_ms() // 1_000)
        client = self.broker.client(*home_subscriptions(domain_of(self.constants), ME))
        desk = None
        if self.radio is not None:
            desk = RadioDesk(self.make_radio, self.clock, self.backups, sleep=self._sleep)
        self.home = Household(
            self.constants,
            feeder(),
            clock=self.clock,
            journal=MemoryJournal(self.disk),
            meters=self.meters if desk is None or not self.constants.assigned else desk,
            desk=desk,
            storage=None if self.make_storage is None else self.make_storage(),
            chain=self.chain.view(),
            order_key=ORDER_KEY,
            report_key=REPORT_KEY,
            mailbox=client,
            guards=self.guards,
            disk=self.card,
            head_lag_ms=self.head_lag_ms,
            acknowledge=self.acknowledge,
            sleep=self._sleep,
        )
        self.home.recover(self.restored)
        async with client.connected():
            task = asyncio.create_task(self.home.run())
            try:
                await self.turn()
                yield self.home
                assert not task.done(), task.exception()
            finally:
                task.cancel()
                with contextlib.suppress(asyncio.CancelledError):
                    await task

    def make_radio(self) -> ScriptedRadio | MemoryRadio:
        """The same one every time: a test keeps its hands on it."""
        assert self.radio is not None
        if isinstance(self.radio, ScriptedRadio):
            self.radio.made += 1
            if self.radio.fail_making is not None:
                raise self.radio.fail_making
        return self.radio

    async def _sleep(self, pause_s: float) -> None:
        until_ms = self.clock.mono_ms() + pause_s * 1_000
        while self.clock.mono_ms() < until_ms:
            await self._moved.wait()

    async def turn(self) -> None:
        """Let everything that can happen now happen."""
        for _ in range(TURNS):
            await asyncio.sleep(0)

    async def until(self, wall_ms: int) -> None:
        """Let time pass; everything that waited for it happens."""
        self.clock.advance(wall_ms - self.clock.wall_ms())
        moved, self._moved = self._moved, asyncio.Event()
        moved.set()
        await self.turn()

    async def read(self, export_wh: int, import_wh: int = 10_000) -> None:
        """The grid meter says its registers now."""
        now = UnixMs(self.clock.wall_ms())
        self.meters.said.put_nowait(
            MeterReading("grid", MeterRole.GRID, now, EnergyWh(import_wh), EnergyWh(export_wh))
        )
        await self.turn()

    async def sunny(self, until_ms: int) -> None:
        """A reading and a block every minute, 2 kW given all the time."""
        while self.clock.wall_ms() < until_ms:
            await self.until(min(self.clock.wall_ms() + MINUTE_MS, until_ms))
            await self.read(20_000 + (self.clock.wall_ms() - at(3)) // 1_800)
            await self.seal()

    async def seal(self) -> None:
        """Execute what was sent, make a block of it, let the home see it."""
        for raw in self.chain.sent_once():
            if raw not in self.executed:
                self.executed.add(raw)
                self._execute(raw)
        await self.chain.advance(self.clock.wall_ms() // 1_000)
        await self.turn()

    def _execute(self, raw: bytes) -> None:
        sent = decode(raw)
        known = self.chain.accounts[ME]
        assert sent.sender == ME
        assert sent.transaction.nonce == known.nonce
        self.chain.accounts[ME] = VerifiedAccount(known.nonce + 1, 10**24, bytes(32), bytes(32))
        data = sent.transaction.data[4:]
        cycle, side, wh, low, high, metres = (
            int.from_bytes(data[k : k + 32], "big") for k in range(0, 192, 32)
        )
        place = self.market
        place.put(market.order_index_slot(cycle, ME), 1)
        place.put(market.order_terms_slot(cycle, 0), market.OrderTerms(side, wh, low, high).pack())
        place.put(market.order_owner_slot(cycle, 0), market.OrderOwner(ME, 1, metres, 0).pack())

    def clear(self, cycle: int) -> None:
        """The endorsers' result: this home's order 0 sold 400 Wh to order 1 at 0.15."""
        place = self.market
        other = market.OrderOwner(self.constants.operator, 2, 500, 1)
        place.put(market.order_owner_slot(cycle, 1), other.pack())
        head = market.Head(1, 0, 2, 1, 1, False, 150_000, 3, 2)
        place.put(market.head_slot(cycle), head.pack())
        place.put(market.outcome_slot(cycle, 0), market.Outcome(400, 1_200, 1).pack())
        place.put(market.trade_slot(cycle, 0), market.TradeWord(1, 0, 400, 1_200).pack())

    def settle(self, cycle: int, amount_micro: int) -> None:
        place = self.market
        place.put(market.settlement_slot(cycle, 0), market.Settlement(380, 3_000, 1, 0, 1).pack())
        place.put(market.settled_amount_slot(cycle, 0), market.unsigned(amount_micro))

    def fail(self, times: int, why: str = "no node answered") -> None:
        """Let the chain's next answers fail."""
        self.chain.failures += [ChainError(why) for _ in range(times)]

    def say(self, channel: Channel, payload: bytes, *, retained: bool = False) -> None:
        """The operator speaks on the broker."""
        where = topic(domain_of(self.constants), channel, ME)
        self.broker.deliver(Message(where, payload, retained=retained))

    def reports(self) -> list[SignedReport]:
        """Every report that reached the broker."""
        found: list[Any] = [
            decode_report(m.payload) for m in self.broker.published if "/report/" in m.topic
        ]
        return found
