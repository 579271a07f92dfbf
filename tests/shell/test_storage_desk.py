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
from agent.core.storage_facts import CallSeen, StorageSeen, UnitAccountSeen
from agent.ledger.verify import VerifiedHead
from agent.ports import BatteryState, ChainError, ChainHalted, MeterError
from agent.shell.household import Household
from agent.shell.household_api import HouseholdApi
from agent.shell.storage_desk import StorageDesk
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
        self.failures: list[ChainError | ChainHalted] = []
        self.asked: list[StorageMarketQuestion] = []

    async def check_contract(self, _head: VerifiedHead) -> None:
        self.checked += 1
        if self.failures:
            raise self.failures.pop(0)

    async def answer(
        self, question: StorageMarketQuestion, _head: VerifiedHead, at_ms: int
    ) -> StorageSeen | UnitAccountSeen | CallSeen:
        self.asked.append(question)
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


async def test_another_contract_is_an_end_and_an_unproven_one_is_asked_again() -> None:
    eyes, heard = Eyes(), []

    async def put(event: Event) -> None:
        heard.append(event)

    desk = StorageDesk(eyes, ManualClock(NOW_MS), unit_key=UNIT_KEY)
    state = household(desk).state
    eyes.failures = [ChainError("nobody answers"), ChainHalted("it is another contract")]
    await desk.answer_at(HEAD, state, put)
    assert heard == []
    with pytest.raises(ChainHalted):
        await desk.answer_at(HEAD, state, put)
    await desk.answer_at(HEAD, state, put)
    await desk.answer_at(HEAD, state, put)
    assert eyes.checked == 3  # proven once, it is not asked again
    assert {type(fact) for fact in heard} == {UnitAccountSeen, StorageSeen}
    before = len(eyes.asked)
    await desk.answer_at(HEAD, State(), put)
    assert len(eyes.asked) == before  # before the first start nothing is asked


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
