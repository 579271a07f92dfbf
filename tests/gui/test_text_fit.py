"""No text is cut, in any language, on any view, in any state; nor where one reads from the right."""

from collections.abc import Callable, Iterator
from functools import cache

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QGuiApplication, QPointingDevice, QRawFont
from PySide6.QtQuick import QQuickItem

from gui.translations.__main__ import LANGUAGES
from gui.window import FOLDER, Language
from tests.gui.stage import Stage
from tests.gui.walk import STATES, State, entered, mirror, speak

FONTS = ("DejaVuSans.ttf",)
LEAST_PIXELS = 15
"""Of the order's five stations in portrait; 18 everywhere else."""
PORTRAIT = [state for state in STATES if state.name in {"home", "trade-sheet", "information"}]


def moved(item: QQuickItem) -> bool:
    """Return whether a finger can bring the item into view."""
    above = item.parentItem()
    while above is not None:
        if above.inherits("QQuickFlickable"):
            return True
        above = above.parentItem()
    return False


@cache
def drawn() -> Callable[[str], bool]:
    """Return whether the screen's own font has a letter; else a box is drawn."""
    fonts = [QRawFont(str(FOLDER / "fonts" / name), 22) for name in FONTS]
    return lambda letter: all(font.supportsCharacter(ord(letter)) for font in fonts)


def cut(stage: Stage) -> list[tuple[str, str]]:
    """Return each text that is not wholly to be read, and why."""
    if not list(_cut_now(stage)):
        return []
    stage.rest()  # a layout may not have found its size yet
    return list(_cut_now(stage))


def _cut_now(stage: Stage) -> Iterator[tuple[str, str]]:
    width, height = stage.window.width(), stage.window.height()
    for label in stage.labels():
        text = str(label.property("text"))
        box = label.mapRectToScene(QRectF(0, 0, label.width(), label.height()))
        if boxes := [letter for letter in set(text) - {"\n"} if not drawn()(letter)]:
            yield text, f"no letter in the font for {boxes}"
        if label.property("truncated"):
            yield text, "elided"
        if label.property("contentWidth") > label.width() + 1:
            yield text, f"wider than its {label.width():.0f}"
        if label.property("contentHeight") > label.height() + 1:
            yield text, f"higher than its {label.height():.0f}"
        if box.left() < -1 or box.right() > width + 1:
            yield text, "beside the screen"
        if not moved(label) and (box.top() < -1 or box.bottom() > height + 1):
            yield text, "above or below the screen"
        if min(label.property("minimumPixelSize"), label.property("size") or 18) < LEAST_PIXELS:
            yield text, "too small"


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.name)
def test_no_text_is_cut_in_any_language(
    state: State, application: QGuiApplication, touch_device: QPointingDevice
) -> None:
    language = Language(application)
    wrong = []
    with entered(state, touch_device) as stage:
        try:
            for code in ("en", *LANGUAGES):
                speak(stage, language, code)
                wrong += [(code, *found) for found in cut(stage)]
            language.use("en")
            mirror(stage, application, mirrored=True)
            wrong += [("mirrored", *found) for found in cut(stage)]
        finally:
            language.use("en")
    assert wrong == []


@pytest.mark.parametrize("state", PORTRAIT, ids=lambda state: state.name)
def test_no_text_is_cut_upright(
    state: State, application: QGuiApplication, touch_device: QPointingDevice
) -> None:
    language = Language(application)
    wrong = []
    with entered(state, touch_device, size=(450, 800)) as stage:
        try:
            for code in LANGUAGES:
                speak(stage, language, code)
                wrong += [(code, *found) for found in cut(stage)]
        finally:
            language.use("en")
    assert wrong == []


def test_a_text_that_is_cut_is_found(touch_device: QPointingDevice) -> None:
    """Only then does the walk above say anything."""
    with entered(STATES[0], touch_device) as stage:
        assert not cut(stage)
        price = stage.find("price")
        price.setProperty("value", "1 234 567 890.12 and more")
        stage.settle(1)
        assert cut(stage)
        price.setProperty("value", "1")
        price.setProperty("title", "\N{HOURGLASS}")
        stage.settle(1)
        assert [why for _text, why in cut(stage)] == ["no letter in the font for ['\N{HOURGLASS}']"]


def test_right_to_left_is_the_mirror_of_left_to_right(
    application: QGuiApplication, touch_device: QPointingDevice
) -> None:
    with entered(STATES[0], touch_device) as stage:

        def middles() -> dict[str, float]:
            names = ("bar-home", "bar-more", "status", "price", "money", "round")
            return {name: float(stage.middle(stage.find(name)).x()) for name in names}

        before = middles()
        try:
            mirror(stage, application, mirrored=True)
            stage.until(lambda: middles()["bar-home"] > 400)  # layouts turn round when it is drawn
            stage.rest()
            after = middles()
            stage.tap("bar-trade")
            assert stage.screen.property("page") == "trade"
        finally:
            mirror(stage, application, mirrored=False)
        assert after == pytest.approx({name: 800 - x for name, x in before.items()}, abs=2)
