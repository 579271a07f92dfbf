"""`gridhearth pin` and what a PIN does to the other commands."""

import asyncio
import io
import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from agent.api.permissions import AccessRules, Group
from agent.cli import main
from agent.roles import pin as rules
from agent.shell import serve as server_module
from agent.shell.serve import serving
from tests.test_cli import Daemon


@pytest.fixture
async def daemon(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Daemon]:
    one, path = Daemon(), tmp_path / "api.sock"
    monkeypatch.setattr(rules, "COST", 2)
    monkeypatch.setenv("GRIDHEARTH_SOCKET", str(path))
    async with serving(path, one, AccessRules(daemon_uid=os.getuid())):
        yield one


class Person(io.StringIO):
    """Somebody at a terminal."""

    def isatty(self) -> bool:
        return True


async def run(monkeypatch: pytest.MonkeyPatch, *words: str, types: str = "") -> int:
    monkeypatch.setattr("sys.stdin", io.StringIO(types))
    return await asyncio.to_thread(main, words)


def typed(monkeypatch: pytest.MonkeyPatch, *answers: str) -> list[str]:
    """Let a person type these at the hidden prompts; return the prompts as they come."""
    waiting, prompts = list(answers), []

    def asked(prompt: str) -> str:
        prompts.append(prompt)
        return waiting.pop(0)

    monkeypatch.setattr("agent.commands.pin.getpass", asked)
    monkeypatch.setattr("agent.commands.home_calls.getpass", asked)
    return prompts


async def test_an_installer_sets_both_pins_and_sees_them(
    daemon: Daemon, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert await run(monkeypatch, "pin", "state") == 0
    assert "The household's PIN is not set." in capsys.readouterr().out
    assert await run(monkeypatch, "pin", "set", types="4711\n") == 0
    assert await run(monkeypatch, "pin", "set", "--installer", types="123456\n") == 0
    assert await run(monkeypatch, "pin", "set", types="0815\n") == 0  # no old one asked
    capsys.readouterr()
    assert await run(monkeypatch, "pin", "state") == 0
    assert capsys.readouterr().out.count("PIN is set.") == 2
    assert await run(monkeypatch, "pin", "set", "--remove") == 0
    assert not daemon.pins.needed


async def test_a_user_gives_the_old_pin_where_there_is_one(
    daemon: Daemon, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(server_module, "group_of", lambda *_: Group.USER)
    assert await run(monkeypatch, "pin", "set", types="4711\n") == 0
    assert await run(monkeypatch, "pin", "set", types="0815\n9999\n") == 1
    assert "wrong; 4 tries left" in capsys.readouterr().err
    assert await run(monkeypatch, "pin", "set", types="0815\n4711\n") == 0
    assert await run(monkeypatch, "pin", "set", "--remove", types="0815\n") == 0


@pytest.mark.parametrize("new", ["", "123", "12345678901", "12a4"])
async def test_a_pin_of_another_shape_is_told_without_its_digits(
    daemon: Daemon,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    new: str,
) -> None:
    assert await run(monkeypatch, "pin", "set", types=f"{new}\n") == 2
    assert capsys.readouterr().err == "A PIN has 4 to 8 digits.\n"
    assert not daemon.pins.needed


async def test_a_person_types_a_new_pin_twice(
    daemon: Daemon, monkeypatch: pytest.MonkeyPatch
) -> None:
    prompts = typed(monkeypatch, "4711", "4712")
    monkeypatch.setattr("sys.stdin", Person())
    assert await asyncio.to_thread(main, ("pin", "set")) == 2
    assert not daemon.pins.needed
    assert prompts[-1] == "Once more: "


async def test_an_order_asks_a_person_for_the_pin_and_refuses_a_script(
    daemon: Daemon, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(server_module, "group_of", lambda *_: Group.USER)
    await run(monkeypatch, "pin", "set", types="4711\n")
    order = ("order", "sell", "--from", "0.1", "--to", "0.2")
    assert await run(monkeypatch, *order) == 1
    assert "household's PIN" in capsys.readouterr().err
    prompts = typed(monkeypatch, "0000", "4711")
    monkeypatch.setattr("sys.stdin", Person())
    assert await asyncio.to_thread(main, order) == 1
    assert daemon.asked == []
    assert await asyncio.to_thread(main, order) == 0
    assert len(daemon.asked) == 1
    assert prompts == ["The household's PIN: "] * 2
