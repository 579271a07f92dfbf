"""A node around the development chain: one port on 127.0.0.1 and a block every period."""

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from aiohttp import web
from coincurve import PrivateKey

from drivers.simulated.devchain.chain import DevChain
from drivers.simulated.devchain.genesis import (
    WEI_PER_ETHER,
    Genesis,
    account_key,
    validator_keys,
)
from drivers.simulated.devchain.network import NetworkDescription, describe
from drivers.simulated.devchain.rpc_methods import Methods
from drivers.simulated.devchain.rpc_misbehave import MisbehaveMethods
from drivers.simulated.devchain.rpc_params import Method
from drivers.simulated.devchain.sealing import SealEngine, SealingError, address_of
from drivers.simulated.devchain.view import View
from drivers.simulated.devchain.web import Door

HOST = "127.0.0.1"
SEAL_SHARE = 0.25  # of a period, for executing; py-evm then needs twice that for the tries
DEVELOPMENT_ACCOUNTS = 10
DEVELOPMENT_ACCOUNT_ETHER = 1_000_000

_log = logging.getLogger(__name__)


@dataclass
class Node:
    """A running node. `sealing = False` stops new blocks (a stale head) until it is set again."""

    chain: DevChain
    url: str
    network: NetworkDescription
    view: View
    sealing: bool = True
    failure: Exception | None = None
    changed: asyncio.Condition = field(default_factory=asyncio.Condition)

    @property
    def port(self) -> int:
        return int(self.url.rsplit(":", 1)[1])

    async def block_reached(self, number: int) -> None:
        """Return once the head has at least this number; raises what ended the sealing."""
        await self._until(lambda: self.chain.head.header.number >= number)

    async def failed(self) -> None:
        """Wait until the sealing ends by a failure, and raise it."""
        await self._until(lambda: False)

    async def _until(self, happened: Callable[[], bool]) -> None:
        async with self.changed:
            await self.changed.wait_for(lambda: self.failure is not None or happened())
        if self.failure is not None:
            raise self.failure


def development_genesis(seed: int, timestamp_s: int, chain_id: int) -> Genesis:
    """Return a genesis that gives ether to the seed's first development accounts."""
    keys = [account_key(seed, index) for index in range(DEVELOPMENT_ACCOUNTS)]
    amount_wei = DEVELOPMENT_ACCOUNT_ETHER * WEI_PER_ETHER
    alloc = {address_of(key): amount_wei for key in keys}
    return Genesis(timestamp_s=timestamp_s, alloc_wei=alloc, chain_id=chain_id)


@asynccontextmanager
async def running_devchain(
    genesis: Genesis | None = None,
    keys: Sequence[PrivateKey] | None = None,
    *,
    seed: int = 1,
    validators: int = 4,
    port: int = 0,
    period_s: int | None = 1,
    wall_s: Callable[[], float] = time.time,
    network_file: Path | None = None,
    engine: SealEngine | None = None,
    allow_misbehaviour: bool = False,
) -> AsyncIterator[Node]:
    """Run a node while the context is open.

    Without a genesis the seed's development accounts are rich from the current second on.
    `period_s` None: nobody seals but the caller, through `node.chain.seal_block(time)`. Block
    times are whole seconds of `wall_s`. `network_file` is written once the port is known. Without
    an `engine` the keys, or the seed's first `validators`, seal QBFT. `allow_misbehaviour` opens
    the methods `dev_*` to everyone who reaches the port.
    """
    genesis = genesis or development_genesis(seed, int(wall_s()), 1337)
    chain = DevChain(
        genesis,
        keys or validator_keys(seed, validators),
        None if period_s is None else time.monotonic,
        engine=engine,
        seal_budget_s=SEAL_SHARE * (period_s or 1),
    )
    view = View(chain)
    methods = dict(Methods(chain, view).by_name)
    async with _listening(view, methods, port) as url:
        node = Node(chain, url, describe(chain, url, period_s or 1), view)
        if allow_misbehaviour:
            methods.update(MisbehaveMethods(view, node).by_name)
        if network_file is not None:
            node.network.write(network_file)
        async with _sealing(node, period_s, wall_s):
            yield node


@asynccontextmanager
async def another_node(chain: DevChain, view: View | None = None) -> AsyncIterator[str]:
    """Serve a running node's chain on a second port too; yield the URL.

    With a view of its own (a stale node, one that drops transactions) it differs from the first.
    """
    shown = view or View(chain)
    async with _listening(shown, Methods(chain, shown).by_name, 0) as url:
        yield url


@asynccontextmanager
async def _listening(view: View, methods: Mapping[str, Method], port: int) -> AsyncIterator[str]:
    with ThreadPoolExecutor(1, "devchain-call") as heavy:
        door = Door(view, methods, heavy)
        runner = web.AppRunner(door.application(), access_log=None, shutdown_timeout=1.0)
        await runner.setup()
        try:
            await web.TCPSite(runner, HOST, port).start()
            yield f"http://{HOST}:{runner.addresses[0][1]}"
        finally:
            await runner.cleanup()


@asynccontextmanager
async def _sealing(
    node: Node, period_s: int | None, wall_s: Callable[[], float]
) -> AsyncIterator[None]:
    """Seal while the context is open; raises what ended the sealing."""
    if period_s is None:
        yield
        return
    task = asyncio.create_task(_seal_forever(node, period_s, wall_s), name="devchain-seal")
    try:
        yield
    finally:
        task.cancel()
        await asyncio.wait({task})
    if node.failure is not None:
        raise node.failure


async def _seal_forever(node: Node, period_s: int, wall_s: Callable[[], float]) -> None:
    """Seal at each multiple of the period, with that second as the block's time.

    A beat that was missed, or that a clock set back has already used, is left out, and so is one
    without enough validators. Any other failure ends it and is the node's `failure`.
    """
    while True:
        now_s = wall_s()
        await asyncio.sleep((int(now_s) // period_s + 1) * period_s - now_s)
        beat_s = int(wall_s()) // period_s * period_s
        least_s = node.chain.head.header.timestamp_s + node.chain.engine.least_gap_s()
        if not node.sealing or beat_s < least_s:
            continue
        try:
            node.chain.seal_block(beat_s)
        except SealingError as waiting:  # as on a real chain: until validators come back
            _log.warning("no block: %s", waiting)
        except Exception as failure:  # kept for who waits on the node, and raised
            node.failure = failure
            raise
        finally:
            async with node.changed:
                node.changed.notify_all()
