"""The home's meters as one state: colours, forecasts, and frozen boundaries."""

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agent.metering.forecast import Basis, Forecast, NotEnoughData
from agent.metering.home import (
    MAX_BOUNDARIES,
    HomeMeters,
    boundaries,
    exchange,
    forecast,
    gap_rows,
    observe,
    power_of,
    registers,
    status,
    tick,
)
from agent.metering.interval import BoundaryRegister
from agent.metering.plausibility import Outcome
from agent.metering.reading import MeterReading, MeterRole, Quality
from agent.metering.registers import MeterExchange
from agent.metering.settings import MeteringSettings, MeterSettings, metering_settings
from agent.metering.surplus import Colour

QUARTER_MS = 900_000
GRID = MeterSettings("main", MeterRole.GRID, 4_000)
ROOF = MeterSettings("roof", MeterRole.GENERATION, 2_000)
HOME = metering_settings(-QUARTER_MS, QUARTER_MS, (GRID,))
WITH_ROOF = metering_settings(0, QUARTER_MS, (GRID, ROOF))
FAST = metering_settings(0, 20_000, (GRID,), nominal_interval_ms=QUARTER_MS)


def grid(at_ms: int, import_wh: int, export_wh: int, power_w: int | None = None) -> MeterReading:
    return MeterReading("main", MeterRole.GRID, at_ms, import_wh, export_wh, power_w)  # type: ignore[arg-type]


def roof(at_ms: int, export_wh: int) -> MeterReading:
    return MeterReading("roof", MeterRole.GENERATION, at_ms, 0, export_wh)  # type: ignore[arg-type]


def feed(
    state: HomeMeters, readings: list[MeterReading], conf: MeteringSettings = HOME
) -> tuple[HomeMeters, list[BoundaryRegister]]:
    out: list[BoundaryRegister] = []
    for reading in readings:
        state, seen = observe(state, reading, reading.at_ms, conf)
        out += seen.boundaries
    return state, out


def steady(
    from_ms: int, until_ms: int, step_ms: int, export_per_step: int, import_per_step: int = 0
) -> list[MeterReading]:
    return [
        grid(ms, 10_000 + k * import_per_step, 20_000 + k * export_per_step)
        for k, ms in enumerate(range(from_ms, until_ms + 1, step_ms))
    ]


def test_settings_name_every_problem_at_once() -> None:
    twice = MeterSettings("roof", MeterRole.GENERATION, 0)
    with pytest.raises(ValueError, match=r"interval 1 ms.*one grid meter.*same name.*roof: limit"):
        metering_settings(0, 1, (twice, twice))


def test_surplus_is_green_and_says_how_much() -> None:
    state, _ = feed(HomeMeters(), steady(0, 300_000, 60_000, 20))
    state, verdict = status(state, 310_000, HOME)
    assert verdict.colour is Colour.GREEN
    assert verdict.reason == "Your home makes 1.20 kW more than it uses."
    assert verdict.at_ms == 300_000
    assert state.colour is Colour.GREEN


def test_deficit_is_red() -> None:
    state, _ = feed(HomeMeters(), steady(0, 300_000, 60_000, 0, 10))
    _, verdict = status(state, 300_000, HOME)
    assert verdict.colour is Colour.RED
    assert verdict.reason == "Your home uses 0.60 kW more than it makes."


