"""`/metrics` for Prometheus: gathers what is measured, and answers on loopback or a Unix socket.

Whoever may connect may look; nothing can be asked for but this one page. A scraper that is slow,
hostile or many costs a bounded amount: of time, of connections, of work (one text a second).
"""

import asyncio
import contextlib
import os
import re
import socket
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import Protocol

import msgspec

from agent.bridge.metrics import (
    CONTENT_TYPE,
    LinkFacts,
    MetricFacts,
    ProcessFacts,
    exposition,
    families,
)
from agent.ports import Clock, Journal, PortError
from agent.shell.house_link import HouseLink
from agent.shell.household import Household
from agent.shell.version import own_version
from agent.units import MonoMs

MAX_HEAD_BYTES = 4_096
MAX_CONNECTIONS = 8  # Prometheus keeps one; a person with curl another
ANSWER_WITHIN_S = 5.0
"""For the whole of a connection, both directions."""
SAME_TEXT_MS = 1_000

_LOOPBACK = re.compile(rb"(localhost|127(\.[0-9]{1,3}){3}|\[::1\])(:[0-9]{1,5})?")


class MetricsError(PortError):
    """The port could not be listened on; the sentence says which and why."""


class LinkCounts(Protocol):
    """What a broker's driver counts."""

    dropped: int
    oversize: int
    connections: int


class Measured(msgspec.Struct, frozen=True):
    """Everything that is measured, as the daemon wired it."""

    household: Household
    clock: Clock
    journal: Journal
    journal_path: Path
    operator: LinkCounts | None = None
    house: HouseLink | None = None
    house_broker: LinkCounts | None = None


class Page:
    """The text of /metrics, made anew at most once a second."""

    def __init__(self, measured: Measured) -> None:
        self._measured = measured
        self._started_s = measured.clock.wall_ms() // 1_000
        self._version = own_version()
        self._made: tuple[MonoMs, bytes] | None = None

    def text(self) -> bytes:
        """Return the newest text."""
        now = self._measured.clock.mono_ms()
        if self._made is None or now - self._made[0] >= SAME_TEXT_MS:
            found = families(self._measured.household.snapshot(), self._facts())
            self._made = (now, exposition(found).encode())
        return self._made[1]

    def _facts(self) -> MetricFacts:
        measured = self._measured
        state, house = measured.household.state, measured.house
        waiting = {entry.signed.report.cycle for entry in state.outbox.waiting}
        unsigned = {report.cycle for report in state.reporting.unsigned}
        signed = state.reporting.chain.revisions.keys() - unsigned
        commands = None
        if house is not None:
            counts = house.counts
            commands = {
                "accepted": counts.accepted,
                "refused": counts.refused,
                "dropped": counts.dropped,
                "replayed": counts.replayed,
            }
        return MetricFacts(
            now_ms=measured.clock.wall_ms(),
            version=self._version,
            clock_trusted=state.clock_trusted,
            orders=Counter(order.stage for order in state.orders),
            trades=sum(len(order.trades) for order in state.orders),
            endorsed=sum(one.finished for one in state.endorsements),
            reports_signed=len(signed),
            reports_unsigned=len(state.reporting.unsigned),
            reports_refused=state.reporting.refused,
            receipts=len(signed - waiting),
            junk=state.broker.junk,
            replayed=measured.household.replayed,
            journal_bytes=_size(measured.journal_path),
            journal_entries=measured.journal.append(()),  # nothing stored, the newest sequence told
            process=_process(self._started_s),
            links=self._links(),
            house_commands=commands,
        )

    def _links(self) -> dict[str, LinkFacts]:
        measured, links = self._measured, {}
        if measured.operator is not None:
            links["operator"] = _link(measured.operator, up=measured.household.state.broker.up)
        if measured.house is not None and measured.house_broker is not None:
            links["house"] = _link(measured.house_broker, up=measured.house.counts.up)
        return links


