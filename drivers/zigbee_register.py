"""A meter's raw register becomes one register that only ever rises: a state machine as data.

agent.metering judges energy: how much the connection can have carried. Here is judged what the
device did to its register: an outlier, a short dip to 0 after a power cut, a reset, a rollover
at the register's width, another meter behind the same radio, another scale. Whatever it was,
the register handed on continues, and energy comes only from rises between two readings of one
epoch that the connection can have carried. A level that a device fell or jumped to becomes a
new epoch once it was confirmed; the step itself is never counted as energy, unless all of it fits
into the time since the last believed reading, which may have come late. When the register
returns to the epoch before within a day, what was counted there goes on as if nothing had
happened. What a device counted between a reset and the first reading after it is not proven
and not added.

The total is an exact fraction, so no rounding adds up; `at_ms` is the wall clock, because a
state is kept over restarts.
"""

from enum import StrEnum
from fractions import Fraction

import msgspec

from agent.devices.device import ValueQuality

HOUR_MS = 3_600_000
MAX_RAW = (1 << 64) - 1
MAX_DENOMINATOR = 10**18
"""Scales that change again and again must not make ever longer fractions; cut below 1 µWh."""


FORMER_MS = 24 * HOUR_MS
"""A register comes back to where it was within a day, or it is another level after all."""


class Verdict(StrEnum):
    """What became of a reading."""

    FIRST = "first"
    """Held until a second one agrees."""
    ACCEPTED = "accepted"
    HELD = "held"
    """A tiny fall: counted as no change."""
    ROLLOVER = "rollover"
    RETURNED = "returned"
    """Back in the epoch before the last one."""
    SUSPECTED_RESET = "suspected reset"
    SUSPECTED_JUMP = "suspected jump"
    NEW_EPOCH = "new epoch"
    """A confirmed reset or jump: the level changed, no energy was counted for it."""
    OTHER_METER = "other meter"
    OTHER_SCALE = "other scale"
    LATE = "late"
    """Not newer than the last one; nothing changed."""
    IMPOSSIBLE = "impossible"


USABLE = frozenset(
    {
        Verdict.ACCEPTED,
        Verdict.HELD,
        Verdict.ROLLOVER,
        Verdict.RETURNED,
        Verdict.NEW_EPOCH,
        Verdict.OTHER_METER,
        Verdict.OTHER_SCALE,
    }
)
"""After these the register may be handed on as of this reading."""


class RegisterRules(msgspec.Struct, frozen=True):
    """What the register may do."""

    limit_w: int
    """The most the connection carries: amperes x volts x phases."""
    margin_percent: int = 120
    slack_wh: int = 100
    """Steps of a coarse register come at once."""
    jitter_wh: int = 10
    confirmations: int = 3
    """Readings at a new level, one after the other, before it is believed..."""
    confirm_ms: int = 300_000
    """...and this long: a gateway's restart is over by then."""
    late_ms: int = 60_000
    """How late a report may be: it was measured before it came, and what followed came in time."""


class Pending(msgspec.Struct, frozen=True):
    """A level the register went to and that is not believed yet."""

    first_raw: int
    first_ms: int
    raw: int
    at_ms: int
    count: int


class Former(msgspec.Struct, frozen=True):
    """Where the epoch before the last confirmed step stood."""

    raw: int
    at_ms: int
    total_numerator: int
    total_denominator: int
    fell: bool
    """The step away from it was a fall: the way back is a rise."""


class RegisterState(msgspec.Struct, frozen=True):
    """Everything remembered of one register; JSON round trip by msgspec."""

    identity: str
    """Address and serial number of the meter."""
    numerator: int
    denominator: int
    modulus: int | None
    epoch: int
    raw: int
    """The last believed."""
    at_ms: int
    """When; a held or suspected reading does not move it."""
    total_numerator: int
    total_denominator: int
    """The register handed on, in Wh, exactly."""
    confirmed: bool = False
    pending: Pending | None = None
    former: Former | None = None
    counts: dict[str, int] = {}
    """Readings by verdict. Never changed in place."""

    @property
    def whole_wh(self) -> int:
        """The register to hand on, in whole watt-hours, rounded down; it never falls."""
        return self.total_numerator // self.total_denominator


class RawReading(msgspec.Struct, frozen=True):
    """A register as read."""

    raw: int
    at_ms: int
    numerator: int
    """raw x numerator / denominator is Wh."""
    denominator: int
    modulus: int | None = None
    identity: str = ""


