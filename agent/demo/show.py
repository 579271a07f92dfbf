"""From the command's wishes to the last screen: runs the street, shows it, writes what it left."""

import asyncio
import contextlib
import os
import signal
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from rich.console import Console

from agent.demo.observer import Observer
from agent.demo.picture import Caption, draw
from agent.demo.radio import meters_agree
from agent.demo.result import (
    DemoResult,
    Invariant,
    StreetFrame,
    StreetTotals,
    encode,
    money_balances,
)
from agent.demo.run import DemoFailedError, DemoSettings, Street, Watched, plan, run_street
from agent.demo.screen import has_display, has_qt
from agent.demo.screenshot import screenshot
from agent.demo.statements import statement, statements, summary_table
from agent.demo.storage_street import judged
from agent.demo.view import StreetScreen
from agent.ledger.market_contract import SettlementStatus
from agent.ports import PortError
from agent.units import MonoMs

BEAT_S = 5.0
"""Without a live view, a line at most this often."""


def run_demo(
    *,
    homes: int,
    cycles: int,
    seed: int,
    cycle_s: int,
    day: str,
    start_minute: int,
    hands_off: bool,
    storage: bool,
    live: bool,
    as_json: bool,
    output: Path,
) -> int:
    """Run the demonstration and return the exit code: 0 when it traded and every check held."""
    said = Console(stderr=True, highlight=False)
    settings = DemoSettings(
        seed=seed,
        homes=homes,
        cycles=cycles,
        cycle_s=cycle_s,
        day=day,
        start_minute=start_minute,
        hands_off=hands_off,
        storage=storage,
    )
    with tempfile.TemporaryDirectory(prefix="gridhearth-") as directory:
        street = plan(settings, Path(directory))
        said.print(_welcome(street))
        signal.signal(signal.SIGTERM, _like_ctrl_c)
        try:
            watched = asyncio.run(_run(street, said, output, live=live))
        except KeyboardInterrupt:
            said.print("stopped")
            return 130
        except (DemoFailedError, PortError) as failed:
            said.print(f"The demonstration could not go on: {failed}")
            return 1
    watched.observer.keep_through(settings.cycles - 1)
    result = _result(street, watched)
    written = _write(street, watched, result, output)
    if as_json:
        sys.stdout.buffer.write(encode(result))
    else:
        _last_screen(street, watched, result)
    said.print(f"Written: {', '.join(str(path) for path in written)}")
    return 0 if result.ok else 1


def _like_ctrl_c(_number: int, _frame: object) -> None:
    """A street that is told to stop stops its processes too, whoever tells it."""
    signal.raise_signal(signal.SIGINT)


def _welcome(street: Street) -> str:
    asked = street.settings
    panels = sum(home.pv_w_peak > 0 for home in street.plans)
    return (
        f"{asked.homes} homes of the IEEE European LV feeder, {panels} with panels;"
        f" {asked.cycles} cycles of {asked.cycle_s} s, each standing for 15 minutes.\n"
        f"My home is {street.mine.name}. Drive it from another terminal, for example:\n"
        f"  export GRIDHEARTH_SOCKET={street.socket}\n"
        f"  ./gridhearth status\n"
        f"  ./gridhearth order sell --from 0.15 --to 0.30"
    )


