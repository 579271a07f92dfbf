"""Supply and demand of one round: what was offered from the cheapest on, what was asked for from
the dearest on, where they meet, and this home's own order in it."""

from collections.abc import Callable, Sequence

from agent.api.views import CurveOrder, CurveStep, CurvesView
from gui.charts.picture import Key, Label, Layer, Picture, Point, scale_top
from gui.texts import Reader, kilowatt_hours, price_number, price_unit, translate

LEAST_TOP_WH = 500
LEAST_TOP_MICRO = 50_000
PARTS = 4
MARK_EVERY = 4


def auction_picture(curves: CurvesView, reader: Reader, currency: str) -> Picture | None:
    """Return the chart, or None when nobody ordered."""
    if not curves.supply and not curves.demand:
        return None
    steps = (*curves.supply, *curves.demand)
    right, across = scale_top(max(LEAST_TOP_WH, *(one.energy_wh for one in steps)), PARTS)
    top, up = scale_top(max(LEAST_TOP_MICRO, *(one.price_micro_per_kwh for one in steps)), PARTS)

    def place(energy_wh: int, price: int) -> Point:
        return energy_wh / right, price / top

    layers = [Layer("level", "grid", tuple((0.0, at / top) for at in range(0, top + 1, up)), 1.0)]
    offered = tuple(place(*corner) for corner in _stairs(curves.supply))
    wanted = tuple(place(*corner) for corner in _stairs(curves.demand))
    layers += [
        Layer("line", "made", offered, 3.0),
        Layer("marks", "made", offered[1::MARK_EVERY], mark="triangle"),
        Layer("line", "used", wanted, 3.0),
        Layer("marks", "used", wanted[1::MARK_EVERY], mark="square"),
    ]
    if curves.mine is not None:
        layers += _mine(curves, curves.mine, place)
    if curves.price_micro_per_kwh is not None:
        price = curves.price_micro_per_kwh
        layers.append(Layer("level", "text", (place(0, price),), 1.5, dashed=True))
        met = place(crossing_wh(curves.supply, curves.demand), price)
        layers.append(Layer("marks", "text", (met,), 2.0, mark="circle", size=13.0))
    return Picture(
        tuple(layers),
        tuple(
            Label(at / right, kilowatt_hours(at, reader).removesuffix(reader.decimal_mark + "0"))
            for at in range(0, right + 1, across)
        ),
        tuple(
            Label(
                at / top,
                price_number(at, currency, reader).removesuffix(reader.decimal_mark + "0"),
            )
            for at in range(0, top + 1, up)
        ),
        _legend(curves, currency),
    )


def crossing_wh(supply: Sequence[CurveStep], demand: Sequence[CurveStep]) -> int:
    """Return the most energy up to which nobody asks more than somebody pays."""
    edges = sorted({step.energy_wh for step in (*supply, *demand)})
    met, before = 0, 0
    for edge in edges:
        asks, pays = _price_above(supply, before), _price_above(demand, before)
        if asks is None or pays is None or asks > pays:
            break
        met = before = edge
    return met


def _price_above(curve: Sequence[CurveStep], energy_wh: int) -> int | None:
    """Return the price of the step that begins at or goes over `energy_wh`; None beyond all."""
    for step in curve:
        if step.energy_wh > energy_wh:
            return step.price_micro_per_kwh
    return None


def _stairs(curve: Sequence[CurveStep]) -> list[tuple[int, int]]:
    corners: list[tuple[int, int]] = []
    at = 0
    for step in curve:
        corners += [(at, step.price_micro_per_kwh), (step.energy_wh, step.price_micro_per_kwh)]
        at = step.energy_wh
    return corners


def _mine(curves: CurvesView, mine: CurveOrder, place: Callable[[int, int], Point]) -> list[Layer]:
    curve = curves.supply if mine.side == "sell" else curves.demand
    price = _price_above(curve, mine.from_wh)
    if price is None:
        return []
    ends = (place(mine.from_wh, price), place(mine.from_wh + mine.energy_wh, price))
    return [Layer("line", "text", ends, 8.0), Layer("line", "surplus", ends, 4.0)]


def _legend(curves: CurvesView, currency: str) -> tuple[Key, ...]:
    unit = price_unit(currency)
    keys = [
        Key("\u25b2", "made", translate("charts", "offered, %1").replace("%1", unit)),
        Key("\u25a0", "used", translate("charts", "wanted")),
    ]
    if curves.mine is not None:
        keys.append(Key("\u25ac", "surplus", translate("charts", "yours")))
    return tuple(keys)
