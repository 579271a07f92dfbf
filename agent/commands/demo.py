"""`gridhearth demo`: a whole street trades on this machine."""

import argparse
import sys
from pathlib import Path

CYCLE_S = 20
REAL_CYCLE_S = 900
START, STORAGE_START = "16:30", "17:30"
"""With a battery it begins so late that the evening comes, when it gives."""


def add(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command to the parser."""
    parser = subparsers.add_parser(
        "demo",
        help="a street of 55 homes trades its electricity on this machine",
        description="Runs the IEEE European LV feeder: real one-minute loads, panels on a share of"
        " the roofs, a development chain with four validators, a broker, an operator and an agent"
        " in every home. Ends with a statement per home and a picture. Nothing leaves this"
        " machine.",
    )
    parser.add_argument(
        "--scenario",
        choices=("street", "storage-example"),
        default="street",
        help="storage-example: the worked example of the storage market instead, step by step,"
        " expected beside actual (default: street)",
    )
    parser.add_argument("--homes", type=int, default=55, help="how many of the 55 (default: all)")
    parser.add_argument("--cycles", type=int, default=6, help="market cycles (default: 6)")
    parser.add_argument("--seed", type=int, default=1, help="of panels, prices and keys")
    speed = parser.add_mutually_exclusive_group()
    speed.add_argument(
        "--cycle-seconds",
        type=int,
        default=CYCLE_S,
        metavar="S",
        help="length of a cycle; it stands for 15 minutes (default: 20)",
    )
    speed.add_argument("--real-time", action="store_true", help="cycles of 15 minutes")
    parser.add_argument(
        "--day", default="2026-06-21", help="whose sun shines (default: %(default)s)"
    )
    parser.add_argument(
        "--start",
        metavar="HH:MM",
        help=f"time of day it begins (default: {START}; with --storage {STORAGE_START})",
    )
    parser.add_argument(
        "--storage",
        action="store_true",
        help="my home has a battery in the storage market: what goes in and out is reported,"
        " minted and burned",
    )
    parser.add_argument(
        "--hands-off", action="store_true", help="my home waits for your first order"
    )
    parser.add_argument("--headless", action="store_true", help="no live view")
    parser.add_argument(
        "--json", action="store_true", help="the result on standard output, no view"
    )
    parser.add_argument(
        "--output",
        type=Path,
        default=Path("demo-output"),
        metavar="DIRECTORY",
        help="where statements, picture and result go (default: %(default)s)",
    )
    parser.set_defaults(func=run)


def run(arguments: argparse.Namespace) -> int:
    """Run the demonstration; 1: it failed, 2: it was asked for something impossible."""
    try:
        from agent.demo import storage_example
        from agent.demo.show import run_demo
    except ImportError as missing:
        print(f"The demonstration needs gridhearth[demo]: {missing}.", file=sys.stderr)
        return 1
    if arguments.scenario == "storage-example":
        return storage_example.run(as_json=arguments.json)
    problems, start_minute = _problems(arguments)
    if problems:
        for sentence in problems:
            print(f"gridhearth demo: {sentence}", file=sys.stderr)
        return 2
    return run_demo(
        homes=arguments.homes,
        cycles=arguments.cycles,
        seed=arguments.seed,
        cycle_s=REAL_CYCLE_S if arguments.real_time else arguments.cycle_seconds,
        day=arguments.day,
        start_minute=start_minute,
        hands_off=arguments.hands_off,
        storage=arguments.storage,
        live=not (arguments.headless or arguments.json) and sys.stdout.isatty(),
        as_json=arguments.json,
        output=arguments.output,
    )


def _problems(arguments: argparse.Namespace) -> tuple[list[str], int]:
    """Everything wrong at once; the street itself is checked where it is planned."""
    problems = []
    for name, value, least, most in (
        ("--cycles", arguments.cycles, 1, 10_000),
        ("--cycle-seconds", arguments.cycle_seconds, 15, 86_400),
        ("--seed", arguments.seed, 0, 2**63 - 1),
    ):
        if not least <= value <= most:
            problems.append(f"{name} was {value}, allowed is {least} to {most}")
    start = arguments.start or (STORAGE_START if arguments.storage else START)
    minute = _minute(start)
    if minute is None:
        problems.append(f"--start was {start!r}, allowed is 00:00 to 23:59")
    problems += _street_problems(arguments)
    return problems, minute or 0


def _street_problems(arguments: argparse.Namespace) -> list[str]:
    from drivers.simulated.street import plan_street

    try:
        plan_street(arguments.seed, arguments.homes, arguments.day)
    except ValueError as wrong:
        return [str(wrong)]
    return []


def _minute(text: str) -> int | None:
    hours, _, minutes = text.partition(":")
    if not (hours.isdecimal() and minutes.isdecimal() and len(hours) <= 2 and len(minutes) == 2):
        return None
    minute = int(hours) * 60 + int(minutes)
    return minute if int(minutes) < 60 and minute < 1_440 else None
