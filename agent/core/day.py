"""One day as a screen draws it: what was, from the history's rows; what is expected, from the state."""

from collections.abc import Iterable, Sequence

import msgspec

from agent.api.views import DAY_POINTS, DayLine, EnergyDay, EnergyPoint, QualityCounts
from agent.core.constants import Constants
from agent.core.metering import metering_settings_of
from agent.core.state import State
from agent.metering.day_forecast import rest_of_day
from agent.roles.history import DayRow, EnergyRow

QUALITIES = ("measured", "estimated", "substitute")


class DaySpan(msgspec.Struct, frozen=True):
    """A day's name, and from when to when it is."""

    day: str
    from_ms: int
    to_ms: int


def runs_as_the_clock(constants: Constants) -> bool:
    """Return whether a cycle lasts as long as it stands for; not so in a demonstration."""
    return constants.cycle_ms == constants.nominal_ms


def running_day(constants: Constants, now_ms: int) -> tuple[int, int]:
    """Return from when to when the day of a faster market runs: whole days since its genesis."""
    length_ms = 86_400_000 // constants.nominal_ms * constants.cycle_ms
    genesis_ms = constants.genesis_s * 1_000
    from_ms = now_ms - (now_ms - genesis_ms) % length_ms
    return from_ms, from_ms + length_ms


def energy_day(
    state: State, constants: Constants, span: DaySpan, rows: Sequence[EnergyRow], now_ms: int
) -> EnergyDay:
    """Return the day in equal steps of whole intervals, 200 at most.

    Steps are counted from the first boundary in the day: where a zone's midnight is on none,
    the day begins with it.
    """
    interval_ms = constants.cycle_ms
    origin_ms = constants.genesis_s * 1_000
    first_ms = span.from_ms + (origin_ms - span.from_ms) % interval_ms
    count = max(-(-(span.to_ms - first_ms) // interval_ms), 0)
    starts = [first_ms + place * interval_ms for place in range(count)]
    known = {row.from_ms: row for row in rows}
    settings = metering_settings_of(constants, state.devices)
    expected, sentence = rest_of_day(state.meters, starts, now_ms, settings)
    points = [_point(known.get(start_ms)) for start_ms in starts]
    coming = [None if one is None else EnergyPoint(*one) for one in expected]
    joined = max(-(-count // DAY_POINTS), 1)
    return EnergyDay(
        day=span.day,
        from_ms=first_ms,
        to_ms=first_ms + count * interval_ms,
        step_ms=joined * interval_ms,
        nominal_step_ms=joined * constants.nominal_ms,
        points=tuple(_added(points[at : at + joined]) for at in range(0, count, joined)),
        expected=tuple(_added(coming[at : at + joined]) for at in range(0, count, joined)),
        expected_from=sentence if any(coming) else _why_none(span, now_ms, sentence),
        quality=_counts(starts, known, now_ms, interval_ms),
    )


def day_line(row: DayRow) -> DayLine:
    """Return a day's sums as a line."""
    return DayLine(
        day=row.day,
        import_wh=row.import_wh,
        export_wh=row.export_wh,
        generation_wh=row.generation_wh if row.generation_rows else None,
        intervals=row.energy_rows,
        sold_wh=row.sold_wh,
        bought_wh=row.bought_wh,
        earned_micro=row.earned_micro,
        spent_micro=row.spent_micro,
        charge_micro=row.charge_micro,
        penalty_micro=row.penalty_micro,
        trades=row.trades,
    )


def _point(row: EnergyRow | None) -> EnergyPoint | None:
    return None if row is None else EnergyPoint(row.import_wh, row.export_wh, row.generation_wh)


def _added(parts: Sequence[EnergyPoint | None]) -> EnergyPoint | None:
    """Add intervals up; generation is known only where all that are known know it."""
    known = [part for part in parts if part is not None]
    if not known:
        return None
    made = [part.generation_wh for part in known if part.generation_wh is not None]
    return EnergyPoint(
        sum(part.import_wh for part in known),
        sum(part.export_wh for part in known),
        sum(made) if len(made) == len(known) else None,
    )


def _why_none(span: DaySpan, now_ms: int, sentence: str) -> str:
    return "This day is over." if span.to_ms <= now_ms else sentence


def _counts(
    starts: Iterable[int], known: dict[int, EnergyRow], now_ms: int, interval_ms: int
) -> QualityCounts:
    counts = {"missing": 0, **dict.fromkeys(QUALITIES, 0)}
    for start_ms in starts:
        row = known.get(start_ms)
        if row is not None:
            counts[QUALITIES[row.quality]] += 1
        elif start_ms + interval_ms <= now_ms:
            counts["missing"] += 1
    return QualityCounts(**counts)
