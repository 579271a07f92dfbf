"""What the installer's pages are made of: steps, states, rows and their buttons. Pure."""

from dataclasses import dataclass
from typing import Any, Literal, get_args

StepKey = Literal[
    "box",
    "identity",
    "radio",
    "pair",
    "roles",
    "check",
    "relays",
    "meters",
    "market",
    "backup",
    "pin",
    "handover",
]
STEPS: tuple[StepKey, ...] = get_args(StepKey)
"""In the order in which they are best done."""
State = Literal["done", "todo", "trouble"]
MARKS = {"done": "\u2713", "todo": "\u25cb", "trouble": "\u26a0"}

Action = dict[str, Any]
Row = dict[str, Any]


@dataclass(frozen=True)
class Step:
    """One line of the list."""

    key: StepKey
    title: str
    state: State
    words: str


def action(key: str, text: str, *, chosen: bool = False) -> Action:
    """Return a button of a row."""
    return {"key": key, "text": text, "chosen": chosen}


def row(
    key: str,
    text: str,
    detail: str,
    amount: str,
    *actions: Action,
    device: str = "",
    tone: str = "",
) -> Row:
    """Return a row; `device` is what its buttons are about, else its key."""
    return {
        "key": key,
        "device": device or key,
        "text": text,
        "detail": detail,
        "amount": amount,
        "tone": tone,
        "actions": list(actions),
    }
