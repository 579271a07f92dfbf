"""A listener says again what it heard: not one report counts, not one receipt takes effect."""

from pathlib import Path

from drivers.simulated.broker_mosquitto import Installed
from tests.mosquitto.market_broker import MarketBroker
from tests.mosquitto.replaying import refusals, replay

REPORTS = 170  # each is said again three times


async def test_five_hundred_replays_count_for_nothing(mosquitto: Installed, tmp_path: Path) -> None:
    outcome = await replay(MarketBroker(mosquitto, tmp_path), REPORTS, seed=9)
    assert outcome.recorded >= REPORTS
    assert outcome.replayed >= 500
    assert outcome.accepted == 0
    assert outcome.verdicts["known"] == 2 * outcome.recorded
    assert refusals(outcome) == {"foreign topic": outcome.recorded}
    assert outcome.dropped_by_homes == 0


async def test_an_operator_that_forgot_takes_them_all(mosquitto: Installed, tmp_path: Path) -> None:
    """The negative control: what protects is what the operator has on file."""
    outcome = await replay(MarketBroker(mosquitto, tmp_path), 40, seed=9, forgetful=True)
    assert outcome.accepted == 40
