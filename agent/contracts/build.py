"""Compile market.vy; write market.json beside it and the slot numbers the light client uses.

Run as `python -m agent.contracts.build` after every change of the source; needs vyper 0.4.3.
A test compiles again and compares.
"""

import sys
from pathlib import Path

import msgspec

from agent.contracts.artifact import Artifact
from agent.hashing import keccak256

SOURCE = Path(__file__).with_name("market.vy")
ARTIFACT = Path(__file__).with_name("market.json")
SLOTS = Path(__file__).parents[1] / "ledger" / "market_slots.py"
SETTINGS = {"evm_version": "london", "optimize": "gas"}
CODE_LIMIT_BYTES = 24_576
"""EIP-170: a larger contract cannot be deployed."""


def compile_market() -> Artifact:
    """Compile the source; ValueError when its pragmas are not SETTINGS or the code is too large."""
    import vyper  # type: ignore[import-untyped]

    source = SOURCE.read_text(encoding="utf-8")
    pragmas = {f"# pragma {name.replace('_', '-')} {value}" for name, value in SETTINGS.items()}
    if missing := pragmas - set(source.splitlines()):
        raise ValueError(f"market.vy lacks {', '.join(sorted(missing))}")
    # The slots depend on the EVM version, so it stands in the source and nowhere else.
    formats = ["abi", "bytecode", "bytecode_runtime", "layout"]
    output = vyper.compile_code(source, output_formats=formats)
    runtime = bytes.fromhex(output["bytecode_runtime"].removeprefix("0x"))
    if len(runtime) > CODE_LIMIT_BYTES:
        raise ValueError(f"the code has {len(runtime)} bytes, at most {CODE_LIMIT_BYTES} deploy")
    if "code_layout" in output["layout"]:
        raise ValueError("market.vy has immutables: its code hash would differ per deployment")
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


def slots_module(artifact: Artifact) -> str:
    """Return the text of agent/ledger/market_slots.py."""
    lines = [
        '"""Slots and code hash of the built market contract: written by agent.contracts.build."""',
        "",
        *(f"{name.upper()} = {slot}" for name, slot in artifact.layout.items()),
        "",
        f'CODE_HASH = bytes.fromhex("{artifact.code_hash.removeprefix("0x")}")',
        '"""Keccak of the code at a market\'s address: every market of this release has it."""',
        "",
    ]
    return "\n".join(lines)


def artifact_text(artifact: Artifact) -> bytes:
    """Return the bytes of market.json."""
    return msgspec.json.format(msgspec.json.encode(artifact), indent=1) + b"\n"


def _hex(data: bytes) -> str:
    return "0x" + data.hex()


def main() -> None:
    artifact = compile_market()
    ARTIFACT.write_bytes(artifact_text(artifact))
    SLOTS.write_text(slots_module(artifact), encoding="utf-8")
    size = len(artifact.runtime) // 2 - 1
    sys.stdout.write(f"{ARTIFACT.name}: {size} of {CODE_LIMIT_BYTES} bytes of code\n")


if __name__ == "__main__":
    main()
