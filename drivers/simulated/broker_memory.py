"""A broker in memory: the Broker port for tests of everything that stands on it.

One `MemoryBroker` is the broker, `client` gives ports on it. It keeps retained messages, matches
filters, delivers in order, and can go away and come back; a message published in between is lost
with BrokerError, as over a wire.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator

from agent.ports import BrokerError, LinkDown, LinkUp, Message

INBOX_MESSAGES = 256


class MemoryBroker:
    """The broker: retained messages and who listens."""

    def __init__(self) -> None:
        self._retained: dict[str, bytes] = {}
        self._clients: list[MemoryClient] = []
        self._up = True
        self.published: list[Message] = []
        """Everything that was ever published, oldest first."""

    def client(self, *subscriptions: str, will: Message | None = None) -> "MemoryClient":
        """Return a port of this broker; `will` is published when the broker loses it."""
        return MemoryClient(self, subscriptions, will)

    @property
    def up(self) -> bool:
        """Whether the broker is there."""
        return self._up

    def stop(self) -> None:
        """Go away: every client loses its link; retained messages survive."""
        self._up = False
        for client in self._clients:
            client.put(LinkDown("the broker is gone"))

    def start(self) -> None:
        """Come back: every client is linked and gets its retained messages again."""
        self._up = True
        for client in self._clients:
            self._link(client)

    def deliver(self, message: Message) -> None:
        """Take a message as if a client had published it."""
        self.published.append(message)
        if message.retained:
            if message.payload:
                self._retained[message.topic] = message.payload
            else:
                self._retained.pop(message.topic, None)
        for client in self._clients:
            if client.listens(message.topic):
                client.put(Message(message.topic, message.payload))

    def join(self, client: "MemoryClient") -> None:
        """Connect a client."""
        self._clients.append(client)
        if self._up:
            self._link(client)

    def leave(self, client: "MemoryClient") -> None:
        """Disconnect a client, saying goodbye for it."""
        self._clients.remove(client)
        if client.will is not None and self._up:
            self.deliver(client.will)

    def _link(self, client: "MemoryClient") -> None:
        client.put(LinkUp())
        for topic, payload in self._retained.items():
            if client.listens(topic):
                client.put(Message(topic, payload, retained=True))


class MemoryClient:
    """One connection; implements agent.ports.Broker."""

    def __init__(
        self, broker: MemoryBroker, subscriptions: tuple[str, ...], will: Message | None
    ) -> None:
        self._broker = broker
        self._filters = [part.split("/") for part in subscriptions]
        self._items: asyncio.Queue[Message | LinkUp | LinkDown] = asyncio.Queue()
        self._linked = False
        self.will = will
        self.dropped = 0

    @contextlib.asynccontextmanager
    async def connected(self) -> AsyncIterator["MemoryClient"]:
        """Run the connection while the context is open."""
        self._broker.join(self)
        self._linked = True
        try:
            yield self
        finally:
            self._linked = False
            self._broker.leave(self)

    async def publish(self, topic: str, payload: bytes, *, retain: bool = False) -> None:
        """Publish; BrokerError when the broker is away."""
        await asyncio.sleep(0)
        if not (self._linked and self._broker.up):
            raise BrokerError(f"{topic}: the broker was not connected")
        self._broker.deliver(Message(topic, payload, retained=retain))

    async def inbox(self) -> AsyncIterator[Message | LinkUp | LinkDown]:
        """Yield what comes in, in order."""
        while True:
            yield await self._items.get()

    def put(self, item: Message | LinkUp | LinkDown) -> None:
        """Take one item; a message that finds the inbox full is dropped and counted."""
        if isinstance(item, Message) and self._items.qsize() >= INBOX_MESSAGES:
            self.dropped += 1
        else:
            self._items.put_nowait(item)

    def listens(self, topic: str) -> bool:
        """Whether one of the subscriptions matches."""
        return any(_matches(part, topic.split("/")) for part in self._filters)


def _matches(wanted: list[str], topic: list[str]) -> bool:
    for place, level in enumerate(wanted):
        if level == "#":
            return True
        if place >= len(topic) or level not in {"+", topic[place]}:
            return False
    return len(wanted) == len(topic)
