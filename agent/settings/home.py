"""Who this home is, what it never exceeds, and where its files lie."""

from typing import Annotated, Literal

from msgspec import Meta

from agent.settings.table import MAX_WH, Credential, FilePath, SecretFile, Table, UnixGroup

MAX_MICRO_PER_KWH = 10**9


class Home(Table, frozen=True):
    """Who this home is."""

    name: Annotated[
        str,
        Meta(
            pattern="^[A-Za-z0-9][A-Za-z0-9-]{0,31}$",
            title="up to 32 letters, digits and hyphens",
            description="What this home is called in logs.",
            examples=["home-01"],
        ),
    ]
    meter: Annotated[
        str,
        Meta(
            pattern="^0x[0-9a-f]{64}$",
            title="0x and 64 small hexadecimal digits",
            description="Name of the settlement meter, as the operator enrolled it.",
            examples=["0x686f6d652d30312d677269640000000000000000000000000000000000000000"],
        ),
    ]
    currency: Annotated[
        str,
        Meta(
            pattern="^[A-Z]{3}$",
            title="three capital letters",
            description="What money is counted in (ISO 4217); only shown, never computed with.",
        ),
    ] = "GBP"
    nominal_interval_s: Annotated[
        int,
        Meta(
            ge=60,
            le=3_600,
            description="What one cycle's energies stand for, also when a demonstration runs faster.",
        ),
    ] = 900
    clock: Annotated[
        Literal["system", "assume-trusted"],
        Meta(
            title="system or assume-trusted",
            description="system: trade only once the time service has set the clock. "
            "assume-trusted: for demonstrations only.",
        ),
    ] = "system"


class JournalFile(Table, frozen=True):
    """The durable record of everything that happened."""

    path: Annotated[FilePath, Meta(description="The file; its directory must exist.")] = (
        "/var/lib/gridhearth/journal.db"
    )


class Api(Table, frozen=True):
    """The socket for screens and the command line, and who may use it."""

    socket: Annotated[FilePath, Meta(description="Where screens connect.")] = (
        "/run/gridhearth/api.sock"
    )
    viewer_group: (
        Annotated[
            UnixGroup,
            Meta(
                description="May connect and look; owns the socket file.",
                examples=["gridhearth-view"],
            ),
        ]
        | None
    ) = None
    user_group: (
        Annotated[UnixGroup, Meta(description="May trade as well.", examples=["gridhearth-trade"])]
        | None
    ) = None
    installer_group: (
        Annotated[
            UnixGroup, Meta(description="May commission as well.", examples=["gridhearth-install"])
        ]
        | None
    ) = None


class Limits(Table, frozen=True):
    """What the agent never exceeds, whatever a screen or a strategy asks for."""

    price_floor_micro_per_kwh: Annotated[
        int, Meta(ge=0, le=MAX_MICRO_PER_KWH, description="No order below it.")
    ] = 0
    price_ceiling_micro_per_kwh: Annotated[
        int, Meta(ge=1, le=MAX_MICRO_PER_KWH, description="No order above it.")
    ] = 1_000_000
    energy_wh: Annotated[
        int, Meta(ge=1, le=MAX_WH, description="What the connection can carry in one cycle.")
    ] = 4_600
    distance_m: Annotated[
        int, Meta(ge=0, le=10**6, description="The farthest partner one may prefer.")
    ] = 10_000
    orders_per_cycle: Annotated[
        int, Meta(ge=1, le=100, description="An order and its replacements.")
    ] = 5
    meter_age_s: Annotated[
        int, Meta(ge=1, le=86_400, description="Older readings make the status unknown.")
    ] = 180
    head_age_s: Annotated[
        int, Meta(ge=1, le=86_400, description="With an older block nothing is ordered.")
    ] = 60


class StatusThresholds(Table, frozen=True):
    """When the status changes colour; the gap between the two keeps it from flickering."""

    green_above_w: Annotated[
        int, Meta(ge=-100_000, le=100_000, description="Mean surplus that makes it green.")
    ] = 100
    red_below_w: Annotated[
        int, Meta(ge=-100_000, le=100_000, description="Mean surplus that makes it red.")
    ] = 0


class Backup(Table, frozen=True):
    """Backups of the whole home, made by the running agent; without this table only on demand."""

    directory: Annotated[
        FilePath,
        Meta(
            description="Where they are written, e.g. a USB stick's folder; it must be there.",
            examples=["/media/backup"],
        ),
    ] = "/var/lib/gridhearth/backups"
    passphrase: (
        Annotated[
            SecretFile | Credential,
            Meta(
                description="What seals them; without it none is made by itself. Keep a copy"
                " elsewhere: nobody can open a backup without it.",
                examples=[{"type": "credential", "name": "home-backup-passphrase"}],
            ),
        ]
        | None
    ) = None
    every_h: Annotated[int, Meta(ge=1, le=720, description="Hours between two backups.")] = 24
    keep: Annotated[int, Meta(ge=1, le=365, description="So many are kept; the oldest go.")] = 14
    history: Annotated[
        bool, Meta(description="With the days and prices of the past: ten times as large.")
    ] = False
