"""A development chain with events, told to the light client from memory: truly, or with lies.

Every answer is asked of the real node once and remembered; a lie changes the remembered answer
between the node and the driver, at the place where the driver decodes what came over the wire.
"""

import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import msgspec

from agent.hashing import keccak256
from agent.ledger.network import Network, read_network
from agent.units import Address, UnixMs
from drivers.chain_rpc import ChainClient
from drivers.simulated.devchain.genesis import Genesis, PredeployedContract, account_key
from drivers.simulated.devchain.server import running_devchain
from tests.devchain.samples import CHAIN_ID, ETHER, SEED, Wallet

START_S = 1_700_000_000
WROTE = keccak256(b"Wrote(address,uint256)")
ABI = [
    {
        "type": "event",
        "name": "Wrote",
        "anonymous": False,
        "inputs": [
            {"name": "who", "type": "address", "indexed": True},
            {"name": "word", "type": "uint256", "indexed": False},
        ],
    }
]
# sstore(word 0, word 0); log word 0 with the event's name and the caller; fail for word 0 = 13
LOGGER_CODE = bytes.fromhex(
    "600035 600d 14 6042 57600035 600035 55 600035 600052 33 7f" + WROTE.hex() + "6020 6000 a2 00"
)
LOGGER_CODE = LOGGER_CODE.ljust(0x42, b"\0") + bytes.fromhex("5b 6000 6000 fd")
LOGGER = bytes.fromhex("00000000000000000000000000000000000000cc")
LOGGER_ADDRESS = Address("0x" + LOGGER.hex())

Json = Any
Lie = Callable[[str, list[Any], Json], Json]
Spoil = Callable[[bytes], bytes]


@dataclass
class Told:
    """What the node says, and the lies between it and the driver."""

    network: Network
    url: str
    now_s: int
    blocks: int
    names: list[str] = field(default_factory=list)
    heads: set[tuple[int, bytes, bytes, int]] = field(default_factory=set)
    """Number, hash, state root and time of every true block."""
    answers: dict[str, Json] = field(default_factory=dict)
    lie: Lie | None = None
    spoil: Spoil | None = None

    def wall_ms(self) -> UnixMs:
        return UnixMs(self.now_s * 1000)

    def client(self, count: int = 1) -> ChainClient:
        """Return a light client whose nodes all speak from memory; only the first one lies."""
        made = ChainClient(self.network, [self.url] * count, wall_ms=self.wall_ms, poll_s=0.0)
        for place, upstream in enumerate(made._upstreams):
            post = upstream._post
            upstream._post = (  # type: ignore[method-assign]
                lambda body, post=post, lying=place == 0: self.tell(body, post, lying=lying)
            )
        return made

    async def tell(self, body: bytes, post: Any, *, lying: bool) -> bytes:
        batch = json.loads(body)
        told: list[dict[str, Any]] = []
        for one in batch:
            key = json.dumps([one["method"], one["params"]])
            if key not in self.answers:
                (answer,) = json.loads(await post(msgspec.json.encode([one])))
                self.answers[key] = {
                    name: answer[name] for name in ("result", "error") if name in answer
                }
            answer = self.answers[key]
            if lying and self.lie is not None and "result" in answer:
                answer = {"result": self.lie(one["method"], one["params"], answer["result"])}
            told.append({"jsonrpc": "2.0", "id": one["id"], **answer})
        said = msgspec.json.encode(told)
        return said if self.spoil is None or not lying else self.spoil(said)


def call(word: int) -> bytes:
    return word.to_bytes(32, "big")


@asynccontextmanager
async def told_chain(blocks: int = 12) -> AsyncIterator[Told]:
    """Run a chain of this many blocks; block n has n % 4 calls of the logger, one failing at 10."""
    genesis = Genesis(
        timestamp_s=START_S,
        alloc_wei={Wallet(account_key(SEED, at)).address: 1000 * ETHER for at in range(3)},
        contracts={LOGGER: PredeployedContract(LOGGER_CODE, {5: 55, 2**200: 7})},
        chain_id=CHAIN_ID,
    )
    wallet = Wallet(account_key(SEED, 0))
    async with running_devchain(genesis, period_s=None) as node:
        network = read_network({**node.network.settings(), "period_s": 1})
        told = Told(network, node.url, START_S + blocks, blocks)
        for number in range(1, blocks + 1):
            for at in range(number % 4):
                word = 13 if number == 10 and at == 0 else 100 * number + at + 1
                raw = wallet.sign(to=LOGGER, data=call(word), gas=90_000, maxFeePerGas=10**10)
                told.names.append("0x" + node.chain.submit(raw).hex())
            sealed = node.chain.seal_block(START_S + number)
            made = node.chain.block(number)
            assert made is not None
            told.heads.add((number, made.hash, sealed.state_root, sealed.timestamp_s))
        yield told