def register_step(
    state: RegisterState | None, reading: RawReading, rules: RegisterRules
) -> tuple[RegisterState | None, Verdict]:
    """Take a reading in; the state is None until the first possible reading."""
    if not _possible(reading):
        return _counted(state, Verdict.IMPOSSIBLE), Verdict.IMPOSSIBLE
    if state is None:
        return _counted(_first(reading, {}), Verdict.FIRST), Verdict.FIRST
    after, verdict = _judged(state, reading, rules)
    return _counted(after, verdict), verdict


def register_quality(verdict: Verdict) -> ValueQuality:
    """Return how far the register can be used as of the reading with this verdict."""
    return ValueQuality.GOOD if verdict in USABLE else ValueQuality.SUSPECT


def _possible(reading: RawReading) -> bool:
    top = MAX_RAW if reading.modulus is None else reading.modulus - 1
    return 0 <= reading.raw <= top and reading.numerator > 0 and reading.denominator > 0


def _first(reading: RawReading, counts: dict[str, int]) -> RegisterState:
    """Our register starts at the device's, so that a rebuilt agent continues near where it was."""
    total = Fraction(reading.raw * reading.numerator, reading.denominator)
    return RegisterState(
        identity=reading.identity,
        numerator=reading.numerator,
        denominator=reading.denominator,
        modulus=reading.modulus,
        epoch=1,
        raw=reading.raw,
        at_ms=reading.at_ms,
        total_numerator=total.numerator,
        total_denominator=total.denominator,
        counts=counts,
    )


def _judged(
    state: RegisterState, reading: RawReading, rules: RegisterRules
) -> tuple[RegisterState, Verdict]:
    newest_ms = state.at_ms if state.pending is None else state.pending.at_ms
    if reading.at_ms <= newest_ms:
        return state, Verdict.LATE
    if reading.identity and state.identity and reading.identity != state.identity:
        return _new_epoch(state, reading, reading.raw, keep_former=False), Verdict.OTHER_METER
    if reading.numerator * state.denominator != state.numerator * reading.denominator:
        return _new_epoch(state, reading, reading.raw, keep_former=False), Verdict.OTHER_SCALE
    state = msgspec.structs.replace(
        state, identity=reading.identity or state.identity, modulus=reading.modulus
    )
    allowed = _allowed_raw(state, reading.at_ms - state.at_ms, rules)
    rise = reading.raw - state.raw
    if _counts_anew(state, reading, rules):
        return _suspected(state, reading, rules)
    if 0 <= rise <= allowed:
        return _risen(state, reading, rise), Verdict.ACCEPTED
    if not state.confirmed:
        return _first(reading, state.counts), Verdict.FIRST  # the first one was the wrong one
    if rise < 0 and -rise <= _wh_to_raw(state, rules.jitter_wh):
        return msgspec.structs.replace(state, pending=None), Verdict.HELD
    if state.modulus is not None and 0 <= rise + state.modulus <= allowed:
        return _risen(state, reading, rise + state.modulus), Verdict.ROLLOVER
    return _suspected(state, reading, rules)


def _counts_anew(state: RegisterState, reading: RawReading, rules: RegisterRules) -> bool:
    """Tell a reset near zero, that soon counts past where it was, from a short dip to zero.

    After a dip the register stands still and then jumps back; after a reset it began with no
    more than the connection can have carried since, and counts on.
    """
    pending = state.pending
    if pending is None or not pending.first_raw < min(pending.raw, state.raw):
        return False
    if pending.first_raw > _allowed_raw(state, pending.first_ms - state.at_ms, rules):
        return False
    rise = reading.raw - pending.raw
    return 0 <= rise <= _allowed_raw(state, reading.at_ms - pending.at_ms, rules)


def _suspected(
    state: RegisterState, reading: RawReading, rules: RegisterRules
) -> tuple[RegisterState, Verdict]:
    """Watch a new level; believe it once it held, rising no faster than the connection can."""
    pending = state.pending
    if pending is not None:
        rise = reading.raw - pending.raw
        if not 0 <= rise <= _allowed_raw(state, reading.at_ms - pending.at_ms, rules):
            pending = None
    if pending is None:
        pending = Pending(reading.raw, reading.at_ms, reading.raw, reading.at_ms, 1)
    else:
        pending = msgspec.structs.replace(
            pending, raw=reading.raw, at_ms=reading.at_ms, count=pending.count + 1
        )
    held_ms = pending.at_ms - pending.first_ms
    if pending.count >= rules.confirmations and held_ms >= rules.confirm_ms:
        carried = _carried_late(state, pending, reading, rules)
        if carried is not None:
            return _risen(state, reading, carried), Verdict.ACCEPTED
        returned = _returned(state, pending, reading, rules)
        if returned is not None:
            return returned, Verdict.RETURNED
        return _new_epoch(state, reading, pending.first_raw, keep_former=True), Verdict.NEW_EPOCH
    fell = pending.first_raw < state.raw
    return (
        msgspec.structs.replace(state, pending=pending),
        Verdict.SUSPECTED_RESET if fell else Verdict.SUSPECTED_JUMP,
    )


