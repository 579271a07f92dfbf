"""What the chain proved becomes state: account, orders, results, settlements, books, registers."""

import msgspec

from agent.bridge.outbox import drop_included
from agent.core import endorsing, orders, restoring, transactions
from agent.core.constants import Constants
from agent.core.effects import Effect
from agent.core.events import (
    AccountSeen,
    BookSeen,
    OrderSeen,
    RegistersSeen,
    ResultSeen,
    SettlementSeen,
)
from agent.core.ladder import rung_of
from agent.core.records import Intent
from agent.core.rungs import Rung
from agent.core.state import CyclePrice, State, Stepped, Totals, changed
from agent.core.statements import check_statements, rechecked
from agent.market.feeder import Feeder

PRICES_KEPT = 192
"""Two days of cycles for the screen's price curve."""


def account_seen(state: State, constants: Constants, event: AccountSeen) -> State:
    nonces = transactions.observe(state.nonces, event, state.transactions)
    after = changed(
        state,
        account=event,
        nonces=nonces,
        transactions=transactions.settle_nonces(state.transactions, event.nonce),
    )
    return restoring.account_seen(state, after, constants, event)


def order_seen(state: State, constants: Constants, event: OrderSeen) -> State:
    after = orders.on_order_seen(
        constants, constants.times, state.orders, state.transactions, event
    )
    return restoring.order_seen(changed(state, orders=after), constants, event)


def result_seen(state: State, event: ResultSeen) -> State:
    if event.status == "open":
        return state
    prices = state.prices
    if all(known.cycle != event.cycle for known in prices):
        price = CyclePrice(
            event.cycle,
            event.price_micro_per_kwh,
            event.case,
            event.order_count,
            event.trade_count,
        )
        prices = (*prices, price)[-PRICES_KEPT:]
    return changed(state, orders=orders.on_result_seen(state.orders, event), prices=prices)


def settlement_seen(state: State, event: SettlementSeen) -> State:
    """Post a settlement once, a correction by its difference."""
    state = rechecked(state, event)
    before = next(
        (o for o in state.orders if o.cycle == event.cycle and o.stage in ("traded", "settled")),
        None,
    )
    after = orders.on_settlement_seen(state.orders, event)
    if event.status == 0 or before is None:
        return check_statements(state, event.at_ms)
    old = before.amount_micro if before.stage == "settled" else 0
    old_penalty = before.penalty_micro if before.stage == "settled" else 0
    totals = state.totals
    if before.side == "sell":
        totals = Totals(totals.earned_micro + event.amount_micro - old, totals.spent_micro, 0)
    else:
        totals = Totals(totals.earned_micro, totals.spent_micro - event.amount_micro + old, 0)
    totals = msgspec.structs.replace(
        totals, penalty_micro=state.totals.penalty_micro + event.penalty_micro - old_penalty
    )
    return check_statements(changed(state, orders=after, totals=totals), event.at_ms)


def book_seen(state: State, constants: Constants, event: BookSeen, feeder: Feeder) -> Stepped:
    after, intents = endorsing.on_book(
        constants, constants.times, feeder, state.endorsements, event
    )
    voted = changed(state, endorsements=after)
    if rung_of(voted) < Rung.REPORT_ONLY:
        return voted, ()
    return plan_all(voted, constants, intents, event.at_ms)


def plan_all(
    state: State, constants: Constants, intents: tuple[Intent, ...], now_ms: int
) -> Stepped:
    """Reserve a nonce for each intent that is new; what cannot be planned now is asked again."""
    effects: list[Effect] = []
    for intent in intents:
        planned = transactions.plan(constants, state.nonces, state.transactions, intent, now_ms)
        if planned is not None:
            nonces, known, asked = planned
            state = changed(state, nonces=nonces, transactions=known)
            effects += asked
    return state, tuple(effects)


def registers_seen(state: State, constants: Constants, event: RegistersSeen) -> State:
    """One look per cycle: the operator's receipt is the usual way, the chain the spare one."""
    state = restoring.registers_seen(state, event)
    outbox = drop_included(state.outbox, event.digest) if event.present else state.outbox
    asked = constants.times.cycle_at(event.at_ms)
    return changed(state, outbox=outbox, registers_asked_cycle=-1 if asked is None else asked)
