"""One step of a SQLite database: all of it, or nothing."""

import contextlib
import sqlite3
from collections.abc import Iterator


@contextlib.contextmanager
def transaction(database: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    """Do the block as one transaction; sqlite3.Error, or what the block raises: nothing was done.

    When it returns, the step is in the file; whether the disk has it, `PRAGMA synchronous` says.
    """
    database.execute("BEGIN IMMEDIATE")
    try:
        yield database
        database.execute("COMMIT")
    except BaseException:  # also when somebody is leaving: no later step may join half of this one
        with contextlib.suppress(sqlite3.Error):
            database.execute("ROLLBACK")
        raise
