"""The operator's store in one SQLite file: WAL, synced at every commit, one connection.

`synchronous=FULL` is read back, because with anything less SQLite loses acknowledged rows in a
power cut. The file is locked for this process: two operators of one key would use one nonce twice.
"""

import contextlib
import fcntl
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import msgspec

from agent.bridge.report import SignedReceipt, SignedReport
from agent.dso.evidence import Evidence
from agent.dso.store import Pending, Stored, cycle_of
from agent.ports import PortError
from agent.units import CycleNo
from drivers.durable_file import sync_directory

APPLICATION_ID = 0x67686F31
"""Marks the file as ours ("gho1")."""

SCHEMA = """
CREATE TABLE report (digest BLOB PRIMARY KEY, cycle INTEGER NOT NULL, body BLOB NOT NULL) STRICT;
CREATE TABLE receipt (member TEXT PRIMARY KEY, body BLOB NOT NULL) STRICT;
CREATE TABLE pending (nonce INTEGER PRIMARY KEY, body BLOB NOT NULL) STRICT;
CREATE TABLE finished (cycle INTEGER PRIMARY KEY) STRICT;
CREATE TABLE stated (name TEXT PRIMARY KEY, cycle INTEGER NOT NULL, mark TEXT NOT NULL) STRICT;
"""

LATER_SCHEMA = """
CREATE TABLE IF NOT EXISTS evidence (name TEXT PRIMARY KEY, body BLOB NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS refused (name TEXT PRIMARY KEY, count INTEGER NOT NULL) STRICT;
"""
"""Tables a store of an earlier version does not have; that version does not mind them."""

LOCK_BYTES_AT, LOCK_BYTES = 0x40000000, 512
"""Where a process that uses a database locks it (SQLite file format 2, section 1.6)."""


class StoreError(PortError):
    """The store cannot be used: in use, damaged, not ours, or a write failed."""


class StoreInUseError(StoreError):
    """Another process has the store: the operator is running."""


def read_operator_store(path: Path) -> Stored:
    """Return what a store holds and change nothing, not even the file's own log.

    Not for the process that has the store open itself: POSIX locks belong to a process, and closing
    any handle of the file gives them up. None at `path`: an empty one. StoreInUseError while an operator runs on it, StoreError when it
    is damaged or not ours.
    """
    if not path.exists():
        return Stored()
    with tempfile.TemporaryDirectory() as place:
        copy = Path(place) / "operator.db"
        try:
            with path.open("rb") as original:
                try:  # a shared lock, as a reader takes it: no operator can begin meanwhile
                    fcntl.lockf(original, fcntl.LOCK_SH | fcntl.LOCK_NB, LOCK_BYTES, LOCK_BYTES_AT)
                except OSError as locked:
                    raise StoreInUseError(
                        f"the operator's store {path} is in use by a running operator"
                    ) from locked
                shutil.copyfile(path, copy)
                log = path.with_name(path.name + "-wal")
                if log.exists():
                    shutil.copyfile(log, copy.with_name("operator.db-wal"))
        except OSError as lost:
            raise StoreError(
                f"the operator's store {path} could not be read: {lost.strerror}"
            ) from lost
        with contextlib.closing(SqliteOperatorStore(copy)) as store:
            return store.load()


