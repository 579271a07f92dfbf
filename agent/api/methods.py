"""Every method of the local interface, in one table.

The server answers from it, the command line makes its help from it, docs/api.md is written
from it (python -m agent.api.docs). Add a method here and nowhere else.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated, Literal, get_args

import msgspec
from msgspec import Meta

from agent.api import wishes
from agent.api.backup import BackupWrite, BackupWritten
from agent.api.commission import (
    ChecklistView,
    HandoverParams,
    JoinRequestView,
    SignedReport,
)
from agent.api.device_params import (
    CheckStart,
    CheckView,
    DeviceAssign,
    DeviceIeee,
    DeviceKey,
    DeviceListParams,
    DeviceRename,
    PairCode,
    PairOpen,
    RadioForm,
    RadioRestore,
    RadioView,
    RelaySet,
)
from agent.api.params import Params
from agent.api.permissions import Group
from agent.api.pins import PinAnswer, PinSet, PinState, PinUnlock
from agent.api.sections import (
    Alert,
    DecisionLine,
    DeviceLine,
    OrderLine,
    Problem,
    Snapshot,
    StatementLine,
    TradeLine,
)
from agent.api.storage import (
    StorageLock,
    StorageOrderAdd,
    StorageOrderRemove,
    StorageOrders,
    StoragePreview,
    StoragePreviewParams,
    StorageRegister,
    StorageSessionStart,
    StorageSessionStop,
    StorageTransfer,
    StorageView,
    StorageVote,
    StorageVotes,
)
from agent.api.views import (
    CurvesView,
    CycleParams,
    DayLine,
    EnergyDay,
    EnergyDayParams,
    EnergyDaysParams,
    OrderPreview,
    PreviewParams,
    PriceLine,
    PricesParams,
    StreetTrades,
    StreetView,
)
from agent.api.wishes import Wish

API_NUMBER = 1
"""Grows when a client written for the old number would misunderstand the new one."""

LINES_AT_MOST = 100
LINES = 30
"""Lines of each list in a snapshot: with the longest lines still half of a message."""


class HelloParams(Params, frozen=True):
    api: Annotated[int, Meta(ge=1, le=1_000_000, description="the API number the client speaks")]
    client: Annotated[
        str, Meta(max_length=80, description="what is calling, for the log: name and version")
    ]
    group: (
        Annotated[
            Literal["viewer", "user", "installer"],
            Meta(
                title="viewer, user or installer",
                description="be this at most: a screen asks for user, whoever runs it",
            ),
        ]
        | None
    ) = None


class HelloResult(msgspec.Struct, frozen=True):
    """Who answered and what this connection may do."""

    api: int
    server: str
    group: str
    methods: tuple[str, ...]
    """The methods this caller may use."""


class WishAnswer(msgspec.Struct, frozen=True):
    """What became of a wish; a refused wish changed nothing."""

    accepted: bool
    problems: tuple[Problem, ...] = ()
    sentence: str = ""


class PlaceOrder(Params, frozen=True):
    """A whole order in one call: the daemon goes through the flow R1 to R9 in its order."""

    side: Annotated[Literal["sell", "buy"], Meta(title="sell or buy", description="what to do")]
    low_micro_per_kwh: Annotated[
        int, Meta(ge=0, le=10**12, description="lowest price, millionths of the currency per kWh")
    ]
    high_micro_per_kwh: Annotated[
        int, Meta(ge=0, le=10**12, description="highest price, millionths of the currency per kWh")
    ]
    energy_wh: (
        Annotated[int, Meta(ge=1, le=10**9, description="amount; none: the agent decides")] | None
    ) = None
    distance_m: Annotated[
        int, Meta(ge=0, le=10**6, description="partners within this distance are preferred")
    ] = 1_000
    repeat: Annotated[bool, Meta(description="renew the order every cycle")] = False


class ListParams(Params, frozen=True):
    limit: Annotated[
        int, Meta(ge=1, le=LINES_AT_MOST, description="how many lines, newest first")
    ] = 20
    before_cycle: (
        Annotated[int, Meta(ge=0, le=2**32, description="only lines of cycles before this one")]
        | None
    ) = None


class ShortListParams(Params, frozen=True):
    limit: Annotated[int, Meta(ge=1, le=LINES_AT_MOST, description="how many lines")] = (
        LINES_AT_MOST
    )


class Method(msgspec.Struct, frozen=True):
    """One row of the table."""

    name: str
    params: type[msgspec.Struct]
    group: Group
    """The lowest group that may call it."""
    effect: str
    """What it does, one sentence for a person."""
    result: object
    wish: type[msgspec.Struct] | None = None
    """The wish it hands to the household's flow."""
    commissions: bool = False
    """It is about the radio or a device, and may take minutes."""
    stores: bool = False
    """It is about the storage market."""
    looks: bool = False
    """It changes nothing, and is looked up in the history or on the chain meanwhile."""
    unlocks: bool = False
    """It is about the PIN."""
    accepts: bool = False
    """It is about the checklist of commissioning, the acceptance report or a backup of all of it."""

    @property
    def changes(self) -> bool:
        """True when it may change what the home does."""
        return self.group > Group.VIEWER


