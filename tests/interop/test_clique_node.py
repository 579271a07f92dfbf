"""The Clique network that is not ours, running: the recording still is what it answers."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.interop import recording
from tests.interop.clique_node import CliqueNode, clique_node
from tests.interop.trading import Trading


@pytest.fixture(scope="module")
def played(modules: Path) -> Iterator[tuple[CliqueNode, Trading]]:
    """The node after the whole story."""
    with clique_node(modules, recording.FUNDED) as chain:
        yield chain, recording.play(chain)


def test_the_same_story_gives_the_same_chain_seals_included(
    played: tuple[CliqueNode, Trading],
) -> None:
    live, kept = recording.record(*played), recording.load()
    assert [block["hash"] for block in live["blocks"]] == [
        block["hash"] for block in kept["blocks"]
    ]
    del live["client"], kept["client"]  # it names the machine's version of node, too
    assert json.dumps(live, indent=1) == json.dumps(kept, indent=1)


def test_the_node_listens_on_the_loopback_only(played: tuple[CliqueNode, Trading]) -> None:
    chain, _ = played
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
