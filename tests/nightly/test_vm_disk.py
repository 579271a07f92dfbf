"""The guest's disk itself: what a power cut takes from it, and what it may not take."""

import random
import struct
from pathlib import Path

from tests.nightly.vm_disk import DISCARD, FLUSH, FUA, MAGIC, SECTOR, CutReport, Disk

SECTORS = 1_024
EIGHT = 8


def entry(sector: int, content: int, flags: int = 0, sectors: int = EIGHT) -> bytes:
    head = struct.pack("<QQQQ", sector, sectors, flags, 0).ljust(SECTOR, b"\0")
    return head + (b"" if flags & DISCARD else bytes([content]) * (sectors * SECTOR))


def flush() -> bytes:
    return entry(0, 0, FLUSH, 0)


def disk(folder: Path, log: bytes) -> Disk:
    image = folder / "card.img"
    image.write_bytes(bytes(SECTORS * SECTOR))
    for path in (image.with_suffix(".live"), image.with_suffix(".log")):
        path.touch()
    head = struct.pack("<QQQI", MAGIC, 1, 0, SECTOR).ljust(SECTOR, b"\0")
    image.with_suffix(".log").write_bytes(head + log)
    return Disk(image)


def piece(one: Disk, sector: int) -> int:
    """Return what stands in a piece; every byte of it is the same."""
    data = one.image.read_bytes()[sector * SECTOR : (sector + EIGHT) * SECTOR]
    assert len(set(data)) == 1
    return data[0]


def test_what_was_flushed_is_never_lost(tmp_path: Path) -> None:
    written = range(0, 100 * EIGHT, EIGHT)
    log = b"".join(entry(sector, 7) for sector in written) + flush() + entry(0, 9)
    card = disk(tmp_path, log)
    report = card.cut(random.Random(1))
    assert report.flushes == 1
    assert {piece(card, sector) for sector in written[1:]} == {7}
    assert piece(card, 0) in {7, 9}


def test_of_what_was_not_flushed_some_is_lost_and_a_forced_write_is_not(tmp_path: Path) -> None:
    written = range(EIGHT, 101 * EIGHT, EIGHT)
    log = flush() + entry(0, 5, FUA) + b"".join(entry(sector, 7) for sector in written)
    card = disk(tmp_path, log)
    report = card.cut(random.Random(2))
    kept = [sector for sector in written if piece(card, sector) == 7]
    assert piece(card, 0) == 5
    assert 20 < len(kept) < 80
    assert report.lost_pieces == 100 - len(kept)


def test_a_guest_that_was_shut_down_loses_nothing(tmp_path: Path) -> None:
    card = disk(tmp_path, entry(0, 7) + entry(EIGHT, 8))
    card.switched_off()
    assert (piece(card, 0), piece(card, EIGHT)) == (7, 8)
    assert not list(tmp_path.glob("*.log"))


def test_a_log_that_ends_within_an_entry_counts_up_to_there(tmp_path: Path) -> None:
    card = disk(tmp_path, entry(0, 7) + flush() + entry(EIGHT, 8)[:-1])
    assert card.cut(random.Random(3)) == CutReport(2, 1, 1, 0)
    assert (piece(card, 0), piece(card, EIGHT)) == (7, 0)
