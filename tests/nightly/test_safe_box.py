"""A real daemon that breaks down again and again, is misconfigured, or whose journal is poisoned.

As systemd runs it: state and runtime directories, a notify socket, a watchdog. Each fault has its
negative control beside it: the same start without the fault is not in safe mode.
"""

import asyncio
import os
import signal
import socket
import time
from pathlib import Path
from typing import Any

import pytest

from agent.shell.link import LinkError
from agent.shell.settings_files import load_settings
from drivers.journal_sqlite import SqliteJournal
from tests.whole.founded import Founded, founded
from tests.whole.homes import ProgramDiedError, RealHome, until

HOMES, CYCLE_S, WATCHDOG_S = 4, 20, 8


@pytest.fixture
def manager(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Stands for systemd."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as line:
        line.bind(str(tmp_path / "notify"))
        line.setblocking(False)
        for name in ("state", "run"):
            (tmp_path / name).mkdir()
        monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "notify"))
        monkeypatch.setenv("WATCHDOG_USEC", str(WATCHDOG_S * 1_000_000))
        monkeypatch.setenv("STATE_DIRECTORY", str(tmp_path / "state"))
        monkeypatch.setenv("RUNTIME_DIRECTORY", str(tmp_path / "run"))
        yield line


def heard(line: socket.socket) -> list[bytes]:
    found = []
    while True:
        try:
            found.append(line.recv(4_096))
        except BlockingIOError:
            return found


async def ladder(home: RealHome) -> Any:
    return (await home.call("status.get"))["ladder"]


async def guards(home: RealHome) -> set[str]:
    return {guard["name"] for guard in (await ladder(home))["guards"]}


def write(place: Founded, home: RealHome, url: str) -> None:
    home.write_settings(
        place.street,
        place.place,
        place.market,
        place.keys,
        urls=(url,),
        broker_port=place.place.broker_port,
    )


@pytest.mark.timeout(900)
async def test_a_box_that_breaks_down_says_so_decides_nothing_and_comes_back(
    tmp_path: Path, manager: socket.socket
) -> None:
    async with founded(tmp_path, HOMES, CYCLE_S, ["box"]) as place:
        home, line = place.homes["box"], place.lines["box"]
        write(place, home, line.url)
        try:
            await _loops(home, manager)
            await _refused_settings(home)
            await _poisoned(home)
        finally:
            if home.program.alive:
                await home.program.end()


async def _loops(home: RealHome, manager: socket.socket) -> None:
    for number in range(1, 6):
        took_s = await home.start()
        rung = (await ladder(home))["rung"]
        print(f"start {number}: ready after {took_s:.1f} s, {rung}")  # noqa: T201
        assert (rung == "safe") is (number == 5)
        if number < 5:
            await home.program.end(signal.SIGKILL)
    assert "crash-loop" in await guards(home)
    told = await home.call("ladder.resume", {})
    assert told["accepted"], told
    assert "crash-loop" not in await guards(home)
    await until(lambda: b"WATCHDOG=1" in heard(manager), WATCHDOG_S, "a beat")
    os.kill(home.program.pid, signal.SIGSTOP)
    heard(manager)
    await asyncio.sleep(WATCHDOG_S)
    assert heard(manager) == []  # systemd would have killed it by now
    os.kill(home.program.pid, signal.SIGCONT)
    await home.program.end(signal.SIGTERM)


async def _refused_settings(home: RealHome) -> None:
    folder = home.config.with_suffix(".d")
    folder.mkdir()
    slip = folder / "50-slip.toml"
    slip.write_text("[house]\nenabld = true\n")
    await home.start()
    assert "settings-refused" in await guards(home)
    await home.program.end(signal.SIGTERM)
    slip.write_text('[operator]\naddress = "nonsense"\n')
    with pytest.raises(ProgramDiedError, match="another operator"):
        await home.start()
    slip.unlink()
    await home.start()
    assert "settings-refused" not in await guards(home)
    await home.program.end(signal.SIGTERM)


async def _poisoned(home: RealHome) -> None:
    journal = SqliteJournal(Path(load_settings(home.config).settings.journal.path))
    journal.append([b'{"type":"ticked","at_ms":"poison"}'])
    journal.close()
    began, starts = time.monotonic(), 0
    while True:
        starts += 1
        try:
            await home.start()
        except (ProgramDiedError, LinkError):
            assert starts < 5
            continue
        break
    took_s = time.monotonic() - began
    shown = await ladder(home)
    print(f"poisoned journal: safe after {starts} starts, {took_s:.0f} s")  # noqa: T201
    assert shown["rung"] == "safe"
    assert "cannot be replayed" in " ".join(one["sentence"] for one in shown["guards"])
