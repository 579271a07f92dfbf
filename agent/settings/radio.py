"""The ZigBee stick and what its relays are held to."""

from typing import Annotated, Literal

from msgspec import Meta

from agent.settings.table import Credential, FilePath, SecretFile, Table


class Radio(Table, frozen=True):
    """The ZigBee stick (EmberZNet, EZSP 8 or newer); without this table no radio is opened."""

    path: Annotated[
        FilePath,
        Meta(
            description="The stick's port by its stable name, or tcp://HOST:PORT.",
            examples=["/dev/serial/by-id/usb-stick-if00-port0"],
        ),
    ]
    baudrate: Annotated[
        int, Meta(ge=9_600, le=3_000_000, description="As the stick's firmware was built.")
    ] = 115_200
    flow_control: Annotated[
        Literal["software", "hardware"],
        Meta(title="software or hardware", description="As the stick's firmware was built."),
    ] = "software"
    database: Annotated[FilePath, Meta(description="What is known of the network's devices.")] = (
        "/var/lib/gridhearth/zigbee.db"
    )
    channel: (
        Annotated[
            int,
            Meta(
                ge=11,
                le=26,
                description="For a new network; without it the quietest is searched for.",
                examples=[15],
            ),
        ]
        | None
    ) = None
    relay_min_on_s: Annotated[
        int, Meta(ge=0, le=86_400, description="A relay stays on for so long at least.")
    ] = 300
    relay_min_off_s: Annotated[
        int, Meta(ge=0, le=86_400, description="A relay stays off for so long at least.")
    ] = 300
    relay_lease_s: Annotated[
        int,
        Meta(
            ge=60,  # half of it must be long against agent.devices.relay.FRESH_MS
            le=6_000,
            description="A relay that can do so goes off when the agent was gone for so long.",
        ),
    ] = 900
    relay_safe: Annotated[
        Literal["off", "on", "leave"],
        Meta(
            title="off, on or leave",
            description="Where relays go when the agent is in its safe mode: it decides nothing then.",
        ),
    ] = "off"
    backup_directory: Annotated[
        FilePath, Meta(description="Where backups are written, encrypted: they hold the keys.")
    ] = "/var/lib/gridhearth/radio-backups"
    backup_passphrase: (
        Annotated[
            SecretFile | Credential,
            Meta(
                description="What encrypts them; without it none is written. Keep a copy elsewhere.",
                examples=[{"type": "credential", "name": "backup-passphrase"}],
            ),
        ]
        | None
    ) = None
