"""Killed while it reports: not a watt-hour is lost, none is reported twice."""

import os
from pathlib import Path

from tests.shell.storage_kills import kill_reporters

KILLS = int(os.environ.get("GRIDHEARTH_STORAGE_KILLS", "15"))


async def test_what_the_meter_counted_is_on_the_chain_to_the_watt_hour_after_kills(
    tmp_path: Path,
) -> None:
    outcome = await kill_reporters(tmp_path, KILLS, seed=7)
    assert outcome.kills == KILLS
    assert outcome.drift_wh == 0
    assert outcome.unbalanced == 0
    assert outcome.chain_in_wh > 0


async def test_a_reporter_that_forgets_its_journal_is_caught(tmp_path: Path) -> None:
    outcome = await kill_reporters(tmp_path, 6, seed=3, remembers=False)
    assert outcome.drift_wh > 0
