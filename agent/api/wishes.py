"""What a person can ask of the agent: the buttons and fields of the flow, as messages.

The screen and the command line send these and nothing else; the household's state machine
decides what they do (rules R1 to R15 of the flow). Amounts are integers with their unit in
the name. The flow validates values; these types only fix their shape.
"""

from enum import StrEnum
from typing import Literal

import msgspec


class Activity(StrEnum):
    """What the household trades."""

    NONE = "none"
    SELL = "sell"
    BUY = "buy"


class SettlementChoice(StrEnum):
    """Who decides the amount of an order."""

    MANUAL = "manual"
    AUTOMATIC = "automatic"


class Start(msgspec.Struct, frozen=True, tag="start"):
    """The *Start* button."""


class Reset(msgspec.Struct, frozen=True, tag="reset"):
    """The *Reset* button: forget every choice; orders already handed over stay."""


class ChooseProgram(msgspec.Struct, frozen=True, tag="program"):
    """*Program Choice*: opt in to trading, or out of it."""

    opt_in: bool


class ChooseActivity(msgspec.Struct, frozen=True, tag="activity"):
    """*Trading Activity*: sell, buy or neither."""

    activity: Activity


class ChooseSettlement(msgspec.Struct, frozen=True, tag="settlement"):
    """*Settlement Choice*: who decides the amount, the household or the agent."""

    settlement: SettlementChoice


class SetRange(msgspec.Struct, frozen=True, tag="range"):
    """*Range of Prices*."""

    low_micro_per_kwh: int
    high_micro_per_kwh: int


class SetDistance(msgspec.Struct, frozen=True, tag="distance"):
    """Partners within this distance along the network are preferred."""

    distance_m: int


class SetAmount(msgspec.Struct, frozen=True, tag="amount"):
    """*Amount of Energy*, with the manual settlement choice."""

    energy_wh: int


class SetRepeat(msgspec.Struct, frozen=True, tag="repeat"):
    """*Repeat every cycle*: the standing instruction."""

    repeat: bool


class SetValues(msgspec.Struct, frozen=True, tag="set-values"):
    """The *Set Values* button."""


class UpdateValues(msgspec.Struct, frozen=True, tag="update-values"):
    """The *Update Values* button."""


Wish = (
    Start
    | Reset
    | ChooseProgram
    | ChooseActivity
    | ChooseSettlement
    | SetRange
    | SetDistance
    | SetAmount
    | SetRepeat
    | SetValues
    | UpdateValues
)


class DeviceRole(StrEnum):
    """What a device of the radio is for."""

    GRID = "grid"
    GENERATION = "generation"
    STORAGE = "storage"
    RELAY = "relay"


class RelayMode(StrEnum):
    """Who decides a relay's position."""

    ON = "on"
    OFF = "off"
    SURPLUS = "surplus"
    """On while the home has a surplus."""


MeterRoleName = Literal["grid", "generation", "storage"]


class AssignDevice(msgspec.Struct, frozen=True, tag="assign"):
    """Give a meter or relay of the radio its role."""

    key: str
    """The function: `{ieee}/{endpoint}`."""
    role: DeviceRole
    invert: bool = False
    """Import and export change places: the clamp sits the other way round."""
    replace: bool = False
    """Take the role from the device that has it: a meter exchange."""
    name: str | None = None


class ReleaseDevice(msgspec.Struct, frozen=True, tag="release"):
    """Take its role from a meter or relay; what it counted stays counted."""

    key: str
    role: DeviceRole | None = None
    """Which of its roles; None: the one it has."""


class RenameDevice(msgspec.Struct, frozen=True, tag="rename"):
    """What the household calls a device; the empty name is none."""

    ieee: str
    name: str


class ForgetDevice(msgspec.Struct, frozen=True, tag="forget"):
    """The device was removed from the network."""

    ieee: str


class SetRelay(msgspec.Struct, frozen=True, tag="relay"):
    """Switch a relay, or let the surplus switch it."""

    key: str
    mode: RelayMode


class ExchangeMeter(msgspec.Struct, frozen=True, tag="exchange-meter"):
    """Another meter was put on the serial line of a role."""

    role: MeterRoleName


DeviceWish = AssignDevice | ReleaseDevice | RenameDevice | ForgetDevice | SetRelay | ExchangeMeter
"""What a person decides about the radio's devices; journaled with who asked."""
