"""`gridhearth operator bills`: every settled cycle of every member, as a file for accountants."""

import argparse
import os
import re
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from agent.commands.operator_moments import add_range
from agent.commands.operator_outside import FAILED, Sight, StartError, add_settings, looking

if TYPE_CHECKING:
    from agent.dso.bills import BalanceCheck, BillRow
    from agent.dso.cycle_view import CycleView, MarketTimes
    from agent.ledger.verify import VerifiedHead


def add_to_operator(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `bills` to the operator's sub-commands."""
    parser = commands.add_parser(
        "bills",
        help="export bills and incomes as CSV or JSON",
        description="One row per member and settled cycle, proven from the contract's storage, "
        "compared with the accounts. The exit code is 1 when the sums differ from the accounts.",
    )
    file = parser.add_mutually_exclusive_group(required=True)
    file.add_argument("--csv", type=Path, metavar="FILE", help="for a spreadsheet")
    file.add_argument("--json", type=Path, metavar="FILE", help="for a program")
    add_range(parser)
    parser.add_argument(
        "--member",
        action="append",
        type=member,
        default=[],
        metavar="ADDRESS",
        help="only this one",
    )
    parser.add_argument("--force", action="store_true", help="replace a file that is there")
    parser.add_argument(
        "--without-block",
        action="store_true",
        help="leave the block column empty: the file of a closed period then never changes",
    )
    parser.add_argument(
        "--no-balance-check",
        action="store_true",
        help="do not read the settlements of all cycles to compare them with the accounts",
    )
    add_settings(parser)
    parser.set_defaults(func=looking(_bills))


def member(text: str) -> str:
    """Return an address in lower case."""
    if re.fullmatch("0x[0-9a-fA-F]{40}", text) is None:
        raise argparse.ArgumentTypeError(f"{text!r} is no address: 0x and 40 digits")
    return text.lower()


class Exported(msgspec.Struct, frozen=True):
    """What was read for an export."""

    head: "VerifiedHead"
    times: "MarketTimes"
    since: int
    until: int
    views: "tuple[CycleView, ...]"
    check: "BalanceCheck | None"


async def read_range(arguments: argparse.Namespace, sight: Sight, *, check: bool) -> Exported:
    """Read the cycles of a range, and all settlements of the market for the check."""
    from agent.dso.bills import balance_check
    from agent.dso.chain_reader import MarketReader
    from agent.units import CycleNo

    chain = sight.client.view()
    reader = MarketReader(chain, sight.contract)
    head = await chain.next_head()
    times = await reader.times(head)
    end = (times.running(head.time_s) or 0) + 1
    since = min(arguments.since.first_cycle(times), end)
    until = end
    if arguments.until is not None:
        until = max(since, min(arguments.until.first_cycle(times), end))
    views = []
    for cycle in range(since, until):
        views.append(await reader.cycle(CycleNo(cycle), head))
        if len(views) % 500 == 0:
            print(f"{len(views)} of {until - since} cycles read", file=sys.stderr)
    found = None
    if check:
        operator = await reader.operator(head)
        members = [*await reader.members(head), operator]
        found = balance_check(
            await reader.settled_amounts(end, head),
            await reader.balances(members, head),
            operator,
        )
    return Exported(head, times, since, until, tuple(views), found)


async def _bills(arguments: argparse.Namespace, sight: Sight) -> int:
    from agent.dso.bills import bill_rows
    from agent.dso.bills_file import Export, csv_bytes, json_bytes

    path: Path = arguments.csv or arguments.json
    refuse_existing(path, force=arguments.force)
    read = await read_range(arguments, sight, check=not arguments.no_balance_check)
    rows = bill_rows(
        sight.contract,
        read.views,
        read.times,
        members=frozenset(arguments.member),
        with_block=not arguments.without_block,
    )
    export = Export(
        sight.network.chain_id, sight.contract, read.since, read.until, rows, read.check
    )
    write_new(path, (csv_bytes if arguments.csv else json_bytes)(export), force=arguments.force)
    print(
        f"{path}: {len(rows)} settled orders of cycles {read.since} to {read.until - 1}, as "
        f"proven at block {read.head.number}"
    )
    return say_check(read.check, rows)


def say_check(check: "BalanceCheck | None", rows: "tuple[BillRow, ...]") -> int:
    """Print what the comparison with the accounts found; return the exit code."""
    from agent.dso.bills import check_sentence

    print(check_sentence(check, rows))
    odd = any(not row.adds_up for row in rows)
    return FAILED if odd or (check is not None and check.difference_micro) else 0


def refuse_existing(path: Path, *, force: bool) -> None:
    """Raise StartError for a file that is there, unless it may be replaced."""
    if path.exists() and not force:
        raise StartError(f"{path} is there already; --force replaces it")


def write_new(path: Path, content: bytes, *, force: bool) -> None:
    """Write a whole file or none; StartError when it appeared meanwhile or cannot be written."""
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                os.fchmod(file.fileno(), 0o640)
            if force:
                Path(name).replace(path)
            else:
                os.link(name, path)
        finally:
            Path(name).unlink(missing_ok=True)
    except FileExistsError as there:
        raise StartError(f"{path} is there already; --force replaces it") from there
    except OSError as failed:
        raise StartError(f"{path} could not be written: {failed.strerror}") from failed
