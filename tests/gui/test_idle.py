"""Dimming: the backlight is spared, the night is dark, and nobody presses what they cannot see."""

import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gui import idle
from gui.backlight import SysBacklight, find_backlight
from gui.idle import Idle, passed, percent, pressed, released
from gui.preferences import Preferences, PreferenceStore, read_preferences, write_preferences
from gui.window import Lamp

USUAL = Preferences(night=True, night_from=22 * 60, night_to=6 * 60)
NOON = 12 * 60
NONE: frozenset[str] = frozenset()


def test_it_dims_after_its_time_and_not_before() -> None:
    awake = Idle()
    assert passed(awake, 89.9, NOON, NONE, USUAL).light == "bright"
    assert passed(awake, 90.0, NOON, NONE, USUAL).light == "dim"


def test_in_the_night_it_goes_dark_and_at_day_only_dim() -> None:
    for minute, light in ((21 * 60 + 59, "dim"), (22 * 60, "dark"), (0, "dark"), (6 * 60, "dim")):
        assert passed(Idle(), 100.0, minute, NONE, USUAL).light == light
    dark = Idle(light="dark")
    assert passed(dark, 100.0, 6 * 60, NONE, USUAL).light == "dim"


@pytest.mark.parametrize(
    ("start", "end", "minute", "night"),
    [(60, 120, 90, True), (60, 120, 120, False), (60, 60, 60, False), (120, 60, 90, False)],
)
def test_the_night_may_go_over_midnight_or_not(
    start: int, end: int, minute: int, *, night: bool
) -> None:
    assert idle.is_night(minute, Preferences(night=True, night_from=start, night_to=end)) is night


def test_a_night_that_nobody_chose_is_no_night() -> None:
    assert not any(idle.is_night(minute, Preferences()) for minute in range(1_440))


def test_the_waking_touch_is_swallowed_up_to_its_release_and_the_next_is_not() -> None:
    sleeping = Idle(light="dim")
    touched = pressed(sleeping, 5.0)
    assert (touched.light, touched.swallowing) == ("bright", True)
    second_finger = pressed(touched, 5.1)
    assert second_finger.swallowing
    lifted = released(second_finger, 6.0)
    assert not lifted.swallowing
    assert not pressed(lifted, 6.1).swallowing


def test_a_new_alert_wakes_once_and_an_old_one_lets_it_sleep() -> None:
    asleep = Idle(light="dark")
    woken = passed(asleep, 100.0, 0, frozenset({"meter"}), USUAL)
    assert woken.light == "bright"
    later = passed(woken, 300.0, 0, frozenset({"meter"}), USUAL)
    assert later.light == "dark"
    quiet = Preferences(wake_on_alert=False)
    assert passed(asleep, 100.0, 0, frozenset({"meter"}), quiet).light != "bright"


@given(
    steps=st.lists(st.tuples(st.sampled_from(["press", "release", "pass"]), st.integers(1, 200))),
    night=st.booleans(),
)
def test_nothing_pressed_in_the_dark_gets_through(steps: list[Any], *, night: bool) -> None:
    preferences = Preferences(night=night, night_from=0, night_to=1_439)
    state, now_s = Idle(), 0.0
    for what, seconds in steps:
        now_s += seconds
        before = state
        if what == "press":
            state = pressed(state, now_s)
            assert state.swallowing or before.light == "bright"
            assert state.light == "bright"
        elif what == "release":
            state = released(state, now_s)
        else:
            state = passed(state, now_s, NOON, NONE, preferences)


def test_brightness_is_never_off_by_a_small_percentage() -> None:
    assert percent("bright", Preferences(brightness_percent=40)) == 40
    assert percent("dim", Preferences(brightness_percent=15, dim_percent=25)) == 15
    assert percent("dark", Preferences()) == 0


def make_panel(root: Path, name: str, most: int) -> Path:
    folder = root / name
    folder.mkdir(parents=True)
    (folder / "max_brightness").write_text(f"{most}\n")
    (folder / "brightness").write_text("0")
    return folder


@pytest.mark.parametrize(("most", "raw"), [(255, 64), (31, 8), (1, 1)])
def test_any_panels_range_is_used(tmp_path: Path, most: int, raw: int) -> None:
    folder = make_panel(tmp_path, "10-0045", most)
    found = find_backlight(tmp_path)
    assert isinstance(found, SysBacklight)
    assert found.set_percent(25)
    assert (folder / "brightness").read_text() == str(raw)
    found.set_percent(1)
    assert int((folder / "brightness").read_text()) >= 1
    found.set_percent(0)
    assert (folder / "brightness").read_text() == "0"


