"""Bars of several days or hours: what came in above the middle line, what went out below it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from agent.units import MICRO
from gui.charts.picture import Key, Label, Layer, Picture, scale_top
from gui.texts import Reader, kilowatt_hours, money_number, money_unit, number, translate

Kind = Literal["energy", "money"]
KINDS: tuple[Kind, ...] = ("energy", "money")

LEAST_TOP_WH = 1_000
"""A dark day's few watt-hours do not fill the chart."""
LEAST_TOP_MICRO = 100_000
BAR_SHARE = 0.72
"""Of a bar's place that is filled."""
PARTS = 3


@dataclass(frozen=True)
class Bin:
    """One bar's place: an hour, a day or a month. None: nothing is known of it."""

    label: str = ""
    import_wh: int | None = None
    export_wh: int | None = None
    generation_wh: int | None = None
    earned_micro: int = 0
    spent_micro: int = 0
    penalty_micro: int = 0
    trades: int = 0

    @property
    def known(self) -> bool:
        """Return whether anything is known."""
        return self.import_wh is not None or self.trades > 0


def bars_picture(bins: Sequence[Bin], kind: Kind, reader: Reader, currency: str) -> Picture | None:
    """Return the chart, or None when nothing is known of any bin."""
    if not any(one.known for one in bins):
        return None
    if kind == "energy":
        above, below = [_made(one) for one in bins], [one.import_wh or 0 for one in bins]
        least, tops = LEAST_TOP_WH, [one.export_wh or 0 for one in bins]
    else:
        above, below = [one.earned_micro for one in bins], [one.spent_micro for one in bins]
        least, tops = LEAST_TOP_MICRO, [one.penalty_micro for one in bins]
    _, step = scale_top(max(least, max(above) + max(below)), PARTS)
    up, down = _steps(max(above), step), _steps(max(below), step)
    if up == down == 0:
        up = step
    whole = up + down
    zero = down / whole
    layers = [_levels(up, down, step, zero, whole)]
    if kind == "energy":
        layers += [
            *_bars(above, "made", zero, whole, 1),
            *_bars(tops, "surplus", zero, whole, 1),
            *_bars(below, "used", zero, whole, -1),
        ]
    else:
        layers += [
            *_bars(above, "surplus", zero, whole, 1),
            *_bars(below, "used", zero, whole, -1),
        ]
    layers.append(Layer("level", "line", ((0.0, zero),), 1.5))
    if kind == "money":
        layers += _crosses(tops, zero)
    ticks = range(-down, up + 1, step)
    coins = any(at % MICRO for at in ticks)
    named = [Label((at + down) / whole, _amount(at, kind, reader, coins=coins)) for at in ticks]
    return Picture(
        tuple(layers),
        tuple(_labels(bins)),
        tuple(named),
        _legend(kind, currency, makes=any(one.generation_wh for one in bins)),
    )


def _made(one: Bin) -> int:
    return max(one.generation_wh or 0, one.export_wh or 0)


def _steps(most: int, step: int) -> int:
    return -(-most // step) * step


def _levels(up: int, down: int, step: int, zero: float, whole: int) -> Layer:
    points = tuple((0.0, zero + at / whole) for at in range(-down, up + 1, step))
    return Layer("level", "grid", points, 1.0)


def _bars(
    amounts: Sequence[int], colour: str, zero: float, whole: int, sign: int
) -> tuple[Layer, ...]:
    count = len(amounts)
    points = tuple(
        ((place + 0.5) / count, zero + sign * amount / whole)
        for place, amount in enumerate(amounts)
        if amount > 0
    )
    return (Layer("bars", colour, points, width=BAR_SHARE / count, base=zero),) if points else ()


def _crosses(penalties: Sequence[int], zero: float) -> list[Layer]:
    """Mark the bars a penalty is in: it made the income smaller or the bill larger."""
    count = len(penalties)
    points = tuple(
        ((place + 0.5) / count, zero) for place, micro in enumerate(penalties) if micro > 0
    )
    return [Layer("marks", "text", points, 2.5, mark="cross", size=9.0)] if points else []


def _labels(bins: Sequence[Bin]) -> list[Label]:
    count = len(bins)
    return [Label((place + 0.5) / count, one.label) for place, one in enumerate(bins) if one.label]


def _amount(at: int, kind: Kind, reader: Reader, *, coins: bool) -> str:
    """Return the size of a bar, below the line too: the words say which way it went."""
    if kind == "money":
        return money_number(abs(at), reader) if coins else number(abs(at), MICRO, 0, reader)
    return kilowatt_hours(abs(at), reader).removesuffix(reader.decimal_mark + "0")


def _legend(kind: Kind, currency: str, *, makes: bool) -> tuple[Key, ...]:
    if kind == "money":
        unit = money_unit(currency)
        words = (
            ("\u25b2", "surplus", translate("charts", "earned, %1")),
            ("\u25bc", "used", translate("charts", "spent")),
            ("\u2715", "text", translate("charts", "penalty")),
        )
        return tuple(Key(mark, name, word.replace("%1", unit)) for mark, name, word in words)
    made = (Key("\u25b2", "made", translate("charts", "made, kWh")),) if makes else ()
    return (
        *made,
        Key("\u25b2", "surplus", translate("charts", "given")),
        Key("\u25bc", "used", translate("charts", "drawn")),
    )
