"""The daemon's socket, with real connections: screens, floods, slow readers, strangers."""

import asyncio
import contextlib
import json
import os
import random
import socket
import stat
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from agent.api.framing import MAX_LINE_BYTES
from agent.api.methods import METHODS, PlaceOrder
from agent.api.permissions import AccessRules, Group
from agent.api.sections import Alert, DeviceLine, OrderLine
from agent.api.wishes import ChooseProgram, RelayMode, SetRange, Start
from agent.shell import serve as server_module
from agent.shell.link import CallFailed, LinkError, connected
from agent.shell.serve import serve, serving
from agent.shell.sockets import SocketError, listening_socket

HELLO = b'{"jsonrpc":"2.0","id":0,"method":"hello","params":{"api":1,"client":"test"}}\n'
START = b'{"jsonrpc":"2.0","id":1,"method":"flow.start"}\n'


@pytest.fixture
async def running(
    household: Any, socket_path: Path, own_access: AccessRules
) -> AsyncIterator[Path]:
    async with serving(socket_path, household, own_access):
        yield socket_path


@contextlib.asynccontextmanager
async def raw(path: Path) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
    reader, writer = await asyncio.open_unix_connection(path, limit=1 << 20)
    try:
        yield reader, writer
    finally:
        writer.close()
        with contextlib.suppress(OSError):
            await writer.wait_closed()


async def ask(path: Path, *lines: bytes) -> list[dict[str, Any]]:
    async with raw(path) as (reader, writer):
        writer.writelines(lines)
        return [json.loads(await reader.readline()) for _ in lines]


async def test_wishes_reach_the_household_with_the_callers_group(
    running: Path, household: Any
) -> None:
    async with connected(running, "test") as link:
        answer = await link.call("flow.start")
        await link.call("flow.program", {"opt_in": True})
        await link.call("flow.range", SetRange(1, 2))
        order = {"side": "sell", "low_micro_per_kwh": 150_000, "high_micro_per_kwh": 300_000}
        placed = await link.call("order.place", {**order, "energy_wh": 500})
    assert answer == {"accepted": True, "problems": [], "sentence": "Done: Start."}
    assert placed["sentence"] == "The order is queued."
    assert [wish for wish, _ in household.wishes] == [
        Start(),
        ChooseProgram(True),
        SetRange(1, 2),
        PlaceOrder("sell", 150_000, 300_000, 500),
    ]
    caller = household.wishes[0][1]
    assert (caller.peer.pid, caller.peer.uid) == (os.getpid(), os.getuid())
    assert caller.group is Group.INSTALLER


async def test_hello_comes_first_and_names_the_api_number(running: Path, household: Any) -> None:
    too_early, hello, after = await ask(running, START, HELLO, START)
    assert too_early["error"]["data"]["reason"] == "hello_first"
    assert hello["result"]["api"] == 1
    assert set(hello["result"]["methods"]) == set(METHODS)
    assert after["result"]["accepted"]
    assert len(household.wishes) == 1


async def test_another_api_number_is_told_and_closed(running: Path) -> None:
    async with raw(running) as (reader, writer):
        writer.write(HELLO.replace(b'"api":1', b'"api":2'))
        told = json.loads(await reader.readline())
        assert told["error"]["code"] == -32002
        assert "API number 1, the client 2" in told["error"]["message"]
        assert await reader.read() == b""


async def test_unknown_methods_and_parameters_are_errors(running: Path, household: Any) -> None:
    bad = {"side": "rent", "low_micro_per_kwh": -1, "colour": 1}
    message = {"jsonrpc": "2.0", "id": 9, "method": "order.place", "params": bad}
    unknown = {"jsonrpc": "2.0", "id": 8, "method": "keys.export"}
    _, refused, none = await ask(
        running, HELLO, json.dumps(message).encode() + b"\n", json.dumps(unknown).encode() + b"\n"
    )
    assert refused["id"] == 9
    assert refused["error"]["code"] == -32602
    problems = {problem["field"] for problem in refused["error"]["data"]["problems"]}
    assert problems == {"side", "low_micro_per_kwh", "high_micro_per_kwh", "colour"}
    assert none["error"]["code"] == -32601
    assert household.wishes == []


async def test_a_watcher_gets_the_whole_then_only_what_changed(
    running: Path, household: Any
) -> None:
    async with raw(running) as (reader, writer):
        watch = b'{"jsonrpc":"2.0","id":1,"method":"status.watch"}\n'
        writer.writelines([HELLO, watch])
        await reader.readline()
        whole = json.loads(await reader.readline())["result"]
        assert whole["revision"] == 1
        household.publish(alerts=(Alert("clock", 1, "No time.", "Wait."),))
        told = json.loads(await reader.readline())
        assert "id" not in told
        assert told["method"] == "status.section"
        assert {k: told["params"][k] for k in ("follows", "revision", "section")} == {
            "follows": 1,
            "revision": 2,
            "section": "alerts",
        }
        household.publish()  # a revision in which nothing shown changed says nothing
        household.publish(member="0xnew")
        told = json.loads(await reader.readline())["params"]
        assert (told["follows"], told["section"]) == (2, "member")


