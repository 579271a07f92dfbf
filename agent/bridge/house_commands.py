"""What a program of the house may ask for: one small topic per button or field of the flow.

A payload becomes wishes or a sentence why not, never an exception. What the wishes then do is the
household's business: the same rules, limits and permissions as for a screen.
"""

from typing import Literal

import msgspec

from agent.api.sections import FlowSection
from agent.api.wishes import (
    Activity,
    ChooseActivity,
    ChooseProgram,
    ChooseSettlement,
    Reset,
    SetAmount,
    SetDistance,
    SetRange,
    SetRepeat,
    SettlementChoice,
    SetValues,
    Start,
    UpdateValues,
    Wish,
)
from agent.api.words import parse_decimal
from agent.bridge.house import OFF, ON, HouseProfile
from agent.units import MICRO, WH_PER_KWH, MonoMs

PRESS = "PRESS"
MAX_PAYLOAD_BYTES = 64
BURST = 10
"""Commands at once: a person, or a script that fills in a whole order."""
PAUSE_MS = 3_000
"""One more may come after each: every command is journaled, and a card is not for floods."""

Platform = Literal["switch", "select", "number", "button"]


class Command(msgspec.Struct, frozen=True):
    """One topic `set/{key}` and what Home Assistant is told of it."""

    key: str
    platform: Platform
    name: str
    payload: str
    """What it takes, in words."""
    wishes: tuple[type[msgspec.Struct], ...]
    """What it may lead to; the caller needs the permission for each."""
    options: tuple[str, ...] = ()
    state: str | None = None
    """The value that shows what became of it."""


COMMANDS: tuple[Command, ...] = (
    Command(
        "opt_in",
        "switch",
        "Trading",
        "ON or OFF",
        (Start, ChooseProgram),
        state="opted_in",
    ),
    Command(
        "activity",
        "select",
        "Activity",
        "none, sell or buy",
        (ChooseActivity,),
        tuple(one.value for one in Activity),
        "activity",
    ),
    Command(
        "settlement",
        "select",
        "Settlement",
        "manual or automatic",
        (ChooseSettlement,),
        tuple(one.value for one in SettlementChoice),
        "settlement",
    ),
    Command(
        "low_price",
        "number",
        "Lowest price",
        "decimal, {currency}/kWh",
        (SetRange,),
        state="low_price",
    ),
    Command(
        "high_price",
        "number",
        "Highest price",
        "decimal, {currency}/kWh",
        (SetRange,),
        state="high_price",
    ),
    Command("energy", "number", "Amount", "decimal, kWh", (SetAmount,), state="energy"),
    Command("distance", "number", "Preferred distance", "metres", (SetDistance,), state="distance"),
    Command("repeat", "switch", "Repeat every cycle", "ON or OFF", (SetRepeat,), state="repeat"),
    Command("set_values", "button", "Set values", PRESS, (SetValues,)),
    Command("update_values", "button", "Update values", PRESS, (UpdateValues,)),
    Command("stop", "button", "Stop", PRESS, (Reset,)),
)


class HalfRange(msgspec.Struct, frozen=True):
    """A price bound given while the other is not known yet: a range has two."""

    low_micro_per_kwh: int | None = None
    high_micro_per_kwh: int | None = None


class Asked(msgspec.Struct, frozen=True):
    """What a command means: wishes in order, or why there are none."""

    wishes: tuple[Wish, ...] = ()
    sentence: str = ""
    """Not empty: nothing is asked of the household, and this is the answer."""
    accepted: bool = True
    half: HalfRange = HalfRange()
    """To be kept for the next command."""


class Allowance(msgspec.Struct, frozen=True):
    """How many commands may still come: BURST at once, one more every PAUSE_MS."""

    left: int = BURST
    since_ms: MonoMs | None = None


def spend(allowance: Allowance, now_ms: MonoMs) -> tuple[Allowance, bool]:
    """Return the allowance after one command, and whether that command may be obeyed."""
    since_ms = now_ms if allowance.since_ms is None else allowance.since_ms
    regained = (now_ms - since_ms) // PAUSE_MS
    left = min(allowance.left + regained, BURST)
    since_ms = now_ms if left == BURST else MonoMs(since_ms + regained * PAUSE_MS)
    return (Allowance(left - 1, since_ms), True) if left else (Allowance(0, since_ms), False)


def topic_of(profile: HouseProfile, command: Command) -> str:
    """Return the topic a command is given on."""
    return f"{profile.base}/set/{command.key}"


def command_on(profile: HouseProfile, topic: str) -> Command | None:
    """Return the command of a topic; None: it is none of ours."""
    return next((one for one in COMMANDS if topic_of(profile, one) == topic), None)


def understand(command: Command, payload: bytes, flow: FlowSection, half: HalfRange) -> Asked:
    """Return what a command asks for, the flow standing as given."""
    if len(payload) > MAX_PAYLOAD_BYTES:
        return _refused(f"at most {MAX_PAYLOAD_BYTES} bytes are read", half)
    try:
        text = payload.decode("utf-8").strip()
        return _asked(command, text, flow, half)
    except ValueError as wrong:
        return _refused(str(wrong), half)


def _refused(why: str, half: HalfRange) -> Asked:
    return Asked((), f"The command was not understood: {why}.", accepted=False, half=half)


def _asked(command: Command, text: str, flow: FlowSection, half: HalfRange) -> Asked:
    """Return the wishes; ValueError says what is wrong with the text."""
    wishes: tuple[Wish, ...]
    match command.key:
        case "opt_in":
            program = ChooseProgram(opt_in=_flag(text))
            start = () if flow.started or not program.opt_in else (Start(),)
            wishes = (*start, program)
        case "activity":
            wishes = (ChooseActivity(Activity(_one_of(text, command.options))),)
        case "settlement":
            wishes = (ChooseSettlement(SettlementChoice(_one_of(text, command.options))),)
        case "low_price" | "high_price":
            return _range(command.key, parse_decimal(text, MICRO), flow, half)
        case "energy":
            wishes = (SetAmount(parse_decimal(text, WH_PER_KWH)),)
        case "distance":
            wishes = (SetDistance(parse_decimal(text, 1)),)
        case "repeat":
            wishes = (SetRepeat(repeat=_flag(text)),)
        case "set_values":
            wishes = (_pressed(text, SetValues()),)
        case "update_values":
            wishes = (_pressed(text, UpdateValues()),)
        case _:
            wishes = (_pressed(text, Reset()),)
    return Asked(wishes, half=half)


def _range(
    key: Literal["low_price", "high_price"], given: int, flow: FlowSection, half: HalfRange
) -> Asked:
    low, high = half.low_micro_per_kwh, half.high_micro_per_kwh
    low = flow.low_micro_per_kwh if low is None else low
    high = flow.high_micro_per_kwh if high is None else high
    low, high = (given, high) if key == "low_price" else (low, given)
    if low is None or high is None:
        other = "highest" if high is None else "lowest"
        return Asked((), f"Give the {other} price too.", half=HalfRange(low, high))
    return Asked((SetRange(low, high),))


def _flag(text: str) -> bool:
    return _one_of(text, (ON, OFF)) == ON


def _one_of(text: str, words: tuple[str, ...]) -> str:
    if text not in words:
        raise ValueError(f"{text!r} is none of {', '.join(words)}")
    return text


def _pressed(text: str, wish: Wish) -> Wish:
    _one_of(text, (PRESS,))
    return wish