WISH_EFFECTS: Mapping[type[msgspec.Struct], str] = MappingProxyType(
    {
        wishes.Start: "Press Start: enable the program choice.",
        wishes.Reset: "Press Reset: forget every choice; orders already handed over stay.",
        wishes.ChooseProgram: "Opt in to trading, or out of it.",
        wishes.ChooseActivity: "Choose to sell, to buy or neither.",
        wishes.ChooseSettlement: "Choose who decides the amount, the household or the agent.",
        wishes.SetRange: "Set the range of prices.",
        wishes.SetDistance: "Prefer partners within this distance along the network.",
        wishes.SetAmount: "Set the amount of energy (manual settlement choice).",
        wishes.SetRepeat: "Renew the order every cycle, or stop doing so.",
        wishes.SetValues: "Press Set Values: check everything and place the order.",
        wishes.UpdateValues: "Press Update Values: check the corrected values again.",
    }
)


def wish_method(wish: type[msgspec.Struct]) -> str:
    """Return the method of a wish: `flow.` and its tag with `_` for `-`."""
    return "flow." + str(wish.__struct_config__.tag).replace("-", "_")


_READING = (
    Method(
        "hello", HelloParams, Group.VIEWER, "Agree on the API number; always first.", HelloResult
    ),
    Method(
        "status.get", Params, Group.VIEWER, "Answer everything a screen may show, once.", Snapshot
    ),
    Method(
        "status.watch",
        Params,
        Group.VIEWER,
        "Answer everything a screen may show, then send each section again when it changed.",
        Snapshot,
    ),
    Method(
        "orders.list", ListParams, Group.VIEWER, "List the home's orders.", tuple[OrderLine, ...]
    ),
    Method(
        "trades.list", ListParams, Group.VIEWER, "List the home's trades.", tuple[TradeLine, ...]
    ),
    Method(
        "statements.list",
        ListParams,
        Group.VIEWER,
        "List the settled cycles: bills and incomes.",
        tuple[StatementLine, ...],
    ),
    Method(
        "devices.list",
        DeviceListParams,
        Group.VIEWER,
        "List the meters and relays: what they say, how old it is, and what is wrong with them.",
        tuple[DeviceLine, ...],
    ),
    Method(
        "alerts.list",
        ShortListParams,
        Group.VIEWER,
        "List what is wrong, and what to do.",
        tuple[Alert, ...],
    ),
    Method(
        "decisions.list",
        ListParams,
        Group.VIEWER,
        "List why the agent traded, or did not.",
        tuple[DecisionLine, ...],
    ),
)

