"""What the methods about the radio and its devices take, and what some of them answer."""

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from agent.api.params import Params
from agent.api.sections import CheckSection, PairingLine, RadioSection
from agent.api.wishes import DeviceRole, MeterRoleName, RelayMode

DEVICE_LINES = 50
"""Lines of one devices.list; with the longest texts fewer fit, and the answer is as many."""

Ieee = Annotated[
    str,
    Meta(
        pattern="^[0-9a-f]{16}$",
        title="16 small hexadecimal digits",
        description="the device's address",
    ),
]
FunctionKey = Annotated[
    str,
    Meta(
        pattern="^[0-9a-f]{16}/[0-9]{1,3}$",
        title="a device's address, / and an endpoint",
        description="the meter or relay, as `key` of devices.list",
    ),
]


class DeviceListParams(Params, frozen=True):
    limit: Annotated[int, Meta(ge=1, le=DEVICE_LINES, description="how many lines at most")] = (
        DEVICE_LINES
    )
    skip: Annotated[int, Meta(ge=0, le=10_000, description="how many lines to leave out first")] = 0


class PairCode(Params, frozen=True):
    """One device with its own key: nobody else can join, and nobody can listen."""

    code: Annotated[
        str,
        Meta(
            max_length=400,
            title="text of at most 400 characters",
            description="the install code as printed, or the text of the QR code",
        ),
    ]
    ieee: (
        Annotated[
            str,
            Meta(
                pattern="^[0-9A-Fa-f:.-]{16,23}$",
                title="16 hexadecimal digits",
                description="the device's address; not needed where the QR code has it",
            ),
        ]
        | None
    ) = None
    seconds: Annotated[int, Meta(ge=10, le=254, description="how long it may take to join")] = 180


class PairOpen(Params, frozen=True):
    """Any device near one router: only for devices without an install code."""

    via: Ieee
    seconds: Annotated[int, Meta(ge=1, le=60, description="how long")] = 60
    confirmed: Annotated[
        bool, Meta(description="the warning was read; without it the answer is the warning")
    ] = False


class DeviceAssign(Params, frozen=True):
    key: FunctionKey
    role: Annotated[DeviceRole, Meta(description="what it is for")]
    invert: Annotated[
        bool, Meta(description="import and export change places: the clamp sits the other way")
    ] = False
    replace: Annotated[
        bool, Meta(description="take the role from the meter that has it: a meter exchange")
    ] = False
    name: (
        Annotated[
            str,
            Meta(
                max_length=40,
                title="text of at most 40 characters",
                description="what the household calls it",
            ),
        ]
        | None
    ) = None


class MeterExchanged(Params, frozen=True):
    role: Annotated[
        MeterRoleName,
        Meta(title="grid, generation or storage", description="whose meter on a serial line"),
    ]


class DeviceRename(Params, frozen=True):
    ieee: Ieee
    name: Annotated[
        str,
        Meta(
            max_length=40,
            title="text of at most 40 characters",
            description="what the household calls it; empty: nothing",
        ),
    ]


class DeviceKey(Params, frozen=True):
    key: FunctionKey
    role: (
        Annotated[DeviceRole, Meta(description="which of its roles; none: the one it has")] | None
    ) = None


class DeviceIeee(Params, frozen=True):
    ieee: Ieee


class RelaySet(Params, frozen=True):
    relay: Annotated[
        str,
        Meta(
            min_length=1,
            max_length=60,
            title="text of at most 60 characters",
            description="its name or key",
        ),
    ]
    mode: Annotated[RelayMode, Meta(description="surplus: on while the home has a surplus")]


class CheckStart(Params, frozen=True):
    """The check of a meter with a load of known power; for panels what the inverter shows."""

    key: FunctionKey
    role: Annotated[
        Literal["grid", "generation", "storage"],
        Meta(title="grid, generation or storage", description="where the meter is to stand"),
    ]
    load_w: Annotated[
        int, Meta(ge=1, le=100_000, description="power of the load that is switched on, in watts")
    ]
    fuse_a: Annotated[int, Meta(ge=1, le=200, description="the connection's fuse")] = 63
    phases: Annotated[int, Meta(ge=1, le=3, description="of the connection: 1 or 3")] = 3
    invert: Annotated[
        bool, Meta(description="import and export change places: the clamp sits the other way")
    ] = False


class RadioForm(Params, frozen=True):
    channel: Annotated[int, Meta(ge=11, le=26, description="none: the quietest")] | None = None


class RadioRestore(Params, frozen=True):
    """One of the two: a backup in the backup directory, or another program's, as text."""

    file: (
        Annotated[
            str,
            Meta(
                pattern="^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$",
                title="a file's name",
                description="a backup in the backup directory",
            ),
        ]
        | None
    ) = None
    document: (
        Annotated[
            str,
            Meta(
                max_length=40_000,
                title="text of at most 40000 characters",
                description="an open coordinator backup (JSON), as other programs write it",
            ),
        ]
        | None
    ) = None


class CheckView(msgspec.Struct, frozen=True):
    """The live check under way, or the last one."""

    check: CheckSection | None
    """Nothing: none was begun since the start."""


class RadioView(msgspec.Struct, frozen=True):
    """The radio, and the newest steps of pairing."""

    radio: RadioSection | None
    """Nothing: this home has no radio."""
    pairing: tuple[PairingLine, ...] = ()
