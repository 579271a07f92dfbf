"""The worked example of the thesis, step by step, as data: config/demo/storage-example.json."""

from pathlib import Path
from typing import Any

import msgspec

PATH = Path(__file__).parents[2] / "config" / "demo" / "storage-example.json"
AMOUNTS = {"startConsumptionSession", "transferENT", "minteEuro", "addOrder"}


class Step(msgspec.Struct, frozen=True):
    section: str
    text: str
    caller: str
    call: str
    arguments: list[str | int]
    expected: dict[str, Any]


class Example(msgspec.Struct, frozen=True):
    title: str
    units: str
    deployer: str
    addresses: dict[str, str]
    steps: list[Step]

    def arguments(self, step: Step) -> list[str | int]:
        """Return a step's arguments: letters as addresses, digits as numbers."""
        return [
            argument
            if isinstance(argument, int)
            else int(argument)
            if argument.isdigit()
            else self.addresses[argument]
            for argument in step.arguments
        ]


def load() -> Example:
    return msgspec.json.decode(PATH.read_bytes(), type=Example)


def only(value: object, like: object) -> object:
    """Return of nested values only what an expectation names."""
    if isinstance(value, dict) and isinstance(like, dict):
        return {key: only(value[key], like[key]) for key in like}
    return value
