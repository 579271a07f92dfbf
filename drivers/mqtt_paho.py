"""The Broker port over paho-mqtt 2: one thread, one bounded inbox, one exception type.

paho runs the network in a thread of its own; what comes in crosses into the event loop through a
bounded inbox. Each connection is a new paho client, because an old one would send again, unasked,
what it had queued. paho limits neither what comes in nor its queues, and its pauses between
attempts are the same for every home, so all three are set here. Nothing relies on the broker
keeping a session: what has to survive is in the caller's own queue on disk.
"""

import asyncio
import contextlib
import logging
import random
import ssl
import threading
from collections import deque
from collections.abc import AsyncIterator
from typing import Any

import msgspec
import paho.mqtt.client as paho
from paho.mqtt.enums import CallbackAPIVersion, MQTTErrorCode, MQTTProtocolVersion
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties

from agent.ports import BrokerError, LinkDown, LinkUp, Message

INBOX_MESSAGES = 256  # a flood from the broker drops the newest, never our memory

MAX_PACKET_BYTES = 65_536 + 1_024
"""The largest payload of agent.bridge with its topic. A bigger packet closes the connection."""

MAX_PUBLISHING = 20  # paho's own queue stays empty: the caller's queue on disk is the queue

CONFIRM_WITHIN_S = 10.0

FIRST_PAUSE_S, LONGEST_PAUSE_S = 1.0, 120.0
"""Between attempts to connect; doubled each time, each drawn from half to the whole of it."""

CONNECT_WITHIN_S = 5.0

QOS = 1

log = logging.getLogger(__name__)


class TlsFiles(msgspec.Struct, frozen=True):
    """PEM files. The broker is believed for its certificate under `ca` and its host name."""

    ca: str
    certificate: str | None = None
    key: str | None = None


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
    tls: TlsFiles | None = None
    keepalive_s: int = 30
    will: Will | None = None
    birth: bytes | None = None
    """Published, retained, on the will's topic after every connection; the will when we leave."""
    subscriptions: tuple[str, ...] = ()
    mqtt5: bool = False
    """The broker then also refuses to send packets beyond MAX_PACKET_BYTES."""
    first_pause_s: float = FIRST_PAUSE_S
    confirm_within_s: float = CONFIRM_WITHIN_S


class BrokerCounts(msgspec.Struct):
    """What was refused so far, for the screen and for tests."""

    dropped: int = 0
    """Messages that found the inbox full."""
    oversize: int = 0
    """Packets beyond MAX_PACKET_BYTES, each of which closed the connection."""
    connections: int = 0


class _Inbox:
    """A bounded queue from paho's thread into the event loop.

    Bounded where it is filled: calls waiting in the loop would be a queue without an end. Changes
    of the link are never dropped, but of two in a row that nobody read the newer one counts: a
    LinkUp after a LinkUp is a new connection.
    """

    def __init__(self, counts: BrokerCounts) -> None:
        self._counts = counts
        self._items: deque[Message | LinkUp | LinkDown] = deque()
        self._messages = 0
        self._lock = threading.Lock()
        self._filled = asyncio.Event()

    def put(self, item: Message | LinkUp | LinkDown, loop: asyncio.AbstractEventLoop) -> None:
        """Take one item; called in any thread."""
        with self._lock:
            if isinstance(item, Message):
                if self._messages >= INBOX_MESSAGES:
                    self._counts.dropped += 1
                    return
                self._messages += 1
            elif self._items and not isinstance(self._items[-1], Message):
                self._items.pop()
            self._items.append(item)
            first = len(self._items) == 1
        if first:
            _into(loop, self._filled.set)

    async def get(self) -> Message | LinkUp | LinkDown:
        """Return the oldest item; called in the event loop."""
        while True:
            self._filled.clear()
            with self._lock:
                if self._items:
                    item = self._items.popleft()
                    self._messages -= isinstance(item, Message)
                    if self._items:
                        self._filled.set()
                    return item
            await self._filled.wait()


def _into(loop: asyncio.AbstractEventLoop, call: Any, *arguments: Any) -> None:
    with contextlib.suppress(RuntimeError):  # the loop is closed: so is whoever would care
        loop.call_soon_threadsafe(call, *arguments)


