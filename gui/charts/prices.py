"""The price of each round as a strip: a step per round, a gap where nobody traded."""

from collections.abc import Sequence

from agent.api.views import PriceLine
from gui.charts.picture import Label, Layer, Picture, Point, runs, scale_top
from gui.texts import Reader, clock, price_number

LEAST_TOP_MICRO = 50_000
LABELS = 4
PARTS = 3


def prices_picture(
    lines: Sequence[PriceLine], marked: frozenset[int], reader: Reader, currency: str
) -> Picture | None:
    """Return the strip, or None without any price; rounds in `marked` get a mark: this home traded.

    `lines` are oldest first; a cycle that is missing between them is a gap, as is a null price.
    """
    known = [line for line in lines if line.price_micro_per_kwh is not None]
    if not known:
        return None
    first, count = lines[0].cycle, lines[-1].cycle - lines[0].cycle + 1
    least = min(line.price_micro_per_kwh or 0 for line in known)
    most = max(line.price_micro_per_kwh or 0 for line in known)
    bottom, top, step = _axis(least, most)

    def height(price: int) -> float:
        return (price - bottom) / (top - bottom)

    by_cycle = {line.cycle: line.price_micro_per_kwh for line in lines}
    steps: list[Point | None] = []
    marks: list[Point] = []
    for place in range(count):
        price = by_cycle.get(first + place)
        if price is None:
            steps.append(None)
            continue
        steps += [(place / count, height(price)), ((place + 1) / count, height(price))]
        if first + place in marked:
            marks.append(((place + 0.5) / count, height(price)))
    ticks = range(bottom, top + 1, step)
    return Picture(
        (
            Layer("level", "grid", tuple((0.0, height(at)) for at in ticks), 1.0),
            *(Layer("area", "made", run, opacity=0.2) for run in runs(steps)),
            *(Layer("line", "made", run, 3.0) for run in runs(steps)),
            Layer("marks", "text", tuple(marks), 1.0, mark="circle", size=9.0),
        ),
        _times(lines, first, count, reader),
        tuple(Label(height(at), _tick(at, currency, reader)) for at in ticks),
    )


def _axis(least: int, most: int) -> tuple[int, int, int]:
    """Return bottom, top and step: from zero, unless all prices are close together up high."""
    top, step = scale_top(max(LEAST_TOP_MICRO, most), PARTS)
    if least * 3 > most * 2:
        _, step = scale_top(max(most - least, LEAST_TOP_MICRO // 5), PARTS)
        bottom = max(0, least // step * step - step)
        return bottom, -(-most // step) * step + (step if most % step == 0 else 0), step
    return 0, top, step


def _times(lines: Sequence[PriceLine], first: int, count: int, reader: Reader) -> tuple[Label, ...]:
    every = max(1, len(lines) // LABELS)
    return tuple(
        Label((line.cycle - first) / count, clock(line.starts_at_ms, reader))
        for line in lines[::every]
    )


def _tick(at: int, currency: str, reader: Reader) -> str:
    return price_number(at, currency, reader).removesuffix(reader.decimal_mark + "0")
