"""The starts of the agent, in one small file of the state directory (agent.core.starts)."""

import hashlib
import logging
from collections.abc import Callable
from pathlib import Path

import msgspec

from agent.core.starts import StartBook
from drivers.durable_file import read_file, replace_file

log = logging.getLogger(__name__)

NAME = "starts.json"
MAX_BYTES = 8_192


class _File(msgspec.Struct, frozen=True):
    book: StartBook
    check: bytes


class StartRecord:
    """The file. It is a help, never a hindrance: without it the agent starts all the same."""

    def __init__(self, directory: Path) -> None:
        self._path = directory / NAME
        self.book = self._read()
        """What is known; also where the disk took nothing."""

    def note(self, change: Callable[[StartBook], StartBook]) -> None:
        """Change the book, and write it down as well as the disk allows; no change, no write."""
        book = change(self.book)
        if book == self.book:
            return
        self.book = book
        try:
            replace_file(self._path, msgspec.json.encode(_File(book, _check(book))))
        except OSError as failed:
            log.warning("%s could not be written: %s", self._path, failed.strerror)

    def _read(self) -> StartBook:
        try:
            content = read_file(self._path, MAX_BYTES)
            if content is None:
                return StartBook()
            kept = msgspec.json.decode(content, type=_File)
        except OSError as lost:
            log.warning("%s could not be read: %s", self._path, lost.strerror)
            return StartBook()
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
            log.warning("%s was damaged; it begins anew", self._path)
            return StartBook()
        if kept.check != _check(kept.book):
            log.warning("%s was altered; it begins anew", self._path)
            return StartBook()
        return kept.book


def _check(book: StartBook) -> bytes:
    return hashlib.blake2b(msgspec.json.encode(book), digest_size=16, person=b"gh starts").digest()
