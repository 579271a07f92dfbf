"""The coordinator's line: a pseudo-terminal or a TCP port of this machine."""

import asyncio
import contextlib
import os
import tempfile
import tty
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Protocol

READ_BYTES = 4096
INBOX_BYTES = 65_536
"""What a host may send between two turns of the loop; more is lost, as in any UART."""


class Behind(Protocol):
    """What is behind a line: a virtual network, or a recording."""

    def plug_in(self, write: Callable[[bytes], None], hang_up: Callable[[], bool]) -> None:
        """Take where bytes go, and how the line is cut. RuntimeError: in use."""
        ...

    def plug_out(self) -> None:
        """Hear that the line is gone."""
        ...

    def line_received(self, data: bytes) -> None:
        """Take bytes of the host."""
        ...

    async def run(self) -> None:
        """Do what is due, until cancelled."""
        ...


class Inbox:
    """What the host sent and nobody looked at yet, and a way to wait for more."""

    def __init__(self) -> None:
        self._held = bytearray()
        self._wake = asyncio.Event()

    def put(self, data: bytes) -> None:
        """Take bytes in, or lose them, and wake whoever waits."""
        if len(self._held) + len(data) <= INBOX_BYTES:
            self._held += data
        self._wake.set()

    def take(self) -> bytes:
        """Return what is held, and hold nothing."""
        data, self._held = bytes(self._held), bytearray()
        return data

    def begin(self) -> None:
        """Begin a round: only what comes from now on wakes."""
        self._wake.clear()

    def wake(self) -> None:
        """Say that there is something to do, though no bytes came."""
        self._wake.set()

    async def wait(self, seconds: float | None) -> None:
        """Return when there is something to do, or after so many seconds; None: no end."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._wake.wait()


class _Terminal:
    """A pseudo-terminal under a fixed path.

    We keep the host's side open ourselves: then a host may close and open the path, and the number
    of descriptors never changes.
    """

    def __init__(self, net: Behind, link: Path) -> None:
        self._net = net
        self._link = link
        self._loop = asyncio.get_running_loop()
        self.lost_bytes = 0
        self._open()

    def _open(self) -> None:
        self._master, self._slave = os.openpty()
        tty.setraw(self._slave)
        os.set_blocking(self._master, False)
        new = self._link.with_name(f".{self._link.name}.new")
        new.unlink(missing_ok=True)
        new.symlink_to(os.ttyname(self._slave))
        new.replace(self._link)
        self._loop.add_reader(self._master, self._readable)

    def _readable(self) -> None:
        try:
            data = os.read(self._master, READ_BYTES)
        except BlockingIOError:
            return
        self._net.line_received(data)

    def write(self, data: bytes) -> None:
        """Write; a line nobody reads loses what does not fit, as a UART does."""
        try:
            written = os.write(self._master, data)
        except BlockingIOError:
            written = 0
        self.lost_bytes += len(data) - written

    def replace(self) -> bool:
        """Pull it out and put it in again: the host reads the end, the path leads to a new one.

        True: the coordinator had no power in between.
        """
        self.close()
        self._open()
        return True

    def close(self) -> None:
        """Close both sides; the path leads nowhere."""
        self._loop.remove_reader(self._master)
        os.close(self._master)
        os.close(self._slave)


@asynccontextmanager
async def serve_pty(net: Behind, link: Path | None = None) -> AsyncIterator[str]:
    """Serve on a pseudo-terminal; see `VirtualNetwork.serve_pty`."""
    with tempfile.TemporaryDirectory(prefix="virtual-zigbee-") as folder:
        path = link or Path(folder) / "coordinator"
        terminal = _Terminal(net, path)
        try:
            net.plug_in(terminal.write, terminal.replace)
            async with _running(net):
                yield str(path)
        finally:
            net.plug_out()
            terminal.close()
            path.unlink(missing_ok=True)


class _Connection(asyncio.Protocol):
    """One host over TCP."""

    def __init__(self, net: Behind, port: "_Port") -> None:
        self._net = net
        self._port = port
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        if isinstance(transport, asyncio.Transport):  # always: the loop's signature is wider
            self._transport = transport
            self._port.take(transport)

    def connection_lost(self, exc: Exception | None) -> None:
        self._port.let_go(self._transport)

    def data_received(self, data: bytes) -> None:
        self._net.line_received(data)


class _Port:
    """The one connection that is in use."""

    def __init__(self) -> None:
        self._transport: asyncio.Transport | None = None

    def take(self, transport: asyncio.Transport) -> None:
        """Use this one from now on."""
        self.abort()
        self._transport = transport

    def let_go(self, transport: asyncio.Transport | None) -> None:
        """Forget a connection that ended."""
        if transport is self._transport:
            self._transport = None

    def write(self, data: bytes) -> None:
        """Write, if somebody is there."""
        if self._transport is not None and not self._transport.is_closing():
            self._transport.write(data)

    def abort(self) -> bool:
        """Cut the connection without a farewell. False: the coordinator behind it stays up."""
        if self._transport is not None:
            self._transport.abort()
            self._transport = None
        return False


@asynccontextmanager
async def serve_tcp(net: Behind, port: int = 0) -> AsyncIterator[str]:
    """Serve on 127.0.0.1; see `VirtualNetwork.serve_tcp`."""
    line = _Port()
    server = await asyncio.get_running_loop().create_server(
        lambda: _Connection(net, line), "127.0.0.1", port
    )
    try:
        net.plug_in(line.write, line.abort)
        async with _running(net):
            yield f"tcp://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    finally:
        net.plug_out()
        line.abort()
        server.close()
        await server.wait_closed()


@asynccontextmanager
async def _running(net: Behind) -> AsyncIterator[None]:
    """Own the network's task. The block's own exception leaves as it is, not in a group."""
    failed: Exception | None = None
    async with asyncio.TaskGroup() as group:
        task = group.create_task(net.run(), name="virtual zigbee network")
        try:
            yield
        except Exception as error:  # noqa: BLE001 - raised again below
            failed = error
        finally:
            task.cancel()
    if failed is not None:
        raise failed
