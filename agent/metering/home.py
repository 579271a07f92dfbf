"""The meters of one home as one state: what the core keeps, and the four questions it asks.

`observe` takes a reading in, `status` answers green, red or unknown, `forecast` looks one
delivery interval ahead, and boundary registers come out of `observe` and `tick` once each:
what was given out is frozen, because it gets signed. Only a substitute is followed by a
correction, with a higher revision. Memory is bounded by the windows in the settings.
"""

import msgspec

from agent.metering.forecast import (
    DAY_MS,
    DAYS_LOOKED_BACK,
    Forecast,
    NotEnoughData,
    forecast_interval,
)
from agent.metering.interval import (
    BoundaryRegister,
    Gap,
    IntervalEnergy,
    Point,
    boundary_at_or_after,
    boundary_at_or_before,
    interval_energy,
    register_at,
)
from agent.metering.plausibility import BELIEVED, Outcome
from agent.metering.reading import MeterReading, MeterRole, Quality
from agent.metering.registers import MeterExchange, MeterTrack, gaps, points
from agent.metering.registers import exchange as exchange_meter
from agent.metering.registers import observe as observe_registers
from agent.metering.settings import MeteringSettings, MeterSettings, register_limits
from agent.metering.surplus import Colour, SurplusStatus, judge

MAX_BOUNDARIES = 672
"""Seven days of quarter-hours: the market corrects nothing older."""


class LastPower(msgspec.Struct, frozen=True, array_like=True):
    """A meter's power as last reported, for display."""

    meter: str
    at_ms: int
    power_w: int


class HomeMeters(msgspec.Struct, frozen=True):
    """All that is remembered of the home's meters; JSON round trip by msgspec."""

    tracks: tuple[MeterTrack, ...] = ()
    powers: tuple[LastPower, ...] = ()
    colour: Colour = Colour.UNKNOWN
    boundaries: tuple[BoundaryRegister, ...] = ()
    """Given out so far, oldest first, the newest revision of each."""
    history: tuple[IntervalEnergy, ...] = ()
    unknown_meters: int = 0
    """Readings of meters the settings do not name."""


class Observation(msgspec.Struct, frozen=True):
    """What a reading changed."""

    outcome: Outcome
    boundaries: tuple[BoundaryRegister, ...] = ()
    """To be reported now, oldest first: new ones and corrected substitutes."""


def observe(
    state: HomeMeters,
    reading: MeterReading,
    now_ms: int,
    settings: MeteringSettings,
    *,
    clock_trusted: bool = True,
) -> tuple[HomeMeters, Observation]:
    """Take a reading in.

    Readings dated by an untrusted clock only show their power: registers are cumulative, so
    what they counted arrives with the first trusted one.
    """
    meter = next((m for m in settings.meters if m.meter == reading.meter), None)
    if meter is None or meter.role is not reading.role:
        known = msgspec.structs.replace(state, unknown_meters=state.unknown_meters + 1)
        return known, Observation(Outcome.UNKNOWN_METER)
    if not clock_trusted:
        return _with_power(state, reading, meter, settings), Observation(Outcome.UNTRUSTED_CLOCK)
    if reading.at_ms > now_ms + settings.future_ms:
        return state, Observation(Outcome.FUTURE)
    track = _track(state, reading.meter) or MeterTrack(reading.meter, reading.role)
    track, outcome = observe_registers(track, reading, register_limits(meter, settings))
    state = _with_track(state, track)
    if outcome not in BELIEVED:
        return state, Observation(outcome)
    state = _with_power(state, reading, meter, settings)
    if meter.role is not MeterRole.GRID:
        return state, Observation(outcome)
    state, fresh = _freeze(state, points(track), settings)
    return state, Observation(outcome, fresh)


