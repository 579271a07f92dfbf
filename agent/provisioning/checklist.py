"""What a home still needs until it trades: every step judged by facts, never by where one was.

There is no current step. Each is looked at anew, from what the agent shows, what `gridhearth
doctor` finds and what was seen to work; so commissioning can be ended and begun again anywhere,
and a step that was done falls back when its cause is gone.
"""

from collections.abc import Iterator, Sequence
from typing import Literal

import msgspec

from agent.api.commission import ChecklistView, StepLine, StepState
from agent.api.sections import DeviceLine, Snapshot
from agent.devices.tested import Handover, MeterTest, Tested
from agent.provisioning.findings import Finding

METER_ROLES = ("grid", "generation", "storage")
JoinStage = Literal["unknown", "nothing", "asked", "answered"]
"""Of this box's files: not looked at; no request; a request; the operator's answer was taken."""

BOX = frozenset({"disk", "machine"})
SETTINGS = frozenset({"settings", "keys"})
NAMED = 5
"""Devices named in one sentence; of more the number is said."""


class Facts(msgspec.Struct, frozen=True):
    """Everything that the steps are judged by."""

    snapshot: Snapshot | None = None
    """None: the agent does not run, or cannot be asked."""
    away: str = ""
    """Why not."""
    findings: tuple[Finding, ...] | None = None
    """What `gridhearth doctor` found, or the agent, which looks at disk, machine and stick only;
    None: nobody looked."""
    join: JoinStage = "unknown"
    tested: Tested = Tested()
    assigned: bool = True
    """The meters are devices of the radio; else the settings name them."""
    household_pin: bool = False
    broker_enabled: bool = True
    storage: bool = False
    """The home takes part in the storage market."""


def checklist(facts: Facts) -> ChecklistView:
    """Return every step, in the order in which they are best done."""
    steps = tuple(_steps(facts))
    open_steps = [one for one in steps if one.state not in ("done", "not needed")]
    handed = facts.tested.handover
    steps = (*steps, _handover(handed, open_steps))
    return ChecklistView(steps, not open_steps and handed is not None)


def next_step(steps: Sequence[StepLine]) -> StepLine | None:
    """Return the first step that is not done; None: all are."""
    return next((one for one in steps if one.state not in ("done", "not needed")), None)


def together(agent: ChecklistView, box: ChecklistView, join: JoinStage) -> ChecklistView:
    """Return the running agent's own list, with what only a look at the box can say.

    Of each step the graver judgement counts; joining is judged by the agent once it is proven on
    the chain, before that by the box's files.
    """
    looked = {one.key: one for one in box.steps}
    steps = tuple(_graver(one, looked.get(one.key), join) for one in agent.steps)
    return ChecklistView(steps, agent.ready and next_step(steps) is None)


def _graver(mine: StepLine, other: StepLine | None, join: JoinStage) -> StepLine:
    if other is None:
        return mine
    if mine.key in ("request", "joined"):
        return mine if mine.state == "done" or join == "unknown" else other
    if mine.key not in ("box", "time", "settings", "radio", "chain", "broker"):
        return mine
    if mine.key == "radio" and mine.state in ("done", "not needed"):
        return mine  # it holds the port, so that nobody else can look at it
    return other if other.state == "trouble" else mine


def _steps(facts: Facts) -> Iterator[StepLine]:
    yield _box(facts)
    yield _time(facts)
    yield _settings(facts)
    yield _request(facts)
    yield _agent(facts)
    yield _radio(facts)
    yield _devices(facts)
    yield _roles(facts)
    yield _checks(facts)
    yield _relays(facts)
    yield _storage(facts)
    yield _serial(facts)
    yield _joined(facts)
    yield _chain(facts)
    yield _broker(facts)
    yield _pin(facts)
    yield _backup(facts)


# The box.


