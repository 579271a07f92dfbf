"""`gridhearth daemon`: run the agent of one home."""

import argparse
import logging
import sys
from pathlib import Path

DEFAULT_CONFIG = Path("/etc/gridhearth/gridhearth.toml")


def add(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command to the parser."""
    parser = subparsers.add_parser(
        "daemon",
        help="run the agent of one home",
        description="Read meters, trade, report. Started by systemd; stops on SIGTERM.",
    )
    parser.add_argument(
        "--config", type=Path, default=DEFAULT_CONFIG, help="settings (default: %(default)s)"
    )
    parser.add_argument("--verbose", action="store_true", help="log what happens in detail")
    parser.set_defaults(func=run)


def run(arguments: argparse.Namespace) -> int:
    """Run until stopped; 2: the settings are wrong, 1: it could not start."""
    import asyncio

    from agent.api.check import Refused
    from agent.daemon import StartError, run_daemon
    from agent.ports import PortError
    from agent.settings import read_settings
    from agent.shell.run import JournalUnreadableError
    from agent.shell.sockets import SocketError
    from drivers.keystore import KeystoreError

    logging.basicConfig(
        level=logging.DEBUG if arguments.verbose else logging.INFO,
        format="%(levelname)s %(name)s: %(message)s",
        stream=sys.stderr,
    )
    try:
        settings = read_settings(arguments.config.read_text("utf-8"))
    except OSError as lost:
        print(
            f"The settings {arguments.config} could not be read: {lost.strerror}.", file=sys.stderr
        )
        return 2
    except Refused as refused:
        for problem in refused.problems:
            print(f"{arguments.config}: {problem.field}: {problem.sentence}", file=sys.stderr)
        return 2
    try:
        asyncio.run(run_daemon(settings))
    except (StartError, PortError, KeystoreError, SocketError, JournalUnreadableError) as failed:
        print(f"The agent could not start: {failed}.", file=sys.stderr)
        return 1
    return 0