async def _run(street: Street, said: Console, output: Path, *, live: bool) -> Watched:
    window = has_display(os.environ) or not has_qt()
    shots = None if window else output / "screen"
    if live:
        with StreetScreen(Console()) as screen:

            def show(frame: StreetFrame) -> None:
                screen.show(frame, MonoMs(time.monotonic_ns() // 1_000_000))

            return await run_street(street, said.print, show, shots)
    lines = _Lines(said)
    return await run_street(street, said.print, lines.show, shots)


class _Lines:
    """What somebody without a live view reads: a line when something changed, now and then."""

    def __init__(self, said: Console) -> None:
        self._said = said
        self._last = ""
        self._at_s = -BEAT_S

    def show(self, frame: StreetFrame) -> None:
        now_s = time.monotonic()
        line = _line(frame)
        if line != self._last and now_s - self._at_s >= BEAT_S:
            self._last, self._at_s = line, now_s
            self._said.print(line)


def _line(frame: StreetFrame) -> str:
    if frame.cycle is None:
        return frame.note
    trouble = f"; trouble: {'; '.join(frame.health.troubles)}" if frame.health.troubles else ""
    return (
        f"cycle {frame.cycle}, {frame.phase}: {frame.orders} orders,"
        f" {frame.endorsements} endorsements; so far {frame.totals.trades} trades,"
        f" {frame.totals.energy_wh / 1_000:.2f} kWh{trouble}"
    )


def _result(street: Street, watched: Watched) -> DemoResult:
    seen = watched.observer
    return DemoResult(
        parameters=street.parameters(),
        cycles=seen.cycle_results(),
        homes=seen.home_results(watched.balances, watched.held),
        totals=seen.totals() if seen.cycles else StreetTotals(),
        invariants=tuple(_invariants(street, watched)),
        first_trade_s=watched.first_trade_s,
        duration_s=watched.duration_s,
        peak_memory_bytes=watched.frames.peak_memory_bytes,
        troubles=watched.frames.troubles,
    )


def _invariants(street: Street, watched: Watched) -> Iterator[Invariant]:
    credited = street.terms.start_credit_micro * len(street.plans)
    yield money_balances(credited, tuple(watched.balances.values()))
    seen = watched.observer
    yield _nobody_at_a_loss(seen)
    last = street.settings.cycles - 1
    settled = seen.settled_through()
    yield Invariant(
        "every traded order is settled",
        settled >= last,
        f"settled through cycle {settled}, wanted {last}",
    )
    silent = sum(
        order.settlement.status == SettlementStatus.DEFAULT
        for cycle in seen.cycles.values()
        for order in cycle.orders
    )
    yield Invariant(
        "every report arrived in time", silent == 0, f"{silent} orders settled without a report"
    )
    if street.settings.storage:
        yield from judged(watched.unit, watched.unit_words)
    else:
        yield meters_agree(street, watched.frames.times.start_ms(0), watched.frames.me)


def _nobody_at_a_loss(seen: Observer) -> Invariant:
    bad = [
        f"cycle {cycle.cycle} order {order.index}"
        for cycle in seen.cycles.values()
        for order in cycle.orders
        if order.agreed_wh
        and not order.low_micro_per_kwh
        <= cycle.head.price_micro_per_kwh
        <= order.high_micro_per_kwh
    ]
    return Invariant(
        "nobody trades outside the price range it gave",
        not bad,
        ", ".join(bad) or f"{sum(len(c.trades) for c in seen.cycles.values())} trades checked",
    )


def _write(street: Street, watched: Watched, result: DemoResult, output: Path) -> list[Path]:
    output.mkdir(parents=True, exist_ok=True)
    asked = street.settings
    trades = [trade for cycle in result.cycles for trade in cycle.trades]
    picture = draw(
        street.map,
        trades,
        Caption(
            "A street that trades its own electricity",
            f"{asked.homes} homes · sun of {asked.day} · {len(result.cycles)} cycles"
            f" · seed {asked.seed}",
            street.terms.currency,
        ),
    )
    last = watched.frames.last
    contents = {
        "street.svg": picture.encode(),
        **({} if last is None else {"screen.svg": screenshot(last).encode()}),
        "statements.txt": statements(result.homes).encode(),
        "result.json": encode(result),
    }
    for name, content in contents.items():
        (output / name).write_bytes(content)
    made = [output / name for name in contents]
    return [*made, output / "screen"] if watched.pictured else made


def _last_screen(street: Street, watched: Watched, result: DemoResult) -> None:
    console = Console(highlight=False)
    console.print(summary_table(result.homes))
    mine = next(home for home in result.homes if home.number == street.mine.number)
    console.print(statement(mine))
    for invariant in result.invariants:
        mark = "✓" if invariant.holds else "✗"
        with contextlib.suppress(UnicodeEncodeError):
            console.print(f"{mark} {invariant.name}: {invariant.detail}")
    first = "no trade" if result.first_trade_s is None else f"{result.first_trade_s:g} s"
    console.print(
        f"First trade after {first}; {result.totals.trades} trades,"
        f" {result.totals.energy_wh / 1_000:.3f} kWh in {len(result.cycles)} cycles;"
        f" peak memory {result.peak_memory_bytes >> 20} MiB in all."
    )
