"""`gridhearth daemon`: run the agent of one home."""

import argparse
import logging
import os
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING

from agent.shell.settings_files import DEFAULT_CONFIG

if TYPE_CHECKING:
    from agent.daemon_start import Begun

log = logging.getLogger(__name__)

THREAD_ENDS_WITHIN_S = 2.0


def add(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command to the parser."""
    parser = subparsers.add_parser(
        "daemon",
        help="run the agent of one home",
        description="Read meters, trade, report. Started by systemd; stops on SIGTERM. Exit codes:"
        " 0 stopped, 1 it could not start or broke down, 2 the settings are wrong.",
    )
    parser.add_argument(
        "--config", type=Path, default=DEFAULT_CONFIG, help="settings (default: %(default)s)"
    )
    parser.add_argument(
        "--state",
        type=Path,
        metavar="DIR",
        help="where to remember the settings that worked, and the starts (default: systemd's"
        " STATE_DIRECTORY; with neither, nothing is remembered)",
    )
    parser.add_argument("--verbose", action="store_true", help="log what happens in detail")
    parser.set_defaults(func=run)


def run(arguments: argparse.Namespace) -> int:
    """Run until stopped; 2: the settings are wrong, 1: it could not start."""
    import asyncio

    from agent.core.starts import ended
    from agent.daemon import run_daemon
    from agent.daemon_start import StartError, begin
    from agent.networks import NetworkFileError
    from agent.ports import PortError
    from agent.shell.run import JournalUnreadableError
    from agent.shell.sockets import SocketError
    from drivers.keystore import KeystoreError
    from drivers.private_memory import keep_memory_private

    logging.basicConfig(
        level=logging.DEBUG if arguments.verbose else logging.INFO,
        format="%(levelname)s %(name)s: %(message)s",
        stream=sys.stderr,
    )
    try:
        keep_memory_private()  # before the first key is read
    except PortError as refused:
        print(f"The agent could not start: {refused}.", file=sys.stderr)
        return 1
    begun: Begun | None = begin(arguments.config, _state_directory(arguments.state))
    if begun is None:
        return 2
    before, code = set(threading.enumerate()), 1
    try:
        asyncio.run(run_daemon(begun.settings, begun))
    except (
        StartError,
        NetworkFileError,
        PortError,
        KeystoreError,
        SocketError,
        JournalUnreadableError,
    ) as failed:
        print(f"The agent could not start: {failed}.", file=sys.stderr)
        return 1
    else:
        code = 0
    finally:
        _end_in_any_case(set(threading.enumerate()) - before, code)
    if begun.record is not None:
        begun.record.note(ended)
    return code


def _end_in_any_case(left: set[threading.Thread], code: int) -> None:
    """See that the process ends, although a library's thread may be waiting for ever.

    The interpreter waits for every thread, and then nobody starts a broken agent again: aiosqlite
    0.22 has one for each database, and a start that is cut off leaves it behind.
    """
    waiting = [thread for thread in left if not thread.daemon]
    if not waiting:
        return

    def end() -> None:
        for thread in waiting:
            thread.join(THREAD_ENDS_WITHIN_S)
        if any(thread.is_alive() for thread in waiting):
            os._exit(code)

    threading.Thread(target=end, name="end", daemon=True).start()


def _state_directory(given: Path | None) -> Path | None:
    """systemd names the directories of the unit with colons between them."""
    first = os.environ.get("STATE_DIRECTORY", "").partition(":")[0]
    return given or (Path(first) if first else None)
