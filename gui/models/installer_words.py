"""What each step of the installer's checklist says beyond its state, and its buttons. Pure."""

from dataclasses import replace
from typing import Any

from agent.api.sections import CheckSection, Snapshot
from gui import texts
from gui.glance import Glance
from gui.models.history_rows import filled
from gui.models.installer_parts import Step
from gui.models.installer_steps import Done
from gui.texts import translate

Words = tuple[tuple[str, ...], list[dict[str, Any]]]
"""Sentences, and buttons as key, text and whether it is the one to press."""


def words_of(step: Step, glance: Glance, snapshot: Snapshot) -> Words:
    """Return what a step says beyond its state, and its buttons."""
    radio, ladder = snapshot.radio, snapshot.ladder
    match step.key:
        case "box" if ladder is not None and ladder.rung == "safe":
            return (), [_button("resume", translate("installer", "Let the agent go on"))]
        case "pin" if step.state != "done":
            words = translate(
                "installer",
                "Hand the screen to the household now: it types its PIN twice, and you look away.",
            )
            choose = translate("installer", "The household chooses its PIN")
            return (words,), [_button("pin", choose, primary=True)]
        case "handover":
            return _handover_words(step)
        case "radio" if radio is not None and radio.stage == "no-network":
            return (), [_button("form", translate("installer", "Form a network"))]
        case "pair":
            return _pairing_words(glance, snapshot)
        case "check":
            return _check_words(snapshot.check, glance)
        case "backup" if radio is not None:
            return (), [_button("backup", translate("installer", "Write a backup"))]
        case _:
            return (), []


def _handover_words(step: Step) -> Words:
    write = _button("report", translate("installer", "Write the report"))
    lock = _button("lock", translate("installer", "Lock this page"), primary=step.state == "done")
    names = _button(
        "names", translate("installer", "Enter both names"), primary=step.state != "done"
    )
    return (), [write, lock] if step.state == "done" else [names, write]


def _pairing_words(glance: Glance, snapshot: Snapshot) -> Words:
    radio = snapshot.radio
    if radio is not None and radio.joining_until_ms is not None and joining(glance):
        left = texts.countdown(radio.joining_until_ms - glance.now_ms)
        sentence = translate("installer", "One device may join with its own code: %1 left.")
        if radio.via is not None:
            sentence = translate("installer", "Any device may join for %1 more.")
        stop = _button("stop", translate("installer", "Let nobody in any more"))
        following = _button("code", translate("installer", "The next one's code"))
        return (filled(sentence, left),), [stop, following]
    by_code = translate("installer", "Enter its code")
    return (
        translate(
            "installer",
            "A device with an install code joins safely: enter the code that is printed on it.",
        ),
        translate(
            "installer",
            "Only for a device without a code: open joining through one router near it.",
        ),
    ), [_button("code", by_code, primary=True)]


def seen_to_work(done: Done, snapshot: Snapshot) -> Done:
    """Take over what the agent remembers: checks that passed, positions that relays confirmed."""
    positions = [(line.key, "on") for line in snapshot.devices if line.seen_on_ms is not None]
    positions += [(line.key, "off") for line in snapshot.devices if line.seen_off_ms is not None]
    checked = frozenset(line.key for line in snapshot.devices if line.checked_ms is not None)
    return replace(done, checked=checked, switched=frozenset(positions))


def joining(glance: Glance) -> bool:
    """Return whether a device may join at this moment."""
    radio = glance.snapshot.radio if glance.snapshot is not None else None
    until_ms = radio.joining_until_ms if radio is not None else None
    return until_ms is not None and until_ms > glance.now_ms


def checking(check: CheckSection | None) -> bool:
    """Return whether a live check is under way."""
    return check is not None and check.stage != "done"


def _check_words(check: CheckSection | None, glance: Glance) -> Words:
    if check is None:
        return (
            translate(
                "installer",
                "Take a load of known power, such as a kettle. The check says when to switch it on.",
            ),
        ), []
    if check.stage == "done":
        verdict = (
            translate("installer", "✓ The last check passed.")
            if check.passed
            else translate("installer", "⚠ The last check did not pass.")
        )
        turns = translate("installer", "Turn it round, then check again")
        buttons = [_button("turn", turns, primary=True)] if check.suggest_invert else []
        return (verdict, *check.sentences), buttons
    found = [check.instruction]
    if check.power_w is not None:
        now = translate("installer", "The meter says %1 now.")
        found.append(filled(now, texts.power(check.power_w, glance.reader)))
    going = [_button("end", translate("installer", "End the check"))]
    if check.stage == "switch on":
        loaded = translate("installer", "The load is on")
        going.insert(0, _button("loaded", loaded, primary=True))
    return tuple(found), going


def _button(key: str, text: str, *, primary: bool = False) -> dict[str, Any]:
    return {"key": key, "text": text, "primary": primary}
