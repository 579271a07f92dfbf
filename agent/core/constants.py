"""What does not change while the agent runs: who it is, which market, which limits."""

from typing import Literal

import msgspec

from agent.market.cycle import CycleTimes
from agent.units import Address

GRID_METER, GENERATION_METER, STORAGE_METER = "grid", "generation", "storage"
"""Names of the roles' meters where devices are assigned: they outlive every device, so that the
settlement meter's registers go on when it is exchanged."""


class UnitConstants(msgspec.Struct, frozen=True):
    """This home's storage unit: the battery, its meter and how it is reported."""

    address: Address
    """The unit's own account; it reports, its owner is the member."""
    capacity_wh: int
    reserve_wh: int = 0
    """Never offered to the market."""
    power_w: int = 5_000
    """The most that goes in or out."""
    meter: str = STORAGE_METER
    modulus_wh: int | None = None
    """The meter's register goes from this - 1 to 0; None: it does not roll over."""
    producer: str = "owner"
    """Whose energy goes in: an address, "trades" (who sold it to this home) or "owner"."""
    report_every_s: int = 900
    report_wh: int = 1_000
    actual_every_s: int = 86_400
    tolerance_permille: int = 100
    """Of the capacity: so far a state of charge may be from what the registers say."""
    back_orders: bool = False
    steered: bool = False
    """There is a battery that does what it is asked."""


class StorageConstants(msgspec.Struct, frozen=True):
    """The storage market this home takes part in; without a unit it only consumes."""

    contract: Address
    dialect: Literal["gridhearth", "published"] = "gridhearth"
    unit: UnitConstants | None = None


class Constants(msgspec.Struct, frozen=True):
    """Read from the settings and, where the contract fixes them, proven at the start."""

    member: Address
    """The chain address that orders; also the member's name in the market."""
    report_key: Address
    meter: str
    """The settlement meter's name: 0x and 64 hexadecimal digits."""
    operator: Address
    chain_id: int
    contract: Address
    genesis_s: int
    cycle_s: int
    block_s: int
    nominal_ms: int = 900_000
    """What one cycle's energies stand for: 15 minutes, also when a demonstration runs faster."""
    feeder: str = "ieee-european-lv"
    currency: str = ""
    """Only shown, never computed with."""
    fee_cap_wei: int = 20_000_000_000
    tip_wei: int = 1_000_000
    price_floor_micro_per_kwh: int = 0
    price_ceiling_micro_per_kwh: int = 1_000_000
    order_limit_wh: int = 4_600
    distance_limit_m: int = 10_000
    grid_meter: str = "grid"
    generation_meter: str | None = None
    storage_meter: str | None = None
    """A battery's meter on a serial line; that of a storage unit stands with the unit."""
    assigned: bool = False
    """The state knows which meter stands where: a device of the radio, or one of `wired`."""
    wired: tuple[Literal["grid", "generation", "storage"], ...] = ()
    """Roles whose meter is on a serial line of the settings; no device of the radio takes them."""
    moduli: tuple[tuple[str, int], ...] = ()
    """By role: its register goes from this - 1 watt-hours to 0. Others do not roll over."""
    orders_per_cycle: int = 5
    meter_age_ms: int = 180_000
    """Allowed age of a reading, in the time a cycle stands for."""
    head_age_s: int = 60
    green_above_w: int = 100
    red_below_w: int = 0
    relay_min_on_s: int = 300
    relay_min_off_s: int = 300
    relay_lease_s: int = 900
    """A relay that can do so goes off by itself when the agent was gone for so long."""
    relay_safe: Literal["off", "on", "leave"] = "off"
    """Where relays go when nothing is decided any more (the ladder's SAFE)."""
    endorser: bool = False
    """Whether this home is willing to endorse; the operator must have enrolled it as one."""

    storage: StorageConstants | None = None

    @property
    def cycle_ms(self) -> int:
        """Length of a market cycle in milliseconds."""
        return self.cycle_s * 1_000

    @property
    def times(self) -> CycleTimes:
        """When each cycle of the market begins, and its phases."""
        return CycleTimes(self.genesis_s, self.cycle_s)
