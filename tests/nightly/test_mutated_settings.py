"""100 000 mutated settings, each of one to three files: valid and bounded, or refused.

GRIDHEARTH_MUTANTS sets the number.
"""

import os
import random
import time

import pytest

from agent.api.check import Refused
from agent.settings.merge import read_merged
from tests.settings.mutants import judge, mutants

COUNT = int(os.environ.get("GRIDHEARTH_MUTANTS", "100000"))
BATCH = 1_000
SEED = 20_261_122


@pytest.mark.timeout(3_600)
def test_no_start_with_a_setting_out_of_bounds() -> None:
    chance, accepted, began = random.Random(SEED), 0, time.monotonic()
    for _ in range(max(1, COUNT // BATCH)):
        verdict = judge(lambda one: read_merged(one).settings, mutants(chance, BATCH), Refused)
        assert verdict.startswith("accepted "), verdict
        accepted += int(verdict.split()[1])
    took_s = time.monotonic() - began
    print(  # noqa: T201
        f"{COUNT} mutated settings, seed {SEED}: {accepted} accepted, all bounded, {took_s:.0f} s"
    )
    assert 0 < accepted < COUNT


@pytest.mark.timeout(600)
def test_negative_control_an_unchecked_range_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("agent.api.check._range", lambda _: (-(10**40), 10**40))
    verdict = judge(
        lambda one: read_merged(one).settings, mutants(random.Random(SEED), BATCH), Refused
    )
    assert "was accepted" in verdict
    print(f"negative control caught: {verdict[:120]}")  # noqa: T201
