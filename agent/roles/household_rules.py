"""Which wishes are enabled, and what is wrong with an order: rules R1 to R10 of the flow."""

from collections.abc import Iterator

from agent.api.sections import Problem
from agent.api.wishes import Activity, SettlementChoice
from agent.market.order import Order, Side
from agent.market.settlement import can_order, hold_micro
from agent.metering.surplus import Colour
from agent.roles.household_state import FlowFacts, FlowState, Instruction, has_order_this_cycle
from agent.roles.words import format_kwh, format_money, format_price


def may_trade(state: FlowState, facts: FlowFacts) -> bool:
    """Return whether the chosen activity is possible now: selling needs green (R5, R8)."""
    match state.activity:
        case Activity.BUY:
            return True
        case Activity.SELL:
            return facts.status is Colour.GREEN
        case _:
            return False


def complete(state: FlowState) -> bool:
    """Return whether every choice an order needs has been made; distance is a preference."""
    if state.low_micro_per_kwh is None or state.high_micro_per_kwh is None:
        return False
    match state.settlement:
        case SettlementChoice.MANUAL:
            return state.energy_wh is not None
        case SettlementChoice.AUTOMATIC:
            return True
        case _:
            return False


def enabled(state: FlowState, facts: FlowFacts) -> tuple[str, ...]:
    """Return the tags of the wishes that would not be refused now."""
    if not state.started:
        return ("start",)
    if not state.opted_in:
        return ("reset", "program")
    names = ["reset", "program", "activity"]
    if state.activity is Activity.NONE:
        return tuple(names)
    trade = may_trade(state, facts)
    if trade:
        names.append("settlement")
    names += ["range", "distance"]
    if trade and state.settlement is SettlementChoice.MANUAL:
        names.append("amount")
    names.append("repeat")
    if state.problems:
        names.append("update-values")
    elif trade and complete(state):
        names.append("set-values")
    return tuple(names)


def why_not(tag: str, state: FlowState, facts: FlowFacts) -> str:
    """Return the sentence for a wish that is not enabled."""
    if tag == "start":
        return "It is already started."
    if not state.started:
        return "Press Start first."
    if not state.opted_in:
        return "Opt in to trading first."
    if state.activity is Activity.NONE:
        return "Choose to sell or to buy first."
    if tag == "update-values":
        return "There is nothing to correct."
    if tag == "set-values" and state.problems:
        return "Correct the values and press Update Values first."
    if not may_trade(state, facts):
        return f"Selling needs a surplus. {facts.reason}"
    if tag == "amount":
        return "Choose the manual settlement first."
    return "Make every choice first: settlement, price range and, if manual, the amount."


def instruction_of(state: FlowState) -> Instruction | None:
    """Return the choices as an instruction; None when they are not complete."""
    if not complete(state) or state.activity is Activity.NONE or state.settlement is None:
        return None
    if state.low_micro_per_kwh is None or state.high_micro_per_kwh is None:
        return None
    manual = state.settlement is SettlementChoice.MANUAL
    return Instruction(
        side="sell" if state.activity is Activity.SELL else "buy",
        settlement=state.settlement,
        energy_wh=state.energy_wh if manual else None,
        low_micro_per_kwh=state.low_micro_per_kwh,
        high_micro_per_kwh=state.high_micro_per_kwh,
        distance_m=state.distance_m,
    )


def achievable_wh(side: str, facts: FlowFacts) -> int | None:
    """Return the most that can be sold, or is needed, in the delivery interval; None: unknown."""
    if facts.expected_surplus_wh is None:
        return None
    if side == "sell":
        wanted = facts.expected_surplus_wh + facts.storage_wh
    else:
        wanted = -facts.expected_surplus_wh
    return min(max(wanted, 0), facts.limits.limit_wh)


def amount_of(instruction: Instruction, facts: FlowFacts) -> int | None:
    """Return the energy the order would carry now: entered (R6) or from the forecast (R7)."""
    if instruction.settlement is SettlementChoice.MANUAL:
        return instruction.energy_wh
    return achievable_wh(instruction.side, facts)


def distance_of(instruction: Instruction, facts: FlowFacts) -> int:
    """Return the distance preference the order would carry, in metres."""
    chosen = instruction.distance_m
    return facts.limits.max_distance_m if chosen is None else chosen


def problems_of(
    instruction: Instruction, state: FlowState, facts: FlowFacts
) -> tuple[Problem, ...]:
    """Return everything wrong with the order now, all at once (R10); empty: it may be sent."""
    found = [
        *_status_problems(instruction, facts),
        *_range_problems(instruction, facts),
        *_distance_problems(instruction, facts),
        *_energy_problems(instruction, facts),
    ]
    if not found:  # what the order would hold can only be computed for a sound order
        found += _money_problems(instruction, state, facts)
    return tuple(found)


