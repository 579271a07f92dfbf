"""One home, as its own screen shows it: surplus, power, the order's way, trades, money, trouble."""

from rich.text import Text

from agent.api.sections import FlowSection, HomeSection, OrderLine, Snapshot, TradeLine
from agent.demo.result import StreetFrame
from agent.demo.signs import Signs
from agent.demo.words import kw, kwh, metres, per_kwh, short_money, short_per_kwh

STATUS_STYLE = {"green": "bold black on green", "red": "bold white on red"}
UNKNOWN_STYLE = "bold black on yellow"


def home_rows(frame: StreetFrame, width: int, height: int, signs: Signs) -> list[Text]:
    """Return at most `height` rows, the most important first; trouble before everything else."""
    me = frame.me
    if me is None:
        waiting = "no home chosen" if frame.my_number is None else "waiting for this home's agent"
        return [Text(waiting, style="dim")]
    rows = [*_alert(me, signs), *_status(me.home, signs), _choice(me.flow, signs)]
    rows += [*_order(me.orders, signs), *_trades(me.trades, signs), *_settled(me, signs)]
    rows.append(_account(me, signs))
    return rows[:height]


def _alert(me: Snapshot, signs: Signs) -> list[Text]:
    if not me.alerts:
        return []
    alert = me.alerts[0]
    return [Text(f"{signs.trouble} {alert.what}: {alert.do}", style="bold red")]


def _status(home: HomeSection, signs: Signs) -> list[Text]:
    match home.status:
        case "green":
            word, sign = "SURPLUS", signs.sells
        case "red":
            word, sign = "DEFICIT", signs.buys
        case _:
            word, sign = "UNKNOWN", signs.unknown
    row = Text()
    row.append(f" {sign} {word} ", STATUS_STYLE.get(home.status, UNKNOWN_STYLE))
    if home.import_power_w is not None:
        row.append(f"  {kw(-home.import_power_w, signed=True)} kW", "bold")
    if home.status == "unknown":
        return [row, Text(home.reason, style="dim")]
    makes = "-" if home.generation_w is None else kw(home.generation_w)
    uses = "-" if home.usage_w is None else kw(home.usage_w)
    return [row, Text(f"makes {makes} {signs.joint} uses {uses} kW", style="dim")]


def _choice(flow: FlowSection, signs: Signs) -> Text:
    if not flow.started or not flow.opted_in:
        return Text("takes no part in trading", style="dim")
    if flow.activity not in ("sell", "buy"):
        return Text("opted in, neither sells nor buys", style="dim")
    row = Text(f"{flow.activity}s")
    if flow.low_micro_per_kwh is not None and flow.high_micro_per_kwh is not None:
        low = short_per_kwh(flow.low_micro_per_kwh)
        row.append(f" {low} to {short_per_kwh(flow.high_micro_per_kwh)}")
    row.append(f" {signs.joint} {flow.settlement or 'amount open'}", "dim")
    if flow.repeat:
        row.append(f" {signs.joint} repeats", "dim")
    return row


def _order(orders: tuple[OrderLine, ...], signs: Signs) -> list[Text]:
    if not orders:
        return [Text("no order yet", style="dim")]
    last = max(orders, key=lambda order: order.cycle)
    row = Text(f"order {last.cycle}: {kwh(last.energy_wh)} kWh ")
    row.append(f"{signs.arrow} {last.stage}", "bold cyan")
    if last.block is not None:
        row.append(f" {signs.joint} block {last.block}", "dim")
    return [row] if not last.reason else [row, Text(f"  {last.reason}", style="dim")]


def _trades(trades: tuple[TradeLine, ...], signs: Signs) -> list[Text]:
    if not trades:
        return []
    newest = max(trade.cycle for trade in trades)
    latest = [trade for trade in trades if trade.cycle == newest]
    energy = sum(trade.energy_wh for trade in latest)
    word, style = ("sold", "green") if latest[0].side == "sell" else ("bought", "blue")
    sign = signs.sells if word == "sold" else signs.buys
    row = Text(f"{sign} {word} {kwh(energy)} kWh", style=style)
    row.append(f" at {per_kwh(latest[0].price_micro_per_kwh)}", "bold")
    if len(latest) == 1:
        with_whom = f"{latest[0].partner} at {metres(latest[0].distance_mm)} m"
    else:
        farthest = max(trade.distance_mm for trade in latest)
        with_whom = f"{len(latest)} homes within {metres(farthest)} m"
    return [row, Text(f"cycle {newest} {signs.joint} {with_whom}", style="dim")]


def _settled(me: Snapshot, signs: Signs) -> list[Text]:
    if not me.statements:
        return []
    last = max(me.statements, key=lambda line: line.cycle)
    row = Text(f"cycle {last.cycle} settled ")
    row.append(short_money(last.amount_micro, signed=True), "bold")
    if last.penalty_micro:
        row.append(f" {signs.joint} penalty {short_money(last.penalty_micro)}", "dim")
    if not last.verified:
        row.append(" (not verified)", "yellow")
    return [row]


def _account(me: Snapshot, signs: Signs) -> Text:
    change = me.money.earned_micro - me.money.spent_micro
    row = Text("so far ")
    row.append(short_money(change, signed=True), "bold")
    if me.money.balance_micro is not None:
        row.append(f" {signs.joint} account {short_money(me.money.balance_micro)}", "dim")
    return row
