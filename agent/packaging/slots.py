"""Two slots, so that an update cut at any moment leaves one whole version that starts.

    /opt/gridhearth/package   what dpkg unpacked; nothing runs from it
    /opt/gridhearth/a, b      one version each; whole when it holds COMPLETE
    /opt/gridhearth/current   -> the slot that runs
    /opt/gridhearth/proven    -> the last slot that passed its health check

An update is on trial exactly while the two links differ: no other record says so, and each link
is replaced in one step. The slot that neither link names is free to be written. Files of a slot
are hard links to dpkg's: dpkg replaces a file by renaming a new one over it, so a slot keeps the
old one, and two versions cost the disk of what differs.
"""

import hashlib
import json
from dataclasses import dataclass

from agent.packaging.disk import Disk

HOME = "/opt/gridhearth"
PACKAGE = f"{HOME}/package"
SLOTS = ("a", "b")
STATE = "/var/lib/gridhearth-update/trial.json"
TRIES = 2
"""Starts that a version on trial gets: one when switched to, one after a power cut."""


class SlotError(Exception):
    """The slots are not as they must be; the sentence says how they were left."""


class OnTrialError(SlotError):
    """A version is on trial: it has to be found healthy or given up first."""


@dataclass(frozen=True)
class Slots:
    """What the disk says."""

    current: str | None
    proven: str | None
    whole: frozenset[str]
    """Slots that may be started."""

    @property
    def on_trial(self) -> bool:
        """Return whether the running version has not yet been found healthy."""
        return self.current is not None and self.current != self.proven

    @property
    def starts(self) -> str | None:
        """Return the slot that `gridhearth` starts: the same rule as config/packaging/gridhearth.sh."""
        for slot in (self.current, self.proven, *SLOTS):
            if slot in self.whole:
                return slot
        return None


def look(disk: Disk) -> Slots:
    """Return what is there."""
    return Slots(
        _link(disk, "current"),
        _link(disk, "proven"),
        frozenset(slot for slot in SLOTS if disk.exists(f"{HOME}/{slot}/COMPLETE")),
    )


def version_of(disk: Disk, place: str) -> str | None:
    """Return the version in a slot, or in PACKAGE's folder; None: there is none."""
    try:
        head = disk.read(f"{HOME}/{place}/MANIFEST").partition(b"\n")[0]
    except FileNotFoundError:
        return None
    name, _, version = head.decode("utf-8", "replace").partition(" ")
    return version if name == "gridhearth" else None


def take(disk: Disk) -> str:
    """Make the free slot a whole copy of dpkg's version and return its name; nothing is switched.

    Each file is held against the manifest before COMPLETE is written. SlotError: dpkg's tree is
    not whole; the running version was not touched.
    """
    manifest = disk.read(f"{PACKAGE}/MANIFEST")
    slots = look(disk)
    for slot in sorted(slots.whole):
        if disk.read(f"{HOME}/{slot}/COMPLETE") == _identity(manifest):
            return slot
    if slots.on_trial:
        raise OnTrialError(
            "The last update is still on trial: finish it first (gridhearth update --resume)."
        )
    slot = next(one for one in SLOTS if one not in (slots.current, slots.proven))
    disk.remove(f"{HOME}/{slot}/COMPLETE")
    disk.sync()  # a slot half removed must not look whole
    disk.remove(f"{HOME}/{slot}")
    for place, digest, size in listed(manifest):
        disk.hard_link(f"{PACKAGE}/{place}", f"{HOME}/{slot}/{place}")
        content = disk.read(f"{HOME}/{slot}/{place}")
        if len(content) != size or hashlib.sha256(content).hexdigest() != digest:
            disk.remove(f"{HOME}/{slot}")
            raise SlotError(f"{place} is not what the package said: install the package again.")
    disk.write(f"{HOME}/{slot}/MANIFEST", manifest)
    return slot


def seal(disk: Disk, slot: str) -> None:
    """Say that a slot is whole, after everything in it has reached the medium."""
    identity = _identity(disk.read(f"{HOME}/{slot}/MANIFEST"))
    disk.sync()
    disk.replace_file(f"{HOME}/{slot}/COMPLETE", identity)


def found(disk: Disk, slot: str) -> None:
    """Take the first slot into use: there is nothing to go back to."""
    for link in ("proven", "current"):
        disk.replace_link(f"{HOME}/{link}", slot)
        disk.sync()


def switch(disk: Disk, slot: str) -> None:
    """Put a whole slot on trial. SlotError: it is not whole, or another is on trial."""
    slots = look(disk)
    if slot not in slots.whole:
        raise SlotError(f"Slot {slot} is not whole; {slots.starts} goes on running.")
    if slots.on_trial:
        raise OnTrialError(f"Slot {slots.current} is still on trial.")
    disk.replace_file(STATE, json.dumps({"slot": slot, "tries": 1}).encode())
    disk.replace_link(f"{HOME}/current", slot)
    disk.sync()


def count_try(disk: Disk) -> bool:
    """Count one more start of the version on trial; False: it has had its tries."""
    slots = look(disk)
    try:
        told = json.loads(disk.read(STATE))
        tries = int(told["tries"]) if told["slot"] == slots.current else TRIES
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        tries = TRIES  # a trial nobody can account for goes back
    if tries >= TRIES:
        return False
    disk.replace_file(STATE, json.dumps({"slot": slots.current, "tries": tries + 1}).encode())
    return True


def confirm(disk: Disk) -> None:
    """The version on trial is healthy: it is the one to go back to from now on."""
    slots = look(disk)
    if slots.current is None:
        raise SlotError("There is no running version to confirm.")
    disk.replace_link(f"{HOME}/proven", slots.current)
    disk.sync()


def go_back(disk: Disk) -> str:
    """Return to the proven version; its slot's name is returned. SlotError: there is none."""
    slots = look(disk)
    if slots.proven not in slots.whole or slots.proven is None:
        raise SlotError("There is no earlier version to return to.")
    disk.replace_link(f"{HOME}/current", slots.proven)
    disk.sync()
    return slots.proven


def listed(manifest: bytes) -> list[tuple[str, str, int]]:
    """Return path, sha256 and size of each file. SlotError: the manifest is damaged."""
    lines = manifest.decode("utf-8", "replace").splitlines()
    found_ = []
    for line in lines[1:]:
        digest, _, rest = line.partition(" ")
        size, _, place = rest.partition(" ")
        if len(digest) != 64 or not size.isdigit() or not place or ".." in place.split("/"):
            raise SlotError(f"The package's manifest is damaged at {line[:80]!r}.")
        found_.append((place, digest, int(size)))
    if not lines or not lines[0].startswith("gridhearth ") or not found_:
        raise SlotError("The package's manifest is damaged: it names no version or no file.")
    return found_


def _link(disk: Disk, name: str) -> str | None:
    target = disk.link_target(f"{HOME}/{name}")
    return target if target in SLOTS else None


def _identity(manifest: bytes) -> bytes:
    return hashlib.sha256(manifest).hexdigest().encode()
