"""Tell systemd that the service is ready, alive or stopping: sd_notify(3), without its library.

Outside systemd (no NOTIFY_SOCKET) every call does nothing.
"""

import os
import socket
from collections.abc import Mapping

USEC_PER_S = 1_000_000


class SystemdNotify:
    """One datagram socket to the service manager.

    `environment` is os.environ unless a test gives its own.
    """

    def __init__(self, environment: Mapping[str, str] = os.environ) -> None:
        self._address = environment.get("NOTIFY_SOCKET", "")
        if self._address.startswith("@"):  # the abstract namespace begins with a zero byte
            self._address = "\0" + self._address[1:]
        self.watchdog_s = _watchdog_s(environment)
        """Beat at least this often: half of what the unit allows (sd_watchdog_enabled(3)); or None."""

    def ready(self) -> None:
        """The journal is replayed and the socket is open: clients may come."""
        self._tell("READY=1")

    def stopping(self) -> None:
        """The service is going down on purpose."""
        self._tell("STOPPING=1")

    def alive(self) -> None:
        """Beat the watchdog; to be called from the main loop, and only if its work goes on."""
        self._tell("WATCHDOG=1")

    def more_time(self, seconds: float) -> None:
        """Ask for this much longer to become ready: the wait is for the outside."""
        self._tell(f"EXTEND_TIMEOUT_USEC={round(seconds * USEC_PER_S)}")

    def status(self, sentence: str) -> None:
        """One line for `systemctl status`."""
        self._tell("STATUS=" + " ".join(sentence.split()))

    def _tell(self, message: str) -> None:
        if not self._address:
            return
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as line:
            line.setblocking(False)
            try:
                line.sendto(message.encode(), self._address)
            except OSError:
                return  # the manager restarts the service when it misses us; nothing else to do


def _watchdog_s(environment: Mapping[str, str]) -> float | None:
    allowed = environment.get("WATCHDOG_USEC", "")
    if not allowed.isdigit() or int(allowed) == 0:
        return None
    if environment.get("WATCHDOG_PID", str(os.getpid())) != str(os.getpid()):
        return None  # meant for another process of the unit
    return int(allowed) / USEC_PER_S / 2
