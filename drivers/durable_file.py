"""Small files that survive a power cut: replaced whole, with the old content or the new one."""

import os
from pathlib import Path


def replace_file(path: Path, content: bytes, mode: int = 0o600) -> None:
    """Return once `content` is the file, on the disk, under `mode`; OSError: the old, or unknown."""
    new = write_beside(path, content, mode)
    try:
        new.replace(path)
    except OSError:
        new.unlink(missing_ok=True)
        raise
    sync_directory(path.parent)


def write_beside(path: Path, content: bytes, mode: int = 0o600) -> Path:
    """Write and sync `path`.new, and return its name; it lasts once it is renamed; OSError.

    What an earlier power cut left under that name is replaced. Only the owner reads it until it
    is whole, whatever `mode` says.
    """
    new = path.with_name(path.name + ".new")
    new.unlink(missing_ok=True)
    _write(new, content, mode)
    return new


def write_new(path: Path, content: bytes) -> None:
    """Write a file that must not exist yet, mode 0600; FileExistsError, OSError: there is none."""
    _write(path, content, 0o600)
    sync_directory(path.parent)


def read_file(path: Path, most_bytes: int) -> bytes | None:
    """Return what is in it, at most one byte more than allowed; None: there is none; OSError."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
    except FileNotFoundError:
        return None
    with os.fdopen(descriptor, "rb") as file:
        return file.read(most_bytes + 1)


def sync_directory(directory: Path) -> None:
    """Make the names in a directory durable: a synced file without a name is lost all the same."""
    descriptor = os.open(directory, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _write(path: Path, content: bytes, mode: int) -> None:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
    descriptor = os.open(path, flags, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fchmod(file.fileno(), mode)  # whatever the umask takes off
            os.fsync(file.fileno())
    except BaseException:  # half a file helps nobody, and a full disk needs its room
        path.unlink(missing_ok=True)
        raise
