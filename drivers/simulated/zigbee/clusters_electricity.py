"""Metering (ZCL 8, 10.4) and Electrical Measurement (4.9) over a virtual meter.

What a device says of its scale and how it really counts are two things here, since on real
devices they are: `raw_per_kwh` is how it counts, `multiplier` and `divisor` are what it says
(None: the attribute is not there).
"""

from collections.abc import Callable
from dataclasses import dataclass

from drivers.simulated.zigbee import zcl_types as t
from drivers.simulated.zigbee.nodes.energy import MWMS_PER_KWH, Meter, Register
from drivers.simulated.zigbee.zcl_cluster import Attribute, Cluster
from drivers.simulated.zigbee.zcl_types import Value

METERING, ELECTRICAL = 0x0702, 0x0B04
PHASE_BASES = (0x0500, 0x0900, 0x0A00)
"""Attributes of phase A, B, C: voltage +5, current +8, power +B, apparent +F, factor +10."""


@dataclass(slots=True)
class MeteringScale:
    """How Metering counts and what it says about it; `raw_per_kwh` may change (new firmware)."""

    raw_per_kwh: int = 1_000
    demand_per_kw: int | None = None
    """None: as `raw_per_kwh`, as the standard has it."""
    multiplier: int | None = 1
    divisor: int | None = 1_000
    summation_type: int = t.U48
    unit: int = 0x00


def metering(
    meter: Meter,
    scale: MeteringScale | None = None,
    *,
    received: bool = False,
    demand: bool = True,
    serial: bytes | None = b"GH00000001",
) -> Cluster:
    """Return Metering; `received`: it also counts what is given to the grid."""
    scale = scale or MeteringScale()
    found = {
        0x0000: Attribute(scale.summation_type, read=summation(meter.imported, scale)),
        0x0200: Attribute(t.MAP8, 0),
        0x0300: Attribute(t.ENUM8, scale.unit, reportable=False),
        0x0303: Attribute(t.MAP8, 0x2B, reportable=False),  # 5 digits before, 3 after the point
        0x0304: Attribute(t.MAP8, 0x2B, reportable=False),
        0x0306: Attribute(t.MAP8, 0x00, reportable=False),
    }
    if received:
        found[0x0001] = Attribute(scale.summation_type, read=summation(meter.exported, scale))
    if scale.multiplier is not None:
        found[0x0301] = Attribute(t.U24, scale.multiplier, reportable=False)
    if scale.divisor is not None:
        found[0x0302] = Attribute(t.U24, scale.divisor, reportable=False)
    if serial is not None:
        found[0x0308] = Attribute(t.OCTETS, serial, reportable=False)
    if demand:
        found[0x0400] = Attribute(t.S24, read=_demand(meter, scale))
    return Cluster(METERING, {(0, number): one for number, one in found.items()})


def _demand(meter: Meter, scale: MeteringScale) -> Callable[[int], Value]:
    def read(now_ms: int) -> Value:
        per_kw = scale.raw_per_kwh if scale.demand_per_kw is None else scale.demand_per_kw
        return scaled_power(meter.power_mw, t.S24, per_kw, 10**6)(now_ms)

    return read


def summation(register: Register, scale: MeteringScale) -> Callable[[int], Value]:
    """Return the register in raw units, rounded down; it rolls over at the type's width."""

    def read(now_ms: int) -> int:
        raw = register.mwms(now_ms) * scale.raw_per_kwh // MWMS_PER_KWH
        return t.wrapped(scale.summation_type, raw)

    return read


def scaled_power(
    power_mw: Callable[[int], int], type_id: int, numerator: int, denominator: int
) -> Callable[[int], Value]:
    """Return milliwatts x numerator / denominator, rounded towards 0, clipped to the type."""

    def read(now_ms: int) -> int:
        power = power_mw(now_ms)
        size = abs(power) * numerator // denominator
        return t.clipped(type_id, size if power >= 0 else -size)

    return read


@dataclass(frozen=True, slots=True)
class ElectricalScale:
    """What Electrical Measurement says: each pair None is "not there"."""

    power: tuple[int | None, int | None] = (1, 1)
    voltage: tuple[int | None, int | None] = (1, 10)
    current: tuple[int | None, int | None] = (1, 1_000)
    counts_power: int = 1
    """Raw units per watt, volt and ampere as the device really counts."""
    counts_voltage: int = 10
    counts_current: int = 1_000


def electrical(
    meter: Meter, scale: ElectricalScale | None = None, *, phases: int = 1, totals: bool = False
) -> Cluster:
    """Return Electrical Measurement with one or three phases."""
    scale = scale or ElectricalScale()
    found = {
        0x0000: Attribute(t.MAP32, 0x09 if phases == 1 else 0x3F, reportable=False),
        0x0300: Attribute(t.U16, 50),
        0x0400: Attribute(t.U16, 1, reportable=False),
        0x0401: Attribute(t.U16, 1, reportable=False),
    }
    if totals:
        total = scaled_power(meter.power_mw, t.S32, scale.counts_power, 1_000)
        found[0x0304] = Attribute(t.S32, read=total)
        found[0x0402] = Attribute(t.U32, scale.power[0] or 0, reportable=False)
        found[0x0403] = Attribute(t.U32, scale.power[1] or 0, reportable=False)
    pairs = ((0x0600, scale.voltage), (0x0602, scale.current), (0x0604, scale.power))
    for first, pair in pairs:
        for number, value in enumerate(pair, start=first):
            if value is not None:
                found[number] = Attribute(t.U16, value, reportable=False)
    for phase in range(phases):
        found |= _phase(meter, scale, phase, phases)
    return Cluster(ELECTRICAL, {(0, number): one for number, one in found.items()})


def _phase(meter: Meter, scale: ElectricalScale, phase: int, phases: int) -> dict[int, Attribute]:
    base = PHASE_BASES[phase]

    def power_mw(now_ms: int) -> int:
        return meter.phase_mw(phase, phases, now_ms)

    def voltage(_now: int) -> Value:
        return t.clipped(t.U16, meter.voltage_mv * scale.counts_voltage // 1_000)

    def current(now_ms: int) -> Value:
        # A = W / V, with mW and mV: the thousandths cancel.
        if not meter.voltage_mv:
            return 0
        raw = abs(power_mw(now_ms)) * scale.counts_current // meter.voltage_mv
        return t.clipped(t.U16, raw)

    def apparent(now_ms: int) -> Value:
        return t.clipped(t.U16, abs(power_mw(now_ms)) * scale.counts_power // 1_000)

    return {
        base + 0x05: Attribute(t.U16, read=voltage),
        base + 0x08: Attribute(t.U16, read=current),
        base + 0x0B: Attribute(
            t.S16, read=scaled_power(power_mw, t.S16, scale.counts_power, 1_000)
        ),
        base + 0x0F: Attribute(t.U16, read=apparent),
        base + 0x10: Attribute(t.S8, 100),
    }
