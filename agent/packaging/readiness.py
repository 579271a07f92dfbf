"""May this home's agent be restarted now? Not while money is on its way, never at a boundary."""

from typing import Any

import msgspec

UNDER_WAY = ("queued", "sent")
UNSETTLED = ("final", "traded")


class OrderNow(msgspec.Struct, frozen=True):
    """What counts of an order."""

    cycle: int
    stage: str


class MarketNow(msgspec.Struct, frozen=True):
    """Where the market stands."""

    cycle: int | None = None
    phase: str | None = None
    phase_ends_at_ms: int | None = None
    cycle_ends_at_ms: int | None = None


class ChainNow(msgspec.Struct, frozen=True):
    """How the chain is followed."""

    state: str


class StatusNow(msgspec.Struct, frozen=True):
    """The part of a snapshot an update looks at; what another version adds is not read."""

    market: MarketNow
    chain: ChainNow
    orders: tuple[OrderNow, ...] = ()


def status_of(told: Any) -> StatusNow | None:
    """Return the part that counts; None: this is no status."""
    try:
        return msgspec.convert(told, StatusNow)
    except msgspec.ValidationError:
        return None


def reasons_to_wait(status: StatusNow, *, now_ms: int, quiet_minutes: int) -> tuple[str, ...]:
    """Return every reason not to restart now; empty: it may be done.

    An order on its way would be sent again after the restart, but might miss its window. In the
    second half of a cycle the home's own order is being matched, answered and settled. At the
    end of a phase or cycle a register is read that money is computed from.
    """
    reasons = []
    under_way = sum(order.stage in UNDER_WAY for order in status.orders)
    if under_way:
        reasons.append(f"{under_way} of this home's orders is on its way to the chain.")
    market = status.market
    mid_cycle = market.phase not in (None, "quotation")
    if mid_cycle and any(
        order.cycle == market.cycle and order.stage in UNSETTLED for order in status.orders
    ):
        reasons.append(
            f"Cycle {market.cycle}, in which this home has an order, is in {market.phase}."
        )
    ends = [at for at in (market.phase_ends_at_ms, market.cycle_ends_at_ms) if at is not None]
    left_ms = min(ends, default=None) if ends else None
    if left_ms is not None and 0 <= left_ms - now_ms < quiet_minutes * 60_000:
        reasons.append(f"A phase of the market ends in less than {quiet_minutes} minutes.")
    return tuple(reasons)


def healthy(before: StatusNow | None, after: StatusNow | None) -> bool:
    """Return whether the agent is as well as it was: the chain is live, or as it was before."""
    if after is None:
        return False
    return after.chain.state == "live" or (
        before is not None and after.chain.state == before.chain.state
    )
