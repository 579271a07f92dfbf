"""The worked example of the storage market as a person reads it: each step, expected and actual."""

import sys
from collections.abc import Sequence

import msgspec
from rich.console import Console
from rich.table import Table

from agent.api.words import decimal
from agent.demo.storage_example import Compared, Done, Example
from agent.storage.amounts import ATTO

WORDS = {
    "voters": "voters",
    "banker": "banker",
    "energy_wh": "energy in all units",
    "ent": "ENT of all",
    "cost": "cost R per kWh",
    "missing": "ENT without energy",
    "euro": "eEuro of all",
}
NO_AMOUNT = ("user", "unit", "consumer", "voters", "banker")


class ExampleView:
    """Shows each step when it is proven, then how many numbers were right."""

    def __init__(self, example: Example, *, as_json: bool) -> None:
        self._example = example
        self._json = as_json
        self._console = Console(highlight=False)
        self._said = Console(stderr=True, highlight=False)
        self._section = ""
        self._said.print(example.title)
        self._said.print("Every number is read from a development chain, with its proof.")

    def show(self, done: Done) -> None:
        """Show one step."""
        if self._json:
            return
        if done.step.section != self._section:
            self._section = done.step.section
            self._console.rule(f"chapter {self._section}")
        sign = "[green]✔[/]" if done.right else "[red]✘[/]"
        self._console.print(f"{sign} [bold]{done.step.text}[/]", end="  ")
        self._console.print(f"[dim]{done.step.call}, block {done.block}[/]")
        if done.outcome != "accepted":
            self._console.print(f"  [red]{done.outcome}: {done.reason}[/]")
        if done.compared:
            self._console.print(_table(done.compared))

    def say(self, sentence: str) -> None:
        """Say what went wrong."""
        self._said.print(sentence)

    def end(self, done: Sequence[Done]) -> int:
        """Say how many numbers are the thesis's; return the exit code."""
        compared = [one for step in done for one in step.compared]
        right = sum(one.right for one in compared)
        good = all(step.right for step in done)
        if self._json:
            document = {
                "title": self._example.title,
                "right": good,
                "steps": [
                    {
                        "text": step.step.text,
                        "call": step.step.call,
                        "block": step.block,
                        "outcome": step.outcome,
                        "numbers": step.compared,
                    }
                    for step in done
                ],
            }
            sys.stdout.buffer.write(msgspec.json.format(msgspec.json.encode(document), indent=1))
            sys.stdout.buffer.write(b"\n")
        self._said.print(
            f"{len(done)} steps; {right} of {len(compared)} numbers are the thesis's, to the last"
            " digit."
        )
        return 0 if good else 1


def _table(compared: Sequence[Compared]) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2), header_style="dim")
    table.add_column("    what")
    table.add_column("expected", justify="right")
    table.add_column("actual", justify="right")
    for one in compared:
        style = "" if one.right else "red"
        table.add_row(
            "    " + _what(one.what),
            _shown(one.what, one.expected),
            _shown(one.what, one.actual),
            style=style,
        )
    return table


def _what(what: str) -> str:
    for long, short in (("ent_of", "ENT of"), ("euro_of", "eEuro of"), ("units", "unit")):
        if what.startswith(long + " "):
            what = short + what.removeprefix(long)
    return WORDS.get(what, what.replace("_wh", "").replace("_", " "))


def _shown(what: str, value: str) -> str:
    """Energies as kWh, amounts as ENT or eEuro, with every digit that is not a zero at the end."""
    last = what.rsplit(" ", 1)[-1]
    if last == "is_buy":
        return "a bid" if value in {"True", "1"} else "an offer"
    if not value.lstrip("-").isdigit() or last in NO_AMOUNT or what.endswith("how many"):
        return value
    if last.endswith("_wh"):
        return _trimmed(decimal(int(value), 1_000, 3)) + " kWh"
    return _trimmed(decimal(int(value), ATTO, 18))


def _trimmed(text: str) -> str:
    return text.rstrip("0").rstrip(".") if "." in text else text
