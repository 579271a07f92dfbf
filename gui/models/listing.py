"""A list for a Repeater whose lines change in place: a finger on a line keeps its button.

A property that is a plain list makes every delegate anew when one text of it changes, and ages
change every second. Here a line with the same key keeps its delegate and only gets new text.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QByteArray, QModelIndex, QObject, Qt

NOWHERE = QModelIndex()
ROW = int(Qt.ItemDataRole.UserRole) + 1

Row = Mapping[str, Any]
"""Text, truth values and lists of them; `key` tells lines apart."""


class Rows(QAbstractListModel):
    """The lines; a delegate has `required property var row` and reads `row.name`."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: tuple[Row, ...] = ()

    def rowCount(self, _parent: Any = NOWHERE) -> int:  # noqa: N802 - Qt's name
        """Return how many lines there are."""
        return len(self.rows)

    def data(self, index: Any, role: int = ROW) -> Any:
        """Return the line as a dict."""
        if role != ROW or not 0 <= index.row() < len(self.rows):
            return None
        return dict(self.rows[index.row()])

    def roleNames(self) -> dict[int, QByteArray]:  # noqa: N802 - Qt's name
        """Return what delegates may require."""
        return {ROW: QByteArray(b"row")}

    def show(self, rows: Sequence[Row]) -> None:
        """Show these lines: in place where the keys are the same as before."""
        new = tuple(rows)
        old = self.rows
        if [row["key"] for row in old] != [row["key"] for row in new]:
            self.beginResetModel()
            self.rows = new
            self.endResetModel()
            return
        self.rows = new
        for place, (before, after) in enumerate(zip(old, new, strict=True)):
            if before != after:
                at = self.index(place)
                self.dataChanged.emit(at, at)
