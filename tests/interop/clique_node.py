"""A Clique network that is not ours: one @ethereumjs/client process with several signers.

Its blocks are made when the test says so, `PERIOD_S` apart, from a fixed genesis time on, so that
the same transactions give the same chain, seals included, every time.
"""

import json
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from coincurve import PrivateKey

from agent.hashing import keccak256
from agent.ledger.secp import address_of
from agent.units import Address
from tests.interop.install import ethereumjs_program
from tests.interop.node import Node, running

CHAIN_ID = 7_447
PERIOD_S = 5
EPOCH_BLOCKS = 20
GENESIS_S = 1_790_000_000
OUT_OF_TURN_EVERY = 7
GAS_LIMIT = 60_000_000
ETHER_WEI = 10**18
PATCH = Path(__file__).parent / "ethereumjs_patch.mjs"


def _signer(number: int) -> tuple[Address, PrivateKey]:
    key = PrivateKey(keccak256(b"interop signer %d" % number))
    return address_of(key.public_key.format(compressed=False)), key


SIGNERS = tuple(sorted(_signer(number) for number in range(3)))
"""Who may seal from the first block on, in the order of their turns."""
NEWCOMER = _signer(3)
"""Joins by two votes of three."""
LEAVER = SIGNERS[0]
"""Goes by three votes of four."""
VOTES = {
    **dict.fromkeys((33, 34), (NEWCOMER[0], True)),
    **dict.fromkeys((45, 46, 47), (LEAVER[0], False)),
}


def genesis(funded: tuple[Address, ...]) -> dict[str, object]:
    """Return the network's first block, as geth's genesis files write it."""
    forks = (
        *("homestead", "eip150", "eip155", "eip158", "byzantium", "constantinople"),
        *("petersburg", "istanbul", "berlin", "london"),
    )
    signers = "".join(address[2:] for address, _ in SIGNERS)
    return {
        "config": {
            "chainId": CHAIN_ID,
            **{f"{fork}Block": 0 for fork in forks},
            "clique": {"period": PERIOD_S, "epoch": EPOCH_BLOCKS},
        },
        "alloc": {address[2:]: {"balance": hex(1_000 * ETHER_WEI)} for address in funded},
        "timestamp": hex(GENESIS_S),
        "extraData": "0x" + "00" * 32 + signers + "00" * 65,
        "gasLimit": hex(GAS_LIMIT),
        "baseFeePerGas": hex(7),
        "difficulty": "0x1",
        "nonce": "0x0",
        "number": "0x0",
        "gasUsed": "0x0",
        "mixHash": "0x" + "00" * 32,
        "parentHash": "0x" + "00" * 32,
        "coinbase": "0x" + "00" * 20,
    }


class CliqueNode:
    """The node and its chain, whose clock only runs when blocks are mined."""

    chain_id = CHAIN_ID

    def __init__(self, rpc: Node) -> None:
        self.rpc = rpc
        self.height = 0

    @property
    def time_s(self) -> int:
        return GENESIS_S + self.height * PERIOD_S

    def mine(self, blocks: int = 1) -> None:
        wanted = self.height + blocks
        self.rpc.say(f"mine {blocks}")
        line = self.rpc.wait_for("mined ")
        assert line == f"mined {wanted}", f"the node stopped at another block: {line}"
        self.height = wanted

    def mine_at(self, time_s: int) -> None:
        """Make blocks up to the first one at or after a time."""
        missing = -(-(time_s - GENESIS_S) // PERIOD_S) - self.height
        self.mine(max(missing, 1))


@contextmanager
def clique_node(modules: Path, funded: tuple[Address, ...]) -> Iterator[CliqueNode]:
    """Run the network on the loopback until the block ends."""
    with TemporaryDirectory(prefix="gridhearth-clique-") as directory:
        base = Path(directory)
        (base / "genesis.json").write_text(json.dumps(genesis(funded)))
        (base / "key").write_text(SIGNERS[0][1].to_hex())
        (base / "settings.json").write_text(json.dumps(_settings(modules)))
        arguments = (
            *("--gethGenesis", base / "genesis.json", "--dataDir", base / "data"),
            *("--mine", "--isSingleNode", "--unlock", base / "key", "--logFile=false"),
            *("--rpc", "--rpcPort=0", "--rpcAddr=127.0.0.1", f"--port={_free_port()}"),
            *("--maxPeers=0", "--discV4=false", "--discDns=false", "--logLevel=warn"),
        )
        environment = {**os.environ, "CLIQUE_SETTINGS": str(base / "settings.json")}
        program = ("node", "--import", PATCH, ethereumjs_program(modules))
        with running((*program, *arguments), "answers at ", base, environment) as rpc:
            yield CliqueNode(rpc)


def _settings(modules: Path) -> dict[str, object]:
    keys = (*SIGNERS, NEWCOMER)
    return {
        "modules": str(modules),
        "signers": [[address[2:], key.to_hex()] for address, key in keys],
        "out_of_turn": OUT_OF_TURN_EVERY,
        "votes": VOTES,
    }


def _free_port() -> int:
    """Return a port for the peer-to-peer server nobody will ever talk to."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
