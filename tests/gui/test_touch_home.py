"""The first page on the screen: what a person sees in each state, at each size, and can touch."""

from typing import Any

import pytest
from PySide6.QtGui import QColor

SIZES = [(800, 480), (800, 450), (450, 800)]
STATES = ["afternoon", "evening", "unknown", "stale", "first-hour", "clock", "halted"]


def plain(texts: list[str]) -> str:
    return " | ".join(texts).replace("\N{NO-BREAK SPACE}", " ")


def tile_colour(shown: Any) -> QColor:
    return QColor(shown.find("status").property("color"))


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("state", STATES)
def test_everything_lies_on_the_screen_and_nothing_over_another(
    stage: Any, state: str, size: tuple[int, int]
) -> None:
    shown = stage(state, size=size)
    names = ["status", "day", "price", "money", "round", "last-trade", "bar-home", "bar-more"]
    boxes = []
    for name in names:
        item = shown.find(name)
        corner = item.mapToScene(item.boundingRect().topLeft())
        box = item.boundingRect().translated(corner)
        assert box.left() >= 0
        assert box.top() >= 0
        assert box.right() <= size[0]
        assert box.bottom() <= size[1]
        assert box.height() >= (52 if name.startswith(("bar", "last")) else 80), name
        assert not any(box.intersects(other) for other in boxes), name
        boxes.append(box)


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("state", STATES)
def test_no_text_is_cut_off(stage: Any, state: str, size: tuple[int, int]) -> None:
    shown = stage(state, size=size)
    for label in shown.labels(shown.find("page")):
        text = label.property("text")
        assert not label.property("truncated"), text
        assert label.property("contentWidth") <= label.width() + 1, text
        assert label.property("contentHeight") <= label.height() + 1, text
        assert min(label.property("minimumPixelSize"), label.property("size")) >= 18, text


def test_surplus_is_told_from_the_rest_by_lightness_too(stage: Any) -> None:
    green, grey, red = (
        tile_colour(stage(state)).lightness() for state in ("afternoon", "unknown", "evening")
    )
    assert green - grey > 60
    assert green - red > 60


def test_each_state_has_its_word_and_shape(stage: Any) -> None:
    for state, shape, word in (
        ("afternoon", "▲", "Surplus"),
        ("evening", "▼", "Using more"),
        ("unknown", "?", "Unknown"),
        ("stale", "?", "No data"),
    ):
        texts = stage(state).texts()
        assert shape in texts
        assert word in texts


def test_a_daemon_that_goes_leaves_a_grey_screen_that_says_so(stage: Any) -> None:
    shown = stage("gone")
    green = tile_colour(shown)
    shown.advance(151)
    assert tile_colour(shown) != green
    assert "The agent does not answer. Last seen 14:25." in shown.texts()
    assert shown.find("price").property("stale")
    assert not shown.find("banner").isEnabled()


def test_a_screen_up_before_its_daemon_says_so(stage: Any) -> None:
    shown = stage("never-there")
    assert "Connecting" in shown.texts()
    shown.advance(3)
    assert "No agent" in shown.texts()
    assert shown.shows("The agent does not answer.")


def test_values_grow_old_on_the_screen_without_any_message(stage: Any) -> None:
    shown = stage("afternoon")
    assert "just now" in shown.texts()
    shown.advance(20)
    assert "26 s ago" in shown.texts()
    shown.advance(120)
    assert "No data" in shown.texts()
    assert "since 14:25" in shown.texts()


def test_the_banner_leads_to_the_alerts(stage: Any) -> None:
    shown = stage("halted")
    assert "+2" in shown.texts()
    shown.tap("banner")
    assert shown.screen.page == "alerts"


def test_the_last_trade_leads_to_its_whole_way(stage: Any) -> None:
    shown = stage("afternoon")
    assert "Proven on the chain" in plain(shown.texts())
    shown.tap("last-trade")
    assert shown.screen.page == "information"
    assert shown.screen.property("bar_page") == "trade"


def test_a_home_without_a_curve_explains_why(stage: Any) -> None:
    shown = stage("first-hour")
    assert shown.find("day").property("empty")
    assert shown.shows("The first quarter of an hour is being measured.")
    assert not stage("afternoon").find("day").property("empty")


def test_the_light_theme_is_light(stage: Any) -> None:
    shown = stage("afternoon")
    dark = shown.picture().pixelColor(2, 2).lightness()
    shown.screen.store.prefer(dark=False)
    shown.settle()
    assert shown.picture().pixelColor(2, 2).lightness() > dark + 150
