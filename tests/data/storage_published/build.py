"""Compile stand_in.vy and write stand_in.json beside it; needs vyper 0.4.3.

Run as `python tests/data/storage_published/build.py` after every change of the source; a test
compares the source's hash.
"""

import json
from pathlib import Path

from agent.hashing import keccak256

HERE = Path(__file__).parent


def main() -> None:
    import vyper

    source = (HERE / "stand_in.vy").read_text(encoding="utf-8")
    built = vyper.compile_code(source, output_formats=["bytecode", "bytecode_runtime"])
    runtime = bytes.fromhex(built["bytecode_runtime"].removeprefix("0x"))
    artifact = {
        "compiler": vyper.__version__,
        "source_keccak": "0x" + keccak256(source.encode()).hex(),
        "code_hash": "0x" + keccak256(runtime).hex(),
        "bytecode": built["bytecode"],
    }
    (HERE / "stand_in.json").write_text(json.dumps(artifact, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