def _box(facts: Facts) -> StepLine:
    title = "The box"
    bad = _wrong(facts, BOX)
    guards = () if facts.snapshot is None else _guards(facts.snapshot, ("disk", "journal"))
    if bad is not None:
        return StepLine("box", title, "trouble", bad.what, bad.do)
    if guards:
        return StepLine("box", title, "trouble", guards[0][0], guards[0][1])
    said = "Disk, heat and power are well."
    if facts.findings is None:
        said = "The agent finds nothing wrong with the disk."
    return StepLine("box", title, "done", said)


def _time(facts: Facts) -> StepLine:
    title = "The time"
    bad = _wrong(facts, frozenset({"time"}), also="watch")
    if bad is not None:
        state: StepState = "trouble" if bad.verdict == "wrong" else "to do"
        return StepLine("time", title, state, bad.what, bad.do)
    ladder = None if facts.snapshot is None else facts.snapshot.ladder
    if ladder is not None and ladder.clock != "synced":
        do = "Connect the box to the internet and wait a minute; let NTP (UDP port 123) pass."
        said = ladder.clock_sentence or "The clock is not trusted yet."
        return StepLine("time", title, "to do", said, do)
    return StepLine("time", title, "done", "The clock is set.")


def _settings(facts: Facts) -> StepLine:
    title, command = "The settings", "gridhearth config check"
    bad = _wrong(facts, SETTINGS)
    if bad is not None and not (bad.name == "keys" and facts.join == "nothing"):
        return StepLine("settings", title, "trouble", bad.what, bad.do, command)
    if facts.snapshot is not None:
        for sentence, do in _guards(facts.snapshot, ("settings-refused",)):
            return StepLine("settings", title, "trouble", sentence, do, command)
    if facts.snapshot is None and facts.findings is None:
        return StepLine("settings", title, "to do", "Nobody has looked at them.", "", command)
    return StepLine("settings", title, "done", "The settings are right.")


def _request(facts: Facts) -> StepLine:
    title, command = "The keys and the request", "gridhearth join request --qr"
    if facts.join in ("asked", "answered"):
        said = "The keys are made, and the operator has been asked or can be."
        return StepLine("request", title, "done", said)
    if facts.snapshot is not None and facts.join == "unknown":
        return StepLine("request", title, "done", f"The keys of {facts.snapshot.member} are there.")
    if _enrolled(facts):
        return StepLine("request", title, "done", "This home is a member already.")
    do = "Make the keys and show the request to the operator: it needs the one-time code."
    return StepLine("request", title, "to do", "No request has been made here.", do, command)


def _agent(facts: Facts) -> StepLine:
    title, command = "The agent", "systemctl restart gridhearth"
    if facts.snapshot is None:
        said = facts.away or "The agent does not run."
        return StepLine("agent", title, "to do", said, "Start the agent.", command)
    ladder = facts.snapshot.ladder
    if ladder is not None and ladder.rung == "safe":
        why = ladder.guards[0] if ladder.guards else None
        said = "The agent is in its safe mode." if why is None else why.sentence
        do = "" if why is None else why.do
        return StepLine("agent", title, "trouble", said, do, "gridhearth resume")
    return StepLine("agent", title, "done", "The agent runs.")


# The radio, its devices and other meters.


def _radio(facts: Facts) -> StepLine:
    title = "The radio"
    bad = _wrong(facts, frozenset({"ports"}))
    if facts.snapshot is None:
        if bad is not None:
            return StepLine("radio", title, "trouble", bad.what, bad.do)
        return _waits("radio", title)
    radio = facts.snapshot.radio
    if radio is None:
        return StepLine("radio", title, "not needed", "The settings name no radio.")
    if radio.stage == "up":
        where = "" if radio.channel is None else f" on channel {radio.channel}"
        return StepLine("radio", title, "done", f"The radio works{where}. {radio.stick}".strip())
    if radio.stage == "no-network":
        do = "Form a new network; where this home has a backup, restore that instead."
        return StepLine("radio", title, "to do", radio.sentence, do, "gridhearth radio form")
    if radio.stage == "starting":
        return StepLine("radio", title, "to do", radio.sentence, "Wait a moment.")
    do = "Plug the right stick in, or name its port in the settings; it is tried again by itself."
    if radio.stage == "other-network":
        do = "Plug in the stick of this home, or restore the home's backup onto this one."
    said = radio.sentence if bad is None else f"{radio.sentence} {bad.what} {bad.do}"
    return StepLine("radio", title, "trouble", said, do, "gridhearth radio status")


