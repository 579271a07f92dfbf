"""The PIN: asked only when the agent wants one for something that changes, then forgotten.

`PinModel` is itself an `Ask`: models that change something call through it. A call that the agent
refuses for want of a PIN waits here until the right one was entered, and is then made again; the
person's wish is not lost. Nothing but the digits being typed is ever kept, and not for long.
"""

from dataclasses import dataclass, replace
from typing import Any, Literal

from PySide6.QtCore import QObject, Signal, Slot

from agent.api.methods import METHODS
from agent.api.permissions import Group
from agent.api.pins import PinAnswer, PinState
from gui import texts
from gui.glance import Answered, Ask, Glance, Refusal, Refused, ignore
from gui.models import flag, in_qml, put, text
from gui.models.answers import not_understood, read
from gui.texts import translate

LEAST, MOST = 4, 8
"""Digits of a PIN."""
FORGET_AFTER_MS = 45_000
"""Without a key for so long the pad closes: whoever typed has walked away."""
LOOK_AT_MOST_MS = 2_000
"""What one look may count as: a clock that is set anew closes no pad."""
OPENS_S = {"household": 120, "installer": 300}
"""How long the right PIN opens the screen; walking to a meter and back takes minutes."""
DOT = "\N{BLACK CIRCLE}"

Step = Literal["", "unlock", "old", "new", "again", "remove"]


@dataclass(frozen=True)
class Shown:
    """The sheet."""

    open: bool = False
    title: str = ""
    sentence: str = ""
    """What went wrong, or how long to wait; else what it is for."""
    wrong: bool = False
    """`sentence` is bad news."""
    typed: str = ""
    """One dot per digit."""
    busy: bool = False
    waits: bool = False
    """The agent looks at no try yet."""
    is_set: bool = False
    """A household's PIN is set, as far as is known."""


@dataclass(frozen=True)
class _Call:
    method: str
    params: object
    answered: Answered
    refused: Refused


