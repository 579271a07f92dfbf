"""Compile market.vy and storage.vy; write market.json, storage.json beside them and their slots.

Run as `python -m agent.contracts.build` after every change of a source; needs vyper 0.4.3.
A test compiles again and compares.
"""

import sys
from dataclasses import dataclass
from pathlib import Path

import msgspec

from agent.contracts.artifact import Artifact
from agent.hashing import keccak256


@dataclass(frozen=True)
class Contract:
    """One contract's source and the two files made of it."""

    name: str

    @property
    def source(self) -> Path:
        return Path(__file__).with_name(f"{self.name}.vy")

    @property
    def artifact(self) -> Path:
        return Path(__file__).with_name(f"{self.name}.json")

    @property
    def slots(self) -> Path:
        """Slot numbers for the light client."""
        return Path(__file__).parents[1] / "ledger" / f"{self.name}_slots.py"


MARKET = Contract("market")
STORAGE = Contract("storage")
SETTINGS = {"evm_version": "london", "optimize": "gas"}
CODE_LIMIT_BYTES = 24_576
"""EIP-170: a larger contract cannot be deployed."""


def compile_contract(contract: Contract) -> Artifact:
    """Compile a source; ValueError when its pragmas are not SETTINGS or the code is too large."""
    import vyper  # type: ignore[import-untyped]

    source = contract.source.read_text(encoding="utf-8")
    name = contract.source.name
    pragmas = {f"# pragma {name.replace('_', '-')} {value}" for name, value in SETTINGS.items()}
    if missing := pragmas - set(source.splitlines()):
        raise ValueError(f"{name} lacks {', '.join(sorted(missing))}")
    # The slots depend on the EVM version, so it stands in the source and nowhere else.
    formats = ["abi", "bytecode", "bytecode_runtime", "layout"]
    output = vyper.compile_code(source, output_formats=formats)
    runtime = bytes.fromhex(output["bytecode_runtime"].removeprefix("0x"))
    if len(runtime) > CODE_LIMIT_BYTES:
        raise ValueError(f"the code has {len(runtime)} bytes, at most {CODE_LIMIT_BYTES} deploy")
    if "code_layout" in output["layout"]:
        raise ValueError(f"{name} has immutables: its code hash would differ per deployment")
    return Artifact(
        compiler=f"{vyper.__version__}+{vyper.__commit__}",
        settings=SETTINGS,
        source_keccak=_hex(keccak256(source.encode())),
        code_hash=_hex(keccak256(runtime)),
        layout={name: entry["slot"] for name, entry in output["layout"]["storage_layout"].items()},
        abi=output["abi"],
        bytecode=output["bytecode"],
        runtime=output["bytecode_runtime"],
    )


def slots_module(contract: Contract, artifact: Artifact) -> str:
    """Return the text of the contract's module of slots."""
    name = contract.name
    lines = [
        f'"""Slots and code hash of the built {name} contract: written by agent.contracts.build."""',
        "",
        *(f"{name.upper()} = {slot}" for name, slot in artifact.layout.items()),
        "",
        f'CODE_HASH = bytes.fromhex("{artifact.code_hash.removeprefix("0x")}")',
        f'"""Keccak of the code at a {name}\'s address: every {name} of this release has it."""',
        "",
    ]
    return "\n".join(lines)


def artifact_text(artifact: Artifact) -> bytes:
    """Return the bytes of a contract's JSON file."""
    return msgspec.json.format(msgspec.json.encode(artifact), indent=1) + b"\n"


def _hex(data: bytes) -> str:
    return "0x" + data.hex()


def main() -> None:
    for contract in (MARKET, STORAGE):
        artifact = compile_contract(contract)
        contract.artifact.write_bytes(artifact_text(artifact))
        contract.slots.write_text(slots_module(contract, artifact), encoding="utf-8")
        size = len(artifact.runtime) // 2 - 1
        sys.stdout.write(f"{contract.artifact.name}: {size} of {CODE_LIMIT_BYTES} bytes of code\n")


if __name__ == "__main__":
    main()
