"""The same port over WebSocket: calls, subscriptions, and input that nobody should send."""

import asyncio
from typing import Any

import aiohttp
import msgspec
import pytest

from drivers.simulated.devchain.engines import named_engine
from drivers.simulated.devchain.server import Node, another_node, running_devchain
from drivers.simulated.devchain.view import View
from drivers.simulated.devchain.web import MAX_BODY_BYTES
from tests.devchain.samples import SEED, genesis


class Talk:
    """Calls over an open socket, each answered before the next."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self.socket = socket

    async def next(self) -> dict[str, Any]:
        told = msgspec.json.decode(await asyncio.wait_for(self.socket.receive_str(), 5))
        assert isinstance(told, dict)
        return told

    async def __call__(self, method: str, *params: Any) -> Any:
        await self.socket.send_json({"id": 1, "method": method, "params": params})
        answer = await self.next()
        return answer.get("result", answer.get("error"))


def seal(node: Node) -> None:
    node.chain.seal_block(node.chain.head.header.timestamp_s + 1)


async def test_new_heads_are_told_to_subscribers_only() -> None:
    async with (
        running_devchain(genesis(), seed=SEED, period_s=None) as node,
        aiohttp.ClientSession() as session,
        session.ws_connect(node.url) as first,
        session.ws_connect(node.url) as second,
    ):
        talk, other = Talk(first), Talk(second)
        assert await talk("eth_chainId") == "0x539"
        subscription = await talk("eth_subscribe", "newHeads")
        assert (await other("eth_subscribe", "logs"))["code"] == -32602
        seal(node)
        told = (await talk.next())["params"]
        assert told["subscription"] == subscription
        assert told["result"]["hash"] == "0x" + node.chain.head.hash.hex()
        assert await other("eth_blockNumber") == "0x1"  # nothing was told in between
        node.view.withhold(on=True)
        seal(node)
        node.view.withhold(on=False)
        for block in node.chain.reorganise(1):
            assert (await talk.next())["params"]["result"]["number"] == hex(block.header.number)
        assert await talk("eth_unsubscribe", subscription) is True
        assert await talk("eth_unsubscribe", subscription) is False
        seal(node)
        assert await talk("eth_blockNumber") == hex(node.chain.head.header.number)
    assert node.chain.listeners == []


async def test_open_sockets_do_not_hold_up_the_end() -> None:
    async with aiohttp.ClientSession() as session:
        async with running_devchain(genesis(), seed=SEED, period_s=None) as node:
            socket = await session.ws_connect(node.url)
            await Talk(socket)("eth_subscribe", "newHeads")
        message = await asyncio.wait_for(socket.receive(), 5)
        assert message.type in (aiohttp.WSMsgType.CLOSE, aiohttp.WSMsgType.CLOSED)


async def test_nonsense_on_the_socket_is_answered_or_ends_it() -> None:
    async with (
        running_devchain(genesis(), seed=SEED, period_s=None) as node,
        aiohttp.ClientSession() as session,
    ):
        async with session.ws_connect(node.url) as socket:
            await socket.send_bytes(b"[" * 100_000)
            assert (await Talk(socket).next())["error"]["code"] == -32700
            await socket.send_str('[{"id":1,"method":"eth_chainId"},{"id":2}]')
            assert isinstance(msgspec.json.decode(await socket.receive_str()), list)
            await socket.send_bytes(b"x" * (MAX_BODY_BYTES + 1))
            assert (await socket.receive()).type is not aiohttp.WSMsgType.TEXT
        async with session.ws_connect(node.url) as socket:
            assert await Talk(socket)("eth_blockNumber") == "0x0"


async def test_second_node_shows_the_same_chain_later() -> None:
    async with (
        running_devchain(genesis(), seed=SEED, period_s=None) as node,
        aiohttp.ClientSession() as session,
    ):
        stale = View(node.chain)
        stale.lag_blocks = 2
        async with another_node(node.chain, stale) as url:
            for _ in range(5):
                seal(node)
            heights = []
            for place in (node.url, url):
                body = {"id": 1, "method": "eth_blockNumber", "params": []}
                async with session.post(place, json=body) as response:
                    heights.append((await response.json())["result"])
            assert heights == ["0x5", "0x3"]


@pytest.mark.parametrize("allowed", [False, True])
async def test_misbehaviour_has_to_be_allowed(allowed: bool) -> None:
    engine = named_engine("clique", seed=SEED, validators=3)
    async with (
        running_devchain(
            genesis(), seed=SEED, period_s=None, engine=engine, allow_misbehaviour=allowed
        ) as node,
        aiohttp.ClientSession() as session,
    ):
        body = {"id": 1, "method": "dev_seal", "params": [3]}
        async with session.post(node.url, json=body) as response:
            answer = await response.json()
        assert answer.get("result") == ("0x3" if allowed else None)
        assert node.network.engine == "clique"


async def test_chain_without_enough_validators_waits_for_them() -> None:
    engine = named_engine("qbft", seed=SEED, validators=4)
    async with running_devchain(seed=SEED, period_s=1, engine=engine) as node:
        engine.absent = frozenset(engine.validators)
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(node.block_reached(1), 1.3)
        engine.absent = frozenset()
        await asyncio.wait_for(node.block_reached(1), 5)
