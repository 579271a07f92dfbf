"""The journal in one SQLite file: nothing acknowledged is lost, nothing altered is believed.

WAL with synchronous=FULL (anything less loses acknowledged rows in a power cut), one connection
that locks the file for itself (no second writer, and no way into SQLite's WAL-reset bug of the
versions before 3.51.3), explicit transactions. SQLite's own checks miss about half of all
single-bit flips, so every entry carries a check chained to the one before, and the newest
sequence is stored apart from the entries: an altered, missing or cut-off entry is refused by its
number.
"""

import contextlib
import hashlib
import os
import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path

from agent.ports import PortError
from drivers.durable_file import sync_directory
from drivers.sqlite_transaction import transaction

APPLICATION_ID = 0x67686A31
"""Marks the file as ours ("ghj1"): another program's database is refused, not migrated."""

# One tuple of statements for each schema version; forward only, each in one transaction.
MIGRATIONS: tuple[tuple[str, ...], ...] = (
    (
        """CREATE TABLE entry (
            sequence INTEGER PRIMARY KEY, body BLOB NOT NULL, seal BLOB NOT NULL) STRICT""",
        """CREATE TABLE newest (
            one INTEGER PRIMARY KEY CHECK (one = 1), sequence INTEGER NOT NULL, seal BLOB NOT NULL
        ) STRICT""",
        """CREATE TABLE snapshot (
            one INTEGER PRIMARY KEY CHECK (one = 1), sequence INTEGER NOT NULL, state BLOB NOT NULL,
            entry_seal BLOB NOT NULL, seal BLOB NOT NULL) STRICT""",
        "INSERT INTO newest VALUES (1, 0, zeroblob(16))",
    ),
)

FIRST_SEAL = bytes(16)
# A damaged file can also make SQLite's own words undecodable.
UNREADABLE = (sqlite3.Error, UnicodeDecodeError)

PAGE_ENTRIES = 256  # read in pages: bounded memory, and no statement stays open between them
WAL_LIMIT_BYTES = 4 << 20  # the WAL file is cut back to this after each checkpoint


class JournalError(PortError):
    """The journal cannot be used: damaged, in use, not ours, or a write failed.

    After a failed write the connection is closed, because a failed sync says nothing about what
    reached the disk: only opening the file again tells. Never retried in the same process.
    """


class JournalRefusedError(JournalError):
    """It is in use, another program's or a newer version's: no damage, and nothing to work around."""


def _seal(before: bytes, sequence: int, body: bytes) -> bytes:
    text = before + sequence.to_bytes(8, "big") + body
    return hashlib.blake2b(text, digest_size=16, person=b"gridhearth entry").digest()


def _snapshot_seal(entry_seal: bytes, sequence: int, state: bytes) -> bytes:
    text = entry_seal + sequence.to_bytes(8, "big") + state
    return hashlib.blake2b(text, digest_size=16, person=b"gridhearth state").digest()


