"""The Broker port: one suite on the broker in memory and on paho against real ones.

Over TCP on the embedded broker, over TLS on mosquitto with both versions of MQTT.
"""

import asyncio
import contextlib
import threading
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from agent.ports import Broker, BrokerError, LinkDown, LinkUp, Message
from drivers import mqtt_inbox
from drivers.mqtt_paho import BrokerSettings, PahoBroker, Will
from drivers.simulated.broker import running_broker
from drivers.simulated.broker_memory import MemoryBroker
from tests.mosquitto.market_broker import ALMIGHTY, MarketBroker, mosquitto_or_skip

Make = Callable[..., Broker]

WITHIN_S = 10


def paho_settings(port: int, name: str, *subscriptions: str, **more: Any) -> BrokerSettings:
    return BrokerSettings(
        "127.0.0.1", port, name, subscriptions=subscriptions, first_pause_s=0.05, **more
    )


async def item(inbox: AsyncIterator[Any]) -> Any:
    async with asyncio.timeout(WITHIN_S):
        return await anext(inbox)


async def until(inbox: AsyncIterator[Any], kind: type) -> Any:
    async with asyncio.timeout(WITHIN_S):
        while not isinstance(found := await anext(inbox), kind):
            pass
    return found


@pytest.fixture(params=["memory", "paho", "mosquitto-5", "mosquitto-3.1.1"])
async def make(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Make]:
    names = iter("abcdefgh")
    if request.param == "memory":
        memory = MemoryBroker()

        def from_memory(*subscriptions: str, will: tuple[str, bytes] | None = None) -> Broker:
            last = None if will is None else Message(*will, retained=True)
            return memory.client(*subscriptions, will=last)

        yield from_memory
    elif request.param == "paho":
        async with running_broker() as running:

            def from_paho(*subscriptions: str, will: tuple[str, bytes] | None = None) -> Broker:
                last = None if will is None else Will(*will)
                settings = paho_settings(running.port, next(names), *subscriptions, will=last)
                return PahoBroker(settings)

            yield from_paho
    else:
        five = request.param == "mosquitto-5"
        async with MarketBroker(mosquitto_or_skip(), tmp_path).running() as market:

            def from_mosquitto(
                *subscriptions: str, will: tuple[str, bytes] | None = None
            ) -> Broker:
                last = None if will is None else Will(*will)
                settings = market.settings(ALMIGHTY, *subscriptions, will=last, mqtt5=five)
                return PahoBroker(settings)

            yield from_mosquitto


async def test_the_link_comes_up_first(make: Make) -> None:
    async with make("t/+").connected() as broker:
        assert await item(broker.inbox()) == LinkUp()


async def test_messages_arrive_in_order_and_unchanged(make: Make) -> None:
    async with make("t/+").connected() as listener, make().connected() as sender:
        await item(inbox := listener.inbox())
        await until(sender.inbox(), LinkUp)
        sent = [bytes([number]) * number for number in range(40)]
        for payload in sent:
            await sender.publish("t/x", payload)
        assert [(await item(inbox)).payload for _ in sent] == sent


async def test_only_what_was_subscribed_arrives(make: Make) -> None:
    async with make("t/+/y").connected() as listener, make().connected() as sender:
        await item(inbox := listener.inbox())
        await until(sender.inbox(), LinkUp)
        for topic in ("t/a", "t/a/b/y", "u/a/y", "t/a/y"):
            await sender.publish(topic, topic.encode())
        assert await item(inbox) == Message("t/a/y", b"t/a/y")


async def test_a_retained_message_waits_for_who_comes_later(make: Make) -> None:
    async with make().connected() as sender:
        await until(sender.inbox(), LinkUp)
        await sender.publish("t/x", b"old", retain=True)
        await sender.publish("t/x", b"new", retain=True)
        async with make("t/#").connected() as listener:
            await item(inbox := listener.inbox())
            assert await item(inbox) == Message("t/x", b"new", retained=True)


async def test_leaving_publishes_the_will(make: Make) -> None:
    async with make("s/#").connected() as listener:
        await item(inbox := listener.inbox())
        async with make(will=("s/home", b"offline")).connected() as home:
            await until(home.inbox(), LinkUp)
        found = await item(inbox)
        assert (found.topic, found.payload) == ("s/home", b"offline")


