"""What every command that talks to the home's daemon shares: the socket, the call, the answer."""

import argparse
import asyncio
import os
import sys
from collections.abc import Coroutine
from getpass import getpass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from agent.api.framing import Reason
from agent.api.methods import METHODS, WishAnswer
from agent.api.permissions import Group
from agent.api.sections import Problem

if TYPE_CHECKING:
    from agent.shell.link import Link

FAILED = 1
WRONG = 2
SOCKET = "/run/gridhearth/api.sock"
PROGRAM = "gridhearth command line"


def common_options(*, inner: bool = False) -> argparse.ArgumentParser:
    """Return the options every such command takes; `inner`: for a command below another."""
    nothing = argparse.SUPPRESS if inner else None  # else the inner default would win
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument(
        "--socket",
        type=Path,
        metavar="PATH",
        default=nothing,
        help=f"the daemon's socket (default: $GRIDHEARTH_SOCKET or {SOCKET})",
    )
    common.add_argument(
        "--json",
        action="store_true",
        default=nothing if inner else False,
        help="for programs: JSON instead of tables",
    )
    return common


def socket_of(arguments: argparse.Namespace) -> Path:
    """Return the socket that was named, or the usual one."""
    given: Path | None = arguments.socket
    return given if given is not None else Path(os.environ.get("GRIDHEARTH_SOCKET") or SOCKET)


def answers(path: Path) -> bool:
    """Whether somebody listens at a socket."""
    import socket

    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe:
        probe.settimeout(2)
        try:
            probe.connect(str(path))
        except OSError:
            return False
        return True


def reached(work: Coroutine[Any, Any, int]) -> int:
    """Run it; what the daemon or its absence has to say goes to the person in a sentence."""
    from agent.shell.link import CallFailed, LinkError

    try:
        return asyncio.run(work)
    except LinkError as away:
        return say(str(away), code=FAILED)
    except CallFailed as refused:
        return say(refused.error.message, code=FAILED)


def pin_shape_problem(pin: str) -> str:
    """Return what is wrong with a PIN's shape, without its digits; empty: nothing."""
    if pin.isascii() and pin.isdigit() and 4 <= len(pin) <= 8:
        return ""
    return "A PIN has 4 to 8 digits."


async def unlocked_call(link: "Link", method: str, params: object) -> Any:
    """Call; where the home asks for a PIN and a person is there, ask for it once and call again."""
    from agent.shell.link import CallFailed

    try:
        return await link.call(method, params)
    except CallFailed as refused:
        if refused.error.data.reason != Reason.PIN_NEEDED.word or not sys.stdin.isatty():
            raise
        whose = "installer" if METHODS[method].group is Group.INSTALLER else "household"
        pin = await asyncio.to_thread(getpass, f"The {whose}'s PIN: ")
        if pin_shape_problem(pin):
            raise
        answer = await link.call("pin.unlock", {"pin": pin, "whose": whose})
        if not answer["accepted"]:
            print(answer["sentence"], file=sys.stderr)
            raise
    return await link.call(method, params)


def say(*sentences: str, code: int) -> int:
    """Print what went wrong; return the exit code."""
    for sentence in sentences:
        print(sentence, file=sys.stderr)
    return code


def told(answer: WishAnswer, *, quiet: bool) -> int:
    """Print what became of a wish; return the exit code."""
    if not quiet:
        where = sys.stdout if answer.accepted else sys.stderr
        for line in (answer.sentence, *map(_line, answer.problems)):
            if line:
                print(line, file=where)
    return 0 if answer.accepted else FAILED


def _line(problem: Problem) -> str:
    return "  " + problem.sentence
