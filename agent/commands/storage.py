"""`gridhearth storage`: the battery's unit, its reports, sessions, money and votes."""

import argparse
import json
from collections.abc import Coroutine
from datetime import datetime
from typing import Any

import msgspec

from agent.api import words
from agent.api.check import Refused, check
from agent.api.methods import METHODS, WishAnswer
from agent.api.storage import (
    SessionLine,
    StorageOrders,
    StoragePreview,
    StorageSection,
    StorageView,
    StorageVoteLine,
    StorageVotes,
    UnitLine,
)
from agent.api.words import parse_decimal
from agent.commands.home_calls import (
    FAILED,
    PROGRAM,
    WRONG,
    common_options,
    reached,
    say,
    socket_of,
    told,
    unlocked_call,
)
from agent.storage.amounts import ATTO, atto, atto_text
from agent.units import WH_PER_KWH

SHOWN_DIGITS = 6
VOTES = ("add-voter", "remove-voter", "change-banker", "set-parameter")
REGISTRATIONS = ("register-unit", "remove-unit")


def add(subparsers: Any) -> None:
    """Add the command to the parser."""
    about = "the storage market: the battery's unit, sessions, ENT and votes"
    storage = subparsers.add_parser("storage", help=about, description=f"Show or use {about}.")
    inner = storage.add_subparsers(dest="what", metavar="WHAT", required=True)
    common = common_options()
    for name, handler, effect in (
        ("status", _status, "show the unit, what is open, balances and costs"),
        ("sessions", _sessions, "list the sessions, start or end one"),
        ("report", _report, METHODS["storage.report"].effect),
        ("costs", _costs, "show what minting and burning cost, and what a session would"),
    ):
        one = inner.add_parser(name, parents=[common], help=effect, description=effect)
        one.set_defaults(func=handler)
        if name == "sessions":
            _session_options(one)
        if name == "costs":
            _amount_options(one)
    _add_vote(inner, common)
    _add_order(inner, common)
    _add_transfer(inner, common)


def _amount_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--kwh", metavar="KWH", help="for so much energy, such as 1.5")
    parser.add_argument("--ent", metavar="ENT", help="for so many ENT, such as 2.25")


def _session_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--start", action="store_true", help="start one (with --kwh or --ent)")
    parser.add_argument("--stop", action="store_true", help="end one, or get back what is over")
    parser.add_argument("--unit", metavar="ADDRESS", help="the unit; without it this home's own")
    _amount_options(parser)


def _add_vote(inner: Any, common: argparse.ArgumentParser) -> None:
    effect = "vote as one of the voters; without a kind: list the open votes"
    vote = inner.add_parser("vote", parents=[common], help=effect, description=effect)
    vote.add_argument("kind", nargs="?", choices=(*VOTES, *REGISTRATIONS))
    vote.add_argument("--list", action="store_true", help="list the open votes")
    vote.add_argument("--address", metavar="ADDRESS", help="whom or which unit it is about")
    vote.add_argument("--owner", metavar="ADDRESS", help="register-unit: whose it is")
    vote.add_argument("--parameter", choices=("M", "B", "C", "H", "F"), help="which parameter")
    vote.add_argument(
        "--value", metavar="NUMBER", help="its value, such as 0.05 (H: whole hours, such as 2)"
    )
    vote.set_defaults(func=_vote)


def _add_order(inner: Any, common: argparse.ArgumentParser) -> None:
    effect = "order ENT against eEuro, take an order back; without a side: list the book"
    order = inner.add_parser("order", parents=[common], help=effect, description=effect)
    order.add_argument("side", nargs="?", choices=("sell", "buy"))
    order.add_argument("--amount", metavar="ENT", help="how many ENT, such as 1.9")
    order.add_argument("--price", metavar="EEURO", help="eEuro per ENT, such as 0.5")
    order.add_argument("--remove", metavar="NUMBER", help="take this order back instead")
    order.set_defaults(func=_order)


def _add_transfer(inner: Any, common: argparse.ArgumentParser) -> None:
    effect = METHODS["storage.transfer"].effect
    transfer = inner.add_parser("transfer", parents=[common], help=effect, description=effect)
    transfer.add_argument("currency", choices=("ent", "eeuro"))
    transfer.add_argument("amount", metavar="AMOUNT", help="such as 1.5")
    transfer.add_argument("--to", metavar="ADDRESS", required=True)
    transfer.set_defaults(func=_transfer)


