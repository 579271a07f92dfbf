"""A broker's password: read from where only we can read it, shown nowhere."""

from pathlib import Path

import pytest

from drivers.mqtt_paho import BrokerSettings
from drivers.passwords import (
    MAX_PASSWORD_BYTES,
    Password,
    PasswordError,
    read_password_credential,
    read_password_file,
)


def a_file(tmp_path: Path, content: bytes, mode: int = 0o600) -> Path:
    path = tmp_path / "password"
    path.write_bytes(content)
    path.chmod(mode)
    return path


@pytest.mark.parametrize("content", [b"s3cret", b"s3cret\n", b"s3cret\r\n"])
def test_a_lines_end_is_no_part_of_it(tmp_path: Path, content: bytes) -> None:
    assert read_password_file(a_file(tmp_path, content)).reveal() == "s3cret"


@pytest.mark.parametrize(
    "content", [b"", b"\n", b"a\0b", b"\xff\xfe", b"x" * (MAX_PASSWORD_BYTES + 1)]
)
def test_what_is_no_password_is_refused_without_quoting_it(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(PasswordError) as refused:
        read_password_file(a_file(tmp_path, content))
    assert "x" * 20 not in str(refused.value)


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o644])
def test_a_file_others_may_read_is_refused(tmp_path: Path, mode: int) -> None:
    with pytest.raises(PasswordError, match="chmod 600"):
        read_password_file(a_file(tmp_path, b"s3cret", mode))


def test_links_directories_and_nothing_are_refused(tmp_path: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to(a_file(tmp_path, b"s3cret"))
    for path in (link, tmp_path, tmp_path / "missing"):
        with pytest.raises(PasswordError):
            read_password_file(path)


def test_a_credential_of_systemd(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CREDENTIALS_DIRECTORY", raising=False)
    with pytest.raises(PasswordError, match="no credentials"):
        read_password_credential("password")
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path))
    a_file(tmp_path, b"s3cret\n", 0o400)
    assert read_password_credential("password").reveal() == "s3cret"
    for name in ("", "..", "../password", "missing"):
        with pytest.raises(PasswordError):
            read_password_credential(name)


def test_neither_it_nor_the_settings_show_it() -> None:
    password = Password("s3cret")
    settings = BrokerSettings("localhost", 1883, "home", username="me", password=password)
    assert "s3cret" not in f"{password} {password!r} {settings} {settings!r}"
