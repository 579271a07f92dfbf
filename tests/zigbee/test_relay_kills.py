"""M8: a home that dies with its relay on leaves a relay that goes off by itself."""

from pathlib import Path

from tests.zigbee.relay_home import LEASE_S
from tests.zigbee.relay_kills import kill_homes

KILLS = 2


async def test_a_relay_goes_off_after_its_home_was_killed(tmp_path: Path) -> None:
    outcome = await kill_homes(tmp_path, KILLS, seed=8)
    assert outcome.kills == KILLS
    assert outcome.still_on == 0
    assert 0 < outcome.longest_s <= LEASE_S + 10
