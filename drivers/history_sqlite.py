"""The History port in one SQLite file, apart from the journal: money never depends on it.

WAL, one connection that locks the file for itself, one transaction per batch: some tens of
commits a day, so the card does not notice. A day's sums are kept beside its rows and changed in
the same transaction, so that a year opens with 366 short rows. A damaged file is set aside under
another name and a new one begun: what the state still knows is put in again.
"""

import contextlib
import os
import sqlite3
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from agent.ports import HistoryError
from agent.roles.history import (
    DAYS_KEPT,
    ROWS_KEPT,
    SUMS,
    DayRow,
    EnergyRow,
    MoneyRow,
    PriceRow,
    Rows,
    energy_sums,
    merged,
    money_sums,
)
from drivers.sqlite_transaction import transaction

APPLICATION_ID = 0x67687431
"""Marks the file as ours ("ght1")."""
SCHEMA = 1
QUARANTINED = 3
"""Files set aside that are kept: the newest."""
ENERGY = EnergyRow.__struct_fields__
MONEY = MoneyRow.__struct_fields__
PRICE = PriceRow.__struct_fields__

TABLES = (
    """CREATE TABLE energy (
        from_ms INTEGER PRIMARY KEY, day TEXT NOT NULL, import_wh INTEGER NOT NULL,
        export_wh INTEGER NOT NULL, generation_wh INTEGER, quality INTEGER NOT NULL) STRICT""",
    """CREATE TABLE money (
        cycle INTEGER PRIMARY KEY, day TEXT NOT NULL, side TEXT NOT NULL,
        metered_wh INTEGER NOT NULL, amount_micro INTEGER NOT NULL, charge_micro INTEGER NOT NULL,
        penalty_micro INTEGER NOT NULL, trades INTEGER NOT NULL) STRICT""",
    """CREATE TABLE price (
        cycle INTEGER PRIMARY KEY, price_micro_per_kwh INTEGER, trade_count INTEGER NOT NULL,
        order_count INTEGER NOT NULL) STRICT""",
    "CREATE TABLE day (day TEXT PRIMARY KEY, "
    + ", ".join(f"{name} INTEGER NOT NULL" for name in SUMS)
    + ") STRICT, WITHOUT ROWID",
)
ADD_DAY = " ".join(
    (
        "INSERT INTO day VALUES (?" + ", ?" * len(SUMS) + ")",  # noqa: S608 - names of our own table
        "ON CONFLICT (day) DO UPDATE SET",
        ", ".join(f"{name} = {name} + excluded.{name}" for name in SUMS),
    )
)

T = TypeVar("T")


class DamagedError(Exception):
    """What is in the file is no history of ours, or not whole."""


