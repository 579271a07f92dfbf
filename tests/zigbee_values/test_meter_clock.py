"""A meter's registers under a wall clock that is set while they count."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from agent.devices.device import FunctionKind, MeterUse, ValueSource
from drivers.simulated.clock_manual import ManualClock
from drivers.zigbee_catalog import Function
from drivers.zigbee_frames import AttributeValue
from drivers.zigbee_meters import Meter
from drivers.zigbee_profiles import METERING, MeterProfile
from drivers.zigbee_register import RegisterRules
from drivers.zigbee_store import RadioStore

KEY = "00124b0000000001/1"
HOUR_MS, DAY_MS = 3_600_000, 86_400_000
FULL_W = 43_470


@pytest.fixture
def store(tmp_path: Path) -> Iterator[RadioStore]:
    kept = RadioStore(tmp_path / "zigbee.db.state")
    yield kept
    kept.close()


def make(store: RadioStore, clock: ManualClock) -> Meter:
    function = Function(
        KEY, FunctionKind.METER, KEY[:16], 1, (METERING,), True, "", frozenset({(1, METERING)})
    )
    rules = RegisterRules(limit_w=FULL_W)
    return Meter(function, MeterProfile(), store, clock, rules, gap_ms=0)


def say(meter: Meter, wh: int) -> int | None:
    """Let it report; return what was handed on."""
    scale = [(0x0300, 0x30, 0), (0x0301, 0x22, 1), (0x0302, 0x22, 1_000)]
    values = [AttributeValue(*each) for each in [(0x0000, 0x25, wh), *scale]]
    meter.refused(METERING, [0x0001])
    reading = meter.take(METERING, values, ValueSource.REPORT, MeterUse(KEY, "grid"))
    return None if reading is None else reading.import_wh


def test_an_hour_at_full_power_is_believed_after_the_clock_was_set_back(store: RadioStore) -> None:
    """The clock ran a day ahead; the steady one knows that it was an hour, not a millisecond."""
    clock = ManualClock()
    meter = make(store, clock)
    for wh in (1_000, 1_010):
        clock.advance(10_000)
        handed = say(meter, wh)
    assert handed == 1_010
    clock.advance(HOUR_MS)
    clock.set_wall(clock.wall_ms() - DAY_MS)
    assert say(meter, 1_010 + FULL_W) == 1_010 + FULL_W


def test_no_register_is_taken_for_late_for_ever_after_a_restart(store: RadioStore) -> None:
    """Started since, nobody knows how long it was: the register waits, and goes on."""
    clock = ManualClock()
    meter = make(store, clock)
    for wh in (1_000, 1_010):
        clock.advance(10_000)
        say(meter, wh)
    clock.set_wall(clock.wall_ms() - DAY_MS)
    again = make(store, clock)
    clock.advance(10_000)
    assert say(again, 1_020) == 1_020
