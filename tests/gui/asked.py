"""An Ask whose answers the test gives by hand, whenever it likes, in any order."""

from dataclasses import dataclass
from typing import Any

from gui.glance import Answered, Refusal, Refused, ignore


@dataclass
class Call:
    """One call that was made."""

    method: str
    params: Any
    answered: Answered
    refused: Refused


class Asked:
    """Keeps the calls; `asked.answer("energy.days", [...])` answers the oldest open one."""

    def __init__(self) -> None:
        self.open: list[Call] = []
        self.all: list[tuple[str, Any]] = []

    def call(
        self, method: str, params: object, answered: Answered, refused: Refused = ignore
    ) -> None:
        self.open.append(Call(method, params, answered, refused))
        self.all.append((method, params))

    def take(self, method: str) -> Call:
        found = next(call for call in self.open if call.method == method)
        self.open.remove(found)
        return found

    def answer(self, method: str, result: Any) -> None:
        self.take(method).answered(result)

    def refuse(self, method: str, sentence: str, reason: str = "not_ready") -> None:
        self.take(method).refused(Refusal(sentence, reason))

    def methods(self) -> list[str]:
        return [method for method, _params in self.all]
