"""What a person types wrong ends with exit code 2 and a sentence for every mistake at once."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

SETTINGS = """
colour = "red"
[home]
name = "two words"
meter = "0x12"
[chain]
network = "n"
upstreams = ["ftp://node"]
contract = "nobody"
order_key = { type = "file", path = "k" }
report_key = { type = "file", path = "k" }
[meters]
driver = "simulated-feeder"
load = 56
[limits]
energy_wh = -1
[operator]
address = "0x00000000000000000000000000000000000000BB"
"""


def gridhearth(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "agent", *words],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env=os.environ | {"GRIDHEARTH_SOCKET": "/nonexistent/api.sock"},
        timeout=60,
        check=False,
    )


def test_demonstration_of_nothing_possible_names_every_problem(tmp_path: Path) -> None:
    ran = gridhearth(
        *("demo", "--homes", "3", "--cycles", "0", "--cycle-seconds", "1", "--seed", "-1"),
        *("--start", "25:00", "--day", "yesterday", "--json", "--output", str(tmp_path / "o")),
    )
    assert (ran.returncode, ran.stdout) == (2, "")
    for wrong in ("--cycles", "--cycle-seconds", "--seed", "--start", "homes was 3", "yesterday"):
        assert wrong in ran.stderr
    assert "Traceback" not in ran.stderr
    assert not (tmp_path / "o").exists()


def test_daemon_with_wrong_settings_names_every_problem(tmp_path: Path) -> None:
    config = tmp_path / "home.toml"
    config.write_text(SETTINGS)
    ran = gridhearth("daemon", "--config", str(config))
    assert ran.returncode == 2
    for wrong in (
        *("colour", "home.name", "home.meter", "chain.upstreams", "chain.contract"),
        *("meters.load", "limits.energy_wh", "operator.address"),
    ):
        assert wrong in ran.stderr
    assert "Traceback" not in ran.stderr


def test_daemon_without_settings_says_which_file(tmp_path: Path) -> None:
    ran = gridhearth("daemon", "--config", str(tmp_path / "none.toml"))
    assert ran.returncode == 2
    assert "none.toml" in ran.stderr


def test_order_with_wrong_numbers_names_every_one() -> None:
    ran = gridhearth("order", "sell", "--amount-kwh", "half", "--from", "0,15", "--to", "much")
    assert (ran.returncode, ran.stdout) == (2, "")
    for option in ("--amount-kwh", "--from", "--to"):
        assert option in ran.stderr


def test_order_out_of_range_is_refused_before_the_daemon_is_asked() -> None:
    ran = gridhearth("order", "buy", "--amount-kwh", "0", "--from", "-1", "--to", "99999999")
    assert ran.returncode == 2
    assert "Traceback" not in ran.stderr


@pytest.mark.parametrize("words", [["order", "barter", "--from", "1", "--to", "2"], ["order"]])
def test_order_that_is_none_is_wrong(words: list[str]) -> None:
    assert gridhearth(*words).returncode == 2


def test_a_demonstration_that_is_told_to_stop_leaves_no_process(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "agent", "demo", "--headless", "--homes", "4"]
    command += ["--output", str(tmp_path)]
    with subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        children: list[int] = []
        while len(children) < 2:  # chain and broker
            assert process.poll() is None
            assert process.stderr.readline()
            children = _children(process.pid)
        process.terminate()
        process.communicate(timeout=60)
    assert process.returncode == 130
    assert [pid for pid in children if Path(f"/proc/{pid}").exists()] == []


def _children(pid: int) -> list[int]:
    text = Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii")
    return [int(one) for one in text.split()]
