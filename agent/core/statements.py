"""The operator's statements against what the chain proves: a difference is an alert with both numbers."""

from agent.bridge.payload import Statement
from agent.core.events import SettlementSeen
from agent.core.records import Order
from agent.core.state import Disagreement, State, changed

STATEMENTS_KEPT = 100
STATEMENT_AHEAD_BLOCKS = 30
"""A minute of blocks: the operator may see a settlement before this home does."""


def keep_statement(state: State, statement: Statement, at_ms: int) -> State:
    """Keep the operator's word; if the chain is not known to say the same, read the chain again."""
    others = tuple(known for known in state.statements if known.cycle != statement.cycle)
    kept = changed(state, statements=(*others, statement)[-STATEMENTS_KEPT:])
    order = next(
        (o for o in state.orders if o.cycle == statement.cycle and o.index is not None), None
    )
    left_out = order is not None and order.stage in ("not traded", "void")
    if order is None or left_out or _proven_micro(order) == statement.amount_micro:
        return check_statements(kept, at_ms)
    if order.order_id not in kept.recheck:
        kept = changed(kept, recheck=(*kept.recheck, order.order_id))
    return kept


def check_statements(state: State, at_ms: int) -> State:
    """Compare every statement with what was proven; a difference is an alert with both numbers."""
    proven = {o.cycle: o for o in state.orders if o.index is not None}
    found = []
    for statement in state.statements:
        order = proven.get(statement.cycle)
        micro = None if order is None else _proven_micro(order)
        if order is None or micro is None or order.order_id in state.recheck:
            continue
        if micro != statement.amount_micro:
            known = next((d for d in state.disagreements if d.cycle == statement.cycle), None)
            since = at_ms if known is None else known.at_ms
            found.append(Disagreement(statement.cycle, statement.amount_micro, micro, since))
    return changed(state, disagreements=tuple(found))


def _proven_micro(order: Order) -> int | None:
    """What the chain proves that an order changed the account by; None: not known yet."""
    match order.stage:
        case "settled":
            return order.amount_micro
        case "not traded" | "void":
            return 0
        case _:
            return None


def rechecked(state: State, event: SettlementSeen) -> State:
    """The chain was read again for a statement: enough, unless it may just be ahead of us.

    A statement names the block that proves it. One a little beyond the block just read is waited
    for; one far beyond is nonsense and ends the wait, so that nobody can keep us asking.
    """
    ahead = any(
        statement.cycle == event.cycle
        and event.block < statement.proof.block <= event.block + STATEMENT_AHEAD_BLOCKS
        for statement in state.statements
    )
    if ahead:
        return state
    answered = {order.order_id for order in state.orders if order.cycle == event.cycle}
    recheck = tuple(known for known in state.recheck if known not in answered)
    return changed(state, recheck=recheck)