def exchange(
    state: HomeMeters, event: MeterExchange, settings: MeteringSettings
) -> tuple[HomeMeters, tuple[str, ...]]:
    """Continue on a new meter; the settings already name it. Problems: the state is unchanged."""
    track = _track(state, event.meter)
    meter = next((m for m in settings.meters if m.meter == event.new_meter), None)
    problems = []
    if track is None:
        problems.append(f"Meter {event.meter} has never reported.")
    if meter is None:
        problems.append(f"Meter {event.new_meter} is not in the settings.")
    if event.new_meter != event.meter and _track(state, event.new_meter) is not None:
        problems.append(f"Meter {event.new_meter} is already in use.")
    if track is None or meter is None or problems:
        return state, tuple(problems)
    after, refused = exchange_meter(track, event, register_limits(meter, settings))
    if refused:
        return state, refused
    others = msgspec.structs.replace(
        state, tracks=tuple(t for t in state.tracks if t.meter != event.meter)
    )
    return _with_track(others, after), ()


def tick(
    state: HomeMeters, now_ms: int, settings: MeteringSettings, *, clock_trusted: bool = True
) -> tuple[HomeMeters, tuple[BoundaryRegister, ...]]:
    """Give out substitutes for boundaries whose reading did not come in time.

    A substitute carries the last believed registers: no energy is assumed. Its correction
    follows with the meter's next believed reading.
    """
    track = _grid(state)
    seen = () if track is None else points(track)
    if not clock_trusted or not seen:
        return state, ()
    last = seen[-1]
    due_ms = boundary_at_or_before(
        now_ms - settings.substitute_after_ms, settings.origin_ms, settings.interval_ms
    )
    first_ms = _next_boundary(state, seen, due_ms, settings)
    fresh = tuple(
        _never_below(
            BoundaryRegister(
                boundary, last.import_wh, last.export_wh, Quality.SUBSTITUTE, last.at_ms
            ),
            state.boundaries[-1] if state.boundaries else None,
        )
        for boundary in range(max(first_ms, last.at_ms + 1), due_ms + 1, settings.interval_ms)
    )
    return _remember(state, fresh, settings), fresh


def status(
    state: HomeMeters, now_ms: int, settings: MeteringSettings, *, clock_trusted: bool = True
) -> tuple[HomeMeters, SurplusStatus]:
    """Return the status now; the state remembers the colour for the hysteresis."""
    verdict = judge(state.tracks, state.colour, now_ms, settings, clock_trusted=clock_trusted)
    return msgspec.structs.replace(state, colour=verdict.colour), verdict


def forecast(
    state: HomeMeters, delivery_from_ms: int, now_ms: int, settings: MeteringSettings
) -> Forecast | NotEnoughData:
    """Return what the interval starting at `delivery_from_ms` will draw and give."""
    track = _grid(state)
    seen = () if track is None else points(track)
    if seen and now_ms - seen[-1].at_ms > settings.interval_ms:
        return NotEnoughData("The last reading is too old to expect anything from it.")
    power_w = None
    for last in state.powers:
        fresh = 0 <= now_ms - last.at_ms <= settings.max_age_ms
        if track is not None and last.meter == track.meter and fresh:
            power_w = last.power_w
    return forecast_interval(seen, power_w, state.history, delivery_from_ms, settings)


def boundaries(state: HomeMeters, since_ms: int = 0) -> tuple[BoundaryRegister, ...]:
    """Return the frozen boundary registers not before `since_ms`, oldest first."""
    return tuple(b for b in state.boundaries if b.boundary_ms >= since_ms)


def registers(state: HomeMeters, meter: str | None = None) -> Point | None:
    """Return our registers of a meter (None: the grid meter) as last believed, or None."""
    track = _grid(state) if meter is None else _track(state, meter)
    if track is None or track.level is None:
        return None
    return Point(track.level.at_ms, track.level.import_wh, track.level.export_wh)


def gap_rows(state: HomeMeters, meter: str, settings: MeteringSettings) -> tuple[Gap, ...]:
    """Return the closed gaps of a meter, oldest first."""
    track = _track(state, meter)
    known = next((m for m in settings.meters if m.meter == meter), None)
    if track is None or known is None:
        return ()
    return gaps(track, register_limits(known, settings))


def power_of(state: HomeMeters, meter: str) -> LastPower | None:
    """Return the power a meter last reported, for display."""
    return next((power for power in state.powers if power.meter == meter), None)


def _track(state: HomeMeters, meter: str) -> MeterTrack | None:
    return next((track for track in state.tracks if track.meter == meter), None)


def _grid(state: HomeMeters) -> MeterTrack | None:
    return next((track for track in state.tracks if track.role is MeterRole.GRID), None)


