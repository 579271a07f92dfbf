"""What is wrong: what happened, what to do, since when. Calm when nothing is."""

from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtCore import Property, QObject, Signal

from agent.api.sections import LadderSection
from gui import texts
from gui.glance import Ask, Glance
from gui.models import in_qml, put, rows, text
from gui.models.listing import Row, Rows
from gui.models.status import alerts_of
from gui.texts import translate

LOWER = ("report-only", "local-only", "safe")
"""Rungs of the agent's ladder below trading."""


@dataclass(frozen=True)
class Shown:
    """The page. `mood` is calm, fault or unknown."""

    mood: str = "unknown"
    headline: str = ""
    detail: str = ""
    rungs: tuple[dict[str, Any], ...] = ()
    """The agent's four rungs, the highest first; empty: it does everything, or nobody knows."""
    because: str = ""
    """What holds it down, and since when."""
    todo: str = ""


def shown(glance: Glance) -> Shown:
    """Return what stands above the list, or in its place."""
    if not glance.live:
        return Shown(
            "unknown",
            translate("alerts", "Nothing can be said now."),
            translate("alerts", "What is below was true when the agent last answered."),
        )
    count = len(alerts_of(glance))
    page = _of_alerts(count, glance)
    return page if held(glance) is None else _with_ladder(page, glance)


def _of_alerts(count: int, glance: Glance) -> Shown:
    if not count and held(glance) is not None:
        return Shown("fault", translate("alerts", "The agent does less now"), rung_words(glance))
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


def held(glance: Glance) -> LadderSection | None:
    """Return the ladder while the agent does less than trade; None: it does everything."""
    ladder = None if glance.snapshot is None else glance.snapshot.ladder
    return ladder if ladder is not None and ladder.rung in LOWER else None


def _with_ladder(page: Shown, glance: Glance) -> Shown:
    """Put in the four rungs, what holds the agent down, since when, and what to do about it."""
    ladder = held(glance)
    if ladder is None:
        return page
    guard = next((one for one in ladder.guards if one.rung == ladder.rung), None)
    because, todo = "", ""
    if guard is not None:
        since = translate("alerts", "since %1")
        when = texts.moment(guard.since_ms, glance.now_ms, glance.reader)
        because = guard.sentence
        if guard.since_ms:
            because = f"{because}  ({since.replace('%1', when)})"
        todo = guard.do
    return replace(page, rungs=rungs(ladder.rung), because=because, todo=todo)


def rungs(now: str) -> tuple[dict[str, Any], ...]:
    """Return the four rungs in words, the present one marked."""
    words = {
        "trade": (translate("alerts", "Trades"), translate("alerts", "buys and sells")),
        "report-only": (translate("alerts", "Reports"), translate("alerts", "no trading")),
        "local-only": (translate("alerts", "Measures"), translate("alerts", "nothing goes out")),
        "safe": (translate("alerts", "Safe mode"), translate("alerts", "decides nothing")),
    }
    return tuple(
        {"key": key, "title": title, "words": about, "here": key == now}
        for key, (title, about) in words.items()
    )


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
    rungs_changed = Signal()

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
    rungs = rows("rungs", rungs_changed)
    because = text("because", changed)
    todo = text("todo", changed)
