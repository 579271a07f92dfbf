"""Every view in every state that differs to the eye: where tests of fit, size and pictures walk.

    for state in STATES: enter(stage, state)

A state is a packaged scenario, a page of it, so many seconds later, and what is touched there.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QGuiApplication

from gui.player import SCENARIOS, Player, Scenario, read_scenario
from gui.preferences import PreferenceStore
from gui.screen import Screen
from gui.texts import Reader
from gui.window import Language, open_window
from tests.gui.stage import Stage

INSTALLER_PIN = ("unlock-installer", "pin-2", "pin-4", "pin-6", "pin-8", "pin-enter")
CODE_KEYS = ("act-code", *(f"key-{key}" for key in "83FED3407A93"))
NAME_KEYS = ("step-handover", "act-names", *(f"key-{key}" for key in "ADA"))
WRITE_IT = ("step-handover", "act-report")
NAME_IT = "act-00158d0001a2b3c4/1-name"


@dataclass(frozen=True)
class State:
    """One picture."""

    name: str
    scenario: str
    page: str
    taps: tuple[str, ...] = ()
    later_s: float = 0


STATES = (
    State("home", "afternoon", "home"),
    State("home-using-more", "evening", "home"),
    State("home-unknown", "unknown", "home"),
    State("home-stale", "stale", "home"),
    State("home-first-hour", "first-hour", "home"),
    State("home-clock", "clock", "home"),
    State("home-halted", "halted", "home"),
    State("home-gone", "gone", "home", later_s=151),
    State("home-never-there", "never-there", "home", later_s=3),
    State("home-first-boot", "first-boot", "home"),
    State("trade-start", "trade-start", "trade"),
    State("trade-manual", "trade-manual", "trade"),
    State("trade-automatic", "trade-automatic", "trade"),
    State("trade-buy", "trade-buy", "trade"),
    State("trade-invalid", "trade-invalid", "trade"),
    State("trade-red", "trade-red", "trade"),
    State("trade-waiting", "trade-waiting", "trade"),
    State("trade-gone", "gone", "trade", later_s=151),
    State("trade-sheet", "trade-manual", "trade", ("set-values",)),
    State("trade-pin", "trade-pin", "trade", ("set-values", "confirm-yes")),
    State("information", "trade-automatic", "information"),
    State("information-invalid", "trade-invalid", "information"),
    State("information-settled", "afternoon", "information"),
    State("history-day", "history", "history"),
    State("history-year", "history", "history", ("choice-year", "choice-money")),
    State("street-map", "street", "street"),
    State("street-offers", "street", "street", ("choice-offers",)),
    State("street-prices", "street", "street", ("choice-prices",)),
    State("more", "alerts", "more"),
    State("devices", "devices", "devices"),
    State("storage-battery", "storage", "storage"),
    State("storage-refused", "storage-refused", "storage"),
    State("storage-sessions", "storage", "storage", ("choice-sessions",)),
    State("storage-credit", "storage", "storage", ("choice-money",)),
    State("storage-consumer", "storage-consumer", "storage"),
    State("alerts", "alerts", "alerts"),
    State("alerts-ladder", "ladder", "alerts"),
    State("alerts-safe", "safe-mode", "alerts"),
    State("alerts-none", "afternoon", "alerts"),
    State("settings", "afternoon", "settings"),
    State("installer-closed", "installer", "installer"),
    State("installer-first-boot", "first-boot", "installer", (*INSTALLER_PIN, "step-identity")),
    State("installer-box", "installer", "installer", (*INSTALLER_PIN, "step-box")),
    State("installer-identity", "installer-bare", "installer", (*INSTALLER_PIN, "step-identity")),
    State("installer-form", "installer-bare", "installer", (*INSTALLER_PIN, "step-radio")),
    State("installer-sticks", "installer-sticks", "installer", (*INSTALLER_PIN, "step-radio")),
    State("installer-pair", "installer", "installer", (*INSTALLER_PIN, "step-pair")),
    State("installer-code", "installer", "installer", (*INSTALLER_PIN, "step-pair", *CODE_KEYS)),
    State("installer-roles", "installer", "installer", (*INSTALLER_PIN, "step-roles")),
    State("installer-names", "installer", "installer", (*INSTALLER_PIN, "step-roles", NAME_IT)),
    State("installer-check", "installer", "installer", (*INSTALLER_PIN, "step-check")),
    State("installer-turned", "installer-turned", "installer", (*INSTALLER_PIN, "step-check")),
    State("installer-relays", "installer", "installer", (*INSTALLER_PIN, "step-relays")),
    State("installer-meters", "installer", "installer", (*INSTALLER_PIN, "step-meters")),
    State("installer-market", "installer-bare", "installer", (*INSTALLER_PIN, "step-market")),
    State("installer-backup", "installer", "installer", (*INSTALLER_PIN, "step-backup")),
    State("installer-pin", "installer", "installer", (*INSTALLER_PIN, "step-pin")),
    State("installer-ready", "installer-handover", "installer", (*INSTALLER_PIN, "step-handover")),
    State("installer-who", "installer-handover", "installer", (*INSTALLER_PIN, *NAME_KEYS)),
    State("installer-report", "installer-done", "installer", (*INSTALLER_PIN, *WRITE_IT)),
)

ONE_OF_EACH_VIEW = frozenset(
    {"home", "home-gone", "trade-manual", "trade-pin", "information", "history-day", "street-map"}
    | {"street-offers", "more", "devices", "alerts", "alerts-ladder", "settings"}
    | {"installer-pair", "installer-identity", "installer-code", "installer-who"}
    | {"installer-report"}
)

_read: dict[str, Scenario] = {}


def scenario_of(state: State) -> Scenario:
    """Return the state's scenario, read once."""
    if state.scenario not in _read:
        _read[state.scenario] = read_scenario(SCENARIOS / f"{state.scenario}.json")
    return _read[state.scenario]


