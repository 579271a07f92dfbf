"""Plots of one number per cycle as SVG text: bars or dots, an axis, a tooltip per bar; no script.

Colours come from the page's style sheet (class names), so that they follow light, dark and paper.
"""

from collections.abc import Callable, Sequence
from html import escape

import msgspec

WIDTH, HEIGHT = 880, 210
LEFT, RIGHT, TOP, BOTTOM = 78, 12, 14, 34
MOST_BARS = 200
"""More are too thin to see: neighbouring cycles are then drawn as one."""

GROUPS = (1, 4, 24, 96, 672, 2_880, 35_040)
"""Cycles drawn as one; of quarter hours: an hour, six, a day, a week, a month, a year."""


class Point(msgspec.Struct, frozen=True):
    """One cycle's value of one series."""

    cycle: int
    value: int


class Series(msgspec.Struct, frozen=True):
    """`style`: the class of its bars or dots; `name`: what the legend says."""

    name: str
    style: str
    points: tuple[Point, ...]


class Plot(msgspec.Struct, frozen=True):
    """`text`: a value as a person reads it; `dots`: the range of a group, not its sum."""

    title: str
    unit: str
    series: tuple[Series, ...]
    text: Callable[[int], str]
    dots: bool = False


def group_of(first: int, last: int) -> int:
    """Return how many cycles become one bar."""
    for group in GROUPS:
        if last // group - first // group < MOST_BARS:
            return group
    return (last - first) // MOST_BARS + 1


def svg(plot: Plot, first: int, last: int) -> str:
    """Return the plot over the cycles `first` to `last`, both included, 880 units wide."""
    group = group_of(first, last)
    lines = [
        f'<svg class="plot" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        f'aria-label="{escape(plot.title)}">',
        f"<title>{escape(plot.title)}, {escape(plot.unit)}</title>",
    ]
    grouped = [_grouped(series.points, group) for series in plot.series]
    values = [
        value
        for one in grouped
        for found in one.values()
        for value in (found if plot.dots else [sum(found)])
    ]
    top = _round_up(max(values, default=0))
    lines += _axis(plot, top)
    slots = last // group - first // group + 1
    for number, (series, found) in enumerate(zip(plot.series, grouped, strict=True)):
        for slot, group_values in sorted(found.items()):
            place = slot - first // group
            marks = _dots if plot.dots else _bar
            lines.append(
                marks(plot, series, group_values, top, _column(place, slots, number, len(grouped)))
                + f"<title>{escape(_told(plot, series, slot, group, group_values))}</title></g>"
            )
    lines += _cycles(first, last, group, slots)
    return "\n".join([*lines, "</svg>"])


def _grouped(points: Sequence[Point], group: int) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for point in points:
        found.setdefault(point.cycle // group, []).append(point.value)
    return found


def _column(place: int, slots: int, number: int, of: int) -> tuple[float, float]:
    """Return left edge and width of one series' bar in a slot."""
    width = (WIDTH - LEFT - RIGHT) / slots
    gap = min(3.0, width * 0.2)
    bar = min(46.0, (width - gap) / of)
    middle = LEFT + place * width + width / 2
    return middle - bar * of / 2 + number * bar, bar


def _y(value: int, top: int) -> float:
    return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * value / top


def _bar(
    plot: Plot, series: Series, values: Sequence[int], top: int, column: tuple[float, float]
) -> str:
    total, (left, width) = sum(values), column
    y = _y(total, top)
    height = HEIGHT - BOTTOM - y
    if total:
        height = max(height, 1.0)
    return (
        f'<g class="{series.style}"><rect x="{left:.2f}" y="{HEIGHT - BOTTOM - height:.2f}" '
        f'width="{width:.2f}" height="{height:.2f}"/>'
    )


def _dots(
    plot: Plot, series: Series, values: Sequence[int], top: int, column: tuple[float, float]
) -> str:
    middle = column[0] + column[1] / 2
    high, low = _y(max(values), top), _y(min(values), top)
    line = ""
    if high != low:
        line = f'<line x1="{middle:.2f}" x2="{middle:.2f}" y1="{high:.2f}" y2="{low:.2f}"/>'
    dots = "".join(f'<circle cx="{middle:.2f}" cy="{y:.2f}" r="3"/>' for y in sorted({high, low}))
    return f'<g class="{series.style}">{line}{dots}'


def _told(plot: Plot, series: Series, slot: int, group: int, values: Sequence[int]) -> str:
    cycles = (
        f"cycle {slot}" if group == 1 else f"cycles {slot * group} to {slot * group + group - 1}"
    )
    if plot.dots and min(values) != max(values):
        value = f"{plot.text(min(values))} to {plot.text(max(values))}"
    else:
        value = plot.text(values[0] if plot.dots else sum(values))
    return f"{series.name}, {cycles}: {value} {plot.unit}"


def _round_up(value: int) -> int:
    """Return 1, 2 or 5 times a power of ten, at least `value` and at least 1."""
    step = 1
    while True:
        for factor in (1, 2, 5):
            if factor * step >= value:
                return factor * step
        step *= 10


def _axis(plot: Plot, top: int) -> list[str]:
    lines = []
    ticks = range(3) if top > 1 else (0, 2)
    for tick in ticks:
        value = top * tick // 2
        y = _y(value, top)
        lines.append(
            f'<line class="grid" x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y:.2f}" y2="{y:.2f}"/>'
        )
        lines.append(
            f'<text class="tick" x="{LEFT - 8}" y="{y + 4:.2f}" text-anchor="end">'
            f"{escape(plot.text(value))}</text>"
        )
    return lines


def _cycles(first: int, last: int, group: int, slots: int) -> list[str]:
    """The numbers below: the first, the last, and some between."""
    every = max(1, -(-slots // 10))
    lines = []
    for place in range(0, slots, every):
        left, width = _column(place, slots, 0, 1)
        cycle = max(first, (first // group + place) * group)
        lines.append(
            f'<text class="tick" x="{left + width / 2:.2f}" y="{HEIGHT - 16}" '
            f'text-anchor="middle">{cycle}</text>'
        )
    note = "cycle" if group == 1 else f"cycle ({group} drawn as one)"
    lines.append(
        f'<text class="tick" x="{WIDTH - RIGHT}" y="{HEIGHT - 5}" text-anchor="end">{note}</text>'
    )
    return lines
