"""The installer's page: a checklist behind the installer's PIN, one step after the other.

Every call goes through the PIN's model: the agent decides who may do what, this page only asks.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import msgspec
from PySide6.QtCore import Property, QObject, Signal, Slot

from agent.api.commission import ChecklistView, JoinRequestView, StepLine
from agent.api.joining import JoiningView
from agent.api.pins import PinState
from agent.api.sections import DeviceLine, Snapshot
from gui import texts
from gui.glance import Ask, Glance, Refusal
from gui.models import flag, in_qml, put, rows, text
from gui.models.answers import accepted, not_understood, read, said, why
from gui.models.device_words import name_of
from gui.models.history_rows import filled
from gui.models.installer_agent import agent_rows, identity_words, joined
from gui.models.installer_handover import Report, report_of, report_rows, report_words
from gui.models.installer_pads import Kind, Pad, erased, keys_of, ready, text_of, title_of, typed
from gui.models.installer_parts import MARKS, STEPS, Row, Step, StepKey
from gui.models.installer_shown import Asking, Shown
from gui.models.installer_steps import (
    METER_ROLES,
    Done,
    check_rows,
    network_rows,
    next_open,
    pairing_rows,
    relay_rows,
    role_rows,
    steps_of,
)
from gui.models.installer_words import checking, joining, seen_to_work, words_of
from gui.models.listing import Rows
from gui.models.ready_names import ready_names
from gui.texts import translate

ASK_STATE_MS = 5_000
ASK_LIST_MS = 3_000
"""The agent's checklist is asked for so often, and again after each deed."""
JOIN_S = 60
CODE_JOIN_S = 180
"""How long a device with its own code may take to be switched to pairing."""
LOAD_STEP_W, LEAST_LOAD_W, MOST_LOAD_W = 100, 100, 10_000
KETTLE_W = 2_000
PAIRING_SHOWN = 3
"""Steps of pairing above the devices of the network; all of them while one may join."""
FUSES_A = (10, 13, 16, 20, 25, 32, 35, 40, 50, 63, 80, 100, 125, 160, 200)
"""Fuses a house connection is made with: the ratings of IEC 60269 and IEC 60898, as far as 200 A."""
USUAL_FUSE_A, USUAL_PHASES = 63, 3


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
        self._entered = self._open = self._busy = False
        self._pins: PinState | None = None
        self._asked_at_ms: int | None = None
        self._rest: tuple[StepLine, ...] = ()
        self._request = JoinRequestView()
        self._joining = JoiningView()
        self._rest_asked_at_ms: int | None = None
        self._placed = False
        """The page has gone to the first open step, or to one that was chosen."""
        self._pad: Pad | None = None
        self._kept = ""
        """What the pad before this one was for: a code, or the installer's name."""
        self._report: Report | None = None
        self._step: StepKey = "radio"
        self._done = Done()
        self._load_w = KETTLE_W
        self._fuse_a, self._phases = USUAL_FUSE_A, USUAL_PHASES
        self._naming: DeviceLine | None = None
        self._note, self._note_wrong = "", False
        self._asking: Asking | None = None

    # --- the page

    def look(self, glance: Glance) -> None:
        """Show the glance; remember what was seen to work."""
        self._glance = glance
        if not glance.live:
            self._open, self._pins, self._asked_at_ms = False, None, None
            self._asking, self._busy, self._naming, self._pad = None, False, None, None
        if not self._entered:
            return
        if glance.may("pin.state") and self._due(glance):
            self._asked_at_ms = glance.now_ms
            self._ask.call("pin.state", {}, self._state_came)
        if glance.live and glance.seen.group == "installer":
            self._open = True
        if glance.snapshot is not None:
            self._done = seen_to_work(self._done, glance.snapshot)
        self._ask_rest(glance)
        self._show()

    @Slot()
    def enter(self) -> None:
        """The page is open: it begins locked, and with nothing done."""
        self._entered, self._open, self._done = True, False, Done()
        self._note, self._asking, self._asked_at_ms, self._naming = "", None, None, None
        self._rest, self._rest_asked_at_ms, self._placed = (), None, False
        self._request, self._joining = JoinRequestView(), JoiningView()
        self._pad, self._report = None, None
        if self._glance is not None:
            self.look(self._glance)

    @Slot()
    def leave(self) -> None:
        """The page is closed, and locked again: what the PIN opened for it ends."""
        if self._open and self._glance is not None and self._glance.may("pin.lock"):
            self._ask.call("pin.lock", {}, lambda _state: None)
        self._entered = self._open = False

    @Slot(str)
    def choose(self, step: str) -> None:
        """Show a step."""
        for known in STEPS:
            if known == step:
                self._step, self._note, self._placed = known, "", True
        if self._glance is not None:
            self._ask_rest(self._glance)
            if self._step == "identity" and self._open:
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
        wanted = self._open and glance.may("commission.checklist")
        if wanted and _long_ago(self._rest_asked_at_ms, glance, ASK_LIST_MS):
            self._rest_asked_at_ms = glance.now_ms
            self._ask.call("commission.checklist", {}, self._rest_came)
            if self._step == "identity":
                self._ask_who(glance)

    def _ask_who(self, glance: Glance) -> None:
        if glance.may("commission.request"):
            self._ask.call("commission.request", {}, self._request_came)
        if glance.may("commission.joining"):
            self._ask.call("commission.joining", {}, self._joining_came)

    def _joining_came(self, answer: Any) -> None:
        self._joining = read(answer, JoiningView) or JoiningView()
        self._show()

    def _rest_came(self, answer: Any) -> None:
        try:
            self._rest = msgspec.convert(answer, ChecklistView).steps
        except msgspec.ValidationError:
            self._rest = ()
        glance = self._glance
        if not self._placed and self._rest and glance is not None and glance.snapshot is not None:
            self._placed = True
            first = next(
                (one for one in self._steps(glance, glance.snapshot) if one.state != "done"), None
            )
            self._step = self._step if first is None else first.key
            self._ask_rest(replace(glance, now_ms=glance.now_ms + ASK_LIST_MS))
        self._show()

    def _steps(self, glance: Glance, snapshot: Snapshot) -> tuple[Step, ...]:
        return steps_of(snapshot, self._done, self._rest, glance.reader)

    def _state_came(self, answer: Any) -> None:
        try:
            self._pins = msgspec.convert(answer, PinState)
        except msgspec.ValidationError:
            self._pins = None
        if self._entered and self._pins is not None and self._pins.group == "installer":
            self._open = True
        self._show()

    def _request_came(self, answer: Any) -> None:
        try:
            self._request = msgspec.convert(answer, JoinRequestView)
        except msgspec.ValidationError:
            self._request = JoinRequestView()
        self._show()

    # --- what is pressed

    @Slot(int)
    def change_load(self, steps: int) -> None:
        """Change the power of the load that is switched on in a live check."""
        wanted = self._load_w + LOAD_STEP_W * steps
        self._load_w = min(max(wanted, LEAST_LOAD_W), MOST_LOAD_W)
        self._show()

    @Slot(int)
    def change_fuse(self, steps: int) -> None:
        """Take the next smaller or larger fuse of the connection."""
        place = FUSES_A.index(self._fuse_a) + steps
        self._fuse_a = FUSES_A[min(max(place, 0), len(FUSES_A) - 1)]
        self._show()

    @Slot(str)
    def choose_phases(self, phases: str) -> None:
        """Say whether the connection has one phase or three."""
        if phases in {"1", "3"}:
            self._phases = int(phases)
        self._show()

    @Slot(str)
    def give_name(self, name: str) -> None:
        """Give the chosen name to the device that was asked about; empty: none any more."""
        line, self._naming = self._naming, None
        offered = {"", *(one["key"] for one in self.shown.names)}
        if line is not None and name in offered:
            self._do("device.rename", {"ieee": line.ieee, "name": name})
        self._show()

    @Slot()
    def keep_name(self) -> None:
        """Close the names; nothing changes."""
        self._naming = None
        self._show()

    @Slot(str)
    def act(self, action: str) -> None:
        """Do what a button of the step says."""
        match action:
            case "form":
                sentence = translate(
                    "installer",
                    "A new network is formed on the stick. Devices of an older network will not"
                    " find this home any more and must be paired again.",
                )
                yes = translate("installer", "Form it")
                self._confirm(Asking(sentence, yes, "radio.form", {}))
            case "stop":
                self._do("pair.stop", {})
            case "loaded":
                self._do("check.loaded", {})
            case "end":
                self._do("check.stop", {})
            case "turn":
                self._turn_the_checked()
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
                sentence = translate(
                    "installer",
                    "The agent broke down again and again. Let it go on only if you know why.",
                )
                yes = translate("installer", "Let it go on")
                self._confirm(Asking(sentence, yes, "ladder.resume", {}))
            case "lock":
                self._lock()

    @Slot(str, str)
    def act_on(self, device: str, action: str) -> None:
        """Do what a button of a line says."""
        if not self._open or self._busy:
            return
        line = self._line(device, action)
        match self._step:
            case "pair" if action == "open":
                self._open_joining(device)
            case "pair" if action == "remove":
                self._send_away(device)
            case "pair" if action in ("interview", "configure"):
                self._do(f"device.{action}", {"ieee": device})
            case "roles" if line is not None and action == "name":
                self._naming = line
                self._show()
            case "roles" if line is not None:
                self._give_role(line, action)
            case "check" if line is not None:
                params = {"key": device, "role": line.role, "load_w": self._load_w}
                connection = {"fuse_a": self._fuse_a, "phases": self._phases}
                self._do("check.start", params | connection | {"invert": line.invert})
            case "relays":
                self._do("relay.set", {"relay": device, "mode": action})

    @Slot()
    def yes(self) -> None:
        """Agree to the warning."""
        asking, self._asking = self._asking, None
        if asking is not None:
            handed = asking.method == "commission.handover"
            then = (lambda _said: self._written_next()) if handed else None
            self._do(asking.method, asking.params, then)

    # --- the keys of the sheet

    def _open_pad(self, kind: Kind, wrong: str = "", typed: str = "") -> None:
        if self._open and not self._busy:
            self._pad = Pad(kind, typed, wrong)
            self._show()

    @Slot(str)
    def pad_key(self, key: str) -> None:
        """One key of the sheet."""
        if self._pad is not None and self._glance is not None:
            self._pad = typed(self._pad, key, self._glance.reader)
        self._show()

    @Slot()
    def pad_erase(self) -> None:
        """One key less."""
        if self._pad is not None:
            self._pad = erased(self._pad)
        self._show()

    @Slot()
    def pad_close(self) -> None:
        """Shut the sheet; what was typed is forgotten."""
        self._pad, self._kept = None, ""
        self._show()

    @Slot()
    def pad_enter(self) -> None:
        """Take what was typed, and ask for what belongs to it."""
        pad, glance = self._pad, self._glance
        if pad is None or glance is None or not ready(pad):
            return
        self._pad = None
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
                self._hand_over(self._kept, text_of(pad, glance.reader).strip())

    def _let_in(self, code: str, ieee: str) -> None:
        """Let the device in; a code that the agent does not take stays to be put right."""

        def answered(answer: Any) -> None:
            self._settle(said(answer), wrong=not accepted(answer))
            if not accepted(answer):
                self._open_pad("code", said(answer), code)

        params = {"code": code, "ieee": ieee, "seconds": CODE_JOIN_S}
        self._call("pair.code", params, answered)

    def _hand_over(self, installer: str, customer: str) -> None:
        sentence = translate(
            "installer",
            "%1 hands this home over to %2, and everything on the list was shown to work. The box"
            " writes and signs the report of it.",
        )
        yes = translate("installer", "Hand it over")
        params = {"installer": installer, "customer": customer}
        asking = filled(sentence, installer, customer)
        self._confirm(Asking(asking, yes, "commission.handover", params))

    def _write_report(self) -> None:
        def answered(answer: Any) -> None:
            self._report = report_of(answer)
            self._settle("" if self._report is not None else not_understood(), wrong=True)

        self._call("commission.report", {}, answered)

    def _written_next(self) -> None:
        self._busy = False
        self._write_report()

    def _lock(self) -> None:
        self.leave()
        self.enter()

    def _send_away(self, ieee: str) -> None:
        snapshot = self._glance.snapshot if self._glance is not None else None
        line = (
            next((one for one in snapshot.devices if one.ieee == ieee), None) if snapshot else None
        )
        if line is not None:
            sentence = filled(
                translate("installer", "%1 leaves the network; to come back it is paired again."),
                name_of(line),
            )
            yes = translate("installer", "Send it away")
            self._confirm(Asking(sentence, yes, "device.remove", {"ieee": ieee}))

    @Slot()
    def no(self) -> None:
        """Do not."""
        self._asking = None
        self._show()

    def _line(self, device: str, action: str) -> DeviceLine | None:
        snapshot = self._glance.snapshot if self._glance is not None else None
        lines = () if snapshot is None else snapshot.devices
        found = [line for line in lines if line.key == device]
        if self._step == "roles" and action != "relay":
            return next((line for line in found if line.kind == "meter" or line.role), None)
        return found[0] if found else None

    def _open_joining(self, device: str) -> None:
        """Ask for the agent's warning first; it opens only what was confirmed."""

        def answered(answer: Any) -> None:
            if accepted(answer):
                self._settle(said(answer), wrong=False)
                return
            self._busy = False
            yes = translate("installer", "Open for a minute")
            params = {"via": device, "seconds": JOIN_S, "confirmed": True}
            self._confirm(Asking(said(answer), yes, "pair.open", params))

        params = {"via": device, "seconds": JOIN_S, "confirmed": False}
        self._call("pair.open", params, answered)

    def _give_role(self, line: DeviceLine, action: str) -> None:
        name = name_of(line)
        match action:
            case "release":
                sentence = filled(
                    translate(
                        "installer", "%1 loses its task. What it counted so far stays counted."
                    ),
                    name,
                )
                yes = translate("installer", "Take it away")
                self._confirm(Asking(sentence, yes, "device.release", {"key": line.key}))
            case "turn":
                params = {"key": line.key, "role": line.role, "invert": not line.invert}
                self._do("device.assign", params)
            case "relay":
                self._do("device.assign", {"key": line.key, "role": "relay"})
            case role if role in METER_ROLES and role != line.role:
                self._give_meter_role(line, role)

    def _give_meter_role(self, line: DeviceLine, role: str) -> None:
        snapshot = self._glance.snapshot if self._glance is not None else None
        holder = next(
            (other for other in (snapshot.devices if snapshot else ()) if other.role == role), None
        )
        params = {"key": line.key, "role": role}
        if holder is None or not holder.key:
            self._do("device.assign", params)
            return
        sentence = translate(
            "installer",
            "%1 has this task now. %2 takes its place: a meter exchange. What was counted so far"
            " stays counted.",
        )
        yes = translate("installer", "Exchange them")
        asking = filled(sentence, name_of(holder), name_of(line))
        self._confirm(Asking(asking, yes, "device.assign", params | {"replace": True}))

    def _turn_the_checked(self) -> None:
        """Turn the meter of the last check round, as the check found it."""
        snapshot = self._glance.snapshot if self._glance is not None else None
        check = snapshot.check if snapshot is not None else None
        for line in snapshot.devices if snapshot is not None else ():
            if check is not None and check.suggest_invert and line.key == check.key:
                params = {"key": line.key, "role": check.role, "invert": not line.invert}
                self._do("device.assign", params)
                return

    def _confirm(self, asking: Asking) -> None:
        self._asking = asking
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
        if not self._open or self._busy:
            return
        self._busy, self._note = True, ""

        def refused(refusal: Refusal) -> None:
            self._settle(why(refusal), wrong=True)

        self._ask.call(method, params, answered, refused)
        self._show()

    def _backup_made(self, sentence: str) -> None:
        self._done = replace(self._done, backup=sentence)

    def _settle(self, note: str, *, wrong: bool) -> None:
        self._busy, self._note, self._note_wrong = False, note, wrong
        self._rest_asked_at_ms = None
        if self._glance is not None:
            self._ask_rest(self._glance)
        self._show()

    # --- showing

    def _show(self) -> None:
        glance = self._glance
        if glance is None or not self._entered:
            return
        if not self._open or glance.snapshot is None:
            self._rows.show(())
            put(self, Shown(closed_words=self._closed_words(glance), may_open=self._may_open()))
            return
        self._rows.show(self._step_rows(glance))
        put(self, self._opened(glance, glance.snapshot))

    def _may_open(self) -> bool:
        return self._pins is not None and any(
            pin.whose == "installer" and pin.set for pin in self._pins.pins
        )

    def _closed_words(self, glance: Glance) -> str:
        if not glance.live:
            return translate("installer", "The agent does not answer.")
        if self._pins is None and glance.may("pin.state"):
            return translate("installer", "Asking the agent …")
        if self._may_open():
            return translate(
                "installer",
                "This is for whoever installs meters and relays. The household's own pages need"
                " nothing from here.",
            )
        return translate(
            "installer",
            "No installer's PIN is set, so this screen may not install anything. An installer sets"
            " one at the agent's command line: gridhearth pin set --installer.",
        )

    def _opened(self, glance: Glance, snapshot: Snapshot) -> Shown:
        steps = self._steps(glance, snapshot)
        step = next((one for one in steps if one.key == self._step), steps[0])
        sentences, actions = words_of(step, glance, snapshot)
        asking, naming = self._asking, self._naming
        checks = step.key == "check" and not checking(snapshot.check)
        ahead = next_open(steps, step.key)
        words = translate("installer", "Next: %1")
        page = Shown(
            open=True,
            steps=tuple(
                {"key": one.key, "text": one.title, "mark": MARKS[one.state]} for one in steps
            ),
            step=step.key,
            title=step.title,
            state=step.state,
            sentences=(step.words, *sentences),
            actions=tuple(actions),
            load=texts.power(self._load_w, glance.reader) if checks else "",
            fuse=f"{self._fuse_a}{texts.SPACE}A" if checks else "",
            phases=str(self._phases) if checks else "",
            next_key="" if ahead is None else ahead.key,
            next_words="" if ahead is None else filled(words, ahead.title),
            next_title="" if ahead is None else ahead.title,
            next_now=step.state == "done",
            names=() if naming is None else ready_names(naming, snapshot.devices),
            naming="" if naming is None else name_of(naming),
            note=self._note,
            note_wrong=self._note_wrong,
            busy=self._busy,
            confirm="" if asking is None else asking.sentence,
            confirm_yes="" if asking is None else asking.yes,
        )
        return self._with_pad(self._with_pictures(page, glance), glance)

    def _with_pictures(self, page: Shown, glance: Glance) -> Shown:
        """Put in who this box is, or the report that was written."""
        if page.step == "identity":
            member, who = joined(self._rest), self._request
            words = identity_words(who, self._joining, member=member)
            picture = who.text if who.text and not member else who.member
            return replace(page, sentences=(*page.sentences, *words), request=picture)
        if page.step == "handover" and self._report is not None:
            words = report_words(self._report, glance)
            return replace(page, sentences=(*page.sentences, *words), report=self._report.short)
        return page

    def _with_pad(self, page: Shown, glance: Glance) -> Shown:
        pad = self._pad
        if pad is None:
            return page
        return replace(
            page,
            pad_title=title_of(pad.kind),
            pad_typed=text_of(pad, glance.reader),
            pad_wrong=pad.wrong,
            pad_keys=keys_of(pad.kind, glance.reader),
            pad_letters=pad.kind in ("installer", "customer"),
            pad_ready=ready(pad),
        )

    def _step_rows(self, glance: Glance) -> tuple[Row, ...]:
        match self._step:
            case "pair":
                if joining(glance):
                    return pairing_rows(glance)
                return (*pairing_rows(glance)[:PAIRING_SHOWN], *network_rows(glance))
            case "roles":
                return role_rows(glance)
            case "check":
                snapshot = glance.snapshot
                going = snapshot is not None and checking(snapshot.check)
                return () if going else check_rows(glance, self._done)
            case "relays":
                return relay_rows(glance, self._done)
            case "handover" if self._report is not None:
                return report_rows(self._report, glance)
            case step:
                return agent_rows(step, self._rest, glance)

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
