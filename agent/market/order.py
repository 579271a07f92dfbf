"""Orders: what a member is willing to sell or buy in one cycle."""

from collections import Counter
from collections.abc import Container, Iterable
from dataclasses import dataclass
from enum import IntEnum

UINT32_MAX = 2**32 - 1
UINT64_MAX = 2**64 - 1


class Side(IntEnum):
    """The number is the one in the contract's order word."""

    SELL = 0
    BUY = 1


@dataclass(frozen=True, slots=True)
class Order:
    """One order. `id` is the submission sequence: of two equal prices the smaller id goes first.

    Energy in Wh (above 0), prices in micro-currency per kWh, the distance preference in whole
    metres along the network.
    """

    id: int
    member: str
    vertex: int
    side: Side
    energy_wh: int
    low_micro_per_kwh: int
    high_micro_per_kwh: int
    distance_m: int

    @property
    def reserve(self) -> int:
        """The end of the price range that binds: a seller's minimum, a buyer's maximum."""
        return self.low_micro_per_kwh if self.side is Side.SELL else self.high_micro_per_kwh


class OrdersError(ValueError):
    """Orders that no auction may start from; `problems` lists everything wrong with them."""

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(self.problems))


def _outside(name: str, value: int, least: int, most: int) -> str | None:
    if least <= value <= most:
        return None
    return f"{name} was {value}, allowed is {least} to {most}"


def order_problems(order: Order, vertices: Container[int] | None = None) -> tuple[str, ...]:
    """Return everything wrong with one order, empty when it is sound.

    The ranges are those of the contract's order words. With `vertices` the order's vertex must
    be one of them.
    """
    found = [
        _outside("id", order.id, 0, UINT32_MAX),
        _outside("energy_wh", order.energy_wh, 1, UINT64_MAX),
        _outside("low_micro_per_kwh", order.low_micro_per_kwh, 0, UINT64_MAX),
        _outside("high_micro_per_kwh", order.high_micro_per_kwh, 0, UINT64_MAX),
        _outside("distance_m", order.distance_m, 0, UINT32_MAX),
        _outside("vertex", order.vertex, 0, UINT32_MAX),
    ]
    if order.low_micro_per_kwh > order.high_micro_per_kwh:
        found.append(
            f"low_micro_per_kwh {order.low_micro_per_kwh} was above "
            f"high_micro_per_kwh {order.high_micro_per_kwh}"
        )
    if not order.member:
        found.append("member was empty")
    if vertices is not None and order.vertex not in vertices:
        found.append(f"vertex {order.vertex} is not on the feeder")
    return tuple(f"order {order.id}: {problem}" for problem in found if problem)


def orders_problems(
    orders: Iterable[Order], vertices: Container[int] | None = None
) -> tuple[str, ...]:
    """Return everything wrong with the orders of one cycle, empty when an auction may start.

    Beyond each order's own problems: an id may occur once, and a member may have one order.
    """
    listed = list(orders)
    found = [problem for order in listed for problem in order_problems(order, vertices)]
    ids = Counter(order.id for order in listed)
    found += [f"order id {number} was given {n} times" for number, n in ids.items() if n > 1]
    members = Counter(order.member for order in listed)
    found += [f"member {name!r} has {n} orders" for name, n in members.items() if n > 1]
    return tuple(found)
