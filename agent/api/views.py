"""What a screen asks for beside the snapshot: days, prices, curves, the street, an order's cost.

None of it changes anything. What is not known is null, with a sentence that says why.
"""

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from agent.api.params import Amount, Distance, HighPrice, LowPrice, Params
from agent.api.sections import Problem

DAYS_AT_MOST = 100
PRICES_AT_MOST = 200
DAY_POINTS = 200
"""Points of one day; shorter intervals are added up to whole steps."""
BOOK_ORDERS = 1_000
"""Orders of both curves together; more would show nothing and fill the message."""

Side = Annotated[Literal["sell", "buy"], Meta(title="sell or buy", description="what to do")]
Day = Annotated[
    str,
    Meta(
        pattern="^[0-9]{4}-[0-9]{2}-[0-9]{2}$",
        title="a day as 2026-06-21",
        description="a day of the local calendar",
    ),
]
Cycle = Annotated[
    int, Meta(ge=0, le=2**32, description="the market's cycle; none: the newest that is known")
]


class EnergyDayParams(Params, frozen=True):
    day: Day | None = None


class EnergyPoint(msgspec.Struct, frozen=True, array_like=True):
    """One interval's energies at the grid connection, and what was generated (null: not known)."""

    import_wh: int
    export_wh: int
    generation_wh: int | None = None


class QualityCounts(msgspec.Struct, frozen=True):
    """How many of a day's intervals so far rest on what."""

    measured: int = 0
    estimated: int = 0
    substitute: int = 0
    missing: int = 0
    """Over, and nothing is known of them."""


class EnergyDay(msgspec.Struct, frozen=True):
    """A day in equal steps. In a market that runs faster, today is the day that runs there."""

    day: str
    """As 2026-06-21; in a faster market the calendar day on which the shown day began."""
    from_ms: int
    to_ms: int
    step_ms: int
    nominal_step_ms: int
    """What a step stands for: other than `step_ms` only in a market that runs faster."""
    points: tuple[EnergyPoint | None, ...]
    """One per step from `from_ms`; null: no data (yet)."""
    expected: tuple[EnergyPoint | None, ...]
    """One per step from `from_ms`: the forecast of steps not over yet; null: none."""
    expected_from: str
    """What the forecast rests on, or why there is none, as a sentence."""
    quality: QualityCounts


class EnergyDaysParams(Params, frozen=True):
    from_day: Day
    days: Annotated[
        int, Meta(ge=1, le=DAYS_AT_MOST, description="how many days of the calendar")
    ] = 31


class DayLine(msgspec.Struct, frozen=True):
    """What is known of one day. Money counts on the day of delivery, as the chain settled it."""

    day: str
    import_wh: int
    export_wh: int
    generation_wh: int | None
    intervals: int
    """How many intervals are known."""
    sold_wh: int
    bought_wh: int
    earned_micro: int
    spent_micro: int
    charge_micro: int
    penalty_micro: int
    trades: int


class PricesParams(Params, frozen=True):
    from_cycle: (
        Annotated[int, Meta(ge=0, le=2**32, description="the first; none: the newest `limit`")]
        | None
    ) = None
    limit: Annotated[int, Meta(ge=1, le=PRICES_AT_MOST, description="how many cycles")] = 96


class PriceLine(msgspec.Struct, frozen=True):
    """How one cycle ended for the whole market."""

    cycle: int
    starts_at_ms: int
    price_micro_per_kwh: int | None
    """Null: nobody traded."""
    trade_count: int
    order_count: int


class CycleParams(Params, frozen=True):
    cycle: Cycle | None = None


class CurveStep(msgspec.Struct, frozen=True, array_like=True):
    """One order in its curve: the energy up to and with it, and its price."""

    energy_wh: int
    """Cumulative: the step goes from the one before to here."""
    price_micro_per_kwh: int


class CurveOrder(msgspec.Struct, frozen=True):
    """This home's order in the curves."""

    side: str
    low_micro_per_kwh: int
    high_micro_per_kwh: int
    energy_wh: int
    from_wh: int
    """Where its step begins in its curve; it ends `energy_wh` later."""


class CurvesView(msgspec.Struct, frozen=True):
    """Supply and demand of a closed window, proven on the chain, and what came of them."""

    cycle: int | None
    sentence: str
    """Why there is nothing to show; empty: there is."""
    status: str = ""
    """open (no result yet), result or void."""
    case: int | None = None
    """Of the mechanism, 1 to 4; null: no result yet, or nobody traded."""
    price_micro_per_kwh: int | None = None
    supply: tuple[CurveStep, ...] = ()
    """Cheapest first."""
    demand: tuple[CurveStep, ...] = ()
    """Dearest first."""
    mine: CurveOrder | None = None
    order_count: int = 0
    block: int | None = None
    """The block whose state proves it."""


class MapLine(msgspec.Struct, frozen=True, array_like=True):
    """A piece of cable, from point to point."""

    x1: int
    y1: int
    x2: int
    y2: int


class MapHome(msgspec.Struct, frozen=True):
    """A connection of the street."""

    vertex: int
    x: int
    y: int
    kind: Literal["me", "member", "home"]
    """member: it ordered in a cycle this agent has looked at; home: nothing is known of it."""
    pseudonym: str
    """As in the trades; empty: not known."""


class StreetView(msgspec.Struct, frozen=True):
    """The street's network as a drawing, x to the right and y down; the longer side is 10 000."""

    width: int
    height: int
    lines: tuple[MapLine, ...]
    homes: tuple[MapHome, ...]
    mine: int | None
    """This home's vertex; null: not proven yet."""
    transformer: tuple[int, int]


class StreetTrade(msgspec.Struct, frozen=True):
    """One trade of the whole street; the trades of a market are open."""

    from_vertex: int
    to_vertex: int
    energy_wh: int
    distance_mm: int
    mine: bool


class StreetTrades(msgspec.Struct, frozen=True):
    """Who traded with whom in a cycle, as proven on the chain."""

    cycle: int | None
    sentence: str
    """Why there is nothing to show; empty: there is."""
    trades: tuple[StreetTrade, ...] = ()


class PreviewParams(Params, frozen=True):
    side: Side
    low_micro_per_kwh: LowPrice
    high_micro_per_kwh: HighPrice
    energy_wh: Amount | None = None
    distance_m: Distance = 1_000


class DeliveryLine(msgspec.Struct, frozen=True):
    """What the account changes by when so much of the agreed energy is metered."""

    percent: int
    metered_wh: int
    energy_micro: int
    penalty_micro: int
    amount_micro: int
    """Negative is a bill, positive an income."""
    worse_micro: int
    """By how much less than with all of it; 0 or more."""


class OrderPreview(msgspec.Struct, frozen=True):
    """What an order may bring and cost, by the settlement's own rules; it places nothing."""

    sentence: str
    """Why it cannot be said; empty: it can."""
    energy_wh: int | None = None
    """The amount it would carry."""
    amount_at_worst_micro: int | None = None
    """All traded and delivered at the price that binds, with the dearest network charge."""
    hold_micro: int | None = None
    """The most it can cost; the contract holds as much of the balance."""
    max_charge_micro: int | None = None
    """The most its network charges can be."""
    charge_at_distance_micro: int | None = None
    """This home's half of the charge for one partner at the preferred distance."""
    homes_within: int | None = None
    """Other connections within the preferred distance."""
    delivered: tuple[DeliveryLine, ...] = ()
    problems: tuple[Problem, ...] = ()
    """What the order would be refused for now; empty: nothing."""
