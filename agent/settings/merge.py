"""Several settings files, one frozen Settings: merged key by key, every value with its place.

The main file comes first, then the drop-ins by name. A key is a table's name and the word behind
it; a later file's value replaces an earlier one's as a whole, also where it is itself a table. A
table that a later file gives another `driver` begins anew: the keys of two drivers never mix.
"""

import tomllib
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from agent.api.check import Refused
from agent.api.sections import Problem
from agent.settings import SCHEMA, SCHEMA_KEY, Settings, settings_of
from agent.settings.lines import KeyPath, key_lines

DRIVER = "driver"


class SettingsText(msgspec.Struct, frozen=True):
    """One file's name and what is in it."""

    file: str
    text: str


class Place(msgspec.Struct, frozen=True):
    """Where something stands."""

    file: str
    line: int | None = None

    def __str__(self) -> str:
        return self.file if self.line is None else f"{self.file}:{self.line}"


class Finding(msgspec.Struct, frozen=True):
    """A problem and where it stands."""

    problem: Problem
    place: Place

    def __str__(self) -> str:
        return f"{self.place}: {self.problem.sentence}"


class FilesRefused(Refused):
    """The files are not right. `findings` has every problem with its place."""

    def __init__(self, findings: Sequence[Finding], given: Mapping[str, Any] | None) -> None:
        super().__init__([finding.problem for finding in findings])
        self.findings = tuple(findings)
        self.given = given
        """What the files say all the same; None: one of them could not be read at all."""


class Effective(msgspec.Struct, frozen=True):
    """What holds, and where each value comes from."""

    settings: Settings
    given: Mapping[str, Any]
    """As the files say it, merged; what is not here is a default."""
    places: Mapping[KeyPath, tuple[Place, ...]]
    """By table and key: every place that sets it; the last one holds."""


def read_merged(texts: Sequence[SettingsText]) -> Effective:
    """Return the settings of these files, main file first; FilesRefused lists every problem."""
    given, places, lines = _merged(texts)
    try:
        settings = settings_of(given)
    except Refused as refused:
        main = texts[0].file if texts else ""
        findings = [Finding(one, _place_of(one, places, lines, main)) for one in refused.problems]
        raise FilesRefused(findings, given) from refused
    return Effective(settings, given, places)


_Lines = Mapping[str, Mapping[KeyPath, int]]


def _merged(
    texts: Sequence[SettingsText],
) -> tuple[dict[str, Any], dict[KeyPath, tuple[Place, ...]], _Lines]:
    merged: dict[str, Any] = {}
    places: dict[KeyPath, tuple[Place, ...]] = {}
    lines: dict[str, Mapping[KeyPath, int]] = {}
    findings: list[Finding] = []
    for one in texts:
        read = _read(one)
        if isinstance(read, Finding):
            findings.append(read)
            continue
        lines[one.file] = key_lines(one.text)
        for name, value in read.items():
            for path in _take(merged, name, value):
                place = Place(one.file, lines[one.file].get(path))
                places[path] = (*places.get(path, ()), place)
    if findings:
        raise FilesRefused(findings, None)
    return merged, places, lines


def _read(one: SettingsText) -> dict[str, Any] | Finding:
    try:
        given = tomllib.loads(one.text)
    except (ValueError, RecursionError) as wrong:
        problem = Problem("file", "", "TOML", f"The file is not TOML: {wrong}.")
        return Finding(problem, Place(one.file))
    schema = given.pop(SCHEMA_KEY, SCHEMA)
    if isinstance(schema, int) and not isinstance(schema, bool) and 1 <= schema <= SCHEMA:
        return given
    line = key_lines(one.text).get((SCHEMA_KEY,))
    said = (
        f"{SCHEMA_KEY}: {schema!r} is not known; allowed: a whole number from 1 to {SCHEMA}. A newer"
        " version of gridhearth wrote this file: install that version, or put the older file back."
    )
    return Finding(Problem(SCHEMA_KEY, str(schema), f"1 to {SCHEMA}", said), Place(one.file, line))


def _take(merged: dict[str, Any], name: str, value: Any) -> list[KeyPath]:
    """Put one table of a file into what is merged; return the paths that it set."""
    known = merged.get(name)
    if not isinstance(value, dict):
        merged[name] = value
        return [(name,)]
    other = isinstance(known, dict) and known.get(DRIVER) != value.get(DRIVER, known.get(DRIVER))
    merged[name] = {**known, **value} if isinstance(known, dict) and not other else dict(value)
    return [(name,), *((name, key) for key in value)]


def _place_of(
    problem: Problem,
    places: Mapping[KeyPath, tuple[Place, ...]],
    lines: _Lines,
    main: str,
) -> Place:
    """Return where the key of a problem stands, or the nearest that is written."""
    words = tuple(word.partition("[")[0] for word in problem.field.split("."))
    for length in (2, 1):
        set_in = places.get(words[:length])
        if set_in is None:
            continue
        place = set_in[-1]
        inside = lines[place.file]
        deepest = next((words[:n] for n in range(len(words), 0, -1) if words[:n] in inside), ())
        return Place(place.file, inside.get(deepest, place.line))
    return Place(main)
