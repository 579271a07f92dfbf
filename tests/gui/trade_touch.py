"""A finger on the Trade page, and eyes: what the tests by touch share."""

from collections.abc import Callable

from PySide6.QtCore import QPointF
from PySide6.QtQuick import QQuickItem

from tests.gui.house import House
from tests.gui.stage import Stage

BUTTONS = ("start", "reset", "set-values", "update-values")


def plain(text: str) -> str:
    """The text with ordinary spaces for those that do not break."""
    return text.replace("\N{NO-BREAK SPACE}", " ")


class Touch:
    """A finger on the Trade page, and eyes."""

    def __init__(self, stage: Stage, house: House) -> None:
        self.stage, self.house = stage, house

    @property
    def flow(self):
        """The flow as the daemon has it, not as the screen shows it."""
        return self.house.home.snapshot().flow

    def until(self, true: Callable[[], object]) -> None:
        self.stage.until(true)
        self.stage.settle()

    def press(self, name: str) -> None:
        """Touch something, wherever it is on the page, and let the daemon answer."""
        self.stage.tap(self.bring(name))
        self.quiet()

    def quiet(self) -> None:
        """Wait until the screen shows what the daemon has."""
        model = self.stage.screen.trade
        self.until(lambda: not model.shown.busy)
        self.until(lambda: self.stage.daemon.seen.snapshot.flow == self.flow)

    def bring(self, name: str) -> QQuickItem:
        """Scroll until it can be touched, as a person does."""
        item = self.one(name)
        if self.stage.has("trade-scroll") and not name.startswith("confirm"):
            scroll = self.stage.find("trade-scroll")
            top = item.mapToItem(scroll, QPointF(0, 0)).y()
            if top < 0 or top + item.height() > scroll.height():
                scroll.setProperty("contentY", scroll.property("contentY") + top - 20)
                self.stage.settle()
        return item

    def one(self, path: str) -> QQuickItem:
        """An item by a way of names: "activity/choice-sell", "low-stepper/more"."""
        root = None
        for name in path.split("/"):
            found = [item for item in self.stage.items(root) if item.objectName() == name]
            assert len(found) == 1, f"{len(found)} visible items are called {name!r}"
            root = found[0]
        assert root is not None
        return root

    def may(self, path: str) -> bool:
        return bool(self.one(path).isEnabled())

    def buttons(self) -> set[str]:
        return {name for name in BUTTONS if self.may(name)}

    def message(self) -> str:
        return plain(" ".join(self.stage.texts(self.one("message"))))

    def shows(self, text: str) -> bool:
        return any(text in plain(shown) for shown in self.stage.texts())

    def choose(self, *paths: str) -> None:
        for path in paths:
            self.press(path)

    def opt_in(self, side: str, settlement: str = "") -> None:
        self.choose("start", "program/choice-in", f"activity/choice-{side}")
        if settlement:
            self.press(f"settlement/choice-{settlement}")

    def set_values(self) -> None:
        self.press("set-values")
        self.stage.until(lambda: self.stage.has("confirm-yes"))
        self.press("confirm-yes")
