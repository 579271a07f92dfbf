"""The scale of the price slider, and the neighbourhood's last prices drawn behind it.

Prices of the slider are whole steps of a tenth of a penny; all of it integers but the drawing.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from agent.api.sections import MarketSection
from agent.api.views import PriceLine
from gui import texts
from gui.charts.picture import Layer, Picture
from gui.texts import Reader, translate

STEP_MICRO = 1_000
"""What one press of plus or minus changes a price by: a tenth of a penny."""
DRAG_MICRO = 5_000
"""What a dragged handle snaps to; a finger is no finer."""
LEAST_TOP_MICRO = 300_000
TOP_STEP_MICRO = 100_000
HIGHEST_MICRO = 1_000_000_000
"""Where no market says how high a price may be."""
BINS = 60
"""Bars behind the slider."""


@dataclass(frozen=True)
class Scale:
    """What the slider goes from and to, in whole steps."""

    bottom_micro: int
    top_micro: int

    @property
    def steps(self) -> int:
        return (self.top_micro - self.bottom_micro) // STEP_MICRO

    def step_of(self, price_micro: int) -> int:
        """Return the step nearest below a price, at one of the ends for a price beyond it."""
        return min(max((price_micro - self.bottom_micro) // STEP_MICRO, 0), self.steps)

    def price_at(self, step: int) -> int:
        """Return the price of a step."""
        return self.bottom_micro + step * STEP_MICRO


USUAL_SCALE = Scale(0, LEAST_TOP_MICRO)


def scale_for(market: MarketSection, *prices_micro: int | None) -> Scale:
    """Return the slider's scale: room beyond every given price, within the market's limits.

    It does not go up to a high limit at once: the last prices would be a finger's width then.
    """
    most = max((price for price in prices_micro if price is not None), default=0)
    room = most + TOP_STEP_MICRO // 2
    top = max(LEAST_TOP_MICRO, -(-room // TOP_STEP_MICRO) * TOP_STEP_MICRO)
    bottom, ceiling = limits(market)
    return Scale(bottom, max(min(top, ceiling), bottom + STEP_MICRO))


def limits(market: MarketSection) -> tuple[int, int]:
    """Return the lowest and the highest price an order may name; without a market, any."""
    floor, ceiling = market.price_floor_micro_per_kwh, market.price_ceiling_micro_per_kwh
    return floor or 0, HIGHEST_MICRO if ceiling is None else ceiling


def within(price_micro: int, market: MarketSection) -> int:
    """Return the price, or the limit that it is beyond."""
    floor, ceiling = limits(market)
    return min(max(price_micro, floor), ceiling)


def snapped(price_micro: int, step_micro: int = STEP_MICRO) -> int:
    """Return the nearest whole step, halves up; at least 0."""
    return max((price_micro * 2 + step_micro) // (2 * step_micro) * step_micro, 0)


def suggested(market: MarketSection) -> tuple[int, int]:
    """Return a range to begin with: a quarter below and above the last price, within the limits."""
    last_micro = market.last_price_micro_per_kwh
    if last_micro is None:
        return within(100_000, market), within(200_000, market)
    low, high = snapped(last_micro * 3 // 4, DRAG_MICRO), snapped(last_micro * 5 // 4, DRAG_MICRO)
    return within(low, market), within(max(high, STEP_MICRO), market)


def prices_picture(lines: Sequence[PriceLine], scale: Scale) -> Picture | None:
    """Return how often each price came about, over the slider's own scale; None: no price yet."""
    found = [line.price_micro_per_kwh for line in lines if line.price_micro_per_kwh is not None]
    if not found:
        return None
    wide = scale.top_micro - scale.bottom_micro
    above = [max(price - scale.bottom_micro, 0) for price in found]
    bins = Counter(min(price * BINS // wide, BINS - 1) for price in above)
    most = max(bins.values(), default=1)
    bars = tuple(((place + 0.5) / BINS, count / most) for place, count in sorted(bins.items()))
    last = min(above[-1] / wide, 1.0)
    return Picture(
        layers=(
            Layer("bars", "action", bars, opacity=0.45, width=0.9 / BINS),
            Layer("upright", "text", ((last, 0.0),), thickness=2.0),
        )
    )


def prices_words(lines: Sequence[PriceLine], currency: str, reader: Reader) -> str:
    """Return "Last rounds: 14.1 to 18.9 p, the last 16.2 p", or nothing."""
    found = [line.price_micro_per_kwh for line in lines if line.price_micro_per_kwh is not None]
    if not found:
        return ""
    sentence = translate("trade", "Last rounds: %1 to %2, the last one %3")
    return (
        sentence.replace("%1", texts.price_number(min(found), currency, reader))
        .replace("%2", texts.short_price(max(found), currency, reader))
        .replace("%3", texts.short_price(found[-1], currency, reader))
    )
