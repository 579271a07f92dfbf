"""What is wrong: what happened, what to do, since when. Calm when nothing is."""

from dataclasses import dataclass

from PySide6.QtCore import Property, QObject, Signal

from gui import texts
from gui.glance import Ask, Glance
from gui.models import in_qml, put, text
from gui.models.listing import Row, Rows
from gui.models.status import alerts_of
from gui.texts import translate


@dataclass(frozen=True)
class Shown:
    """The page. `mood` is calm, fault or unknown."""

    mood: str = "unknown"
    headline: str = ""
    detail: str = ""


def shown(glance: Glance) -> Shown:
    """Return what stands above the list, or in its place."""
    if not glance.live:
        return Shown(
            "unknown",
            translate("alerts", "Nothing can be said now."),
            translate("alerts", "What is below was true when the agent last answered."),
        )
    count = len(alerts_of(glance))
    if not count:
        return Shown(
            "calm",
            translate("alerts", "All is well"),
            translate("alerts", "Meters, market and chain work as they should."),
        )
    does = rung_words(glance)
    if count == 1:
        return Shown("fault", translate("alerts", "1 thing needs attention"), does)
    words = translate("alerts", "%1 things need attention").replace("%1", str(count))
    return Shown("fault", words, does)


def rung_words(glance: Glance) -> str:
    """Return how much the agent does now; empty where it does everything."""
    ladder = None if glance.snapshot is None else glance.snapshot.ladder
    match "" if ladder is None else ladder.rung:
        case "report-only":
            return translate("alerts", "Nothing is traded now; what is metered is still reported.")
        case "local-only":
            return translate("alerts", "It only measures and shows now; nothing leaves the house.")
        case "safe":
            return translate("alerts", "Safe mode: nothing is traded, relays are switched safe.")
        case _:
            return ""


def alert_rows(glance: Glance) -> tuple[Row, ...]:
    """Return one line per alert, the gravest first as the agent says it."""
    since = translate("alerts", "since %1")
    return tuple(
        {
            "key": f"{place}-{alert.name}",
            "what": alert.what,
            "todo": alert.do,
            "since": since.replace("%1", texts.moment(alert.since_ms, glance.now_ms, glance.reader))
            if alert.since_ms > 0
            else "",
        }
        for place, alert in enumerate(alerts_of(glance))
    )


@in_qml
class AlertsModel(QObject):
    """The alerts."""

    changed = Signal()

    def __init__(self, _ask: Ask, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.shown = Shown()
        self._rows = Rows(self)

    def look(self, glance: Glance) -> None:
        """Show the glance."""
        self._rows.show(alert_rows(glance))
        put(self, shown(glance))

    def _get_rows(self) -> Rows:
        return self._rows

    alerts = Property(QObject, _get_rows, constant=True)
    mood = text("mood", changed)
    headline = text("headline", changed)
    detail = text("detail", changed)
