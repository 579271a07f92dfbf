"""Device registers become our own: monotonic, compensated, never a spike, never negative.

Only two things add energy: a rise from the last believed reading that the connection can have
carried in the time between, or an installer's meter exchange. Everything else (a register that
ran backwards or fell to zero, a jump beyond the connection's capacity, two different readings
of one instant) is not believed: it counts as silence, and the energy comes back by itself when
a believable reading follows, because registers are cumulative. A wrong level is never adopted
because it persists; persistence is what a broken meter is good at. The single exception is
the very first reading, which needs a second one that agrees with it.

Readings may repeat and come in any order within the time kept: the result is that of the
sorted readings. Older ones are late and change nothing.
"""

from bisect import bisect_left

import msgspec

from agent.metering.interval import Gap, Point, gap_between
from agent.metering.plausibility import (
    BELIEVED,
    MAX_REGISTER_WH,
    Entry,
    Level,
    Outcome,
    RegisterLimits,
    step,
)
from agent.metering.reading import MeterReading, MeterRole

MAX_ENTRIES = 2_048
"""Bound of memory per meter: two quarter-hours of a meter that reports every second."""

MAX_GAPS = 32
"""Rows kept of gaps older than the readings kept."""


class MeterTrack(msgspec.Struct, frozen=True):
    """Everything remembered of one meter; JSON round trip by msgspec."""

    meter: str
    role: MeterRole
    anchor: Level | None = None
    """The level before the entries kept."""
    floor_ms: int = -1
    """Readings up to here are folded into the anchor."""
    entries: tuple[Entry, ...] = ()
    level: Level | None = None
    gaps: tuple[Gap, ...] = ()
    """Gap rows older than the entries kept."""
    counts: dict[str, int] = {}
    """Readings by outcome, since the beginning. Never changed in place."""


class MeterExchange(msgspec.Struct, frozen=True):
    """An installer replaced a meter: the old one's last and the new one's first registers."""

    meter: str
    new_meter: str
    """May equal `meter`: the same device with its registers reset."""
    at_ms: int
    last_import_wh: int
    last_export_wh: int
    first_import_wh: int
    first_export_wh: int


def observe(
    track: MeterTrack, reading: MeterReading, limits: RegisterLimits
) -> tuple[MeterTrack, Outcome]:
    """Return the track with the reading taken in, and what became of the reading.

    A reading already known changes nothing but its count.
    """
    track, outcome = _take_in(track, reading, limits)
    counts = {**track.counts, outcome: track.counts.get(outcome, 0) + 1}
    return msgspec.structs.replace(_evict(track, limits), counts=counts), outcome


def _take_in(
    track: MeterTrack, reading: MeterReading, limits: RegisterLimits
) -> tuple[MeterTrack, Outcome]:
    top = MAX_REGISTER_WH if limits.modulus_wh is None else limits.modulus_wh - 1
    if not (0 <= reading.import_wh <= top and 0 <= reading.export_wh <= top):
        return track, Outcome.IMPOSSIBLE
    if reading.at_ms <= track.floor_ms:
        return track, Outcome.LATE
    fresh = Entry(int(reading.at_ms), reading.import_wh, reading.export_wh, Outcome.ACCEPTED)
    entries = track.entries
    place = bisect_left(entries, fresh.at_ms, key=lambda entry: entry.at_ms)
    if place < len(entries) and entries[place].at_ms == fresh.at_ms:
        known = entries[place]
        if known.outcome is Outcome.CONFLICT:
            return track, Outcome.CONFLICT
        if _same_registers(known, fresh):
            return track, Outcome.DUPLICATE
        marked = msgspec.structs.replace(known, outcome=Outcome.CONFLICT)
        entries = (*entries[:place], marked, *entries[place + 1 :])
        return _refold(track, entries, limits), Outcome.CONFLICT
    if place == len(entries) and track.level is not None and track.level.confirmed:
        level, judged = step(track.level, fresh, limits)
        return msgspec.structs.replace(track, entries=(*entries, judged), level=level), (
            judged.outcome
        )
    track = _refold(track, (*entries[:place], fresh, *entries[place:]), limits)
    return track, track.entries[place].outcome


def _same_registers(one: Entry, other: Entry) -> bool:
    return (one.device_import_wh, one.device_export_wh) == (
        other.device_import_wh,
        other.device_export_wh,
    )


def _refold(track: MeterTrack, entries: tuple[Entry, ...], limits: RegisterLimits) -> MeterTrack:
    """Judge the sorted entries again from the anchor on: arrival order must not matter."""
    level, anchor = track.anchor, track.anchor
    judged: list[Entry] = []
    for entry in entries:
        if entry.outcome is Outcome.CONFLICT:
            judged.append(entry)
            continue
        level, verdict = step(level, entry, limits)
        if verdict.outcome is Outcome.FIRST:  # what was taken for the first was wrong
            anchor = None
            judged = [_disbelieve(earlier) for earlier in judged]
        judged.append(verdict)
    return msgspec.structs.replace(track, anchor=anchor, entries=tuple(judged), level=level)


