"""Commands of the house: few, small, understood or answered; never more than the flow allows."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.api.methods import METHODS, wish_method
from agent.api.permissions import Group
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
from agent.bridge.house_commands import (
    BURST,
    COMMANDS,
    MAX_PAYLOAD_BYTES,
    PAUSE_MS,
    Allowance,
    Asked,
    HalfRange,
    command_on,
    spend,
    topic_of,
    understand,
)
from agent.units import MonoMs
from tests.bridge.house_home import PROFILE

IDLE = FlowSection(False, False, "none", "", None, None, None, None, False, ("start",), "idle")
STARTED = FlowSection(True, True, "sell", "", 100_000, 200_000, None, None, False, (), "idle")
BY_KEY = {command.key: command for command in COMMANDS}


NO_HALF = HalfRange()


def ask(key: str, payload: bytes, flow: FlowSection = STARTED, half: HalfRange = NO_HALF) -> Asked:
    return understand(BY_KEY[key], payload, flow, half)


@pytest.mark.parametrize(
    ("key", "payload", "wishes"),
    [
        ("opt_in", b"ON", (ChooseProgram(True),)),
        ("opt_in", b"OFF", (ChooseProgram(False),)),
        ("activity", b"buy", (ChooseActivity(Activity.BUY),)),
        ("settlement", b"automatic", (ChooseSettlement(SettlementChoice.AUTOMATIC),)),
        ("low_price", b"0.15", (SetRange(150_000, 200_000),)),
        ("high_price", b"0.3", (SetRange(100_000, 300_000),)),
        ("energy", b"1.5", (SetAmount(1_500),)),
        ("distance", b"400.0", (SetDistance(400),)),
        ("repeat", b"ON", (SetRepeat(True),)),
        ("set_values", b"PRESS", (SetValues(),)),
        ("update_values", b"PRESS", (UpdateValues(),)),
        ("stop", b"PRESS", (Reset(),)),
    ],
)
def test_each_command_is_a_button_or_field_of_the_flow(
    key: str, payload: bytes, wishes: tuple[Wish, ...]
) -> None:
    assert ask(key, payload) == Asked(wishes)


def test_opting_in_presses_start_when_nobody_has() -> None:
    assert ask("opt_in", b"ON", IDLE).wishes == (Start(), ChooseProgram(True))
    assert ask("opt_in", b"OFF", IDLE).wishes == (ChooseProgram(False),)


def test_a_first_price_waits_for_the_other_and_is_not_guessed() -> None:
    first = ask("low_price", b"0.15", IDLE)
    assert (first.wishes, first.accepted) == ((), True)
    assert first.sentence == "Give the highest price too."
    second = ask("high_price", b"0.25", IDLE, first.half)
    assert second.wishes == (SetRange(150_000, 250_000),)
    assert second.half == HalfRange()


@pytest.mark.parametrize(
    ("key", "payload"),
    [
        ("opt_in", b"on"),
        ("opt_in", b"true"),
        ("opt_in", b""),
        ("activity", b"SELL"),
        ("activity", b"steal"),
        ("settlement", b"none"),
        ("low_price", b"0,15"),
        ("low_price", b"NaN"),
        ("low_price", b"1e400"),
        ("low_price", b"0.1234567"),
        ("energy", b"inf"),
        ("energy", b"0.30000000000000004"),
        ("distance", b"1.5"),
        ("set_values", b"press"),
        ("stop", b"PRESS" * 20),
        ("repeat", b"\xff\xfe"),
        ("low_price", "١".encode()),
    ],
)
def test_what_is_not_understood_is_answered_and_asks_nothing(key: str, payload: bytes) -> None:
    asked = ask(key, payload)
    assert not asked.accepted
    assert asked.wishes == ()
    assert asked.sentence


@given(st.sampled_from(COMMANDS), st.binary(max_size=2 * MAX_PAYLOAD_BYTES), st.booleans())
def test_no_payload_is_an_exception_or_another_command(
    command: object, payload: bytes, started: bool
) -> None:
    known = next(one for one in COMMANDS if one is command)
    asked = understand(known, payload, STARTED if started else IDLE, HalfRange())
    assert all(type(wish) in known.wishes for wish in asked.wishes)
    assert asked.accepted or not asked.wishes


def test_every_wish_of_a_command_is_a_method_for_users_at_least() -> None:
    for command in COMMANDS:
        for wish in command.wishes:
            assert METHODS[wish_method(wish)].group is Group.USER


def test_topics_lead_back_and_nothing_else_does() -> None:
    for command in COMMANDS:
        assert command_on(PROFILE, topic_of(PROFILE, command)) is command
    for topic in ("", "gridhearth/3f2a/set/", "gridhearth/9/set/stop", "gridhearth/3f2a/set/start"):
        assert command_on(PROFILE, topic) is None


def test_a_flood_is_cut_to_a_burst_and_one_every_three_seconds() -> None:
    allowance, obeyed = Allowance(), 0
    for ms in range(0, 60_000, 10):
        allowance, allowed = spend(allowance, MonoMs(ms))
        obeyed += allowed
    assert obeyed == BURST + 59_999 // PAUSE_MS
    allowance, allowed = spend(allowance, MonoMs(10**9))
    assert (allowance.left, allowed) == (BURST - 1, True)
