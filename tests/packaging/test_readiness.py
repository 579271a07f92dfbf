"""No restart while money is on its way, and none that nobody can answer for."""

import subprocess
from random import Random

import pytest

from agent.api.sections import LinkSection, MarketSection, OrderLine, Snapshot
from agent.packaging.machine import SystemdMachine
from agent.packaging.readiness import (
    ChainNow,
    MarketNow,
    OrderNow,
    StatusNow,
    healthy,
    reasons_to_wait,
    status_of,
)
from agent.packaging.slots import look
from agent.packaging.switching import Rules, back, resume
from tests.packaging.power_cut_model import CuttableDisk, Home, dpkg, what_starts

NOW_MS = 1_790_000_000_000
MINUTE_MS = 60_000


def status(
    *orders: tuple[int, str], phase: str = "quotation", ends_in_minutes: float = 8
) -> StatusNow:
    ends_at_ms = NOW_MS + int(ends_in_minutes * MINUTE_MS)
    return StatusNow(
        MarketNow(7, phase, ends_at_ms, ends_at_ms + MINUTE_MS),
        ChainNow("live"),
        tuple(OrderNow(cycle, stage) for cycle, stage in orders),
    )


@pytest.mark.parametrize(
    ("now", "word"),
    [
        (status(), ""),
        (status((7, "queued")), "on its way"),
        (status((7, "sent")), "on its way"),
        (status((7, "final")), ""),
        (status((7, "final"), phase="matching"), "in matching"),
        (status((7, "traded"), phase="settlement"), "in settlement"),
        (status((6, "traded"), phase="matching"), ""),
        (status((7, "not traded"), phase="settlement"), ""),
        (status(ends_in_minutes=1.9), "ends in less than 2 minutes"),
        (status(ends_in_minutes=2), ""),
    ],
)
def test_when_an_update_waits(now: StatusNow, word: str) -> None:
    reasons = " ".join(reasons_to_wait(now, now_ms=NOW_MS, quiet_minutes=2))
    assert (word in reasons) if word else reasons == ""


class Busy(Home):
    """A home that says what it is told to, or nothing."""

    said: StatusNow | None = None

    def status(self, slot: str) -> StatusNow | None:
        return self.said if not self.started else super().status(slot)


@pytest.mark.parametrize("said", [status((7, "sent")), None], ids=["money in flight", "silent"])
def test_the_old_version_runs_on_until_it_may_be_restarted(said: StatusNow | None) -> None:
    disk = CuttableDisk(Random(1))
    home = Busy(disk)
    dpkg(disk, home, "0.1.0")
    dpkg(disk, home, "0.2.0")
    home.said, home.now = said, NOW_MS
    assert not resume(disk, home, Rules()).done
    assert (home.started, what_starts(disk), look(disk).on_trial) == ([], "0.1.0", False)
    assert resume(disk, home, Rules(), force=True).done
    assert what_starts(disk) == "0.2.0"
    home.started.clear()
    assert not back(disk, home, Rules()).done
    assert what_starts(disk) == "0.2.0"
    assert back(disk, home, Rules(), force=True).done
    assert what_starts(disk) == "0.1.0"


def test_healthy_is_live_or_as_it_was() -> None:
    live, stale = status(), StatusNow(MarketNow(), ChainNow("stale"))
    assert healthy(live, live)
    assert healthy(stale, stale)
    assert healthy(None, live)
    assert not healthy(live, stale)
    assert not healthy(None, stale)
    assert not healthy(live, None)


def test_what_the_agent_of_another_version_adds_is_not_read() -> None:
    told = {"revision": 1, "market": {"phase": "new"}, "chain": {"state": "live", "x": 1}, "y": []}
    assert status_of(told) == StatusNow(MarketNow(phase="new"), ChainNow("live"))
    assert status_of({"chain": "live"}) is None
    assert status_of([]) is None


def test_the_agents_own_snapshot_is_understood() -> None:
    """The names this module reads are those the agent writes."""
    for ours, theirs in (
        (StatusNow, Snapshot),
        (MarketNow, MarketSection),
        (OrderNow, OrderLine),
        (ChainNow, LinkSection),
    ):
        assert set(ours.__struct_fields__) <= set(theirs.__struct_fields__)


def test_a_slot_that_hangs_or_dies_gives_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    machine = SystemdMachine()

    def late(*words: object, **given: object) -> None:
        raise subprocess.TimeoutExpired("agent", 60)

    monkeypatch.setattr("agent.packaging.machine.subprocess.run", late)
    assert machine.status("a") is None
    assert "did not answer" in machine.refusal("a")