async def test_publishing_without_a_link_is_a_port_error(make: Make) -> None:
    with pytest.raises(BrokerError, match="not connected"):
        await make().publish("t/x", b"")


async def test_no_thread_and_no_task_is_left(make: Make) -> None:
    tasks = len(asyncio.all_tasks())
    async with make("t").connected() as broker:
        await item(broker.inbox())
    names = [thread.name for thread in threading.enumerate() if "paho" in thread.name]
    assert (names, len(asyncio.all_tasks())) == ([], tasks)


# What only a wire can do.


async def test_a_broker_that_restarts_is_found_again_with_subscriptions() -> None:
    async with contextlib.AsyncExitStack() as stack:
        first = await stack.enter_async_context(running_broker())
        broker = PahoBroker(paho_settings(first.port, "home", "t/+"))
        other = PahoBroker(paho_settings(first.port, "other"))
        async with broker.connected(), other.connected():
            inbox, others = broker.inbox(), other.inbox()
            assert await item(inbox) == LinkUp()
            await stack.aclose()
            assert isinstance(await until(inbox, LinkDown), LinkDown)
            with pytest.raises(BrokerError):
                await broker.publish("t/x", b"lost")
            async with running_broker(first.port):
                await until(inbox, LinkUp)
                async with asyncio.timeout(WITHIN_S):
                    while not other._up:
                        await anext(others)
                await other.publish("t/x", b"again")
                assert await until(inbox, Message) == Message("t/x", b"again")


async def test_a_broker_that_is_not_there_yet_is_waited_for() -> None:
    async with running_broker() as running:
        port = running.port
    broker = PahoBroker(paho_settings(port, "home"))
    async with broker.connected():
        inbox = broker.inbox()
        assert isinstance(await item(inbox), LinkDown)
        async with running_broker(port):
            assert await until(inbox, LinkUp) == LinkUp()


async def test_a_flood_drops_the_newest_and_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mqtt_inbox, "INBOX_MESSAGES", 8)
    async with running_broker() as running:
        listener = PahoBroker(paho_settings(running.port, "listener", "t"))
        sender = PahoBroker(paho_settings(running.port, "sender"))
        async with listener.connected(), sender.connected():
            inbox = listener.inbox()
            assert await item(inbox) == LinkUp()
            await until(sender.inbox(), LinkUp)
            for number in range(30):
                await sender.publish("t", b"%d" % number)
            async with asyncio.timeout(WITHIN_S):
                while listener.counts.dropped < 22:  # noqa: ASYNC110 - a drop tells nobody
                    await asyncio.sleep(0.01)
            kept = [(await item(inbox)).payload for _ in range(8)]
            assert kept == [b"%d" % number for number in range(8)]
            await sender.publish("t", b"after the flood")
            assert (await item(inbox)).payload == b"after the flood"


async def test_a_broker_that_vanishes_publishes_the_will() -> None:
    async with running_broker() as running:
        watcher = PahoBroker(paho_settings(running.port, "watcher", "s/#"))
        home = PahoBroker(
            paho_settings(running.port, "home", will=Will("s/home", b"offline"), birth=b"online")
        )
        async with watcher.connected():
            inbox = watcher.inbox()
            assert await item(inbox) == LinkUp()
            async with home.connected():
                await until(home.inbox(), LinkUp)
                assert (await item(inbox)).payload == b"online"
                assert home._connection is not None
                cut: Any = home._connection.socket()
                cut.shutdown(2)
                assert {(await item(inbox)).payload for _ in range(2)} == {b"offline", b"online"}


CONNACK = b"\x20\x02\x00\x00"
SUBACK = b"\x90\x03\x00\x01\x01"

Script = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@contextlib.asynccontextmanager
async def hostile_broker(script: Script) -> AsyncIterator[int]:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await reader.read(1_000)
            await script(reader, writer)
        except (ConnectionError, asyncio.CancelledError):
            pass
        finally:
            writer.close()
            with contextlib.suppress(ConnectionError):
                await writer.wait_closed()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with server:
        yield server.sockets[0].getsockname()[1]


