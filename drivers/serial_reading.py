"""What a meter said becomes a reading of its place in the home; what is not new is refused."""

import msgspec

from agent.metering.reading import MeterReading, MeterRole
from agent.units import EnergyWh, PowerW, UnixMs
from drivers.serial_frame import MeterSaid, Reason, Rejected


class Place(msgspec.Struct, frozen=True):
    """Where a meter stands, and how it was put there."""

    meter: str
    """The name its readings carry."""
    role: MeterRole
    invert: bool = False
    """Its import and export have changed places (wired the other way round)."""
    meter_id: str | None = None
    """The number it must have; None: whichever is on the line."""


def reading(said: MeterSaid, place: Place, at_ms: int) -> MeterReading:
    """Return the reading, in the agent's directions.

    Every role: import is what is taken from the network, export what is given to it. The
    power of a generation meter is positive when something is made, as its reading has it.
    """
    into, out, power_w = said.import_wh, said.export_wh, said.power_w
    if place.invert:
        into, out = out, into
        power_w = None if power_w is None else -power_w
    if place.role is MeterRole.GENERATION and power_w is not None:
        power_w = -power_w
    return MeterReading(
        meter=place.meter,
        role=place.role,
        at_ms=UnixMs(at_ms),
        import_wh=EnergyWh(into),
        export_wh=EnergyWh(out),
        power_w=None if power_w is None else PowerW(power_w),
    )


class Freshness:
    """Says what is no new reading of the expected meter."""

    def __init__(self, meter_id: str | None) -> None:
        self._expected = meter_id
        self._last: MeterSaid | None = None

    @property
    def last(self) -> MeterSaid | None:
        """What the meter said last."""
        return self._last

    def judge(self, said: MeterSaid) -> Rejected | None:
        """Return why it does not count, or None.

        A meter (or a box between it and us) that repeats itself, clock and all, says nothing
        new: taken for fresh, it would hide that the registers stand still.
        """
        if self._expected is not None and said.meter_id != self._expected:
            return Rejected(Reason.OTHER_METER, f"{said.meter_id} instead of {self._expected}")
        before, self._last = self._last, said
        if said.clock_s is not None and before == said:
            return Rejected(Reason.REPEATED, f"its clock says {said.clock_s} again")
        return None
