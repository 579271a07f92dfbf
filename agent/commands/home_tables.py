"""How a terminal shows a home: tables for lists, one page for the status."""

import contextlib
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import Any

from rich.console import Console, Group, RenderableType
from rich.live import Live
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from agent.api import words
from agent.api.methods import Method
from agent.api.sections import (
    Alert,
    DecisionLine,
    DeviceLine,
    OrderLine,
    PairingLine,
    RadioSection,
    Snapshot,
    StatementLine,
    TradeLine,
)

MS_PER_S = 1_000
REFRESHES_PER_S = 2  # ages and countdowns move while nothing else does
COLOURS = {"green": "bold green", "red": "bold red", "unknown": "bold yellow"}
SIGNS = {"green": "▲ surplus", "red": "▼ using more", "unknown": "? unknown"}


def show(method: Method, result: Any, snapshot: Snapshot) -> None:
    """Print the result of a call that reads."""
    console = Console()
    if isinstance(result, Snapshot):
        console.print(status(result, _now_ms()))
    elif not result:
        console.print(f"There are no {method.name.removesuffix('.list')}.")
    else:
        console.print(table(result, snapshot.currency))


@contextlib.contextmanager
def live() -> Iterator[Callable[[Snapshot], None]]:
    """Show a status page that follows what it is given, until the context ends."""
    shown: list[Snapshot] = []

    def page() -> RenderableType:
        return status(shown[-1], _now_ms()) if shown else Text("Waiting for the daemon.")

    with Live(get_renderable=page, refresh_per_second=REFRESHES_PER_S) as screen:

        def update(snapshot: Snapshot) -> None:
            shown[:] = [snapshot]
            screen.refresh()

        yield update


def status(snapshot: Snapshot, now_ms: int) -> RenderableType:
    """Return the page that answers: surplus? trading? at what price? earned what? what is wrong?"""
    home, flow, market, money = snapshot.home, snapshot.flow, snapshot.market, snapshot.money
    currency = snapshot.currency
    page = Table.grid(padding=(0, 2))
    page.add_column(style="dim")
    page.add_column()
    page.add_row("Home", words.address(snapshot.member))
    page.add_row("Status", Text(SIGNS[home.status], COLOURS[home.status]))
    page.add_row("", f"{home.reason} ({_age(home.at_ms, now_ms)})")
    page.add_row("Power", _powers(snapshot))
    page.add_row(
        "Registers", f"{words.energy(home.import_wh)} in, {words.energy(home.export_wh)} out"
    )
    page.add_row("Trading", _flow_words(snapshot))
    for line in flow.information:
        page.add_row("", line)
    for problem in flow.problems:
        page.add_row("", Text(problem.sentence, "yellow"))
    page.add_row("Market", _market_words(snapshot, now_ms))
    if market.last_price_micro_per_kwh is not None:
        price = words.price(market.last_price_micro_per_kwh, currency)
        page.add_row("Last price", f"{price}, cycle {market.last_price_cycle}")
    if money.balance_micro is not None:
        held = words.money(money.held_micro or 0, currency)
        page.add_row("Account", f"{words.money(money.balance_micro, currency)}, held {held}")
    earned, spent = (words.money(one, currency) for one in (money.earned_micro, money.spent_micro))
    page.add_row("So far", f"earned {earned}, spent {spent}")
    page.add_row("Chain", f"{snapshot.chain.state}: {snapshot.chain.sentence}")
    page.add_row("Broker", f"{snapshot.broker.state}: {snapshot.broker.sentence}")
    if snapshot.radio is not None:
        page.add_row("Radio", f"{snapshot.radio.stage}: {snapshot.radio.sentence}")
    parts: list[RenderableType] = [Panel(page, title="gridhearth", title_align="left")]
    if snapshot.alerts:
        parts.append(Panel(table(snapshot.alerts, currency), title="Trouble", style="yellow"))
    return Group(*parts)


def table(lines: Sequence[Any], currency: str) -> Table:
    """Return lines of one kind (orders, trades, …) as a table; at least one line."""
    heads, row = _LAYOUTS[type(lines[0])]
    shown = Table(box=None, header_style="bold", pad_edge=False)
    for head in heads:
        shown.add_column(head.removeprefix(">"), justify="right" if head[0] == ">" else "left")
    for line in lines:
        shown.add_row(*row(line, currency))
    return shown


def _order(line: OrderLine, currency: str) -> tuple[str, ...]:
    return (
        str(line.cycle),
        line.side,
        words.energy(line.energy_wh),
        words.price(line.low_micro_per_kwh, currency),
        words.price(line.high_micro_per_kwh, currency),
        f"{line.distance_m} m",
        line.stage,
        "" if line.block is None else str(line.block),
        line.reason,
    )


def _trade(line: TradeLine, currency: str) -> tuple[str, ...]:
    return (
        str(line.cycle),
        line.side,
        line.partner,
        words.energy(line.energy_wh),
        words.price(line.price_micro_per_kwh, currency),
        words.distance(line.distance_mm),
        words.money(line.charge_micro, currency),
    )


