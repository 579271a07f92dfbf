"""A broker's password: where it lies, and a type that never shows it."""

import os
import stat
from pathlib import Path

from agent.ports import PortError

MAX_PASSWORD_BYTES = 1_024


class PasswordError(PortError):
    """The password could not be read. The message never holds any part of it."""


class Password:
    """A password in memory; its repr and its text are stars."""

    def __init__(self, secret: str) -> None:
        self._secret = secret

    def reveal(self) -> str:
        """Return the password itself, for the one library that logs in with it."""
        return self._secret

    def __repr__(self) -> str:
        return "Password(***)"


def read_password_file(path: Path) -> Password:
    """Read a password from a file of ours that nobody else may read; PasswordError."""
    try:
        # O_NONBLOCK: a pipe in the file's place must not make us wait for ever
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError as lost:
        raise PasswordError(f"{path} could not be opened: {lost.strerror}") from lost
    try:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            raise PasswordError(f"{path} is no file")
        if stat.S_IMODE(status.st_mode) & 0o077 or status.st_uid not in {os.geteuid(), 0}:
            raise PasswordError(f"{path} may be read by others, or belongs to them; chmod 600 it")
        content = os.read(descriptor, MAX_PASSWORD_BYTES + 1)
    finally:
        os.close(descriptor)
    return _password(content, str(path))


def read_password_credential(name: str) -> Password:
    """Read the password systemd passed as a credential of this name; PasswordError."""
    directory = os.environ.get("CREDENTIALS_DIRECTORY")
    if not directory:
        raise PasswordError("systemd passed no credentials (CREDENTIALS_DIRECTORY is not set)")
    if "/" in name or name in {"", ".", ".."}:
        raise PasswordError(f"{name!r} is no name of a credential")
    try:
        with (Path(directory) / name).open("rb") as file:
            content = file.read(MAX_PASSWORD_BYTES + 1)
    except OSError as lost:
        raise PasswordError(f"credential {name} could not be read: {lost.strerror}") from lost
    return _password(content, f"credential {name}")


def _password(content: bytes, source: str) -> Password:
    """A line's end is no part of it: editors add one."""
    if len(content) > MAX_PASSWORD_BYTES:
        raise PasswordError(f"{source} has more than {MAX_PASSWORD_BYTES} bytes")
    try:
        secret = content.decode("utf-8").rstrip("\r\n")
    except UnicodeDecodeError:
        raise PasswordError(f"{source} is no text") from None
    if not secret or "\0" in secret:
        raise PasswordError(f"{source} is empty or has a zero byte")
    return Password(secret)
