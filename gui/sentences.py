"""What the daemon says, in the reader's language: its sentences come in English, with numbers.

`told` finds the sentence among gui.daemon_words.KNOWN, and puts what changes (%1, %2 …) into its
translation; numbers get the reader's decimal mark. Several sentences in one text are told one by
one; one that is not known stays as it came, in English: never nothing, and never half a sentence.
"""

import re
from collections.abc import Callable
from dataclasses import replace
from functools import cache, lru_cache
from typing import Any, TypeVar

import msgspec

from agent.api.sections import Snapshot
from gui.daemon_words import KNOWN
from gui.glance import Answered, Ask, Refusal, Refused, ignore
from gui.texts import POINT_LANGUAGES, Reader, translate

FIELDS = frozenset(
    {"sentence", "sentences", "reason", "what", "do", "why", "instruction", "information"}
    | {"given", "allowed"}
)
"""Members of the daemon's data whose text is for people; anything else is a name or a word."""

DEEPEST = 3
"""A sentence may carry one that carries another: an alert, its reason, what that rests on."""
LONGEST = 2_000
"""Characters; a longer text is no sentence of the daemon's and is shown as it came."""

_PLACE = re.compile(r"%([1-9])")
_AMOUNT = re.compile(r"[-+]?\d+\.\d+( ?[A-Za-z%€£¢/]{1,8})?")
_ENDS = re.compile(r"(?<=[.!?]) (?=[A-Z])")
_BETWEEN = re.compile(r"(?<=[.!?:]) (?=[A-Z])")

S = TypeVar("S", bound=msgspec.Struct)


def foreign(reader: Reader) -> bool:
    """Return whether the daemon's English has to be translated for this reader."""
    return reader.language.split("_")[0] != "en"


def told(text: str, reader: Reader) -> str:
    """Return a text of the daemon in the reader's language, as far as its sentences are known."""
    if not text or not foreign(reader) or len(text) > LONGEST:
        return text
    return _told(text, reader.language, DEEPEST)


def is_known(text: str) -> bool:
    """Return whether every sentence of the text has a pattern here."""
    return _find(text) is not None or all(
        _find(part) is not None for part in _BETWEEN.split(text) if part
    )


def _told(text: str, language: str, depth: int) -> str:
    found, whole = _find(text), _ENDS.split(text)
    if (
        (len(whole) > 1 and depth)
        and not (found and not found[1])
        and all(_find(part) for part in whole)
    ):
        return " ".join(_told(part, language, depth - 1) for part in whole)
    if found is not None:
        template, values = found
        words = translate("daemon", template)
        told_values = [_told(value, language, depth - 1) if depth else value for value in values]
        return _PLACE.sub(lambda place: told_values[int(place[1]) - 1], words)
    parts = _BETWEEN.split(text)
    if len(parts) > 1 and depth:
        return " ".join(_told(part, language, depth - 1) for part in parts)
    return _number(text, language)


def _number(text: str, language: str) -> str:
    """Return an amount such as "1.24 kW" with the language's decimal mark; anything else as it is."""
    if language.split("_", maxsplit=1)[0] in POINT_LANGUAGES:
        return text
    return text.replace(".", ",") if _AMOUNT.fullmatch(text) else text


@lru_cache(maxsize=512)
def _find(text: str) -> tuple[str, tuple[str, ...]] | None:
    for template, pattern in _patterns():
        if (match := pattern.fullmatch(text)) is not None:
            return template, match.groups()
    return None


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Those with the most words of their own first: "%1 per kWh" must not eat a whole sentence."""
    ordered = sorted(KNOWN, key=lambda known: -len(_PLACE.sub("", known)))
    return tuple((known, _pattern(known)) for known in ordered)


def _pattern(template: str) -> re.Pattern[str]:
    parts = _PLACE.split(template)
    words = [re.escape(part) if place % 2 == 0 else "(.+?)" for place, part in enumerate(parts)]
    return re.compile("".join(words), re.DOTALL)


def snapshot_told(snapshot: Snapshot, reader: Reader) -> Snapshot:
    """Return the snapshot with every sentence told in the reader's language."""
    return snapshot if not foreign(reader) else _struct_told(snapshot, reader)


def _struct_told(value: S, reader: Reader) -> S:
    changed = {}
    for name in value.__struct_fields__:
        old = getattr(value, name)
        new = _value_told(name, old, reader)
        if new is not old:
            changed[name] = new
    return msgspec.structs.replace(value, **changed) if changed else value


def _value_told(name: str, value: Any, reader: Reader) -> Any:
    match value:
        case str():
            return told(value, reader) if name in FIELDS else value
        case msgspec.Struct():
            return _struct_told(value, reader)
        case tuple() | list():
            new = [_value_told(name, one, reader) for one in value]
            same = all(after is before for after, before in zip(new, value, strict=True))
            return value if same else type(value)(new)
        case dict():
            return {key: _value_told(str(key), one, reader) for key, one in value.items()}
        case _:
            return value


class Interpreter:
    """Where calls go, with what comes back told in the reader's language: an Ask around another."""

    def __init__(self, ask: Ask, reader: Callable[[], Reader]) -> None:
        self._ask, self._reader = ask, reader

    def call(
        self, method: str, params: object, answered: Answered, refused: Refused = ignore
    ) -> None:
        """Call once; see gui.glance.Ask."""

        def came(result: Any) -> None:
            reader = self._reader()
            answered(_value_told("", result, reader) if foreign(reader) else result)

        def was_refused(refusal: Refusal) -> None:
            reader = self._reader()
            if foreign(reader):
                problems = tuple(_struct_told(one, reader) for one in refusal.problems)
                sentence = told(refusal.sentence, reader)
                refusal = replace(refusal, sentence=sentence, problems=problems)
            refused(refusal)

        self._ask.call(method, params, came, was_refused)
