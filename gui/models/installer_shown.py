"""What the installer's page shows, as one value; and what waits for a yes."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Shown:
    """The page."""

    open: bool = False
    """The installer's PIN was right, or whoever runs the screen is an installer."""
    closed_words: str = ""
    may_open: bool = False
    steps: tuple[dict[str, Any], ...] = ()
    step: str = "radio"
    title: str = ""
    state: str = ""
    sentences: tuple[str, ...] = ()
    actions: tuple[dict[str, Any], ...] = ()
    load: str = ""
    """Of the live check's load; empty: nothing to set."""
    fuse: str = ""
    """Of the home's connection, for the same check."""
    phases: str = ""
    """1 or 3."""
    request: str = ""
    """This box's request to join, or its address, to be drawn as a QR code; empty: nothing."""
    report: str = ""
    """The report's digest and signature, to be drawn as a QR code; empty: nothing to show."""
    next_key: str = ""
    """The next step that is not done; empty: there is none."""
    next_words: str = ""
    next_title: str = ""
    """The same where there is little room."""
    next_now: bool = False
    """This step is done: going on is what to press."""
    pad_title: str = ""
    """Of the sheet with keys; empty: it is shut."""
    pad_typed: str = ""
    pad_wrong: str = ""
    pad_keys: tuple[str, ...] = ()
    pad_letters: bool = False
    """Letters for a name, else digits."""
    pad_ready: bool = False
    names: tuple[dict[str, str], ...] = ()
    """Ready names to choose from; empty: no name is being given."""
    naming: str = ""
    """Of what a name is being given."""
    note: str = ""
    note_wrong: bool = False
    busy: bool = False
    confirm: str = ""
    """A warning that has to be agreed to; empty: none."""
    confirm_yes: str = ""


@dataclass(frozen=True)
class Deed:
    """What is asked of the agent at once."""

    method: str
    params: dict[str, Any]


@dataclass(frozen=True)
class Asking:
    """What was pressed and waits for a yes."""

    sentence: str
    yes: str
    method: str
    params: dict[str, Any]
