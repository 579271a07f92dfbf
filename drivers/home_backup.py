"""What makes a box this home's box, as one sealed file: gathered in memory, checked when opened.

A backup is one document (MessagePack, compressed) of files with their paths and a head that says
whose it is; on a disk it only ever lies sealed (drivers.sealing), mode 0600. The journal and the
radio's database are consistent copies; days and prices of the past (telemetry) come along on
demand only. The journal's copy is a prefix of what the box goes on to write: what came after it is
learnt from the chain (agent.core.restoring).
"""

import os
import sqlite3
import stat
import zlib
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import Literal

import msgspec

from agent.ports import PortError
from agent.settings import KeyFile, SecretFile, Settings
from drivers.durable_file import replace_file
from drivers.journal_sqlite import JournalError, SqliteJournal
from drivers.sealing import SealError, seal, unseal
from drivers.zigbee_backup import copy_database

MAGIC = b"ghh-bak1"
FORMAT, VERSION = "gridhearth/home-backup", 1
SUFFIX = ".gh-backup"
MOST_BYTES = 96 * 2**20
"""Of all files together; a home's have a few megabytes, with two years of history forty."""
MOST_FILES = 512
RESTORE_MARK = "restore-under-way"
"""Stands in the state directory while a restore is being put in place (drivers.home_restore)."""
RESTORED = "restored.json"
"""Tells the next start that the journal came from a backup."""
NOT_KEPT = (
    RESTORE_MARK,
    RESTORED,
    "reset-under-way",
    "reserve",
    "starts.json",
    "lock",
)
"""Of this box and this moment, not of the home."""
LEFT_OUT = ("backups", "radio-backups")
"""Backups of backups would grow without end; of the radio's, the newest comes along."""
HISTORY = "telemetry.db"

Where = Literal["settings", "state", "elsewhere", "credential"]


class BackupError(PortError):
    """The backup could not be made, or is not to be used; the sentence says why."""


class Kept(msgspec.Struct, frozen=True):
    """One file of a backup."""

    where: Where
    path: str
    """As it lay there; of a credential only its name."""
    mode: int
    content: bytes


class Identity(msgspec.Struct, frozen=True):
    """Whose backup it is, and what was known when it was made."""

    taken_ms: int
    """0: the clock was not trusted."""
    program: str
    member: str
    chain_id: int
    contract: str
    height: int = 0
    """Of the newest block that was proven; 0: unknown."""
    nonce: int | None = None
    """Of the member's account, as proven."""


class HomeBackup(msgspec.Struct, frozen=True):
    """An opened backup."""

    format: str
    version: int
    state_directory: str
    config: str
    identity: Identity
    files: tuple[Kept, ...]

    @property
    def when(self) -> str:
        """When it was made, as a person reads it."""
        if not self.identity.taken_ms:
            return "at an unknown time"
        made = datetime.fromtimestamp(self.identity.taken_ms / 1_000, UTC)
        return made.strftime("%Y-%m-%d %H:%M UTC")


def gather(
    settings: Settings,
    config: Path,
    identity: Identity,
    journal: bytes | None,
    *,
    history: bool,
) -> HomeBackup:
    """Return everything that is to be kept, read now; BackupError names what cannot be read.

    `journal`: the running daemon's copy of its own; None: nobody runs, the file is opened here.
    """
    journal_path = Path(settings.journal.path)
    state = journal_path.parent
    radio = None if settings.radio is None else Path(settings.radio.database)
    try:
        files = [
            *_settings_files(settings, config),
            Kept("state", str(journal_path), 0o600, _journal_copy(journal_path, journal)),
            *_state_files(state, {journal_path, *([] if radio is None else [radio])}),
            *_secret_files(settings, state),
            *_credentials(settings),
        ]
        if radio is not None and radio.exists():
            files.append(Kept("state", str(radio), 0o600, copy_database(radio)))
        if settings.radio is not None:
            files += _newest(Path(settings.radio.backup_directory))
        telemetry = state / HISTORY
        if history and telemetry.exists():
            files.append(Kept("state", str(telemetry), 0o600, copy_database(telemetry)))
    except (OSError, sqlite3.Error, JournalError) as failed:
        raise BackupError(f"The backup could not be made: {failed}.") from failed
    unique = {one.path: one for one in files}
    if len(unique) > MOST_FILES or sum(len(one.content) for one in unique.values()) > MOST_BYTES:
        raise BackupError(
            f"The backup would have more than {MOST_FILES} files or {MOST_BYTES // 2**20} MiB:"
            f" something lies in {state} that does not belong there."
        )
    return HomeBackup(FORMAT, VERSION, str(state), str(config), identity, tuple(unique.values()))


def sealed(backup: HomeBackup, passphrase: str) -> bytes:
    """Return the backup as the bytes of its file; BackupError: the passphrase is too short."""
    document = zlib.compress(msgspec.msgpack.encode(backup), 6)
    try:
        return seal(document, passphrase, MAGIC, "the home's keys")
    except SealError as refused:
        raise BackupError(str(refused)) from None


def opened(content: bytes, passphrase: str) -> HomeBackup:
    """Return the backup in a sealed file's bytes, every check passed; BackupError."""
    try:
        document = unseal(content, passphrase, MAGIC)
    except SealError as refused:
        raise BackupError(str(refused)) from None
    try:
        unpacker = zlib.decompressobj()
        plain = unpacker.decompress(document, 2 * MOST_BYTES)
        if unpacker.unconsumed_tail or not unpacker.eof:
            raise BackupError("The backup is too large, or cut off.")
        head = msgspec.msgpack.decode(plain, type=dict[str, object])
        if head.get("format") != FORMAT or head.get("version") != VERSION:
            raise BackupError(
                f"The backup has format {head.get('format')} {head.get('version')}, this program"
                f" reads {FORMAT} {VERSION}: use the version of the program that wrote it."
            )
        backup = msgspec.msgpack.decode(plain, type=HomeBackup)
    except (zlib.error, msgspec.MsgspecError, UnicodeDecodeError) as broken:
        raise BackupError(f"The backup is damaged inside its seal: {broken}.") from broken
    _check(backup)
    return backup


