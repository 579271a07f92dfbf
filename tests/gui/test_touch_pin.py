"""The PIN by real touch: asked for what changes something, counted, chosen."""

import pytest

from agent.api.client import Conversation
from agent.api.methods import API_NUMBER, HelloParams
from agent.api.pins import PinSet
from tests.gui.house import House
from tests.gui.trade_touch import Touch


class Fingers:
    """Types on the pad."""

    def __init__(self, page: Touch) -> None:
        self.page = page

    def pin(self, digits: str) -> None:
        self.page.stage.until(lambda: self.page.may("pin-0"))
        for digit in digits:
            self.page.stage.tap(f"pin-{digit}")
        self.page.stage.tap("pin-enter")
        self.page.until(lambda: not self.page.stage.screen.pin.shown.busy)


@pytest.fixture
def as_a_user(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever runs the tests, the screen's connection is a user's: only those need a PIN."""
    monkeypatch.setattr(
        Conversation,
        "hello",
        lambda self, client: self.call("hello", HelloParams(API_NUMBER, client, "user")),
    )


def set_pin(house: House, new: str) -> None:
    assert house.do(house.pins.replace(PinSet(new=new), reset=True)).accepted


@pytest.mark.usefixtures("as_a_user")
def test_the_pin_is_asked_for_what_changes_and_the_wish_is_not_lost(touch, house) -> None:
    house.sunny()
    set_pin(house, "24680135")
    page = touch()
    fingers = Fingers(page)
    for place in ("home", "history", "trade"):  # looking is free
        page.stage.go(place)
        assert not page.stage.has("pin-pad")
    page.stage.tap("start")
    page.until(lambda: page.stage.has("pin-pad"))
    fingers.pin("1111")
    assert "wrong; 4 tries left" in page.one("pin-sentence").property("text")
    assert not page.flow.started
    fingers.pin("24680135")
    page.until(lambda: not page.stage.has("pin-pad"))
    page.until(lambda: page.flow.started)  # what was asked for is done now
    page.press("program/choice-in")  # and for two minutes nothing more is asked
    assert page.flow.opted_in
    house.do(house.world.until(house.world.clock.wall_ms() + 121_000))
    page.stage.tap("reset")
    page.until(lambda: page.stage.has("pin-pad"))
    assert page.flow.started


@pytest.mark.usefixtures("as_a_user")
def test_too_many_wrong_pins_are_told_with_a_pause_that_counts_down(touch, house) -> None:
    house.sunny()
    set_pin(house, "2468")
    page = touch()
    page.stage.tap("start")
    page.until(lambda: page.stage.has("pin-pad"))
    for wrong in ("0000", "0001", "0002", "0003", "0004"):
        Fingers(page).pin(wrong)
    assert "Wait 01:00" in page.one("pin-sentence").property("text")
    assert not page.may("pin-1")
    house.do(house.world.until(house.world.clock.wall_ms() + 20_000))
    page.stage.settle()
    assert "Wait 00:40" in page.one("pin-sentence").property("text")
    page.stage.tap("pin-cancel")
    assert not page.stage.has("pin-pad")
    assert "Nothing was changed." in page.message()
    assert not page.flow.started


@pytest.mark.usefixtures("as_a_user")
def test_a_pin_is_chosen_twice_and_then_guards(touch, house) -> None:
    house.sunny()
    page = touch()
    fingers = Fingers(page)
    page.stage.screen.pin.change()
    page.stage.settle()
    fingers.pin("1357")
    fingers.pin("1358")
    assert "not the same" in page.one("pin-sentence").property("text")
    fingers.pin("1357")
    fingers.pin("1357")
    page.until(lambda: not page.stage.has("pin-pad"))
    assert house.pins.has("household")
    page.stage.tap("start")
    page.until(lambda: page.stage.has("pin-pad"))
    fingers.pin("1357")
    page.until(lambda: page.flow.started)
