"""Messages a second through the driver and a broker: TLS on mosquitto, TCP on the embedded one."""

import asyncio
import contextlib
import sys
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from agent.ports import LinkUp, Message
from drivers.mqtt_paho import BrokerSettings, PahoBroker
from drivers.simulated.broker import running_broker
from tests.mosquitto.market_broker import ALMIGHTY, MarketBroker, mosquitto_or_skip

MESSAGES = 1_000
PAYLOAD = bytes(600)
"""About as long as a report."""
AT_ONCE = 20


@contextlib.asynccontextmanager
async def two_ends(kind: str, directory: Path) -> AsyncIterator[tuple[PahoBroker, PahoBroker]]:
    async with contextlib.AsyncExitStack() as stack:
        if kind == "embedded":
            port = (await stack.enter_async_context(running_broker())).port
            sender = PahoBroker(BrokerSettings("127.0.0.1", port, "sender"))
            listener = PahoBroker(BrokerSettings("127.0.0.1", port, "l", subscriptions=("t",)))
        else:
            market = MarketBroker(mosquitto_or_skip(), directory)
            await stack.enter_async_context(market.running())
            sender = PahoBroker(market.settings(ALMIGHTY))
            listener = PahoBroker(market.settings(ALMIGHTY, "t"))
        for end in (sender, listener):
            await stack.enter_async_context(end.connected())
            while await anext(end.inbox()) != LinkUp():
                pass
        yield sender, listener


async def send_all(sender: PahoBroker, listener: PahoBroker) -> None:
    async def some() -> None:
        for _ in range(MESSAGES // AT_ONCE):
            await sender.publish("t", PAYLOAD)

    async def hear() -> None:
        for _ in range(MESSAGES):
            assert isinstance(await anext(listener.inbox()), Message)

    await asyncio.gather(hear(), *(some() for _ in range(AT_ONCE)))


@pytest.mark.parametrize("kind", ["mosquitto with TLS", "embedded"])
def test_messages_through_driver_and_broker(kind: str, tmp_path: Path, benchmark: Any) -> None:
    with asyncio.Runner() as runner:
        ends = two_ends(kind, tmp_path)
        sender, listener = runner.run(ends.__aenter__())
        cpu_s = time.process_time()
        benchmark.pedantic(
            lambda: runner.run(send_all(sender, listener)), rounds=5, warmup_rounds=1
        )
        cpu_s = time.process_time() - cpu_s
        runner.run(ends.__aexit__(None, None, None))
    benchmark.extra_info["messages_per_s"] = round(MESSAGES / benchmark.stats.stats.median)
    cpu_us = 1e6 * cpu_s / (6 * MESSAGES)
    sys.stdout.write(
        f"\n{kind}: {MESSAGES / benchmark.stats.stats.min:,.0f} messages per second, "
        f"{cpu_us:,.0f} us of processor for both ends\n"
    )


@pytest.mark.parametrize("kind", ["mosquitto with TLS", "embedded"])
def test_one_message_there_and_confirmed(kind: str, tmp_path: Path, benchmark: Any) -> None:
    with asyncio.Runner() as runner:
        ends = two_ends(kind, tmp_path)
        sender, _ = runner.run(ends.__aenter__())
        benchmark.pedantic(
            lambda: runner.run(sender.publish("u", PAYLOAD)), rounds=200, warmup_rounds=20
        )
        runner.run(ends.__aexit__(None, None, None))
