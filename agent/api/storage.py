"""The storage market on a screen: the unit beside the battery, sessions, money, votes.

Amounts of ENT, eEuro, prices and parameters are AttoText (decimal digits of 10^-18, agent.storage
.amounts); energies are whole watt-hours. What is not known is null, with a sentence that says why.
"""

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from agent.api.params import Params
from agent.storage.amounts import AttoText

SESSIONS_SHOWN = 16
DEEDS_SHOWN = 10

ChainAddress = Annotated[
    str,
    Meta(
        pattern="^0x[0-9a-f]{40}$",
        title="0x and 40 small hexadecimal digits",
        description="a chain address",
    ),
]
Amount = Annotated[
    str,
    Meta(
        pattern="^[1-9][0-9]{0,77}$",
        title="a whole number of 10^-18 above 0, as decimal digits",
        description="an amount in units of 10^-18",
    ),
]
VoteKind = Literal["add_voter", "remove_voter", "change_banker", "set_parameter"]
ParameterName = Literal["M", "B", "C", "H", "F"]
StorageVoteKind = Literal[
    "add_voter", "remove_voter", "change_banker", "set_parameter", "register_unit", "remove_unit"
]


# Sections.


class ReportLine(msgspec.Struct, frozen=True):
    """One report of the unit, under way or the last one that ended."""

    kind: Literal["produced", "consumed", "actual"]
    party: str
    """Producer or consumer; empty: the actual energy of the whole unit."""
    energy_wh: int
    at_ms: int
    stage: str
    """signing, sent, in the chain, accepted, refused or reverted."""
    sentence: str
    """What became of it, and why."""


class SessionLine(msgspec.Struct, frozen=True):
    """One consumption session."""

    ident: str
    unit: str
    consumer: str
    energy_wh: int
    """What may still be consumed."""
    locked: AttoText
    opened_s: int
    expires_s: int
    mine: bool
    """This home is the consumer."""


class ParametersLine(msgspec.Struct, frozen=True):
    """M, B, C (ENT per kWh; per kWh of difference), H (seconds) and F, as the voters set them."""

    mint_cap: AttoText
    burn_cap: AttoText
    slope: AttoText
    validity_s: int
    owner_share: AttoText


class UnitLine(msgspec.Struct, frozen=True):
    """This home's storage unit: what the meter counted, what the chain holds, what is open."""

    address: str
    registered: bool | None
    """Null: not read from the chain yet."""
    owner: str
    energy_wh: int | None
    """What the contract says is in the battery."""
    capacity_wh: int
    reserve_wh: int
    charge_permille: int | None
    """The battery's own state of charge, in thousandths; null: it does not say."""
    charge_at_ms: int | None
    power_w: int | None
    """Into the battery; negative is out of it."""
    in_wh: int
    """The meter's register: all that ever went into the battery."""
    out_wh: int
    open_in_wh: int
    """Counted and not yet accepted by the contract, what is under way included."""
    open_out_wh: int
    uncovered_wh: int
    """Part of `open_out_wh`: it left the battery without a session."""
    accepted_in_wh: int
    accepted_out_wh: int
    written_off_wh: int
    """Left without a session, and taken from the unit by an accepted report of the actual energy."""
    under_way: ReportLine | None
    last: ReportLine | None
    next_report_ms: int | None
    """When the next report is due; null: nothing is open."""
    next_actual_ms: int | None
    refused: int
    """Reports refused so far; their energy stayed open."""
    reverted: int
    wei: str | None
    """What the unit's account can spend on transactions, in wei."""
    sentence: str
    """How reporting stands, for a person."""
    backing_wh: int | None = None
    """What the battery adds to the next automatic order; null: it does not."""
    discharge_w: int | None = None
    """What it is asked to deliver now, to cover a sale; null: nothing."""


class DeedLine(msgspec.Struct, frozen=True):
    """One call of the owner at the storage contract: a session, an order, a transfer, a vote."""

    what: str
    """As a sentence."""
    at_ms: int
    stage: str
    """waiting, sent, in the chain, accepted, refused, reverted or missed."""
    sentence: str


class StorageSection(msgspec.Struct, frozen=True):
    """The storage market as this home sees it; only what is proven, with the block that proves it."""

    contract: str
    dialect: str
    me: str
    """The owner's address: consumer, trader, voter."""
    unit: UnitLine | None = None
    """Null: this home has no battery; it may be a consumer all the same."""
    block: int | None = None
    at_ms: int | None = None
    """When the newest proof was made; null: nothing is proven yet."""
    mint_cost: AttoText | None = None
    """ENT per kWh that minting costs now."""
    burn_cost: AttoText | None = None
    parameters: ParametersLine | None = None
    total_energy_wh: int | None = None
    total_ent: AttoText | None = None
    ent_available: AttoText | None = None
    ent_locked: AttoText | None = None
    euro_available: AttoText | None = None
    euro_locked: AttoText | None = None
    voter: bool = False
    my_sessions: tuple[SessionLine, ...] = ()
    unit_sessions: tuple[SessionLine, ...] = ()
    """At this home's unit, oldest first."""
    unit_sessions_more: int = 0
    """So many stand behind those; some of them may be over by now."""
    deeds: tuple[DeedLine, ...] = ()
    """The owner's newest calls, newest first; votes among them."""
    warnings: tuple[str, ...] = ()