def _status_problems(instruction: Instruction, facts: FlowFacts) -> Iterator[Problem]:
    if instruction.side == "sell" and facts.status is not Colour.GREEN:
        sentence = f"Selling needs a surplus. {facts.reason}"
        yield Problem("status", facts.status.value, Colour.GREEN.value, sentence)


def _range_problems(instruction: Instruction, facts: FlowFacts) -> Iterator[Problem]:
    least, most = facts.limits.low_micro_per_kwh, facts.limits.high_micro_per_kwh
    low, high = instruction.low_micro_per_kwh, instruction.high_micro_per_kwh
    allowed = f"{format_price(least)} to {format_price(most)}"
    for field, name, given in (
        ("low_micro_per_kwh", "lowest", low),
        ("high_micro_per_kwh", "highest", high),
    ):
        if not least <= given <= most:
            shown = format_price(given)
            sentence = f"The {name} price {shown} is outside {allowed}."
            yield Problem(field, shown, allowed, sentence)
    if low > high:
        shown = format_price(low)
        top = f"at most {format_price(high)}"
        sentence = f"The lowest price {shown} is above the highest, {format_price(high)}."
        yield Problem("low_micro_per_kwh", shown, top, sentence)


def _distance_problems(instruction: Instruction, facts: FlowFacts) -> Iterator[Problem]:
    most = facts.limits.max_distance_m
    given = distance_of(instruction, facts)
    if not 0 <= given <= most:
        allowed = f"0 m to {most} m"
        sentence = f"The distance {given} m is outside {allowed}."
        yield Problem("distance_m", f"{given} m", allowed, sentence)


def _energy_problems(instruction: Instruction, facts: FlowFacts) -> Iterator[Problem]:
    selling = instruction.side == "sell"
    most = achievable_wh(instruction.side, facts)
    given = amount_of(instruction, facts)
    if most is None:
        shown = "automatic" if instruction.energy_wh is None else format_kwh(instruction.energy_wh)
        sentence = "What your home will use and make is not known yet."
        if facts.forecast_sentence:
            sentence += f" {facts.forecast_sentence}"
        yield Problem("energy_wh", shown, "a known forecast", sentence)
    if given is None:
        return
    expected = "surplus" if selling else "need"
    if most == 0:
        sentence = f"No {expected} is expected in the next delivery interval."
        yield Problem("energy_wh", format_kwh(given), "0 kWh", sentence)
    elif given <= 0:
        yield Problem(
            "energy_wh", format_kwh(given), "more than 0 kWh", "The amount must be above 0 kWh."
        )
    elif given > facts.limits.limit_wh:
        allowed = f"at most {format_kwh(facts.limits.limit_wh)}"
        sentence = f"Your connection carries {allowed} in one cycle, not {format_kwh(given)}."
        yield Problem("energy_wh", format_kwh(given), allowed, sentence)
    elif most is not None and given > most:
        allowed = f"at most {format_kwh(most)}"
        sentence = (
            f"{format_kwh(given)} is more than the {expected} expected in the next delivery"
            f" interval, {format_kwh(most)}."
        )
        yield Problem("energy_wh", format_kwh(given), allowed, sentence)


def _money_problems(
    instruction: Instruction, state: FlowState, facts: FlowFacts
) -> Iterator[Problem]:
    """Would the contract hold more than the account has, or than it is allowed to risk?"""
    energy_wh = amount_of(instruction, facts)
    if facts.balance_micro is None or energy_wh is None:
        return  # nothing is sent before the balance is proven
    limits = facts.limits
    order = Order(
        id=0,
        member="",
        vertex=0,
        side=Side.SELL if instruction.side == "sell" else Side.BUY,
        energy_wh=energy_wh,
        low_micro_per_kwh=instruction.low_micro_per_kwh,
        high_micro_per_kwh=instruction.high_micro_per_kwh,
        distance_m=distance_of(instruction, facts),
    )
    hold = hold_micro(
        order,
        limit_wh=limits.limit_wh,
        penalty_micro_per_kwh=limits.penalty_micro_per_kwh,
        max_tariff_micro=limits.max_tariff_micro,
    )
    freed = facts.replaced_hold_micro if has_order_this_cycle(state, facts) else 0
    held = facts.held_micro - freed
    if not can_order(
        hold,
        balance_micro=facts.balance_micro,
        held_micro=held,
        allowance_micro=limits.allowance_micro,
    ):
        free = max(min(facts.balance_micro, limits.allowance_micro) - held, 0)
        sentence = (
            f"This order could cost up to {format_money(hold)};"
            f" your account has {format_money(free)} free for it."
        )
        yield Problem("money", format_money(hold), f"at most {format_money(free)}", sentence)
