"""The listening sockets that systemd passes to the service: sd_listen_fds(3), without its library."""

import os
import socket
from collections.abc import Mapping

FIRST = 3
MOST = 16


class PassedSocketError(Exception):
    """What was passed is no listening Unix socket; the message says what it is."""


def passed_sockets(environment: Mapping[str, str] = os.environ) -> tuple[socket.socket, ...]:
    """Return the sockets that were passed to this process, in the unit's order; often none.

    They belong to systemd: closing them is right, removing their files is not.
    PassedSocketError.
    """
    if environment.get("LISTEN_PID") != str(os.getpid()):
        return ()
    count = environment.get("LISTEN_FDS", "")
    if not count.isdigit() or int(count) > MOST:
        raise PassedSocketError(f"LISTEN_FDS is {count!r}; allowed: 0 to {MOST}")
    return tuple(_taken(number) for number in range(FIRST, FIRST + int(count)))


def _taken(number: int) -> socket.socket:
    try:
        os.set_inheritable(number, False)
        taken = socket.socket(fileno=number)
        listens = taken.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN)
    except OSError as wrong:
        raise PassedSocketError(f"descriptor {number} is no socket: {wrong.strerror}") from wrong
    if taken.family is not socket.AF_UNIX or taken.type != socket.SOCK_STREAM or not listens:
        taken.close()
        raise PassedSocketError(f"descriptor {number} is no listening Unix stream socket")
    taken.setblocking(False)
    return taken
