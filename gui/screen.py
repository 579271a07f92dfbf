"""The whole screen as QML sees it: which page is shown, and the view model of each.

One `Screen` per window. It looks at the daemon's snapshot when that changes and once a second,
and gives the same glance to every model.
"""

from dataclasses import replace
from typing import Protocol

from PySide6.QtCore import Property, QObject, QTimer, Signal, SignalInstance, Slot

from gui.glance import Ask, Glance, Seen
from gui.models import in_qml
from gui.models.alerts import AlertsModel
from gui.models.devices import DevicesModel
from gui.models.history import HistoryModel
from gui.models.home import HomeModel
from gui.models.information import InformationModel
from gui.models.installer import InstallerModel
from gui.models.neighbourhood import NeighbourhoodModel
from gui.models.pin import PinModel
from gui.models.settings import SettingsModel
from gui.models.status import StatusModel, alerts_of
from gui.models.storage import StorageModel
from gui.models.trade import TradeModel
from gui.preferences import PreferenceStore
from gui.sentences import Interpreter, foreign, snapshot_told, told
from gui.texts import Reader

PAGES = (
    "home",
    "trade",
    "information",
    "history",
    "street",
    "more",
    "devices",
    "storage",
    "alerts",
    "settings",
    "installer",
)
"""Every page, by the name that `go` takes. The bar shows home, trade, history, street, more."""

ABOVE = {
    "information": "trade",
    "devices": "more",
    "storage": "more",
    "alerts": "more",
    "settings": "more",
    "installer": "more",
}
"""Where a page's way back leads; the others are in the bar."""

LOOK_EVERY_MS = 1_000


class Daemon(Ask, Protocol):
    """The agent, or a recording of it: gui.link.Link and gui.player.Player."""

    seen: Seen

    @property
    def changed(self) -> SignalInstance: ...

    def now_ms(self) -> int: ...

    def start(self) -> None: ...

    def close(self) -> None: ...


@in_qml
class Screen(QObject):
    """Pages and models. QML gets it as `required property Screen screen`."""

    page_changed = Signal()
    shade_changed = Signal()
    look_changed = Signal()

    def __init__(
        self,
        daemon: Daemon,
        store: PreferenceStore,
        reader: Reader,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._daemon = daemon
        self._store = store
        self._reader = reader
        self._page = "home"
        self._shade = 0.0
        self._told: tuple[Seen, Reader, Seen] | None = None
        ask = Interpreter(daemon, lambda: self._reader)
        self._status = StatusModel(ask, self)
        self._pin = PinModel(ask, self)
        self._home = HomeModel(ask, self)
        self._trade = TradeModel(self._pin, self)
        self._information = InformationModel(ask, self)
        self._history = HistoryModel(ask, self)
        self._neighbourhood = NeighbourhoodModel(ask, self)
        self._devices = DevicesModel(self._pin, self)
        self._storage = StorageModel(self._pin, self)
        self._alerts = AlertsModel(ask, self)
        self._settings = SettingsModel(ask, store, self)
        self._installer = InstallerModel(self._pin, self)
        self._installer.pin_wanted.connect(self._pin.change)
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_EVERY_MS)
        self._timer.timeout.connect(self.look)
        daemon.changed.connect(self.look)
        store.changed.connect(self.look_changed)

    def start(self) -> None:
        """Begin to look every second, and start the daemon's line."""
        self._timer.start()
        self._daemon.start()
        self.look()

    def close(self) -> None:
        """Stop both."""
        self._timer.stop()
        self._daemon.close()

    def glance(self) -> Glance:
        """Return what there is to see now."""
        return Glance(self._seen(), self._daemon.now_ms(), self._reader)

    def _seen(self) -> Seen:
        """What the daemon said, in the reader's language; told once for each that it said."""
        seen, reader = self._daemon.seen, self._reader
        if not foreign(reader):
            return seen
        if self._told is None or self._told[0] is not seen or self._told[1] != reader:
            snapshot = None if seen.snapshot is None else snapshot_told(seen.snapshot, reader)
            new = replace(seen, snapshot=snapshot, sentence=told(seen.sentence, reader))
            self._told = (seen, reader, new)
        return self._told[2]

    @Slot()
    def look(self) -> None:
        """Give every model a new glance."""
        glance = self.glance()
        for model in (
            self._status,
            self._pin,
            self._home,
            self._trade,
            self._information,
            self._history,
            self._neighbourhood,
            self._devices,
            self._storage,
            self._alerts,
            self._settings,
            self._installer,
        ):
            model.look(glance)

    def read_by(self, reader: Reader) -> None:
        """Show everything for another reader (language, zone)."""
        self._reader = reader
        self.look()

    @property
    def store(self) -> PreferenceStore:
        """The screen's own settings."""
        return self._store

    def alerts_seen(self) -> frozenset[str]:
        """Return the names of the alerts that hold now; a new one may wake the screen."""
        return frozenset(alert.name for alert in alerts_of(self.glance()))

    @Slot(str)
    def go(self, page: str) -> None:
        """Show another page; a name that is none changes nothing."""
        if page in PAGES and page != self._page:
            self._page = page
            self.page_changed.emit()

    @Slot()
    def back(self) -> None:
        """Show the page above this one."""
        self.go(ABOVE.get(self._page, "home"))

    def set_shade(self, shade: float) -> None:
        """Darken the window itself, 0.0 to 1.0: for a panel whose backlight cannot be set."""
        if shade != self._shade:
            self._shade = shade
            self.shade_changed.emit()

    def _get_page(self) -> str:
        return self._page

    def _get_bar_page(self) -> str:
        return ABOVE.get(self._page, self._page)

    def _get_shade(self) -> float:
        return self._shade

    def _get_dark(self) -> bool:
        return self._store.now.dark

    page = Property(str, _get_page, notify=page_changed)
    bar_page = Property(str, _get_bar_page, notify=page_changed)
    """The page of the bar that the shown one belongs to."""
    shade = Property(float, _get_shade, notify=shade_changed)
    dark = Property(bool, _get_dark, notify=look_changed)

    def _get_status(self) -> StatusModel:
        return self._status

    def _get_pin(self) -> PinModel:
        return self._pin

    def _get_home(self) -> HomeModel:
        return self._home

    def _get_trade(self) -> TradeModel:
        return self._trade

    def _get_information(self) -> InformationModel:
        return self._information

    def _get_history(self) -> HistoryModel:
        return self._history

    def _get_neighbourhood(self) -> NeighbourhoodModel:
        return self._neighbourhood

    def _get_devices(self) -> DevicesModel:
        return self._devices

    def _get_storage(self) -> StorageModel:
        return self._storage

    def _get_alerts(self) -> AlertsModel:
        return self._alerts

    def _get_settings(self) -> SettingsModel:
        return self._settings

    def _get_installer(self) -> InstallerModel:
        return self._installer

    status = Property(StatusModel, _get_status, constant=True)
    pin = Property(PinModel, _get_pin, constant=True)
    home = Property(HomeModel, _get_home, constant=True)
    trade = Property(TradeModel, _get_trade, constant=True)
    information = Property(InformationModel, _get_information, constant=True)
    history = Property(HistoryModel, _get_history, constant=True)
    neighbourhood = Property(NeighbourhoodModel, _get_neighbourhood, constant=True)
    devices = Property(DevicesModel, _get_devices, constant=True)
    storage = Property(StorageModel, _get_storage, constant=True)
    alerts = Property(AlertsModel, _get_alerts, constant=True)
    settings = Property(SettingsModel, _get_settings, constant=True)
    installer = Property(InstallerModel, _get_installer, constant=True)
