"""Registers: what a meter may do, and that nothing it does invents energy."""

from itertools import pairwise

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agent.metering.plausibility import BELIEVED, Outcome, RegisterLimits, allowed_rise_wh
from agent.metering.reading import MeterReading, MeterRole
from agent.metering.registers import (
    MAX_ENTRIES,
    MeterExchange,
    MeterTrack,
    exchange,
    gaps,
    observe,
    points,
)

QUARTER_MS = 900_000
LIMITS = RegisterLimits(limit_wh=4_000, interval_ms=QUARTER_MS, keep_ms=10**9)


def reading(at_s: int, import_wh: int, export_wh: int = 0) -> MeterReading:
    return MeterReading("m", MeterRole.GRID, at_s * 1000, import_wh, export_wh)  # type: ignore[arg-type]


def fold(
    readings: list[MeterReading], limits: RegisterLimits = LIMITS
) -> tuple[MeterTrack, list[Outcome]]:
    track, outcomes = MeterTrack("m", MeterRole.GRID), []
    for one in readings:
        track, outcome = observe(track, one, limits)
        outcomes.append(outcome)
    return track, outcomes


def trace(*values: int) -> list[MeterReading]:
    return [reading(60 * k, value) for k, value in enumerate(values)]


def test_plain_differences_are_believed() -> None:
    track, outcomes = fold(trace(5_000, 5_010, 5_035))
    assert outcomes == [Outcome.FIRST, Outcome.ACCEPTED, Outcome.ACCEPTED]
    assert [p.import_wh for p in points(track)] == [5_000, 5_010, 5_035]


def test_a_single_reading_is_not_believed_alone() -> None:
    track, _ = fold(trace(5_000))
    assert points(track) == ()


def test_drop_to_zero_and_recovery_invents_nothing() -> None:
    track, outcomes = fold(trace(990, 1_000, 0, 1_000, 1_005))
    assert outcomes[2] is Outcome.BACKWARDS
    assert track.level is not None
    assert track.level.import_wh == 1_005
    assert [p.import_wh for p in points(track)] == [990, 1_000, 1_000, 1_005]


def test_a_reset_that_persists_waits_for_the_installer() -> None:
    values = [90_000, 90_010, *range(0, 3_000, 30)]
    track, outcomes = fold(trace(*values))
    assert set(outcomes[2:]) == {Outcome.BACKWARDS}
    assert track.level is not None
    assert track.level.import_wh == 90_010


def test_rollover_counts_the_energy_past_zero() -> None:
    limits = msgspec.structs.replace(LIMITS, modulus_wh=100_000)
    track, outcomes = fold(trace(99_900, 99_980, 20, 60), limits)
    assert outcomes[2] is Outcome.ROLLOVER
    assert [p.import_wh for p in points(track)] == [99_900, 99_980, 100_020, 100_060]


def test_without_a_known_width_a_rollover_is_not_guessed() -> None:
    _, outcomes = fold(trace(99_900, 99_980, 20))
    assert outcomes[2] is Outcome.BACKWARDS


def test_jitter_is_no_energy_however_long_it_wobbles() -> None:
    track, outcomes = fold(trace(500, 510, *[508, 510] * 100))
    assert Outcome.JITTER in outcomes
    assert track.level is not None
    assert track.level.import_wh == 510


@pytest.mark.parametrize("outlier", [10**7, 270_000_000_000_000, 10**30, -5])
def test_the_outlier_seen_in_the_field_is_quarantined_and_the_next_reading_counts(
    outlier: int,
) -> None:
    track, outcomes = fold(trace(5_000, 5_010, outlier, 5_030))
    assert outcomes[2] in {Outcome.IMPLAUSIBLE, Outcome.IMPOSSIBLE}
    assert outcomes[3] is Outcome.ACCEPTED
    assert track.level is not None
    assert track.level.import_wh == 5_030
    assert track.counts[outcomes[2]] == 1


def test_a_wrong_level_is_not_adopted_because_it_persists() -> None:
    track, outcomes = fold(trace(5_000, 5_010, *range(500_000, 500_500, 10)))
    assert set(outcomes[2:]) == {Outcome.IMPLAUSIBLE}
    assert track.level is not None
    assert track.level.import_wh == 5_010


def test_an_absurd_first_reading_does_not_lock_the_meter_out() -> None:
    track, outcomes = fold(trace(0, 1_234_567, 1_234_570))
    assert outcomes == [Outcome.FIRST, Outcome.FIRST, Outcome.ACCEPTED]
    assert [p.import_wh for p in points(track)] == [1_234_567, 1_234_570]


def test_an_absurd_first_reading_long_ago_is_no_base_to_count_from() -> None:
    limits = msgspec.structs.replace(LIMITS, keep_ms=120_000)
    track, _ = fold([reading(0, 0), reading(600, 1_234_567), reading(660, 1_234_570)], limits)
    assert [p.import_wh for p in points(track)] == [1_234_567, 1_234_570]
    assert gaps(track, limits) == ()


def test_two_readings_of_one_instant_that_differ_are_both_dropped() -> None:
    track, outcomes = fold(
        [reading(0, 100), reading(60, 110), reading(120, 120), reading(60, 115), reading(60, 110)]
    )
    assert outcomes[3:] == [Outcome.CONFLICT, Outcome.CONFLICT]
    assert [p.at_ms for p in points(track)] == [0, 120_000]


def test_one_direction_that_lies_discredits_the_whole_reading() -> None:
    track, outcomes = fold([reading(0, 100, 100), reading(60, 110, 100), reading(120, 120, 10**6)])
    assert outcomes[2] is Outcome.IMPLAUSIBLE
    assert track.level is not None
    assert (track.level.import_wh, track.level.export_wh) == (110, 100)


