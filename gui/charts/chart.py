"""The one item that draws a Picture. It is in QML as `Chart`; parts/ChartView.qml labels it."""

from typing import Any

from PySide6.QtCore import Property, QLineF, QPointF, QRectF, Qt, Signal, Slot
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF
from PySide6.QtQml import QmlElement
from PySide6.QtQuick import QQuickItem, QQuickPaintedItem

from gui.charts.picture import Layer, Picture, Point

QML_IMPORT_NAME = "gridhearth"
QML_IMPORT_MAJOR_VERSION = 1

EMPTY = Picture()
INSET = 2.0
"""Layout units above and below the plot, so that a line at its edge is drawn whole."""
ROOM_PER_LETTER = 12
"""Layout units of a digit of 18, rounded up."""


@QmlElement
class Chart(QQuickPaintedItem):
    """Draws `picture` in the colours of `colours`; all in `fadedColour` when `faded`."""

    changed = Signal()
    colours_changed = Signal()

    def __init__(self, parent: QQuickItem | None = None) -> None:
        super().__init__(parent)
        self._picture = EMPTY
        self._colours: dict[str, QColor] = {}
        self._faded = False
        self._faded_colour = QColor("#808080")
        self.setAntialiasing(True)

    def _get_picture(self) -> Picture:
        return self._picture

    def _set_picture(self, picture: Any) -> None:
        new = picture if isinstance(picture, Picture) else EMPTY
        if new != self._picture:
            self._picture = new
            self.changed.emit()
            self.update()

    picture = Property(object, _get_picture, _set_picture, notify=changed)

    @Slot()
    def clear(self) -> None:
        """Show nothing: QML cannot say that with `picture`, which takes no null."""
        self._set_picture(None)

    def _get_colours(self) -> dict[str, QColor]:
        return self._colours

    def _set_colours(self, colours: Any) -> None:
        self._colours = {str(name): QColor(value) for name, value in dict(colours).items()}
        self.colours_changed.emit()
        self.update()

    colours = Property(dict, _get_colours, _set_colours, notify=colours_changed)

    def _get_faded(self) -> bool:
        return self._faded

    def _set_faded(self, faded: bool) -> None:
        if faded != self._faded:
            self._faded = faded
            self.colours_changed.emit()
            self.update()

    faded = Property(bool, _get_faded, _set_faded, notify=colours_changed)

    def _get_faded_colour(self) -> QColor:
        return self._faded_colour

    def _set_faded_colour(self, colour: QColor) -> None:
        self._faded_colour = colour
        self.colours_changed.emit()
        self.update()

    fadedColour = Property(QColor, _get_faded_colour, _set_faded_colour, notify=colours_changed)  # noqa: N815 - QML's way

    def _is_empty(self) -> bool:
        return not self._picture.layers

    empty = Property(bool, _is_empty, notify=changed)

    def _x_labels(self) -> list[dict[str, object]]:
        return [{"at": label.at, "text": label.text} for label in self._picture.x_labels]

    xLabels = Property(list, _x_labels, notify=changed)  # noqa: N815 - QML's way

    def _y_labels(self) -> list[dict[str, object]]:
        return [{"at": label.at, "text": label.text} for label in self._picture.y_labels]

    yLabels = Property(list, _y_labels, notify=changed)  # noqa: N815 - QML's way

    def _y_room(self) -> int:
        longest = max((len(label.text) for label in self._picture.y_labels), default=0)
        return longest * ROOM_PER_LETTER + 8

    yRoom = Property(int, _y_room, notify=changed)  # noqa: N815 - QML's way

    def _legend(self) -> list[dict[str, str]]:
        return [
            {"mark": key.mark, "colour": key.colour, "text": key.text}
            for key in self._picture.legend
        ]

    legend = Property(list, _legend, notify=changed)

    def paint(self, painter: QPainter) -> None:
        """Draw every layer in order."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for layer in self._picture.layers:
            _draw(painter, layer, self._colour(layer), self.width(), self.height())

    def _colour(self, layer: Layer) -> QColor:
        known = self._colours.get(layer.colour, self._faded_colour)
        colour = QColor(self._faded_colour if self._faded and layer.colour != "grid" else known)
        colour.setAlphaF(layer.opacity)
        return colour


def _draw(painter: QPainter, layer: Layer, colour: QColor, width: float, height: float) -> None:
    def place(point: Point) -> QPointF:
        return QPointF(point[0] * width, INSET + (1.0 - point[1]) * (height - 2 * INSET))

    pen = QPen(colour, layer.thickness)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    if layer.dashed:
        pen.setDashPattern([3, 3])
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    places = [place(point) for point in layer.points]
    match layer.shape:
        case "line":
            painter.drawPolyline(QPolygonF(places))
        case "segments":
            pairs = zip(places[::2], places[1::2], strict=False)
            painter.drawLines([QLineF(start, end) for start, end in pairs])
        case "upright":
            painter.drawLines([QLineF(spot.x(), 0, spot.x(), height) for spot in places])
        case "level":
            painter.drawLines([QLineF(0, spot.y(), width, spot.y()) for spot in places])
        case "area" if places:
            floor = INSET + (1.0 - layer.base) * (height - 2 * INSET)
            outline = [QPointF(places[0].x(), floor), *places, QPointF(places[-1].x(), floor)]
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour)
            painter.drawPolygon(QPolygonF(outline))
        case "bars":
            _draw_bars(painter, layer, colour, places, (width, height))
        case "marks":
            painter.setBrush(colour)
            for spot in places:
                _draw_mark(painter, layer, spot)


def _draw_bars(
    painter: QPainter,
    layer: Layer,
    colour: QColor,
    places: list[QPointF],
    plot: tuple[float, float],
) -> None:
    wide = layer.width * plot[0]
    floor = INSET + (1.0 - layer.base) * (plot[1] - 2 * INSET)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    for spot in places:
        top, bottom = min(spot.y(), floor), max(spot.y(), floor)
        painter.drawRect(QRectF(spot.x() - wide / 2, top, wide, bottom - top))


def _draw_mark(painter: QPainter, layer: Layer, spot: QPointF) -> None:
    half = layer.size / 2
    box = QRectF(spot.x() - half, spot.y() - half, layer.size, layer.size)
    match layer.mark:
        case "square":
            painter.fillRect(box, painter.brush())
        case "circle":
            painter.drawEllipse(box)
        case "triangle":
            corners = [box.bottomLeft(), box.bottomRight(), QPointF(spot.x(), box.top())]
            painter.drawPolygon(QPolygonF(corners))
        case "cross":
            painter.drawLine(box.topLeft(), box.bottomRight())
            painter.drawLine(box.bottomLeft(), box.topRight())
