"""Scenarios: every packaged one is whole, and a wrong one is refused with its reason."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtTest import QTest

from gui.player import SCENARIOS, Player, Scenario, ScenarioWrong, read_scenario

LEAST = {"about": "x", "now": "2026-06-21T14:00:00+01:00", "snapshot": None}


@pytest.mark.parametrize("path", sorted(SCENARIOS.glob("*.json")), ids=lambda path: path.stem)
def test_every_packaged_scenario_is_read_and_played_to_its_end(
    path: Path, application: object
) -> None:
    found = read_scenario(path)
    assert found.about
    player = Player(found, frozen=True)
    player.start()
    player.advance(24 * 3_600)
    assert player.now_ms() == found.now_ms + 24 * 3_600_000


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"steps": [{"afterwards": 1}]}, "unknown members afterwards"),
        ({"answers": {"energy.day": [{"reply": {}}]}}, "unknown members reply"),
        ({"group": "king"}, "no group 'king'"),
        ({"zone": "Nowhere/Land"}, "Nowhere/Land"),
        ({"now": "today"}, "Invalid isoformat"),
        ({"snapshot": {"revision": 1}}, "required field"),
        ({"snapshot": {"home": {"at_ms": "soon"}}}, "not a time"),
        ({"like": "missing.json"}, "missing.json"),
    ],
)
def test_a_wrong_scenario_is_refused_with_its_reason(
    tmp_path: Path, change: dict[str, Any], words: str
) -> None:
    path = tmp_path / "wrong.json"
    path.write_text(json.dumps(LEAST | change))
    with pytest.raises(ScenarioWrong, match=r"wrong\.json") as told:
        read_scenario(path)
    assert words in str(told.value)


def test_times_of_day_are_of_the_scenarios_day_and_zone(tmp_path: Path) -> None:
    path = tmp_path / "times.json"
    answers = {"x.y": [{"result": {"at_ms": "13:59:30", "to_ms": "00:00 +1d", "name": "13:00"}}]}
    path.write_text(json.dumps(LEAST | {"answers": answers}))
    found = read_scenario(path)
    result = found.answers["x.y"][0]["result"]
    assert result["at_ms"] == found.now_ms - 30_000
    assert result["to_ms"] == found.now_ms + 10 * 3_600_000
    assert result["name"] == "13:00"


def make(scenario: Scenario, **change: Any) -> Player:
    from dataclasses import replace

    player = Player(replace(scenario, **change), frozen=True)
    player.start()
    return player


def asked(player: Player, method: str, params: object = None) -> list[Any]:
    told: list[Any] = []
    player.call(method, params or {}, told.append, told.append)
    assert told == [], "never before the call returns"
    QTest.qWait(0)
    return told


def test_the_first_answer_that_fits_is_given_and_once_means_once(
    scenario: Callable[[str], Scenario], application: object
) -> None:
    answers = {
        "flow.amount": (
            {"params": {"energy_wh": 1}, "result": "one"},
            {"result": "first", "once": True},
            {"result": "later", "sections": {"flow": {"energy_wh": 7}}},
        )
    }
    player = make(scenario("afternoon"), answers=answers)
    assert asked(player, "flow.amount", {"energy_wh": 1}) == ["one"]
    assert asked(player, "flow.amount", {"energy_wh": 2}) == ["first"]
    assert asked(player, "flow.amount", {"energy_wh": 2}) == ["later"]
    assert player.seen.snapshot is not None
    assert player.seen.snapshot.flow.energy_wh == 7
    assert player.seen.snapshot.revision == 2
    assert player.seen.snapshot.flow.activity == "sell", "the section's other members stay"


def test_what_is_not_recorded_is_refused_as_the_daemon_would(
    scenario: Callable[[str], Scenario], application: object
) -> None:
    player = make(scenario("afternoon"))
    assert asked(player, "flow.start")[0].reason == "unknown_method"
    assert asked(player, "pair.stop")[0].reason == "not_permitted"
    assert asked(player, "no.such")[0].reason == "unknown_method"


def test_time_goes_only_when_it_is_let(
    scenario: Callable[[str], Scenario], application: object
) -> None:
    player = make(scenario("gone"))
    player.advance(149)
    assert player.seen.link == "live"
    player.advance(1)
    assert player.seen.link == "gone"
    assert asked(player, "flow.start")[0].reason == "away"
