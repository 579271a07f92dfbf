"""What an answer to a wish says."""

from typing import Any

from gui.glance import Refusal
from gui.texts import translate


def said(answer: Any) -> str:
    """Return an answer's sentence and its problems, as one text."""
    if not isinstance(answer, dict):
        return translate("answers", "The agent's answer could not be understood.")
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
