"""Registers that reset, roll over, jump, dip or are exchanged: 0 Wh invented, 0 Wh lost."""

import random
from fractions import Fraction

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agent.devices.device import ValueQuality
from agent.metering.plausibility import BELIEVED, RegisterLimits
from agent.metering.reading import MeterReading, MeterRole
from agent.metering.registers import MeterTrack, observe
from agent.units import EnergyWh, UnixMs
from drivers.zigbee_register import (
    MAX_DENOMINATOR,
    RawReading,
    RegisterRules,
    RegisterState,
    Verdict,
    register_quality,
    register_step,
)

RULES = RegisterRules(limit_w=23_000)
STEP_MS = 60_000
"""One reading a minute: the connection carries 383 Wh in it."""


def read(raw: int, at_ms: int, **changes: object) -> RawReading:
    whole = RawReading(raw, at_ms, 1, 1, 1 << 48, "meter-1")
    return msgspec.structs.replace(whole, **changes)


def run(
    readings: list[RawReading], state: RegisterState | None = None
) -> tuple[RegisterState, list[Verdict]]:
    verdicts = []
    for reading in readings:
        state, verdict = register_step(state, reading, RULES)
        verdicts.append(verdict)
    assert state is not None
    return state, verdicts


def minutes(*raws: int, start: int = 0, **changes: object) -> list[RawReading]:
    return [read(raw, (start + n) * STEP_MS, **changes) for n, raw in enumerate(raws)]


def test_a_register_starts_where_the_device_is_and_rises_with_it() -> None:
    state, verdicts = run(minutes(1_000, 1_100, 1_100, 1_250))
    assert verdicts == [Verdict.FIRST, Verdict.ACCEPTED, Verdict.ACCEPTED, Verdict.ACCEPTED]
    assert (state.whole_wh, state.epoch) == (1_250, 1)


def test_a_first_reading_that_the_second_contradicts_was_no_first_reading() -> None:
    state, verdicts = run(minutes(9_000_000, 1_000, 1_010))
    assert verdicts == [Verdict.FIRST, Verdict.FIRST, Verdict.ACCEPTED]
    assert state.whole_wh == 1_010


def test_a_tiny_fall_is_held_and_coming_back_adds_nothing() -> None:
    """Meters that round 2505.05 to 2505.04 (home-assistant core#151219)."""
    state, verdicts = run(minutes(2_505, 2_505, 2_504, 2_505, 2_504, 2_506))
    assert verdicts[2:] == [Verdict.HELD, Verdict.ACCEPTED, Verdict.HELD, Verdict.ACCEPTED]
    assert state.whole_wh == 2_506


def test_zeros_after_a_power_cut_are_not_a_reset() -> None:
    """BITUO SPM01X reports 0 kWh for a while after it gets power (zigbee2mqtt#27990)."""
    state, verdicts = run(minutes(50_000, 50_010, 0, 0, 0, 50_020))
    assert verdicts[2:5] == [Verdict.SUSPECTED_RESET] * 3
    assert verdicts[5] is Verdict.ACCEPTED
    assert (state.whole_wh, state.epoch) == (50_020, 1)


def test_a_reset_that_lasts_continues_the_register() -> None:
    state, verdicts = run(minutes(50_000, 50_010, 0, 5, 10, 15, 20, 25, 30))
    assert verdicts[2:7] == [Verdict.SUSPECTED_RESET] * 5
    assert verdicts[7] is Verdict.NEW_EPOCH
    assert (state.whole_wh, state.epoch) == (50_010 + 30, 2)


def test_a_reset_just_after_another_is_no_dip() -> None:
    """413 Wh after a reset comes the next: counting past 413 again is no return to it."""
    state, verdicts = run(minutes(400, 413, 0, 82, 199, 289, 375, 443, 449))
    assert Verdict.NEW_EPOCH in verdicts
    assert state.whole_wh == 413 + 449


def test_nothing_is_usable_while_a_reset_is_only_suspected() -> None:
    state, verdicts = run(minutes(50_000, 50_010, 0, 5))
    assert register_quality(verdicts[-1]) is ValueQuality.SUSPECT
    assert state.whole_wh == 50_010


