"""The storage market's hands and eyes: its reader, its battery, and what a person asks for.

Without the reader's contract proven, nothing is asked and nothing is sent: check_contract comes
first. A contract that is another than the settings say ends this part alone, until it is proven
again; so does one that takes too long. The auction goes on. Only what the chain itself gets wrong
(ChainHalted) ends everything.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Any, Protocol

from agent.api.methods import WishAnswer
from agent.api.storage import (
    StorageLock,
    StorageOrderAdd,
    StorageOrderRemove,
    StorageOrders,
    StoragePreviewParams,
    StorageRegister,
    StorageSessionStart,
    StorageSessionStop,
    StorageTransfer,
    StorageView,
    StorageVote,
    StorageVotes,
)
from agent.api.storage_wishes import (
    AddOrder,
    LockEuro,
    RegisterUnit,
    RemoveOrder,
    ReportNow,
    StartSession,
    StopSession,
    StorageWish,
    Transfer,
    Vote,
)
from agent.core.effects import Discharge
from agent.core.events import BatterySeen, Event
from agent.core.questions import StorageMarketQuestion, UnitAccountQuestion
from agent.core.state import State
from agent.core.storage import storage_questions
from agent.core.storage_facts import CallSeen, ContractSeen, StorageSeen, UnitAccountSeen
from agent.core.storage_preview import preview
from agent.ledger.verify import VerifiedHead
from agent.ports import Battery, ChainError, Clock, MeterError, Signer
from agent.shell.liveness import Liveness, unwatched
from agent.shell.storage_reader import OtherContractError

log = logging.getLogger(__name__)

NO_STORAGE = (
    "This home takes no part in a storage market: its settings have no [storage] table. Add it,"
    " and start the agent again."
)
NOT_IN_DIALECT = "This contract's reader cannot read it yet."
NO_HEAD = "No block has been proven yet."
PAUSE_S = 10.0
ORDERS_WAITING = 16
LOOK_AGAIN_MS = 60_000
"""A contract that was another may have been deployed, or given its code back, since."""
ANSWERS_WITHIN_S = 30.0
"""All answers of one head: the auction waits behind them, and its watchdog ten seconds longer."""
REST_MS = 300_000
"""A contract that took longer than that is left alone for so long."""


class StorageEyes(Protocol):
    """Reads the storage contract, whichever dialect it speaks; proven answers only."""

    async def check_contract(self, head: VerifiedHead) -> None:
        """OtherContractError: the contract is another than the settings say. ChainError."""
        ...

    async def answer(
        self, question: StorageMarketQuestion, head: VerifiedHead, at_ms: int
    ) -> StorageSeen | UnitAccountSeen | CallSeen:
        """OtherContractError: no answer such a contract gives. ChainError: not proven now."""
        ...


class StorageLists(Protocol):
    """What a reader may answer beside the questions: lists that only a screen wants."""

    async def orders(self, head: VerifiedHead) -> StorageOrders: ...

    async def votes(self, head: VerifiedHead) -> StorageVotes: ...


class StorageDesk:
    """One home's part in the storage market; wired by the daemon."""

    def __init__(
        self,
        reader: StorageEyes,
        clock: Clock,
        *,
        unit_key: Signer | None = None,
        battery: Battery | None = None,
        lists: StorageLists | None = None,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        within_s: float = ANSWERS_WITHIN_S,
    ) -> None:
        self.unit_key = unit_key
        self._reader = reader
        self._clock = clock
        self._battery = battery
        self._lists = lists
        self._sleep = sleep
        self._within_s = within_s
        self._checked = False
        self._looks_again_ms = 0
        self._rests_until_ms = 0
        self._orders: asyncio.Queue[Discharge] = asyncio.Queue(ORDERS_WAITING)

    async def answer_at(
        self, head: VerifiedHead, state: State, put: Callable[[Event], Awaitable[None]]
    ) -> None:
        """Answer everything that is asked of the storage contract at this head.

        What cannot be proven now is asked again at the next head; the auction does not wait for
        it. ChainHalted: the chain contradicts itself.
        """
        if self._clock.mono_ms() < self._rests_until_ms:
            return
        try:
            async with asyncio.timeout(self._within_s) as limit:
                await self._answer(head, state, put)
        except ChainError as trouble:
            log.info("the storage contract could not be read: %s", trouble)
        except TimeoutError:
            if not limit.expired():
                raise
            self._rests_until_ms = self._clock.mono_ms() + REST_MS
            log.warning(
                "the storage contract did not answer within %g s; it is asked again in %d s",
                self._within_s,
                REST_MS // 1_000,
            )

    async def _answer(
        self, head: VerifiedHead, state: State, put: Callable[[Event], Awaitable[None]]
    ) -> None:
        asked = storage_questions(state, self._clock.wall_ms())
        try:
            if await self._proven(head):
                if state.storage.problem:
                    await put(ContractSeen(self._clock.wall_ms(), head.number, ""))
            else:  # the unit's account is the chain's, whatever stands at the contract's address
                asked = tuple(one for one in asked if isinstance(one, UnitAccountQuestion))
            for question in asked:
                await put(await self._reader.answer(question, head, self._clock.wall_ms()))
        except OtherContractError as other:
            self._checked = False
            self._looks_again_ms = self._clock.mono_ms() + LOOK_AGAIN_MS
            if str(other) != state.storage.problem:
                log.warning("the storage contract is not what the settings say: %s", other)
                await put(ContractSeen(self._clock.wall_ms(), head.number, str(other)))

    async def _proven(self, head: VerifiedHead) -> bool:
        """Whether the contract is what the settings say; looked at once, or after a pause."""
        if not self._checked and self._clock.mono_ms() >= self._looks_again_ms:
            await self._reader.check_contract(head)
            self._checked = True
        return self._checked

    def perform(self, effect: Discharge) -> None:
        """Hand an order to the battery; a newer one replaces it anyway."""
        if self._battery is not None and not self._orders.full():
            self._orders.put_nowait(effect)

    async def run(
        self, put: Callable[[Event], Awaitable[None]], liveness: Liveness | None = None
    ) -> None:
        """Watch the battery and steer it, until cancelled."""
        battery = self._battery
        if battery is None:
            return
        async with asyncio.TaskGroup() as group:
            watched = liveness or unwatched()
            group.create_task(self._watch(battery, put, watched), name="battery")
            group.create_task(self._steer(battery, watched), name="battery orders")

    async def _watch(
        self, battery: Battery, put: Callable[[Event], Awaitable[None]], liveness: Liveness
    ) -> None:
        said = ""
        with liveness.task("battery") as pulse:
            while True:
                try:
                    async for seen in pulse.over(battery.states()):
                        said = ""
                        await put(BatterySeen(seen.at_ms, seen.charge_permille, seen.power_w))
                except MeterError as trouble:
                    if str(trouble) != said:
                        log.warning("battery: %s", trouble)
                    said = str(trouble)
                with pulse.idle():
                    await self._sleep(PAUSE_S)

    async def _steer(self, battery: Battery, liveness: Liveness) -> None:
        with liveness.task("battery orders") as pulse:
            while True:
                with pulse.idle():
                    order = await self._orders.get()
                try:
                    await battery.discharge(order.power_w, order.until_ms)
                except MeterError as trouble:
                    log.warning("the battery did not obey: %s", trouble)

    async def look(
        self, method: str, params: Any, state: State, head: VerifiedHead | None
    ) -> object:
        """Answer one of the methods that only look."""
        match method:
            case "storage.preview" if isinstance(params, StoragePreviewParams):
                return preview(state, params)
            case "storage.orders":
                if self._lists is None or head is None:
                    return StorageOrders(NOT_IN_DIALECT if self._lists is None else NO_HEAD)
                try:
                    return await self._lists.orders(head)
                except ChainError as trouble:
                    return StorageOrders(f"It could not be read: {trouble}.")
            case "storage.votes":
                if self._lists is None or head is None:
                    return StorageVotes(NOT_IN_DIALECT if self._lists is None else NO_HEAD)
                try:
                    return await self._lists.votes(head)
                except ChainError as trouble:
                    return StorageVotes(f"They could not be read: {trouble}.")
            case _:
                raise AssertionError(f"{method} is answered nowhere")


