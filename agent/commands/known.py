"""Every command of `gridhearth`, where it lives, and one line on it.

The command line shows this table and imports only what is asked for: a Pi starts slowly.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

HOME = "the home's agent (a running daemon answers)"
MARKET = "market and operator"
MACHINE = "this machine"


class Command(NamedTuple):
    """One command."""

    module: str
    """Has `add(subparsers)`; the parser's `func` default takes the arguments, returns the exit code."""
    group: str
    help: str


KNOWN: Mapping[str, Command] = MappingProxyType(
    {
        "status": Command("agent.commands.home", HOME, "show surplus, market, money and trouble"),
        "watch": Command("agent.commands.home", HOME, "the same, live until Ctrl-C"),
        "order": Command("agent.commands.home", HOME, "place an order: sell or buy"),
        "flow": Command("agent.commands.home", HOME, "press one button of the touchscreen"),
        "orders": Command("agent.commands.home", HOME, "list the orders and how far they got"),
        "trades": Command("agent.commands.home", HOME, "list the trades"),
        "statements": Command("agent.commands.home", HOME, "list bills and incomes"),
        "devices": Command(
            "agent.commands.devices", HOME, "list the meters and relays, say which is what"
        ),
        "commission": Command(
            "agent.commands.commission",
            HOME,
            "what this home still needs, step by step; its report",
        ),
        "pair": Command("agent.commands.pair", HOME, "let a device of the radio in"),
        "relay": Command("agent.commands.relay", HOME, "switch a relay: on, off or surplus"),
        "radio": Command(
            "agent.commands.radio", HOME, "the ZigBee stick: status, form, backup, restore, record"
        ),
        "meters": Command(
            "agent.commands.meters", MACHINE, "find out which meter is on a serial port"
        ),
        "storage": Command(
            "agent.commands.storage", HOME, "the battery's unit: reports, sessions, ENT, votes"
        ),
        "pin": Command("agent.commands.pin", HOME, "the PIN that a screen asks for: set, state"),
        "resume": Command("agent.commands.resume", HOME, "let the agent go on after its safe mode"),
        "alerts": Command("agent.commands.home", HOME, "list what is wrong, and what to do"),
        "decisions": Command("agent.commands.home", HOME, "list why the agent traded, or did not"),
        "market": Command(
            "agent.commands.market", MARKET, "check an auction, a distance or a settlement"
        ),
        "operator": Command("agent.commands.operator", MARKET, "set up and run a market"),
        "chain": Command("agent.commands.chain", MARKET, "chains for development"),
        "ledger": Command(
            "agent.commands.ledger", MARKET, "check headers, proofs and receipts by hand"
        ),
        "demo": Command("agent.commands.demo", MACHINE, "a whole street trades on this machine"),
        "simulate": Command(
            "agent.commands.simulate", MACHINE, "a ZigBee stick with devices, or a serial meter"
        ),
        "screen": Command("agent.commands.screen", MACHINE, "the touchscreen of this home"),
        "daemon": Command("agent.commands.daemon", MACHINE, "run this home's agent"),
        "join": Command(
            "agent.commands.join", MACHINE, "become a member: keys, request, the operator's answer"
        ),
        "backup": Command(
            "agent.commands.backup",
            MACHINE,
            "one sealed file to replace this box from, or check it",
        ),
        "restore": Command(
            "agent.commands.restore", MACHINE, "put a backup onto this box, all of it or nothing"
        ),
        "reset": Command(
            "agent.commands.reset", MACHINE, "a new owner, or a box as new: wipe what was the old"
        ),
        "doctor": Command(
            "agent.commands.doctor", MACHINE, "what is wrong with this box, and what to do"
        ),
        "support-bundle": Command(
            "agent.commands.support_bundle", MACHINE, "one file for whoever helps, without secrets"
        ),
        "config": Command("agent.commands.config", MACHINE, "check, show and explain the settings"),
        "update": Command(
            "agent.commands.update", MACHINE, "install a newer version and switch to it"
        ),
        "sbom": Command(
            "agent.commands.sbom", MACHINE, "list every library (CycloneDX), compare with the disk"
        ),
        "completion": Command(
            "agent.commands.completion", MACHINE, "print the completion for bash or zsh"
        ),
        "package": Command(
            "agent.commands.package", MACHINE, "build the Debian packages (from a checkout)"
        ),
        "release": Command(
            "agent.commands.release",
            MACHINE,
            "sign releases, on the makers' machine: key, root, sign",
        ),
        "image": Command(
            "agent.commands.image", MACHINE, "prepare a Raspberry Pi's card: customise, manifest"
        ),
        "test": Command(
            "agent.commands.test", MACHINE, "run every check and test (from a checkout)"
        ),
    }
)


def overview() -> str:
    """Return what `gridhearth --help` shows."""
    lines = [
        "usage: gridhearth [--help] [--version] COMMAND ...",
        "",
        "The box on the wall of a home that trades its own electricity.",
    ]
    for group in (HOME, MARKET, MACHINE):
        lines += ["", f"{group}:"]
        lines += [f"  {name:<16}{one.help}" for name, one in KNOWN.items() if one.group == group]
    lines += ["", "More on a command: gridhearth COMMAND --help"]
    return "\n".join(lines)
