"""What the movement of a meter means: right, turned round, ten times too large, not there at all."""

from enum import StrEnum

import msgspec

MAINS_V = 230

GRID, GENERATION, STORAGE = "grid", "generation", "storage"
ROLES = (GRID, GENERATION, STORAGE)

LEAST_WH = 20
"""A register is compared once so much must have passed: its steps are 1 to 10 Wh."""

DECADES = (10, 100, 1_000)


class Finding(StrEnum):
    """What is wrong, or nothing."""

    RIGHT = "right"
    TURNED_ROUND = "turned round"
    WRONG_SCALE = "wrong scale"
    ONE_PHASE = "one phase"
    NOT_SEEN = "not seen"
    BEYOND_CONNECTION = "beyond connection"
    REGISTER_WRONG = "register wrong"
    REGISTER_SILENT = "register silent"
    UNCLEAR = "unclear"
    NO_VALUES = "no values"


class CheckTask(msgspec.Struct, frozen=True):
    """What is checked."""

    meter: str
    role: str
    """grid, generation or storage."""
    load_w: int
    """Power of the load; for panels what the inverter shows."""
    fuse_a: int
    phases: int = 1
    """Of the connection: 1 or 3."""

    @property
    def connection_w(self) -> int:
        return self.fuse_a * MAINS_V * self.phases


class CheckVerdict(msgspec.Struct, frozen=True):
    """What came of it."""

    passed: bool
    findings: tuple[Finding, ...]
    sentences: tuple[str, ...]
    moved_w: int | None = None
    suggest_invert: bool = False
    """Tick (or untick) "turned round"."""
    suggest_other_meter: bool = False
    divide_by: int = 1
    multiply_by: int = 1
    """What would put the scale right; both 1: it is right or not known."""


def watts(power_w: int) -> str:
    """Return e.g. `23 000 W`."""
    return f"{power_w:,} W".replace(",", " ")


def judge_load(task: CheckTask, moved_w: int, *, top_w: int, spread_w: int) -> CheckVerdict:
    """Return what a movement of `moved_w` for the task's load says.

    `top_w`: the largest power shown; `spread_w`: how much it wandered before. Loads and meters
    are inexact, so anything from 0.6 to 1.4 of the load is right, and likewise for its multiples.
    """
    finding, divide, multiply = _amount(task, abs(moved_w), spread_w)
    turned = moved_w < 0 and finding not in {Finding.NOT_SEEN, Finding.UNCLEAR}
    findings = [] if finding is Finding.RIGHT and turned else [finding]
    sentences = [_sentence(task, finding, abs(moved_w), divide, multiply)] if findings else []
    if turned:
        findings.insert(0, Finding.TURNED_ROUND)
        sentences.insert(0, _turned(task, moved_w))
    if top_w * 10 > task.connection_w * 12 and finding is not Finding.WRONG_SCALE:
        findings.append(Finding.BEYOND_CONNECTION)
        sentences.append(
            f"It showed {watts(top_w)}, but a connection of {task.phases} × {task.fuse_a} A carries"
            f" {watts(task.connection_w)}: its scale is too large."
        )
    return CheckVerdict(
        passed=findings == [Finding.RIGHT],
        findings=tuple(findings),
        sentences=tuple(sentences),
        moved_w=moved_w,
        suggest_invert=turned,
        suggest_other_meter=finding is Finding.NOT_SEEN,
        divide_by=divide,
        multiply_by=multiply,
    )


