"""One Qt application per session, offscreen; any message of Qt or QML fails the test it came in."""

import os
import sys
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from types import TracebackType

os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ["QT_QUICK_BACKEND"] = "software"
os.environ.pop("QT_SCALE_FACTOR", None)

import pytest
import shiboken6
from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler
from PySide6.QtGui import QGuiApplication, QPointingDevice
from PySide6.QtTest import QTest

from gui.glance import Glance, Seen
from gui.link import Link
from gui.player import SCENARIOS, Player, Scenario, read_scenario
from gui.preferences import PreferenceStore
from gui.screen import Daemon, Screen
from gui.texts import Reader
from gui.window import load_fonts, open_window
from tests.gui.house import House
from tests.gui.stage import Stage
from tests.gui.trade_touch import Touch

MESSAGES: list[str] = []


def _heard(kind: QtMsgType, context: QMessageLogContext, text: str) -> None:
    MESSAGES.append(f"{kind.name}: {text} ({context.file}:{context.line})")


def _raised(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    MESSAGES.append("".join(traceback.format_exception(kind, error, trace)))


@pytest.fixture(scope="session")
def application() -> QGuiApplication:
    qInstallMessageHandler(_heard)
    running = QGuiApplication.instance()
    found = running if isinstance(running, QGuiApplication) else QGuiApplication(["gridhearth"])
    load_fonts()
    return found


@pytest.fixture(scope="session")
def touch_device(application: QGuiApplication) -> QPointingDevice:
    return QTest.createTouchDevice()


@pytest.fixture(autouse=True)
def no_qt_message(application: QGuiApplication) -> Iterator[list[str]]:
    """A warning of QML ("Cannot read property …", "Binding loop …") is a fault of ours.

    So is an exception in a slot, which Qt's loop would only print.
    """
    MESSAGES.clear()
    before, sys.excepthook = sys.excepthook, _raised
    yield MESSAGES
    QGuiApplication.processEvents()
    sys.excepthook = before
    assert MESSAGES == []


@pytest.fixture
def scenario() -> Callable[[str], Scenario]:
    """Read a packaged scenario by name: `scenario("afternoon")`."""
    return lambda name: read_scenario(SCENARIOS / f"{name}.json")


@pytest.fixture
def glance(scenario: Callable[[str], Scenario]) -> Callable[..., Glance]:
    """What a model sees as a scenario begins, without any window: `glance("afternoon")`.

    With `language="de"`, `later_s=300`, or `seen=Seen(...)` instead of the scenario's.
    """

    def make(
        name: str, *, language: str = "en", later_s: float = 0, seen: Seen | None = None
    ) -> Glance:
        found = scenario(name)
        player = Player(found, frozen=True)
        player.start()
        now_ms = found.now_ms + round(later_s * 1_000)
        return Glance(seen or player.seen, now_ms, Reader(language, found.zone))

    return make


@pytest.fixture
def stage_with(
    application: QGuiApplication, touch_device: QPointingDevice
) -> Iterator[Callable[..., Stage]]:
    """Put up a window before any daemon: `stage_with(Link(path), reader)`."""
    open_stages: list[Stage] = []

    def make(
        daemon: Daemon,
        reader: Reader | None = None,
        size: tuple[int, int] = (800, 480),
        store: PreferenceStore | None = None,
    ) -> Stage:
        screen = Screen(daemon, store or PreferenceStore(), reader or Reader(), None)
        engine, window = open_window(screen)
        window.resize(*size)
        window.show()
        stage = Stage(screen, engine, window, daemon, touch_device)
        open_stages.append(stage)
        screen.start()
        stage.settle()
        return stage

    yield make
    for stage in open_stages:
        if shiboken6.isValid(stage.screen):  # a test may have switched it off
            stage.close()


@pytest.fixture
def stage(
    stage_with: Callable[..., Stage], scenario: Callable[[str], Scenario]
) -> Callable[..., Stage]:
    """Play a packaged scenario: `stage("afternoon")`, `stage("afternoon", size=(450, 800))`.

    Sizes are layout units: (800, 480), (800, 450), (450, 800). Time stands still but for
    `stage.advance(seconds)`.
    """

    def make(
        name: str,
        *,
        size: tuple[int, int] = (800, 480),
        page: str = "home",
        language: str = "en",
        store: PreferenceStore | None = None,
    ) -> Stage:
        found = scenario(name)
        player = Player(found, frozen=True)
        made = stage_with(player, Reader(language, found.zone), size, store)
        made.go(page)
        return made

    return make


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    """A home's real core behind its socket."""
    with House(tmp_path) as home:
        yield home


@pytest.fixture
def touch(house: House, stage_with: Callable[..., Stage]) -> Callable[..., Touch]:
    """Open the Trade page of `house`, and touch it: `touch()`, `touch((450, 800))`."""

    def make(size: tuple[int, int] = (800, 480)) -> Touch:
        link = Link(str(house.path), wall_ms=house.world.clock.wall_ms)
        shown = stage_with(link, Reader("en"), size)
        shown.until(lambda: shown.daemon.seen.link == "live")
        shown.go("trade")
        return Touch(shown, house)

    return make
