"""What the daemon has from systemd: its socket, its watchdog, its directory in memory."""

import asyncio
import os
import socket
from pathlib import Path

from agent.core.starts import HEALTHY_S, healthy
from agent.settings import Api
from agent.shell.household import Household
from agent.shell.liveness import feed_watchdog
from drivers.start_record import StartRecord
from drivers.systemd_listen import PassedSocketError, passed_sockets
from drivers.systemd_notify import SystemdNotify


async def feed(household: Household, notify: SystemdNotify) -> None:
    """Feed the watchdog while every task moves, twice as often as need be: half is lost to a slow card."""
    if notify.watchdog_s is not None:
        every_s = notify.watchdog_s / 2
        await feed_watchdog(household.liveness, notify.alive, notify.status, every_s, asyncio.sleep)


async def count_healthy(household: Household, record: StartRecord) -> None:
    """A minute in which every task moved makes the starts before it forgotten."""
    await asyncio.sleep(HEALTHY_S)
    while household.liveness.frozen():  # noqa: ASYNC110 - once a minute is enough
        await asyncio.sleep(HEALTHY_S)
    record.note(healthy)


def passed_socket(api: Api) -> socket.socket | None:
    """Return the socket that systemd has bound for us; None: we bind it ourselves.

    PassedSocketError: it passed something else than the API's socket.
    """
    passed = passed_sockets()
    if not passed:
        return None
    names = [str(one.getsockname()) for one in passed]
    if names != [api.socket]:
        for one in passed:
            one.close()
        raise PassedSocketError(
            f"systemd listens at {', '.join(names)}, but [api] socket is {api.socket}; put the same"
            " path into ListenStream= (a drop-in of gridhearth.socket) and into the settings"
        )
    return passed[0]


def memory_directory() -> Path | None:
    """systemd's RuntimeDirectory=, which is memory; None: not run by systemd."""
    first = os.environ.get("RUNTIME_DIRECTORY", "").partition(":")[0]
    return Path(first) if first else None
