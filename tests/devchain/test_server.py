"""The node over HTTP, with web3.py and plain aiohttp as clients."""

import asyncio
import io
import signal
import sys
import time
import tomllib
from pathlib import Path

import aiohttp
import pytest
from web3 import AsyncHTTPProvider, AsyncWeb3
from web3.exceptions import ContractLogicError, Web3RPCError
from web3.middleware import ExtraDataToPOAMiddleware

from agent.ledger.network import read_network
from drivers.simulated.devchain.chain import DevChain
from drivers.simulated.devchain.genesis import GenesisError, read_genesis
from drivers.simulated.devchain.server import running_devchain
from drivers.simulated.devchain.web import MAX_BODY_BYTES
from tests.devchain.samples import (
    CHAIN_ID,
    GENESIS_S,
    REFUSER,
    WRITER_CODE,
    Wallet,
    call_writer,
    creation_code,
    genesis,
)


async def test_web3_deploys_calls_and_reads_logs(wallets: list[Wallet]) -> None:
    async with running_devchain(genesis(), seed=7, period_s=None) as node:
        w3 = AsyncWeb3(AsyncHTTPProvider(node.url))
        w3.middleware_onion.inject(ExtraDataToPOAMiddleware, layer=0)
        try:
            assert await w3.eth.chain_id == CHAIN_ID
            raw = wallets[0].sign(to=b"", data=creation_code(WRITER_CODE), gas=500_000)
            deployed = await w3.eth.send_raw_transaction(raw)
            waiting = await w3.eth.get_transaction(deployed)
            assert waiting["blockHash"] is None
            node.chain.seal_block(GENESIS_S + 1)
            receipt = await w3.eth.wait_for_transaction_receipt(deployed, timeout=5)
            contract = receipt["contractAddress"]
            assert contract is not None
            assert bytes(await w3.eth.get_code(contract)) == WRITER_CODE
            called = await w3.eth.send_raw_transaction(
                wallets[1].sign(to=bytes.fromhex(contract[2:]), data=call_writer(3, 8), gas=400_000)
            )
            node.chain.seal_block(GENESIS_S + 2)
            receipt = await w3.eth.wait_for_transaction_receipt(called, timeout=5)
            assert receipt["status"] == 1
            (log,) = receipt["logs"]
            assert int.from_bytes(log["data"], "big") == 8
            assert await w3.eth.get_logs({"fromBlock": 0, "address": contract}) == [log]
            assert int.from_bytes(await w3.eth.get_storage_at(contract, 12), "big") == 8
            block = await w3.eth.get_block(2, True)
            assert block["transactions"][0]["hash"] == called
            with pytest.raises(ContractLogicError, match="no"):
                await w3.eth.call({"to": w3.to_checksum_address(REFUSER)})
            with pytest.raises(Web3RPCError, match="already known"):
                await w3.eth.send_raw_transaction(raw)
        finally:
            await w3.provider.disconnect()


async def test_bodies_that_are_too_large_or_compressed() -> None:
    async with (
        running_devchain(genesis(), seed=7, period_s=None) as node,
        aiohttp.ClientSession(auto_decompress=False) as session,
    ):
        async with session.post(node.url, data=io.BytesIO(b"x" * (MAX_BODY_BYTES + 1))) as response:
            assert response.status == 413
            assert b"error" in await response.read()
        call = {
            "jsonrpc": "2.0",
            "id": 1,
            "method": "eth_getBlockByNumber",
            "params": ["0x0", True],
        }
        async with session.post(
            node.url, json=[call] * 50, headers={"Accept-Encoding": "gzip"}
        ) as response:
            assert response.headers["Content-Encoding"] == "gzip"
            assert len(await response.read()) < 5_000
        async with session.get(node.url) as response:
            assert response.status == 405
        async with session.post(node.url, data=b"\0\1\2") as response:
            assert (await response.json())["error"]["code"] == -32700


async def test_blocks_come_with_the_wall_clock_and_can_be_held_back() -> None:
    async with running_devchain(seed=7, period_s=1) as node:
        await asyncio.wait_for(node.block_reached(2), 10)
        header = node.chain.head.header
        assert 0 <= time.time() - header.timestamp_s < 2
        node.sealing = False
        held = node.chain.head.header.number
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(node.block_reached(held + 1), 1.5)


async def test_clock_set_back_waits_instead_of_sealing_into_the_past() -> None:
    started = time.time()
    wall = [started + 3600]
    async with running_devchain(seed=7, wall_s=lambda: wall[0] + time.time() - started) as node:
        wall[0] = started
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(node.block_reached(1), 1.5)


