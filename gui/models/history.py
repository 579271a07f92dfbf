"""What was: a day, a week, a month, a year; energy and money; who traded with whom, and why a
penalty was charged."""

import contextlib
from dataclasses import replace
from datetime import date
from typing import Any

import msgspec
from PySide6.QtCore import Property, QObject, Signal, Slot

from agent.api.sections import StatementLine, TradeLine
from agent.api.views import DayLine, EnergyDay
from gui import texts
from gui.charts.bars import KINDS, Kind
from gui.glance import Ask, Glance, Refusal
from gui.models import flag, in_qml, picture, put, rows, text
from gui.models.calendar import (
    DAY,
    SPANS,
    Period,
    neighbour,
    period_of,
    start_ms,
)
from gui.models.history_page import Known, Shown, shown
from gui.models.history_rows import (
    Told,
    day_rows,
    month_rows,
)
from gui.models.home import cycle_start_ms
from gui.models.listing import Row, Rows
from gui.texts import translate

ASK_AGAIN_MS = 60_000
"""Today grows by one interval every quarter of an hour."""
DAYS_PER_CALL = 92
"""So that a leap year is four calls, and each answer far below a message's limit."""
LINES_PER_CALL = 100
CALLS_FOR_LINES = 4


@in_qml
class HistoryModel(QObject):
    """Asks for what the shown period needs, while the page is open."""

    changed = Signal()
    chart_changed = Signal()
    totals_changed = Signal()
    notes_changed = Signal()
    partners_changed = Signal()
    trades_changed = Signal()

    def __init__(self, ask: Ask, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.shown = Shown()
        self._ask = ask
        self._glance: Glance | None = None
        self._period: Period | None = None
        self._kind: Kind = "energy"
        self._known = Known()
        self._days = Rows(self)
        self._entered = False
        self._asked_at_ms: int | None = None
        self._turn = 0
        """Counts the periods asked for: an answer about an earlier one is dropped."""

    def look(self, glance: Glance) -> None:
        """Show the glance; ask again what of today may have changed."""
        self._glance = glance
        if not glance.live:
            self._asked_at_ms = None
        elif self._entered and self._due(glance):
            self._ask_all(glance)
        if self._entered:
            self._show()

    @Slot()
    def enter(self) -> None:
        """The page is open: it shows today, by the day, week, month or year as before."""
        self._entered = True
        if self._glance is not None:
            self._turn_to(period_of(self._current().span, self._today()))
            self.look(self._glance)

    @Slot()
    def leave(self) -> None:
        """The page is closed: nothing is asked any more."""
        self._entered = False

    @Slot(str)
    def choose(self, span: str) -> None:
        """Show a day, week, month or year: the one the shown period ends in, or today's."""
        if span in SPANS and self._glance is not None:
            today, period = self._today(), self._current()
            inside = period.first <= today <= period.last
            self._turn_to(period_of(span, today if inside else period.last))

    @Slot(str)
    def choose_kind(self, kind: str) -> None:
        """Show energy or money."""
        for known in KINDS:
            if known == kind:
                self._kind = known
                self._show()

    @Slot()
    def older(self) -> None:
        """Show the period before."""
        self._turn_to(neighbour(self._current(), -1))

    @Slot()
    def newer(self) -> None:
        """Show the period after; the future has none."""
        if self._current().last < self._today():
            self._turn_to(neighbour(self._current(), 1))

    @Slot(str)
    def open_line(self, key: str) -> None:
        """Show what a line stands for: a day, or a month as "2026-06"."""
        with contextlib.suppress(ValueError):
            if self._current().span == "year":
                self._turn_to(period_of("month", date.fromisoformat(f"{key}-01")))
            else:
                self._turn_to(period_of("day", date.fromisoformat(key)))

    @Slot(float)
    def open_at(self, across: float) -> None:
        """Show what lies under a touch of the chart, 0.0 to 1.0 of its width: a month or a day."""
        period = self._current()
        if period.span == "day" or not 0.0 <= across < 1.0:
            return
        if period.span == "year":
            first = date(period.first.year, int(across * 12) + 1, 1)
            self._turn_to(period_of("month", first))
        else:
            self._turn_to(period_of("day", period.first + DAY * int(across * period.days)))

    # --- asking

    def _today(self) -> date:
        if self._glance is None:
            return date(1970, 1, 1)
        return date.fromisoformat(texts.day_number(self._glance.now_ms, self._glance.reader))

    def _current(self) -> Period:
        if self._period is None:
            self._period = period_of("day", self._today())
        return self._period

    def _turn_to(self, period: Period) -> None:
        if period == self._current():
            return
        self._period, self._known, self._asked_at_ms = period, Known(), None
        if self._glance is not None:
            self.look(self._glance)

    def _due(self, glance: Glance) -> bool:
        if self._asked_at_ms is None:
            return True
        period = self._current()
        holds_today = period.first <= self._today() <= period.last
        return holds_today and not 0 <= glance.now_ms - self._asked_at_ms < ASK_AGAIN_MS

    def _ask_all(self, glance: Glance) -> None:
        self._asked_at_ms = glance.now_ms
        self._turn += 1
        turn, period = self._turn, self._current()
        if glance.may("energy.days"):
            self._ask_days(turn, period)
        if period.span != "day":
            return
        if glance.may("energy.day"):
            day = {} if period.first == self._today() else {"day": period.first.isoformat()}
            self._ask.call(
                "energy.day",
                day,  # without one it is the day that runs, also where a market runs faster
                lambda answer: self._energy_came(turn, answer),
                lambda _refusal: self._ask_prices(turn),
            )
        else:
            self._ask_prices(turn)

    def _ask_days(self, turn: int, period: Period) -> None:
        first = period.first
        while first <= period.last:
            count = min(DAYS_PER_CALL, (period.last - first).days + 1)
            self._keep(turn, waiting=self._known.waiting + 1)
            self._ask.call(
                "energy.days",
                {"from_day": first.isoformat(), "days": count},
                lambda answer: self._days_came(turn, answer),
                lambda refusal: self._no_days(turn, refusal),
            )
            first += DAY * count

    def _days_came(self, turn: int, answer: Any) -> None:
        if turn != self._turn:
            return
        try:
            lines = msgspec.convert(answer, list[DayLine])
        except msgspec.ValidationError as wrong:
            self._no_days(turn, Refusal(_not_understood(wrong), "not_understood"))
            return
        first, last = self._current().first.isoformat(), self._current().last.isoformat()
        inside = {line.day: line for line in lines if first <= line.day <= last}
        days = dict(self._known.days) | inside
        self._keep(turn, days=days, waiting=max(self._known.waiting - 1, 0), refusal="")

    def _no_days(self, turn: int, refusal: Refusal) -> None:
        waiting = max(self._known.waiting - 1, 0)
        self._keep(turn, waiting=waiting, refusal=refusal.sentence)

    def _energy_came(self, turn: int, answer: Any) -> None:
        try:
            self._keep(turn, energy=msgspec.convert(answer, EnergyDay))
        except msgspec.ValidationError as wrong:
            self._keep(turn, refusal=_not_understood(wrong))
        self._ask_prices(turn)

    def _ask_prices(self, turn: int) -> None:
        """The times of the newest rounds tell which rounds the day had."""
        if turn == self._turn and self._glance is not None and self._glance.may("market.prices"):
            self._ask.call(
                "market.prices", {"limit": 2}, lambda answer: self._prices_came(turn, answer)
            )

    def _prices_came(self, turn: int, answer: Any) -> None:
        """The rounds of the day are known: ask for their trades and bills."""
        if turn != self._turn or self._glance is None:
            return
        self._keep(turn, prices=answer if isinstance(answer, list) else None)
        cycles = self._cycles_of_day()
        if cycles is None:
            return
        for method, take in (
            ("trades.list", self._trades_came),
            ("statements.list", self._statements_came),
        ):
            if self._glance.may(method):
                self._ask_lines(turn, method, cycles, cycles[1] + 1, CALLS_FOR_LINES, take)

    def _cycles_of_day(self) -> tuple[int, int] | None:
        """Return the first and last cycle that began on the shown day, by the newest ones' times."""
        if self._glance is None or not isinstance(self._known.prices, list):
            return None
        newest = max((line.get("cycle", 0) for line in self._known.prices), default=0)
        at_ms = cycle_start_ms(self._known.prices, newest)
        before_ms = cycle_start_ms(self._known.prices, newest - 1)
        if at_ms is None or before_ms is None or at_ms <= before_ms:
            return None
        reader, length_ms = self._glance.reader, at_ms - before_ms
        day, energy = self._current().first, self._known.energy
        from_ms, to_ms = start_ms(day, reader), start_ms(day + DAY, reader)
        if energy is not None:  # in a market that runs faster, so do its days
            from_ms, to_ms = energy.from_ms, energy.to_ms
        first = newest + -((at_ms - from_ms) // length_ms)
        last = newest + -(-(to_ms - at_ms) // length_ms) - 1
        return max(first, 0), max(last, 0)

    def _ask_lines(
        self, turn: int, method: str, cycles: tuple[int, int], before: int, calls: int, take: Any
    ) -> None:
        def came(answer: Any) -> None:
            if turn != self._turn or not isinstance(answer, list):
                return
            take(turn, [line for line in answer if cycles[0] <= line["cycle"] <= cycles[1]])
            oldest = min((line["cycle"] for line in answer), default=-1)
            full = len(answer) == LINES_PER_CALL and cycles[0] <= oldest < before - 1
            if full and calls > 1:  # the last cycle of an answer may be cut: ask for it again
                self._ask_lines(turn, method, cycles, oldest + 1, calls - 1, take)

        self._ask.call(method, {"limit": LINES_PER_CALL, "before_cycle": before}, came)

    def _trades_came(self, turn: int, answer: Any) -> None:
        try:
            lines = msgspec.convert(answer, tuple[TradeLine, ...])
        except msgspec.ValidationError:
            return
        known = self._known.trades
        oldest = min((line.cycle for line in known), default=None)
        kept = tuple(line for line in known if oldest is None or line.cycle > oldest)
        again = {line.cycle for line in lines}
        kept = tuple(line for line in kept if line.cycle not in again)
        self._keep(turn, trades=(*kept, *lines))

    def _statements_came(self, turn: int, answer: Any) -> None:
        try:
            lines = msgspec.convert(answer, tuple[StatementLine, ...])
        except msgspec.ValidationError:
            return
        merged = {line.cycle: line for line in (*self._known.statements, *lines)}
        newest_first = sorted(merged.values(), key=lambda line: -line.cycle)
        self._keep(turn, statements=tuple(newest_first))

    def _keep(self, turn: int, **new: Any) -> None:
        if turn == self._turn:
            self._known = replace(self._known, **new)
            self._show()

    def _show(self) -> None:
        if self._glance is None:
            return
        put(self, shown(self._glance, self._current(), self._kind, self._known))
        self._days.show(self._line_rows())

    def _line_rows(self) -> tuple[Row, ...]:
        if self._glance is None or self._current().span == "day":
            return ()
        currency = self._glance.snapshot.currency if self._glance.snapshot is not None else ""
        lines = [self._known.days[name] for name in sorted(self._known.days, reverse=True)]
        told = Told(self._glance.reader, currency, None)
        return month_rows(lines, told) if self._current().span == "year" else day_rows(lines, told)

    def _get_days(self) -> Rows:
        return self._days

    days = Property(QObject, _get_days, constant=True)
    span = text("span", changed)
    kind = text("kind", changed)
    title = text("title", changed)
    has_newer = flag("newer", changed)
    chart = picture("chart", chart_changed)
    explanation = text("explanation", changed)
    totals = rows("totals", totals_changed)
    notes = rows("notes", notes_changed)
    partners = rows("partners", partners_changed)
    trades = rows("trades", trades_changed)
    notes_title = text("notes_title", changed)
    partners_title = text("partners_title", changed)
    trades_title = text("trades_title", changed)
    days_title = text("days_title", changed)
    faded = flag("faded", changed)


def _not_understood(wrong: Exception) -> str:
    sentence = translate("history", "The agent's answer could not be understood: %1.")
    return sentence.replace("%1", str(wrong))
