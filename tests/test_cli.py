"""The command line as people use it: help, slips, a daemon that is there or not."""

import asyncio
import contextlib
import json
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import pytest

from agent.api.methods import METHODS, PlaceOrder, WishAnswer
from agent.api.permissions import AccessRules, Caller
from agent.api.sections import (
    Alert,
    DecisionLine,
    DeviceLine,
    FlowSection,
    HomeSection,
    LinkSection,
    MarketSection,
    MoneySection,
    OrderLine,
    Problem,
    Snapshot,
    StatementLine,
    TradeLine,
)
from agent.api.wishes import Activity, ChooseActivity, SetRange, SetValues, Wish
from agent.cli import main
from agent.commands.known import KNOWN
from agent.shell.pin_desk import PinDesk
from agent.shell.published import Published
from agent.shell.serve import serving
from drivers.simulated.clock_manual import ManualClock
from drivers.simulated.pins_memory import MemoryPins

ROOT = Path(__file__).resolve().parents[1]

SNAPSHOT = Snapshot(
    revision=1,
    member="0x" + "ab" * 20,
    home=HomeSection("green", "more made than used", 1_000, -500, 1_500, 1_000, 12_345, 678),
    flow=FlowSection(
        *(True, True, "sell", "manual", 150_000, 300_000, 200, 500, True, ("reset",)),
        stage="active",
        information=("The order is final in block 42.",),
    ),
    market=MarketSection(7, "quotation", 2_000, 3_000, 202_300, 6),
    money=MoneySection(5_000_000, 250_000, 120_000, 45_000),
    chain=LinkSection("live", "The chain is followed.", 900, 42),
    broker=LinkSection("up", "The broker is connected.", 900),
    orders=(OrderLine("o1", 7, "sell", 500, 150_000, 300_000, 200, "final", "", 42),),
    trades=(TradeLine(6, "sell", "neighbour-4", 500, 202_300, 121_340, 121),),
    statements=(
        StatementLine(5, "sell", 500, 490, 202_300, 99_127, 121, 500, 98_506, "final", True),
    ),
    devices=(DeviceLine("home-01-grid", "grid", 1_000, 12_345, 678, "measured"),),
    alerts=(Alert("radio", 1_000, "A meter was silent.", "Plug it in."),),
    currency="GBP",
)


class Daemon:
    """Answers like a daemon; `refuse` makes it refuse wishes."""

    def __init__(self) -> None:
        self.published = Published(SNAPSHOT)
        self.asked: list[Wish | PlaceOrder] = []
        self.commissioned: list[tuple[str, Any, Caller]] = []
        self.refuse = False
        self.clock = ManualClock()
        self.pins = PinDesk(MemoryPins(), self.clock)

    def snapshot(self) -> Snapshot:
        return self.published.snapshot()

    async def changed(self, after: int) -> None:
        await self.published.changed(after)

    async def wish(self, wish: Wish, caller: Caller) -> WishAnswer:
        return self._answer(wish)

    async def place(self, order: PlaceOrder, caller: Caller) -> WishAnswer:
        return self._answer(order)

    async def commission(self, method: str, params: Any, caller: Caller) -> WishAnswer:
        self.commissioned.append((method, params, caller))
        return WishAnswer(True, (), f"Done: {method}.")

    async def look(self, method: str, params: Any) -> object:
        raise AssertionError((method, params))

    def decisions(self) -> tuple[DecisionLine, ...]:
        return (DecisionLine(1_000, 6, "no order", "the status was red"),)

    def _answer(self, wish: Wish | PlaceOrder) -> WishAnswer:
        self.asked.append(wish)
        if self.refuse:
            problem = Problem("status", "red", "green", "status: red; selling needs green.")
            return WishAnswer(False, (problem,), "The order was not placed.")
        return WishAnswer(True, (), "The order is queued.")


class Ran(NamedTuple):
    code: int
    out: str
    err: str


Run = Callable[..., Awaitable[Ran]]


