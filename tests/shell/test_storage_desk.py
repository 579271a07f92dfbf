"""The storage market behind the socket: what a screen asks, what the battery hears."""

import asyncio
import os
from collections.abc import AsyncIterator
from typing import Any

import pytest

from agent.api.check import check
from agent.api.methods import METHODS, WishAnswer
from agent.api.permissions import Caller, Group, Peer
from agent.api.storage import StorageOrders, StoragePreview, StorageView, StorageVotes
from agent.core.effects import Discharge
from agent.core.events import BatterySeen, Event
from agent.core.questions import StorageMarketQuestion
from agent.core.state import State
from agent.core.step import step
from agent.core.storage_facts import CallSeen, StorageSeen, UnitAccountSeen
from agent.ledger.verify import VerifiedHead
from agent.ports import BatteryState, ChainError, ChainHalted, MeterError
from agent.shell.household import Household
from agent.shell.household_api import HouseholdApi
from agent.shell.storage_desk import LOOK_AGAIN_MS, REST_MS, StorageDesk
from agent.shell.storage_reader import OtherContractError
from drivers.simulated.clock_manual import ManualClock
from drivers.simulated.journal_memory import MemoryDisk, MemoryJournal
from tests.core.battery_story import NOW_MS, UNIT_KEY, Chain, home
from tests.core.story import CONSTANTS, ORDER_KEY, REPORT_KEY, feeder

