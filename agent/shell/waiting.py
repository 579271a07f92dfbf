"""What a box answers that cannot run a home yet: it has no keys, or the chain has proven nothing.

Screens and the command line are not left in front of a closed door: they see what the box waits
for, the checklist and the request to join. Nothing is decided here, so every wish is refused.
"""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec

from agent.api.commission import ChecklistView, JoinRequestView, StepLine
from agent.api.framing import CallRefused, Reason
from agent.api.joining import JoiningView
from agent.api.methods import PlaceOrder, WishAnswer
from agent.api.permissions import Caller
from agent.api.sections import Alert, DecisionLine, Snapshot
from agent.api.wishes import Wish
from agent.core.overlay import Overlay
from agent.core.snapshot import build_snapshot
from agent.core.state import State
from agent.provisioning.checklist import Facts, JoinStage, checklist
from agent.shell.box_look import looked
from agent.shell.pin_desk import PinDesk

ALERT = "not-running-yet"


class BoxWaits(msgspec.Struct, frozen=True):
    """What is looked at while a box waits. Both calls block on the disk."""

    directory: str
    """Where the journal will lie."""
    stick: str
    """The radio's port; empty: none."""
    joining: Callable[[], JoiningView]
    request: Callable[[], str]
    """The text of this box's request to join; empty: none."""


class Waiting:
    """Implements agent.shell.serve.ApiHandler for a box without a home."""

    def __init__(self, box: BoxWaits, pins: PinDesk, wall_ms: Callable[[], int]) -> None:
        self.pins = pins
        self._box = box
        self._wall_ms = wall_ms
        self._next = asyncio.Event()
        self._snapshot = build_snapshot(State(), Overlay(), 1, wall_ms())
        self._words = ""

    def tell(self, words: str, do: str) -> None:
        """Say what the box waits for, and what a person can do; a new sentence wakes the screens."""
        if words == self._words:
            return
        self._words = words
        before = self._snapshot
        told: Snapshot = msgspec.structs.replace(
            before,
            revision=before.revision + 1,
            home=msgspec.structs.replace(before.home, reason=words),
            alerts=(Alert(ALERT, self._wall_ms(), words, do),),
        )
        self._snapshot = told
        done, self._next = self._next, asyncio.Event()
        done.set()

    def snapshot(self) -> Snapshot:
        """Return a snapshot of nothing, with the reason why."""
        return self._snapshot

    async def changed(self, after: int) -> None:
        """Return once the newest snapshot's revision is not `after`."""
        while self._snapshot.revision == after:
            await self._next.wait()

    async def wish(self, wish: Wish, caller: Caller) -> WishAnswer:
        """Refuse."""
        return WishAnswer(False, (), self._words)

    async def place(self, order: PlaceOrder, caller: Caller) -> WishAnswer:
        """Refuse."""
        return WishAnswer(False, (), self._words)

    async def commission(self, method: str, params: Any, caller: Caller) -> WishAnswer:
        """Refuse: the radio is opened by a running home only."""
        return WishAnswer(False, (), self._words)

    async def accept(self, method: str, params: Any, caller: Caller) -> object:
        """Answer the checklist and how joining stands; nothing can be handed over yet."""
        match method:
            case "commission.checklist":
                return await asyncio.to_thread(self._checklist)
            case "commission.joining":
                return await asyncio.to_thread(self._box.joining)
            case "commission.request":
                return await asyncio.to_thread(self._request)
            case "commission.handover":
                return WishAnswer(False, (), self._words)
            case _:
                raise CallRefused(Reason.NOT_READY, self._words)

    async def look(self, method: str, params: Any) -> object:
        """Refuse: there is nothing to look up."""
        raise CallRefused(Reason.NOT_READY, self._words)

    def decisions(self) -> tuple[DecisionLine, ...]:
        """Return none."""
        return ()

    def _request(self) -> JoinRequestView:
        view = self._box.joining()
        text = self._box.request() if view.member else ""
        return JoinRequestView(view.member, view.comparison, text, view.report_key)

    def _checklist(self) -> ChecklistView:
        joining = self._box.joining()
        facts = Facts(
            findings=looked(Path(self._box.directory), self._box.stick),
            away=self._words,
            join=_stage(joining),
        )
        view = checklist(facts)
        steps = tuple(self._own_words(one, joining) for one in view.steps)
        return ChecklistView(steps, False)

    def _own_words(self, step: StepLine, joining: JoiningView) -> StepLine:
        """The agent runs, and waits; and of joining more is known than how many files there are."""
        if step.key == "agent":
            do = next((alert.do for alert in self._snapshot.alerts), "")
            waits: StepLine = msgspec.structs.replace(step, words=self._words, do=do, command="")
            return waits
        if step.key in ("request", "joined") and step.state != "done" and joining.words:
            wrong = joining.stage in ("refused", "code wrong")
            state = "trouble" if wrong else step.state
            told: StepLine = msgspec.structs.replace(
                step, state=state, words=joining.words, do=joining.do
            )
            return told
        return step


def _stage(joining: JoiningView) -> JoinStage:
    if joining.stage in ("unknown", "joined"):
        return "unknown" if joining.stage == "unknown" else "answered"
    return "asked" if joining.member else "nothing"
