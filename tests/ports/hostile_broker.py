"""A broker that does what it likes with one client, and the bytes it likes to send."""

import asyncio
import contextlib
import os
import random
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

from drivers.mqtt_paho import BrokerSettings

CONNACK = b"\x20\x02\x00\x00"
SUBACK = b"\x90\x03\x00\x01\x01"
CONNACK5 = b"\x20\x03\x00\x00\x00"
SUBACK5 = b"\x90\x04\x00\x01\x00\x01"

Script = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@contextlib.asynccontextmanager
async def hostile_broker(script: Script) -> AsyncIterator[int]:
    """Run `script` for every connection, once the client's CONNECT is there."""

    serving: set[asyncio.Task[None] | None] = set()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        serving.add(asyncio.current_task())
        try:
            await reader.read(1_000)
            await script(reader, writer)
        except ConnectionError:
            pass
        except asyncio.CancelledError:
            writer.transport.abort()
        finally:
            writer.close()
            serving.discard(asyncio.current_task())

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with server:
        yield server.sockets[0].getsockname()[1]
        left = [task for task in serving if task is not None]
        for task in left:
            task.cancel()
        await asyncio.gather(*left)


async def let_in(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, *, five: bool = False
) -> None:
    """Accept the client and its subscriptions."""
    writer.write(CONNACK5 if five else CONNACK)
    await reader.read(1_000)
    writer.write(SUBACK5 if five else SUBACK)
    await writer.drain()


def settings(port: int, **more: object) -> BrokerSettings:
    quick = {"first_pause_s": 0.005, "longest_pause_s": 0.01, "subscriptions": ("t",), **more}
    return BrokerSettings("127.0.0.1", port, "home", **quick)  # type: ignore[arg-type]


def rss_bytes() -> int:
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def packet(first_byte: int, body: bytes) -> bytes:
    """Return an MQTT packet with its true length (MQTT 3.1.1, 2.2.3)."""
    length, left = bytearray(), len(body)
    while True:
        left, low = left >> 7, left & 0x7F
        length.append(low | (0x80 if left else 0))
        if not left:
            return bytes([first_byte]) + bytes(length) + body


SOUND = [
    CONNACK,
    CONNACK5,
    SUBACK,
    SUBACK5,
    packet(0x30, b"\x00\x01tx"),
    packet(0x30, b"\x00\x01t" + bytes(5_000)),
    packet(0x32, b"\x00\x01t\x00\x07x"),
    packet(0x34, b"\x00\x01t\x00\x07x"),
    packet(0x3D, b"\x00\x01t\x00\x07x"),
    packet(0x32, b"\x00\x01t\x00\x07\x03\x02\x00\x00x"),
    packet(0x40, b"\x00\x01"),
    packet(0x40, b"\x00\x01\x87\x00"),
    packet(0x50, b"\x00\x01"),
    packet(0x62, b"\x00\x01"),
    packet(0x70, b"\x00\x01"),
    packet(0xB0, b"\x00\x01"),
    packet(0xC0, b""),
    packet(0xD0, b""),
    packet(0xE0, b"\x81\x00"),
    packet(0xF0, b"\x18\x00"),
]


def fuzzed(chance: random.Random) -> bytes:
    """Return a sound packet with bytes changed, cut, doubled or a length that lies."""
    bytes_ = bytearray(chance.choice(SOUND))
    match chance.randrange(6):
        case 0:
            for _ in range(chance.randint(1, 3)):
                bytes_[chance.randrange(len(bytes_))] = chance.randrange(256)
        case 1:
            del bytes_[chance.randrange(len(bytes_)) :]
        case 2:
            place = chance.randrange(len(bytes_))
            bytes_[place:place] = chance.randbytes(chance.randint(1, 40))
        case 3:
            bytes_[1:2] = chance.randbytes(chance.randint(1, 5))
        case 4:
            bytes_ = bytearray(
                packet(chance.randrange(256), chance.randbytes(chance.randrange(60)))
            )
        case _:
            pass  # sound, but perhaps at the wrong moment
    return bytes(bytes_)
