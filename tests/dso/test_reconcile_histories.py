"""Bills are exact: 300 random histories, and the mistakes they must not overlook.

The same with a hundred thousand is tests/nightly/test_reconcile_histories.py.
"""

import os
from collections import Counter
from collections.abc import Callable

import pytest

from tests.dso.histories import History
from tests.dso.history_faults import FAULTS
from tests.dso.real_market import on_the_contract

HISTORIES = int(os.environ.get("GRIDHEARTH_HISTORIES", "300"))
MUST_HAPPEN = (
    "corrected",
    "by default",
    "final",
    "meter exchange",
    "correction",
    "restart",
    "lost message",
    "repeated message",
    "old reading",
    "silent tick",
    "report too late",
    "lost transaction",
    "forged",
    "too old",
    "known",
)


def test_home_operator_and_contract_agree_to_the_last_unit_in_every_history() -> None:
    happened: Counter[str] = Counter()
    for seed in range(HISTORIES):
        history = History(seed).run()
        assert history.broken == [], f"seed {seed}"
        happened += history.counts
    assert not [name for name in MUST_HAPPEN if not happened[name]]


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.__name__)
def test_a_seeded_fault_is_noticed(
    fault: Callable[[pytest.MonkeyPatch], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    fault(monkeypatch)
    assert any(History(seed).run().broken for seed in range(60)), fault.__doc__


@pytest.mark.parametrize("seed", range(4))
def test_the_mirror_is_the_contract(seed: int) -> None:
    history, real = on_the_contract(seed)
    assert (real.broken, history.broken) == ([], [])
    assert real.compared > 10
