"""A box without keys or network: the door is open, the checklist is there, nothing is decided."""

import asyncio
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest

from agent.api.commission import ChecklistView, JoinRequestView
from agent.api.joining import JoiningView
from agent.api.sections import Snapshot
from agent.daemon import run_daemon
from agent.daemon_start import Begun
from agent.daemon_waiting import joining_of, lacking
from agent.settings import Credential, read_settings
from agent.shell.link import CallFailed, LinkError, connected
from drivers.start_record import StartRecord
from tests.provisioning.joining_story import Box, Market

PROGRAM = "a test"


class Waiter:
    """A daemon on a box as it comes from the first boot, or half of it."""

    def __init__(self, place: Path) -> None:
        self.box = Box(place / "box", Market())
        self.socket = place / "api.sock"
        text = f'[api]\nsocket = "{self.socket}"\n[journal]\npath = "{place}/state/journal.db"\n'
        (place / "state").mkdir()
        self.settings = read_settings(self.box.text + text)
        self.record = StartRecord(place / "state")
        self.readied = 0

    def lose_the_network_and_make_keys(self) -> None:
        Path(self.settings.chain.network).unlink()
        self.box.folder.make()

    def begun(self) -> Begun:
        def ready() -> None:
            self.readied += 1

        return Begun(self.settings, (), ready, self.record, self.box.config)

    async def call(self, method: str, params: dict[str, Any] | None = None) -> Any:
        async with connected(self.socket, PROGRAM) as link:
            return await link.call(method, params or {})


async def until(look: Callable[[], bool]) -> None:
    async with asyncio.timeout(60):
        while not look():  # noqa: ASYNC110 - a file's coming has no event
            await asyncio.sleep(0.05)


@pytest.fixture
def waiter(tmp_path: Path) -> Waiter:
    return Waiter(tmp_path)


async def test_without_keys_the_screen_sees_what_is_missing_and_the_checklist(
    waiter: Waiter,
) -> None:
    running = asyncio.create_task(run_daemon(waiter.settings, waiter.begun()))
    try:
        await until(waiter.socket.exists)
        shown = msgspec.convert(await waiter.call("status.get"), Snapshot)
        (alert,) = shown.alerts
        assert "no keys yet" in alert.what
        assert "gridhearth join request" in alert.do
        view = msgspec.convert(await waiter.call("commission.checklist"), ChecklistView)
        steps = {step.key: step for step in view.steps}
        assert (view.ready, steps["request"].state) == (False, "to do")
        assert "no keys yet" in steps["agent"].words
        joining = msgspec.convert(await waiter.call("commission.joining"), JoiningView)
        assert joining.stage == "asking", "a code lies there"
        answer = await waiter.call("flow.start")
        assert not answer["accepted"]
        with pytest.raises(CallFailed, match="no keys yet"):
            await waiter.call("commission.report")
        # the box asks: keys appear, the home begins, no start of the service in between
        assert waiter.box.run() == 0
        async with asyncio.timeout(60):
            while True:
                try:
                    shown = msgspec.convert(await waiter.call("status.get"), Snapshot)
                except (LinkError, OSError):
                    await asyncio.sleep(0.05)  # one door is closed, the next is opened
                    continue
                if "times" in shown.alerts[0].what:
                    break
                await asyncio.sleep(0.05)
        asked = msgspec.convert(await waiter.call("commission.request"), JoinRequestView)
        assert asked.text == waiter.box.folder.request()
        assert asked.comparison
        joining = msgspec.convert(await waiter.call("commission.joining"), JoiningView)
        assert joining.stage == "joined"
        assert waiter.readied == 0, "settings that ran no home are not known to work"
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


async def test_a_watcher_is_told_when_the_reason_changes(waiter: Waiter) -> None:
    running = asyncio.create_task(run_daemon(waiter.settings, waiter.begun()))
    try:
        await until(waiter.socket.exists)
        async with connected(waiter.socket, PROGRAM) as link:
            first = msgspec.convert(await link.call("status.watch"), Snapshot)
            assert "no keys" in first.home.reason
            waiter.lose_the_network_and_make_keys()
            async with asyncio.timeout(60):
                while True:
                    shown = msgspec.convert(await link.call("status.get"), Snapshot)
                    if "network file" in shown.home.reason:
                        break
                    await asyncio.sleep(0.05)
            assert shown.revision > first.revision
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


def test_what_is_there_and_wrong_is_not_waited_for(waiter: Waiter) -> None:
    waiter.box.folder.make()
    assert lacking(waiter.settings) is None
    (waiter.box.folder.directory / "order.key").write_text("no key")
    assert lacking(waiter.settings) is None, "the start itself says what is wrong with it"


def test_a_credential_that_was_not_passed_is_named(
    waiter: Waiter, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    waiter.box.folder.make()
    chain = msgspec.structs.replace(waiter.settings.chain, order_key=Credential(name="order-key"))
    settings = msgspec.structs.replace(waiter.settings, chain=chain)
    monkeypatch.delenv("CREDENTIALS_DIRECTORY", raising=False)
    found = lacking(settings)
    assert found is not None
    assert "credential order-key" in found[0]
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path))
    (tmp_path / "order-key").write_text("x")
    assert lacking(settings) is None
    assert joining_of(settings, waiter.box.config) == JoiningView(), "systemd's keys, not ours"


async def test_by_hand_a_missing_key_ends_the_start_with_its_reason(waiter: Waiter) -> None:
    from drivers.keystore import KeystoreError

    with pytest.raises((KeystoreError, ExceptionGroup), match=r"order\.key"):
        await run_daemon(waiter.settings, Begun(waiter.settings, (), lambda: None))


async def test_the_socket_that_systemd_bound_serves_both_the_waiting_and_the_home(
    waiter: Waiter, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first server must not close it: clients that come meanwhile wait in its queue."""
    import socket

    from agent import daemon_waiting
    from drivers.clocks import SystemClock
    from drivers.systemd_notify import SystemdNotify

    bound = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    bound.bind(str(waiter.socket))
    bound.listen()
    bound.setblocking(False)
    number = bound.detach()
    monkeypatch.setattr(daemon_waiting, "passed_socket", lambda _: socket.socket(fileno=number))
    from agent.daemon import _access

    clock, notify = SystemClock(), SystemdNotify({})
    access = _access(waiter.settings.api)
    for _ in range(2):
        async with daemon_waiting.shown(
            waiter.settings, waiter.box.config, access, clock, notify
        ) as handler:
            handler.tell("It waits.", "Wait.")
            shown = msgspec.convert(await waiter.call("status.get"), Snapshot)
            assert shown.home.reason == "It waits."
    os.close(number)
