"""What the home's radio network offers, in the agent's words; no radio library's type is here.

A device is one thing with one address; each of its functions is a meter or a relay at one
endpoint. A function's key is what readings and switch commands name: `{ieee}/{endpoint}`, the
address as 16 lower-case hexadecimal digits, most significant first.
"""

from enum import StrEnum

import msgspec


class FunctionKind(StrEnum):
    """What a device's function is to us."""

    METER = "meter"
    RELAY = "relay"


class ValueQuality(StrEnum):
    """How far a device's value can be used."""

    GOOD = "good"
    ASSUMED = "assumed"
    """Usable; a part of its scale came from a profile, not from the device."""
    SUSPECT = "suspect"
    """Held back: a jump or a reset that is not confirmed yet."""
    INVALID = "invalid"
    """The device said that it has no value."""
    STALE = "stale"
    """Older than it may be; the device itself may well be there."""


class ValueSource(StrEnum):
    """How a value came: the device reported it by itself, or was asked."""

    REPORT = "report"
    POLL = "poll"


class RelayPosition(StrEnum):
    """What a relay says of itself."""

    ON = "on"
    OFF = "off"
    UNKNOWN = "unknown"
    """Asked and not answered, or never asked: nothing may be concluded."""


class LiveMeter(msgspec.Struct, frozen=True):
    """What a meter function says now, signs and scale as its profile has them."""

    at_ms: int
    """Wall clock of the newest value, UTC."""
    power_w: int | None = None
    """Positive: drawn from the grid (into the device behind a plug)."""
    import_wh: int | None = None
    export_wh: int | None = None
    quality: ValueQuality = ValueQuality.GOOD
    source: ValueSource = ValueSource.REPORT


class DeviceFunction(msgspec.Struct, frozen=True):
    """One meter or relay of a device."""

    key: str
    kind: FunctionKind
    usable: bool
    sentence: str = ""
    """Why it cannot be used, or what is assumed, in words an installer understands."""
    live: LiveMeter | None = None
    """Meters: the newest values."""
    position: RelayPosition | None = None
    """Relays: as last confirmed by the relay itself."""
    lease: bool = False
    """Relays: the device falls back by itself when the agent is gone."""


class RadioDevice(msgspec.Struct, frozen=True):
    """One device of the network as last seen."""

    ieee: str
    """16 lower-case hexadecimal digits."""
    manufacturer: str
    model: str
    firmware: str
    profile: str
    """The profile in config/meters/ that fits; empty: only what the device says of itself."""
    interview: str
    """pending, complete or failed."""
    available: bool
    last_seen_ms: int | None
    battery_percent: int | None = None
    signal_lqi: int | None = None
    """Link quality of the last frame, 0 to 255."""
    functions: tuple[DeviceFunction, ...] = ()
    sentence: str = ""
    """What an installer should know: listed but not used, and why; empty: nothing."""


class RadioStage(StrEnum):
    """How the radio is."""

    STARTING = "starting"
    UP = "up"
    DEGRADED = "degraded"
    """Up, but commands fail; a rebuild follows."""
    DOWN = "down"
    """Not there; tried again with growing pauses."""
    NO_NETWORK = "no-network"
    """The stick works and has no network: an installer forms one or restores a backup."""
    OTHER_NETWORK = "other-network"
    """The stick has another network than the one of this home: nothing is done by itself."""


LOSSES_KEPT = 20
"""Times at which the stick was lost that are remembered; an alert needs fewer."""


class RadioState(msgspec.Struct, frozen=True):
    """The radio itself."""

    stage: RadioStage
    sentence: str
    since_ms: int
    stick: str = ""
    """Manufacturer, board and firmware as the stick gives them."""
    channel: int | None = None
    joining_until_ms: int | None = None
    """Joining is open until then."""
    via: str | None = None
    """The one router it is open through; None: the whole network (install code only)."""
    lost_at_ms: tuple[int, ...] = ()
    """When the stick, or the driver, was lost although it had been up; the newest last."""


class JoinStep(StrEnum):
    """How far a device that wants in has come."""

    JOINED = "joined"
    INTERVIEWING = "interviewing"
    CONFIGURING = "configuring"
    READY = "ready"
    REFUSED = "refused"
    """It was not expected, and was sent away."""
    FAILED = "failed"
    LEFT = "left"


class JoinProgress(msgspec.Struct, frozen=True):
    """One line of the live progress of pairing."""

    at_ms: int
    ieee: str
    step: JoinStep
    sentence: str


class InstallCode(msgspec.Struct, frozen=True):
    """A device's install code as printed on it (ZigBee BDB 10.1), with its CRC, and its address."""

    ieee: str
    code: bytes
    """8, 10, 14 or 18 bytes, the last two the CRC."""


class MeterUse(msgspec.Struct, frozen=True):
    """A meter function that shall be read. Only these yield readings."""

    key: str
    role: str
    """grid, generation or storage."""
    invert: bool = False
    """Import and export change places: the clamp sits the other way round."""
    required: bool = True
