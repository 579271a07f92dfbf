"""What a watcher is told: one whole section at a time, each following the one before.

A change names the revision it follows. A watcher that holds another one has missed something
and asks for the whole snapshot again.
"""

from typing import Any

import msgspec

from agent.api.framing import MAX_LINE_BYTES
from agent.api.methods import LINES
from agent.api.sections import DeviceLine, Snapshot

SECTION_CHANGED = "status.section"
"""The method of the notification."""

SECTIONS = tuple(name for name in Snapshot.__struct_fields__ if name != "revision")

LONG_SECTIONS = ("orders", "trades", "statements")

ROOM = 1_024
"""Bytes of a message that its frame may need."""


class SectionChange(msgspec.Struct, frozen=True):
    """One section as it is now. It follows `follows` and makes it `revision`."""

    follows: int
    revision: int
    section: str
    value: Any


def changes(shown: Snapshot, now: Snapshot) -> tuple[SectionChange, ...]:
    """Return what brings a watcher from `shown` to `now`: the sections that differ, in order."""
    told = []
    follows = shown.revision
    for name in SECTIONS:
        value = getattr(now, name)
        if value != getattr(shown, name):
            told.append(SectionChange(follows, now.revision, name, value))
            follows = now.revision
    return tuple(told)


def apply(held: Snapshot, change: SectionChange) -> Snapshot | None:
    """Return the snapshot with the section replaced, or None: a gap, ask for the whole again.

    ValueError: the section is unknown or not of its type.
    """
    if change.follows != held.revision:
        return None
    kind = _SECTION_TYPES.get(change.section)
    if kind is None:
        raise ValueError(f"there is no section {change.section!r}")
    try:
        value = msgspec.convert(change.value, kind)
    except msgspec.ValidationError as wrong:
        raise ValueError(f"section {change.section}: {wrong}") from wrong
    return msgspec.structs.replace(held, revision=change.revision, **{change.section: value})


def shortened(snapshot: Snapshot) -> Snapshot:
    """Return the snapshot with its newest lines only, so that it fits into one message.

    At most 30 orders, trades, statements and devices each, newest first; fewer when their texts
    are long. The rest is there for the `….list` methods.
    """
    for lines in (LINES, LINES // 3, 3, 0):
        short = msgspec.structs.replace(
            snapshot,
            devices=fitting(snapshot.devices[:lines]),
            **{name: newest(getattr(snapshot, name), lines) for name in LONG_SECTIONS},
        )
        if len(msgspec.json.encode(short)) < MAX_LINE_BYTES - ROOM:
            return short
    return short


def fitting(lines: tuple[DeviceLine, ...]) -> tuple[DeviceLine, ...]:
    """Return the first lines that fit into one message together."""
    left = MAX_LINE_BYTES - ROOM
    for count, line in enumerate(lines):
        left -= len(msgspec.json.encode(line)) + 1
        if left < 0:
            return lines[:count]
    return lines


def newest(lines: Any, limit: int, before_cycle: int | None = None) -> Any:
    """Return at most `limit` lines, highest cycle first, of cycles before `before_cycle`.

    Lines of one cycle keep their order.
    """
    kept = [line for line in lines if before_cycle is None or line.cycle < before_cycle]
    return tuple(sorted(kept, key=lambda line: -line.cycle)[:limit])


_SECTION_TYPES = {
    field.name: field.type for field in msgspec.structs.fields(Snapshot) if field.name in SECTIONS
}
