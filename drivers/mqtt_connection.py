"""One connection of paho's client, made fit for a broker that lies, floods or falls silent.

paho-mqtt 2.2.0 limits neither what comes in nor what goes out, believes a broker's keepalive,
takes packets no broker may send, and forgets why TLS failed. Its private methods are overridden
where that is decided (`_sock_recv`, `_loop`, `_packet_handle`, `_packet_queue`, `_ssl_wrap_socket`);
tests/ports fail should another paho stop asking that way.
"""

import contextlib
import socket
import ssl
import threading
from collections.abc import Callable
from typing import Any

import paho.mqtt.client as paho
from paho.mqtt.enums import CallbackAPIVersion, MQTTErrorCode, MQTTProtocolVersion
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties

from drivers.mqtt_tls import TlsFiles, client_context, explain, hear_alert

MAX_PACKET_BYTES = 65_536 + 1_024
"""The largest payload of agent.bridge with its topic. A bigger packet closes the connection."""

MAX_LOGIN_BYTES = 2_048
"""Before the broker has accepted us: a CONNACK with every property, and some room."""

MAX_PUBLISHING = 20  # paho's own queue stays empty: the caller's queue on disk is the queue

MAX_OUTGOING_PACKETS = 1_024
"""Acknowledgements the broker makes us write and does not read: more closes the connection."""

READ_AT_ONCE = 16_384
"""paho reads a packet in four calls or more, and with each it gives the interpreter to a busy event
loop, for 5 ms at a time: a street's backlog would come in at forty messages a second."""

PACKETS_AT_ONCE = 32

GOODBYE_WITHIN_S = 1.0

CONNECT_WITHIN_S = 5.0
"""For the name, TCP and TLS each."""

_CONNACK, _PUBLISH, _PUBACK = 0x20, 0x30, 0x40
_SUBACK, _PINGRESP, _DISCONNECT = 0x90, 0xD0, 0xE0


class HostileError(Exception):
    """The broker did what no broker may do; the sentence says what."""


