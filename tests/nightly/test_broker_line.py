"""Nights on the line to the broker: kills, resets, a week's backlog, replays, fuzz.

Each has its negative control in the same file or run. Sizes (defaults are the night's):
GRIDHEARTH_BROKER_KILLS=200, _RESETS=10000, _HOMES=90 (times 672 reports: a week of quarter hours),
_REPLAYS=10000, _PACKETS=100000; GRIDHEARTH_SEED repeats a night. About half an hour.
"""

import os
import random
import sys
from pathlib import Path

import pytest

from tests.mosquitto.flapping import ForgetfulEnd, flap
from tests.mosquitto.kills import killed_again_and_again
from tests.mosquitto.market_broker import MarketBroker, mosquitto_or_skip
from tests.mosquitto.outage import come_back
from tests.mosquitto.replaying import replay
from tests.ports.fuzzing import fuzz

pytestmark = pytest.mark.timeout(3 * 3600)

SEED = int(os.environ.get("GRIDHEARTH_SEED", random.SystemRandom().randrange(10**6)))
DAYS = 7
DRAINED_WITHIN_S = 120.0
STATUS_WITHIN_S = 5.0
MIB = 2**20


def size(name: str, otherwise: int) -> int:
    return int(os.environ.get(f"GRIDHEARTH_BROKER_{name}", otherwise))


def say(outcome: object) -> None:
    sys.stderr.write(f"\nseed {SEED}: {outcome}\n")


@pytest.fixture
def broker(tmp_path: Path) -> MarketBroker:
    return MarketBroker(mosquitto_or_skip(), tmp_path)


async def test_two_hundred_kills(broker: MarketBroker) -> None:
    outcome = await killed_again_and_again(broker, size("KILLS", 200), SEED)
    say(outcome)
    assert (outcome.lost, outcome.twice) == (0, 0)


async def test_two_hundred_kills_believing_the_broker(broker: MarketBroker) -> None:
    """The negative control."""
    kills = size("KILLS", 200)
    outcome = await killed_again_and_again(broker, kills, SEED, puback_is_receipt=True)
    say(outcome)
    assert outcome.lost > 0


async def test_ten_thousand_resets(broker: MarketBroker) -> None:
    outcome = await flap(broker, size("RESETS", 10_000), SEED)
    say(outcome)
    assert (outcome.lost, outcome.twice) == (0, 0)
    assert outcome.drained_s is not None


async def test_resets_ignored_are_noticed(broker: MarketBroker) -> None:
    """The negative control: an end that forgets that the line broke sticks."""
    outcome = await flap(
        broker, 30, SEED, end=ForgetfulEnd, repeat_after_s=10_000.0, patience_s=5.0
    )
    assert outcome.drained_s is None


async def test_a_week_without_a_broker(broker: MarketBroker) -> None:
    """60,480 reports: 90 homes, 672 quarter hours each, all at once."""
    outcome = await come_back(broker, size("HOMES", 90), DAYS, within_s=10 * DRAINED_WITHIN_S)
    say(outcome)
    assert (outcome.lost, outcome.twice) == (0, 0)
    assert outcome.slowest_status_s <= STATUS_WITHIN_S
    assert outcome.drained_s <= DRAINED_WITHIN_S


async def test_ten_thousand_replays(broker: MarketBroker) -> None:
    reports = size("REPLAYS", 10_000) // 3 + 1
    outcome = await replay(broker, reports, SEED)
    say(outcome)
    assert outcome.accepted == 0
    assert outcome.dropped_by_homes == 0
    assert outcome.replayed >= 3 * reports


async def test_replays_at_an_operator_that_forgot(broker: MarketBroker) -> None:
    """The negative control."""
    outcome = await replay(broker, 200, SEED, forgetful=True)
    assert outcome.accepted == 200


@pytest.mark.parametrize("five", [False, True], ids=["mqtt311", "mqtt5"])
async def test_a_hundred_thousand_fuzzed_packets(five: bool) -> None:
    outcome = await fuzz(size("PACKETS", 100_000) // 2, SEED, five=five)
    say(outcome)
    assert outcome.alive_at_the_end
    assert outcome.rss_growth <= 32 * MIB
