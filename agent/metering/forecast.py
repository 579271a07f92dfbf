"""How much the home will draw and give in a coming delivery interval.

Persistence: the last interval's worth of registers, scaled from the part seen, is the best
simple guess for the next quarter-hour. Where earlier days are known, the mean of the same
interval of those days counts for a third: it knows of sunrise, persistence knows of today.
Everything is energy per interval, never watts times seconds: a demonstration's 20 seconds
carry a quarter-hour's energy. Power is used only when registers were seen for less than a tenth
of an interval.
"""

from collections.abc import Sequence
from enum import StrEnum

import msgspec

from agent.metering.interval import IntervalEnergy, Point
from agent.metering.reading import Quality
from agent.metering.settings import MeteringSettings

DAY_MS = 86_400_000
DAYS_LOOKED_BACK = 3
"""Enough to average a cloudy day out, few enough to follow the season."""


class Basis(StrEnum):
    """What a forecast rests on, from good to thin."""

    DAYS = "now and earlier days"
    NOW = "the last readings"
    POWER = "the power at this moment"


class Forecast(msgspec.Struct, frozen=True):
    """Expected energies of one delivery interval at the grid connection, never negative."""

    import_wh: int
    export_wh: int
    basis: Basis
    sentence: str

    @property
    def surplus_wh(self) -> int:
        """Expected export minus import; negative is a deficit."""
        return self.export_wh - self.import_wh


class NotEnoughData(msgspec.Struct, frozen=True):
    """No forecast can be made yet, and why."""

    sentence: str


def forecast_interval(
    seen: Sequence[Point],
    power_w: int | None,
    history: Sequence[IntervalEnergy],
    delivery_from_ms: int,
    settings: MeteringSettings,
) -> Forecast | NotEnoughData:
    """Return the forecast of the interval that starts at `delivery_from_ms`.

    `seen`: the grid meter's believed readings, oldest first; `power_w`: its power now,
    positive drawn from the grid; `history`: whole intervals, any order. Rounded down.
    """
    now = _persistence(seen, settings)
    if now is None:
        return _from_power(power_w, settings)
    earlier = same_time_earlier(history, delivery_from_ms, settings)
    if not earlier:
        return Forecast(*now, Basis.NOW, _sentence(Basis.NOW))
    count = len(earlier)
    into = (2 * count * now[0] + sum(day.import_wh for day in earlier)) // (3 * count)
    out = (2 * count * now[1] + sum(day.export_wh for day in earlier)) // (3 * count)
    return Forecast(into, out, Basis.DAYS, _sentence(Basis.DAYS))


def _persistence(seen: Sequence[Point], settings: MeteringSettings) -> tuple[int, int] | None:
    """Return (import, export) of one interval at the rate of the last one; None if too short."""
    if len(seen) < 2:
        return None
    last = seen[-1]
    first = next(p for p in seen if p.at_ms >= last.at_ms - settings.interval_ms)
    if first is last:
        first = seen[-2]
    span_ms = last.at_ms - first.at_ms
    if span_ms * 10 < settings.interval_ms:
        return None
    return (
        (last.import_wh - first.import_wh) * settings.interval_ms // span_ms,
        (last.export_wh - first.export_wh) * settings.interval_ms // span_ms,
    )


def same_time_earlier(
    history: Sequence[IntervalEnergy], delivery_from_ms: int, settings: MeteringSettings
) -> list[IntervalEnergy]:
    """Return the same interval of earlier days, in the time the intervals stand for."""
    day_ms = DAY_MS // settings.nominal_interval_ms * settings.interval_ms
    wanted = {delivery_from_ms - day * day_ms for day in range(1, DAYS_LOOKED_BACK + 1)}
    return [
        interval
        for interval in history
        if interval.from_ms in wanted and interval.quality is Quality.MEASURED
    ]


def _from_power(power_w: int | None, settings: MeteringSettings) -> Forecast | NotEnoughData:
    if power_w is None:
        return NotEnoughData("Too few readings yet to expect anything.")
    energy_wh = abs(power_w) * settings.nominal_interval_ms // 3_600_000
    drawn, given = (energy_wh, 0) if power_w > 0 else (0, energy_wh)
    return Forecast(drawn, given, Basis.POWER, _sentence(Basis.POWER))


def _sentence(basis: Basis) -> str:
    return f"Expected from {basis}."
