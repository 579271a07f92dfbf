"""The storage market's order book, as a plain list: price first, then time."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from agent.storage import rules

MAX_FILLS = 8
"""So many resting orders one new order meets at most."""


@dataclass(frozen=True)
class Order:
    """`price`: eEuro per ENT; `quantity`: ENT still wanted or offered; integers of 10⁻¹⁸."""

    number: int
    user: str
    is_buy: bool
    price: int
    quantity: int


@dataclass(frozen=True)
class Trade:
    """`freed`: what the buyer's order no longer locks; of it `paid` goes to the seller."""

    buyer: str
    seller: str
    quantity: int
    paid: int
    freed: int


@dataclass(frozen=True)
class Matched:
    """What became of a new order: trades, the book after it, and what is left of it."""

    trades: tuple[Trade, ...]
    resting: tuple[Order, ...]
    rest: int
    placed: bool
    """Whether the rest is in the book; it is not where still more orders meet it."""


def best_first(orders: Sequence[Order], *, is_buy: bool) -> list[Order]:
    """Return one side in the order in which it trades: by price, then by time."""
    side = [order for order in orders if order.is_buy == is_buy]
    return sorted(side, key=lambda order: (-order.price if is_buy else order.price, order.number))


def match(resting: Sequence[Order], new: Order) -> Matched:
    """Let a new order meet the book; each trade is at the resting order's price."""
    trades: list[Trade] = []
    book = {order.number: order for order in resting}
    rest = new.quantity
    meeting = [
        order
        for order in best_first(resting, is_buy=not new.is_buy)
        if (order.price <= new.price if new.is_buy else order.price >= new.price)
    ]
    used = 0
    for other in meeting[:MAX_FILLS]:
        if rest == 0:
            break
        quantity = min(rest, other.quantity)
        trades.append(_trade(replace(new, quantity=rest), other, quantity))
        rest -= quantity
        if quantity == other.quantity:
            del book[other.number]
            used += 1
        else:
            book[other.number] = replace(other, quantity=other.quantity - quantity)
    placed = rest > 0 and used == len(meeting)
    if placed:
        book[new.number] = replace(new, quantity=rest)
    return Matched(tuple(trades), tuple(book.values()), rest, placed)


def _trade(new: Order, other: Order, quantity: int) -> Trade:
    buyer, seller = (new, other) if new.is_buy else (other, new)
    before = rules.bid_lock(buyer.price, buyer.quantity)
    after = rules.bid_lock(buyer.price, buyer.quantity - quantity)
    paid = rules.paid(other.price, quantity)
    return Trade(buyer.user, seller.user, quantity, paid, before - after)
