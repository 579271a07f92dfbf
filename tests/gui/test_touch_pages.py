"""Every page can be reached by touch, at every size, and says nothing to Qt's log."""

import pytest

from gui.screen import PAGES

SIZES = [(800, 480), (800, 450), (450, 800)]


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_every_page_of_the_bar_is_one_touch_away(stage, size) -> None:
    shown = stage("afternoon", size=size)
    for page in ("trade", "history", "street", "more", "home"):
        shown.tap(f"bar-{page}")
        assert shown.screen.page == page


def test_what_lies_below_more_is_two_touches_away_and_keeps_its_place_in_the_bar(stage) -> None:
    shown = stage("afternoon")
    for page in ("alerts", "devices", "settings", "installer"):
        shown.tap("bar-more")
        shown.tap(f"more-{page}")
        assert shown.screen.page == page
        assert shown.screen.bar_page == "more"


@pytest.mark.parametrize("page", PAGES)
def test_every_page_loads_at_every_size(stage, page: str) -> None:
    shown = stage("afternoon")
    for size in SIZES:
        shown.resize(*size)
        shown.go(page)
        loader = shown.find("page")
        assert loader.property("item") is not None
        assert loader.height() > 200


def test_a_page_that_is_none_changes_nothing(stage) -> None:
    shown = stage("afternoon")
    shown.screen.go("../../etc/passwd")
    assert shown.screen.page == "home"
