"""Raw attributes and a profile to watt-hours, watts, millivolts and milliamperes.

Metering (ZCL 8, 10.4) counts raw x multiplier / divisor kWh, ElectricalMeasurement (4.9) has a
pair of factors per quantity. A factor that is missing or 0 comes from the profile or the value
is refused in words: it is never guessed. Delivered (0x0000) is import; a negative demand or
active power is given to the grid. Registers stay raw integers with their scale as a fraction,
so that rounding neither loses nor makes energy; whole watt-hours are taken at the very end.
"""

from collections.abc import Mapping
from fractions import Fraction

import msgspec

from agent.devices.device import ValueQuality
from drivers.zigbee_frames import FIXED_BYTES, AttributeValue, aqara_tags
from drivers.zigbee_profiles import (
    ELECTRICAL,
    METERING,
    MeterProfile,
    PowerFrom,
    Quantity,
    ScaleRule,
    attribute_rule,
)

AttributeKey = tuple[int, int, int]
"""Endpoint, cluster, attribute."""

INT16 = 0x29

FLOAT_STEPS = 1_000
"""A floating-point register becomes a whole number of thousandths of its unit."""

UNITS = {
    0x01: "cubic metres (gas or water)",
    0x02: "cubic feet (gas or water)",
    0x03: "hundreds of cubic feet (gas or water)",
    0x04: "US gallons (water)",
    0x05: "imperial gallons (water)",
    0x06: "British thermal units (heat)",
    0x07: "litres (water)",
    0x08: "kilopascals, gauge",
    0x09: "kilopascals, absolute",
    0x0A: "thousands of cubic feet (gas)",
    0x0B: "nothing (unitless)",
    0x0C: "megajoules (heat)",
    0x0D: "kvar (reactive energy)",
}
"""ZCL 8, table 10-72; 0x80 more is the same in BCD. 0x00 is kWh."""


class Amount(msgspec.Struct, frozen=True):
    """A momentary value; None with INVALID: the device has none."""

    value: int | None = None
    quality: ValueQuality = ValueQuality.INVALID


class RegisterValue(msgspec.Struct, frozen=True):
    """A cumulative register as the device holds it; raw x numerator / denominator is Wh."""

    raw: int
    numerator: int
    denominator: int
    modulus: int | None
    """The raw register goes from modulus - 1 to 0; None: not known."""
    quality: ValueQuality

    @property
    def whole_wh(self) -> int:
        """The register in whole watt-hours, rounded down."""
        return self.raw * self.numerator // self.denominator


class PhaseValues(msgspec.Struct, frozen=True):
    """One phase: a, b or c."""

    phase: str
    power_w: int | None
    voltage_mv: int | None
    current_ma: int | None
    power_factor_percent: int | None


class MeterValues(msgspec.Struct, frozen=True):
    """What a meter says, signs and scale as the rest of the agent has them."""

    imported: RegisterValue | None = None
    exported: RegisterValue | None = None
    power_w: Amount = Amount()
    """Positive: drawn from the grid, or into the device behind a plug."""
    phases: tuple[PhaseValues, ...] = ()
    three_phase: bool = False
    serial: str = ""
    """Meter serial number (0x0308): another one is another meter."""
    problems: tuple[str, ...] = ()
    """Sentences for the installer; what they name was left out, or assumed."""
    refused: str = ""
    """Why this cannot be used as a meter; empty: it can."""


class Scaled(msgspec.Struct, frozen=True):
    """A scale and where it came from."""

    numerator: int
    denominator: int
    quality: ValueQuality

    def rounded(self, raw: int, per_unit: int) -> int:
        """Return raw in 1/per_unit of the unit, rounded to the nearest, halves away from 0."""
        return nearest(Fraction(raw * self.numerator * per_unit, self.denominator))


