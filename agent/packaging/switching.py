"""An update from an installed package to a running version, or back: the order of its steps.

1 the free slot becomes a whole copy (take, seal)   the old version runs on
2 the new version reads this home's settings         the old version runs on
3 no money is in flight                              else: later
4 `current` leads to the new slot, restart           on trial
5 READY, and the chain as before within T            `proven` follows; else `current` returns

Whatever step the power fails at: `gridhearth update --resume`, run from the proven slot after
boot and by the timer, goes on from what the links say.
"""

import json
from dataclasses import dataclass
from typing import Protocol

from agent.packaging.disk import Disk
from agent.packaging.readiness import StatusNow, healthy, reasons_to_wait
from agent.packaging.slots import (
    HOME,
    PACKAGE,
    SlotError,
    Slots,
    confirm,
    count_try,
    found,
    go_back,
    look,
    seal,
    switch,
    take,
    version_of,
)

ASK_EVERY_S = 5.0
AGAIN_AFTER_MS = 86_400_000
"""A version that started but did not follow the chain may have met a day without the internet."""


class Machine(Protocol):
    """The services of the machine that is updated."""

    def active(self) -> bool:
        """Return whether the agent's service runs and has said READY."""
        ...

    def restart(self) -> bool:
        """Restart the agent (and a screen that runs); return once READY, False: it failed."""
        ...

    def status(self, slot: str) -> StatusNow | None:
        """Return what the running agent says, asked with that slot's code; None: no answer."""
        ...

    def refusal(self, slot: str) -> str:
        """Return why that slot's version would not start with this home's settings; empty: it would."""
        ...

    def compile(self, slot: str) -> None:
        """Compile the slot's modules, so that the service, which may not write there, starts fast."""
        ...

    def now_ms(self) -> int:
        """Return the wall clock."""
        ...

    def mono_s(self) -> float:
        """Return the steady clock."""
        ...

    def pause(self, seconds: float) -> None:
        """Wait."""
        ...


@dataclass(frozen=True)
class Rules:
    """How patient an update is."""

    healthy_within_s: int = 300
    quiet_minutes: int = 2


@dataclass(frozen=True)
class Outcome:
    """What came of it."""

    done: bool
    """False: it was put off, or the old version runs again."""
    sentences: tuple[str, ...]


def prepare(disk: Disk, machine: Machine) -> str:
    """Make dpkg's version a whole slot, in use at once where none was; return the slot."""
    slot = take(disk)
    if slot not in look(disk).whole:
        machine.compile(slot)
        seal(disk, slot)
    if look(disk).current is None:
        found(disk, slot)
    return slot


def resume(disk: Disk, machine: Machine, rules: Rules, *, force: bool = False) -> Outcome:
    """Go on wherever it was left: finish a trial, or switch to a version that waits."""
    slots = look(disk)
    if slots.on_trial:
        return _again(disk, machine, rules, slots)
    if disk.exists(f"{PACKAGE}/MANIFEST"):
        prepare(disk, machine)  # a version that came while another was on trial has no slot yet
    slots = look(disk)
    waiting = _waiting(disk, machine, slots, force=force)
    if waiting is None:
        return Outcome(
            True, (f"Version {_name(disk, slots.current)} runs; nothing newer is installed.",)
        )
    return _try(disk, machine, rules, waiting, force=force)


def back(disk: Disk, machine: Machine, rules: Rules, *, force: bool = False) -> Outcome:
    """Return by hand to the other whole version, as patiently as forward. SlotError: there is none."""
    slots = look(disk)
    if slots.on_trial:
        return _return(disk, machine, "A person asked for it.")
    other = sorted(slots.whole - {slots.current or ""})
    if not other:
        raise SlotError("There is no earlier version to return to.")
    name = _name(disk, slots.current)
    running = machine.active()
    if running and slots.current is not None and not force:
        wait = _reasons(machine.status(slots.current), machine, rules)
        if wait:
            return Outcome(False, ("Not now.", *wait, "Try again later, or insist with --force."))
    if slots.current is not None:
        _refuse(disk, slots.current, "A person went back.", None)
    switch(disk, other[0])
    confirm(disk)
    if running and not machine.restart():
        return Outcome(False, (f"Version {_name(disk, other[0])} is in use but did not start.",))
    return Outcome(True, (f"Version {name} was given up; {_name(disk, other[0])} is in use.",))


