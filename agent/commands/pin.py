"""`gridhearth pin`: which PINs are set; set, change or remove one."""

import argparse
import json
import sys
from getpass import getpass
from typing import Any

import msgspec

from agent.api.pins import PinAnswer, PinLine, PinState
from agent.commands.home_calls import (
    FAILED,
    PROGRAM,
    WRONG,
    common_options,
    pin_shape_problem,
    reached,
    say,
    socket_of,
)


def add(subparsers: Any) -> None:
    """Add the command to the parser."""
    about = "the PIN that a screen asks for before it changes anything"
    pin = subparsers.add_parser("pin", help=about, description=f"Show or set {about}.")
    inner = pin.add_subparsers(dest="what", metavar="WHAT", required=True)
    common = common_options()
    state = inner.add_parser("state", parents=[common], help="show which PINs are set")
    state.set_defaults(func=_state)
    new = inner.add_parser(
        "set",
        parents=[common],
        help="set or change a PIN",
        description="Set or change a PIN. It is asked for, or read from standard input: the new"
        " one, then (only where it is needed) the old one. Never an option: others see those.",
    )
    new.add_argument(
        "--installer", action="store_true", help="the installer's instead of the household's"
    )
    new.add_argument("--remove", action="store_true", help="ask for no PIN any more")
    new.set_defaults(func=_set)


def _state(arguments: argparse.Namespace) -> int:
    return reached(_show(arguments))


async def _show(arguments: argparse.Namespace) -> int:
    from agent.shell.link import connected

    async with connected(socket_of(arguments), PROGRAM) as link:
        answer = await link.call("pin.state")
    if arguments.json:
        print(json.dumps(answer))
        return 0
    state = msgspec.convert(answer, PinState)
    for line in state.pins:
        print(_line(line))
    if state.sentence:
        return say(state.sentence, code=FAILED)
    return 0


def _line(line: PinLine) -> str:
    if not line.set:
        return f"The {line.whose}'s PIN is not set."
    tries = f"; {line.tries} wrong tries" if line.tries else ""
    wait = f", the next one is looked at in {line.wait_s} s" if line.wait_s else ""
    return f"The {line.whose}'s PIN is set{tries}{wait}."


def _set(arguments: argparse.Namespace) -> int:
    whose = "installer" if arguments.installer else "household"
    new = None
    if not arguments.remove:
        new = _asked(f"New {whose}'s PIN (4 to 8 digits): ")
        problem = pin_shape_problem(new)
        if problem:
            return say(problem, code=WRONG)
        if sys.stdin.isatty() and _asked("Once more: ") != new:
            return say("The two were not the same; nothing was changed.", code=WRONG)
    return reached(_replace(arguments, new, whose))


async def _replace(arguments: argparse.Namespace, new: str | None, whose: str) -> int:
    from agent.shell.link import connected

    async with connected(socket_of(arguments), PROGRAM) as link:
        params = {"new": new, "whose": whose}
        answer = msgspec.convert(await link.call("pin.set", params), PinAnswer)
        if answer.old_needed:
            old = _asked(f"Old {whose}'s PIN: ")
            problem = pin_shape_problem(old)
            if problem:
                return say(problem, code=WRONG)
            answered = await link.call("pin.set", {**params, "old": old})
            answer = msgspec.convert(answered, PinAnswer)
    if arguments.json:
        print(msgspec.json.encode(answer).decode())
    elif answer.accepted:
        print(answer.sentence)
    else:
        say(answer.sentence, code=FAILED)
    return 0 if answer.accepted else FAILED


def _asked(prompt: str) -> str:
    """Ask a person without showing it, or read a line from a program."""
    return getpass(prompt) if sys.stdin.isatty() else sys.stdin.readline().strip()
