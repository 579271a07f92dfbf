"""anvil with blocks made when the test says so."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from agent.units import Address
from tests.interop.install import anvil_program
from tests.interop.node import Node, running

CHAIN_ID = 7_448
GENESIS_S = 1_790_000_000


class Anvil:
    """The node, and the time of its last block."""

    chain_id = CHAIN_ID

    def __init__(self, rpc: Node) -> None:
        self.rpc = rpc
        self.time_s = GENESIS_S

    @property
    def height(self) -> int:
        return int(self.rpc("eth_blockNumber"), 16)

    def mine_at(self, time_s: int) -> None:
        """Make one block at a time, or right after the last one when that is later."""
        self.time_s = max(time_s, self.time_s + 1)
        self.rpc("evm_setNextBlockTimestamp", self.time_s)
        self.rpc("evm_mine")


@contextmanager
def anvil(
    modules: Path, hardfork: str = "london", funded: tuple[Address, ...] = ()
) -> Iterator[Anvil]:
    """Run a fresh chain on the loopback until the block ends."""
    command = (
        *(anvil_program(modules), "--host=127.0.0.1", "--port=0", "--no-mining"),
        *(f"--hardfork={hardfork}", f"--chain-id={CHAIN_ID}", f"--timestamp={GENESIS_S}"),
        *("--base-fee=7", "--gas-limit=60000000", "--accounts=1", "--no-cors"),
    )
    with (
        TemporaryDirectory(prefix="gridhearth-anvil-") as directory,
        running(command, "Listening on ", Path(directory), os.environ) as rpc,
    ):
        for address in funded:
            rpc("anvil_setBalance", address, hex(1_000 * 10**18))
        yield Anvil(rpc)
