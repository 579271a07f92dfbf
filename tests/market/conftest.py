import pytest

from agent.feeders import load_feeder
from agent.market.auction import MarketParameters
from agent.market.feeder import Feeder
from agent.market.welfare import WelfareParameters


@pytest.fixture(scope="session")
def feeder() -> Feeder:
    return load_feeder("ieee-european-lv")


@pytest.fixture(scope="session")
def thesis_terms() -> MarketParameters:
    welfare = WelfareParameters.from_decimals("0.005", "6", "1", "14", "0.07")
    return MarketParameters(2000, 150_000, welfare)
