"""Backups that the running daemon makes: asked for, and once a day where the settings name where.

The journal has one connection, this process's; so its copy is taken here, on the loop, between two
steps. The rest is read, sealed and written by another thread.
"""

import asyncio
import logging
from pathlib import Path

import msgspec

from agent.api.backup import BackupWritten
from agent.core.backup_alerts import BackupStanding
from agent.daemon_start import Begun
from agent.ports import Clock, PortError
from agent.settings import Backup, Settings
from agent.shell.household import Household
from agent.shell.liveness import Liveness
from agent.shell.version import own_version
from drivers.home_backup import (
    SUFFIX,
    BackupError,
    Identity,
    gather,
    name_of,
    sealed,
    taken_of,
    write_backup,
)
from drivers.journal_sqlite import SqliteJournal
from drivers.passwords import PasswordError, read_password

log = logging.getLogger(__name__)

LOOK_EVERY_S = 600.0
HOUR_MS = 3_600_000
WORKS_S = 120.0
"""A stick is slow, and a card that is read meanwhile is too."""
DEFAULT = Backup()


class HomeBackups:
    """Makes this home's backups. `journal` None: what is here is only a copy, and no backup."""

    def __init__(
        self, settings: Settings, begun: Begun, household: Household, journal: SqliteJournal | None
    ) -> None:
        self._settings = settings
        self._config = begun.config
        self._household = household
        self._journal = journal
        self._table = settings.backup or DEFAULT
        self._alone = asyncio.Lock()
        self._stands = BackupStanding(self._table.every_h * HOUR_MS, self._table.directory)

    async def write(self, passphrase: str | None, *, history: bool) -> BackupWritten:
        """Write one into the directory of the settings; the answer says where, or why not."""
        try:
            async with self._alone:
                path = await self._written(passphrase, history=history)
        except PortError as failed:
            return BackupWritten(False, str(failed))
        said = f"The backup is {path}. Whoever has it and its passphrase has this home's keys."
        return BackupWritten(True, said, str(path))

    async def _written(self, passphrase: str | None, *, history: bool) -> Path:
        if self._config is None or self._journal is None:
            raise BackupError("The journal cannot be used: there is nothing whole to keep.")
        secret = passphrase or _passphrase(self._table)
        self._household.flush()
        journal, identity = self._journal.copied(), self._identity()
        folder, settings, config = Path(self._table.directory), self._settings, self._config
        own = self._settings.backup is None
        taken_ms = self._household.clock.wall_ms()

        def work() -> Path:
            if own:
                folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            elif not folder.is_dir():
                raise BackupError(f"There is no {folder}: is the stick in its place?")
            made = sealed(gather(settings, config, identity, journal, history=history), secret)
            path = folder / name_of(identity, taken_ms)
            write_backup(path, made)
            return path

        try:
            return await asyncio.to_thread(work)
        except OSError as failed:
            raise BackupError(f"The backup could not be written: {failed}.") from failed

    def _identity(self) -> Identity:
        home = self._household
        known, account = home.constants, home.state.account
        return Identity(
            taken_ms=home.clock.wall_ms() if home.state.clock_trusted else 0,
            program=own_version(),
            member=known.member,
            chain_id=known.chain_id,
            contract=known.contract,
            height=0 if home.head is None else home.head.number,
            nonce=None if account is None else account.nonce,
        )

    async def run(self, liveness: Liveness, clock: Clock) -> None:
        """Write one when the newest is as old as the settings allow; until cancelled."""
        if self._settings.backup is None:
            return
        with liveness.task("backups", WORKS_S) as pulse:
            while True:
                await self.look(clock.wall_ms())
                with pulse.idle():
                    await asyncio.sleep(LOOK_EVERY_S)

    async def look(self, now_ms: int) -> None:
        """Write one if it is time, and show how the backups stand, whatever came of it."""
        stands = self._stands
        if self._household.state.clock_trusted:
            watched_ms = stands.watched_since_ms or now_ms
            stands = msgspec.structs.replace(stands, watched_since_ms=watched_ms)
            if self._due(now_ms):
                answer = await self.write(None, history=self._table.history)
                trouble = "" if answer.accepted else answer.sentence
                if trouble and trouble != stands.trouble:  # a stick may be away for weeks
                    log.warning("no backup: %s", trouble)
                since_ms = (stands.failing_since_ms or now_ms) if trouble else 0
                stands = msgspec.structs.replace(stands, trouble=trouble, failing_since_ms=since_ms)
            elif stands.trouble:  # somebody made one by hand
                stands = msgspec.structs.replace(stands, trouble="", failing_since_ms=0)
            await asyncio.to_thread(self._thin, now_ms)
        # Where the directory is away now, what was known of it before still holds.
        last_ms = self._last_ms(now_ms) or stands.last_ms
        self._stands = msgspec.structs.replace(stands, last_ms=last_ms)
        self._household.show_backup(self._stands)

    def _mine(self, now_ms: int) -> list[Path]:
        """This home's backups, oldest first: their names say when.

        One from the future was named by a clock that was wrong; it proves nothing.
        """
        stem = f"home-{self._household.constants.member[2:10]}-"
        newest = name_of(self._identity(), now_ms)
        try:
            found = sorted(Path(self._table.directory).glob(f"{stem}*{SUFFIX}"))
        except OSError:
            return []
        return [path for path in found if path.name <= newest]

    def _due(self, now_ms: int) -> bool:
        last_ms = self._last_ms(now_ms)
        return last_ms is None or now_ms - last_ms >= self._table.every_h * HOUR_MS

    def _last_ms(self, now_ms: int) -> int | None:
        """When the newest was made, by its name; None: there is none, or none to be seen."""
        times = [taken_of(path.name) for path in self._mine(now_ms)]
        return max((one for one in times if one is not None), default=None)

    def _thin(self, now_ms: int) -> None:
        try:
            for path in self._mine(now_ms)[: -self._table.keep]:
                path.unlink(missing_ok=True)
        except OSError as failed:  # pulled out, or read-only by now: the new one is what counts
            log.warning("old backups stay: %s", failed)


def _passphrase(table: Backup) -> str:
    if table.passphrase is None:
        raise BackupError("No passphrase: type one, or name one in the settings under [backup].")
    try:
        return read_password(table.passphrase).reveal()
    except PasswordError as wrong:
        raise BackupError(f"The backup's passphrase: {wrong}.") from wrong