def test_no_panel_and_broken_panels_are_no_backlight(tmp_path: Path) -> None:
    assert find_backlight(tmp_path / "missing") is None
    (tmp_path / "broken").mkdir()
    assert find_backlight(tmp_path) is None


def test_a_panel_that_may_not_be_written_is_asked_of_logind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = make_panel(tmp_path / "panels", "panel", 255)
    (folder / "brightness").unlink()
    (folder / "brightness").mkdir()  # cannot be written, even by root
    tool = tmp_path / "bin" / "busctl"
    tool.parent.mkdir()
    asked = tmp_path / "asked"
    tool.write_text(f'#!/bin/sh\necho "$@" > {asked}\n')
    tool.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tool.parent}:{os.environ['PATH']}")
    found = find_backlight(tmp_path / "panels")
    assert found is not None
    assert found.set_percent(50)
    assert asked.read_text().split()[-4:] == ["ssu", "backlight", "panel", "128"]
    tool.write_text("#!/bin/sh\nexit 1\n")
    assert not found.set_percent(50), "then the window is shaded instead"


class Clock:
    now_s = 0.0

    def __call__(self) -> float:
        return self.now_s


def test_the_first_touch_on_a_dimmed_screen_only_wakes_it(stage: Any) -> None:
    shown = stage("afternoon")
    clock = Clock()
    lamp = Lamp(shown.window, shown.screen, None, clock, lambda: NOON)
    clock.now_s = 91.0
    lamp.tick()
    shown.settle()
    assert shown.has("shade")
    shown.tap("bar-trade")
    assert shown.screen.page == "home", "the touch went through a dark screen"
    assert not shown.has("shade")
    shown.tap("bar-trade")
    assert shown.screen.page == "trade"


def test_a_waking_drag_is_swallowed_whole(stage: Any) -> None:
    shown = stage("afternoon")
    clock = Clock()
    lamp = Lamp(shown.window, shown.screen, None, clock, lambda: NOON)
    clock.now_s = 91.0
    lamp.tick()
    shown.drag("status", shown.middle(shown.find("bar-history")))
    assert shown.screen.page == "home"
    assert lamp.idle.light == "bright"


def test_a_backlight_is_used_instead_of_a_shade(stage: Any, tmp_path: Path) -> None:
    folder = make_panel(tmp_path, "panel", 100)
    shown = stage("afternoon")
    clock = Clock()
    lamp = Lamp(shown.window, shown.screen, find_backlight(tmp_path), clock, lambda: NOON)
    assert (folder / "brightness").read_text() == "100"
    clock.now_s = 91.0
    lamp.tick()
    shown.settle()
    assert (folder / "brightness").read_text() == "25"
    assert not shown.has("shade")


def test_a_dark_night_is_black_also_on_a_panel_that_still_shines(
    stage: Any, tmp_path: Path
) -> None:
    folder = make_panel(tmp_path, "panel", 100)
    store = PreferenceStore()
    store.prefer(night=True, night_from=0, night_to=1_439)
    shown = stage("afternoon", store=store)
    clock = Clock()
    lamp = Lamp(shown.window, shown.screen, find_backlight(tmp_path), clock, lambda: NOON)
    clock.now_s = 91.0
    lamp.tick()
    shown.settle()
    assert (folder / "brightness").read_text() == "0"
    assert shown.picture().pixelColor(400, 240).lightness() == 0


def test_preferences_come_back_and_a_broken_file_means_the_usual(tmp_path: Path) -> None:
    path = tmp_path / "state" / "screen.json"
    wanted = Preferences(language="de", dim_after_s=30)
    write_preferences(path, wanted)
    assert read_preferences(path) == wanted
    for broken in (b"", b"{", b'{"dim_after_s": 1}', b'{"dim_percent": "much"}', b"\xff"):
        path.write_bytes(broken)
        assert read_preferences(path) == Preferences()
    assert read_preferences(tmp_path / "missing") == Preferences()


def test_a_preference_out_of_range_changes_nothing(tmp_path: Path) -> None:
    import msgspec

    store = PreferenceStore(tmp_path / "screen.json")
    store.prefer(dim_percent=10)
    with pytest.raises(msgspec.ValidationError):
        store.prefer(dim_percent=0)
    assert store.now.dim_percent == 10
    assert read_preferences(tmp_path / "screen.json").dim_percent == 10


def test_a_card_that_cannot_be_written_does_not_stop_the_change(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    store = PreferenceStore(tmp_path / "file" / "screen.json")
    store.prefer(dark=False)
    assert not store.now.dark
