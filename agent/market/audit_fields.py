"""Checked fields of a JSON document: every problem is collected, none stops the reading."""

import json
from collections.abc import Collection, Mapping
from typing import Any

from agent.market.order import UINT64_MAX


class AuditError(ValueError):
    """A document that cannot be audited; `problems` lists everything wrong with it."""

    def __init__(self, problems: Collection[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(self.problems))


def parsed_json(text: str) -> Any:
    """Return the document; AuditError when it is not JSON or names a key twice."""
    twice: list[str] = []

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key, value in pairs:
            if key in found:
                twice.append(f"key {key!r} was given twice in one object")
            found[key] = value
        return found

    try:
        document = json.loads(text, object_pairs_hook=once)
    except (ValueError, RecursionError) as refused:
        raise AuditError([f"the document is not JSON: {refused}"]) from refused
    if twice:
        raise AuditError(twice)
    return document


class Fields:
    """One JSON object that is being read; `sound` turns False with its first problem.

    A wrong value is replaced by a harmless one, so that reading can go on to the next problem;
    nobody may use what was read unless it is sound.
    """

    def __init__(self, value: Any, where: str, names: Collection[str], problems: list[str]) -> None:
        self._where, self._problems = where, problems
        self.sound = True
        self._wrong: set[str] = set()
        self._values: Mapping[str, Any] = {}
        self._absent: Collection[str] = names
        if not isinstance(value, dict):
            self.refuse("", f"was {shown(value)}, not an object")
            return
        self._values = value
        self._absent = [name for name in names if name not in value]
        for name in self._absent:
            self.refuse(name, "is missing")
        for name in value:
            if name not in names:
                self.refuse("", f"had the unknown key {shown(name)}")

    def refuse(self, name: str, what: str) -> None:
        """Note a problem of one key, or with an empty name of the whole object."""
        self.sound = False
        self._wrong.add(name)
        path = ".".join(part for part in (self._where, name) if part) or "the document"
        self._problems.append(f"{path} {what}")

    def get(self, name: str) -> Any:
        """Return a value as it stands, None when it is missing."""
        return self._values.get(name)

    def has(self, *names: str) -> bool:
        """Return whether these keys are there and nothing was wrong with them so far."""
        return all(name in self._values and name not in self._wrong for name in names)

    def whole(self, name: str, least: int = 0, most: int = UINT64_MAX) -> int:
        """Return an integer of a range; true, 1.0 and "1" are none."""
        value = self._values.get(name)
        if name in self._absent:
            return least
        if type(value) is not int:
            self.refuse(name, f"was {shown(value)}, not an integer")
            return least
        if not least <= value <= most:
            self.refuse(name, f"was {shown(value)}, allowed is {least} to {most}")
            return least
        return value

    def text(self, name: str) -> str:
        """Return a string that is not empty."""
        value = self._values.get(name)
        if name in self._absent:
            return ""
        if not isinstance(value, str) or not value:
            self.refuse(name, f"was {shown(value)}, not a string with content")
            return ""
        return value

    def listed(self, name: str) -> list[Any]:
        """Return a list."""
        value = self._values.get(name)
        if name in self._absent:
            return []
        if not isinstance(value, list):
            self.refuse(name, f"was {shown(value)}, not a list")
            return []
        return value


def shown(value: Any) -> str:
    """Return a value as it stood in the document, cut where it is long."""
    try:
        text = json.dumps(value)
    except (ValueError, RecursionError):  # an integer of thousands of digits, a deep list
        return "too large to show"
    return text if len(text) <= 60 else text[:57] + "..."
