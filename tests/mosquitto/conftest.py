"""A mosquitto of our own, or the reason why there is none; CI has to have one."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from drivers.simulated.broker_mosquitto import Installed
from tests.mosquitto.market_broker import MarketBroker, mosquitto_or_skip


@pytest.fixture(scope="session")
def mosquitto() -> Installed:
    return mosquitto_or_skip()


@pytest.fixture
async def market(mosquitto: Installed, tmp_path: Path) -> AsyncIterator[MarketBroker]:
    """A running broker of a market with the homes A and B."""
    async with MarketBroker(mosquitto, tmp_path).running() as broker:
        yield broker
