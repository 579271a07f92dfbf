"""What the radio driver must not forget: its network, who was let in, where registers stood.

One small SQLite file beside zigpy's own database, written by us alone. It holds no key: a
network is recognised by its PAN identifiers and a digest of its key.
"""

import contextlib
import hashlib
import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import msgspec

from agent.ports import PortError
from drivers.durable_file import sync_directory
from drivers.sqlite_transaction import transaction

APPLICATION_ID = 0x67687A31
"""Marks the file as ours ("ghz1")."""

SCHEMA = """
CREATE TABLE item (kind TEXT NOT NULL, name TEXT NOT NULL, body BLOB NOT NULL,
                   PRIMARY KEY (kind, name)) STRICT, WITHOUT ROWID;
"""

WAL_PAGES = 256  # 1 MiB at most before SQLite moves it into the file


class RadioStoreError(PortError):
    """The store cannot be used: damaged, not ours, or a write failed."""


class NetworkMark(msgspec.Struct, frozen=True):
    """By what a network is known again."""

    extended_pan_id: str
    """16 hexadecimal digits, most significant first."""
    pan_id: int
    channel: int
    key_digest: str
    """SHA-256 over extended PAN id and network key: says "the same", gives nothing away."""
    coordinator: str
    """The stick's own address when the mark was taken."""

    def same_network(self, other: "NetworkMark") -> bool:
        """Whether devices of one would find the other; the channel and the stick may change."""
        return (self.extended_pan_id, self.pan_id, self.key_digest) == (
            other.extended_pan_id,
            other.pan_id,
            other.key_digest,
        )


def key_digest(extended_pan_id: str, network_key: bytes) -> str:
    """Return the digest of a network key; the key has 128 random bits, so none can be tried."""
    return hashlib.sha256(bytes.fromhex(extended_pan_id) + network_key).hexdigest()