class _Connection(paho.Client):
    """One connection of paho's client, which tells when it is over and reads nothing too big.

    paho 2.2.0 has no limit for what comes in (it collects a whole packet in `_packet_read`, asking
    `_sock_recv` for all that is missing), so the announced length is refused where it is first
    used; a test fails should paho stop asking that way.
    """

    def __init__(self, owner: "PahoBroker", settings: BrokerSettings) -> None:
        five = settings.mqtt5
        super().__init__(
            CallbackAPIVersion.VERSION2,
            client_id=settings.client_id,
            clean_session=None if five else True,
            protocol=MQTTProtocolVersion.MQTTv5 if five else MQTTProtocolVersion.MQTTv311,
            reconnect_on_failure=False,
        )
        self.waiting: dict[int, asyncio.Future[None]] = {}
        self.reason = "no connection"
        self._owner = owner
        self._running: threading.Thread | None = None
        self.connect_timeout = CONNECT_WITHIN_S
        self.max_inflight_messages_set(MAX_PUBLISHING)
        self.max_queued_messages_set(2 * MAX_PUBLISHING)

    def _sock_recv(self, bufsize: int) -> bytes:
        if bufsize > MAX_PACKET_BYTES:
            self._owner.counts.oversize += 1
            self.reason = f"the broker announced a packet of {bufsize} bytes"
            raise ConnectionError(self.reason)
        return super()._sock_recv(bufsize)

    def loop_forever(
        self, timeout: float = 1.0, retry_first_connection: bool = False
    ) -> MQTTErrorCode:
        """Run in paho's thread until the connection is over, whatever ended it."""
        self._running = threading.current_thread()
        try:
            return super().loop_forever(timeout, retry_first_connection)
        except Exception as broken:  # noqa: BLE001 - what a broker's bytes make paho raise
            self.reason = f"{type(broken).__name__}: {broken}"
            return MQTTErrorCode.MQTT_ERR_UNKNOWN
        finally:
            self._owner.connection_over(self)

    def end(self) -> None:
        """Block until paho's thread is gone; `loop_stop` alone forgets a thread that is ending."""
        self.disconnect()
        self.loop_stop()
        if self._running is not None:
            self._running.join()


