"""The running home and its wall clock: a jump is judged before anything is stamped with it."""

import pytest

from agent.core.clock import Quality
from agent.shell import wall_clock
from drivers.simulated.clock_manual import ManualClock
from tests.core.story import at, choices
from tests.shell.world import World

YEAR_MS = 365 * 86_400_000


def world() -> World:
    made = World()
    made.head_lag_ms = 4_000
    return made


def quality(one: World) -> str:
    ladder = one.home.snapshot().ladder
    assert ladder is not None
    return ladder.clock


async def test_a_reading_stamped_after_a_jump_makes_no_giant_interval() -> None:
    one = world()
    async with one.running() as home:
        await one.sunny(at(5, 0.5))
        assert quality(one) == "synced"
        before = len(one.reports())
        right_ms = one.clock.wall_ms()
        one.clock.set_wall(right_ms + YEAR_MS)  # and no tick comes before the next reading
        await one.read(40_000)
        assert home.state.clock.quality is Quality.UNKNOWN
        assert not home.state.clock_trusted
        assert len(one.reports()) == before
        assert not (await home.wish(choices(), "uid 1000")).accepted
        alert = next(a for a in home.snapshot().alerts if a.name == "clock")
        assert "s ahead of the market's chain. Nothing is traded" in alert.what
        one.clock.set_wall(right_ms)
        await one.until(right_ms + 1_000)
        assert quality(one) == "synced"
        await one.sunny(at(6, 1))
        assert {report.report.cycle for report in one.reports()} <= {3, 4, 5}


async def test_a_jump_that_is_not_judged_at_once_would_fill_years_with_reports(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Negative control."""
    monkeypatch.setattr(wall_clock, "NEAR_MS", 10**15)
    one = world()
    async with one.running():
        await one.sunny(at(5, 0.5))
        one.clock.set_wall(one.clock.wall_ms() + YEAR_MS)
        await one.read(40_000)
        assert max(report.report.cycle for report in one.reports()) > 1_000


async def test_a_box_without_a_battery_trades_once_service_and_chain_agree() -> None:
    """It starts in 1970, the service is not there yet, then both speak."""
    one = world()
    one.clock = ManualClock(1_000, trusted=False)
    async with one.running() as home:
        assert quality(one) == "unknown"
        one.clock.set_wall(at(5, -20))
        await one.until(at(5, -20) + 1_000)
        await one.sunny(at(5, 0.5))
        assert quality(one) == "synced"
        assert home.snapshot().ladder.rung == "trade"  # type: ignore[union-attr]
        floor_ms = home.state.clock.floor_ms
        assert at(5, -20) <= floor_ms <= at(5, 0.5)
    one.clock.reboot()
    one.clock.set_wall(floor_ms - 1)  # a service that lies, after the next boot
    async with one.running() as home:
        await one.until(one.clock.wall_ms())
        assert quality(one) == "unknown"
        assert home.state.clock.floor_ms == floor_ms