@contextmanager
def entered(
    state: State,
    device: object,
    *,
    size: tuple[int, int] = (800, 480),
    store: PreferenceStore | None = None,
) -> Iterator[Stage]:
    """Put up a window that shows the state; it is taken down at the end."""
    found = scenario_of(state)
    player = Player(found, frozen=True)
    screen = Screen(player, store or PreferenceStore(), Reader("en", found.zone), None)
    screen.go(state.page)
    engine, window = open_window(screen)
    window.resize(*size)
    window.show()
    stage = Stage(screen, engine, window, player, device)  # type: ignore[arg-type]
    try:
        screen.start()
        stage.settle()
        if state.later_s:
            stage.advance(state.later_s)
        for name in state.taps:
            stage.tap(uncovered(stage, name))
            if name == "pin-enter":
                stage.advance(6)
        yield stage
    finally:
        stage.close()


def uncovered(stage: Stage, name: str) -> str:
    """Bring what has this name into view, as a finger would; return the name."""
    for rests in (False, True):
        if rests:
            stage.rest()
        item = above = stage.find(name)  # a list may have made its buttons anew meanwhile
        while above is not None and not above.inherits("QQuickFlickable"):
            above = above.parentItem()
        if above is None:
            break
        top = item.mapToItem(above, QPointF(0, 0)).y()
        hidden = max(0.0, top + item.height() - above.height()) + min(0.0, top)
        if hidden:
            above.setProperty("contentY", above.property("contentY") + hidden)
        elif not rests:
            break
    return name


def speak(stage: Stage, language: Language, code: str) -> None:
    """Change the language of a running screen, as its settings do."""
    spoken = language.use(code)
    stage.screen.read_by(Reader(spoken, stage.screen.glance().reader.zone))
    stage.engine.retranslate()
    stage.settle(4)


def mirror(stage: Stage, application: QGuiApplication, *, mirrored: bool) -> None:
    """Lay the screen out from right to left, as in Arabic, or back."""
    way = Qt.LayoutDirection.RightToLeft if mirrored else Qt.LayoutDirection.LeftToRight
    application.setLayoutDirection(way)
    stage.settle(4)
