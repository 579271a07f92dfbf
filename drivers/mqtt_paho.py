"""The Broker port over paho-mqtt 2: one thread, one bounded inbox, one exception type.

paho runs the network in a thread of its own; what comes in crosses into the event loop through a
bounded inbox. Each connection is a new paho client, because an old one would send again, unasked,
what it had queued; what it may do to us is limited in drivers.mqtt_connection. Its pauses between
attempts are the same for every home, so they are made here. Nothing relies on the broker keeping a
session: what has to survive is in the caller's own queue on disk.
"""

import asyncio
import contextlib
import logging
import random
import time
from collections.abc import AsyncIterator, Callable
from typing import Any

import msgspec
import paho.mqtt.client as paho
from paho.mqtt.enums import MQTTErrorCode

from agent.ports import BrokerError, LinkDown, LinkUp, Message
from drivers.mqtt_connection import MAX_PUBLISHING, Connection, HostileError
from drivers.mqtt_inbox import BrokerCounts, Inbox, into
from drivers.mqtt_tls import TlsFiles
from drivers.passwords import Password

__all__ = ["BrokerCounts", "BrokerSettings", "PahoBroker", "TlsFiles", "Will"]

CONFIRM_WITHIN_S = 10.0

LINK_WITHIN_S = 20.0
"""From the start of an attempt to the broker's answer to our subscriptions."""

FIRST_PAUSE_S, LONGEST_PAUSE_S = 1.0, 120.0
"""Between attempts to connect; doubled each time, each drawn from half to the whole of it."""

STEADY_PAUSES = 10
"""A link that held for this many first pauses was a good one: the pauses begin anew. One that
breaks at once is a fault like no link at all."""

QOS = 1

log = logging.getLogger(__name__)


class Will(msgspec.Struct, frozen=True):
    """What the broker publishes, retained, when this client is gone without a goodbye."""

    topic: str
    payload: bytes


class BrokerSettings(msgspec.Struct, frozen=True):
    """Where the broker is, who we are, what we listen to."""

    host: str
    port: int
    client_id: str
    """The same after a restart: the broker then ends what is left of the old connection."""
    username: str | None = None
    password: Password | None = None
    tls: TlsFiles | None = None
    keepalive_s: int = 30
    """A dead line is noticed within one and a half of it."""
    will: Will | None = None
    birth: bytes | None = None
    """Published, retained, on the will's topic after every connection; the will when we leave."""
    subscriptions: tuple[str, ...] = ()
    mqtt5: bool = False
    """MQTT 5, else 3.1.1. In 5 the broker also says what it refused, and keeps our size limit."""
    first_pause_s: float = FIRST_PAUSE_S
    longest_pause_s: float = LONGEST_PAUSE_S
    confirm_within_s: float = CONFIRM_WITHIN_S
    link_within_s: float = LINK_WITHIN_S


