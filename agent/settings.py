"""The settings file: TOML in, one frozen Settings out, or every problem at once.

These types are the one source: the checks, config/gridhearth.example.toml and docs/settings.md
all come from them (agent.settings_pages). Nothing here can weaken a proof: which chain is
believed stands in the network file, and how is no setting at all.
"""

import tomllib
from collections.abc import Mapping
from typing import Annotated, Any, Literal

import msgspec
from msgspec import UNSET, Meta

from agent.api.check import Refused, check, problem
from agent.api.sections import Problem

SCHEMA, SCHEMA_KEY = 1, "schema"
"""Grows when an older version would misread a file; stands above all tables, 1 without it."""
MAX_MICRO_PER_KWH = 10**9
MAX_WH = 10**6

FilePath = Annotated[str, Meta(min_length=1, max_length=400, title="a path")]
ChainAddress = Annotated[
    str, Meta(pattern="^0x[0-9a-f]{40}$", title="0x and 40 small hexadecimal digits")
]
UnixGroup = Annotated[str, Meta(pattern="^[a-z_][a-z0-9_-]{0,31}$", title="a Unix group's name")]


class Table(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A table of the file."""


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


class KeyFile(Table, frozen=True, tag="file"):
    """A key in a file, 0x and 64 hexadecimal digits, readable by its owner only."""

    path: Annotated[FilePath, Meta(description="The key's file.")]


class Credential(Table, frozen=True, tag="credential"):
    """A key that systemd hands to the service (LoadCredentialEncrypted=)."""

    name: Annotated[
        str,
        Meta(
            pattern="^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$",
            title="a credential's name",
            description="The credential's name in the unit.",
        ),
    ]


class ChainLink(Table, frozen=True):
    """The consortium chain. Upstreams are never believed, only what they can prove."""

    network: Annotated[
        FilePath,
        Meta(
            description="The network file: genesis, validators, chain number.",
            examples=["/etc/gridhearth/network.toml"],
        ),
    ]
    upstreams: Annotated[
        tuple[
            Annotated[
                str, Meta(pattern=r"^https?://[^\s/]+(/\S*)?$", title="an http or https address")
            ],
            ...,
        ],
        Meta(
            description="JSON-RPC nodes to ask; two or more, of different owners, are better.",
            examples=[["http://node-a.example:8545", "http://node-b.example:8545"]],
        ),
    ]
    contract: Annotated[
        ChainAddress,
        Meta(
            description="The market contract.",
            examples=["0x00000000000000000000000000000000000000aa"],
        ),
    ]
    order_key: Annotated[
        KeyFile | Credential,
        Meta(
            description="The key that signs orders; its address is the member.",
            examples=[{"type": "credential", "name": "order-key"}],
        ),
    ]
    report_key: Annotated[
        KeyFile | Credential,
        Meta(
            description="The key that signs delivery reports; another than the order key.",
            examples=[{"type": "credential", "name": "report-key"}],
        ),
    ]
    fee_cap_wei: Annotated[
        int, Meta(ge=0, le=10**15, description="The most a transaction may pay per gas.")
    ] = 20_000_000_000
    tip_wei: Annotated[
        int, Meta(ge=0, le=10**15, description="What a validator is offered per gas.")
    ] = 1_000_000


class TlsFiles(Table, frozen=True):
    """PEM files. The broker is believed for its certificate under `ca` and its host name."""

    ca: Annotated[FilePath, Meta(description="The authority the broker's certificate comes from.")]
    certificate: Annotated[FilePath, Meta(description="This home's certificate.")] | None = None
    key: Annotated[FilePath, Meta(description="Its key.")] | None = None
    crl: (
        Annotated[FilePath, Meta(description="The authority's list of withdrawn certificates.")]
        | None
    ) = None


class BrokerLink(Table, frozen=True):
    """The operator's MQTT broker, for reports, receipts and statements."""

    enabled: Annotated[bool, Meta(description="Without it reports wait on disk.")] = True
    host: Annotated[
        str, Meta(min_length=1, max_length=253, title="a host name", description="Its name.")
    ] = "localhost"
    port: Annotated[int, Meta(ge=1, le=65_535, description="Its port.")] = 8883
    mqtt: Annotated[
        Literal["5", "3.1.1"],
        Meta(
            title="5 or 3.1.1",
            description="Version of MQTT. With 5 the broker also says what it refused.",
        ),
    ] = "3.1.1"
    tls: (
        Annotated[
            TlsFiles,
            Meta(
                description="Certificates; without them nothing is encrypted.",
                examples=[{"ca": "/etc/gridhearth/broker-ca.pem"}],
            ),
        ]
        | None
    ) = None


class SimulatedFeeder(Table, frozen=True, tag="simulated-feeder", tag_field="driver"):
    """A home of the IEEE European low voltage feeder, with panels if it has any."""

    load: Annotated[
        int, Meta(ge=1, le=55, description="Whose one-minute profile it uses.", examples=[1])
    ]
    pv_w_peak: Annotated[
        int, Meta(ge=0, le=20_000, multiple_of=10, description="Panels, in watts peak.")
    ] = 0
    day: Annotated[
        str,
        Meta(
            pattern="^[0-9]{4}-[0-9]{2}-[0-9]{2}$",
            title="a day as YYYY-MM-DD",
            description="The day whose sun shines.",
        ),
    ] = "2026-06-21"
    start_minute: Annotated[
        int, Meta(ge=0, le=1_439, description="Minute of that day at the market's genesis.")
    ] = 600
    battery_wh: Annotated[
        int, Meta(ge=0, le=MAX_WH, description="A simulated battery's capacity; 0: there is none.")
    ] = 0
    battery_w: Annotated[
        int, Meta(ge=1, le=100_000, description="The most that goes into it or out of it.")
    ] = 3_000
    battery_efficiency_percent: Annotated[
        int, Meta(ge=50, le=100, description="What comes out again of what goes in.")
    ] = 90


class AssignedMeters(Table, frozen=True, tag="assigned", tag_field="driver"):
    """Devices of the radio network: which of them is which meter is decided when they are paired."""


class SerialLine(Table, frozen=True):
    """One meter on a serial line."""

    role: Annotated[
        Literal["grid", "generation", "storage"],
        Meta(title="grid, generation or storage", description="Where it stands."),
    ]
    port: Annotated[FilePath, Meta(description="The port by its stable name, /dev/serial/by-id/…")]
    protocol: Annotated[
        Literal["p1", "sml", "modbus"],
        Meta(
            title="p1, sml or modbus",
            description="What it speaks; gridhearth meters probe asks it.",
        ),
    ]
    model: (
        Annotated[
            FilePath,
            Meta(
                description="Modbus: a name in config/meters/modbus or the path of a .toml like them."
            ),
        ]
        | None
    ) = None
    unit: Annotated[int, Meta(ge=1, le=247, description="Modbus: its address.")] = 1
    baud: (
        Annotated[
            int, Meta(ge=300, le=921_600, description="Without it the protocol's usual speed.")
        ]
        | None
    ) = None
    parity: (
        Annotated[Literal["N", "E"], Meta(title="N or E", description="Modbus: none or even.")]
        | None
    ) = None
    crc: Annotated[
        bool, Meta(description="P1: false for DSMR 2.2 and 3.0, whose telegrams have no checksum.")
    ] = True
    invert: Annotated[
        bool, Meta(description="Its import and export have changed places (wired the other way).")
    ] = False
    meter_id: (
        Annotated[
            str,
            Meta(min_length=1, max_length=96, description="Its number: no other meter is read."),
        ]
        | None
    ) = None
    every_s: Annotated[
        int, Meta(ge=1, le=60, description="One reading in so many seconds is kept.")
    ] = 10


class SerialMeters(Table, frozen=True, tag="serial", tag_field="driver"):
    """Meters on serial lines (P1, IR read head, RS-485); devices of a radio can still be relays."""

    lines: Annotated[
        tuple[SerialLine, ...],
        Meta(
            description="One table a meter; one of them has the role grid.",
            examples=[
                [{"role": "grid", "port": "/dev/serial/by-id/usb-p1-cable", "protocol": "p1"}]
            ],
        ),
    ]


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


class Endorser(Table, frozen=True):
    """Whether this home computes and endorses the market's results."""

    enabled: Annotated[bool, Meta(description="The operator must have enrolled it as one.")] = False


class Operator(Table, frozen=True):
    """Who confirms the delivery reports."""

    address: Annotated[
        ChainAddress,
        Meta(
            description="The operator's chain address: receipts are signed by it.",
            examples=["0x00000000000000000000000000000000000000bb"],
        ),
    ]
    answer_url: (
        Annotated[
            str,
            Meta(
                max_length=400,
                pattern=r"^(https://|file:///|http://(127\.0\.0\.1|localhost)[:/])\S+$",
                title="an address that begins with https:// or file:///",
                description="Where 'gridhearth join accept' looks for the operator's answer when it"
                " is given no file; {member} stands for this home's address. The server need not be"
                " trusted: the answer is signed.",
                examples=["https://operator.example/answers/{member}.txt"],
            ),
        ]
        | None
    ) = None


class SecretFile(Table, frozen=True, tag="file"):
    """A password in a file, readable by its owner only; the line's end does not count."""

    path: Annotated[FilePath, Meta(description="The password's file.")]


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
            ge=60,
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


class StorageUnit(Table, frozen=True):
    """The battery of this home, with an account of its own and a meter beside it."""

    key: Annotated[
        KeyFile | Credential,
        Meta(description="The unit's key; another than the order key and the report key."),
    ]
    capacity_wh: Annotated[
        int, Meta(ge=1, le=10**9, description="What the battery holds when it is full.")
    ]
    reserve_wh: Annotated[
        int, Meta(ge=0, le=10**9, description="What is never offered to the market.")
    ] = 0
    power_w: Annotated[
        int, Meta(ge=1, le=10**7, description="The most that goes into it or out of it.")
    ] = 5_000
    register_modulus_wh: (
        Annotated[
            int,
            Meta(
                ge=1_000,
                le=10**15,
                description="Where its meter's register begins anew; none: it does not.",
            ),
        ]
        | None
    ) = None
    producer: Annotated[
        str,
        Meta(
            pattern="^(owner|trades|0x[0-9a-f]{40})$",
            title="owner, trades, or 0x and 40 small hexadecimal digits",
            description="Whose energy goes in: the owner's, of those who sold it to this home, or"
            " of one producer.",
        ),
    ] = "owner"
    report_every_s: Annotated[
        int, Meta(ge=10, le=86_400, description="What is counted waits no longer than this.")
    ] = 900
    report_wh: Annotated[int, Meta(ge=1, le=MAX_WH, description="So much is reported at once.")] = (
        1_000
    )
    actual_every_s: Annotated[
        int,
        Meta(
            ge=60, le=2_592_000, description="How often the battery's state of charge is reported."
        ),
    ] = 86_400
    tolerance_permille: Annotated[
        int,
        Meta(
            ge=10,
            le=500,
            description="Of the capacity: how far a state of charge may be from the registers.",
        ),
    ] = 100
    back_orders: Annotated[
        bool,
        Meta(
            description="Whether automatic orders count on the battery, and it covers what a sale"
            " would miss; only with a battery that can be steered."
        ),
    ] = False


class Storage(Table, frozen=True):
    """The storage market: ENT for energy kept in batteries (docs/storage.md)."""

    contract: Annotated[
        ChainAddress,
        Meta(
            description="The storage contract.",
            examples=["0x00000000000000000000000000000000000000cc"],
        ),
    ]
    dialect: Annotated[
        Literal["gridhearth", "published"],
        Meta(
            title="gridhearth or published",
            description="gridhearth: this project's contract, at its pinned code. published:"
            " another with the published interface, run here over proven state.",
        ),
    ] = "gridhearth"
    code_hash: (
        Annotated[
            str,
            Meta(
                pattern="^0x[0-9a-f]{64}$",
                title="0x and 64 small hexadecimal digits",
                description="published: what its code must hash to; none: any with the interface.",
                examples=["0x" + "cc" * 32],
            ),
        ]
        | None
    ) = None
    consumers: Annotated[
        tuple[ChainAddress, ...],
        Meta(
            description="published: whose sessions at this unit are looked for; that interface"
            " cannot list them."
        ),
    ] = ()
    unit: (
        Annotated[
            StorageUnit,
            Meta(
                description="This home's battery; none: it only consumes.",
                examples=[
                    {
                        "key": {"type": "credential", "name": "unit-key"},
                        "capacity_wh": 10_000,
                        "reserve_wh": 1_000,
                    }
                ],
            ),
        ]
        | None
    ) = None


class Settings(Table, frozen=True):
    """Everything the operator of a home decides."""

    home: Home
    chain: ChainLink
    operator: Operator
    meters: SimulatedFeeder | AssignedMeters | SerialMeters
    radio: Radio | None = None
    journal: JournalFile = JournalFile()
    api: Api = Api()
    broker: BrokerLink = BrokerLink()
    limits: Limits = Limits()
    status: StatusThresholds = StatusThresholds()
    endorser: Endorser = Endorser()
    house: HouseLink = HouseLink()
    metrics: Metrics = Metrics()
    storage: Storage | None = None
    backup: Backup | None = None


def read_settings(text: str) -> Settings:
    """Return the settings in a TOML text; Refused lists every problem with its key path."""
    try:
        given = tomllib.loads(text)
    except (ValueError, RecursionError) as wrong:
        sentence = f"The file is not TOML: {wrong}."
        raise Refused([Problem("file", "", "TOML", sentence)]) from wrong
    given.pop(SCHEMA_KEY, None)  # agent.settings_merge judges it
    return settings_of(given)


def settings_of(given: Mapping[str, Any]) -> Settings:
    """Return the settings in what a TOML text says; Refused lists every problem."""
    settings = check(Settings, given, most=None)
    problems = _contradictions(settings)
    if problems:
        raise Refused(problems)
    return settings


def _contradictions(settings: Settings) -> list[Problem]:
    """What no single value shows."""
    problems = []
    limits, status, chain = settings.limits, settings.status, settings.chain
    if limits.price_floor_micro_per_kwh > limits.price_ceiling_micro_per_kwh:
        problems.append(
            problem(
                "limits.price_floor_micro_per_kwh",
                limits.price_floor_micro_per_kwh,
                f"at most price_ceiling_micro_per_kwh ({limits.price_ceiling_micro_per_kwh})",
                "the floor was above the ceiling",
            )
        )
    if status.red_below_w > status.green_above_w:
        problems.append(
            problem(
                "status.red_below_w",
                status.red_below_w,
                f"at most green_above_w ({status.green_above_w})",
                "one surplus was both red and green",
            )
        )
    if not chain.upstreams:
        problems.append(problem("chain.upstreams", UNSET, "one address or more", "is empty"))
    if chain.order_key == chain.report_key:
        problems.append(
            problem(
                "chain.report_key",
                msgspec.to_builtins(chain.report_key),
                "another key than order_key",
                "one key signed orders and reports",
            )
        )
    if isinstance(settings.meters, AssignedMeters) and settings.radio is None:
        problems.append(
            problem(
                "meters.driver",
                "assigned",
                "simulated-feeder, or a [radio] table as well",
                "there was no radio whose devices could be assigned",
            )
        )
    if isinstance(settings.meters, SerialMeters):
        problems += _line_contradictions(settings.meters.lines)
    for place, tls in (("broker.tls", settings.broker.tls), ("house.tls", settings.house.tls)):
        if tls is not None and (tls.certificate is None) != (tls.key is None):
            allowed_text = "certificate and key, or neither"
            problems.append(problem(place, "one of two", allowed_text, "half was given"))
    problems += _storage_contradictions(settings)
    return [*problems, *_house_contradictions(settings.house)]


def _line_contradictions(lines: tuple[SerialLine, ...]) -> list[Problem]:
    """Roles once each, a port shared by nobody but meters of one bus, a model for each of those."""
    problems = []
    if not any(line.role == "grid" for line in lines):
        problems.append(
            problem("meters.lines", UNSET, "a line with the role grid", "no grid meter is named")
        )
    for number, line in enumerate(lines):
        at, before = f"meters.lines[{number}]", lines[:number]
        if any(other.role == line.role for other in before):
            problems.append(problem(f"{at}.role", line.role, "each role once", "stands twice"))
        shared = [other for other in before if other.port == line.port]
        if any((line.protocol, other.protocol) != ("modbus", "modbus") for other in shared):
            problems.append(
                problem(f"{at}.port", line.port, "a port of its own", "another line uses it")
            )
        elif any(other.unit == line.unit for other in shared):
            problems.append(
                problem(f"{at}.unit", line.unit, "an address of its own", "is taken on this bus")
            )
        elif any((other.baud, other.parity) != (line.baud, line.parity) for other in shared):
            problems.append(
                problem(
                    f"{at}.baud", line.baud, "one speed and parity a bus", "differs on this bus"
                )
            )
        if (line.protocol == "modbus") != (line.model is not None):
            problems.append(
                problem(f"{at}.model", line.model, "for modbus, and only there", "does not fit")
            )
    return problems


def _storage_contradictions(settings: Settings) -> list[Problem]:
    """A unit has a key of its own, a meter beside it, and no more in reserve than it holds."""
    storage = settings.storage
    unit = None if storage is None else storage.unit
    if unit is None:
        return []
    problems = []
    if unit.key in (settings.chain.order_key, settings.chain.report_key):
        given = msgspec.to_builtins(unit.key)
        wanted = "another key than order_key and report_key"
        problems.append(problem("storage.unit.key", given, wanted, "one key had two accounts"))
    if unit.reserve_wh > unit.capacity_wh:
        wanted = f"at most capacity_wh ({unit.capacity_wh})"
        problems.append(
            problem("storage.unit.reserve_wh", unit.reserve_wh, wanted, "it was above the capacity")
        )
    meters = settings.meters
    metered = isinstance(meters, AssignedMeters) or (
        any(line.role == "storage" for line in meters.lines)
        if isinstance(meters, SerialMeters)
        else meters.battery_wh > 0
    )
    if not metered:
        wanted = "a meter with the role storage (or a simulated battery) under [meters] as well"
        problems.append(
            problem("storage.unit", "a unit", wanted, "nothing measured what goes in and out")
        )
    if unit.back_orders and not (isinstance(meters, SimulatedFeeder) and meters.battery_wh):
        problems.append(
            problem(
                "storage.unit.back_orders",
                True,
                "false, until a driver can steer the battery (today: the simulated one)",
                "nobody could make the battery deliver",
            )
        )
    return problems


def _house_contradictions(house: HouseLink) -> list[Problem]:
    problems = []
    if house.commands and house.group == "viewer":
        problems.append(
            problem(
                "house.group",
                house.group,
                "user, while commands = true",
                "viewers command nothing",
            )
        )
    if house.password is not None and house.username is None:
        problems.append(
            problem("house.username", UNSET, "the account's name", "a password has no account")
        )
    return problems
