"""The installer's checklist: which step stands how, in words. Pure: from the snapshot, in which the
agent says what it has seen to work."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from agent.api.commission import StepLine
from agent.api.sections import CheckSection, DeviceLine, Snapshot
from gui import texts
from gui.glance import Glance
from gui.models.device_words import (
    age_of,
    health_of,
    name_of,
    radio_word,
    role_of,
    trouble_of,
    value_of,
)
from gui.models.history_rows import filled
from gui.models.installer_agent import agent_step, words_of_line
from gui.models.installer_parts import STEPS, Action, Row, State, Step, StepKey, action, row
from gui.sentences import told
from gui.texts import Reader, translate

ENGLISH = Reader("en")

METER_ROLES = ("grid", "generation", "storage")


@dataclass(frozen=True)
class Done:
    """What was seen to work, as the agent remembers it."""

    checked: frozenset[str] = frozenset()
    """Keys of meters whose live check passed."""
    switched: frozenset[tuple[str, str]] = frozenset()
    """Relays and the positions that they confirmed."""
    backup: str = ""
    """What the agent said of the backup that was written from this page; empty: none was."""


def steps_of(
    snapshot: Snapshot, done: Done, agent: Sequence[StepLine] = (), reader: Reader = ENGLISH
) -> tuple[Step, ...]:
    """Return the checklist; the steps that only the agent can judge are there when it has."""
    mine = {step.key: _graver(step, agent, reader) for step in _own_steps(snapshot, done)}
    found = (mine.get(key) or agent_step(key, agent, reader) for key in STEPS)
    return tuple(step for step in found if step is not None)


SAME_AS = {
    "radio": "radio",
    "pair": "devices",
    "roles": "roles",
    "check": "checks",
    "relays": "relays",
    "backup": "backup",
}
"""Lines of the agent's checklist that are judged here as well, at once."""


def _graver(step: Step, agent: Sequence[StepLine], reader: Reader) -> Step:
    """Return the step with the trouble that the agent sees and the snapshot does not show."""
    line = next((one for one in agent if one.key == SAME_AS.get(step.key)), None)
    waits = any(one.key == "agent" and one.state == "to do" for one in agent)
    if line is not None and waits:  # a box without keys: there is no home to look at
        return replace(step, state="todo", words=told(line.words, reader))
    if line is not None and line.state == "not needed":
        return replace(step, state="done", words=told(line.words, reader))
    if line is None or line.state != "trouble" or step.key in ("relays", "backup"):
        return step
    return replace(step, state="trouble", words=words_of_line(line, reader))


def next_open(steps: Sequence[Step], after: StepKey) -> Step | None:
    """Return the next step that is not done, from this one on and round; None: there is none."""
    places = [step.key for step in steps]
    at = places.index(after) + 1 if after in places else 0
    ordered = (*steps[at:], *steps[:at])
    return next((step for step in ordered if step.state != "done" and step.key != after), None)


def _own_steps(snapshot: Snapshot, done: Done) -> tuple[Step, ...]:
    lines = snapshot.devices
    return (
        Step("radio", translate("installer", "Radio"), *_radio(snapshot)),
        Step("pair", translate("installer", "Pair"), *_pair(snapshot)),
        Step("roles", translate("installer", "Tasks"), *_roles(lines)),
        Step("check", translate("installer", "Check"), *_check(lines, snapshot.check, done)),
        Step("relays", translate("installer", "Relays"), *_relays(lines, done)),
        Step("backup", translate("installer", "Backup"), *_backup(snapshot, done)),
    )


def _radio(snapshot: Snapshot) -> tuple[State, str]:
    radio = snapshot.radio
    if radio is None:
        words = translate(
            "installer", "This home has no radio; its meters are named in the agent's settings."
        )
        return ("done" if snapshot.devices else "todo"), words
    if radio.stage == "up":
        words = radio_word(radio.stage) + "."
        if radio.channel is not None:
            channel = translate("installer", "The radio works on channel %1.")
            words = filled(channel, str(radio.channel))
        return "done", f"{words} {radio.stick}".strip()
    if radio.stage == "no-network":
        return "todo", translate(
            "installer",
            "The stick works and has no network yet. Restore this home's backup if there is one"
            " (gridhearth radio restore); else form a new network.",
        )
    return ("todo" if radio.stage == "starting" else "trouble"), radio.sentence


