"""Power, voltage and current of a meter: which attribute says them, and which one is right.

Demand (Metering 0x0400) has 24 bits and the meter's own scale; active power (ElectricalMeasurement
0x050B) 16 bits that end at 32 767. Phase A is 0x05xx, B 0x09xx, C 0x0Axx, the total 0x0304.
"""

from fractions import Fraction

import msgspec

from agent.devices.device import ValueQuality
from drivers.zigbee_profiles import ELECTRICAL, METERING, PowerFrom
from drivers.zigbee_scale import Amount, Reader, bcd_number

INT16 = 0x29


class PhaseValues(msgspec.Struct, frozen=True):
    """One phase: a, b or c."""

    phase: str
    power_w: int | None
    voltage_mv: int | None
    current_ma: int | None
    power_factor_percent: int | None


_POWER_PAIRS = ((ELECTRICAL, 0x0604, 0x0605), (ELECTRICAL, 0x0402, 0x0403))


def read_phases(reader: Reader) -> tuple[PhaseValues, ...]:
    """Return the phases that have a value; phase A first (0x05xx, 0x09xx, 0x0Axx)."""
    scales = reader.profile.scale
    base = {"a": 0x0500, "b": 0x0900, "c": 0x0A00}
    listed = {
        name: [reader.whole(ELECTRICAL, at + offset) for offset in (0x0B, 0x05, 0x08, 0x10)]
        for name, at in base.items()
    }
    columns = list(zip(*listed.values(), strict=True))
    # a scale is asked for only where there is something to scale: no problem without a value
    made = [
        reader.scale(rule, pairs, what) if any(v is not None for v in column) else None
        for column, rule, pairs, what in zip(
            columns[:3],
            (scales.power, scales.voltage, scales.current),
            (_POWER_PAIRS, ((ELECTRICAL, 0x0600, 0x0601),), ((ELECTRICAL, 0x0602, 0x0603),)),
            ("active power", "voltage", "current"),
            strict=True,
        )
    ]
    per_unit = (1, 1_000, 1_000)
    phases = []
    for name, raws in listed.items():
        if all(raw is None for raw in raws):
            continue
        power, voltage, current = (
            None if raw is None or scale is None else scale.rounded(raw, unit)
            for raw, scale, unit in zip(raws[:3], made, per_unit, strict=True)
        )
        factor = raws[3] if raws[3] is not None and -100 <= raws[3] <= 100 else None
        phases.append(PhaseValues(name, power, voltage, current, factor))
    return tuple(phases)


def read_power(reader: Reader, phases: tuple[PhaseValues, ...], *, electricity: bool) -> Amount:
    """Return the power, from demand or active power as the profile has it."""
    profile = reader.profile
    if profile.power_from is PowerFrom.APPARENT:
        return _apparent(reader)
    demand = active = None
    if profile.power_from is not PowerFrom.ACTIVE and electricity:
        demand = _demand(reader)
    if profile.power_from is not PowerFrom.DEMAND:
        active = _active(reader, phases)
    if demand is None or active is None:
        return demand or active or Amount()
    if demand.value is None or active.value is None:
        return active if demand.value is None else demand
    return _agreed(reader, demand, active)


def _demand(reader: Reader) -> Amount | None:
    raw = reader.whole(METERING, 0x0400)
    if raw is None:
        return Amount() if reader.sent(METERING, 0x0400) is not None else None
    if reader.whole(METERING, 0x0300) == 0x80:
        digits = bcd_number(abs(raw))
        if digits is None:
            reader.problems.append(f"The demand was {raw:#x}, which is no BCD number.")
            return Amount()
        raw = digits if raw >= 0 else -digits
    scales = reader.profile.scale
    known = len(reader.problems)
    scale = reader.scale(scales.demand or scales.energy, ((METERING, 0x0301, 0x0302),), "demand")
    if scale is None:
        if any("scale of its energy" in p for p in reader.problems[:known]):
            del reader.problems[known:]  # one cause, one sentence
        return None
    return Amount(scale.rounded(raw, 1_000), scale.quality)


def _active(reader: Reader, phases: tuple[PhaseValues, ...]) -> Amount | None:
    """Return total active power, else the sum of all three phases, else that of the only one."""
    rule = reader.profile.scale.power
    total = reader.whole(ELECTRICAL, 0x0304)
    only = reader.whole(ELECTRICAL, 0x050B)
    if phases or (only is None and total is not None):
        if total is not None:
            scale = reader.scale(rule, (_POWER_PAIRS[1], _POWER_PAIRS[0]), "total active power")
            return None if scale is None else Amount(scale.rounded(total, 1), scale.quality)
        known = [phase.power_w for phase in phases if phase.power_w is not None]
        if len(known) == 3:
            quality = ValueQuality.GOOD
            if rule is not None and not rule.force:
                quality = _power_quality(reader)
            return Amount(sum(known), quality)
        if known:
            reader.problems.append(
                f"Only {len(known)} of 3 phases gave a power; no total is known."
            )
        return Amount()
    if only is None:
        return Amount() if reader.sent(ELECTRICAL, 0x050B) is not None else None
    known_problems = len(reader.problems)
    scale = reader.scale(rule, _POWER_PAIRS, "active power")
    del reader.problems[known_problems:]  # the phases have said it
    return None if scale is None else Amount(scale.rounded(only, 1), scale.quality)


def _power_quality(reader: Reader) -> ValueQuality:
    known = len(reader.problems)
    scale = reader.scale(reader.profile.scale.power, _POWER_PAIRS, "active power")
    del reader.problems[known:]
    return ValueQuality.INVALID if scale is None else scale.quality


def _apparent(reader: Reader) -> Amount:
    raw = reader.whole(ELECTRICAL, 0x050F)
    if raw is None:
        return Amount()
    scale = reader.scale(reader.profile.scale.power, _POWER_PAIRS, "apparent power")
    return Amount() if scale is None else Amount(scale.rounded(raw, 1), ValueQuality.ASSUMED)


def _agreed(reader: Reader, demand: Amount, active: Amount) -> Amount:
    """Return the power of two that should be one.

    Both are samples of different moments, so only a wrong sign, a decimal point out of place or
    a clipped int16 tell anything.
    """
    one, other = demand.value or 0, active.value or 0
    raw, sent = reader.whole(ELECTRICAL, 0x050B), reader.sent(ELECTRICAL, 0x050B)
    if raw is not None and sent is not None and sent.type_id == INT16 and abs(raw) >= 0x7FFF:
        return demand  # active power is at the end of its 16 bits
    if min(abs(one), abs(other)) < 50:
        return demand
    if (one > 0) is not (other > 0):
        reader.problems.append(
            f"Demand says {one} W and active power {other} W: one of them has a wrong sign."
        )
        return Amount(one, ValueQuality.SUSPECT)
    ratio = Fraction(max(abs(one), abs(other)), min(abs(one), abs(other)))
    for factor in (10, 100, 1_000):
        if abs(ratio - factor) * 10 <= factor:
            reader.problems.append(
                f"Demand says {one} W and active power {other} W: one is scaled {factor} times"
                " too large."
            )
            return Amount(one, ValueQuality.SUSPECT)
    return demand if demand.quality is ValueQuality.GOOD else active
