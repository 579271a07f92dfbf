"""What a meter said: cumulative registers and the power at that moment.

Registers are the truth, power is decoration: a lost sample loses resolution, never energy.
`import` is drawn from the grid (OBIS 1-0:1.8.0), `export` is given to it (1-0:2.8.0). For a
generation meter `export_wh` counts what the panels made; for a storage meter `import_wh` is
energy into the store and `export_wh` energy out of it. A driver converts once; nothing behind
it ever sees a raw attribute.
"""

from enum import StrEnum

import msgspec

from agent.units import EnergyWh, PowerW, UnixMs


class MeterRole(StrEnum):
    """Where in the home a meter stands."""

    GRID = "grid"
    GENERATION = "generation"
    STORAGE = "storage"


class Quality(StrEnum):
    """How far a value can be trusted; the order of the signed report's `quality` numbers."""

    MEASURED = "measured"
    ESTIMATED = "estimated"
    SUBSTITUTE = "substitute"


class MeterReading(msgspec.Struct, frozen=True):
    """One reading. Identity: (meter, at_ms); the same registers twice change nothing."""

    meter: str
    role: MeterRole
    at_ms: UnixMs
    import_wh: EnergyWh
    export_wh: EnergyWh
    power_w: PowerW | None = None
    """Grid: positive is drawn from the grid. Generation: positive is made. None: not reported."""
