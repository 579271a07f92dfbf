"""The shipped artifact is the source, and the light client's constants are the artifact."""

import subprocess
import sys

import pytest

from agent.contracts import build
from agent.contracts.artifact import Artifact, load_artifact
from agent.hashing import keccak256
from agent.ledger import market_contract as mc
from agent.ledger import market_slots
from agent.ledger.market_calls import selector
from tests.contracts.street import Street


@pytest.fixture(scope="module")
def compiled() -> Artifact:
    return build.compile_contract(build.MARKET)


def test_artifact_is_what_the_source_compiles_to(compiled: Artifact) -> None:
    assert load_artifact() == compiled
    assert build.MARKET.artifact.read_bytes() == build.artifact_text(compiled)


def test_slots_of_the_light_client_are_those_of_the_artifact(compiled: Artifact) -> None:
    assert build.MARKET.slots.read_text(encoding="utf-8") == build.slots_module(
        build.MARKET, compiled
    )
    assert {
        name: getattr(market_slots, name.upper()) for name in compiled.layout
    } == compiled.layout


def test_code_at_a_deployed_market_has_the_published_hash() -> None:
    street = Street.fresh()
    code = street.state.get_code(bytes.fromhex(street.contract[2:]))
    assert keccak256(code) == mc.CODE_HASH


def test_a_contract_too_large_to_deploy_is_not_built(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(build, "CODE_LIMIT_BYTES", 10_000)
    with pytest.raises(ValueError, match="at most 10000 deploy"):
        build.compile_contract(build.MARKET)


def _signature(entry: dict[str, list[dict[str, str]]]) -> str:
    def kind(value: dict[str, str]) -> str:
        if not value["type"].startswith("tuple"):
            return value["type"]
        parts = ",".join(kind(part) for part in value["components"])  # type: ignore[arg-type]
        return f"({parts}){value['type'].removeprefix('tuple')}"

    return f"{entry['name']}({','.join(map(kind, entry['inputs']))})"


def test_calls_are_the_functions_of_the_contract(compiled: Artifact) -> None:
    functions = {_signature(entry) for entry in compiled.abi if entry["type"] == "function"}
    getters = {name for name in functions if name.partition("(")[0] in compiled.layout}
    calls = {str(call) for call in mc.Call if call is not mc.Call.DEPLOY}
    assert functions - getters == calls
    assert selector(mc.Call.VOID) == keccak256(b"void(uint256)")[:4]


def test_no_compiler_is_needed_to_deploy_and_to_read() -> None:
    program = (
        "import sys, agent.contracts.artifact as a, agent.ledger.market_contract;"
        "a.load_artifact(); sys.exit('vyper' in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", program], check=True, timeout=60)
