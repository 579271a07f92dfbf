"""The bounded queue from the MQTT thread into the event loop."""

import asyncio
import contextlib
import threading
import time
from collections import deque
from typing import Any

import msgspec

from agent.ports import LinkDown, LinkUp, Message

INBOX_MESSAGES = 4_096  # a flood from the broker drops the newest, never our memory

INBOX_BYTES = 4 * 2**20
"""64 of the largest payloads, or 4 000 reports when a whole street comes back at once."""

FULL_PAUSE_S = 0.005
"""How long paho's thread rests for a message that finds the inbox full; less before, nothing up to
half. TCP then holds back what is not read, so honest mail waits at the broker instead of being
dropped, and a flood costs no processor. Not more: our acknowledgements are behind that mail."""


TURN_AFTER_S = 0.002
"""How long a reader may go on before the event loop turns."""


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
        self._turned_s = 0.0
        self._lock = threading.Lock()
        self._filled = asyncio.Event()

    def put(self, item: Message | LinkUp | LinkDown, loop: asyncio.AbstractEventLoop) -> None:
        """Take one item, in any thread; a message without room is dropped and counted."""
        with self._lock:
            if isinstance(item, Message):
                size = _size(item)
                if self._messages >= INBOX_MESSAGES or self._bytes + size > INBOX_BYTES:
                    self._counts.dropped += 1
                    return
                self._messages += 1
                self._bytes += size
            elif self._items and not isinstance(self._items[-1], Message):
                self._items.pop()
            self._items.append(item)
            first = len(self._items) == 1
        if first:
            into(loop, self._filled.set)

    def pause_s(self) -> float:
        """Return how long to rest before the next message is read; called in any thread."""
        fill = max(self._messages / INBOX_MESSAGES, self._bytes / INBOX_BYTES)
        return max(0.0, 2 * fill - 1) * FULL_PAUSE_S

    async def get(self) -> Message | LinkUp | LinkDown:
        """Return the oldest item; called in the event loop.

        The loop turns every TURN_AFTER_S: a reader that needs nothing else between two items would
        otherwise stop everybody else for as long as a flood lasts. Not for every item: each turn
        asks the system what is ready, and hands the interpreter to paho's thread.
        """
        if time.monotonic() - self._turned_s >= TURN_AFTER_S:
            await asyncio.sleep(0)
            self._turned_s = time.monotonic()
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
            self._turned_s = time.monotonic()


def into(loop: asyncio.AbstractEventLoop, call: Any, *arguments: Any) -> None:
    """Call in the loop, from any thread."""
    with contextlib.suppress(RuntimeError):  # the loop is closed: so is whoever would care
        loop.call_soon_threadsafe(call, *arguments)


def _size(message: Message) -> int:
    return len(message.topic) + len(message.payload)
