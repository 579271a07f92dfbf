"""The development chain's own forgeries, told by its node to the real driver."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest

from agent.ledger.network import read_network
from agent.ledger.verdict import Fault
from agent.ports import ChainError, ChainHalted
from agent.units import UnixMs
from drivers.chain_rpc import ChainClient

byzantine = pytest.importorskip("drivers.simulated.devchain.byzantine")
server = pytest.importorskip("drivers.simulated.devchain.server")
START_S = 1_700_000_000


@asynccontextmanager
async def followed(blocks: int = 1) -> AsyncIterator[tuple[Any, ChainClient, list[int]]]:
    """Run a chain with its client, the head already at block `blocks`."""
    now_s = [START_S]
    genesis = server.development_genesis(1, START_S, 1337)
    async with server.running_devchain(genesis, period_s=None) as node:

        def wall_ms() -> UnixMs:
            return UnixMs(now_s[0] * 1000)

        network = read_network({**node.network.settings(), "period_s": 1})
        async with ChainClient(network, [node.url], wall_ms=wall_ms, poll_s=0.002) as client:
            for _ in range(blocks):
                now_s[0] += 1
                node.chain.seal_block(now_s[0])
            await client.view().next_head()
            yield node.chain, client, now_s


def sealed_next(chain: Any, now_s: list[int]) -> Any:
    now_s[0] += 1
    return chain.block(chain.seal_block(now_s[0]).number)


FORGERIES: dict[str, Callable[[Any, Any], Any]] = {
    "too few seals": byzantine.with_too_few_seals,
    "double seal": byzantine.with_duplicate_seal,
    "foreign seal": lambda chain, block: byzantine.with_foreign_seal(
        chain, block, server.account_key(1, 0)
    ),
}


@pytest.mark.parametrize("forgery", FORGERIES)
async def test_forged_block_refused_until_the_truth_is_told(forgery: str) -> None:
    async with followed() as (chain, client, now_s):
        block = sealed_next(chain, now_s)
        chain.serve_instead(FORGERIES[forgery](chain, block))
        with pytest.raises(ChainError):
            await client._heads.newer_than(1)
        assert client.trusted.number == 1
        assert client.rejected[Fault.SEALS] > 0
        chain.serve_truth()
        assert (await client._heads.newer_than(1)).number == 2


async def test_validly_sealed_sibling_of_a_believed_block_halts() -> None:
    async with followed(blocks=2) as (chain, client, now_s):
        chain.serve_instead(byzantine.conflicting_sibling(chain, chain.block(2)))
        now_s[0] += 1
        with pytest.raises(ChainHalted):
            await client._heads.newer_than(2)


async def test_validly_sealed_other_state_halts() -> None:
    async with followed(blocks=2) as (chain, client, _now_s):
        chain.serve_instead(byzantine.with_other_state(chain, chain.block(2), b"\1" * 32))
        with pytest.raises(ChainHalted):
            await client._heads.newer_than(2)


async def test_stale_chain_gives_no_head() -> None:
    async with followed() as (_chain, client, now_s):
        now_s[0] += 3600
        with pytest.raises(ChainError, match="old"):
            await client.view().next_head()
