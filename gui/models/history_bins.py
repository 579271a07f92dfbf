"""A period's days and a day's intervals, put into the bars of its chart."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from agent.api.sections import StatementLine
from agent.api.views import DayLine, EnergyDay, EnergyPoint
from gui.charts.bars import Bin
from gui.models.calendar import DAY, Period, month_letter, weekday_name
from gui.texts import Reader

HOURS = 24
LABEL_HOURS = 6
LABEL_DAYS = 5


Settled = Sequence[tuple[int, StatementLine]]
"""Bills and incomes, each with the time its round began."""


def bins_of(
    period: Period,
    days: Mapping[str, DayLine],
    energy: EnergyDay | None,
    settled: Settled,
    reader: Reader,
) -> tuple[Bin, ...]:
    """Return one bin per hour of a day, per day of a week or month, per month of a year."""
    match period.span:
        case "day":
            return _hours(energy, settled)
        case "year":
            return tuple(
                _sum(month_letter(month, reader), _of_month(days, period.first.year, month))
                for month in range(1, 13)
            )
        case _:
            return tuple(_day_bins(period, days, reader))


def _of_month(days: Mapping[str, DayLine], year: int, month: int) -> list[DayLine]:
    begins = f"{year:04d}-{month:02d}-"
    return [line for name, line in days.items() if name.startswith(begins)]


def _day_bins(period: Period, days: Mapping[str, DayLine], reader: Reader) -> Iterable[Bin]:
    for place in range(period.days):
        day: date = period.first + DAY * place
        if period.span == "week":
            label = weekday_name(day, reader)
        else:
            label = str(day.day) if day.day == 1 or day.day % LABEL_DAYS == 0 else ""
        line = days.get(day.isoformat())
        yield _sum(label, [] if line is None else [line])


def _sum(label: str, lines: Sequence[DayLine]) -> Bin:
    measured = [line for line in lines if line.intervals]
    made = [line.generation_wh for line in measured if line.generation_wh is not None]
    return Bin(
        label,
        sum(line.import_wh for line in measured) if measured else None,
        sum(line.export_wh for line in measured) if measured else None,
        sum(made) if made else None,
        sum(line.earned_micro for line in lines),
        sum(line.spent_micro for line in lines),
        sum(line.penalty_micro for line in lines),
        sum(line.trades for line in lines),
    )


def _hours(energy: EnergyDay | None, settled: Settled) -> tuple[Bin, ...]:
    """Return the day's hours; a day in a faster market is divided into as many parts."""
    if energy is None or energy.to_ms <= energy.from_ms:
        return ()
    length_ms = energy.to_ms - energy.from_ms
    parts: list[list[EnergyPoint]] = [[] for _ in range(HOURS)]
    bills: list[list[StatementLine]] = [[] for _ in range(HOURS)]
    for place, point in enumerate(energy.points):
        if point is not None:
            hour = place * energy.step_ms * HOURS // length_ms
            parts[min(hour, HOURS - 1)].append(point)
    for at_ms, line in settled:
        if energy.from_ms <= at_ms < energy.to_ms:
            bills[(at_ms - energy.from_ms) * HOURS // length_ms].append(line)
    both = zip(parts, bills, strict=True)
    return tuple(_hour(place, points, lines) for place, (points, lines) in enumerate(both))


def _hour(place: int, points: Sequence[EnergyPoint], lines: Sequence[StatementLine]) -> Bin:
    label = f"{place:02d}" if place % LABEL_HOURS == 0 else ""
    made = [point.generation_wh for point in points if point.generation_wh is not None]
    return Bin(
        label,
        sum(point.import_wh for point in points) if points else None,
        sum(point.export_wh for point in points) if points else None,
        sum(made) if made else None,
        sum(max(line.amount_micro, 0) for line in lines),
        sum(max(-line.amount_micro, 0) for line in lines),
        sum(line.penalty_micro for line in lines),
        len(lines),
    )