def _disbelieve(entry: Entry) -> Entry:
    if entry.outcome in BELIEVED:
        return msgspec.structs.replace(entry, outcome=Outcome.IMPLAUSIBLE)
    return entry


def _evict(track: MeterTrack, limits: RegisterLimits) -> MeterTrack:
    """Fold entries that nothing looks at any more into the anchor."""
    entries = track.entries
    if not entries:
        return track
    oldest_ms = entries[-1].at_ms - limits.keep_ms
    first = max(
        bisect_left(entries, oldest_ms, key=lambda entry: entry.at_ms), len(entries) - MAX_ENTRIES
    )
    if first <= 0:
        return track
    gone = msgspec.structs.replace(track, entries=entries[:first])
    folded = _refold(gone, gone.entries, limits)
    rows = (*track.gaps, *_gaps_within(folded, limits))[-MAX_GAPS:]
    track = msgspec.structs.replace(
        track,
        anchor=folded.level,
        floor_ms=entries[first - 1].at_ms,
        entries=entries[first:],
        gaps=rows,
    )
    if folded.level is None or folded.level.confirmed:
        return track
    return _refold(track, track.entries, limits)  # an unconfirmed anchor may be contradicted


def points(track: MeterTrack) -> tuple[Point, ...]:
    """Return the believed readings kept, oldest first, in our registers; empty until confirmed."""
    if track.level is None or not track.level.confirmed:
        return ()
    before: tuple[Point, ...] = ()
    if track.anchor is not None:
        anchor = track.anchor
        before = (Point(anchor.at_ms, anchor.import_wh, anchor.export_wh),)
    return before + tuple(
        Point(entry.at_ms, entry.import_wh, entry.export_wh)
        for entry in track.entries
        if entry.outcome in BELIEVED
    )


def gaps(track: MeterTrack, limits: RegisterLimits) -> tuple[Gap, ...]:
    """Return the gap rows of this meter, oldest first: closed gaps only, the energy is known."""
    return track.gaps + _gaps_within(track, limits)


def _gaps_within(track: MeterTrack, limits: RegisterLimits) -> tuple[Gap, ...]:
    if track.level is None or not track.level.confirmed:
        return ()
    rows: list[Gap] = []
    before: Point | None = None
    if track.anchor is not None:
        before = Point(track.anchor.at_ms, track.anchor.import_wh, track.anchor.export_wh)
    cause = "silence"
    for entry in track.entries:
        if entry.outcome not in BELIEVED:
            cause = entry.outcome.value
            continue
        now = Point(entry.at_ms, entry.import_wh, entry.export_wh)
        if before is not None and now.at_ms - before.at_ms > limits.gap_after_ms:
            rows.append(gap_between(before, now, cause))
        before, cause = now, "silence"
    return tuple(rows)


def exchange(
    track: MeterTrack, event: MeterExchange, limits: RegisterLimits
) -> tuple[MeterTrack, tuple[str, ...]]:
    """Continue our registers on a new device; the problems (track unchanged) if it cannot be.

    What the old device counted after its last believed reading is added; the new device's
    first register is the level its readings are compared with. Readings after the exchange
    that were not believed are judged again.
    """
    before = tuple(e for e in track.entries if e.at_ms < event.at_ms)
    after = tuple(e for e in track.entries if e.at_ms > event.at_ms)
    folded = _refold(track, before, limits)
    level = folded.level
    if level is None:
        return track, (f"Meter {track.meter} has no reading before the exchange.",)
    problems = _exchange_problems(level, track.level or level, event)
    if problems:
        return track, problems
    anchor = Level(
        event.at_ms,
        event.first_import_wh,
        event.first_export_wh,
        level.import_wh + event.last_import_wh - level.device_import_wh,
        level.export_wh + event.last_export_wh - level.device_export_wh,
        confirmed=True,
    )
    rows = (*track.gaps, *_gaps_within(folded, limits))[-MAX_GAPS:]
    track = msgspec.structs.replace(
        track, meter=event.new_meter, anchor=anchor, floor_ms=event.at_ms, gaps=rows
    )
    return _refold(track, after, limits), ()


def _exchange_problems(level: Level, newest: Level, event: MeterExchange) -> tuple[str, ...]:
    problems = []
    if event.at_ms < newest.at_ms:
        problems.append(
            f"The exchange at {event.at_ms} ms is before the last believed reading"
            f" at {newest.at_ms} ms."
        )
    named = (
        ("last import", event.last_import_wh, level.device_import_wh),
        ("last export", event.last_export_wh, level.device_export_wh),
        ("first import", event.first_import_wh, 0),
        ("first export", event.first_export_wh, 0),
    )
    for name, given, least in named:
        if not least <= given <= MAX_REGISTER_WH:
            problems.append(f"The {name} register {given} Wh is not {least} Wh or more.")
    return tuple(problems)
