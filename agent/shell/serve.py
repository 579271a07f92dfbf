"""The daemon's end of the local interface: a Unix socket, JSON-RPC, one object per line.

Each connection has its own reader; a call that waits (a wish) runs in a task of its own, so no
request blocks another. What a client does not read is kept up to a bound, then the connection is
closed: a hanging screen costs the daemon nothing.
"""

import asyncio
import contextlib
import socket
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from functools import partial
from pathlib import Path
from typing import Any, Never, Protocol

import msgspec

from agent.api.check import Refused, check
from agent.api.device_params import CheckView, RadioView
from agent.api.framing import (
    MAX_LINE_BYTES,
    CallRefused,
    Reason,
    Request,
    RequestId,
    decode_request,
    encode_error,
    encode_notification,
    encode_result,
)
from agent.api.methods import (
    API_NUMBER,
    METHODS,
    HelloParams,
    HelloResult,
    Method,
    PlaceOrder,
    WishAnswer,
)
from agent.api.permissions import AccessRules, Caller, Group, group_of
from agent.api.pins import PinSet, PinUnlock
from agent.api.sections import DecisionLine, Snapshot
from agent.api.watch import SECTION_CHANGED, changes, fitting, newest, shortened
from agent.api.wishes import Wish
from agent.shell.pin_desk import Gate, PinDesk
from agent.shell.sockets import listening_socket, peer_of
from agent.shell.version import own_version

MAX_CONNECTIONS = 64  # a home has a screen or two and a command line
MAX_WAITING_CALLS = 32  # of one connection; a person presses one button at a time
MAX_OUTPUT_BYTES = 8 * MAX_LINE_BYTES  # what a client that does not read may cost
SLOW_AFTER_S = 10.0  # a watcher that takes longer to read is closed
HELLO_WITHIN_S = 10.0
# From Python 3.13 on asyncio removes a Unix socket's file at the end; ours may be systemd's.
LEAVES_THE_FILE: dict[str, Any] = {"cleanup_socket": False} if sys.version_info >= (3, 13) else {}
GOODBYE_S = 2.0  # how long a closing connection may take to read the last line


class ApiHandler(Protocol):
    """What the daemon answers with. Exceptions are its own mistakes: they end the server."""

    @property
    def pins(self) -> PinDesk:
        """The home's PINs."""
        ...

    def snapshot(self) -> Snapshot:
        """Return the newest snapshot."""
        ...

    async def changed(self, after: int) -> None:
        """Return once the newest snapshot's revision is not `after` (agent.shell.published)."""
        ...

    async def wish(self, wish: Wish, caller: Caller) -> WishAnswer:
        """Hand one wish to the household's flow; return what became of it."""
        ...

    async def place(self, order: PlaceOrder, caller: Caller) -> WishAnswer:
        """Go through the whole flow for one order; return what became of it."""
        ...

    async def commission(self, method: str, params: Any, caller: Caller) -> WishAnswer:
        """Do what a method about the radio, a device or storage asks for; it may take minutes."""
        ...

    async def accept(self, method: str, params: Any, caller: Caller) -> object:
        """Answer what is about the checklist of commissioning and the acceptance report."""
        ...

    async def look(self, method: str, params: Any) -> object:
        """Look up what a method asks for that changes nothing; it may take seconds."""
        ...

    def decisions(self) -> tuple[DecisionLine, ...]:
        """Return the decisions that are still kept."""
        ...


async def serve(
    path: Path, handler: ApiHandler, access: AccessRules, socket_gid: int | None = None
) -> Never:
    """Serve until cancelled; SocketError when the socket cannot be made."""
    async with serving(path, handler, access, socket_gid):
        await asyncio.get_running_loop().create_future()
    raise AssertionError("unreachable: the future above is only ever cancelled")


