"""The installer's page: a checklist behind the installer's PIN, one step after the other.

Every call goes through the PIN's model: the agent decides who may do what, this page only asks.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Property, QObject, Signal, Slot

from agent.api.commission import ChecklistView, JoinRequestView
from agent.api.joining import JoiningView
from agent.api.pins import PinState
from agent.api.sections import DeviceLine, Snapshot
from gui.glance import Ask, Glance, Refusal
from gui.models import flag, in_qml, put, rows, text
from gui.models import installer_questions as questions
from gui.models.answers import accepted, not_understood, read, said, why
from gui.models.installer_handover import report_of
from gui.models.installer_pads import Kind, Pad, erased, ready, text_of, typed
from gui.models.installer_page import At, closed, opened, step_rows
from gui.models.installer_parts import STEPS, Step
from gui.models.installer_questions import JOIN_S
from gui.models.installer_roles import check_of, line_of, role_given, turned
from gui.models.installer_shown import Asking, Deed, Shown
from gui.models.installer_steps import Done, steps_of
from gui.models.installer_words import seen_to_work
from gui.models.listing import Rows

ASK_STATE_MS = 5_000
ASK_LIST_MS = 3_000
"""The agent's checklist is asked for so often, and again after each deed."""
CODE_JOIN_S = 180
"""How long a device with its own code may take to be switched to pairing."""
LOAD_STEP_W, LEAST_LOAD_W, MOST_LOAD_W = 100, 100, 10_000
FUSES_A = (10, 13, 16, 20, 25, 32, 35, 40, 50, 63, 80, 100, 125, 160, 200)
"""Fuses a house connection is made with: the ratings of IEC 60269 and IEC 60898, as far as 200 A."""


def _long_ago(asked_at_ms: int | None, glance: Glance, every_ms: int) -> bool:
    return asked_at_ms is None or not 0 <= glance.now_ms - asked_at_ms < every_ms