def _with_track(state: HomeMeters, track: MeterTrack) -> HomeMeters:
    others = [known for known in state.tracks if known.meter != track.meter]
    ordered = sorted([*others, track], key=lambda known: known.meter)
    return msgspec.structs.replace(state, tracks=tuple(ordered))


def _with_power(
    state: HomeMeters, reading: MeterReading, meter: MeterSettings, settings: MeteringSettings
) -> HomeMeters:
    """Remember the newest power that the connection can carry (twice over, for short peaks)."""
    power_w = reading.power_w
    top_w = 2 * meter.limit_wh * 3_600_000 // settings.nominal_interval_ms
    known = power_of(state, reading.meter)
    if power_w is None or abs(power_w) > top_w:
        return state
    if known is not None and known.at_ms >= reading.at_ms:
        return state
    others = tuple(power for power in state.powers if power.meter != reading.meter)
    return msgspec.structs.replace(
        state, powers=(*others, LastPower(reading.meter, reading.at_ms, power_w))
    )


def _next_boundary(
    state: HomeMeters, seen: tuple[Point, ...], until_ms: int, settings: MeteringSettings
) -> int:
    """Return the first boundary not yet given out, at most MAX_BOUNDARIES before `until_ms`.

    The first of all is the end of cycle 0: there is no report of a cycle before the market.
    """
    step = settings.interval_ms
    first_ms = max(
        boundary_at_or_after(seen[0].at_ms, settings.origin_ms, step), settings.origin_ms + step
    )
    if state.boundaries:
        first_ms = max(first_ms, state.boundaries[-1].boundary_ms + step)
    oldest_ms = boundary_at_or_after(
        until_ms - (MAX_BOUNDARIES - 1) * step, settings.origin_ms, step
    )
    return max(first_ms, oldest_ms)


def _freeze(
    state: HomeMeters, seen: tuple[Point, ...], settings: MeteringSettings
) -> tuple[HomeMeters, tuple[BoundaryRegister, ...]]:
    """Cut every boundary the readings have reached, and correct substitutes among them."""
    if not seen:
        return state, ()
    revisions = {
        b.boundary_ms: b.revision + 1
        for b in state.boundaries
        if b.quality is Quality.SUBSTITUTE and b.boundary_ms <= seen[-1].at_ms
    }
    first_ms = _next_boundary(state, seen, seen[-1].at_ms, settings)
    wanted = [*revisions, *range(first_ms, seen[-1].at_ms + 1, settings.interval_ms)]
    fresh: list[BoundaryRegister] = []
    for boundary in wanted:
        found = register_at(seen, boundary, settings.tolerance_ms)
        if found is None:
            continue
        known = [b for b in state.boundaries if b.boundary_ms < boundary]
        before = fresh[-1] if fresh else (known[-1] if known else None)
        numbered = msgspec.structs.replace(found, revision=revisions.get(boundary, 1))
        fresh.append(_never_below(numbered, before))
    return _remember(state, tuple(fresh), settings), tuple(fresh)


def _never_below(register: BoundaryRegister, before: BoundaryRegister | None) -> BoundaryRegister:
    """A late reading may lower an interpolation after its neighbour was frozen: hold the level."""
    if before is None:
        return register
    return msgspec.structs.replace(
        register,
        import_wh=max(register.import_wh, before.import_wh),
        export_wh=max(register.export_wh, before.export_wh),
    )


def _remember(
    state: HomeMeters, fresh: tuple[BoundaryRegister, ...], settings: MeteringSettings
) -> HomeMeters:
    if not fresh:
        return state
    known = {b.boundary_ms: b for b in (*state.boundaries, *fresh)}
    kept = tuple(known[ms] for ms in sorted(known))[-MAX_BOUNDARIES:]
    by_start = {interval.from_ms: interval for interval in state.history}
    for end in fresh:
        start = known.get(end.boundary_ms - settings.interval_ms)
        if start is not None:
            by_start[start.boundary_ms] = interval_energy(start, end)
    days = DAYS_LOOKED_BACK * (DAY_MS // settings.nominal_interval_ms)
    history = tuple(by_start[ms] for ms in sorted(by_start))[-days:]
    return msgspec.structs.replace(state, boundaries=kept, history=history)
