"""The rules R1 to R15 of the touchscreen flow (thesis 4.4.1, Figure 4.3), one test each at least."""

from typing import Any

import msgspec
import pytest

from agent.api.sections import OrderLine, StatementLine, TradeLine
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
from agent.metering.surplus import Colour
from agent.roles.household import (
    FlowFacts,
    FlowLimits,
    FlowOutcome,
    FlowState,
    OrderRequest,
    apply,
    enabled,
    on_facts,
)
from agent.roles.household_information import flow_section

LIMITS = FlowLimits(
    low_micro_per_kwh=50_000,
    high_micro_per_kwh=400_000,
    limit_wh=4_000,
    max_distance_m=500,
    penalty_micro_per_kwh=100_000,
    max_tariff_micro=10_000,
    allowance_micro=20_000_000,
)
OPEN = FlowFacts(
    now_ms=0,
    status=Colour.GREEN,
    reason="Your home makes 1.20 kW more than it uses.",
    limits=LIMITS,
    expected_surplus_wh=300,
    cycle=7,
    window_open=True,
    balance_micro=10_000_000,
)
RED_REASON = "Your home uses 0.40 kW more than it makes."


def facts(**changes: Any) -> FlowFacts:
    return msgspec.structs.replace(OPEN, **changes)


CLOSED = facts(window_open=False, window_opens_at_ms=720_000)
RED = facts(status=Colour.RED, reason=RED_REASON, expected_surplus_wh=-200)


def press(state: FlowState, *wishes: Wish, given: FlowFacts = OPEN) -> FlowOutcome:
    outcome = FlowOutcome(state)
    for wish in wishes:
        outcome = apply(outcome.state, wish, given)
        assert outcome.refused == (), outcome.refused
    return outcome


def choices(
    activity: Activity, *more: Wish, settlement: SettlementChoice = SettlementChoice.AUTOMATIC
) -> tuple[Wish, ...]:
    return (
        Start(),
        ChooseProgram(True),
        ChooseActivity(activity),
        ChooseSettlement(settlement),
        SetRange(100_000, 200_000),
        *more,
    )


SELL = choices(Activity.SELL)
BUY = choices(Activity.BUY)
MANUAL = SettlementChoice.MANUAL
FIRST = FlowState()


def says(state: FlowState, given: FlowFacts, text: str) -> bool:
    return any(text in line for line in flow_section(state, given).information)


def test_r1_before_start_only_start_is_enabled() -> None:
    assert enabled(FIRST, OPEN) == ("start",)
    for wish in (Reset(), ChooseProgram(True), SetValues(), SetAmount(1)):
        outcome = apply(FIRST, wish, OPEN)
        assert outcome.state == FIRST
        assert outcome.refused[0].sentence == "Press Start first."


def test_r2_start_enables_program_choice() -> None:
    assert enabled(press(FIRST, Start()).state, OPEN) == ("reset", "program")


def test_r3_opt_in_enables_activity_choice() -> None:
    state = press(FIRST, Start(), ChooseProgram(True)).state
    assert enabled(state, OPEN) == ("reset", "program", "activity")


def test_r3_back_to_opt_out_nothing_can_be_edited_and_nothing_is_traded() -> None:
    state = press(FIRST, *SELL, SetRepeat(True), SetValues(), given=CLOSED).state
    state = press(state, ChooseProgram(False)).state
    assert enabled(state, OPEN) == ("reset", "program")
    assert on_facts(state, OPEN).submit is None
    assert apply(state, SetRange(1, 2), OPEN).refused[0].sentence == "Opt in to trading first."


def test_r4_activity_none_enables_nothing_further() -> None:
    state = press(FIRST, Start(), ChooseProgram(True), ChooseActivity(Activity.NONE)).state
    assert enabled(state, OPEN) == ("reset", "program", "activity")


def test_r4_sell_or_buy_enables_range_distance_and_the_amount() -> None:
    for activity in (Activity.SELL, Activity.BUY):
        state = press(FIRST, *choices(activity, settlement=MANUAL)[:4]).state
        assert {"range", "distance", "amount"} <= set(enabled(state, OPEN))


