"""The node's one port: JSON-RPC over HTTP POST, and over WebSocket with subscriptions."""

import asyncio
from collections.abc import Mapping
from concurrent.futures import Executor

from aiohttp import WSMsgType, hdrs, web

from drivers.simulated.devchain.rpc import Rpc, failure_body
from drivers.simulated.devchain.rpc_params import INVALID_REQUEST, Method
from drivers.simulated.devchain.rpc_subscriptions import Subscriptions
from drivers.simulated.devchain.view import View

MAX_BODY_BYTES = 2 * 1024 * 1024
COMPRESS_FROM_BYTES = 1_024  # below, the answer fits into one packet anyway
MAX_WEBSOCKETS = 256


class Door:
    """Answers the requests of one node's clients."""

    def __init__(self, view: View, methods: Mapping[str, Method], heavy: Executor) -> None:
        self._view = view
        self._methods = methods
        self._heavy = heavy
        self._rpc = Rpc(methods, heavy)
        self._open: set[web.WebSocketResponse] = set()

    def application(self) -> web.Application:
        application = web.Application(client_max_size=MAX_BODY_BYTES)
        application.router.add_post("/", self._post)
        application.router.add_get("/", self._get)
        application.on_shutdown.append(self._close)
        return application

    async def _post(self, request: web.Request) -> web.Response:
        try:
            body = await request.read()
        except web.HTTPRequestEntityTooLarge:
            text = f"body longer than {MAX_BODY_BYTES} bytes"
            return web.Response(
                status=413,
                body=failure_body(INVALID_REQUEST, text),
                content_type="application/json",
            )
        answer = await self._rpc.answer(body)
        response = web.Response(body=answer, content_type="application/json")
        accepted = request.headers.get(hdrs.ACCEPT_ENCODING, "")
        if len(answer) >= COMPRESS_FROM_BYTES and "gzip" in accepted:
            response.enable_compression(web.ContentCoding.gzip)
        return response

    async def _get(self, request: web.Request) -> web.StreamResponse:
        socket = web.WebSocketResponse(max_msg_size=MAX_BODY_BYTES, heartbeat=30)
        if not socket.can_prepare(request).ok:
            raise web.HTTPMethodNotAllowed("GET", ["POST"])
        if len(self._open) >= MAX_WEBSOCKETS:
            raise web.HTTPServiceUnavailable
        await socket.prepare(request)
        subscriptions = Subscriptions(self._view)
        listeners = self._view.chain.listeners
        listeners.append(subscriptions.heard)
        self._open.add(socket)
        telling = asyncio.create_task(_tell(socket, subscriptions), name="devchain-newheads")
        try:
            await self._serve(socket, subscriptions)
        finally:
            listeners.remove(subscriptions.heard)
            self._open.discard(socket)
            telling.cancel()
            await asyncio.wait({telling})
        return socket

    async def _serve(self, socket: web.WebSocketResponse, subscriptions: Subscriptions) -> None:
        rpc = Rpc({**self._methods, **subscriptions.by_name}, self._heavy)
        async for message in socket:
            if message.type not in (WSMsgType.TEXT, WSMsgType.BINARY):
                continue
            data = message.data
            answer = await rpc.answer(data.encode() if isinstance(data, str) else data)
            if answer:
                await socket.send_str(answer.decode())

    async def _close(self, _application: web.Application) -> None:
        for socket in tuple(self._open):
            await socket.close()


async def _tell(socket: web.WebSocketResponse, subscriptions: Subscriptions) -> None:
    while not socket.closed:
        notification = await subscriptions.waiting.get()
        try:
            await socket.send_str(notification.decode())
        except ConnectionError:  # the client is gone; the reading side ends the connection
            return