class _Reader:
    """The attributes of one meter with its profile; collects the problems."""

    def __init__(
        self,
        attributes: Mapping[AttributeKey, AttributeValue],
        profile: MeterProfile,
        endpoint: int,
    ) -> None:
        self._attributes = attributes
        self.profile = profile
        self._endpoint = endpoint
        self.problems: list[str] = []

    def sent(self, cluster: int, attribute: int) -> AttributeValue | None:
        """Return what was sent, unless the profile calls it a phantom."""
        rule = attribute_rule(self.profile, cluster, attribute)
        if rule is not None and rule.how == "ignore":
            return None
        if self.profile.phases == 1 and cluster == ELECTRICAL and 0x0900 <= attribute < 0x0B00:
            return None
        return self._attributes.get((self._endpoint, cluster, attribute))

    def whole(self, cluster: int, attribute: int) -> int | None:
        """Return a whole number; None for no value and for those the profile calls none."""
        sent = self.sent(cluster, attribute)
        if sent is None or not isinstance(sent.value, int):
            return None
        rule = attribute_rule(self.profile, cluster, attribute)
        return None if rule is not None and sent.value in rule.invalid else sent.value

    def any_sent(self, cluster: int) -> bool:
        return any(key[:2] == (self._endpoint, cluster) for key in self._attributes)

    def scale(
        self, rule: ScaleRule | None, pairs: tuple[tuple[int, int, int], ...], what: str
    ) -> Scaled | None:
        """Return a scale: the profile's if it forces one, the device's, the profile's, none."""
        if rule is not None and rule.force:
            return Scaled(rule.multiplier, rule.divisor, ValueQuality.GOOD)
        for cluster, multiplier, divisor in pairs:
            up, down = self.whole(cluster, multiplier), self.whole(cluster, divisor)
            if up is not None and down is not None and up > 0 and down > 0:
                extra = 1 if rule is None else rule.extra_divisor
                return Scaled(up, down * extra, ValueQuality.GOOD)
        if rule is not None:
            self.problems.append(
                f"The device does not say the scale of its {what};"
                f" {rule.multiplier}/{rule.divisor} from profile {self.profile.name} was assumed."
            )
            divisor = rule.divisor * rule.extra_divisor
            return Scaled(rule.multiplier, divisor, ValueQuality.ASSUMED)
        self.problems.append(self._hidden(pairs[0], what))
        return None

    def _hidden(self, pair: tuple[int, int, int], what: str) -> str:
        cluster, multiplier, divisor = pair
        said = " and ".join(
            f"{name} {'missing' if value is None else value}"
            for name, value in (
                ("multiplier", self.whole(cluster, multiplier)),
                ("divisor", self.whole(cluster, divisor)),
            )
        )
        return (
            f"The device hides the scale of its {what} ({said}): the numbers may be 10, 100 or"
            " 1 000 times too large, so they are not used. A profile with its scale would help."
        )


def nearest(value: Fraction) -> int:
    """Return the nearest whole number, halves away from zero."""
    whole = (2 * abs(value.numerator) + value.denominator) // (2 * value.denominator)
    return whole if value >= 0 else -whole


def meter_values(
    attributes: Mapping[AttributeKey, AttributeValue],
    profile: MeterProfile,
    endpoint: int,
    *,
    invert: bool = False,
    three_phase: bool = False,
) -> MeterValues:
    """Return what the attributes of one meter say.

    `attributes` holds the newest value of each, without those too old to go together; `invert`
    is the installer's tick; `three_phase`: phase B or C had a value before.
    """
    reader = _Reader(attributes, profile, endpoint)
    imported, exported, refused = _registers(reader)
    phases = _phases(reader)
    three = profile.phases == 3 or (
        profile.phases is None
        and (three_phase or any(p.phase != "a" and (p.voltage_mv or p.power_w) for p in phases))
    )
    power = _source_power(reader, attributes)
    if power is None:
        power = _power(reader, phases if three else (), electricity=not refused)
    if profile.source:
        imported, exported = _source_registers(reader, attributes, imported, exported)
    if imported is not None or exported is not None:
        refused = ""
    elif not refused:
        refused = _no_register(reader)
    return signed_values(
        MeterValues(
            imported=imported,
            exported=exported,
            power_w=power,
            phases=phases if three else phases[:1],
            three_phase=three,
            serial=_serial(reader),
            problems=tuple(dict.fromkeys(reader.problems)),
            refused=profile.refused or refused,
        ),
        profile,
        invert=invert,
    )


