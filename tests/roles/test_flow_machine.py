"""No sequence of wishes and facts makes the flow do what it must never do."""

import msgspec
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from agent.api.sections import FlowSection
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

LIMITS = FlowLimits(50_000, 400_000, 4_000, 500, 100_000, 10_000, 20_000_000)
FIRST_FACTS = FlowFacts(
    0,
    Colour.GREEN,
    "Green.",
    LIMITS,
    expected_surplus_wh=300,
    cycle=0,
    window_open=True,
    balance_micro=10**7,
)

PRICES = st.sampled_from([-1, 0, 50_000, 100_000, 200_000, 400_000, 400_001, 10**20])
WISHES: st.SearchStrategy[Wish] = st.one_of(
    st.sampled_from([Start(), SetValues(), UpdateValues()]),
    st.builds(ChooseProgram, st.sampled_from([True, True, True, False])),
    st.builds(ChooseActivity, st.sampled_from(Activity)),
    st.builds(ChooseSettlement, st.sampled_from(SettlementChoice)),
    st.builds(SetRange, PRICES, PRICES),
    st.just(SetRange(100_000, 200_000)),
    st.builds(SetDistance, st.sampled_from([-1, 0, 500, 501])),
    st.builds(SetAmount, st.sampled_from([-1, 0, 1, 100, 4_000, 10**20])),
    st.builds(SetRepeat, st.booleans()),
)
ALL_WISHES: tuple[Wish, ...] = (
    Start(),
    Reset(),
    ChooseProgram(True),
    ChooseActivity(Activity.SELL),
    ChooseSettlement(SettlementChoice.MANUAL),
    SetRange(1, 2),
    SetDistance(1),
    SetAmount(1),
    SetRepeat(True),
    SetValues(),
    UpdateValues(),
)


class Household(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.state = FlowState()
        self.facts = FIRST_FACTS
        self.standing_cycles: list[int] = []
        self.set_values_pressed = False
        """Since the last Reset, opt-out or beginning."""

    def take(self, outcome: FlowOutcome) -> None:
        self.state = outcome.state
        if outcome.submit is not None:
            self.check(outcome.submit)

    def check(self, order: OrderRequest) -> None:
        assert self.set_values_pressed
        assert self.state.started
        assert self.state.opted_in
        assert self.facts.window_open
        assert order.cycle == self.facts.cycle
        assert order.side != "sell" or self.facts.status is Colour.GREEN
        assert 0 < order.energy_wh <= LIMITS.limit_wh
        assert 50_000 <= order.low_micro_per_kwh <= order.high_micro_per_kwh <= 400_000
        assert 0 <= order.distance_m <= 500
        if order.origin == "standing":
            assert order.cycle not in self.standing_cycles
            assert not order.replaces
            self.standing_cycles.append(order.cycle)

    @rule(wish=WISHES)
    def wish(self, wish: Wish) -> None:
        self.press(wish)

    @rule()
    def reset(self) -> None:
        self.press(Reset())

    @rule(activity=st.sampled_from([Activity.SELL, Activity.BUY]), repeat=st.booleans())
    def complete_an_order(self, activity: Activity, repeat: bool) -> None:
        for wish in (
            Start(),
            ChooseProgram(True),
            ChooseActivity(activity),
            ChooseSettlement(SettlementChoice.AUTOMATIC),
            SetRange(100_000, 200_000),
            SetDistance(100),
            SetRepeat(repeat),
            UpdateValues(),
            SetValues(),
        ):
            self.press(wish)

    def press(self, wish: Wish) -> None:
        before = self.state
        outcome = apply(before, wish, self.facts)
        if outcome.refused:
            assert outcome.state == before
            assert outcome.submit is None
            return
        match wish:
            case SetValues():
                self.set_values_pressed = True
            case Reset() | ChooseProgram(opt_in=False):
                self.set_values_pressed = False
            case _:
                assert outcome.submit is None
        self.take(outcome)

    def see(self, **changes: object) -> None:
        self.facts = msgspec.structs.replace(self.facts, **changes)
        outcome = on_facts(self.state, self.facts)
        assert outcome.submit is None or not self.state.problems
        self.take(outcome)

    @rule(
        colour=st.sampled_from(Colour), expected=st.sampled_from([None, -9_000, -200, 0, 1, 9_000])
    )
    def meters_say(self, colour: Colour, expected: int | None) -> None:
        self.see(status=colour, expected_surplus_wh=expected)

    @rule(
        colour=st.sampled_from([Colour.GREEN, Colour.GREEN, Colour.RED, Colour.UNKNOWN]),
        expected=st.sampled_from([-200, 300, 300]),
    )
    def a_window_opens(self, colour: Colour, expected: int) -> None:
        cycle = (self.facts.cycle or 0) + 1
        self.see(status=colour, expected_surplus_wh=expected, cycle=cycle, window_open=True)

    @rule(is_open=st.booleans(), step=st.integers(-1, 2))
    def the_window_changes(self, is_open: bool, step: int) -> None:
        cycle = max((self.facts.cycle or 0) + step, 0)
        self.see(window_open=is_open, cycle=cycle)

    @rule(
        blocked=st.sampled_from([None, None, None, "The chain is halted.", ""]),
        balance=st.sampled_from([10**7, 10**7, 10**7, None, 0]),
    )
    def the_chain_changes(self, blocked: str | None, balance: int | None) -> None:
        self.see(blocked=blocked, balance_micro=balance)

    @rule()
    def nothing_new_changes_nothing(self) -> None:
        self.see()
        assert on_facts(self.state, self.facts) == FlowOutcome(self.state)

    @invariant()
    def enabled_is_exactly_what_is_not_refused(self) -> None:
        taken = tuple(
            str(wish.__struct_config__.tag)
            for wish in ALL_WISHES
            if not apply(self.state, wish, self.facts).refused
        )
        assert set(taken) == set(enabled(self.state, self.facts))

    @invariant()
    def the_state_survives_json_and_the_section_can_be_drawn(self) -> None:
        encoded = msgspec.json.encode(self.state)
        assert msgspec.json.decode(encoded, type=FlowState) == self.state
        section = flow_section(self.state, self.facts)
        assert isinstance(section, FlowSection)
        assert all(section.information)


Household.TestCase.settings = settings(max_examples=500, stateful_step_count=40, deadline=None)
TestHousehold = Household.TestCase