class Connection(paho.Client):
    """A paho client for one connection. `over` is called once, in its thread, when it has ended.

    reason
        Why it ended or will end, for people.
    """

    def __init__(
        self,
        client_id: str,
        over: Callable[["Connection"], None],
        *,
        mqtt5: bool,
        tls: TlsFiles | None,
        wall_s: Callable[[], float],
    ) -> None:
        super().__init__(
            CallbackAPIVersion.VERSION2,
            client_id=client_id,
            clean_session=None if mqtt5 else True,
            protocol=MQTTProtocolVersion.MQTTv5 if mqtt5 else MQTTProtocolVersion.MQTTv311,
            reconnect_on_failure=False,
        )
        self.waiting: dict[int, Any] = {}
        self.reason = ""
        self.oversize = False
        self.accepted = False
        self._read, self._place = b"", 0
        self._over = over
        self._tls = tls
        self._wall_s = wall_s
        self._running: threading.Thread | None = None
        self._ping_every_s = 0
        self.connect_timeout = CONNECT_WITHIN_S
        self.max_inflight_messages_set(MAX_PUBLISHING)
        self.max_queued_messages_set(2 * MAX_PUBLISHING)

    def aim(self, host: str, port: int, keepalive_s: int) -> None:
        """Say where `loop_start` connects to.

        paho asks after one period of silence and gives up after a second, and looks once a
        second: half the keepalive makes that `keepalive_s` + 1 s, within MQTT's one and a half.
        """
        self._ping_every_s = max(1, keepalive_s // 2)
        properties = None
        if self.protocol == MQTTProtocolVersion.MQTTv5:
            properties = Properties(PacketTypes.CONNECT)  # type: ignore[no-untyped-call]
            properties.MaximumPacketSize = MAX_PACKET_BYTES
            properties.ReceiveMaximum = MAX_PUBLISHING
        self.connect_async(host, port, self._ping_every_s, properties=properties)

    def publish_at_once(self, most: int) -> None:
        """Keep to the broker's Receive Maximum (MQTT 5, 3.2.2.3.3); paho would exceed it.

        Called while paho has just connected, when its own setter refuses.
        """
        self._max_inflight_messages = max(1, min(MAX_PUBLISHING, most))

    def blame(self, reason: str) -> None:
        """Note why the connection ends; the first reason is the cause."""
        if not self.reason:
            self.reason = reason

    def drop(self, reason: str) -> None:
        """Cut the connection from another thread, without a goodbye; `over` follows."""
        self.blame(reason)
        sock = self._sock
        if isinstance(sock, socket.socket):
            with contextlib.suppress(OSError):  # paho's thread may be closing it just now
                # Not SSLSocket's own, which would take the TLS state from under paho's thread.
                socket.socket.shutdown(sock, socket.SHUT_RDWR)

    def loop_forever(
        self, timeout: float = 1.0, retry_first_connection: bool = False
    ) -> MQTTErrorCode:
        """Run in paho's thread until the connection is over, whatever ended it."""
        self._running = threading.current_thread()
        try:
            if self._tls is not None:
                self.tls_set_context(client_context(self._tls))
            return super().loop_forever(timeout, retry_first_connection=False)
        except Exception as broken:  # noqa: BLE001 - what a broker's bytes make paho raise
            self._blame_error(broken)
            return MQTTErrorCode.MQTT_ERR_UNKNOWN
        finally:
            self.blame("the connection was lost")
            self._sock_close()
            self._over(self)

    def end(self) -> None:
        """Say goodbye and block until paho's thread is gone, on a dead line GOODBYE_WITHIN_S long.

        Longer only while it is connecting. paho's `loop_stop` would wait until the goodbye is
        written, and forgets a thread that is ending.
        """
        with contextlib.suppress(Exception):  # the connection may be ending by itself
            self.disconnect()
        self._thread_terminate = True
        running = self._running
        if running is not None:
            running.join(GOODBYE_WITHIN_S)
            while running.is_alive():
                self.drop("we left")
                running.join(GOODBYE_WITHIN_S)
        self._reset_sockets()

    def _blame_error(self, broken: BaseException) -> None:
        self.blame(
            str(broken)
            if isinstance(broken, HostileError)
            else explain(broken, self.host, self._wall_s())
        )

    # What paho asks while it runs.

    def _create_socket(self) -> Any:
        """Send at once: an acknowledgement on its way would hold the next report back for 40 ms
        (RFC 896 meets RFC 1122, 4.2.3.2)."""
        made = super()._create_socket()
        # paho's annotations know only its own narrow protocol of a socket.
        made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # type: ignore[attr-defined]
        return made

    def _ssl_wrap_socket(self, tcp_sock: socket.socket) -> ssl.SSLSocket:
        """Shake hands within CONNECT_WITHIN_S; paho's own leaves the socket open on a refusal."""
        context = self._ssl_context
        if context is None:
            raise RuntimeError("TLS was asked for without a context")
        with contextlib.ExitStack() as unless_refused:
            unless_refused.callback(tcp_sock.close)
            wrapped = context.wrap_socket(
                tcp_sock, server_hostname=self.host, do_handshake_on_connect=False
            )
            unless_refused.callback(wrapped.close)
            wrapped.settimeout(self.connect_timeout)
            wrapped.do_handshake()
            hear_alert(wrapped)
            unless_refused.pop_all()
        return wrapped

    def _sock_recv(self, bufsize: int) -> bytes:
        """Refuse an announced length where it is first used: paho asks for all that is missing."""
        limit = MAX_PACKET_BYTES if self.accepted else MAX_LOGIN_BYTES
        if bufsize > limit:
            self.oversize = True
            raise HostileError(f"the broker announced a packet of {bufsize} bytes")
        if self._place >= len(self._read):
            try:
                self._read, self._place = super()._sock_recv(READ_AT_ONCE), 0
            except BlockingIOError:
                raise
            except OSError as broken:  # paho keeps none of it
                self._blame_error(broken)
                raise
        found = self._read[self._place : self._place + bufsize]
        self._place += len(found)
        return found

    def _loop(self, timeout: float = 1.0) -> MQTTErrorCode:
        """Handle what was read already before waiting for more."""
        if self._place < len(self._read):
            done = self.loop_read()
            if done != MQTTErrorCode.MQTT_ERR_SUCCESS or self._sock is None:
                return done
            if self._place < len(self._read):
                timeout = 0.0
        return super()._loop(timeout)

    def loop_read(self, max_packets: int = 1) -> MQTTErrorCode:
        """Handle packets as long as some were read, but write in between."""
        for _ in range(PACKETS_AT_ONCE):
            done = super().loop_read(max_packets)
            if done != MQTTErrorCode.MQTT_ERR_SUCCESS or self._place >= len(self._read):
                break
        return done

    def _packet_handle(self) -> MQTTErrorCode:
        problem = _not_allowed(self._in_packet["command"], self.accepted)
        if problem:
            raise HostileError(f"the broker sent {problem}")
        done = super()._packet_handle()
        # A broker may shorten the keepalive (MQTT 5, 3.2.2.3.14), not switch our watch off.
        if not 0 < self._keepalive <= self._ping_every_s:
            self._keepalive = self._ping_every_s
        return done

    def _packet_queue(self, *arguments: Any, **named: Any) -> MQTTErrorCode:
        if len(self._out_packet) >= MAX_OUTGOING_PACKETS:
            raise HostileError("the broker reads nothing of what it makes us write")
        return super()._packet_queue(*arguments, **named)


def _not_allowed(first_byte: int, accepted: bool) -> str:
    """Return what is wrong with a packet's kind, empty when a broker may send it to us now.

    MQTT 3.1.1 and 5, section 2.1: SUBSCRIBE, PINGREQ and others only go to a broker, CONNACK is
    the first packet and comes once. We subscribe with QoS 1, so a QoS 2 message is never ours, and
    paho would keep each until its PUBREL comes.
    """
    kind, flags = first_byte & 0xF0, first_byte & 0x0F
    if not accepted:
        return "" if kind in {_CONNACK, _DISCONNECT} else "something before it accepted us"
    if kind == _CONNACK:
        return "a second CONNACK"
    if kind == _PUBLISH:
        return "a message with a quality we did not ask for" if flags & 0x06 > 0x02 else ""
    if kind not in {_PUBACK, _SUBACK, _PINGRESP, _DISCONNECT}:
        return "a packet that no broker sends"
    return "a packet with wrong flags" if flags else ""
