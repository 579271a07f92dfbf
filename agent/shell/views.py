"""What a screen asks for beside the snapshot, from the state, the history and the chain."""

import asyncio
from datetime import date, timedelta
from typing import Any

from agent.api.framing import CallRefused, Reason
from agent.api.sections import Problem
from agent.api.views import (
    CurvesView,
    CycleParams,
    DayLine,
    EnergyDay,
    EnergyDayParams,
    EnergyDaysParams,
    PreviewParams,
    PriceLine,
    PricesParams,
    StreetTrades,
    StreetView,
)
from agent.core.book import curves_view, trades_view
from agent.core.day import DaySpan, day_line, energy_day, running_day, runs_as_the_clock
from agent.core.history import energy_rows, price_rows
from agent.core.order_preview import order_preview
from agent.core.street import peopled, street_plan
from agent.roles.history import DayRow, EnergyRow, PriceRow
from agent.shell.history_desk import HistoryDesk
from agent.shell.household import Household
from agent.shell.local_days import day_of, span_of
from agent.shell.street_books import StreetBooks

FIRST_YEAR, LAST_YEAR = 2000, 2100


class Views:
    """Looks things up; changes nothing."""

    def __init__(self, household: Household, history: HistoryDesk | None) -> None:
        self._household = household
        self._history = history
        self._books = StreetBooks(household.reader, household.constants)
        self._plan: StreetView | None = None

    async def look(self, method: str, params: Any) -> object:
        """Answer one of the methods that look; CallRefused: a day that is none."""
        match params:
            case EnergyDayParams():
                return await self._day(params)
            case EnergyDaysParams():
                return await self._days(params)
            case PricesParams():
                return await self._prices(params)
            case PreviewParams():
                home = self._household
                now_ms = home.clock.wall_ms()
                return order_preview(home.state, home.constants, home.feeder, params, now_ms)
            case CycleParams() if method == "market.curves":
                return await self._curves(params)
            case CycleParams():
                return await self._trades(params)
            case _ if method == "street.map":
                return await self._map()
            case _:
                raise AssertionError(f"{method} is answered nowhere")

    async def _day(self, asked: EnergyDayParams) -> EnergyDay:
        home = self._household
        now_ms = home.clock.wall_ms()
        if asked.day is not None:
            span = span_of(_date(asked.day, "day"))
        elif runs_as_the_clock(home.constants):
            span = span_of(date.fromisoformat(day_of(now_ms)))
        else:
            from_ms, to_ms = running_day(home.constants, now_ms)
            span = DaySpan(day_of(from_ms), from_ms, to_ms)
        kept: tuple[EnergyRow, ...] = ()
        if self._history is not None:
            kept = await self._history.read(lambda h: h.energy(span.from_ms, span.to_ms), ())
        rows = {row.from_ms: row for row in kept}
        for row in energy_rows(home.state, home.constants, day_of):
            if row.generation_wh is not None or row.from_ms not in rows:
                rows[row.from_ms] = row
        return energy_day(home.state, home.constants, span, tuple(rows.values()), now_ms)

    async def _days(self, asked: EnergyDaysParams) -> tuple[DayLine, ...]:
        first = _date(asked.from_day, "from_day")
        last = first + timedelta(days=asked.days - 1)
        if self._history is None:
            return ()
        await self._history.look()  # today's last quarter-hour as well
        nothing: tuple[DayRow, ...] = ()
        rows = await self._history.read(
            lambda history: history.days(first.isoformat(), last.isoformat()), nothing
        )
        return tuple(day_line(row) for row in rows)

    async def _prices(self, asked: PricesParams) -> tuple[PriceLine, ...]:
        constants = self._household.constants
        times = constants.times
        kept: tuple[PriceRow, ...] = ()
        if self._history is not None:
            kept = await self._history.read(lambda h: h.prices(asked.from_cycle, asked.limit), ())
        rows = {row.cycle: row for row in (*kept, *price_rows(self._household.state))}
        first = asked.from_cycle or 0
        cycles = sorted(cycle for cycle in rows if cycle >= first)
        newest = asked.from_cycle is None
        wanted = cycles[-asked.limit :] if newest else cycles[: asked.limit]
        return tuple(
            PriceLine(
                cycle=cycle,
                starts_at_ms=times.start_ms(cycle),
                price_micro_per_kwh=rows[cycle].price_micro_per_kwh,
                trade_count=rows[cycle].trade_count,
                order_count=rows[cycle].order_count,
            )
            for cycle in wanted
        )

    async def _curves(self, asked: CycleParams) -> CurvesView:
        book = await self._books.book(asked.cycle, self._household.head)
        if isinstance(book, str):
            return CurvesView(asked.cycle, book)
        return curves_view(book, self._household.constants.member)

    async def _trades(self, asked: CycleParams) -> StreetTrades:
        book = await self._books.book(asked.cycle, self._household.head)
        if isinstance(book, str):
            return StreetTrades(asked.cycle, book)
        return trades_view(book, self._household.constants.member)

    async def _map(self) -> StreetView:
        if self._plan is None:
            self._plan = await asyncio.to_thread(street_plan, self._household.feeder)
        account = self._household.state.account
        mine = None if account is None else account.vertex
        return peopled(self._plan, mine, self._books.members)


def _date(text: str, field: str) -> date:
    """Return the day a text names; CallRefused: there is no such day, or it is far away."""
    try:
        found = date.fromisoformat(text)
    except ValueError:
        found = None
    if found is None or not FIRST_YEAR <= found.year < LAST_YEAR:
        allowed = f"a day from {FIRST_YEAR}-01-01 to {LAST_YEAR - 1}-12-31"
        sentence = f"{field}: {text} is not allowed; allowed: {allowed}."
        problem = Problem(field, text, allowed, sentence)
        raise CallRefused(Reason.BAD_PARAMS, sentence, (problem,))
    return found
