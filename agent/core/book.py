"""A closed window's book for the eye: the curves, and who traded with whom."""

from typing import Literal

import msgspec

from agent.api.views import (
    BOOK_ORDERS,
    CurveOrder,
    CurveStep,
    CurvesView,
    StreetTrade,
    StreetTrades,
)
from agent.core.endorsing import order_in_auction
from agent.core.events import BookOrder
from agent.market.curves import sorted_curves
from agent.market.order import Order, Side


class BookTrade(msgspec.Struct, frozen=True):
    """One trade, by the places of its two orders in the book."""

    buyer_index: int
    seller_index: int
    energy_wh: int
    distance_mm: int


class ClosedBook(msgspec.Struct, frozen=True):
    """All orders of a closed window, complete by count and proven, and what came of them."""

    cycle: int
    block: int
    status: Literal["open", "result", "void"]
    case: int
    price_micro_per_kwh: int
    order_count: int
    orders: tuple[BookOrder, ...]
    """In the book's order; empty when there are too many to draw."""
    trades: tuple[BookTrade, ...]

    @property
    def settled(self) -> bool:
        """Whether nothing about it can change any more."""
        return self.status != "open"


def curves_view(book: ClosedBook, me: str) -> CurvesView:
    """Return supply and demand as an auction sorts them, with this home's order in them."""
    if book.order_count > len(book.orders):
        return CurvesView(
            book.cycle,
            f"This round has {book.order_count} orders, more than {BOOK_ORDERS} can be drawn.",
            status=book.status,
            order_count=book.order_count,
            block=book.block,
        )
    curves = sorted_curves(order_in_auction(order) for order in book.orders)
    traded = book.status == "result" and bool(book.trades)
    return CurvesView(
        cycle=book.cycle,
        sentence="" if book.orders else "Nobody ordered in this round.",
        status=book.status,
        case=book.case if traded else None,
        price_micro_per_kwh=book.price_micro_per_kwh if traded else None,
        supply=_steps(curves.sellers, curves.supplied_wh),
        demand=_steps(curves.buyers, curves.demanded_wh),
        mine=_mine(curves.sellers, curves.supplied_wh, me)
        or _mine(curves.buyers, curves.demanded_wh, me),
        order_count=book.order_count,
        block=book.block,
    )


def trades_view(book: ClosedBook, me: str) -> StreetTrades:
    """Return every trade of the cycle between vertices, the seller's first."""
    owners = {order.index: order for order in book.orders}
    found = []
    for trade in book.trades:
        seller, buyer = owners.get(trade.seller_index), owners.get(trade.buyer_index)
        if seller is not None and buyer is not None:
            found.append(
                StreetTrade(
                    from_vertex=seller.vertex,
                    to_vertex=buyer.vertex,
                    energy_wh=trade.energy_wh,
                    distance_mm=trade.distance_mm,
                    mine=me in {seller.member, buyer.member},
                )
            )
    return StreetTrades(book.cycle, "" if found else _no_trades(book), tuple(found))


def _no_trades(book: ClosedBook) -> str:
    match book.status:
        case "open":
            return "This round has no result yet."
        case "void":
            return "This round was void: nobody traded."
        case _ if book.trades:
            return f"This round has {book.order_count} orders, too many to draw."
        case _:
            return "Nobody traded in this round."


def _steps(orders: tuple[Order, ...], sums_wh: tuple[int, ...]) -> tuple[CurveStep, ...]:
    return tuple(
        CurveStep(end_wh, order.reserve) for order, end_wh in zip(orders, sums_wh[1:], strict=True)
    )


def _mine(orders: tuple[Order, ...], sums_wh: tuple[int, ...], me: str) -> CurveOrder | None:
    for order, from_wh in zip(orders, sums_wh, strict=False):
        if order.member == me:
            return CurveOrder(
                side="sell" if order.side is Side.SELL else "buy",
                low_micro_per_kwh=order.low_micro_per_kwh,
                high_micro_per_kwh=order.high_micro_per_kwh,
                energy_wh=order.energy_wh,
                from_wh=from_wh,
            )
    return None
