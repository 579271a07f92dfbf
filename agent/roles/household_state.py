"""The household's choices, and the facts the flow's rules look at."""

from typing import Literal

import msgspec

from agent.api.sections import OrderLine, Problem, StatementLine, TradeLine
from agent.api.wishes import Activity, SettlementChoice
from agent.metering.surplus import Colour

OrderSide = Literal["sell", "buy"]
Origin = Literal["person", "standing"]


class OrderRequest(msgspec.Struct, frozen=True):
    """An order to hand to the chain, for the cycle whose quotation window is open."""

    cycle: int
    side: OrderSide
    energy_wh: int
    low_micro_per_kwh: int
    high_micro_per_kwh: int
    distance_m: int
    origin: Origin
    """Who asked: a person pressing *Set Values*, or the standing instruction."""
    replaces: bool = False
    """An order of this home in the same cycle is replaced by it (R14)."""


class Instruction(msgspec.Struct, frozen=True):
    """The choices as they were when *Set Values* was pressed; later edits do not change it."""

    side: OrderSide
    settlement: SettlementChoice
    energy_wh: int | None
    """None: the agent decides (automatic)."""
    low_micro_per_kwh: int
    high_micro_per_kwh: int
    distance_m: int | None
    """None: any distance the market allows."""


class FlowState(msgspec.Struct, frozen=True):
    """Where the household is in the flow; JSON round trip by msgspec."""

    started: bool = False
    opted_in: bool = False
    activity: Activity = Activity.NONE
    settlement: SettlementChoice | None = None
    low_micro_per_kwh: int | None = None
    high_micro_per_kwh: int | None = None
    distance_m: int | None = None
    energy_wh: int | None = None
    repeat: bool = False
    problems: tuple[Problem, ...] = ()
    """Of the last validation; not empty: the stage is invalid (R10)."""
    pending: Instruction | None = None
    """A person's order that waits for the window (R13)."""
    standing: Instruction | None = None
    """The instruction renewed every cycle (R15)."""
    ordered: OrderRequest | None = None
    """The last order handed over; *Reset* does not undo it."""
    newest_cycle: int = -1
    """Of all orders handed over: should the chain look older than it was, nothing is repeated."""
    notice: str = ""
    """What the last wish or change led to, for the Information area."""


class FlowLimits(msgspec.Struct, frozen=True):
    """What the market and the installer allow this home."""

    low_micro_per_kwh: int
    """Price collar."""
    high_micro_per_kwh: int
    limit_wh: int
    """Most energy in one cycle: what the connection carries."""
    max_distance_m: int
    penalty_micro_per_kwh: int = 0
    max_tariff_micro: int = 0
    allowance_micro: int = 0


class FlowFacts(msgspec.Struct, frozen=True):
    """What is true now, from the meters, the chain and the settings."""

    now_ms: int
    status: Colour
    reason: str
    """Why the status is what it is, as a sentence."""
    limits: FlowLimits
    expected_surplus_wh: int | None = None
    """Forecast of the next delivery interval; negative is a deficit, None unknown."""
    forecast_sentence: str = ""
    storage_wh: int = 0
    """What a store could add in the delivery interval."""
    cycle: int | None = None
    window_open: bool = False
    window_opens_at_ms: int | None = None
    """When the next window opens, while none is open."""
    blocked: str | None = None
    """Why no order can be sent now although a window may be open; None: nothing hinders."""
    balance_micro: int | None = None
    """As proven on the chain; None: not proven yet, nothing is sent."""
    held_micro: int = 0
    replaced_hold_micro: int = 0
    """Part of `held_micro` that a replacement of this cycle's order frees."""
    orders: tuple[OrderLine, ...] = ()
    """This home's orders, oldest first."""
    trades: tuple[TradeLine, ...] = ()
    statements: tuple[StatementLine, ...] = ()


class FlowOutcome(msgspec.Struct, frozen=True):
    """The state after a wish or a change, and what follows from it."""

    state: FlowState
    submit: OrderRequest | None = None
    refused: tuple[Problem, ...] = ()
    """The wish was not enabled; the state is unchanged."""


def has_order_this_cycle(state: FlowState, facts: FlowFacts) -> bool:
    """Return whether an order of this home was handed over in the current cycle."""
    if facts.cycle is None:
        return False
    if state.ordered is not None and state.ordered.cycle == facts.cycle:
        return True
    return any(order.cycle == facts.cycle for order in facts.orders)


def hindrance(facts: FlowFacts) -> str | None:
    """Return why an order cannot be sent at this moment; None: nothing hinders."""
    if facts.blocked is not None:
        return facts.blocked
    if facts.cycle is None:
        return "The market's time is not known yet."
    if not facts.window_open:
        return "The quotation window is closed."
    if facts.balance_micro is None:
        return "Your account has not been proven yet."
    return None
