"""Methods that answer what a screen shows: hello, the snapshot and its lists."""

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from agent.api.device_params import DeviceListParams
from agent.api.methods.method import Method
from agent.api.params import Params
from agent.api.permissions import Group
from agent.api.sections import (
    Alert,
    DecisionLine,
    DeviceLine,
    OrderLine,
    Snapshot,
    StatementLine,
    TradeLine,
)

LINES_AT_MOST = 100


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


READING = (
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
