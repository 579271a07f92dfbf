"""The meter beside a battery: from its two registers to reports that lose and repeat nothing.

`in` is energy into the battery (the meter's import register: what is stored was produced), `out`
is energy out of it (the export register: what is taken was consumed). Both only rise; both
directions within one interval are both reported, because each has its own producer or consumer.

Energy in belongs to the configured producer, or is shared by the trades delivered in its interval,
or is the owner's. Energy out belongs to the consumption sessions that were open when it flowed,
oldest first, never more than a session holds. What no session covers is nobody else's: only a
session of the owner, even one opened later, can take it; until then it stays open and is shown. A
report of the actual energy, which says what is physically left, takes it off the unit's account.
(Thesis on storage units, chapters 4 and 5; the split of one meter's energy by time is ours.)
"""

from collections.abc import Iterable, Sequence

import msgspec

from agent.metering.interval import boundary_at_or_after, boundary_at_or_before
from agent.roles.words import format_kwh

MAX_PORTIONS = 200
"""Kept apart until they are reported; beyond it the two oldest become one."""
JOINED_PART = 15
"""Portions of up to a fifteenth of an interval (a minute) are one: when it flowed stays known."""
MAX_INTERVALS = 96
"""A silence longer than a day of quarter-hours is not spread over more intervals than this."""
PAUSES_S = (10, 30, 120, 600, 3_600)
"""Between two tries of a report that the contract refused."""
MOST_LOST_PERMILLE = 250
"""Charging, discharging and standing together lose less than this of what goes through."""


class Portion(msgspec.Struct, frozen=True, array_like=True):
    """Energy in one direction within one market interval, not yet reported."""

    from_ms: int
    to_ms: int
    wh: int


class Share(msgspec.Struct, frozen=True, array_like=True):
    """Energy and whose it is."""

    party: str
    wh: int


class OpenSession(msgspec.Struct, frozen=True):
    """What attribution needs to know of a consumption session."""

    consumer: str
    energy_wh: int
    opened_ms: int
    expires_ms: int


class Consumption(msgspec.Struct, frozen=True):
    """Energy out that one session takes, and what remains."""

    session: OpenSession
    taken: tuple[Portion, ...]
    rest: tuple[Portion, ...]

    @property
    def wh(self) -> int:
        """What is to be reported."""
        return total_wh(self.taken)


def total_wh(portions: Iterable[Portion | Share]) -> int:
    """Return the energy of all of them."""
    return sum(portion.wh for portion in portions)


def portions_of(
    from_ms: int, to_ms: int, wh: int, origin_ms: int, interval_ms: int
) -> tuple[Portion, ...]:
    """Spread a rise evenly over the market intervals it spans; the sum is exact.

    Cut at the intervals' boundaries, each cumulative sum rounded down, as boundary registers are.
    """
    if wh <= 0:
        return ()
    newest = boundary_at_or_before(to_ms, origin_ms, interval_ms)
    first = boundary_at_or_after(from_ms + 1, origin_ms, interval_ms)
    first = max(first, newest - MAX_INTERVALS * interval_ms)
    cuts = [at for at in range(first, newest + 1, interval_ms) if from_ms < at < to_ms]
    found: list[Portion] = []
    begin_ms, given = from_ms, 0
    for end_ms in (*cuts, to_ms):
        until = wh if end_ms == to_ms else wh * (end_ms - from_ms) // (to_ms - from_ms)
        if until > given:
            found.append(Portion(begin_ms, end_ms, until - given))
        begin_ms, given = end_ms, until
    return tuple(found)


