"""The QR code on the screen: every module where the standard's encoder has it, in whole pixels."""

from collections.abc import Callable

import pytest
import segno
from PySide6.QtCore import QSizeF
from PySide6.QtGui import QColor, QImage, QPainter

from gui.charts.code import QUIET, Code
from tests.gui.stage import Stage
from tests.gui.walk import INSTALLER_PIN

LONG = "GRIDHEARTH-JOIN-1." + "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567" * 20
"""As long as a request is."""
SCREEN = QColor("#10151c")


def drawn(code: Code, ratio: float = 1.0) -> QImage:
    image = QImage(
        int(code.width() * ratio), int(code.height() * ratio), QImage.Format.Format_RGB32
    )
    image.setDevicePixelRatio(ratio)
    image.fill(SCREEN)
    painter = QPainter(image)
    code.paint(painter)
    painter.end()
    return image


@pytest.mark.parametrize("ratio", [1.0, 1.6])
@pytest.mark.parametrize("text", ["A", LONG])
def test_every_module_is_where_it_belongs(application: object, text: str, ratio: float) -> None:
    code = Code()
    code.setSize(QSizeF(300, 320))
    code.setProperty("text", text)
    matrix = segno.make(text, error="l").matrix
    count = len(matrix) + 2 * QUIET
    image = drawn(code, ratio)
    module = int(300 * ratio) // count
    assert module >= 2, "a phone reads it"
    left, top = (300 * ratio - module * count) / 2, (320 * ratio - module * count) / 2
    for y in range(count):
        for x in range(count):
            inside = 0 <= x - QUIET < len(matrix) and 0 <= y - QUIET < len(matrix)
            dark = inside and bool(matrix[y - QUIET][x - QUIET])
            seen = image.pixelColor(int(left + (x + 0.5) * module), int(top + (y + 0.5) * module))
            assert seen == QColor("black" if dark else "white"), (x, y)


def test_without_a_text_nothing_is_drawn(application: object) -> None:
    code = Code()
    code.setSize(QSizeF(50, 50))
    code.setProperty("text", "A")
    code.setProperty("text", "")
    assert code.property("modules") == 0
    image = drawn(code)
    assert {image.pixelColor(x, x).name() for x in range(50)} == {SCREEN.name()}


def test_the_page_of_who_this_box_is_shows_it_large_enough(stage: Callable[..., Stage]) -> None:
    shown = stage("installer-bare", page="installer")
    for name in (*INSTALLER_PIN, "step-identity"):
        shown.tap(name)
    shown.rest()
    code = shown.find("picture")
    assert code.property("text").startswith("GRIDHEARTH-JOIN-1.")
    assert code.width() >= 3 * code.property("modules")
    assert shown.shows("must see the number 64517 00803")
