"""The household's flow inside the core: its facts, its wishes, and the orders that follow."""

import msgspec

from agent.api.sections import FlowSection, OrderLine
from agent.api.wishes import SetValues, UpdateValues
from agent.core import transactions
from agent.core.clock import EDGE_MS
from agent.core.constants import Constants
from agent.core.effects import Answer, Effect
from agent.core.events import Wished
from agent.core.ladder import hindrance, rung_of
from agent.core.lines import order_line, statement_lines, trade_lines
from agent.core.metering import expected_next
from agent.core.orders import intent_of, new_order, window_end_ms
from agent.core.rungs import Rung
from agent.core.state import State
from agent.core.storage_backing import backing_of
from agent.market.cycle import Phase
from agent.market.order import Order, Side
from agent.market.settlement import hold_micro
from agent.metering.forecast import Forecast
from agent.roles.household import FlowFacts, FlowLimits, OrderRequest, apply, on_facts
from agent.roles.household_information import flow_section

SHOWN_ORDERS = 5


def facts_of(state: State, constants: Constants, now_ms: int) -> FlowFacts:
    """Return what the flow's rules look at, at this moment."""
    times = constants.times
    cycle = times.cycle_at(now_ms)
    window_open = cycle is not None and now_ms < window_end_ms(constants, times, cycle)
    opens_at_ms = times.start_ms(0) if cycle is None else times.start_ms(cycle + 1)
    expected = expected_next(state, constants, now_ms)
    account = state.account
    return FlowFacts(
        now_ms=now_ms,
        status=state.status.colour,
        reason=state.status.reason,
        limits=_limits(state, constants),
        expected_surplus_wh=expected.surplus_wh if isinstance(expected, Forecast) else None,
        forecast_sentence=expected.sentence,
        storage_wh=backing_of(state, constants, now_ms) or 0,
        cycle=cycle,
        window_open=window_open,
        window_opens_at_ms=None if window_open else opens_at_ms,
        blocked=_blocked(state, constants, cycle, now_ms),
        balance_micro=None if account is None else account.balance_micro,
        held_micro=0 if account is None else account.held_micro,
        replaced_hold_micro=_replaced_hold_micro(state, constants, cycle),
        orders=_orders_of(state, cycle),
    )


def _replaced_hold_micro(state: State, constants: Constants, cycle: int | None) -> int:
    """What replacing this cycle's order frees: its hold, once the proven account includes it."""
    account = state.account
    standing = [o for o in state.orders[-8:] if o.cycle == cycle and o.stage == "final"]
    if account is None or not standing or account.block < (standing[-1].block or 0):
        return 0
    last, limits = standing[-1], _limits(state, constants)
    order = Order(
        id=0,
        member=constants.member,
        vertex=account.vertex,
        side=Side.SELL if last.side == "sell" else Side.BUY,
        energy_wh=last.energy_wh,
        low_micro_per_kwh=last.low_micro_per_kwh,
        high_micro_per_kwh=last.high_micro_per_kwh,
        distance_m=last.distance_m,
    )
    if last.energy_wh > account.limit_wh:
        return 0  # the limit was lowered meanwhile: what was held then is not known here
    return hold_micro(
        order,
        limit_wh=account.limit_wh,
        penalty_micro_per_kwh=limits.penalty_micro_per_kwh,
        max_tariff_micro=limits.max_tariff_micro,
    )


def _limits(state: State, constants: Constants) -> FlowLimits:
    """The tighter of what the installer and what the contract allows."""
    account = state.account
    limit_wh = constants.order_limit_wh
    return FlowLimits(
        low_micro_per_kwh=constants.price_floor_micro_per_kwh,
        high_micro_per_kwh=constants.price_ceiling_micro_per_kwh,
        limit_wh=limit_wh if account is None else min(limit_wh, account.limit_wh),
        max_distance_m=constants.distance_limit_m,
        penalty_micro_per_kwh=0 if account is None else account.penalty_micro_per_kwh,
        max_tariff_micro=0 if account is None else account.max_tariff_micro,
        allowance_micro=0 if account is None else account.allowance_micro,
    )


def _blocked(state: State, constants: Constants, cycle: int | None, now_ms: int) -> str | None:
    """Why no order may be sent now, as a sentence; None: nothing hinders."""
    hindered = hindrance(state)
    if hindered is not None:
        return hindered
    if state.clock.apart_s and not clear_of_edges(constants, now_ms):
        return f"{state.clock.sentence} No order is sent so near to the window's edge."
    if sum(order.cycle == cycle for order in state.orders[-100:]) >= constants.orders_per_cycle:
        return f"This cycle's limit of {constants.orders_per_cycle} orders is reached."
    return None


