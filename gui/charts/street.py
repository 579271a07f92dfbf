"""The street's cables, its homes, and who traded with whom."""

from collections.abc import Sequence
from dataclasses import dataclass

from agent.api.views import StreetTrade, StreetView
from gui.charts.picture import Key, Layer, Picture, Point
from gui.texts import translate

ROOM = 0.03
"""Free at each edge, so that no home's mark is cut."""


@dataclass(frozen=True)
class Spot:
    """A text on the map, at a point of the plot (as picture.Point)."""

    at: Point
    vertex: int


def place_of(street: StreetView, x: int, y: int) -> Point:
    """Return where a point of the drawing lies in the plot; y of the drawing goes down."""
    wide, high = max(street.width, 1), max(street.height, 1)
    return (
        ROOM + x / wide * (1 - 2 * ROOM),
        1.0 - (ROOM + y / high * (1 - 2 * ROOM)),
    )


def street_picture(street: StreetView, trades: Sequence[StreetTrade]) -> Picture | None:
    """Return the map with the lines of the trades, or None without any cable or home."""
    if not street.lines and not street.homes:
        return None
    cables = tuple(
        point
        for line in street.lines
        for point in (place_of(street, line.x1, line.y1), place_of(street, line.x2, line.y2))
    )
    at = {home.vertex: place_of(street, home.x, home.y) for home in street.homes}
    kinds = {
        kind: tuple(at[home.vertex] for home in street.homes if home.kind == kind)
        for kind in ("home", "member", "me")
    }
    joined = [(trade, _ends(at, trade)) for trade in trades]
    others = tuple(p for trade, ends in joined if not trade.mine for p in ends)
    mine = tuple(p for trade, ends in joined if trade.mine for p in ends)
    partners = tuple(p for p in mine if p not in kinds["me"])
    layers = [
        Layer("segments", "line", cables, 2.0),
        Layer("segments", "soft", others, 2.0, dashed=True),
        Layer("segments", "used", mine, 4.0),
        Layer("marks", "faded", kinds["home"], 1.0, mark="circle", size=6.0),
        Layer("marks", "made", kinds["member"], 1.0, mark="circle", size=10.0),
        Layer("marks", "used", partners, 1.0, mark="square", size=14.0),
        Layer("marks", "surplus", kinds["me"], 1.0, mark="triangle", size=24.0),
        Layer("marks", "text", (place_of(street, *street.transformer),), 3.0, mark="cross"),
    ]
    return Picture(
        tuple(layer for layer in layers if layer.points), legend=_legend(kinds, partners)
    )


def _ends(at: dict[int, Point], trade: StreetTrade) -> tuple[Point, ...]:
    """Return both ends, or nothing when one of them is not on the map."""
    if trade.from_vertex in at and trade.to_vertex in at:
        return at[trade.from_vertex], at[trade.to_vertex]
    return ()


def _legend(kinds: dict[str, tuple[Point, ...]], partners: tuple[Point, ...]) -> tuple[Key, ...]:
    keys = [
        ("\u25b2", "surplus", translate("charts", "your home"), kinds["me"]),
        ("\u25a0", "used", translate("charts", "partners"), partners),
        ("\u25cf", "made", translate("charts", "others"), kinds["member"]),
    ]
    return tuple(Key(mark, colour, words) for mark, colour, words, there in keys if there)