@in_qml
class PinModel(QObject):
    """The sheet with the pad, and the calls that wait for it."""

    changed = Signal()

    def __init__(self, ask: Ask, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.shown = Shown()
        self._ask = ask
        self._waiting: list[_Call] = []
        self._step: Step = ""
        self._whose = "household"
        self._digits = ""
        self._old: str | None = None
        self._new = ""
        self._sentence = ""
        self._busy = False
        self._set = False
        self._now_ms = 0
        self._untouched_ms = 0
        self._wait_until_ms = 0
        self._live = False

    # --- for the other models

    def call(
        self, method: str, params: object, answered: Answered, refused: Refused = ignore
    ) -> None:
        """Call once, after the PIN where the agent wants one; see gui.glance.Ask."""
        one = _Call(method, params, answered, refused)
        self._ask.call(method, params, answered, lambda refusal: self._refused(one, refusal))

    def _refused(self, one: _Call, refusal: Refusal) -> None:
        if refusal.reason != "pin_needed":
            one.refused(refusal)
            return
        known = METHODS.get(one.method)
        installer = known is not None and known.group is Group.INSTALLER
        self._waiting.append(one)
        self._open("unlock", "installer" if installer else "household")

    def look(self, glance: Glance) -> None:
        """Count down, close when nobody types or the agent went."""
        passed_ms = min(max(glance.now_ms - self._now_ms, 0), LOOK_AT_MOST_MS)
        self._now_ms, was_live, self._live = glance.now_ms, self._live, glance.live
        if self._step:
            self._untouched_ms += passed_ms
            if not glance.live:
                self._close(Refusal(translate("pin", "The agent does not answer."), "away"))
            elif self._untouched_ms > FORGET_AFTER_MS and not self._busy:
                self.cancel()
        if glance.live and not was_live and glance.may("pin.state"):
            self._ask.call("pin.state", {}, self._state_came)
        self._show()

    # --- keys

    @Slot(str)
    def digit(self, key: str) -> None:
        """One digit more."""
        if self._may_type() and len(self._digits) < MOST and key in set("0123456789"):
            self._digits += key
            self._sentence = ""
            self._touch()

    @Slot()
    def erase(self) -> None:
        """One digit less."""
        if self._may_type():
            self._digits = self._digits[:-1]
            self._touch()

    @Slot()
    def cancel(self) -> None:
        """Close; what waited is refused, nothing was changed."""
        self._close(Refusal(translate("pin", "Nothing was changed."), "cancelled"))

    @Slot()
    def enter(self) -> None:
        """Try what was typed."""
        if not self._may_type() or len(self._digits) < LEAST:
            return
        typed, self._digits = self._digits, ""
        match self._step:
            case "unlock":
                params = {"pin": typed, "whose": self._whose, "seconds": OPENS_S[self._whose]}
                self._send("pin.unlock", params, self._unlocked)
            case "old":
                self._old = typed
                self._go("new")
            case "remove":
                self._send("pin.set", {"new": None, "old": typed}, self._was_removed)
            case "new":
                self._new = typed
                self._go("again")
            case "again" if typed == self._new:
                self._send("pin.set", {"new": typed, "old": self._old}, self._was_set)
            case "again":
                self._go("new", translate("pin", "The two were not the same. Choose again."))
        self._touch()

    @Slot(str)
    def unlock(self, whose: str) -> None:
        """Ask for a PIN though no call waits for it: the installer's page opens by it."""
        if whose in {"household", "installer"}:
            self._open("unlock", whose)

    @Slot()
    def change(self) -> None:
        """Set the household's PIN, or another one."""
        self._old, self._new = None, ""
        self._open("old" if self._set else "new", "household")

    @Slot()
    def remove(self) -> None:
        """Take the household's PIN away: whoever knows it may."""
        if self._set:
            self._open("remove", "household")

    # --- what comes back

    def _unlocked(self, result: Any) -> None:
        answer = read(result, PinAnswer) or PinAnswer(False, not_understood())
        self._busy = False
        if not answer.accepted:
            self._wrong(answer)
            return
        waiting, self._waiting = self._waiting, []
        self._close(None)
        for one in waiting:
            self.call(one.method, one.params, one.answered, one.refused)

    def _was_set(self, result: Any) -> None:
        answer = read(result, PinAnswer) or PinAnswer(False, not_understood())
        self._busy = False
        if answer.accepted:
            self._set = True
            self._close(None)
            return
        self._step = "old" if self._set else "new"
        self._wrong(answer)

    def _was_removed(self, result: Any) -> None:
        answer = read(result, PinAnswer) or PinAnswer(False, not_understood())
        self._busy = False
        if answer.accepted:
            self._set = False
            self._close(None)
        else:
            self._wrong(answer)

    def _wrong(self, answer: PinAnswer) -> None:
        self._sentence = answer.sentence
        self._wait_until_ms = self._now_ms + answer.wait_s * 1_000 if answer.wait_s else 0
        self._touch()

    def _not_tried(self, refusal: Refusal) -> None:
        self._busy = False
        self._sentence = refusal.sentence
        self._touch()

    def _state_came(self, result: Any) -> None:
        state = read(result, PinState)
        if state is None:
            return
        for line in state.pins:
            if line.whose == "household":
                self._set = line.set
            if line.whose == self._whose and line.wait_s:
                self._wait_until_ms = self._now_ms + line.wait_s * 1_000
        if state.sentence:
            self._sentence = state.sentence
        self._show()

    # --- the sheet

    def _may_type(self) -> bool:
        return bool(self._step) and not self._busy and self._now_ms >= self._wait_until_ms

    def _open(self, step: Step, whose: str) -> None:
        if self._step:
            return
        self._whose, self._digits, self._wait_until_ms = whose, "", 0
        self._go(step)
        self._touch()
        self._ask.call("pin.state", {}, self._state_came)

    def _go(self, step: Step, sentence: str = "") -> None:
        self._step, self._sentence = step, sentence

    def _send(self, method: str, params: object, answered: Answered) -> None:
        self._busy = True
        self._ask.call(method, params, answered, self._not_tried)

    def _touch(self) -> None:
        self._untouched_ms = 0
        self._show()

    def _close(self, refusal: Refusal | None) -> None:
        self._step, self._digits, self._sentence, self._busy = "", "", "", False
        self._old, self._new = None, ""
        waiting, self._waiting = self._waiting, []
        self._show()
        if refusal is not None:
            for one in waiting:
                one.refused(refusal)

    def _show(self) -> None:
        left_ms = self._wait_until_ms - self._now_ms
        page = Shown(
            open=bool(self._step),
            title=_title(self._step, self._whose),
            sentence=self._sentence or _purpose(self._step),
            wrong=bool(self._sentence),
            typed=DOT * len(self._digits),
            busy=self._busy,
            is_set=self._set,
        )
        if self._step and left_ms > 0:
            wait = translate("pin", "Too many wrong tries. Wait %1.")
            page = replace(
                page,
                sentence=wait.replace("%1", texts.countdown(left_ms + 999)),
                wrong=True,
                waits=True,
            )
        put(self, page)

    open = flag("open", changed)
    title = text("title", changed)
    sentence = text("sentence", changed)
    wrong = flag("wrong", changed)
    typed = text("typed", changed)
    busy = flag("busy", changed)
    waits = flag("waits", changed)
    is_set = flag("is_set", changed)


def _title(step: Step, whose: str) -> str:
    match step:
        case "unlock" if whose == "installer":
            return translate("pin", "Installer's PIN")
        case "unlock":
            return translate("pin", "Your PIN")
        case "old" | "remove":
            return translate("pin", "Your PIN as it is")
        case "new":
            return translate("pin", "A new PIN, 4 to 8 digits")
        case "again":
            return translate("pin", "The new PIN again")
        case _:
            return ""


def _purpose(step: Step) -> str:
    match step:
        case "unlock":
            return translate("pin", "Looking is free; changing something needs the PIN.")
        case "remove":
            return translate("pin", "Then everybody who stands here may sell and buy.")
        case "old" | "new" | "again":
            return translate("pin", "It guards this screen against a passing hand.")
        case _:
            return ""