def _carried_late(
    state: RegisterState, pending: Pending, reading: RawReading, rules: RegisterRules
) -> int | None:
    """Return the rise since the last believed reading, if that one only came late; None: a step.

    Its register had been measured up to `late_ms` before it came, so more time lay between the
    two than passed here, and what looks like a jump is energy. Only a level that has held is
    asked this: an outlier must not count for the time that a report might have been late.
    """
    rise, first = reading.raw - state.raw, pending.first_raw - state.raw
    if first < 0 and state.modulus is not None:  # the register rolled over meanwhile
        rise, first = rise + state.modulus, first + state.modulus
    allowed = _allowed_raw(state, reading.at_ms - state.at_ms + rules.late_ms, rules)
    return rise if 0 <= first <= rise <= allowed else None


def _returned(
    state: RegisterState, pending: Pending, reading: RawReading, rules: RegisterRules
) -> RegisterState | None:
    """Return the former epoch continued, if the reading fits it; never below what was given out."""
    former = state.former
    if former is None or reading.at_ms - former.at_ms > FORMER_MS:
        return None
    if former.fell is not (reading.raw > state.raw) or pending.first_raw < former.raw:
        return None
    rise = reading.raw - former.raw
    if not 0 <= rise <= _allowed_raw(state, reading.at_ms - former.at_ms, rules):
        return None
    total = Fraction(former.total_numerator, former.total_denominator) + Fraction(
        rise * state.numerator, state.denominator
    )
    total = max(total, Fraction(state.total_numerator, state.total_denominator))
    return msgspec.structs.replace(
        _with_total(state, total),
        epoch=state.epoch + 1,
        raw=reading.raw,
        at_ms=reading.at_ms,
        pending=None,
        former=None,
    )


def _risen(state: RegisterState, reading: RawReading, rise: int) -> RegisterState:
    total = Fraction(state.total_numerator, state.total_denominator) + Fraction(
        rise * state.numerator, state.denominator
    )
    return msgspec.structs.replace(
        _with_total(state, total),
        raw=reading.raw,
        at_ms=reading.at_ms,
        confirmed=True,
        pending=None,
    )


def _new_epoch(
    state: RegisterState, reading: RawReading, origin_raw: int, *, keep_former: bool
) -> RegisterState:
    """Continue at a new level: what rose since `origin_raw` counts, the step to it does not."""
    former = None
    if keep_former:
        former = Former(
            state.raw,
            state.at_ms,
            state.total_numerator,
            state.total_denominator,
            fell=origin_raw < state.raw,
        )
    total = Fraction(state.total_numerator, state.total_denominator) + Fraction(
        (reading.raw - origin_raw) * reading.numerator, reading.denominator
    )
    return msgspec.structs.replace(
        _with_total(state, total),
        identity=reading.identity or state.identity,
        numerator=reading.numerator,
        denominator=reading.denominator,
        modulus=reading.modulus,
        epoch=state.epoch + 1,
        raw=reading.raw,
        at_ms=reading.at_ms,
        confirmed=True,
        pending=None,
        former=former,
    )


def _with_total(state: RegisterState, total: Fraction) -> RegisterState:
    if total.denominator > MAX_DENOMINATOR:
        total = Fraction(total.numerator * 10**6 // total.denominator, 10**6)
    return msgspec.structs.replace(
        state, total_numerator=total.numerator, total_denominator=total.denominator
    )


def _allowed_raw(state: RegisterState, elapsed_ms: int, rules: RegisterRules) -> int:
    """Return the largest believable rise in raw steps, rounded up; two steps always are."""
    wh = Fraction(rules.limit_w * rules.margin_percent * elapsed_ms, 100 * HOUR_MS)
    return max(2, _wh_to_raw(state, wh + rules.slack_wh))


def _wh_to_raw(state: RegisterState, wh: Fraction | int) -> int:
    return -(-wh * state.denominator // state.numerator)


def _counted(state: RegisterState | None, verdict: Verdict) -> RegisterState | None:
    if state is None:
        return None
    counts = {**state.counts, verdict: state.counts.get(verdict, 0) + 1}
    return msgspec.structs.replace(state, counts=counts)
