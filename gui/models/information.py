"""Not there yet."""

from PySide6.QtCore import QObject, Signal

from gui.glance import Ask, Glance
from gui.models import in_qml


@in_qml
class InformationModel(QObject):
    """Not there yet."""

    changed = Signal()

    def __init__(self, ask: Ask, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._ask = ask

    def look(self, glance: Glance) -> None:
        """Look at nothing: the page is not there yet."""
