"""The file beside the store in which a running operator says how it stands.

The store itself is locked while the operator runs, so whoever only looks reads this file. It is
written again at every start and whenever something changes; losing it loses nothing.
"""

import os
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from agent.dso.standing import Standing

WRITE_EVERY_S = 60
"""Of block time: without a change the file is this old at most."""


class StandingFile:
    """Writes the standing of the operator whose store is at `store`."""

    def __init__(self, store: Path) -> None:
        self._path = standing_path(store)
        self._last: Standing | None = None

    def write(self, standing: "Standing") -> None:
        """Replace the file when something changed or the last one is old; OSError."""
        last = self._last
        if last is not None and standing.time_s - last.time_s < WRITE_EVERY_S:
            same_head = msgspec.structs.replace(standing, block=last.block, time_s=last.time_s)
            if same_head == last:
                return
        fresh = self._path.with_name(self._path.name + ".new")
        fresh.write_bytes(msgspec.json.encode(standing))
        os.replace(fresh, self._path)  # noqa: PTH105 - replace is the point
        self._last = standing


def standing_path(store: Path) -> Path:
    """Return where the standing of a store's operator is."""
    return store.with_name(store.name + ".standing.json")


def read_standing(store: Path) -> "Standing | None":
    """Return what was last written, None when there is none that can be read."""
    from agent.dso.standing import Standing

    try:
        return msgspec.json.decode(standing_path(store).read_bytes(), type=Standing)
    except (OSError, msgspec.MsgspecError):
        return None
