"""What is right and wrong with a box, and what to do about it: facts in, findings out.

`gridhearth doctor` gathers the facts; nothing here looks at the machine. Every finding that is not
good says what to do, in words for somebody with a screwdriver, not a debugger.
"""

from collections.abc import Sequence
from typing import Literal

import msgspec

from agent.api.sections import Snapshot

Verdict = Literal["good", "watch", "wrong"]

FIRST_DAY_S = 1_735_689_600
"""1 January 2025, UTC: this program is younger, so an earlier clock was never set."""
SCARCE_BYTES = 512 * 1024 * 1024
FULL_BYTES = 64 * 1024 * 1024
HOT_MILLI_C, TOO_HOT_MILLI_C = 75_000, 82_000
"""A Pi slows itself from 80 °C on (Raspberry Pi documentation, frequency management)."""
HEAD_APART_BLOCKS = 20
EXPIRES_SOON_DAYS = 30


class Finding(msgspec.Struct, frozen=True):
    """One thing that was looked at. `do` is empty exactly where the verdict is good."""

    name: str
    verdict: Verdict
    what: str
    do: str = ""


class Configured(msgspec.Struct, frozen=True):
    """The settings, as they were read."""

    path: str
    unreadable: str = ""
    problems: tuple[str, ...] = ()


class PrivateFile(msgspec.Struct, frozen=True):
    """A file that holds a secret. `mode` None: it is not there; `seen` false: it is hidden."""

    path: str
    what: str
    mode: int | None
    seen: bool = True


class Port(msgspec.Struct, frozen=True):
    """A serial port of the settings; `others` are the ports that are there."""

    path: str
    what: str
    there: bool
    usable: bool = True
    others: tuple[str, ...] = ()
    by_number: bool = False
    """Named by the order in which the kernel found it, not by what it is."""


class Disk(msgspec.Struct, frozen=True):
    """Where the journal lies."""

    path: str
    free_bytes: int
    total_bytes: int
    writable: bool


class Time(msgspec.Struct, frozen=True):
    """This machine's clock, and whether the time service says that it was set."""

    wall_s: int
    synchronised: bool


class Node(msgspec.Struct, frozen=True):
    """What a chain node answered; `trouble` empty: it did."""

    url: str
    trouble: str = ""
    chain_id: int = 0
    height: int = 0
    portal: bool = False
    """A web page answered in its place."""


class Broker(msgspec.Struct, frozen=True):
    """Whether the operator's broker can be reached; `trouble` empty: it can."""

    where: str
    trouble: str = ""
    expires_in_days: int | None = None
    """Of our own certificate for it."""


class Machine(msgspec.Struct, frozen=True):
    """The computer itself; None: it does not say."""

    temperature_milli_c: int | None = None
    throttled: int | None = None
    """The firmware's bits: 0 under-voltage now, 16 under-voltage since boot."""
    available_bytes: int | None = None


def configuration(seen: Configured) -> tuple[Finding, ...]:
    """Judge the settings file: unreadable, every problem, or right."""
    name = "settings"
    if seen.unreadable:
        do = "Check the path, or run this as root or as a member of the installers' group."
        return (Finding(name, "wrong", f"{seen.path} could not be read: {seen.unreadable}.", do),)
    if seen.problems:
        return tuple(
            Finding(name, "wrong", sentence, f"Correct it in {seen.path}.")
            for sentence in seen.problems
        )
    return (Finding(name, "good", f"{seen.path} is right."),)


def private_file(seen: PrivateFile) -> Finding:
    """Judge a secret's file: it must be there, and for its owner only."""
    name = "keys"
    if not seen.seen:
        return Finding(name, "good", f"{seen.what}: hidden from you, as it should be.")
    if seen.mode is None:
        do = "Make it again during commissioning, or put it back from the backup."
        return Finding(name, "wrong", f"{seen.what}: {seen.path} is not there.", do)
    if seen.mode & 0o077:
        what = f"{seen.what}: {seen.path} may be read by others (mode {seen.mode:04o})."
        return Finding(name, "wrong", what, f"chmod 600 {seen.path}")
    return Finding(name, "good", f"{seen.what}: for its owner only.")


