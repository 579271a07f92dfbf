"""What the metering rules need to know of a home; windows and ages derive from the cycle."""

import msgspec

from agent.metering.plausibility import RegisterLimits
from agent.metering.reading import MeterRole

QUARTER_HOUR_MS = 900_000


class MeterSettings(msgspec.Struct, frozen=True):
    """One meter of the home."""

    meter: str
    role: MeterRole
    limit_wh: int
    """The most it can count in one interval: the market's `limit_wh` for the grid meter."""
    required: bool = True
    """False: its silence does not make the home's status unknown."""
    modulus_wh: int | None = None


class MeteringSettings(msgspec.Struct, frozen=True):
    """Times in real milliseconds, thresholds in watt-hours per interval."""

    origin_ms: int
    interval_ms: int
    nominal_interval_ms: int
    """What an interval stands for: 900 000 also when a demonstration runs it in 20 000."""
    meters: tuple[MeterSettings, ...]
    window_ms: int
    """Surplus is judged over this; a third of a cycle: a kettle does not flip it."""
    max_age_ms: int
    """A meter silent for longer makes the status unknown."""
    tolerance_ms: int
    """A reading this near a boundary makes its registers measured."""
    substitute_after_ms: int
    """Report the last registers when no reading came for this long after a boundary."""
    future_ms: int
    """A reading may be this far ahead of our clock."""
    green_wh: int
    """Net export per interval from which a home turns green."""
    red_wh: int
    """Net export per interval down to which a green home turns red."""


def metering_settings(
    origin_ms: int,
    interval_ms: int,
    meters: tuple[MeterSettings, ...],
    *,
    nominal_interval_ms: int = QUARTER_HOUR_MS,
) -> MeteringSettings:
    """Return the settings with defaults in proportion to the cycle; ValueError lists all problems.

    Our choices, not measurements: window a third and allowed age a fifth of a cycle (5 and 3
    minutes of 15), a substitute one cycle before the market's deadline of 4 cycles, green
    from 25 Wh per interval (100 W, more than the error of a 1 Wh register over the window),
    red at 0. A reading is near a boundary within a thirtieth of a cycle (30 s of 15 min).
    """
    problems = _problems(interval_ms, nominal_interval_ms, meters)
    if problems:
        raise ValueError(" ".join(problems))
    return MeteringSettings(
        origin_ms=origin_ms,
        interval_ms=interval_ms,
        nominal_interval_ms=nominal_interval_ms,
        meters=meters,
        window_ms=interval_ms // 3,
        max_age_ms=interval_ms // 5,
        tolerance_ms=interval_ms // 30,
        substitute_after_ms=3 * interval_ms,
        future_ms=max(interval_ms // 30, 1_000),
        green_wh=25,
        red_wh=0,
    )


def _problems(
    interval_ms: int, nominal_interval_ms: int, meters: tuple[MeterSettings, ...]
) -> list[str]:
    problems = [
        f"{name} {given} ms is not 1 000 ms or more."
        for name, given in (("interval", interval_ms), ("nominal interval", nominal_interval_ms))
        if given < 1_000
    ]
    grid = [m.meter for m in meters if m.role is MeterRole.GRID]
    if len(grid) != 1:
        problems.append(f"A home has one grid meter; given: {', '.join(grid) or 'none'}.")
    if len({m.meter for m in meters}) != len(meters):
        problems.append("Two meters have the same name.")
    problems += [
        f"Meter {m.meter}: limit {m.limit_wh} Wh per interval is not above 0."
        for m in meters
        if m.limit_wh <= 0
    ]
    return problems


def register_limits(meter: MeterSettings, settings: MeteringSettings) -> RegisterLimits:
    """Return what this meter's registers may do."""
    return RegisterLimits(
        limit_wh=meter.limit_wh,
        interval_ms=settings.interval_ms,
        modulus_wh=meter.modulus_wh,
        keep_ms=2 * settings.interval_ms,
        gap_after_ms=settings.max_age_ms,
    )


def average_power_w(energy_wh: int, span_ms: int, settings: MeteringSettings) -> int:
    """Return the power that makes `energy_wh` in `span_ms`, in the time the interval stands for.

    Rounded towards zero. In a demonstration 20 seconds carry the energy of a quarter-hour.
    """
    scaled = abs(energy_wh) * 3_600_000 * settings.interval_ms
    power = scaled // (span_ms * settings.nominal_interval_ms)
    return power if energy_wh >= 0 else -power