def test_zeros_that_lasted_and_then_the_old_value_lose_nothing() -> None:
    zeros = minutes(50_000, 50_010, *[0] * 10)
    state, verdicts = run([*zeros, *minutes(*[50_100] * 6, start=12)])
    assert Verdict.NEW_EPOCH in verdicts
    assert verdicts[-1] is Verdict.RETURNED
    assert state.whole_wh == 50_100


def test_a_stray_value_near_an_old_epoch_does_not_bring_its_energy_in() -> None:
    """Long after a reset one frame with the old register must not count as its return."""
    state, _ = run(minutes(50_000, 50_010, *[0] * 10))
    late = 600
    state, verdicts = run(minutes(5, 350_000, 10, start=late), state)
    assert verdicts[1] is Verdict.SUSPECTED_JUMP
    assert state.whole_wh == 50_010 + 10


def test_a_register_that_comes_back_after_more_than_a_day_is_a_jump() -> None:
    """What 25 hours could have carried would fit; nobody can say that it flowed here."""
    state, _ = run(minutes(50_000, 50_010, *[0] * 10))
    state, verdicts = run(minutes(0, *[70_000] * 8, start=25 * 60), state)
    assert Verdict.RETURNED not in verdicts
    assert state.whole_wh == 50_010


def test_a_jump_is_never_energy_even_when_it_persists() -> None:
    state, verdicts = run(minutes(1_000, 1_010, *[900_000 + n for n in range(8)]))
    assert Verdict.NEW_EPOCH in verdicts
    assert state.whole_wh == 1_010 + 7


def test_another_meter_behind_the_same_radio_continues_the_register() -> None:
    state, _ = run(minutes(80_000, 80_100))
    state, verdicts = run(minutes(3, 8, start=2, identity="meter-2"), state)
    assert verdicts == [Verdict.OTHER_METER, Verdict.ACCEPTED]
    assert (state.whole_wh, state.epoch, state.identity) == (80_105, 2, "meter-2")


def test_another_meter_with_a_higher_register_is_no_spike() -> None:
    state, _ = run(minutes(80_000, 80_100))
    state, _ = run(minutes(5_000_000, 5_000_050, start=2, identity="meter-2"), state)
    assert state.whole_wh == 80_150


def test_a_new_scale_after_a_firmware_change_counts_no_step() -> None:
    """Innr plugs went from 1/100 to 1/1000 kWh (zha-device-handlers#2781)."""
    state, _ = run(minutes(5_000, 5_001, numerator=10))
    assert state.whole_wh == 50_010
    state, verdicts = run(minutes(50_010, 50_020, start=2), state)
    assert verdicts == [Verdict.OTHER_SCALE, Verdict.ACCEPTED]
    assert state.whole_wh == 50_020


@pytest.mark.parametrize("bits", [24, 32, 48])
def test_a_rollover_at_the_registers_width_loses_nothing(bits: int) -> None:
    top = 1 << bits
    state, verdicts = run(minutes(top - 200, top - 90, 10, 60, modulus=top))
    assert verdicts[2] is Verdict.ROLLOVER
    assert state.whole_wh == top + 60


def test_a_fall_to_zero_far_from_the_top_is_no_rollover() -> None:
    state, verdicts = run(minutes(4_000_000, 4_000_010, 0, modulus=1 << 24))
    assert verdicts[2] is Verdict.SUSPECTED_RESET
    assert state.whole_wh == 4_000_010


@pytest.mark.parametrize(
    "wrong",
    [{"raw": -1}, {"raw": 1 << 48}, {"numerator": 0}, {"denominator": 0}, {"denominator": -1}],
)
def test_what_no_register_can_say_changes_nothing(wrong: dict[str, int]) -> None:
    state, _ = run(minutes(1_000, 1_010))
    state, verdicts = run([read(**{"raw": 1_020, "at_ms": 10 * STEP_MS} | wrong)], state)
    assert verdicts == [Verdict.IMPOSSIBLE]
    assert (state.whole_wh, state.counts["impossible"]) == (1_010, 1)


def test_old_news_changes_nothing() -> None:
    state, verdicts = run([read(10, 1_000), read(20, 2_000), read(15, 1_500), read(25, 2_000)])
    assert verdicts[2:] == [Verdict.LATE, Verdict.LATE]
    assert state.whole_wh == 20


