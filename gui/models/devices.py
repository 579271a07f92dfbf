"""The meters and relays: what each is for, what it says, how old that is; relays can be switched."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import msgspec
from PySide6.QtCore import Property, QObject, Signal, Slot

from agent.api.sections import DeviceLine
from gui.glance import Ask, Glance, Refusal
from gui.models import flag, in_qml, put, text
from gui.models.answers import accepted, said, why
from gui.models.device_words import (
    age_of,
    health_of,
    name_of,
    radio_word,
    role_of,
    trouble_of,
    value_of,
)
from gui.models.history_rows import filled
from gui.models.listing import Row, Rows
from gui.texts import translate

IN_SNAPSHOT = 30
"""Lines of devices in a snapshot; more have to be asked for."""
ASK_AGAIN_MS = 10_000
MODES = ("on", "off", "surplus")


@dataclass(frozen=True)
class Shown:
    """What stands above the list."""

    radio: str = ""
    radio_trouble: str = ""
    empty: str = ""
    faded: bool = False


def shown(glance: Glance) -> Shown:
    """Return the radio's state and, without any device, why there is none."""
    snapshot = glance.snapshot
    if snapshot is None:
        return Shown(empty=translate("devices", "Nothing is known of any device."), faded=True)
    radio = snapshot.radio
    word = trouble = ""
    if radio is not None:
        word = radio_word(radio.stage)
        if radio.stage == "up" and radio.channel is not None:
            word += " · " + filled(translate("devices", "channel %1"), str(radio.channel))
        trouble = "" if radio.stage in {"up", "starting"} else radio.sentence
    empty = ""
    if not snapshot.devices:
        empty = translate("devices", "There is no meter and no relay yet. An installer adds them.")
    return Shown(word, trouble, empty, faded=not glance.live)


def device_rows(
    lines: tuple[DeviceLine, ...],
    glance: Glance,
    pending: Mapping[str, str],
    told: Mapping[str, str],
) -> tuple[Row, ...]:
    """Return one row per meter or relay, those with a role first as the agent sorts them."""
    return tuple(_row(place, line, glance, pending, told) for place, line in enumerate(lines))


def _row(
    place: int,
    line: DeviceLine,
    glance: Glance,
    pending: Mapping[str, str],
    told: Mapping[str, str],
) -> Row:
    relay = line.kind == "relay" and line.role == "relay"
    trouble = trouble_of(line)
    at_ms = line.at_ms or line.last_seen_ms or 0
    sentence = told.get(line.key, "") or line.sentence
    return {
        "key": f"{line.key or line.name or place}-{line.kind}",
        "device": line.key,
        "name": name_of(line),
        "role": role_of(line),
        "value": value_of(line, glance.reader),
        "age": age_of(line, glance),
        "health": health_of(line),
        "trouble": trouble,
        "sentence": sentence if sentence != trouble else "",
        "relay": relay,
        "mode": pending.get(line.key, line.mode or ""),
        "busy": line.key in pending,
        "may_switch": relay and glance.may("relay.set") and line.key not in pending,
        "faded": line.kind == "meter" and glance.stale(at_ms) if at_ms else not glance.live,
    }


@in_qml
class DevicesModel(QObject):
    """The page. `ask` asks for the PIN where the agent wants one."""

    changed = Signal()

    def __init__(self, ask: Ask, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.shown = Shown()
        self._ask = ask
        self._rows = Rows(self)
        self._glance: Glance | None = None
        self._pending: dict[str, str] = {}
        self._told: dict[str, str] = {}
        self._further: tuple[DeviceLine, ...] = ()
        self._entered = False
        self._asked_at_ms: int | None = None

    def look(self, glance: Glance) -> None:
        """Show the glance; ask for the devices that no snapshot holds."""
        self._glance = glance
        snapshot = glance.snapshot
        many = snapshot is not None and len(snapshot.devices) >= IN_SNAPSHOT
        if not many:
            self._further = ()
        elif self._entered and glance.may("devices.list") and self._due(glance):
            self._asked_at_ms = glance.now_ms
            self._ask.call("devices.list", {"skip": IN_SNAPSHOT}, self._further_came)
        self._show()

    @Slot()
    def enter(self) -> None:
        """The page is open."""
        self._entered, self._told = True, {}
        if self._glance is not None:
            self.look(self._glance)

    @Slot()
    def leave(self) -> None:
        """The page is closed."""
        self._entered = False

    @Slot(str, str)
    def switch(self, key: str, mode: str) -> None:
        """Switch a relay on or off, or let the surplus switch it."""
        if not key or mode not in MODES or key in self._pending:
            return
        self._pending[key] = mode
        self._told.pop(key, None)

        def answered(answer: Any) -> None:
            self._settle(key, "" if accepted(answer) else said(answer))

        def refused(refusal: Refusal) -> None:
            self._settle(key, why(refusal))

        self._ask.call("relay.set", {"relay": key, "mode": mode}, answered, refused)
        self._show()

    def _settle(self, key: str, sentence: str) -> None:
        self._pending.pop(key, None)
        if sentence:
            self._told[key] = sentence
        self._show()

    def _due(self, glance: Glance) -> bool:
        asked = self._asked_at_ms
        return asked is None or not 0 <= glance.now_ms - asked < ASK_AGAIN_MS

    def _further_came(self, answer: Any) -> None:
        try:
            self._further = msgspec.convert(answer, tuple[DeviceLine, ...])
        except msgspec.ValidationError:
            self._further = ()
        self._show()

    def _show(self) -> None:
        if self._glance is None:
            return
        snapshot = self._glance.snapshot
        lines = () if snapshot is None else (*snapshot.devices, *self._further)
        self._rows.show(device_rows(lines, self._glance, self._pending, self._told))
        put(self, shown(self._glance))

    def _get_rows(self) -> Rows:
        return self._rows

    devices = Property(QObject, _get_rows, constant=True)
    radio = text("radio", changed)
    radio_trouble = text("radio_trouble", changed)
    empty = text("empty", changed)
    faded = flag("faded", changed)
