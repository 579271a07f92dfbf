"""Nights of random lives of the storage market, the contract word by word against its rules.

GRIDHEARTH_STORAGE_LIVES=500 lives of each kind, GRIDHEARTH_SEED repeats a night. The negative
control is the same contract with one line changed, compiled anew: it must be found out.
"""

import os
import random
import sys
from collections import Counter
from typing import Any

import msgspec
import pytest
from eth.exceptions import VMError
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from agent.contracts import build
from agent.contracts.artifact import Artifact, load_storage_artifact
from tests.contracts import depot as depots
from tests.contracts.depot import Depot
from tests.contracts.test_storage_lives import (
    PEOPLE,
    UNITS,
    any_calls,
    fresh,
    live,
    order_calls,
    session_calls,
)

pytestmark = pytest.mark.timeout(3 * 3600)

SEED = int(os.environ.get("GRIDHEARTH_SEED", random.SystemRandom().randrange(10**6)))
LIVES = int(os.environ.get("GRIDHEARTH_STORAGE_LIVES", "500"))
NIGHT = settings(
    max_examples=LIVES,
    deadline=None,
    database=None,
    phases=[Phase.generate],  # a night finds; the same seed by day shortens what it found
    suppress_health_check=list(HealthCheck),
)
FAULTS = {
    "burns one more than it locked": (
        "sessions",
        "burned = min(burned, locked)",
        "burned = min(burned, locked + 1)",
    ),
    "half of the voters suffice": (
        "votes",
        "passed: bool = votes * 2 > (office",
        "passed: bool = votes * 2 >= (office",
    ),
    "a heap that looks at the wrong child": (
        "orders",
        "if right < below:",
        "if right > below:",
    ),
    "a cost that is fixed while less is missing": (
        "sessions",
        "elif after > before:",
        "elif after > before // 2:",
    ),
}


def lived(kind: st.SearchStrategy[tuple[Any, ...]], length: int) -> Counter[str]:
    """Live through LIVES lives; return what became of the calls. AssertionError: they part."""
    seen: Counter[str] = Counter()

    @seed(SEED)
    @NIGHT
    @given(st.lists(kind, min_size=length, max_size=2 * length))
    def lives(calls: list[tuple[Any, ...]]) -> None:
        depot = fresh()
        for call in calls:
            live(depot, call)
        depot.agree(*PEOPLE, *UNITS)
        seen["lives"] += 1
        for caller in depot.model.calls:
            word = depot.calls(depots.Address(caller))
            seen["calls"] += word.count
            seen["refused among the last sixteen"] += sum(map(bool, word.refusals))

    lives()
    return seen


def vote_calls() -> st.SearchStrategy[tuple[Any, ...]]:
    """Return votes of a few voters on a few things."""
    voters = st.sampled_from([depots.FOUNDER, *PEOPLE[:2]])
    return st.one_of(
        st.tuples(voters, st.just("addVoter"), st.sampled_from(PEOPLE[:2])),
        st.tuples(voters, st.just("setParameter"), st.just("F"), st.integers(1, 2)),
    )


def say(outcome: object) -> None:
    sys.stderr.write(f"\nseed {SEED}: {outcome}\n")


KINDS = {
    "any calls": any_calls,
    "sessions": session_calls,
    "orders": order_calls,
    "votes": vote_calls,
}


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_night_of_lives(kind: str) -> None:
    outcome = lived(KINDS[kind](), 40)
    say({"kind": kind, **outcome})
    assert outcome["lives"] >= LIVES


def _faulty(fault: str) -> Artifact:
    vyper = pytest.importorskip("vyper")
    _, before, after = FAULTS[fault]
    source = build.STORAGE.source.read_text(encoding="utf-8")
    assert source.count(before) == 1
    output = vyper.compile_code(source.replace(before, after), output_formats=["bytecode"])
    return msgspec.structs.replace(load_storage_artifact(), bytecode=output["bytecode"])


@pytest.mark.parametrize("fault", sorted(FAULTS))
def test_a_night_with_a_seeded_fault(fault: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control."""
    artifact = _faulty(fault)
    monkeypatch.setattr(depots, "load_storage_artifact", lambda: artifact)
    depots._deployed.cache_clear()
    try:
        with pytest.raises((AssertionError, VMError)):
            lived(KINDS[FAULTS[fault][0]](), 40)
    finally:
        depots._deployed.cache_clear()
    say(f"{fault}: found out")


def test_a_depot_of_the_night_runs_the_shipped_contract() -> None:
    assert Depot.fresh().state.get_code(bytes.fromhex(depots.CONTRACT[2:])) == bytes.fromhex(
        load_storage_artifact().runtime[2:]
    )