_COMMISSIONING = (
    Method(
        "radio.get",
        Params,
        Group.VIEWER,
        "Answer how the radio is, and the newest steps of pairing.",
        RadioView,
    ),
    Method(
        "check.get", Params, Group.VIEWER, "Answer how far the live check of a meter is.", CheckView
    ),
    Method(
        "ladder.resume",
        Params,
        Group.INSTALLER,
        "Let the agent go on after its safe mode, once you know why it broke down.",
        WishAnswer,
        commissions=True,
    ),
    Method(
        "relay.set",
        RelaySet,
        Group.USER,
        "Switch a relay on or off, or let the surplus switch it.",
        WishAnswer,
        commissions=True,
    ),
    *(
        Method(name, params, Group.INSTALLER, effect, WishAnswer, commissions=True)
        for name, params, effect in (
            ("pair.code", PairCode, "Let one device in with its install code."),
            (
                "pair.open",
                PairOpen,
                "Let any device in through one router, for a minute at most; the network's key can"
                " be overheard meanwhile.",
            ),
            ("pair.stop", Params, "Let nobody in any more."),
            (
                "device.assign",
                DeviceAssign,
                "Give a meter or relay its role; in the place of another meter it is an exchange.",
            ),
            ("device.rename", DeviceRename, "Give a device a name."),
            ("device.release", DeviceKey, "Take its role from a meter or relay."),
            ("device.remove", DeviceIeee, "Ask a device without a role to leave the network."),
            ("device.interview", DeviceIeee, "Ask a device again what it is."),
            ("device.configure", DeviceIeee, "Configure a device's reports again."),
            (
                "check.start",
                CheckStart,
                "Check a meter live: a load of known power is switched on, and the meter watched.",
            ),
            ("check.loaded", Params, "Say that the load of the live check is on."),
            ("check.stop", Params, "End the live check."),
            ("radio.form", RadioForm, "Form a new network on a stick that has none."),
            ("radio.backup", Params, "Write the network and its devices to a sealed backup."),
            ("radio.restore", RadioRestore, "Put a backup on the stick."),
        )
    ),
)

_ACCEPTANCE = tuple(
    Method(name, params, group, effect, result, accepts=True)
    for name, params, group, effect, result in (
        (
            "commission.checklist",
            Params,
            Group.VIEWER,
            "Answer every step of commissioning: done, to do or in trouble, and what to do next.",
            ChecklistView,
        ),
        (
            "commission.request",
            Params,
            Group.VIEWER,
            "Answer this box's request to become a member, to be shown to the operator.",
            JoinRequestView,
        ),
        (
            "commission.handover",
            HandoverParams,
            Group.INSTALLER,
            "Hand the home over, once every other step that it needs is done.",
            WishAnswer,
        ),
        (
            "commission.report",
            Params,
            Group.INSTALLER,
            "Compose the acceptance report from the agent's own facts, signed with the report key.",
            SignedReport,
        ),
        (
            "backup.write",
            BackupWrite,
            Group.INSTALLER,
            "Write everything that makes this box this home's box into one sealed file.",
            BackupWritten,
        ),
    )
)

_VIEWS = tuple(
    Method(name, params, Group.VIEWER, effect, result, looks=True)
    for name, params, effect, result in (
        (
            "energy.day",
            EnergyDayParams,
            "Answer one day's energies and, for the rest of today, what is expected.",
            EnergyDay,
        ),
        (
            "energy.days",
            EnergyDaysParams,
            "List the days of which something is known, oldest first: energy and money.",
            tuple[DayLine, ...],
        ),
        (
            "market.prices",
            PricesParams,
            "List how cycles ended, oldest first; cycles this agent did not see are left out.",
            tuple[PriceLine, ...],
        ),
        (
            "market.curves",
            CycleParams,
            "Answer supply and demand of a closed window, read from the chain and proven.",
            CurvesView,
        ),
        ("street.map", Params, "Answer the street's network as a drawing.", StreetView),
        (
            "street.trades",
            CycleParams,
            "Answer who traded with whom in a cycle, read from the chain and proven.",
            StreetTrades,
        ),
        (
            "order.preview",
            PreviewParams,
            "Answer what an order may bring and cost, without placing it.",
            OrderPreview,
        ),
    )
)

