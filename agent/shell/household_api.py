"""A household as the local interface sees it: the daemon's answers to its screens."""

import asyncio
from collections.abc import Callable
from typing import Any, Protocol

from agent.api.backup import BackupWritten
from agent.api.joining import JoiningView
from agent.api.methods import METHODS, PlaceOrder, WishAnswer
from agent.api.permissions import Caller
from agent.api.sections import DecisionLine, Snapshot
from agent.api.storage import StorageView
from agent.api.wishes import (
    Activity,
    ChooseActivity,
    ChooseProgram,
    ChooseSettlement,
    Reset,
    SetAmount,
    SetDistance,
    SetRange,
    SetRepeat,
    SettlementChoice,
    SetValues,
    Start,
    Wish,
)
from agent.core.effects import Answer
from agent.core.lines import decision_lines
from agent.shell.acceptance import Acceptance, Site
from agent.shell.commissioning import commission
from agent.shell.history_desk import HistoryDesk
from agent.shell.household import Household
from agent.shell.pin_desk import NoPins, PinDesk
from agent.shell.storage_desk import REFUSED, looked_without, wish_of
from agent.shell.views import Views

DECISIONS = 100
JUDGES = frozenset({"commission.checklist", "commission.handover", "commission.report"})
NO_BACKUPS = BackupWritten(False, "This agent makes no backups.")


class Backups(Protocol):
    """Writes sealed backups of the whole home."""

    async def write(self, passphrase: str | None, *, history: bool) -> BackupWritten: ...


class HouseholdApi:
    """Implements agent.shell.serve.ApiHandler."""

    def __init__(
        self,
        household: Household,
        pins: PinDesk | None = None,
        history: HistoryDesk | None = None,
        site: Site | None = None,
        backups: Backups | None = None,
        joining: Callable[[], JoiningView] = JoiningView,
    ) -> None:
        """Without `pins` none can be set; without `history` there are no days before a week ago.

        `joining` reads this box's files and may block.
        """
        self._backups = backups
        self._joining = joining
        self._household = household
        self.pins = PinDesk(NoPins(), household.clock) if pins is None else pins
        self._next = asyncio.Event()
        self.history = history
        self._views = Views(household, history)
        self._acceptance = Acceptance(household, site or Site())
        household.watch(self._wake)

    def _wake(self) -> None:
        done, self._next = self._next, asyncio.Event()
        done.set()

    def snapshot(self) -> Snapshot:
        """Return the newest snapshot."""
        return self._household.snapshot()

    async def changed(self, after: int) -> None:
        """Return once the newest snapshot's revision is not `after`."""
        while self._household.revision == after:
            await self._next.wait()

    async def wish(self, wish: Wish, caller: Caller) -> WishAnswer:
        """Hand one wish to the household's flow."""
        return _answer(await self._household.wish([wish], _name(caller)))

    async def place(self, order: PlaceOrder, caller: Caller) -> WishAnswer:
        """Go through the whole flow for one order, R1 to R9 in order; all of it or nothing."""
        wishes = place_wishes(order, started=self.snapshot().flow.started)
        return _answer(await self._household.wish(wishes, _name(caller)))

    async def commission(self, method: str, params: Any, caller: Caller) -> WishAnswer:
        """Do what a method about the radio, a device or storage asks for."""
        if METHODS[method].stores:
            if self._household.storage is None:
                return REFUSED
            wish = wish_of(method, params)
            return _answer(await self._household.at_storage(wish, _name(caller)))
        return await commission(self._household, method, params, _name(caller))

    async def accept(self, method: str, params: Any, caller: Caller) -> object:
        """Answer the checklist of commissioning, the handover or the acceptance report."""
        pin = self.pins.has("household")
        if method in JUDGES:
            await self._acceptance.look()
        match method:
            case "commission.checklist":
                return self._acceptance.view(household_pin=pin)
            case "commission.request":
                return await asyncio.to_thread(self._acceptance.request)
            case "commission.joining":
                return await asyncio.to_thread(self._joining)
            case "commission.handover":
                return await self._acceptance.hand_over(params, _name(caller), household_pin=pin)
            case "commission.report":
                return await self._acceptance.report(household_pin=pin)
            case "backup.write":
                if self._backups is None:
                    return NO_BACKUPS
                return await self._backups.write(params.passphrase, history=params.history)
            case _:
                raise AssertionError(f"{method} is answered nowhere")

    async def look(self, method: str, params: Any) -> object:
        """Look up a day, a price, a curve, the street, an order's cost or the storage market."""
        if METHODS[method].stores:
            return await self._look_at_storage(method, params)
        return await self._views.look(method, params)

    async def _look_at_storage(self, method: str, params: Any) -> object:
        home = self._household
        if home.storage is None:
            return looked_without(method, params)
        if method == "storage.get":
            return StorageView(self.snapshot().storage)
        return await home.storage.look(method, params, home.state, home.head)

    def decisions(self) -> tuple[DecisionLine, ...]:
        """Return the newest decisions."""
        return decision_lines(self._household.state, DECISIONS)


def place_wishes(order: PlaceOrder, *, started: bool) -> list[Wish]:
    """Return the presses that make up one order, from wherever the flow stands."""
    automatic = order.energy_wh is None
    choice = SettlementChoice.AUTOMATIC if automatic else SettlementChoice.MANUAL
    wishes: list[Wish] = [Reset()] if started else []
    wishes += [
        Start(),
        ChooseProgram(opt_in=True),
        ChooseActivity(Activity(order.side)),
        ChooseSettlement(choice),
        SetRange(order.low_micro_per_kwh, order.high_micro_per_kwh),
        SetDistance(order.distance_m),
    ]
    if order.energy_wh is not None:
        wishes.append(SetAmount(order.energy_wh))
    if order.repeat:
        wishes.append(SetRepeat(repeat=True))
    return [*wishes, SetValues()]


def _answer(answer: Answer) -> WishAnswer:
    return WishAnswer(answer.accepted, answer.problems, answer.sentence)


def _name(caller: Caller) -> str:
    return caller.name or f"uid {caller.peer.uid}"
