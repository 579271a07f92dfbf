"""Registers at boundaries, energies of intervals, and gaps as rows.

One register value per boundary, so that the energies of neighbouring intervals telescope: their
sum is the register difference, to the watt-hour. Boundaries are counted in UTC milliseconds
from the market's genesis; days of 23 or 25 hours do not exist here.
"""

from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise

import msgspec

from agent.metering.reading import Quality


class Point(msgspec.Struct, frozen=True, array_like=True):
    """A believed reading in our own registers."""

    at_ms: int
    import_wh: int
    export_wh: int


class Gap(msgspec.Struct, frozen=True):
    """A time without believed readings, and the energy the registers recovered for it."""

    from_ms: int
    to_ms: int
    cause: str
    """`silence`, or the outcome for which readings in between were not believed."""
    import_wh: int
    export_wh: int
    quality: Quality
    """How the energy is spread over the gap: always estimated; its sum is measured."""


class BoundaryRegister(msgspec.Struct, frozen=True):
    """The settlement meter's registers at the end of a cycle, as a delivery report freezes them."""

    boundary_ms: int
    import_wh: int
    export_wh: int
    quality: Quality
    meter_time_ms: int
    """Time of the newest reading the values rest on."""
    revision: int = 1
    """Grows when a substitute is corrected by a reading."""


class IntervalEnergy(msgspec.Struct, frozen=True, array_like=True):
    """The energy of one interval."""

    from_ms: int
    to_ms: int
    import_wh: int
    export_wh: int
    quality: Quality


def gap_between(before: Point, after: Point, cause: str) -> Gap:
    """Return the gap row between two believed readings."""
    return Gap(
        before.at_ms,
        after.at_ms,
        cause,
        after.import_wh - before.import_wh,
        after.export_wh - before.export_wh,
        Quality.ESTIMATED,
    )


def boundary_at_or_before(at_ms: int, origin_ms: int, interval_ms: int) -> int:
    """Return the last boundary not after `at_ms` (also for times before the origin)."""
    return origin_ms + (at_ms - origin_ms) // interval_ms * interval_ms


def boundary_at_or_after(at_ms: int, origin_ms: int, interval_ms: int) -> int:
    """Return the first boundary not before `at_ms`."""
    return origin_ms + -(-(at_ms - origin_ms) // interval_ms) * interval_ms


def register_at(
    points: Sequence[Point], boundary_ms: int, tolerance_ms: int
) -> BoundaryRegister | None:
    """Return the registers at `boundary_ms`; None before the first or after the last point.

    A point on the boundary gives its registers. Between two points the registers are
    interpolated linearly and rounded down, which keeps them monotonic. Measured when the
    nearer point is within `tolerance_ms`, estimated when it is further away.
    """
    place = bisect_left(points, boundary_ms, key=lambda point: point.at_ms)
    if place == len(points):
        return None
    after = points[place]
    if after.at_ms == boundary_ms:
        return BoundaryRegister(
            boundary_ms, after.import_wh, after.export_wh, Quality.MEASURED, after.at_ms
        )
    if place == 0:
        return None
    before = points[place - 1]
    elapsed, span = boundary_ms - before.at_ms, after.at_ms - before.at_ms
    near = min(elapsed, after.at_ms - boundary_ms) <= tolerance_ms
    return BoundaryRegister(
        boundary_ms,
        before.import_wh + (after.import_wh - before.import_wh) * elapsed // span,
        before.export_wh + (after.export_wh - before.export_wh) * elapsed // span,
        Quality.MEASURED if near else Quality.ESTIMATED,
        after.at_ms,
    )


_WORST_FIRST = (Quality.SUBSTITUTE, Quality.ESTIMATED, Quality.MEASURED)


def interval_energy(start: BoundaryRegister, end: BoundaryRegister) -> IntervalEnergy:
    """Return the energy between two boundaries; as good as the worse of the two."""
    quality = next(q for q in _WORST_FIRST if q in {start.quality, end.quality})
    return IntervalEnergy(
        start.boundary_ms,
        end.boundary_ms,
        end.import_wh - start.import_wh,
        end.export_wh - start.export_wh,
        quality,
    )


def intervals(
    points: Sequence[Point], origin_ms: int, interval_ms: int, tolerance_ms: int
) -> tuple[IntervalEnergy, ...]:
    """Return the energies of all whole intervals the points cover, oldest first."""
    if not points:
        return ()
    first = boundary_at_or_after(points[0].at_ms, origin_ms, interval_ms)
    registers = [
        register
        for boundary in range(first, points[-1].at_ms + 1, interval_ms)
        if (register := register_at(points, boundary, tolerance_ms)) is not None
    ]
    return tuple(interval_energy(start, end) for start, end in pairwise(registers))
