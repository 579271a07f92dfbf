"""View models: what one page shows, as text, for QML to bind to.

Each is a QObject made by gui.screen.Screen with an `Ask`, and has `look(glance)`. The usual shape:

    @dataclass(frozen=True)
    class Shown:                       # everything the page shows, made by one pure function
        word: str = ""
        rows: tuple[dict[str, str], ...] = ()

    def shown(glance: Glance) -> Shown: ...

    @in_qml
    class HomeModel(QObject):
        changed = Signal()             # any of the texts
        rows_changed = Signal()        # a list has its own, or its delegates are made anew

        def __init__(self, ask: Ask, parent: QObject | None = None) -> None: ...

        def look(self, glance: Glance) -> None:
            put(self, shown(glance))

        word = text("word", changed)
        rows = rows("rows", rows_changed)

Properties have the same name in Python and in QML. Only text, truth values, lists of them and
pictures for gui.charts cross into QML: its `int` has 32 bits and overflows without a word.
"""

from dataclasses import fields
from typing import Any, TypeVar

from PySide6.QtCore import Property, Signal
from PySide6.QtQml import QmlElement, QmlUncreatable

QML_IMPORT_NAME = "gridhearth"
QML_IMPORT_MAJOR_VERSION = 1
"""Where `in_qml` puts them: QmlElement reads these names in the module that calls it."""

T = TypeVar("T")


def in_qml(model: type[T]) -> type[T]:
    """Make a class known to QML by its name (import gridhearth); only Python makes objects of it."""
    uncreatable: Any = QmlUncreatable  # its stub says that it cannot be called
    known: type[T] = QmlElement(uncreatable("made by Python")(model))
    return known


def text(name: str, notify: Signal) -> Property:
    """A property of text: the field `name` of what the model has `put`."""
    return Property(str, lambda self: getattr(self.shown, name), notify=notify)


def flag(name: str, notify: Signal) -> Property:
    """A property that is true or false."""
    return Property(bool, lambda self: getattr(self.shown, name), notify=notify)


def rows(name: str, notify: Signal) -> Property:
    """A property that is a list, for a Repeater: of dicts of text and truth values, or of text."""
    return Property(list, lambda self: list(getattr(self.shown, name)), notify=notify)


def picture(name: str, notify: Signal) -> Property:
    """A property that QML only hands on: a gui.charts.picture.Picture or None."""
    return Property(object, lambda self: getattr(self.shown, name), notify=notify)


def put(model: Any, new: Any) -> None:
    """Show `new` (a frozen dataclass, as before): set `model.shown`, then tell what changed.

    A field with a signal of its own, `<field>_changed`, is told by that; any other by `changed`.
    """
    old = model.shown
    if new == old:
        return
    model.shown = new
    others = False
    for field in fields(new):
        if getattr(new, field.name) == getattr(old, field.name):
            continue
        own = getattr(model, f"{field.name}_changed", None)
        if own is None:
            others = True
        else:
            own.emit()
    if others:
        model.changed.emit()
