"""Methods that look things up in the history or on the chain, and change nothing."""

from agent.api.methods.method import Method
from agent.api.params import Params
from agent.api.permissions import Group
from agent.api.views import (
    CurvesView,
    CycleParams,
    DayLine,
    EnergyDay,
    EnergyDayParams,
    EnergyDaysParams,
    OrderPreview,
    PreviewParams,
    PriceLine,
    PricesParams,
    StreetTrades,
    StreetView,
)

VIEWS = tuple(
    Method(name, params, Group.VIEWER, effect, result, looks=True)
    for name, params, effect, result in (
        (
            "energy.day",
            EnergyDayParams,
            "Answer one day's energies and, for the rest of today, what is expected.",
            EnergyDay,
        ),
        (
            "energy.days",
            EnergyDaysParams,
            "List the days of which something is known, oldest first: energy and money.",
            tuple[DayLine, ...],
        ),
        (
            "market.prices",
            PricesParams,
            "List how cycles ended, oldest first; cycles this agent did not see are left out.",
            tuple[PriceLine, ...],
        ),
        (
            "market.curves",
            CycleParams,
            "Answer supply and demand of a closed window, read from the chain and proven.",
            CurvesView,
        ),
        ("street.map", Params, "Answer the street's network as a drawing.", StreetView),
        (
            "street.trades",
            CycleParams,
            "Answer who traded with whom in a cycle, read from the chain and proven.",
            StreetTrades,
        ),
        (
            "order.preview",
            PreviewParams,
            "Answer what an order may bring and cost, without placing it.",
            OrderPreview,
        ),
    )
)
