"""History, street, devices, alerts, settings and the installer's page, by touch."""

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QPointF
from PySide6.QtTest import QTest

from gui.preferences import PreferenceStore

SIZES = [(800, 480), (800, 450), (450, 800)]
HEATER = "00158d0001a2b3c6/1"


def scrolled_to(stage: Any, scroll: str, name: str) -> str:
    """Bring the item into the list's view, as a finger would, and return its name."""
    stage.rest()
    area = stage.find(scroll)
    item = next(item for item in stage.items(area) if item.objectName() == name)
    below = item.mapToItem(area, QPointF(0, 0)).y() + item.height() - area.height()
    above = item.mapToItem(area, QPointF(0, 0)).y()
    area.setProperty("contentY", area.property("contentY") + max(0, below) + min(0, above))
    stage.rest()
    return name


def test_a_finger_moves_a_list_that_does_not_fit(stage: Callable[..., Any]) -> None:
    shown = stage("afternoon", page="settings")
    area = shown.find("settings")
    touch = QTest.touchEvent(shown.window, shown._device)
    touch.press(0, QPoint(30, 300), shown.window).commit()
    for place in range(1, 12):
        QTest.qWait(5)  # a move in no time is none to a Flickable
        touch.move(0, QPoint(30, 300 - 10 * place), shown.window).commit()
    assert area.property("contentY") > 40
    touch.release(0, QPoint(30, 190), shown.window).commit()


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_from_the_year_to_a_day_by_touching_bars(stage: Callable[..., Any], size: Any) -> None:
    shown = stage("history", size=size, page="history")
    shown.tap("choice-year")
    assert shown.shows("2026")
    bars = shown.find("bars")
    at = bars.mapToScene(QPointF(0, 0))
    x = bars.property("plotX") + bars.property("plotWidth") * 2.5 / 12
    shown.tap(QPoint(round(at.x() + x), round(at.y() + bars.height() / 2)))
    assert shown.find("period").property("text") == "March 2026"
    x = bars.property("plotX") + bars.property("plotWidth") * 3.5 / 31
    shown.tap(QPoint(round(at.x() + x), round(at.y() + bars.height() / 2)))
    assert shown.find("period").property("text") == "Wed 4 March 2026"
    shown.tap("older")
    assert shown.find("period").property("text") == "Tue 3 March 2026"
    shown.tap("newer")
    assert shown.find("period").property("text") == "Wed 4 March 2026"


def test_money_and_energy_are_one_touch_apart(stage: Callable[..., Any]) -> None:
    shown = stage("history", page="history")
    shown.tap("choice-month")
    assert shown.shows("made, kWh")
    shown.tap("choice-money")
    assert shown.shows("earned, £")
    assert not shown.shows("made, kWh")


def test_a_day_names_partners_and_explains_the_penalty(stage: Callable[..., Any]) -> None:
    shown = stage("history", page="history")
    words = " ".join(shown.texts()).replace("\N{NO-BREAK SPACE}", " ")
    assert "You sold 0.3 kWh, and your meter counted 0.26 kWh given" in words
    assert "home-12ab" in words
    assert "sold 2 times" in words


def test_a_home_without_history_says_so(stage: Callable[..., Any]) -> None:
    shown = stage("never-there", page="history")
    assert shown.shows("The history comes from the agent.")
    assert not shown.find("newer").isEnabled()


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_the_three_charts_of_the_street(stage: Callable[..., Any], size: Any) -> None:
    shown = stage("street", size=size, page="street")
    assert shown.shows("your home")
    assert shown.shows("home-77c0")
    chart = shown.find("street-chart")
    assert chart.property("plotWidth") > 200
    assert chart.property("plotHeight") > 80
    shown.tap("choice-offers")
    assert shown.shows("They meet at 16.2\N{NO-BREAK SPACE}p.")
    shown.tap("choice-prices")
    assert shown.shows("Last price: 16.2\N{NO-BREAK SPACE}p")


def test_an_agent_that_cannot_show_the_street_is_said_so(stage: Callable[..., Any]) -> None:
    shown = stage("gone", page="street")
    shown.advance(200)
    assert shown.shows("The street comes from the agent.")


def test_a_relay_is_switched_and_shows_what_the_agent_made_of_it(
    stage: Callable[..., Any],
) -> None:
    shown = stage("devices", page="devices", size=(450, 800))
    off = next(
        item
        for item in shown.items(shown.find(f"mode-{HEATER}"))
        if item.objectName() == "choice-off"
    )
    shown.tap(off)
    assert ("relay.set", {"relay": HEATER, "mode": "off"}) in shown.player.calls
    assert not shown.find(f"mode-{HEATER}").isEnabled()
    shown.advance(1)
    assert shown.find(f"mode-{HEATER}").property("current") == "off"
    assert shown.find(f"mode-{HEATER}").isEnabled()


def test_a_finger_on_a_relay_keeps_its_button_while_ages_change(stage: Callable[..., Any]) -> None:
    shown = stage("devices", page="devices", size=(450, 800))
    off = next(
        item
        for item in shown.items(shown.find(f"mode-{HEATER}"))
        if item.objectName() == "choice-off"
    )
    lift = shown.press(off)
    shown.advance(3)
    lift()
    assert ("relay.set", {"relay": HEATER, "mode": "off"}) in shown.player.calls


