"""A broker's password: where it lies, and a type that never shows it."""

from pathlib import Path

from agent.ports import PortError
from agent.settings import Credential, SecretFile
from drivers.secret_file import SecretError, read_secret_credential, read_secret_file

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
        content = read_secret_file(path, MAX_PASSWORD_BYTES)
    except SecretError as lost:
        raise PasswordError(str(lost)) from lost
    return _password(content, str(path))


def read_password_credential(name: str) -> Password:
    """Read the password systemd passed as a credential of this name; PasswordError."""
    try:
        content = read_secret_credential(name, MAX_PASSWORD_BYTES)
    except SecretError as lost:
        raise PasswordError(str(lost)) from lost
    return _password(content, f"credential {name}")


def read_password(where: SecretFile | Credential) -> Password:
    """Read the password from where the settings say it lies; PasswordError."""
    match where:
        case SecretFile(path=path):
            return read_password_file(Path(path))
        case Credential(name=name):
            return read_password_credential(name)


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
