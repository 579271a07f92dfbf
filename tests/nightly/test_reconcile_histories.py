"""A hundred thousand random histories: agent, operator and contract agree to the last unit.

GRIDHEARTH_HISTORIES=100000 (the default) takes about an hour and three quarters of one core;
GRIDHEARTH_HISTORY_WORKERS spreads it over processes (default 2). GRIDHEARTH_SEED repeats a night.
One history in 500 is lived through on the contract's byte code as well.
"""

import os
import random
import sys
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import pytest

from tests.dso.histories import History
from tests.dso.history_faults import FAULTS
from tests.dso.real_market import on_the_contract

HISTORIES = int(os.environ.get("GRIDHEARTH_HISTORIES", "100000"))
WORKERS = int(os.environ.get("GRIDHEARTH_HISTORY_WORKERS", "2"))
SEED = int(os.environ.get("GRIDHEARTH_SEED", random.SystemRandom().randrange(10**9)))
ON_THE_CONTRACT = max(4, HISTORIES // 500)
AT_A_TIME = 250


def live(first: int, count: int) -> tuple[Counter[str], list[str]]:
    """Return what happened in `count` histories, and what did not agree."""
    happened: Counter[str] = Counter()
    broken: list[str] = []
    for seed in range(first, first + count):
        history = History(seed).run()
        happened += history.counts
        broken += [f"seed {seed}: {problem}" for problem in history.broken]
    return happened, broken


@pytest.mark.timeout(4 * 3600)
def test_no_watt_hour_and_no_millionth_is_lost() -> None:
    began = time.monotonic()
    happened: Counter[str] = Counter()
    broken: list[str] = []
    starts = range(0, HISTORIES, AT_A_TIME)
    counts = [min(AT_A_TIME, HISTORIES - start) for start in starts]
    with ProcessPoolExecutor(WORKERS, mp_context=get_context("spawn")) as pool:
        for found, wrong in pool.map(live, [SEED + start for start in starts], counts):
            happened += found
            broken += wrong
    told = ", ".join(f"{name} {count}" for name, count in sorted(happened.items()))
    sys.stdout.write(
        f"\nhistories: {HISTORIES}, {len(broken)} differences, "
        f"{time.monotonic() - began:.0f} s; {told}; seed {SEED}\n"
    )
    assert broken == []
    assert happened["final"]


@pytest.mark.timeout(3600)
def test_the_mirror_is_the_contract_in_every_sampled_history() -> None:
    compared = 0
    for seed in range(SEED, SEED + ON_THE_CONTRACT):
        history, real = on_the_contract(seed)
        assert (real.broken, history.broken) == ([], []), f"seed {seed}"
        compared += real.compared
    sys.stdout.write(f"\ncontract: {ON_THE_CONTRACT} histories, {compared} words, all equal\n")
    assert compared


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.__name__)
def test_a_seeded_fault_is_noticed(fault, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    fault(monkeypatch)
    noticed = next((seed for seed in range(SEED, SEED + 200) if History(seed).run().broken), None)
    sys.stdout.write(f"\n{fault.__name__}: noticed in history {noticed}\n")
    assert noticed is not None, fault.__doc__
