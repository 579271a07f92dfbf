"""Foreign nodes, or the reason why there are none; CI has to have them."""

import os
from pathlib import Path

import pytest

from tests.interop.install import UnavailableError, node_modules


@pytest.fixture(scope="session")
def modules() -> Path:
    """The directory of the pinned node packages."""
    try:
        return node_modules()
    except UnavailableError as unavailable:
        if os.environ.get("CI") == "true":
            raise
        pytest.skip(f"no foreign node to talk to: {unavailable}")
