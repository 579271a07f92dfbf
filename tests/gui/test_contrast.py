"""Text stands out from what is behind it, for every kind of eye: WCAG 2.2, 1.4.3, 1.4.11 and 1.4.1."""

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPointingDevice
from PySide6.QtQuick import QQuickItem

from gui.preferences import PreferenceStore
from tests.gui.stage import Stage
from tests.gui.walk import STATES, State, entered

Linear = tuple[float, float, float]

TEXT, LARGE, CONTROL = 4.5, 3.0, 3.0
LARGE_PIXELS, LARGE_BOLD_PIXELS = 32, 25
"""18 point and 14 point bold, in pixels of 96 to the inch."""

PAIRS = (
    *((ink, ground, TEXT) for ink in ("text", "soft", "good") for ground in ("background", "card")),
    *((ink, "card", TEXT) for ink in ("made", "used")),
    *(("faded", ground, CONTROL) for ground in ("background", "card")),
    *(("line", ground, CONTROL) for ground in ("background", "card")),
    *((f"{name}Ink", name, TEXT) for name in ("action", "surplus", "deficit", "unknown", "fault")),
    ("actionInk", "actionPressed", TEXT),
    ("text", "cardPressed", TEXT),
)
SAMPLED = tuple(
    state
    for state in STATES
    if state.name
    in {"home", "home-using-more", "home-stale", "home-gone", "trade-manual", "trade-invalid"}
    | {"information", "history-day", "street-prices", "devices", "alerts", "settings"}
)

# Machado, Oliveira and Fernandes 2009, deuteranomaly of severity 1.0, on linear RGB.
DEUTERANOPIA = (
    (0.367322, 0.860646, -0.227968),
    (0.280085, 0.672501, 0.047413),
    (-0.011820, 0.042940, 0.968881),
)


def linear(colour: QColor) -> Linear:
    def one(value: float) -> float:
        return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4

    return one(colour.redF()), one(colour.greenF()), one(colour.blueF())


def luminance(colour: Linear) -> float:
    return 0.2126 * colour[0] + 0.7152 * colour[1] + 0.0722 * colour[2]


def ratio(one: Linear, other: Linear) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def contrast(one: QColor, other: QColor) -> float:
    return ratio(linear(one), linear(other))


def seen_by_a_deuteranope(colour: QColor) -> Linear:
    rgb = linear(colour)
    red, green, blue = (
        min(max(sum(factor * part for factor, part in zip(row, rgb, strict=True)), 0.0), 1.0)
        for row in DEUTERANOPIA
    )
    return red, green, blue


def theme_of(stage: Stage) -> Any:
    return stage.engine.singletonInstance("theme", "Theme")


def test_the_ratio_is_that_of_wcag() -> None:
    assert contrast(QColor("#000000"), QColor("#ffffff")) == pytest.approx(21.0)
    assert contrast(QColor("#777777"), QColor("#ffffff")) == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("dark", [True, False], ids=["dark", "light"])
def test_every_pair_of_the_theme_stands_out(stage: Callable[..., Stage], dark: bool) -> None:
    store = PreferenceStore()
    store.prefer(dark=dark)
    theme = theme_of(stage("afternoon", store=store))
    assert theme.property("dark") is dark
    wrong = []
    for ink, ground, least in PAIRS:
        found = contrast(QColor(theme.property(ink)), QColor(theme.property(ground)))
        if found < least:
            wrong.append((ink, ground, round(found, 2), least))
    assert wrong == []


def in_view(item: QQuickItem) -> bool:
    """Return whether no list has moved the item out of sight, not even half of it."""
    box = item.mapRectToScene(QRectF(0, 0, item.width(), item.height()))
    above = item.parentItem()
    while above is not None:
        if above.clip():
            window = above.mapRectToScene(QRectF(0, 0, above.width(), above.height()))
            if not window.contains(box):
                return False
        above = above.parentItem()
    return True


def sampled(stage: Stage, picture: QImage) -> Iterator[tuple[str, float, float]]:
    """Yield each text with the contrast of its ink to what is behind it, and what it needs."""
    for label in stage.labels():
        box = label.mapRectToScene(QRectF(0, 0, label.width(), label.height())).toRect()
        box = box.intersected(picture.rect())
        if not in_view(label):
            continue
        if box.width() < 2 or box.height() < 2:
            continue
        around = Counter(
            picture.pixel(x, y)
            for y in range(box.top(), box.bottom() + 1, 2)
            for x in range(box.left(), box.right() + 1, 3)
        )
        ground = QColor(around.most_common(1)[0][0])
        ink = QColor(label.property("color"))
        pixels, bold = label.property("size") or 18, bool(label.property("strong"))
        large = pixels >= (LARGE_BOLD_PIXELS if bold else LARGE_PIXELS)
        resting = bool(label.property("faded")) or not label.isEnabled()
        if ink != ground and not resting:
            yield str(label.property("text")), contrast(ink, ground), LARGE if large else TEXT


@pytest.mark.parametrize("state", SAMPLED, ids=lambda state: state.name)
def test_text_stands_out_from_what_is_drawn_behind_it(
    state: State, touch_device: QPointingDevice
) -> None:
    store = PreferenceStore()
    store.prefer(dark=STATES.index(state) % 2 == 0)
    with entered(state, touch_device, store=store) as stage:
        found = list(sampled(stage, stage.picture()))
    assert len(found) >= 5
    assert [one for one in found if one[1] < one[2]] == []


def test_green_and_red_differ_for_a_deuteranope_by_lightness(stage: Callable[..., Stage]) -> None:
    theme = theme_of(stage("afternoon"))
    green, red, grey = (
        seen_by_a_deuteranope(QColor(theme.property(name)))
        for name in ("surplus", "deficit", "unknown")
    )
    assert ratio(green, red) >= 3.0
    assert ratio(green, grey) >= 3.0
    dark_green, dark_red = (seen_by_a_deuteranope(QColor(name)) for name in ("#0b6b3a", "#a31515"))
    assert ratio(dark_green, dark_red) < 1.2, "the pair everybody takes first, which must not pass"