def _devices(facts: Facts) -> StepLine:
    key, title, command = "devices", "Devices in the network", "gridhearth pair"
    if facts.snapshot is None:
        return _waits(key, title)
    if facts.snapshot.radio is None:
        return StepLine(key, title, "not needed", "There is no radio.")
    known = {line.ieee: line for line in facts.snapshot.devices if line.ieee}
    unready = [line.name for line in known.values() if line.interview != "complete" and line.key]
    if unready:
        do = "Bring it nearer or wake it, then ask it again."
        return StepLine(
            key, title, "trouble", f"Not ready yet: {_listed(unready)}.", do, "gridhearth devices"
        )
    if known:
        count = "One device is" if len(known) == 1 else f"{len(known)} devices are"
        return StepLine(key, title, "done", f"{count} in the network.")
    if not facts.assigned:
        return StepLine(key, title, "not needed", "The settings name the meters; no device joined.")
    do = "Let the meter in with the code that is printed on it."
    return StepLine(key, title, "to do", "No device is in the network yet.", do, command)


def _roles(facts: Facts) -> StepLine:
    key, title = "roles", "Which meter counts what"
    if facts.snapshot is None:
        return _waits(key, title)
    if not facts.assigned:
        return StepLine(key, title, "not needed", "The settings say which meter counts what.")
    lines = facts.snapshot.devices
    if not any(line.role == "grid" for line in lines):
        do = "Give the meter at the grid connection the role grid."
        said = "No meter counts what is drawn from the grid; without it nothing is traded."
        return StepLine(key, title, "to do", said, do, "gridhearth devices assign KEY grid")
    gone = [line.name for line in lines if line.role and not line.available]
    if gone:
        do = "See that it has power and is near enough, or exchange it."
        return StepLine(key, title, "trouble", f"Not heard of: {_listed(gone)}.", do)
    spare = sum(1 for line in lines if line.key and line.kind and not line.role)
    said = "Every meter and relay has its role."
    if spare:
        count = "One meter or relay has" if spare == 1 else f"{spare} meters or relays have"
        said = f"{count} no role; give it where it is needed."
    return StepLine(key, title, "done", said)


def _checks(facts: Facts) -> StepLine:
    key, title = "checks", "Live check of each meter"
    if facts.snapshot is None:
        return _waits(key, title)
    meters = [line for line in facts.snapshot.devices if line.key and line.role in METER_ROLES]
    if not facts.assigned and not meters:
        return StepLine(key, title, "not needed", "The meters on serial lines say what they count.")
    failed = [
        (line, test) for line in meters for test in facts.tested.meters if _failed(line, test)
    ]
    if failed:
        line, test = failed[0]
        do = "Put it right as the check said, then check it again."
        said = f"{line.name} did not pass: {', '.join(test.findings)}."
        command = _check_command(line)
        if "turned round" in test.findings:
            do = "Turn its sign round in the settings (or the clamp on its wire), then check again."
            turned = "" if line.invert else " --invert"
            command = f"gridhearth devices assign {line.key} {line.role}{turned}"
        return StepLine(key, title, "trouble", said, do, command)
    left = [line for line in meters if line.checked_ms is None]
    if not meters:
        return StepLine(key, title, "to do", "First give a meter its role.")
    if left:
        do = "Switch a load of known power on while the meter is watched: sign and scale show."
        return StepLine(
            *(key, title, "to do", f"Not checked: {_listed([one.name for one in left])}."),
            *(do, _check_command(left[0])),
        )
    return StepLine(key, title, "done", "Every meter counted a known load rightly.")


def _failed(line: DeviceLine, test: MeterTest) -> bool:
    same = (test.key, test.role, test.invert) == (line.key, line.role, line.invert)
    return same and not test.passed


def _check_command(line: DeviceLine) -> str:
    return f"gridhearth devices check {line.key} --load-w 2000"


