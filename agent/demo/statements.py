"""What each home sold, bought, earned and paid, in words and as one table.

Every amount is the contract's own, checked by the home's agent; nothing is computed here but
sums. All six decimals are printed, so that a person can add them up.
"""

from collections.abc import Iterable, Sequence

from rich.table import Table

from agent.api.sections import StatementLine, TradeLine
from agent.demo.result import HomeResult
from agent.demo.words import kwh, metres, money, per_kwh


def statement(home: HomeResult) -> str:
    """Return the statement of one home: a heading, one paragraph per cycle, the total."""
    roof = f", {home.pv_w_peak / 1000:.1f} kWp of panels" if home.pv_w_peak else ""
    head = f"Home {home.number} (vertex {home.vertex}{roof})"
    if not home.statements:
        return f"{head}: nothing was settled.\n"
    lines = [f"{head}:"]
    for line in sorted(home.statements, key=lambda settled: settled.cycle):
        lines += _paragraph(line, [t for t in home.trades if t.cycle == line.cycle])
    return "\n".join([*lines, _total(home), ""])


def statements(homes: Iterable[HomeResult]) -> str:
    """Return the statements of all homes, in ascending order of their number."""
    return "\n".join(statement(home) for home in sorted(homes, key=lambda home: home.number))


def summary_table(homes: Sequence[HomeResult], *, title: str = "Every home") -> Table:
    """Return one row per home and a row of sums; amounts in the market's currency."""
    table = Table(title=title, show_footer=True, header_style="bold", footer_style="bold")
    sums = [_sums(home.statements) for home in homes]
    columns = [sum(row[i] for row in sums) for i in range(6)]
    table.add_column("home", footer="all", justify="right")
    table.add_column("vertex", justify="right")
    table.add_column("kWp", justify="right")
    for name, total in zip(("sold kWh", "bought kWh"), columns[:2], strict=True):
        table.add_column(name, footer=kwh(total), justify="right")
    for name, total in zip(("network", "penalty", "earned", "paid"), columns[2:], strict=True):
        table.add_column(name, footer=money(total), justify="right")
    for home, row in sorted(zip(homes, sums, strict=True), key=lambda pair: pair[0].number):
        roof = f"{home.pv_w_peak / 1000:.1f}" if home.pv_w_peak else "-"
        energies = [kwh(value) if value else "-" for value in row[:2]]
        amounts = [money(value) if value else "-" for value in row[2:]]
        table.add_row(str(home.number), str(home.vertex), roof, *energies, *amounts)
    return table


def _paragraph(line: StatementLine, trades: Sequence[TradeLine]) -> list[str]:
    sold = line.side == "sell"
    deed, done = ("sold", "delivered") if sold else ("bought", "used")
    text = (
        f"  cycle {line.cycle}: {deed} {kwh(line.agreed_wh)} kWh "
        f"at {per_kwh(line.price_micro_per_kwh)} per kWh{_partners(trades, sold=sold)}"
    )
    result = "income" if line.amount_micro >= 0 else "bill"
    then = (
        f"    {done} {kwh(line.metered_wh)} kWh{_gap(line)}: energy {money(line.energy_micro)}, "
        f"paid network {money(line.network_charge_micro)}, "
        f"penalty {money(line.penalty_micro)}, {result} {money(abs(line.amount_micro))}"
    )
    return [text, then + _standing(line)]


def _partners(trades: Sequence[TradeLine], *, sold: bool) -> str:
    if not trades:
        return ""
    told = [f"{t.partner} {kwh(t.energy_wh)} over {metres(t.distance_mm)} m" for t in trades]
    return f" ({'to' if sold else 'from'} {', '.join(told)})"


def _gap(line: StatementLine) -> str:
    missing = line.agreed_wh - line.metered_wh
    if missing == 0:
        return ""
    return f" ({kwh(abs(missing))} {'less' if missing > 0 else 'more'} than agreed)"


def _standing(line: StatementLine) -> str:
    told = {
        "default": "; no report came, so it was settled as the rules say for silence",
        "corrected": "; corrected by a later report",
    }.get(line.status, "")
    return told if line.verified else f"{told}; NOT verified against the chain"


def _total(home: HomeResult) -> str:
    sold, bought, network, penalty, earned, paid = _sums(home.statements)
    cycles = len({line.cycle for line in home.statements})
    text = (
        f"  total of {cycles} {'cycle' if cycles == 1 else 'cycles'}: "
        f"sold {kwh(sold)} kWh, bought {kwh(bought)} kWh, network {money(network)}, "
        f"penalty {money(penalty)}, earned {money(earned)}, paid {money(paid)}, "
        f"account changed by {money(earned - paid, signed=True)}"
    )
    if home.balance_micro is not None:
        text += f" to {money(home.balance_micro)}"
    return text


def _sums(lines: Iterable[StatementLine]) -> tuple[int, int, int, int, int, int]:
    """Return sold Wh, bought Wh (as metered), network, penalty, earned and paid in micro."""
    sold = bought = network = penalty = earned = paid = 0
    for line in lines:
        if line.side == "sell":
            sold += line.metered_wh
        else:
            bought += line.metered_wh
        network += line.network_charge_micro
        penalty += line.penalty_micro
        earned += max(line.amount_micro, 0)
        paid += max(-line.amount_micro, 0)
    return sold, bought, network, penalty, earned, paid
