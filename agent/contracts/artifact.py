"""The built market contract, as it ships: whoever deploys or checks a market needs no compiler."""

from functools import cache
from importlib.resources import files
from typing import Any

import msgspec


class Artifact(msgspec.Struct, frozen=True):
    """What `python -m agent.contracts.build` wrote to market.json."""

    compiler: str
    """The Vyper version, with the commit it was built from."""
    settings: dict[str, str]
    source_keccak: str
    code_hash: str
    """Keccak of `runtime`: the code hash of every deployed market."""
    layout: dict[str, int]
    """Slot of each storage variable."""
    abi: list[dict[str, Any]]
    bytecode: str
    """Creation code; append the constructor's arguments (market_contract.deployment)."""
    runtime: str

    @property
    def creation(self) -> bytes:
        return bytes.fromhex(self.bytecode.removeprefix("0x"))


@cache
def load_artifact() -> Artifact:
    """Return the shipped artifact; msgspec.DecodeError when the file is damaged."""
    text = files("agent.contracts").joinpath("market.json").read_bytes()
    return msgspec.json.decode(text, type=Artifact)
