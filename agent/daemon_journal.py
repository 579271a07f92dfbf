"""Opens the journal; where it cannot be written, a copy in memory that is only good for showing.

What cannot be written down must not be decided: a signature that is forgotten could be given a
second time to something else. So with a copy the agent is in its safe mode: it measures, shows why,
and brings its relays to their safe position. The file on the disk is left as it is.
"""

import contextlib
import logging
import os
import shutil
import time
from pathlib import Path

from agent.core.rungs import Guard, Rung
from agent.feeders import load_feeder
from agent.shell.run import JournalUnreadableError, Runner, last_constants
from drivers.journal_sqlite import JournalError, JournalRefusedError, SqliteJournal

log = logging.getLogger(__name__)

NAME = "journal"
MOST_COPIED_BYTES = 64 * 2**20
"""/run is memory; a home's journal has a few megabytes."""
DO = "Call your installer: the card may be worn out. What is on it is left as it is."


def open_journal(
    path: Path, memory: Path | None, *, looped: bool
) -> tuple[SqliteJournal, Guard | None]:
    """Return the journal, and a guard where it is only a copy in `memory` (a directory).

    `memory` None, a journal in use, another program's or a newer version's: JournalError as it is.
    `looped`: the agent broke down again and again, so that its entries are tried first.
    """
    try:
        journal = SqliteJournal(path)
    except JournalRefusedError:
        raise
    except JournalError as trouble:
        if memory is None:
            raise
        return _copy(path, memory), _guard(f"The journal cannot be used: {trouble}.")
    if not looped or memory is None:
        return journal, None
    try:
        _replay(journal)
    except Exception as broken:  # whatever an entry does to us, this start has to show it
        log.exception("the journal's entries cannot be replayed")
        journal.close()
        said = f"The journal's entries cannot be replayed: {type(broken).__name__}."
        return _empty(memory), _guard(said)
    return journal, None


def _replay(journal: SqliteJournal) -> None:
    known = last_constants(journal)
    if known is not None:
        Runner(journal, load_feeder(known.feeder), lambda _: None, lambda _: None).recover()


def _guard(sentence: str) -> Guard:
    log.error("%s The agent starts in its safe mode.", sentence)
    said = f"{sentence} Nothing is decided or sent until it can."
    return Guard(NAME, Rung.SAFE, said, DO, time.time_ns() // 1_000_000)


def _copy(path: Path, memory: Path) -> SqliteJournal:
    """Return the journal as far as it can be read, in memory; else an empty one."""
    copy = memory / "journal-copy.db"
    try:
        for suffix in ("", "-wal"):
            source = path.with_name(path.name + suffix)
            target = copy.with_name(copy.name + suffix)
            target.unlink(missing_ok=True)
            if suffix and not source.exists():
                continue
            if source.stat().st_size > MOST_COPIED_BYTES:
                return _empty(memory)
            shutil.copyfile(source, target)
            target.chmod(0o600)
        journal = SqliteJournal(copy)
    except (OSError, JournalError):
        return _empty(memory)
    try:
        _replay(journal)
    except JournalUnreadableError:
        journal.close()
        return _empty(memory)
    return journal


def _empty(memory: Path) -> SqliteJournal:
    empty = memory / "journal-empty.db"
    for suffix in ("", "-wal", "-shm"):
        with contextlib.suppress(FileNotFoundError):
            os.unlink(f"{empty}{suffix}")  # noqa: PTH108 - a name with a suffix
    return SqliteJournal(empty)