async def test_the_client_follows_every_change(running: Path, household: Any) -> None:
    async with connected(running, "test") as link:
        watching = aiter(link.watch())
        assert (await anext(watching)).member.startswith("0x")
        for number in range(5):
            household.publish(member=f"0x{number}")
            assert (await anext(watching)).member == f"0x{number}"


async def test_lists_are_served_newest_first(running: Path, household: Any) -> None:
    household.publish(
        orders=tuple(OrderLine(f"o{n}", n, "buy", 1, 1, 1, 1, "final") for n in range(60))
    )
    async with connected(running, "test") as link:
        lines = await link.call("orders.list", {"limit": 2, "before_cycle": 50})
        assert [line["cycle"] for line in lines] == [49, 48]
        assert len((await link.call("status.get"))["orders"]) == 30
        assert await link.call("devices.list") == []
        (why,) = await link.call("decisions.list")
        assert why["why"] == "the status was red"
        with pytest.raises(CallFailed, match="limit"):
            await link.call("trades.list", {"limit": 0})


async def test_a_waiting_wish_blocks_nobody(running: Path, household: Any) -> None:
    household.hold = asyncio.Event()
    async with raw(running) as (reader, writer):
        writer.writelines([HELLO, START, b'{"jsonrpc":"2.0","id":2,"method":"status.get"}\n'])
        await reader.readline()
        assert json.loads(await reader.readline())["id"] == 2  # overtakes the wish
        async with connected(running, "other") as link:
            await link.call("status.get")
        household.hold.set()
        assert json.loads(await reader.readline())["id"] == 1


async def test_a_wish_is_finished_though_the_client_went_away(
    running: Path, household: Any
) -> None:
    household.hold = asyncio.Event()
    async with raw(running) as (reader, writer):
        writer.writelines([HELLO, START])
        await reader.readline()
        await household.asked.wait()
    household.hold.set()
    async with connected(running, "next") as link:  # the server lives
        assert (await link.call("flow.start"))["accepted"]


async def test_too_many_waiting_calls_are_refused_not_stored(running: Path, household: Any) -> None:
    household.hold = asyncio.Event()
    async with raw(running) as (reader, writer):
        writer.writelines([HELLO, *[START] * (server_module.MAX_WAITING_CALLS + 40)])
        await reader.readline()
        refused = [json.loads(await reader.readline()) for _ in range(20)]
        assert {one["error"]["data"]["reason"] for one in refused} == {"too_many"}
        assert len(household.wishes) <= server_module.MAX_WAITING_CALLS
        household.hold.set()


async def test_an_oversize_line_is_told_and_closed(running: Path) -> None:
    async with raw(running) as (reader, writer):
        writer.write(b"x" * (MAX_LINE_BYTES + 10) + b"\n")
        told = json.loads(await reader.readline())
        assert told["error"]["data"]["reason"] == "too_long"
        with contextlib.suppress(ConnectionError):
            assert await reader.read() == b""


async def test_the_longest_line_allowed_is_read(running: Path) -> None:
    start = HELLO[:-1]
    line = start + b" " * (MAX_LINE_BYTES - len(start) - 1) + b"\n"
    assert len(line) == MAX_LINE_BYTES
    (hello,) = await ask(running, line)
    assert "result" in hello


async def test_a_client_that_does_not_read_is_closed(running: Path, household: Any) -> None:
    household.publish(
        orders=tuple(OrderLine("o", n, "buy", 1, 1, 1, 1, "final", "w" * 900) for n in range(30))
    )
    get = b'{"jsonrpc":"2.0","id":1,"method":"status.get"}\n'
    async with raw(running) as (reader, writer):
        reader._transport.pause_reading()  # type: ignore[attr-defined]
        writer.write(HELLO)
        with pytest.raises(ConnectionError):  # noqa: PT012 - some write of the flood fails
            for _ in range(500):
                writer.write(get)
                await writer.drain()
                await asyncio.sleep(0)
        async with connected(running, "other") as link:
            await link.call("alerts.list")


