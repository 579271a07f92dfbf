"""One cycle's auction: winners, price, matches, and why everybody else was left out."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from fractions import Fraction
from typing import Literal

from agent.market import dpda, mcafee
from agent.market.curves import crossing, sorted_curves
from agent.market.feeder import Feeder
from agent.market.matching import Match, SearchMaker, match
from agent.market.order import UINT64_MAX, Order, OrdersError, Side, orders_problems
from agent.market.scoring import Party, score
from agent.market.welfare import WelfareParameters
from agent.units import MM_PER_M

Mechanism = Literal["dpda", "mcafee"]


class Reason(IntEnum):
    """Why an order traded or did not; the number is the one in the contract's reasons word."""

    TRADED = 0
    PRICE = 1
    """Its reserve was on the wrong side of the base price."""
    SUPPLY = 2
    """A buyer whom the winning sellers' energy did not cover."""
    PARTNER = 3
    """A seller for whose energy no buyer was left."""
    NO_CROSSING = 4
    """Nobody traded in this cycle."""

    @property
    def words(self) -> str:
        """The name as people and files see it: `no crossing`."""
        return self.name.lower().replace("_", " ")


@dataclass(frozen=True, slots=True)
class MarketParameters:
    """The operator's terms, constant during a cycle. ValueError: outside 0 to 2^64 - 1."""

    charge_micro_per_m: int
    """C_d: micro-currency per metre of grid distance."""
    penalty_micro_per_kwh: int
    welfare: WelfareParameters

    def __post_init__(self) -> None:
        problems = [
            f"{name} was {value}, allowed is 0 to 2^64 - 1"
            for name in ("charge_micro_per_m", "penalty_micro_per_kwh")
            if not 0 <= (value := getattr(self, name)) <= UINT64_MAX
        ]
        if problems:
            raise ValueError("; ".join(problems))


@dataclass(frozen=True, slots=True)
class Trade:
    """One buyer takes energy from one seller; each pays `charge_micro_each` to the operator."""

    buyer_id: int
    seller_id: int
    energy_wh: int
    distance_mm: int
    charge_micro_each: int


@dataclass(frozen=True, slots=True)
class AuctionResult:
    """What an auction decided. Case and price are 0 when nobody trades."""

    case: int
    price_micro_per_kwh: int
    capped: bool
    crossing: tuple[int, int] | None
    """(x buyers, y sellers) where the curves cross, before any step back."""
    sellers: tuple[Order, ...]
    """Winners in curve order, those left without energy included."""
    buyers: tuple[Order, ...]
    supply_wh: Mapping[int, int] = field(default_factory=dict)
    """Winning seller's order id to its energy after oversupply."""
    trades: tuple[Trade, ...] = ()
    """Highest score first."""
    left_out: Mapping[int, Reason] = field(default_factory=dict)
    """Every order without a trade, ids ascending."""


@dataclass(frozen=True, slots=True)
class PairScore:
    """One cell of the score table, exact."""

    buyer_id: int
    seller_id: int
    distance_mm: int
    score: Fraction


def network_charge_micro(charge_micro_per_m: int, distance_mm: int) -> int:
    """Return each side's half of a trade's network charge, `C_d d / 2`, floored to micro."""
    return charge_micro_per_m * distance_mm // (2 * MM_PER_M)


def run_auction(
    orders: Iterable[Order],
    parameters: MarketParameters,
    feeder: Feeder,
    mechanism: Mechanism = "dpda",
    make_search: SearchMaker | None = None,
) -> AuctionResult:
    """Clear, score and match one cycle's orders; the same input gives the same result anywhere.

    OrdersError lists every problem of the orders, vertices unknown to the feeder included. The
    sequence of `orders` does not matter; their ids do, for equal prices.
    """
    listed = sorted(orders, key=lambda order: order.id)
    problems = orders_problems(listed, feeder)
    if problems:
        raise OrdersError(problems)
    curves = sorted_curves(listed)
    clear = dpda.determine_winners if mechanism == "dpda" else mcafee.determine_winners
    winners = clear(curves)
    if winners is None:
        left_out = {order.id: Reason.NO_CROSSING for order in listed}
        return AuctionResult(0, 0, False, crossing(curves), (), (), left_out=left_out)
    price = winners.price_micro_per_kwh
    supply_wh = {order.id: wh for order, wh in zip(winners.sellers, winners.supply_wh, strict=True)}
    buyers, sellers = _parties(
        price, winners.buyers, winners.sellers, supply_wh, parameters.welfare
    )
    matches = match(
        buyers,
        sellers,
        feeder,
        parameters.charge_micro_per_m,
        parameters.welfare,
        make_search=make_search,
    )
    trading = {one.buyer_id for one in matches} | {one.seller_id for one in matches}
    return AuctionResult(
        case=winners.case,
        price_micro_per_kwh=price,
        capped=winners.capped,
        crossing=winners.crossing,
        sellers=winners.sellers,
        buyers=winners.buyers,
        supply_wh=supply_wh,
        trades=tuple(_trade(one, parameters.charge_micro_per_m) for one in matches),
        left_out={order.id: _why(order, price) for order in listed if order.id not in trading},
    )


def score_table(
    result: AuctionResult, parameters: MarketParameters, feeder: Feeder
) -> tuple[PairScore, ...]:
    """Return the score of every winning buyer with every winning seller, in curve order.

    For audits: it looks at every pair, which the auction itself does not.
    """
    welfare = parameters.welfare
    buyers, sellers = _parties(
        result.price_micro_per_kwh, result.buyers, result.sellers, result.supply_wh, welfare
    )
    table = []
    for buyer in buyers:
        for seller in sellers:
            mm = feeder.distance_mm(buyer.vertex, seller.vertex)
            value = score(
                buyer, seller, mm, parameters.charge_micro_per_m, welfare.units_per_currency
            )
            table.append(PairScore(buyer.order_id, seller.order_id, mm, value))
    return tuple(table)


def _parties(
    price_micro_per_kwh: int,
    buyers: Iterable[Order],
    sellers: Iterable[Order],
    supply_wh: Mapping[int, int],
    welfare: WelfareParameters,
) -> tuple[list[Party], list[Party]]:
    buying = [
        _party(order, welfare.buyer_units(price_micro_per_kwh, order.energy_wh), order.energy_wh)
        for order in buyers
    ]
    selling = []
    for order in sellers:
        wh = supply_wh[order.id]
        selling.append(_party(order, welfare.seller_units(price_micro_per_kwh, wh), wh))
    return buying, selling


def _party(order: Order, welfare_units: int, energy_wh: int) -> Party:
    reach_mm = order.distance_m * MM_PER_M
    return Party(order.id, order.vertex, order.reserve, reach_mm, welfare_units, energy_wh)


def _trade(one: Match, charge_micro_per_m: int) -> Trade:
    charge = network_charge_micro(charge_micro_per_m, one.distance_mm)
    return Trade(one.buyer_id, one.seller_id, one.energy_wh, one.distance_mm, charge)


def _why(order: Order, price_micro_per_kwh: int) -> Reason:
    """Return why an order did not trade in a cycle in which others did.

    A reserve on the right side of the price means that the other side's energy was missing.
    """
    if order.side is Side.BUY:
        return Reason.PRICE if order.reserve < price_micro_per_kwh else Reason.SUPPLY
    return Reason.PRICE if order.reserve > price_micro_per_kwh else Reason.PARTNER
