"""The installer's page: a checklist behind the installer's PIN, one step after the other.

Every call goes through the PIN's model: the agent decides who may do what, this page only asks.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import msgspec
from PySide6.QtCore import Property, QObject, Signal, Slot

from agent.api.commission import ChecklistView, JoinRequestView, StepLine
from agent.api.pins import PinState
from agent.api.sections import DeviceLine, Snapshot
from gui import texts
from gui.glance import Ask, Glance, Refusal
from gui.models import flag, in_qml, put, rows, text
from gui.models.answers import accepted, said, why
from gui.models.device_words import name_of
from gui.models.history_rows import filled
from gui.models.installer_steps import (
    MARKS,
    METER_ROLES,
    STEPS,
    Done,
    Row,
    StepKey,
    check_rows,
    pairing_rows,
    relay_rows,
    rest_rows,
    role_rows,
    router_rows,
    steps_of,
)
from gui.models.installer_words import checking, joining, seen_to_work, words_of
from gui.models.listing import Rows
from gui.models.ready_names import ready_names
from gui.texts import translate

ASK_STATE_MS = 5_000
JOIN_S = 60
LOAD_STEP_W, LEAST_LOAD_W, MOST_LOAD_W = 100, 100, 10_000
KETTLE_W = 2_000
FUSES_A = (10, 13, 16, 20, 25, 32, 35, 40, 50, 63, 80, 100, 125, 160, 200)
"""Fuses a house connection is made with: the ratings of IEC 60269 and IEC 60898, as far as 200 A."""
USUAL_FUSE_A, USUAL_PHASES = 63, 3


@dataclass(frozen=True)
class Shown:
    """The page."""

    open: bool = False
    """The installer's PIN was right, or whoever runs the screen is an installer."""
    closed_words: str = ""
    may_open: bool = False
    steps: tuple[dict[str, Any], ...] = ()
    step: str = "radio"
    title: str = ""
    state: str = ""
    sentences: tuple[str, ...] = ()
    actions: tuple[dict[str, Any], ...] = ()
    load: str = ""
    """Of the live check's load; empty: nothing to set."""
    fuse: str = ""
    """Of the home's connection, for the same check."""
    phases: str = ""
    """1 or 3."""
    request: str = ""
    """This box's request to join, to be drawn as a QR code; empty: nothing to show."""
    names: tuple[dict[str, str], ...] = ()
    """Ready names to choose from; empty: no name is being given."""
    naming: str = ""
    """Of what a name is being given."""
    note: str = ""
    note_wrong: bool = False
    busy: bool = False
    confirm: str = ""
    """A warning that has to be agreed to; empty: none."""
    confirm_yes: str = ""


@dataclass(frozen=True)
class Asking:
    """What was pressed and waits for a yes."""

    sentence: str
    yes: str
    method: str
    params: dict[str, Any]


def _long_ago(asked_at_ms: int | None, glance: Glance) -> bool:
    return asked_at_ms is None or not 0 <= glance.now_ms - asked_at_ms < ASK_STATE_MS


@in_qml
class InstallerModel(QObject):
    """The checklist; `ask` asks for the installer's PIN where the agent wants it."""

    changed = Signal()
    steps_changed = Signal()
    sentences_changed = Signal()
    actions_changed = Signal()
    names_changed = Signal()

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
        self._rest_asked_at_ms: int | None = None
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
            self._asking, self._busy, self._naming = None, False, None
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
        self._rest, self._rest_asked_at_ms = (), None
        self._request = JoinRequestView()
        if self._glance is not None:
            self.look(self._glance)

    @Slot()
    def leave(self) -> None:
        """The page is closed, and locked again."""
        self._entered = self._open = False

    @Slot(str)
    def choose(self, step: str) -> None:
        """Show a step."""
        for known in STEPS:
            if known == step:
                self._step, self._note = known, ""
        if self._glance is not None:
            self._ask_rest(self._glance)
        self._show()

    @Slot()
    def look_again(self) -> None:
        """A PIN was entered: ask at once what that changed."""
        self._asked_at_ms = None
        if self._glance is not None:
            self.look(self._glance)

    def _due(self, glance: Glance) -> bool:
        return _long_ago(self._asked_at_ms, glance)

    def _ask_rest(self, glance: Glance) -> None:
        """The last page lists what else is open; only the agent can say all of it."""
        wanted = self._step == "backup" and self._open and glance.may("commission.checklist")
        if wanted and _long_ago(self._rest_asked_at_ms, glance):
            self._rest_asked_at_ms = glance.now_ms
            self._ask.call("commission.checklist", {}, self._rest_came)
            if glance.may("commission.request"):
                self._ask.call("commission.request", {}, self._request_came)

    def _rest_came(self, answer: Any) -> None:
        try:
            self._rest = msgspec.convert(answer, ChecklistView).steps
        except msgspec.ValidationError:
            self._rest = ()
        self._show()

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

    def _asks_to_join(self) -> bool:
        """The home is no member yet, and its request is there: the operator can be shown it."""
        left = any(one.key == "joined" and one.state != "done" for one in self._rest)
        return self._step == "backup" and left and bool(self._request.text)

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

    @Slot(str, str)
    def act_on(self, device: str, action: str) -> None:
        """Do what a button of a line says."""
        if not self._open or self._busy:
            return
        line = self._line(device, action)
        match self._step:
            case "pair":
                self._open_joining(device)
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
            self._do(asking.method, asking.params)

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
        steps = steps_of(snapshot, self._done)
        step = next(one for one in steps if one.key == self._step)
        sentences, actions = words_of(self._step, glance, snapshot)
        asking, naming = self._asking, self._naming
        if self._asks_to_join():
            compare = translate("installer", "The operator scans this, and must see the number %1.")
            sentences = (*sentences, filled(compare, self._request.comparison))
        checks = step.key == "check" and not checking(snapshot.check)
        return Shown(
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
            request=self._request.text if self._asks_to_join() else "",
            names=() if naming is None else ready_names(naming, snapshot.devices),
            naming="" if naming is None else name_of(naming),
            note=self._note,
            note_wrong=self._note_wrong,
            busy=self._busy,
            confirm="" if asking is None else asking.sentence,
            confirm_yes="" if asking is None else asking.yes,
        )

    def _step_rows(self, glance: Glance) -> tuple[Row, ...]:
        match self._step:
            case "pair":
                if joining(glance):
                    return pairing_rows(glance)
                return (*router_rows(glance), *pairing_rows(glance))
            case "roles":
                return role_rows(glance)
            case "check":
                snapshot = glance.snapshot
                going = snapshot is not None and checking(snapshot.check)
                return () if going else check_rows(glance, self._done)
            case "relays":
                return relay_rows(glance, self._done)
            case "backup":
                return rest_rows(glance, self._rest)
            case _:
                return ()

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
    names = rows("names", names_changed)
    naming = text("naming", changed)
    note = text("note", changed)
    note_wrong = flag("note_wrong", changed)
    busy = flag("busy", changed)
    confirm = text("confirm", changed)
    confirm_yes = text("confirm_yes", changed)