# What they do.


def _status(arguments: argparse.Namespace) -> int:
    return _looked(arguments, "storage.get", {}, _show_status)


def _report(arguments: argparse.Namespace) -> int:
    return _wished(arguments, "storage.report", {})


def _sessions(arguments: argparse.Namespace) -> int:
    if arguments.start and arguments.stop:
        return say("Either --start or --stop, not both.", code=WRONG)
    if arguments.stop:
        return _wished(arguments, "storage.session_stop", _unit(arguments))
    if not arguments.start:
        return _looked(arguments, "storage.get", {}, _show_sessions)
    amount = _amounts(arguments)
    if isinstance(amount, str):
        return say(amount, code=WRONG)
    return _wished(arguments, "storage.session_start", {**_unit(arguments), **amount})


def _costs(arguments: argparse.Namespace) -> int:
    if arguments.kwh is None and arguments.ent is None:
        return _looked(arguments, "storage.get", {}, _show_costs)
    amount = _amounts(arguments)
    if isinstance(amount, str):
        return say(amount, code=WRONG)
    return _looked(arguments, "storage.preview", amount, _show_preview)


def _unit(arguments: argparse.Namespace) -> dict[str, object]:
    return {} if arguments.unit is None else {"unit": arguments.unit.lower()}


def _amounts(arguments: argparse.Namespace) -> dict[str, object] | str:
    """Return the amount as the daemon takes it; a sentence: what was wrong."""
    if (arguments.kwh is None) == (arguments.ent is None):
        return "Say either --kwh or --ent."
    try:
        if arguments.kwh is not None:
            return {"energy_wh": parse_decimal(arguments.kwh, WH_PER_KWH)}
        return {"ent": _attos(arguments.ent)}
    except ValueError as wrong:
        option = "--ent" if arguments.kwh is None else "--kwh"
        return f"{option}: {wrong}."


def _attos(text: str) -> str:
    """Return a decimal number of ENT or eEuro as an AttoText; ValueError."""
    whole, _, part = text.strip().partition(".")
    if len(part) > 18 or not (whole + part).isascii() or not (whole + part).isdigit():
        raise ValueError(f"{text!r} is not a plain number such as 1.5, with 18 decimals at most")
    return atto_text(int(whole + part) * 10 ** (18 - len(part)))


def _vote(arguments: argparse.Namespace) -> int:
    kind, address = arguments.kind, arguments.address
    address = None if address is None else address.lower()
    if kind is None:
        return _looked(arguments, "storage.votes", {}, _show_votes)
    if arguments.list:
        return say("Either --list or what to vote for, not both.", code=WRONG)
    if kind in REGISTRATIONS:
        given: dict[str, object] = {"remove": kind == "remove-unit"}
        if address is not None:
            given["unit"] = address
        if arguments.owner is not None:
            given["owner"] = arguments.owner.lower()
        return _wished(arguments, "storage.register", given)
    given = {"kind": kind.replace("-", "_")}
    if address is not None:
        given["address"] = address
    if arguments.parameter is not None:
        given["parameter"] = arguments.parameter
    if arguments.value is not None:
        try:
            hours = arguments.parameter == "H"
            given["value"] = str(int(arguments.value)) if hours else _attos(arguments.value)
        except ValueError as wrong:
            return say(f"--value: {wrong}.", code=WRONG)
    return _wished(arguments, "storage.vote", given)


def _order(arguments: argparse.Namespace) -> int:
    if arguments.side is None:
        return _looked(arguments, "storage.orders", {}, _show_orders)
    if arguments.remove is not None:
        given = {"ident": arguments.remove, "side": arguments.side}
        return _wished(arguments, "storage.order_remove", given)
    if arguments.amount is None or arguments.price is None:
        return say("An order needs --amount and --price (or --remove).", code=WRONG)
    try:
        amount, price = _attos(arguments.amount), _attos(arguments.price)
    except ValueError as wrong:
        return say(f"{wrong}.", code=WRONG)
    given = {"side": arguments.side, "price": price, "amount": amount}
    return _wished(arguments, "storage.order_add", given)