def _waiting(disk: Disk, machine: Machine, slots: Slots, *, force: bool) -> str | None:
    """Return the whole slot that holds what dpkg installed last, if another one runs."""
    wanted = _manifest(disk, "package")
    for slot in sorted(slots.whole - {slots.current or ""}):
        if _manifest(disk, slot) == wanted and (force or not _refused(disk, machine, slot)):
            return slot
    return None


def _manifest(disk: Disk, place: str) -> bytes:
    try:
        return disk.read(f"{HOME}/{place}/MANIFEST")
    except FileNotFoundError:
        return b""


def _try(disk: Disk, machine: Machine, rules: Rules, slot: str, *, force: bool) -> Outcome:
    current = look(disk).current
    refusal = machine.refusal(slot)
    if refusal:
        return Outcome(False, (f"Version {_name(disk, slot)} would not start here: {refusal}",))
    running = machine.active()
    before = machine.status(current) if running and current else None
    if running and not force:
        wait = _reasons(before, machine, rules)
        if wait:
            return Outcome(False, ("Not now.", *wait, "It is tried again by itself."))
    switch(disk, slot)
    if not running:
        confirm(disk)
        return Outcome(
            True, (f"Version {_name(disk, slot)} is in use; the agent was not running.",)
        )
    return _judge(disk, machine, rules, before, restart=True)


def _reasons(before: StatusNow | None, machine: Machine, rules: Rules) -> tuple[str, ...]:
    if before is None:
        return ("The agent runs but does not say whether money is in flight.",)
    return reasons_to_wait(before, now_ms=machine.now_ms(), quiet_minutes=rules.quiet_minutes)


def _again(disk: Disk, machine: Machine, rules: Rules, slots: Slots) -> Outcome:
    """A trial was cut: the version gets its second chance, then the old one returns."""
    if not count_try(disk):
        return _return(disk, machine, "It had its tries and was not found healthy.")
    if slots.current not in slots.whole:
        return _return(disk, machine, "Its slot is not whole.")
    return _judge(disk, machine, rules, None, restart=not machine.active())


def _judge(
    disk: Disk, machine: Machine, rules: Rules, before: StatusNow | None, *, restart: bool
) -> Outcome:
    slot = look(disk).current
    if slot is None:
        raise SlotError("No slot is in use.")
    until = machine.mono_s() + rules.healthy_within_s
    if restart and not machine.restart():
        return _return(disk, machine, "It did not start.")
    while True:
        if machine.active() and healthy(before, machine.status(slot)):
            confirm(disk)
            return Outcome(True, (f"Version {_name(disk, slot)} runs and follows the chain.",))
        if machine.mono_s() >= until:
            break
        machine.pause(ASK_EVERY_S)
    why = f"It was not healthy within {rules.healthy_within_s} s."
    return _return(disk, machine, why, again_ms=machine.now_ms() + AGAIN_AFTER_MS)


def _return(disk: Disk, machine: Machine, why: str, *, again_ms: int | None = None) -> Outcome:
    failed = look(disk).current
    name = _name(disk, failed)
    if failed is not None and version_of(disk, failed) is not None:
        _refuse(disk, failed, why, again_ms)
    slot = go_back(disk)
    started = machine.restart()
    sentences = (f"Version {name} was given up. {why}", f"Version {_name(disk, slot)} runs again.")
    if not started:
        sentences = (
            sentences[0],
            f"Version {_name(disk, slot)} is in use again but did not start.",
        )
    return Outcome(False, sentences)


def _refuse(disk: Disk, slot: str, why: str, again_ms: int | None) -> None:
    told = {"why": why, "again_ms": again_ms}
    disk.replace_file(f"{HOME}/{slot}/REFUSED", json.dumps(told).encode())


def _refused(disk: Disk, machine: Machine, slot: str) -> bool:
    """Return whether the slot's version was given up, for good or for now."""
    try:
        told = json.loads(disk.read(f"{HOME}/{slot}/REFUSED"))
        again_ms = told["again_ms"]
    except FileNotFoundError:
        return False
    except (ValueError, KeyError, TypeError):
        return True
    return again_ms is None or machine.now_ms() < int(again_ms)


def _name(disk: Disk, slot: str | None) -> str:
    return (version_of(disk, slot) if slot else None) or "none"
