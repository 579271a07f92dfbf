"""The bounded queue from the MQTT thread into the event loop."""

import asyncio
import contextlib
import threading
from collections import deque
from typing import Any

import msgspec

from agent.ports import LinkDown, LinkUp, Message

INBOX_MESSAGES = 256  # a flood from the broker drops the newest, never our memory

INBOX_BYTES = 4 * 2**20
"""64 of the largest payloads; a home's honest day is a hundredth of it."""


class BrokerCounts(msgspec.Struct):
    """What was refused so far, for the screen and for tests."""

    dropped: int = 0
    """Messages that found the inbox full."""
    oversize: int = 0
    """Packets beyond the limit, each of which closed the connection."""
    connections: int = 0
    attempts: int = 0
    """Attempts to connect, those that succeeded included."""


class Inbox:
    """Messages and changes of the link, oldest first.

    Bounded where it is filled: calls waiting in the loop would be a queue without an end. Changes
    of the link are never dropped, but of two in a row that nobody read the newer one counts: a
    LinkUp after a LinkUp is a new connection.
    """

    def __init__(self, counts: BrokerCounts) -> None:
        self._counts = counts
        self._items: deque[Message | LinkUp | LinkDown] = deque()
        self._messages = 0
        self._bytes = 0
        self._lock = threading.Lock()
        self._filled = asyncio.Event()

    def put(self, item: Message | LinkUp | LinkDown, loop: asyncio.AbstractEventLoop) -> bool:
        """Take one item, in any thread; False when it was a message and there was no room."""
        with self._lock:
            if isinstance(item, Message):
                size = _size(item)
                if self._messages >= INBOX_MESSAGES or self._bytes + size > INBOX_BYTES:
                    self._counts.dropped += 1
                    return False
                self._messages += 1
                self._bytes += size
            elif self._items and not isinstance(self._items[-1], Message):
                self._items.pop()
            self._items.append(item)
            first = len(self._items) == 1
        if first:
            into(loop, self._filled.set)
        return True

    async def get(self) -> Message | LinkUp | LinkDown:
        """Return the oldest item; called in the event loop."""
        while True:
            self._filled.clear()
            with self._lock:
                if self._items:
                    item = self._items.popleft()
                    if isinstance(item, Message):
                        self._messages -= 1
                        self._bytes -= _size(item)
                    if self._items:
                        self._filled.set()
                    return item
            await self._filled.wait()


def into(loop: asyncio.AbstractEventLoop, call: Any, *arguments: Any) -> None:
    """Call in the loop, from any thread."""
    with contextlib.suppress(RuntimeError):  # the loop is closed: so is whoever would care
        loop.call_soon_threadsafe(call, *arguments)


def _size(message: Message) -> int:
    return len(message.topic) + len(message.payload)
