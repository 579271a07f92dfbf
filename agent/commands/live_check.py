"""The live check at the command line: says what to do, waits, and tells what came of it."""

import argparse
import asyncio
import contextlib
import sys
from typing import Any

import msgspec

from agent.api.check import Refused, check
from agent.api.methods import METHODS, WishAnswer
from agent.api.sections import CheckSection
from agent.commands.home_calls import FAILED, WRONG, say, told

OPTIONS = ("fuse_a", "phases")


def add_check_options(parser: argparse.ArgumentParser, *, required: bool) -> None:
    """Add what the live check needs to know."""
    name = "--load-w" if required else "--check-load-w"
    parser.add_argument(
        name,
        dest="load_w",
        required=required,
        metavar="W",
        help="power of the load that is switched on, in watts; for panels what the inverter shows",
    )
    parser.add_argument("--fuse-a", metavar="A", help="the connection's fuse (default: 63)")
    parser.add_argument("--phases", metavar="1|3", help="of the connection (default: 3)")


async def check_live(link: Any, arguments: argparse.Namespace, key: str) -> int:
    """Check a meter; 0: it is right.

    When a load must be switched on, a line is read from the standard input: a person presses
    Enter, a script writes a line (or closes it) when its load is on.
    """
    given: dict[str, object] = {
        "key": key,
        "role": arguments.role,
        "load_w": _number(arguments.load_w),
        "invert": arguments.invert,
    }
    for name in OPTIONS:
        text = getattr(arguments, name)
        if text is not None:
            given[name] = _number(text)
    try:
        params = check(METHODS["check.start"].params, given)
    except Refused as wrong:
        return say(*(problem.sentence for problem in wrong.problems), code=WRONG)
    answer = msgspec.convert(await link.call("check.start", params), WishAnswer)
    if not answer.accepted:
        return told(answer, quiet=False)
    while (done := await _until_something(link, arguments)) is None:
        await asyncio.to_thread(sys.stdin.readline)
        await link.call("check.loaded")
    if arguments.json:
        print(msgspec.json.encode(done).decode())
    return 0 if done.passed else FAILED


async def _until_something(link: Any, arguments: argparse.Namespace) -> CheckSection | None:
    """Tell each step; return the check when it is done, None when a load is to be switched on."""
    shown = ""
    async with contextlib.aclosing(link.watch()) as snapshots:
        async for snapshot in snapshots:
            now: CheckSection | None = snapshot.check
            if now is None:
                say("The live check was ended.", code=FAILED)
                return CheckSection("", "", 0, "done", "", 0, passed=False)
            if now.instruction != shown:
                shown = now.instruction
                if not arguments.json:
                    print(shown, flush=True)
            if now.stage == "done":
                return now
            if now.stage == "switch on":
                return None
    raise AssertionError("a watch ends with an exception only")


def _number(text: str) -> object:
    return int(text) if text.isdigit() else text
