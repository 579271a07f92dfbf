"""The market this home trades in: its chain, its operator and the operator's broker."""

from typing import Annotated, Literal

from msgspec import Meta

from agent.settings.table import ChainAddress, Credential, FilePath, KeyFile, Table, TlsFiles


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
    request_url: (
        Annotated[
            str,
            Meta(
                max_length=400,
                pattern=r"^(https://|file:///|http://(127\.0\.0\.1|localhost)[:/])\S+$",
                title="an address that begins with https:// or file:///",
                description="Where a box that joins by itself puts its request (an HTTP PUT);"
                " {member} stands for this home's address. The server need not be trusted: the"
                " request is signed and holds no secret.",
                examples=["https://operator.example/requests/{member}.txt"],
            ),
        ]
        | None
    ) = None
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