_PINS = tuple(
    Method(name, params, group, effect, result, unlocks=True)
    for name, params, group, effect, result in (
        (
            "pin.state",
            Params,
            Group.VIEWER,
            "Answer which PINs are set, and what this connection may do now.",
            PinState,
        ),
        (
            "pin.set",
            PinSet,
            Group.USER,
            "Set, change or remove a PIN; an installer needs no old one.",
            PinAnswer,
        ),
        (
            "pin.unlock",
            PinUnlock,
            Group.USER,
            "Open this connection for a few minutes: the household's PIN for what a user may, the"
            " installer's for all.",
            PinAnswer,
        ),
    )
)

_STORAGE = tuple(
    Method(name, params, group, effect, result, stores=True)
    for name, params, group, effect, result in (
        (
            "storage.get",
            Params,
            Group.VIEWER,
            "Answer how the storage unit, its reports, sessions and balances stand.",
            StorageView,
        ),
        (
            "storage.orders",
            Params,
            Group.VIEWER,
            "Answer the order book for ENT, read from the chain and proven.",
            StorageOrders,
        ),
        (
            "storage.votes",
            Params,
            Group.VIEWER,
            "Answer the open votes, read from the chain and proven.",
            StorageVotes,
        ),
        (
            "storage.preview",
            StoragePreviewParams,
            Group.VIEWER,
            "Answer what a session costs at the rates of now, without starting it.",
            StoragePreview,
        ),
        (
            "storage.report",
            Params,
            Group.USER,
            "Report what the unit's meter has counted now, instead of when it is due.",
            WishAnswer,
        ),
        (
            "storage.session_start",
            StorageSessionStart,
            Group.USER,
            "Lock ENT for a consumption session at a unit (this home's own when none is named).",
            WishAnswer,
        ),
        (
            "storage.session_stop",
            StorageSessionStop,
            Group.USER,
            "End a session soon, or get back what sessions past their time still lock.",
            WishAnswer,
        ),
        (
            "storage.order_add",
            StorageOrderAdd,
            Group.USER,
            "Place an order for ENT against eEuro.",
            WishAnswer,
        ),
        (
            "storage.order_remove",
            StorageOrderRemove,
            Group.USER,
            "Take back an order for ENT.",
            WishAnswer,
        ),
        (
            "storage.transfer",
            StorageTransfer,
            Group.USER,
            "Transfer ENT or eEuro to another account.",
            WishAnswer,
        ),
        (
            "storage.lock",
            StorageLock,
            Group.USER,
            "Lock eEuro, for the banker to pay it out.",
            WishAnswer,
        ),
        ("storage.vote", StorageVote, Group.USER, "Vote, as one of the voters.", WishAnswer),
        (
            "storage.register",
            StorageRegister,
            Group.INSTALLER,
            "Vote to register a storage unit, or to remove it.",
            WishAnswer,
        ),
    )
)

_PLACE = Method(
    "order.place",
    PlaceOrder,
    Group.USER,
    "Place an order: every step of the flow in its order, as if pressed one after another.",
    WishAnswer,
)

_WISHES = tuple(
    Method(wish_method(wish), wish, Group.USER, WISH_EFFECTS[wish], WishAnswer, wish)
    for wish in get_args(Wish)
)

METHODS: Mapping[str, Method] = MappingProxyType(
    {
        method.name: method
        for method in (
            *_READING,
            *_VIEWS,
            _PLACE,
            *_WISHES,
            *_PINS,
            *_COMMISSIONING,
            *_ACCEPTANCE,
            *_STORAGE,
        )
    }
)
