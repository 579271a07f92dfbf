"""The score of a buyer and a seller, exact and as an integer that ranks alike (Algorithm 4).

| d within D(B) | d within D(S) | score |
|---|---|---|
| yes | yes | `price * m` |
| yes | no | `price * (m + rS) / 2` |
| no | yes | `price * (m + rB) / 2` |
| no | no | `price * (m + rB + rS) / 3` |

with `price = P(B) - d C_d` if `P(B) >= P(S)`, else 1, `m = (W_S + W_B) / 2`, `rB = D(B) / d`,
`rS = D(S) / d`. A ratio is used only where d is outside a preference. A distance of zero is
within every preference, so nothing is ever divided by zero. (The thesis's equations 4.2-4.4
multiply where its Algorithm 4 averages; its Appendix B follows Algorithm 4.)
"""

from dataclasses import dataclass
from fractions import Fraction

from agent.market.welfare import WelfareParameters

PRICE_UNITS = 10**9
"""Units of `price` in one unit of currency: micro-currency times mm per m."""
PARTS = 12
"""Common denominator of the table: halves of m, and halves and thirds of sums."""


@dataclass(frozen=True, slots=True)
class Party:
    """A winner as scoring and matching see it."""

    order_id: int
    vertex: int
    reserve_micro_per_kwh: int
    reach_mm: int
    """The distance preference."""
    welfare_units: int
    energy_wh: int


@dataclass(frozen=True, slots=True)
class Scale:
    """What turns parties and a distance into a rank."""

    charge_micro_per_m: int
    units_per_currency: int
    spread: int
    """At least the square of the longest distance, see `rank`."""

    @classmethod
    def of(cls, charge_micro_per_m: int, welfare: WelfareParameters, longest_mm: int) -> "Scale":
        """Return the scale for distances up to `longest_mm`."""
        spread = 1 << (2 * longest_mm.bit_length())
        return cls(charge_micro_per_m, welfare.units_per_currency, spread)


def rank(buyer: Party, seller: Party, distance_mm: int, scale: Scale) -> int:
    """Return an integer that orders pairs exactly as their scores do.

    It is `floor(score * 12 * 10^9 * units_per_currency * spread)`. The scores, so multiplied
    but for `spread`, are fractions whose denominator is 1 or the distance d in mm. Two of them
    that differ do so by at least 1 / (d1 d2), and `spread >= d1 d2`, so the products differ by
    at least 1 and their floors keep the order; equal scores have equal floors.
    """
    price = PRICE_UNITS
    if buyer.reserve_micro_per_kwh >= seller.reserve_micro_per_kwh:
        price = 1000 * buyer.reserve_micro_per_kwh - distance_mm * scale.charge_micro_per_m
    welfare = buyer.welfare_units + seller.welfare_units
    near_buyer = distance_mm <= buyer.reach_mm
    near_seller = distance_mm <= seller.reach_mm
    if near_buyer and near_seller:
        return price * 6 * welfare * scale.spread
    if near_buyer:
        parts = 3 * welfare * distance_mm + 6 * seller.reach_mm * scale.units_per_currency
    elif near_seller:
        parts = 3 * welfare * distance_mm + 6 * buyer.reach_mm * scale.units_per_currency
    else:
        reach = buyer.reach_mm + seller.reach_mm
        parts = 2 * welfare * distance_mm + 4 * reach * scale.units_per_currency
    return price * parts * scale.spread // distance_mm


def score(
    buyer: Party,
    seller: Party,
    distance_mm: int,
    charge_micro_per_m: int,
    units_per_currency: int,
) -> Fraction:
    """Return the score itself, exact, in the thesis's units (currency, kWh, m)."""
    price = Fraction(1)
    if buyer.reserve_micro_per_kwh >= seller.reserve_micro_per_kwh:
        micro = 1000 * buyer.reserve_micro_per_kwh - distance_mm * charge_micro_per_m
        price = Fraction(micro, PRICE_UNITS)
    terms = [Fraction(buyer.welfare_units + seller.welfare_units, 2 * units_per_currency)]
    terms += [
        Fraction(party.reach_mm, distance_mm)
        for party in (buyer, seller)
        if distance_mm > party.reach_mm
    ]
    return price * sum(terms) / len(terms)