class SqliteJournal:
    """The Journal port on one file. Any thread may call it, one call at a time."""

    def __init__(self, path: Path) -> None:
        """Open or create the journal and check all of it; JournalError: what is wrong with it."""
        self._path = path
        self._database: sqlite3.Connection | None = _open(path)
        try:
            self._last, self._last_seal = self._check_everything()
        except UNREADABLE as failed:
            self.close()
            raise JournalError(f"the journal {path} could not be read: {failed}") from failed
        except JournalError:
            self.close()
            raise

    def append(self, entries: Sequence[bytes]) -> int:
        """Store the entries in one transaction; return the last sequence once they are on disk."""
        if not entries:
            return self._last
        sequence, seal = self._last, self._last_seal
        rows = []
        for body in entries:
            sequence += 1
            seal = _seal(seal, sequence, body)
            rows.append((sequence, body, seal))
        with self._written("entries could not be stored") as database:
            database.executemany("INSERT INTO entry VALUES (?, ?, ?)", rows)
            database.execute("UPDATE newest SET sequence = ?, seal = ?", (sequence, seal))
        self._last, self._last_seal = sequence, seal
        return sequence

    def read(self, after: int) -> Iterator[tuple[int, bytes]]:
        """Yield (sequence, entry) above `after`, in order, each checked.

        ValueError: `after` lies before the snapshot, whose entries are no longer kept.
        """
        first, seal = self._start_of_entries()
        if after < first:
            raise ValueError(f"entries up to {first} are in the snapshot; {after + 1} is gone")
        return self._read(first, seal, after)

    def _read(self, first: int, seal: bytes, after: int) -> Iterator[tuple[int, bytes]]:
        for sequence, body, _ in self._checked(first, seal):
            if sequence > after:
                yield sequence, body

    def save_snapshot(self, sequence: int, state: bytes) -> None:
        """Replace the snapshot and drop the entries in it, in one transaction; shrink the file.

        ValueError: `sequence` is older than the snapshot or newer than the newest entry.
        """
        first, seal = self._start_of_entries()
        if not first <= sequence <= self._last:
            raise ValueError(f"a snapshot at {sequence}: allowed {first} to {self._last}")
        if sequence > first:
            row = self._live().execute("SELECT seal FROM entry WHERE sequence = ?", (sequence,))
            seal = row.fetchone()[0]
        with self._written("the snapshot could not be stored") as database:
            database.execute(
                "INSERT OR REPLACE INTO snapshot VALUES (1, ?, ?, ?, ?)",
                (sequence, state, seal, _snapshot_seal(seal, sequence, state)),
            )
            database.execute("DELETE FROM entry WHERE sequence <= ?", (sequence,))
        try:  # the pages freed go back to the file system, and the WAL starts anew
            self._live().executescript("PRAGMA incremental_vacuum")  # execute() frees one page only
            self._live().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        except sqlite3.Error as failed:
            self.close()
            raise JournalError(f"{self._path}: could not be compacted: {failed}") from failed

    def load_snapshot(self) -> tuple[int, bytes] | None:
        """Return (sequence the state includes, state), or None in a new journal; JournalError."""
        row = self._live().execute("SELECT sequence, state, entry_seal, seal FROM snapshot")
        found = row.fetchone()
        if found is None:
            return None
        sequence, state, entry_seal, seal = found
        if seal != _snapshot_seal(entry_seal, sequence, state):
            raise JournalError(f"{self._path}: the snapshot at entry {sequence} was altered")
        return sequence, state

    def copied(self) -> bytes:
        """Return a consistent copy of the journal, as the bytes of a file; JournalError.

        Made in memory through the one connection there may be; it never touches the disk.
        """
        memory = sqlite3.connect(":memory:")
        try:
            self._live().backup(memory)
            copy: bytes = memory.serialize()
        except sqlite3.Error as failed:
            raise JournalError(f"{self._path}: could not be copied: {failed}") from failed
        finally:
            memory.close()
        # Bytes 18 and 19 say "WAL" (SQLite file format, 1.3); a copy has no log beside it.
        return copy[:18] + b"\x01\x01" + copy[20:]

    def close(self) -> None:
        """Give the file free; closing twice is harmless."""
        if self._database is not None:
            self._database.close()
            self._database = None

    def _live(self) -> sqlite3.Connection:
        if self._database is None:
            raise JournalError(f"the journal {self._path} is closed")
        return self._database

    @contextlib.contextmanager
    def _written(self, otherwise: str) -> Iterator[sqlite3.Connection]:
        """One transaction, on disk when the block ends."""
        database = self._live()
        try:
            with transaction(database):
                yield database
        except sqlite3.Error as failed:
            self.close()  # what the disk holds is known only after opening it again
            raise JournalError(f"{self._path}: {otherwise}: {failed}") from failed

    def _start_of_entries(self) -> tuple[int, bytes]:
        row = self._live().execute("SELECT sequence, entry_seal FROM snapshot").fetchone()
        return (0, FIRST_SEAL) if row is None else (row[0], row[1])

    def _checked(self, first: int, seal: bytes) -> Iterator[tuple[int, bytes, bytes]]:
        """Yield (sequence, entry, seal) after `first`; JournalError names the first bad one."""
        last = first
        while True:
            rows = self._live().execute(
                "SELECT sequence, body, seal FROM entry WHERE sequence > ? ORDER BY sequence LIMIT ?",
                (last, PAGE_ENTRIES),
            )
            page = rows.fetchall()
            for sequence, body, stored in page:
                if sequence != last + 1:
                    raise JournalError(f"{self._path}: entry {last + 1} is missing")
                seal = _seal(seal, sequence, body)
                if seal != stored:
                    raise JournalError(f"{self._path}: entry {sequence} was altered")
                last = sequence
                yield sequence, body, seal
            if len(page) < PAGE_ENTRIES:
                return

    def _check_everything(self) -> tuple[int, bytes]:
        """Return the newest (sequence, seal) after reading the whole journal."""
        found = self._live().execute("PRAGMA quick_check(1)").fetchone()[0]
        if found != "ok":
            raise JournalError(f"the journal {self._path} is damaged: {found}")
        self.load_snapshot()
        last, seal = self._start_of_entries()
        for sequence, _, entry_seal in self._checked(last, seal):
            last, seal = sequence, entry_seal
        newest = self._live().execute("SELECT sequence, seal FROM newest").fetchone()
        if newest != (last, seal):
            told = "nothing" if newest is None else newest[0]
            raise JournalError(
                f"{self._path}: the newest entry stored was {told}, found {last}: entries are missing"
            )
        return last, seal


