"""A mosquitto of our own, or the reason why there is none; CI has to have one."""

import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from drivers.simulated.broker_mosquitto import Installed, installed
from tests.mosquitto.market_broker import MarketBroker


@pytest.fixture(scope="session")
def mosquitto() -> Installed:
    found = installed()
    if found is None:
        reason = "mosquitto 2 is not installed (apt-get install mosquitto)"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    return found


@pytest.fixture
async def market(mosquitto: Installed, tmp_path: Path) -> AsyncIterator[MarketBroker]:
    """A running broker of a market with the homes A and B."""
    async with MarketBroker(mosquitto, tmp_path).running() as broker:
        yield broker
