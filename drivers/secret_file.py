"""Keys and passwords as they lie on the disk: in a file of ours, or as a credential of systemd's."""

import os
import stat
from pathlib import Path

from agent.ports import PortError


class SecretError(PortError):
    """The secret could not be read. The message never holds any part of it."""


def read_secret_file(path: Path, most_bytes: int) -> bytes:
    """Return the content, at most one byte more than allowed; SecretError.

    The file must belong to us (or root) and nobody else may read it; the check and the reading
    use the same open file, so that it cannot be exchanged in between.
    """
    try:
        # O_NONBLOCK: a pipe in the file's place must not make us wait for ever
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError as lost:
        raise SecretError(f"{path} could not be opened: {lost.strerror}") from lost
    try:
        _check_owner(path, os.fstat(descriptor))
        return os.read(descriptor, most_bytes + 1)
    except OSError as lost:
        raise SecretError(f"{path} could not be read: {lost.strerror}") from lost
    finally:
        os.close(descriptor)


def read_secret_credential(name: str, most_bytes: int) -> bytes:
    """Return what systemd passed under this name, at most one byte more; SecretError.

    systemd made the directory readable for this unit alone (LoadCredentialEncrypted=).
    """
    directory = os.environ.get("CREDENTIALS_DIRECTORY")
    if not directory:
        raise SecretError("systemd passed no credentials (CREDENTIALS_DIRECTORY is not set)")
    if "/" in name or name in {"", ".", ".."}:
        raise SecretError(f"{name!r} is no name of a credential")
    try:
        with (Path(directory) / name).open("rb") as file:
            return file.read(most_bytes + 1)
    except OSError as lost:
        raise SecretError(f"credential {name} could not be read: {lost.strerror}") from lost


def _check_owner(path: Path, status: os.stat_result) -> None:
    if not stat.S_ISREG(status.st_mode):
        raise SecretError(f"{path} is no file")
    if stat.S_IMODE(status.st_mode) & 0o077:
        raise SecretError(f"{path} may be read by others; chmod 600 it")
    if status.st_uid not in {os.geteuid(), 0}:
        raise SecretError(f"{path} belongs to another user")
