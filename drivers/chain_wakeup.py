"""A node's WebSocket as an alarm clock: it says "there is a new block", and nothing more is heard.

What it sends is never read, not even to see whether it is JSON: any message is a hint to ask all
nodes now instead of at the next poll. A node that floods, lies or is silent changes how soon we
ask, within bounds, and never what we believe. Without it polling goes on as before.
"""

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import msgspec

from drivers.chain_upstream import shown

if TYPE_CHECKING:
    import aiohttp

SCHEMES = ("ws", "wss")
MAX_MESSAGE_BYTES = 64 * 1024  # a header is 3 kB
HINTS_AT_MOST_EVERY_S = 0.25
SILENCE_S = 30.0  # after this a ping is sent; without an answer the line is dead
CONNECT_WITHIN_S = 5.0
RETRY_FIRST_S = 1.0
RETRY_MOST_S = 60.0
_SUBSCRIBE = msgspec.json.encode(
    {"jsonrpc": "2.0", "id": 1, "method": "eth_subscribe", "params": ["newHeads"]}
).decode()


class WakeUp:
    """One WebSocket; `run` listens until it is cancelled."""

    def __init__(
        self,
        url: str,
        hint: Callable[[], None],
        *,
        gap_s: float = HINTS_AT_MOST_EVERY_S,
        retry_s: float = RETRY_FIRST_S,
    ) -> None:
        parts = urlsplit(url)
        if parts.scheme not in SCHEMES or not parts.hostname:
            raise ValueError(f"{url!r} is no address of the form ws(s)://host:port/")
        self.name = parts.hostname + (f":{parts.port}" if parts.port else "")
        self.connected = False
        self.hints = 0
        self.trouble = "not connected yet"
        self._url = url
        self._hint = hint
        self._gap_s = gap_s
        self._retry_s = retry_s

    async def run(self) -> None:
        """Listen, and connect again with growing pauses, until cancelled."""
        import aiohttp

        pause_s = self._retry_s
        timeout = aiohttp.ClientTimeout(total=None, connect=CONNECT_WITHIN_S)
        async with aiohttp.ClientSession(
            timeout=timeout, cookie_jar=aiohttp.DummyCookieJar()
        ) as session:
            while True:
                heard = self.hints
                try:
                    await self._listen(session)
                    self.trouble = "it closed the line"
                except (aiohttp.ClientError, OSError, ValueError, TimeoutError) as lost:
                    self.trouble = shown(str(lost)) or type(lost).__name__
                finally:
                    self.connected = False
                if self.hints > heard:
                    pause_s = self._retry_s
                await asyncio.sleep(pause_s)
                pause_s = min(2 * pause_s, RETRY_MOST_S)

    async def _listen(self, session: "aiohttp.ClientSession") -> None:
        async with asyncio.timeout(CONNECT_WITHIN_S):
            line = await session.ws_connect(
                self._url, max_msg_size=MAX_MESSAGE_BYTES, heartbeat=SILENCE_S, compress=0
            )
        try:
            await line.send_str(_SUBSCRIBE)
            self.connected, self.trouble = True, ""
            await line.receive()  # the answer to the subscription
            async for _ in line:
                self.hints += 1
                self._hint()
                await asyncio.sleep(self._gap_s)  # what came meanwhile waits in a bounded buffer
        finally:
            await line.close()
