"""The history in words: sums, trades, partners, penalties, days."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from agent.api.sections import StatementLine, TradeLine
from agent.api.views import DayLine, EnergyDay
from agent.units import WH_PER_KWH
from gui import texts
from gui.models.calendar import day_name, month_name
from gui.models.home import cycle_start_ms
from gui.models.listing import Row
from gui.texts import Reader, translate

Line = dict[str, str]


@dataclass(frozen=True)
class Told:
    """Who is told, in which currency, and what is known of the cycles' times."""

    reader: Reader
    currency: str
    prices: Any

    def energy(self, energy_wh: int) -> str:
        return texts.energy(energy_wh, self.reader)

    def sum_energy(self, energy_wh: int) -> str:
        """A sum of many: to a hundredth of a kWh, from 10 kWh on to a tenth."""
        digits = 2 if abs(energy_wh) < 9_995 else 1
        return texts.number(energy_wh, WH_PER_KWH, digits, self.reader) + texts.SPACE + "kWh"

    def money(self, micro: int, *, signed: bool = False) -> str:
        return texts.money(micro, self.currency, self.reader, signed=signed)

    def time(self, cycle: int) -> str:
        at_ms = cycle_start_ms(self.prices, cycle)
        if at_ms is None:
            return translate("history", "Round %1").replace("%1", str(cycle))
        return texts.clock(at_ms, self.reader)


def filled(sentence: str, *parts: str) -> str:
    """Return the sentence with %1, %2 … replaced, each once and none twice."""
    for place in range(len(parts), 0, -1):
        sentence = sentence.replace(f"%{place}", f"\0{place}\0")
    for place, part in enumerate(parts, 1):
        sentence = sentence.replace(f"\0{place}\0", part)
    return sentence


def total_rows(lines: Sequence[DayLine], energy: EnergyDay | None, told: Told) -> tuple[Line, ...]:
    """Return the sums of a period; a day without a line yet is summed from its intervals."""
    if not lines and energy is None:
        return ()
    drawn, given, made = _energies(lines, energy)
    found: list[tuple[str, str]] = []
    if made is not None:
        found.append((translate("history", "Made"), told.sum_energy(made)))
        found.append((translate("history", "Used"), told.sum_energy(max(made + drawn - given, 0))))
    found += [
        (translate("history", "Drawn from the grid"), told.sum_energy(drawn)),
        (translate("history", "Given to the grid"), told.sum_energy(given)),
    ]
    trades = sum(line.trades for line in lines)
    if trades:
        earned, spent = (
            sum(line.earned_micro for line in lines),
            sum(line.spent_micro for line in lines),
        )
        sold, bought = sum(line.sold_wh for line in lines), sum(line.bought_wh for line in lines)
        found += [
            (translate("history", "Sold"), told.sum_energy(sold)),
            (translate("history", "Bought"), told.sum_energy(bought)),
            (translate("history", "Earned"), told.money(earned)),
            (translate("history", "Spent"), told.money(spent)),
            (translate("history", "Result"), told.money(earned - spent, signed=True)),
            (
                translate("history", "Network charges"),
                told.money(sum(line.charge_micro for line in lines)),
            ),
            (
                translate("history", "Penalties"),
                told.money(sum(line.penalty_micro for line in lines)),
            ),
        ]
    result = translate("history", "Result")
    return tuple(
        {"name": name, "amount": amount, "strong": "yes" if name == result else ""}
        for name, amount in found
    )


def _energies(lines: Sequence[DayLine], energy: EnergyDay | None) -> tuple[int, int, int | None]:
    measured = [line for line in lines if line.intervals]
    if measured or energy is None:
        made = [line.generation_wh for line in measured if line.generation_wh is not None]
        return (
            sum(line.import_wh for line in measured),
            sum(line.export_wh for line in measured),
            sum(made) if made else None,
        )
    points = [point for point in energy.points if point is not None]
    made = [point.generation_wh for point in points if point.generation_wh is not None]
    drawn, given = sum(one.import_wh for one in points), sum(one.export_wh for one in points)
    return drawn, given, sum(made) if made else None


def trade_rows(
    trades: Sequence[TradeLine], statements: Sequence[StatementLine], told: Told
) -> tuple[Line, ...]:
    """Return one line per trade, newest first."""
    settled = {line.cycle: line for line in statements}
    return tuple(_trade(trade, settled.get(trade.cycle), told) for trade in trades)


