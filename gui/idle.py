"""When the screen dims, goes dark and wakes: pure, time comes as an argument.

The first touch on a dimmed or dark screen only wakes it: it is swallowed up to its release, so
that nobody presses what they could not see.
"""

from dataclasses import dataclass, replace
from typing import Literal

from gui.preferences import Preferences

Light = Literal["bright", "dim", "dark"]


@dataclass(frozen=True)
class Idle:
    """How awake the screen is. Times are seconds of a steady clock."""

    light: Light = "bright"
    touched_s: float = 0.0
    swallowing: bool = False
    """A waking touch is still down."""
    alerts: frozenset[str] = frozenset()


def is_night(minute: int, preferences: Preferences) -> bool:
    """Return whether the minute of the day lies in the night, which may go over midnight."""
    start, end = preferences.night_from, preferences.night_to
    if not preferences.night or start == end:
        return False
    return start <= minute < end if start < end else minute >= start or minute < end


def pressed(idle: Idle, now_s: float) -> Idle:
    """A finger came down: `swallowing` says whether it only wakes."""
    asleep = idle.light != "bright"
    return replace(idle, light="bright", touched_s=now_s, swallowing=asleep or idle.swallowing)


def released(idle: Idle, now_s: float) -> Idle:
    """The last finger went up."""
    return replace(idle, touched_s=now_s, swallowing=False)


def passed(
    idle: Idle,
    now_s: float,
    minute: int,
    alerts: frozenset[str],
    preferences: Preferences,
) -> Idle:
    """Time passed: dim or darken when nobody touched for long; a new alert may wake."""
    new = alerts - idle.alerts
    idle = replace(idle, alerts=alerts)
    if new and preferences.wake_on_alert:
        return replace(idle, light="bright", touched_s=now_s)
    if now_s - idle.touched_s < preferences.dim_after_s:
        return idle
    return replace(idle, light="dark" if is_night(minute, preferences) else "dim")


def percent(light: Light, preferences: Preferences) -> int:
    """Return how bright the panel shall be, 0 to 100; 0 is off."""
    match light:
        case "bright":
            return preferences.brightness_percent
        case "dim":
            return min(preferences.dim_percent, preferences.brightness_percent)
        case "dark":
            return 0
