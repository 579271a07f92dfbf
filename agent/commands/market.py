"""`gridhearth market`: check an auction, a distance or a settlement away from the chain."""

import argparse
import json
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from agent.market.feeder import Feeder

_FEEDER = "ieee-european-lv"
_REFUSED = 2
_PLAIN_COLUMNS = 140
"""Width of tables that go to a file or a pipe."""

_CLEAR_HELP = """\
Clears, scores and matches the orders of one cycle exactly as the endorsers do.

ORDERS.json ("-" reads standard input):
  {"parameters": {"charge_micro_per_m": 2000, "penalty_micro_per_kwh": 150000,
                  "welfare": {"a": "0.005", "b": "6", "c": "1", "omega": "14", "alpha": "0.07"}},
   "orders": [{"id": 1, "member": "24", "vertex": 24, "side": "sell", "energy_wh": 25000,
               "low_micro_per_kwh": 10000000, "high_micro_per_kwh": 30000000,
               "distance_m": 100}]}
id is the submission sequence: of equal prices the smaller id goes first.
"""
_SETTLE_HELP = """\
Computes bills and incomes from trades and metered energy exactly as the contract does.

INPUT.json ("-" reads standard input):
  {"price_micro_per_kwh": 16500000, "penalty_micro_per_kwh": 150000, "charge_micro_per_m": 2000,
   "members": [{"member": "12", "limit_wh": 80000, "metered_wh": 60000},
               {"member": "4", "limit_wh": 90000, "metered_wh": null}],
   "trades": [{"buyer": "12", "seller": "4", "energy_wh": 53250, "distance_mm": 36049}]}
metered_wh null means that the member stayed silent; limit_wh is what its connection can carry
in one cycle. Trades may be pasted from "market clear --json": a charge_micro_each is checked.
"""


def add(subparsers: Any) -> None:
    """Add the `market` commands to the command line's subparsers."""
    market = subparsers.add_parser("market", help="check an auction, a distance or a settlement")
    commands = market.add_subparsers(dest="market_command", required=True, metavar="COMMAND")
    plain = argparse.RawDescriptionHelpFormatter
    clear = commands.add_parser(
        "clear", help="clear one cycle's orders", description=_CLEAR_HELP, formatter_class=plain
    )
    clear.add_argument("orders", metavar="ORDERS.json", help='a file, or "-"')
    clear.add_argument("--feeder", default=_FEEDER, help="a shipped feeder's name, or a directory")
    clear.add_argument("--mechanism", choices=("dpda", "mcafee"), default="dpda")
    clear.set_defaults(func=_clear)
    distance = commands.add_parser("distance", help="grid distance between vertices")
    distance.add_argument("origin", metavar="FROM", type=int)
    distance.add_argument("target", metavar="TO", type=int, nargs="?")
    distance.add_argument(
        "--feeder", default=_FEEDER, help="a shipped feeder's name, or a directory"
    )
    distance.add_argument("--within-m", type=int, help="only vertices at most this far away")
    distance.set_defaults(func=_distance)
    settle = commands.add_parser(
        "settle", help="bills and incomes", description=_SETTLE_HELP, formatter_class=plain
    )
    settle.add_argument("input", metavar="INPUT.json", help='a file, or "-"')
    settle.set_defaults(func=_settle)
    for command in (clear, distance, settle):
        command.add_argument("--json", action="store_true", help="print JSON instead of a table")


def _clear(options: argparse.Namespace) -> int:
    from agent.market.auction import run_auction
    from agent.market.audit import auction_document, read_auction

    def run() -> dict[str, Any]:
        text, feeder = _text_and_feeder(options)
        request = read_auction(text, feeder)
        result = run_auction(request.orders, request.parameters, feeder, options.mechanism)
        return auction_document(result, request.orders)

    return _answer(options, run, _show_auction)


def _distance(options: argparse.Namespace) -> int:
    from agent.market.audit_fields import AuditError

    def run() -> dict[str, Any]:
        feeder = _feeder(options.feeder)
        named = [vertex for vertex in (options.origin, options.target) if vertex is not None]
        problems = [
            f"vertex {vertex} is not on the feeder" for vertex in named if vertex not in feeder
        ]
        if options.within_m is not None and options.within_m < 0:
            problems.append(f"--within-m was {options.within_m}, allowed is 0 and above")
        if problems:
            raise AuditError(problems)
        limit_mm = feeder.longest_mm if options.within_m is None else options.within_m * 1000
        if options.target is None:
            near = feeder.within(options.origin, limit_mm)
            vertices = [{"vertex": vertex, "distance_mm": far} for vertex, far in near]
            return {"from": options.origin, "vertices": vertices}
        far = feeder.distance_mm(options.origin, options.target)
        found = {"from": options.origin, "to": options.target, "distance_mm": far}
        return found if options.within_m is None else found | {"within": far <= limit_mm}

    return _answer(options, run, _show_distance)


