"""The built contracts, as they ship: whoever deploys or checks one needs no compiler."""

from functools import cache
from importlib.resources import files
from typing import Any

import msgspec


class Artifact(msgspec.Struct, frozen=True):
    """What `python -m agent.contracts.build` wrote to one contract's JSON file."""

    compiler: str
    """The Vyper version, with the commit it was built from."""
    settings: dict[str, str]
    source_keccak: str
    code_hash: str
    """Keccak of `runtime`: the code hash of every such contract."""
    layout: dict[str, int]
    """Slot of each storage variable."""
    abi: list[dict[str, Any]]
    bytecode: str
    """Creation code; append the constructor's arguments, if any (market_contract.deployment)."""
    runtime: str

    @property
    def creation(self) -> bytes:
        return bytes.fromhex(self.bytecode.removeprefix("0x"))


@cache
def load_artifact() -> Artifact:
    """Return the shipped market; msgspec.DecodeError when the file is damaged."""
    return _load("market.json")


@cache
def load_storage_artifact() -> Artifact:
    """Return the shipped storage market; msgspec.DecodeError when the file is damaged."""
    return _load("storage.json")


def _load(name: str) -> Artifact:
    text = files("agent.contracts").joinpath(name).read_bytes()
    return msgspec.json.decode(text, type=Artifact)
