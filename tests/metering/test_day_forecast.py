"""What is expected of the rest of a day rests on what is known, and says so."""

import msgspec

from agent.metering.day_forecast import NO_DAYS, rest_of_day
from agent.metering.forecast import DAY_MS
from agent.metering.home import HomeMeters, observe
from agent.metering.interval import IntervalEnergy
from agent.metering.reading import MeterReading, MeterRole, Quality
from agent.metering.settings import MeterSettings, metering_settings
from agent.units import EnergyWh, UnixMs

ORIGIN_MS = 1_700_000_000_000
QUARTER_MS = 900_000
SETTINGS = metering_settings(ORIGIN_MS, QUARTER_MS, (MeterSettings("grid", MeterRole.GRID, 4_600),))
NOW_MS = ORIGIN_MS + 40 * QUARTER_MS + 60_000
STARTS = [ORIGIN_MS + place * QUARTER_MS for place in range(38, 48)]


def seen(minutes: int = 20) -> HomeMeters:
    state = HomeMeters()
    for minute in range(minutes + 1):
        at_ms = UnixMs(NOW_MS - (minutes - minute) * 60_000)
        reading = MeterReading("grid", MeterRole.GRID, at_ms, EnergyWh(0), EnergyWh(minute * 30))
        state, _ = observe(state, reading, NOW_MS, SETTINGS)
    return state


def of_days(*days: tuple[int, int], quality: Quality = Quality.MEASURED) -> HomeMeters:
    """The interval 45 of so many earlier days."""
    history = tuple(
        IntervalEnergy(
            STARTS[7] - ago * DAY_MS, STARTS[7] - ago * DAY_MS + QUARTER_MS, into, out, quality
        )
        for ago, (into, out) in enumerate(days, start=1)
    )
    return msgspec.structs.replace(seen(), history=history)


def test_without_data_nothing_is_expected() -> None:
    expected, sentence = rest_of_day(HomeMeters(), STARTS, NOW_MS, SETTINGS)
    assert set(expected) == {None}
    assert sentence == "Too few readings yet to expect anything."


def test_without_earlier_days_only_the_next_quarter_hours_are_expected() -> None:
    expected, sentence = rest_of_day(seen(), STARTS, NOW_MS, SETTINGS)
    assert expected[:2] == (None, None)  # over
    assert expected[2:4] == ((0, 450), (0, 450))  # the running one and the next
    assert set(expected[4:]) == {None}
    assert sentence.endswith(NO_DAYS)


def test_later_intervals_are_the_mean_of_the_same_one_of_earlier_days() -> None:
    expected, sentence = rest_of_day(
        of_days((10, 300), (20, 100), (31, 203)), STARTS, NOW_MS, SETTINGS
    )
    assert expected[7] == (61 // 3, 603 // 3)
    assert expected[6] is None
    assert sentence == "Expected from now and earlier days."


def test_guessed_days_are_no_ground_to_expect_anything() -> None:
    state = of_days((10, 300), quality=Quality.SUBSTITUTE)
    expected, _ = rest_of_day(state, STARTS, NOW_MS, SETTINGS)
    assert expected[7] is None
