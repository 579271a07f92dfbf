"""The socket file the daemon listens on, and what the kernel says about who connected."""

import contextlib
import os
import socket
import stat
import struct
from collections.abc import Iterator
from pathlib import Path

from agent.api.permissions import Peer

SO_PEERGROUPS = 59  # linux/include/uapi/asm-generic/socket.h; Python has no name for it
GROUPS_BYTES = 1_024  # Python's getsockopt takes no larger buffer: 256 groups
PATH_BYTES = 107  # sun_path of unix(7), with its closing zero 108


class SocketError(Exception):
    """The socket file could not be made; the message says why and names the path."""


@contextlib.contextmanager
def listening_socket(path: Path, gid: int | None) -> Iterator[socket.socket]:
    """Bind a socket at `path`, mode 0660 and group `gid`; remove the file at the end.

    A file left behind by a dead daemon is replaced, a living daemon's and any other kind of file
    are not: SocketError. The new file gets its mode and group under another name and is moved
    into place, so that nobody can connect before they are right.
    """
    _refuse_if_taken(path)
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    if len(os.fsencode(fresh)) > PATH_BYTES:
        raise SocketError(f"the socket path {path} is longer than a socket's name may be")
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM | socket.SOCK_CLOEXEC)
    with listener:
        try:
            fresh.unlink(missing_ok=True)
            listener.bind(str(fresh))
            if gid is not None:
                os.chown(fresh, -1, gid)
            fresh.chmod(0o660)
            fresh.rename(path)
            made = path.lstat()
        except OSError as failed:
            fresh.unlink(missing_ok=True)
            raise SocketError(f"the socket {path} could not be made: {failed}") from failed
        listener.setblocking(False)
        try:
            yield listener
        finally:
            with contextlib.suppress(FileNotFoundError):
                now = path.lstat()
                if (now.st_dev, now.st_ino) == (made.st_dev, made.st_ino):
                    path.unlink()


def _refuse_if_taken(path: Path) -> None:
    try:
        kind = path.lstat().st_mode
    except FileNotFoundError:
        return
    except OSError as failed:
        raise SocketError(f"the socket {path} could not be looked at: {failed}") from failed
    if not stat.S_ISSOCK(kind):
        raise SocketError(f"{path} is there and is no socket; it was left as it is")
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe:
        probe.settimeout(1)
        try:
            probe.connect(str(path))
        except OSError:
            return  # nobody listens: left behind by a daemon that is gone
    raise SocketError(f"another daemon is listening on {path}")


def peer_of(connection: socket.socket) -> Peer:
    """Return who connected, as the kernel recorded it at that moment; OSError: nobody knows."""
    ucred = struct.Struct("3i")
    pid, uid, gid = ucred.unpack(
        connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, ucred.size)
    )
    try:
        raw = connection.getsockopt(socket.SOL_SOCKET, SO_PEERGROUPS, GROUPS_BYTES)
    except OSError:
        raw = b""  # a member of more groups than fit counts by its own group alone
    return Peer(pid, uid, frozenset({gid, *(one for (one,) in struct.iter_unpack("I", raw))}))