async def test_a_slow_watcher_is_closed(
    running: Path, household: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server_module, "SLOW_AFTER_S", 0.05)
    async with raw(running) as (reader, writer):
        watch = b'{"jsonrpc":"2.0","id":1,"method":"status.watch"}\n'
        writer.writelines([HELLO, watch])
        await reader.readline()
        await reader.readline()
        reader._transport.pause_reading()  # type: ignore[attr-defined]
        for number in range(30):
            household.publish(member=str(number) + "x" * 30_000)
            await asyncio.sleep(0.01)
        reader._transport.resume_reading()  # type: ignore[attr-defined]
        with contextlib.suppress(ConnectionError):
            got = await reader.read()
            assert got.count(b"\n") < 30


async def test_a_silent_connection_is_closed(
    running: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server_module, "HELLO_WITHIN_S", 0.02)
    async with raw(running) as (reader, _):
        assert json.loads(await reader.readline())["error"]["data"]["reason"] == "hello_first"


async def test_many_clients_see_the_same(running: Path, household: Any) -> None:
    async def follow(name: str) -> str:
        async with connected(running, name) as link:
            async for snapshot in link.watch():
                if snapshot.revision >= 11:
                    return snapshot.member
        return ""

    clients = [asyncio.create_task(follow(f"c{n}")) for n in range(40)]
    for number in range(10):
        await asyncio.sleep(0.01)
        household.publish(member=f"0x{number}")
    assert set(await asyncio.gather(*clients)) == {"0x9"}


async def test_the_connections_are_bounded(running: Path) -> None:
    async with contextlib.AsyncExitStack() as stack:
        for number in range(server_module.MAX_CONNECTIONS):
            await stack.enter_async_context(connected(running, f"c{number}"))
        with pytest.raises(CallFailed, match="Too many programs"):
            await stack.enter_async_context(connected(running, "one more"))


def garbage(chance: random.Random) -> bytes:
    """One line of a hostile screen: bytes, broken JSON, or a plausible call with odd values."""
    odd: list[Any] = [
        None,
        True,
        -1,
        2**70,
        1e300,
        "",
        "x" * 300,
        [],
        {},
        [[]],
        "\ud7ff",
        {"a": {"b": 1}},
    ]
    form = chance.randrange(4)
    if form == 0:
        return chance.randbytes(chance.randrange(200)).replace(b"\n", b"")
    message: Any = {
        "jsonrpc": chance.choice(["2.0", "2.0", "2.0", "1.0", 2]),
        "id": chance.choice([1, 2, "a", None, 1.5, {}]),
        "method": chance.choice([*METHODS, "x", "", 5, None]),
        "params": {
            chance.choice(["api", "limit", "side", "opt_in", "low_micro_per_kwh", "type"]): (
                chance.choice(odd)
            )
            for _ in range(chance.randrange(4))
        },
    }
    if form == 1:
        message[chance.choice([*message, "more"])] = chance.choice(odd)
    text = json.dumps(message).encode()
    return text[: chance.randrange(len(text))] if form == 2 else text


@pytest.mark.parametrize("seed", range(4))
async def test_fuzzed_messages_never_end_the_server_or_trade(
    running: Path, household: Any, seed: int
) -> None:
    """500 messages each: every line is answered or the connection closed, nothing else happens."""
    chance = random.Random(seed)
    whole = (PlaceOrder, SetRange)
    async with raw(running) as (reader, writer):
        writer.write(HELLO)
        for _ in range(500):
            writer.write(garbage(chance) + b"\n")
        writer.write_eof()
        answers = [json.loads(line) for line in (await reader.read()).splitlines()]
    assert all(("result" in one) != ("error" in one) for one in answers if "id" in one)
    assert len(answers) > 2
    # No wish with fields can have come together from these parameters.
    assert not [wish for wish, _ in household.wishes if isinstance(wish, whole)]
    async with connected(running, "after") as link:
        await link.call("status.get")


async def test_a_mistake_of_the_household_ends_the_server(
    household: Any, socket_path: Path, own_access: AccessRules
) -> None:
    async def broken(*_: object) -> None:
        raise LookupError("our own mistake")

    household.wish = broken

    async def asking() -> None:
        async with serving(socket_path, household, own_access):
            async with connected(socket_path, "test") as link:
                with contextlib.suppress(LinkError):
                    await link.call("flow.start")
            await asyncio.sleep(5)

    with pytest.raises(ExceptionGroup) as ended:
        await asking()
    assert ended.group_contains(LookupError)
    with pytest.raises(LinkError):
        await connected(socket_path, "test").__aenter__()


def open_to_everyone(path: Path) -> None:
    """Take the file system's protection away, so that only the kernel's word is left."""
    path.chmod(0o666)
    for folder in path.parents[:4]:  # the run's, the worker's, the test's own, and the one of all
        if folder.stat().st_uid == os.getuid() and folder.name.startswith(
            ("pytest-", "popen-", "test_")
        ):
            folder.chmod(0o755)