def _relays(facts: Facts) -> StepLine:
    key, title = "relays", "Relays switched on and off"
    if facts.snapshot is None:
        return _waits(key, title)
    relays = [line for line in facts.snapshot.devices if line.role == "relay"]
    if not relays:
        return StepLine(key, title, "not needed", "There is no relay with a role.")
    left = [line for line in relays if line.seen_on_ms is None or line.seen_off_ms is None]
    if left:
        position = "on" if left[0].seen_on_ms is None else "off"
        do = (
            "Switch each on and off and look at the load; a relay waits for its shortest times."
            " Go on with other steps meanwhile."
        )
        return StepLine(
            *(key, title, "to do", f"Not seen on and off: {_listed([o.name for o in left])}."),
            *(do, f"gridhearth relay {left[0].key} {position}"),
        )
    return StepLine(key, title, "done", "Every relay confirmed to be on and to be off.")


def _storage(facts: Facts) -> StepLine:
    key, title = "storage", "The battery's unit"
    if facts.snapshot is None:
        return _waits(key, title)
    if not facts.storage or facts.snapshot.storage is None:
        return StepLine(key, title, "not needed", "No battery takes part in the storage market.")
    unit = facts.snapshot.storage.unit
    if unit is None:
        return StepLine(key, title, "not needed", "This home only consumes; it has no unit.")
    command = "gridhearth storage status"
    if unit.registered is None:
        return StepLine(key, title, "to do", "Not read from the chain yet.", "Wait a moment.")
    if not unit.registered:
        do = f"Ask the voters to register {unit.address}; with a vote of its own the home can vote."
        said = "The unit is not registered in the storage market."
        return StepLine(key, title, "to do", said, do, command)
    return StepLine(key, title, "done", f"The unit is registered. {unit.sentence}".strip())


def _serial(facts: Facts) -> StepLine:
    key, title = "serial", "Meters on serial lines"
    if facts.snapshot is None:
        return _waits(key, title)
    meters = [line for line in facts.snapshot.devices if not line.key and line.role]
    if facts.assigned and not meters:
        return StepLine(key, title, "not needed", "All meters are devices of the radio.")
    silent = [line for line in meters if not line.at_ms]
    reason = facts.snapshot.home
    if not meters or silent or reason.status == "unknown":
        do = "Look at cable, read head and port; the probe says what is on the line."
        said = reason.reason if not silent else f"Silent: {_listed([o.name for o in silent])}."
        return StepLine(key, title, "trouble", said, do, "gridhearth meters probe PORT")
    shown = [
        f"The {o.role} meter says {o.import_wh} Wh drawn, {o.export_wh} Wh given." for o in meters
    ]
    return StepLine(key, title, "done", " ".join([*shown, "Compare with their displays."]))


# The market.


def _joined(facts: Facts) -> StepLine:
    key, title = "joined", "Member of the market"
    command = "gridhearth join accept FILE"
    if _enrolled(facts):
        return StepLine(key, title, "done", "The chain proves that this home is a member.")
    if facts.join in ("unknown", "answered"):
        said = "Not proven on the chain yet."
        do = "Wait until the chain is followed; else ask the operator."
        return StepLine(key, title, "to do", said, do, "gridhearth join status")
    if facts.join == "asked":
        said = "The operator's answer is not here yet."
        do = "Take the operator's answer as soon as it is there; go on with other steps meanwhile."
        return StepLine(key, title, "to do", said, do, command)
    return StepLine(key, title, "to do", "First make the request.")


def _chain(facts: Facts) -> StepLine:
    key, title = "chain", "The market's chain"
    bad = _wrong(facts, frozenset({"chain"}))
    if facts.snapshot is not None and facts.snapshot.chain.state == "live":
        height = facts.snapshot.chain.height
        return StepLine(key, title, "done", f"Followed live, block {height} is proven.")
    if bad is not None:
        return StepLine(key, title, "trouble", bad.what, bad.do, "gridhearth doctor")
    if facts.snapshot is None:
        return _waits(key, title)
    chain = facts.snapshot.chain
    state: StepState = "trouble" if chain.state in ("halted", "stale") else "to do"
    do = "Check the internet connection; it is tried again by itself."
    return StepLine(key, title, state, chain.sentence, do, "gridhearth doctor")