def test_r5_selling_needs_green_and_the_information_says_why_not() -> None:
    unknown = facts(status=Colour.UNKNOWN, reason="Meter main has been silent for 3 min.")
    for given in (RED, unknown):
        state = press(
            FIRST, Start(), ChooseProgram(True), ChooseActivity(Activity.SELL), given=given
        ).state
        assert not {"settlement", "amount", "set-values"} & set(enabled(state, given))
        assert says(state, given, given.reason)
        refused = apply(state, ChooseSettlement(MANUAL), given).refused
        assert given.reason in refused[0].sentence


def test_r6_manual_selling_is_limited_to_surplus_and_storage() -> None:
    wishes = choices(Activity.SELL, SetAmount(450), settlement=MANUAL)
    outcome = press(FIRST, *wishes, SetValues())
    assert outcome.submit is None
    assert [(p.field, p.given, p.allowed) for p in outcome.state.problems] == [
        ("energy_wh", "0.45 kWh", "at most 0.3 kWh")
    ]
    stored = facts(storage_wh=200)
    submit = press(FIRST, *wishes, SetValues(), given=stored).submit
    assert submit is not None
    assert submit.energy_wh == 450


def test_r6_manual_buying_is_limited_to_what_is_needed() -> None:
    wishes = choices(Activity.BUY, SetAmount(250), settlement=MANUAL)
    outcome = press(FIRST, *wishes, SetValues(), given=RED)
    assert outcome.state.problems[0].allowed == "at most 0.2 kWh"
    unknown = facts(expected_surplus_wh=None, forecast_sentence="Too few readings.")
    outcome = press(FIRST, *wishes, SetValues(), given=unknown)
    assert "Too few readings." in outcome.state.problems[0].sentence


def test_r7_automatic_shows_its_amount_before_it_submits_it() -> None:
    state = press(FIRST, *SELL).state
    assert flow_section(state, OPEN).energy_wh == 300
    assert says(state, OPEN, "sell 0.3 kWh (the agent decides)")
    submit = press(state, SetValues()).submit
    assert submit is not None
    assert submit.energy_wh == 300


def test_r7_automatic_offers_no_more_than_the_connection_carries() -> None:
    state = press(FIRST, *SELL).state
    assert flow_section(state, facts(expected_surplus_wh=9_000)).energy_wh == 4_000


def test_r8_buying_does_not_need_green() -> None:
    for given in (RED, facts(status=Colour.UNKNOWN, expected_surplus_wh=-200)):
        submit = press(FIRST, *BUY, SetValues(), given=given).submit
        assert submit == OrderRequest(7, "buy", 200, 100_000, 200_000, 500, "person")


def test_r9_set_values_is_enabled_when_the_choices_are_complete() -> None:
    state = FIRST
    for wish in (*SELL, SetValues()):
        assert ("set-values" in enabled(state, OPEN)) == isinstance(wish, SetValues)
        outcome = press(state, wish)
        state = outcome.state
    assert outcome.submit == OrderRequest(7, "sell", 300, 100_000, 200_000, 500, "person")
    assert flow_section(state, OPEN).stage == "active"


def test_r9_the_information_follows_the_order_the_trade_and_the_bill_in_this_order() -> None:
    line = OrderLine("x", 7, "sell", 300, 100_000, 200_000, 500, "final", block=33)
    trade = TradeLine(7, "sell", "home 3f2a", 300, 150_000, 120_400, 1_000)
    bill = StatementLine(7, "sell", 300, 280, 150_000, 42_000, 1_000, 2_000, 39_000, "final", True)
    given = facts(orders=(line,), trades=(trade,), statements=(bill,))
    assert flow_section(press(FIRST, *SELL).state, given).information == (
        "You chose to sell 0.3 kWh (the agent decides) between 0.10 per kWh and 0.20 per kWh.",
        "You have an order in this window: Set Values replaces it.",
        "Order of cycle 7, sell 0.3 kWh: final in block 33.",
        "Sold 0.3 kWh to home 3f2a, 120 m away, at 0.15 per kWh;"
        " network charge 0.001, quoted income 0.044.",
        "Cycle 7: 0.28 kWh metered of 0.3 kWh agreed, penalty 0.002, income 0.039.",
    )


