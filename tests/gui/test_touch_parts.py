"""The parts under a finger: they ask, and change nothing by themselves."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtCore import QByteArray, QPoint, QUrl
from PySide6.QtQml import QQmlComponent
from PySide6.QtQuick import QQuickItem

from tests.gui.stage import Stage

PAGE = """
import QtQuick
import theme
import parts
Rectangle {
    id: page
    anchors.fill: parent
    color: Theme.background
    z: 5
    property string log
    function said(what) { log = log + what + " " }
    %s
}
"""


class Bench:
    """A part on a page of its own, over the screen."""

    def __init__(self, stage: Stage, source: str) -> None:
        self.stage = stage
        self._component = QQmlComponent(stage.engine)
        self._component.setData(QByteArray((PAGE % source).encode()), QUrl("file:///bench.qml"))
        made = self._component.create()
        assert isinstance(made, QQuickItem), self._component.errorString()
        self.page = made
        made.setParentItem(stage.window.contentItem())
        stage.settle()

    @property
    def log(self) -> list[str]:
        return str(self.page.property("log")).split()

    def close(self) -> None:
        self.page.setParentItem(None)
        self.page.deleteLater()


@pytest.fixture
def bench(stage: Callable[..., Stage]) -> Iterator[Callable[[str], Bench]]:
    shown = stage("afternoon")
    made: list[Bench] = []

    def make(source: str) -> Bench:
        made.append(Bench(shown, source))
        return made[-1]

    yield make
    for one in made:
        one.close()


def test_a_button_shows_the_press_at_once_and_acts_on_release(bench: Any) -> None:
    part = bench('Button { objectName: "b"; text: "Go"; onClicked: page.said("go") }')
    lift = part.stage.press("b")
    assert part.stage.find("b").property("down")
    assert part.log == []
    lift()
    assert part.log == ["go"]


def test_a_finger_that_slides_off_a_button_does_nothing(bench: Any) -> None:
    part = bench('Button { objectName: "b"; text: "Go"; onClicked: page.said("go") }')
    part.stage.drag("b", QPoint(700, 400))
    assert part.log == []


@pytest.mark.parametrize("state", ["enabled: false", "busy: true"])
def test_a_button_that_may_not_be_pressed_is_not(bench: Any, state: str) -> None:
    part = bench(f'Button {{ objectName: "b"; text: "Go"; {state}; onClicked: page.said("go") }}')
    part.stage.tap("b")
    assert part.log == []


def test_a_segment_asks_and_waits_for_its_owner(bench: Any) -> None:
    part = bench("""Segment { objectName: "s"; width: 500; current: "none"
        choices: [{"key": "none", "text": "None"}, {"key": "sell", "text": "Sell"},
                  {"key": "buy", "text": "Buy", "enabled": false}]
        onChosen: key => page.said(key) }""")
    part.stage.tap("choice-sell")
    assert part.log == ["sell"]
    assert part.stage.find("s").property("current") == "none", "the owner decides, not the finger"
    assert part.stage.find("choice-none").property("kind") == "chosen"
    part.stage.tap("choice-buy")
    assert part.log == ["sell"]


def test_a_segments_choices_are_told_apart_without_colour(bench: Any) -> None:
    part = bench("""Segment { width: 400; current: "a"
        choices: [{"key": "a", "text": "On"}, {"key": "b", "text": "Off"}] }""")
    assert {"✓ On", "Off"} <= set(part.stage.texts(part.page))


def test_holding_a_stepper_repeats(bench: Any) -> None:
    part = bench("""Stepper { objectName: "st"; width: 300; text: "1.5 kWh"
        onMore: page.said("more"); onLess: page.said("less") }""")
    part.stage.tap("less")
    assert part.log == ["less"]
    lift = part.stage.press("more")
    part.stage.until(lambda: part.log.count("more") >= 3)
    lift()
    assert part.stage.find("st").property("text") == "1.5 kWh"


def test_a_stepper_at_its_end_asks_for_no_more(bench: Any) -> None:
    part = bench("""Stepper { width: 300; text: "1"; moreEnabled: false
        onMore: page.said("more"); onLess: page.said("less") }""")
    part.stage.tap("more")
    part.stage.tap("less")
    assert part.log == ["less"]


RANGE = """RangeBar { objectName: "r"; y: 100; width: 600; steps: 50; lowStep: 10; highStep: 40
    onMoved: (low, high) => page.said("m" + low + "-" + high)
    onReleased: (low, high) => page.said("r" + low + "-" + high) }"""


def test_a_range_handle_is_dragged_in_whole_steps(bench: Any) -> None:
    part = bench(RANGE)
    start = part.stage.middle(part.stage.find("low-handle"))
    part.stage.drag(start, QPoint(start.x() + 111, start.y()))
    moves = [word for word in part.log if word.startswith("m")]
    assert moves, "a drag tells where it is"
    low, high = part.log[-1].removeprefix("r").split("-")
    assert part.log[-1].startswith("r")
    assert (int(high), low.isdigit()) == (40, True)
    assert 10 < int(low) <= 22


def test_range_handles_cannot_pass_each_other(bench: Any) -> None:
    part = bench(RANGE)
    start = part.stage.middle(part.stage.find("low-handle"))
    part.stage.drag(start, QPoint(590, start.y()))
    low, high = map(int, part.log[-1].removeprefix("r").split("-"))
    assert low <= high <= 50


def test_a_range_follows_its_owner_also_after_a_drag(bench: Any) -> None:
    part = bench(RANGE)
    start = part.stage.middle(part.stage.find("high-handle"))
    part.stage.drag(start, QPoint(start.x() - 100, start.y()))
    before = part.stage.middle(part.stage.find("low-handle")).x()
    part.stage.find("r").setProperty("lowStep", 1)
    part.stage.settle()
    assert part.stage.middle(part.stage.find("low-handle")).x() < before - 50


def test_a_pin_pad_tells_digits_and_keeps_none(bench: Any) -> None:
    part = bench("""PinPad { objectName: "p"; width: 300; height: 400
        onDigit: key => { page.said(key); entered = entered + 1 }
        onErase: { page.said("erase"); entered = entered - 1 }
        onEnter: page.said("enter") }""")
    for key in ("pin-enter", "pin-erase", "pin-1", "pin-9", "pin-0"):
        part.stage.tap(key)
    assert part.log == ["1", "9", "0"], "three digits are no PIN, and nothing is there to erase"
    for key in ("pin-erase", "pin-5", "pin-5", "pin-enter"):
        part.stage.tap(key)
    assert part.log[3:] == ["erase", "5", "5", "enter"]
    for key in ("pin-1", "pin-2", "pin-3"):
        part.stage.tap(key)
    assert part.log[7:] == ["1", "2"], "no seventh digit"
    assert "1" not in "".join(part.stage.texts(part.page)[:1])
    for name in ("pin-1", "pin-0", "pin-enter"):
        assert part.stage.find(name).height() >= 78


def test_a_sheet_keeps_touches_from_what_is_behind_it(bench: Any) -> None:
    part = bench("""Sheet { id: sheet; objectName: "sheet"; title: "Sell?"; onClosed: page.said("closed")
        Button { objectName: "yes"; text: "Yes"; onClicked: page.said("yes") } }
        Component.onCompleted: { page.z = -1; sheet.open() }""")
    part.stage.tap("bar-trade")
    assert part.stage.screen.page == "home"
    assert part.log == ["closed"], "beside a sheet is the way out"


def test_a_firm_sheet_is_left_by_its_own_buttons_only(bench: Any) -> None:
    part = bench("""Sheet { id: sheet; objectName: "sheet"; firm: true; onClosed: page.said("closed")
        Button { objectName: "yes"; text: "Yes"; onClicked: { page.said("yes"); sheet.close() } } }
        Component.onCompleted: { page.z = -1; sheet.open() }""")
    part.stage.tap(QPoint(5, 5))
    assert part.stage.has("sheet")
    part.stage.tap("yes")
    assert part.log == ["yes", "closed"]
    assert not part.stage.has("sheet")


def test_a_toggle_asks_for_the_other_and_waits(bench: Any) -> None:
    part = bench("""Toggle { objectName: "t"; width: 400; text: "Repeat"; checked: true
        onAsked: wanted => page.said(wanted) }""")
    part.stage.tap("t")
    assert part.log == ["false"]
    assert part.stage.find("t").property("checked")


def test_more_than_fits_is_moved_by_the_finger(bench: Any) -> None:
    part = bench("""Scroll { objectName: "sc"; width: 400; height: 200
        Repeater { model: 20; Line { required property int index; width: 380; text: "line " + index } } }""")
    scroll = part.stage.find("sc")
    assert scroll.property("overflows")
    part.stage.drag(QPoint(200, 180), QPoint(200, 20), pause_ms=5)
    part.stage.until(lambda: scroll.property("contentY") > 50)


def test_a_line_is_pressed_only_where_it_leads_somewhere(bench: Any) -> None:
    part = bench("""Column { width: 400
        Line { objectName: "dead"; width: 400; text: "A"; onClicked: page.said("dead") }
        Line { objectName: "live"; width: 400; text: "B"; pressable: true; onClicked: page.said("live") } }""")
    part.stage.tap("dead")
    part.stage.tap("live")
    assert part.log == ["live"]
    assert part.stage.find("live").height() >= 52
