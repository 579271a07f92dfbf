"""The scale of the price slider, and the neighbourhood's last prices drawn behind it.

Prices of the slider are whole steps of a tenth of a penny; all of it integers but the drawing.
"""

from collections import Counter
from collections.abc import Sequence

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
BINS = 60
"""Bars behind the slider."""


def scale_top(*prices_micro: int | None) -> int:
    """Return the price at the slider's right end, with room beyond every given price."""
    most = max((price for price in prices_micro if price is not None), default=0)
    room = most + TOP_STEP_MICRO // 2
    return max(LEAST_TOP_MICRO, -(-room // TOP_STEP_MICRO) * TOP_STEP_MICRO)


def snapped(price_micro: int, step_micro: int = STEP_MICRO) -> int:
    """Return the nearest whole step, halves up; at least 0."""
    return max((price_micro * 2 + step_micro) // (2 * step_micro) * step_micro, 0)


def suggested(last_micro: int | None) -> tuple[int, int]:
    """Return a range to begin with: a quarter below and above the last price."""
    if last_micro is None:
        return 100_000, 200_000
    low, high = last_micro * 3 // 4, last_micro * 5 // 4
    return snapped(low, DRAG_MICRO), max(snapped(high, DRAG_MICRO), STEP_MICRO)


def prices_picture(lines: Sequence[PriceLine], top_micro: int) -> Picture | None:
    """Return how often each price came about, over the slider's own scale; None: no price yet."""
    found = [line.price_micro_per_kwh for line in lines if line.price_micro_per_kwh is not None]
    if not found or top_micro <= 0:
        return None
    bins = Counter(min(price * BINS // top_micro, BINS - 1) for price in found if price >= 0)
    most = max(bins.values(), default=1)
    bars = tuple(((place + 0.5) / BINS, count / most) for place, count in sorted(bins.items()))
    last = min(found[-1] / top_micro, 1.0)
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
