"""The market's summary as one HTML page: no script, nothing from a network, light, dark, paper.

Every number is a sum of the rows that `gridhearth operator bills` exports, or comes from the
operator's standing as its service last wrote it.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from html import escape

import msgspec

from agent.dso.bills import BillRow, decimal, totals
from agent.dso.plots import Plot, Point, Series, svg
from agent.dso.rehearsal_text import utc
from agent.dso.standing import HARMLESS, NOBODY, Standing
from agent.dso.summary_style import STYLE
from agent.units import WH_PER_KWH

MOST_LISTED = 200
"""Lines of one table; the rest is counted."""


class Page(msgspec.Struct, frozen=True):
    """What the page is about."""

    contract: str
    chain_id: int
    block: int
    time_s: int
    since: int
    until: int
    """The first cycle that is not in it."""
    since_utc: str
    until_utc: str
    rows: tuple[BillRow, ...]
    check: str
    """What the comparison with the accounts found (agent.dso.bills.check_sentence)."""
    standing: Standing | None
    """None: no operator's service has written one."""


def summary_html(page: Page) -> str:
    """Return the document."""
    return "\n".join(
        [
            "<!doctype html>",
            '<html lang="en"><head><meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            '<meta name="color-scheme" content="light dark">',
            f"<title>Market summary, cycles {page.since} to {page.until - 1}</title>",
            f"<style>{STYLE}</style></head><body><main>",
            *_head(page),
            *_figures(page.rows),
            *_plots(page),
            *_members(page.rows),
            *_standing(page.standing),
            f"<footer><p>{escape(page.check[:1].upper() + page.check[1:])}.</p>"
            "<p>Energy and money are the contract's own numbers, each proven from its storage; "
            "settled orders only.</p></footer>",
            "</main></body></html>",
            "",
        ]
    )


def kwh(energy_wh: int) -> str:
    """Return `0.412` for 412 Wh, exact."""
    sign = "-" if energy_wh < 0 else ""
    whole, rest = divmod(abs(energy_wh), WH_PER_KWH)
    return f"{sign}{whole}.{rest:03d}"


def short_money(micro: int) -> str:
    """Return an amount without the zeros at its end, at least two decimals."""
    text = decimal(micro)
    while text.endswith("0") and len(text.partition(".")[2]) > 2:
        text = text[:-1]
    return text


def _head(page: Page) -> list[str]:
    return [
        "<header><h1>Market summary</h1>",
        f"<p>Cycles {page.since} to {page.until - 1} ({page.since_utc} to {page.until_utc}), as "
        f"proven at block {page.block} ({utc(page.time_s)}).<br>",
        f'Market <span class="name">{escape(page.contract)}</span> on chain {page.chain_id}.</p>'
        "</header>",
    ]


def _figures(rows: Sequence[BillRow]) -> list[str]:
    everything, sold, bought = totals(rows), totals(rows, "sell"), totals(rows, "buy")
    told = (
        ("settled orders", str(everything.rows), ""),
        ("agreed by sellers", kwh(sold.agreed_wh), "kWh"),
        ("delivered by sellers", kwh(sold.metered_wh), "kWh"),
        ("used by buyers", kwh(bought.metered_wh), "kWh"),
        ("network charges", decimal(everything.network_charge_micro), ""),
        ("penalties", decimal(everything.penalty_micro), ""),
        ("sellers earned", decimal(sold.amount_micro), ""),
        ("buyers paid", decimal(-bought.amount_micro), ""),
    )
    return [
        '<section class="figures">',
        *(
            f'<div><span class="value">{value}</span> <span class="unit">{unit}</span>'
            f"<br>{name}</div>"
            for name, value, unit in told
        ),
        "</section>",
    ]


def _plots(page: Page) -> list[str]:
    rows = page.rows
    if not rows:
        return [
            "<section><h2>Cycle by cycle</h2><p>Nothing was settled in these cycles.</p></section>"
        ]
    first, last = rows[0].cycle, rows[-1].cycle
    plots = (
        (
            "Energy traded",
            "What sellers delivered and buyers used, by their meters, of the orders that traded.",
            Plot(
                "Energy traded",
                "kWh",
                (
                    _series("sellers delivered", "sell", rows, "metered_wh", "sell"),
                    _series("buyers used", "buy", rows, "metered_wh", "buy"),
                ),
                kwh,
            ),
        ),
        (
            "Price",
            "One price per cycle, per kWh; a line where cycles drawn as one differ.",
            Plot("Price", "per kWh", (_prices(rows),), short_money, dots=True),
        ),
        (
            "Network charges",
            "For the distance energy travels; sellers and buyers pay half each.",
            Plot(
                "Network charges",
                "",
                (_series("network charges", "network", rows, "network_charge_micro"),),
                short_money,
            ),
        ),
        (
            "Penalties",
            "For delivering or using more or less than was agreed, and for silence.",
            Plot(
                "Penalties",
                "",
                (_series("penalties", "penalty", rows, "penalty_micro"),),
                short_money,
            ),
        ),
    )
    lines = []
    for title, words, plot in plots:
        lines += [f"<section><h2>{title}</h2><p>{words}</p>"]
        if len(plot.series) > 1:
            keys = "".join(
                f'<span><i class="key {one.style}"></i>{one.name}</span>' for one in plot.series
            )
            lines.append(f'<p class="legend">{keys}</p>')
        lines += [svg(plot, first, last), "</section>"]
    return lines


