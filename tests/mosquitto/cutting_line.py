"""A line between a client and its broker that resets every connection after some bytes."""

import asyncio
import contextlib
import random
import socket
import struct
from collections.abc import AsyncIterator

HOST = "127.0.0.1"
LINGER_NOT = struct.pack("ii", 1, 0)
"""SO_LINGER with no time: closing sends a reset."""


class CuttingLine:
    """Cuts connection after connection at random byte offsets, until `cuts` are done."""

    def __init__(self, target_port: int, cuts: int, chance: random.Random) -> None:
        self._target_port = target_port
        self._chance = chance
        self.left = cuts
        self.connections = 0
        self.done = asyncio.Event()
        self.port = 0
        self._serving: set[asyncio.Task[None] | None] = set()

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator["CuttingLine"]:
        server = await asyncio.start_server(self._carry, HOST, 0)
        self.port = server.sockets[0].getsockname()[1]
        async with server:
            yield self
            left = [task for task in self._serving if task is not None]
            for task in left:
                task.cancel()
            await asyncio.gather(*left, return_exceptions=True)

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._serving.add(asyncio.current_task())
        self.connections += 1
        far_reader, far_writer = await asyncio.open_connection(HOST, self._target_port)
        limits = [self._cut_after(), None]
        self._chance.shuffle(limits)  # in one of the two directions
        pumps = [_pump(reader, far_writer, limits[0]), _pump(far_reader, writer, limits[1])]
        tasks = [asyncio.create_task(pump) for pump in pumps]
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        except asyncio.CancelledError:  # the line is taken down; a server's task may not say so
            pass
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            for end in (writer, far_writer):
                _reset(end)
            self._serving.discard(asyncio.current_task())

    def _cut_after(self) -> int | None:
        """Return how many bytes go through: often within the TLS handshake; None: all of them."""
        if self.left <= 0:
            self.done.set()
            return None
        self.left -= 1
        return self._chance.randrange(self._chance.choice([200, 1_500, 5_000]))


async def _pump(
    source: asyncio.StreamReader, sink: asyncio.StreamWriter, cut_after: int | None
) -> None:
    """Carry bytes until one side closes or the offset is reached."""
    while cut_after != 0:
        data = await source.read(65_536 if cut_after is None else min(65_536, cut_after))
        if not data:
            return
        if cut_after is not None:
            cut_after -= len(data)
        sink.write(data)
        await sink.drain()


def _reset(end: asyncio.StreamWriter) -> None:
    raw = end.get_extra_info("socket")
    if raw is not None:
        with contextlib.suppress(OSError):
            raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, LINGER_NOT)
    end.transport.abort()
