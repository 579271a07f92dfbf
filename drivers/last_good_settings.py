"""The settings that worked last, in one small file of the state directory.

Written once the agent was ready with them, replaced whole, synced, mode 0600. A power cut leaves
the old content or the new one; what was altered is noticed by its check and not used.
"""

import contextlib
import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec

from agent.ports import PortError
from drivers.durable_file import read_file, replace_file

NAME = "settings-last-good.json"
FORMAT = 1
MAX_BYTES = 256 * 1024


class LastGoodError(PortError):
    """The file could not be read, is damaged, or is a newer version's; or could not be written."""


class _File(msgspec.Struct, frozen=True):
    format: int
    config: str
    given: dict[str, Any]
    check: bytes


class LastGoodSettings:
    """The file; one process writes it."""

    def __init__(self, directory: Path) -> None:
        self._path = directory / NAME

    def load(self, config: Path) -> Mapping[str, Any] | None:
        """Return the tables that last worked for this settings file; None: none did; LastGoodError."""
        try:
            content = read_file(self._path, MAX_BYTES)
        except OSError as lost:
            raise LastGoodError(f"{self._path} could not be opened: {lost.strerror}") from lost
        if content is None:
            return None
        try:
            number = msgspec.json.decode(content, type=_Number).format
            if number > FORMAT:
                raise LastGoodError(
                    f"{self._path} was written by a newer version (format {number}, known up to"
                    f" {FORMAT}); it is not used"
                )
            kept = msgspec.json.decode(content, type=_File)
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as broken:
            raise LastGoodError(f"{self._path} was unreadable; it is not used") from broken
        if kept.check != _check(kept.config, kept.given):
            raise LastGoodError(f"{self._path} was altered; it is not used")
        return kept.given if kept.config == str(config.absolute()) else None

    def save(self, config: Path, given: Mapping[str, Any]) -> None:
        """Return once these tables are on the disk; the same again writes nothing; LastGoodError."""
        with contextlib.suppress(LastGoodError):
            if self.load(config) == given:
                return
        name, tables = str(config.absolute()), dict(given)
        content = msgspec.json.encode(_File(FORMAT, name, tables, _check(name, tables)))
        try:
            replace_file(self._path, content)
        except OSError as failed:
            raise LastGoodError(f"{self._path} could not be written: {failed.strerror}") from failed


class _Number(msgspec.Struct, frozen=True):
    format: int


def _check(config: str, given: Mapping[str, Any]) -> bytes:
    content = msgspec.json.encode([config, given], order="deterministic")
    return hashlib.blake2b(content, digest_size=16, person=b"gh last settings").digest()