def port(seen: Port) -> Finding:
    """Judge a stick's or read head's port."""
    name = "ports"
    if seen.there and seen.usable and seen.by_number and len(seen.others) > 1:
        what = f"{len(seen.others)} serial devices are plugged in; {seen.path} may be either."
        do = f"Unplug the other one, or name the right one: {', '.join(seen.others)}."
        return Finding(name, "wrong", what, do)
    if seen.there and seen.usable:
        return Finding(name, "good", f"{seen.what}: {seen.path} is there.")
    if seen.there:
        what = f"{seen.what}: {seen.path} is there, but the agent's user may not open it."
        return Finding(name, "wrong", what, "Put the user gridhearth into the group dialout.")
    what = f"{seen.what}: {seen.path} is not there."
    if not seen.others:
        do = "Plug it in. No serial device is connected at all; try another USB socket or cable."
    else:
        do = f"Plug it in, or name another in the settings: {', '.join(seen.others)}."
    return Finding(name, "wrong", what, do)


def disk(seen: Disk) -> Finding:
    """Judge the place of the journal."""
    name = "disk"
    free_mib = seen.free_bytes // 2**20
    if not seen.writable:
        what = f"{seen.path} cannot be written to: the card may be at its end."
        return Finding(name, "wrong", what, "Replace the card, then restore the backup.")
    if seen.free_bytes < FULL_BYTES:
        what = f"{seen.path} is full: {free_mib} MiB are left."
        return Finding(name, "wrong", what, "Make room, or put in a larger card.")
    if seen.free_bytes < SCARCE_BYTES:
        what = f"{seen.path} becomes full: {free_mib} MiB are left."
        return Finding(name, "watch", what, "Make room, or put in a larger card.")
    return Finding(
        name, "good", f"{free_mib:,} MiB are free.".replace(",", "\N{NARROW NO-BREAK SPACE}")
    )


def time(seen: Time) -> Finding:
    """Judge the clock: nothing trades on one that was never set."""
    name = "time"
    if seen.wall_s < FIRST_DAY_S:
        what = "The clock was never set since the power came."
        return Finding(
            name, "wrong", what, "Connect the box to the internet; the time comes from there."
        )
    if not seen.synchronised:
        what = "The time service has not set the clock yet, so nothing is traded."
        do = "Wait a minute; if it stays, let the network pass NTP (UDP port 123)."
        return Finding(name, "watch", what, do)
    return Finding(name, "good", "The time service has set the clock.")


def nodes(seen: Sequence[Node], chain_id: int | None) -> tuple[Finding, ...]:
    """Judge the chain's nodes one by one, then whether there are enough of them.

    `chain_id` is that of the network file; None: it could not be read.
    """
    name = "chain"
    heights = [node.height for node in seen if not node.trouble]
    found = []
    for node in seen:
        if node.portal:
            what = f"A web page answers in the place of {node.url}: this network asks for a log-in."
            do = "Open any page with a phone in the same network and log in, or use a cable."
            found.append(Finding(name, "wrong", what, do))
        elif node.trouble:
            do = "Check the internet connection; if others answer, tell the node's operator."
            found.append(Finding(name, "watch", f"{node.url} does not answer: {node.trouble}.", do))
        elif chain_id is not None and node.chain_id != chain_id:
            what = f"{node.url} belongs to chain {node.chain_id}, the market to {chain_id}."
            found.append(Finding(name, "wrong", what, "Name a node of the market's chain."))
        elif max(heights) - node.height > HEAD_APART_BLOCKS:
            what = f"{node.url} is {max(heights) - node.height} blocks behind the others."
            found.append(Finding(name, "watch", what, "Tell the node's operator."))
        else:
            found.append(Finding(name, "good", f"{node.url} is at block {node.height}."))
    if seen and not heights:
        what = "No node of the chain answers, so nothing can be traded."
        found.append(Finding(name, "wrong", what, "Check the internet connection."))
    elif len(seen) == 1:
        what = "Only one node is named: when it is away, trading stops."
        found.append(Finding(name, "watch", what, "Name a second one, of another owner."))
    return tuple(found)


