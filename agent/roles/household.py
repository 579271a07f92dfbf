"""The flow of the touchscreen as one pure state machine (thesis 4.4.1, Figure 4.3; R1 to R15).

The daemon decides, screens show and ask: a wish that is not enabled is refused and changes
nothing. `apply` answers a person, `on_facts` answers the world (status, window, forecast); both
may hand over an order. An order is only ever handed over inside an open quotation window, after
a validation against the facts of that moment. The standing instruction hands over at most one
order per cycle, and none in a cycle in which this home already has one.
"""

import msgspec

from agent.api.sections import Problem
from agent.api.wishes import (
    Activity,
    ChooseActivity,
    ChooseProgram,
    ChooseSettlement,
    Reset,
    SetAmount,
    SetDistance,
    SetRange,
    SetRepeat,
    SettlementChoice,
    SetValues,
    Start,
    UpdateValues,
    Wish,
)
from agent.roles.household_rules import (
    amount_of,
    distance_of,
    enabled,
    instruction_of,
    problems_of,
    why_not,
)
from agent.roles.household_state import (
    FlowFacts,
    FlowLimits,
    FlowOutcome,
    FlowState,
    Instruction,
    OrderRequest,
    Origin,
    has_order_this_cycle,
    hindrance,
)

__all__ = [
    "FlowFacts",
    "FlowLimits",
    "FlowOutcome",
    "FlowState",
    "Instruction",
    "OrderRequest",
    "apply",
    "enabled",
    "on_facts",
]


def apply(state: FlowState, wish: Wish, facts: FlowFacts) -> FlowOutcome:
    """Return what a wish leads to. Values are taken as given and validated by *Set Values*."""
    tag = str(wish.__struct_config__.tag)
    if tag not in enabled(state, facts):
        allowed = ", ".join(enabled(state, facts))
        refusal = Problem(tag, "pressed", allowed, why_not(tag, state, facts))
        return FlowOutcome(state, refused=(refusal,))
    match wish:
        case SetValues():
            return _set_values(state, facts)
        case UpdateValues():
            return FlowOutcome(_update_values(state, facts))
        case _:
            return FlowOutcome(_choose(state, wish))


def _choose(state: FlowState, wish: Wish) -> FlowState:
    match wish:
        case Start():
            return msgspec.structs.replace(state, started=True, notice="")
        case Reset():
            return _forget(state, started=False, opted_in=False)
        case ChooseProgram(opt_in=True):
            return msgspec.structs.replace(state, opted_in=True)
        case ChooseProgram():
            return _forget(state, started=True, opted_in=False)
        case ChooseActivity(activity=activity):
            return _choose_activity(state, activity)
        case ChooseSettlement(settlement=settlement):
            amount = state.energy_wh if settlement is SettlementChoice.MANUAL else None
            return msgspec.structs.replace(state, settlement=settlement, energy_wh=amount)
        case SetRange(low_micro_per_kwh=low, high_micro_per_kwh=high):
            return msgspec.structs.replace(state, low_micro_per_kwh=low, high_micro_per_kwh=high)
        case SetDistance(distance_m=distance_m):
            return msgspec.structs.replace(state, distance_m=distance_m)
        case SetAmount(energy_wh=energy_wh):
            return msgspec.structs.replace(state, energy_wh=energy_wh)
        case SetRepeat(repeat=True):
            return msgspec.structs.replace(state, repeat=True)
        case SetRepeat():
            stopped = "The order is no longer repeated." if state.standing else state.notice
            return msgspec.structs.replace(state, repeat=False, standing=None, notice=stopped)
        case _:
            raise AssertionError(wish)  # the two buttons are answered by apply


def _forget(state: FlowState, *, started: bool, opted_in: bool) -> FlowState:
    """Clear every choice; what was handed to the chain stays a fact (R11)."""
    return FlowState(
        started=started,
        opted_in=opted_in,
        ordered=state.ordered,
        newest_cycle=state.newest_cycle,
    )


