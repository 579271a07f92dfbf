"""The one message that makes Home Assistant show this home: its device with all components.

Facts: Home Assistant 2026.2 `components/mqtt` (`schemas.py`, `discovery.py`, `abbreviations.py`),
unchanged for these keys in 2026.11. A component that is not offered any more is sent with its
platform alone, which removes it; one that is left out would stay.
"""

from functools import lru_cache
from typing import Any

import msgspec

from agent.api.words import decimal
from agent.bridge.house import OFFLINE, ONLINE, HouseProfile, Value
from agent.bridge.house_commands import COMMANDS, Command, topic_of
from agent.bridge.house_plan import EXPIRE_AFTER_S
from agent.bridge.house_relays import Relay, relay_components, removed_relay
from agent.bridge.house_values import BY_KEY, VALUES, values
from agent.units import MICRO, WH_PER_KWH

ORIGIN = "gridhearth"
ANSWER = "answer"


def node(profile: HouseProfile) -> str:
    """Return the device's name in ids and topics."""
    return f"gridhearth_{profile.id}"


def discovery_topic(profile: HouseProfile) -> str:
    """Return where the message is published, retained; an empty one removes the device."""
    return f"{profile.discovery_prefix}/device/{node(profile)}/config"


def birth_topic(profile: HouseProfile) -> str:
    """Return where Home Assistant says `online` when it (re)starts and wants to be told again."""
    return f"{profile.discovery_prefix}/status"


@lru_cache(maxsize=4)  # asked for every second, and almost always the same
def discovery(
    profile: HouseProfile, relays: tuple[Relay, ...] = (), gone: tuple[str, ...] = ()
) -> bytes:
    """Return the message: a JSON object with Home Assistant's abbreviated keys.

    `gone` are the words of relays that were offered before and are no relays any more.
    """
    offered = values(profile)
    components: dict[str, Any] = {}
    for value in VALUES:
        if value.platform is not None:
            here = value in offered
            components[value.key] = _value(profile, value) if here else {"p": value.platform}
    for command in COMMANDS:
        key = f"set_{command.key}"
        components[key] = (
            _command(profile, command, key) if profile.commands else {"p": command.platform}
        )
    for word in gone:
        components |= removed_relay(word)
    for relay in relays:
        components |= relay_components(profile, relay)
    components[ANSWER] = _answer(profile) if profile.commands else {"p": "sensor"}
    return msgspec.json.encode(
        {
            "dev": {
                "ids": [node(profile)],
                "name": f"Gridhearth {profile.name}",
                "mf": ORIGIN,
                "mdl": "Home energy market agent",
                "sw": profile.version,
                "sn": profile.id,
            },
            "o": {"name": ORIGIN, "sw": profile.version},
            "cmps": components,
        }
    )


def _entity(profile: HouseProfile, platform: str, key: str, name: str) -> dict[str, Any]:
    return {
        "p": platform,
        "uniq_id": f"{node(profile)}_{key}",
        "def_ent_id": f"{platform}.{node(profile)}_{key}",
        "name": name,
        "avty": [_available(profile.status_topic)],
        "avty_mode": "all",
    }


def _available(topic: str) -> dict[str, str]:
    return {"t": topic, "pl_avail": ONLINE, "pl_not_avail": OFFLINE}


def _value(profile: HouseProfile, value: Value) -> dict[str, Any]:
    assert value.platform is not None  # noqa: S101 - those without are commands' states
    topic = f"{profile.base}/{value.topic}"
    told = _entity(profile, value.platform, value.key, value.name) | {"stat_t": topic}
    if value.fresh is not None:
        told["avty"].append(_available(profile.fresh_topic(value.fresh)))
    optional: dict[str, Any] = {
        "dev_cla": value.device_class,
        "stat_cla": value.state_class,
        "unit_of_meas": _unit(profile, value.unit),
        "ops": list(value.options) or None,
        "sug_dsp_prc": value.precision,
        "ent_cat": "diagnostic" if value.diagnostic else None,
        "exp_aft": EXPIRE_AFTER_S if value.live else None,
        "json_attr_t": f"{topic}/details" if value.details else None,
    }
    return told | {key: one for key, one in optional.items() if one is not None}


def _unit(profile: HouseProfile, unit: str | None) -> str | None:
    return None if unit is None else unit.replace("{currency}", profile.currency)


def _command(profile: HouseProfile, command: Command, key: str) -> dict[str, Any]:
    told = _entity(profile, command.platform, key, command.name)
    told["cmd_t"] = topic_of(profile, command)
    told["qos"] = 1
    if command.state is not None:
        told["stat_t"] = f"{profile.base}/{BY_KEY[command.state].topic}"
    if command.options:
        told["ops"] = list(command.options)
    if command.platform == "number":
        told |= _limits(profile, command.key)
    return told


def _limits(profile: HouseProfile, key: str) -> dict[str, Any]:
    """Numbers as text: Home Assistant reads both, and text is exact."""
    match key:
        case "energy":
            top, step, unit = decimal(profile.energy_limit_wh, WH_PER_KWH, 3), "0.001", "kWh"
            return {"min": "0", "max": top, "step": step, "unit_of_meas": unit, "mode": "box"}
        case "distance":
            top = str(profile.distance_limit_m)
            return {"min": "0", "max": top, "step": "1", "unit_of_meas": "m", "mode": "box"}
        case _:
            return {
                "min": decimal(profile.price_floor_micro_per_kwh, MICRO, 6),
                "max": decimal(profile.price_ceiling_micro_per_kwh, MICRO, 6),
                "step": "0.001",
                "unit_of_meas": f"{profile.currency}/kWh",
                "mode": "box",
            }


def _answer(profile: HouseProfile) -> dict[str, Any]:
    topic = f"{profile.base}/{ANSWER}"
    return _entity(profile, "sensor", ANSWER, "Last answer") | {
        "stat_t": topic,
        "dev_cla": "enum",
        "ops": ["accepted", "refused"],
        "ent_cat": "diagnostic",
        "json_attr_t": f"{topic}/details",
    }
