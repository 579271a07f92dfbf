"""Amounts of the storage market as a person reads them, and what a session costs; integers only."""

from agent.storage.amounts import ATTO, atto
from agent.units import WH_PER_KWH


def format_amount(text: str) -> str:
    """Return an AttoText with all its decimals: "7.35", "0", "-0.5"."""
    amount = atto(text)
    whole, part = divmod(abs(amount), ATTO)
    decimals = f"{part:018d}".rstrip("0")
    sign = "-" if amount < 0 else ""
    return f"{sign}{whole}.{decimals}" if decimals else f"{sign}{whole}"


def short(address: str) -> str:
    """Return "0x1234…cdef"."""
    return f"{address[:6]}…{address[-4:]}" if len(address) > 13 else address


def ent_for(energy_wh: int, burn_cost: int) -> int:
    """Return the ENT (10^-18) that burning takes for an energy at a cost per kWh, rounded up."""
    return -(-energy_wh * (ATTO + burn_cost) // WH_PER_KWH)


def energy_for(ent: int, burn_cost: int) -> int:
    """Return the whole watt-hours that ENT (10^-18) are enough for at a cost, rounded down."""
    return ent * WH_PER_KWH // (ATTO + burn_cost)
