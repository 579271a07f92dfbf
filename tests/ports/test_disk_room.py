"""The reserve is real room, and what was counted of starts outlives a power cut."""

import os
from pathlib import Path

import pytest

from agent.core.starts import Start, StartBook, ended, healthy, started
from drivers.disk_room import NAME, DiskRoom
from drivers.start_record import NAME as STARTS
from drivers.start_record import StartRecord

SIZE = 1 << 20


def test_the_reserve_takes_real_blocks_and_gives_them_back(tmp_path: Path) -> None:
    room = DiskRoom(tmp_path, SIZE)
    assert room.writable()
    assert room.free_bytes() > 0
    assert room.keep_reserve()
    assert room.keep_reserve()
    kept = (tmp_path / NAME).stat()
    assert (kept.st_size, kept.st_mode & 0o777) == (SIZE, 0o600)
    assert kept.st_blocks * 512 >= SIZE  # not a hole that the file system only promises
    assert room.release()
    assert not room.release()


def test_a_reserve_that_was_cut_short_is_filled_up(tmp_path: Path) -> None:
    room = DiskRoom(tmp_path, SIZE)
    (tmp_path / NAME).write_bytes(b"x" * 10)
    assert room.keep_reserve()
    assert (tmp_path / NAME).stat().st_size == SIZE


def test_no_room_is_an_answer_not_an_exception(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "posix_fallocate", full)
    assert not DiskRoom(tmp_path, SIZE).keep_reserve()
    gone = DiskRoom(tmp_path / "gone", SIZE)
    assert (gone.free_bytes(), gone.writable(), gone.release()) == (0, False, False)


def start(n: int) -> Start:
    return Start("boot", n * 1_000, n * 1_000)


def test_starts_are_remembered_and_a_damaged_memory_begins_anew(tmp_path: Path) -> None:
    StartRecord(tmp_path).note(lambda book: started(book, start(1)))
    StartRecord(tmp_path).note(lambda book: started(book, start(2)))
    record = StartRecord(tmp_path)
    assert record.book.starts == (start(1), start(2))
    file = tmp_path / STARTS
    assert file.stat().st_mode & 0o777 == 0o600
    content = file.read_bytes()
    for damaged in (b"", content[:-3], bytes(len(content)), content.replace(b"1000", b"2000")):
        file.write_bytes(damaged)
        assert StartRecord(tmp_path).book == StartBook()
    record.note(ended)
    assert StartRecord(tmp_path).book.starts == (start(1),)


def test_a_disk_that_takes_nothing_does_not_stop_the_counting(tmp_path: Path) -> None:
    record = StartRecord(tmp_path / "gone")
    record.note(lambda book: started(book, start(1)))
    assert record.book.starts == (start(1),)


def test_a_healthy_minute_writes_once(tmp_path: Path) -> None:
    record = StartRecord(tmp_path)
    record.note(lambda book: started(book, start(1)))
    record.note(healthy)
    before = (tmp_path / STARTS).stat().st_ino
    record.note(healthy)
    assert (tmp_path / STARTS).stat().st_ino == before