def _open(path: Path) -> sqlite3.Connection:
    """One exclusive, fully synchronous connection on the current schema; JournalError."""
    try:
        _create_empty(path)
        database = sqlite3.connect(path, isolation_level=None, timeout=0, check_same_thread=False)
    except (OSError, sqlite3.Error) as failed:
        raise JournalError(f"the journal {path} could not be opened: {failed}") from failed
    try:
        _prepare(database, path)
        sync_directory(path.parent)
    except (OSError, *UNREADABLE) as failed:
        database.close()
        if getattr(failed, "sqlite_errorcode", None) == sqlite3.SQLITE_BUSY:
            raise JournalRefusedError(
                f"the journal {path} is in use by another process; one daemon owns it"
            ) from failed
        raise JournalError(f"the journal {path} could not be opened: {failed}") from failed
    except JournalError:
        database.close()
        raise
    return database


def _prepare(database: sqlite3.Connection, path: Path) -> None:
    if database.execute("PRAGMA locking_mode = EXCLUSIVE").fetchone()[0] != "exclusive":
        raise JournalError(f"the journal {path} could not be locked for one process")
    database.execute("PRAGMA auto_vacuum = INCREMENTAL")  # only an empty file takes it
    if database.execute("PRAGMA journal_mode = WAL").fetchone()[0] != "wal":
        raise JournalError(f"the file system of {path} does not support write-ahead logging")
    for pragma in (
        "synchronous = FULL",
        "foreign_keys = ON",
        "trusted_schema = OFF",
        f"journal_size_limit = {WAL_LIMIT_BYTES}",
    ):
        database.execute(f"PRAGMA {pragma}").fetchall()
    if database.execute("PRAGMA synchronous").fetchone()[0] != 2:
        raise JournalError(f"the journal {path} would not be synced to disk (synchronous = FULL)")
    database.execute("BEGIN EXCLUSIVE")  # takes the lock now, not with the first order
    database.execute("COMMIT")
    _migrate(database, path)


def _migrate(database: sqlite3.Connection, path: Path) -> None:
    version = database.execute("PRAGMA user_version").fetchone()[0]
    owner = database.execute("PRAGMA application_id").fetchone()[0]
    tables = database.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]
    if owner != APPLICATION_ID and (tables or version):
        raise JournalRefusedError(f"{path} is a database of another program")
    if version > len(MIGRATIONS):
        raise JournalRefusedError(
            f"the journal {path} was written by a newer version (schema {version}, known up to "
            f"{len(MIGRATIONS)}); going back is not possible"
        )
    for number, statements in enumerate(MIGRATIONS[version:], start=version + 1):
        with transaction(database):
            for statement in statements:
                database.execute(statement)
            database.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            database.execute(f"PRAGMA user_version = {number}")


def _create_empty(path: Path) -> None:
    """Create the file, if need be, for its owner only (SQLite's WAL file copies the mode)."""
    os.close(os.open(path, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600))
