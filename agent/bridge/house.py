"""What the house's own broker is told: one table of values, each with its topic and its text.

Home Assistant, evcc and others look here; nothing of the market depends on it. One scalar per
topic, as text: numbers exact, from integers; what is not known is the word `None`. Names and signs
as the neighbours have them: import is drawn from the grid, power is positive from the grid.
"""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any, Literal

import msgspec

from agent.api.sections import DeviceLine, Snapshot
from agent.api.words import decimal
from agent.hashing import keccak256
from agent.units import MICRO, WH_PER_KWH, Address

ONLINE, OFFLINE = "online", "offline"
ON, OFF = "ON", "OFF"
UNKNOWN = "None"
"""What Home Assistant reads as "no value" on every platform; no number, so nobody takes it for one."""

ORDER_STAGES = (
    "queued",
    "sent",
    "final",
    "traded",
    "not traded",
    "void",
    "settled",
    "refused",
    "missed",
)
LAST_MS = 253_402_300_799_000  # the end of the year 9999, where dates end


class Fresh(StrEnum):
    """What a value needs to be believed; each has an availability topic of its own."""

    METER = "meter"
    """The grid meter has reported lately."""
    GENERATION = "generation"
    """So has what measures the panels."""
    STORAGE = "storage"
    """So has what measures the battery."""
    MARKET = "market"
    """The chain is followed."""


class HouseProfile(msgspec.Struct, frozen=True):
    """Who we are on the house's broker, and what does not change while the agent runs."""

    prefix: str
    id: str
    name: str
    """What the home is called."""
    version: str
    currency: str
    meter_age_ms: int
    """Older readings make power and registers unavailable."""
    price_floor_micro_per_kwh: int
    price_ceiling_micro_per_kwh: int
    energy_limit_wh: int
    distance_limit_m: int
    discovery_prefix: str = "homeassistant"
    generation: bool = False
    """Whether this home has a meter for its panels."""
    storage: bool = False
    """Whether it has one for its battery."""
    commands: bool = False
    """Whether the house may press the flow's buttons."""

    @property
    def base(self) -> str:
        """What every topic of ours begins with, without a slash at the end."""
        return f"{self.prefix}/{self.id}"

    @property
    def status_topic(self) -> str:
        """Birth message and last will: online or offline."""
        return f"{self.base}/status"

    def fresh_topic(self, group: Fresh) -> str:
        """Availability of one group of values: online or offline."""
        return f"{self.base}/status/{group}"


class Value(msgspec.Struct, frozen=True):
    """One value: where it is published, how it is said, and what Home Assistant is told of it."""

    key: str
    topic: str
    """Below the base."""
    name: str
    meaning: str
    text: Callable[[Snapshot], str | None]
    fresh: Fresh | None = None
    platform: Literal["sensor", "binary_sensor"] | None = "sensor"
    """None: a topic only; the entity is a command's."""
    device_class: str | None = None
    state_class: str | None = None
    unit: str | None = None
    """`{currency}` stands for the home's."""
    options: tuple[str, ...] = ()
    precision: int | None = None
    diagnostic: bool = False
    live: bool = False
    """Not retained, told again and again while true: an old number never looks alive."""
    pause_ms: int = 1_000
    """At least so long between two different values."""
    details: Callable[[Snapshot], Mapping[str, Any]] | None = None
    """Attributes: a JSON object on `{topic}/details`."""


def own_id(member: Address) -> str:
    """Return eight hexadecimal digits that stay the same and do not tell the member's address."""
    return keccak256(b"gridhearth house " + bytes.fromhex(member[2:]))[:4].hex()


def fresh(snapshot: Snapshot, profile: HouseProfile, now_ms: int) -> dict[Fresh, bool]:
    """Return which groups of values may be believed now."""
    return {
        Fresh.METER: _reported(snapshot, "grid", profile, now_ms),
        Fresh.GENERATION: _reported(snapshot, "generation", profile, now_ms)
        and snapshot.home.generation_w is not None,
        Fresh.STORAGE: _reported(snapshot, "storage", profile, now_ms)
        and snapshot.home.storage_w is not None,
        Fresh.MARKET: snapshot.chain.state == "live",
    }


def text_of(value: Value, snapshot: Snapshot, believed: Mapping[Fresh, bool]) -> str:
    """Return what the topic says now; a live value that is too old is not known."""
    if value.live and value.fresh is not None and not believed[value.fresh]:
        return UNKNOWN
    said = value.text(snapshot)
    if said is None:
        return UNKNOWN
    if value.options and said not in value.options:
        return "unknown" if "unknown" in value.options else UNKNOWN
    return said


def grid_register(snapshot: Snapshot, direction: Literal["import", "export"]) -> int | None:
    """Return the daemon's own register of the grid meter, Wh; None before the first reading.

    Zero for both is what nobody has read yet; a first 0 on the topic would make the first reading
    look like energy of that moment.
    """
    home, line = snapshot.home, _meter(snapshot, "grid")
    if line is None or home.import_wh == home.export_wh == 0:
        return None
    return home.import_wh if direction == "import" else home.export_wh


def kwh(energy_wh: int) -> str:
    """Return Wh as kWh, exactly: "1.500"."""
    return decimal(energy_wh, WH_PER_KWH, 3)


def amount(micro: int) -> str:
    """Return millionths as units, exactly: "0.202300"."""
    return decimal(micro, MICRO, 6)


def instant(at_ms: int) -> str | None:
    """Return a point in time as ISO 8601 in UTC, whole seconds; None beyond what dates can say."""
    if not 0 <= at_ms <= LAST_MS:
        return None
    at = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=at_ms // 1_000)
    return at.isoformat()


def _meter(snapshot: Snapshot, role: str) -> DeviceLine | None:
    return next((line for line in snapshot.devices if line.role == role), None)


def _reported(snapshot: Snapshot, role: str, profile: HouseProfile, now_ms: int) -> bool:
    newest = max((line.at_ms for line in snapshot.devices if line.role == role), default=None)
    return newest is not None and now_ms - newest <= profile.meter_age_ms