def test_a_generation_meter_tells_what_is_made_and_used() -> None:
    readings = steady(0, 300_000, 60_000, 20)
    readings += [roof(ms, 500 + ms // 60_000 * 30) for ms in range(0, 300_001, 60_000)]
    state, _ = feed(HomeMeters(), readings, WITH_ROOF)
    _, verdict = status(state, 300_000, WITH_ROOF)
    assert (verdict.generation_w, verdict.usage_w) == (1_800, 600)
    assert "makes 1.80 kW, uses 0.60 kW" in verdict.reason


def test_a_demonstration_shows_the_power_of_the_time_it_stands_for() -> None:
    state, _ = feed(HomeMeters(), steady(0, 8_000, 1_000, 20), FAST)
    _, verdict = status(state, 8_000, FAST)
    assert verdict.net_power_w == 20 * 20 * 4  # 20 Wh in each of 20 s are 400 Wh per quarter-hour
    assert verdict.colour is Colour.GREEN


def test_unknown_when_a_required_meter_is_silent() -> None:
    state, _ = feed(HomeMeters(), steady(0, 300_000, 60_000, 20), WITH_ROOF)
    _, verdict = status(state, 300_000, WITH_ROOF)
    assert verdict.colour is Colour.UNKNOWN
    assert verdict.reason == "Meter roof has not reported yet."


def test_unknown_when_readings_are_old() -> None:
    state, _ = feed(HomeMeters(), steady(0, 300_000, 60_000, 20))
    _, verdict = status(state, 300_000 + HOME.max_age_ms + 1, HOME)
    assert verdict.colour is Colour.UNKNOWN
    assert verdict.reason == "Meter main has been silent for 3 min."


def test_unknown_when_a_meter_talks_nonsense_for_too_long() -> None:
    readings = steady(0, 300_000, 60_000, 20) + [grid(ms, 0, 0) for ms in (400_000, 500_000)]
    state, _ = feed(HomeMeters(), readings)
    _, verdict = status(state, 500_000, HOME)
    assert verdict.colour is Colour.UNKNOWN
    assert "backwards" in verdict.reason
    assert "installer" in verdict.reason


def test_unknown_while_the_clock_is_not_trusted_or_was_set_back() -> None:
    state, _ = feed(HomeMeters(), steady(0, 300_000, 60_000, 20))
    for now_ms, trusted in ((300_000, False), (200_000, True)):
        after, verdict = status(state, now_ms, HOME, clock_trusted=trusted)
        assert verdict.colour is Colour.UNKNOWN
        assert "clock" in verdict.reason
        assert after.colour is Colour.UNKNOWN


def test_a_home_near_balance_does_not_flap() -> None:
    state, _ = feed(HomeMeters(), steady(0, 300_000, 60_000, 20))
    state, verdict = status(state, 300_000, HOME)
    colours = [verdict.colour]
    last = registers(state)
    assert last is not None
    into, out = last.import_wh, last.export_wh
    for k in range(1, 60):  # net wobbles around +30 W, between 0 and 60 W
        into, out = into + 1, out + (1 if k % 2 else 2)
        state, _ = feed(state, [grid(300_000 + k * 60_000, into, out)])
        state, verdict = status(state, 300_000 + k * 60_000, HOME)
        colours.append(verdict.colour)
    assert set(colours) == {Colour.GREEN}


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(-1, 1), min_size=20, max_size=60))
def test_hysteresis_needs_a_real_swing_to_change_twice(noise: list[int]) -> None:
    state, changes, before = HomeMeters(), 0, None
    level, out = 10_000, 20_000
    for k, wobble in enumerate(noise):  # net between 0 and 1 Wh a minute: below green's 100 W
        level, out = level + 5, out + 5 + max(wobble, 0)
        state, _ = feed(state, [grid(k * 60_000, level, out)])
        state, verdict = status(state, k * 60_000, HOME)
        changes += before not in {None, Colour.UNKNOWN, verdict.colour}
        before = verdict.colour
    assert changes == 0


def test_an_untrusted_clock_loses_no_energy() -> None:
    state, _ = feed(HomeMeters(), [grid(0, 100, 0), grid(60_000, 110, 0)])
    state, seen = observe(state, grid(5, 120, 0, 300), 5, HOME, clock_trusted=False)
    assert seen.outcome is Outcome.UNTRUSTED_CLOCK
    state, _ = feed(state, [grid(120_000, 130, 0)])
    last = registers(state)
    assert last is not None
    assert last.import_wh == 130


def test_strangers_and_readings_from_the_future_change_no_register() -> None:
    stranger = MeterReading("other", MeterRole.GRID, 0, 1, 1)  # type: ignore[arg-type]
    state, seen = observe(HomeMeters(), stranger, 0, HOME)
    assert (seen.outcome, state.unknown_meters) == (Outcome.UNKNOWN_METER, 1)
    _, seen = observe(state, grid(10**9, 1, 1), 0, HOME)
    assert seen.outcome is Outcome.FUTURE


def test_absurd_power_is_not_displayed() -> None:
    state, _ = feed(HomeMeters(), [grid(0, 0, 0, 500), grid(60_000, 1, 0, 27 * 10**22)])
    shown = power_of(state, "main")
    assert shown is not None
    assert shown.power_w == 500


def test_each_boundary_is_given_out_once_and_stays_frozen() -> None:
    readings = steady(30_000, 4 * QUARTER_MS, 60_000, 7, 3)
    state, out = feed(HomeMeters(), readings)
    assert [b.boundary_ms for b in out] == [QUARTER_MS * k for k in (1, 2, 3)]
    assert all(b.quality is Quality.MEASURED and b.revision == 1 for b in out)
    state, again = feed(state, [*readings, grid(3 * QUARTER_MS + 1, 10_132, 20_308)])
    assert again == []
    assert list(boundaries(state)) == out
    assert [b.boundary_ms for b in boundaries(state, 2 * QUARTER_MS)] == [
        2 * QUARTER_MS,
        3 * QUARTER_MS,
    ]


