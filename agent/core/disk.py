"""The disk under the journal: enough, low, or full. Low stops new orders, full stops signing.

A reserve file is released when the disk runs low, so that money work under way can be finished:
settlements read, reports signed, nonces used up.
"""

from typing import Literal

from agent.core.rungs import Guard, Rung

RESERVE_BYTES = 16 * 2**20
LOW_BYTES = 8 * 2**20
"""Below it the reserve is released."""
FULL_BYTES = 2**20
"""Below it, with the reserve gone, a signature might not be kept."""
WELL_BYTES = 64 * 2**20
"""From here on the reserve is put back."""

Level = Literal["well", "low", "full"]


def level_of(free_bytes: int, *, writable: bool, before: Level) -> Level:
    """Return the level; from "low" back to "well" only with room for the reserve and more."""
    if not writable or free_bytes < FULL_BYTES:
        return "full"
    if free_bytes >= WELL_BYTES:
        return "well"
    if free_bytes < LOW_BYTES or before != "well":
        return "low"
    return "well"


def guard_of(level: Level, since_ms: int) -> Guard | None:
    """Return the guard of a level; None: all is well."""
    do = "Remove what does not belong on this card, or call your installer for a larger one."
    match level:
        case "well":
            return None
        case "low":
            said = "The disk is almost full: what was begun is finished, nothing new is ordered."
            return Guard("disk", Rung.REPORT_ONLY, said, do, since_ms)
        case "full":
            said = "The disk is full or cannot be written: nothing is signed any more."
            return Guard("disk", Rung.LOCAL_ONLY, said, do, since_ms)
