"""The Clock port, on the system and under control; what systemd is told."""

import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from agent.ports import Clock
from drivers.clocks import SystemClock
from drivers.simulated.clock_manual import ManualClock
from drivers.systemd_notify import SystemdNotify

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(params=["system", "manual"])
def clock(request: pytest.FixtureRequest) -> Clock:
    return SystemClock(assume_trusted=True) if request.param == "system" else ManualClock()


def test_both_clocks_count_milliseconds_and_the_boot_has_a_name(clock: Clock) -> None:
    wall = clock.wall_ms()
    assert 1_600_000_000_000 < wall < 10_000_000_000_000
    first = clock.mono_ms()
    assert first <= clock.mono_ms() < wall
    assert re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", clock.boot_id())
    assert clock.boot_id() == clock.boot_id()
    assert clock.trusted()


def test_a_clock_nobody_has_set_is_not_trusted(tmp_path: Path) -> None:
    mark = tmp_path / "synchronized"
    clock = SystemClock(synchronized=mark, kernel=lambda: None)  # a sandbox that forbids to ask
    assert not clock.trusted()
    mark.touch()  # what systemd-timesyncd does once it has set the clock
    assert clock.trusted()
    assert SystemClock(synchronized=tmp_path / "none", assume_trusted=True).trusted()


def test_any_time_service_counts_and_the_kernel_takes_it_back(tmp_path: Path) -> None:
    said: list[bool | None] = [False]
    mark = tmp_path / "synchronized"
    mark.touch()  # timesyncd's mark stays for ever
    clock = SystemClock(synchronized=mark, kernel=lambda: said[0])
    assert not clock.trusted()
    said[0] = True
    assert clock.trusted()


def test_a_clock_before_this_code_was_written_is_wrong_whoever_vouches_for_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    clock = SystemClock(kernel=lambda: True)
    monkeypatch.setattr("time.time_ns", lambda: 1_700_000_000 * 10**9)
    assert not clock.trusted()


def test_the_kernel_can_be_asked_without_any_right() -> None:
    """As in the service: no capability, only the call itself."""
    asked = (
        "import ctypes, os\n"
        "if os.geteuid() == 0: os.setgroups([]); os.setgid(65534); os.setuid(65534)\n"
        "from drivers.clocks import kernel_synchronized\n"
        "assert kernel_synchronized() in (True, False), kernel_synchronized()\n"
    )
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        [sys.executable, "-c", f"import drivers.clocks\n{asked}"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def test_setting_the_wall_clock_leaves_durations_alone() -> None:
    clock = ManualClock(wall_ms=1_000_000, trusted=False)
    clock.advance(250)
    clock.set_wall(9_000_000)
    assert (clock.wall_ms(), clock.mono_ms(), clock.trusted()) == (9_000_000, 250, True)
    boot = clock.boot_id()
    clock.reboot()
    assert (clock.mono_ms(), clock.trusted()) == (0, False)
    assert clock.boot_id() != boot
    with pytest.raises(ValueError, match="only goes forward"):
        clock.advance(-1)


@pytest.fixture(params=["path", "abstract"])
def manager(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[socket.socket, str]]:
    """Stands for systemd: a datagram socket and the address it gives to the service."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as line:
        name = str(tmp_path / "notify") if request.param == "path" else f"@gh-test-{os.getpid()}"
        line.bind(name.replace("@", "\0"))
        line.settimeout(2)
        yield line, name


def test_systemd_hears_ready_alive_status_and_stopping(manager: tuple[socket.socket, str]) -> None:
    line, name = manager
    tell = SystemdNotify({"NOTIFY_SOCKET": name, "WATCHDOG_USEC": "60000000"})
    tell.ready()
    tell.status("cycle 7,\nquotation")
    tell.alive()
    tell.stopping()
    heard = [line.recv(200) for _ in range(4)]
    assert heard == [b"READY=1", b"STATUS=cycle 7, quotation", b"WATCHDOG=1", b"STOPPING=1"]
    assert tell.watchdog_s == 30.0


def test_without_systemd_nothing_happens(tmp_path: Path) -> None:
    for environment in ({}, {"NOTIFY_SOCKET": str(tmp_path / "gone")}):
        tell = SystemdNotify(environment)
        tell.ready()
        tell.alive()
        assert tell.watchdog_s is None


@pytest.mark.parametrize("usec", ["", "0", "soon", "-5"])
def test_an_unusable_watchdog_time_means_none(usec: str) -> None:
    assert SystemdNotify({"WATCHDOG_USEC": usec}).watchdog_s is None


def test_a_watchdog_meant_for_another_process_is_not_ours() -> None:
    environment = {"WATCHDOG_USEC": "1000000", "WATCHDOG_PID": str(os.getpid() + 1)}
    assert SystemdNotify(environment).watchdog_s is None
