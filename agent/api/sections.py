"""The snapshot a screen gets: one whole, immutable section per topic.

Every notification replaces one whole section. Numbers are integers with units; the text a
person reads is made at the edge (agent.api.words), except sentences that only the daemon can
write. `at_ms` is when the newest fact in a section was true, so that its age can be shown.
"""

from typing import Literal

import msgspec

from agent.api.storage import StorageSection

Colour = Literal["green", "red", "unknown"]
Phase = Literal["quotation", "matching", "feedback", "settlement"]


class HomeSection(msgspec.Struct, frozen=True):
    """Surplus or deficit, why, and how old the facts are."""

    status: Colour
    reason: str
    at_ms: int
    import_power_w: int | None = None
    """At the grid connection: positive is drawn from the grid."""
    generation_w: int | None = None
    usage_w: int | None = None
    import_wh: int = 0
    export_wh: int = 0
    storage_w: int | None = None
    """Into the store; negative is out of it."""
    expected_surplus_wh: int | None = None
    """Forecast of the next delivery interval; negative is a deficit."""


class Problem(msgspec.Struct, frozen=True):
    """One thing wrong with what was entered: the field, what was given, what is allowed."""

    field: str
    given: str
    allowed: str
    sentence: str


class FlowSection(msgspec.Struct, frozen=True):
    """The choices made, what may be pressed, and the Information area."""

    started: bool
    opted_in: bool
    activity: str
    settlement: str
    low_micro_per_kwh: int | None
    high_micro_per_kwh: int | None
    distance_m: int | None
    energy_wh: int | None
    repeat: bool
    enabled: tuple[str, ...]
    """Names of the wishes that are enabled now (tags of agent.api.wishes)."""
    stage: str
    """idle, waiting (for the window), active or invalid."""
    problems: tuple[Problem, ...] = ()
    information: tuple[str, ...] = ()
    window_opens_at_ms: int | None = None


class OrderLine(msgspec.Struct, frozen=True):
    """One order's way: queued, sent, in block n, final, traded or not and why, settled."""

    order_id: str
    cycle: int
    side: str
    energy_wh: int
    low_micro_per_kwh: int
    high_micro_per_kwh: int
    distance_m: int
    stage: str
    reason: str = ""
    block: int | None = None
    price_micro_per_kwh: int | None = None


class TradeLine(msgspec.Struct, frozen=True):
    """One trade of this home. The partner is a pseudonym."""

    cycle: int
    side: str
    partner: str
    energy_wh: int
    price_micro_per_kwh: int
    distance_mm: int
    charge_micro: int


class StatementLine(msgspec.Struct, frozen=True):
    """One settled cycle, checked against verified chain state."""

    cycle: int
    side: str
    agreed_wh: int
    metered_wh: int
    price_micro_per_kwh: int
    energy_micro: int
    network_charge_micro: int
    penalty_micro: int
    amount_micro: int
    """What the account was changed by: negative is a bill, positive an income."""
    status: str
    verified: bool
    block: int | None = None


class MarketSection(msgspec.Struct, frozen=True):
    """Where the market stands."""

    cycle: int | None
    phase: Phase | None
    phase_ends_at_ms: int | None
    cycle_ends_at_ms: int | None
    last_price_micro_per_kwh: int | None = None
    last_price_cycle: int | None = None
    price_floor_micro_per_kwh: int | None = None
    """The lowest price that an order may name; None: the market is not known yet."""
    price_ceiling_micro_per_kwh: int | None = None
    """The highest."""


class MoneySection(msgspec.Struct, frozen=True):
    """The home's account, as proven on the chain."""

    balance_micro: int | None
    held_micro: int | None
    earned_micro: int = 0
    """Sum of incomes settled so far."""
    spent_micro: int = 0
    penalty_micro: int = 0


class LinkSection(msgspec.Struct, frozen=True):
    """One line to the outside: the chain or the broker."""

    state: str
    """chain: unsynced, syncing, live, stale, halted; broker: up, down, off."""
    sentence: str
    at_ms: int | None = None
    height: int | None = None
    waiting_reports: int = 0