def looked_without(method: str, params: Any) -> object:
    """Answer the methods that look, in a home without a storage market."""
    match method:
        case "storage.preview" if isinstance(params, StoragePreviewParams):
            return preview(State(), params)
        case "storage.orders":
            return StorageOrders(NO_STORAGE)
        case "storage.votes":
            return StorageVotes(NO_STORAGE)
        case _:
            return StorageView(None, NO_STORAGE)


def wish_of(method: str, params: Any) -> StorageWish:
    """Return the wish that a method hands to the core."""
    match params:
        case StorageSessionStart(unit, energy_wh, ent):
            return StartSession(unit, energy_wh, ent)
        case StorageSessionStop(unit):
            return StopSession(unit)
        case StorageOrderAdd(side, price, amount):
            return AddOrder(side, price, amount)
        case StorageOrderRemove(ident, side):
            return RemoveOrder(ident, side)
        case StorageTransfer(currency, to, amount):
            return Transfer(currency, to, amount)
        case StorageLock(amount):
            return LockEuro(amount)
        case StorageVote(kind, address, parameter, value):
            return Vote(kind, address, parameter, value)
        case StorageRegister(unit, owner, remove):
            return RegisterUnit(unit, owner, remove)
        case _ if method == "storage.report":
            return ReportNow()
        case _:
            raise AssertionError(f"{method} is no wish")


REFUSED = WishAnswer(False, (), NO_STORAGE)
