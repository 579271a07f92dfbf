"""Any history of readings, refusals, votes, kills and lost blocks keeps every watt-hour.

GRIDHEARTH_STORAGE_HISTORIES=5000 (the default) takes about ten minutes.
"""

import os
import random
import sys
from collections.abc import Sequence
from typing import Any

import pytest

from agent.core import storage_reports
from agent.roles.storage_unit import Portion
from tests.core.test_storage_reports import ALL_ACTIONS, live_through

HISTORIES = int(os.environ.get("GRIDHEARTH_STORAGE_HISTORIES", "5000"))
SEED = int(os.environ.get("GRIDHEARTH_SEED", random.SystemRandom().randrange(10**6)))
LONGEST = 60


def histories(count: int) -> int:
    """Live through so many; return how many lost or invented energy."""
    chance, bad = random.Random(SEED), 0
    for _ in range(count):
        actions = [chance.choice(ALL_ACTIONS) for _ in range(chance.randrange(LONGEST))]
        try:
            live_through(actions, chance.random() < 0.3)
        except AssertionError:
            bad += 1
    return bad


@pytest.mark.timeout(7_200)
def test_any_history_keeps_every_watt_hour_all_night() -> None:
    bad = histories(HISTORIES)
    sys.stdout.write(f"\n{HISTORIES} histories, {bad} lost or invented energy; seed {SEED}\n")
    assert bad == 0


@pytest.mark.timeout(7_200)
def test_a_reporter_that_forgets_refused_energy_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    def forget(portions: Sequence[Portion], _taken: Any) -> tuple[Portion, ...]:
        return tuple(portions)

    monkeypatch.setattr(storage_reports, "put_back", forget)
    bad = histories(100)
    sys.stdout.write(f"\na forgetful one: {bad} of 100 histories lost energy\n")
    assert bad > 0