def test_the_banner_leads_to_what_to_do(stage: Callable[..., Any]) -> None:
    shown = stage("alerts")
    shown.tap("banner")
    assert shown.screen.page == "alerts"
    assert shown.shows("Look whether it has power and is in reach")


def test_calm_is_shown_when_all_is_well(stage: Callable[..., Any]) -> None:
    shown = stage("afternoon", page="alerts")
    assert shown.has("calm")
    assert shown.shows("All is well")


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_settings_are_changed_by_touch_and_kept(stage: Callable[..., Any], size: Any) -> None:
    store = PreferenceStore()
    shown = stage("afternoon", size=size, page="settings", store=store)
    shown.tap("language-tr")
    assert store.now.language == "tr"
    brightness = scrolled_to(shown, "settings", "brightness")
    less = next(item for item in shown.items(shown.find(brightness)) if item.objectName() == "less")
    shown.tap(less)
    assert store.now.brightness_percent == 90
    shown.tap(scrolled_to(shown, "settings", "night"))
    assert store.now.night
    shown.tap(scrolled_to(shown, "settings", "private"))
    assert store.now.private
    shown.tap(scrolled_to(shown, "settings", "to-installer"))
    assert shown.screen.page == "installer"


def test_a_pin_is_set_from_the_settings(stage: Callable[..., Any]) -> None:
    shown = stage("afternoon", page="settings")
    shown.tap(scrolled_to(shown, "settings", "change-pin"))
    assert shown.has("pin-sheet")


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_the_installer_comes_in_by_pin_and_opens_joining_after_the_warning(
    stage: Callable[..., Any], size: Any
) -> None:
    shown = stage("installer", size=size, page="installer")
    assert shown.has("installer-closed")
    shown.tap("unlock-installer")
    for key in "2468":
        shown.tap(f"pin-{key}")
    shown.tap("pin-enter")
    shown.advance(6)
    assert not shown.has("installer-closed")
    shown.tap("step-pair")
    shown.tap(scrolled_to(shown, "work", "act-00158d0001a2b3c5-open"))
    assert shown.has("installer-confirm")
    assert not any(params.get("confirmed") for _method, params in shown.player.calls)
    shown.tap("confirm-yes")
    assert shown.shows("Any device may join for")
    shown.tap(scrolled_to(shown, "work", "act-stop"))
    assert ("pair.stop", {}) in shown.player.calls


def test_a_wrong_installers_pin_opens_nothing(stage: Callable[..., Any]) -> None:
    shown = stage("installer", page="installer")
    shown.tap("unlock-installer")
    for key in "1111":
        shown.tap(f"pin-{key}")
    shown.tap("pin-enter")
    assert shown.has("pin-sheet")
    assert shown.shows("wrong")
    assert shown.has("installer-closed")


def test_a_meter_is_checked_with_a_load_by_touch(stage: Callable[..., Any]) -> None:
    shown = stage("installer", page="installer")
    shown.tap("unlock-installer")
    for key in "2468":
        shown.tap(f"pin-{key}")
    shown.tap("pin-enter")
    shown.advance(6)
    shown.tap("step-check")
    shown.tap(scrolled_to(shown, "work", "act-00158d0001a2b3c4/1-start"))
    assert shown.shows("Switch on a load of about 2 kW")
    shown.tap(scrolled_to(shown, "work", "act-loaded"))
    assert shown.shows("The meter moved by 1 992 W")


def test_a_relay_waits_for_the_pin_and_is_then_switched_by_the_same_touch(
    stage: Callable[..., Any],
) -> None:
    shown = stage("devices-pin", page="devices", size=(450, 800))
    mode = shown.find(f"mode-{HEATER}")
    shown.tap(next(item for item in shown.items(mode) if item.objectName() == "choice-off"))
    assert shown.has("pin-sheet")
    for key in "2580":
        shown.tap(f"pin-{key}")
    shown.tap("pin-enter")
    assert not shown.has("pin-sheet")
    asked = [params for method, params in shown.player.calls if method == "relay.set"]
    assert asked == [{"relay": HEATER, "mode": "off"}] * 2


def test_the_banner_does_not_repeat_what_the_page_of_alerts_says(stage: Callable[..., Any]) -> None:
    shown = stage("alerts", page="alerts")
    assert not shown.has("banner")
    shown.tap("bar-home")
    assert shown.has("banner")


def test_amounts_are_covered_on_the_first_page_until_they_are_touched(
    stage: Callable[..., Any],
) -> None:
    store = PreferenceStore()
    shown = stage("afternoon", store=store)
    plain = set(shown.texts())
    amount = shown.find("money").property("value")
    assert not shown.has("uncover")
    store.prefer(private=True)
    shown.settle()
    covered = " ".join(shown.texts())
    assert amount not in covered
    assert "Sold" not in covered
    shown.tap("uncover")
    assert plain <= set(shown.texts())
    shown.go("trade")
    shown.go("home")
    assert amount not in shown.texts()