def joined(
    portions: Sequence[Portion],
    fresh: Sequence[Portion],
    origin_ms: int,
    interval_ms: int,
    cut_ms: int = -1,
) -> tuple[Portion, ...]:
    """Append portions; one joins the last where minute and sessions are the same.

    `cut_ms` is when the newest session opened: energy from before is not mixed with later energy.
    """
    after = list(portions)
    for one in fresh:
        last = after[-1] if after else None
        if (
            last is not None
            and _interval(last, origin_ms, interval_ms) == _interval(one, origin_ms, interval_ms)
            and one.to_ms - last.from_ms <= interval_ms // JOINED_PART
            and not last.from_ms < cut_ms < one.to_ms
        ):
            after[-1] = Portion(last.from_ms, one.to_ms, last.wh + one.wh)
        else:
            after.append(one)
    while len(after) > MAX_PORTIONS:
        first, second, *rest = after
        after = [Portion(first.from_ms, second.to_ms, first.wh + second.wh), *rest]
    return tuple(after)


def _interval(portion: Portion, origin_ms: int, interval_ms: int) -> int:
    return (portion.from_ms - origin_ms) // interval_ms


# Who produced.


def shared_by_trades(wh: int, trades: Sequence[Share], owner: str) -> tuple[Share, ...]:
    """Share energy by the trades delivered in its interval; what they did not bring is the owner's.

    With less energy than was traded each gets its part rounded down, and the watt-hours left over
    go to the largest remainders (ties: to the smaller address).
    """
    traded = merged(share for share in trades if share.wh > 0)
    whole = total_wh(traded)
    if whole <= wh:
        return merged([*traded, *([Share(owner, wh - whole)] if wh > whole else [])])
    parts = {share.party: wh * share.wh // whole for share in traded}
    by_remainder = sorted(traded, key=lambda share: (-(wh * share.wh % whole), share.party))
    for share in by_remainder[: wh - sum(parts.values())]:
        parts[share.party] += 1
    return tuple(Share(party, part) for party, part in sorted(parts.items()) if part)


def merged(shares: Iterable[Share]) -> tuple[Share, ...]:
    """Add up what belongs to the same party; in the order of first appearance."""
    sums: dict[str, int] = {}
    for share in shares:
        sums[share.party] = sums.get(share.party, 0) + share.wh
    return tuple(Share(party, wh) for party, wh in sums.items())


# Who consumed.


def next_consumption(
    portions: Sequence[Portion], sessions: Sequence[OpenSession], owner: str, now_ms: int
) -> Consumption | None:
    """Return what the oldest session that can take something takes; None: no session can.

    A session takes energy that flowed while it was open, never more than it holds; the owner's
    takes what flowed before as well, but only after every other session had its turn. A session
    past its time takes nothing any more.
    """
    alive = sorted(
        (one for one in sessions if one.energy_wh > 0 and now_ms < one.expires_ms),
        key=lambda one: one.opened_ms,
    )
    for session in alive:
        taken, rest = _taken(portions, session, session.opened_ms)
        if taken:
            return Consumption(session, taken, rest)
    for session in alive:
        if session.consumer == owner:
            taken, rest = _taken(portions, session, None)
            if taken:
                return Consumption(session, taken, rest)
    return None


def _taken(
    portions: Sequence[Portion], session: OpenSession, since_ms: int | None
) -> tuple[tuple[Portion, ...], tuple[Portion, ...]]:
    left = session.energy_wh
    taken: list[Portion] = []
    rest: list[Portion] = []
    for portion in portions:
        before, inside = (None, portion) if since_ms is None else _split(portion, since_ms)
        if before is not None:
            rest.append(before)
        if inside is None:
            continue
        part = min(left, inside.wh)
        left -= part
        if part:
            taken.append(Portion(inside.from_ms, inside.to_ms, part))
        if part < inside.wh:
            rest.append(Portion(inside.from_ms, inside.to_ms, inside.wh - part))
    return tuple(taken), tuple(rest)


def _split(portion: Portion, at_ms: int) -> tuple[Portion | None, Portion | None]:
    """Cut in time; what falls behind the cut is rounded down, in favour of the consumer."""
    if portion.to_ms <= at_ms:
        return portion, None
    if portion.from_ms >= at_ms:
        return None, portion
    behind = portion.wh * (portion.to_ms - at_ms) // (portion.to_ms - portion.from_ms)
    before = portion.wh - behind
    return (
        Portion(portion.from_ms, at_ms, before) if before else None,
        Portion(at_ms, portion.to_ms, behind) if behind else None,
    )


def put_back(portions: Sequence[Portion], taken: Sequence[Portion]) -> tuple[Portion, ...]:
    """Return energy of a report that was not accepted to its place in time."""
    sums: dict[tuple[int, int], int] = {}
    for one in (*taken, *portions):
        key = (one.from_ms, one.to_ms)
        sums[key] = sums.get(key, 0) + one.wh
    return tuple(Portion(begin, end, wh) for (begin, end), wh in sorted(sums.items()))


def divided(
    portions: Sequence[Portion], sessions: Sequence[OpenSession], owner: str, now_ms: int
) -> tuple[tuple[Portion, ...], tuple[Portion, ...]]:
    """Return what sessions will take of the energy out, and what left without a session."""
    covered: list[Portion] = []
    rest, left = tuple(portions), list(sessions)
    while (found := next_consumption(rest, left, owner, now_ms)) is not None:
        covered += found.taken
        rest = found.rest
        left.remove(found.session)
        fewer_wh = found.session.energy_wh - found.wh
        left.append(msgspec.structs.replace(found.session, energy_wh=fewer_wh))
    return put_back((), covered), rest


def pause_ms(failures: int) -> int:
    """Return how long to wait after so many failures in a row (at least one)."""
    return PAUSES_S[min(failures, len(PAUSES_S)) - 1] * 1_000


# What is really in the battery.


def charge_wh(permille: int, capacity_wh: int) -> int:
    """Return the energy at a state of charge, rounded half up."""
    return (permille * capacity_wh + 500) // 1_000


class ChargeMark(msgspec.Struct, frozen=True):
    """A state of charge that was believed, and the registers at that moment."""

    at_ms: int
    wh: int
    in_wh: int
    out_wh: int


def contradiction(
    mark: ChargeMark | None,
    wh: int,
    in_wh: int,
    out_wh: int,
    *,
    capacity_wh: int,
    tolerance_wh: int,
) -> str:
    """Say why a state of charge cannot be, by what the meter counted since the mark; empty: it can.

    Between nothing and a quarter of what went through is lost on the way; the tolerance stands for
    the error of a state of charge.
    """
    if mark is None:
        return ""
    through_in, through_out = in_wh - mark.in_wh, out_wh - mark.out_wh
    lost = (through_in + through_out) * MOST_LOST_PERMILLE // 1_000
    high = min(mark.wh + through_in - through_out, capacity_wh)
    low = max(mark.wh + through_in - through_out - lost, 0)
    if low - tolerance_wh <= wh <= max(high, 0) + tolerance_wh:
        return ""
    expected = format_kwh(low) if low >= high else f"{format_kwh(low)} to {format_kwh(high)}"
    return (
        f"The battery says it holds {format_kwh(wh)}; by its meter ({format_kwh(through_in)} in,"
        f" {format_kwh(through_out)} out since it was last compared) it should be {expected}"
    )


def losses(booked_wh: int, actual_wh: int, through_in_wh: int, uncovered: int) -> str:
    """Explain the difference between what the contract holds and what the battery holds."""
    difference = booked_wh - actual_wh
    if difference == 0:
        return f"The battery holds {format_kwh(actual_wh)}, as the contract does."
    said = f"The battery holds {format_kwh(actual_wh)}, the contract {format_kwh(booked_wh)}"
    if difference < 0:
        return (
            f"{said}: {format_kwh(-difference)} more, which was in it before reporting began or was"
            " believed lost."
        )
    parts = []
    if uncovered:
        parts.append(f"{format_kwh(min(uncovered, difference))} left the battery without a session")
    lost = difference - min(uncovered, difference)
    if lost:
        share = f", {lost * 100 // through_in_wh} % of what went in" if through_in_wh else ""
        parts.append(f"{format_kwh(lost)} were lost in charging, discharging and standing{share}")
    return f"{said}: {format_kwh(difference)} less; " + ", ".join(parts) + "."
