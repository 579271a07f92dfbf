"""Devices, alerts and settings as models, without a window."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec
import pytest

from agent.api.sections import Alert, DeviceLine, GuardLine, LadderSection
from gui.glance import Glance
from gui.models.alerts import AlertsModel
from gui.models.alerts import shown as shown_alerts
from gui.models.device_words import age_of, health_of, trouble_of, value_of
from gui.models.devices import DevicesModel
from gui.models.settings import SettingsModel
from gui.preferences import PreferenceStore, read_preferences
from gui.texts import Reader
from tests.gui.asked import Asked

HEATER = "00158d0001a2b3c6/1"
ENGLISH = Reader("en")


def line(**new: Any) -> DeviceLine:
    usual: dict[str, Any] = {
        "name": "Roof",
        "role": "generation",
        "at_ms": 1_000,
        "import_wh": 0,
        "export_wh": 0,
        "quality": "good",
        "key": "00158d0001a2b3c5/1",
    }
    return DeviceLine(**(usual | new))


def with_snapshot(glance: Glance, **new: Any) -> Glance:
    assert glance.snapshot is not None
    snapshot = msgspec.structs.replace(glance.snapshot, **new)
    return replace(glance, seen=replace(glance.seen, snapshot=snapshot))


@pytest.fixture
def opened(glance: Callable[..., Glance]) -> tuple[DevicesModel, Asked, Glance]:
    asked, seen = Asked(), glance("devices")
    model = DevicesModel(asked)
    model.look(seen)
    model.enter()
    return model, asked, seen


def row(model: DevicesModel, device: str) -> Any:
    return next(row for row in model.devices.rows if row["device"] == device)


def test_what_a_meter_says_is_said_with_its_direction() -> None:
    plain = [
        value_of(line(role="grid", power_w=1_240), ENGLISH),
        value_of(line(role="grid", power_w=-1_240), ENGLISH),
        value_of(line(role="grid", power_w=-1_240, invert=True), ENGLISH),
        value_of(line(power_w=-2_050), ENGLISH),
        value_of(line(power_w=None), ENGLISH),
    ]
    assert [text.replace("\N{NO-BREAK SPACE}", " ") for text in plain] == [
        "draws 1.24 kW",
        "gives 1.24 kW",
        "draws 1.24 kW",
        "makes 2.05 kW",
        "–",
    ]


@pytest.mark.parametrize(
    ("new", "expected"),
    [
        ({"available": False, "quality": "stale"}, "does not answer"),
        ({"usable": False}, "cannot be used"),
        ({"interview": "begun"}, "being asked"),
        ({"quality": "suspect"}, "unlikely"),
        ({"battery_percent": 9}, "battery"),
        ({"battery_percent": 80}, ""),
    ],
)
def test_the_gravest_trouble_is_said_first(new: dict[str, Any], expected: str) -> None:
    said = trouble_of(line(**new))
    assert (expected in said) if expected else said == ""


def test_a_device_that_never_spoke_has_no_age(glance: Callable[..., Glance]) -> None:
    assert age_of(line(at_ms=0), glance("afternoon")) == "has said nothing yet"


def test_battery_and_signal_are_said_only_as_far_as_they_are_known() -> None:
    assert health_of(line()) == ""
    assert health_of(line(battery_percent=80, signal_lqi=20)) == "battery 80 % · weak signal"


def test_an_old_value_is_greyed_and_a_fresh_one_not(opened: Any) -> None:
    model, _asked, seen = opened
    assert not row(model, "00158d0001a2b3c4/1")["faded"]
    model.look(replace(seen, now_ms=seen.now_ms + 600_000))
    assert row(model, "00158d0001a2b3c4/1")["faded"]


def test_a_relay_shows_what_was_asked_for_until_the_agent_answered(opened: Any) -> None:
    model, asked, _seen = opened
    model.switch(HEATER, "off")
    assert asked.all[-1] == ("relay.set", {"relay": HEATER, "mode": "off"})
    assert row(model, HEATER)["mode"] == "off"
    assert not row(model, HEATER)["may_switch"]
    model.switch(HEATER, "on")
    assert asked.methods().count("relay.set") == 1
    asked.answer("relay.set", {"accepted": False, "sentence": "It does not answer."})
    assert row(model, HEATER)["mode"] == "surplus"
    assert row(model, HEATER)["sentence"] == "It does not answer."
    assert row(model, HEATER)["may_switch"]


def test_giving_up_at_the_pin_says_nothing_and_changes_nothing(opened: Any) -> None:
    model, asked, _seen = opened
    model.switch(HEATER, "off")
    asked.refuse("relay.set", "Nothing was changed.", "cancelled")
    assert row(model, HEATER)["mode"] == "surplus"
    assert row(model, HEATER)["sentence"] == ""


def test_a_mode_that_is_none_is_not_asked_for(opened: Any) -> None:
    model, asked, _seen = opened
    model.switch(HEATER, "explode")
    model.switch("", "on")
    assert "relay.set" not in asked.methods()


def test_a_new_age_keeps_the_lines_and_a_new_device_does_not(opened: Any) -> None:
    model, _asked, seen = opened
    resets: list[int] = []
    model.devices.modelReset.connect(lambda: resets.append(1))
    model.look(replace(seen, now_ms=seen.now_ms + 30_000))
    assert resets == []
    more = (*seen.snapshot.devices, line(name="New", role="", key="0000000000000001/1"))
    model.look(with_snapshot(seen, devices=more))
    assert resets == [1]


def test_more_devices_than_a_snapshot_holds_are_asked_for(opened: Any) -> None:
    model, asked, seen = opened
    many = tuple(line(name=f"m{n}", key=f"{n:016x}/1") for n in range(30))
    model.look(with_snapshot(seen, devices=many))
    assert asked.all[-1] == ("devices.list", {"skip": 30})
    asked.answer("devices.list", [msgspec.to_builtins(line(name="m30", key=f"{30:016x}/1"))])
    assert len(model.devices.rows) == 31


# --- alerts


def test_no_alert_is_calm_and_no_agent_is_not(glance: Callable[..., Glance]) -> None:
    model, seen = AlertsModel(Asked()), glance("afternoon")
    model.look(with_snapshot(seen, alerts=()))
    assert (model.shown.mood, model.shown.headline) == ("calm", "All is well")
    gone = replace(seen.seen, link="gone", methods=frozenset())
    model.look(replace(seen, seen=gone))
    assert model.shown.mood == "unknown"


def test_an_alert_says_what_what_to_do_and_since_when(glance: Callable[..., Glance]) -> None:
    model = AlertsModel(Asked())
    model.look(glance("alerts"))
    first = model.alerts.rows[0]
    assert first["what"].startswith("Roof")
    assert first["todo"].startswith("Look whether")
    assert first["since"] == "since 13:52"
    assert model.alerts.rows[2]["since"] == "since 06-20 18:04"
    assert model.shown.headline == "3 things need attention"


def test_two_alerts_of_one_name_are_two_lines(glance: Callable[..., Glance]) -> None:
    model, seen = AlertsModel(Asked()), glance("afternoon")
    twice = (Alert("relay", 1, "a", "b"), Alert("relay", 2, "c", "d"))
    model.look(with_snapshot(seen, alerts=twice))
    keys = [row["key"] for row in model.alerts.rows]
    assert len(set(keys)) == 2


# --- settings


@pytest.fixture
def settings(
    glance: Callable[..., Glance], tmp_path: Path
) -> tuple[SettingsModel, PreferenceStore, Path]:
    path = tmp_path / "screen.json"
    store = PreferenceStore(path)
    model = SettingsModel(Asked(), store)
    model.look(glance("afternoon"))
    return model, store, path


def test_what_is_set_is_shown_at_once_and_still_set_after_a_restart(settings: Any) -> None:
    model, _store, path = settings
    model.speak("el")
    model.turn("private", True)
    model.brighten(-3)
    assert (model.shown.language, model.shown.private) == ("el", True)
    assert model.shown.brightness == "70\N{NO-BREAK SPACE}%"
    again = read_preferences(path)
    assert (again.language, again.private, again.brightness_percent) == ("el", True, 70)


def test_the_screen_cannot_be_made_so_dark_that_nobody_finds_the_way_back(settings: Any) -> None:
    model, store, _path = settings
    model.brighten(-50)
    assert store.now.brightness_percent == 10
    assert not model.shown.darker
    model.brighten(50)
    assert store.now.brightness_percent == 100
    assert not model.shown.brighter


def test_the_night_goes_over_midnight_and_is_explained(settings: Any) -> None:
    model, store, _path = settings
    model.turn("night", True)
    assert "From 22:30 to 06:00" in model.shown.night_words
    assert "touch it" in model.shown.night_words
    model.move_night("from", 4)
    assert store.now.night_from == 30
    model.move_night("to", -12)
    assert (model.shown.night_from, model.shown.night_to) == ("00:30", "00:00")


def test_a_language_or_switch_that_is_none_changes_nothing(settings: Any) -> None:
    model, store, _path = settings
    before = store.now
    model.speak("../../x")
    model.turn("dim_percent", True)
    model.move_night("sideways", 1)
    assert store.now == before


def test_dimming_goes_through_its_steps_and_stops_at_the_ends(settings: Any) -> None:
    model, _store, _path = settings
    seen = [model.shown.dim]
    for _ in range(8):
        model.dim_later(1)
        seen.append(model.shown.dim)
    assert seen[:4] == ["90 s", "2 min", "5 min", "10 min"]
    assert not model.shown.later
    for _ in range(12):
        model.dim_later(-1)
    assert (model.shown.dim, model.shown.sooner) == ("30 s", False)


def test_every_language_is_named_in_itself(settings: Any) -> None:
    model, _store, _path = settings
    names = [language["text"] for language in model.shown.languages]
    assert names == ["Deutsch", "English", "Español", "Ελληνικά", "Türkçe"]


def test_about_names_the_homes_address_on_the_chain(settings: Any) -> None:
    model, _store, _path = settings
    values = [line["value"] for line in model.shown.about]
    assert "0x1a642f0e3c3af545e7acbd38b07251b3990914f1" in values


@pytest.mark.parametrize(
    ("rung", "words"),
    [
        ("trade", ""),
        ("report-only", "Nothing is traded now; what is metered is still reported."),
        ("local-only", "It only measures and shows now; nothing leaves the house."),
        ("safe", "Safe mode: nothing is traded, relays are switched safe."),
    ],
)
def test_how_much_the_agent_still_does_stands_above_its_troubles(
    glance: Callable[..., Glance], rung: str, words: str
) -> None:
    seen = with_snapshot(glance("alerts"), ladder=LadderSection(rung))
    model = AlertsModel(Asked())
    model.look(seen)
    assert model.mood == "fault"
    assert model.detail == words


@pytest.mark.parametrize("rung", ["report-only", "local-only", "safe"])
def test_the_rung_that_holds_is_marked_with_its_reason_since_when_and_what_to_do(
    glance: Callable[..., Glance], rung: str
) -> None:
    seen = glance("ladder")
    assert seen.snapshot is not None
    assert seen.snapshot.ladder is not None
    other = GuardLine("clock", "report-only" if rung != "report-only" else "trade", "Another.")
    guard = msgspec.structs.replace(seen.snapshot.ladder.guards[0], rung=rung)
    ladder = LadderSection(rung, (other, guard))
    page = shown_alerts(with_snapshot(seen, ladder=ladder))
    assert [one["key"] for one in page.rungs] == ["trade", "report-only", "local-only", "safe"]
    assert [one["key"] for one in page.rungs if one["here"]] == [rung]
    assert page.because.startswith("The disk is full")
    assert "since 13:40" in page.because
    assert page.todo.startswith("Remove what does not belong")


def test_an_agent_that_does_less_is_never_called_well(glance: Callable[..., Glance]) -> None:
    seen = glance("safe-mode")
    assert shown_alerts(seen).mood == "fault", "there is no alert, and all the same nothing is well"
    well = with_snapshot(seen, ladder=LadderSection("trade"))
    assert (shown_alerts(well).mood, shown_alerts(well).rungs) == ("calm", ())
    assert shown_alerts(with_snapshot(seen, ladder=None)).mood == "calm"
