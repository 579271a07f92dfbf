"""The ladder's rungs, and the guards that force one: TRADE, REPORT_ONLY, LOCAL_ONLY, SAFE."""

from enum import IntEnum

import msgspec


class Rung(IntEnum):
    """How much the agent does; the lowest one forced holds."""

    SAFE = 0
    """Nothing is decided: relays go to the installer's position, the screen says why."""
    LOCAL_ONLY = 1
    """Meters, screen and relays; nothing is signed or sent."""
    REPORT_ONLY = 2
    """Delivery reports too, and what was begun is finished; no new order."""
    TRADE = 3

    @property
    def word(self) -> str:
        """As it is shown: trade, report-only, local-only or safe."""
        return self.name.lower().replace("_", "-")


NO_REASON = "Nothing is traded."
"""What a person reads of a guard that came without a sentence; its name stands beside it."""


class Guard(msgspec.Struct, frozen=True):
    """One reason, the rung it forces, and what to do about it. It is never without words."""

    name: str
    rung: Rung
    sentence: str
    do: str = ""
    since_ms: int = 0

    def __post_init__(self) -> None:
        if not self.sentence.strip():
            msgspec.structs.force_setattr(self, "sentence", NO_REASON)
