"""Days, weeks, months and years as a history page turns them: pure, on dates."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from PySide6.QtCore import QDate, QLocale

from gui.texts import SECOND_MS, Reader, translate

Span = Literal["day", "week", "month", "year"]
SPANS: tuple[Span, ...] = ("day", "week", "month", "year")
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Period:
    """Days from `first` to `last`, both in it."""

    span: Span
    first: date
    last: date

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1


def period_of(span: Span, day: date) -> Period:
    """Return the period a day lies in; weeks begin on Monday (ISO 8601)."""
    match span:
        case "day":
            return Period(span, day, day)
        case "week":
            monday = day - DAY * day.weekday()
            return Period(span, monday, monday + 6 * DAY)
        case "month":
            first = day.replace(day=1)
            return Period(span, first, _next_month(first) - DAY)
        case "year":
            return Period(span, date(day.year, 1, 1), date(day.year, 12, 31))


def neighbour(period: Period, step: int) -> Period:
    """Return the period before (-1) or after (1); at the ends of the calendar the same."""
    try:
        day = period.last + DAY if step > 0 else period.first - DAY
    except OverflowError:
        return period
    return period_of(period.span, day)


def _next_month(first: date) -> date:
    return date(first.year + first.month // 12, first.month % 12 + 1, 1)


def start_ms(day: date, reader: Reader) -> int:
    """Return when a day begins where the reader lives, in unix milliseconds."""
    midnight = datetime(day.year, day.month, day.day, tzinfo=reader.zone)
    if reader.zone is None:
        midnight = midnight.astimezone()
    return int(midnight.timestamp()) * SECOND_MS


def title_of(period: Period, reader: Reader) -> str:
    """Return what a period is called: "21 June 2026", "15 – 21 Jun", "June 2026", "2026"."""
    locale = QLocale(reader.language)
    match period.span:
        case "day":
            return locale.toString(_qdate(period.first), translate("history", "ddd d MMMM yyyy"))
        case "week":
            style = translate("history", "d MMM")
            first = locale.toString(_qdate(period.first), style)
            return f"{first} \N{EN DASH} {locale.toString(_qdate(period.last), style)}"
        case "month":
            return f"{month_name(period.first.month, reader)} {period.first.year}"
        case "year":
            return str(period.first.year)


def day_name(day: date, reader: Reader) -> str:
    """Return a day as a line of a list begins: "Sun 21 June"."""
    return QLocale(reader.language).toString(_qdate(day), translate("history", "ddd d MMMM"))


def weekday_name(day: date, reader: Reader) -> str:
    """Return the day of the week, short: "Sun"."""
    short = QLocale.FormatType.ShortFormat
    return QLocale(reader.language).standaloneDayName(day.isoweekday(), short)


def month_name(month: int, reader: Reader) -> str:
    """Return the name of a month: "June"."""
    return QLocale(reader.language).standaloneMonthName(month)


def month_letter(month: int, reader: Reader) -> str:
    """Return a month in a letter or two: "J"."""
    narrow = QLocale.FormatType.NarrowFormat
    return QLocale(reader.language).standaloneMonthName(month, narrow)


def _qdate(day: date) -> QDate:
    return QDate(day.year, day.month, day.day)
