"""The stand-in of the published contract on a development chain, seen through nodes that may lie."""

import json
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import msgspec

from agent.ledger.abi import call_of
from agent.ledger.network import read_network
from agent.ports import NOBODY
from agent.shell.storage_reader_published import PublishedStorageReader
from agent.storage.amounts import ATTO
from agent.units import Address, UnixMs
from drivers.chain_call import verified_calls
from drivers.chain_receipts import proven_receipts
from drivers.chain_rpc import ChainClient
from drivers.simulated.devchain.genesis import Genesis, PredeployedContract, account_key
from drivers.simulated.devchain.server import Node, running_devchain
from tests.devchain.samples import ETHER, SEED, Wallet

START_S = 1_700_000_000
HOURS_2 = 2 * ATTO
ARTIFACT = Path(__file__).parents[1] / "data" / "storage_published" / "stand_in.json"

Lie = Callable[[str, list[Any], Any], Any]


@cache
def artifact() -> dict[str, str]:
    made: dict[str, str] = json.loads(ARTIFACT.read_text("utf-8"))
    return made


def addressed(wallet: Wallet) -> Address:
    return Address("0x" + wallet.address.hex())


@dataclass
class Rig:
    """One contract, its founder, an owner with a unit, and a guest."""

    node: Node
    founder: Wallet
    owner: Wallet
    unit: Wallet
    guest: Wallet
    contract: Address = NOBODY
    lie: Lie | None = None
    """What the first node of a client says instead: takes method, parameters, true result."""
    asked: list[tuple[str, list[Any]]] = field(default_factory=list)
    """What the first node was asked since the last `asked.clear()`."""

    @property
    def now_s(self) -> int:
        return self.node.chain.head.header.timestamp_s

    def seal(self, blocks: int = 1, after_s: int = 1) -> int:
        for _ in range(blocks):
            self.node.chain.seal_block(self.now_s + after_s)
        return self.node.chain.head.header.number

    def submit(self, who: Wallet, data: bytes, **fields: Any) -> bytes:
        """Hand a call of the contract to the pool; return its hash."""
        raw = who.sign(
            **{
                "to": bytes.fromhex(self.contract[2:]),
                "data": data,
                "gas": 1_000_000,
                "maxFeePerGas": 10**10,
                **fields,
            }
        )
        return self.node.chain.submit(raw)

    def call(self, who: Wallet, signature: str, *arguments: int | Address, **fields: Any) -> bytes:
        """Send a call and seal its block; return its hash."""
        name = self.submit(who, call_of(signature, *arguments), **fields)
        self.seal()
        return name

    @asynccontextmanager
    async def client(self, nodes: int = 1) -> AsyncIterator[ChainClient]:
        """Open a light client on as many nodes, the first of which lies."""
        network = read_network({**self.node.network.settings(), "period_s": 1})
        urls = [self.node.url] * nodes
        made = ChainClient(network, urls, wall_ms=lambda: UnixMs(self.now_s * 1_000), poll_s=0.0)
        first = made._upstreams[0]
        post = first._post

        async def told(body: bytes) -> bytes:
            return self._told(body, await post(body))

        first._post = told  # type: ignore[method-assign]
        async with made:
            yield made

    def _told(self, body: bytes, answered: bytes) -> bytes:
        questions, answers = json.loads(body), json.loads(answered)
        by_id = {one["id"]: one for one in questions}
        for answer in answers:
            question = by_id[answer["id"]]
            self.asked.append((question["method"], question["params"]))
            if self.lie is not None and "result" in answer:
                answer["result"] = self.lie(
                    question["method"], question["params"], answer["result"]
                )
        return msgspec.json.encode(answers)

    def reader(self, client: ChainClient, **changes: Any) -> PublishedStorageReader:
        settings: dict[str, Any] = {
            "contract": self.contract,
            "owner": addressed(self.owner),
            **changes,
        }
        return PublishedStorageReader(
            client.view(), verified_calls(client), proven_receipts(client), **settings
        )


@asynccontextmanager
async def stand_in(
    validity: int = HOURS_2,
    codes: Mapping[Address, tuple[str, dict[int, int]]] | None = None,
    creation: bytes | None = None,
) -> AsyncIterator[Rig]:
    """Run a chain with the contract on it; its unit is registered to the owner.

    `codes`: further contracts, as code in hexadecimal and words. `creation`: of another contract
    with the same interface, in the stand-in's place.
    """
    wallets = [Wallet(account_key(SEED, at)) for at in range(4)]
    genesis = Genesis(
        timestamp_s=START_S,
        alloc_wei={one.address: 1_000 * ETHER for one in wallets},
        contracts={
            bytes.fromhex(address[2:]): PredeployedContract(bytes.fromhex(code), storage)
            for address, (code, storage) in (codes or {}).items()
        },
    )
    async with running_devchain(genesis, period_s=None) as node:
        rig = Rig(node, *wallets)
        code = bytes.fromhex(artifact()["bytecode"][2:]) + validity.to_bytes(32, "big")
        name = rig.submit(rig.founder, creation or code, to=b"", gas=12_000_000)
        rig.seal()
        place = node.chain.place_of(name)
        assert place is not None
        block = node.chain.block(place[0])
        assert block is not None
        created = block.transactions[place[1]].contract_address
        assert created is not None
        rig.contract = Address("0x" + created.hex())
        rig.call(
            rig.founder,
            "registerStorageUnit(address,address)",
            addressed(rig.unit),
            addressed(rig.owner),
        )
        yield rig


PRODUCED = "energyProduced(address,uint256)"
CONSUMED = "energyConsumed(address,uint256)"
START = "startConsumptionSession(address,uint256)"