# What the methods take.


class StorageSessionStart(Params, frozen=True):
    """Lock ENT for a session; exactly one of the two amounts."""

    unit: ChainAddress | None = None
    energy_wh: (
        Annotated[
            int,
            Meta(ge=1, le=10**9, description="what shall be consumed; its ENT at the cost of now"),
        ]
        | None
    ) = None
    ent: Amount | None = None


class StorageSessionStop(Params, frozen=True):
    """Without a unit: get back what sessions past their time lock."""

    unit: ChainAddress | None = None


class StorageOrderAdd(Params, frozen=True):
    side: Annotated[Literal["sell", "buy"], Meta(title="sell or buy", description="what to do")]
    price: Amount
    """eEuro per ENT."""
    amount: Amount
    """ENT."""


class StorageOrderRemove(Params, frozen=True):
    ident: Annotated[
        str,
        Meta(
            pattern="^[0-9]{1,78}$",
            title="an order's number",
            description="the order, as storage.orders lists it",
        ),
    ]
    side: Annotated[Literal["sell", "buy"], Meta(title="sell or buy", description="its side")]


class StorageVote(Params, frozen=True):
    """One vote; it is executed by the vote that brings more than half of the voters."""

    kind: Annotated[
        VoteKind,
        Meta(
            title="add_voter, remove_voter, change_banker or set_parameter",
            description="what to vote for",
        ),
    ]
    address: ChainAddress | None = None
    parameter: (
        Annotated[
            ParameterName, Meta(title="M, B, C, H or F", description="for set_parameter: which")
        ]
        | None
    ) = None
    value: (
        Annotated[
            str,
            Meta(
                pattern="^(0|[1-9][0-9]{0,77})$",
                title="a whole number, as decimal digits",
                description="for set_parameter: 10^-18 of an ENT or of one; H in whole hours",
            ),
        ]
        | None
    ) = None


class StorageRegister(Params, frozen=True):
    """A vote to register a unit, or to remove it; without an address it is this home's own."""

    unit: ChainAddress | None = None
    owner: ChainAddress | None = None
    remove: Annotated[bool, Meta(description="vote to remove it instead")] = False


class StorageTransfer(Params, frozen=True):
    currency: Annotated[
        Literal["ent", "eeuro"], Meta(title="ent or eeuro", description="what to transfer")
    ]
    to: ChainAddress
    amount: Amount


class StorageLock(Params, frozen=True):
    amount: Amount
    """eEuro to be locked, for the banker to pay out."""


class StoragePreviewParams(Params, frozen=True):
    energy_wh: Annotated[int, Meta(ge=1, le=10**9, description="what shall be consumed")] | None = (
        None
    )
    ent: Amount | None = None


# What some of them answer.


class StorageView(msgspec.Struct, frozen=True):
    """The section, or why there is none."""

    storage: StorageSection | None
    sentence: str = ""


class StoragePreview(msgspec.Struct, frozen=True):
    """What a session costs at the rates of now; nothing is locked."""

    energy_wh: int | None
    ent: AttoText | None
    burn_cost: AttoText | None
    available: AttoText | None
    enough: bool | None
    sentence: str


class StorageOrderLine(msgspec.Struct, frozen=True):
    """One order of the book for ENT."""

    ident: str
    side: Literal["sell", "buy"]
    user: str
    price: AttoText
    """eEuro per ENT."""
    amount: AttoText
    """ENT."""
    mine: bool


class StorageOrders(msgspec.Struct, frozen=True):
    """The order book for ENT, read from the chain and proven; best prices first."""

    sentence: str
    """Why it could not be read; empty: it was."""
    block: int | None = None
    buys: tuple[StorageOrderLine, ...] = ()
    sells: tuple[StorageOrderLine, ...] = ()


class StorageVoteLine(msgspec.Struct, frozen=True):
    """One open vote; it is carried out by the vote that brings more than half of the voters."""

    kind: StorageVoteKind
    about: str
    """The address of the voter, unit or banker, or the parameter's name."""
    value: str
    """The parameter's value (AttoText, of H whole hours), the unit's owner, or nothing."""
    votes: int
    """How many voters are for it."""
    mine: bool
    """This home is."""


class StorageVotes(msgspec.Struct, frozen=True):
    """The open votes, read from the chain and proven."""

    sentence: str
    """Why they could not be read; empty: they were."""
    block: int | None = None
    voters: int | None = None
    votes: tuple[StorageVoteLine, ...] = ()
    """Newest first."""
    older: int = 0
    """So many votes were begun before those looked at; one that is still open is not shown."""
