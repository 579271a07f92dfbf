"""Amounts as a person reads them, from integers only and exact: nothing is rounded away."""

from agent.units import MICRO, MM_PER_M, WH_PER_KWH


def format_kwh(energy_wh: int) -> str:
    """Return e.g. `1.5 kWh`, `0.312 kWh`, `-2 kWh`."""
    return f"{_decimal(energy_wh, WH_PER_KWH, 3, 0)} kWh"


def format_price(micro_per_kwh: int) -> str:
    """Return e.g. `0.2023 per kWh`, `0.10 per kWh`: at least two decimals."""
    return f"{_decimal(micro_per_kwh, MICRO, 6, 2)} per kWh"


def format_money(micro: int) -> str:
    """Return e.g. `1.84`, `-0.001`: at least two decimals, in the market's currency."""
    return _decimal(micro, MICRO, 6, 2)


def format_metres(distance_mm: int) -> str:
    """Return e.g. `120 m`: whole metres, rounded down."""
    return f"{distance_mm // MM_PER_M} m"


def _decimal(value: int, unit: int, digits: int, least_digits: int) -> str:
    sign = "-" if value < 0 else ""
    whole, part = divmod(abs(value), unit)
    decimals = f"{part:0{digits}d}".rstrip("0").ljust(least_digits, "0")
    return f"{sign}{whole}.{decimals}" if decimals else f"{sign}{whole}"