def _transfer(arguments: argparse.Namespace) -> int:
    try:
        amount = _attos(arguments.amount)
    except ValueError as wrong:
        return say(f"{wrong}.", code=WRONG)
    given = {"currency": arguments.currency, "to": arguments.to.lower(), "amount": amount}
    return _wished(arguments, "storage.transfer", given)


# The daemon.


def _wished(arguments: argparse.Namespace, method: str, given: dict[str, Any]) -> int:
    return _checked(arguments, method, given, _wish)


def _looked(arguments: argparse.Namespace, method: str, given: dict[str, Any], show: Any) -> int:
    arguments.show = show
    return _checked(arguments, method, given, _look)


def _checked(arguments: argparse.Namespace, method: str, given: dict[str, Any], work: Any) -> int:
    try:
        params = check(METHODS[method].params, given)
    except Refused as wrong:
        return say(*(problem.sentence for problem in wrong.problems), code=WRONG)
    doing: Coroutine[Any, Any, int] = work(arguments, method, params)
    return reached(doing)


async def _wish(arguments: argparse.Namespace, method: str, params: msgspec.Struct) -> int:
    from agent.shell.link import connected

    async with connected(socket_of(arguments), PROGRAM) as link:
        result = await unlocked_call(link, method, params)
    if arguments.json:
        print(json.dumps(result))
    return told(msgspec.convert(result, WishAnswer), quiet=arguments.json)


async def _look(arguments: argparse.Namespace, method: str, params: msgspec.Struct) -> int:
    from agent.shell.link import connected

    async with connected(socket_of(arguments), PROGRAM) as link:
        result = await link.call(method, params)
    if arguments.json:
        print(json.dumps(result))
        return 0
    kind: Any = METHODS[method].result
    shown: int = arguments.show(msgspec.convert(result, kind))
    return shown


# How a terminal shows it.


def amount(text: str | None) -> str:
    """Return an AttoText with six decimals, rounded half away from zero; "-" where not known."""
    return "-" if text is None else words.decimal(atto(text), ATTO, SHOWN_DIGITS)


def _show_status(view: StorageView) -> int:
    from rich.console import Console
    from rich.panel import Panel
    from rich.table import Table

    section = view.storage
    if section is None:
        return say(view.sentence, code=FAILED)
    page = Table.grid(padding=(0, 2))
    page.add_column(style="dim")
    page.add_column()
    if section.unit is not None:
        for name, said in unit_rows(section.unit):
            page.add_row(name, said)
    for name, said in market_rows(section):
        page.add_row(name, said)
    Console().print(Panel(page, title="storage", title_align="left"))
    return 0


def unit_rows(unit: UnitLine) -> list[tuple[str, str]]:
    """Return what is to be said of the unit, line by line."""
    registered = {None: "not read yet", True: "registered", False: "not registered"}
    rows = [
        ("Unit", f"{words.address(unit.address)}, {registered[unit.registered]}"),
        ("Reporting", unit.sentence),
        ("Meter", f"{words.energy(unit.in_wh)} in, {words.energy(unit.out_wh)} out"),
        ("Open", f"{words.energy(unit.open_in_wh)} in, {words.energy(unit.open_out_wh)} out"),
    ]
    if unit.energy_wh is not None:
        rows.append(("On the chain", words.energy(unit.energy_wh)))
    if unit.charge_permille is not None:
        charge = words.decimal(unit.charge_permille, 10, 1)
        rows.append(("Battery", f"{charge} % of {words.energy(unit.capacity_wh)}"))
    if unit.uncovered_wh:
        rows.append(("", f"{words.energy(unit.uncovered_wh)} left without a session"))
    if unit.under_way is not None:
        rows.append(("Under way", unit.under_way.sentence))
    if unit.last is not None:
        rows.append(("Last report", unit.last.sentence))
    if unit.next_report_ms is not None:
        rows.append(("Next report", _when(unit.next_report_ms)))
    if unit.backing_wh is not None:
        rows.append(("Backs orders", f"with up to {words.energy(unit.backing_wh)}"))
    if unit.discharge_w is not None:
        rows.append(("Delivers now", words.power(unit.discharge_w)))
    return rows


