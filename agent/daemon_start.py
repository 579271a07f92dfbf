"""How a start begins: which settings hold, today's or the ones that worked last."""

import logging
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from agent.api.check import Refused
from agent.core.rungs import Guard
from agent.core.settings_fallback import judge
from agent.core.starts import Start, loop_guard, started
from agent.provisioning.wipe import MARK
from agent.settings import Settings, settings_of
from agent.settings.merge import FilesRefused
from agent.shell.settings_files import SettingsUnreadableError, load_settings
from drivers.clocks import SystemClock
from drivers.home_restore import under_way
from drivers.last_good_settings import LastGoodError, LastGoodSettings
from drivers.start_record import StartRecord

log = logging.getLogger(__name__)


class StartError(Exception):
    """The daemon cannot start as it is configured; the sentence says what to change."""


class Begun(NamedTuple):
    """What the daemon starts with."""

    settings: Settings
    guards: tuple[Guard, ...]
    ready: Callable[[], None]
    """To be called once it is ready: from then on these settings are known to work."""
    record: StartRecord | None = None
    """Where the starts are counted; None: nowhere."""
    config: Path | None = None
    """The settings' file, for backups."""


def begin(config: Path, state: Path | None) -> Begun | None:
    """Return what to start with; None: nothing, and why is in the log.

    `state` is where the settings that worked last are kept, and the starts counted; None: nowhere.
    """
    begun = _settings(config, state)
    if begun is not None:
        begun = begun._replace(config=config)
    if begun is None or state is None:
        return begun
    record = StartRecord(state)
    clock = SystemClock(assume_trusted=True)
    now = Start(clock.boot_id(), clock.mono_ms(), clock.wall_ms())
    record.note(lambda book: started(book, now))
    guard = loop_guard(record.book)
    if guard is not None:
        log.error("%s %s", guard.sentence, guard.do)
    guards = begun.guards if guard is None else (*begun.guards, guard)
    return begun._replace(guards=guards, record=record)


def _settings(config: Path, state: Path | None) -> Begun | None:
    if state is not None and (state / MARK).exists():
        log.error("a reset was cut off: finish it with 'gridhearth reset', the agent waits for it")
        return None
    if state is not None and under_way(state):
        log.error("a restore was cut off: finish it with 'gridhearth restore --finish'")
        return None
    store = None if state is None else LastGoodSettings(state)
    given: Mapping[str, Any] | None = None
    try:
        effective = load_settings(config)
    except SettingsUnreadableError as lost:
        problems: Sequence[object] = (lost,)
    except FilesRefused as refused:
        problems, given = refused.findings, refused.given
    else:
        kept = effective.given
        return Begun(effective.settings, (), lambda: _keep(store, config, kept))
    for problem in problems:
        log.error("%s", problem)
    return None if store is None else _fall_back(store, config, given)


def _fall_back(
    store: LastGoodSettings, config: Path, given: Mapping[str, Any] | None
) -> Begun | None:
    try:
        known = store.load(config)
    except LastGoodError as lost:
        log.error("%s", lost)  # noqa: TRY400 - the sentence says it all
        return None
    if known is None:
        log.error("no settings have worked before: the agent does not start")
        return None
    try:
        settings = settings_of(known)
    except Refused as refused:  # another version wrote them
        said = "the settings that worked last are refused as well: %s"
        log.error(said, refused)  # noqa: TRY400 - the sentence says it all
        return None
    fallback = judge(given, known, time.time_ns() // 1_000_000)
    log.error("%s", fallback.sentence)
    return None if fallback.guard is None else Begun(settings, (fallback.guard,), _nothing)


def _nothing() -> None:
    """Settings that were used for want of better ones prove nothing new."""


def _keep(store: LastGoodSettings | None, config: Path, given: Mapping[str, Any]) -> None:
    if store is None:
        return
    try:
        store.save(config, given)
    except LastGoodError as failed:
        log.warning("%s; a refused file would stop the next start", failed)
