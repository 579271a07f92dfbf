"""The battery: what is in it, what was reported and paid, and the sessions that draw from it."""

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Property, QObject, Signal, Slot

from agent.api.storage import SessionLine, StoragePreview, StorageSection, UnitLine
from gui import texts
from gui.glance import Ask, Glance, Refusal
from gui.models import flag, in_qml, put, rows, text
from gui.models.answers import accepted, read, said, why
from gui.models.history_rows import filled
from gui.models.listing import Row, Rows
from gui.models.storage_words import (
    ENT,
    EURO,
    cells,
    costs,
    dated,
    flow,
    percent,
    report_words,
    session_words,
    stage_word,
    stored_wh,
    tokens,
)
from gui.texts import NOTHING, Reader, translate

STEP_WH = 500
LEAST_WH, MOST_WH = 500, 50_000


@dataclass(frozen=True)
class Shown:
    """Everything but the lists."""

    there: bool = False
    """This home takes part in the storage market at all."""
    battery: bool = False
    """It has a battery of its own; else it is a consumer only."""
    empty: str = ""
    energy: str = NOTHING
    capacity: str = ""
    flow: str = ""
    age: str = ""
    faded: bool = True
    counted_in: str = NOTHING
    counted_out: str = NOTHING
    open_energy: str = NOTHING
    open_detail: str = ""
    booked: str = NOTHING
    report_line: str = ""
    report_detail: str = ""
    may_report: bool = False
    brings: str = NOTHING
    takes: str = NOTHING
    share: str = ""
    ent: str = NOTHING
    ent_detail: str = ""
    euro: str = NOTHING
    euro_detail: str = ""
    amount: str = ""
    may_start: bool = False
    told: str = ""
    """What became of what was pressed last."""
    warnings: tuple[str, ...] = ()
    cells: tuple[bool, ...] = ()
    """The picture of the battery, from its empty end."""


@dataclass(frozen=True)
class Pressed:
    """What the person chose and what came of it; the snapshot knows nothing of it."""

    energy_wh: int = 1_000
    preview: str = ""
    enough: bool = True
    told: str = ""
    busy: bool = False


def shown(glance: Glance, pressed: Pressed) -> Shown:
    """Return what the page shows."""
    snapshot = glance.snapshot
    section = None if snapshot is None else snapshot.storage
    if section is None:
        words = translate("storage", "This home takes no part in the storage market.")
        return Shown(empty=words)
    unit = section.unit
    brings, takes = costs(section, glance.reader)
    made = {} if unit is None else _battery(unit, glance)
    return Shown(
        there=True,
        battery=unit is not None,
        faded=not glance.live or section.at_ms is None or glance.stale(section.at_ms),
        may_report=unit is not None and glance.may("storage.report") and not pressed.busy,
        brings=brings,
        takes=takes,
        share=_share(section, glance.reader),
        ent=tokens(section.ent_available, ENT, glance.reader),
        ent_detail=_locked(section.ent_locked, ENT, glance.reader),
        euro=tokens(section.euro_available, EURO, glance.reader),
        euro_detail=_locked(section.euro_locked, EURO, glance.reader),
        amount=texts.energy(pressed.energy_wh, glance.reader),
        may_start=glance.may("storage.session_start") and pressed.enough and not pressed.busy,
        told=pressed.told or pressed.preview,
        warnings=section.warnings,
        cells=() if unit is None else cells(unit),
        **made,
    )


def _battery(unit: UnitLine, glance: Glance) -> dict[str, Any]:
    reader = glance.reader
    held = stored_wh(unit)
    report = unit.under_way or unit.last
    line, detail = ("", unit.sentence)
    if report is not None:
        line, detail = report_words(report, glance.now_ms, reader)
    return {
        "energy": NOTHING if held is None else texts.energy(held, reader),
        "capacity": filled(translate("storage", "of %1"), texts.energy(unit.capacity_wh, reader)),
        "flow": flow(unit, reader),
        "age": ""
        if unit.charge_at_ms is None
        else texts.age(unit.charge_at_ms, glance.now_ms, reader),
        "counted_in": texts.energy(unit.in_wh, reader),
        "counted_out": texts.energy(unit.out_wh, reader),
        "open_energy": texts.energy(unit.open_in_wh + unit.open_out_wh, reader),
        "open_detail": _next(unit, glance),
        "booked": NOTHING if unit.energy_wh is None else texts.energy(unit.energy_wh, reader),
        "report_line": line,
        "report_detail": detail,
    }


