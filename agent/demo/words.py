"""Amounts as a person reads them in the terminal, from integers alone."""

from agent.units import MICRO, MM_PER_M, WH_PER_KWH


def kwh(energy_wh: int) -> str:
    """Return `0.412` for 412 Wh."""
    return _decimal(energy_wh, WH_PER_KWH, 3)


def kw(power_w: int, *, signed: bool = False) -> str:
    """Return `1.24` for 1 240 W; with `signed`, `+1.24`. A half of the last digit rounds away."""
    tens = (abs(power_w) + 5) // 10
    sign = "-" if power_w < 0 and tens else "+" if signed else ""
    return f"{sign}{tens // 100}.{tens % 100:02d}"


def per_kwh(price_micro_per_kwh: int) -> str:
    """Return `0.2012` for 201 200 micro per kWh; further digits appear when they are not 0."""
    text = _decimal(price_micro_per_kwh, MICRO, 6)
    return text[:-2] if text.endswith("00") else text.rstrip("0")


def short_per_kwh(price_micro_per_kwh: int) -> str:
    """Return `0.12` for 120 000 micro per kWh: no more digits than needed, at least two."""
    text = _decimal(price_micro_per_kwh, MICRO, 6)
    return text[:-4] + text[-4:].rstrip("0")


def money(amount_micro: int, *, signed: bool = False) -> str:
    """Return `0.082900` currency for 82 900 micro: all six decimals, so that sums add up."""
    sign = "+" if signed and amount_micro > 0 else ""
    return sign + _decimal(amount_micro, MICRO, 6)


def short_money(amount_micro: int, *, signed: bool = False) -> str:
    """Return `0.08`, rounded half away from zero: for a glance, not for a bill."""
    hundredths = (abs(amount_micro) + 5_000) // 10_000
    sign = "-" if amount_micro < 0 and hundredths else "+" if signed and hundredths else ""
    return f"{sign}{hundredths // 100}.{hundredths % 100:02d}"


def metres(distance_mm: int) -> str:
    """Return `121` for 121 300 mm, rounded to the nearest metre."""
    return str((distance_mm + MM_PER_M // 2) // MM_PER_M)


def _decimal(value: int, scale: int, digits: int) -> str:
    whole, rest = divmod(abs(value), scale)
    return f"{'-' if value < 0 else ''}{whole}.{rest:0{digits}d}"
