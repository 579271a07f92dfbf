"""M6: what a stick may be found with at the start, and the one right decision for each."""

import json
import os
import random
from pathlib import Path
from typing import Any

import msgspec
import pytest

from agent.devices.device import RadioStage
from drivers.simulated.zigbee.network import VirtualNetwork
from drivers.zigbee_store import NetworkMark, RadioStore
from tests.zigbee import radio_rig as rig

STATES = int(os.environ.get("RADIO_START_STATES", "12"))

DECISIONS = {
    ("none", "none"): RadioStage.NO_NETWORK,
    ("none", "some"): RadioStage.UP,  # a new card for an old stick: its network is ours
    ("same", "some"): RadioStage.UP,
    ("channel", "some"): RadioStage.UP,  # it moved to another channel
    ("key", "some"): RadioStage.OTHER_NETWORK,
    ("pan", "some"): RadioStage.OTHER_NETWORK,
    ("extended", "some"): RadioStage.OTHER_NETWORK,
    ("key", "none"): RadioStage.NO_NETWORK,  # never formed by itself
}


def _changed(mark: NetworkMark, what: str, chance: random.Random) -> NetworkMark:
    match what:
        case "channel":
            return msgspec.structs.replace(mark, channel=mark.channel % 16 + 11)
        case "key":
            return msgspec.structs.replace(mark, key_digest=f"{chance.getrandbits(256):064x}")
        case "pan":
            return msgspec.structs.replace(mark, pan_id=mark.pan_id ^ (1 << chance.randrange(16)))
        case "extended":
            other = int(mark.extended_pan_id, 16) ^ (1 << chance.randrange(64))
            return msgspec.structs.replace(mark, extended_pan_id=f"{other:016x}")
    return mark


def _network(memory: Path) -> dict[str, Any]:
    """What a coordinator remembers, but for how often it was started and how much it has sent."""
    if not memory.exists():
        return {}
    kept: dict[str, Any] = json.loads(memory.read_bytes())
    return {
        name: value for name, value in kept.items() if name in {"eui64", "network", "link_keys"}
    }


@pytest.mark.parametrize("ezsp", [13], indirect=True)
async def test_the_right_decision_at_every_start(ezsp: int, tmp_path: Path) -> None:
    chance = random.Random(17)
    formed = VirtualNetwork(ezsp=ezsp, nvm=tmp_path / "formed.json")
    virgin = VirtualNetwork(ezsp=ezsp, nvm=tmp_path / "virgin.json", seed=2)
    async with formed.serve_pty() as path, rig.formed(path, tmp_path):
        pass
    store = RadioStore(tmp_path / "zigbee.db.state")
    mark = store.network()
    store.close()
    assert mark is not None
    for number in range(STATES):
        known, stick = list(DECISIONS)[number % len(DECISIONS)]
        directory = tmp_path / f"home-{number}"
        directory.mkdir()
        remembered = None if known == "none" else _changed(mark, known, chance)
        if remembered is not None:
            store = RadioStore(directory / "zigbee.db.state")
            store.remember_network(remembered)
            store.close()
        net = formed if stick == "some" else virgin
        memory = tmp_path / ("formed.json" if stick == "some" else "virgin.json")
        before = _network(memory)
        async with net.serve_pty() as path, rig.running(path, directory) as radio:
            await rig.stage(radio, DECISIONS[known, stick])
        if DECISIONS[known, stick] is not RadioStage.UP:
            assert _network(memory) == before
        store = RadioStore(directory / "zigbee.db.state")
        expected = mark if DECISIONS[known, stick] is RadioStage.UP else remembered
        assert store.network() == expected, (known, stick)
        store.close()
    print(f"{STATES} states of stick and memory, each with the right decision")  # noqa: T201
