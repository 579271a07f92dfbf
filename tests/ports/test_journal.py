"""One suite for the Journal port on both implementations, then the accidents of the real file."""

import contextlib
import random
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agent.ports import Journal, PortError
from drivers.journal_sqlite import MIGRATIONS, JournalError, SqliteJournal
from drivers.simulated.journal_memory import MemoryDisk, MemoryJournal

Opener = Callable[[], Journal]


@pytest.fixture(params=["memory", "sqlite"])
def open_journal(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Opener]:
    disk = MemoryDisk()
    opened: list[Journal] = []

    def opener() -> Journal:
        memory = request.param == "memory"
        journal = MemoryJournal(disk) if memory else SqliteJournal(tmp_path / "journal.db")
        opened.append(journal)
        return journal

    yield opener
    for journal in opened:
        journal.close()


def test_new_journal_is_empty(open_journal: Opener) -> None:
    journal = open_journal()
    assert journal.load_snapshot() is None
    assert list(journal.read(0)) == []
    assert journal.append([]) == 0


def test_entries_come_back_in_order_after_a_restart(open_journal: Opener) -> None:
    journal = open_journal()
    assert journal.append([b"a", b"b"]) == 2
    assert journal.append([b""]) == 3
    journal.close()
    again = open_journal()
    assert list(again.read(0)) == [(1, b"a"), (2, b"b"), (3, b"")]
    assert list(again.read(2)) == [(3, b"")]
    assert list(again.read(99)) == []
    assert again.append([b"d"]) == 4


def test_snapshot_replaces_the_entries_it_includes(open_journal: Opener) -> None:
    journal = open_journal()
    journal.append([b"a", b"b", b"c"])
    journal.save_snapshot(2, b"state after b")
    assert list(journal.read(2)) == [(3, b"c")]
    journal.close()
    again = open_journal()
    assert again.load_snapshot() == (2, b"state after b")
    assert list(again.read(2)) == [(3, b"c")]
    assert again.append([b"d"]) == 4
    again.save_snapshot(4, b"later")
    assert again.load_snapshot() == (4, b"later")
    assert list(again.read(4)) == []
    assert again.append([b"e"]) == 5


@pytest.mark.parametrize("sequence", [1, 4])
def test_snapshot_of_an_unknown_moment_is_refused(open_journal: Opener, sequence: int) -> None:
    journal = open_journal()
    journal.append([b"a", b"b", b"c"])
    journal.save_snapshot(2, b"two")
    with pytest.raises(ValueError, match="allowed 2 to 3"):
        journal.save_snapshot(sequence, b"?")
    assert journal.load_snapshot() == (2, b"two")


def test_entries_that_are_gone_are_not_silently_skipped(open_journal: Opener) -> None:
    journal = open_journal()
    journal.append([b"a", b"b"])
    journal.save_snapshot(2, b"two")
    with pytest.raises(ValueError, match="in the snapshot"):
        journal.read(1)


def test_second_opener_is_refused(open_journal: Opener) -> None:
    open_journal()
    with pytest.raises(PortError, match="in use by another process"):
        open_journal()


def test_closed_journal_says_so(open_journal: Opener) -> None:
    journal = open_journal()
    journal.close()
    journal.close()
    with pytest.raises(PortError, match="is closed"):
        journal.append([b"a"])


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    steps=st.lists(
        st.one_of(
            st.lists(st.binary(max_size=40), max_size=5),
            st.just("restart"),
            st.floats(min_value=0, max_value=1),
        ),
        max_size=12,
    )
)
def test_any_history_reads_the_same_on_file_and_in_memory(
    steps: list[list[bytes] | str | float], tmp_path_factory: pytest.TempPathFactory
) -> None:
    path, disk = tmp_path_factory.mktemp("j") / "journal.db", MemoryDisk()
    file, memory = SqliteJournal(path), MemoryJournal(disk)
    last = 0
    for step in steps:
        if isinstance(step, list):
            last = memory.append(step)
            assert file.append(step) == last
        elif isinstance(step, float):
            at = disk.first + int(step * (last - disk.first))
            file.save_snapshot(at, b"s%d" % at)
            memory.save_snapshot(at, b"s%d" % at)
        else:
            file.close()
            file = SqliteJournal(path)
    assert file.load_snapshot() == memory.load_snapshot()
    assert list(file.read(disk.first)) == list(memory.read(disk.first))
    file.close()


