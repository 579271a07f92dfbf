"""`gridhearth pair`: let one device in, watch it until it is ready, say what it is for.

The install code is the usual way: the device has its own key and nobody else can join. Opening
the network to everyone is for devices without one, through one router, for a minute at most.
"""

import argparse
import asyncio
import contextlib
import json
import sys
from typing import Any

import msgspec

from agent.api.check import Refused, check
from agent.api.device_params import PairCode, PairOpen
from agent.api.methods import METHODS, WishAnswer
from agent.api.sections import DeviceLine, PairingLine, Snapshot
from agent.commands.devices import ROLES, add_role_options, all_lines, assignment, matching
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
from agent.commands.live_check import add_check_options, check_live

INTERVIEW_S = 180.0
"""After joining has closed, a device that is in may still have to say what it is."""
ENDS = {"failed", "left"}
NO_ANSWER = {"", "n", "no"}


def add(subparsers: Any) -> None:
    """Add the command to the parser."""
    parser = subparsers.add_parser(
        "pair",
        parents=[common_options()],
        help="let a device of the radio in, and say what it is for",
        description="Let one device in with its install code, watch it join, give it its role.",
        epilog="Example: gridhearth pair --qr 'G$M:...' --role grid --name Main --check-load-w 2000",
    )
    way = parser.add_mutually_exclusive_group()
    way.add_argument("--code", metavar="CODE", help="the install code as printed on the device")
    way.add_argument("--qr", metavar="TEXT", help="the text of the QR code on it")
    way.add_argument(
        "--open",
        action="store_true",
        help="let any device in (for those without an install code); the key can be overheard",
    )
    parser.add_argument("--ieee", metavar="ADDRESS", help="the device's address, with --code")
    parser.add_argument("--via", metavar="ROUTER", help="the router to join at, with --open")
    parser.add_argument("--seconds", metavar="N", help="how long joining stays open")
    parser.add_argument("--yes", action="store_true", help="the warning of --open was read")
    way.add_argument("--stop", action="store_true", help="let nobody in any more")
    add_role_options(parser, required=False)
    add_check_options(parser, required=False)
    parser.set_defaults(func=run)


def run(arguments: argparse.Namespace) -> int:
    """0: the device is ready (and has the role asked for); 1: not; 2: asked wrongly."""
    if arguments.stop:
        return reached(_stop(arguments))
    if not arguments.open and arguments.code is None and arguments.qr is None:
        if not sys.stdin.isatty():
            return say("Give --code, --qr or --open; see gridhearth pair --help.", code=WRONG)
        arguments.code = input("Install code or text of the QR code: ").strip()
    if arguments.open and arguments.via is None:
        return say("--open needs --via ROUTER: joining is opened at one router only.", code=WRONG)
    return reached(_pair(arguments))


async def _pair(arguments: argparse.Namespace) -> int:
    from agent.shell.link import connected

    async with connected(socket_of(arguments), PROGRAM) as link:
        snapshot = msgspec.convert(await link.call("status.get"), Snapshot)
        known = set(snapshot.pairing)
        refused = await _let_in(link, arguments)
        if refused:
            return refused
        ieee = await _followed(link, arguments, known, _patience_s(arguments))
        if ieee is None:
            return FAILED
        return await _give_role(link, arguments, ieee)


async def _stop(arguments: argparse.Namespace) -> int:
    from agent.shell.link import connected

    async with connected(socket_of(arguments), PROGRAM) as link:
        result = await link.call("pair.stop")
    return told(msgspec.convert(result, WishAnswer), quiet=arguments.json)


async def _let_in(link: Any, arguments: argparse.Namespace) -> int:
    """Open the way that was asked for; 0, or the exit code."""
    given: dict[str, object] = {}
    if arguments.seconds is not None:
        text = arguments.seconds
        given["seconds"] = int(text) if text.isdigit() else text
    if arguments.open:
        method = METHODS["pair.open"]
        found = matching(await all_lines(link), arguments.via)
        given |= {"via": arguments.via if isinstance(found, str) else found.ieee}
        given["confirmed"] = False
    else:
        method = METHODS["pair.code"]
        given["code"] = arguments.qr or arguments.code
        if arguments.ieee is not None:
            given["ieee"] = arguments.ieee
    try:
        check(method.params, given)
    except Refused as wrong:
        return say(*(problem.sentence for problem in wrong.problems), code=WRONG)
    if arguments.open:
        warned = msgspec.convert(await link.call(method.name, given), WishAnswer)
        if not _agreed(arguments, warned.sentence):
            return FAILED
        given["confirmed"] = True
    answer = msgspec.convert(await link.call(method.name, given), WishAnswer)
    return told(answer, quiet=arguments.json and answer.accepted)


