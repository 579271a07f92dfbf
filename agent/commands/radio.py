"""`gridhearth radio`: how the ZigBee stick is; form a network, back up, restore, record a trace."""

import argparse
import json
from pathlib import Path
from typing import Any

import msgspec

from agent.api.check import Refused, check
from agent.api.device_params import RadioView
from agent.api.methods import METHODS, Method, WishAnswer
from agent.commands import radio_flash, radio_record
from agent.commands.home_calls import (
    FAILED,
    PROGRAM,
    WRONG,
    common_options,
    reached,
    say,
    socket_of,
    told,
)


def add(subparsers: Any) -> None:
    """Add the command to the parser."""
    parser = subparsers.add_parser(
        "radio", help="the ZigBee stick: status, form, backup, restore, record"
    )
    commands = parser.add_subparsers(dest="deed", metavar="COMMAND", required=True)
    common = common_options()
    parsers = {}
    for deed, method in (
        ("status", "radio.get"),
        ("form", "radio.form"),
        ("backup", "radio.backup"),
        ("restore", "radio.restore"),
    ):
        effect = METHODS[method].effect
        one = commands.add_parser(deed, parents=[common], help=effect, description=effect)
        one.set_defaults(func=_status if deed == "status" else _do, method=METHODS[method])
        parsers[deed] = one
    parsers["form"].add_argument("--channel", metavar="11..26", help="none: the quietest")
    parsers["restore"].add_argument(
        "backup",
        metavar="BACKUP",
        help="a file in the daemon's backup directory by its name, or (with a / in it) another"
        " program's coordinator backup by its path",
    )
    radio_record.add_record(commands)
    radio_flash.add_flash(commands)


def _status(arguments: argparse.Namespace) -> int:
    return reached(_shown(arguments))


async def _shown(arguments: argparse.Namespace) -> int:
    from agent.shell.link import connected

    async with connected(socket_of(arguments), PROGRAM) as link:
        result = await link.call("radio.get")
    view = msgspec.convert(result, RadioView)
    if arguments.json:
        print(json.dumps(result))
    elif view.radio is None:
        print("This home has no radio.")
    else:
        from rich.console import Console

        from agent.commands.home_tables import radio_page

        Console().print(radio_page(view.radio, view.pairing))
    return 0 if view.radio is not None and view.radio.stage == "up" else FAILED


def _do(arguments: argparse.Namespace) -> int:
    given: dict[str, object] = {}
    if arguments.deed == "form" and arguments.channel is not None:
        text = arguments.channel
        given["channel"] = int(text) if text.isdigit() else text
    if arguments.deed == "restore":
        try:
            given |= _backup(arguments.backup)
        except (OSError, UnicodeDecodeError) as failed:
            return say(f"{arguments.backup} could not be read: {failed}.", code=FAILED)
    method: Method = arguments.method
    try:
        params = check(method.params, given)
    except Refused as wrong:
        return say(*(problem.sentence for problem in wrong.problems), code=WRONG)
    return reached(_done(arguments, method, params))


def _backup(named: str) -> dict[str, object]:
    if "/" not in named:
        return {"file": named}
    return {"document": Path(named).read_text("utf-8")}


async def _done(arguments: argparse.Namespace, method: Method, params: msgspec.Struct) -> int:
    from agent.shell.link import DEVICE_WITHIN_S, connected

    async with connected(socket_of(arguments), PROGRAM) as link:
        result = await link.call(method.name, params, within_s=DEVICE_WITHIN_S)
    if arguments.json:
        print(json.dumps(result))
    return told(msgspec.convert(result, WishAnswer), quiet=arguments.json)
