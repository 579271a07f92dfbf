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
from drivers.zigbee_power import PhaseValues, read_phases, read_power
from drivers.zigbee_profiles import METERING, MeterProfile, Quantity
from drivers.zigbee_scale import Amount, AttributeKey, Reader, Scaled, bcd_number, nearest

__all__ = [
    "Amount",
    "AttributeKey",
    "MeterValues",
    "PhaseValues",
    "RegisterValue",
    "meter_values",
    "signed_values",
]

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
    reader = Reader(attributes, profile, endpoint)
    imported, exported, refused = _registers(reader)
    phases = read_phases(reader)
    three = profile.phases == 3 or (
        profile.phases is None
        and (three_phase or any(p.phase != "a" and (p.voltage_mv or p.power_w) for p in phases))
    )
    power = _source_power(reader, attributes)
    if power is None:
        power = read_power(reader, phases if three else (), electricity=not refused)
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


def _no_register(reader: Reader) -> str:
    hidden = [p for p in reader.problems if "hides the scale of its energy" in p]
    if hidden:
        return hidden[0]
    return "It has sent no energy register yet; power alone cannot be settled."


def _registers(
    reader: Reader,
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


def _raw_register(reader: Reader, attribute: int, *, bcd: bool) -> tuple[int, int | None] | None:
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


def _serial(reader: Reader) -> str:
    sent = reader.sent(METERING, 0x0308)
    if sent is None or not isinstance(sent.value, bytes):
        return ""
    return sent.value.strip(b"\0 \xff").decode("utf-8", "backslashreplace")


def _source_value(
    reader: Reader,
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
    reader: Reader,
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
    reader: Reader, attributes: Mapping[AttributeKey, AttributeValue]
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