async def subscribed(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(CONNACK)
    await reader.read(1_000)
    writer.write(SUBACK)
    await writer.drain()


async def test_an_oversize_message_closes_the_connection_before_it_is_read() -> None:
    received = 0

    async def script(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal received
        await subscribed(reader, writer)
        writer.write(b"\x30\xff\xff\xff\x7f\x00\x01t")  # 256 MiB announced
        for _ in range(200):
            writer.write(bytes(1_000_000))
            await writer.drain()
            received += 1

    async with hostile_broker(script) as port:
        broker = PahoBroker(paho_settings(port, "home", "t"))
        async with broker.connected():
            down = await until(broker.inbox(), LinkDown)
            assert down == LinkDown("the broker announced a packet of 268435455 bytes")
            assert broker.counts.oversize == 1
            assert received < 50


@pytest.mark.parametrize(
    "noise",
    [
        b"\x30\x02\x00\x09",  # topic longer than the packet
        b"\x32\x05\x00\x03a/b",  # QoS 1 without an identifier
        b"\x36\x00",  # QoS 3
        b"\x30\x04\x00\x02\xff\xfe",  # a topic that is no text
        b"\x30\x05\x00\x03a/+",  # a topic with a wildcard
        b"\xf0\x00",
        b"\x00\x00",
        b"\x90\x00",
        b"\x40\x00",
        b"\x40\x02\xff\xff",
        b"\x20\x00",
        b"\x30\xff\xff\xff\xff\xff",
        b"HTTP/1.1 400 Bad Request\r\n\r\n",
    ],
)
async def test_bytes_that_are_no_mqtt_do_not_stop_the_driver(noise: bytes) -> None:
    tries = 0

    async def script(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal tries
        tries += 1
        await subscribed(reader, writer)
        writer.write(noise if tries == 1 else b"\x30\x04\x00\x01tx")
        await writer.drain()
        if tries > 1:
            await reader.read(1_000)

    async with hostile_broker(script) as port:
        broker = PahoBroker(paho_settings(port, "home", "t"))
        async with broker.connected():
            async with asyncio.timeout(WITHIN_S):
                inbox = broker.inbox()
                while await anext(inbox) != Message("t", b"x"):
                    pass


async def test_a_broker_that_never_confirms_is_a_port_error() -> None:
    async def script(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await subscribed(reader, writer)
        while await reader.read(1_000):
            pass

    async with hostile_broker(script) as port:
        broker = PahoBroker(paho_settings(port, "home", "t", confirm_within_s=0.2))
        async with broker.connected():
            await until(broker.inbox(), LinkUp)
            with pytest.raises(BrokerError, match=r"no confirmation within 0\.2 s"):
                await broker.publish("t", b"x")


async def test_a_connection_cut_while_publishing_is_a_port_error() -> None:
    async def script(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await subscribed(reader, writer)
        await reader.read(1_000)

    async with hostile_broker(script) as port:
        broker = PahoBroker(paho_settings(port, "home", "t"))
        async with broker.connected():
            await until(broker.inbox(), LinkUp)
            with pytest.raises(BrokerError, match="connection was lost"):
                await broker.publish("t", b"x")


async def test_a_broker_that_refuses_us_is_named_and_asked_less_and_less() -> None:
    tries = 0

    async def script(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal tries
        tries += 1
        writer.write(b"\x20\x02\x00\x05")
        await writer.drain()

    async with hostile_broker(script) as port:
        broker = PahoBroker(paho_settings(port, "home", "t"))
        async with broker.connected():
            inbox = broker.inbox()
            assert await item(inbox) == LinkDown("the broker refused: Not authorized")
            await asyncio.sleep(1)
            # 0.05 s, doubled: at least 0.025 + 0.05 + 0.1 + 0.2 + 0.4 s for five more tries
            assert 2 <= tries <= 6


async def test_refused_subscriptions_are_no_link() -> None:
    async def script(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(CONNACK)
        await reader.read(1_000)
        writer.write(SUBACK[:-1] + b"\x80")
        await reader.read(1_000)

    async with hostile_broker(script) as port:
        broker = PahoBroker(paho_settings(port, "home", "t/secret"))
        async with broker.connected():
            assert await item(broker.inbox()) == LinkDown(
                "the broker refused subscriptions: t/secret"
            )
