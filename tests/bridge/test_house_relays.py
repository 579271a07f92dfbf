"""Relays on the house's broker: only those with a role, never a position nobody confirmed."""

import json
from typing import Any

import msgspec
import pytest

from agent.api.device_params import RelaySet
from agent.api.sections import DeviceLine
from agent.api.wishes import RelayMode
from agent.bridge.house_discovery import discovery
from agent.bridge.house_offers import offers, retained_topics
from agent.bridge.house_relays import (
    MOST_RELAYS,
    relay_of,
    relays,
    topics,
    understand_relay,
)
from tests.bridge.homeassistant import expand, refusals
from tests.bridge.house_home import NOW_MS, PROFILE, SNAPSHOT, profile, snapshot

KEY = "00124b0011223344/1"
BOILER = DeviceLine(
    "Boiler", "relay", NOW_MS, 0, 0, "", key=KEY, kind="relay", position="on", mode="surplus"
)
WITH_BOILER = snapshot(devices=(*SNAPSHOT.devices, BOILER))
BASE = "gridhearth/3f2a/relay/00124b0011223344_1"


def changed(**changes: Any) -> dict[str, str]:
    line = msgspec.structs.replace(BOILER, **changes)
    (relay,) = relays(snapshot(devices=(line,)))
    return topics(PROFILE, relay)


def test_a_relay_says_position_mode_and_whether_it_is_there() -> None:
    assert changed() == {f"{BASE}/status": "online", BASE: "ON", f"{BASE}/mode": "surplus"}
    assert changed(position="unknown")[BASE] == "None"
    assert changed(position=None, mode=None)[f"{BASE}/mode"] == "None"
    assert changed(available=False)[f"{BASE}/status"] == "offline"
    assert changed(usable=False)[f"{BASE}/status"] == "offline"


def test_a_relay_without_the_role_is_not_shown_and_no_home_has_very_many() -> None:
    nobody = msgspec.structs.replace(BOILER, role="")
    plug = msgspec.structs.replace(BOILER, kind="meter", role="grid")
    assert relays(snapshot(devices=(nobody, plug))) == ()
    many = [msgspec.structs.replace(BOILER, key=f"{n:016x}/1") for n in range(200)]
    assert len(relays(snapshot(devices=tuple(many)))) == MOST_RELAYS


@pytest.mark.parametrize("commands", [False, True])
def test_home_assistant_takes_relays_and_their_removal(commands: bool) -> None:
    given = profile(commands=commands)
    message = json.loads(discovery(given, relays(WITH_BOILER), ("00124b00aabbccdd_2",)))
    assert refusals(message) == []
    components = expand(message)["components"]
    offered = {key for key, one in components.items() if len(one) > 1 and "relay" in key}
    if commands:
        assert offered == {"set_relay_00124b0011223344_1", "set_relay_00124b0011223344_1_mode"}
    else:
        assert offered == {"relay_00124b0011223344_1"}
    for gone in ("relay", "set_relay"):
        assert components[f"{gone}_00124b00aabbccdd_2"].keys() == {"platform"}


@pytest.mark.parametrize(
    ("payload", "mode"),
    [
        (b"ON", RelayMode.ON),
        (b"OFF", RelayMode.OFF),
        (b"on", RelayMode.ON),
        (b"surplus", RelayMode.SURPLUS),
    ],
)
def test_a_switch_and_the_choice_of_its_mode_speak_to_one_topic(
    payload: bytes, mode: RelayMode
) -> None:
    (relay,) = relays(WITH_BOILER)
    assert understand_relay(relay, payload) == RelaySet(KEY, mode)


@pytest.mark.parametrize("payload", [b"", b"On", b"TOGGLE", b"\xff", b"ON" * 40_000])
def test_another_word_switches_nothing(payload: bytes) -> None:
    (relay,) = relays(WITH_BOILER)
    assert isinstance(understand_relay(relay, payload), str)


@pytest.mark.parametrize(
    "topic", ["", "00124b0011223344", "00124b0011223344_2", "00124b0011223344_1/x", "+"]
)
def test_a_topic_that_names_no_relay_of_ours(topic: str) -> None:
    start = "gridhearth/3f2a/set/relay/"
    assert relay_of(PROFILE, start + "00124b0011223344_1", WITH_BOILER) is not None
    assert relay_of(PROFILE, start + topic, WITH_BOILER) is None
    assert relay_of(PROFILE, start + "00124b0011223344_1", SNAPSHOT) is None


def test_relays_are_among_what_is_told_and_taken_back() -> None:
    told = {
        offer.topic
        for offer in offers(PROFILE, WITH_BOILER, NOW_MS, publish="discovery", registers={})
    }
    mine = {BASE, f"{BASE}/mode", f"{BASE}/status"}
    assert mine <= told
    assert mine <= set(retained_topics(PROFILE, relays(WITH_BOILER)))
