"""The check with a known load: each way a meter can be wrong gets its own words."""

import msgspec
import pytest

from agent.devices.device import LiveMeter, ValueQuality
from agent.devices.live_check import CheckStage, CheckState, begin, check_step, instruction
from agent.devices.live_check_verdict import CheckTask, CheckVerdict, Finding, judge_load, watts

T0 = 1_767_225_600_000
GRID = CheckTask("0/1", "grid", 2_300, 35)
SUN = CheckTask("0/2", "generation", 3_000, 25)


class Home:
    """A meter that shows a home's truth the wrong way: scale, sign, register scale."""

    def __init__(
        self, scale: float = 1, register: float = 1, made: bool = False, sees: bool = True
    ) -> None:
        self.scale, self.register, self.made, self.sees = scale, register, made, sees
        self.base_w, self.load_w, self.wh = 400, 0, [50_000.0, 9_000.0]

    def live(self, now_ms: int, passed_ms: int, quality: ValueQuality) -> LiveMeter:
        true_w = self.base_w + (self.load_w if self.sees else 0)
        if self.made:
            true_w = -true_w
        shown = true_w * self.scale
        place = 0 if shown > 0 else 1
        self.wh[place] += abs(true_w) * self.register * passed_ms / 3_600_000
        return LiveMeter(now_ms, round(shown), int(self.wh[0]), int(self.wh[1]), quality)


def run(
    task: CheckTask, home: Home, *, quality: ValueQuality = ValueQuality.GOOD, every_ms: int = 5_000
) -> CheckState:
    state, now_ms = begin(task, T0), T0
    for _ in range(200):
        loaded = state.stage is CheckStage.SWITCH_ON
        if loaded:
            home.load_w = task.load_w
        now_ms += every_ms
        state = check_step(state, now_ms, home.live(now_ms, every_ms, quality), loaded=loaded)
        again = msgspec.json.decode(msgspec.json.encode(state), type=CheckState)
        assert again == state
        if state.stage is CheckStage.DONE:
            break
    assert state.stage is CheckStage.DONE
    return state


def from_outside(task: CheckTask) -> CheckTask:
    """The task as it comes over the socket: equal words, other objects."""
    return msgspec.json.decode(msgspec.json.encode(task), type=CheckTask)


def test_a_role_that_came_over_the_socket_is_the_same_role() -> None:
    """Roles were once compared by identity: panels checked from a screen were judged as a load."""
    panels = from_outside(SUN)
    home = Home(made=True)
    home.base_w = SUN.load_w
    assert panels.role is not SUN.role
    here, there = (run(task, home) for task in (SUN, panels))
    assert verdict(there) == verdict(here)
    assert "inverter" in verdict(there).sentences[0]
    assert instruction(begin(panels, T0)) == instruction(begin(SUN, T0))


def verdict(state: CheckState) -> CheckVerdict:
    assert state.verdict is not None
    return state.verdict


def test_a_right_meter_passes() -> None:
    said = verdict(run(GRID, Home()))
    assert (said.passed, said.findings, said.moved_w) == (True, (Finding.RIGHT,), 2_300)
    assert said.sentences == ("It moved by 2 300 W for a load of 2 300 W: that fits.",)


@pytest.mark.parametrize(
    ("scale", "divide", "multiply", "words"),
    [
        (10, 10, 1, "23 000 W for a load of 2 300 W: the scale is ten times too large"),
        (1_000, 1_000, 1, "a thousand times too large"),
        (0.1, 1, 10, "ten times too small"),
        (0.01, 1, 100, "a hundred times too small"),
    ],
)
def test_a_wrong_scale(scale: float, divide: int, multiply: int, words: str) -> None:
    said = verdict(run(GRID, Home(scale)))
    assert not said.passed
    assert said.findings == (Finding.WRONG_SCALE,)
    assert (said.divide_by, said.multiply_by) == (divide, multiply)
    assert words in said.sentences[0]


def test_a_register_that_is_right_while_the_power_is_not_is_said_to_be() -> None:
    assert "register counts rightly" in verdict(run(GRID, Home(10))).sentences[1]
    both = verdict(run(GRID, Home(10, register=10)))
    assert both.findings == (Finding.WRONG_SCALE, Finding.REGISTER_WRONG)
    assert "10 times too much" in both.sentences[1]


def test_a_clamp_the_other_way_round() -> None:
    said = verdict(run(GRID, Home(-1)))
    assert (said.passed, said.findings) == (False, (Finding.TURNED_ROUND,))
    assert said.suggest_invert
    assert "It fell by 2 300 W" in said.sentences[0]
    assert "turned round" in said.sentences[0]


def test_turned_round_and_ten_times_too_large() -> None:
    said = verdict(run(GRID, Home(-10)))
    assert said.findings == (Finding.TURNED_ROUND, Finding.WRONG_SCALE)
    assert (said.suggest_invert, said.divide_by) == (True, 10)


def test_a_meter_of_another_circuit() -> None:
    said = verdict(run(GRID, Home(sees=False)))
    assert said.findings == (Finding.NOT_SEEN,)
    assert said.suggest_other_meter


def test_one_of_three_phases() -> None:
    task = msgspec.structs.replace(GRID, phases=3)
    said = judge_load(task, 760, top_w=1_200, spread_w=20)
    assert said.findings == (Finding.ONE_PHASE,)
    assert "760 W" in said.sentences[0]
    assert "one of three phases" in said.sentences[0]
    assert judge_load(GRID, 760, top_w=1_200, spread_w=20).findings == (Finding.UNCLEAR,)


def test_more_than_the_connection_carries() -> None:
    said = judge_load(GRID, 2_300, top_w=23_000, spread_w=20)
    assert said.findings == (Finding.RIGHT, Finding.BEYOND_CONNECTION)
    assert not said.passed
    assert "23 000 W" in said.sentences[1]
    assert "8 050 W" in said.sentences[1]