def _pair(snapshot: Snapshot) -> tuple[State, str]:
    known = {line.ieee: line for line in snapshot.devices if line.ieee}
    unready = [name_of(line) for line in known.values() if line.interview != "complete"]
    if unready:
        words = translate("installer", "Not ready yet: %1.")
        return "trouble", filled(words, ", ".join(unready))
    if not known:
        return "todo", translate("installer", "No device is in the network yet.")
    if len(known) == 1:
        return "done", translate("installer", "One device is in the network.")
    return "done", filled(translate("installer", "%1 devices are in the network."), str(len(known)))


def _roles(lines: tuple[DeviceLine, ...]) -> tuple[State, str]:
    if not any(line.role == "grid" for line in lines):
        return "todo", translate(
            "installer",
            "No meter counts what is drawn from the grid; without it nothing is traded.",
        )
    idle = sum(1 for line in lines if line.key and line.kind and not line.role)
    if idle:
        words = translate("installer", "Without a task: %1. Give them one, or leave them.")
        return "done", filled(words, str(idle))
    return "done", translate("installer", "Every meter and relay has its task.")


def _check(
    lines: tuple[DeviceLine, ...], check: CheckSection | None, done: Done
) -> tuple[State, str]:
    meters = [line for line in lines if line.key and line.role in METER_ROLES]
    if check is not None and check.passed is False:
        return "trouble", translate("installer", "The last check found something wrong.")
    open_meters = [name_of(line) for line in meters if line.key not in done.checked]
    if not meters:
        return "todo", translate("installer", "First give a meter its task.")
    if open_meters:
        words = translate("installer", "Not checked with a load yet: %1.")
        return "todo", filled(words, ", ".join(open_meters))
    return "done", translate("installer", "Every meter counts a known load rightly.")


def _relays(lines: tuple[DeviceLine, ...], done: Done) -> tuple[State, str]:
    relays = [line for line in lines if line.kind == "relay" and line.role == "relay"]
    if not relays:
        return "done", translate("installer", "There is no relay to test.")
    unseen = [
        name_of(line)
        for line in relays
        if not {(line.key, "on"), (line.key, "off")} <= done.switched
    ]
    if unseen:
        words = translate("installer", "Switch on and off, and look at the load: %1.")
        return "todo", filled(words, ", ".join(unseen))
    return "done", translate("installer", "Every relay confirmed on and off.")


def _backup(snapshot: Snapshot, done: Done) -> tuple[State, str]:
    if snapshot.radio is None:
        return "done", translate("installer", "Without a radio there is no network to keep.")
    if snapshot.radio.backup_ms is not None:
        has_all = translate("installer", "The newest backup has every device of the network.")
        return "done", done.backup or has_all
    return "todo", translate(
        "installer",
        "Write a sealed backup of the network after the last device was paired. With it a new"
        " stick takes over, and no device has to be paired again. Keep its key apart from it.",
    )


# --- what the steps list


def pairing_rows(glance: Glance) -> tuple[Row, ...]:
    """Return the newest steps of pairing, newest first."""
    snapshot = glance.snapshot
    if snapshot is None:
        return ()
    words = {
        "joined": translate("installer", "joined"),
        "interviewing": translate("installer", "is asked what it is"),
        "configuring": translate("installer", "is set up"),
        "ready": translate("installer", "is ready"),
        "refused": translate("installer", "was refused"),
        "failed": translate("installer", "failed"),
        "left": translate("installer", "left"),
    }
    return tuple(
        row(
            f"pairing-{line.at_ms}-{line.ieee}-{line.step}",
            f"…{line.ieee[-4:]} {words.get(line.step, line.step)}",
            line.sentence,
            texts.age(line.at_ms, glance.now_ms, glance.reader),
            tone="fault" if line.step in {"refused", "failed"} else "",
        )
        for line in reversed(snapshot.pairing)
    )