def test_another_process_cannot_open_the_file(tmp_path: Path) -> None:
    path = tmp_path / "journal.db"
    with contextlib.closing(SqliteJournal(path)) as journal:
        journal.append([b"a"])
        script = (
            "import sys, pathlib\n"
            "from drivers.journal_sqlite import SqliteJournal\n"
            "SqliteJournal(pathlib.Path(sys.argv[1]))"
        )
        other = subprocess.run(
            [sys.executable, "-c", script, str(path)], capture_output=True, text=True, check=False
        )
        assert other.returncode != 0
        assert "in use by another process; one daemon owns it" in other.stderr


def test_the_file_is_private_and_synced_fully(tmp_path: Path) -> None:
    path = tmp_path / "journal.db"
    with contextlib.closing(SqliteJournal(path)) as journal:
        journal.append([b"a"])
        for file in tmp_path.iterdir():
            assert stat.S_IMODE(file.stat().st_mode) == 0o600, file.name
        assert not (tmp_path / "journal.db-shm").exists()  # exclusive: no shared memory, no readers
        database = journal._live()
        assert database.execute("PRAGMA synchronous").fetchone() == (2,)
        assert database.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        assert database.execute("PRAGMA foreign_keys").fetchone() == (1,)
        assert database.execute("PRAGMA auto_vacuum").fetchone() == (2,)


def tamper(path: Path, statement: str) -> None:
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as database:
        assert database.execute(statement).rowcount > 0


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("UPDATE entry SET body = x'00' WHERE sequence = 5", "entry 5 was altered"),
        ("UPDATE entry SET seal = zeroblob(16) WHERE sequence = 4", "entry 4 was altered"),
        ("DELETE FROM entry WHERE sequence = 4", "entry 4 is missing"),
        ("DELETE FROM entry WHERE sequence = 6", "the newest entry stored was 6, found 5"),
        ("UPDATE entry SET sequence = 7 WHERE sequence = 6", "entry 6 is missing"),
        ("UPDATE snapshot SET state = x'00'", "the snapshot at entry 2 was altered"),
        ("UPDATE snapshot SET sequence = 3", "the snapshot at entry 3 was altered"),
        ("DELETE FROM snapshot", "entry 1 is missing"),
        ("DELETE FROM newest", "the newest entry stored was nothing, found 6"),
        ("PRAGMA user_version = 99", ""),
    ],
)
def test_altered_rows_are_refused_by_number(tmp_path: Path, statement: str, told: str) -> None:
    path = tmp_path / "journal.db"
    with contextlib.closing(SqliteJournal(path)) as journal:
        journal.append([b"one", b"two", b"three", b"four", b"five", b"six"])
        journal.save_snapshot(2, b"state")
    if statement.startswith("PRAGMA"):
        with contextlib.closing(sqlite3.connect(path)) as database:
            database.execute(statement)
        told = f"written by a newer version (schema 99, known up to {len(MIGRATIONS)})"
    else:
        tamper(path, statement)
    with pytest.raises(JournalError) as refused:
        SqliteJournal(path)
    assert told in str(refused.value)