class DeviceLine(msgspec.Struct, frozen=True):
    """One meter or relay. Of a radio's device the values are its own, as it says them."""

    name: str
    role: str
    """grid, generation, storage or relay; empty: nobody has given it one."""
    at_ms: int
    """When its newest value was true; 0: it has said none."""
    import_wh: int
    export_wh: int
    quality: str
    """Of a radio's device: good, assumed, suspect, invalid, stale or nothing yet."""
    key: str = ""
    """How a radio's function is named in calls; empty for meters that the settings name."""
    kind: str = "meter"
    """meter, relay, or empty: a device that is neither."""
    ieee: str = ""
    model: str = ""
    profile: str = ""
    interview: str = "complete"
    power_w: int | None = None
    position: str | None = None
    """Relays: on, off or unknown, as the relay itself confirmed it."""
    mode: str | None = None
    """Relays with a role: on, off or surplus."""
    usable: bool = True
    available: bool = True
    last_seen_ms: int | None = None
    battery_percent: int | None = None
    signal_lqi: int | None = None
    invert: bool = False
    sentence: str = ""
    """What an installer should know; empty: nothing."""
    checked_ms: int | None = None
    """Meters: when a live check of it passed that still counts; nothing: none did."""
    seen_on_ms: int | None = None
    """Relays: when it confirmed to be on, after somebody had asked for it."""
    seen_off_ms: int | None = None


class RadioSection(msgspec.Struct, frozen=True):
    """The radio: whether it is there, and until when devices may join."""

    stage: str
    """starting, up, degraded, down, no-network or other-network."""
    sentence: str
    since_ms: int
    stick: str = ""
    channel: int | None = None
    joining_until_ms: int | None = None
    via: str | None = None
    """The router through which joining is open; nothing: for one device with its own code."""
    backup_ms: int | None = None
    """When the newest backup was written that has every device of now; nothing: none has."""


class CheckSection(msgspec.Struct, frozen=True):
    """The live check of a meter: how far it is, what to do now, what came of it."""

    key: str
    role: str
    load_w: int
    stage: str
    """baseline, switch on, watch or done."""
    instruction: str
    """What the installer should do now."""
    since_ms: int
    """When the stage began."""
    power_w: int | None = None
    """What the meter says now."""
    passed: bool | None = None
    """Nothing: not done yet."""
    findings: tuple[str, ...] = ()
    sentences: tuple[str, ...] = ()
    moved_w: int | None = None
    suggest_invert: bool = False
    suggest_other_meter: bool = False
    divide_by: int = 1
    multiply_by: int = 1
    """What would put the scale right; both 1: it is right or not known."""


class PairingLine(msgspec.Struct, frozen=True):
    """One step of a device that joins."""

    at_ms: int
    ieee: str
    step: str
    """joined, interviewing, configuring, ready, refused, failed or left."""
    sentence: str


class DecisionLine(msgspec.Struct, frozen=True):
    """Why the agent traded or did not: what it decided and on which facts."""

    at_ms: int
    cycle: int
    what: str
    why: str


class Alert(msgspec.Struct, frozen=True):
    """Something is wrong: what happened, what to do."""

    name: str
    since_ms: int
    what: str
    do: str


class GuardLine(msgspec.Struct, frozen=True):
    """One reason why the agent does less than trade."""

    name: str
    rung: str
    """The rung it forces."""
    sentence: str
    do: str = ""
    """What to do about it; empty: nothing, or an alert says it."""
    since_ms: int = 0
    """0: not known."""


class LadderSection(msgspec.Struct, frozen=True):
    """How much the agent does now, and every reason why not more."""

    rung: str
    """trade, report-only, local-only or safe."""
    guards: tuple[GuardLine, ...] = ()
    """The lowest rung first."""
    clock: str = ""
    """What the wall clock is worth: unknown, holdover or synced."""
    clock_sentence: str = ""


class Snapshot(msgspec.Struct, frozen=True):
    """Everything a screen may show. `revision` grows by one with every change."""

    revision: int
    member: str
    home: HomeSection
    flow: FlowSection
    market: MarketSection
    money: MoneySection
    chain: LinkSection
    broker: LinkSection
    orders: tuple[OrderLine, ...] = ()
    trades: tuple[TradeLine, ...] = ()
    statements: tuple[StatementLine, ...] = ()
    devices: tuple[DeviceLine, ...] = ()
    alerts: tuple[Alert, ...] = ()
    pairing: tuple[PairingLine, ...] = ()
    """The newest steps of pairing, oldest first; told before `radio`, so that whoever sees that
    joining was closed has seen who joined."""
    radio: RadioSection | None = None
    """Nothing: this home has no radio."""
    check: CheckSection | None = None
    """The live check under way, or the last one."""
    currency: str = ""
    """What money is counted in, as written behind an amount: "GBP"."""
    ladder: LadderSection | None = None
    """Nothing: the agent has not started yet."""
    storage: StorageSection | None = None
    """The storage market; nothing: this home does not take part in it."""