@contextlib.asynccontextmanager
async def serving(
    path: Path,
    handler: ApiHandler,
    access: AccessRules,
    socket_gid: int | None = None,
    *,
    passed: socket.socket | None = None,
) -> AsyncIterator[None]:
    """Serve while the context is open; inside it, clients can connect.

    `passed` is the socket if somebody else has bound it: its file is theirs.
    """
    conversations: set[asyncio.Task[None]] = set()
    bound = listening_socket(path, socket_gid) if passed is None else passed
    with bound as listener:
        async with asyncio.TaskGroup() as tasks:

            def accepted(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
                crowded = len(conversations) >= MAX_CONNECTIONS
                connection = _Connection(handler, reader, writer, tasks.create_task)
                task = tasks.create_task(connection.run(access, crowded=crowded))
                conversations.add(task)
                task.add_done_callback(conversations.discard)

            server = await asyncio.start_unix_server(
                accepted, sock=listener, limit=MAX_LINE_BYTES - 1, **LEAVES_THE_FILE
            )
            try:
                yield
            finally:
                server.close()
                for task in conversations:
                    task.cancel()


class _Connection:
    """One client, from the kernel's word on who it is to the last line."""

    def __init__(
        self,
        handler: ApiHandler,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        start: Callable[..., asyncio.Task[None]],
    ) -> None:
        self._handler = handler
        self._reader = reader
        self._writer = writer
        self._start = start
        self._caller: Caller | None = None
        self._gate = Gate(handler.pins, Group.VIEWER)
        self._greeted = False
        self._waiting = 0
        self._watch: asyncio.Task[None] | None = None

    async def run(self, access: AccessRules, *, crowded: bool) -> None:
        """Talk until the client goes, breaks a rule or is too slow."""
        try:
            self._caller = self._admitted(access, crowded=crowded)
            self._gate = Gate(self._handler.pins, self._caller.group)
            await self._listen()
        except CallRefused as refused:
            self._send(encode_error(refused.id, refused.error))
        except (ConnectionError, asyncio.IncompleteReadError):
            pass  # gone: nothing of the house depends on a client
        finally:
            if self._watch is not None:
                self._watch.cancel()
            await self._close()

    def _admitted(self, access: AccessRules, *, crowded: bool) -> Caller:
        if crowded:
            raise CallRefused(Reason.TOO_MANY, "Too many programs are connected already.")
        connection: socket.socket = self._writer.get_extra_info("socket")
        try:
            peer = peer_of(connection)
        except OSError as gone:
            raise ConnectionResetError from gone
        group = group_of(peer, access)
        if group is None:
            raise CallRefused(
                Reason.NOT_PERMITTED,
                "This user may not look at the agent; an installer can add it to the group.",
            )
        return Caller(peer, group)

    async def _listen(self) -> None:
        try:
            async with asyncio.timeout(HELLO_WITHIN_S) as patience:
                while True:
                    await self._one_message()
                    if self._greeted:
                        patience.reschedule(None)
                    await asyncio.sleep(0)  # a flood of lines leaves the others their turn
        except TimeoutError as silent:
            raise CallRefused(Reason.HELLO_FIRST, "No hello came in time.") from silent

    async def _one_message(self) -> None:
        try:
            line = await self._reader.readuntil(b"\n")
        except asyncio.LimitOverrunError as overrun:
            raise CallRefused(
                Reason.TOO_LONG, f"A line may have {MAX_LINE_BYTES} bytes at most."
            ) from overrun
        request_id: RequestId | None = None
        try:
            request = decode_request(line)
            request_id = request.id
            self._answer(request)
        except CallRefused as refused:
            answered = request_id if request_id is not None else refused.id
            self._send(encode_error(answered, refused.error))
            if refused.error.code == Reason.OTHER_API.number:
                raise ConnectionAbortedError from refused

    def _answer(self, request: Request) -> None:
        method = METHODS.get(request.method)
        if method is None:
            raise CallRefused(Reason.UNKNOWN_METHOD, f"There is no method {request.method[:60]!r}.")
        if not self._greeted and method.name != "hello":
            raise CallRefused(Reason.HELLO_FIRST, "Say hello first.")
        caller = self._permitted(method)
        try:
            params = check(method.params, request.params)
        except Refused as wrong:
            raise CallRefused(Reason.BAD_PARAMS, str(wrong), wrong.problems) from wrong
        waited_for = self._waited_for(method, params, caller)
        if waited_for is not None:
            self._wait_for(request.id, waited_for)
        elif isinstance(params, HelloParams):
            self._send_result(request.id, self._hello(params))
        elif method.name == "pin.state":
            self._send_result(request.id, self._gate.state())
        elif method.name == "pin.lock":
            self._send_result(request.id, self._gate.lock())
        elif method.name == "status.watch":
            self._start_watch(request.id)
        else:
            self._send_result(request.id, self._looked_up(method, params))

    def _waited_for(
        self, method: Method, params: Any, caller: Caller
    ) -> Callable[[], Awaitable[object]] | None:
        """Return what answers a call that may take its time; None: it is answered at once."""
        handler = self._handler
        if method.wish is not None:
            return partial(handler.wish, params, caller)
        if method.commissions or (method.stores and method.changes):
            return partial(handler.commission, method.name, params, caller)
        if method.accepts:
            return partial(handler.accept, method.name, params, caller)
        if method.looks or method.stores:
            return partial(handler.look, method.name, params)
        match params:
            case PlaceOrder():
                return partial(handler.place, params, caller)
            case PinUnlock():
                return partial(self._gate.unlock, params)
            case PinSet():
                return partial(self._gate.set, params)
            case _:
                return None

    def _permitted(self, method: Method) -> Caller:
        if self._caller is None:
            raise CallRefused(Reason.NOT_PERMITTED, "Nobody knows who is calling.")
        group = self._gate.permit(method)
        return msgspec.structs.replace(self._caller, group=group)

    def _hello(self, params: HelloParams) -> HelloResult:
        if params.api != API_NUMBER:
            raise CallRefused(
                Reason.OTHER_API,
                f"This agent speaks API number {API_NUMBER}, the client {params.api}; "
                "install the same version of both.",
            )
        self._greeted = True
        group = self._gate.lower(params.group)
        may = tuple(name for name, method in METHODS.items() if method.group <= group)
        return HelloResult(API_NUMBER, f"gridhearth {own_version()}", group.word, may)

    def _looked_up(self, method: Method, params: Any) -> object:
        snapshot = self._handler.snapshot()
        match method.name:
            case "status.get":
                return shortened(snapshot)
            case "devices.list":
                lines = snapshot.devices[params.skip : params.skip + params.limit]
                return fitting(lines)
            case "check.get":
                return CheckView(snapshot.check)
            case "radio.get":
                return RadioView(snapshot.radio, snapshot.pairing)
            case "alerts.list":
                return snapshot.alerts[: params.limit]
            case "decisions.list":
                return newest(self._handler.decisions(), params.limit, params.before_cycle)
            case _:
                lines = getattr(snapshot, method.name.removesuffix(".list"))
                return newest(lines, params.limit, params.before_cycle)

    def _wait_for(self, id_: RequestId, call: Callable[[], Awaitable[object]]) -> None:
        """Answer later; a client that goes meanwhile does not stop what it asked for."""
        if self._waiting >= MAX_WAITING_CALLS:
            raise CallRefused(Reason.TOO_MANY, "Too many calls are waiting; none was done.")

        async def wait() -> None:
            self._waiting += 1
            try:
                self._send_result(id_, await call())
            except CallRefused as refused:
                self._send(encode_error(id_, refused.error))
            finally:
                self._waiting -= 1

        self._start(wait())

    def _start_watch(self, id_: RequestId) -> None:
        """Answer the whole snapshot, then every change; a second watch replaces the first."""
        if self._watch is not None:
            self._watch.cancel()
        shown = shortened(self._handler.snapshot())
        self._send_result(id_, shown)
        self._watch = self._start(self._tell_changes(shown))

    async def _tell_changes(self, shown: Snapshot) -> None:
        seen = shown.revision
        while not self._writer.is_closing():
            await self._handler.changed(seen)
            now = shortened(self._handler.snapshot())
            seen = now.revision
            told = changes(shown, now)
            if not told:
                continue  # the client keeps the revision it has
            try:
                for change in told:
                    self._send(encode_notification(SECTION_CHANGED, change))
                async with asyncio.timeout(SLOW_AFTER_S):
                    await self._writer.drain()
            except (TimeoutError, ConnectionError, ValueError):
                self._writer.transport.abort()  # too slow, gone, or a section beyond all bounds
                return
            shown = now

    def _send_result(self, id_: RequestId, result: object) -> None:
        try:
            self._send(encode_result(id_, result))
        except ValueError:
            too_long = CallRefused(
                Reason.TOO_LONG, "The answer does not fit into one message; ask for fewer lines."
            )
            self._send(encode_error(id_, too_long.error))

    def _send(self, line: bytes) -> None:
        if self._writer.is_closing():
            return
        self._writer.write(line)
        if self._writer.transport.get_write_buffer_size() > MAX_OUTPUT_BYTES:
            self._writer.transport.abort()

    async def _close(self) -> None:
        self._writer.close()
        try:
            async with asyncio.timeout(GOODBYE_S):
                await self._writer.wait_closed()
        except (OSError, TimeoutError):
            self._writer.transport.abort()
