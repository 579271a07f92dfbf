"""Today's curve: what the home made and used, each as average power of an interval; then what the
agent expects for the rest of the day, dashed; and where now is."""

import math
from collections.abc import Iterable, Sequence
from typing import Any

from gui.charts.picture import Key, Label, Layer, Picture, Point, runs, scale_top
from gui.texts import DAY_MS, HOUR_MS, Reader, clock, kilowatt_hours, translate

HOURS = (0, 6, 12, 18, 24)
LEAST_TOP_W = 1_000
"""A dark hour's few watts do not fill the chart."""
MARK_EVERY = 8
"""A mark on each so many intervals tells the lines apart without colour."""
FAST_STEPS, FAST_BEFORE = 24, 17
"""Steps shown of a market that runs faster than the clock, and how many of them before now."""
PLACES = 480
"""Where now may stand: three minutes apart, less than a pixel, so it is not drawn every second."""

Flow = Sequence[int | None] | None
"""import_wh, export_wh, generation_wh of one interval; a None: not known."""


def day_picture(day: Any, now_ms: int, reader: Reader) -> Picture | None:
    """Return the chart of an answer to energy.day, or None when it has no interval to show.

    `day` is plain data, an agent.api.views.EnergyDay. In a market that runs faster a step stands
    for `nominal_step_ms`, and powers are of that; of its long day only the steps around now are
    shown, and the times below are those of the clock. Without any generation the lines are what
    was given to the grid and drawn from it.
    """
    try:
        from_ms, step_ms = int(day["from_ms"]), int(day["step_ms"])
        nominal_ms = int(day.get("nominal_step_ms", step_ms))
        points = [_flow(point) for point in day["points"]]
        expected = [_flow(point) for point in day.get("expected") or ()]
    except (KeyError, TypeError, ValueError, ZeroDivisionError):
        return None
    if step_ms <= 0 or nominal_ms <= 0 or not any(points):
        return None
    hours = tuple(Label(hour / 24, f"{hour:02d}") for hour in HOURS)
    length_ms = DAY_MS * step_ms // nominal_ms
    if step_ms != nominal_ms:
        first = min(max((now_ms - from_ms) // step_ms - FAST_BEFORE, 0), max(len(points) - 1, 0))
        points, expected = points[first : first + FAST_STEPS], expected[first : first + FAST_STEPS]
        from_ms, length_ms = from_ms + first * step_ms, FAST_STEPS * step_ms
        hours = tuple(
            Label(part / 4, clock(from_ms + part * length_ms // 4, reader)) for part in range(5)
        )
    makes = any(flow and flow[2] is not None for flow in points)
    past = [_powers(flow, nominal_ms, makes=makes) for flow in points]
    future = [_powers(flow, nominal_ms, makes=makes) for flow in expected]
    known = [watts for pair in (*past, *future) if pair for watts in pair if watts is not None]
    top, step = scale_top(max(LEAST_TOP_W, *known), 3)

    def curve(powers: list[tuple[int | None, int | None] | None], which: int) -> list[Point | None]:
        middle = step_ms / 2
        return [
            None
            if pair is None or (watts := pair[which]) is None
            else ((place * step_ms + middle) / length_ms, max(0, watts) / top)
            for place, pair in enumerate(powers)
        ]

    made, used = (_wide(runs(curve(past, which)), step_ms / length_ms) for which in (0, 1))
    now = math.floor(PLACES * (now_ms - from_ms) / length_ms) / PLACES
    layers = [
        Layer("level", "grid", tuple((0.0, at / top) for at in range(0, top + 1, step)), 1.0),
        *_expected(curve(future, 0), curve(future, 1), now),
        *(Layer("area", "made", run, opacity=0.3) for run in made),
        *(Layer("line", "made", run, 3.0) for run in made),
        *(Layer("line", "used", run, 3.0) for run in used),
        *(Layer("marks", "used", run[MARK_EVERY // 2 :: MARK_EVERY]) for run in used),
    ]
    if 0.0 <= now <= 1.0:
        layers.append(Layer("upright", "text", ((now, 0.0),), 1.5, dashed=True))
    return Picture(
        tuple(layers),
        hours,
        tuple(Label(at / top, _kw(at, reader)) for at in range(0, top + 1, step)),
        (*_legend(makes=makes), *_expected_key(layers)),
    )


def _wide(found: Iterable[tuple[Point, ...]], step: float) -> tuple[tuple[Point, ...], ...]:
    """Return the runs; one of a single interval, which would be no line, over its whole width."""
    return tuple(
        ((run[0][0] - step / 2, run[0][1]), (run[0][0] + step / 2, run[0][1]))
        if len(run) == 1
        else run
        for run in found
    )


def _flow(point: Any) -> tuple[int | None, int | None, int | None] | None:
    if point is None:
        return None
    drawn, given, made = (None if part is None else int(part) for part in point)
    return None if drawn is None and given is None and made is None else (drawn, given, made)


def _powers(
    flow: tuple[int | None, int | None, int | None] | None, step_ms: int, *, makes: bool
) -> tuple[int | None, int | None] | None:
    """Return (made, used) in watts, or (given, drawn) for a home whose making nobody counts."""
    if flow is None:
        return None
    drawn, given, made = flow
    if drawn is None or given is None:
        return None
    if not makes:
        return given * HOUR_MS // step_ms, drawn * HOUR_MS // step_ms
    if made is None:
        return None
    return made * HOUR_MS // step_ms, (made + drawn - given) * HOUR_MS // step_ms


def _expected(made: list[Point | None], used: list[Point | None], now: float) -> list[Layer]:
    layers = []
    for name, curve in (("made", made), ("used", used)):
        ahead = [point if point is None or point[0] >= now else None for point in curve]
        layers += [Layer("line", name, run, 2.0, dashed=True) for run in runs(ahead)]
    return layers


def _expected_key(layers: list[Layer]) -> tuple[Key, ...]:
    if any(layer.dashed and layer.shape == "line" for layer in layers):
        return (Key("\u2013 \u2013", "soft", translate("charts", "expected")),)
    return ()


def _kw(watts: int, reader: Reader) -> str:
    text = kilowatt_hours(watts, reader)
    return text.removesuffix(reader.decimal_mark + "0")


def _legend(*, makes: bool) -> tuple[Key, ...]:
    if makes:
        return (
            Key("\u25b2", "made", translate("charts", "made, kW")),
            Key("\u25a0", "used", translate("charts", "used, kW")),
        )
    return (
        Key("\u25b2", "made", translate("charts", "given to the grid, kW")),
        Key("\u25a0", "used", translate("charts", "drawn from it, kW")),
    )
