"""The window and what belongs to it: engine, fonts, language, light, first frame, pictures."""

import argparse
import resource
import sys
import time
from collections.abc import Callable
from datetime import datetime, tzinfo
from pathlib import Path

import shiboken6
from PySide6.QtCore import QEvent, QEventLoop, QLocale, QObject, Qt, QTimer, QTranslator, QUrl
from PySide6.QtGui import QFont, QFontDatabase, QGuiApplication, QWindow
from PySide6.QtQml import QQmlApplicationEngine
from PySide6.QtQuick import QQuickWindow

import gui.charts.chart
import gui.charts.code  # noqa: F401 - these two make QML types known: Chart and Code
from gui import app, idle, service
from gui.backlight import Backlight, find_backlight
from gui.link import Link
from gui.player import SCENARIOS, Player, ScenarioWrong, read_scenario
from gui.preferences import PreferenceStore, preferences_path
from gui.screen import PAGES, Daemon, Screen
from gui.texts import Reader

FOLDER = Path(__file__).parent
FAMILY = "DejaVu Sans"
RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur"})
SETTLE_S = 10.0
LOOK_MS = 50
"""How long a picture may wait for its page."""
DIM_SHADE = 0.6
"""Of a window whose panel cannot be dimmed."""


def load_fonts() -> None:
    """Load the fonts that ship with the screen; no font of the system is used."""
    for name in ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf"):
        if QFontDatabase.addApplicationFont(str(FOLDER / "fonts" / name)) < 0:
            raise RuntimeError(f"the font {name} of this program could not be loaded")
    font = QFont(FAMILY)
    font.setPixelSize(22)
    QGuiApplication.setFont(font)


def open_window(screen: Screen) -> tuple[QQmlApplicationEngine, QQuickWindow]:
    """Return a new engine and its window, not shown yet; RuntimeError: the QML is broken."""
    engine = QQmlApplicationEngine()
    engine.addImportPath(str(FOLDER / "qml"))
    engine.setInitialProperties({"panel": screen})
    engine.load(QUrl.fromLocalFile(str(FOLDER / "qml" / "Main.qml")))
    for root in engine.rootObjects():
        if isinstance(root, QQuickWindow):
            return engine, root
    raise RuntimeError("the screen's pages could not be loaded")


def close_window(engine: QQmlApplicationEngine, window: QQuickWindow) -> None:
    """Take the window down before what it shows, so that no binding reads from nothing."""
    window.close()
    shiboken6.delete(engine)


class Language(QObject):
    """The translation in use."""

    def __init__(self, application: QGuiApplication) -> None:
        super().__init__(application)
        self._application = application
        self._translator = QTranslator(self)

    def use(self, code: str) -> str:
        """Install a language's words; return the code of what is spoken then ("en" without)."""
        self._application.removeTranslator(self._translator)
        found = False
        short = code.split("_", maxsplit=1)[0]
        for name in (code, short):
            found = bool(name) and self._translator.load(
                f"gridhearth_{name}", str(FOLDER / "translations")
            )
            if found:
                self._application.installTranslator(self._translator)
                break
        right = found and short in RIGHT_TO_LEFT
        self._application.setLayoutDirection(
            Qt.LayoutDirection.RightToLeft if right else Qt.LayoutDirection.LeftToRight
        )
        return code if found else "en"