class PahoBroker:
    """One connection at a time to one broker; implements agent.ports.Broker.

    Threads: one of paho's per connection, ended before the next begins. It runs the callbacks
    `_on_…` and `_connection_over`, which fill the inbox and call into the loop, nothing else.
    """

    def __init__(self, settings: BrokerSettings, wall_s: Callable[[], float] = time.time) -> None:
        self._settings = settings
        self._wall_s = wall_s
        self.counts = BrokerCounts()
        self._inbox = Inbox(self.counts)
        self._connection: Connection | None = None
        self._up = False
        self._up_since_s = 0.0
        self._linked = asyncio.Event()
        self._over = asyncio.Event()
        self._places = asyncio.Semaphore(MAX_PUBLISHING)
        self._pause_s = settings.first_pause_s
        self._loop: asyncio.AbstractEventLoop | None = None

    @contextlib.asynccontextmanager
    async def connected(self) -> AsyncIterator["PahoBroker"]:
        """Run the connection while the context is open; an absent broker is waited for."""
        if self._loop is not None:
            raise RuntimeError("this broker was already used")
        self._loop = asyncio.get_running_loop()
        # No TaskGroup: it would wrap what the caller's own lines raise.
        keeping = asyncio.create_task(self._keep_connected(), name="mqtt")
        try:
            yield self
        finally:
            await self._say_goodbye()
            keeping.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await keeping

    async def publish(self, topic: str, payload: bytes, *, retain: bool = False) -> None:
        """Publish with QoS 1; return once acknowledged. BrokerError: it may still have arrived.

        A broker that leaves a message unanswered loses the connection: on this one the message
        could never be sent again (MQTT 5, 4.4), and its place would be lost.
        """
        async with self._places:
            connection = self._connection
            if connection is None or not self._up:
                raise BrokerError(f"{topic}: the broker was not connected")
            limit_s = self._settings.confirm_within_s
            try:
                async with asyncio.timeout(limit_s):
                    await self._publish(connection, topic, payload, retain)
            except TimeoutError as late:
                connection.drop(f"the broker confirmed nothing for {limit_s:g} s")
                raise BrokerError(f"{topic}: no confirmation within {limit_s:g} s") from late

    async def inbox(self) -> AsyncIterator[Message | LinkUp | LinkDown]:
        """Yield messages and changes of the link, in order, for as long as it is asked."""
        while True:
            yield await self._inbox.get()

    async def _publish(
        self, connection: Connection, topic: str, payload: bytes, retain: bool
    ) -> None:
        try:
            sent = connection.publish(topic, payload, qos=QOS, retain=retain)
        except (ValueError, HostileError) as refused:  # no topic; the broker reads nothing
            raise BrokerError(f"{topic}: {refused}") from refused
        if sent.rc != MQTTErrorCode.MQTT_ERR_SUCCESS:
            raise BrokerError(f"{topic}: {paho.error_string(sent.rc)}")
        # The acknowledgement cannot be too early: it comes through the loop, which is ours now.
        confirmed = asyncio.get_running_loop().create_future()
        connection.waiting[sent.mid] = confirmed
        try:
            refusal = await confirmed
        finally:
            connection.waiting.pop(sent.mid, None)
        if refusal:
            raise BrokerError(f"{topic}: the broker refused it: {refusal}")

    async def _keep_connected(self) -> None:
        while True:
            self._over.clear()
            self._linked.clear()
            connection = self._connection = self._new_connection()
            self.counts.attempts += 1
            try:
                connection.loop_start()
                await self._until_over(connection)
            finally:
                # Some seconds when paho is just connecting; the loop goes on meanwhile.
                await asyncio.shield(asyncio.to_thread(connection.end))
            await asyncio.sleep(self._next_pause_s())

    async def _until_over(self, connection: Connection) -> None:
        limit_s = self._settings.link_within_s
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(limit_s):
                await self._over.wait()
        if not self._linked.is_set():  # it may answer pings for ever
            connection.drop(f"the broker did not let us in within {limit_s:g} s")
        await self._over.wait()

    async def _say_goodbye(self) -> None:
        will = self._settings.will
        if self._up and will is not None:  # a broker publishes it only for those who just vanish
            with contextlib.suppress(BrokerError):
                await self.publish(will.topic, will.payload, retain=True)

    def _next_pause_s(self) -> float:
        first_s = self._settings.first_pause_s
        held_s = time.monotonic() - self._up_since_s
        if self._linked.is_set() and held_s >= STEADY_PAUSES * first_s:
            self._pause_s = first_s
        pause_s = self._pause_s
        self._pause_s = min(2 * pause_s, self._settings.longest_pause_s)
        return pause_s * random.uniform(0.5, 1.0)  # noqa: S311 - spreads homes, hides nothing

    def _new_connection(self) -> Connection:
        settings = self._settings
        connection = Connection(
            settings.client_id,
            self._connection_over,
            mqtt5=settings.mqtt5,
            tls=settings.tls,
            wall_s=self._wall_s,
        )
        if settings.username is not None:
            secret = None if settings.password is None else settings.password.reveal()
            connection.username_pw_set(settings.username, secret)
        if settings.will is not None:
            connection.will_set(settings.will.topic, settings.will.payload, QOS, retain=True)
        connection.on_connect = self._on_connect
        connection.on_subscribe = self._on_subscribe
        connection.on_disconnect = self._on_disconnect
        connection.on_message = self._on_message
        connection.on_publish = self._on_publish
        connection.aim(settings.host, settings.port, settings.keepalive_s)
        return connection

    # From here on: paho's thread.

    def _connection_over(self, connection: Connection) -> None:
        """Take note that paho's thread is about to end."""
        self._up = False
        self.counts.oversize += connection.oversize
        if self._loop is not None:
            self._inbox.put(LinkDown(connection.reason), self._loop)
            into(self._loop, self._forget, connection)

    def _on_connect(
        self, connection: Any, _data: Any, _flags: Any, reason: Any, properties: Any
    ) -> None:
        if reason.is_failure:
            connection.blame(f"the broker refused: {reason}")
            return
        connection.accepted = True
        at_once = getattr(properties, "ReceiveMaximum", MAX_PUBLISHING)
        connection.publish_at_once(at_once)
        will, birth = self._settings.will, self._settings.birth
        if will is not None and birth is not None:
            connection.publish(will.topic, birth, QOS, retain=True)
        if self._settings.subscriptions:
            connection.subscribe([(topic, QOS) for topic in self._settings.subscriptions])
        else:
            self._link_up()

    def _on_subscribe(
        self, connection: Any, _data: Any, _mid: int, reasons: Any, _properties: Any
    ) -> None:
        wanted = self._settings.subscriptions
        refused = [
            topic for topic, reason in zip(wanted, reasons, strict=False) if reason.is_failure
        ]
        if refused:
            connection.blame(f"the broker refused subscriptions: {', '.join(refused)}")
            connection.disconnect()
        elif len(reasons) != len(wanted):
            raise HostileError(f"the broker answered {len(reasons)} of {len(wanted)} subscriptions")
        elif not self._up:
            self._link_up()

    def _link_up(self) -> None:
        self.counts.connections += 1
        self._up = True
        self._up_since_s = time.monotonic()
        if self._loop is not None:
            self._inbox.put(LinkUp(), self._loop)
            into(self._loop, self._linked.set)

    def _on_disconnect(
        self, connection: Any, _data: Any, flags: Any, reason: Any, _properties: Any
    ) -> None:
        self._up = False
        by = (
            "the broker ended the connection"
            if flags.is_disconnect_packet_from_server
            else "the connection was lost"
        )
        connection.blame(f"{by}: {reason}")

    def _on_message(self, _connection: Any, _data: Any, message: paho.MQTTMessage) -> None:
        try:
            topic = message.topic
        except UnicodeDecodeError:
            return
        if self._loop is not None:
            item = Message(topic, bytes(message.payload), message.retain)
            self._inbox.put(item, self._loop)
            if pause_s := self._inbox.pause_s():
                time.sleep(pause_s)

    def _on_publish(
        self, connection: Any, _data: Any, mid: int, reason: Any, _properties: Any
    ) -> None:
        if self._loop is not None:
            refusal = str(reason) if reason.is_failure else ""
            into(self._loop, self._confirm, connection, mid, refusal)

    # From here on: the event loop again.

    def _confirm(self, connection: Connection, mid: int, refusal: str) -> None:
        confirmed = connection.waiting.get(mid)
        if confirmed is not None and not confirmed.done():
            confirmed.set_result(refusal)

    def _forget(self, connection: Connection) -> None:
        for confirmed in connection.waiting.values():
            if not confirmed.done():
                confirmed.set_exception(BrokerError(connection.reason))
        if connection is self._connection:
            self._over.set()
