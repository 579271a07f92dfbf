"""A broker that lies, floods or falls silent: memory stays bounded and the line comes back."""

import asyncio
import contextlib
import socket
import threading
import time

import paho.mqtt.client as paho
import pytest
from paho.mqtt.enums import CallbackAPIVersion

from agent.ports import BrokerError, LinkDown, LinkUp, Message
from drivers import mqtt_connection, mqtt_inbox
from drivers.mqtt_connection import MAX_LOGIN_BYTES, MAX_PACKET_BYTES
from drivers.mqtt_inbox import INBOX_BYTES
from drivers.mqtt_paho import PahoBroker
from tests.ports.fuzzing import FuzzOutcome, fuzz
from tests.ports.hostile_broker import (
    CONNACK,
    CONNACK5,
    SUBACK,
    hostile_broker,
    let_in,
    packet,
    rss_bytes,
    settings,
)

WITHIN_S = 20
MIB = 2**20
GIANT = 200 * MIB


async def next_down(broker: PahoBroker) -> str:
    async with asyncio.timeout(WITHIN_S):
        async for item in broker.inbox():
            if isinstance(item, LinkDown):
                return item.reason
    raise AssertionError


async def until(broker: PahoBroker, wanted: object) -> None:
    async with asyncio.timeout(WITHIN_S):
        while await anext(broker.inbox()) != wanted:
            pass


@pytest.mark.parametrize("five", [False, True], ids=["mqtt311", "mqtt5"])
async def test_fuzzed_packets(five: bool) -> None:
    outcome: FuzzOutcome = await fuzz(1_500, seed=3, five=five)
    assert outcome.packets >= 1_500
    assert outcome.alive_at_the_end
    assert outcome.rss_growth <= 32 * MIB
    assert outcome.connections > 50


