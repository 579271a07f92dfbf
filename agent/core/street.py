"""The street's network as a drawing of whole numbers."""

from collections.abc import Mapping

from agent.api.views import MapHome, MapLine, StreetView
from agent.core.order_preview import home_vertices
from agent.market.feeder import Feeder
from agent.market.layout import FeederEdge, plan_tree

SIZE = 10_000
"""Of the longer side."""


def street_plan(feeder: Feeder) -> StreetView:
    """Return the drawing without anybody in it; some hundredths of a second, so kept by callers."""
    homes = home_vertices(feeder)
    root = feeder.buses[0]
    plan = plan_tree(_edges(feeder), root, {feeder.bus_of(vertex) for vertex in homes})
    widest = max(1.0, *(max(place.x, place.y) for place in plan.places.values()))
    at = {
        node: (round(place.x * SIZE / widest), round(place.y * SIZE / widest))
        for node, place in plan.places.items()
    }
    return StreetView(
        width=max(x for x, _ in at.values()),
        height=max(y for _, y in at.values()),
        lines=tuple(MapLine(*at[above], *at[node]) for node, above in sorted(plan.parent.items())),
        homes=tuple(MapHome(vertex, *at[feeder.bus_of(vertex)], "home", "") for vertex in homes),
        mine=None,
        transformer=at[root],
    )


def peopled(plan: StreetView, mine: int | None, members: Mapping[int, str]) -> StreetView:
    """Return the drawing with this home, and the members known by vertex, under their pseudonyms."""
    return StreetView(
        width=plan.width,
        height=plan.height,
        lines=plan.lines,
        homes=tuple(_home(home, mine, members) for home in plan.homes),
        mine=mine,
        transformer=plan.transformer,
    )


def _home(home: MapHome, mine: int | None, members: Mapping[int, str]) -> MapHome:
    name = members.get(home.vertex, "")
    if home.vertex == mine:
        return MapHome(home.vertex, home.x, home.y, "me", name)
    return MapHome(home.vertex, home.x, home.y, "member", name) if name else home


def _edges(feeder: Feeder) -> tuple[FeederEdge, ...]:
    """The tree's rows; differences of floored depths, so each may be 1 mm off: it is a picture."""
    edges = []
    for bus in feeder.buses:
        above = feeder.parent_bus(bus)
        if above is not None:
            edges.append(FeederEdge(above, bus, feeder.depth_mm(bus) - feeder.depth_mm(above)))
    return tuple(edges)