def broker(seen: Broker) -> Finding:
    """Judge the way to the operator's broker, and how long our certificate still holds."""
    name = "broker"
    if seen.trouble:
        do = "Reports are kept meanwhile. Check the address, the port and the certificates."
        what = f"The broker {seen.where} cannot be used: {seen.trouble}."
        return Finding(name, "wrong", what, do)
    days = seen.expires_in_days
    if days is not None and days < 0:
        what = f"Our certificate for {seen.where} has expired."
        return Finding(name, "wrong", what, "Ask the operator for a new one.")
    if days is not None and days < EXPIRES_SOON_DAYS:
        what = f"Our certificate for {seen.where} expires in {days} days."
        return Finding(name, "watch", what, "Ask the operator for a new one.")
    return Finding(name, "good", f"{seen.where} answers.")


def machine(seen: Machine) -> tuple[Finding, ...]:
    """Judge heat, power supply and memory, as far as the machine tells."""
    name = "machine"
    found = []
    heat, bits = seen.temperature_milli_c, seen.throttled
    if heat is not None:
        degrees = f"{heat // 1_000} °C"
        if heat >= TOO_HOT_MILLI_C:
            do = "Give it air, or a heat sink: it slows itself down."
            found.append(Finding(name, "wrong", f"The processor is at {degrees}.", do))
        elif heat >= HOT_MILLI_C:
            found.append(Finding(name, "watch", f"The processor is at {degrees}.", "Give it air."))
        else:
            found.append(Finding(name, "good", f"The processor is at {degrees}."))
    supply = "Use the power supply that belongs to this Pi, and a short cable."
    if bits is not None and bits & 1:
        found.append(Finding(name, "wrong", "The voltage is too low now.", supply))
    elif bits is not None and bits & 1 << 16:
        what = "The voltage was too low at least once since the power came."
        found.append(Finding(name, "watch", what, supply))
    if seen.available_bytes is not None and seen.available_bytes < 64 * 2**20:
        what = f"Only {seen.available_bytes // 2**20} MiB of memory are free."
        found.append(Finding(name, "watch", what, "End what else runs on this box."))
    return tuple(found)


def daemon(snapshot: Snapshot | None, away: str) -> tuple[Finding, ...]:
    """Judge what the running agent says of itself; `away`: why it could not be asked."""
    name = "agent"
    if snapshot is None:
        do = "systemctl status gridhearth; then journalctl -u gridhearth -n 50"
        return (Finding(name, "wrong", away or "The agent does not answer.", do),)
    found = [Finding("alert", "wrong", alert.what, alert.do) for alert in snapshot.alerts]
    found += [
        Finding("devices", "watch", f"{line.name}: {line.sentence}", "Look at it under Devices.")
        for line in snapshot.devices
        if line.sentence and line.role
    ]
    if not snapshot.devices:
        do = "Pair the meter: gridhearth pair"
        found.append(Finding("devices", "wrong", "No meter is connected.", do))
    if snapshot.broker.waiting_reports > 100:
        what = f"{snapshot.broker.waiting_reports} reports wait for the operator's receipt."
        found.append(Finding("broker", "watch", what, "Nothing, if it falls within an hour."))
    return (Finding(name, "good", "The agent runs."), *found)


def worst(findings: Sequence[Finding]) -> Verdict:
    """Return the gravest verdict of all."""
    verdicts = {finding.verdict for finding in findings}
    return "wrong" if "wrong" in verdicts else "watch" if "watch" in verdicts else "good"