def read_backup(path: Path, passphrase: str) -> HomeBackup:
    """Open a backup's file; BackupError."""
    try:
        with path.open("rb") as file:
            content = file.read(2 * MOST_BYTES + 1)
    except OSError as lost:
        raise BackupError(f"{path} could not be read: {lost.strerror}.") from lost
    if len(content) > 2 * MOST_BYTES:
        raise BackupError(f"{path} is too long for a backup.")
    return opened(content, passphrase)


def write_backup(path: Path, content: bytes) -> None:
    """Write a sealed backup, mode 0600, whole or not at all; BackupError."""
    try:
        replace_file(path, content)
    except OSError as failed:
        raise BackupError(f"{path} could not be written: {failed.strerror}.") from failed


def name_of(identity: Identity, taken_ms: int) -> str:
    """Return the name of a backup's file: when, and whose."""
    when = datetime.fromtimestamp(taken_ms / 1_000, UTC).strftime("%Y%m%dT%H%M%SZ")
    return f"home-{identity.member[2:10]}-{when}{SUFFIX}"


def taken_of(name: str) -> int | None:
    """Return when a backup was made by its file's name, in milliseconds; None: it does not say."""
    when = name.removesuffix(SUFFIX).rpartition("-")[2]
    try:
        parsed = datetime.strptime(when, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    except ValueError:
        return None
    return round(parsed.timestamp() * 1_000)


def _check(backup: HomeBackup) -> None:
    """A path must be one the home itself could have: absolute, without steps upwards."""
    for one in backup.files:
        path = PurePosixPath(one.path)
        plain = one.where == "credential" and path.name == one.path
        if not plain and (not path.is_absolute() or ".." in path.parts):
            raise BackupError(f"The backup names a file {one.path!r}: it is not put anywhere.")


def _kept(where: Where, path: Path) -> Kept:
    status = path.stat()
    return Kept(where, str(path), stat.S_IMODE(status.st_mode), path.read_bytes())


def _settings_files(settings: Settings, config: Path) -> Iterator[Kept]:
    for path in (config, *sorted(config.with_suffix(".d").glob("*.toml"))):
        yield _kept("settings", path)
    network = Path(settings.chain.network)
    yield _kept("elsewhere", network)


def _state_files(state: Path, copied: set[Path]) -> Iterator[Kept]:
    """Every regular file, but databases (copied apart), what is of the moment, and backups."""
    for root, folders, names in os.walk(state):
        folders[:] = [name for name in folders if name not in LEFT_OUT]
        for name in sorted(names):
            path = Path(root) / name
            database = name.endswith((".db", "-wal", "-shm", "-journal"))
            fleeting = name in NOT_KEPT or name.startswith(".") or name.endswith(".new")
            if path in copied or database or fleeting or name.endswith(SUFFIX):
                continue
            if stat.S_ISREG(path.lstat().st_mode):
                yield _kept("state", path)


def _secret_files(settings: Settings, state: Path) -> Iterator[Kept]:
    """Keys and certificates that the settings name and that lie elsewhere."""
    named = [key.path for key in _keys(settings) if isinstance(key, KeyFile)]
    for tls in (settings.broker.tls, settings.house.tls):
        if tls is not None:
            named += [one for one in (tls.ca, tls.certificate, tls.key, tls.crl) if one]
    secrets = [settings.house.password]
    secrets += [] if settings.radio is None else [settings.radio.backup_passphrase]
    secrets += [] if settings.backup is None else [settings.backup.passphrase]
    named += [one.path for one in secrets if isinstance(one, SecretFile)]
    for name in named:
        path = Path(name)
        if path.exists() and not path.is_relative_to(state):
            yield _kept("elsewhere", path)


def _keys(settings: Settings) -> Sequence[object]:
    keys: list[object] = [settings.chain.order_key, settings.chain.report_key]
    if settings.storage is not None and settings.storage.unit is not None:
        keys.append(settings.storage.unit.key)
    return keys


def _credentials(settings: Settings) -> Iterator[Kept]:
    """Keys that systemd passes: another box could not open its copy, so the key itself is kept."""
    directory = os.environ.get("CREDENTIALS_DIRECTORY")
    for key in _keys(settings):
        name = getattr(key, "name", None)
        if name is None:
            continue
        if not directory:
            raise BackupError(
                f"The key {name} is a credential that systemd passes to the daemon only: make the"
                " backup while the daemon runs."
            )
        content = (Path(directory) / str(name)).read_bytes()
        yield Kept("credential", str(name), 0o600, content)


def _newest(directory: Path) -> list[Kept]:
    if not directory.is_dir():
        return []
    found = sorted(directory.glob("*.ghz-backup"), key=lambda one: one.stat().st_mtime)
    return [_kept("state", path) for path in found[-1:]]


def _journal_copy(path: Path, journal: bytes | None) -> bytes:
    if journal is not None:
        return journal
    if not path.exists():
        raise BackupError(f"There is no journal {path}: this box has never run.")
    opened_here = SqliteJournal(path)
    try:
        return opened_here.copied()
    finally:
        opened_here.close()
