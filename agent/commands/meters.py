"""`gridhearth meters`: what is on a serial port, for who installs it."""

import argparse
import asyncio
import json
import sys
from typing import TYPE_CHECKING

import msgspec

from agent.api.device_params import MeterExchanged
from agent.api.methods import WishAnswer
from agent.commands.home_calls import (
    PROGRAM,
    common_options,
    reached,
    socket_of,
    told,
    unlocked_call,
)

if TYPE_CHECKING:
    from drivers.serial_probe import Found, Nothing

NOTHING, WRONG = 1, 2


def add(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command to the parser."""
    parser = subparsers.add_parser(
        "meters",
        help="what is on a serial port",
        description="Meters on serial lines: P1 cables, IR read heads, RS-485.",
    )
    kinds = parser.add_subparsers(dest="meters_command", required=True, metavar="WHAT")
    one = kinds.add_parser(
        "probe",
        help="find out which meter is on a port, and what to put into the settings",
        description="Listens for P1 telegrams and SML files at the usual speeds; where nothing"
        " talks by itself it asks for the Modbus meters it knows. The agent must not be reading"
        " the port at the same time.",
    )
    one.add_argument("port", metavar="PORT", help="such as /dev/serial/by-id/… or /dev/ttyUSB0")
    one.add_argument("--protocol", choices=("p1", "sml", "modbus"), help="try this one only")
    one.add_argument(
        "--unit", type=_unit, metavar="N", help="Modbus address, 1 to 247 (default: 1, 2 and 3)"
    )
    one.add_argument(
        "--seconds", type=_seconds, default=12.0, help="listen for so long (default: %(default)g)"
    )
    one.set_defaults(func=run)
    exchange = kinds.add_parser(
        "exchange",
        parents=[common_options()],
        help="say that another meter is on a serial line now",
        description="After a meter on a serial line was replaced or reset: its role's registers go"
        " on from where they were, once two readings of the new one agree.",
    )
    exchange.add_argument("role", choices=("grid", "generation", "storage"))
    exchange.set_defaults(func=run_exchange)
    maps = kinds.add_parser("maps", help="list the Modbus meters it knows")
    maps.set_defaults(func=run_maps)


def run(arguments: argparse.Namespace) -> int:
    """Say what is on the port; 1: nothing that is known, 2: the port cannot be used."""
    from agent.ports import MeterError

    try:
        found = asyncio.run(_probe(arguments))
    except ModuleNotFoundError as missing:
        print(
            f"This needs {missing.name}: install the package with its devices extra"
            " (pip install 'gridhearth[devices]').",
            file=sys.stderr,
        )
        return WRONG
    except MeterError as refused:
        print(refused, file=sys.stderr)
        return WRONG
    from drivers.serial_probe import Nothing, in_words

    if isinstance(found, Nothing):
        print(f"{arguments.port}: no meter that is known.")
        print("\n".join(f"  {one}" for one in found.attempts))
        return NOTHING
    print(in_words(arguments.port, found))
    return 0


async def _probe(arguments: argparse.Namespace) -> "Found | Nothing":
    from drivers.clocks import SystemClock
    from drivers.serial_probe import UNITS, probe

    units = UNITS if arguments.unit is None else (arguments.unit,)
    return await probe(
        arguments.port,
        SystemClock(),
        protocol=arguments.protocol,
        units=units,
        listen_s=arguments.seconds,
    )


def run_exchange(arguments: argparse.Namespace) -> int:
    """Tell the running agent."""
    return reached(_exchange(arguments))


async def _exchange(arguments: argparse.Namespace) -> int:
    from agent.shell.link import connected

    async with connected(socket_of(arguments), PROGRAM) as link:
        result = await unlocked_call(link, "meter.exchange", MeterExchanged(arguments.role))
    if arguments.json:
        print(json.dumps(result))
    return told(msgspec.convert(result, WishAnswer), quiet=arguments.json)


def run_maps(_: argparse.Namespace) -> int:
    """List the register maps."""
    from drivers.serial_modbus import shipped_maps

    for name, known in shipped_maps().items():
        print(f"{name:<18}{known.title}")
    return 0


def _unit(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 247:
        raise argparse.ArgumentTypeError(f"{text!r} was not a whole number from 1 to 247")
    return int(text)


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0.0
    if not 0.1 <= seconds <= 600:
        raise argparse.ArgumentTypeError(f"{text!r} was not a number of seconds from 0.1 to 600")
    return seconds
