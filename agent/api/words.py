"""Numbers as people read them, and back; integer arithmetic only, so no cent appears or vanishes.

What is shown is rounded half away from zero to the digits named; what is computed with never is.
Signs are "-", "." divides the decimals; a screen in another language formats for itself.
"""

import re

from agent.units import MICRO, MM_PER_M, WH_PER_KWH

_DECIMAL = re.compile(r"(?P<sign>[+-]?)(?P<whole>[0-9]{1,12})(\.(?P<part>[0-9]{1,12}))?")

MS_PER_S = 1_000


def decimal(number: int, per_unit: int, digits: int) -> str:
    """Return `number` / `per_unit` with `digits` decimals, rounded half away from zero.

    `per_unit` is a positive power of ten.
    """
    scaled = (abs(number) * 10**digits * 2 + per_unit) // (2 * per_unit)
    whole, part = divmod(scaled, 10**digits)
    sign = "-" if number < 0 and scaled else ""
    return f"{sign}{whole}.{part:0{digits}d}" if digits else f"{sign}{whole}"


def energy(energy_wh: int) -> str:
    """Return watt-hours as "1.500 kWh", exactly."""
    return f"{decimal(energy_wh, WH_PER_KWH, 3)} kWh"


def power(power_w: int) -> str:
    """Return watts as "850 W", from 10 000 W on as "12.3 kW"."""
    return f"{power_w} W" if abs(power_w) < 10_000 else f"{decimal(power_w, 1_000, 1)} kW"


def price(micro_per_kwh: int, currency: str) -> str:
    """Return a price as "0.2023 GBP/kWh", rounded to four decimals."""
    return f"{money(micro_per_kwh, currency)}/kWh"


def money(micro: int, currency: str) -> str:
    """Return an amount as "-0.0450 GBP", rounded to four decimals: one trade is often below a cent."""
    return f"{decimal(micro, MICRO, 4)} {currency}".rstrip()


def distance(mm: int) -> str:
    """Return millimetres as "121.3 m"."""
    return f"{decimal(mm, MM_PER_M, 1)} m"


def duration(ms: int) -> str:
    """Return a duration as "45 s", "12 min 05 s" or "3 h 07 min"; below a second it is "0 s"."""
    seconds = max(ms, 0) // MS_PER_S
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours} h {minutes:02d} min"
    return f"{minutes} min {seconds:02d} s" if minutes else f"{seconds} s"


def address(text: str) -> str:
    """Return a long hexadecimal name as "0x1234…cdef"."""
    return text if len(text) <= 13 else f"{text[:6]}…{text[-4:]}"


def parse_decimal(text: str, per_unit: int) -> int:
    """Return a decimal number of units as an integer of `per_unit` parts, exactly.

    "0.15" with 1 000 000 parts is 150 000. ValueError says what is wrong: not a plain decimal
    number, or finer than one part.
    """
    found = _DECIMAL.fullmatch(text.strip())
    if found is None:
        raise ValueError(f"{text!r} is not a plain number such as 0.15")
    part = found["part"] or ""
    scaled = int(found["whole"] + part) * per_unit
    number, rest = divmod(scaled, int(10 ** len(part)))
    if rest:
        raise ValueError(f"{text!r} is finer than 1/{per_unit}, the smallest part there is")
    return -number if found["sign"] == "-" else number
