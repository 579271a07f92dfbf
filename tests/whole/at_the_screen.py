"""A person who has never seen it sells at the touchscreen of a home that really runs.

The screen's own window, models and socket; the fingers are touch events. Only what stands on the
screen is looked at: nothing is known of the daemon but what it shows there.
"""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_QUICK_BACKEND", "software")

from PySide6.QtCore import QPointF
from PySide6.QtGui import QGuiApplication
from PySide6.QtQuick import QQuickItem
from PySide6.QtTest import QTest

from gui.link import Link
from gui.preferences import PreferenceStore
from gui.screen import Screen
from gui.texts import Reader
from gui.window import load_fonts, open_window
from tests.gui.stage import Stage

PATIENCE_S = 100.0
"""For the street to be founded, the meters to be paired and the sun to be measured."""
SIZE = (800, 480)


@dataclass
class Sale:
    """What the person touched and read."""

    touched: list[str] = field(default_factory=list)
    confirmed: str = ""
    """The words of the sheet that asked for a yes."""
    sold: str = ""
    """What the first page says of the trade."""


@contextmanager
def screen_of(socket: Path) -> Iterator[Stage]:
    """Put the screen up before a daemon's socket, which may not be there yet."""
    running = QGuiApplication.instance()
    if not isinstance(running, QGuiApplication):
        globals()["application"] = QGuiApplication(["gridhearth"])
    load_fonts()
    link = Link(str(socket))
    screen = Screen(link, PreferenceStore(), Reader("en"), None)
    engine, window = open_window(screen)
    window.resize(*SIZE)
    window.show()
    stage = Stage(screen, engine, window, link, QTest.createTouchDevice())
    screen.start()
    try:
        yield stage
    finally:
        stage.close()


class Person:
    """Touches what can be touched, and waits until the screen says so."""

    def __init__(self, stage: Stage) -> None:
        self.stage, self.sale = stage, Sale()

    def wait(self, what: str, within_s: float = PATIENCE_S) -> None:
        """Wait until the words are on the screen."""
        self._until(lambda: any(what in text for text in self.texts()), what, within_s)

    def touch(self, path: str) -> None:
        """Touch "activity/choice-sell" once it can be touched, scrolling to it."""
        self._until(lambda: self._enabled(path), f"{path} to be touched", PATIENCE_S)
        item = self._one(path)
        assert item is not None
        if self.stage.has("trade-scroll") and not path.startswith(("confirm", "bar")):
            scroll = self.stage.find("trade-scroll")
            top = item.mapToItem(scroll, QPointF(0, 0)).y()
            if top < 0 or top + item.height() > scroll.height():
                scroll.setProperty("contentY", scroll.property("contentY") + top - 20)
                self.stage.rest()
        self.stage.tap(item)
        self.sale.touched.append(path)
        self.stage.rest()

    def read(self) -> str:
        """Return everything that stands on the screen."""
        return "\n".join(self.texts())

    def texts(self) -> list[str]:
        """Return what stands on the screen, with ordinary spaces."""
        return [text.replace("\N{NO-BREAK SPACE}", " ") for text in self.stage.texts()]

    def _one(self, path: str) -> QQuickItem | None:
        root = None
        for name in path.split("/"):
            found = [item for item in self.stage.items(root) if item.objectName() == name]
            if len(found) != 1:
                return None
            root = found[0]
        return root

    def _enabled(self, path: str) -> bool:
        item = self._one(path)
        return (
            item is not None and bool(item.isEnabled()) and not self.stage.screen.trade.shown.busy
        )

    def _until(self, true: Callable[[], bool], what: str, within_s: float) -> None:
        give_up = time.monotonic() + within_s
        while not true():
            assert time.monotonic() < give_up, f"not within {within_s:g} s: {what}; {self.read()}"
            QTest.qWait(20)


def sell_by_touch(socket: Path) -> Sale:
    """Sell from the first touch to the trade; AssertionError says what never came."""
    with screen_of(socket) as stage:
        person = Person(stage)
        person.wait("Surplus")
        person.touch("bar-trade")
        for path in ("start", "program/choice-in", "activity/choice-sell"):
            person.touch(path)
        person.touch("low-stepper/more")
        person.touch("low-stepper/less")
        person.touch("settlement/choice-automatic")
        person.touch("repeat/choice-yes")
        person.touch("set-values")
        person.wait("Sell up to")
        person.sale.confirmed = person.read()
        person.touch("confirm-yes")
        person.touch("bar-home")
        person.wait("Sold ")
        person.sale.sold = next(text for text in person.texts() if "Sold " in text)
        return person.sale