def _orders_of(state: State, cycle: int | None) -> tuple[OrderLine, ...]:
    return tuple(order_line(order) for order in state.orders[-8:] if order.cycle == cycle)


def flow_section_of(state: State, now_ms: int) -> FlowSection:
    """Return the flow as a screen shows it."""
    constants = state.constants
    if constants is None:
        limits = FlowLimits(0, 0, 0, 0)
        empty = FlowFacts(now_ms, state.status.colour, state.status.reason, limits)
        return flow_section(state.flow, empty)
    facts = msgspec.structs.replace(
        facts_of(state, constants, now_ms),
        orders=tuple(order_line(order) for order in state.orders[-SHOWN_ORDERS:]),
        trades=tuple(reversed(trade_lines(state, SHOWN_ORDERS))),
        statements=tuple(reversed(statement_lines(state, SHOWN_ORDERS))),
    )
    return flow_section(state.flow, facts)


def take_wishes(
    state: State, constants: Constants, event: Wished
) -> tuple[State, tuple[Effect, ...]]:
    """Apply wishes in order. Several are all or nothing; a lone one may leave problems (R10).

    An edit is accepted even while earlier problems stand: only the two buttons judge the values.
    """
    after = state
    for wish in event.wishes:
        outcome = apply(after.flow, wish, facts_of(after, constants, event.at_ms))
        found = outcome.refused or outcome.state.problems
        if found and (outcome.refused or len(event.wishes) > 1):
            return state, (Answer(event.request, False, found, found[0].sentence),)
        after = msgspec.structs.replace(after, flow=outcome.state)
        if outcome.submit is not None:
            after = submit(after, constants, outcome.submit)
    judged = bool(event.wishes) and isinstance(event.wishes[-1], SetValues | UpdateValues)
    problems = after.flow.problems if judged else ()
    said = problems[0].sentence if problems else after.flow.notice
    after, effects = plan_queued(after, constants, event.at_ms)
    return after, (*effects, Answer(event.request, not problems, problems, said))


def submit(state: State, constants: Constants, request: OrderRequest) -> State:
    """Queue the order of a request; its transaction is planned when a nonce can be given."""
    order = new_order(constants, state.orders, request)
    return msgspec.structs.replace(state, orders=(*state.orders, order))


def follow_facts(
    state: State, constants: Constants, now_ms: int
) -> tuple[State, tuple[Effect, ...]]:
    """Let the flow answer a change in the world (R12, R13, R15), then plan what is queued."""
    waiting = state.flow.pending is not None or state.flow.standing is not None
    if waiting and _in_quotation(constants, now_ms):
        outcome = on_facts(state.flow, facts_of(state, constants, now_ms))
        state = msgspec.structs.replace(state, flow=outcome.state)
        if outcome.submit is not None:
            state = submit(state, constants, outcome.submit)
    return plan_queued(state, constants, now_ms)


def _in_quotation(constants: Constants, now_ms: int) -> bool:
    return constants.times.phase_at(now_ms) is Phase.QUOTATION


def clear_of_edges(constants: Constants, now_ms: int) -> bool:
    """Whether the cycle and its window would be the same with the clock a little wrong."""
    times = constants.times
    moments = (now_ms - EDGE_MS, now_ms, now_ms + EDGE_MS)
    return len({(times.cycle_at(one), times.phase_at(one)) for one in moments}) == 1


def plan_queued(
    state: State, constants: Constants, now_ms: int
) -> tuple[State, tuple[Effect, ...]]:
    """Reserve a nonce for every queued order that has none yet, while its window is open."""
    effects: list[Effect] = []
    queued = [order for order in state.orders if order.stage == "queued"]
    if not queued or rung_of(state) < Rung.TRADE:
        return state, ()
    if state.clock.apart_s and not clear_of_edges(constants, now_ms):
        return state, ()
    for order in queued:
        times = constants.times
        planned = transactions.plan(
            constants, state.nonces, state.transactions, intent_of(constants, times, order), now_ms
        )
        if planned is not None:
            nonces, known, asked = planned
            state = msgspec.structs.replace(state, nonces=nonces, transactions=known)
            effects += asked
    return state, tuple(effects)
