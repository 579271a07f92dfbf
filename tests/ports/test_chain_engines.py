"""Every engine through the real driver: from the checkpoint to the head, in few questions."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("eth")

from agent.ledger.network import Network, read_network
from agent.ports import ChainError, ChainHalted
from agent.units import UnixMs
from drivers.chain_rpc import ChainClient
from drivers.chain_trust_file import TrustFile
from drivers.simulated.devchain.engines import named_engine, with_validator_contract
from drivers.simulated.devchain.server import Node, development_genesis, running_devchain

START_S = 1_700_000_000
ENGINES = ["qbft", "ibft2", "qbft contract", "clique"]


@dataclass
class Bench:
    node: Node
    network: Network
    now_s: int = START_S
    asked: list[str] = field(default_factory=list)

    def seal(self, blocks: int) -> None:
        for _ in range(blocks):
            self.now_s += 1
            self.node.chain.seal_block(self.now_s)

    def client(self, **options: Any) -> ChainClient:
        made = ChainClient(
            self.network,
            [self.node.url],
            wall_ms=lambda: UnixMs(self.now_s * 1000),
            poll_s=0.002,
            **options,
        )
        (upstream,) = made._upstreams
        post = upstream._post

        async def counted(body: bytes) -> bytes:
            self.asked += [one["method"] for one in json.loads(body)]
            return await post(body)

        upstream._post = counted  # type: ignore[method-assign]
        return made


@asynccontextmanager
async def running(name: str, *, validators: int = 4, epoch: int = 50) -> AsyncIterator[Bench]:
    kind, _, contract = name.partition(" ")
    genesis = development_genesis(1, START_S, 1337)
    engine = named_engine(kind, seed=1, validators=validators, epoch=epoch, contract=bool(contract))
    if contract:
        genesis = with_validator_contract(genesis, engine)
    async with running_devchain(genesis, period_s=None, engine=engine) as node:
        network = read_network({**node.network.settings(), "period_s": 1})
        yield Bench(node, network)


@pytest.fixture(params=ENGINES)
async def bench(request: pytest.FixtureRequest) -> AsyncIterator[Bench]:
    async with running(request.param) as made:
        yield made


def true_hash(bench: Bench, number: int) -> bytes:
    block = bench.node.chain.block(number)
    assert block is not None
    return block.hash


async def test_long_catch_up_takes_few_headers(bench: Bench) -> None:
    bench.seal(430)
    async with bench.client() as client:
        head = await client.view().next_head()
    assert head.hash == true_hash(bench, head.number)
    assert 430 - head.number <= 8
    clique = bench.network.engine == "clique"
    assert bench.asked.count("eth_getBlockByNumber") <= (80 if clique else 5)


async def test_heads_follow_block_by_block(bench: Bench) -> None:
    bench.seal(12)
    async with bench.client() as client:
        view = client.view()
        numbers = [(await view.next_head()).number]
        for _ in range(6):
            bench.seal(1)
            head = await view.next_head()
            numbers.append(head.number)
            assert head.hash == true_hash(bench, head.number)
        assert numbers == sorted(set(numbers))
        assert not client.rejected


async def test_first_blocks_of_a_chain_are_no_trouble(bench: Bench) -> None:
    bench.seal(1)
    async with bench.client() as client:
        waiting = asyncio.create_task(client.view().next_head())
        for _ in range(10):
            await asyncio.sleep(0.01)
            bench.seal(1)
        await asyncio.wait_for(waiting, 5)
        assert not client.rejected
        assert not client.health()[0].failures


@pytest.mark.parametrize("name", ["qbft", "ibft2", "clique"])
async def test_new_validators_are_learned_on_the_way(name: str) -> None:
    async with running(name) as bench:
        engine = bench.node.chain.engine
        known = engine.validators
        newcomer = next(
            bytes.fromhex(key) for key in spare_addresses(4) if bytes.fromhex(key) not in known
        )
        bench.seal(5)
        engine.propose(newcomer, add=True)
        bench.seal(120)
        assert len(engine.validators) == 5
        async with bench.client() as client:
            head = await client.view().next_head()
            assert len(head.validators) == 5
            assert head.hash == true_hash(bench, head.number)


def spare_addresses(validators: int) -> list[str]:
    from drivers.simulated.devchain.genesis import validator_keys
    from drivers.simulated.devchain.qbft_seal import address_of

    return [address_of(key).hex() for key in validator_keys(1, validators + 4)[validators:]]


async def test_restart_goes_on_from_the_trusted_block(bench: Bench, tmp_path: Path) -> None:
    path = tmp_path / "trust.json"
    bench.seal(130)
    async with bench.client(store=TrustFile(path, bench.network)) as client:
        await client.view().next_head()
        trusted = client.trusted
    assert TrustFile(path, bench.network).load() == trusted
    bench.seal(10)
    bench.asked.clear()
    async with bench.client(store=TrustFile(path, bench.network)) as client:
        assert client.trusted == trusted
        head = await client.view().next_head()
        assert head.number > trusted.number
        assert head.hash == true_hash(bench, head.number)
    assert bench.asked.count("eth_getBlockByNumber") <= 40


async def test_any_block_below_the_head_can_be_read(bench: Bench) -> None:
    bench.seal(120)
    async with bench.client() as client:
        head = await client.view().next_head()
        for number in (head.number, 1, 77, 0):
            assert (await client.blocks.block(number, head)).hash == true_hash(bench, number)


async def test_far_block_takes_one_header_where_one_header_is_final(bench: Bench) -> None:
    bench.seal(900)
    async with bench.client() as client:
        head = await client.view().next_head()
        bench.asked.clear()
        assert (await client.blocks.block(9, head)).hash == true_hash(bench, 9)
    single = bench.network.engine in {"qbft", "ibft2"} and bench.network.validators is None
    assert (bench.asked.count("eth_getBlockByNumber") == 1) == single


async def test_far_block_with_forged_seals_is_refused() -> None:
    async with running("qbft") as bench:
        bench.seal(900)
        async with bench.client() as client:
            head = await client.view().next_head()
            (upstream,) = client._upstreams
            post = upstream._post

            async def forging(body: bytes) -> bytes:
                answers = json.loads(await post(body))
                for answer in answers:
                    answer["result"]["stateRoot"] = "0x" + "11" * 32
                return json.dumps(answers).encode()

            upstream._post = forging  # type: ignore[method-assign]
            with pytest.raises(ChainError):
                await client.blocks.block(9, head)
            assert client.rejected


async def test_hidden_newest_block_is_no_reason_to_wait_for_ever(bench: Bench) -> None:
    """A node that claims more than it shows is not followed, and not waited for."""
    bench.seal(60)
    async with bench.client() as client:
        (upstream,) = client._upstreams
        post = upstream._post

        async def boasting(body: bytes) -> bytes:
            answers = json.loads(await post(body))
            for question, answer in zip(json.loads(body), answers, strict=True):
                if question["method"] == "eth_blockNumber":
                    answer["result"] = hex(10_000)
            return json.dumps(answers).encode()

        upstream._post = boasting  # type: ignore[method-assign]
        with pytest.raises(ChainError):
            await client.view().next_head()


async def test_final_fork_halts_and_stays_halted(tmp_path: Path) -> None:
    from drivers.simulated.devchain import byzantine

    async with running("qbft") as bench:
        bench.seal(3)
        path = tmp_path / "trust.json"
        async with bench.client(store=TrustFile(path, bench.network)) as client:
            await client.view().next_head()
            sibling = byzantine.conflicting_sibling(bench.node.chain, bench.node.chain.block(3))
            bench.node.chain.serve_instead(sibling)
            bench.now_s += 1
            with pytest.raises(ChainHalted):
                await client._heads.newer_than(3)
            assert client.status().stage == "halted"
            with pytest.raises(ChainHalted):
                await client.broadcast(b"\2")
        bench.node.chain.serve_truth()
        async with bench.client(store=TrustFile(path, bench.network)) as client:
            assert client.status().stage == "halted"
            with pytest.raises(ChainHalted):
                await client.view().next_head()
            with pytest.raises(ChainHalted):
                await client.head()
