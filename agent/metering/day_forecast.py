"""What the rest of a day is expected to draw and give, interval by interval.

The running interval and the next are forecast as orders are (agent.metering.forecast). Later
ones are known only from earlier days: the mean of the same interval, measured, of up to three
days. Where no day is known nothing is expected: the wind of this hour says nothing about tonight.
"""

from collections.abc import Iterable

from agent.metering.forecast import (
    DAY_MS,
    Basis,
    Forecast,
    NotEnoughData,
    same_time_earlier,
)
from agent.metering.home import HomeMeters, forecast
from agent.metering.settings import MeteringSettings

NO_DAYS = "No earlier day is known yet, so only the next quarter-hours can be expected."


def rest_of_day(
    state: HomeMeters, starts_ms: Iterable[int], now_ms: int, settings: MeteringSettings
) -> tuple[tuple[tuple[int, int] | None, ...], str]:
    """Return (import, export) in Wh for each interval start, and what they rest on.

    None: over already, or nothing can be said. Rounded down.
    """
    near = forecast_near(state, now_ms, settings)
    found: list[tuple[int, int] | None] = []
    from_days = False
    for start_ms in starts_ms:
        if start_ms + settings.interval_ms <= now_ms:
            found.append(None)
        elif isinstance(near, Forecast) and start_ms < now_ms + settings.interval_ms:
            found.append((near.import_wh, near.export_wh))
        else:
            days = same_time_earlier(state.history, start_ms, settings)
            from_days = from_days or bool(days)
            count = len(days)
            mean = (
                (
                    sum(day.import_wh for day in days) // count,
                    sum(day.export_wh for day in days) // count,
                )
                if days
                else None
            )
            found.append(mean)
    return tuple(found), _sentence(near, from_days=from_days)


def forecast_near(
    state: HomeMeters, now_ms: int, settings: MeteringSettings
) -> Forecast | NotEnoughData:
    """Return the forecast of the interval that runs now."""
    running_ms = now_ms - (now_ms - settings.origin_ms) % settings.interval_ms
    return forecast(state, running_ms, now_ms, settings)


def _sentence(near: Forecast | NotEnoughData, *, from_days: bool) -> str:
    if from_days:
        return f"Expected from {Basis.DAYS}."
    return near.sentence if isinstance(near, NotEnoughData) else f"{near.sentence} {NO_DAYS}"


def day_ms(settings: MeteringSettings) -> int:
    """Return how long a day lasts in the time the market runs in."""
    return DAY_MS // settings.nominal_interval_ms * settings.interval_ms
