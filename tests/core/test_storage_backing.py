"""The battery behind the auction: what it adds to an order, and when it delivers."""

from typing import Any

import msgspec
import pytest

from agent.core.constants import StorageConstants, UnitConstants
from agent.core.effects import Discharge
from agent.core.events import BatterySeen, ResultSeen
from agent.core.metering import expected_next
from agent.core.overlay import Overlay
from agent.core.snapshot import build_snapshot
from agent.core.storage_given import given_wh
from agent.metering.forecast import Forecast
from tests.core.battery_story import CONTRACT, UNIT_KEY
from tests.core.story import CONSTANTS, MINUTE_MS, Agent, account, at, choices, reading, seen


def home(**changes: Any) -> Agent:
    """A home with a surplus of 500 Wh an interval and a battery of 10 kWh that obeys."""
    plain = UnitConstants(
        UNIT_KEY.address, 10_000, reserve_wh=2_000, power_w=2_000, back_orders=True, steered=True
    )
    unit = msgspec.structs.replace(plain, **changes)
    agent = Agent(msgspec.structs.replace(CONSTANTS, storage=StorageConstants(CONTRACT, unit=unit)))
    now = at(5, 1)
    agent.start(now - 21 * MINUTE_MS)
    agent.tick(now - 21 * MINUTE_MS)
    agent.meter(now)
    return agent.live(now)


def charge(agent: Agent, at_ms: int, permille: int) -> None:
    agent.take(BatterySeen(at_ms, permille))


def offered(agent: Agent) -> int:
    assert agent.wish(at(5, 2), *choices(energy_wh=None)).accepted
    return agent.order.energy_wh


def test_an_automatic_order_counts_on_the_battery() -> None:
    alone, backed = home(back_orders=False), home()
    for agent in (alone, backed):
        charge(agent, at(5, 1.5), 900)
    assert offered(backed) == offered(alone) + 300  # 2 kW for three fifths of a quarter-hour


@pytest.mark.parametrize(("permille", "added"), [(900, 300), (220, 200), (200, 0), (100, 0)])
def test_the_reserve_is_never_offered(permille: int, added: int) -> None:
    agent = home()
    charge(agent, at(5, 1.5), permille)
    assert offered(agent) == offered(home()) + added


def test_a_battery_nobody_can_steer_or_that_is_silent_backs_nothing() -> None:
    unsteered, silent = home(steered=False), home()
    charge(unsteered, at(5, 1.5), 900)
    charge(silent, at(4, 5), 900)
    assert offered(unsteered) == offered(silent) == offered(home())


def sold(agent: Agent, export_w: int, until_minute: int) -> list[Discharge]:
    """Sell 800 Wh in cycle 5, deliver in cycle 6 at so many watts; return the orders to the battery."""
    charge(agent, at(5, 1.5), 900)
    agent.wish(at(5, 2), *choices(energy_wh=800))
    agent.take(seen(agent.order, at(5, 4)))
    agent.take(account(at(5, 5), nonce=8))
    agent.take(ResultSeen(at(5, 13), 30, 5, "result", 3, False, 150_000, 4, 2, 800, 0, 0, ()))
    start_wh = 20_667
    for minute in range(14):
        agent.take(reading(at(5, 2 + minute), 10_000, start_wh))
    for minute in range(until_minute + 1):
        now = at(6, minute)
        charge(agent, now, 900)
        agent.take(reading(now, 10_000, start_wh + export_w * minute // 60))
    return [effect for effect in agent.effects if isinstance(effect, Discharge)]


def test_what_a_sale_would_miss_is_delivered_before_the_penalty_arises() -> None:
    orders = sold(home(), 2_400, 6)
    assert orders
    assert orders[0].power_w == pytest.approx(1_250, rel=0.1)  # 200 Wh in ten minutes or nine
    assert all(order.power_w <= 2_000 for order in orders)
    assert all(at(6) < order.until_ms <= at(6, 15) for order in orders)
    assert len(orders) <= 3  # one a minute at most


def test_a_sale_that_goes_well_leaves_the_battery_alone() -> None:
    assert sold(home(), 3_300, 8) == []


def test_the_screen_says_that_the_battery_covers() -> None:
    agent = home()
    last = sold(agent, 1_600, 6)[-1]
    section = build_snapshot(agent.state, Overlay(), 1, at(6, 6)).storage
    assert section is not None
    assert section.unit is not None
    assert section.unit.discharge_w == last.power_w
    assert agent.replayed() == agent.state


def test_what_the_battery_gave_is_not_taken_for_sunshine_and_sold_twice() -> None:
    """The forecast rests on the grid meter, where the battery's delivery comes out as well."""
    agent = home()
    sold(agent, 1_600, 14)
    charge(agent, at(7), 900)
    covers = agent.state.storage.covered
    given = given_wh(covers, agent.constants, at(6), at(7))
    assert given > 200
    assert given_wh(covers, agent.constants, at(7), at(8)) <= 1
    expected = expected_next(agent.state, agent.constants, at(7))
    without = msgspec.structs.replace(agent.state.storage, covered=())
    naive = expected_next(
        msgspec.structs.replace(agent.state, storage=without), agent.constants, at(7)
    )
    assert isinstance(expected, Forecast)
    assert isinstance(naive, Forecast)
    assert expected.surplus_wh == naive.surplus_wh - given
    assert len(covers) <= 30


def test_after_the_interval_the_battery_is_left_as_it_was() -> None:
    agent = home()
    sold(agent, 1_600, 14)
    for minute in range(3):
        agent.take(reading(at(7, minute), 10_000, 22_000 + minute))
    assert agent.state.storage.cover is None
    assert Discharge(0, 0) in agent.effects