def network_rows(glance: Glance) -> tuple[Row, ...]:
    """Return every device of the network: asked again, set up again, sent away; or a way in.

    Joining can be opened through those without a battery; one that has a task stays.
    """
    snapshot = glance.snapshot
    if snapshot is None:
        return ()
    known = {line.ieee: line for line in reversed(snapshot.devices) if line.ieee}
    used = {line.ieee for line in snapshot.devices if line.role}
    ordered = sorted(known.items(), key=lambda one: name_of(one[1]))
    return tuple(_network_row(line, used=ieee in used) for ieee, line in ordered)


def _network_row(line: DeviceLine, *, used: bool) -> Row:
    actions: list[Action] = []
    if line.battery_percent is None and line.available:
        actions.append(action("open", translate("installer", "Open here")))
    if line.interview != "complete":
        actions.append(action("interview", translate("installer", "Ask again")))
    actions.append(action("configure", translate("installer", "Set up again")))
    if not used:
        actions.append(action("remove", translate("installer", "Send away")))
    detail = " · ".join(part for part in (line.model, health_of(line), trouble_of(line)) if part)
    return row(line.ieee, name_of(line), detail, "", *actions)


def role_rows(glance: Glance) -> tuple[Row, ...]:
    """Return every function of the radio with the tasks that it may have."""
    snapshot = glance.snapshot
    lines = () if snapshot is None else snapshot.devices
    return tuple(_role_row(line, glance) for line in lines if line.key and line.kind)


def _role_row(line: DeviceLine, glance: Glance) -> Row:
    actions: list[Action] = []
    if line.kind == "relay":
        if not line.role:
            actions.append(action("relay", translate("installer", "Relay")))
    else:
        words = {
            "grid": translate("installer", "Grid"),
            "generation": translate("installer", "Made"),
            "storage": translate("installer", "Store"),
        }
        actions += [action(role, word, chosen=role == line.role) for role, word in words.items()]
    if line.ieee:
        actions.append(action("name", translate("installer", "Name")))
    if line.role in METER_ROLES:
        actions.append(action("turn", translate("installer", "Turn round"), chosen=line.invert))
    if line.role:
        actions.append(action("release", translate("installer", "No task")))
    detail = " · ".join(part for part in (role_of(line), trouble_of(line) or line.sentence) if part)
    value = value_of(line, glance.reader)
    return row(f"{line.key}-{line.kind}", name_of(line), detail, value, *actions, device=line.key)


def check_rows(glance: Glance, done: Done) -> tuple[Row, ...]:
    """Return the meters that can be checked."""
    snapshot = glance.snapshot
    lines = () if snapshot is None else snapshot.devices
    starts = translate("installer", "Check it")
    return tuple(
        row(
            line.key,
            name_of(line) + ("  \u2713" if line.key in done.checked else ""),
            f"{role_of(line)} · {age_of(line, glance)}",
            value_of(line, glance.reader),
            action("start", starts),
        )
        for line in lines
        if line.key and line.role in METER_ROLES
    )


def relay_rows(glance: Glance, done: Done) -> tuple[Row, ...]:
    """Return the relays, each to be switched."""
    snapshot = glance.snapshot
    lines = () if snapshot is None else snapshot.devices
    return tuple(
        row(
            line.key,
            name_of(line),
            " · ".join(part for part in (_seen(line, done), health_of(line)) if part),
            value_of(line, glance.reader),
            action("on", translate("installer", "On"), chosen=line.mode == "on"),
            action("off", translate("installer", "Off"), chosen=line.mode == "off"),
            action("surplus", translate("installer", "Surplus"), chosen=line.mode == "surplus"),
        )
        for line in lines
        if line.kind == "relay" and line.role == "relay"
    )


def _seen(line: DeviceLine, done: Done) -> str:
    seen = [
        word
        for position, word in (
            ("on", translate("installer", "on ✓")),
            ("off", translate("installer", "off ✓")),
        )
        if (line.key, position) in done.switched
    ]
    return ", ".join(seen) or trouble_of(line) or translate("installer", "not tested yet")
