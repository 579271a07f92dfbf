"""The WebSocket wakes up and does nothing else: not when it lies, floods, dies or was never there."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager

import msgspec
import pytest
from aiohttp import WSMsgType, web
from aiohttp.test_utils import TestServer

from agent.ledger.network import read_network
from agent.units import UnixMs
from drivers.chain_rpc import ChainClient
from drivers.chain_wakeup import WakeUp
from tests.ports.lying_node import BLOCKS, LENGTH, NETWORK, Node, wall_ms

Talk = Callable[[web.WebSocketResponse], Awaitable[None]]
SLOW_POLL_S = 3600.0
PATIENT = msgspec.structs.replace(NETWORK, max_age_s=3600)


@asynccontextmanager
async def socket(talk: Talk) -> AsyncIterator[str]:
    async def handle(request: web.Request) -> web.WebSocketResponse:
        line = web.WebSocketResponse()
        await line.prepare(request)
        await talk(line)
        return line

    app = web.Application()
    app.router.add_get("/", handle)
    server = TestServer(app, host="127.0.0.1")
    await server.start_server()
    try:
        yield str(server.make_url("/")).replace("http", "ws", 1)
    finally:
        await server.close()


@asynccontextmanager
async def light(talk: Talk, node: Node, *, poll_s: float) -> AsyncIterator[ChainClient]:
    async with AsyncExitStack() as stack:
        urls = [await stack.enter_async_context(one) for one in (node.running(), socket(talk))]
        yield await stack.enter_async_context(
            ChainClient(PATIENT, urls, wall_ms=wall_ms, poll_s=poll_s)
        )


async def test_new_head_is_fetched_at_the_hint_and_not_at_the_next_poll() -> None:
    speak = asyncio.Event()

    async def talk(line: web.WebSocketResponse) -> None:
        question = await line.receive_json()
        assert question["method"] == "eth_subscribe"
        assert question["params"] == ["newHeads"]
        await line.send_json({"jsonrpc": "2.0", "id": 1, "result": "0x1"})
        await speak.wait()
        await line.send_str("not even JSON")
        await line.receive()

    node = Node(height=LENGTH - 1)
    async with light(talk, node, poll_s=SLOW_POLL_S) as client:
        view = client.view()
        await view.next_head()
        waiting = asyncio.create_task(view.next_head())
        done, _ = await asyncio.wait([waiting], timeout=0.1)
        assert not done
        node.height = LENGTH
        speak.set()
        assert (await asyncio.wait_for(waiting, 5)).number == LENGTH


async def test_what_the_socket_says_is_not_believed() -> None:
    async def talk(line: web.WebSocketResponse) -> None:
        await line.receive()
        await line.send_json({"jsonrpc": "2.0", "id": 1, "result": "0x1"})
        forged = BLOCKS[LENGTH].with_field(8, b"\x7f").json()
        await line.send_json(
            {"method": "eth_subscription", "params": {"subscription": "0x1", "result": forged}}
        )
        await line.receive()

    async with light(talk, Node(height=5), poll_s=SLOW_POLL_S) as client:
        assert (await client.view().next_head()).number == 5
        await asyncio.sleep(0.05)
        assert client.trusted.number == 5
        assert not client.rejected


async def refuse(line: web.WebSocketResponse) -> None:
    await line.close()


async def huge(line: web.WebSocketResponse) -> None:
    await line.receive()
    await line.send_str("x" * 10_000_000)


async def silent(line: web.WebSocketResponse) -> None:
    await line.receive()
    await line.receive()


@pytest.mark.parametrize("talk", [refuse, huge, silent])
async def test_polling_goes_on_whatever_the_socket_does(talk: Talk) -> None:
    node = Node(height=LENGTH - 1)
    async with light(talk, node, poll_s=0.002) as client:
        view = client.view()
        await view.next_head()
        node.height = LENGTH
        assert (await asyncio.wait_for(view.next_head(), 5)).number == LENGTH


async def test_development_chain_wakes_the_client() -> None:
    devchain = pytest.importorskip("drivers.simulated.devchain.server")
    start_s = 1_700_000_000
    genesis = devchain.development_genesis(1, start_s, 1337)
    async with devchain.running_devchain(genesis, period_s=None) as node:
        node.chain.seal_block(start_s + 1)
        network = read_network({**node.network.settings(), "period_s": 1})
        urls = [node.url, node.url.replace("http", "ws", 1)]
        async with ChainClient(
            network, urls, wall_ms=lambda: UnixMs((start_s + 3) * 1000), poll_s=SLOW_POLL_S
        ) as client:
            view = client.view()
            assert (await view.next_head()).number == 1
            waiting = asyncio.create_task(view.next_head())
            for _ in range(200):
                if client._wake_ups[0].connected:
                    break
                await asyncio.sleep(0.01)
            await asyncio.sleep(0.05)  # the subscription's answer
            node.chain.seal_block(start_s + 2)
            assert (await asyncio.wait_for(waiting, 5)).number == 2
            assert client._wake_ups[0].hints == 1


async def test_nobody_at_the_sockets_address() -> None:
    async with (
        Node().running() as url,
        ChainClient(NETWORK, ["ws://127.0.0.1:1/", url], wall_ms=wall_ms) as client,
    ):
        assert (await client.view().next_head()).number == LENGTH
        assert not client._wake_ups[0].connected


async def test_flood_of_hints_is_bounded() -> None:
    async def flood(line: web.WebSocketResponse) -> None:
        await line.receive()
        for _ in range(2_000):
            await line.send_str("{}")
        await line.receive()

    hints: list[None] = []
    async with socket(flood) as url:
        listening = asyncio.create_task(WakeUp(url, lambda: hints.append(None), gap_s=0.05).run())
        await asyncio.wait([listening], timeout=0.5)
        listening.cancel()
        await asyncio.wait([listening])
    assert 1 <= len(hints) <= 12


async def test_line_is_taken_up_again_and_nothing_is_left_behind() -> None:
    lines, third = 0, asyncio.Event()

    async def once(line: web.WebSocketResponse) -> None:
        nonlocal lines
        lines += 1
        if lines == 3:
            third.set()
        message = await line.receive()
        assert message.type is WSMsgType.TEXT
        await line.send_str("{}")
        await line.send_str("{}")

    hints: list[None] = []
    before = asyncio.all_tasks()
    async with socket(once) as url:
        wake_up = WakeUp(url, lambda: hints.append(None), gap_s=0.0, retry_s=0.01)
        listening = asyncio.create_task(wake_up.run())
        await asyncio.wait_for(third.wait(), 5)
        listening.cancel()
        await asyncio.wait([listening])
    assert hints
    assert {task for task in asyncio.all_tasks() - before if not task.done()} == set()


@pytest.mark.parametrize("url", ["http://127.0.0.1/", "ws://", "ws"])
def test_bad_address_refused_at_once(url: str) -> None:
    with pytest.raises(ValueError, match="address"):
        WakeUp(url, lambda: None)


def test_socket_alone_is_no_node() -> None:
    with pytest.raises(ValueError, match="http"):
        ChainClient(NETWORK, ["ws://127.0.0.1:1/"], wall_ms=wall_ms)
