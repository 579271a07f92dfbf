"""`gridhearth resume`: let the agent go on after its safe mode."""

import argparse
import json
from typing import Any

import msgspec

from agent.api.methods import METHODS, WishAnswer
from agent.api.params import Params
from agent.commands.home_calls import (
    PROGRAM,
    common_options,
    reached,
    socket_of,
    told,
    unlocked_call,
)


def add(subparsers: Any) -> None:
    """Add the command to the parser."""
    effect = METHODS["ladder.resume"].effect
    parser = subparsers.add_parser(
        "resume", parents=[common_options()], help=effect, description=effect
    )
    parser.set_defaults(func=run)


def run(arguments: argparse.Namespace) -> int:
    """0: the agent goes on; 1: nothing waited for it, or it was refused, with the reason."""
    return reached(_resume(arguments))


async def _resume(arguments: argparse.Namespace) -> int:
    from agent.shell.link import connected

    async with connected(socket_of(arguments), PROGRAM) as link:
        result = await unlocked_call(link, "ladder.resume", Params())
    if arguments.json:
        print(json.dumps(result))
    return told(msgspec.convert(result, WishAnswer), quiet=arguments.json)