def _trade(trade: TradeLine, settled: StatementLine | None, told: Told) -> Line:
    sentence = (
        translate("history", "Sold %1 to %2")
        if trade.side == "sell"
        else translate("history", "Bought %1 from %2")
    )
    detail = translate("history", "%1 away · network charge %2")
    marks = {True: "\u2713", False: "\u26a0", None: ""}
    return {
        "time": told.time(trade.cycle),
        "text": filled(sentence, told.energy(trade.energy_wh), trade.partner),
        "detail": filled(
            detail,
            texts.distance(trade.distance_mm, told.reader),
            told.money(trade.charge_micro),
        ),
        "amount": texts.short_price(trade.price_micro_per_kwh, told.currency, told.reader),
        "mark": marks[settled.verified if settled is not None else None],
    }


def partner_rows(trades: Sequence[TradeLine], told: Told) -> tuple[Line, ...]:
    """Return who was traded with, the most energy first."""
    sums: dict[tuple[str, str], tuple[int, int]] = {}
    for trade in trades:
        energy_wh, count = sums.get((trade.partner, trade.side), (0, 0))
        sums[(trade.partner, trade.side)] = (energy_wh + trade.energy_wh, count + 1)
    ordered = sorted(sums.items(), key=lambda one: (-one[1][0], one[0]))
    return tuple(
        {
            "text": partner,
            "detail": _deeds(side, count),
            "amount": told.energy(energy_wh),
        }
        for (partner, side), (energy_wh, count) in ordered
    )


def _deeds(side: str, count: int) -> str:
    if side == "sell":
        one, many = translate("history", "sold once"), translate("history", "sold %1 times")
    else:
        one, many = translate("history", "bought once"), translate("history", "bought %1 times")
    return one if count == 1 else filled(many, str(count))


def penalty_rows(statements: Sequence[StatementLine], told: Told) -> tuple[Line, ...]:
    """Return why each penalty was charged, and every bill that does not hold, newest first."""
    found = []
    for line in statements:
        if line.penalty_micro:
            found.append({"time": told.time(line.cycle), "text": _why_penalty(line, told)})
        if not line.verified:
            sentence = translate(
                "history",
                "This bill differs from what this home computed; tell the market's operator.",
            )
            found.append({"time": told.time(line.cycle), "text": sentence})
    return tuple(found)


def _why_penalty(line: StatementLine, told: Told) -> str:
    missing = abs(line.agreed_wh - line.metered_wh)
    if line.side == "sell":
        sentence = translate(
            "history",
            "You sold %1, and your meter counted %2 given: %3 were missing. The penalty was %4.",
        )
    else:
        sentence = translate(
            "history",
            "You bought %1, and your meter counted %2 drawn: %3 off. The penalty was %4.",
        )
    return filled(
        sentence,
        told.energy(line.agreed_wh),
        told.energy(line.metered_wh),
        told.energy(missing),
        told.money(line.penalty_micro),
    )


def day_rows(lines: Sequence[DayLine], told: Told) -> tuple[Row, ...]:
    """Return one line per day, each to be opened."""
    return tuple(
        _sum_row(line.day, day_name(date.fromisoformat(line.day), told.reader), [line], told)
        for line in lines
    )


def month_rows(lines: Sequence[DayLine], told: Told) -> tuple[Row, ...]:
    """Return one line per month, in the order of the days, each to be opened."""
    months: dict[str, list[DayLine]] = {}
    for line in lines:
        months.setdefault(line.day[:7], []).append(line)
    return tuple(
        _sum_row(month, month_name(int(month[5:]), told.reader), days, told)
        for month, days in months.items()
    )


def _sum_row(key: str, name: str, lines: Sequence[DayLine], told: Told) -> Row:
    parts = []
    if any(line.intervals for line in lines):
        drawn, given, made = _energies(lines, None)
        if made is not None:
            parts.append(filled(translate("history", "made %1"), told.sum_energy(made)))
        parts.append(filled(translate("history", "drawn %1"), told.sum_energy(drawn)))
        parts.append(filled(translate("history", "given %1"), told.sum_energy(given)))
    penalty = sum(line.penalty_micro for line in lines)
    if penalty:
        parts.append(filled(translate("history", "penalty %1"), told.money(penalty)))
    result = sum(line.earned_micro - line.spent_micro for line in lines)
    return {
        "key": key,
        "text": name,
        "detail": " · ".join(parts),
        "amount": told.money(result, signed=True) if any(line.trades for line in lines) else "",
    }
