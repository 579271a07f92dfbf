"""Every problem at once: missing, unknown, mistyped, out of range."""

import json
from typing import Annotated, Literal

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import Meta

from agent.api.check import MOST_PROBLEMS, Refused, check
from agent.api.methods import METHODS, PlaceOrder
from agent.api.wishes import Activity, ChooseActivity, SetRange


class Lamp(msgspec.Struct, frozen=True, tag="lamp"):
    watts: Annotated[int, Meta(ge=1, le=100)]


class Oven(msgspec.Struct, frozen=True, tag="oven"):
    hot: bool = False


class Room(msgspec.Struct, frozen=True):
    name: Annotated[str, Meta(max_length=5, pattern="^[a-z]+$", title="up to 5 small letters")]
    device: Lamp | Oven
    colour: Literal["red", "blue"] = "red"
    shelves: tuple[Annotated[int, Meta(ge=0)], ...] = ()
    lamp: Lamp | None = None


def refused(kind: type[msgspec.Struct], value: object) -> dict[str, tuple[str, str]]:
    with pytest.raises(Refused) as caught:
        check(kind, value)
    return {problem.field: (problem.given, problem.allowed) for problem in caught.value.problems}


def test_what_is_right_becomes_the_struct() -> None:
    room = {
        "name": "hall",
        "device": {"type": "lamp", "watts": 40},
        "shelves": [1, 2],
        "lamp": {"type": "lamp", "watts": 5},
    }
    assert check(Room, room) == Room("hall", Lamp(40), "red", (1, 2), Lamp(5))
    assert check(ChooseActivity, {"activity": "sell"}) == ChooseActivity(Activity.SELL)


def test_all_problems_are_named_with_their_path() -> None:
    room = {
        "name": "Kitchen",
        "device": {"type": "lamp", "watts": 500, "shade": 1},
        "colour": "green",
        "shelves": [1, -1, "x"],
        "floor": 3,
    }
    assert refused(Room, room) == {
        "floor": ("3", "one of name, device, colour, shelves, lamp"),
        "name": ("Kitchen", "up to 5 small letters"),
        "device.shade": ("1", "one of watts"),
        "device.watts": ("500", "a whole number from 1 to 100"),
        "colour": ("green", "one of blue, red"),
        "shelves[1]": ("-1", "a whole number from 0 to 9007199254740991"),
        "shelves[2]": ("x", "a whole number from 0 to 9007199254740991"),
    }


def test_missing_fields_and_wrong_tables() -> None:
    assert refused(Room, {}) == {
        "name": ("nothing", "up to 5 small letters"),
        "device": ("nothing", "a table with type = 'lamp' or a table with type = 'oven'"),
    }
    assert refused(Room, {"name": "a", "device": {"type": "radio"}}).keys() == {"device"}
    assert refused(SetRange, {"type": "range"}).keys() == {
        "type",
        "low_micro_per_kwh",
        "high_micro_per_kwh",
    }
    assert refused(Room, [1]).keys() == {"params"}


@pytest.mark.parametrize("wrong", [True, 1.0, "5", None, 2**53, -(2**53), [], {}])
def test_an_integer_is_an_integer(wrong: object) -> None:
    told = refused(SetRange, {"low_micro_per_kwh": wrong, "high_micro_per_kwh": 1})
    assert told.keys() == {"low_micro_per_kwh"}


def test_a_flood_of_problems_stays_short() -> None:
    with pytest.raises(Refused) as caught:
        check(PlaceOrder, {f"{'x' * 500}{number}": "y" * 900 for number in range(500)})
    assert len(caught.value.problems) == MOST_PROBLEMS
    assert len(msgspec.json.encode(caught.value.problems)) < 20_000


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=6,
)


@given(data=st.data(), method=st.sampled_from(sorted(METHODS)))
def test_nothing_but_the_struct_or_a_refusal_comes_out(data: st.DataObject, method: str) -> None:
    kind = METHODS[method].params
    names = [field.encode_name for field in msgspec.structs.fields(kind)]
    given_params = data.draw(
        st.dictionaries(st.sampled_from([*names, "other"]), JSON, max_size=5) if names else JSON
    )
    try:
        result = check(kind, given_params)
    except Refused as refusal:
        told = refusal.problems
        json.dumps(msgspec.to_builtins(told))
        result = None
    if result is None:
        assert told
    else:
        assert type(result) is kind
        assert msgspec.convert(msgspec.to_builtins(result), kind) == result
