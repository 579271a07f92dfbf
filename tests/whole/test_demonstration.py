"""`gridhearth demo` as a stranger runs it: one command, a street trades, every check holds."""

import subprocess
import sys
from pathlib import Path

import pytest

from agent.demo.result import DemoResult, decode

ROOT = Path(__file__).parents[2]
CYCLES = 2

pytestmark = pytest.mark.timeout(240)


@pytest.fixture(scope="module")
def ran(
    tmp_path_factory: pytest.TempPathFactory,
) -> tuple[subprocess.CompletedProcess[bytes], Path]:
    output = tmp_path_factory.mktemp("demonstration") / "made"
    command = [sys.executable, "-m", "agent", "demo", "--headless", "--json"]
    command += ["--homes", "6", "--cycles", str(CYCLES), "--cycle-seconds", "15"]
    command += ["--output", str(output)]
    done = subprocess.run(command, capture_output=True, cwd=ROOT, timeout=200, check=False)
    return done, output


@pytest.fixture(scope="module")
def result(ran: tuple[subprocess.CompletedProcess[bytes], Path]) -> DemoResult:
    done, _ = ran
    assert done.returncode == 0, done.stderr.decode()
    return decode(done.stdout)  # fails when anything but the record is on standard output


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


def test_picture_and_statements_are_written(
    ran: tuple[subprocess.CompletedProcess[bytes], Path], result: DemoResult
) -> None:
    done, output = ran
    made = {path.name for path in output.iterdir()}
    assert made >= {"street.svg", "statements.txt", "result.json"}
    assert (output / "result.json").read_bytes() == done.stdout
    assert "<svg" in (output / "street.svg").read_text("utf-8")[:400]
    pictures = {path.name for path in (output / "screen").iterdir()}
    assert {f"live-{page}-800x480.png" for page in ("home", "trade", "street")} <= pictures
    statements = (output / "statements.txt").read_text("utf-8")
    assert all(f"{line.cycle}" in statements for home in result.homes for line in home.statements)