def _no_register(reader: _Reader) -> str:
    hidden = [p for p in reader.problems if "hides the scale of its energy" in p]
    if hidden:
        return hidden[0]
    return "It has sent no energy register yet; power alone cannot be settled."


def _registers(
    reader: _Reader,
) -> tuple[RegisterValue | None, RegisterValue | None, str]:
    """Return (import, export, why it is no electricity meter)."""
    if not reader.any_sent(METERING):
        return None, None, ""
    unit = reader.whole(METERING, 0x0300)
    device_type = reader.whole(METERING, 0x0306)
    if unit is not None and unit & 0x7F != 0:
        name = UNITS.get(unit & 0x7F, f"unit {unit:#04x}")
        return None, None, f"It counts {name}, not kWh: it is no electricity meter."
    if device_type is not None and device_type in {1, 2, 3, 4}:
        kind = {1: "gas", 2: "water", 3: "heat", 4: "pressure"}[device_type]
        return None, None, f"It calls itself a {kind} meter: it is no electricity meter."
    raws = [_raw_register(reader, attribute, bcd=unit == 0x80) for attribute in (0, 1)]
    if raws == [None, None]:
        return None, None, ""
    scale = reader.scale(reader.profile.scale.energy, ((METERING, 0x0301, 0x0302),), "energy")
    if scale is None:
        return None, None, ""
    quality = scale.quality
    if unit is None:
        quality = ValueQuality.ASSUMED
        reader.problems.append("The device does not say its unit; kWh was assumed.")
    made = [
        None
        if raw is None
        else RegisterValue(raw[0], scale.numerator * 1_000, scale.denominator, raw[1], quality)
        for raw in raws
    ]
    return made[0], made[1], ""


