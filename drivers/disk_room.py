"""How much room is left where the journal is, and a reserve that can be given up for it."""

import logging
import os
from pathlib import Path

log = logging.getLogger(__name__)

NAME = "reserve"


class DiskRoom:
    """One directory's file system. The reserve is a file of nothing, allocated for real."""

    def __init__(self, directory: Path, reserve_bytes: int) -> None:
        self._directory = directory
        self._reserve = directory / NAME
        self._bytes = reserve_bytes

    def free_bytes(self) -> int:
        """Return what this user may still write; 0: nobody can tell."""
        try:
            found = os.statvfs(self._directory)
        except OSError:
            return 0
        return found.f_bavail * found.f_frsize

    def writable(self) -> bool:
        """False once the kernel has made the file system read-only, as it does with a dying card."""
        try:
            return not os.statvfs(self._directory).f_flag & os.ST_RDONLY
        except OSError:
            return False

    def release(self) -> bool:
        """Give the reserve up; False: there was none, or the disk takes nothing any more."""
        try:
            self._reserve.unlink()
        except OSError:
            return False
        log.warning("the disk is almost full; the reserve of %d bytes was released", self._bytes)
        return True

    def keep_reserve(self) -> bool:
        """Make sure that the reserve is there; False: there is no room for it."""
        try:
            if self._reserve.stat().st_size == self._bytes:
                return True
        except OSError:
            pass
        try:
            flags = os.O_WRONLY | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC
            handle = os.open(self._reserve, flags, 0o600)
            try:
                os.posix_fallocate(handle, 0, self._bytes)
                os.ftruncate(handle, self._bytes)
            finally:
                os.close(handle)
        except OSError as full:
            log.warning("no reserve of %d bytes could be kept: %s", self._bytes, full.strerror)
            return False
        return True
