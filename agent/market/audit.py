"""Auditing an auction or a settlement outside the chain: documents in, documents out.

Reading refuses what is wrong with one AuditError that lists every problem.
"""

from collections.abc import Container, Mapping
from dataclasses import dataclass
from typing import Any

from agent.market.auction import AuctionResult, MarketParameters
from agent.market.audit_fields import AuditError, Fields, parsed_json, shown
from agent.market.order import UINT32_MAX, Order, Side
from agent.market.welfare import NAMES, WelfareParameters, millionths

_ORDER_KEYS = (
    "id",
    "member",
    "vertex",
    "side",
    "energy_wh",
    "low_micro_per_kwh",
    "high_micro_per_kwh",
    "distance_m",
)
_SIDE_NAMES = ("sell", "buy")


@dataclass(frozen=True, slots=True)
class AuctionDocument:
    """What `gridhearth market clear` reads."""

    parameters: MarketParameters
    orders: tuple[Order, ...]


def read_auction(text: str, vertices: Container[int]) -> AuctionDocument:
    """Return the parameters and orders of a JSON document; AuditError with every problem."""
    problems: list[str] = []
    document = Fields(parsed_json(text), "", ("parameters", "orders"), problems)
    parameters = None
    if document.has("parameters"):
        parameters = _parameters(document.get("parameters"), problems)
    first: dict[tuple[str, Any], int] = {}
    orders = [
        _order(value, at, vertices, first, problems)
        for at, value in enumerate(document.listed("orders"))
    ]
    if problems or parameters is None:
        raise AuditError(problems)
    return AuctionDocument(parameters, tuple(orders))


def auction_document(result: AuctionResult, orders: tuple[Order, ...]) -> dict[str, Any]:
    """Return a result with members' names in place of order ids, ready for JSON."""
    member = {order.id: order.member for order in orders}
    return {
        "case": result.case,
        "price_micro_per_kwh": result.price_micro_per_kwh,
        "capped": result.capped,
        "sellers": [order.member for order in result.sellers],
        "buyers": [order.member for order in result.buyers],
        "supply_wh": _named(result.supply_wh, member),
        "trades": [
            {
                "buyer": member[trade.buyer_id],
                "seller": member[trade.seller_id],
                "energy_wh": trade.energy_wh,
                "distance_mm": trade.distance_mm,
                "charge_micro_each": trade.charge_micro_each,
            }
            for trade in result.trades
        ],
        "left_out": {member[order]: reason.words for order, reason in result.left_out.items()},
    }


def _named(by_id: Mapping[int, int], member: Mapping[int, str]) -> dict[str, int]:
    return {member[order_id]: value for order_id, value in by_id.items()}


def _parameters(value: Any, problems: list[str]) -> MarketParameters | None:
    keys = ("charge_micro_per_m", "penalty_micro_per_kwh", "welfare")
    fields = Fields(value, "parameters", keys, problems)
    charge = fields.whole("charge_micro_per_m")
    penalty = fields.whole("penalty_micro_per_kwh")
    welfare = _welfare(fields.get("welfare"), problems) if fields.has("welfare") else None
    if not fields.sound or welfare is None:
        return None
    return MarketParameters(charge, penalty, welfare)


def _welfare(value: Any, problems: list[str]) -> WelfareParameters | None:
    fields = Fields(value, "parameters.welfare", NAMES, problems)
    found = {}
    for name in NAMES:
        text = fields.text(name)
        if fields.has(name):
            try:
                found[name] = millionths(text)
            except ValueError as refused:
                fields.refuse(name, str(refused))
    return WelfareParameters(**found) if fields.sound else None


def _order(
    value: Any,
    at: int,
    vertices: Container[int],
    first: dict[tuple[str, Any], int],
    problems: list[str],
) -> Order:
    """Return one order; `first` remembers where each id and member was seen first.

    A harmless value stands where one was wrong: use the order only if no problem was added.
    """
    fields = Fields(value, f"orders[{at}]", _ORDER_KEYS, problems)
    if fields.has("side") and fields.get("side") not in _SIDE_NAMES:
        fields.refuse("side", f'was {shown(fields.get("side"))}, allowed is "sell" or "buy"')
    order = Order(
        id=fields.whole("id", 0, UINT32_MAX),
        member=fields.text("member"),
        vertex=fields.whole("vertex", 0, UINT32_MAX),
        side=Side.BUY if fields.get("side") == "buy" else Side.SELL,
        energy_wh=fields.whole("energy_wh", 1),
        low_micro_per_kwh=fields.whole("low_micro_per_kwh"),
        high_micro_per_kwh=fields.whole("high_micro_per_kwh"),
        distance_m=fields.whole("distance_m", 0, UINT32_MAX),
    )
    if fields.has("vertex") and order.vertex not in vertices:
        fields.refuse("vertex", f"{order.vertex} is not on the feeder")
    if (
        fields.has("low_micro_per_kwh", "high_micro_per_kwh")
        and order.low_micro_per_kwh > order.high_micro_per_kwh
    ):
        fields.refuse(
            "low_micro_per_kwh",
            f"{order.low_micro_per_kwh} was above high_micro_per_kwh {order.high_micro_per_kwh}",
        )
    for name in ("id", "member"):
        seen = first.setdefault((name, fields.get(name)), at) if fields.has(name) else at
        if seen != at:
            fields.refuse(name, f"{shown(fields.get(name))} was given before in orders[{seen}]")
    return order