@in_qml
class InstallerModel(QObject):
    """The checklist; `ask` asks for the installer's PIN where the agent wants it."""

    changed = Signal()
    steps_changed = Signal()
    sentences_changed = Signal()
    actions_changed = Signal()
    names_changed = Signal()
    pad_keys_changed = Signal()
    pin_wanted = Signal()
    """The household is to choose its PIN now."""

    def __init__(self, ask: Ask, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.shown = Shown()
        self._ask = ask
        self._rows = Rows(self)
        self._glance: Glance | None = None
        self._at = At()
        """Where the page stands."""
        self._entered = False
        self._asked_at_ms: int | None = None
        self._rest_asked_at_ms: int | None = None
        self._placed = False
        """The page has gone to the first open step, or to one that was chosen."""
        self._kept = ""
        """What the pad before this one was for: a code, or the installer's name."""

    # --- the page

    def look(self, glance: Glance) -> None:
        """Show the glance; remember what was seen to work."""
        self._glance = glance
        if not glance.live:
            self._at.open, self._at.pins, self._asked_at_ms = False, None, None
            self._at.asking, self._at.busy, self._at.naming, self._at.pad = None, False, None, None
        if not self._entered:
            return
        if glance.may("pin.state") and self._due(glance):
            self._asked_at_ms = glance.now_ms
            self._ask.call("pin.state", {}, self._state_came)
        if glance.live and glance.seen.group == "installer":
            self._at.open = True
        if glance.snapshot is not None:
            self._at.done = seen_to_work(self._at.done, glance.snapshot)
        self._ask_rest(glance)
        self._show()

    @Slot()
    def enter(self) -> None:
        """The page is open: it begins locked, and with nothing done."""
        self._entered, self._at.open, self._at.done = True, False, Done()
        self._at.note, self._at.asking, self._asked_at_ms, self._at.naming = "", None, None, None
        self._at.rest, self._rest_asked_at_ms, self._placed = (), None, False
        self._at.request, self._at.joining = JoinRequestView(), JoiningView()
        self._at.pad, self._at.report = None, None
        if self._glance is not None:
            self.look(self._glance)

    @Slot()
    def leave(self) -> None:
        """The page is closed, and locked again: what the PIN opened for it ends."""
        if self._at.open and self._glance is not None and self._glance.may("pin.lock"):
            self._ask.call("pin.lock", {}, lambda _state: None)
        self._entered = self._at.open = False

    @Slot(str)
    def choose(self, step: str) -> None:
        """Show a step."""
        for known in STEPS:
            if known == step:
                self._at.step, self._at.note, self._placed = known, "", True
        if self._glance is not None:
            self._ask_rest(self._glance)
            if self._at.step == "identity" and self._at.open:
                self._ask_who(self._glance)
        self._show()

    @Slot()
    def look_again(self) -> None:
        """A PIN was entered: ask at once what that changed."""
        self._asked_at_ms = None
        if self._glance is not None:
            self.look(self._glance)

    def _due(self, glance: Glance) -> bool:
        return _long_ago(self._asked_at_ms, glance, ASK_STATE_MS)

    def _ask_rest(self, glance: Glance) -> None:
        """Ask the agent for its checklist: of many steps only it can say how they stand."""
        wanted = self._at.open and glance.may("commission.checklist")
        if wanted and _long_ago(self._rest_asked_at_ms, glance, ASK_LIST_MS):
            self._rest_asked_at_ms = glance.now_ms
            self._ask.call("commission.checklist", {}, self._rest_came)
            if self._at.step == "identity":
                self._ask_who(glance)

    def _ask_who(self, glance: Glance) -> None:
        if glance.may("commission.request"):
            self._ask.call("commission.request", {}, self._request_came)
        if glance.may("commission.joining"):
            self._ask.call("commission.joining", {}, self._joining_came)

    def _joining_came(self, answer: Any) -> None:
        self._at.joining = read(answer, JoiningView) or JoiningView()
        self._show()

    def _rest_came(self, answer: Any) -> None:
        found = read(answer, ChecklistView)
        self._at.rest = () if found is None else found.steps
        glance = self._glance
        if (
            not self._placed
            and self._at.rest
            and glance is not None
            and glance.snapshot is not None
        ):
            self._placed = True
            first = next(
                (one for one in self._steps(glance, glance.snapshot) if one.state != "done"), None
            )
            self._at.step = self._at.step if first is None else first.key
            self._ask_rest(replace(glance, now_ms=glance.now_ms + ASK_LIST_MS))
        self._show()

    def _steps(self, glance: Glance, snapshot: Snapshot) -> tuple[Step, ...]:
        return steps_of(snapshot, self._at.done, self._at.rest, glance.reader)

    def _state_came(self, answer: Any) -> None:
        self._at.pins = read(answer, PinState)
        if self._entered and self._at.pins is not None and self._at.pins.group == "installer":
            self._at.open = True
        self._show()

    def _request_came(self, answer: Any) -> None:
        self._at.request = read(answer, JoinRequestView) or JoinRequestView()
        self._show()

    # --- what is pressed

    @Slot(int)
    def change_load(self, steps: int) -> None:
        """Change the power of the load that is switched on in a live check."""
        wanted = self._at.load_w + LOAD_STEP_W * steps
        self._at.load_w = min(max(wanted, LEAST_LOAD_W), MOST_LOAD_W)
        self._show()

    @Slot(int)
    def change_fuse(self, steps: int) -> None:
        """Take the next smaller or larger fuse of the connection."""
        place = FUSES_A.index(self._at.fuse_a) + steps
        self._at.fuse_a = FUSES_A[min(max(place, 0), len(FUSES_A) - 1)]
        self._show()

    @Slot(str)
    def choose_phases(self, phases: str) -> None:
        """Say whether the connection has one phase or three."""
        if phases in {"1", "3"}:
            self._at.phases = int(phases)
        self._show()

    @Slot(str)
    def give_name(self, name: str) -> None:
        """Give the chosen name to the device that was asked about; empty: none any more."""
        line, self._at.naming = self._at.naming, None
        offered = {"", *(one["key"] for one in self.shown.names)}
        if line is not None and name in offered:
            self._do("device.rename", {"ieee": line.ieee, "name": name})
        self._show()

    @Slot()
    def keep_name(self) -> None:
        """Close the names; nothing changes."""
        self._at.naming = None
        self._show()

    @Slot(str)
    def act(self, action: str) -> None:
        """Do what a button of the step says."""
        match action:
            case "form":
                self._confirm(questions.form_anew())
            case "stop":
                self._do("pair.stop", {})
            case "loaded":
                self._do("check.loaded", {})
            case "end":
                self._do("check.stop", {})
            case "turn":
                self._begin(turned(self._snapshot()))
            case "backup":
                self._do("radio.backup", {}, self._backup_made)
            case "code":
                self._open_pad("code")
            case "names":
                self._open_pad("installer")
            case "report":
                self._write_report()
            case "pin":
                self.pin_wanted.emit()
            case "resume":
                self._confirm(questions.go_on())
            case "lock":
                self._lock()

    @Slot(str, str)
    def act_on(self, device: str, action: str) -> None:
        """Do what a button of a line says."""
        if not self._at.open or self._at.busy:
            return
        line = line_of(self._devices(), device, self._at, action)
        match self._at.step:
            case "pair" if action == "open":
                self._open_joining(device)
            case "pair" if action == "remove":
                leaving = [line for line in self._devices() if line.ieee == device]
                self._begin(questions.send_away(leaving[0]) if leaving else None)
            case "pair" if action in ("interview", "configure"):
                self._do(f"device.{action}", {"ieee": device})
            case "roles" if line is not None and action == "name":
                self._at.naming = line
                self._show()
            case "roles" if line is not None:
                self._begin(role_given(line, action, self._devices()))
            case "check" if line is not None:
                self._begin(check_of(line, self._at))
            case "relays":
                self._do("relay.set", {"relay": device, "mode": action})

    @Slot()
    def yes(self) -> None:
        """Agree to the warning."""
        asking, self._at.asking = self._at.asking, None
        if asking is not None:
            handed = asking.method == "commission.handover"
            then = (lambda _said: self._written_next()) if handed else None
            self._do(asking.method, asking.params, then)

    # --- the keys of the sheet

    def _open_pad(self, kind: Kind, wrong: str = "", typed: str = "") -> None:
        if self._at.open and not self._at.busy:
            self._at.pad = Pad(kind, typed, wrong)
            self._show()

    @Slot(str)
    def pad_key(self, key: str) -> None:
        """One key of the sheet."""
        if self._at.pad is not None and self._glance is not None:
            self._at.pad = typed(self._at.pad, key, self._glance.reader)
        self._show()

    @Slot()
    def pad_erase(self) -> None:
        """One key less."""
        if self._at.pad is not None:
            self._at.pad = erased(self._at.pad)
        self._show()

    @Slot()
    def pad_close(self) -> None:
        """Shut the sheet; what was typed is forgotten."""
        self._at.pad, self._kept = None, ""
        self._show()

    @Slot()
    def pad_enter(self) -> None:
        """Take what was typed, and ask for what belongs to it."""
        pad, glance = self._at.pad, self._glance
        if pad is None or glance is None or not ready(pad):
            return
        self._at.pad = None
        match pad.kind:
            case "code":
                self._kept = pad.typed
                self._open_pad("address")
            case "address":
                self._let_in(self._kept, pad.typed.lower())
            case "installer":
                self._kept = text_of(pad, glance.reader).strip()
                self._open_pad("customer")
            case "customer":
                customer = text_of(pad, glance.reader).strip()
                self._confirm(questions.hand_over(self._kept, customer))

    def _let_in(self, code: str, ieee: str) -> None:
        """Let the device in; a code that the agent does not take stays to be put right."""

        def answered(answer: Any) -> None:
            self._settle(said(answer), wrong=not accepted(answer))
            if not accepted(answer):
                self._open_pad("code", said(answer), code)

        params = {"code": code, "ieee": ieee, "seconds": CODE_JOIN_S}
        self._call("pair.code", params, answered)

    def _write_report(self) -> None:
        def answered(answer: Any) -> None:
            self._at.report = report_of(answer)
            self._settle("" if self._at.report is not None else not_understood(), wrong=True)

        self._call("commission.report", {}, answered)

    def _written_next(self) -> None:
        self._at.busy = False
        self._write_report()

    def _lock(self) -> None:
        self.leave()
        self.enter()

    @Slot()
    def no(self) -> None:
        """Do not."""
        self._at.asking = None
        self._show()

    def _open_joining(self, device: str) -> None:
        """Ask for the agent's warning first; it opens only what was confirmed."""

        def answered(answer: Any) -> None:
            if accepted(answer):
                self._settle(said(answer), wrong=False)
                return
            self._at.busy = False
            self._confirm(questions.open_joining(device, said(answer)))

        params = {"via": device, "seconds": JOIN_S, "confirmed": False}
        self._call("pair.open", params, answered)

    def _snapshot(self) -> Snapshot | None:
        return None if self._glance is None else self._glance.snapshot

    def _devices(self) -> tuple[DeviceLine, ...]:
        snapshot = self._snapshot()
        return () if snapshot is None else snapshot.devices

    def _begin(self, deed: Deed | Asking | None) -> None:
        match deed:
            case Deed():
                self._do(deed.method, deed.params)
            case Asking():
                self._confirm(deed)

    def _confirm(self, asking: Asking) -> None:
        self._at.asking = asking
        self._show()

    def _do(
        self, method: str, params: dict[str, Any], done: Callable[[str], None] | None = None
    ) -> None:
        def answered(answer: Any) -> None:
            if accepted(answer) and done is not None:
                done(said(answer))
            told = method.startswith("check.") and accepted(answer)  # by the step's own words
            self._settle("" if told else said(answer), wrong=not accepted(answer))

        self._call(method, params, answered)

    def _call(self, method: str, params: dict[str, Any], answered: Callable[[Any], None]) -> None:
        if not self._at.open or self._at.busy:
            return
        self._at.busy, self._at.note = True, ""

        def refused(refusal: Refusal) -> None:
            self._settle(why(refusal), wrong=True)

        self._ask.call(method, params, answered, refused)
        self._show()

    def _backup_made(self, sentence: str) -> None:
        self._at.done = replace(self._at.done, backup=sentence)

    def _settle(self, note: str, *, wrong: bool) -> None:
        self._at.busy, self._at.note, self._at.note_wrong = False, note, wrong
        self._rest_asked_at_ms = None
        if self._glance is not None:
            self._ask_rest(self._glance)
        self._show()

    # --- showing

    def _show(self) -> None:
        glance = self._glance
        if glance is None or not self._entered:
            return
        if not self._at.open or glance.snapshot is None:
            self._rows.show(())
            put(self, closed(self._at, glance))
            return
        self._rows.show(step_rows(self._at, glance))
        put(self, opened(self._at, glance, glance.snapshot))

    def _get_rows(self) -> Rows:
        return self._rows

    lines = Property(QObject, _get_rows, constant=True)
    open = flag("open", changed)
    closed_words = text("closed_words", changed)
    may_open = flag("may_open", changed)
    steps = rows("steps", steps_changed)
    step = text("step", changed)
    title = text("title", changed)
    state = text("state", changed)
    sentences = rows("sentences", sentences_changed)
    actions = rows("actions", actions_changed)
    load = text("load", changed)
    fuse = text("fuse", changed)
    phases = text("phases", changed)
    request = text("request", changed)
    report = text("report", changed)
    next_key = text("next_key", changed)
    next_words = text("next_words", changed)
    next_title = text("next_title", changed)
    next_now = flag("next_now", changed)
    pad_title = text("pad_title", changed)
    pad_typed = text("pad_typed", changed)
    pad_wrong = text("pad_wrong", changed)
    pad_keys = rows("pad_keys", pad_keys_changed)
    pad_letters = flag("pad_letters", changed)
    pad_ready = flag("pad_ready", changed)
    names = rows("names", names_changed)
    naming = text("naming", changed)
    note = text("note", changed)
    note_wrong = flag("note_wrong", changed)
    busy = flag("busy", changed)
    confirm = text("confirm", changed)
    confirm_yes = text("confirm_yes", changed)
