"""The pages below the trading page against a real household core, its PINs and its interface."""

from collections.abc import Callable
from typing import Any

import pytest

from agent.api.pins import PinSet
from agent.ledger import market_contract as market
from gui.link import Link
from gui.texts import Reader
from tests.core.story import at
from tests.gui.house import House
from tests.gui.stage import Stage
from tests.gui.walk import uncovered
from tests.shell.test_household import selling
from tests.shell.test_views import put_second_order


@pytest.fixture
def shown(house: House, stage_with: Callable[..., Stage]) -> Stage:
    link = Link(str(house.path), wall_ms=house.world.clock.wall_ms)
    stage = stage_with(link, Reader("en"))
    stage.until(lambda: link.seen.link == "live")
    return stage


def until_shows(shown: Stage, text: str) -> None:
    def there() -> Any:
        shown.screen.look()
        return shown.shows(text)

    shown.until(there)


def type_pin(shown: Stage, pin: str) -> None:
    for key in pin:
        shown.tap(f"pin-{key}")
    shown.tap("pin-enter")


def test_the_history_is_read_from_the_agent_itself(house: House, shown: Stage) -> None:
    house.sunny()
    shown.go("history")
    until_shows(shown, "Given to the grid")
    assert shown.screen.history.shown.chart is not None


def test_a_street_that_cannot_be_read_says_why_in_the_agents_words(shown: Stage) -> None:
    shown.go("street")
    shown.tap("choice-offers")
    shown.until(
        lambda: shown.screen.neighbourhood.shown.explanation not in {"", "Asking the agent …"}
    )
    assert "not recorded" not in shown.screen.neighbourhood.shown.explanation


def test_the_street_of_the_agents_own_feeder_is_drawn(house: House, shown: Stage) -> None:
    house.sunny()
    shown.go("street")
    shown.until(lambda: shown.screen.neighbourhood.shown.chart is not None)
    assert shown.screen.neighbourhood.shown.aspect > 0


def test_a_round_of_the_real_market_is_on_the_map_and_in_the_curves(
    house: House, shown: Stage
) -> None:
    async def a_round() -> None:
        world = house.world
        await selling(world)
        put_second_order(world, 5)
        await world.until(at(5, 3.1))
        world.clear(5)
        owner = market.OrderOwner(world.constants.operator, 9, 500, 1)
        world.market.put(market.order_owner_slot(5, 1), owner.pack())
        await world.seal()

    house.do(a_round())
    shown.go("street")
    until_shows(shown, "One trade, 0.4\N{NO-BREAK SPACE}kWh.")
    shown.tap("choice-offers")
    until_shows(shown, "They meet at 15.0\N{NO-BREAK SPACE}p.")
    assert shown.shows(
        "You: sell up to 0.4\N{NO-BREAK SPACE}kWh for at least 10.0\N{NO-BREAK SPACE}p."
    )


def test_the_household_sets_its_pin_at_the_screen_and_removes_it(
    house: House, shown: Stage
) -> None:
    shown.go("settings")
    area = shown.find("settings")
    area.setProperty("contentY", 120)
    shown.settle()
    shown.tap("change-pin")
    type_pin(shown, "2580")
    type_pin(shown, "2580")
    shown.until(lambda: house.pins.has("household"))
    shown.until(lambda: not shown.has("pin-sheet"))
    until_shows(shown, "Change the PIN")

    shown.tap("remove-pin")
    type_pin(shown, "1111")
    shown.until(lambda: shown.screen.pin.shown.wrong)
    assert house.pins.has("household"), "only who knows it takes it away"
    type_pin(shown, "2580")
    shown.until(lambda: not house.pins.has("household"))
    shown.until(lambda: not shown.has("pin-sheet"))
    until_shows(shown, "Set a PIN")
    assert not shown.has("remove-pin")


def test_about_names_the_agent_that_answers(house: House, shown: Stage) -> None:
    shown.go("settings")
    about = [line["value"] for line in shown.screen.settings.shown.about]
    assert about[0].startswith("gridhearth ")
    assert about[0] == shown.daemon.seen.server


def test_no_installers_pin_keeps_the_installers_page_shut(shown: Stage) -> None:
    shown.go("installer")
    until_shows(shown, "gridhearth pin set --installer")
    assert not shown.has("unlock-installer")


def test_the_installers_own_pin_opens_what_the_households_does_not(
    house: House, shown: Stage
) -> None:
    for whose, pin in (("household", "2580"), ("installer", "13579")):
        asked = PinSet(new=pin, whose=whose)  # type: ignore[arg-type]
        house.do(house.pins.replace(asked, reset=True))
    shown.go("installer")
    until_shows(shown, "Enter the installer's PIN")
    shown.tap("unlock-installer")
    type_pin(shown, "2580")
    shown.until(lambda: shown.screen.pin.shown.wrong)
    assert shown.has("installer-closed")
    type_pin(shown, "13579")
    shown.until(lambda: not shown.has("installer-closed") and not shown.has("pin-sheet"))
    shown.settle()  # the page has only just taken its place
    shown.until(lambda: len(shown.screen.installer.shown.steps) == 12)  # the agent's list is there
    shown.settle()
    shown.tap(uncovered(shown, "step-backup"))
    until_shows(shown, "Without a radio there is no network to keep.")
    shown.screen.installer.act("stop")
    shown.until(lambda: not shown.screen.installer.shown.busy)
    assert "no radio" in shown.screen.installer.shown.note.lower()
