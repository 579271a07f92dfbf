"""The check of a new meter with a load of known power, as a state machine for one meter and role.

The installer waits a moment, switches on a load whose power is known and says so; the meter's
power must then have moved by about that, to the right side, and its register must count at the
same pace. For panels the inverter's display takes the load's place. What does not fit is said in
words with what to do; nothing is changed here. The state survives a restart (JSON); after a long
pause the measuring begins anew.
"""

from enum import StrEnum
from statistics import median_low

import msgspec

from agent.devices.device import LiveMeter, ValueQuality
from agent.devices.live_check_verdict import (
    GENERATION,
    LEAST_WH,
    ROLES,
    STORAGE,
    CheckTask,
    CheckVerdict,
    Finding,
    judge_load,
    judge_register,
    watts,
)

LEAST_LOAD_W = 200
"""A smaller load drowns in a home's other loads."""

BASELINE_SAMPLES = 3
BASELINE_MS = 10_000
SETTLE_MS = 5_000
"""Reports sent while the load was being switched on do not count."""
WATCH_SAMPLES = 2
WATCH_MS = 60_000
PATIENCE_MS = 300_000
"""A meter that says nothing for so long is not usable; registers of 0.1 kWh move in this time."""
PAUSE_MS = 600_000
MOST_SAMPLES = 32


class CheckStage(StrEnum):
    """How far a live check is."""

    BASELINE = "baseline"
    SWITCH_ON = "switch on"
    WATCH = "watch"
    DONE = "done"


class Sample(msgspec.Struct, frozen=True, array_like=True):
    """One power value, positive as the role has it, and the registers then."""

    at_ms: int
    power_w: int
    import_wh: int | None
    export_wh: int | None


class CheckState(msgspec.Struct, frozen=True):
    """How far the check has come; JSON round trip by msgspec."""

    task: CheckTask
    stage: CheckStage
    since_ms: int
    """When the stage began, UTC."""
    seen_ms: int
    """The last step."""
    before: tuple[Sample, ...] = ()
    after: tuple[Sample, ...] = ()
    verdict: CheckVerdict | None = None


def begin(task: CheckTask, now_ms: int) -> CheckState:
    """Return the first state; ValueError lists what is wrong with the task."""
    problems = []
    if task.role not in ROLES:
        problems.append(f"A meter's role is one of {', '.join(ROLES)}, not {task.role!r}.")
    if task.load_w < LEAST_LOAD_W:
        problems.append(
            f"A load of {task.load_w} W is too small; allowed: {LEAST_LOAD_W} W or more."
        )
    if not 1 <= task.fuse_a <= 200:
        problems.append(f"A fuse of {task.fuse_a} A is not 1 to 200 A.")
    if task.phases not in {1, 3}:
        problems.append(f"A connection has 1 or 3 phases, not {task.phases}.")
    if not problems and task.load_w > task.connection_w:
        problems.append(f"{task.load_w} W is more than the connection's {task.connection_w} W.")
    if problems:
        raise ValueError(" ".join(problems))
    return CheckState(task, CheckStage.BASELINE, now_ms, now_ms)


def check_step(
    state: CheckState, now_ms: int, live: LiveMeter | None = None, *, loaded: bool = False
) -> CheckState:
    """Take in what the meter says now, or that the load is on (`loaded`); or just time passing."""
    if state.stage is CheckStage.DONE:
        return state
    if now_ms < state.seen_ms or now_ms - state.seen_ms > PAUSE_MS:
        state = begin(state.task, now_ms)
    state = msgspec.structs.replace(state, seen_ms=now_ms)
    sample = _sample(state, live)
    match state.stage:
        case CheckStage.BASELINE:
            return _baseline(state, sample, now_ms)
        case CheckStage.SWITCH_ON:
            return _switch_on(state, sample, now_ms, loaded=loaded)
        case _:
            return _watch(state, sample, now_ms)


def instruction(state: CheckState) -> str:
    """Return what the installer should do now."""
    load = watts(state.task.load_w)
    match state.stage:
        case CheckStage.BASELINE:
            return "Switch nothing for a moment: the meter is being listened to."
        case CheckStage.SWITCH_ON if state.task.role == STORAGE:
            return f"Have the battery charge with about {load} now, then say that it does."
        case CheckStage.SWITCH_ON:
            return f"Switch on a load of about {load} now, then say that it is on."
        case CheckStage.WATCH:
            return "Leave everything as it is: the meter is being watched."
        case _:
            return "Done." if state.verdict is None else " ".join(state.verdict.sentences)


def _sample(state: CheckState, live: LiveMeter | None) -> Sample | None:
    """Return the value if it can be used and is new; made power is positive for panels."""
    if live is None or live.power_w is None:
        return None
    if live.quality not in {ValueQuality.GOOD, ValueQuality.ASSUMED}:
        return None
    last = (state.before + state.after)[-1:]
    if last and live.at_ms <= last[0].at_ms:
        return None
    power_w = -live.power_w if state.task.role == GENERATION else live.power_w
    return Sample(live.at_ms, power_w, live.import_wh, live.export_wh)