@contextlib.contextmanager
def loopback_listener(host: str, port: int) -> Iterator[socket.socket]:
    """Bind a TCP port while the context is open; MetricsError: it is taken.

    The caller has made sure that `host` is an address of this machine only.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM | socket.SOCK_CLOEXEC) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((host, port))
        except (OSError, OverflowError) as taken:
            raise MetricsError(f"metrics cannot listen on {host} port {port}: {taken}") from taken
        listener.setblocking(False)
        yield listener


@contextlib.asynccontextmanager
async def metrics_served(listener: socket.socket, text: Callable[[], bytes]) -> AsyncIterator[None]:
    """Answer on a bound socket, TCP or Unix, while the context is open; then cut everybody off."""
    tcp = listener.family is not socket.AF_UNIX
    open_now: set[asyncio.Task[None]] = set()
    async with asyncio.TaskGroup() as tasks:

        def accepted(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            if len(open_now) >= MAX_CONNECTIONS:
                writer.transport.abort()
                return
            task = tasks.create_task(_converse(reader, writer, text, check_host=tcp))
            open_now.add(task)
            task.add_done_callback(open_now.discard)

        start = asyncio.start_server if tcp else asyncio.start_unix_server
        server = await start(accepted, sock=listener, limit=MAX_HEAD_BYTES)
        try:
            yield
        finally:
            server.close()
            for task in open_now:
                task.cancel()


async def _converse(
    reader: asyncio.StreamReader,
    writer: asyncio.StreamWriter,
    text: Callable[[], bytes],
    *,
    check_host: bool,
) -> None:
    """Answer one request and close; whatever the other side does, it ends within seconds."""
    try:
        async with asyncio.timeout(ANSWER_WITHIN_S):
            try:
                head = await reader.readuntil(b"\r\n\r\n")
            except asyncio.LimitOverrunError:
                head = b""
            writer.write(_answer(head, text, check_host=check_host))
            await writer.drain()
            writer.close()
            await writer.wait_closed()
    except (TimeoutError, OSError, asyncio.IncompleteReadError):
        pass  # gone or too slow
    finally:
        writer.transport.abort()


def _answer(head: bytes, text: Callable[[], bytes], *, check_host: bool) -> bytes:
    request, _, fields = head.partition(b"\r\n")
    words = request.split(b" ")
    if len(words) != 3 or not words[2].startswith(b"HTTP/1."):
        return _response("400 Bad Request", b"This is no HTTP request.\n")
    if check_host and not _of_this_machine(fields):
        # A page in a browser can make any name lead to loopback; its name stays in this field.
        return _response("403 Forbidden", b"Only names of this machine are answered.\n")
    if words[0] not in {b"GET", b"HEAD"}:
        return _response("405 Method Not Allowed", b"Only GET is answered.\n")
    if words[1].partition(b"?")[0] != b"/metrics":
        return _response("404 Not Found", b"There is only /metrics.\n")
    answer = _response("200 OK", text(), CONTENT_TYPE)
    return answer if words[0] == b"GET" else answer.partition(b"\r\n\r\n")[0] + b"\r\n\r\n"


def _of_this_machine(fields: bytes) -> bool:
    hosts = [
        value.strip()
        for name, _, value in (line.partition(b":") for line in fields.split(b"\r\n"))
        if name.lower() == b"host"
    ]
    return all(_LOOPBACK.fullmatch(host) for host in hosts)


def _response(status: str, body: bytes, kind: str = "text/plain; charset=utf-8") -> bytes:
    head = (
        f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n"
        "Cache-Control: no-store\r\nConnection: close\r\n\r\n"
    )
    return head.encode("ascii") + body


def _link(counts: LinkCounts, *, up: bool) -> LinkFacts:
    return LinkFacts(up, counts.connections, counts.dropped, counts.oversize)


def _size(journal: Path) -> int:
    """The journal with what SQLite keeps beside it."""
    total = 0
    for suffix in ("", "-wal"):
        with contextlib.suppress(OSError):
            total += journal.with_name(journal.name + suffix).stat().st_size
    return total


def _process(started_s: int) -> ProcessFacts:
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    spent = os.times()
    return ProcessFacts(
        resident_bytes=pages * os.sysconf("SC_PAGE_SIZE"),
        cpu_ms=round((spent.user + spent.system) * 1_000),
        open_files=len(os.listdir("/proc/self/fd")),  # noqa: PTH208 - names are all that is asked
        started_s=started_s,
    )