@pytest.fixture
async def daemon(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Daemon]:
    one, path = Daemon(), tmp_path / "api.sock"
    monkeypatch.setenv("GRIDHEARTH_SOCKET", str(path))
    monkeypatch.setenv("COLUMNS", "160")
    async with serving(path, one, AccessRules(daemon_uid=os.getuid())):
        yield one


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    async def one(*words: str) -> Ran:
        code = await asyncio.to_thread(main, words)
        told = capsys.readouterr()
        return Ran(code, told.out, told.err)

    return one


def test_help_lists_every_command_and_loads_next_to_nothing() -> None:
    done = subprocess.run(
        [sys.executable, "-I", "-c", HELP, str(ROOT)], capture_output=True, text=True, check=True
    )
    for name, command in KNOWN.items():
        assert f"  {name} " in done.stdout
        assert command.help in done.stdout
    loaded = set(done.stderr.split())
    ours = {name for name in loaded if name.partition(".")[0] in {"agent", "drivers", "gui"}}
    assert ours == {"agent", "agent.cli", "agent.commands", "agent.commands.known"}
    assert loaded.isdisjoint({"msgspec", "asyncio", "ssl", "sqlite3", "logging"})


HELP = """
import sys
sys.path.insert(0, sys.argv[1])
from agent.cli import main
code = main(["--help"])
print(*sys.modules, file=sys.stderr)
sys.exit(code)
"""


@pytest.mark.parametrize(
    "name", [name for name, one in KNOWN.items() if find_spec(one.module) is not None]
)
def test_every_command_explains_itself(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([name, "--help"]) == 0
    assert f"usage: gridhearth {name}" in capsys.readouterr().out
    assert main(["help", name]) == 0


def test_every_module_of_commands_is_known() -> None:
    modules = {one.module.rpartition(".")[2] for one in KNOWN.values()}
    helpers = {"__init__", "known", "home_tables"}
    found = {path.stem for path in (ROOT / "agent" / "commands").glob("*.py")}
    public = {name for name in found - helpers if _adds_commands(name)}
    assert public <= modules


def _adds_commands(name: str) -> bool:
    text = (ROOT / "agent" / "commands" / f"{name}.py").read_text(encoding="utf-8")
    return "\ndef add(" in text


def test_every_reading_method_and_wish_has_its_command() -> None:
    lists = {name.removesuffix(".list") for name in METHODS if name.endswith(".list")}
    assert lists <= KNOWN.keys()


async def test_version(run: Run) -> None:
    ran = await run("--version")
    assert ran.code == 0
    assert ran.out.startswith("gridhearth ")


@pytest.mark.parametrize("words", [["sttus"], ["rm", "-rf"], ["--wrong"], ["home"]])
async def test_an_unknown_command_is_a_helpful_sentence(run: Run, words: list[str]) -> None:
    ran = await run(*words)
    assert ran.code == 2
    assert ran.out == ""
    assert "there is no command" in ran.err
    assert ("Did you mean 'status'?" in ran.err) is (words == ["sttus"])


async def test_no_command_shows_the_list_and_is_wrong(run: Run) -> None:
    ran = await run()
    assert ran.code == 2
    assert "config" in ran.out


def test_interruption_is_quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(_: list[str]) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr("agent.cli._run", interrupted)
    assert main(["status"]) == 130


async def test_no_daemon_says_what_to_do(run: Run, tmp_path: Path) -> None:
    for words in (["status"], ["watch"], ["orders"], ["flow", "start"]):
        ran = await run(*words, "--socket", str(tmp_path / "none.sock"))
        assert ran.code == 1
        assert "No daemon answered at" in ran.err
        assert "systemctl start gridhearth" in ran.err


async def test_status_answers_the_five_questions(run: Run, daemon: Daemon) -> None:
    ran = await run("status")
    assert ran.code == 0
    for told in (
        *("▲ surplus", "more made than used", "cycle 7, quotation", "0.2023 GBP/kWh"),
        *("5.0000 GBP", "earned 0.1200 GBP", "A meter was silent.", "Plug it in."),
        *("0.1500 to 0.3000 GBP/kWh", "The order is final in block 42.", "12.345 kWh in"),
    ):
        assert told in ran.out, told


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("orders", ["0.500 kWh", "0.1500 GBP/kWh", "42", "200 m"]),
        ("trades", ["neighbour-4", "121.3 m", "0.0001 GBP"]),
        ("statements", ["0.490 kWh", "0.0985 GBP", "proven"]),
        ("devices", ["home-01-grid", "12.345 kWh", "measured"]),
        ("alerts", ["A meter was silent.", "Plug it in."]),
        ("decisions", ["no order", "the status was red"]),
    ],
)
async def test_lists_are_tables(run: Run, daemon: Daemon, name: str, told: list[str]) -> None:
    ran = await run(name)
    assert ran.code == 0
    for text in told:
        assert text in ran.out, ran.out


