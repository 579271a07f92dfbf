"""The battery's page by touch: find it, see what a session costs, start one, report now."""

from collections.abc import Callable

from tests.gui.stage import Stage


def test_a_session_is_found_and_started_by_touch(stage: Callable[..., Stage]) -> None:
    shown = stage("storage")
    shown.tap("bar-more")
    shown.tap("more-storage")
    assert shown.shows("7.155")
    shown.tap("choice-sessions")
    shown.until(lambda: shown.shows("Costs 1.05 ENT"))
    shown.tap("session-start")
    shown.advance(1)
    assert shown.shows("on its way")


def test_more_than_the_credit_covers_cannot_be_pressed(stage: Callable[..., Stage]) -> None:
    shown = stage("storage")
    shown.go("storage")
    shown.tap("choice-sessions")
    shown.tap("more")
    shown.tap("more")
    shown.until(lambda: shown.shows("52.5"))
    assert not shown.find("session-start").isEnabled()


def test_what_is_open_is_reported_at_a_touch(stage: Callable[..., Stage]) -> None:
    shown = stage("storage")
    shown.go("storage")
    shown.tap("report")
    shown.advance(1)
    assert shown.shows("are being reported")
    assert shown.player.calls[-1][0] in {"storage.report", "storage.preview"}


def test_a_home_without_storage_has_no_such_page(stage: Callable[..., Stage]) -> None:
    shown = stage("afternoon")
    shown.tap("bar-more")
    assert not shown.has("more-storage")