def test_memory_stays_bounded_for_a_meter_that_never_stops() -> None:
    limits = msgspec.structs.replace(LIMITS, keep_ms=10**12)
    track, _ = fold([reading(k, k) for k in range(MAX_ENTRIES + 50)], limits)
    assert len(track.entries) == MAX_ENTRIES
    assert points(track)[0].import_wh == 49


def test_a_reading_older_than_what_is_kept_is_late() -> None:
    limits = msgspec.structs.replace(LIMITS, keep_ms=120_000)
    track, outcomes = fold([reading(60 * k, k) for k in range(10)] + [reading(30, 1)], limits)
    assert outcomes[-1] is Outcome.LATE
    assert points(track)[0].at_ms == 360_000


def test_a_gap_is_a_row_with_cause_and_energy() -> None:
    track, _ = fold(
        [
            reading(0, 100),
            reading(60, 110),
            reading(120, 0),
            reading(3_600, 900),
            reading(7_200, 950),
        ]
    )
    rows = gaps(track, LIMITS)
    assert [(r.from_ms, r.to_ms, r.cause, r.import_wh, r.quality.value) for r in rows] == [
        (60_000, 3_600_000, "backwards", 790, "estimated"),
        (3_600_000, 7_200_000, "silence", 50, "estimated"),
    ]


def test_an_exchange_continues_our_register_and_rejudges_what_came_after() -> None:
    track, outcomes = fold([*trace(80_000, 80_010), reading(300, 3), reading(360, 8)])
    assert outcomes[2:] == [Outcome.BACKWARDS, Outcome.BACKWARDS]
    event = MeterExchange("m", "new", 200_000, 80_030, 0, 1, 0)
    track, problems = exchange(track, event, LIMITS)
    assert problems == ()
    assert track.meter == "new"
    assert [p.import_wh for p in points(track)] == [80_030, 80_032, 80_037]


def test_an_exchange_that_takes_energy_back_is_refused_with_every_problem() -> None:
    track, _ = fold(trace(80_000, 80_010))
    after, problems = exchange(track, MeterExchange("m", "m", 10, 79_000, 0, -1, 0), LIMITS)
    assert after == track
    assert len(problems) == 3


rises = st.lists(st.integers(0, 250), min_size=2, max_size=40)


@st.composite
def days(draw: st.DrawFn) -> list[MeterReading]:
    level, readings = draw(st.integers(0, 10**6)), []
    for k, rise in enumerate(draw(rises)):
        level += rise
        readings.append(reading(60 * k, level, level // 2))
    return readings


@settings(max_examples=150, deadline=None)
@given(days(), st.randoms(use_true_random=False))
def test_shuffles_and_duplicates_give_the_same_table(
    day: list[MeterReading], random: object
) -> None:
    straight, _ = fold(day)
    mixed = day + day[::3]
    random.shuffle(mixed)  # type: ignore[attr-defined]
    shuffled, _ = fold(mixed)
    assert (shuffled.entries, shuffled.level) == (straight.entries, straight.level)
    seen = points(straight)
    if seen:
        assert seen[-1].import_wh - seen[0].import_wh == day[-1].import_wh - day[0].import_wh


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.integers(1, 4_000), st.one_of(st.integers(0, 300), st.integers(-(10**9), 10**12))
        ),
        min_size=2,
        max_size=40,
    ),
    st.booleans(),
    st.sampled_from([1_000, 60_000, 1_800_000, 10**9]),
)
def test_nonsense_never_makes_a_spike_nor_a_fall(
    steps: list[tuple[int, int]], width_known: bool, keep_ms: int
) -> None:
    limits = msgspec.structs.replace(
        LIMITS, modulus_wh=10**6 if width_known else None, keep_ms=keep_ms
    )
    at_s, value, readings = 0, 1_000, []
    for elapsed, change in steps:
        at_s += elapsed
        value = value + change if change <= 300 else change
        readings.append(reading(at_s, value))
    track, _ = fold(readings, limits)
    seen = points(track)
    for before, after in pairwise(seen):
        rise = after.import_wh - before.import_wh
        assert 0 <= rise <= allowed_rise_wh(after.at_ms - before.at_ms, limits)


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(["run", "swap", "zero", "outlier"]), st.integers(0, 200)),
        min_size=1,
        max_size=40,
    )
)
def test_swaps_resets_and_outliers_invent_no_energy(script: list[tuple[str, int]]) -> None:
    device, true_wh, at_s = 500, 500, 120
    track, _ = fold([reading(0, 500), reading(60, 500)])
    for action, energy in script:
        at_s += 60
        match action:
            case "run":
                device, true_wh = device + energy, true_wh + energy
                track, outcome = observe(track, reading(at_s, device), LIMITS)
                assert outcome in BELIEVED
            case "swap":
                event = MeterExchange("m", "m", at_s * 1000, device, 0, energy, 0)
                track, problems = exchange(track, event, LIMITS)
                assert problems == ()
                device = energy
            case "zero":
                track, _ = observe(track, reading(at_s, max(device - 500, 0)), LIMITS)
            case _:
                track, _ = observe(track, reading(at_s, device + 10**6 + energy), LIMITS)
    assert track.level is not None
    assert track.level.import_wh == true_wh


@settings(max_examples=50, deadline=None)
@given(days())
def test_the_state_survives_json(day: list[MeterReading]) -> None:
    track, _ = fold(day)
    assert msgspec.json.decode(msgspec.json.encode(track), type=MeterTrack) == track
