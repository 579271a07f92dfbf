"""The Trade page at every size a screen may have: all of it within a finger's reach."""

import itertools

import pytest
from PySide6.QtCore import QRectF

from tests.gui.trade_touch import BUTTONS

SIZES = [(800, 480), (800, 450), (450, 800)]
named = pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")


@named
def test_the_whole_flow_can_be_touched_at_every_size(touch, house, size) -> None:
    house.sunny()
    page = touch(size)
    page.opt_in("sell", "manual")
    page.press("low-stepper/more")
    page.press("distance-stepper/less")
    page.press("amount-stepper/more")
    page.press("repeat/choice-yes")
    page.set_values()
    order = house.home.snapshot().orders[0]
    assert order.distance_m == page.flow.distance_m
    page.press("message")
    assert page.stage.screen.page == "information"
    page.stage.tap("back")
    assert page.stage.screen.page == "trade"


@named
@pytest.mark.parametrize("name", ["trade-manual", "trade-invalid", "alerts"])
def test_the_four_buttons_are_whole_and_12_mm_at_every_size(stage, size, name) -> None:
    shown = stage(name, size=size, page="trade")
    page = shown.find("page")
    frame = page.mapRectToScene(QRectF(0, 0, page.width(), page.height()))
    boxes = []
    for button in BUTTONS:
        item = shown.find(button)
        box = item.mapRectToScene(QRectF(0, 0, item.width(), item.height()))
        assert box.height() >= 62, button
        assert frame.contains(box), button
        boxes.append(box)
    for one, other in itertools.combinations(boxes, 2):
        grown = one.adjusted(-5, -5, 5, 5)
        assert not grown.intersects(other.adjusted(-5, -5, 5, 5))


@named
def test_every_key_of_the_pad_is_15_mm_at_every_size(stage, size) -> None:
    shown = stage("trade-pin", size=size, page="trade")
    shown.tap("set-values")
    shown.tap("confirm-yes")
    for key in (*(f"pin-{digit}" for digit in range(10)), "pin-erase", "pin-enter"):
        item = shown.find(key)
        assert min(item.width(), item.height()) >= 78, key
        box = item.mapRectToScene(QRectF(0, 0, item.width(), item.height()))
        assert QRectF(0, 0, *size).contains(box), key


@named
def test_everything_that_can_be_touched_is_10_mm_at_every_size(stage, size) -> None:
    shown = stage("trade-manual", size=size, page="trade")
    for item in shown.items(shown.find("page")):
        if item.inherits("QQuickAbstractButton"):
            assert min(item.width(), item.height()) >= 52, item.objectName()