def test_no_boundary_is_reported_of_a_time_before_the_market() -> None:
    young = metering_settings(QUARTER_MS, QUARTER_MS, (GRID,))
    _, out = feed(HomeMeters(), steady(0, 3 * QUARTER_MS, 60_000, 1), young)
    assert [b.boundary_ms for b in out] == [2 * QUARTER_MS, 3 * QUARTER_MS]


def test_a_boundary_never_falls_below_the_one_before_when_its_reading_is_withdrawn() -> None:
    state, out = feed(HomeMeters(), [grid(0, 0, 0), grid(60_000, 1, 0), grid(QUARTER_MS, 100, 0)])
    assert [b.import_wh for b in out] == [0, 100]
    contradicted = [grid(QUARTER_MS, 50, 0), grid(QUARTER_MS + 1_000, 60, 0)]
    state, again = feed(state, contradicted)
    assert again == []
    _, later = feed(state, [grid(2 * QUARTER_MS, 70, 0)])
    assert [b.import_wh for b in later] == [100]


def test_a_silent_meter_gets_substitutes_that_are_corrected_afterwards() -> None:
    state, _ = feed(HomeMeters(), steady(0, 600_000, 60_000, 10))
    state, early = tick(state, 4 * QUARTER_MS - 1, HOME)
    assert early == ()
    state, late = tick(state, 5 * QUARTER_MS, HOME)
    assert [(b.boundary_ms, b.export_wh, b.quality, b.revision) for b in late] == [
        (QUARTER_MS, 20_100, Quality.SUBSTITUTE, 1),
        (2 * QUARTER_MS, 20_100, Quality.SUBSTITUTE, 1),
    ]
    state, none = tick(state, 5 * QUARTER_MS, HOME)
    assert none == ()
    state, fixed = feed(state, [grid(5 * QUARTER_MS + 600_000, 10_000, 20_850)])
    assert [(b.boundary_ms, b.export_wh, b.quality, b.revision) for b in fixed] == [
        (QUARTER_MS, 20_150, Quality.ESTIMATED, 2),
        (2 * QUARTER_MS, 20_300, Quality.ESTIMATED, 2),
        (3 * QUARTER_MS, 20_450, Quality.ESTIMATED, 1),
        (4 * QUARTER_MS, 20_600, Quality.ESTIMATED, 1),
        (5 * QUARTER_MS, 20_750, Quality.ESTIMATED, 1),
    ]
    rows = gap_rows(state, "main", HOME)
    assert [(r.from_ms, r.cause, r.export_wh) for r in rows] == [(600_000, "silence", 750)]


def test_no_substitute_is_dated_by_an_untrusted_clock() -> None:
    state, _ = feed(HomeMeters(), steady(0, 600_000, 60_000, 10))
    assert tick(state, 10**13, HOME, clock_trusted=False) == (state, ())


def test_years_of_silence_do_not_fill_the_memory() -> None:
    state, _ = feed(HomeMeters(), steady(0, 600_000, 60_000, 10))
    year_ms = 365 * 86_400_000
    for now_ms in (year_ms, 2 * year_ms):
        state, out = tick(state, now_ms, HOME)
        assert len(out) <= MAX_BOUNDARIES
    state, seen = observe(state, grid(2 * year_ms, 10_000, 30_000), 2 * year_ms, HOME)
    assert seen.outcome is Outcome.ACCEPTED
    assert len(seen.boundaries) <= 2 * MAX_BOUNDARIES
    assert len(state.boundaries) == MAX_BOUNDARIES


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(10_000, 2_500_000), st.integers(0, 60), st.booleans()),
        min_size=2,
        max_size=30,
    )
)
def test_boundaries_never_fall_whatever_comes_late(steps: list[tuple[int, int, bool]]) -> None:
    state, at_ms, level, held = HomeMeters(), 0, 1_000, []
    for elapsed, rise, late in steps:
        at_ms, level = at_ms + elapsed, level + rise
        if late:
            held.append(grid(at_ms, level, level))
            continue
        state, _ = feed(state, [grid(at_ms, level, level), *held])
        held = []
        state, _ = tick(state, at_ms + 1_000_000, HOME)
        values = [b.import_wh for b in state.boundaries]
        assert values == sorted(values)
        total = sum(row.import_wh for row in state.history)
        assert total <= level
    assert msgspec.json.decode(msgspec.json.encode(state), type=HomeMeters) == state


