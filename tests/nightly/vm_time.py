"""A time server for the guest: SNTP (RFC 4330) from this machine's own clock, on loopback only.

Port 123, because a guest's time service asks nobody else; so it needs the superuser.
"""

import asyncio
import contextlib
import struct
import time
from collections.abc import AsyncIterator
from typing import cast

PORT = 123
TO_1900_S = 2_208_988_800
SERVER, VERSION = 4, 4


class _Sntp(asyncio.DatagramProtocol):
    def __init__(self) -> None:
        self.asked = 0
        self._transport: asyncio.DatagramTransport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.DatagramTransport, transport)

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        if len(data) < 48 or self._transport is None:
            return
        self.asked += 1
        now = _stamp(time.time())
        head = struct.pack(">BBBb", VERSION << 3 | SERVER, 1, data[2], -20)
        answer = head + struct.pack(">II4s", 0, 1 << 6, b"LOCL") + now + data[40:48] + now + now
        self._transport.sendto(answer, addr)


@contextlib.asynccontextmanager
async def time_server() -> AsyncIterator[_Sntp]:
    """Serve while the context is open; OSError: the port is not ours."""
    transport, protocol = await asyncio.get_running_loop().create_datagram_endpoint(
        _Sntp, local_addr=("127.0.0.1", PORT)
    )
    try:
        yield protocol
    finally:
        transport.close()


def _stamp(now_s: float) -> bytes:
    whole = int(now_s)
    return struct.pack(">II", (whole + TO_1900_S) % 2**32, int((now_s - whole) * 2**32))
