"""A thousand reorganisations of a real node: each intent still happens exactly once."""

from pathlib import Path

import pytest

from tests.interop.conftest import modules as modules  # noqa: PLC0414 - the fixture
from tests.interop.test_anvil_reorganisations import survive


@pytest.mark.parametrize("seed", range(100, 120))
def test_each_intent_happens_once_over_a_thousand_reorganisations(modules: Path, seed: int) -> None:
    driver = survive(modules, seed, reorganisations=50, intents=60)
    assert driver.counts["reorganisations"] + driver.counts["snapshots"] >= 50
