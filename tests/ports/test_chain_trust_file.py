"""The trusted block on disk, through restarts, power cuts and other people's files."""

from pathlib import Path

import pytest

from agent.ledger.follow import Halt
from agent.ledger.trust import TrustPoint
from agent.ports import ChainError, ChainHalted
from agent.units import UnixMs
from drivers.chain_rpc import ChainClient
from drivers.chain_trust_file import TrustFile, TrustFileError
from tests.ports.lying_node import BLOCKS, LENGTH, NETWORK, Node, wall_ms


def an_hour_later() -> UnixMs:
    return UnixMs(wall_ms() + 3_600_000)


async def test_trust_survives_a_restart_and_never_goes_back(tmp_path: Path) -> None:
    path = tmp_path / "trust.json"
    node = Node()
    async with node.running() as url:
        store = TrustFile(path, NETWORK)
        async with ChainClient(NETWORK, [url], wall_ms=wall_ms, store=store) as client:
            await client.view().next_head()
        node.height = 9
        again = TrustFile(path, NETWORK)
        async with ChainClient(
            NETWORK, [url], wall_ms=an_hour_later, store=again, poll_s=0
        ) as client:
            assert client.trusted.number == LENGTH
            with pytest.raises(ChainError):
                await client.view().next_head()
            assert client.trusted.number == LENGTH
    assert path.stat().st_mode & 0o777 == 0o600
    again.save(NETWORK.checkpoint)
    assert TrustFile(path, NETWORK).load() == client.trusted
    TrustFile(path, NETWORK).save(NETWORK.checkpoint)
    assert TrustFile(path, NETWORK).load() == client.trusted


async def test_evidence_keeps_a_restarted_client_halted(tmp_path: Path) -> None:
    path = tmp_path / "trust.json"
    halt = Halt(5, b"\1" * 32, b"\2" * 32, b"one", b"two")
    TrustFile(path, NETWORK).keep_evidence(halt)
    TrustFile(path, NETWORK).keep_evidence(Halt(6, b"", b"", b"", b""))
    store = TrustFile(path, NETWORK)
    assert store.evidence() == halt
    async with (
        Node().running() as url,
        ChainClient(NETWORK, [url], wall_ms=wall_ms, store=store) as client,
    ):
        with pytest.raises(ChainHalted):
            await client.view().next_head()


@pytest.mark.parametrize("torn", [b"", b"\0" * 100, b"{", b'{"number":1}'])
def test_torn_file_falls_back_to_the_block_before(tmp_path: Path, torn: bytes) -> None:
    path = tmp_path / "trust.json"
    store = TrustFile(path, NETWORK)
    points = [
        TrustPoint(number, BLOCKS[number].hash, 1, NETWORK.checkpoint.validators)
        for number in (3, 4)
    ]
    for point in points:
        store.save(point)
    assert TrustFile(path, NETWORK).load() == points[1]
    path.write_bytes(torn)
    assert TrustFile(path, NETWORK).load() == points[0]
    path.with_name("trust.json.old").write_bytes(torn)
    with pytest.raises(TrustFileError, match="unreadable"):
        TrustFile(path, NETWORK).load()


def test_file_of_another_chain_refused(tmp_path: Path) -> None:
    path = tmp_path / "trust.json"
    TrustFile(path, NETWORK).save(NETWORK.checkpoint)
    other = type(NETWORK)(
        **{**{f: getattr(NETWORK, f) for f in NETWORK.__struct_fields__}, "chain_id": 5}
    )
    with pytest.raises(TrustFileError, match="another chain"):
        TrustFile(path, other).load()


async def test_full_disk_is_noted_and_stops_nothing(tmp_path: Path) -> None:
    store = TrustFile(tmp_path / "missing" / "trust.json", NETWORK)
    async with (
        Node().running() as url,
        ChainClient(NETWORK, [url], wall_ms=wall_ms, store=store) as client,
    ):
        await client.view().next_head()
        assert "missing" in client.store_trouble