async def giant(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await let_in(reader, writer)
    writer.write(b"\x30" + bytes([0x80, 0x80, 0x80, 0x64]) + b"\x00\x01t")  # 200 MiB announced
    chunk = bytes(MIB)
    for _ in range(GIANT // MIB):
        writer.write(chunk)
        await writer.drain()


async def test_a_giant_message_costs_no_memory() -> None:
    before = rss_bytes()
    async with hostile_broker(giant) as port:
        broker = PahoBroker(settings(port))
        async with broker.connected():
            assert await next_down(broker) == f"the broker announced a packet of {GIANT} bytes"
            assert broker.counts.oversize >= 1
            assert rss_bytes() - before <= 32 * MIB


async def test_a_giant_message_costs_paho_alone_all_of_it() -> None:
    """The negative control: the same message, the library without this driver."""
    before, most = rss_bytes(), 0
    received = asyncio.Event()

    async def script(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await giant(reader, writer)
        received.set()

    async with hostile_broker(script) as port:
        client = paho.Client(CallbackAPIVersion.VERSION2, client_id="raw")
        client.on_connect = lambda *_: client.subscribe("t")
        client.connect("127.0.0.1", port)
        client.loop_start()
        async with asyncio.timeout(WITHIN_S):
            while not received.is_set():
                await asyncio.sleep(0.02)
                most = max(most, rss_bytes() - before)
        client.disconnect()
        await asyncio.to_thread(client.loop_stop)
        client._reset_sockets()
    assert most > 100 * MIB


async def test_before_we_are_accepted_even_less_is_read() -> None:
    async def script(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(packet(0x20, bytes(MAX_LOGIN_BYTES + 1)))
        await writer.drain()

    async with hostile_broker(script) as port:
        broker = PahoBroker(settings(port))
        async with broker.connected():
            assert await next_down(broker) == (
                f"the broker announced a packet of {MAX_LOGIN_BYTES + 1} bytes"
            )


@pytest.mark.parametrize(
    ("first", "reason"),
    [
        (packet(0x30, b"\x00\x01tx"), "something before it accepted us"),
        (SUBACK, "something before it accepted us"),
        (CONNACK + CONNACK, "a second CONNACK"),
        (
            CONNACK + packet(0x34, b"\x00\x01t\x00\x07x"),
            "a message with a quality we did not ask for",
        ),
        (
            CONNACK + packet(0x36, b"\x00\x01t\x00\x07x"),
            "a message with a quality we did not ask for",
        ),
        (CONNACK + packet(0xC0, b""), "a packet that no broker sends"),
        (CONNACK + packet(0x62, b"\x00\x01"), "a packet that no broker sends"),
        (CONNACK + packet(0x82, b"\x00\x01\x00\x01t\x00"), "a packet that no broker sends"),
        (CONNACK + packet(0xD1, b""), "a packet with wrong flags"),
    ],
)
async def test_what_no_broker_may_send_ends_the_connection(first: bytes, reason: str) -> None:
    async def script(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(first)
        await writer.drain()
        while await reader.read(1_000):
            pass

    async with hostile_broker(script) as port:
        broker = PahoBroker(settings(port))
        async with broker.connected():
            assert await next_down(broker) == f"the broker sent {reason}"


async def test_a_broker_that_makes_us_write_and_never_reads(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Every QoS 1 message wants an answer; paho would keep all of them."""
    monkeypatch.setattr(mqtt_inbox, "FULL_PAUSE_S", 0.0)  # would hold the flood back before
    monkeypatch.setattr(mqtt_connection, "MAX_OUTGOING_PACKETS", 200)
    before = rss_bytes()

    async def script(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await let_in(reader, writer)
        line = writer.get_extra_info("socket")
        line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
        reader._transport.pause_reading()  # type: ignore[attr-defined]
        flood = packet(0x32, b"\x00\x01t\x00\x07") * 1_000
        while True:
            writer.write(flood)
            await writer.drain()

    async with hostile_broker(script) as port:
        broker = PahoBroker(settings(port))
        async with broker.connected():
            await until(broker, LinkUp())
            assert broker._connection is not None
            line = broker._connection.socket()
            line.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4_096)  # type: ignore[union-attr]
            reason = await next_down(broker)
    assert reason == "the broker reads nothing of what it makes us write"
    assert rss_bytes() - before <= 32 * MIB


async def test_a_flood_of_large_messages_is_bounded_in_bytes() -> None:
    sent = 0

    async def script(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal sent
        await let_in(reader, writer)
        large = packet(0x30, b"\x00\x01t" + bytes(60_000))
        while True:
            writer.write(large)
            await writer.drain()
            sent += 1

    async with hostile_broker(script) as port:
        broker = PahoBroker(settings(port))
        async with broker.connected():
            async with asyncio.timeout(WITHIN_S):
                while broker.counts.dropped < 50:  # noqa: ASYNC110 - a drop tells nobody
                    await asyncio.sleep(0.01)
            held = [one for one in broker._inbox._items if isinstance(one, Message)]
            assert sum(len(one.payload) for one in held) <= INBOX_BYTES
            assert len(held) > 10
            # and the flood itself is slowed: what cannot be kept is hardly read
            assert sent < 2_000


async def test_a_flood_does_not_stop_everybody_else(monkeypatch: pytest.MonkeyPatch) -> None:
    """A reader that is busy with each message and waits for nothing leaves the loop its turns."""
    monkeypatch.setattr(mqtt_inbox, "INBOX_MESSAGES", 256)

    async def script(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await let_in(reader, writer)
        while True:
            writer.write(packet(0x30, b"\x00\x01tx") * 100)
            await writer.drain()

    turns, read = 0, 0

    async def turn() -> None:
        nonlocal turns
        while True:
            await asyncio.sleep(0)
            turns += 1

    async with hostile_broker(script) as port:
        broker = PahoBroker(settings(port))
        async with broker.connected():
            turning = asyncio.create_task(turn())
            while broker.counts.dropped == 0:  # noqa: ASYNC110 - a drop tells nobody
                await asyncio.sleep(0.01)
            turns = 0
            async with asyncio.timeout(WITHIN_S):
                async for _ in broker.inbox():
                    read += 1
                    if read == 200:
                        break
                    busy_until_s = time.monotonic() + mqtt_inbox.TURN_AFTER_S
                    while time.monotonic() < busy_until_s:
                        pass
            turning.cancel()
    assert turns >= 199


async def test_a_broker_that_answers_pings_but_never_lets_us_in() -> None:
    async def script(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(CONNACK)
        while asked := await reader.read(1_000):
            writer.write(b"\xd0\x00" * asked.count(b"\xc0\x00"))

    async with hostile_broker(script) as port:
        broker = PahoBroker(settings(port, keepalive_s=2, link_within_s=0.5))
        async with broker.connected():
            assert await next_down(broker) == "the broker did not let us in within 0.5 s"


@pytest.mark.parametrize("five", [False, True], ids=["mqtt311", "mqtt5"])
async def test_a_line_that_died_silently_is_noticed_in_time(five: bool) -> None:
    """Within one and a half keepalives, also when the broker asks for none (MQTT 5, 3.2.2.3.14)."""
    keepalive_s = 3
    silent_since = 0.0

    async def script(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal silent_since
        if five:
            writer.write(packet(0x20, b"\x00\x00\x03\x13\x00\x00"))  # Server Keep Alive 0
            await reader.read(1_000)
            writer.write(b"\x90\x04\x00\x01\x00\x01")
        else:
            await let_in(reader, writer)
        silent_since = time.monotonic()
        while await reader.read(1_000):
            pass

    async with hostile_broker(script) as port:
        broker = PahoBroker(settings(port, keepalive_s=keepalive_s, mqtt5=five))
        async with broker.connected():
            await until(broker, LinkUp())
            assert "Keep alive timeout" in await next_down(broker)
            assert time.monotonic() - silent_since <= 1.5 * keepalive_s + 0.5


async def test_leaving_a_dead_line_does_not_wait_for_it() -> None:
    async def script(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await let_in(reader, writer)
        reader._transport.pause_reading()  # type: ignore[attr-defined]
        await asyncio.Event().wait()

    async with hostile_broker(script) as port:
        broker = PahoBroker(settings(port, keepalive_s=600, confirm_within_s=0.2))
        async with broker.connected():
            await until(broker, LinkUp())
            blocked = [
                asyncio.create_task(_ignoring(broker.publish("t", bytes(65_000))))
                for _ in range(200)
            ]
            await asyncio.sleep(0.1)
            started = time.monotonic()
        assert time.monotonic() - started < 10
        for task in blocked:
            task.cancel()
        await asyncio.gather(*blocked, return_exceptions=True)
    assert not [one for one in threading.enumerate() if "paho" in one.name]


async def _ignoring(work: object) -> None:
    with contextlib.suppress(BrokerError):
        await work  # type: ignore[misc]


async def test_attempts_are_spread_and_slow_down_also_when_the_line_breaks_at_once() -> None:
    accepted = 0

    async def script(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal accepted
        await let_in(reader, writer)
        accepted += 1

    async with hostile_broker(script) as port:
        broker = PahoBroker(settings(port, first_pause_s=0.05, longest_pause_s=120.0))
        async with broker.connected():
            await asyncio.sleep(1.5)
    # pauses of 0.025-0.05 s, doubled: at most seven fit, where pauses that begin anew fit 30
    assert 2 <= accepted <= 8


async def test_pauses_never_exceed_two_minutes_and_differ() -> None:
    first = PahoBroker(settings(1, first_pause_s=1.0, longest_pause_s=120.0))
    pauses = [first._next_pause_s() for _ in range(40)]
    assert max(pauses) <= 120.0
    assert min(pauses[10:]) >= 60.0
    assert len({round(pause, 6) for pause in pauses[10:]}) > 20


async def test_a_packet_of_the_largest_size_is_taken() -> None:
    body = b"\x00\x01t" + bytes(MAX_PACKET_BYTES - 3)

    async def script(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await let_in(reader, writer, five=False)
        writer.write(packet(0x30, body))
        await writer.drain()
        await reader.read(1_000)

    async with hostile_broker(script) as port:
        broker = PahoBroker(settings(port))
        async with broker.connected():
            await until(broker, Message("t", bytes(MAX_PACKET_BYTES - 3)))


async def test_a_refused_message_of_mqtt_5_is_an_error() -> None:
    async def script(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(CONNACK5)
        await reader.read(1_000)
        writer.write(b"\x90\x04\x00\x01\x00\x01")
        await reader.read(1_000)
        writer.write(b"\x40\x04\x00\x02\x87\x00")
        await reader.read(1_000)

    async with hostile_broker(script) as port:
        broker = PahoBroker(settings(port, mqtt5=True))
        async with broker.connected():
            await until(broker, LinkUp())
            with pytest.raises(BrokerError, match="the broker refused it: Not authorized"):
                await broker.publish("t", b"x")