def _broker(facts: Facts) -> StepLine:
    key, title = "broker", "The operator's broker"
    bad = _wrong(facts, frozenset({"broker"}))
    if facts.snapshot is not None and facts.snapshot.broker.state == "up":
        return StepLine(key, title, "done", "Connected; reports go out.")
    if bad is not None:
        return StepLine(key, title, "trouble", bad.what, bad.do, "gridhearth doctor")
    if facts.snapshot is None:
        return _waits(key, title)
    if not facts.broker_enabled:
        do = "It is switched on by taking the operator's answer; then start the agent again."
        said = "The agent runs with the broker switched off."
        return StepLine(key, title, "to do", said, do, "systemctl restart gridhearth")
    do = "Check address, port and certificates; it is tried again by itself."
    return StepLine(key, title, "to do", facts.snapshot.broker.sentence, do, "gridhearth doctor")


# The household.


def _pin(facts: Facts) -> StepLine:
    key, title = "pin", "The household's PIN"
    if facts.snapshot is None:
        return _waits(key, title)
    if facts.household_pin:
        return StepLine(key, title, "done", "It is set.")
    do = "Let the household choose a PIN; the screen asks for it before it changes anything."
    return StepLine(key, title, "to do", "No PIN is set.", do, "gridhearth pin set")


def _backup(facts: Facts) -> StepLine:
    key, title = "backup", "Backup of the network"
    if facts.snapshot is None:
        return _waits(key, title)
    if facts.snapshot.radio is None:
        return StepLine(key, title, "not needed", "Without a radio there is no network to keep.")
    if facts.snapshot.radio.backup_ms is not None:
        return StepLine(key, title, "done", "A backup has every device of the network.")
    said = "No backup has been written."
    if facts.tested.backup is not None:
        said = "Devices joined after the last backup."
    do = "Write a sealed backup once the last device is in; keep its passphrase apart from it."
    return StepLine(key, title, "to do", said, do, "gridhearth radio backup")


def _handover(done: Handover | None, open_steps: Sequence[StepLine]) -> StepLine:
    key, title = "handover", "Handed over"
    if done is not None:
        said = f"{done.installer} handed the home over to {done.customer}."
        return StepLine(key, title, "done", said)
    if open_steps:
        first = "One step comes" if len(open_steps) == 1 else f"{len(open_steps)} steps come"
        return StepLine(key, title, "to do", f"{first} first.")
    do = "Write the acceptance report, look through it together and hand the home over."
    return StepLine(
        *(key, title, "to do", "Everything works; nobody has taken the home over yet.", do),
        "gridhearth commission handover --installer NAME --customer NAME",
    )


# What the steps are judged with.


def _waits(key: str, title: str) -> StepLine:
    return StepLine(key, title, "to do", "The agent has to run first.")


def _wrong(facts: Facts, names: frozenset[str], *, also: str = "") -> Finding | None:
    """Return the gravest finding of these names that is not good enough."""
    found = [one for one in facts.findings or () if one.name in names]
    wrong = [one for one in found if one.verdict == "wrong"]
    return next(iter([*wrong, *(one for one in found if one.verdict == also)]), None)


def _guards(snapshot: Snapshot, names: Sequence[str]) -> tuple[tuple[str, str], ...]:
    ladder = snapshot.ladder
    if ladder is None:
        return ()
    return tuple((one.sentence, one.do) for one in ladder.guards if one.name in names)


def _enrolled(facts: Facts) -> bool:
    """The account was proven, and the ladder has nothing against it."""
    snapshot = facts.snapshot
    if snapshot is None or snapshot.money.balance_micro is None:
        return False
    return not _guards(snapshot, ("enrolment", "account"))


def _listed(names: Sequence[str]) -> str:
    if len(names) <= NAMED:
        return ", ".join(names)
    return f"{', '.join(names[:NAMED])} and {len(names) - NAMED} more"
