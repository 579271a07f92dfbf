"""`gridhearth doctor`: what is right with this box, what is wrong, and what to do about it."""

import argparse
import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec

from agent.commands.home_calls import common_options, socket_of
from agent.provisioning import findings
from agent.provisioning.findings import Finding

SETTINGS = Path("/etc/gridhearth/gridhearth.toml")
SIGNS = {"good": ("green", "✔"), "watch": ("yellow", "!"), "wrong": ("red", "✘")}


def add(subparsers: Any) -> None:
    """Add the command to the parser."""
    parser = subparsers.add_parser(
        "doctor",
        parents=[common_options()],
        help="what is wrong with this box, and what to do",
        description="Looks at settings, keys, ports, disk, clock, chain, broker, the machine and the"
        " running agent. Changes nothing. Exit code 0: all is well or only to be watched; 1: something"
        " is wrong.",
    )
    parser.add_argument("--config", type=Path, default=SETTINGS, metavar="FILE")
    parser.add_argument("--all", action="store_true", help="show what is well, too")
    parser.set_defaults(func=run)


def run(arguments: argparse.Namespace) -> int:
    """Look, judge, print."""
    found = asyncio.run(examine(arguments.config, socket_of(arguments)))
    verdict = findings.worst(found)
    if arguments.json:
        document = {"verdict": verdict, "findings": found}
        print(msgspec.json.encode(document).decode())
    else:
        _print(found, everything=arguments.all)
    return 1 if verdict == "wrong" else 0


async def examine(config: Path, socket: Path) -> tuple[Finding, ...]:
    """Return every finding: of the settings, of what they name, of the machine and the agent."""
    from agent.commands import doctor_look as look
    from agent.daemon_waiting import joining_of
    from agent.provisioning.joining import finding
    from agent.shell.box_look import machine

    configured, settings = look.read_configuration(config)
    found = [*findings.configuration(configured)]
    if settings is not None:
        found += [findings.private_file(seen) for seen in look.private_files(settings)]
        found += [findings.port(seen) for seen in look.ports(settings)]
        found += [findings.disk(look.disk(settings)), findings.time(look.clock(settings))]
        found += findings.nodes(await look.nodes(settings), look.chain_id(settings))
        joins = finding(joining_of(settings, config))
        found += [] if joins is None else [joins]
        broker = await look.broker(settings)
        found += [] if broker is None else [findings.broker(broker)]
    found += findings.machine(machine())
    found += findings.daemon(*await look.daemon(socket))
    return tuple(found)


def _print(found: Sequence[Finding], *, everything: bool) -> None:
    from rich.console import Console

    console = Console(highlight=False)
    for one in found:
        if one.verdict == "good" and not everything:
            continue
        colour, sign = SIGNS[one.verdict]
        console.print(f"[{colour}]{sign}[/] [bold]{one.name}[/]  ", end="")
        console.print(one.what, markup=False)
        if one.do:
            console.print(f"    → {one.do}", markup=False)
    good = sum(one.verdict == "good" for one in found)
    wrong = sum(one.verdict == "wrong" for one in found)
    watch = len(found) - good - wrong
    console.print(f"{good} well, {watch} to be watched, {wrong} wrong.", markup=False)
