"""A reporting home is killed a thousand times, and a forgetful one is caught.

GRIDHEARTH_STORAGE_KILLS=1000 (the default) takes a few minutes; GRIDHEARTH_SEED repeats a night.
"""

import os
import random
import sys
from pathlib import Path

import pytest

from tests.shell.storage_kills import kill_reporters, told

KILLS = int(os.environ.get("GRIDHEARTH_STORAGE_KILLS", "1000"))
SEED = int(os.environ.get("GRIDHEARTH_SEED", random.SystemRandom().randrange(10**6)))
BACK_WITHIN_S = 5.0


@pytest.mark.timeout(7_200)
async def test_a_thousand_kills_while_it_reports(tmp_path: Path) -> None:
    outcome = await kill_reporters(tmp_path, KILLS, SEED)
    sys.stdout.write(f"\n{told(outcome)}; seed {SEED}\n")
    assert outcome.kills == KILLS
    assert outcome.drift_wh == 0
    assert outcome.unbalanced == 0
    assert outcome.reports > KILLS // 20
    assert outcome.slowest_s < BACK_WITHIN_S


async def test_a_reporter_that_forgets_its_journal_is_caught(tmp_path: Path) -> None:
    outcome = await kill_reporters(tmp_path, 20, SEED, remembers=False)
    sys.stdout.write(f"\na forgetful one: {told(outcome)}\n")
    assert outcome.drift_wh > 0
