"""Tell systemd that the screen draws, and that its loop goes on: sd_notify(3).

"Running" is not "drawing": READY is said when the first frame has been shown.
"""

import os
import socket
from collections.abc import Mapping


def notify(message: str, environment: Mapping[str, str] = os.environ) -> None:
    """Say it to the service manager; nothing happens outside systemd."""
    address = environment.get("NOTIFY_SOCKET", "")
    if not address:
        return
    if address.startswith("@"):  # the abstract namespace begins with a zero byte
        address = "\0" + address[1:]
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as line:
        line.setblocking(False)
        try:
            line.sendto(message.encode(), address)
        except OSError:
            return  # the manager restarts us when it misses us; nothing else to do


def watchdog_ms(environment: Mapping[str, str] = os.environ) -> int | None:
    """Return how often to say WATCHDOG=1: half of what the unit allows; None: never.

    The compositor starts us, so WATCHDOG_PID names it and not us; the unit allows all of its
    processes to speak (NotifyAccess=all).
    """
    allowed = environment.get("WATCHDOG_USEC", "")
    return int(allowed) // 2_000 if allowed.isdigit() and int(allowed) > 0 else None
