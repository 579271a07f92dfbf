"""The commands for one home: clients of the daemon's socket, made from the table of methods."""

import argparse
import json
from typing import Any

import msgspec
from msgspec import NODEFAULT
from msgspec import inspect as kinds

from agent.api.check import Refused, allowed, check, described
from agent.api.methods import METHODS, Method, PlaceOrder, WishAnswer
from agent.api.sections import Snapshot
from agent.api.words import parse_decimal
from agent.commands.home_calls import (
    PROGRAM,
    WRONG,
    common_options,
    reached,
    say,
    socket_of,
    told,
    unlocked_call,
)
from agent.units import MICRO, WH_PER_KWH

LISTS = ("orders", "trades", "statements", "alerts", "decisions")


def add(subparsers: Any) -> None:
    """Add status, watch, order, flow and the lists to the command line's subparsers."""
    common = common_options()
    for name, method in (("status", "status.get"), ("watch", "status.watch")):
        effect = METHODS[method].effect
        one = subparsers.add_parser(name, parents=[common], help=effect, description=effect)
        one.set_defaults(func=_watch if name == "watch" else _call, method=METHODS[method])
    for name in LISTS:
        _add_method(subparsers, name, METHODS[f"{name}.list"], common)
    flow = subparsers.add_parser("flow", help="press one button of the touchscreen")
    buttons = flow.add_subparsers(dest="button", metavar="BUTTON", required=True)
    for method_name, wish in METHODS.items():
        if wish.wish is not None:
            button = method_name.removeprefix("flow.").replace("_", "-")
            _add_method(buttons, button, wish, common)
    _add_order(subparsers, common)


def _add_method(
    subparsers: Any, name: str, method: Method, common: argparse.ArgumentParser
) -> None:
    """A command whose options are the method's parameters."""
    parser = subparsers.add_parser(
        name, parents=[common], help=method.effect, description=method.effect
    )
    info = kinds.type_info(method.params)
    for field in info.fields if isinstance(info, kinds.StructType) else ():
        about = " — ".join(part for part in (described(field.type), allowed(field.type)) if part)
        parser.add_argument(
            "--" + field.encode_name.replace("_", "-"),
            required=field.default is NODEFAULT,
            dest="param_" + field.encode_name,
            metavar="VALUE",
            help=about.replace("%", "%%"),
        )
    parser.set_defaults(func=_call, method=method)


def _add_order(subparsers: Any, common: argparse.ArgumentParser) -> None:
    effect = METHODS["order.place"].effect
    order = subparsers.add_parser(
        "order",
        parents=[common],
        help=effect,
        description=effect,
        epilog="Example: gridhearth order sell --amount-kwh 0.5 --from 0.15 --to 0.30",
    )
    order.add_argument("side", choices=("sell", "buy"))
    order.add_argument(
        "--amount-kwh", metavar="KWH", help="such as 0.5; without it the agent decides"
    )
    order.add_argument(
        "--from", dest="low", required=True, metavar="PRICE", help="lowest price per kWh"
    )
    order.add_argument(
        "--to", dest="high", required=True, metavar="PRICE", help="highest price per kWh"
    )
    order.add_argument("--distance-m", metavar="M", help="prefer partners within this distance")
    order.add_argument("--repeat", action="store_true", help="renew the order every cycle")
    order.set_defaults(func=_order, method=METHODS["order.place"])


def _call(arguments: argparse.Namespace) -> int:
    """Send the options as the method's parameters and show the answer."""
    given = {
        name.removeprefix("param_"): _plain(value)
        for name, value in vars(arguments).items()
        if name.startswith("param_") and value is not None
    }
    return _checked_call(arguments, given)


def _plain(text: str) -> object:
    """Return what a word on the command line means: a number, true or false, or the word."""
    if text in {"true", "false"}:
        return text == "true"
    digits = text.removeprefix("-")
    return int(text) if digits.isascii() and digits.isdigit() and len(digits) < 20 else text


def _order(arguments: argparse.Namespace) -> int:
    """Turn decimal numbers into whole Wh and millionths, exactly, and place the order."""
    given: dict[str, object] = {"side": arguments.side, "repeat": arguments.repeat}
    problems = []
    for option, text, parts, name in (
        ("--amount-kwh", arguments.amount_kwh, WH_PER_KWH, "energy_wh"),
        ("--from", arguments.low, MICRO, "low_micro_per_kwh"),
        ("--to", arguments.high, MICRO, "high_micro_per_kwh"),
        ("--distance-m", arguments.distance_m, 1, "distance_m"),
    ):
        try:
            if text is not None:
                given[name] = parse_decimal(text, parts)
        except ValueError as wrong:
            problems.append(f"{option}: {wrong}.")
    if problems:
        return say(*problems, code=WRONG)
    return _checked_call(arguments, given)


def _checked_call(arguments: argparse.Namespace, given: dict[str, object]) -> int:
    method: Method = arguments.method
    try:
        params = check(method.params, given)
    except Refused as wrong:
        return say(*(problem.sentence for problem in wrong.problems), code=WRONG)
    if isinstance(params, PlaceOrder) and params.low_micro_per_kwh > params.high_micro_per_kwh:
        return say("--from: the lowest price was above the highest (--to).", code=WRONG)
    return reached(_ask(arguments, params))


async def _ask(arguments: argparse.Namespace, params: msgspec.Struct) -> int:
    from agent.shell.link import connected

    method: Method = arguments.method
    async with connected(socket_of(arguments), PROGRAM) as link:
        result = await unlocked_call(link, method.name, params)
        snapshot = None
        if not arguments.json and method.result is not WishAnswer:
            snapshot = msgspec.convert(await link.call("status.get"), Snapshot)
    if arguments.json:
        print(json.dumps(result))
    elif snapshot is not None:
        from agent.commands.home_tables import show

        show(method, msgspec.convert(result, type=method.result), snapshot)
    if method.result is WishAnswer:
        return told(msgspec.convert(result, WishAnswer), quiet=arguments.json)
    return 0


def _watch(arguments: argparse.Namespace) -> int:
    return reached(_follow(arguments))


async def _follow(arguments: argparse.Namespace) -> int:
    from agent.shell.link import connected

    async with connected(socket_of(arguments), PROGRAM) as link:
        if arguments.json:
            async for snapshot in link.watch():
                print(msgspec.json.encode(snapshot).decode(), flush=True)
            return 0
        from agent.commands.home_tables import live

        with live() as update:
            async for snapshot in link.watch():
                update(snapshot)
    return 0
