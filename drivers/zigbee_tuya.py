"""Tuya datapoints (cluster 0xEF00) to the same values as standard attributes.

Which datapoint means what stands in the device's profile. Signs come in four ways: none, two's
complement, an offset from 0x1999999C or 0x999A, or a datapoint of its own; a late one belongs
to the power before it, so power waits for it as suspect.
"""

from collections.abc import Mapping
from fractions import Fraction

import msgspec

from agent.devices.device import ValueQuality
from drivers.zigbee_frames import TuyaPoint
from drivers.zigbee_power import PhaseValues
from drivers.zigbee_profiles import Encoding, MeterProfile, Quantity, TuyaRule
from drivers.zigbee_scale import Amount, nearest
from drivers.zigbee_values import MeterValues, RegisterValue, signed_values

VALUE_MODULUS = 1 << 32
"""Datapoints of kind 2 have four bytes."""


class TimedPoint(msgspec.Struct, frozen=True):
    """A datapoint and when it came, on a steady clock."""

    point: TuyaPoint
    at_ms: int


class _Packed(msgspec.Struct, frozen=True):
    voltage_mv: int
    current_ma: int
    power_w: int


def tuya_values(
    points: Mapping[int, TimedPoint], profile: MeterProfile, *, invert: bool = False
) -> MeterValues:
    """Return what the newest datapoints of a device say; `points` is by datapoint number."""
    rules = {rule.point: rule for rule in profile.tuya}
    problems: list[str] = []
    imported = _register(points, rules, Quantity.IMPORT, problems)
    exported = _register(points, rules, Quantity.EXPORT, problems)
    phases = _phases(points, rules, problems)
    power = _power(points, rules)
    if power is None:
        known = [p.power_w for p in phases if p.power_w is not None]
        wanted = {r.phase for r in profile.tuya if r.quantity is Quantity.POWER}
        whole = len(known) == len(wanted) and bool(known)
        power = Amount(sum(known), ValueQuality.GOOD) if whole else Amount()
    refused = ""
    if imported is None and exported is None:
        refused = "It has sent no energy register yet; power alone cannot be settled."
    values = MeterValues(
        imported=imported,
        exported=exported,
        power_w=power,
        phases=phases,
        three_phase=profile.phases == 3,
        problems=tuple(problems),
        refused=profile.refused or refused,
    )
    return signed_values(values, profile, invert=invert)


def decoded(rule: TuyaRule, point: TuyaPoint) -> int | None:
    """Return a datapoint's number by its encoding, not yet scaled; None: it has none."""
    value = point.value
    if not isinstance(value, int):
        return None
    match rule.encoding:
        case Encoding.SIGNED if value >= 1 << 31:
            return value - (1 << 32)
        case Encoding.OFFSET_1999999C if value > 0x0FFF_FFFF:
            return value - 0x1999_999C
        case Encoding.PACKED:
            return None
    return value


def packed(value: int | bytes) -> _Packed | None:
    """Return voltage, current and power of the eight packed bytes; None: it is no such thing."""
    if not isinstance(value, bytes) or len(value) < 8:
        return None
    power = int.from_bytes(value[6:8], "big")
    return _Packed(
        voltage_mv=int.from_bytes(value[0:2], "big") * 100,
        current_ma=int.from_bytes(value[3:5], "big"),
        power_w=power - 0x999A if power > 0x7FFF else power,
    )


def _register(
    points: Mapping[int, TimedPoint],
    rules: Mapping[int, TuyaRule],
    quantity: Quantity,
    problems: list[str],
) -> RegisterValue | None:
    for number, rule in rules.items():
        timed = points.get(number)
        if rule.quantity is not quantity or rule.phase or timed is None:
            continue
        raw = decoded(rule, timed.point)
        if raw is None or raw < 0:
            problems.append(f"Datapoint {number} held no register ({timed.point.value!r:.40}).")
            continue
        return RegisterValue(
            raw, rule.multiplier * 1_000, rule.divisor, VALUE_MODULUS, ValueQuality.GOOD
        )
    return None


def _power(points: Mapping[int, TimedPoint], rules: Mapping[int, TuyaRule]) -> Amount | None:
    """Return the total power; None if the profile has no datapoint for it."""
    rule = next((r for r in rules.values() if r.quantity is Quantity.POWER and not r.phase), None)
    if rule is None:
        return None
    timed = points.get(rule.point)
    raw = None if timed is None else decoded(rule, timed.point)
    if timed is None or raw is None:
        return Amount()
    power = nearest(Fraction(raw * rule.multiplier, rule.divisor))
    direction = next((r for r in rules.values() if r.quantity is Quantity.DIRECTION), None)
    if direction is None or power == 0:
        return Amount(power, ValueQuality.GOOD)
    way = points.get(direction.point)
    if way is None:
        return Amount(power, ValueQuality.SUSPECT)
    signed = -abs(power) if way.point.value == direction.giving else abs(power)
    if direction.late and way.at_ms < timed.at_ms:
        return Amount(signed, ValueQuality.SUSPECT)
    return Amount(signed, ValueQuality.GOOD)


def _phases(
    points: Mapping[int, TimedPoint], rules: Mapping[int, TuyaRule], problems: list[str]
) -> tuple[PhaseValues, ...]:
    phases = []
    for number, rule in rules.items():
        timed = points.get(number)
        if rule.encoding is not Encoding.PACKED or timed is None:
            continue
        read = packed(timed.point.value)
        if read is None:
            problems.append(f"Datapoint {number} was not eight packed bytes.")
            continue
        phases.append(
            PhaseValues(rule.phase or "a", read.power_w, read.voltage_mv, read.current_ma, None)
        )
    if phases:
        return tuple(sorted(phases, key=lambda phase: phase.phase))
    voltage, current = (
        _scaled(points, rules, quantity) for quantity in (Quantity.VOLTAGE, Quantity.CURRENT)
    )
    if voltage is None and current is None:
        return ()
    return (PhaseValues("a", None, voltage, current, None),)


def _scaled(
    points: Mapping[int, TimedPoint], rules: Mapping[int, TuyaRule], quantity: Quantity
) -> int | None:
    """Return thousandths of the unit."""
    for number, rule in rules.items():
        timed = points.get(number)
        if rule.quantity is quantity and timed is not None:
            raw = decoded(rule, timed.point)
            return (
                None
                if raw is None
                else nearest(Fraction(raw * rule.multiplier * 1_000, rule.divisor))
            )
    return None
