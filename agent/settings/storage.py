"""The storage market and this home's battery in it."""

from typing import Annotated, Literal

from msgspec import Meta

from agent.settings.table import MAX_WH, ChainAddress, Credential, KeyFile, Table


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