async def test_strangers_are_refused(household: Any, socket_path: Path) -> None:
    nobody = AccessRules(daemon_uid=os.getuid() + 1)
    async with serving(socket_path, household, nobody):
        open_to_everyone(socket_path)
        script = (
            "import os, socket, sys\n"
            "if os.getuid() == 0: os.setgroups([]); os.setgid(65534); os.setuid(65534)\n"
            "s = socket.socket(socket.AF_UNIX); s.connect(sys.argv[1]); print(s.recv(4096).decode())"
        )
        other = await asyncio.to_thread(
            subprocess.run,
            [sys.executable, "-c", script, str(socket_path)],
            capture_output=True,
            text=True,
            check=True,
        )
    assert json.loads(other.stdout)["error"]["data"]["reason"] == "not_permitted"


async def test_a_viewer_cannot_trade(
    household: Any, running: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server_module, "group_of", lambda *_: Group.VIEWER)
    async with connected(running, "viewer") as link:
        await link.call("status.get")
        for method in METHODS.values():
            if method.changes:
                with pytest.raises(CallFailed, match=f"needs the group {method.group.word}"):
                    await link.call(method.name)
    assert household.wishes == []
    assert household.commissioned == []


async def test_a_user_switches_relays_and_commissions_nothing(
    household: Any, running: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server_module, "group_of", lambda *_: Group.USER)
    async with connected(running, "user") as link:
        answer = await link.call("relay.set", {"relay": "Boiler", "mode": "surplus"})
        assert answer["sentence"] == "Done: relay.set."
        for method in METHODS.values():
            if method.commissions and method.name != "relay.set":
                with pytest.raises(CallFailed, match="needs the group installer"):
                    await link.call(method.name)
    ((name, params, caller),) = household.commissioned
    assert (name, params.relay, params.mode, caller.group) == (
        "relay.set",
        "Boiler",
        RelayMode.SURPLUS,
        Group.USER,
    )


async def test_many_devices_come_in_pages_that_fit(running: Path, household: Any) -> None:
    """A device says of itself what it likes; a list of them never breaks the line's bound."""
    line = DeviceLine("n" * 60, "", 1, 2, 3, "good", model="\x01" * 60, sentence="\x01" * 240)
    many = tuple(msgspec.structs.replace(line, key=f"{k:016x}/1") for k in range(200))
    household.publish(devices=many)
    async with connected(running, "test") as link:
        held = len((await link.call("status.get"))["devices"])
        assert 0 < held <= 30
        seen: list[str] = []
        while page := await link.call("devices.list", {"skip": len(seen)}):
            seen += [one["key"] for one in page]
        assert seen == [one.key for one in many]


def test_the_socket_file_is_for_the_group_only(socket_path: Path) -> None:
    with listening_socket(socket_path, os.getgid()):
        assert stat.S_IMODE(socket_path.stat().st_mode) == 0o660
        assert list(socket_path.parent.iterdir()) == [socket_path]
    assert not socket_path.exists()


def test_a_dead_daemons_socket_is_replaced_a_living_ones_is_not(socket_path: Path) -> None:
    dead = socket.socket(socket.AF_UNIX)
    dead.bind(str(socket_path))
    dead.close()
    with listening_socket(socket_path, None) as living:
        living.listen()
        with (
            pytest.raises(SocketError, match="another daemon is listening"),
            listening_socket(socket_path, None),
        ):
            pass
        assert socket_path.exists()


def test_other_files_are_left_alone(socket_path: Path) -> None:
    socket_path.write_text("precious")
    with pytest.raises(SocketError, match="is no socket"), listening_socket(socket_path, None):
        pass
    assert socket_path.read_text() == "precious"


def test_a_path_too_long_for_a_socket_is_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / ("x" * 120)
    with pytest.raises(SocketError, match="longer than"), listening_socket(path, None):
        pass


async def test_no_daemon_is_a_sentence_that_helps(socket_path: Path) -> None:
    with pytest.raises(LinkError, match=r"No daemon answered at .*systemctl start gridhearth"):
        async with connected(socket_path, "test"):
            pass


async def test_stopping_the_daemon_ends_every_conversation(
    household: Any, socket_path: Path, own_access: AccessRules
) -> None:
    task = asyncio.create_task(serve(socket_path, household, own_access))
    await asyncio.sleep(0.05)
    async with connected(socket_path, "test") as link:
        watching = aiter(link.watch())
        await anext(watching)
        task.cancel()
        with pytest.raises(LinkError, match="closed the connection"):
            await anext(watching)
    with pytest.raises(asyncio.CancelledError):
        await task
