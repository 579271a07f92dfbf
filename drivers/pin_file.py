"""The PinStore port in one small file beside the journal: replaced whole, synced, mode 0600.

A power cut leaves the old content or the new one. What was altered is noticed by its check and
refused; it is never taken for "no PIN".
"""

import hashlib
from pathlib import Path

import msgspec

from agent.ports import PinStoreError
from agent.roles.pin import PinBook
from drivers.durable_file import read_file, replace_file

MAX_BYTES = 4_096


class _File(msgspec.Struct, frozen=True):
    book: PinBook
    check: bytes


class PinFile:
    """The PINs' file; one process writes it."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def load(self) -> PinBook:
        """Return what is kept, an empty book where there is no file; PinStoreError: damaged."""
        try:
            content = read_file(self._path, MAX_BYTES)
        except OSError as lost:
            raise PinStoreError(f"{self._path} could not be opened: {lost.strerror}") from lost
        if content is None:
            return PinBook()
        try:
            kept = msgspec.json.decode(content, type=_File)
        except (msgspec.DecodeError, UnicodeDecodeError) as broken:
            raise PinStoreError(f"{self._path} was unreadable") from broken
        if kept.check != _check(kept.book):
            raise PinStoreError(f"{self._path} was altered")
        return kept.book

    def save(self, book: PinBook) -> None:
        """Return once the book is on the disk; PinStoreError: it is as before, or unknown."""
        try:
            replace_file(self._path, msgspec.json.encode(_File(book, _check(book))))
        except OSError as failed:
            raise PinStoreError(f"{self._path} could not be written: {failed.strerror}") from failed


def _check(book: PinBook) -> bytes:
    content = msgspec.json.encode(book)
    return hashlib.blake2b(content, digest_size=16, person=b"gridhearth pins").digest()
