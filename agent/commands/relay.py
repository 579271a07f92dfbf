"""`gridhearth relay`: switch a relay, or let the surplus switch it."""

import argparse
import json
from typing import Any

import msgspec

from agent.api.device_params import RelaySet
from agent.api.methods import METHODS, WishAnswer
from agent.api.wishes import RelayMode
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
    effect = METHODS["relay.set"].effect
    parser = subparsers.add_parser(
        "relay", parents=[common_options()], help=effect, description=effect
    )
    parser.add_argument("relay", metavar="NAME", help="the relay's name, address or key")
    parser.add_argument("mode", choices=[mode.value for mode in RelayMode])
    parser.set_defaults(func=run)


def run(arguments: argparse.Namespace) -> int:
    """0: it was decided (the relay answers later); 1: refused, with the reason."""
    return reached(_set(arguments))


async def _set(arguments: argparse.Namespace) -> int:
    from agent.shell.link import connected

    async with connected(socket_of(arguments), PROGRAM) as link:
        wish = RelaySet(arguments.relay, RelayMode(arguments.mode))
        result = await unlocked_call(link, "relay.set", wish)
    if arguments.json:
        print(json.dumps(result))
    return told(msgspec.convert(result, WishAnswer), quiet=arguments.json)