def _settle(options: argparse.Namespace) -> int:
    from agent.market.audit_settlement import read_settlement, settled, settlement_document

    def run() -> dict[str, Any]:
        return settlement_document(settled(read_settlement(_text(options.input))))

    return _answer(options, run, _show_settlement)


def _answer(
    options: argparse.Namespace,
    run: Callable[[], dict[str, Any]],
    show: Callable[[dict[str, Any]], None],
) -> int:
    """Print the answer, or one error with every problem on the standard error stream."""
    from agent.market.audit_fields import AuditError

    try:
        document = run()
    except AuditError as refused:
        if options.json:
            print(json.dumps({"problems": refused.problems}), file=sys.stderr)
        else:
            listed = "".join(f"\n  - {problem}" for problem in refused.problems)
            print(f"Nothing was computed, the input has problems:{listed}", file=sys.stderr)
        return _REFUSED
    if options.json:
        print(json.dumps(document))
    else:
        show(document)
    return 0


def _text_and_feeder(options: argparse.Namespace) -> tuple[str, "Feeder"]:
    """Return the document and the feeder; AuditError with the problems of both."""
    from agent.market.audit_fields import AuditError

    problems: list[str] = []
    text, feeder = "", None
    try:
        text = _text(options.orders)
    except AuditError as refused:
        problems += refused.problems
    try:
        feeder = _feeder(options.feeder)
    except AuditError as refused:
        problems += refused.problems
    if feeder is None or problems:
        raise AuditError(problems)
    return text, feeder


def _feeder(name_or_path: str) -> "Feeder":
    from agent.feeders import load_feeder
    from agent.market.audit_fields import AuditError
    from agent.market.feeder import FeederError

    try:
        return load_feeder(name_or_path)
    except FeederError as refused:
        raise AuditError([f"feeder: {problem}" for problem in refused.problems]) from refused


def _text(path: str) -> str:
    from agent.market.audit_fields import AuditError

    try:
        raw = sys.stdin.buffer.read() if path == "-" else Path(path).read_bytes()
        return raw.decode("utf-8")
    except (OSError, ValueError) as unreadable:
        raise AuditError([f"{path} could not be read: {unreadable}"]) from unreadable


def _show_auction(document: dict[str, Any]) -> None:
    cap = ", capped to the winners' reserves" if document["capped"] else ""
    print(f"case {document['case']}, price {_money(document['price_micro_per_kwh'])} per kWh{cap}")
    rows = [
        (
            trade["buyer"],
            trade["seller"],
            _energy(trade["energy_wh"]),
            f"{trade['distance_mm'] / 1000:.1f} m",
            _money(trade["charge_micro_each"]),
        )
        for trade in document["trades"]
    ]
    _table("Trades", ("buyer", "seller", "energy", "distance", "charge each"), rows)
    supply = ((seller, _energy(wh)) for seller, wh in document["supply_wh"].items())
    _table("Sellers after oversupply", ("seller", "energy"), supply)
    _table("Left out", ("member", "reason"), document["left_out"].items())


def _show_distance(document: dict[str, Any]) -> None:
    found = document.get("vertices") or [document | {"vertex": document.get("to")}]
    if document.get("vertices") == []:
        found = []
    rows = ((str(one["vertex"]), f"{one['distance_mm'] / 1000:.3f} m") for one in found)
    _table(f"From vertex {document['from']}", ("to vertex", "distance"), rows)
    if "within" in document:
        print("within the distance" if document["within"] else "beyond the distance")


def _show_settlement(document: dict[str, Any]) -> None:
    heads = ("member", "side", "agreed", "metered", "energy", "network", "penalty", "amount", "")
    rows = (
        (
            one["member"],
            one["side"],
            _energy(one["agreed_wh"]),
            _energy(one["metered_wh"]),
            *(
                _money(one[name])
                for name in (
                    "energy_micro",
                    "network_charge_micro",
                    "penalty_micro",
                    "amount_micro",
                )
            ),
            one["status"],
        )
        for one in document["settlements"]
    )
    _table("Settlements", heads, rows)
    print(f"operator {_money(document['operator_micro'])}")


def _money(micro: int) -> str:
    sign = "-" if micro < 0 else ""
    return f"{sign}{abs(micro) // 1_000_000}.{abs(micro) % 1_000_000:06d}"


def _energy(energy_wh: int) -> str:
    return f"{energy_wh // 1000}.{energy_wh % 1000:03d} kWh"


def _table(title: str, heads: Iterable[str], rows: Iterable[tuple[str, ...]]) -> None:
    from rich.console import Console
    from rich.table import Column, Table
    from rich.text import Text

    columns = [Column(head, overflow="fold") for head in heads]  # never "..." inside an amount
    table = Table(*columns, title=Text(title), title_justify="left")
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    console = Console()
    if not console.is_terminal:
        console.width = _PLAIN_COLUMNS
    console.print(table)
