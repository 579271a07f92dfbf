"""Files and database steps are whole: the old or the new, whatever goes wrong on the way."""

import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from drivers.durable_file import replace_file, write_beside, write_new
from drivers.sqlite_transaction import transaction


@pytest.fixture
def full_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)


@pytest.mark.usefixtures("full_disk")
def test_a_full_disk_leaves_the_old_file_and_nothing_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"old")
    with pytest.raises(OSError, match="No space"):
        replace_file(path, b"new")
    assert [(one.name, one.read_bytes()) for one in tmp_path.iterdir()] == [("file", b"old")]


@pytest.mark.usefixtures("full_disk")
def test_a_key_that_did_not_reach_the_disk_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="No space"):
        write_new(tmp_path / "key", b"secret")
    assert list(tmp_path.iterdir()) == []


def test_a_key_is_never_written_over_another(tmp_path: Path) -> None:
    path = tmp_path / "key"
    write_new(path, b"first")
    with pytest.raises(FileExistsError):
        write_new(path, b"second")
    assert path.read_bytes() == b"first"


def test_what_a_power_cut_left_is_replaced_and_a_link_is_not_followed(tmp_path: Path) -> None:
    path, stranger = tmp_path / "file", tmp_path / "stranger"
    stranger.write_bytes(b"keep me")
    (tmp_path / "file.new").symlink_to(stranger)
    replace_file(path, b"new")
    assert path.read_bytes() == b"new"
    assert stranger.read_bytes() == b"keep me"
    assert not path.is_symlink()


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o644])
def test_the_mode_is_the_one_asked_for_whatever_the_umask(tmp_path: Path, mode: int) -> None:
    before = os.umask(0o077)
    try:
        replace_file(tmp_path / "file", b"", mode)
    finally:
        os.umask(before)
    assert (tmp_path / "file").stat().st_mode & 0o777 == mode


def test_a_place_that_is_taken_by_a_folder_is_left_as_it_was(tmp_path: Path) -> None:
    (tmp_path / "file").mkdir()
    with pytest.raises(OSError, match="directory"):
        replace_file(tmp_path / "file", b"new")
    assert [one.name for one in tmp_path.iterdir()] == ["file"]
    assert write_beside(tmp_path / "file", b"new").read_bytes() == b"new"


@pytest.fixture
def database(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    opened = sqlite3.connect(tmp_path / "db", isolation_level=None)
    opened.execute("CREATE TABLE t (n INTEGER)")
    yield opened
    opened.close()


@pytest.mark.parametrize("stopped", [ValueError, KeyboardInterrupt, sqlite3.IntegrityError])
def test_half_a_step_is_no_step_and_the_next_one_does_not_join_it(
    database: sqlite3.Connection, stopped: type[BaseException]
) -> None:
    def begin() -> None:
        with transaction(database):
            database.execute("INSERT INTO t VALUES (NULL)")
            raise stopped

    with pytest.raises(stopped):
        begin()
    with transaction(database):
        pass
    assert database.execute("SELECT count(*) FROM t").fetchone() == (0,)


def test_a_step_that_cannot_be_ended_is_taken_back(database: sqlite3.Connection) -> None:
    database.execute("PRAGMA foreign_keys = ON")
    database.execute("CREATE TABLE u (id INTEGER PRIMARY KEY)")
    database.execute("CREATE TABLE v (n REFERENCES u DEFERRABLE INITIALLY DEFERRED)")
    with pytest.raises(sqlite3.IntegrityError), transaction(database):
        database.execute("INSERT INTO v VALUES (7)")  # found out at COMMIT
    assert not database.in_transaction
    assert database.execute("SELECT count(*) FROM v").fetchone() == (0,)