def _next(unit: UnitLine, glance: Glance) -> str:
    if unit.next_report_ms is None:
        return translate("storage", "nothing is open")
    if unit.next_report_ms <= glance.now_ms:
        return translate("storage", "report is due")
    left = texts.countdown(unit.next_report_ms - glance.now_ms)
    return filled(translate("storage", "report in %1"), left)


def _share(section: StorageSection, reader: Reader) -> str:
    if section.parameters is None:
        return ""
    share = percent(section.parameters.owner_share, reader)
    return filled(translate("storage", "The battery's owner gets %1 of it"), share)


def _locked(amount: str | None, unit: str, reader: Reader) -> str:
    if amount in {None, "0"}:
        return translate("storage", "nothing is locked")
    return filled(translate("storage", "%1 locked"), tokens(amount, unit, reader))


def session_rows(
    section: StorageSection | None, glance: Glance, stopping: frozenset[str]
) -> tuple[Row, ...]:
    """Return this home's own sessions, then those of others at its battery."""
    if section is None:
        return ()
    own = {session.ident for session in section.my_sessions}
    others = [session for session in section.unit_sessions if session.ident not in own]
    return tuple(
        _session_row(session, glance, stopping) for session in (*section.my_sessions, *others)
    )


def _session_row(session: SessionLine, glance: Glance, stopping: frozenset[str]) -> Row:
    line, below, amount = session_words(session, glance.now_ms, glance.reader)
    return {
        "key": session.ident,
        "unit": session.unit,
        "text": line,
        "detail": below,
        "amount": amount,
        "mine": session.mine,
        "may_stop": session.mine
        and glance.may("storage.session_stop")
        and session.unit not in stopping,
    }


def deed_rows(section: StorageSection | None, glance: Glance) -> tuple[Row, ...]:
    """Return the owner's newest calls, newest first."""
    if section is None:
        return ()
    return tuple(
        {
            "key": f"{deed.at_ms}-{place}",
            "text": deed.what,
            "detail": dated(texts.age(deed.at_ms, glance.now_ms, glance.reader), deed.sentence),
            "mark": stage_word(deed.stage),
            "tone": "fault" if deed.stage == "refused" else "",
        }
        for place, deed in enumerate(section.deeds)
    )


