"""What every page shows: whether the agent is there, what is wrong, and the time."""

from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from agent.api.sections import Alert
from gui import texts
from gui.glance import Ask, Glance
from gui.models import flag, in_qml, put, text
from gui.texts import translate


@dataclass(frozen=True)
class Shown:
    """The banner and the bar's badge."""

    banner_tone: str = ""
    """fault, gone, or empty: there is no banner."""
    banner: str = ""
    banner_detail: str = ""
    banner_more: str = ""
    badge: str = ""
    """How many alerts there are, for the bar; empty: none."""
    live: bool = False
    """Something may be pressed: the daemon is there."""
    time: str = ""


def shown(glance: Glance) -> Shown:
    """Return the banner: the daemon's absence before anything the daemon said."""
    time = texts.clock(glance.now_ms, glance.reader)
    found = alerts_of(glance)
    badge = str(len(found)) if found else ""
    if glance.seen.link == "gone":
        return Shown("gone", _gone(glance), glance.seen.sentence, badge=badge, time=time)
    if not glance.live:
        return Shown(time=time)
    if not found:
        return Shown(live=True, time=time)
    more = f"+{len(found) - 1}" if len(found) > 1 else ""
    return Shown("fault", found[0].what, found[0].do, more, badge, live=True, time=time)


def alerts_of(glance: Glance) -> tuple[Alert, ...]:
    """Return the alerts; a halted light client is one even if the daemon forgot to say so."""
    snapshot = glance.snapshot
    if snapshot is None:
        return ()
    if snapshot.chain.state == "halted" and not any(
        alert.name == "chain-halted" for alert in snapshot.alerts
    ):
        halted = Alert(
            "chain-halted",
            snapshot.chain.at_ms or 0,
            translate("status", "The chain contradicts itself. Trading has stopped."),
            translate("status", "Call the market's operator."),
        )
        return (halted, *snapshot.alerts)
    return snapshot.alerts


def _gone(glance: Glance) -> str:
    sentence = translate("status", "The agent does not answer.")
    if glance.seen.last_seen_ms is None:
        return sentence
    last = texts.moment(glance.seen.last_seen_ms, glance.now_ms, glance.reader)
    return sentence + " " + translate("status", "Last seen %1.").replace("%1", last)


@in_qml
class StatusModel(QObject):
    """The banner, the badge and the time."""

    changed = Signal()

    def __init__(self, _ask: Ask, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.shown = Shown()

    def look(self, glance: Glance) -> None:
        put(self, shown(glance))

    banner_tone = text("banner_tone", changed)
    banner = text("banner", changed)
    banner_detail = text("banner_detail", changed)
    banner_more = text("banner_more", changed)
    badge = text("badge", changed)
    live = flag("live", changed)
    time = text("time", changed)
