"""/metrics of a running home: scraped like Prometheus does, and by those who mean no good."""

import asyncio
import contextlib
import stat
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from agent.shell import metrics as metrics_module
from agent.shell.house_link import HouseLink
from agent.shell.household_api import HouseholdApi
from agent.shell.metrics import (
    MAX_CONNECTIONS,
    MAX_HEAD_BYTES,
    SAME_TEXT_MS,
    Measured,
    MetricsError,
    Page,
    loopback_listener,
    metrics_served,
)
from agent.shell.sockets import listening_socket
from drivers.journal_sqlite import SqliteJournal
from drivers.mqtt_inbox import BrokerCounts
from drivers.simulated.broker_memory import MemoryBroker
from drivers.simulated.journal_memory import MemoryJournal
from tests.bridge.house_home import PROFILE
from tests.core.story import at
from tests.shell.world import World

GET = b"GET /metrics HTTP/1.1\r\nHost: 127.0.0.1:9469\r\n\r\n"
WITHIN_S = 20


def page() -> bytes:
    return b"# HELP x A text.\n# TYPE x gauge\nx 1\n"


@contextlib.asynccontextmanager
async def served(text: Callable[[], bytes] = page) -> AsyncIterator[tuple[str, int]]:
    with loopback_listener("127.0.0.1", 0) as listener:
        async with metrics_served(listener, text):
            yield listener.getsockname()


async def ask(where: tuple[str, int], request: bytes) -> tuple[bytes, bytes]:
    """The status line and the body of one answer; both empty when the connection was cut."""
    async with asyncio.timeout(WITHIN_S):
        reader, writer = await asyncio.open_connection(*where)
        try:
            writer.write(request)
            answer = await reader.read()
        except ConnectionError:
            answer = b""
        finally:
            writer.close()
            with contextlib.suppress(OSError):
                await writer.wait_closed()
    head, _, body = answer.partition(b"\r\n\r\n")
    return head.partition(b"\r\n")[0], body


