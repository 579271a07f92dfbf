"""No start with a limit outside its bounds (2 000 here, 100 000 in the night)."""

import random

import pytest

from agent.api.check import Refused
from agent.settings.merge import read_merged
from tests.settings.mutants import judge, mutants


def test_mutated_files_are_valid_and_bounded_or_refused() -> None:
    texts = mutants(random.Random(3), 2_000)
    verdict = judge(lambda one: read_merged(one).settings, texts, Refused)
    assert verdict.startswith("accepted ")
    assert 200 < int(verdict.split()[1]) < 1_800


def test_a_range_that_is_not_checked_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """Negative control: the same mutants, a reader that forgets the ranges."""
    monkeypatch.setattr("agent.api.check._range", lambda _: (-(10**40), 10**40))
    verdict = judge(
        lambda one: read_merged(one).settings, mutants(random.Random(3), 2_000), Refused
    )
    assert "was accepted" in verdict
