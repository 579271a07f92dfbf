"""Welfare of a trade at the auction's price, exact (thesis 2.8 and 2.9)."""

import re
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Self

from agent.units import MICRO

_DECIMAL = re.compile(r"[0-9]{1,13}(\.[0-9]{1,6})?")
_UINT64_MAX = 2**64 - 1
NAMES = ("a", "b", "c", "omega", "alpha")


def millionths(text: str) -> int:
    """Return a decimal of at most six places ("0.005") in millionths, exactly; ValueError."""
    if not _DECIMAL.fullmatch(text) or (found := int(Decimal(text) * MICRO)) > _UINT64_MAX:
        raise ValueError(
            f"was {text!r}, allowed is a decimal of 0 and above, below 2^64 millionths,"
            " with at most six places"
        )
    return found


@dataclass(frozen=True, slots=True)
class WelfareParameters:
    """The market's cost curve a, b, c and utility curve omega, alpha, in millionths.

    The contract stores the same integers (64 bits each). ValueError: outside 0 to 2^64 - 1.
    """

    a: int
    b: int
    c: int
    omega: int
    alpha: int

    def __post_init__(self) -> None:
        problems = [
            f"{name} was {getattr(self, name)} millionths, allowed is 0 to 2^64 - 1"
            for name in NAMES
            if not 0 <= getattr(self, name) <= _UINT64_MAX
        ]
        if problems:
            raise ValueError("; ".join(problems))

    @classmethod
    def from_decimals(cls, a: str, b: str, c: str, omega: str, alpha: str) -> Self:
        """Return the parameters written as decimals, "0.005" for a.

        ValueError lists each that is not a plain decimal of at most six places.
        """
        problems, found = [], []
        for name, text in zip(NAMES, (a, b, c, omega, alpha), strict=True):
            try:
                found.append(millionths(text))
            except ValueError as refused:
                problems.append(f"{name} {refused}")
        if problems:
            raise ValueError("; ".join(problems))
        return cls(*found)

    @property
    def units_per_currency(self) -> int:
        """How many of the integer units below make one unit of currency.

        10^12, times 2 alpha so that the utility's plateau is whole as well.
        """
        return 10**12 * self._plateau_denominator

    @property
    def _plateau_denominator(self) -> int:
        return max(1, 2 * self.alpha)

    def seller_units(self, price_micro_per_kwh: int, supply_wh: int) -> int:
        """Return `W_S = p0 E' - (a E'^2 + b E' + c)` in units, with E' after oversupply."""
        earned = 1000 * price_micro_per_kwh * supply_wh
        cost = self.a * supply_wh**2 + 1000 * self.b * supply_wh + MICRO * self.c
        return (earned - cost) * self._plateau_denominator

    def buyer_units(self, price_micro_per_kwh: int, energy_wh: int) -> int:
        """Return `W_B = U(E) - p0 E` in units.

        `U(E) = omega E - alpha E^2` below `E = omega / (2 alpha)`, from there on
        `omega^2 / (2 alpha)`, as the thesis prints it. Without alpha the curve never ends.
        """
        scale = self._plateau_denominator
        if 2 * self.alpha * energy_wh < 1000 * self.omega or self.alpha == 0:
            utility = (1000 * self.omega * energy_wh - self.alpha * energy_wh**2) * scale
        else:
            utility = MICRO * self.omega**2
        return utility - 1000 * price_micro_per_kwh * energy_wh * scale

    def seller_welfare(self, price_micro_per_kwh: int, supply_wh: int) -> Fraction:
        """Return `W_S` in currency, exact."""
        return Fraction(self.seller_units(price_micro_per_kwh, supply_wh), self.units_per_currency)

    def buyer_welfare(self, price_micro_per_kwh: int, energy_wh: int) -> Fraction:
        """Return `W_B` in currency, exact."""
        return Fraction(self.buyer_units(price_micro_per_kwh, energy_wh), self.units_per_currency)
