"""What the screen shows of the flow: the choices, what is enabled, the Information area."""

from collections.abc import Iterator

from agent.api.sections import FlowSection, OrderLine, StatementLine, TradeLine
from agent.api.wishes import Activity
from agent.market.quotes import energy_micro
from agent.roles.household_rules import (
    achievable_wh,
    amount_of,
    enabled,
    instruction_of,
    may_trade,
    problems_of,
)
from agent.roles.household_state import (
    FlowFacts,
    FlowState,
    Instruction,
    has_order_this_cycle,
    hindrance,
)
from agent.roles.words import format_kwh, format_metres, format_money, format_price


def stage_of(state: FlowState, facts: FlowFacts) -> str:
    """Return idle, waiting (for the window), active (an order in this cycle) or invalid."""
    if state.problems:
        return "invalid"
    if state.pending is not None:
        return "waiting"
    if has_order_this_cycle(state, facts):
        return "active"
    return "idle" if state.standing is None else "waiting"


def flow_section(state: FlowState, facts: FlowFacts) -> FlowSection:
    """Return the section of the snapshot; with automatic settlement the amount is the proposal."""
    energy_wh = state.energy_wh
    if state.settlement == "automatic" and state.activity is not Activity.NONE:
        energy_wh = achievable_wh(state.activity.value, facts)
    return FlowSection(
        started=state.started,
        opted_in=state.opted_in,
        activity=state.activity.value,
        settlement=state.settlement.value if state.settlement else "",
        low_micro_per_kwh=state.low_micro_per_kwh,
        high_micro_per_kwh=state.high_micro_per_kwh,
        distance_m=state.distance_m,
        energy_wh=energy_wh,
        repeat=state.repeat,
        enabled=enabled(state, facts),
        stage=stage_of(state, facts),
        problems=state.problems,
        information=information(state, facts),
        window_opens_at_ms=None if facts.window_open else facts.window_opens_at_ms,
    )


def information(state: FlowState, facts: FlowFacts) -> tuple[str, ...]:
    """Return the Information area: the choices, the order's way, the trades, the settlement."""
    lines = [*_choices(state, facts), *_waiting(state, facts)]
    if facts.orders:
        lines.append(_order(facts.orders[-1]))
    if facts.trades:
        newest = facts.trades[-1].cycle
        lines += [_trade(trade) for trade in facts.trades if trade.cycle == newest]
    if facts.statements:
        lines.append(_statement(facts.statements[-1]))
    return tuple(lines)


def _choices(state: FlowState, facts: FlowFacts) -> Iterator[str]:
    if not state.started:
        yield "Press Start to begin."
    elif not state.opted_in:
        yield "You take part in no trading."
    elif state.activity is Activity.NONE:
        yield "You chose neither to sell nor to buy."
    else:
        chosen = instruction_of(state)
        if chosen is None:
            yield f"You chose to {state.activity.value}; not every choice is made yet."
        else:
            yield f"You chose to {_instruction(chosen, facts)}."
    if state.activity is Activity.SELL and not may_trade(state, facts):
        yield f"Selling needs a surplus. {facts.reason}"
    if state.problems:
        yield "Nothing is sent until the values are corrected."
    if state.notice:
        yield state.notice
    if "set-values" in enabled(state, facts) and hindrance(facts) is None:
        if has_order_this_cycle(state, facts):
            yield "You have an order in this window: Set Values replaces it."
        if state.repeat and state.standing is None:
            yield "Press Set Values once to repeat the order every cycle."


def _instruction(chosen: Instruction, facts: FlowFacts) -> str:
    energy_wh = amount_of(chosen, facts)
    amount = "an amount not known yet" if energy_wh is None else format_kwh(energy_wh)
    if chosen.energy_wh is None:
        amount += " (the agent decides)"
    text = (
        f"{chosen.side} {amount} between {format_price(chosen.low_micro_per_kwh)}"
        f" and {format_price(chosen.high_micro_per_kwh)}"
    )
    if chosen.distance_m is not None:
        text += f", preferably within {chosen.distance_m} m"
    return text


def _waiting(state: FlowState, facts: FlowFacts) -> Iterator[str]:
    if state.pending is not None:
        yield f"Waiting to {_instruction(state.pending, facts)}."
        yield from _obstacles(state.pending, state, facts, "It would not be sent now:")
    if state.standing is not None:
        yield f"Repeated every cycle: {_instruction(state.standing, facts)}."
        yield from _obstacles(state.standing, state, facts, "Paused:")


def _obstacles(
    instruction: Instruction, state: FlowState, facts: FlowFacts, lead: str
) -> Iterator[str]:
    for problem in problems_of(instruction, state, facts):
        yield f"{lead} {problem.sentence}"
    if facts.blocked is not None:
        yield f"{lead} {facts.blocked}"


def _order(order: OrderLine) -> str:
    text = (
        f"Order of cycle {order.cycle}, {order.side} {format_kwh(order.energy_wh)}: {order.stage}"
    )
    if order.block is not None:
        text += f" in block {order.block}"
    return f"{text} ({order.reason})." if order.reason else f"{text}."


def _trade(trade: TradeLine) -> str:
    cost = energy_micro(trade.price_micro_per_kwh, trade.energy_wh)
    selling = trade.side == "sell"
    verb, preposition, quoted = (
        ("Sold", "to", f"quoted income {format_money(cost - trade.charge_micro)}")
        if selling
        else ("Bought", "from", f"quoted bill {format_money(cost + trade.charge_micro)}")
    )
    return (
        f"{verb} {format_kwh(trade.energy_wh)} {preposition} {trade.partner},"
        f" {format_metres(trade.distance_mm)} away, at {format_price(trade.price_micro_per_kwh)};"
        f" network charge {format_money(trade.charge_micro)}, {quoted}."
    )


def _statement(line: StatementLine) -> str:
    what = "income" if line.amount_micro >= 0 else "bill"
    text = (
        f"Cycle {line.cycle}: {format_kwh(line.metered_wh)} metered of"
        f" {format_kwh(line.agreed_wh)} agreed, penalty {format_money(line.penalty_micro)},"
        f" {what} {format_money(abs(line.amount_micro))}"
    )
    return f"{text}." if line.verified else f"{text} (not verified)."
