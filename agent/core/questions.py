"""What the agent wants to know from the chain now.

Asked again at every new head; a question disappears when its answer has become an event. So
nothing has to be remembered about requests under way, and a restart asks again by itself.
"""

import msgspec

from agent.core.constants import Constants
from agent.core.restoring import CORRECTION_WINDOW_S, cycles_to_read
from agent.core.state import State
from agent.market.cycle import CycleTimes, Phase
from agent.units import Address

SETTLE_PATIENCE_CYCLES = 8
"""After this many cycles a missing settlement is asked for only once per cycle."""


RESULT_PATIENCE_CYCLES = 2
"""A cycle still open after these waits for somebody to void it: asked once per cycle."""


RECHECKED_ORDERS = 8
"""The newest settled orders are read again in every cycle; of those before them one in turn."""

RECHECK_BLOCKS = 3
"""So long from the feedback phase's begin they are asked for: a head or two will come."""


class AccountQuestion(msgspec.Struct, frozen=True):
    """Nonce, fee, balance, enrolment and terms."""


class OrderQuestion(msgspec.Struct, frozen=True):
    """This home's newest order of a cycle."""

    cycle: int


class ResultQuestion(msgspec.Struct, frozen=True):
    """`index` None: only the cycle's end, as a household without an order sees it."""

    cycle: int
    index: int | None


class SettlementQuestion(msgspec.Struct, frozen=True):
    """How the order at this place of a cycle's book was settled."""

    cycle: int
    index: int


class BookQuestion(msgspec.Struct, frozen=True):
    """A closed window's whole book, and how far its result is, for an endorser."""

    cycle: int
    digest: bytes
    """This endorser's digest, whose votes are to be counted; empty before it is computed."""


class RegistersQuestion(msgspec.Struct, frozen=True):
    """The registers that the chain has of this home for a cycle."""

    cycle: int


class StorageQuestion(msgspec.Struct, frozen=True):
    """The storage contract as the owner and this home's unit (None: there is none) see it."""

    unit: Address | None


class UnitAccountQuestion(msgspec.Struct, frozen=True):
    """Nonce and balance of the storage unit's own account."""

    unit: Address


class CallQuestion(msgspec.Struct, frozen=True):
    """What became of one call of the storage contract whose nonce the chain has passed."""

    ident: str
    """Of the intent; the answer's too."""
    caller: Address
    nonce: int
    calls_before: int | None
    """Calls of the caller that the contract had counted before this one; None: it cannot tell."""
    tx_hashes: tuple[bytes, ...]
    """Of every signed variant; one of them, or somebody else's transaction, was executed."""
    data: bytes


MarketQuestion = (
    AccountQuestion
    | OrderQuestion
    | ResultQuestion
    | SettlementQuestion
    | BookQuestion
    | RegistersQuestion
)
StorageMarketQuestion = StorageQuestion | UnitAccountQuestion | CallQuestion
Question = MarketQuestion | StorageMarketQuestion


def questions(state: State, now_ms: int) -> tuple[MarketQuestion, ...]:
    """Return what should be asked of the auction's contract at the next head."""
    constants = state.constants
    if constants is None:
        return ()
    times = constants.times
    cycle = times.cycle_at(now_ms)
    if cycle is None:
        return (AccountQuestion(),)
    asked: list[MarketQuestion] = []
    if _account_is_old(state, times, cycle, now_ms):
        asked.append(AccountQuestion())
    asked += _about_orders(state, times, cycle, now_ms)
    asked += [
        OrderQuestion(cycle)
        for cycle in cycles_to_read(state, constants, now_ms)
        if OrderQuestion(cycle) not in asked
    ]
    asked += _about_corrections(state, constants, times, cycle, now_ms)
    asked += _about_prices(state, times, cycle, now_ms)
    if constants.endorser and state.account is not None and state.account.endorser:
        asked += _about_book(state, times, cycle, now_ms)
    if state.outbox.waiting and state.registers_asked_cycle < cycle:
        oldest = state.outbox.waiting[0].signed.report.cycle
        if oldest < cycle - 1:
            asked.append(RegistersQuestion(oldest))
    return tuple(asked)


def _account_is_old(state: State, times: CycleTimes, cycle: int, now_ms: int) -> bool:
    """Unknown since the start, a transaction under way, or not looked at in this phase."""
    if state.nonces.verified is None or state.account is None or state.restoring is not None:
        return True
    if any(not known.done for known in state.transactions):
        return True
    phase = times.phase_at(now_ms)
    if phase is None:
        return False
    return not times.phase_start_ms(cycle, phase) <= state.account.at_ms <= now_ms


def _about_orders(state: State, times: CycleTimes, cycle: int, now_ms: int) -> list[MarketQuestion]:
    asked: list[MarketQuestion] = []
    for cycle_of_order in sorted({o.cycle for o in state.orders if o.stage in ("queued", "sent")}):
        asked.append(OrderQuestion(cycle_of_order))  # noqa: PERF401 - three loops alike read better
    for order in state.orders:
        if order.stage == "final":
            late = cycle > order.cycle + RESULT_PATIENCE_CYCLES
            ended = now_ms >= times.phase_start_ms(order.cycle, Phase.MATCHING)
            if ended and (not late or times.phase_at(now_ms) is Phase.SETTLEMENT):
                asked.append(ResultQuestion(order.cycle, order.index))
        elif order.index is not None and (
            order.stage == "traded" or order.order_id in state.recheck
        ):
            due = cycle >= order.cycle + 2
            late = cycle > order.cycle + 2 + SETTLE_PATIENCE_CYCLES
            if due and (not late or times.phase_at(now_ms) is Phase.SETTLEMENT):
                asked.append(SettlementQuestion(order.cycle, order.index))
    return asked


def _about_corrections(
    state: State, constants: Constants, times: CycleTimes, cycle: int, now_ms: int
) -> list[MarketQuestion]:
    """Settled orders that may still be corrected: no statement has to announce it.

    A moment in every cycle, by the clock alone: an answer that says nothing new changes nothing
    and is not written down.
    """
    begins_ms = times.phase_start_ms(cycle, Phase.FEEDBACK)
    if not begins_ms <= now_ms < begins_ms + RECHECK_BLOCKS * constants.block_s * 1_000:
        return []
    oldest = cycle - 2 - CORRECTION_WINDOW_S // constants.cycle_s
    settled = [
        SettlementQuestion(order.cycle, order.index)
        for order in state.orders
        if order.stage == "settled"
        and order.index is not None
        and order.cycle >= oldest
        and order.order_id not in state.recheck
    ]
    newest, before = settled[-RECHECKED_ORDERS:], settled[:-RECHECKED_ORDERS]
    return [*newest, *([before[cycle % len(before)]] if before else [])]


def _about_prices(state: State, times: CycleTimes, cycle: int, now_ms: int) -> list[MarketQuestion]:
    """The price of this cycle, for a household that has no order in it."""
    if times.phase_at(now_ms) not in (Phase.FEEDBACK, Phase.SETTLEMENT):
        return []
    if any(order.cycle == cycle and order.stage == "final" for order in state.orders):
        return []
    if any(price.cycle == cycle for price in state.prices):
        return []
    return [ResultQuestion(cycle, None)]


def _about_book(state: State, times: CycleTimes, cycle: int, now_ms: int) -> list[MarketQuestion]:
    known = next((e for e in state.endorsements if e.cycle == cycle), None)
    if times.phase_at(now_ms) not in (Phase.MATCHING, Phase.FEEDBACK) or (known and known.finished):
        return []
    return [BookQuestion(cycle, known.digest if known else b"")]
