"""Auditing an auction or a settlement outside the chain: documents in, documents out.

Reading refuses what is wrong with one AuditError that lists every problem.
"""

from collections.abc import Container, Mapping
from dataclasses import dataclass
from typing import Any

from agent.market.audit_fields import AuditError, Fields, parsed_json, shown
from agent.market.auction import AuctionResult, MarketParameters
from agent.market.order import UINT32_MAX, UINT64_MAX, Order, Side, orders_problems
from agent.market.welfare import NAMES, WelfareParameters

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
_SIDES = {"sell": Side.SELL, "buy": Side.BUY}


@dataclass(frozen=True, slots=True)
class AuctionDocument:
    """What `gridhearth market clear` reads."""

    parameters: MarketParameters
    orders: tuple[Order, ...]


def read_auction(text: str, vertices: Container[int]) -> AuctionDocument:
    """Return the parameters and orders of a JSON document; AuditError with every problem."""
    problems: list[str] = []
    document = Fields(parsed_json(text), "", ("parameters", "orders"), problems)
    parameters = _parameters(document.get("parameters"), problems) if document.sound else None
    numbered = enumerate(document.listed("orders"))
    read = [_order(value, f"orders[{at}]", problems) for at, value in numbered]
    orders = tuple(order for order in read if order is not None)
    problems += orders_problems(orders, vertices)
    if problems or parameters is None:
        raise AuditError(problems)
    return AuctionDocument(parameters, orders)


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
    welfare = _welfare(fields.get("welfare"), problems) if isinstance(value, dict) else None
    if not fields.sound or welfare is None:
        return None
    return MarketParameters(charge, penalty, welfare)


def _welfare(value: Any, problems: list[str]) -> WelfareParameters | None:
    if value is None:  # missing, and reported as such
        return None
    fields = Fields(value, "parameters.welfare", NAMES, problems)
    texts = {name: fields.text(name) for name in NAMES}
    if not fields.sound:
        return None
    try:
        return WelfareParameters.from_decimals(**texts)
    except ValueError as refused:
        problems.append(f"parameters.welfare: {refused}")
        return None


def _order(value: Any, where: str, problems: list[str]) -> Order | None:
    """Return one order; its prices' order, vertex and uniqueness are checked later."""
    fields = Fields(value, where, _ORDER_KEYS, problems)
    side = fields.get("side")
    if "side" in (value if isinstance(value, dict) else ()) and (
        not isinstance(side, str) or side not in _SIDES
    ):
        fields.refuse("side", f'was {shown(side)}, allowed is "sell" or "buy"')
    order = {
        "id": fields.whole("id", 0, UINT32_MAX),
        "vertex": fields.whole("vertex", 0, UINT32_MAX),
        "energy_wh": fields.whole("energy_wh", 1, UINT64_MAX),
        "low_micro_per_kwh": fields.whole("low_micro_per_kwh"),
        "high_micro_per_kwh": fields.whole("high_micro_per_kwh"),
        "distance_m": fields.whole("distance_m", 0, UINT32_MAX),
    }
    member = fields.text("member")
    if not fields.sound:
        return None
    return Order(member=member, side=_SIDES[str(side)], **order)