USER = Caller(Peer(1, os.getuid(), frozenset()), Group.USER)
HEAD = VerifiedHead(100, b"h" * 32, b"r" * 32, NOW_MS // 1_000, 7, 30_000_000, ())
HURRIED_S = 0.01


class Eyes:
    """A reader that a test holds in its hands."""

    def __init__(self) -> None:
        self.chain = Chain()
        self.checked = 0
        self.failures: list[ChainError | ChainHalted | OtherContractError] = []
        self.wrong: ChainHalted | OtherContractError | None = None
        self.sleeps = False
        self.asked: list[StorageMarketQuestion] = []

    async def check_contract(self, _head: VerifiedHead) -> None:
        self.checked += 1
        if self.sleeps:
            await asyncio.Event().wait()
        if self.failures:
            raise self.failures.pop(0)

    async def answer(
        self, question: StorageMarketQuestion, _head: VerifiedHead, at_ms: int
    ) -> StorageSeen | UnitAccountSeen | CallSeen:
        self.asked.append(question)
        if self.wrong is not None:
            raise self.wrong
        if type(question).__name__ == "UnitAccountQuestion":
            return UnitAccountSeen(at_ms, 100, 3, 7, 10**18)
        return self.chain.seen(at_ms)


class Cell:
    """A battery that a test holds in its hands."""

    def __init__(self) -> None:
        self.said: asyncio.Queue[BatteryState | MeterError] = asyncio.Queue()
        self.told: asyncio.Queue[tuple[int, int]] = asyncio.Queue()
        self.deaf = False

    async def states(self) -> AsyncIterator[BatteryState]:
        while True:
            item = await self.said.get()
            if isinstance(item, MeterError):
                raise item
            yield item

    async def discharge(self, power_w: int, until_ms: int) -> None:
        if self.deaf:
            self.deaf = False
            raise MeterError("it did not answer")
        self.told.put_nowait((power_w, until_ms))


class Nowhere:
    """Chain and meters of a household that a test does not run."""


def household(storage: StorageDesk | None) -> Household:
    constants = CONSTANTS if storage is None else home()
    nowhere: Any = Nowhere()
    made = Household(
        constants,
        feeder(),
        clock=ManualClock(NOW_MS),
        journal=MemoryJournal(MemoryDisk()),
        meters=nowhere,
        chain=nowhere,
        order_key=ORDER_KEY,
        report_key=REPORT_KEY,
        mailbox=None,
        storage=storage,
    )
    made.recover()
    return made


async def looked(api: HouseholdApi, method: str, **given: Any) -> Any:
    return await api.look(method, check(METHODS[method].params, given))


async def test_a_home_without_a_storage_market_says_so_and_does_nothing() -> None:
    api = HouseholdApi(household(None))
    view = await looked(api, "storage.get")
    assert isinstance(view, StorageView)
    assert view.storage is None
    assert "no [storage] table" in view.sentence
    for name, method in METHODS.items():
        if method.stores and not method.changes:
            assert isinstance(await looked(api, name), method.result)  # type: ignore[arg-type]
    params = check(METHODS["storage.report"].params, {})
    answer = await api.commission("storage.report", params, USER)
    assert answer == WishAnswer(False, (), view.sentence)


async def test_what_is_asked_through_the_socket_reaches_the_core_and_its_journal() -> None:
    desk = StorageDesk(Eyes(), ManualClock(NOW_MS), unit_key=UNIT_KEY)
    home_ = household(desk)
    api = HouseholdApi(home_)
    async with asyncio.TaskGroup() as group:
        stepping = group.create_task(home_._runner.run())
        params = check(METHODS["storage.report"].params, {})
        answer = await api.commission("storage.report", params, USER)
        assert answer.accepted
        assert home_.state.storage.hurry
        refused = await api.commission(
            "storage.vote", check(METHODS["storage.vote"].params, {"kind": "add_voter"}), USER
        )
        assert not refused.accepted
        stepping.cancel()
    view = await looked(api, "storage.get")
    assert view.storage.unit.address == UNIT_KEY.address
    preview = await looked(api, "storage.preview", energy_wh=5)
    assert isinstance(preview, StoragePreview)
    assert preview.enough is None
    for method, kind in (("storage.orders", StorageOrders), ("storage.votes", StorageVotes)):
        listed = await looked(api, method)
        assert isinstance(listed, kind)
        assert listed.sentence


class Heard:
    """What a desk told the core, and a clock for it."""

    def __init__(self, eyes: Eyes, **how: Any) -> None:
        self.events: list[Event] = []
        self.clock = ManualClock(NOW_MS)
        self.desk = StorageDesk(eyes, self.clock, unit_key=UNIT_KEY, **how)
        self.state = household(self.desk).state

    async def put(self, event: Event) -> None:
        self.events.append(event)
        self.state, _ = step(self.state, event, feeder())

    async def look(self, after_s: int = 2) -> list[str]:
        """Look at a head; return the kinds of what was told."""
        self.clock.advance(after_s * 1_000)
        before = len(self.events)
        await self.desk.answer_at(HEAD, self.state, self.put)
        return [type(event).__name__ for event in self.events[before:]]


async def test_a_contract_that_is_proven_is_not_looked_at_again_nor_one_before_the_start() -> None:
    eyes = Eyes()
    heard = Heard(eyes)
    eyes.failures = [ChainError("nobody answers")]
    assert await heard.look() == []
    for _ in range(3):
        assert set(await heard.look()) <= {"UnitAccountSeen", "StorageSeen"}
    assert eyes.checked == 2
    before = len(eyes.asked)
    await heard.desk.answer_at(HEAD, State(), heard.put)
    assert len(eyes.asked) == before


async def test_another_contract_ends_this_part_alone_until_it_is_proven() -> None:
    eyes = Eyes()
    heard = Heard(eyes)
    eyes.failures = [OtherContractError("it is a kitchen"), OtherContractError("it is a kitchen")]
    assert await heard.look() == ["ContractSeen"]
    assert heard.state.storage.problem == "it is a kitchen"
    assert set(await heard.look()) == {"UnitAccountSeen"}  # the chain's, not the contract's
    assert eyes.checked == 1
    assert await heard.look(LOOK_AGAIN_MS // 1_000) == []  # the same once more is no news
    assert eyes.checked == 2
    assert await heard.look(LOOK_AGAIN_MS // 1_000) == ["ContractSeen", "StorageSeen"]
    assert heard.state.storage.problem == ""


async def test_an_answer_no_such_contract_gives_ends_it_too() -> None:
    eyes = Eyes()
    heard = Heard(eyes)
    await heard.look()
    eyes.wrong = OtherContractError("getParameters: too short")
    assert "ContractSeen" in await heard.look(120)
    assert "too short" in heard.state.storage.problem


async def test_what_the_chain_itself_gets_wrong_ends_everything() -> None:
    eyes = Eyes()
    heard = Heard(eyes)
    eyes.failures = [ChainHalted("two final heads at block 9")]
    with pytest.raises(ChainHalted):
        await heard.look()
    await heard.look()
    eyes.wrong = ChainHalted("two final heads at block 10")
    with pytest.raises(ChainHalted):
        await heard.look(120)


async def test_a_contract_that_takes_too_long_is_left_alone_for_a_while() -> None:
    eyes = Eyes()
    eyes.sleeps = True
    heard = Heard(eyes, within_s=0.05)
    assert await heard.look() == []
    assert await heard.look() == []
    assert eyes.checked == 1  # the auction waited once, not at every head
    eyes.sleeps = False
    assert "StorageSeen" in await heard.look(REST_MS // 1_000)


async def test_the_battery_is_heard_and_told_and_its_silence_is_waited_out() -> None:
    cell = Cell()
    heard: asyncio.Queue[Event] = asyncio.Queue()

    async def hurry(_seconds: float) -> None:
        await asyncio.sleep(HURRIED_S)

    desk = StorageDesk(Eyes(), ManualClock(NOW_MS), battery=cell, sleep=hurry)
    async with asyncio.TaskGroup() as group:
        running = group.create_task(desk.run(heard.put))
        cell.said.put_nowait(MeterError("it is away"))
        cell.said.put_nowait(BatteryState(NOW_MS, 640, -500))
        assert await heard.get() == BatterySeen(NOW_MS, 640, -500)
        cell.deaf = True
        desk.perform(Discharge(900, NOW_MS + 5))
        desk.perform(Discharge(800, NOW_MS + 9))
        assert await cell.told.get() == (800, NOW_MS + 9)
        running.cancel()
