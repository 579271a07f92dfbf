"""Units of energy, money, distance and time; the names every other module shares.

All of them are integers: endorsers on different machines must reach the same result to the
last unit, and a bill must add up. A name carries its unit (`energy_wh`), the type keeps two
units from being mixed by accident.
"""

from typing import NewType

EnergyWh = NewType("EnergyWh", int)
"""Watt-hours; as a register or an amount never negative."""

PowerW = NewType("PowerW", int)
"""Watts; at the grid connection positive is drawn from the grid, negative given to it."""

PriceMicroPerKwh = NewType("PriceMicroPerKwh", int)
"""Millionths of the currency per kilowatt-hour (0.2023 per kWh = 202 300)."""

MoneyMicro = NewType("MoneyMicro", int)
"""Millionths of the currency; signed where it is a balance or a change of one."""

DistanceMm = NewType("DistanceMm", int)
"""Millimetres along the network."""

UnixMs = NewType("UnixMs", int)
"""Milliseconds since 1970-01-01 UTC: the wall clock, for market cycles."""

MonoMs = NewType("MonoMs", int)
"""Milliseconds of a steady clock since boot: for durations, never compared with UnixMs."""

CycleNo = NewType("CycleNo", int)
"""Number of a market cycle, counted from the market's genesis."""

Address = NewType("Address", str)
"""A chain address: `0x` and 40 lower-case hexadecimal digits."""

WH_PER_KWH = 1_000
MICRO = 1_000_000
MM_PER_M = 1_000