class RadioStore:
    """The driver's memory; one thread, one connection, opened when it is first needed."""

    def __init__(self, path: Path) -> None:
        """Take note of the path; every method raises RadioStoreError when it cannot be used."""
        self._path = path
        self._open: sqlite3.Connection | None = None

    @property
    def _database(self) -> sqlite3.Connection:
        """The connection; the file is created with mode 0600."""
        if self._open is None:
            try:
                private_file(self._path)
                opened = sqlite3.connect(self._path, isolation_level=None, timeout=0.2)
            except (OSError, sqlite3.Error) as failed:
                raise RadioStoreError(f"{self._path} could not be opened: {failed}") from failed
            try:
                _prepare(opened)
                sync_directory(self._path.parent)
            except (sqlite3.Error, OSError, RadioStoreError) as failed:
                opened.close()
                raise RadioStoreError(f"{self._path} could not be used: {failed}") from failed
            self._open = opened
        return self._open

    def network(self) -> NetworkMark | None:
        """Return the network of this home, None before there was one."""
        body = self._get("network", "home")
        return None if body is None else msgspec.json.decode(body, type=NetworkMark)

    def remember_network(self, mark: NetworkMark) -> None:
        """Keep the mark, on disk when this returns."""
        self._put("network", "home", msgspec.json.encode(mark))

    def admitted(self) -> dict[str, int]:
        """Return the addresses that were let in, with the wall clock when they were."""
        return {name: int(body) for name, body in self._all("admitted")}

    def admit(self, ieee: str, at_ms: int) -> None:
        """Keep that a device belongs here."""
        self._put("admitted", ieee, str(at_ms).encode())

    def expel(self, ieee: str) -> None:
        """Forget a device: its registers, its lease, and that it was let in."""
        with self._written(durable=True) as database:
            database.execute("DELETE FROM item WHERE name = ? OR name LIKE ?", (ieee, f"{ieee}/%"))

    def open_until(self) -> int:
        """Until when (wall clock) devices that already hold the network key are let in; 0: never."""
        body = self._get("network", "take-over")
        return 0 if body is None else int(body)

    def leave_open(self, until_ms: int) -> None:
        """Let in, until then, devices that already hold the key: after a foreign network came."""
        self._put("network", "take-over", str(until_ms).encode())

    def registers(self) -> dict[str, bytes]:
        """Return every register's state by its name, `{ieee}/{endpoint}/{register}`."""
        return dict(self._all("register"))

    def registers_of(self, key: str) -> dict[str, bytes]:
        """Return the states of one meter function by register."""
        rows = self._database.execute(
            "SELECT name, body FROM item WHERE kind = 'register' AND name LIKE ?", (f"{key}/%",)
        )
        return {str(name).rpartition("/")[2]: bytes(body) for name, body in rows}

    def save_registers(self, states: dict[str, bytes], *, durable: bool) -> None:
        """Keep states. Not durable: a crash of the process keeps them, a power cut may not."""
        with self._written(durable=durable) as database:
            database.executemany(
                "INSERT OR REPLACE INTO item VALUES ('register', ?, ?)", list(states.items())
            )

    def lease(self, key: str) -> bool | None:
        """Return whether a relay is known to fall back by itself; None: never tried."""
        body = self._get("lease", key)
        return None if body is None else body == b"1"

    def save_lease(self, key: str, *, obeys: bool) -> None:
        """Keep what was found out about a relay's own timer."""
        self._put("lease", key, b"1" if obeys else b"0")

    def forget_devices(self) -> None:
        """Forget everything about devices: another network has begun."""
        with self._written(durable=True) as database:
            database.execute("DELETE FROM item WHERE kind != 'network'")

    def close(self) -> None:
        """Give the file free; the next use opens it again."""
        if self._open is not None:
            self._open.close()
            self._open = None

    def _get(self, kind: str, name: str) -> bytes | None:
        row = self._database.execute(
            "SELECT body FROM item WHERE kind = ? AND name = ?", (kind, name)
        ).fetchone()
        return None if row is None else bytes(row[0])

    def _all(self, kind: str) -> list[tuple[str, bytes]]:
        rows = self._database.execute(
            "SELECT name, body FROM item WHERE kind = ? ORDER BY name", (kind,)
        )
        return [(str(name), bytes(body)) for name, body in rows]

    def _put(self, kind: str, name: str, body: bytes) -> None:
        with self._written(durable=True) as database:
            database.execute("INSERT OR REPLACE INTO item VALUES (?, ?, ?)", (kind, name, body))

    @contextlib.contextmanager
    def _written(self, *, durable: bool) -> Iterator[sqlite3.Connection]:
        """One transaction, synced when durable; WAL keeps it from a crash of the process anyway."""
        database = self._database
        try:
            database.execute(f"PRAGMA synchronous = {'FULL' if durable else 'NORMAL'}")
            with transaction(database):
                yield database
        except sqlite3.Error as failed:
            raise RadioStoreError(f"{self._path} could not be written: {failed}") from failed


def _prepare(database: sqlite3.Connection) -> None:
    database.execute("PRAGMA locking_mode = EXCLUSIVE")
    database.execute("PRAGMA journal_mode = WAL")
    database.execute("PRAGMA trusted_schema = OFF")
    database.execute(f"PRAGMA wal_autocheckpoint = {WAL_PAGES}")
    database.execute("BEGIN IMMEDIATE")
    tables = database.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]
    (mark,) = database.execute("PRAGMA application_id").fetchone()
    if tables == 0:
        database.execute(SCHEMA)
        database.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    elif mark != APPLICATION_ID:
        raise RadioStoreError("it is another program's database")
    database.execute("COMMIT")
    problem = database.execute("PRAGMA quick_check").fetchone()[0]
    if problem != "ok":
        raise RadioStoreError(f"it is damaged: {problem}")


def private_file(path: Path) -> None:
    """Create the file with mode 0600 if it is not there; narrow its mode if it is; OSError."""
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    try:
        os.fchmod(handle, 0o600)
    finally:
        os.close(handle)
