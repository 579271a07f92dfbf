"""Green, red or unknown: does the home make more than it uses?

Judged from register differences over a sliding window, with hysteresis: what is made minus what
is used equals what is given to the grid minus what is drawn from it, so the grid meter decides
alone; a generation meter lets us say how much is made and used. Unknown is the answer whenever
the facts are missing, old, or not dated by a trusted clock, and unknown never sells.
"""

from collections.abc import Sequence
from enum import StrEnum

import msgspec

from agent.metering.interval import Point
from agent.metering.plausibility import BELIEVED
from agent.metering.reading import MeterRole
from agent.metering.registers import MeterTrack, points
from agent.metering.settings import MeteringSettings, average_power_w


class Colour(StrEnum):
    GREEN = "green"
    RED = "red"
    UNKNOWN = "unknown"


class SurplusStatus(msgspec.Struct, frozen=True):
    """The colour, why in one sentence, and the figures behind it."""

    colour: Colour
    reason: str
    at_ms: int | None
    """Time of the oldest among the newest readings it rests on; None without any."""
    net_power_w: int | None = None
    """Average over the window; positive is surplus."""
    generation_w: int | None = None
    usage_w: int | None = None


def kilowatts(power_w: int) -> str:
    """Return e.g. `1.24 kW`: two decimals, rounded towards zero, no sign."""
    power_w = abs(power_w)
    return f"{power_w // 1000}.{power_w % 1000 // 10:02d} kW"


def duration(span_ms: int) -> str:
    """Return e.g. `45 s`, `12 min`, `3 h`: whole units, rounded down."""
    seconds = span_ms // 1000
    if seconds < 120:
        return f"{seconds} s"
    return f"{seconds // 60} min" if seconds < 7_200 else f"{seconds // 3_600} h"


def judge(
    tracks: Sequence[MeterTrack],
    before: Colour,
    now_ms: int,
    settings: MeteringSettings,
    *,
    clock_trusted: bool,
) -> SurplusStatus:
    """Return the status at `now_ms`; `before` is the colour until now (the hysteresis)."""
    by_name = {track.meter: track for track in tracks}
    newest = [p[-1].at_ms for track in tracks if (p := points(track))]
    at_ms = min(newest) if newest else None
    if not clock_trusted:
        return SurplusStatus(Colour.UNKNOWN, "The clock is not trusted yet.", at_ms)
    for meter in settings.meters:
        if meter.required:
            trouble = _silence(meter.meter, by_name.get(meter.meter), now_ms, settings)
            if trouble:
                return SurplusStatus(Colour.UNKNOWN, trouble, at_ms)
    grid = next((track for track in tracks if track.role is MeterRole.GRID), None)
    seen = None if grid is None else _window(points(grid), settings)
    if seen is None:
        return SurplusStatus(Colour.UNKNOWN, "Too few readings yet to judge.", at_ms)
    made_w = _generation_w(tracks, now_ms, settings)
    return msgspec.structs.replace(_colour(seen, before, made_w, settings), at_ms=at_ms)


def _silence(
    name: str, track: MeterTrack | None, now_ms: int, settings: MeteringSettings
) -> str | None:
    """Return why this meter's facts cannot be used, or None."""
    seen = () if track is None else points(track)
    if track is None or not seen:
        return f"Meter {name} has not reported yet."
    age_ms = now_ms - seen[-1].at_ms
    if age_ms < -settings.future_ms:
        return f"Meter {name} is dated later than now; the clock may have been set back."
    if age_ms <= settings.max_age_ms:
        return None
    last = track.entries[-1] if track.entries else None
    if last is not None and last.outcome not in BELIEVED:
        return (
            f"Meter {name} reports registers that cannot be right ({last.outcome}) for"
            f" {duration(age_ms)}; an installer must look at it."
        )
    return f"Meter {name} has been silent for {duration(age_ms)}."


def _window(seen: Sequence[Point], settings: MeteringSettings) -> tuple[Point, Point] | None:
    """Return the first and last point of the window; None if they cover too little of it."""
    if len(seen) < 2:
        return None
    last = seen[-1]
    first = next(p for p in seen if p.at_ms >= last.at_ms - settings.window_ms)
    if first is last:  # readings further apart than the window: the last two must do
        first = seen[-2]
    if (last.at_ms - first.at_ms) * 4 < settings.window_ms:
        return None
    return first, last


def _colour(
    seen: tuple[Point, Point], before: Colour, made_w: int | None, settings: MeteringSettings
) -> SurplusStatus:
    first, last = seen
    span_ms = last.at_ms - first.at_ms
    net_wh = (last.export_wh - first.export_wh) - (last.import_wh - first.import_wh)
    scaled = net_wh * settings.interval_ms
    if before is Colour.GREEN:
        green = scaled > settings.red_wh * span_ms
    else:
        green = scaled >= settings.green_wh * span_ms
    net_w = average_power_w(net_wh, span_ms, settings)
    used_w = None if made_w is None else max(made_w - net_w, 0)
    return SurplusStatus(
        Colour.GREEN if green else Colour.RED,
        _sentence(net_w, made_w, used_w, green=green, settings=settings),
        None,
        net_w,
        made_w,
        used_w,
    )


def _generation_w(
    tracks: Sequence[MeterTrack], now_ms: int, settings: MeteringSettings
) -> int | None:
    """Return what all generation meters made, averaged over the window; None if one is silent."""
    total_w = 0
    generating = [track for track in tracks if track.role is MeterRole.GENERATION]
    for track in generating:
        seen = _window(points(track), settings)
        if seen is None or now_ms - seen[1].at_ms > settings.max_age_ms:
            return None
        first, last = seen
        total_w += average_power_w(
            last.export_wh - first.export_wh, last.at_ms - first.at_ms, settings
        )
    return total_w if generating else None


def _sentence(
    net_w: int, made_w: int | None, used_w: int | None, *, green: bool, settings: MeteringSettings
) -> str:
    detail = ""
    if made_w is not None and used_w is not None:
        detail = f" (makes {kilowatts(made_w)}, uses {kilowatts(used_w)})"
    if net_w < 0:
        return f"Your home uses {kilowatts(net_w)} more than it makes{detail}."
    if green:
        return f"Your home makes {kilowatts(net_w)} more than it uses{detail}."
    needed_w = settings.green_wh * 3_600_000 // settings.nominal_interval_ms
    return (
        f"Your home makes {kilowatts(net_w)} more than it uses{detail};"
        f" surplus begins at {kilowatts(needed_w)}."
    )
