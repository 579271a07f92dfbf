"""What the history's page shows, made from what the daemon answered about one period. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from agent.api.sections import StatementLine, TradeLine
from agent.api.views import DayLine, EnergyDay
from gui import texts
from gui.charts.bars import Kind, bars_picture
from gui.charts.picture import Picture
from gui.glance import Glance
from gui.models.calendar import Period, title_of
from gui.models.history_bins import bins_of
from gui.models.history_rows import Told, partner_rows, penalty_rows, total_rows, trade_rows
from gui.models.home import cycle_start_ms
from gui.texts import translate


@dataclass(frozen=True)
class Known:
    """What the daemon answered about one period."""

    days: Mapping[str, DayLine] = field(default_factory=dict)
    energy: EnergyDay | None = None
    trades: tuple[TradeLine, ...] = ()
    statements: tuple[StatementLine, ...] = ()
    prices: Any = None
    refusal: str = ""
    waiting: int = 0
    """Answers about days that have not come yet."""


@dataclass(frozen=True)
class Shown:
    """The page."""

    span: str = "day"
    kind: str = "energy"
    title: str = ""
    newer: bool = False
    """There is a period after this one."""
    chart: Picture | None = None
    explanation: str = ""
    totals: tuple[dict[str, str], ...] = ()
    notes: tuple[dict[str, str], ...] = ()
    """Penalties in sentences."""
    partners: tuple[dict[str, str], ...] = ()
    trades: tuple[dict[str, str], ...] = ()
    notes_title: str = ""
    partners_title: str = ""
    trades_title: str = ""
    days_title: str = ""
    faded: bool = False


def shown(glance: Glance, period: Period, kind: Kind, known: Known) -> Shown:
    """Return the page for a period, from what is known of it."""
    reader = glance.reader
    currency = glance.snapshot.currency if glance.snapshot is not None else ""
    told = Told(reader, currency, known.prices)
    settled = [
        (at_ms, line)
        for line in known.statements
        if (at_ms := cycle_start_ms(known.prices, line.cycle)) is not None
    ]
    bins = bins_of(period, known.days, known.energy, settled, reader)
    lines = [known.days[name] for name in sorted(known.days)]
    today = date.fromisoformat(texts.day_number(glance.now_ms, reader))
    notes = penalty_rows(known.statements, told)
    partners = partner_rows(known.trades, told)
    trades = trade_rows(known.trades, known.statements, told)
    return Shown(
        span=period.span,
        kind=kind,
        title=title_of(period, reader),
        newer=period.last < today,
        chart=bars_picture(bins, kind, reader, currency),
        explanation=_why_empty(glance, known, kind),
        totals=total_rows(lines, known.energy, told),
        notes=notes,
        partners=partners,
        trades=trades,
        notes_title=translate("history", "Penalties") if notes else "",
        partners_title=translate("history", "With whom") if partners else "",
        trades_title=translate("history", "Trades") if trades else "",
        days_title=_lines_title(period) if lines else "",
        faded=not glance.live,
    )


def _lines_title(period: Period) -> str:
    match period.span:
        case "day":
            return ""
        case "year":
            return translate("history", "Months")
        case _:
            return translate("history", "Days")


def _why_empty(glance: Glance, known: Known, kind: Kind) -> str:
    if not glance.live:
        return translate("history", "The history comes from the agent.")
    if not glance.may("energy.days"):
        return translate("history", "This agent keeps no history.")
    if known.refusal:
        return known.refusal
    if known.waiting:
        return translate("history", "Asking the agent …")
    if kind == "money" and known.days:
        return translate("history", "No trade was settled in this time.")
    return translate("history", "Nothing is known of this time.")
