"""A screen that tests can look at and touch: offscreen, by real touch events.

stage.screen       the Screen, its models and pages
stage.player       the scenario being played; stage.player.advance(5) lets time pass
stage.find(name)   the visible item with that objectName, also inside Repeaters
stage.tap(name)    touches and lets go; nothing happens on what cannot be touched
stage.texts()      every text that is to be seen, top to bottom
stage.settle()     lets answers arrive, pages load and layouts find their size
"""

import time
from collections.abc import Callable, Iterator
from typing import Any

import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QPointF
from PySide6.QtGui import QGuiApplication, QImage, QPointingDevice
from PySide6.QtQml import QQmlApplicationEngine
from PySide6.QtQuick import QQuickItem, QQuickWindow
from PySide6.QtTest import QTest

from gui.player import Player
from gui.screen import Screen
from gui.window import close_window

FRAMES_MS = 50
PATIENCE_S = 20.0
LAYOUTS_DEEP = 3  # an inner layout's size moves what stands around it


class Stage:
    """One window, played to by a scenario or by a daemon."""

    def __init__(
        self,
        screen: Screen,
        engine: QQmlApplicationEngine,
        window: QQuickWindow,
        daemon: Any,
        device: QPointingDevice,
    ) -> None:
        self.screen, self.engine, self.window, self.daemon = screen, engine, window, daemon
        self._device = device

    @property
    def player(self) -> Player:
        assert isinstance(self.daemon, Player)
        return self.daemon

    def resize(self, width: int, height: int) -> None:
        self.window.resize(width, height)
        self.settle()

    def go(self, page: str) -> None:
        self.screen.go(page)
        self.settle()

    def settle(self, rounds: int = 4) -> None:
        for _ in range(rounds):
            QGuiApplication.processEvents()
            self.screen.look()
        QGuiApplication.processEvents()

    def rest(self) -> None:
        """Let layouts find their size: they do so with a frame, a sixtieth of a second away."""
        QTest.qWait(FRAMES_MS)
        self.settle()

    def advance(self, seconds: float) -> None:
        self.player.advance(seconds)
        self.settle()

    def until(self, true: Callable[[], Any]) -> None:
        """Wait for a condition; a failure names it."""
        give_up = time.monotonic() + PATIENCE_S
        while not true():
            assert time.monotonic() < give_up, f"did not come true in time; seen: {self.texts()}"
            QTest.qWait(5)

    def lay_out(self) -> None:
        """Let every layout find its size now: by itself it does so with the next frame.

        A finger never comes before the frame that it aims at; a test on a quick machine does.
        """
        for _ in range(LAYOUTS_DEEP):
            for item in list(self.items()):
                item.ensurePolished()

    # --- looking

    def items(self, root: QQuickItem | None = None) -> Iterator[QQuickItem]:
        """Every visible item, parents first; Repeaters' delegates too."""
        item = root if root is not None else self.window.contentItem()
        if not item.isVisible() or item.opacity() == 0:
            return
        yield item
        for child in item.childItems():
            yield from self.items(child)

    def find(self, name: str) -> QQuickItem:
        found = [item for item in self.items() if item.objectName() == name]
        assert found, f"nothing visible is called {name!r}"
        assert len(found) == 1, f"{len(found)} visible items are called {name!r}"
        return found[0]

    def has(self, name: str) -> bool:
        return any(item.objectName() == name for item in self.items())

    def texts(self, root: QQuickItem | None = None) -> list[str]:
        return [str(item.property("text")) for item in self.labels(root)]

    def labels(self, root: QQuickItem | None = None) -> list[QQuickItem]:
        """Every visible item of text that says something."""
        return [
            item
            for item in self.items(root)
            if item.inherits("QQuickText") and item.property("text")
        ]

    def shows(self, text: str) -> bool:
        return any(text in shown for shown in self.texts())

    def picture(self) -> QImage:
        return self.window.grabWindow()

    # --- touching

    def middle(self, item: QQuickItem) -> QPoint:
        return item.mapToScene(QPointF(item.width() / 2, item.height() / 2)).toPoint()

    def tap(self, where: str | QQuickItem | QPoint) -> None:
        point = self._point(where)
        QTest.touchEvent(self.window, self._device).press(0, point, self.window).commit()
        QTest.touchEvent(self.window, self._device).release(0, point, self.window).commit()
        self.settle()

    def press(self, where: str | QQuickItem | QPoint) -> Callable[[], None]:
        """Put a finger down; call what is returned to lift it."""
        point = self._point(where)
        QTest.touchEvent(self.window, self._device).press(0, point, self.window).commit()

        def lift() -> None:
            QTest.touchEvent(self.window, self._device).release(0, point, self.window).commit()
            self.settle()

        return lift

    def drag(
        self, start: str | QQuickItem | QPoint, end: QPoint, steps: int = 10, pause_ms: int = 0
    ) -> None:
        """Press, move, let go. A list needs a pause: a move in no time is none to a Flickable."""
        begin = self._point(start)
        QTest.touchEvent(self.window, self._device).press(0, begin, self.window).commit()
        for step in range(1, steps + 1):
            x = begin.x() + (end.x() - begin.x()) * step // steps
            y = begin.y() + (end.y() - begin.y()) * step // steps
            spot = QPoint(x, y)
            if pause_ms:
                QTest.qWait(pause_ms)
            QTest.touchEvent(self.window, self._device).move(0, spot, self.window).commit()
        QTest.touchEvent(self.window, self._device).release(0, end, self.window).commit()
        self.settle()

    def _point(self, where: str | QQuickItem | QPoint) -> QPoint:
        if isinstance(where, QPoint):
            return where
        self.lay_out()
        return self.middle(self.find(where) if isinstance(where, str) else where)

    def close(self) -> None:
        """Take the window down before what it shows, so that no binding sees nothing."""
        self.screen.close()
        close_window(self.engine, self.window)
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        shiboken6.delete(self.screen)
        if isinstance(self.daemon, Player):
            shiboken6.delete(self.daemon)
