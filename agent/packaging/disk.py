"""The few file operations an update consists of; each may be the last one before the power fails."""

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol


class Disk(Protocol):
    """A disk below one root; every path is absolute on it.

    Nothing is promised to survive a power cut before `sync` has returned, except that a
    `replace_link` or `replace_file` is seen whole or not at all.
    """

    def exists(self, path: str) -> bool:
        """Return whether something is there (a link counts by what it leads to)."""
        ...

    def read(self, path: str) -> bytes:
        """Return a file's bytes. FileNotFoundError: it is not there."""
        ...

    def link_target(self, path: str) -> str | None:
        """Return what a symbolic link says, as written; None: it is none."""
        ...

    def files(self, path: str) -> Iterator[str]:
        """Yield every file below a folder, relative to it, in order."""
        ...

    def remove(self, path: str) -> None:
        """Remove a file, or a folder with all that is in it; nothing there is no error."""
        ...

    def hard_link(self, old: str, new: str) -> None:
        """Give a file a second name, its folders made; on another file system, copy it."""
        ...

    def write(self, path: str, content: bytes) -> None:
        """Write a new file, its folders made."""
        ...

    def replace_file(self, path: str, content: bytes) -> None:
        """Put a whole file in place of the old one, synced."""
        ...

    def replace_link(self, path: str, target: str) -> None:
        """Put a symbolic link in place of the old one."""
        ...

    def sync(self) -> None:
        """Return once everything done so far is on the medium."""
        ...


@contextmanager
def alone(root: Path = Path("/")) -> Iterator[None]:
    """Wait until no other update works on the slots below `root`, and keep others away."""
    folder = root / "var/lib/gridhearth-update"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (folder / "lock").open("wb") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


class RealDisk:
    """The machine's own disk, or a tree below `root`."""

    def __init__(self, root: Path = Path("/")) -> None:
        """Work below `root`."""
        self._root = root

    def path(self, path: str) -> Path:
        """Return where it really is."""
        return self._root / path.lstrip("/")

    def exists(self, path: str) -> bool:
        """See Disk."""
        return self.path(path).exists()

    def read(self, path: str) -> bytes:
        """See Disk."""
        return self.path(path).read_bytes()

    def link_target(self, path: str) -> str | None:
        """See Disk."""
        real = self.path(path)
        return str(real.readlink()) if real.is_symlink() else None

    def files(self, path: str) -> Iterator[str]:
        """See Disk."""
        real = self.path(path)
        for one in sorted(real.rglob("*")):
            if one.is_file():
                yield one.relative_to(real).as_posix()

    def remove(self, path: str) -> None:
        """See Disk."""
        real = self.path(path)
        if real.is_dir() and not real.is_symlink():
            shutil.rmtree(real)
        else:
            real.unlink(missing_ok=True)

    def hard_link(self, old: str, new: str) -> None:
        """See Disk."""
        real = self.path(new)
        real.parent.mkdir(parents=True, exist_ok=True)
        try:
            real.hardlink_to(self.path(old))
        except OSError:  # another file system, or one without hard links
            shutil.copyfile(self.path(old), real)

    def write(self, path: str, content: bytes) -> None:
        """See Disk."""
        real = self.path(path)
        real.parent.mkdir(parents=True, exist_ok=True)
        real.write_bytes(content)

    def replace_file(self, path: str, content: bytes) -> None:
        """See Disk."""
        real = self.path(path)
        real.parent.mkdir(parents=True, exist_ok=True)
        new = real.with_name(real.name + ".new")
        with new.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        new.replace(real)
        self._sync_folder(real.parent)

    def replace_link(self, path: str, target: str) -> None:
        """See Disk."""
        real = self.path(path)
        new = real.with_name(real.name + ".new")
        new.unlink(missing_ok=True)
        new.symlink_to(target)
        new.replace(real)

    def sync(self) -> None:
        """See Disk."""
        os.sync()

    @staticmethod
    def _sync_folder(folder: Path) -> None:
        number = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(number)
        finally:
            os.close(number)