def test_r10_every_problem_is_named_at_once_and_update_values_leads_back() -> None:
    bad = choices(
        Activity.SELL, SetRange(500_000, 10), SetDistance(9_000), SetAmount(0), settlement=MANUAL
    )
    state = press(FIRST, *bad, SetValues()).state
    assert [p.field for p in state.problems] == [
        "low_micro_per_kwh",
        "high_micro_per_kwh",
        "low_micro_per_kwh",
        "distance_m",
        "energy_wh",
    ]
    assert all(p.given and p.allowed and p.sentence for p in state.problems)
    assert flow_section(state, OPEN).stage == "invalid"
    assert "update-values" in enabled(state, OPEN)
    assert "set-values" not in enabled(state, OPEN)
    again = press(state, SetRange(100_000, 200_000), SetDistance(100), UpdateValues()).state
    assert [p.field for p in again.problems] == ["energy_wh"]
    outcome = press(again, SetAmount(100), UpdateValues())
    assert outcome.submit is None
    assert "set-values" in enabled(outcome.state, OPEN)
    submit = press(outcome.state, SetValues()).submit
    assert submit == OrderRequest(7, "sell", 100, 100_000, 200_000, 100, "person")


def test_r10_an_order_the_account_cannot_cover_is_a_problem() -> None:
    poor = facts(balance_micro=100, expected_surplus_wh=-200)
    state = press(FIRST, *BUY, SetValues(), given=poor).state
    assert [p.field for p in state.problems] == ["money"]
    assert state.problems[0].allowed == "at most 0.0001"


def test_r11_reset_clears_every_choice_but_not_what_was_handed_over() -> None:
    state = press(FIRST, *SELL, SetRepeat(True), SetValues()).state
    state = press(state, Reset()).state
    assert state == FlowState(ordered=state.ordered, newest_cycle=7)
    assert state.ordered is not None
    assert enabled(state, OPEN) == ("start",)
    assert on_facts(state, facts(cycle=8)).submit is None
    line = OrderLine("x", 7, "sell", 300, 100_000, 200_000, 500, "traded")
    assert says(state, facts(orders=(line,)), "Order of cycle 7")


def test_r12_red_under_an_unfinished_sell_order_disables_it_at_once() -> None:
    state = press(FIRST, *SELL).state
    assert "set-values" in enabled(state, OPEN)
    assert not {"settlement", "set-values"} & set(enabled(state, RED))
    assert says(state, RED, RED_REASON)
    assert "set-values" in enabled(state, OPEN)


def test_r12_red_under_a_waiting_sell_order_is_said_at_once() -> None:
    state = press(FIRST, *SELL, SetValues(), given=CLOSED).state
    turned = facts(window_open=False, status=Colour.RED, reason=RED_REASON)
    assert says(state, turned, f"It would not be sent now: Selling needs a surplus. {RED_REASON}")


def test_r13_outside_the_window_the_order_waits_visibly_and_is_sent_when_it_opens() -> None:
    outcome = press(FIRST, *SELL, SetValues(), given=CLOSED)
    assert outcome.submit is None
    section = flow_section(outcome.state, CLOSED)
    assert (section.stage, section.window_opens_at_ms) == ("waiting", 720_000)
    assert says(outcome.state, CLOSED, "The order waits for the next quotation window.")
    assert on_facts(outcome.state, CLOSED) == FlowOutcome(outcome.state)
    opened = on_facts(outcome.state, facts(cycle=8))
    assert opened.submit == OrderRequest(8, "sell", 300, 100_000, 200_000, 500, "person")
    assert on_facts(opened.state, facts(cycle=8)).submit is None


def test_r13_it_is_validated_again_when_the_window_opens() -> None:
    state = press(FIRST, *SELL, SetValues(), given=CLOSED).state
    opened = on_facts(state, msgspec.structs.replace(RED, cycle=8))
    assert opened.submit is None
    assert [p.field for p in opened.state.problems] == ["status", "energy_wh"]
    assert flow_section(opened.state, RED).stage == "invalid"
    assert on_facts(opened.state, facts(cycle=9)).submit is None


@pytest.mark.parametrize(
    "hindered",
    [
        facts(blocked="The chain is halted."),
        facts(cycle=None),
        facts(balance_micro=None),
    ],
)
def test_r13_without_chain_or_account_it_waits_too(hindered: FlowFacts) -> None:
    outcome = press(FIRST, *SELL, SetValues(), given=hindered)
    assert outcome.submit is None
    assert on_facts(outcome.state, hindered).submit is None
    assert on_facts(outcome.state, OPEN).submit is not None


def test_r13_edits_do_not_change_a_waiting_order_before_set_values() -> None:
    state = press(FIRST, *SELL, SetValues(), SetRange(120_000, 130_000), given=CLOSED).state
    submit = on_facts(state, OPEN).submit
    assert submit is not None
    assert submit.low_micro_per_kwh == 100_000