async def test_failing_sealer_is_not_silent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(DevChain, "seal_block", lambda *_: 1 // 0)

    async def run() -> None:
        async with running_devchain(seed=7) as node:
            with pytest.raises(ZeroDivisionError):
                await asyncio.wait_for(node.failed(), 5)

    with pytest.raises(ZeroDivisionError):
        await run()


async def test_heavy_call_does_not_stop_the_blocks() -> None:
    spinner = "0x5b600056"
    async with running_devchain(seed=7) as node, aiohttp.ClientSession() as session:
        body = {"id": 1, "method": "eth_call", "params": [{"data": spinner, "gas": hex(8_000_000)}]}
        async with asyncio.TaskGroup() as tasks:
            calling = tasks.create_task(session.post(node.url, json=body))
            await asyncio.wait_for(node.block_reached(2), 10)
        answer = await calling.result().json()
        assert "error" in answer


PROGRAM = (
    "import argparse, sys; from agent.commands import chain; "
    "p = argparse.ArgumentParser(); chain.add(p.add_subparsers()); "
    "a = p.parse_args(sys.argv[1:]); sys.exit(a.func(a))"
)


async def command(*arguments: str) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", PROGRAM, "chain", "dev", *arguments),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        cwd=Path(__file__).parents[2],
    )


@pytest.mark.parametrize(
    ("engine", "more"),
    [
        ("qbft", ("--validator-contract",)),
        ("ibft2", ("--allow-misbehaviour",)),
        ("clique", ("--epoch", "30")),
    ],
)
async def test_command_serves_writes_the_network_and_stops_cleanly(
    tmp_path: Path, engine: str, more: tuple[str, ...]
) -> None:
    network = tmp_path / "network.toml"
    process = await command(
        *("--engine", engine, "--chain-id", "99", "--validators", "5", "--period", "2"),
        *("--seed", "3", "--write-network", str(network), *more),
    )
    assert process.stdout is not None
    line = (await asyncio.wait_for(process.stdout.readline(), 30)).decode()
    assert "DEVELOPMENT ONLY" in line
    content = tomllib.loads(network.read_text())
    pinned = read_network(content["network"])
    assert (pinned.chain_id, len(pinned.checkpoint.validators)) == (99, 5)
    assert (pinned.engine, pinned.period_s) == (engine, 2)
    assert pinned.clique is None or pinned.clique.epoch_blocks == 30
    assert (pinned.validators is not None) == (engine == "qbft")
    assert content["upstreams"][0] in line
    process.send_signal(signal.SIGTERM)
    assert await asyncio.wait_for(process.wait(), 10) == 0


async def test_command_refuses_an_engine_that_cannot_seal() -> None:
    process = await command("--engine", "ibft2", "--validators", "3", "--validator-contract")
    _, told = await asyncio.wait_for(process.communicate(), 30)
    assert process.returncode == 2
    assert b"needs 4 validators" in told
    assert b"only qbft" in told


async def test_network_file_of_plain_qbft_names_nothing_new() -> None:
    # Agents of before know only these keys, and refuse others.
    async with running_devchain(genesis(), seed=7, period_s=None) as node:
        assert set(node.network.settings()) == {
            *("chain_id", "genesis_hash", "engine", "period_s", "trust_period_s"),
            *("max_age_s", "max_drift_s", "checkpoint"),
        }


def test_genesis_file_of_the_package_is_readable() -> None:
    path = Path(__file__).parents[2] / "config" / "chains" / "development-genesis.toml"
    read = read_genesis(path, timestamp_s=GENESIS_S)
    assert (read.timestamp_s, read.chain_id, read.gas_limit) == (GENESIS_S, 1337, 60_000_000)
    assert list(read.alloc_wei.values()) == [10**24]


def test_genesis_file_names_every_problem(tmp_path: Path) -> None:
    path = tmp_path / "genesis.toml"
    path.write_text(
        'chain_id = 0\ncolour = 1\nalloc_wei = { "0x12" = "-5" }\n'
        '[contracts.0x00000000000000000000000000000000000000ff]\ncode = "60"\nstorage = 3\n'
    )
    with pytest.raises(GenesisError) as caught:
        read_genesis(path, timestamp_s=0)
    for part in ("chain_id", "colour", "0x12: not an address", "'-5'", ".code", ".storage"):
        assert part in str(caught.value)