def test_flipped_bits_never_come_back_as_entries(tmp_path: Path) -> None:
    """200 single-bit flips anywhere in the file: refused, or every entry as it was written."""
    path = tmp_path / "journal.db"
    entries = [b"entry %d " % number * 8 for number in range(60)]
    with contextlib.closing(SqliteJournal(path)) as journal:
        journal.append(entries)
        journal.save_snapshot(10, b"state" * 50)
    good = path.read_bytes()
    chance, refused = random.Random(7), 0
    for _ in range(200):
        bad = bytearray(good)
        bit = chance.randrange(len(bad) * 8)
        bad[bit // 8] ^= 1 << bit % 8
        path.write_bytes(bad)
        try:
            with contextlib.closing(SqliteJournal(path)) as journal:
                assert journal.load_snapshot() == (10, b"state" * 50)
                assert [body for _, body in journal.read(10)] == entries[10:]
        except JournalError:
            refused += 1
    assert refused > 10  # about a sixth of the file is in use; a flip in the rest harms nothing


def test_another_programs_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    with contextlib.closing(sqlite3.connect(path)) as database:
        database.execute("CREATE TABLE theirs (a)")
    with pytest.raises(JournalError, match="another program"):
        SqliteJournal(path)


@pytest.mark.parametrize("content", [b"not a database at all" * 100, b"\x00" * 4096])
def test_rubbish_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "journal.db"
    path.write_bytes(content)
    with pytest.raises(JournalError, match="could not be opened"):
        SqliteJournal(path)
    assert path.read_bytes() == content


def test_missing_directory_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(JournalError, match="could not be opened"):
        SqliteJournal(tmp_path / "nowhere" / "journal.db")


def test_a_failed_write_closes_the_journal_and_loses_nothing_acknowledged(tmp_path: Path) -> None:
    path = tmp_path / "journal.db"
    journal = SqliteJournal(path)
    journal.append([b"kept"])
    pages = journal._live().execute("PRAGMA page_count").fetchone()[0]
    journal._live().execute(f"PRAGMA max_page_count = {pages}")  # the disk is full
    with pytest.raises(JournalError, match="entries could not be stored"):
        journal.append([b"x" * 100_000])
    with pytest.raises(JournalError, match="is closed"):
        journal.append([b"again"])
    with contextlib.closing(SqliteJournal(path)) as again:
        assert list(again.read(0)) == [(1, b"kept")]


def test_snapshots_keep_the_file_small(tmp_path: Path) -> None:
    path = tmp_path / "journal.db"
    with contextlib.closing(SqliteJournal(path)) as journal:
        for _ in range(12):
            last = journal.append([b"e" * 500] * 400)
            journal.save_snapshot(last, b"s" * 20_000)
            used = sum(file.stat().st_size for file in tmp_path.iterdir())
            assert used < 200_000


def test_a_power_cut_leaves_a_prefix_with_everything_acknowledged(tmp_path: Path) -> None:
    """400 images: the log cut off, or its tail overwritten, behind some acknowledged entry."""
    path, image = tmp_path / "journal.db", tmp_path / "image.db"
    log, image_log = tmp_path / "journal.db-wal", tmp_path / "image.db-wal"
    chance, acknowledged = random.Random(5), []
    with contextlib.closing(SqliteJournal(path)) as journal:
        for number in range(1, 41):
            journal.append([b"%d" % number * chance.randrange(1, 900)])
            acknowledged.append(log.stat().st_size)
        entries = [body for _, body in journal.read(0)]
        database, whole = path.read_bytes(), log.read_bytes()
    for _ in range(400):
        safe = chance.randrange(len(acknowledged))  # entries up to this one were synced
        cut = chance.randrange(acknowledged[safe], len(whole) + 1)
        torn = chance.choice([b"", bytes(chance.randrange(5_000)), chance.randbytes(3_000)])
        image.write_bytes(database)
        image_log.write_bytes(whole[:cut] + torn)
        with contextlib.closing(SqliteJournal(image)) as journal:
            found = [body for _, body in journal.read(0)]
        assert len(found) > safe
        assert found == entries[: len(found)]


CHILD = """
import pathlib, sys
from drivers.journal_sqlite import SqliteJournal
journal = SqliteJournal(pathlib.Path(sys.argv[1]))
number = sum(1 for _ in journal.read(journal.load_snapshot()[0] if journal.load_snapshot() else 0))
number += journal.load_snapshot()[0] if journal.load_snapshot() else 0
while True:
    last = journal.append([b"%d" % (number + 1), b"%d" % (number + 2)])
    number += 2
    assert last == number
    if number % 40 == 0:
        journal.save_snapshot(number - 10, b"%d" % (number - 10))
    sys.stdout.write(f"{last}\\n")
    sys.stdout.flush()
"""


def test_sigkill_loses_nothing_acknowledged(tmp_path: Path) -> None:
    """25 kills at random moments; every acknowledged entry is there, and only whole batches."""
    path, chance, acknowledged = tmp_path / "journal.db", random.Random(11), 0
    for _ in range(25):
        child = subprocess.Popen(
            [sys.executable, "-c", CHILD, str(path)], stdout=subprocess.PIPE, text=True
        )
        assert child.stdout is not None
        with child, child.stdout:
            for _ in range(chance.randrange(1, 30)):
                acknowledged = int(child.stdout.readline())
            child.kill()
            rest = child.stdout.read().split("\n")  # what it acknowledged before it died
            acknowledged = max([acknowledged, *(int(line) for line in rest[:-1])])
        with contextlib.closing(SqliteJournal(path)) as journal:
            start, state = journal.load_snapshot() or (0, b"0")
            assert int(state) == start
            found = list(journal.read(start))
            last = found[-1][0]
            assert last >= acknowledged
            assert last % 2 == 0
            assert [(n, b"%d" % n) for n in range(start + 1, last + 1)] == found
    assert acknowledged > 100
