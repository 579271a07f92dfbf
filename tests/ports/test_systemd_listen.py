"""The socket that systemd binds: taken over, answered on, and left in its place."""

import os
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from agent.api.permissions import AccessRules
from agent.daemon import _passed
from agent.daemon_start import StartError
from agent.settings import Api
from agent.shell.link import connected
from agent.shell.serve import serving
from drivers import systemd_listen
from drivers.systemd_listen import PassedSocketError, passed_sockets
from tests.api.conftest import Household


def environment(count: object = 1, pid: int | None = None) -> dict[str, str]:
    return {"LISTEN_PID": str(os.getpid() if pid is None else pid), "LISTEN_FDS": str(count)}


@pytest.fixture
def bound(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """What systemd does: bind, listen, pass the descriptor on."""
    path = tmp_path / "api.sock"
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as line:
        line.bind(str(path))
        line.listen()
        passed = os.dup(line.fileno())
    monkeypatch.setattr(systemd_listen, "FIRST", passed)
    yield path
    with pytest.raises(OSError, match="Bad file descriptor"):
        os.close(passed)  # whoever took it has closed it


async def test_a_passed_socket_is_served_and_its_file_stays(bound: Path) -> None:
    (passed,) = passed_sockets(environment())
    home: Any = Household()
    access = AccessRules(daemon_uid=os.getuid())
    async with (
        serving(bound, home, access, passed=passed),
        connected(bound, "test") as link,
    ):
        assert (await link.call("status.get"))["member"]
    assert os.listdir(bound.parent) == [bound.name]  # noqa: PTH208 - systemd listens on: a screen waits through the restart


def test_the_settings_must_name_the_same_socket(
    bound: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for key, value in environment().items():
        monkeypatch.setenv(key, value)
    with pytest.raises(StartError, match=r"ListenStream=.*and into the settings"):
        _passed(Api(socket="/run/elsewhere.sock"))


def test_without_systemd_or_for_another_process_there_is_none(bound: Path) -> None:
    assert passed_sockets({}) == ()
    assert passed_sockets(environment(pid=1)) == ()
    assert passed_sockets(environment(0)) == ()
    (taken,) = passed_sockets(environment())
    assert not os.get_inheritable(taken.fileno())  # a child must not keep it open
    taken.close()


@pytest.mark.parametrize("count", ["", "-1", "many", "17"])
def test_a_nonsense_count_is_refused(count: str) -> None:
    with pytest.raises(PassedSocketError, match="LISTEN_FDS"):
        passed_sockets(environment(count))


@pytest.mark.parametrize("kind", ["file", "tcp", "not listening"])
def test_anything_but_a_listening_unix_socket_is_refused(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if kind == "file":
        number = os.open(tmp_path / "x", os.O_CREAT | os.O_RDWR)
    else:
        family = socket.AF_INET if kind == "tcp" else socket.AF_UNIX
        with socket.socket(family, socket.SOCK_STREAM) as line:
            if kind == "tcp":
                line.bind(("127.0.0.1", 0))
                line.listen()
            number = os.dup(line.fileno())
    monkeypatch.setattr(systemd_listen, "FIRST", number)
    with pytest.raises(PassedSocketError):
        passed_sockets(environment())
    if kind == "file":
        os.close(number)
