"""`gridhearth demo` as a stranger runs it: one command, a street trades, every check holds.

While it runs, my home's first sale is made by a person's touch at its screen: nobody else gives it
an instruction.
"""

import os
import re
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path
from typing import NamedTuple

import pytest

from agent.demo.result import DemoResult, decode
from tests.whole.at_the_screen import Sale, sell_by_touch

ROOT = Path(__file__).parents[2]
CYCLES = 2
MY_SOCKET_WITHIN_S = 90.0

pytestmark = pytest.mark.timeout(480)


class Ran(NamedTuple):
    """One demonstration, from its start to its end."""

    done: subprocess.CompletedProcess[bytes]
    output: Path
    sale: Sale | AssertionError


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> Ran:
    output = tmp_path_factory.mktemp("demonstration") / "made"
    command = [sys.executable, "-m", "agent", "demo", "--headless", "--json", "--hands-off"]
    command += ["--homes", "6", "--cycles", str(CYCLES), "--cycle-seconds", "15"]
    command += ["--output", str(output)]
    with tempfile.TemporaryDirectory(prefix="gh-") as short:  # a socket's path has 107 bytes
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=os.environ | {"TMPDIR": short},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        try:
            sale = sold_at(Path(short))
            out, said = process.communicate(timeout=200)
        finally:
            if process.poll() is None:
                process.terminate()
                process.communicate(timeout=30)
    done = subprocess.CompletedProcess(command, process.returncode, out, said)
    return Ran(done, output, sale)


def sold_at(directory: Path) -> Sale | AssertionError:
    """Sell at my home's screen; what never came is kept for its own test."""
    give_up = time.monotonic() + MY_SOCKET_WITHIN_S
    while not (found := list(directory.glob("*/api.sock"))):
        if time.monotonic() > give_up:
            return AssertionError(f"my home's socket is not there: {list(directory.glob('*/*'))}")
        threading.Event().wait(0.1)
    try:
        return sell_by_touch(found[0])
    except AssertionError as never:
        return never


@pytest.fixture(scope="module")
def result(ran: Ran) -> DemoResult:
    assert ran.done.returncode == 0, ran.done.stderr.decode()
    return decode(ran.done.stdout)  # fails when anything but the record is on standard output


def test_the_street_trades_within_a_minute(result: DemoResult) -> None:
    assert result.totals.trades > 0
    assert result.totals.energy_wh > 0
    assert result.first_trade_s is not None
    assert result.first_trade_s < 60


def test_every_check_holds_and_nothing_was_wrong(result: DemoResult) -> None:
    assert [one for one in result.invariants if not one.holds] == []
    assert len(result.invariants) >= 4
    assert result.troubles == ()
    assert [cycle.status for cycle in result.cycles] == ["result"] * CYCLES


def test_every_trade_ends_in_two_statements(result: DemoResult) -> None:
    traded = {
        (trade.cycle, number)
        for cycle in result.cycles
        for trade in cycle.trades
        for number in (trade.seller, trade.buyer)
    }
    stated = {(line.cycle, home.number) for home in result.homes for line in home.statements}
    assert traded
    assert stated == traded
    assert {line.status for home in result.homes for line in home.statements} == {"final"}


def test_a_person_who_never_saw_it_sells_by_touch(ran: Ran, result: DemoResult) -> None:
    assert isinstance(ran.sale, Sale), ran.sale
    assert ran.sale.touched[-3:] == ["set-values", "confirm-yes", "bar-home"]
    assert "Sell up to" in ran.sale.confirmed
    told = re.search(r"Sold ([\d.]+) kWh at ([\d.]+) p", ran.sale.sold)
    assert told, ran.sale.sold
    sums: Counter[tuple[int, int, int]] = Counter()
    for cycle in result.cycles:
        for trade in cycle.trades:
            sums[cycle.cycle, trade.seller, trade.price_micro_per_kwh] += trade.energy_wh
    sold_wh = round(float(told[1]) * 1_000)  # of the trades that were proven by then
    sales = {wh for (_, _, price), wh in sums.items() if f"{price / 10_000:.1f}" == told[2]}
    assert any(0 < sold_wh <= wh for wh in sales), (ran.sale.sold, sums)


def test_picture_and_statements_are_written(ran: Ran, result: DemoResult) -> None:
    done, output, _sale = ran
    made = {path.name for path in output.iterdir()}
    assert made >= {"street.svg", "statements.txt", "result.json"}
    assert (output / "result.json").read_bytes() == done.stdout
    assert "<svg" in (output / "street.svg").read_text("utf-8")[:400]
    pictures = {path.name for path in (output / "screen").iterdir()}
    assert {f"live-{page}-800x480.png" for page in ("home", "trade", "street")} <= pictures
    statements = (output / "statements.txt").read_text("utf-8")
    assert all(f"{line.cycle}" in statements for home in result.homes for line in home.statements)
