"""Plays a recorded conversation instead of a daemon: for design, pictures and tests.

A scenario is a JSON file:

    {
      "about": "what it shows, one sentence",
      "like": "afternoon.json",          begin as this other scenario does (same folder)
      "now": "2026-06-21T14:05:30+01:00", when it begins; times of day below are of this day
      "zone": "Europe/London",           where the household lives
      "group": "user",                   viewer, user or installer: what the screen may call
      "snapshot": {...},                 agent.api.sections.Snapshot; null: no daemon yet
      "sections": {"home": {...}},       replaces members of sections, one level deep
      "steps": [                         what happens later, in order
        {"after_s": 5, "sections": {...}, "gone": "sentence", "back": true}],
      "answers": {                       what calls are answered, by method; the first that fits
        "energy.day": [{"params": {"day": "..."}, "result": {...}, "after_s": 0.2,
                        "error": {"reason": "not_ready", "message": "..."},
                        "sections": {...}, "once": true}]}
    }

Whole numbers whose name ends in `_ms` may be written as a time of that day: "14:05" or
"14:05:30", with " +1d" or " -1d" behind. In "sections" a section that is null becomes null, and
a list replaces the list. A call nobody recorded is refused with the reason "unknown_method",
one that the group may not make either with "not_permitted".
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
from PySide6.QtCore import QElapsedTimer, QObject, QTimer, Signal

from agent.api.methods import METHODS
from agent.api.permissions import Group
from agent.api.sections import Snapshot
from gui.glance import Answered, Refusal, Refused, Seen, ignore

SCENARIOS = Path(__file__).parent / "scenarios"

RECORDED = "gridhearth 0.1.0"
"""What answers in every recording: pictures do not change with the version."""

_TIME = re.compile(r"(\d\d):(\d\d)(?::(\d\d))?(?: ([+-]\d+)d)?")


class ScenarioWrong(Exception):  # noqa: N818 - it reads as what happened
    """The file is not a scenario; the message says where and why."""


@dataclass(frozen=True)
class Scenario:
    """A recorded conversation, read and checked."""

    name: str
    about: str
    now_ms: int
    zone: ZoneInfo
    group: Group
    snapshot: Snapshot | None
    steps: tuple[Mapping[str, Any], ...]
    answers: Mapping[str, tuple[Mapping[str, Any], ...]]


def read_scenario(path: Path) -> Scenario:
    """Return the scenario of a file; ScenarioWrong for anything else."""
    try:
        raw = _whole(path)
        began = datetime.fromisoformat(raw["now"])
        raw = _with_times(raw, began)
        snapshot = raw.get("snapshot")
        scenario = Scenario(
            name=path.stem,
            about=raw["about"],
            now_ms=int(began.timestamp() * 1_000),
            zone=ZoneInfo(raw.get("zone", "Europe/London")),
            group=_group(raw.get("group", "user")),
            snapshot=None if snapshot is None else _snapshot(snapshot),
            steps=tuple(raw.get("steps", ())),
            answers={name: tuple(found) for name, found in raw.get("answers", {}).items()},
        )
    except (OSError, KeyError, ValueError, TypeError) as wrong:
        raise ScenarioWrong(f"{path}: {type(wrong).__name__}: {wrong}") from wrong
    for step in scenario.steps:
        _check_members(path, step, {"after_s", "sections", "gone", "back", "snapshot"})
    for found in scenario.answers.values():
        for answer in found:
            members = {"params", "result", "error", "after_s", "sections", "once"}
            _check_members(path, answer, members)
    return scenario


def _check_members(path: Path, given: Mapping[str, Any], known: set[str]) -> None:
    if unknown := set(given) - known:
        raise ScenarioWrong(f"{path}: unknown members {', '.join(sorted(unknown))}")


def _whole(path: Path) -> dict[str, Any]:
    raw: dict[str, Any] = json.loads(path.read_text("utf-8"))
    if "like" not in raw:
        raw["snapshot"] = _merged(raw.get("snapshot"), raw.get("sections", {}))
        return raw
    base = _whole(path.with_name(str(raw["like"])))
    whole: dict[str, Any] = base | {name: value for name, value in raw.items() if name != "answers"}
    whole["answers"] = base.get("answers", {}) | raw.get("answers", {})
    whole["snapshot"] = _merged(whole["snapshot"], raw.get("sections", {}))
    return whole


def _merged(snapshot: Any, sections: Mapping[str, Any]) -> Any:
    if snapshot is None:
        return None
    merged = dict(snapshot)
    for name, value in sections.items():
        old = merged.get(name)
        merged[name] = old | value if isinstance(old, dict) and isinstance(value, dict) else value
    return merged


def _with_times(value: Any, began: datetime, name: str = "") -> Any:
    match value:
        case dict():
            return {key: _with_times(one, began, key) for key, one in value.items()}
        case list():
            return [_with_times(one, began) for one in value]
        case str() if name.endswith("_ms"):
            return _moment_ms(value, began)
        case _:
            return value


def _moment_ms(text: str, began: datetime) -> int:
    found = _TIME.fullmatch(text)
    if found is None:
        raise ValueError(f"{text!r} is not a time such as 14:05:30 or '23:00 -1d'")
    hour, minute, second, days = (int(part or 0) for part in found.groups())
    then = began.replace(hour=hour, minute=minute, second=second, microsecond=0)
    return int((then + timedelta(days=days)).timestamp() * 1_000)


def _snapshot(raw: Any) -> Snapshot:
    return msgspec.convert(raw, Snapshot)


def _group(word: str) -> Group:
    for group in Group:
        if group.word == word:
            return group
    raise ValueError(f"there is no group {word!r}")


class Player(QObject):
    """A scenario being played; it stands where a Link stands.

    `frozen`: time goes only by `advance`, as tests and pictures want it.
    """

    changed = Signal()

    def __init__(
        self, scenario: Scenario, parent: QObject | None = None, *, frozen: bool = False
    ) -> None:
        super().__init__(parent)
        self.seen = Seen()
        self.calls: list[tuple[str, Any]] = []
        """Every call so far: method and parameters as plain data."""
        self._scenario = scenario
        self._frozen = frozen
        self._elapsed_ms = 0
        self._steady = QElapsedTimer()
        self._later: list[tuple[int, Any]] = []
        self._used: set[tuple[str, int]] = set()
        self._beat = QTimer(self)
        self._beat.setSingleShot(True)
        self._beat.timeout.connect(self._tick)

    def now_ms(self) -> int:
        """Return the scenario's wall clock."""
        since_ms = 0 if self._frozen or not self._steady.isValid() else self._steady.elapsed()
        return self._scenario.now_ms + self._elapsed_ms + since_ms

    def start(self) -> None:
        """Begin: the first snapshot is there at once."""
        due_ms = 0
        for step in self._scenario.steps:
            due_ms += int(step.get("after_s", 0) * 1_000)
            self._later.append((due_ms, step))
        if self._scenario.snapshot is not None:
            self._show(self._scenario.snapshot)
        self._steady.start()
        self._wait()

    def close(self) -> None:
        """Stop."""
        self._beat.stop()

    def advance(self, seconds: float) -> None:
        """Let time pass at once; what is due happens, in order."""
        until_ms = self._elapsed_ms + int(seconds * 1_000)
        while due := [one for one in self._later if one[0] <= until_ms]:
            first = min(due, key=lambda one: one[0])
            self._later.remove(first)
            self._elapsed_ms = max(self._elapsed_ms, first[0])
            what = first[1]
            if callable(what):
                what()
            else:
                self._step(what)
        self._elapsed_ms = until_ms

    def call(
        self, method: str, params: object, answered: Answered, refused: Refused = ignore
    ) -> None:
        """Answer from the record; see gui.glance.Ask."""
        given = msgspec.to_builtins(params)
        if isinstance(params, msgspec.Struct):
            given = {name: given[name] for name in params.__struct_fields__ if name in given}
        self.calls.append((method, given))
        if self.seen.link != "live":
            self._in(0, lambda: refused(Refusal("The agent does not answer.", "away")))
        elif method in self._scenario.answers or method in self.seen.methods:
            self._answer(method, given, answered, refused)
        else:
            reason = "not_permitted" if method in METHODS else "unknown_method"
            self._in(0, lambda: refused(Refusal(f"{method} is not answered here.", reason)))

    def _a_pin_may_open(self, method: str) -> bool:
        """What is recorded for an installer is answered to a user: the record asks for the PIN."""
        recorded = self._scenario.answers
        return method in recorded and "pin.unlock" in recorded and "pin.unlock" in self.seen.methods

    def _answer(self, method: str, given: Any, answered: Answered, refused: Refused) -> None:
        for place, one in enumerate(self._scenario.answers.get(method, ())):
            wanted = one.get("params", {})
            if (method, place) in self._used or any(
                given.get(name) != value for name, value in wanted.items()
            ):
                continue
            if one.get("once"):
                self._used.add((method, place))
            after_ms = int(one.get("after_s", 0) * 1_000)
            self._in(after_ms, partial(self._give, one, answered, refused))
            return
        self._in(0, lambda: refused(Refusal(f"{method} is not recorded.", "unknown_method")))

    def _give(self, one: Mapping[str, Any], answered: Answered, refused: Refused) -> None:
        if "error" in one:
            refused(Refusal(one["error"]["message"], one["error"]["reason"]))
        else:
            answered(one.get("result"))
        if "sections" in one:
            self._step(one)

    def _in(self, after_ms: int, what: Any) -> None:
        if after_ms == 0:
            QTimer.singleShot(0, self, what)
        else:
            self._later.append((self.now_ms() - self._scenario.now_ms + after_ms, what))
            self._wait()

    def _tick(self) -> None:
        self.advance(self._steady.restart() / 1_000)
        self._wait()

    def _wait(self) -> None:
        """Wake up when the next thing is due, and not before: standing still costs nothing."""
        if not self._frozen and self._later:
            passed_ms = self._elapsed_ms + self._steady.elapsed()
            self._beat.start(max(0, min(due for due, _what in self._later) - passed_ms))

    def _step(self, step: Mapping[str, Any]) -> None:
        if "gone" in step:
            self.seen = replace(self.seen, link="gone", sentence=step["gone"], methods=frozenset())
            self.changed.emit()
            return
        held = self.seen.snapshot
        raw = step.get("snapshot") or (msgspec.to_builtins(held) if held is not None else None)
        if raw is None:
            return
        merged = _merged(raw, step.get("sections", {}))
        merged["revision"] = (held.revision if held is not None else 0) + 1
        self._show(_snapshot(merged))

    def _show(self, snapshot: Snapshot) -> None:
        group = self._scenario.group
        may = {name for name, method in METHODS.items() if method.group <= group}
        may |= {name for name in self._scenario.answers if name not in METHODS}
        known = frozenset(may)
        self.seen = Seen(snapshot, "live", "", self.now_ms(), known, group.word, RECORDED)
        self.changed.emit()