async def test_a_running_home_is_measured(tmp_path: Path) -> None:
    world = World()
    async with world.running() as home:
        await world.sunny(at(6, 2))
        house = HouseLink(HouseholdApi(home), MemoryBroker().client(), PROFILE, clock=world.clock)
        world.disk.in_use = False
        measured = Measured(
            home,
            world.clock,
            MemoryJournal(world.disk),
            tmp_path / "journal.db",
            BrokerCounts(1, 2, 3, 4),
            house,
            BrokerCounts(),
        )
        text = Page(measured).text().decode()
        reports = len(home.state.reporting.chain.revisions)
        assert reports
    told = {
        (sample.name, *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }
    assert told["gridhearth_cycle_number",] == 6
    assert told["gridhearth_surplus_status", "green"] == 1
    assert told["gridhearth_chain_stage", "live"] == 1
    assert told["gridhearth_clock_trusted",] == 1
    assert told["gridhearth_reports_signed",] == reports
    assert told["gridhearth_reports_waiting",] == reports
    assert told["gridhearth_reports_receipted",] == 0
    assert told["gridhearth_journal_entries_total",] == world.disk.first + len(world.disk.entries)
    assert told["gridhearth_mqtt_up", "operator"] == 1
    assert told["gridhearth_mqtt_dropped_messages_total", "operator"] == 1
    assert told["gridhearth_mqtt_up", "house"] == 0
    assert told["gridhearth_house_commands_total", "accepted"] == 0
    assert told["process_resident_memory_bytes",] > 10_000_000
    assert told["process_open_fds",] > 3


def test_asking_a_journal_for_its_newest_sequence_stores_nothing(tmp_path: Path) -> None:
    with contextlib.closing(SqliteJournal(tmp_path / "journal.db")) as journal:
        assert journal.append([b"a", b"b"]) == 2
        assert journal.append(()) == 2
        assert [sequence for sequence, _ in journal.read(0)] == [1, 2]


async def test_the_text_is_made_once_a_second_however_often_it_is_asked_for() -> None:
    world = World()
    async with world.running() as home:
        measured = Measured(home, world.clock, MemoryJournal(), Path("/nowhere/journal.db"))
        made = Page(measured)
        first = made.text()
        assert made.text() is first
        world.clock.advance(SAME_TEXT_MS)
        assert made.text() is not first


async def test_get_and_head_are_answered_and_nothing_else() -> None:
    async with served() as where:
        assert await ask(where, GET) == (b"HTTP/1.1 200 OK", page())
        assert await ask(where, GET.replace(b"/metrics", b"/metrics?name=x")) == (
            b"HTTP/1.1 200 OK",
            page(),
        )
        assert await ask(where, GET.replace(b"GET", b"HEAD")) == (b"HTTP/1.1 200 OK", b"")
        assert await ask(where, b"GET /metrics HTTP/1.0\r\n\r\n") == (b"HTTP/1.1 200 OK", page())
        for request, status in (
            (GET.replace(b"/metrics", b"/"), b"404"),
            (GET.replace(b"/metrics", b"/metrics/../etc/passwd"), b"404"),
            (GET.replace(b"GET", b"POST"), b"405"),
            (GET.replace(b"HTTP/1.1", b"HTTP/2"), b"400"),
            (b"\x16\x03\x01\r\n\r\n", b"400"),
            (b"\r\n\r\n", b"400"),
        ):
            line, _ = await ask(where, request)
            assert line.split(b" ")[1] == status, request


@pytest.mark.parametrize("host", [b"localhost:9469", b"127.0.0.1", b"127.1.2.3:1", b"[::1]:9469"])
async def test_names_of_this_machine_are_answered(host: bytes) -> None:
    async with served() as where:
        line, _ = await ask(where, GET.replace(b"127.0.0.1:9469", host))
        assert line == b"HTTP/1.1 200 OK"


@pytest.mark.parametrize("host", [b"evil.example", b"localhost.evil.example", b"127.0.0.1.nip.io"])
async def test_a_web_page_that_points_its_name_here_learns_nothing(host: bytes) -> None:
    """DNS rebinding: the browser still says which name it asked for."""
    async with served() as where:
        line, body = await ask(where, GET.replace(b"127.0.0.1:9469", host))
        assert line == b"HTTP/1.1 403 Forbidden"
        assert b"x 1" not in body


async def test_a_head_without_end_is_refused() -> None:
    async with served() as where:
        line, body = await ask(where, b"GET /metrics HTTP/1.1\r\n" + b"a: b\r\n" * MAX_HEAD_BYTES)
        assert line in {b"", b"HTTP/1.1 400 Bad Request"}  # cut off, or told first
        assert body in {b"", b"This is no HTTP request.\n"}
        assert (await ask(where, GET))[0] == b"HTTP/1.1 200 OK"


async def test_the_slow_and_the_many_are_cut_off_and_others_are_answered(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(metrics_module, "ANSWER_WITHIN_S", 0.5)
    async with served(lambda: b"x" * 30_000_000) as where:
        crowd = [await asyncio.open_connection(*where) for _ in range(MAX_CONNECTIONS)]
        for _, writer in crowd:
            writer.write(b"GET /metrics HTTP/1.1\r\n")  # and never the rest
        line, _ = await ask(where, GET)
        assert line == b""  # no place
        async with asyncio.timeout(WITHIN_S):
            for reader, _ in crowd:  # each is cut within the limit
                with contextlib.suppress(ConnectionError):
                    assert await reader.read() == b""
        deaf_reader, deaf = await asyncio.open_connection(*where)
        deaf.write(GET)  # asks, and reads nothing of 30 MB
        async with asyncio.timeout(WITHIN_S):
            while not (await ask(where, b"HEAD" + GET[3:]))[0]:  # noqa: ASYNC110 - until a place is free
                await asyncio.sleep(0.05)
        for _, writer in [*crowd, (deaf_reader, deaf)]:
            writer.transport.abort()
            with contextlib.suppress(OSError):
                await writer.wait_closed()


async def test_closing_ends_every_conversation() -> None:
    async with served() as where:
        reader, writer = await asyncio.open_connection(*where)
        writer.write(b"GET")
        await asyncio.sleep(0.01)
    async with asyncio.timeout(WITHIN_S):
        with contextlib.suppress(ConnectionError):
            assert await reader.read() == b""
    writer.close()
    assert len(asyncio.all_tasks()) == 1


async def test_a_unix_socket_for_the_group_and_no_other(tmp_path: Path) -> None:
    path = tmp_path / "metrics.sock"
    with listening_socket(path, None) as listener:
        async with metrics_served(listener, page):
            assert stat.S_IMODE(path.stat().st_mode) == 0o660
            async with asyncio.timeout(WITHIN_S):
                reader, writer = await asyncio.open_unix_connection(str(path))
                writer.write(GET.replace(b"127.0.0.1:9469", b"metrics.sock"))
                assert (await reader.read()).endswith(page())
                writer.close()
                await writer.wait_closed()
    assert not path.exists()


async def test_a_taken_port_is_one_sentence() -> None:
    with loopback_listener("127.0.0.1", 0) as first:
        first.listen()
        port = first.getsockname()[1]
        with (
            pytest.raises(MetricsError, match=f"port {port}: .*in use"),
            loopback_listener("127.0.0.1", port),
        ):
            pass