async def test_lists_for_programs_are_json(run: Run, daemon: Daemon) -> None:
    ran = await run("trades", "--json", "--limit", "1")
    assert json.loads(ran.out) == msgspec.to_builtins(list(SNAPSHOT.trades))
    empty = await run("orders", "--before-cycle", "7")
    assert empty.out == "There are no orders.\n"


async def test_an_order_is_converted_exactly(run: Run, daemon: Daemon) -> None:
    prices = ("--from", "0.15", "--to", "0.30")
    ran = await run(
        "order", "sell", "--amount-kwh", "0.5", *prices, "--distance-m", "200", "--repeat"
    )
    assert ran == Ran(0, "The order is queued.\n", "")
    await run("order", "buy", "--from", "0.000001", "--to", "0.29")
    assert daemon.asked == [
        PlaceOrder("sell", 150_000, 300_000, 500, 200, True),
        PlaceOrder("buy", 1, 290_000),
    ]


async def test_every_slip_in_an_order_is_named_before_anything_is_sent(
    run: Run, daemon: Daemon
) -> None:
    ran = await run("order", "sell", "--amount-kwh", "0.0005", "--from", "1e3", "--to", "cheap")
    assert ran.code == 2
    assert [line.split(":")[0] for line in ran.err.splitlines()] == [
        "--amount-kwh",
        "--from",
        "--to",
    ]
    assert (await run("order", "sell", "--from", "0.3", "--to", "0.2")).code == 2
    assert (await run("order", "rent", "--from", "0.3", "--to", "0.2")).code == 2
    assert (await run("orders", "--limit", "0")).code == 2
    assert (await run("flow", "program", "--opt-in", "maybe")).code == 2
    assert daemon.asked == []


async def test_the_buttons_can_be_pressed(run: Run, daemon: Daemon) -> None:
    await run("flow", "activity", "--activity", "sell")
    await run("flow", "range", "--low-micro-per-kwh", "1", "--high-micro-per-kwh", "2")
    await run("flow", "set-values")
    assert daemon.asked == [ChooseActivity(Activity.SELL), SetRange(1, 2), SetValues()]


async def test_a_refused_wish_fails_with_every_reason(run: Run, daemon: Daemon) -> None:
    daemon.refuse = True
    ran = await run("flow", "set-values")
    assert ran.code == 1
    assert ran.out == ""
    assert ran.err == "The order was not placed.\n  status: red; selling needs green.\n"
    ran = await run("flow", "set-values", "--json")
    assert ran.code == 1
    assert json.loads(ran.out)["accepted"] is False


def hears_ctrl_c() -> None:
    """What runs in the background of a script is born deaf to it, and its children as well."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


async def test_watch_follows_and_ends_with_the_daemon(daemon: Daemon, tmp_path: Path) -> None:
    watching = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "agent", "watch", "--json", "--socket", str(tmp_path / "api.sock")),
        cwd=ROOT,
        stdout=asyncio.subprocess.PIPE,
        limit=1 << 20,
        preexec_fn=hears_ctrl_c,
    )
    assert watching.stdout is not None
    first = json.loads(await watching.stdout.readline())
    daemon.published.publish(msgspec.structs.replace(SNAPSHOT, revision=2, member="0xnew"))
    second = json.loads(await watching.stdout.readline())
    assert (first["revision"], second["revision"], second["member"]) == (1, 2, "0xnew")
    watching.send_signal(2)  # Ctrl-C
    assert await watching.wait() == 130
    with contextlib.suppress(ValueError):
        assert await watching.stdout.read() == b""
