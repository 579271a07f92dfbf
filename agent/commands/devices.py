"""`gridhearth devices`: list the meters and relays, and say which of them is what."""

import argparse
import json
from typing import Any

import msgspec

from agent.api.check import Refused, check
from agent.api.methods import METHODS, Method, WishAnswer
from agent.api.sections import DeviceLine, Snapshot
from agent.api.wishes import DeviceRole
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

ROLES = tuple(role.value for role in DeviceRole)


def add(subparsers: Any) -> None:
    """Add the command to the parser."""
    about = METHODS["devices.list"].effect
    parser = subparsers.add_parser(
        "devices",
        parents=[common_options()],
        help=about,
        description=f"{about} Without a command: list.",
        epilog="DEVICE is a name, an address or a key as listed.",
    )
    parser.set_defaults(func=_list, limit=None, skip=0)
    inner = common_options(inner=True)
    commands = parser.add_subparsers(dest="deed", metavar="COMMAND")
    listing = commands.add_parser("list", parents=[inner], help=about, description=about)
    for one in (parser, listing):
        one.add_argument("--limit", metavar="N", help="how many lines at most")
        one.add_argument("--skip", metavar="N", help="how many lines to leave out first")
    for deed, method in (
        ("rename", "device.rename"),
        ("assign", "device.assign"),
        ("release", "device.release"),
        ("remove", "device.remove"),
        ("interview", "device.interview"),
        ("configure", "device.configure"),
    ):
        effect = METHODS[method].effect
        one = commands.add_parser(deed, parents=[inner], help=effect, description=effect)
        one.add_argument("device", metavar="DEVICE", help="its name, address or key")
        one.set_defaults(func=_do, method=METHODS[method])
        if deed == "rename":
            one.add_argument("name", metavar="NAME", help="the new name; '' for none")
        if deed == "release":
            one.add_argument("--role", choices=ROLES, help="which of its roles")
        if deed == "assign":
            add_role_options(one, required=True)
    effect = METHODS["check.start"].effect
    one = commands.add_parser("check", parents=[inner], help=effect, description=effect)
    one.add_argument("device", metavar="DEVICE", help="its name, address or key")
    one.add_argument("--role", choices=ROLES[:3], help="where it stands (default: its role)")
    one.add_argument("--invert", action="store_true", help="as if its clamp were turned round")
    add_check_options(one, required=True)
    one.set_defaults(func=_check)


def add_role_options(parser: argparse.ArgumentParser, *, required: bool) -> None:
    """Add what says for what a device is."""
    if required:
        parser.add_argument("role", choices=ROLES, help="what it is for")
    else:
        parser.add_argument("--role", choices=ROLES, help="what it is for")
    parser.add_argument(
        "--invert",
        action="store_true",
        help="import and export change places: the clamp sits the other way",
    )
    parser.add_argument(
        "--replace",
        action="store_true",
        help="take the role from the meter that has it: a meter exchange",
    )
    parser.add_argument("--name", metavar="NAME", help="what the household calls it")


def _list(arguments: argparse.Namespace) -> int:
    given = {
        name: int(text) if str(text).isdigit() else text
        for name, text in (("limit", arguments.limit), ("skip", arguments.skip))
        if text is not None
    }
    try:
        params = check(METHODS["devices.list"].params, given)
    except Refused as wrong:
        return say(*(problem.sentence for problem in wrong.problems), code=WRONG)
    return reached(_listed(arguments, params))


async def _listed(arguments: argparse.Namespace, params: msgspec.Struct) -> int:
    from agent.shell.link import connected

    method = METHODS["devices.list"]
    async with connected(socket_of(arguments), PROGRAM) as link:
        lines = await link.call(method.name, params)
        snapshot = msgspec.convert(await link.call("status.get"), Snapshot)
    if arguments.json:
        print(json.dumps(lines))
        return 0
    from agent.commands.home_tables import show

    show(method, msgspec.convert(lines, tuple[DeviceLine, ...]), snapshot)
    return 0


def _do(arguments: argparse.Namespace) -> int:
    return reached(_done(arguments))


