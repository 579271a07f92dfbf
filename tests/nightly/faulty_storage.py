"""A pytest plugin: the storage contract's tests run against the artifact that a variable names.

`python -m pytest -p tests.nightly.faulty_storage tests/contracts/test_storage_market.py` with
GRIDHEARTH_STORAGE_ARTIFACT=FILE: creation bytecode in hexadecimal digits, of a contract with the
same slots.
"""

import os
from pathlib import Path

import msgspec

from agent.contracts.artifact import Artifact, load_storage_artifact
from tests.contracts import depot

FILE = "GRIDHEARTH_STORAGE_ARTIFACT"


def pytest_configure() -> None:
    """Let every depot deploy the named bytecode instead of the shipped one."""
    bytecode = Path(os.environ[FILE]).read_text("ascii")
    faulty: Artifact = msgspec.structs.replace(load_storage_artifact(), bytecode=bytecode)
    vars(depot)["load_storage_artifact"] = lambda: faulty
