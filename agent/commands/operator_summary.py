"""`gridhearth operator summary`: the market's months on one page, for people."""

import argparse
from pathlib import Path

from agent.commands.operator_bills import read_range, refuse_existing, say_check, write_new
from agent.commands.operator_moments import add_range
from agent.commands.operator_outside import Sight, add_settings, looking


def add_to_operator(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `summary` to the operator's sub-commands."""
    parser = commands.add_parser(
        "summary",
        help="write a page with plots: energy, charges, penalties, what is unsettled and why",
        description="One HTML file without script or network. Its numbers are those of `bills`.",
    )
    parser.add_argument("--html", type=Path, required=True, metavar="FILE")
    add_range(parser)
    parser.add_argument("--force", action="store_true", help="replace a file that is there")
    parser.add_argument(
        "--no-balance-check",
        action="store_true",
        help="do not read the settlements of all cycles to compare them with the accounts",
    )
    add_settings(parser)
    parser.set_defaults(func=looking(_summary))


async def _summary(arguments: argparse.Namespace, sight: Sight) -> int:
    from agent.commands.operator_standing import read_standing
    from agent.dso.bills import bill_rows, check_sentence
    from agent.dso.rehearsal_text import utc
    from agent.dso.summary import Page, summary_html

    refuse_existing(arguments.html, force=arguments.force)
    read = await read_range(arguments, sight, check=not arguments.no_balance_check)
    rows = bill_rows(sight.contract, read.views, read.times)
    cycles = read.times.cycles
    page = Page(
        contract=sight.contract,
        chain_id=sight.network.chain_id,
        block=read.head.number,
        time_s=read.head.time_s,
        since=read.since,
        until=read.until,
        since_utc=utc(cycles.start_ms(read.since) // 1000),
        until_utc=utc(cycles.start_ms(read.until) // 1000),
        rows=rows,
        check=check_sentence(read.check, rows),
        standing=read_standing(Path(sight.settings.store)),
    )
    write_new(arguments.html, summary_html(page).encode(), force=arguments.force)
    print(f"{arguments.html}: cycles {read.since} to {read.until - 1}")
    return say_check(read.check, rows)
