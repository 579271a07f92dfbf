"""Lines that the tests own: between a home and its broker, and between a home and a chain node.

Each can be cut (every connection ends at once) and can hang (bytes are taken and go nowhere);
the one to the node can also lie, and notes every transaction that goes through it.
"""

import asyncio
import contextlib
import json
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any, Literal

import aiohttp
from aiohttp import web

HOST = "127.0.0.1"
CHUNK = 65_536

Mode = Literal["pass", "cut", "hang"]
Batch = list[dict[str, Any]]
Tamper = Callable[[Batch, Batch], bytes | None]
"""Takes questions and true answers; returns the body to send instead, None: the truth."""


class TcpLine:
    """Carries bytes between a home and the broker."""

    def __init__(self, target_port: int) -> None:
        self._target_port = target_port
        self._mode: Mode = "pass"
        self._open: set[asyncio.StreamWriter] = set()
        self._passing = asyncio.Event()
        self._passing.set()
        self.port = 0

    def set(self, mode: Mode) -> None:
        """Change how the line behaves; `cut` also ends what is connected."""
        self._mode = mode
        if mode == "hang":
            self._passing.clear()
        else:
            self._passing.set()
        if mode == "cut":
            for writer in tuple(self._open):
                writer.transport.abort()

    @asynccontextmanager
    async def running(self) -> AsyncIterator["TcpLine"]:
        server = await asyncio.start_server(self._carry, HOST, 0)
        self.port = server.sockets[0].getsockname()[1]
        try:
            yield self
        finally:
            self.set("cut")
            server.close()

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self._mode == "cut":
            writer.transport.abort()
            return
        try:
            far_reader, far_writer = await asyncio.open_connection(HOST, self._target_port)
        except OSError:
            writer.transport.abort()
            return
        self._open |= {writer, far_writer}
        try:
            await asyncio.gather(self._pump(reader, far_writer), self._pump(far_reader, writer))
        finally:
            self._open -= {writer, far_writer}
            for end in (writer, far_writer):
                end.transport.abort()

    async def _pump(self, source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError):
            while data := await source.read(CHUNK):
                await self._passing.wait()
                sink.write(data)
                await sink.drain()
        sink.transport.abort()  # what one end has closed, the other shall not wait on


class RpcLine:
    """A node as one home sees it: the true one, through a line the test owns."""

    def __init__(self, target_url: str) -> None:
        self._target = target_url
        self.mode: Mode = "pass"
        self.tamper: Tamper | None = None
        self.sent: list[tuple[float, bytes]] = []
        """When (wall clock, seconds) and which signed bytes the home handed over."""
        self.on_send: Callable[[], Awaitable[bool]] | None = None
        """Awaited before a transaction goes on; False: it goes no further."""
        self.url = ""

    @asynccontextmanager
    async def running(self) -> AsyncIterator["RpcLine"]:
        application = web.Application(client_max_size=4 * 1024 * 1024)
        application.router.add_post("/", self._handle)
        runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.2)
        await runner.setup()
        async with aiohttp.ClientSession() as self._session:
            try:
                await web.TCPSite(runner, HOST, 0).start()
                self.url = f"http://{HOST}:{runner.addresses[0][1]}"
                yield self
            finally:
                self.mode = "cut"
                await runner.cleanup()

    async def _handle(self, request: web.Request) -> web.StreamResponse:
        body = await request.read()
        asked = json.loads(body)
        questions: Batch = asked if isinstance(asked, list) else [asked]
        sends = [one for one in questions if one["method"] == "eth_sendRawTransaction"]
        for one in sends:
            self.sent.append((time.time(), bytes.fromhex(one["params"][0][2:])))
        lost = sends and self.on_send is not None and not await self.on_send()
        while self.mode == "hang":  # noqa: ASYNC110 - nothing to wait for: the line is dead
            await asyncio.sleep(0.1)
        if lost or self.mode == "cut" or request.transport is None:
            return _ended(request)
        async with self._session.post(self._target, data=body) as answer:
            told = await answer.read()
        if self.tamper is not None:
            false = self.tamper(questions, json.loads(told))
            told = told if false is None else false
        return web.Response(body=told, content_type="application/json")


def _ended(request: web.Request) -> web.StreamResponse:
    if request.transport is not None:
        request.transport.abort()
    return web.Response(status=503)
