"""A storage unit's box is lost and restored: no watt-hour is reported twice, none is lost."""

import random
from typing import Any

import msgspec
import pytest

from agent.core import restoring
from agent.core.events import ChainStageSeen, OrderSeen, Restored
from agent.core.questions import OrderQuestion, questions
from agent.core.storage_facts import StorageSeen
from agent.core.storage_state import balance, open_in_wh
from agent.roles.storage_unit import total_wh
from tests.core.battery_story import ALICE, BatteryHome, Chain


class Counting(Chain):
    """A contract that keeps the totals of every unit, as ours does; `silent`: another's."""

    def __init__(self, *, silent: bool = False) -> None:
        super().__init__()
        self.silent = silent

    def total(self, kind: str) -> int:
        return sum(wh for what, _, wh in self.accepted if what == kind)

    def seen(self, at_ms: int) -> StorageSeen:
        seen = super().seen(at_ms)
        if self.silent:
            return seen
        return msgspec.structs.replace(
            seen,
            unit_produced_wh=5_000 + self.total("produced"),  # an older box's energy is in them
            unit_consumed_wh=3_000 + self.total("consumed"),
        )


class Unit(BatteryHome):
    """The unit's box; several share a chain and a meter."""

    def __init__(self, chain: Counting, **changes: Any) -> None:
        super().__init__(**changes)
        self.chain = chain

    def answer(self) -> None:
        for asked in questions(self.state, self.now_ms):
            if isinstance(asked, OrderQuestion):
                now = self.now_ms
                self.take(OrderSeen(now, self.chain.block, now // 1_000, asked.cycle, None))
        super().answer()

    def live(self, minutes: int, rolled: random.Random) -> None:
        """Let the battery work."""
        for _ in range(minutes):
            self.pass_time(60)
            self.read(rolled.randrange(90), rolled.randrange(60))
            self.heads(2)

    def replaced(self, journal: list[bytes], rolled: random.Random) -> "Unit":
        """A new box from a backup, on the same meter; some energy flowed while nobody looked."""
        new = Unit(self.chain)
        new.now_ms = self.now_ms + 120_000
        new.in_wh = self.in_wh + rolled.randrange(500)
        new.out_wh = self.out_wh + rolled.randrange(300)
        new.journal = list(journal)
        new.state = new.replayed()
        new.start(new.now_ms)
        new.take(Restored(new.now_ms, "r1", self.now_ms - 3_600_000))
        new.take(ChainStageSeen(new.now_ms, "live", "following the chain"))
        new.take_tick()
        return new


def drill(seed: int, *, silent: bool = False) -> tuple[Unit, Counting, tuple[int, int]]:
    rolled = random.Random(seed)
    chain = Counting(silent=silent)
    old = Unit(chain).begin()
    begun = (old.in_wh, old.out_wh)
    chain.session(ALICE, 100_000, old.now_ms, hours=40)
    old.live(20, rolled)
    backup = list(old.journal)
    old.live(rolled.randrange(5, 30), rolled)
    new = old.replaced(backup, rolled)
    before = len(chain.accepted)
    while new.state.restoring is not None:
        new.live(1, rolled)
        assert new.state.restoring is None or len(chain.accepted) == before
    new.live(30, rolled)
    return new, chain, (new.in_wh - begun[0], new.out_wh - begun[1])


def _under_way(unit: Unit, kind: str) -> int:
    report = unit.storage.under_way
    return report.wh if report is not None and report.kind == kind else 0


@pytest.mark.parametrize("seed", range(3))
def test_energy_that_the_lost_box_reported_is_not_reported_again_and_none_is_lost(
    seed: int,
) -> None:
    new, chain, (in_wh, out_wh) = drill(seed)
    storage = new.storage
    way_in, way_out = _under_way(new, "produced"), _under_way(new, "consumed")
    assert balance(storage) == (0, 0)
    assert chain.total("produced") + way_in + open_in_wh(storage) == in_wh
    assert chain.total("consumed") + way_out + total_wh(storage.portions_out) == out_wh
    assert storage.accepted_in_wh == chain.total("produced")
    assert new.replayed() == new.state


def test_a_contract_without_totals_never_has_energy_reported_twice() -> None:
    new, chain, (in_wh, out_wh) = drill(5, silent=True)
    assert balance(new.storage) == (0, 0)
    assert chain.total("produced") <= in_wh
    assert chain.total("consumed") <= out_wh
    assert new.storage.anomaly or new.storage.actual_ms


def test_the_drill_notices_a_box_that_reports_everything_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(restoring, "reconciled", lambda storage, _: storage)
    new, chain, (in_wh, _) = drill(0)
    assert chain.total("produced") + _under_way(new, "produced") + open_in_wh(new.storage) > in_wh
    assert chain.total("produced") != new.storage.accepted_in_wh
