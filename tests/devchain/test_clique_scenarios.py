"""The voting scenarios published with EIP-225, played on the chain's own snapshots."""

import json
from pathlib import Path
from typing import Any

import pytest

from drivers.simulated.devchain.clique_snapshot import Snapshot, after

SCENARIOS = json.loads(
    (Path(__file__).parents[1] / "data/ledger/clique_eip225_scenarios.json").read_text()
)
NOBODY = bytes(20)


def address(name: str | None) -> bytes:
    return name.encode().rjust(20, b"\0") if name else NOBODY


@pytest.mark.parametrize("scenario", SCENARIOS, ids=range(len(SCENARIOS)))
def test_scenario(scenario: dict[str, Any]) -> None:
    epoch = scenario["epoch"] or 30_000
    snapshot = Snapshot(tuple(sorted(map(address, scenario["signers"]))))
    failure = None
    for number, vote in enumerate(scenario["votes"], 1):
        signer = address(vote["signer"])
        if signer not in snapshot.signers:
            failure = "unauthorized"
        elif signer not in snapshot.may_seal(number):
            failure = "recently"
        elif number % epoch == 0 and vote["checkpoint"] is not None:
            listed = tuple(sorted(map(address, vote["checkpoint"])))
            failure = None if listed == snapshot.signers else "mismatching"
        if failure:
            break
        snapshot = after(
            snapshot, number, signer, address(vote["voted"]), add=vote["authorize"], epoch=epoch
        )
    if scenario["failure"]:
        assert failure is not None
        assert failure[:6] in scenario["failure"].lower()
        return
    assert failure is None
    assert snapshot.signers == tuple(sorted(map(address, scenario["results"])))
