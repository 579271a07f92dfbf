"""Fuzzed packets at a driver, over many connections, and whether it lives."""

import asyncio
import contextlib
import random

import msgspec

from agent.ports import Message
from drivers.mqtt_paho import PahoBroker
from tests.ports.hostile_broker import (
    CONNACK,
    CONNACK5,
    fuzzed,
    hostile_broker,
    let_in,
    rss_bytes,
    settings,
)

PACKETS_PER_CONNECTION = 12
ALIVE = Message("t", b"alive")


class FuzzOutcome(msgspec.Struct):
    """What was sent and what became of it."""

    packets: int
    connections: int
    rss_growth: int
    alive_at_the_end: bool


async def fuzz(packets: int, seed: int, *, five: bool) -> FuzzOutcome:
    """Send so many packets; a third of the connections are attacked before the broker accepts."""
    chance = random.Random(seed)
    sent = 0
    before = rss_bytes()

    async def script(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal sent
        moment = chance.randrange(3)
        if moment == 1:
            writer.write(CONNACK5 if five else CONNACK)
        elif moment == 2 or sent >= packets:
            await let_in(reader, writer, five=five)
        if sent >= packets:
            body = b"\x00\x01t" + (b"\x00" if five else b"") + ALIVE.payload
            writer.write(b"\x30" + bytes([len(body)]) + body)
            await reader.read(1_000)
            return
        for _ in range(PACKETS_PER_CONNECTION):
            sent += 1
            writer.write(fuzzed(chance))
        await writer.drain()
        with contextlib.suppress(TimeoutError):  # it may wait for the rest of a packet
            async with asyncio.timeout(0.005):
                while await reader.read(10_000):
                    pass

    async with hostile_broker(script) as port:
        broker = PahoBroker(settings(port, mqtt5=five, first_pause_s=0.001, longest_pause_s=0.001))
        alive = False
        async with broker.connected():
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(60 + packets / 20):
                    async for item in broker.inbox():
                        if item == ALIVE:
                            alive = True
                            break
    return FuzzOutcome(sent, broker.counts.attempts, rss_bytes() - before, alive)
