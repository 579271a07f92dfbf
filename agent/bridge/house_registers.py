"""A register as the house's topic shows it: it never falls, whatever happened to us.

The daemon's own registers already bridge resets and exchanges of the meter. Two things are left: a
lost journal (a new card) begins them anew, and a subscriber that adds up differences (Home
Assistant's `total_increasing`) would count the way back up as energy. What the topic last said is
retained on the broker, so a new start reads it there and goes on from it.
"""

import re

import msgspec

from agent.api.words import parse_decimal
from agent.units import WH_PER_KWH

_TOLD = re.compile(rb"[0-9]{1,9}\.[0-9]{3}")


class ShownRegister(msgspec.Struct, frozen=True):
    """What the topic says of one register."""

    added_wh: int = 0
    """Put on top of our own register since it began below what had been shown."""
    last_wh: int | None = None
    """As last shown, by us or before us; None: nobody said anything yet."""


def remembered(shown: ShownRegister, payload: bytes) -> ShownRegister:
    """Return the register after reading what the broker had retained; nonsense changes nothing.

    Only this broker's own display depends on it: a false number there shows false there.
    """
    if shown.last_wh is not None or _TOLD.fullmatch(payload) is None:
        return shown
    return ShownRegister(shown.added_wh, parse_decimal(payload.decode("ascii"), WH_PER_KWH))


def show(shown: ShownRegister, own_wh: int) -> ShownRegister:
    """Return the register with our own at `own_wh`; `last_wh` is then what to publish."""
    last_wh = own_wh + shown.added_wh
    if shown.last_wh is not None and last_wh < shown.last_wh:
        return ShownRegister(shown.last_wh - own_wh, shown.last_wh)
    return ShownRegister(shown.added_wh, last_wh)
