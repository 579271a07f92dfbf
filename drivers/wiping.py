"""Removes files for good, as far as a card lets one: written over, cut to nothing, taken away.

A memory card keeps old blocks out of reach until it wears them again; no program can reach those.
What can be read through the card's own interface afterwards is nothing.
"""

import os
import stat
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from agent.ports import PortError
from drivers.durable_file import sync_directory

CHUNK_BYTES = 1 << 20


class WipeError(PortError):
    """A file could not be removed; the message names it."""


def files_below(directories: Sequence[Path]) -> Iterator[Path]:
    """Yield every file below directories, links themselves and never what they point to."""
    for directory in directories:
        for root, folders, names in os.walk(directory):
            links = [name for name in folders if (Path(root) / name).is_symlink()]
            yield from (Path(root) / name for name in (*names, *links))


def wipe(files: Sequence[Path], mark: Path, told: Callable[[Path], None]) -> None:
    """Remove files in order, the mark being set before the first and taken away after the last.

    WipeError. A file that is not there is as good as removed: a run that was cut off is repeated.
    """
    try:
        _mark(mark)
        for path in files:
            if path != mark:
                remove(path)
                told(path)
        remove(mark)
    except OSError as failed:
        raise WipeError(f"{failed.filename or mark}: {failed.strerror}") from failed


def remove(path: Path) -> None:
    """Write over a file, cut it to nothing and take its name away; OSError."""
    try:
        status = path.lstat()
    except FileNotFoundError:
        return
    if stat.S_ISREG(status.st_mode):
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_NOFOLLOW | os.O_CLOEXEC), "wb") as file:
            left = status.st_size
            while left > 0:
                left -= file.write(bytes(min(left, CHUNK_BYTES)))
            file.flush()
            os.fsync(file.fileno())
            file.truncate(0)
            os.fsync(file.fileno())
    path.unlink()
    sync_directory(path.parent)


def remove_empty(directories: Sequence[Path]) -> None:
    """Take away the folders inside directories that hold nothing any more."""
    for directory in directories:
        for root, _, _ in os.walk(directory, topdown=False):
            folder = Path(root)
            if folder != directory and not any(folder.iterdir()):
                folder.rmdir()


def _mark(path: Path) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    sync_directory(path.parent)
