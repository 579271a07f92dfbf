"""The item that draws a QR code (ISO/IEC 18004). It is in QML as `Code`."""

import segno
from PySide6.QtCore import Property, QRectF, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtQml import QmlElement
from PySide6.QtQuick import QQuickItem, QQuickPaintedItem

QML_IMPORT_NAME = "gridhearth"
QML_IMPORT_MAJOR_VERSION = 1

QUIET = 4
"""Light modules around a code (ISO/IEC 18004, 9.1)."""


@QmlElement
class Code(QQuickPaintedItem):
    """Draws `text` as dark modules on light ground, whatever the screen's colours are."""

    changed = Signal()

    def __init__(self, parent: QQuickItem | None = None) -> None:
        super().__init__(parent)
        self._text = ""
        self._modules: tuple[bytes, ...] = ()

    def _get_text(self) -> str:
        return self._text

    def _set_text(self, text: str) -> None:
        if text == self._text:
            return
        self._text = text
        found = segno.make(text, error="l").matrix if text else ()
        self._modules = tuple(bytes(row) for row in found)
        self.changed.emit()
        self.update()

    text = Property(str, _get_text, _set_text, notify=changed)

    def _count(self) -> int:
        return len(self._modules) + 2 * QUIET if self._modules else 0

    modules = Property(int, _count, notify=changed)

    def paint(self, painter: QPainter) -> None:
        """Draw with modules of whole pixels, in the middle."""
        count = self._count()
        if not count:
            return
        ratio = painter.device().devicePixelRatio()
        module = max(int(min(self.width(), self.height()) * ratio // count), 1) / ratio
        left, top = ((room - module * count) / 2 for room in (self.width(), self.height()))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        painter.fillRect(QRectF(left, top, module * count, module * count), Qt.GlobalColor.white)
        for y, row in enumerate(self._modules, QUIET):
            for x, dark in enumerate(row, QUIET):
                if dark:
                    square = QRectF(left + x * module, top + y * module, module, module)
                    painter.fillRect(square, Qt.GlobalColor.black)