@in_qml
class StorageModel(QObject):
    """The page. `ask` asks for the PIN where the agent wants one."""

    changed = Signal()
    warnings_changed = Signal()
    cells_changed = Signal()

    def __init__(self, ask: Ask, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.shown = Shown()
        self._ask = ask
        self._glance: Glance | None = None
        self._pressed = Pressed()
        self._stopping: frozenset[str] = frozenset()
        self._entered = False
        self._asked_wh: int | None = None
        """The choice whose cost was asked last."""
        self._sessions = Rows(self)
        self._deeds = Rows(self)

    def look(self, glance: Glance) -> None:
        """Show the glance; ask once what the chosen session costs."""
        self._glance = glance
        self._preview()
        self._show()

    @Slot()
    def enter(self) -> None:
        """The page is open: what was said before is gone, what a session costs is asked anew."""
        self._entered = True
        self._choose(self._pressed.energy_wh)

    @Slot()
    def leave(self) -> None:
        """The page is closed."""
        self._entered = False

    @Slot(int)
    def nudge(self, steps: int) -> None:
        """Choose more or less energy for a session."""
        wanted = self._pressed.energy_wh + steps * STEP_WH
        self._choose(min(max(wanted, LEAST_WH), MOST_WH))

    def _choose(self, energy_wh: int) -> None:
        self._pressed, self._asked_wh = Pressed(energy_wh), None
        self._preview()
        self._show()

    @Slot()
    def report(self) -> None:
        """Report what is open now instead of later."""
        self._do("storage.report", {})

    @Slot()
    def start(self) -> None:
        """Begin a session for the chosen energy at this home's battery, or the one it knows."""
        unit = self._unit()
        params: dict[str, object] = {"energy_wh": self._pressed.energy_wh}
        self._do("storage.session_start", params | ({"unit": unit} if unit else {}))

    @Slot(str)
    def stop(self, unit: str) -> None:
        """End this home's session at a unit; what is locked for it comes back."""
        if unit in self._stopping:
            return
        self._stopping |= {unit}
        self._do("storage.session_stop", {"unit": unit}, stopped=unit)

    def _do(self, method: str, params: dict[str, object], stopped: str = "") -> None:
        if self._pressed.busy and not stopped:
            return
        self._pressed = Pressed(self._pressed.energy_wh, busy=True)

        def answered(answer: Any) -> None:
            self._settle(said(answer), stopped, again=accepted(answer))

        def refused(refusal: Refusal) -> None:
            self._settle(why(refusal), stopped, again=False)

        self._ask.call(method, params, answered, refused)
        self._show()

    def _settle(self, sentence: str, stopped: str, *, again: bool) -> None:
        self._stopping -= {stopped}
        self._pressed = Pressed(self._pressed.energy_wh, told=sentence)
        if again:
            self._asked_wh = None
            self._preview()
        self._show()

    def _preview(self) -> None:
        """Ask what a session costs; an answer that comes after another choice is dropped."""
        chosen = self._pressed.energy_wh
        if self._glance is None or not self._entered or self._asked_wh == chosen:
            return
        if not self._glance.may("storage.preview"):
            return
        self._asked_wh = chosen

        def answered(answer: Any) -> None:
            found = read(answer, StoragePreview)
            if found is None or chosen != self._pressed.energy_wh:
                return
            before = self._pressed
            enough = found.enough is not False
            self._pressed = Pressed(chosen, found.sentence, enough, before.told, before.busy)
            self._show()

        self._ask.call("storage.preview", {"energy_wh": chosen}, answered)

    def _unit(self) -> str:
        section = self._section()
        if section is None:
            return ""
        if section.unit is not None:
            return section.unit.address
        return section.my_sessions[-1].unit if section.my_sessions else ""

    def _section(self) -> StorageSection | None:
        snapshot = None if self._glance is None else self._glance.snapshot
        return None if snapshot is None else snapshot.storage

    def _show(self) -> None:
        if self._glance is None:
            return
        section = self._section()
        self._sessions.show(session_rows(section, self._glance, self._stopping))
        self._deeds.show(deed_rows(section, self._glance))
        put(self, shown(self._glance, self._pressed))

    def _get_sessions(self) -> Rows:
        return self._sessions

    def _get_deeds(self) -> Rows:
        return self._deeds

    sessions = Property(QObject, _get_sessions, constant=True)
    deeds = Property(QObject, _get_deeds, constant=True)
    warnings = rows("warnings", warnings_changed)
    cells = rows("cells", cells_changed)
    there = flag("there", changed)
    battery = flag("battery", changed)
    faded = flag("faded", changed)
    may_report = flag("may_report", changed)
    may_start = flag("may_start", changed)
    empty = text("empty", changed)
    energy = text("energy", changed)
    capacity = text("capacity", changed)
    flow = text("flow", changed)
    age = text("age", changed)
    counted_in = text("counted_in", changed)
    counted_out = text("counted_out", changed)
    open_energy = text("open_energy", changed)
    open_detail = text("open_detail", changed)
    booked = text("booked", changed)
    report_line = text("report_line", changed)
    report_detail = text("report_detail", changed)
    brings = text("brings", changed)
    takes = text("takes", changed)
    share = text("share", changed)
    ent = text("ent", changed)
    ent_detail = text("ent_detail", changed)
    euro = text("euro", changed)
    euro_detail = text("euro_detail", changed)
    amount = text("amount", changed)
    told = text("told", changed)