def _raw_register(reader: _Reader, attribute: int, *, bcd: bool) -> tuple[int, int | None] | None:
    """Return (raw, modulus) of a summation, or None without a usable value."""
    raw = reader.whole(METERING, attribute)
    sent = reader.sent(METERING, attribute)
    if raw is None or sent is None:
        return None
    if raw < 0:
        reader.problems.append(f"Register {attribute:#06x} was below zero ({raw}); not used.")
        return None
    bits = 8 * FIXED_BYTES.get(sent.type_id, 0)
    if not bcd:
        return raw, 1 << bits if _unsigned(sent) else None
    digits = bcd_number(raw)
    if digits is None:
        reader.problems.append(f"Register {attribute:#06x} was {raw:#x}, which is no BCD number.")
        return None
    return digits, 10 ** (bits // 4) if _unsigned(sent) else None


def bcd_number(raw: int) -> int | None:
    """Return the number whose decimal digits are the raw value's half-bytes; None: they are not."""
    text = f"{raw:x}"
    return int(text) if text.isdigit() else None


def _serial(reader: _Reader) -> str:
    sent = reader.sent(METERING, 0x0308)
    if sent is None or not isinstance(sent.value, bytes):
        return ""
    return sent.value.strip(b"\0 \xff").decode("utf-8", "backslashreplace")


_POWER_PAIRS = ((ELECTRICAL, 0x0604, 0x0605), (ELECTRICAL, 0x0402, 0x0403))


def _phases(reader: _Reader) -> tuple[PhaseValues, ...]:
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


def _power(reader: _Reader, phases: tuple[PhaseValues, ...], *, electricity: bool) -> Amount:
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


def _demand(reader: _Reader) -> Amount | None:
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


def _active(reader: _Reader, phases: tuple[PhaseValues, ...]) -> Amount | None:
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


def _power_quality(reader: _Reader) -> ValueQuality:
    known = len(reader.problems)
    scale = reader.scale(reader.profile.scale.power, _POWER_PAIRS, "active power")
    del reader.problems[known:]
    return ValueQuality.INVALID if scale is None else scale.quality


def _apparent(reader: _Reader) -> Amount:
    raw = reader.whole(ELECTRICAL, 0x050F)
    if raw is None:
        return Amount()
    scale = reader.scale(reader.profile.scale.power, _POWER_PAIRS, "apparent power")
    return Amount() if scale is None else Amount(scale.rounded(raw, 1), ValueQuality.ASSUMED)


def _agreed(reader: _Reader, demand: Amount, active: Amount) -> Amount:
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


def _source_value(
    reader: _Reader,
    attributes: Mapping[AttributeKey, AttributeValue],
    quantity: Quantity,
) -> tuple[int, Scaled, int | None] | None:
    """Return (raw, scale, modulus) of a quantity that stands elsewhere; the first with a value."""
    for source in reader.profile.source:
        if source.quantity is not quantity:
            continue
        sent = attributes.get((source.endpoint, source.cluster, source.attribute))
        if sent is not None and source.tag is not None:
            tags = aqara_tags(sent.value) if isinstance(sent.value, bytes) else ()
            sent = next((tag for tag in tags if tag.attribute == source.tag), None)
        if sent is None:
            continue
        if isinstance(sent.value, float):
            scale = Scaled(source.multiplier, source.divisor * FLOAT_STEPS, ValueQuality.GOOD)
            return nearest(Fraction(sent.value) * FLOAT_STEPS), scale, None
        if isinstance(sent.value, int):
            modulus = 1 << (8 * FIXED_BYTES[sent.type_id]) if _unsigned(sent) else None
            return sent.value, Scaled(source.multiplier, source.divisor, ValueQuality.GOOD), modulus
    return None


def _unsigned(sent: AttributeValue) -> bool:
    return 0x20 <= sent.type_id <= 0x27


def _source_registers(
    reader: _Reader,
    attributes: Mapping[AttributeKey, AttributeValue],
    imported: RegisterValue | None,
    exported: RegisterValue | None,
) -> tuple[RegisterValue | None, RegisterValue | None]:
    made = []
    for quantity, usual in ((Quantity.IMPORT, imported), (Quantity.EXPORT, exported)):
        found = _source_value(reader, attributes, quantity)
        if found is None:
            made.append(usual)
        elif found[0] < 0:
            reader.problems.append(f"The {quantity} register was below zero; not used.")
            made.append(None)
        else:
            raw, scale, modulus = found
            made.append(
                RegisterValue(
                    raw, scale.numerator * 1_000, scale.denominator, modulus, scale.quality
                )
            )
    return made[0], made[1]


def _source_power(
    reader: _Reader, attributes: Mapping[AttributeKey, AttributeValue]
) -> Amount | None:
    found = _source_value(reader, attributes, Quantity.POWER)
    if found is None:
        return None
    return Amount(found[1].rounded(found[0], 1), ValueQuality.GOOD)


def signed_values(values: MeterValues, profile: MeterProfile, *, invert: bool) -> MeterValues:
    """Turn import and export round if profile or installer say so; both at once cancel out."""
    problems = values.problems
    power = values.power_w
    if profile.abs_only and power.value is not None:
        power = Amount(abs(power.value), power.quality)
        problems += (
            "Its power has no sign: it cannot tell drawing from giving; its registers can.",
        )
    turned = msgspec.structs.replace(values, power_w=power, problems=problems)
    if invert is profile.invert:
        return turned
    return msgspec.structs.replace(
        turned,
        imported=values.exported,
        exported=values.imported,
        power_w=Amount(None if power.value is None else -power.value, power.quality),
        phases=tuple(
            msgspec.structs.replace(p, power_w=None if p.power_w is None else -p.power_w)
            for p in values.phases
        ),
    )