class PahoBroker:
    """One connection at a time to one broker; implements agent.ports.Broker.

    Threads: one of paho's per connection, ended before the next begins. It runs the callbacks
    `_on_…` and `connection_over`, which fill the inbox and call into the loop, nothing else.
    """

    def __init__(self, settings: BrokerSettings) -> None:
        self._settings = settings
        self.counts = BrokerCounts()
        self._inbox = _Inbox(self.counts)
        self._connection: _Connection | None = None
        self._up = False
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
        """Publish with QoS 1; return once acknowledged. BrokerError: it may still have arrived."""
        try:
            async with asyncio.timeout(self._settings.confirm_within_s), self._places:
                await self._publish(topic, payload, retain)
        except TimeoutError as late:
            limit_s = self._settings.confirm_within_s
            raise BrokerError(f"{topic}: no confirmation within {limit_s:g} s") from late

    async def inbox(self) -> AsyncIterator[Message | LinkUp | LinkDown]:
        """Yield messages and changes of the link, in order, for as long as it is asked."""
        while True:
            yield await self._inbox.get()

    async def _publish(self, topic: str, payload: bytes, retain: bool) -> None:
        connection = self._connection
        if connection is None or not self._up:
            raise BrokerError(f"{topic}: the broker was not connected")
        sent = connection.publish(topic, payload, qos=QOS, retain=retain)
        if sent.rc != MQTTErrorCode.MQTT_ERR_SUCCESS:
            raise BrokerError(f"{topic}: {paho.error_string(sent.rc)}")
        # The acknowledgement cannot be too early: it comes through the loop, which is ours now.
        confirmed = asyncio.get_running_loop().create_future()
        connection.waiting[sent.mid] = confirmed
        try:
            await confirmed
        finally:
            connection.waiting.pop(sent.mid, None)

    async def _keep_connected(self) -> None:
        while True:
            self._over.clear()
            connection = self._connection = self._new_connection()
            try:
                connection.loop_start()
                await self._over.wait()
            finally:
                # Up to CONNECT_WITHIN_S when paho is just connecting; the loop goes on meanwhile.
                await asyncio.shield(asyncio.to_thread(connection.end))
            await asyncio.sleep(self._next_pause_s())

    async def _say_goodbye(self) -> None:
        will = self._settings.will
        if self._up and will is not None:  # a broker publishes it only for those who just vanish
            with contextlib.suppress(BrokerError):
                await self.publish(will.topic, will.payload, retain=True)

    def _next_pause_s(self) -> float:
        pause_s = self._pause_s
        self._pause_s = min(2 * pause_s, LONGEST_PAUSE_S)
        return pause_s * random.uniform(0.5, 1.0)  # noqa: S311 - spreads homes, hides nothing

    def _new_connection(self) -> _Connection:
        settings = self._settings
        connection = _Connection(self, settings)
        if settings.will is not None:
            connection.will_set(settings.will.topic, settings.will.payload, QOS, retain=True)
        if settings.tls is not None:
            connection.tls_set_context(_tls_context(settings.tls))
        connection.on_connect = self._on_connect
        connection.on_connect_fail = self._on_connect_fail
        connection.on_subscribe = self._on_subscribe
        connection.on_disconnect = self._on_disconnect
        connection.on_message = self._on_message
        connection.on_publish = self._on_publish
        properties = None
        if settings.mqtt5:
            properties = Properties(PacketTypes.CONNECT)  # type: ignore[no-untyped-call]
            properties.MaximumPacketSize = MAX_PACKET_BYTES
        connection.connect_async(
            settings.host, settings.port, settings.keepalive_s, properties=properties
        )
        return connection

    # From here on: paho's thread.

    def connection_over(self, connection: _Connection) -> None:
        """Take note that paho's thread is about to end."""
        self._up = False
        if self._loop is not None:
            self._inbox.put(LinkDown(connection.reason), self._loop)
            _into(self._loop, self._forget, connection)

    def _on_connect(
        self, connection: Any, _data: Any, _flags: Any, reason: Any, _properties: Any
    ) -> None:
        if reason.is_failure:
            connection.reason = f"the broker refused: {reason}"
            return
        connection.reason = "the connection was lost"
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
        refused = [
            topic
            for topic, reason in zip(self._settings.subscriptions, reasons, strict=False)
            if reason.is_failure
        ]
        if refused:
            connection.reason = f"the broker refused subscriptions: {', '.join(refused)}"
            connection.disconnect()
        else:
            self._link_up()

    def _link_up(self) -> None:
        self._pause_s = self._settings.first_pause_s
        self.counts.connections += 1
        self._up = True
        if self._loop is not None:
            self._inbox.put(LinkUp(), self._loop)

    def _on_connect_fail(self, connection: Any, _data: Any) -> None:
        connection.loop_stop()  # in paho's own thread this only says: no further attempt

    def _on_disconnect(
        self, connection: Any, _data: Any, _flags: Any, reason: Any, _properties: Any
    ) -> None:
        self._up = False
        if connection.reason == "the connection was lost":
            connection.reason = f"the connection was lost: {reason}"

    def _on_message(self, _connection: Any, _data: Any, message: paho.MQTTMessage) -> None:
        try:
            topic = message.topic
        except UnicodeDecodeError:
            return
        if self._loop is not None:
            item = Message(topic, bytes(message.payload), message.retain)
            self._inbox.put(item, self._loop)

    def _on_publish(
        self, connection: Any, _data: Any, mid: int, _reason: Any, _properties: Any
    ) -> None:
        if self._loop is not None:
            _into(self._loop, self._confirm, connection, mid)

    # From here on: the event loop again.

    def _confirm(self, connection: _Connection, mid: int) -> None:
        confirmed = connection.waiting.get(mid)
        if confirmed is not None and not confirmed.done():
            confirmed.set_result(None)

    def _forget(self, connection: _Connection) -> None:
        for confirmed in connection.waiting.values():
            if not confirmed.done():
                confirmed.set_exception(BrokerError(connection.reason))
        if connection is self._connection:
            self._over.set()


def _tls_context(files: TlsFiles) -> ssl.SSLContext:
    """TLS 1.2 or newer, the broker's name and chain checked, our certificate when we have one."""
    context = ssl.create_default_context(ssl.Purpose.SERVER_AUTH, cafile=files.ca)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    if files.certificate is not None:
        context.load_cert_chain(files.certificate, files.key)
    return context