async def _done(arguments: argparse.Namespace) -> int:
    from agent.shell.link import DEVICE_WITHIN_S, connected

    method: Method = arguments.method
    async with connected(socket_of(arguments), PROGRAM) as link:
        found = matching(await all_lines(link), arguments.device, _kind_for(arguments))
        if isinstance(found, str):
            return say(found, code=FAILED)
        try:
            params = check(method.params, _params(arguments, found))
        except Refused as wrong:
            return say(*(problem.sentence for problem in wrong.problems), code=WRONG)
        result = await link.call(method.name, params, within_s=DEVICE_WITHIN_S)
    if arguments.json:
        print(json.dumps(result))
    return told(msgspec.convert(result, WishAnswer), quiet=arguments.json)


def _check(arguments: argparse.Namespace) -> int:
    return reached(_checked(arguments))


async def _checked(arguments: argparse.Namespace) -> int:
    from agent.shell.link import connected

    async with connected(socket_of(arguments), PROGRAM) as link:
        found = matching(await all_lines(link), arguments.device, "meter")
        if isinstance(found, str):
            return say(found, code=FAILED)
        arguments.role = arguments.role or found.role
        arguments.invert = arguments.invert or found.invert
        if not arguments.role:
            return say(f"{arguments.device} has no role yet; say --role.", code=WRONG)
        return await check_live(link, arguments, found.key)


def _kind_for(arguments: argparse.Namespace) -> str | None:
    """A device may be both a meter and a relay: the role says which of the two is meant."""
    if arguments.deed == "assign":
        return "relay" if arguments.role == DeviceRole.RELAY.value else "meter"
    if arguments.deed == "release":
        return arguments.role or ""
    return None


def _params(arguments: argparse.Namespace, line: DeviceLine) -> dict[str, object]:
    match arguments.deed:
        case "assign":
            return assignment(arguments, line.key)
        case "release":
            return {"key": line.key, "role": line.role}
        case "rename":
            return {"ieee": line.ieee, "name": arguments.name}
        case _:
            return {"ieee": line.ieee}


def assignment(arguments: argparse.Namespace, key: str) -> dict[str, object]:
    """Return the parameters of device.assign as the options give them."""
    given: dict[str, object] = {
        "key": key,
        "role": arguments.role,
        "invert": arguments.invert,
        "replace": arguments.replace,
    }
    return given if arguments.name is None else {**given, "name": arguments.name}


async def all_lines(link: Any) -> tuple[DeviceLine, ...]:
    """Return every device the daemon lists, page by page."""
    lines: list[DeviceLine] = []
    while page := await link.call("devices.list", {"skip": len(lines)}):
        lines += msgspec.convert(page, list[DeviceLine])
    return tuple(lines)


def matching(
    lines: tuple[DeviceLine, ...], wanted: str, kind: str | None = None
) -> DeviceLine | str:
    """Return the one line that a person means, or why there is none.

    `kind`: None when any line of the device will do, "meter" or "relay" when one function is
    meant, a role when the function that has it is, "" when the one that has any is.
    """
    name = wanted.casefold()
    found = [line for line in lines if name in {line.name.casefold(), line.ieee, line.key}]
    if not found:
        return f"No device is called {wanted}; gridhearth devices lists them."
    if kind is None:
        devices = {line.ieee for line in found}
        return found[0] if len(devices) == 1 else _several(wanted, found)
    fitting = [line for line in found if (line.role if kind == "" else kind in _names(line))]
    if len(fitting) > 1:
        return _several(wanted, fitting)
    if not fitting:
        return f"{wanted} has no role." if kind == "" else f"{wanted} has no {kind}."
    return fitting[0]


def _names(line: DeviceLine) -> set[str]:
    return {line.kind, line.role}


def _several(wanted: str, lines: list[DeviceLine]) -> str:
    keys = ", ".join(f"{line.key or line.ieee} ({line.role or line.kind})" for line in lines)
    return f"{wanted} means several; name one by its key, or say its role: {keys}."