class SqliteHistory:
    """The History port on one file; any thread may call it."""

    def __init__(
        self, path: Path, wall_ms: Callable[[], int], *, rows_kept: int = ROWS_KEPT
    ) -> None:
        """Open or create it; damaged, it is set aside. HistoryError: neither could be done."""
        self._path = path
        self._wall_ms = wall_ms
        self._rows_kept = rows_kept
        self._lock = threading.Lock()
        self._renewed = 0
        try:
            self._database: sqlite3.Connection | None = _opened(path)
        except DamagedError:
            self._database = self._begun_anew()

    def put(self, rows: Rows) -> None:
        """Put rows in with one commit; HistoryError."""
        self._do(lambda database: self._put(database, rows))

    def energy(self, from_ms: int, to_ms: int) -> tuple[EnergyRow, ...]:
        """Return the intervals that began in [from_ms, to_ms), oldest first; HistoryError."""
        query = (
            f"SELECT {', '.join(ENERGY)} FROM energy"  # noqa: S608 - our own field names
            " WHERE from_ms >= ? AND from_ms < ? ORDER BY from_ms"
        )
        return self._do(
            lambda database: tuple(
                EnergyRow(*row) for row in database.execute(query, (from_ms, to_ms))
            )
        )

    def days(self, first: str, last: str) -> tuple[DayRow, ...]:
        """Return the known days from `first` to `last`, both included; HistoryError."""
        query = (
            f"SELECT day, {', '.join(SUMS)} FROM day"  # noqa: S608 - our own field names
            " WHERE day >= ? AND day <= ? ORDER BY day"
        )
        return self._do(
            lambda database: tuple(DayRow(*row) for row in database.execute(query, (first, last)))
        )

    def prices(self, from_cycle: int | None, limit: int) -> tuple[PriceRow, ...]:
        """Return prices from a cycle on (None: the newest), oldest first; HistoryError."""
        order = "DESC" if from_cycle is None else "ASC"
        query = (
            f"SELECT {', '.join(PRICE)} FROM price"  # noqa: S608 - our own field names
            f" WHERE cycle >= ? ORDER BY cycle {order} LIMIT ?"
        )
        given = (-1 if from_cycle is None else from_cycle, limit)
        found = self._do(
            lambda database: tuple(PriceRow(*row) for row in database.execute(query, given))
        )
        return found if from_cycle is not None else tuple(reversed(found))

    def set_aside(self) -> int:
        """Return how often the file was damaged and begun anew."""
        return self._renewed

    def close(self) -> None:
        """Give the file free; closing twice is harmless."""
        with self._lock:
            self._close()

    def _close(self) -> None:
        if self._database is not None:
            self._database.close()
            self._database = None

    def _do(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """Do it; in a file that turns out to be damaged, once more in a new one."""
        with self._lock:
            if self._database is None:
                raise HistoryError(f"the history {self._path} is closed")
            try:
                return work(self._database)
            except sqlite3.DatabaseError as failed:
                if not _is_damage(failed):
                    raise HistoryError(f"{self._path}: {failed}") from failed
            except (UnicodeDecodeError, DamagedError):
                pass
            self._close()
            self._database = self._begun_anew()
            try:
                return work(self._database)
            except sqlite3.DatabaseError as failed:
                raise HistoryError(f"{self._path}: {failed}") from failed

    def _put(self, database: sqlite3.Connection, rows: Rows) -> None:
        with transaction(database):
            for row in rows.energy:
                _put_energy(database, row)
            for money in rows.money:
                _put_money(database, money)
            database.executemany(
                "INSERT OR REPLACE INTO price VALUES (?, ?, ?, ?)",
                [tuple(getattr(row, name) for name in PRICE) for row in rows.prices],
            )
            for table, key, most in (
                ("energy", "from_ms", self._rows_kept),
                ("money", "cycle", self._rows_kept),
                ("price", "cycle", self._rows_kept),
                ("day", "day", DAYS_KEPT),
            ):
                database.execute(
                    f"DELETE FROM {table} WHERE {key} <= (SELECT {key} FROM {table}"  # noqa: S608 - as above
                    f" ORDER BY {key} DESC LIMIT 1 OFFSET ?)",
                    (most,),
                )

    def _begun_anew(self) -> sqlite3.Connection:
        """Set the damaged file aside, with what belongs to it, and begin a new one."""
        self._renewed += 1
        aside = self._path.with_name(f"{self._path.name}.quarantine-{self._wall_ms()}")
        try:
            for ending in ("", "-wal", "-shm"):
                with contextlib.suppress(FileNotFoundError):
                    Path(f"{self._path}{ending}").replace(f"{aside}{ending}")
            kept = sorted(self._path.parent.glob(f"{self._path.name}.quarantine-*[0-9]"))
            for old in kept[:-QUARANTINED]:
                for ending in ("", "-wal", "-shm"):
                    Path(f"{old}{ending}").unlink(missing_ok=True)
            return _opened(self._path)
        except (OSError, DamagedError) as failed:
            raise HistoryError(f"{self._path} could not be begun anew: {failed}") from failed


def _put_energy(database: sqlite3.Connection, row: EnergyRow) -> None:
    query = f"SELECT {', '.join(ENERGY)} FROM energy WHERE from_ms = ?"  # noqa: S608 - our own field names
    found = database.execute(query, (row.from_ms,)).fetchone()
    before = None if found is None else EnergyRow(*found)
    now = row if before is None else merged(before, row)
    if now == before:
        return
    database.execute(
        "INSERT OR REPLACE INTO energy VALUES (?, ?, ?, ?, ?, ?)",
        tuple(getattr(now, name) for name in ENERGY),
    )
    _count(database, None if before is None else energy_sums(before), energy_sums(now))


def _put_money(database: sqlite3.Connection, row: MoneyRow) -> None:
    query = f"SELECT {', '.join(MONEY)} FROM money WHERE cycle = ?"  # noqa: S608 - our own field names
    found = database.execute(query, (row.cycle,)).fetchone()
    before = None if found is None else MoneyRow(*found)
    if row == before:
        return
    database.execute(
        "INSERT OR REPLACE INTO money VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        tuple(getattr(row, name) for name in MONEY),
    )
    _count(database, None if before is None else money_sums(before), money_sums(row))


def _count(database: sqlite3.Connection, before: DayRow | None, now: DayRow) -> None:
    """Take what was there from its day, and add what is there now to its own."""
    for sums, sign in ((before, -1), (now, 1)):
        if sums is not None:
            changes = [sign * int(getattr(sums, name)) for name in SUMS]
            database.execute(ADD_DAY, (sums.day, *changes))


def _is_damage(failed: sqlite3.DatabaseError) -> bool:
    code = getattr(failed, "sqlite_errorcode", None)
    return code is not None and code & 0xFF in {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}


def _opened(path: Path) -> sqlite3.Connection:
    """Open or create the file; DamagedError, HistoryError."""
    try:
        os.close(os.open(path, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600))
        database = sqlite3.connect(path, isolation_level=None, timeout=0, check_same_thread=False)
    except (OSError, sqlite3.Error) as failed:
        raise HistoryError(f"the history {path} could not be opened: {failed}") from failed
    try:
        _prepare(database)
    except DamagedError:
        database.close()
        raise
    except (sqlite3.Error, UnicodeDecodeError) as failed:
        database.close()
        if isinstance(failed, UnicodeDecodeError) or (
            isinstance(failed, sqlite3.DatabaseError) and _is_damage(failed)
        ):
            raise DamagedError(str(failed)) from failed
        raise HistoryError(f"the history {path} could not be opened: {failed}") from failed
    return database


def _prepare(database: sqlite3.Connection) -> None:
    _run(
        database,
        "PRAGMA locking_mode = EXCLUSIVE",
        "PRAGMA journal_mode = WAL",
        "PRAGMA synchronous = FULL",
        "PRAGMA trusted_schema = OFF",
        "PRAGMA cache_size = -512",  # half a MiB: a day is read, not a year of quarter-hours
        f"PRAGMA journal_size_limit = {1 << 20}",
        "BEGIN EXCLUSIVE",
        "COMMIT",
    )
    owner, version, tables, sound = (
        database.execute(question).fetchone()[0]
        for question in (
            "PRAGMA application_id",
            "PRAGMA user_version",
            "SELECT count(*) FROM sqlite_schema",
            "PRAGMA quick_check(1)",
        )
    )
    if sound != "ok":
        raise DamagedError(sound)
    if (owner, version) == (APPLICATION_ID, SCHEMA):
        return
    if tables or owner or version:
        raise DamagedError("a database of another program or version")
    _run(
        database,
        "BEGIN IMMEDIATE",
        *TABLES,
        f"PRAGMA application_id = {APPLICATION_ID}",
        f"PRAGMA user_version = {SCHEMA}",
        "COMMIT",
    )


def _run(database: sqlite3.Connection, *statements: str) -> None:
    for statement in statements:
        database.execute(statement).fetchall()