def test_r14_a_second_order_replaces_the_first_after_saying_so() -> None:
    state = press(FIRST, *SELL, SetValues()).state
    assert says(state, OPEN, "Set Values replaces it")
    outcome = press(state, SetRange(150_000, 200_000), SetValues())
    assert outcome.submit is not None
    assert outcome.submit.replaces
    assert says(outcome.state, OPEN, "This order replaces your earlier one of this window.")
    later = press(outcome.state, SetValues(), given=facts(cycle=8)).submit
    assert later is not None
    assert not later.replaces


def test_r14_the_hold_of_the_replaced_order_counts_as_free() -> None:
    state = press(FIRST, *BUY, SetValues(), given=RED).state
    tight = msgspec.structs.replace(RED, held_micro=9_500_000)
    assert press(state, SetValues(), given=tight).submit is None
    freed = msgspec.structs.replace(tight, replaced_hold_micro=9_500_000)
    assert press(state, SetValues(), given=freed).submit is not None


def test_r15_the_order_is_renewed_once_in_every_cycle() -> None:
    state = press(FIRST, *SELL, SetRepeat(True), SetValues()).state
    for cycle in (8, 9):
        assert on_facts(state, facts(cycle=cycle, window_open=False)).submit is None
        outcome = on_facts(state, facts(cycle=cycle, expected_surplus_wh=100 * cycle))
        assert outcome.submit == OrderRequest(
            cycle, "sell", 100 * cycle, 100_000, 200_000, 500, "standing"
        )
        state = outcome.state
        assert on_facts(state, facts(cycle=cycle)).submit is None


def test_r15_it_never_replaces_an_order_of_the_same_cycle() -> None:
    state = press(FIRST, *SELL, SetRepeat(True), SetValues()).state
    assert on_facts(state, OPEN).submit is None
    line = OrderLine("x", 8, "buy", 1, 1, 1, 1, "missed")
    assert on_facts(state, facts(cycle=8, orders=(line,))).submit is None
    assert on_facts(state, facts(cycle=6)).submit is None


def test_r15_a_chain_that_looks_older_than_it_was_gets_no_order_twice() -> None:
    state = press(FIRST, *SELL, SetRepeat(True), SetValues()).state
    state = on_facts(state, facts(cycle=8)).state
    state = press(state, SetValues(), given=facts(cycle=7)).state
    assert on_facts(state, facts(cycle=8)).submit is None
    assert on_facts(state, facts(cycle=9)).submit is not None


def test_r15_selling_pauses_on_red_and_says_so_and_goes_on_with_green() -> None:
    state = press(FIRST, *SELL, SetRepeat(True), SetValues(), given=CLOSED).state
    paused = on_facts(state, RED)
    assert paused == FlowOutcome(state)
    assert says(state, RED, f"Paused: Selling needs a surplus. {RED_REASON}")
    assert flow_section(state, RED).stage == "waiting"
    submit = on_facts(state, OPEN).submit
    assert submit is not None
    assert submit.origin == "standing"


def test_r15_buying_goes_on_in_red_but_not_without_a_need() -> None:
    state = press(FIRST, *BUY, SetRepeat(True), SetValues(), given=RED).state
    assert on_facts(state, facts(cycle=8)).submit is None
    assert says(state, facts(cycle=8), "Paused: No need is expected")
    assert on_facts(state, msgspec.structs.replace(RED, cycle=9)).submit is not None


@pytest.mark.parametrize(
    "stop",
    [Reset(), ChooseProgram(False), SetRepeat(False), ChooseActivity(Activity.NONE)],
)
def test_r15_reset_opt_out_and_repeat_off_stop_it(stop: Wish) -> None:
    state = press(FIRST, *SELL, SetRepeat(True), SetValues(), given=CLOSED).state
    state = press(state, stop).state
    assert on_facts(state, OPEN).submit is None


def test_while_values_are_being_corrected_nothing_is_sent() -> None:
    state = press(FIRST, *SELL, SetRepeat(True), SetValues(), given=CLOSED).state
    state = press(state, SetRange(9, 1), SetValues(), given=CLOSED).state
    assert on_facts(state, OPEN).submit is None
    assert says(state, OPEN, "Nothing is sent until the values are corrected.")
    state = press(state, SetRange(100_000, 110_000), UpdateValues()).state
    assert on_facts(state, OPEN).submit is not None
