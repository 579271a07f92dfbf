"""The PIN: what its methods take and answer.

A PIN guards a screen on the wall: it limits what a connection of the user group may do. The
Unix groups decide as before who may connect at all.
"""

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from agent.api.params import Params

GRANT_S_AT_LEAST, GRANT_S_AT_MOST = 60, 300

Pin = Annotated[
    str,
    Meta(
        pattern="^[0-9]{4,8}$",
        title="4 to 8 digits",
        description="the digits of the PIN",
        extra_json_schema={"writeOnly": True},
    ),
]
Whose = Annotated[
    Literal["household", "installer"],
    Meta(title="household or installer", description="whose PIN"),
]


class PinSet(Params, frozen=True):
    """Set, change or remove a PIN."""

    new: Pin | None
    """Null: remove it."""
    old: Pin | None = None
    whose: Whose = "household"


class PinUnlock(Params, frozen=True):
    pin: Pin
    whose: Whose = "household"
    seconds: Annotated[
        int,
        Meta(ge=GRANT_S_AT_LEAST, le=GRANT_S_AT_MOST, description="how long it opens"),
    ] = 120


class PinLine(msgspec.Struct, frozen=True):
    """One PIN, without anything of its digits."""

    whose: str
    set: bool
    tries: int = 0
    """Wrong tries since the last right one."""
    wait_s: int = 0
    """Seconds until the next try is looked at; 0: now."""


class PinState(msgspec.Struct, frozen=True):
    """Which PINs are set, and what this connection may do now."""

    needed: bool
    """This connection has to unlock before it may change anything."""
    unlocked_s: int
    """Seconds for which this connection is unlocked; 0: it is not."""
    group: str
    """What this connection may do now: viewer, user or installer."""
    pins: tuple[PinLine, ...]
    sentence: str = ""
    """What is wrong with the PINs' file; empty: nothing."""


class PinAnswer(msgspec.Struct, frozen=True):
    """What became of a try or a change; refused, nothing was changed."""

    accepted: bool
    sentence: str
    unlocked_s: int = 0
    wait_s: int = 0
    """Seconds until the next try is looked at."""
    old_needed: bool = False
    """Of a change: the old PIN was not given, and has to be."""
