"""The street in small: which homes are near, along the cable."""

import heapq
import math
from collections.abc import Mapping

from agent.api.views import StreetView
from gui.charts.picture import Layer, Picture, Point

Spot = tuple[int, int]
FILLS = 0.92
"""Of the plot; the rest is room for the marks at its edges."""


def nearest_homes(street: StreetView) -> tuple[int, ...]:
    """Return the other homes' vertices, nearest first along the drawn cable; empty: mine unknown.

    The daemon says how many homes are within a distance; this says which they are.
    """
    mine = next((home for home in street.homes if home.kind == "me"), None)
    if mine is None:
        return ()
    far = _lengths(street, (mine.x, mine.y))
    others = [home for home in street.homes if home.vertex != mine.vertex]
    ranked = sorted(others, key=lambda home: (far.get((home.x, home.y), math.inf), home.vertex))
    return tuple(home.vertex for home in ranked)


def _lengths(street: StreetView, begin: Spot) -> Mapping[Spot, float]:
    """Return the length of the shortest way to every point (Dijkstra)."""
    ways: dict[Spot, list[tuple[Spot, float]]] = {}
    for line in street.lines:
        one, other = (line.x1, line.y1), (line.x2, line.y2)
        length = math.dist(one, other)
        ways.setdefault(one, []).append((other, length))
        ways.setdefault(other, []).append((one, length))
    found: dict[Spot, float] = {}
    heap: list[tuple[float, Spot]] = [(0.0, begin)]
    while heap:
        length, spot = heapq.heappop(heap)
        if spot in found:
            continue
        found[spot] = length
        for other, more in ways.get(spot, ()):
            if other not in found:
                heapq.heappush(heap, (length + more, other))
    return found


def street_picture(
    street: StreetView, near: tuple[int, ...], within: int | None, shape: float = 2.2
) -> Picture:
    """Return the cables, every home, the `within` nearest ones bright, and this one.

    `shape` is the plot's width by its height: the street keeps its proportions in it.
    """
    place = _Placing(street, shape)
    strokes = tuple(
        end for line in street.lines for end in (place(line.x1, line.y1), place(line.x2, line.y2))
    )
    bright = frozenset(near[: within or 0])
    far_homes = [home for home in street.homes if home.vertex not in bright and home.kind != "me"]
    near_homes = [home for home in street.homes if home.vertex in bright]
    mine = [home for home in street.homes if home.kind == "me"]
    layers = [
        Layer("segments", "line", strokes, thickness=1.5),
        Layer("marks", "faded", tuple(place(h.x, h.y) for h in far_homes), mark="circle", size=5),
        Layer(
            "marks", "surplus", tuple(place(h.x, h.y) for h in near_homes), mark="circle", size=9
        ),
        Layer("marks", "text", tuple(place(h.x, h.y) for h in mine), mark="triangle", size=16),
    ]
    return Picture(tuple(layer for layer in layers if layer.points))


class _Placing:
    """Puts a point of the street into the plot, whole and undistorted, in its middle."""

    def __init__(self, street: StreetView, shape: float) -> None:
        wide, high = max(street.width, 1), max(street.height, 1)
        scale = min(shape / wide, 1.0 / high) * FILLS
        self._across, self._up = scale / shape, scale
        self._left = (1.0 - wide * self._across) / 2
        self._bottom = (1.0 - high * self._up) / 2
        self._height = high

    def __call__(self, x: int, y: int) -> Point:
        return (
            self._left + x * self._across,
            self._bottom + (self._height - y) * self._up,
        )