def _baseline(state: CheckState, sample: Sample | None, now_ms: int) -> CheckState:
    if sample is not None:
        state = msgspec.structs.replace(state, before=(*state.before, sample)[-MOST_SAMPLES:])
    recent = state.before[-BASELINE_SAMPLES:]
    enough = len(recent) == BASELINE_SAMPLES and (
        recent[-1].at_ms - state.before[0].at_ms >= BASELINE_MS
    )
    powers = [each.power_w for each in recent]
    if enough and state.task.role == GENERATION:
        return msgspec.structs.replace(state, stage=CheckStage.WATCH, since_ms=now_ms, after=recent)
    if enough and max(powers) - min(powers) <= max(state.task.load_w // 4, 100):
        return msgspec.structs.replace(
            state, stage=CheckStage.SWITCH_ON, since_ms=now_ms, before=recent
        )
    if now_ms - state.since_ms < PATIENCE_MS:
        return state
    if not state.before:
        return _silent(state)
    return _done(
        state,
        CheckVerdict(
            passed=False,
            findings=(Finding.UNCLEAR,),
            sentences=(
                "Other loads went on and off all the time; switch them off and check again.",
            )
            if enough
            else ("The meter said too little within five minutes to be checked.",),
        ),
    )


def _switch_on(
    state: CheckState, sample: Sample | None, now_ms: int, *, loaded: bool
) -> CheckState:
    if loaded:
        return msgspec.structs.replace(state, stage=CheckStage.WATCH, since_ms=now_ms)
    if sample is None:
        return state
    return msgspec.structs.replace(state, before=(*state.before, sample)[-BASELINE_SAMPLES:])


def _watch(state: CheckState, sample: Sample | None, now_ms: int) -> CheckState:
    watched_ms = now_ms - state.since_ms
    if sample is not None and sample.at_ms >= state.since_ms + SETTLE_MS:
        kept = (*state.after, sample)
        if len(kept) > MOST_SAMPLES:  # the first one stays: registers are compared with it
            kept = (kept[0], *kept[-MOST_SAMPLES + 1 :])
        state = msgspec.structs.replace(state, after=kept)
    if watched_ms < WATCH_MS:
        return state
    counted = _passed_wh(state) >= LEAST_WH and _register_moved(state)
    if len(state.after) >= WATCH_SAMPLES and counted:
        return _done(state, _judged(state))
    if watched_ms < PATIENCE_MS:
        return state
    return _done(state, _judged(state)) if state.after else _silent(state)


def _done(state: CheckState, verdict: CheckVerdict) -> CheckState:
    return msgspec.structs.replace(state, stage=CheckStage.DONE, verdict=verdict)


def _silent(state: CheckState) -> CheckState:
    sentence = "The meter gave no usable power for five minutes."
    return _done(
        state, CheckVerdict(passed=False, findings=(Finding.NO_VALUES,), sentences=(sentence,))
    )


def _moved_w(state: CheckState) -> int:
    """Return what the load changed; for panels, what is made."""
    now = median_low([sample.power_w for sample in state.after])
    if state.task.role == GENERATION:
        return now
    return now - median_low([sample.power_w for sample in state.before])


def _passed_wh(state: CheckState) -> int:
    """Return the energy that the shown power made while watching, without its sign."""
    first, last = state.after[:1], state.after[-1:]
    if not first:
        return 0
    power_w = median_low([sample.power_w for sample in state.after])
    return abs(power_w) * (last[0].at_ms - first[0].at_ms) // 3_600_000


def _register_moved(state: CheckState) -> bool:
    return any(_counted_wh(state))


def _counted_wh(state: CheckState) -> tuple[int, int]:
    """Return (drawn, given) as the registers counted while watching."""
    if not state.after:
        return 0, 0
    first, last = state.after[0], state.after[-1]
    return _rise(first.import_wh, last.import_wh), _rise(first.export_wh, last.export_wh)


def _rise(before: int | None, after: int | None) -> int:
    return 0 if before is None or after is None else after - before


def _judged(state: CheckState) -> CheckVerdict:
    moved_w = _moved_w(state)
    verdict = judge_load(
        state.task,
        moved_w,
        top_w=max(abs(sample.power_w) for sample in state.before + state.after),
        spread_w=_spread_w(state),
    )
    power_w = median_low([sample.power_w for sample in state.after])
    return judge_register(verdict, state.task, power_w, _passed_wh(state), _counted_wh(state))


def _spread_w(state: CheckState) -> int:
    powers = [sample.power_w for sample in state.before]
    return max(powers) - min(powers)