def _series(
    name: str, style: str, rows: Iterable[BillRow], field: str, side: str | None = None
) -> Series:
    sums: Counter[int] = Counter()
    for row in rows:
        if side in {None, row.side}:
            sums[row.cycle] += getattr(row, field)
    return Series(name, style, tuple(Point(cycle, sums[cycle]) for cycle in sorted(sums)))


def _prices(rows: Iterable[BillRow]) -> Series:
    prices = {row.cycle: row.price_micro_per_kwh for row in rows}
    return Series("price", "price", tuple(Point(cycle, prices[cycle]) for cycle in sorted(prices)))


def _members(rows: Sequence[BillRow]) -> list[str]:
    if not rows:
        return []
    by_member: dict[str, list[BillRow]] = {}
    for row in rows:
        by_member.setdefault(row.member, []).append(row)
    lines = []
    for member, own in [*sorted(by_member.items()), ("all", list(rows))]:
        sold, bought, both = totals(own, "sell"), totals(own, "buy"), totals(own)
        name = "<b>all</b>" if member == "all" else f'<span class="name">{escape(member)}</span>'
        values = (
            str(both.rows),
            kwh(sold.metered_wh),
            kwh(bought.metered_wh),
            decimal(both.network_charge_micro),
            decimal(both.penalty_micro),
            decimal(both.amount_micro),
        )
        lines.append([name, *values])
    heads = (
        "member",
        "orders",
        "sold kWh",
        "used kWh",
        "network",
        "penalties",
        "account changed by",
    )
    return ["<section><h2>Members</h2>", *_table(heads, lines, numbers=True), "</section>"]


def _standing(standing: Standing | None) -> list[str]:
    if standing is None:
        return [
            "<section><h2>What is not settled</h2><p>Not known: the operator's service has not "
            "written how it stands. It does so whenever it runs.</p></section>"
        ]
    at = f"As the operator's service saw it at block {standing.block} ({utc(standing.time_s)})."
    return [
        "<section><h2>What is not settled, and why</h2>",
        f"<p>{at}</p>",
        *_unsettled(standing),
        "</section><section><h2>Members whose reports are missing</h2>",
        *_missing(standing),
        "</section><section><h2>Messages that were refused</h2>",
        *_refused(standing),
        "</section><section><h2>Contradicting reports</h2>",
        *_contradicting(standing),
        "</section>",
    ]


def _member(address: str) -> str:
    return f'<span class="name">{escape(address)}</span>'


def _unsettled(standing: Standing) -> list[str]:
    return _table(
        ("cycle", "member", "side", "agreed kWh", "why", "deadline"),
        [
            [
                str(one.cycle),
                _member(one.member),
                one.side,
                kwh(one.agreed_wh),
                escape(one.why),
                ("<b>passed</b>, " if one.overdue else "") + utc(one.deadline_s),
            ]
            for one in standing.unsettled
        ],
        nothing="Every order that traded and was delivered is settled.",
    )


def _missing(standing: Standing) -> list[str]:
    return _table(
        ("member", "cycles asked for again"),
        [
            [_member(member), ", ".join(map(str, cycles))]
            for member, cycles in sorted(standing.gaps.items())
        ],
        nothing="None: every report that is needed is there.",
    )


def _refused(standing: Standing) -> list[str]:
    rows = [
        [
            "nobody who is a member" if member == NOBODY else _member(member),
            escape(reason),
            str(count),
        ]
        for member, reasons in sorted(standing.refused.items())
        for reason, count in sorted(reasons.items())
        if reason != HARMLESS
    ]
    repeats = sum(reasons.get(HARMLESS, 0) for reasons in standing.refused.values())
    return [
        *_table(("on the topic of", "why", "messages"), rows, nothing="None."),
        f"<p>{repeats} copies of known reports came as well; homes repeat themselves until they "
        "have a receipt.</p>",
    ]


def _contradicting(standing: Standing) -> list[str]:
    lines = _table(
        ("member", "cycle", "revision", "said first", "said also"),
        [
            [
                _member(one.first.report.member),
                str(one.first.report.cycle),
                str(one.first.report.revision),
                *(
                    f"import {signed.report.import_wh} Wh, export {signed.report.export_wh} Wh"
                    for signed in (one.first, one.second)
                ),
            ]
            for one in standing.evidence
        ],
        nothing="None: nobody has signed two different reports of one cycle and revision.",
    )
    if standing.evidence:
        lines.append(
            "<p>Both signatures are kept: <code>gridhearth operator evidence --json</code> writes "
            "them so that anybody can verify them.</p>"
        )
    return lines


def _table(
    heads: Sequence[str],
    lines: Sequence[Sequence[str]],
    *,
    nothing: str = "Nothing.",
    numbers: bool = False,
) -> list[str]:
    """A table of finished HTML cells; `numbers`: all columns but the first are numbers."""
    if not lines:
        return [f"<p>{nothing}</p>"]
    style = ' class="numbers"' if numbers else ""
    shown = lines if len(lines) <= MOST_LISTED else [*lines[: MOST_LISTED - 1], lines[-1]]
    table = [
        f'<div class="scroll"><table{style}><thead><tr>',
        *(f"<th>{head}</th>" for head in heads),
        "</tr></thead><tbody>",
        *("<tr>" + "".join(f"<td>{cell}</td>" for cell in line) + "</tr>" for line in shown),
        "</tbody></table></div>",
    ]
    if len(shown) < len(lines):
        table.append(f"<p>{len(lines) - len(shown)} more are not listed.</p>")
    return table