@pytest.mark.parametrize(
    ("register", "words"),
    [(10, "10 times too much"), (100, "100 times too much"), (0.1, "10 times too little")],
)
def test_a_register_that_counts_at_another_pace_than_its_power(register: float, words: str) -> None:
    """The power can be right and the energy wrong: two scales, two attributes."""
    said = verdict(run(GRID, Home(register=register)))
    assert said.findings == (Finding.REGISTER_WRONG,)
    assert words in said.sentences[1]


def test_a_register_that_does_not_count() -> None:
    said = verdict(run(GRID, Home(register=0)))
    assert said.findings == (Finding.REGISTER_SILENT,)


def test_a_register_that_counts_on_the_wrong_side() -> None:
    home = Home()
    home.live = lambda now, passed, quality: LiveMeter(  # type: ignore[method-assign]
        now, 400 + home.load_w, 50_000, 9_000 + (now - T0) // 1_000, quality
    )
    said = verdict(run(GRID, home))
    assert said.findings == (Finding.REGISTER_WRONG,)
    assert "disagree" in said.sentences[1]


def test_panels_against_the_inverters_display() -> None:
    home = Home(made=True)
    home.base_w = 3_000
    said = verdict(run(SUN, home))
    assert (said.passed, said.moved_w) == (True, 3_000)
    assert "while the inverter shows 3 000 W" in said.sentences[0]


def test_panels_that_draw() -> None:
    home = Home()
    home.base_w = 3_000
    said = verdict(run(SUN, home))
    assert said.findings == (Finding.TURNED_ROUND,)
    assert "panels drawing 3 000 W" in said.sentences[0]


def test_panels_in_the_dark() -> None:
    home = Home(made=True)
    home.base_w = 0
    assert verdict(run(SUN, home)).findings == (Finding.NOT_SEEN,)


@pytest.mark.parametrize(
    "quality", [ValueQuality.SUSPECT, ValueQuality.INVALID, ValueQuality.STALE]
)
def test_values_that_are_not_usable_prove_nothing(quality: ValueQuality) -> None:
    assert verdict(run(GRID, Home(), quality=quality)).findings == (Finding.NO_VALUES,)


def test_a_home_that_never_rests_is_told_so() -> None:
    state, now_ms = begin(GRID, T0), T0
    while state.stage is not CheckStage.DONE:
        now_ms += 5_000
        power_w = 300 if (now_ms // 5_000) % 2 else 3_000
        state = check_step(state, now_ms, LiveMeter(now_ms, power_w, 1, 1))
    assert verdict(state).findings == (Finding.UNCLEAR,)
    assert "Other loads" in verdict(state).sentences[0]


def test_the_same_value_told_again_is_not_another_sample() -> None:
    state = begin(GRID, T0)
    for n in range(1, 50):
        state = check_step(state, T0 + n * 1_000, LiveMeter(T0 + 1, 400, 1, 1))
    assert len(state.before) == 1
    assert state.stage is CheckStage.BASELINE


def test_values_of_the_moment_of_switching_do_not_count() -> None:
    state = begin(GRID, T0)
    for n in range(1, 6):
        state = check_step(state, T0 + n * 5_000, LiveMeter(T0 + n * 5_000, 400, 1, 1))
    on_ms = T0 + 30_000
    state = check_step(state, on_ms, None, loaded=True)
    state = check_step(state, on_ms + 2_000, LiveMeter(on_ms + 2_000, 1_300, 1, 1))
    assert state.after == ()
    state = check_step(state, on_ms + 6_000, LiveMeter(on_ms + 6_000, 2_700, 1, 1))
    assert [sample.power_w for sample in state.after] == [2_700]


def test_after_a_long_pause_the_measuring_begins_anew() -> None:
    state = begin(GRID, T0)
    for n in range(1, 6):
        state = check_step(state, T0 + n * 5_000, LiveMeter(T0 + n * 5_000, 400, 1, 1))
    assert state.stage is CheckStage.SWITCH_ON
    assert check_step(state, T0 + 300_000).stage is CheckStage.SWITCH_ON
    later = check_step(state, T0 + 3_600_000)
    assert (later.stage, later.before) == (CheckStage.BASELINE, ())
    earlier = check_step(state, T0 - 1)  # the clock was set back
    assert earlier.stage is CheckStage.BASELINE


def test_each_stage_says_what_to_do() -> None:
    state = begin(GRID, T0)
    assert "Switch nothing" in instruction(state)
    on = msgspec.structs.replace(state, stage=CheckStage.SWITCH_ON)
    assert "load of about 2 300 W" in instruction(on)
    battery = msgspec.structs.replace(on, task=msgspec.structs.replace(GRID, role="storage"))
    assert "battery charge" in instruction(battery)
    done = run(GRID, Home())
    assert "that fits" in instruction(done)
    assert check_step(done, T0 + 10**9) is done


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"load_w": 50}, ["too small"]),
        (
            {"load_w": 50, "fuse_a": 0, "phases": 2, "role": "gas"},
            ["too small", "fuse", "phases", "'gas'"],
        ),
        ({"load_w": 9_000}, ["more than the connection's 8050 W"]),
    ],
)
def test_a_check_that_cannot_be_is_refused(changes: dict[str, object], words: list[str]) -> None:
    with pytest.raises(ValueError, match=words[0]) as refused:
        begin(msgspec.structs.replace(GRID, **changes), T0)
    assert all(word in str(refused.value) for word in words)


def test_watts() -> None:
    assert [watts(n) for n in (0, 760, 23_000, -2_300)] == ["0 W", "760 W", "23 000 W", "-2 300 W"]
