"""The discovery message against what Home Assistant accepts, in every combination; and its traps."""

import copy
import itertools
import json
from typing import Any

import pytest

from agent.bridge.house_commands import COMMANDS
from agent.bridge.house_discovery import birth_topic, discovery, discovery_topic
from agent.bridge.house_values import VALUES
from tests.bridge.homeassistant import TOPIC, expand, refusals
from tests.bridge.house_home import PROFILE, profile

EVERY = [
    profile(generation=generation, commands=commands, currency=currency)
    for generation, commands, currency in itertools.product(
        (False, True), (False, True), ("EUR", "JPY")
    )
]


@pytest.mark.parametrize("given", EVERY, ids=lambda p: f"{p.generation}-{p.commands}-{p.currency}")
def test_home_assistant_takes_every_message(given: Any) -> None:
    message = json.loads(discovery(given))
    assert refusals(message) == []
    assert TOPIC.fullmatch(discovery_topic(given))
    assert len(discovery(given)) < 32_768


@pytest.mark.parametrize(
    ("key", "change", "why"),
    [
        ("earned", {"stat_cla": "total_increasing"}, "monetary does not go with total_increasing"),
        ("earned", {"unit_of_meas": "p"}, "no currency"),
        ("surplus", {"unit_of_meas": "W"}, "options with enum"),
        ("surplus", {"ops": None}, "enum without options"),
        ("import", {"unit_of_meas": None}, "energy in None"),
        ("import", {"stat_cla": "measurement"}, "energy does not go with measurement"),
        ("import", {"obj_id": "gridhearth_import"}, "object_id is refused"),
        ("import", {"def_ent_id": "number.gridhearth"}, "default_entity_id"),
        ("power", {"unit_of_meas": "kWh"}, "power in kWh"),
        ("power", {"expires_after": 60}, "expires_after is not known"),
        ("block", {"unit_of_meas": "s"}, "timestamp has no unit"),
        ("height", {"ent_cat": "config"}, "not for configuring"),
        ("health", {"stat_cla": "measurement"}, "state_class is not known"),
        ("set_low_price", {"max": "0.01"}, "min above max"),
        ("set_low_price", {"step": "0.0001"}, "step"),
        ("set_stop", {"stat_t": "x"}, "state_topic is not known"),
        ("set_activity", {"cmd_t": None}, "command_topic is missing"),
        ("usage", {"uniq_id": "gridhearth_3f2a_power"}, "unique_id"),
    ],
)
def test_the_judge_refuses_what_home_assistant_refuses(
    key: str, change: dict[str, Any], why: str
) -> None:
    message = json.loads(discovery(PROFILE))
    changed = message["cmps"][key] | change
    message["cmps"][key] = {name: value for name, value in changed.items() if value is not None}
    assert any(why in one and one.startswith(key) for one in refusals(message)), refusals(message)


def test_a_message_without_device_or_origin_is_refused() -> None:
    message = json.loads(discovery(PROFILE))
    for key in ("dev", "o", "cmps"):
        broken = copy.deepcopy(message)
        del broken[key]
        assert refusals(broken), key


def test_no_command_is_offered_without_the_permission_and_an_old_one_is_removed() -> None:
    viewer = expand(json.loads(discovery(profile(commands=False))))["components"]
    assert not any("command_topic" in one for one in viewer.values())
    for command in COMMANDS:  # the platform alone removes what an earlier message had offered
        assert viewer[f"set_{command.key}"] == {"platform": command.platform}
    user = expand(json.loads(discovery(PROFILE)))["components"]
    topics = {one["command_topic"] for one in user.values() if "command_topic" in one}
    assert topics == {f"gridhearth/3f2a/set/{command.key}" for command in COMMANDS}
    assert viewer.keys() == user.keys()


def test_a_home_without_panels_or_battery_removes_what_measures_them() -> None:
    components = json.loads(discovery(profile(generation=False, storage=False)))["cmps"]
    for key in ("generation", "usage", "battery"):
        assert components[key] == {"p": "sensor"}


def test_what_can_be_old_has_an_availability_of_its_own_and_live_values_expire() -> None:
    components = expand(json.loads(discovery(PROFILE)))["components"]
    for value in VALUES:
        if value.platform is None:
            continue
        component = components[value.key]
        topics = [one["topic"] for one in component["availability"]]
        assert topics[0] == "gridhearth/3f2a/status"
        group = [] if value.fresh is None else [f"gridhearth/3f2a/status/{value.fresh}"]
        assert topics[1:] == group
        assert component["availability_mode"] == "all"
        assert ("expire_after" in component) == value.live
    assert {value.key for value in VALUES if value.live} == {
        "power",
        "generation",
        "usage",
        "battery",
    }


def test_the_energy_dashboard_can_use_registers_price_and_power() -> None:
    """Home Assistant components/energy: kWh that only grows, a price per kWh, power + from grid."""
    components = expand(json.loads(discovery(profile(currency="EUR"))))["components"]
    for key in ("import", "export"):
        register = components[key]
        assert (register["device_class"], register["state_class"]) == ("energy", "total_increasing")
        assert register["unit_of_measurement"] == "kWh"
    assert components["price"]["unit_of_measurement"] == "EUR/kWh"
    assert "device_class" not in components["price"]
    assert components["power"]["state_class"] == "measurement"


def test_the_birth_message_is_listened_to_where_home_assistant_sends_it() -> None:
    assert birth_topic(PROFILE) == "homeassistant/status"
