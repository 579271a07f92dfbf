"""What an answer to a wish says."""

from typing import Any, TypeVar

import msgspec

from gui.glance import Refusal
from gui.texts import translate

T = TypeVar("T")


def read(answer: Any, kind: type[T]) -> T | None:
    """Return an answer as what it should be; None: an agent of another version says it otherwise."""
    try:
        return msgspec.convert(answer, kind)
    except msgspec.ValidationError:
        return None


def not_understood() -> str:
    """Return what to say of an answer that cannot be read."""
    return translate("answers", "The agent's answer could not be understood.")


def said(answer: Any) -> str:
    """Return an answer's sentence and its problems, as one text."""
    if not isinstance(answer, dict):
        return not_understood()
    problems = [str(one.get("sentence", "")) for one in answer.get("problems") or ()]
    return " ".join(part for part in (str(answer.get("sentence", "")), *problems) if part)


def accepted(answer: Any) -> bool:
    """Return whether the wish was taken."""
    return isinstance(answer, dict) and answer.get("accepted") is True


def why(refusal: Refusal) -> str:
    """Return why a call was refused; empty when the person gave up by themselves."""
    if refusal.reason == "cancelled":
        return ""
    problems = [problem.sentence for problem in refusal.problems]
    return " ".join(problems) or refusal.sentence
