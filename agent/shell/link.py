"""A small client of the daemon's socket for programs with an asyncio loop: connect, call, watch."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

from agent.api.client import Answer, Changed, Conversation, Event, Failure, Gap, ProtocolBroken
from agent.api.framing import MAX_LINE_BYTES, RpcError
from agent.api.params import Params
from agent.api.sections import Snapshot

READ_BYTES = MAX_LINE_BYTES
ANSWER_WITHIN_S = 30.0  # an order is synced to the card before it is answered
DEVICE_WITHIN_S = 330.0  # a device that sleeps is asked three times; the daemon gives up before us


class LinkError(Exception):
    """The daemon was not there, or went away. The message is a sentence for a person."""


class CallFailed(Exception):  # noqa: N818 - it reads as what happened
    """The daemon refused the call; `error` says why."""

    def __init__(self, error: RpcError) -> None:
        super().__init__(error.message)
        self.error = error


class Link:
    """One connection that has said hello; used by one coroutine at a time."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer
        self._conversation = Conversation()
        self._arrived: list[Event] = []

    async def call(
        self, method: str, params: object | None = None, *, within_s: float = ANSWER_WITHIN_S
    ) -> Any:
        """Return the result as plain data; CallFailed when refused, LinkError when cut off."""
        id_, line = self._conversation.call(method, Params() if params is None else params)
        return await self._answered(id_, line, within_s)

    async def hello(self, client: str, group: str | None = None) -> Any:
        """Return the daemon's answer to the greeting; CallFailed: it speaks another API number."""
        id_, line = self._conversation.hello(client, group)
        return await self._answered(id_, line, ANSWER_WITHIN_S)

    async def _answered(self, id_: int, line: bytes, within_s: float) -> Any:
        self._writer.write(line)
        try:
            async with asyncio.timeout(within_s):
                while True:
                    event = await self._next()
                    match event:
                        case Answer(id=found, result=result) if found == id_:
                            return result
                        case Failure(id=found, error=error) if found in {id_, None}:
                            raise CallFailed(error)
        except TimeoutError as late:
            raise LinkError(
                f"The daemon did not answer within {within_s:g} seconds; "
                "what was asked may or may not be done."
            ) from late

    async def watch(self) -> AsyncIterator[Snapshot]:
        """Yield the whole snapshot, then each new one; LinkError when the daemon goes away."""
        while True:
            await self.call("status.watch")
            if self._conversation.snapshot is not None:
                yield self._conversation.snapshot
            while not isinstance(event := await self._next(), Gap):
                if isinstance(event, Changed) and event.section is not None:
                    yield event.snapshot

    async def _next(self) -> Event:
        try:
            while not self._arrived:
                data = await self._reader.read(READ_BYTES)
                if not data:
                    raise LinkError("The daemon closed the connection.")
                self._arrived = self._conversation.receive(data)
        except (OSError, ProtocolBroken) as broken:
            raise LinkError(f"The connection to the daemon broke: {broken}.") from broken
        return self._arrived.pop(0)


@contextlib.asynccontextmanager
async def connected(path: Path, client: str, *, group: str | None = None) -> AsyncIterator[Link]:
    """Connect, say hello, yield the link, close. LinkError: no daemon there, and what to do.

    `group`: be viewer, user or installer at most.
    """
    try:
        reader, writer = await asyncio.open_unix_connection(path)
    except PermissionError as denied:
        raise LinkError(
            f"This user may not open {path}; ask the installer to add it to the group."
        ) from denied
    except OSError as failed:
        raise LinkError(
            f"No daemon answered at {path}. Start it with 'systemctl start gridhearth' "
            "or 'gridhearth daemon', or name its socket with --socket."
        ) from failed
    try:
        link = Link(reader, writer)
        await link.hello(client, group)
        yield link
    finally:
        writer.close()
        with contextlib.suppress(OSError):
            await writer.wait_closed()
