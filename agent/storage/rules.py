"""What minting and burning cost, who is paid, what a session holds: thesis on storage units, 4.1-4.4.

ENT, eEuro, prices, costs and shares are integers of 10⁻¹⁸, energies whole watt-hours; 1 ENT stands
for 1 kWh. Every rounding is against the creation of value: what is minted rounds down, what is
burned or locked rounds up, and who rounds away less than 10⁻¹⁸ is named at the function.

The thesis writes R = |KWH - ENT| · C. Here R is the cost of ENT that no energy stands behind
(ENT above KWH), for which it was made; where more energy is kept than ENT go round, nothing is
missing and R is 0. With the absolute value, R would enlarge such a surplus with every kWh and
then itself, up to M and B, without end.
"""

from dataclasses import dataclass

from agent.storage.amounts import ATTO

ATTO_PER_WH = ATTO // 1_000
"""ENT that stand for one watt-hour."""

MAX_COST = 10 * ATTO
"""R is never above 10 ENT per kWh, whatever is missing."""

MAX_REPORT_WH = 10**9
"""Most that one report of energy in or out may name: 1 GWh."""

MAX_UNIT_WH = 10**12
"""Most that one unit may hold: 1 TWh."""


@dataclass(frozen=True)
class Parameters:
    """M, B, C, H and F; the thesis' defaults."""

    mint_cap: int = ATTO // 2
    """M, ENT per kWh: minting never costs more. 0 to 1 ENT."""
    burn_cap: int = ATTO // 2
    """B, ENT per kWh: burning never costs more. 0 to 10 ENT."""
    slope: int = ATTO // 20
    """C: cost per kWh for each ENT that is missing. Above 0, at most 1."""
    validity_s: int = 7_200
    """H: so long a session holds. 1 to 168 hours."""
    owner_share: int = ATTO // 5
    """F: the unit owner's part of what is minted. 0 to 1."""


@dataclass(frozen=True)
class Totals:
    """All energy in all units, all ENT, and R as it was last fixed."""

    energy_wh: int = 0
    ent: int = 0
    cost: int = 0

    @property
    def missing(self) -> int:
        """ENT that no energy stands behind."""
        return max(self.ent - self.energy_wh * ATTO_PER_WH, 0)


def mint_cost(totals: Totals, parameters: Parameters) -> int:
    """Return what minting costs now, ENT per kWh."""
    return min(totals.cost, parameters.mint_cap)


def burn_cost(totals: Totals, parameters: Parameters) -> int:
    """Return what burning costs now, ENT per kWh."""
    return min(totals.cost, parameters.burn_cap)


def moved(totals: Totals, parameters: Parameters, energy_wh: int, ent: int) -> Totals:
    """Return the totals after a change of both.

    R is fixed (rounded up) when more is missing than before, kept while less is missing, and 0
    when nothing is: so equilibrium comes after 1/C kWh, not asymptotically.
    """
    after = Totals(totals.energy_wh + energy_wh, totals.ent + ent, totals.cost)
    cost = totals.cost
    if after.missing == 0:
        cost = 0
    elif after.missing > totals.missing:
        cost = min(_ceil(after.missing * parameters.slope, ATTO), MAX_COST)
    return Totals(after.energy_wh, after.ent, cost)


def minted(totals: Totals, parameters: Parameters, energy_wh: int) -> int:
    """Return the ENT that this energy mints: 1 - R per kWh until nothing is missing, then 1."""
    cost = _ceil(energy_wh * mint_cost(totals, parameters), 1_000)
    return energy_wh * ATTO_PER_WH - min(cost, totals.missing)


def shares(amount: int, parameters: Parameters) -> tuple[int, int]:
    """Return (producer's, owner's) part of minted ENT; the owner's is rounded down."""
    owner = amount * parameters.owner_share // ATTO
    return amount - owner, owner


def due(totals: Totals, parameters: Parameters, energy_wh: int) -> int:
    """Return the ENT that consuming this energy costs: 1 + R per kWh until nothing is missing."""
    cost = _ceil(energy_wh * burn_cost(totals, parameters), 1_000)
    return energy_wh * ATTO_PER_WH + min(cost, totals.missing)


def burned(totals: Totals, parameters: Parameters, energy_wh: int, locked: int) -> int:
    """Return the ENT that a session burns for this energy: never more than it has locked."""
    return min(due(totals, parameters, energy_wh), locked)


def session_energy_wh(totals: Totals, parameters: Parameters, ent: int) -> int:
    """Return the energy that a session of so many ENT holds at the present cost, rounded down."""
    return ent * 1_000 // (ATTO + burn_cost(totals, parameters))


def session_ent(totals: Totals, parameters: Parameters, energy_wh: int) -> int:
    """Return the fewest ENT whose session holds this energy at the present cost."""
    return _ceil(energy_wh * (ATTO + burn_cost(totals, parameters)), 1_000)


def bid_lock(price: int, quantity: int) -> int:
    """Return the eEuro that a bid for so many ENT locks, rounded up."""
    return _ceil(price * quantity, ATTO)


def paid(price: int, quantity: int) -> int:
    """Return the eEuro that a trade moves, rounded down: the buyer keeps less than 10⁻¹⁸."""
    return price * quantity // ATTO


def _ceil(product: int, divisor: int) -> int:
    return -(-product // divisor)