def _statement(line: StatementLine, currency: str) -> tuple[str, ...]:
    return (
        str(line.cycle),
        line.side,
        words.energy(line.agreed_wh),
        words.energy(line.metered_wh),
        words.price(line.price_micro_per_kwh, currency),
        words.money(line.energy_micro, currency),
        words.money(line.network_charge_micro, currency),
        words.money(line.penalty_micro, currency),
        words.money(line.amount_micro, currency),
        line.status,
        "proven" if line.verified else "not proven yet",
    )


def _device(line: DeviceLine, _: str) -> tuple[str, ...]:
    meter = line.kind == "meter" and bool(line.at_ms)
    state = line.position or line.quality
    return (
        line.name + (f"\n{line.key}" if line.key and line.key != line.name else ""),
        " ".join(part for part in (line.role, line.mode) if part) or "–",
        words.power(line.power_w) if line.power_w is not None else "",
        words.energy(line.import_wh) if meter else "",
        words.energy(line.export_wh) if meter else "",
        state if line.available else "away",
        _age(line.at_ms or line.last_seen_ms or 0, _now_ms()),
        "" if line.signal_lqi is None else f"{line.signal_lqi * 100 // 255} %",
        "" if line.battery_percent is None else f"{line.battery_percent} %",
        line.sentence,
    )


def radio_page(radio: RadioSection, pairing: Sequence[PairingLine]) -> RenderableType:
    """Return the radio and the newest steps of pairing as a page."""
    page = Table.grid(padding=(0, 2))
    page.add_column(style="dim")
    page.add_column()
    page.add_row("Radio", f"{radio.stage}: {radio.sentence} (since {_local(radio.since_ms)})")
    page.add_row("Stick", radio.stick or "not known yet")
    page.add_row("Channel", "–" if radio.channel is None else str(radio.channel))
    page.add_row("Joining", _joining(radio))
    for line in pairing:
        page.add_row(_local(line.at_ms), f"{line.ieee} {line.step}: {line.sentence}")
    return page


def _joining(radio: RadioSection) -> str:
    if radio.joining_until_ms is None:
        return "closed"
    left = words.duration(radio.joining_until_ms - _now_ms())
    who = "with its install code" if radio.via is None else f"for anyone, through {radio.via}"
    return f"open {who}, {left} left"


def _alert(line: Alert, _: str) -> tuple[str, ...]:
    return (line.name, _local(line.since_ms), line.what, line.do)


def _decision(line: DecisionLine, _: str) -> tuple[str, ...]:
    return (str(line.cycle), _local(line.at_ms), line.what, line.why)


_LAYOUTS: dict[type, tuple[tuple[str, ...], Callable[..., tuple[str, ...]]]] = {
    OrderLine: (
        (">Cycle", "Side", ">Energy", ">From", ">To", ">Within", "Stage", ">Block", "Why"),
        _order,
    ),
    TradeLine: ((">Cycle", "Side", "With", ">Energy", ">Price", ">Distance", ">Network"), _trade),
    StatementLine: (
        (
            *(">Cycle", "Side", ">Agreed", ">Metered", ">Price"),
            *(">Energy", ">Network", ">Penalty", ">Amount", "Status", "Proof"),
        ),
        _statement,
    ),
    DeviceLine: (
        (
            *("Device", "Role", ">Power", ">In", ">Out", "State"),
            *("Read", ">Signal", ">Battery", "Note"),
        ),
        _device,
    ),
    Alert: (("Alert", "Since", "What", "Do"), _alert),
    DecisionLine: ((">Cycle", "At", "What", "Why"), _decision),
}


def _powers(snapshot: Snapshot) -> str:
    home = snapshot.home
    named = (("made", home.generation_w), ("used", home.usage_w), ("grid", home.import_power_w))
    told = [f"{name} {words.power(watts)}" for name, watts in named if watts is not None]
    return ", ".join(told) or "no meter has said yet"


def _flow_words(snapshot: Snapshot) -> str:
    flow = snapshot.flow
    if not flow.opted_in:
        return "not taking part"
    told = [flow.activity, flow.settlement, flow.stage]
    if flow.low_micro_per_kwh is not None and flow.high_micro_per_kwh is not None:
        low = words.decimal(flow.low_micro_per_kwh, 1_000_000, 4)
        told.append(f"{low} to {words.price(flow.high_micro_per_kwh, snapshot.currency)}")
    if flow.energy_wh is not None:
        told.append(words.energy(flow.energy_wh))
    return ", ".join([*told, "every cycle"] if flow.repeat else told)


def _market_words(snapshot: Snapshot, now_ms: int) -> str:
    market = snapshot.market
    if market.cycle is None or market.phase is None or market.phase_ends_at_ms is None:
        return "unknown"
    left = words.duration(market.phase_ends_at_ms - now_ms)
    return f"cycle {market.cycle}, {market.phase}, {left} left"


def _age(at_ms: int, now_ms: int) -> str:
    return f"{words.duration(now_ms - at_ms)} ago" if at_ms else "never"


def _local(at_ms: int) -> str:
    return datetime.fromtimestamp(at_ms / MS_PER_S).astimezone().strftime("%d %b %H:%M")


def _now_ms() -> int:
    return time.time_ns() // 1_000_000