def test_an_exchange_needs_a_known_old_and_a_configured_new_meter() -> None:
    state, problems = exchange(HomeMeters(), MeterExchange("a", "b", 0, 0, 0, 0, 0), HOME)
    assert len(problems) == 2
    state, _ = feed(state, steady(0, 120_000, 60_000, 10))
    state, problems = exchange(
        state, MeterExchange("main", "main", 130_000, 10_000, 20_025, 0, 0), HOME
    )
    assert problems == ()
    state, _ = feed(state, [grid(180_000, 1, 2)])
    last = registers(state)
    assert last is not None
    assert (last.import_wh, last.export_wh) == (10_001, 20_027)


def test_nothing_is_expected_of_a_meter_that_said_nothing() -> None:
    assert isinstance(forecast(HomeMeters(), QUARTER_MS, 0, HOME), NotEnoughData)


def test_a_tenth_of_the_first_cycle_is_enough_to_expect_something() -> None:
    state, _ = feed(HomeMeters(), steady(0, 2_000, 500, 10), FAST)
    found = forecast(state, 20_000, 2_000, FAST)
    assert isinstance(found, Forecast)
    assert (found.import_wh, found.export_wh, found.basis) == (0, 400, Basis.NOW)


def test_before_that_the_power_must_do_in_the_time_the_interval_stands_for() -> None:
    state, _ = feed(HomeMeters(), [grid(0, 10, 10, -2_000), grid(1_000, 10, 11, -2_000)], FAST)
    found = forecast(state, 20_000, 1_000, FAST)
    assert isinstance(found, Forecast)
    assert (found.surplus_wh, found.basis) == (500, Basis.POWER)


def test_old_readings_expect_nothing() -> None:
    state, _ = feed(HomeMeters(), steady(0, 300_000, 60_000, 20))
    assert isinstance(forecast(state, QUARTER_MS, 5 * QUARTER_MS, HOME), NotEnoughData)


def test_earlier_days_count_for_a_third() -> None:
    day = 96 * QUARTER_MS
    readings = steady(0, 2 * QUARTER_MS, 60_000, 20)  # 300 Wh per quarter-hour on day 0
    state, _ = feed(HomeMeters(), readings)
    last = registers(state)
    assert last is not None
    flat = [grid(day + ms, 10_000, last.export_wh) for ms in range(0, 900_001, 60_000)]
    state, _ = feed(state, flat)
    found = forecast(state, day + QUARTER_MS, day + QUARTER_MS, HOME)
    assert isinstance(found, Forecast)
    assert (found.export_wh, found.basis) == (100, Basis.DAYS)


def test_an_estimated_interval_of_an_earlier_day_does_not_count() -> None:
    day = 96 * QUARTER_MS
    state, _ = feed(HomeMeters(), [grid(0, 0, 0), grid(60_000, 0, 1), grid(2_000_000, 0, 900)])
    assert {row.quality for row in state.history} == {Quality.ESTIMATED}
    state, _ = feed(state, [grid(day - 900_000, 0, 1_000), grid(day, 0, 1_100)])
    found = forecast(state, day, day, HOME)
    assert isinstance(found, Forecast)
    assert (found.export_wh, found.basis) == (100, Basis.NOW)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 700), st.integers(1, 200)), max_size=5))
def test_gaps_lose_no_energy_and_every_estimate_is_flagged(holes: list[tuple[int, int]]) -> None:
    silent = {minute for start, length in holes for minute in range(start, start + length)}
    heard = [m for m in range(721) if m not in silent or m in {0, 1, 720}]
    state, out = feed(HomeMeters(), [grid(m * 60_000, 13 * m, 7 * m) for m in heard])
    assert [b.boundary_ms for b in out] == list(range(0, 720 * 60_000 + 1, QUARTER_MS))
    assert sum(row.import_wh for row in state.history) == 13 * 720
    assert sum(row.export_wh for row in state.history) == 7 * 720
    exact = {b.boundary_ms // 60_000 for b in out if b.quality is Quality.MEASURED}
    assert exact == {m for m in range(0, 721, 15) if m in heard}
    flagged = {row.from_ms // 60_000 for row in state.history if row.quality is Quality.ESTIMATED}
    assert flagged == {m for m in range(0, 720, 15) if not {m, m + 15} <= exact}
