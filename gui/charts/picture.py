"""What a chart shows, as plain data; no Qt, so view models and their tests can make it.

Every point is a pair of 0.0 to 1.0 inside the plot: x from left to right, y from bottom to top.
Colours are names of Theme.palette: made, used, grid, line, text, soft, faded, surplus, deficit,
fault, action. Floats are for drawing only; amounts become text before they come here.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Point = tuple[float, float]

Shape = Literal["line", "area", "segments", "bars", "marks", "upright", "level"]
"""line: through the points. area: the same, filled down to the bottom. segments: each two points
are one stroke. bars: from `base` to each point, `width` of the plot wide. marks: a symbol at each
point. upright: a stroke over the whole height at each x. level: one over the width at each y."""


@dataclass(frozen=True)
class Layer:
    """One thing drawn, over the ones before it. `thickness` and `size` are layout units."""

    shape: Shape
    colour: str
    points: tuple[Point, ...]
    thickness: float = 2.0
    dashed: bool = False
    opacity: float = 1.0
    width: float = 0.02
    """Of a bar, as a part of the plot's width."""
    base: float = 0.0
    """Where bars and areas begin."""
    mark: Literal["square", "circle", "triangle", "cross"] = "square"
    size: float = 8.0
    """Of a mark."""


@dataclass(frozen=True)
class Label:
    """A text beside an axis, at 0.0 to 1.0 of it."""

    at: float
    text: str


@dataclass(frozen=True)
class Key:
    """One entry of the legend: the mark and colour of a layer, and what it is."""

    mark: str
    colour: str
    text: str


@dataclass(frozen=True)
class Picture:
    """A whole chart."""

    layers: tuple[Layer, ...] = ()
    x_labels: tuple[Label, ...] = ()
    y_labels: tuple[Label, ...] = ()
    legend: tuple[Key, ...] = ()


STEPS = (1, 2, 5)


def scale_top(most: int, parts: int = 4) -> tuple[int, int]:
    """Return (top, step) of an axis from 0 that holds `most`: round numbers, `parts` at most.

    The step is 1, 2 or 5 times a power of ten, at least 1.
    """
    power = 1
    while True:
        for factor in STEPS:
            step = factor * power
            if step * parts >= most:
                return max(step, -(-most // step) * step), step
        power *= 10


def runs(points: Iterable[Point | None]) -> tuple[tuple[Point, ...], ...]:
    """Return the unbroken runs between missing points: a gap is drawn as a gap."""
    found: list[tuple[Point, ...]] = []
    run: list[Point] = []
    for point in points:
        if point is not None:
            run.append(point)
        elif run:
            found.append(tuple(run))
            run = []
    if run:
        found.append(tuple(run))
    return tuple(found)
