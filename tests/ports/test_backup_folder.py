"""Backups hold the network's keys: they are sealed, private, whole, and stay in their directory."""

import stat
from pathlib import Path

import pytest

from agent.ports import RadioRefusedError
from drivers.backup_folder import BackupFolder

DOCUMENT = b'{"network_key": "00112233"}'
WORDS = "correct horse battery"


def folder(path: Path, passphrase: str | None = WORDS) -> BackupFolder:
    return BackupFolder(path / "backups", passphrase, lambda: 1_767_225_600_000)


def test_a_backup_comes_back_and_its_key_is_not_on_the_card(tmp_path: Path) -> None:
    path = folder(tmp_path).save(DOCUMENT)
    assert path.name.startswith("radio-20260101T000000Z-")
    assert b"00112233" not in path.read_bytes()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert folder(tmp_path).load(path.name) == DOCUMENT
    assert [one.name for one in path.parent.iterdir()] == [path.name]


def test_without_or_with_another_passphrase_nothing_is_written_or_read(tmp_path: Path) -> None:
    path = folder(tmp_path).save(DOCUMENT)
    with pytest.raises(RadioRefusedError, match="backup_passphrase"):
        folder(tmp_path, None).save(DOCUMENT)
    with pytest.raises(RadioRefusedError, match="is sealed"):
        folder(tmp_path, None).load(path.name)
    with pytest.raises(RadioRefusedError, match="wrong"):
        folder(tmp_path, "another passphrase").load(path.name)
    assert len(list(path.parent.iterdir())) == 1


def test_only_files_of_the_directory_are_read(tmp_path: Path) -> None:
    folder(tmp_path).save(DOCUMENT)
    (tmp_path / "backups" / "other.json").write_bytes(DOCUMENT)
    (tmp_path / "secret").write_bytes(b"key")
    assert folder(tmp_path).load("other.json") == DOCUMENT
    for name in ("../secret", "..", ".", str(tmp_path / "secret")):
        with pytest.raises(RadioRefusedError, match="no file of the backup directory"):
            folder(tmp_path).load(name)
    with pytest.raises(FileNotFoundError):
        folder(tmp_path).load("none")
