"""A broker killed in the middle of traffic: no report lost, none counted twice."""

from pathlib import Path

from drivers.simulated.broker_mosquitto import Installed
from tests.mosquitto.kills import killed_again_and_again
from tests.mosquitto.market_broker import MarketBroker

KILLS = 10


async def test_ten_kills_lose_nothing(mosquitto: Installed, tmp_path: Path) -> None:
    outcome = await killed_again_and_again(MarketBroker(mosquitto, tmp_path), KILLS, seed=1)
    assert (outcome.lost, outcome.twice) == (0, 0)
    assert outcome.connections > KILLS  # every kill was noticed and mended


async def test_believing_the_brokers_acknowledgement_loses(
    mosquitto: Installed, tmp_path: Path
) -> None:
    """The negative control: PUBACK as receipt."""
    broker = MarketBroker(mosquitto, tmp_path)
    outcome = await killed_again_and_again(broker, KILLS, seed=1, puback_is_receipt=True)
    assert outcome.lost > 0
