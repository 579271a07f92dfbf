"""100 000 random histories of a relay behind a bad radio; GRIDHEARTH_RELAY_RUNS changes how many.

Negative controls: the same model finds rules without shortest times, and rules that command a
relay without having just heard where it is.
"""

import os
import sys

import pytest

from agent.devices import relay as rules_module
from tests.devices.relay_model import random_run

RUNS = int(os.environ.get("GRIDHEARTH_RELAY_RUNS", "100000"))


@pytest.mark.timeout(3_600)
def test_a_hundred_thousand_histories_break_no_rule() -> None:
    moves = decisions = 0
    for seed in range(RUNS):
        run = random_run(seed, 60)
        assert run.finish() == [], f"seed {seed}"
        moves += sum(run.moves.values())
        decisions += run.state.decision
    sys.stdout.write(
        f"{RUNS} histories: {decisions} decisions, {moves} movements, no rule broken\n"
    )
    assert moves


@pytest.mark.parametrize(
    ("name", "words"), [("_may_change", "ms of"), ("_fresh", "without a fresh word")]
)
def test_the_model_finds_a_rule_that_is_missing(
    name: str, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    always = {"_may_change": lambda *_: True, "_fresh": lambda *_: None}
    monkeypatch.setattr(rules_module, name, always[name])
    found = [s for seed in range(500) for s in random_run(seed, 60).finish()]
    sys.stdout.write(f"without {name}: {len(found)} violations in 500 histories\n")
    assert any(words in sentence for sentence in found)
