"""A node of the tiny test chain that can be made to lie in every way a network allows."""

import asyncio
import gzip
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestServer
from eth_hash.auto import keccak

from agent.ledger.network import Network
from agent.ledger.trust import TrustPoint
from agent.units import Address, UnixMs
from tests.ledger.sealed_chain import (
    CHAIN_ID,
    PERIOD_S,
    Block,
    Validator,
    World,
    chain,
    get_proof,
    validators,
)

FOUR = validators(4)
HOME = bytes.fromhex("11" * 20)
HOME_ADDRESS = Address("0x" + HOME.hex())
NOBODY_ADDRESS = Address("0x" + "77" * 20)
LENGTH = 12

Json = Any
Change = Callable[[str, list[Any], Json], Json]
"""Takes method, parameters and the true result; returns what to say instead."""
Spoil = Callable[[list[dict[str, Any]]], Awaitable[web.StreamResponse] | web.StreamResponse]
"""Takes the whole true batch; returns the response instead."""


class NodeError(Exception):
    def __init__(self, code: int, message: str) -> None:
        super().__init__(message)
        self.code = code


def world_at(number: int) -> World:
    """The world changes with block 3 and with block 8."""
    step = 0 if number < 3 else 1 if number < 8 else 2
    words = {slot: slot * 1_000 + step + 1 for slot in range(30)}
    return World(
        storage={HOME: words},
        nonces={HOME: 3 + step},
        balances={HOME: 10**18 - step, b"\2" * 20: 5},
    )


BLOCKS = chain(FOUR, LENGTH, {number: world_at(number) for number in (0, 3, 8)})
NOW = UnixMs(BLOCKS[LENGTH].time_s * 1000 + 1_000)
NETWORK = Network(
    chain_id=CHAIN_ID,
    genesis_hash=BLOCKS[0].hash,
    checkpoint=TrustPoint(
        0, BLOCKS[0].hash, BLOCKS[0].time_s, tuple(Address(one.address) for one in FOUR)
    ),
    period_s=PERIOD_S,
    trust_period_s=86_400,
    max_age_s=30,
    max_drift_s=10,
)


def wall_ms() -> UnixMs:
    return NOW


@dataclass
class Node:
    """Shows the blocks up to `height`; `change` and `spoil` are its lies."""

    blocks: list[Block] = field(default_factory=lambda: list(BLOCKS))
    height: int = LENGTH
    change: Change | None = None
    spoil: Spoil | None = None
    asked: list[str] = field(default_factory=list)
    sent: list[bytes] = field(default_factory=list)
    pruned_below: int = 0
    named: list[Validator] = field(default_factory=lambda: FOUR)

    def result(self, method: str, params: list[Any]) -> Json:
        match method:
            case "eth_chainId":
                return hex(CHAIN_ID)
            case "eth_blockNumber":
                return hex(self.height)
            case "eth_getBlockByNumber":
                number = int(params[0], 16)
                return self.blocks[number].json() if number <= self.height else None
            case "eth_getProof":
                number = int(params[2], 16)
                if number < self.pruned_below or number > self.height:
                    raise NodeError(-32000, "World state unavailable")
                slots = [int(slot, 16) for slot in params[1]]
                return get_proof(world_at(number), bytes.fromhex(params[0][2:]), slots)
            case "eth_sendRawTransaction":
                raw = bytes.fromhex(params[0][2:])
                if raw in self.sent:
                    raise NodeError(-32000, "Known transaction")
                if not raw.startswith(b"\2"):
                    raise NodeError(-32000, "transaction type not supported")
                self.sent.append(raw)
                return "0x" + keccak(raw).hex()
            case "eth_getTransactionByHash":
                known = any("0x" + keccak(raw).hex() == params[0] for raw in self.sent)
                return {"hash": params[0]} if known else None
            case _:
                raise NodeError(-32601, "the method does not exist")

    def one(self, question: dict[str, Any]) -> dict[str, Any]:
        self.asked.append(question["method"])
        answer: dict[str, Any] = {"jsonrpc": "2.0", "id": question["id"]}
        try:
            result = self.result(question["method"], question["params"])
            if self.change is not None:
                result = self.change(question["method"], question["params"], result)
        except NodeError as refused:
            return {**answer, "error": {"code": refused.code, "message": str(refused)}}
        return {**answer, "result": result}

    async def handle(self, request: web.Request) -> web.StreamResponse:
        batch = [self.one(question) for question in await request.json()]
        if self.spoil is None:
            return web.json_response(batch)
        said = self.spoil(batch)
        return said if isinstance(said, web.StreamResponse) else await said

    @asynccontextmanager
    async def running(self) -> AsyncIterator[str]:
        """Serve on a free port of 127.0.0.1 and give the address."""
        app = web.Application(client_max_size=2**20)
        app.router.add_post("/", self.handle)
        server = TestServer(app, host="127.0.0.1")
        await server.start_server()
        try:
            yield str(server.make_url("/"))
        finally:
            await server.close()


def json_of(value: object) -> web.Response:
    return web.Response(text=json.dumps(value), content_type="application/json")


async def never(_batch: list[dict[str, Any]]) -> web.StreamResponse:
    await asyncio.sleep(3600)
    raise AssertionError


def gzip_bomb(_batch: list[dict[str, Any]]) -> web.Response:
    body = gzip.compress(b"[" + b" " * 50_000_000 + b"]", 9)
    return web.Response(body=body, headers={"Content-Encoding": "gzip"})
