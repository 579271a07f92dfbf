"""The map of a street, from a feeder and the homes on it."""

from collections.abc import Iterable

from agent.demo.result import StreetHome, StreetMap
from agent.market.feeder import Feeder
from agent.market.layout import FeederEdge


def street_map(feeder: Feeder, homes: Iterable[tuple[int, int, int, bool]]) -> StreetMap:
    """Return the map; each home is (number, vertex, watts of panels, is it an endorser).

    Lengths are differences of floored depths, so each may be 1 mm off: a picture decides
    nothing. KeyError for a vertex that the feeder does not have.
    """
    edges = []
    for bus in feeder.buses:
        above = feeder.parent_bus(bus)
        if above is not None:
            edges.append(FeederEdge(above, bus, feeder.depth_mm(bus) - feeder.depth_mm(above)))
    return StreetMap(
        root=feeder.buses[0],
        edges=tuple(edges),
        homes=tuple(
            StreetHome(number, feeder.bus_of(vertex), vertex, pv_w_peak, endorser)
            for number, vertex, pv_w_peak, endorser in homes
        ),
    )