class SqliteOperatorStore:
    """One operator's store; any thread may call it, one call at a time."""

    def __init__(self, path: Path) -> None:
        """Open or create the file; StoreError says what is wrong with it."""
        self._path = path
        self._together = self._begun = False
        self._database = sqlite3.connect(
            path, isolation_level=None, check_same_thread=False, timeout=0.2
        )
        try:
            self._prepare()
            sync_directory(path.parent)
        except (sqlite3.Error, StoreError) as failed:
            self._database.close()
            raise StoreError(f"the operator's store {path} could not be used: {failed}") from failed

    def load(self) -> Stored:
        """Return all of it."""

        def rows(statement: str) -> list[tuple[bytes, ...]]:
            return self._database.execute(statement).fetchall()

        decode = msgspec.msgpack.decode
        try:
            return Stored(
                reports=tuple(
                    decode(body, type=SignedReport)
                    for (body,) in rows("SELECT body FROM report ORDER BY cycle, digest")
                ),
                receipts=tuple(
                    decode(body, type=SignedReceipt)
                    for (body,) in rows("SELECT body FROM receipt ORDER BY member")
                ),
                pending=tuple(
                    decode(body, type=Pending)
                    for (body,) in rows("SELECT body FROM pending ORDER BY nonce")
                ),
                finished=frozenset(
                    CycleNo(cycle)
                    for (cycle,) in self._database.execute("SELECT cycle FROM finished")
                ),
                stated=dict(self._database.execute("SELECT name, mark FROM stated").fetchall()),
                evidence=tuple(
                    decode(body, type=Evidence)
                    for (body,) in rows("SELECT body FROM evidence ORDER BY name")
                ),
                refused=dict(self._database.execute("SELECT name, count FROM refused").fetchall()),
            )
        except (sqlite3.Error, msgspec.MsgspecError) as failed:
            raise StoreError(f"{self._path} could not be read: {failed}") from failed

    @contextlib.contextmanager
    def together(self) -> Iterator[None]:
        """Make one durable step of all that is stored meanwhile; begins with the first of it."""
        if self._together:
            yield
            return
        self._together = True
        try:
            yield
        except BaseException:
            self._database.close()  # what is in memory is not on the disk: only a new start can tell
            raise
        finally:
            self._together = False
        self._end()

    def add_report(self, digest: bytes, signed: SignedReport) -> None:
        """Keep a believed report; the same digest twice changes nothing."""
        body = msgspec.msgpack.encode(signed)
        with self._written() as database:
            database.execute(
                "INSERT OR IGNORE INTO report VALUES (?, ?, ?)",
                (digest, signed.report.cycle, body),
            )

    def save_receipt(self, signed: SignedReceipt) -> None:
        """Keep the newest receipt of a member."""
        body = msgspec.msgpack.encode(signed)
        with self._written() as database:
            database.execute(
                "INSERT OR REPLACE INTO receipt VALUES (?, ?)", (signed.receipt.member, body)
            )

    def save_pending(self, pending: Pending) -> None:
        """Keep a transaction before it is sent; of one nonce the newest bytes hold."""
        body = msgspec.msgpack.encode(pending)
        with self._written() as database:
            database.execute("INSERT OR REPLACE INTO pending VALUES (?, ?)", (pending.nonce, body))

    def confirm_below(self, nonce: int) -> None:
        """Drop every transaction whose nonce the chain has used."""
        with self._written() as database:
            database.execute("DELETE FROM pending WHERE nonce < ?", (nonce,))

    def finish(self, cycle: CycleNo, *, done: bool) -> None:
        """Note that a cycle needs no more work, or that it does again."""
        with self._written() as database:
            if done:
                database.execute("INSERT OR IGNORE INTO finished VALUES (?)", (cycle,))
            else:
                database.execute("DELETE FROM finished WHERE cycle = ?", (cycle,))

    def save_stated(self, order: str, settlement: str) -> None:
        """Note which settlement of an order was last published."""
        with self._written() as database:
            database.execute(
                "INSERT OR REPLACE INTO stated VALUES (?, ?, ?)",
                (order, cycle_of(order), settlement),
            )

    def add_evidence(self, evidence: Evidence) -> None:
        """Keep a contradiction for good; of one name the first is kept."""
        body = msgspec.msgpack.encode(evidence)
        with self._written() as database:
            database.execute("INSERT OR IGNORE INTO evidence VALUES (?, ?)", (evidence.name, body))

    def save_refused(self, counts: Mapping[str, int]) -> None:
        """Keep these counts; names not given keep theirs."""
        with self._written() as database:
            database.executemany(
                "INSERT OR REPLACE INTO refused VALUES (?, ?)", sorted(counts.items())
            )

    def forget_before(self, first: CycleNo) -> None:
        """Drop reports, finished cycles and statements of cycles before `first`."""
        with self._written() as database:
            for table in ("report", "finished", "stated"):
                database.execute(f"DELETE FROM {table} WHERE cycle < ?", (first,))  # noqa: S608 - the names above

    def close(self) -> None:
        """Give the file free."""
        self._database.close()

    def _prepare(self) -> None:
        database = self._database
        database.execute("PRAGMA locking_mode = EXCLUSIVE")
        database.execute("PRAGMA journal_mode = WAL")
        database.execute("PRAGMA synchronous = FULL")
        database.execute("PRAGMA trusted_schema = OFF")
        database.execute("BEGIN IMMEDIATE")
        tables = database.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]
        (mark,) = database.execute("PRAGMA application_id").fetchone()
        if tables == 0:
            for statement in SCHEMA.split(";"):
                database.execute(statement)
            database.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        elif mark != APPLICATION_ID:
            raise StoreError("it is another program's database")
        for statement in LATER_SCHEMA.split(";"):
            database.execute(statement)
        database.execute("COMMIT")
        modes = (
            database.execute("PRAGMA journal_mode").fetchone()[0],
            database.execute("PRAGMA synchronous").fetchone()[0],
        )
        if modes != ("wal", 2):
            raise StoreError(f"journal mode and synchronous are {modes}, needed are WAL and FULL")
        problem = database.execute("PRAGMA quick_check").fetchone()[0]
        if problem != "ok":
            raise StoreError(f"it is damaged: {problem}")

    @contextlib.contextmanager
    def _written(self) -> Iterator[sqlite3.Connection]:
        """One transaction, or a part of one; after a failure the store is closed."""
        with self._closed_on_failure():
            if not self._begun:
                self._database.execute("BEGIN IMMEDIATE")
                self._begun = True
            yield self._database
        if not self._together:
            self._end()

    def _end(self) -> None:
        if self._begun:
            with self._closed_on_failure():
                self._database.execute("COMMIT")
            self._begun = False

    @contextlib.contextmanager
    def _closed_on_failure(self) -> Iterator[None]:
        """Only a new start can tell what is on the disk."""
        try:
            yield
        except sqlite3.Error as failed:
            self._database.close()
            raise StoreError(f"{self._path} could not be written: {failed}") from failed
