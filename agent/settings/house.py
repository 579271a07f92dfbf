"""What the house itself may see and command: its own broker, and /metrics."""

from typing import Annotated, Literal

from msgspec import Meta

from agent.settings.table import Credential, FilePath, SecretFile, Table, TlsFiles


class HouseLink(Table, frozen=True):
    """The house's own MQTT broker: Home Assistant, evcc and others look, and command if allowed.

    A second connection with a second identity: it cannot reach the operator's broker.
    """

    enabled: Annotated[bool, Meta(description="Without it nothing of the house is connected.")] = (
        False
    )
    host: Annotated[
        str, Meta(min_length=1, max_length=253, title="a host name", description="Its name.")
    ] = "localhost"
    port: Annotated[int, Meta(ge=1, le=65_535, description="Its port.")] = 1883
    tls: (
        Annotated[
            TlsFiles,
            Meta(
                description="Certificates; without them nothing is encrypted.",
                examples=[{"ca": "/etc/gridhearth/house-ca.pem"}],
            ),
        ]
        | None
    ) = None
    username: (
        Annotated[
            str,
            Meta(
                pattern=r"^[^\x00-\x1f]{1,128}$",
                title="up to 128 characters",
                description="The account on it.",
                examples=["gridhearth"],
            ),
        ]
        | None
    ) = None
    password: (
        Annotated[
            SecretFile | Credential,
            Meta(
                description="The account's password; never written here.",
                examples=[{"type": "credential", "name": "house-password"}],
            ),
        ]
        | None
    ) = None
    prefix: Annotated[
        str,
        Meta(
            pattern="^[a-zA-Z0-9_-]{1,32}(/[a-zA-Z0-9_-]{1,32}){0,3}$",
            title="up to four words of letters, digits, _ and -, with / between",
            description="What our topics begin with.",
        ),
    ] = "gridhearth"
    id: (
        Annotated[
            str,
            Meta(
                pattern="^[a-z0-9_]{2,32}$",
                title="2 to 32 small letters, digits and _",
                description="Second word of our topics, also in Home Assistant's ids; without it"
                " one is made from the member's address.",
                examples=["home_01"],
            ),
        ]
        | None
    ) = None
    discovery_prefix: Annotated[
        str,
        Meta(
            pattern="^[a-zA-Z0-9_-]{1,32}(/[a-zA-Z0-9_-]{1,32}){0,3}$",
            title="up to four words of letters, digits, _ and -, with / between",
            description="Where Home Assistant looks for devices.",
        ),
    ] = "homeassistant"
    publish: Annotated[
        Literal["discovery", "topics", "nothing"],
        Meta(
            title="discovery, topics or nothing",
            description="discovery: topics, and what Home Assistant needs to find them."
            " topics: without that. nothing: take back all that was ever retained.",
        ),
    ] = "discovery"
    commands: Annotated[
        bool, Meta(description="Whether programs of the house may use the flow's buttons.")
    ] = False
    group: Annotated[
        Literal["viewer", "user"],
        Meta(title="viewer or user", description="What the house's broker may do, as a screen's."),
    ] = "viewer"


class Metrics(Table, frozen=True):
    """Measurements for Prometheus at /metrics; with neither key nobody can ask."""

    socket: (
        Annotated[
            FilePath,
            Meta(
                description="A Unix socket, for the viewer group.",
                examples=["/run/gridhearth/metrics.sock"],
            ),
        ]
        | None
    ) = None
    listen: (
        Annotated[
            str,
            Meta(
                pattern=r"^(127(\.[0-9]{1,3}){3}|\[::1\]):[0-9]{1,5}$",
                title="a loopback address with a port, such as 127.0.0.1:9469",
                description="A port of this machine only.",
                examples=["127.0.0.1:9469"],
            ),
        ]
        | None
    ) = None
