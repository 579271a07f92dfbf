"""A guest's disk that loses what was not flushed when the power goes.

Killing the emulator alone would be too kind: every write it took would be on the disk. So it logs
writes and flushes (QEMU's blklogwrites, the format of the kernel's dm-log-writes), and a cut
applies the log as a card with a write cache would: everything before the last flush, of the rest
any 4 KiB pieces, chosen by the seed.
"""

import json
import os
import random
import struct
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO, NamedTuple

SECTOR = 512
PIECE = 4_096
MAGIC = 0x6A736677736872
FLUSH, FUA, DISCARD, MARK = 1, 2, 4, 8
KEPT_PERCENT = 50
ROOT_PARTITION = 1


class Entry(NamedTuple):
    """One logged request; `at` is where its data lies in the log."""

    sector: int
    sectors: int
    flags: int
    at: int


class CutReport(NamedTuple):
    """What a power cut did to the disk."""

    writes: int
    flushes: int
    after_last_flush: int
    lost_pieces: int


class Disk:
    """One raw image; while the guest runs a copy that it works on, and a log of its writes."""

    def __init__(self, image: Path) -> None:
        self.image = image
        self._live = image.with_suffix(".live")
        self._log = image.with_suffix(".log")

    def words(self) -> list[str]:
        """Return the emulator's words for a copy of this disk, with a new log."""
        self._log.unlink(missing_ok=True)
        self._log.touch()
        copied(self.image, self._live)
        # What this machine has on its own disk does not matter: the log alone says what counts.
        place = {"driver": "file", "cache": {"no-flush": True}}
        node = {
            "driver": "blklogwrites",
            "node-name": "disk",
            "log-sector-size": SECTOR,
            "file": {"driver": "raw", "file": {**place, "filename": str(self._live)}},
            "log": {**place, "filename": str(self._log)},
        }
        return ["-blockdev", json.dumps(node), "-device", "virtio-blk-pci,drive=disk"]

    def switched_off(self) -> None:
        """Keep everything: the guest was shut down in good order."""
        self._apply(None)

    def cut(self, chance: random.Random) -> CutReport:
        """Keep what a card would have kept."""
        return self._apply(chance)

    def _apply(self, chance: random.Random | None) -> CutReport:
        with self._log.open("rb") as log, self.image.open("r+b") as image:
            entries = list(_entries(log))
            flushes = [place for place, one in enumerate(entries) if one.flags & FLUSH]
            safe = len(entries) if chance is None else (flushes or [0])[-1]
            lost = 0
            for place, entry in enumerate(entries):
                keep = chance is None or place < safe or entry.flags & FUA
                lost += _write(log, image, entry, None if keep else chance)
        self._live.unlink()
        self._log.unlink()
        return CutReport(len(entries), len(flushes), len(entries) - safe, lost)


def _entries(log: BinaryIO) -> Iterator[Entry]:
    """Yield what was logged, in order; the log ends where an entry is empty or not whole."""
    magic, _, _, size = struct.unpack("<QQQI", log.read(28).ljust(28, b"\0"))
    if magic != MAGIC:
        return
    if size != SECTOR:
        raise ValueError(f"the log has sectors of {size} bytes")
    end = log.seek(0, 2)
    at = SECTOR
    while at + SECTOR <= end:
        log.seek(at)
        sector, sectors, flags, _ = struct.unpack("<QQQQ", log.read(32))
        data = 0 if flags & DISCARD else sectors * SECTOR
        if (not sectors and not flags) or at + SECTOR + data > end:
            return
        yield Entry(sector, sectors, flags, at + SECTOR)
        at += SECTOR + data


def _write(log: BinaryIO, image: BinaryIO, entry: Entry, chance: random.Random | None) -> int:
    """Apply one entry; with `chance` some pieces are lost. Returns how many."""
    if entry.flags & DISCARD or not entry.sectors:
        return 0
    log.seek(entry.at)
    data = log.read(entry.sectors * SECTOR)
    lost = 0
    for start in range(0, len(data), PIECE):
        if chance is not None and chance.randrange(100) >= KEPT_PERCENT:
            lost += 1
            continue
        image.seek(entry.sector * SECTOR + start)
        image.write(data[start : start + PIECE])
    return lost


def copied(source: Path, target: Path, begin: int = 0) -> None:
    """Copy an image from this byte on, without its holes."""
    with source.open("rb") as image, target.open("wb") as copy:
        size = image.seek(0, os.SEEK_END)
        copy.truncate(size - begin)
        at = begin
        while at < size:
            try:
                at = os.lseek(image.fileno(), at, os.SEEK_DATA)
            except OSError:  # nothing but a hole is left
                return
            end = os.lseek(image.fileno(), at, os.SEEK_HOLE)
            while at < end:
                at += os.copy_file_range(image.fileno(), copy.fileno(), end - at, at, at - begin)


def partition_offset(image: Path, number: int) -> int:
    """Return where a partition of an MBR begins, in bytes."""
    with image.open("rb") as file:
        table = file.read(SECTOR)
    (start,) = struct.unpack_from("<I", table, 446 + 16 * number + 8)
    return int(start) * SECTOR


def checked(image: Path) -> str:
    """Return what e2fsck has to say against the root file system; empty: nothing."""
    place = f"{image}?offset={partition_offset(image, ROOT_PARTITION)}"
    done = subprocess.run(
        ["e2fsck", "-f", "-n", place], capture_output=True, text=True, check=False
    )
    return "" if done.returncode == 0 else done.stdout + done.stderr


def looked_into(image: Path, folder: Path, paths: Sequence[str]) -> list[Path]:
    """Return copies of files as a machine would find them that this card is put into.

    The file system's own journal is played back first, on a copy.
    """
    copy = image.with_suffix(".look")
    copied(image, copy, partition_offset(image, ROOT_PARTITION))
    done = subprocess.run(["e2fsck", "-f", "-p", str(copy)], capture_output=True, check=False)
    assert done.returncode in (0, 1), done.stdout.decode() + done.stderr.decode()
    found = []
    for path in paths:
        target = folder / Path(path).name
        target.unlink(missing_ok=True)
        command = f"dump {path} {target}"
        subprocess.run(["debugfs", "-R", command, str(copy)], capture_output=True, check=True)
        if target.exists():
            found.append(target)
    copy.unlink()
    return found
