"""What must be gone before a box goes to somebody else, and what may stay.

A *factory reset* leaves the program only. A *transfer* is for a home that gets a new owner: its
meters and relays stay paired, its settings stay; keys, history, PINs and the journal go, because
they are the old owner's. Decided from the names of files alone; `gridhearth reset` does it.
"""

from collections.abc import Iterable
from pathlib import PurePosixPath
from typing import Literal

import msgspec

Kind = Literal["factory", "transfer"]

MARK = "reset-under-way"
"""Stands in the state directory from the first deed to the last; the daemon does not start over it."""

RADIO = ("zigbee.db", "zigbee.db-wal", "zigbee.db-shm", "radio-backups")
"""What belongs to the house's devices, not to its owner."""

FIRST = (".key", ".pem")
"""Keys go first: a reset that is cut off must have begun with what is worth most."""


class Wipe(msgspec.Struct, frozen=True):
    """What to do, in this order."""

    kind: Kind
    remove: tuple[str, ...]
    """Files, the most secret first."""
    keep: tuple[str, ...]


def plan(
    kind: Kind,
    state_files: Iterable[str],
    named_secrets: Iterable[str],
    written_settings: Iterable[str],
) -> Wipe:
    """Return what a reset removes.

    `state_files`: every file of the state directories, by path. `named_secrets`: files with keys
    and passwords that the settings name, wherever they are. `written_settings`: drop-ins that
    this program wrote (who the broker is, which certificate), and with a factory reset the
    installer's own as well.
    """
    secrets = set(named_secrets)
    found = set(state_files) | secrets | set(written_settings)
    kept = {path for path in found if kind == "transfer" and path not in secrets and _radio(path)}
    remove = sorted(found - kept, key=lambda path: (_rank(path, secrets), path))
    return Wipe(kind, tuple(remove), tuple(sorted(kept)))


def _radio(path: str) -> bool:
    return any(part in RADIO for part in PurePosixPath(path).parts)


def _rank(path: str, secrets: set[str]) -> int:
    name = PurePosixPath(path).name
    if name == MARK:
        return 3
    if path in secrets or name.endswith(FIRST):
        return 0
    return 1 if name.startswith(("pins", "journal")) else 2
