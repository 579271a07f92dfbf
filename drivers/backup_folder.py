"""Backups of the radio in one directory: each sealed, each written whole or not at all."""

import secrets
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from agent.ports import RadioRefusedError
from drivers.durable_file import replace_file
from drivers.zigbee_backup import MAGIC, MAX_DOCUMENT_BYTES, seal, unseal

SUFFIX = ".ghz-backup"


class BackupFolder:
    """Where one home keeps its radio's backups.

    `passphrase` None: none is written and no sealed one can be read, because a backup in clear
    would hold the network's keys on the same card as everything else.
    """

    def __init__(self, directory: Path, passphrase: str | None, wall_ms: Callable[[], int]) -> None:
        self._directory = directory
        self._passphrase = passphrase
        self._wall_ms = wall_ms

    def save(self, document: bytes) -> Path:
        """Seal and store a document under a new name; OSError, RadioRefusedError."""
        if self._passphrase is None:
            raise RadioRefusedError(
                "The settings name no backup_passphrase under [radio], and a backup in clear would"
                " give the network's keys to whoever finds the card."
            )
        sealed = seal(document, self._passphrase)
        self._directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        when = datetime.fromtimestamp(self._wall_ms() / 1_000, UTC).strftime("%Y%m%dT%H%M%SZ")
        path = self._directory / f"radio-{when}-{secrets.token_hex(2)}{SUFFIX}"
        replace_file(path, sealed)
        return path

    def load(self, name: str) -> bytes:
        """Return the document of a file here, sealed by us or another program's in clear.

        OSError, RadioRefusedError.
        """
        if Path(name).name != name or name in {".", ".."}:
            raise RadioRefusedError(f"{name!r} is no file of the backup directory.")
        with (self._directory / name).open("rb") as file:
            content = file.read(MAX_DOCUMENT_BYTES + 1)
        if len(content) > MAX_DOCUMENT_BYTES:
            raise RadioRefusedError(f"{name} is too long for a backup.")
        if not content.startswith(MAGIC):
            return content
        if self._passphrase is None:
            raise RadioRefusedError(f"{name} is sealed; the settings name no backup_passphrase.")
        return unseal(content, self._passphrase)