def _choose_activity(state: FlowState, activity: Activity) -> FlowState:
    """A new activity starts over: amount, settlement and instructions belonged to the old one."""
    if activity is state.activity:
        return state
    return msgspec.structs.replace(
        state,
        activity=activity,
        settlement=None,
        energy_wh=None,
        repeat=False,
        problems=(),
        pending=None,
        standing=None,
        notice="",
    )


def _update_values(state: FlowState, facts: FlowFacts) -> FlowState:
    """Validate again; success enables *Set Values* again (R10)."""
    problems = _problems_of_choices(state, facts)
    notice = "" if problems else "The values are in order. Press Set Values to use them."
    return msgspec.structs.replace(state, problems=problems, notice=notice)


def _problems_of_choices(state: FlowState, facts: FlowFacts) -> tuple[Problem, ...]:
    instruction = instruction_of(state)
    if instruction is None:
        sentence = "Make every choice first: settlement, price range and, if manual, the amount."
        return (Problem("choices", "incomplete", "complete", sentence),)
    return problems_of(instruction, state, facts)


def _set_values(state: FlowState, facts: FlowFacts) -> FlowOutcome:
    problems = _problems_of_choices(state, facts)
    instruction = instruction_of(state)
    if problems or instruction is None:
        return FlowOutcome(
            msgspec.structs.replace(state, problems=problems, pending=None, notice="")
        )
    standing = instruction if state.repeat else None
    state = msgspec.structs.replace(state, standing=standing, pending=None, problems=(), notice="")
    hindered = hindrance(facts)
    if hindered is None:
        return _hand_over(state, instruction, facts, "person")
    if standing is None:
        state = msgspec.structs.replace(state, pending=instruction)
    return FlowOutcome(
        msgspec.structs.replace(
            state, notice=f"{hindered} The order waits for the next quotation window."
        )
    )


def _hand_over(
    state: FlowState, instruction: Instruction, facts: FlowFacts, origin: Origin
) -> FlowOutcome:
    """Make the order of a validated instruction; the caller saw that nothing hinders it."""
    energy_wh = amount_of(instruction, facts)
    if facts.cycle is None or energy_wh is None:
        return FlowOutcome(state)
    replaces = has_order_this_cycle(state, facts)
    request = OrderRequest(
        cycle=facts.cycle,
        side=instruction.side,
        energy_wh=energy_wh,
        low_micro_per_kwh=instruction.low_micro_per_kwh,
        high_micro_per_kwh=instruction.high_micro_per_kwh,
        distance_m=distance_of(instruction, facts),
        origin=origin,
        replaces=replaces,
    )
    notice = "This order replaces your earlier one of this window." if replaces else ""
    newest_cycle = max(state.newest_cycle, facts.cycle)
    state = msgspec.structs.replace(
        state, ordered=request, newest_cycle=newest_cycle, pending=None, notice=notice
    )
    return FlowOutcome(state, request)


def on_facts(state: FlowState, facts: FlowFacts) -> FlowOutcome:
    """Return what a change in the world leads to; calling it again changes nothing more.

    A waiting order is validated again when it can be sent (R13); invalid, it is given back
    with every problem. Then the standing instruction has its turn (R15): while it cannot be
    followed it pauses, and `flow_section` says why. While values wait to be corrected nothing
    is sent: the person is changing their mind.
    """
    if state.problems or hindrance(facts) is not None:
        return FlowOutcome(state)
    if state.pending is not None:
        problems = problems_of(state.pending, state, facts)
        if not problems:
            return _hand_over(state, state.pending, facts, "person")
        return FlowOutcome(
            msgspec.structs.replace(
                state,
                pending=None,
                problems=problems,
                notice="The waiting order was not sent: the facts had changed.",
            )
        )
    standing = state.standing
    if standing is None or has_order_this_cycle(state, facts):
        return FlowOutcome(state)
    if facts.cycle is None or facts.cycle <= state.newest_cycle:
        return FlowOutcome(state)
    if problems_of(standing, state, facts):
        return FlowOutcome(state)
    return _hand_over(state, standing, facts, "standing")