def _patience_s(arguments: argparse.Namespace) -> float:
    usual = PairOpen if arguments.open else PairCode
    seconds = arguments.seconds
    defaults = {field.name: field.default for field in msgspec.structs.fields(usual)}
    return INTERVIEW_S + float(defaults["seconds"] if seconds is None else seconds)


def _agreed(arguments: argparse.Namespace, warning: str) -> bool:
    """Show the warning; a script must have said --yes."""
    print(warning, file=sys.stderr)
    if arguments.yes:
        return True
    if not sys.stdin.isatty():
        print("Nothing was opened. Say --yes when the warning was read.", file=sys.stderr)
        return False
    return input("Open it all the same? Type yes: ").strip().lower() == "yes"


async def _followed(
    link: Any, arguments: argparse.Namespace, known: set[PairingLine], patience_s: float
) -> str | None:
    """Print each step until a device is ready; its address, or None."""
    try:
        async with asyncio.timeout(patience_s):
            return await _ready(link, arguments, known)
    except TimeoutError:
        print("Nothing was paired in time.", file=sys.stderr)
        return None


async def _ready(link: Any, arguments: argparse.Namespace, known: set[PairingLine]) -> str | None:
    seen: set[PairingLine] = set(known)
    joined: str | None = None
    async with contextlib.aclosing(link.watch()) as snapshots:
        async for snapshot in snapshots:
            for line in snapshot.pairing:
                if line in seen:
                    continue
                seen.add(line)
                _print(arguments, line)
                if line.step == "joined":
                    joined = line.ieee
                if line.step == "ready":
                    ready: str = line.ieee
                    return ready
                if line.step in ENDS and line.ieee == joined:
                    print("It was not paired.", file=sys.stderr)
                    return None
            is_open = snapshot.radio is not None and snapshot.radio.joining_until_ms is not None
            if not is_open and joined is None:  # it was open when we were answered
                print("Joining was closed, and nothing had joined.", file=sys.stderr)
                return None
    return None


def _print(arguments: argparse.Namespace, line: PairingLine) -> None:
    if arguments.json:
        print(msgspec.json.encode(line).decode(), flush=True)
    else:
        print(f"{line.ieee}  {line.step:<12} {line.sentence}", flush=True)


async def _give_role(link: Any, arguments: argparse.Namespace, ieee: str) -> int:
    lines = [line for line in await all_lines(link) if line.ieee == ieee]
    if not arguments.json:
        for line in lines:
            print(_about(line))
    if arguments.role is None and not arguments.json and sys.stdin.isatty():
        arguments.role = _asked_role()
    if arguments.role is None:
        return 0
    found = matching(tuple(lines), ieee, "relay" if arguments.role == "relay" else "meter")
    if isinstance(found, str):
        return say(found, code=FAILED)
    try:
        params = check(METHODS["device.assign"].params, assignment(arguments, found.key))
    except Refused as wrong:
        return say(*(problem.sentence for problem in wrong.problems), code=WRONG)
    result = await link.call("device.assign", params)
    if arguments.json:
        print(json.dumps(result))
    code = told(msgspec.convert(result, WishAnswer), quiet=arguments.json)
    if code or arguments.role == "relay":
        return code
    if arguments.load_w is None and not arguments.json and sys.stdin.isatty():
        arguments.load_w = _asked_load()
    if arguments.load_w is None:
        return 0
    return await check_live(link, arguments, found.key)


def _asked_role() -> str | None:
    """Ask the person in front of the terminal; nothing else waits meanwhile."""
    asked = input(f"What is it for ({', '.join(ROLES)}; empty: nothing yet)? ").strip()
    return None if asked in NO_ANSWER else asked


def _asked_load() -> str | None:
    """Offer the live check: a turned clamp or a wrong scale costs money from the first day."""
    print("Check it now: a load of known power is switched on, and the meter watched.")
    return input("Power of the load in watts (empty: no check): ").strip() or None


def _about(line: DeviceLine) -> str:
    usable = "" if line.usable else "cannot be used: "
    said = f"{usable}{line.sentence}" if line.sentence or usable else "can be used"
    return f"{line.key or line.ieee}  {line.kind or 'other'}  {line.model}  {said}"
