"""Whether this home could be replaced after today: what is wrong with its backups, in words."""

import msgspec

from agent.api.sections import Alert

DAY_MS = 86_400_000
OLD_MS = 3 * DAY_MS
"""A home whose box dies now loses this much at least; where backups are wanted more rarely than
daily, twice that time."""
AGAIN = "It is tried again every ten minutes; at once: gridhearth backup."


class BackupStanding(msgspec.Struct, frozen=True):
    """How the backups stand that the settings ask for."""

    every_ms: int
    """How often one is wanted."""
    directory: str
    trouble: str = ""
    """Why the last try failed; empty: it did not, or none was made."""
    failing_since_ms: int = 0
    last_ms: int | None = None
    """When the newest was made; None: there is none, or its place cannot be read."""
    watched_since_ms: int = 0
    """Since when somebody looks, by a trusted clock; 0: not yet."""


def backup_alerts(standing: BackupStanding | None, now_ms: int) -> tuple[Alert, ...]:
    """Return what holds now. None: no backups are asked for, so none are missed."""
    if standing is None:
        return ()
    if standing.trouble:
        return (_failed(standing, now_ms),)
    since_ms = standing.watched_since_ms if standing.last_ms is None else standing.last_ms
    allowed_ms = max(OLD_MS, 2 * standing.every_ms)
    if since_ms == 0 or now_ms - since_ms < allowed_ms:
        return ()
    what = f"No backup has been made for {(now_ms - since_ms) // DAY_MS} days."
    do = "Look whether the clock is right and the agent runs well (gridhearth doctor); at once:"
    return (Alert("backup-old", since_ms, what, f"{do} gridhearth backup."),)


def _failed(standing: BackupStanding, now_ms: int) -> Alert:
    what = f"The home's backup could not be made: {standing.trouble}"
    if standing.last_ms is not None and now_ms - standing.last_ms >= DAY_MS:
        what += f" The newest is {(now_ms - standing.last_ms) // DAY_MS} days old."
    do = f"See that {standing.directory} is there, has room and may be written. {AGAIN}"
    return Alert("backup-failed", standing.failing_since_ms, what, do)