def test_the_state_survives_json() -> None:
    state, _ = run(minutes(50_000, 50_010, *[0] * 10, 7_000))
    assert state.former is not None
    assert state.pending is not None
    again = msgspec.json.decode(msgspec.json.encode(state), type=RegisterState)
    assert again == state


def test_scales_that_never_stop_changing_make_no_endless_fraction() -> None:
    rng = random.Random(5)
    state: RegisterState | None = None
    for n in range(400):
        reading = read(1_000 + n, n * STEP_MS, denominator=rng.randrange(1, 1 << 24))
        state, _ = register_step(state, reading, RULES)
    assert state is not None
    assert state.total_denominator <= MAX_DENOMINATOR


class Device:
    """A meter with a script: its own register, and the truth in raw steps since the start."""

    def __init__(self, rng: random.Random, bits: int, denominator: int) -> None:
        self.rng, self.modulus, self.denominator = rng, 1 << bits, denominator
        self.raw, self.truth, self.identity, self.at_ms = rng.randrange(1 << 20), 0, 0, 0
        self.start = self.raw

    def reading(self) -> RawReading:
        self.at_ms += STEP_MS
        return RawReading(
            self.raw, self.at_ms, 1_000, self.denominator, self.modulus, f"m{self.identity}"
        )

    def use(self) -> None:
        """Count up to a third of what the connection carries in a minute."""
        steps = self.rng.randrange(1 + 120 * self.denominator // 1_000)
        self.raw = (self.raw + steps) % self.modulus
        self.truth += steps

    def total(self) -> Fraction:
        return Fraction((self.start + self.truth) * 1_000, self.denominator)


@pytest.mark.parametrize(("bits", "denominator"), [(24, 1_000), (32, 3_600), (48, 1_000_000)])
def test_five_hundred_swaps_rollovers_and_resets_invent_and_lose_nothing(
    bits: int, denominator: int
) -> None:
    """After each accident the register equals the truth to the last fraction, and never fell."""
    rng = random.Random(bits)
    device = Device(rng, bits, denominator)
    state: RegisterState | None = None
    given_out = 0

    def feed(count: int) -> None:
        nonlocal state, given_out
        for _ in range(count):
            state, _ = register_step(state, device.reading(), RULES)
            assert state is not None
            assert not state.confirmed or state.whole_wh >= given_out
            given_out = state.whole_wh if state.confirmed else 0
            device.use()

    feed(3)
    epochs = 0
    for _ in range(500):
        state = _synced(state, device)
        match rng.choice(["swap", "rollover", "reset", "jump"]):
            case "swap":
                device.identity += 1
                device.raw = rng.randrange(device.modulus // 2)
            case "rollover":  # another meter that stands just before its top
                device.identity += 1
                device.raw = device.modulus - 1 - rng.randrange(50)
            case "reset":
                device.raw = 0
            case "jump":
                device.raw = (device.raw + device.modulus // 3) % device.modulus
        feed(10)
        state = _synced(state, device)
        assert Fraction(state.total_numerator, state.total_denominator) == device.total()
        epochs += 1
    assert epochs == 500
    assert state.epoch > 300
    assert state.counts["rollover"] > 50


def _synced(state: RegisterState | None, device: Device) -> RegisterState:
    """Read once more: what is counted between a reading and an accident, nobody can know."""
    after, _ = register_step(state, device.reading(), RULES)
    assert after is not None
    return after


def test_ten_thousand_outliers_are_all_quarantined_and_no_sound_reading_is() -> None:
    rng = random.Random(10_000)
    raw, at_ms = 5_000_000, 0
    state: RegisterState | None = None
    for sound in (raw, raw + 1):
        at_ms += STEP_MS
        raw = sound
        state, _ = register_step(state, read(sound, at_ms), RULES)
    caught = 0
    for _ in range(10_000):
        at_ms += STEP_MS // 2
        choices = [
            0,
            rng.randrange(raw - 1_000),
            raw + 2_000 + rng.randrange(1 << 40),
            (1 << 48) - 2,
            raw ^ (1 << rng.randrange(12, 47)),  # one bit turned over on the way
            -rng.randrange(1, 1 << 30),
        ]
        before = state
        state, verdict = register_step(state, read(rng.choice(choices), at_ms), RULES)
        assert state is not None
        assert before is not None
        assert register_quality(verdict) is ValueQuality.SUSPECT
        assert state.whole_wh == before.whole_wh
        caught += 1
        at_ms += STEP_MS // 2
        raw += rng.randrange(300)
        state, verdict = register_step(state, read(raw, at_ms), RULES)
        assert verdict is Verdict.ACCEPTED
    assert caught == 10_000
    assert state is not None
    assert state.whole_wh == raw


@given(
    st.lists(st.integers(min_value=0, max_value=(1 << 24) - 1), min_size=2, max_size=40),
    st.integers(min_value=1, max_value=10_000),
)
@settings(max_examples=150, deadline=None)
def test_whatever_comes_the_register_handed_on_never_falls_nor_outruns_the_connection(
    raws: list[int], denominator: int
) -> None:
    state: RegisterState | None = None
    before: int | None = None
    began_ms = 0
    for n, raw in enumerate(raws):
        reading = RawReading(raw, n * STEP_MS, 1_000, denominator, 1 << 24)
        state, verdict = register_step(state, reading, RULES)
        assert state is not None
        if verdict is Verdict.FIRST:
            before, began_ms = None, reading.at_ms
            first = state.whole_wh
        elif before is not None:
            assert state.whole_wh >= before
        before = state.whole_wh
    assert state is not None
    elapsed = len(raws) * STEP_MS - began_ms
    step_wh = 2_000 // denominator + 1
    most = 23_000 * 120 * elapsed // (100 * 3_600_000) + len(raws) * (101 + step_wh)
    assert state.whole_wh - first <= most


LIMIT_W, LATE_MS = 43_470, RegisterRules(limit_w=1).late_ms
MWMS = 3_600_000_000
"""Milliwatt-milliseconds of a watt-hour."""


@st.composite
def late_reports(draw: st.DrawFn) -> list[tuple[int, int]]:
    """(measured Wh, time it came): at most full power, in order, each up to LATE_MS late."""
    measured_ms, came_ms, mwms = 0, 0, draw(st.integers(0, 10**7)) * MWMS
    reports = []
    for _ in range(draw(st.integers(min_value=4, max_value=40))):
        pause_ms = draw(st.integers(1_000, 20_000) | st.just(3_600_000))
        measured_ms += pause_ms
        mwms += draw(st.sampled_from([0, 3_000, LIMIT_W // 2, LIMIT_W])) * 1_000 * pause_ms
        late_ms = draw(st.sampled_from([0, 0, 0, 1_600, 12_000, 20_000, LATE_MS]))
        came_ms = max(came_ms + 1, measured_ms + late_ms)
        reports.append((mwms // MWMS, came_ms))
    for n in range(1, 80):  # the line is well again; full power goes on
        mwms += LIMIT_W * 1_000 * 5_000
        reports.append((mwms // MWMS, came_ms + n * 5_000))
    return reports


@given(late_reports(), st.sampled_from([0, 2_000, 30_000, 300_000]))
@settings(max_examples=80, deadline=None)
def test_no_register_is_lost_or_repeated_however_late_it_comes(
    reports: list[tuple[int, int]], confirm_ms: int
) -> None:
    """Late reports, then a prompt one: what rose while they were under way is no jump."""
    rules = RegisterRules(limit_w=LIMIT_W, confirm_ms=confirm_ms)
    state: RegisterState | None = None
    before = 0
    for wh, came_ms in reports:
        state, verdict = register_step(state, read(wh, came_ms), rules)
        assert state is not None
        assert verdict not in {Verdict.NEW_EPOCH, Verdict.SUSPECTED_RESET, Verdict.LATE}
        if register_quality(verdict) is ValueQuality.GOOD:
            assert state.whole_wh == wh  # never more, never less than the device itself says
        assert before <= state.whole_wh <= wh
        before = state.whole_wh
    assert state is not None
    assert (state.whole_wh, state.epoch) == (reports[-1][0], 1)


def test_a_late_report_and_a_prompt_one_are_no_confirmed_jump() -> None:
    """Eighteen seconds late at 36 kW, as on a line that loses three bytes of ten."""
    rules = RegisterRules(limit_w=LIMIT_W, confirm_ms=2_000)
    state: RegisterState | None = None
    verdicts = []
    for measured_s, came_s in [(0, 0), (1, 1), (2, 20), (21, 21), (22, 22), (23, 23)]:
        state, verdict = register_step(state, read(1_000 + 10 * measured_s, came_s * 1_000), rules)
        verdicts.append(verdict)
    assert verdicts[3:] == [Verdict.SUSPECTED_JUMP, Verdict.SUSPECTED_JUMP, Verdict.ACCEPTED]
    assert state is not None
    assert (state.whole_wh, state.epoch) == (1_230, 1)


def test_a_late_report_before_a_rollover_loses_nothing() -> None:
    rules = RegisterRules(limit_w=LIMIT_W, confirm_ms=2_000)
    top = 1 << 24
    state: RegisterState | None = None
    for measured_s, came_s in [(0, 0), (1, 1), (2, 20), (21, 21), (22, 22), (23, 23)]:
        raw = (top - 100 + 10 * measured_s) % top
        state, _ = register_step(state, read(raw, came_s * 1_000, modulus=top), rules)
    assert state is not None
    assert (state.whole_wh, state.epoch) == (top + 130, 1)


@given(
    st.integers(min_value=1, max_value=10**9),
    st.sampled_from([0, 2_000, 300_000]),
    st.integers(min_value=1_000, max_value=60_000),
)
@settings(max_examples=100, deadline=None)
def test_a_step_is_quarantined_first_and_counts_only_what_can_have_flowed(
    step_wh: int, confirm_ms: int, pause_ms: int
) -> None:
    """Confirmed, it is energy if all of it fits the time, lateness included; otherwise none is."""
    rules = RegisterRules(limit_w=LIMIT_W, confirm_ms=confirm_ms)
    state: RegisterState | None = None
    for n, wh in enumerate([5_000, 5_000]):
        state, _ = register_step(state, read(wh, n * pause_ms), rules)
    for n in range(2, 400):
        state, verdict = register_step(state, read(5_000 + step_wh, n * pause_ms), rules)
        assert state is not None
        most_wh = 100 + LIMIT_W * 1.2 * (n - 1) * pause_ms / 3_600_000
        if n == 2 and step_wh > most_wh + 1:
            assert verdict is Verdict.SUSPECTED_JUMP
            assert state.whole_wh == 5_000
        if verdict is not Verdict.SUSPECTED_JUMP:
            break
    assert state is not None
    late_wh = LIMIT_W * 1.2 * LATE_MS / 3_600_000
    if state.epoch == 1:
        assert state.whole_wh == 5_000 + step_wh
        assert step_wh <= most_wh + late_wh + 1
    else:
        assert state.whole_wh == 5_000
        assert step_wh > most_wh + late_wh - 1


def test_what_is_handed_on_is_believed_by_the_metering_rules() -> None:
    """A day with resets, zeros and a swap: agent.metering sees one plain register."""
    rng = random.Random(3)
    limits = RegisterLimits(limit_wh=5_750, interval_ms=900_000)
    track = MeterTrack("m", MeterRole.GRID)
    device = Device(rng, 48, 1_000)
    state: RegisterState | None = None
    for n in range(600):
        if n in {100, 300}:
            device.raw = 0
        if n == 200:
            device.identity, device.raw = 1, 4_000_000
        reading = device.reading()
        if n % 97 == 50:
            reading = msgspec.structs.replace(reading, raw=0)
        state, verdict = register_step(state, reading, RULES)
        device.use()
        if state is None or register_quality(verdict) is not ValueQuality.GOOD:
            continue
        handed = MeterReading(
            "m", MeterRole.GRID, UnixMs(reading.at_ms), EnergyWh(state.whole_wh), EnergyWh(0)
        )
        track, outcome = observe(track, handed, limits)
        assert outcome in BELIEVED
    assert track.level is not None
    assert state is not None
    assert track.level.import_wh == state.whole_wh
    assert state.epoch == 4