def judge_register(
    verdict: CheckVerdict,
    task: CheckTask,
    power_w: int,
    passed_wh: int,
    counted_wh: tuple[int, int],
) -> CheckVerdict:
    """Add what the registers say: (drawn, given) counted while the shown power made `passed_wh`.

    A power whose scale was found wrong is put right first: the register may well be right.
    """
    passed_wh = passed_wh * verdict.multiply_by // verdict.divide_by
    if passed_wh < LEAST_WH:
        return verdict
    made = task.role == GENERATION
    drawn, given = counted_wh
    right, wrong = (given, drawn) if (power_w > 0) is made else (drawn, given)
    if right == wrong == 0:
        return _with(
            verdict,
            Finding.REGISTER_SILENT,
            f"About {passed_wh} Wh passed and its register did not count.",
        )
    if wrong > right:
        return _with(
            verdict,
            Finding.REGISTER_WRONG,
            "Its power and its registers disagree about what is drawn and what is given; it cannot"
            " be used without a profile.",
        )
    for factor in DECADES:
        if _near(right, passed_wh * factor):
            return _with(
                verdict,
                Finding.REGISTER_WRONG,
                f"Its register counted {right} Wh while about {passed_wh} Wh passed: it counts"
                f" {factor} times too much.",
            )
        if _near(right * factor, passed_wh):
            return _with(
                verdict,
                Finding.REGISTER_WRONG,
                f"Its register counted {right} Wh while about {passed_wh} Wh passed: it counts"
                f" {factor} times too little.",
            )
    if Finding.WRONG_SCALE in verdict.findings and _near(right, passed_wh):
        sentence = "Its register counts rightly; only its power is scaled wrong."
        return msgspec.structs.replace(verdict, sentences=(*verdict.sentences, sentence))
    return verdict


def _amount(task: CheckTask, moved_w: int, spread_w: int) -> tuple[Finding, int, int]:
    """Return (finding, divide by, multiply by) for the size of a movement."""
    load_w = task.load_w
    if _near(moved_w, load_w):
        return Finding.RIGHT, 1, 1
    for factor in DECADES:
        if _near(moved_w, load_w * factor):
            return Finding.WRONG_SCALE, factor, 1
        if _near(moved_w * factor, load_w) and moved_w > 3 * max(spread_w, 5):
            return Finding.WRONG_SCALE, 1, factor
    if moved_w <= max(50, load_w // 10, spread_w):
        return Finding.NOT_SEEN, 1, 1
    if task.phases == 3 and 27 * load_w <= 100 * moved_w <= 40 * load_w:
        return Finding.ONE_PHASE, 1, 1
    return Finding.UNCLEAR, 1, 1


def _near(one: int, other: int) -> bool:
    return 6 * other <= 10 * one <= 14 * other


def _sentence(task: CheckTask, finding: Finding, moved_w: int, divide: int, multiply: int) -> str:
    moved = f"It moved by {watts(moved_w)} for a load of {watts(task.load_w)}"
    if task.role == GENERATION:
        moved = f"It shows {watts(moved_w)} while the inverter shows {watts(task.load_w)}"
    match finding:
        case Finding.RIGHT:
            return f"{moved}: that fits."
        case Finding.WRONG_SCALE:
            times, way = (divide, "large") if divide > 1 else (multiply, "small")
            return f"{moved}: the scale is {TIMES[times]} times too {way}."
        case Finding.NOT_SEEN:
            where = "panels" if task.role == GENERATION else "load"
            return f"{moved}: this meter does not see the {where}; another one does, or none."
        case Finding.ONE_PHASE:
            return (
                f"{moved}, a third of it: only one of three phases is measured, or the load is on"
                " all three and the meter on one."
            )
        case _:
            return f"{moved}: that fits nothing; check the load's power and what else is on."


TIMES = {10: "ten", 100: "a hundred", 1_000: "a thousand"}


def _turned(task: CheckTask, moved_w: int) -> str:
    if task.role == GENERATION:
        return (
            f"It shows the panels drawing {watts(-moved_w)}: the clamp sits the other way round –"
            " tick “turned round”."
        )
    return (
        f"It fell by {watts(-moved_w)} when the load went on: the clamp sits the other way round –"
        " tick “turned round”."
    )


def _with(verdict: CheckVerdict, finding: Finding, sentence: str) -> CheckVerdict:
    return msgspec.structs.replace(
        verdict,
        passed=False,
        findings=(*(f for f in verdict.findings if f is not Finding.RIGHT), finding),
        sentences=(*verdict.sentences, sentence),
    )
