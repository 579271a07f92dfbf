"""The Clique network that is not ours, running: the recording still is what it answers."""

import json
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from agent.ledger.network import Network, read_network
from agent.ledger.transaction import Fees, Transaction, serialise, signing_digest
from agent.ports import ChainError
from agent.units import UnixMs
from drivers.chain_rpc import ChainClient
from tests.interop import recording
from tests.interop.clique_node import (
    CHAIN_ID,
    EPOCH_BLOCKS,
    GENESIS_S,
    PERIOD_S,
    SIGNERS,
    CliqueNode,
    clique_node,
)
from tests.interop.trading import GWEI, Trading


@dataclass(frozen=True)
class Played:
    """The node after the whole story, and what it answered then."""

    chain: CliqueNode
    trading: Trading
    answers: dict[str, Any]


@pytest.fixture(scope="module")
def played(modules: Path) -> Iterator[Played]:
    """A network on which one trade has been settled."""
    with clique_node(modules, recording.FUNDED) as chain:
        trading = recording.play(chain)
        yield Played(chain, trading, recording.record(chain, trading))


def test_the_same_story_gives_the_same_chain_seals_included(played: Played) -> None:
    live, kept = dict(played.answers), dict(recording.recorded())
    assert [block["hash"] for block in live["blocks"]] == [
        block["hash"] for block in kept["blocks"]
    ]
    del live["client"], kept["client"]  # it names the machine's version of node, too
    assert json.dumps(live, indent=1) == json.dumps(kept, indent=1)


def test_the_node_listens_on_the_loopback_only(played: Played) -> None:
    chain = played.chain
    assert int(chain.rpc("net_peerCount"), 16) == 0
    assert chain.rpc("admin_peers") == []
    pid = chain.rpc.process.pid
    sockets = {
        target.name
        for target in (link.resolve() for link in Path(f"/proc/{pid}/fd").iterdir())
        if target.name.startswith("socket:")
    }
    inodes = {name.removeprefix("socket:[").removesuffix("]") for name in sockets}
    listening = [
        (fields[1], fields[9])
        for table in ("tcp", "tcp6", "udp", "udp6")
        for fields in map(str.split, Path(f"/proc/{pid}/net/{table}").read_text().splitlines()[1:])
        if fields[9] in inodes and (fields[3] == "0A" or table.startswith("udp"))
    ]
    assert listening
    assert all(address.startswith("0100007F:") for address, _ in listening)


def network(played: Played) -> Network:
    """Return the foreign chain as an agent's settings name it: nothing but its first block."""
    genesis_hash = played.answers["blocks"][0]["hash"]
    checkpoint = {
        "number": 0,
        "hash": genesis_hash,
        "time_s": GENESIS_S,
        "validators": [address for address, _ in SIGNERS],
    }
    return read_network(
        {
            "chain_id": CHAIN_ID,
            "genesis_hash": genesis_hash,
            "engine": "clique",
            "epoch_blocks": EPOCH_BLOCKS,
            "period_s": PERIOD_S,
            "trust_period_s": 86_400,
            "max_age_s": 60,
            "max_drift_s": 5,
            "checkpoint": checkpoint,
        }
    )


async def test_the_agents_own_client_follows_proves_and_sends(played: Played) -> None:
    chain, trading = played.chain, played.trading
    async with ChainClient(
        network(played),
        [f"http://127.0.0.1:{chain.rpc.port}"],
        wall_ms=lambda: UnixMs(chain.time_s * 1000),
        poll_s=0.05,
    ) as client:
        view = client.view()
        head = await view.next_head()
        assert chain.height - 6 <= head.number < chain.height
        expected = trading.expected()
        assert await view.storage(trading.contract, list(expected), head) == tuple(
            expected.values()
        )
        assert await view.storage(trading.contract, trading.emptied(), head) == (0, 0, 0)
        sender = trading.operator
        before = await view.account(sender.address, head)
        assert before.nonce == sender.nonce

        payment = Transaction(
            CHAIN_ID, sender.nonce, Fees(9 * GWEI, GWEI), 21_000, recording.STRANGER, value_wei=5
        )
        raw = serialise(payment, sender.sign(signing_digest(payment)))
        await client.broadcast(raw)
        with suppress(ChainError):  # 0.10.5 finds no waiting transaction by its hash
            await client.broadcast(raw)
        chain.mine(10)
        await client.broadcast(raw)  # executed long ago: known, and no second payment
        chain.mine(10)
        later = await view.next_head()
        assert later.number > head.number + 10
        assert (await view.account(sender.address, later)).nonce == sender.nonce + 1
        assert (await view.account(recording.STRANGER, later)).balance_wei == 5
        assert dict(client.rejected) == {}
