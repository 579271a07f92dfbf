"""Connections reset at random bytes, the TLS handshake and half a packet among them."""

from pathlib import Path

from drivers.simulated.broker_mosquitto import Installed
from tests.mosquitto.flapping import ForgetfulEnd, flap
from tests.mosquitto.market_broker import MarketBroker

CUTS = 200


async def test_two_hundred_resets_lose_nothing_and_nothing_is_stuck(
    mosquitto: Installed, tmp_path: Path
) -> None:
    outcome = await flap(MarketBroker(mosquitto, tmp_path), CUTS, seed=5)
    assert (outcome.lost, outcome.twice) == (0, 0)
    assert outcome.drained_s is not None
    assert outcome.connections > CUTS


async def test_an_end_that_ignores_the_reset_is_stuck(mosquitto: Installed, tmp_path: Path) -> None:
    """The negative control: without `link_lost` what was cut on its way waits for ever."""
    outcome = await flap(
        MarketBroker(mosquitto, tmp_path),
        CUTS // 8,
        seed=5,
        end=ForgetfulEnd,
        repeat_after_s=10_000.0,
        patience_s=2.0,
    )
    assert outcome.drained_s is None