def market_rows(section: StorageSection) -> list[tuple[str, str]]:
    """Return balances, costs and warnings, line by line."""
    rows = [
        ("ENT", f"{amount(section.ent_available)}, locked {amount(section.ent_locked)}"),
        ("eEuro", f"{amount(section.euro_available)}, locked {amount(section.euro_locked)}"),
        (
            "Costs now",
            f"minting {amount(section.mint_cost)}, burning {amount(section.burn_cost)} ENT/kWh",
        ),
        ("Sessions", f"{len(section.my_sessions)} of yours, {len(section.unit_sessions)} here"),
    ]
    rows += [(deed.stage.capitalize(), f"{deed.what}: {deed.sentence}") for deed in section.deeds]
    rows += [("Trouble", warning) for warning in section.warnings]
    return rows


def _when(at_ms: int) -> str:
    return datetime.fromtimestamp(at_ms / 1_000).astimezone().strftime("%d.%m. %H:%M:%S")


def _show_sessions(view: StorageView) -> int:
    from rich.console import Console
    from rich.table import Table

    section = view.storage
    if section is None:
        return say(view.sentence, code=FAILED)
    known: dict[tuple[str, str], SessionLine] = {
        (one.unit, one.consumer): one for one in (*section.unit_sessions, *section.my_sessions)
    }
    if not known:
        print("There are no sessions.")
        return 0
    table = Table(box=None, header_style="bold", pad_edge=False)
    for head in ("session", "unit", "consumer", "energy", "locked ENT", "until"):
        right = head in ("energy", "locked ENT")
        table.add_column(head, justify="right" if right else "left")
    for one in sorted(known.values(), key=lambda one: one.opened_s):
        table.add_row(
            one.ident,
            words.address(one.unit),
            "you" if one.mine else words.address(one.consumer),
            words.energy(one.energy_wh),
            amount(one.locked),
            _when(one.expires_s * 1_000),
        )
    Console().print(table)
    if section.unit_sessions_more:
        print(f"Behind these, at this home's unit: {section.unit_sessions_more} more.")
    return 0


def _show_costs(view: StorageView) -> int:
    section = view.storage
    if section is None:
        return say(view.sentence, code=FAILED)
    print(f"Minting costs {amount(section.mint_cost)} ENT per kWh now, burning")
    print(f"{amount(section.burn_cost)} ENT per kWh.")
    if section.parameters is not None:
        known = section.parameters
        print(
            f"M {amount(known.mint_cap)}, B {amount(known.burn_cap)}, C {amount(known.slope)},"
            f" H {known.validity_s // 3_600} h, F {amount(known.owner_share)}"
        )
    return 0


def _show_preview(preview: StoragePreview) -> int:
    if preview.enough is None:
        return say(preview.sentence, code=FAILED)
    print(preview.sentence)
    return 0


def _show_orders(book: StorageOrders) -> int:
    from rich.console import Console
    from rich.table import Table

    if book.sentence:
        return say(book.sentence, code=FAILED)
    if not book.buys and not book.sells:
        print("There are no orders for ENT.")
        return 0
    table = Table(box=None, header_style="bold", pad_edge=False)
    for head in ("number", "side", "who", "ENT", "eEuro per ENT"):
        table.add_column(head, justify="right" if head.startswith(("ENT", "eEuro")) else "left")
    for one in (*book.sells, *book.buys):
        who = "you" if one.mine else words.address(one.user)
        table.add_row(one.ident, one.side, who, amount(one.amount), amount(one.price))
    Console().print(table)
    return 0


def _show_votes(votes: StorageVotes) -> int:
    if votes.sentence:
        return say(votes.sentence, code=FAILED)
    if not votes.votes:
        print("There are no open votes.")
    for one in votes.votes:
        mine = ", yours among them" if one.mine else ""
        print(f"{_vote_words(one)}: {one.votes} of {votes.voters}{mine}")
    if votes.older:
        print(f"Not looked at: the {votes.older} oldest votes ever begun.")
    return 0


def _vote_words(vote: StorageVoteLine) -> str:
    """Return an open vote as it would be typed to vote for it."""
    kind = vote.kind.replace("_", "-")
    match vote.kind:
        case "set_parameter":
            value = vote.value if vote.about == "H" else amount(vote.value)
            return f"{kind} --parameter {vote.about} --value {value}"
        case "register_unit":
            return f"{kind} --address {vote.about} --owner {vote.value}"
        case _:
            return f"{kind} --address {vote.about}"
