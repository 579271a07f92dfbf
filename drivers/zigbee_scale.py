"""The attributes of one meter with its profile: raw numbers, and the scale each of them has."""

from collections.abc import Mapping
from fractions import Fraction

import msgspec

from agent.devices.device import ValueQuality
from drivers.zigbee_frames import AttributeValue
from drivers.zigbee_profiles import ELECTRICAL, How, MeterProfile, ScaleRule, attribute_rule

AttributeKey = tuple[int, int, int]
"""Endpoint, cluster, attribute."""


class Amount(msgspec.Struct, frozen=True):
    """A momentary value; None with INVALID: the device has none."""

    value: int | None = None
    quality: ValueQuality = ValueQuality.INVALID


class Scaled(msgspec.Struct, frozen=True):
    """A scale and where it came from."""

    numerator: int
    denominator: int
    quality: ValueQuality

    def rounded(self, raw: int, per_unit: int) -> int:
        """Return raw in 1/per_unit of the unit, rounded to the nearest, halves away from 0."""
        return nearest(Fraction(raw * self.numerator * per_unit, self.denominator))


class Reader:
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
        if rule is not None and rule.how is How.IGNORE:
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


def bcd_number(raw: int) -> int | None:
    """Return the number whose decimal digits are the raw value's half-bytes; None: they are not."""
    text = f"{raw:x}"
    return int(text) if text.isdigit() else None