class Lamp(QObject):
    """Dims, darkens and wakes; swallows the touch that wakes."""

    def __init__(
        self,
        window: QWindow,
        screen: Screen,
        backlight: Backlight | None,
        steady_s: Callable[[], float] = time.monotonic,
        minute: Callable[[], int] | None = None,
    ) -> None:
        super().__init__(window)
        self.idle = idle.Idle(touched_s=steady_s(), alerts=screen.alerts_seen())
        self._window, self._screen, self._backlight = window, screen, backlight
        self._steady_s = steady_s
        self._minute = minute or _minute_now
        self._shown = -1
        window.installEventFilter(self)
        self._timer = QTimer(self)
        self._timer.setInterval(1_000)
        self._timer.timeout.connect(self.tick)
        self._timer.start()
        screen.store.changed.connect(self._show)
        self._show()

    def tick(self) -> None:
        """A second passed."""
        self.idle = idle.passed(
            self.idle,
            self._steady_s(),
            self._minute(),
            self._screen.alerts_seen(),
            self._screen.store.now,
        )
        self._show()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Return True for a touch that only wakes: nobody else gets it."""
        match event.type():
            case QEvent.Type.TouchBegin | QEvent.Type.MouseButtonPress:
                self.idle = idle.pressed(self.idle, self._steady_s())
                self._show()
                return self.idle.swallowing
            case QEvent.Type.TouchUpdate | QEvent.Type.MouseMove:
                return self.idle.swallowing
            case QEvent.Type.TouchEnd | QEvent.Type.TouchCancel | QEvent.Type.MouseButtonRelease:
                swallowed = self.idle.swallowing
                self.idle = idle.released(self.idle, self._steady_s())
                return swallowed
            case QEvent.Type.MouseButtonDblClick:
                return self.idle.swallowing
        return super().eventFilter(watched, event)

    def _show(self) -> None:
        percent = idle.percent(self.idle.light, self._screen.store.now)
        if percent == self._shown:
            return
        self._shown = percent
        dimmed = self._backlight is not None and self._backlight.set_percent(percent)
        # Dark is black also on a panel whose least brightness still shines.
        shade = {"bright": 0.0, "dim": 0.0 if dimmed else DIM_SHADE, "dark": 1.0}
        self._screen.set_shade(shade[self.idle.light])


def _minute_now() -> int:
    now = datetime.now().astimezone()
    return now.hour * 60 + now.minute


def run(arguments: argparse.Namespace) -> int:
    """Show the screen until it is closed; see gui.app.main."""
    app.let_control_c_end()
    application = QGuiApplication(sys.argv[:1])
    application.setApplicationName("gridhearth")
    load_fonts()
    frozen = arguments.screenshot is not None
    try:
        daemon, zone = _daemon(arguments, frozen=frozen)
    except ScenarioWrong as wrong:
        print(f"gridhearth screen: {wrong}", file=sys.stderr)  # noqa: T201 - for whoever started it
        return 2
    played = arguments.scenario is not None
    store = PreferenceStore(None if played else preferences_path())
    if arguments.light:
        store.prefer(dark=False)
    language = Language(application)

    def spoken() -> Reader:
        wanted = arguments.language or store.now.language or ("en" if played else _system())
        return Reader(language.use(wanted), zone)

    screen = Screen(daemon, store, spoken(), application)
    engine, window = open_window(screen)

    def changed() -> None:
        screen.read_by(spoken())
        engine.retranslate()

    store.changed.connect(changed)
    _show(window, arguments)
    screen.start()
    if arguments.screenshot is not None:
        settle(application, screen)
        if isinstance(daemon, Player):
            daemon.advance(arguments.after)
        code = _pictures(application, screen, window, daemon, arguments)
    else:
        Lamp(window, screen, find_backlight() if app.kiosk(arguments) else None)
        _tell_first_frame(application, window, arguments)
        code = application.exec()
    screen.close()
    close_window(engine, window)
    return code


def _daemon(arguments: argparse.Namespace, *, frozen: bool) -> tuple[Daemon, tzinfo | None]:
    if arguments.scenario is None:
        return Link(arguments.socket), None
    path = arguments.scenario
    if not path.exists() and not path.suffix:
        path = SCENARIOS / f"{path.name}.json"
    scenario = read_scenario(path)
    return Player(scenario, frozen=frozen), scenario.zone


def _system() -> str:
    return QLocale.system().name()


def _show(window: QQuickWindow, arguments: argparse.Namespace) -> None:
    if app.kiosk(arguments):
        window.setCursor(Qt.CursorShape.BlankCursor)  # a finger needs none
        window.showFullScreen()
        return
    size = arguments.size or app.USUAL_SIZE
    ratio = window.devicePixelRatio()
    window.resize(round(size[0] / ratio), round(size[1] / ratio))
    window.show()


def _tell_first_frame(
    application: QGuiApplication, window: QQuickWindow, arguments: argparse.Namespace
) -> None:
    """Say READY once a frame is on the panel, then beat the watchdog."""
    beat = QTimer(application)
    beat.timeout.connect(lambda: service.notify("WATCHDOG=1"))

    told: list[bool] = []

    def swapped() -> None:
        if told:  # a second frame was on its way before the first was heard of
            return
        told.append(True)
        window.frameSwapped.disconnect(once)
        service.notify("READY=1\nSTATUS=drawing")
        if (every_ms := service.watchdog_ms()) is not None:
            beat.start(every_ms)
        if arguments.measure is not None:
            _measure(application, arguments.measure)

    once = window.frameSwapped.connect(swapped, Qt.ConnectionType.QueuedConnection)


def _measure(application: QGuiApplication, over_s: float) -> None:
    """Print what starting took and what standing still takes, and end."""
    first_frame_s = app.process_age_s()
    interactive: list[float] = []

    def begin() -> None:
        before_s = _cpu_s()

        def end() -> None:
            cpu_s = _cpu_s() - before_s
            print(app.report(first_frame_s, interactive[0], cpu_s, over_s))  # noqa: T201 - asked for
            application.quit()

        QTimer.singleShot(round(over_s * 1_000), application, end)

    QTimer.singleShot(0, application, lambda: interactive.append(app.process_age_s()))
    QTimer.singleShot(1_000, application, begin)  # what starting up takes is not idling


def _cpu_s() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def _pictures(
    application: QGuiApplication,
    screen: Screen,
    window: QQuickWindow,
    daemon: Daemon,
    arguments: argparse.Namespace,
) -> int:
    """Save every page as NAME-PAGE-WIDTHxHEIGHT.png."""
    folder: Path = arguments.screenshot
    folder.mkdir(parents=True, exist_ok=True)
    name = arguments.scenario.stem if arguments.scenario is not None else "live"
    pages = arguments.pages.split(",") if arguments.pages else PAGES
    for page in pages:
        screen.go(page)
        settle(application, screen)
        if isinstance(daemon, Link):
            _answered(application, daemon)
            settle(application, screen)
        image = window.grabWindow()
        path = folder / f"{name}-{page}-{image.width()}x{image.height()}.png"
        if image.isNull() or not image.save(str(path)):
            said = f"gridhearth screen: {path} could not be written"
            print(said, file=sys.stderr)  # noqa: T201 - for whoever asked for it
            return 1
        print(path)  # noqa: T201 - what was asked for
    return 0


def _answered(application: QGuiApplication, daemon: Link) -> None:
    """Let a live daemon answer what a page asks when it opens."""
    until = time.monotonic() + SETTLE_S
    while daemon.waits and time.monotonic() < until:
        application.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents, LOOK_MS)


def settle(application: QGuiApplication, screen: Screen, rounds: int = 6) -> None:
    """Let what is due happen: answers arrive, pages load, layouts find their size."""
    until = time.monotonic() + SETTLE_S
    for _ in range(rounds):
        application.processEvents()
        screen.look()
        application.processEvents()
        if time.monotonic() > until:
            return
