"""Boundaries telescope, gaps are estimated, and the calendar does not matter."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from agent.metering.interval import (
    Point,
    boundary_at_or_after,
    boundary_at_or_before,
    intervals,
    register_at,
)
from agent.metering.reading import Quality

QUARTER_MS = 900_000


def test_a_reading_on_the_boundary_is_taken_as_it_is() -> None:
    found = register_at([Point(0, 10, 5), Point(900_000, 70, 6)], 900_000, 0)
    assert found is not None
    assert (found.import_wh, found.export_wh, found.quality) == (70, 6, Quality.MEASURED)


def test_between_two_readings_is_interpolated_and_rounded_down() -> None:
    seen = [Point(899_000, 100, 0), Point(902_000, 102, 7)]
    found = register_at(seen, 900_000, 30_000)
    assert found is not None
    assert (found.import_wh, found.export_wh, found.quality) == (100, 2, Quality.MEASURED)
    assert found.meter_time_ms == 902_000


def test_far_from_any_reading_is_estimated() -> None:
    found = register_at([Point(0, 0, 0), Point(3_600_000, 400, 0)], 900_000, 30_000)
    assert found is not None
    assert (found.import_wh, found.quality) == (100, Quality.ESTIMATED)


def test_nothing_is_said_outside_the_readings() -> None:
    seen = [Point(10, 0, 0), Point(20, 1, 0)]
    assert register_at(seen, 9, 5) is None
    assert register_at(seen, 21, 5) is None
    assert register_at([], 21, 5) is None


def test_boundaries_count_from_the_origin_also_before_it() -> None:
    assert boundary_at_or_before(99, 100, 50) == 50
    assert boundary_at_or_after(99, 100, 50) == 100
    assert boundary_at_or_after(100, 100, 50) == boundary_at_or_before(100, 100, 50) == 100


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(1, 3_000_000), st.integers(0, 5_000), st.integers(0, 5_000)),
        min_size=2,
        max_size=40,
    ),
    st.integers(-(10**6), 10**6),
    st.sampled_from([20_000, QUARTER_MS]),
)
def test_the_sum_of_interval_energies_is_the_register_difference(
    steps: list[tuple[int, int, int]], origin_ms: int, interval_ms: int
) -> None:
    seen = [Point(0, 1_000, 2_000)]
    for elapsed, into, out in steps[: 40 if interval_ms == QUARTER_MS else 6]:
        last = seen[-1]
        seen.append(Point(last.at_ms + elapsed, last.import_wh + into, last.export_wh + out))
    table = intervals(seen, origin_ms, interval_ms, 0)
    if not table:
        return
    assert all(one.to_ms == two.from_ms for one, two in pairwise(table))
    assert all(row.import_wh >= 0 and row.export_wh >= 0 for row in table)
    start = register_at(seen, table[0].from_ms, 0)
    end = register_at(seen, table[-1].to_ms, 0)
    assert start is not None
    assert end is not None
    assert sum(row.import_wh for row in table) == end.import_wh - start.import_wh
    assert sum(row.export_wh for row in table) == end.export_wh - start.export_wh


def test_days_of_92_and_100_quarters_are_only_a_matter_of_the_wall_calendar() -> None:
    zone = ZoneInfo("Europe/London")
    for day, quarters in ((datetime(2026, 3, 29), 92), (datetime(2026, 10, 25), 100)):  # noqa: DTZ001
        start = day.replace(tzinfo=zone).astimezone(UTC)
        end = (day + timedelta(days=1)).replace(tzinfo=zone).astimezone(UTC)
        from_ms, to_ms = int(start.timestamp()) * 1000, int(end.timestamp()) * 1000
        seen = [Point(ms, ms // 60_000, 0) for ms in range(from_ms, to_ms + 1, 60_000)]
        table = intervals(seen, 0, QUARTER_MS, 0)
        assert len(table) == quarters
        assert {row.import_wh for row in table} == {15}
        assert {row.quality for row in table} == {Quality.MEASURED}
