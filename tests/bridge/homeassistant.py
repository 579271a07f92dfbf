"""What Home Assistant would say to a device discovery message, from the facts of its release.

`refusals` gives every reason, empty when it would take the message as it stands. Strict where
Home Assistant only drops or logs: unknown keys, a class without its unit.
"""

import json
import re
from pathlib import Path
from typing import Any

FACTS: dict[str, Any] = json.loads(
    (Path(__file__).parents[1] / "data" / "bridge" / "homeassistant_2026_2.json").read_text("utf-8")
)
TOPIC = re.compile(r"homeassistant/device/[a-zA-Z0-9_-]+/config")


def expand(message: dict[str, Any]) -> dict[str, Any]:
    """Return the message with every abbreviation written out."""
    whole = _renamed(message, FACTS["abbreviations"])
    for key, table in (("device", "device_abbreviations"), ("origin", "origin_abbreviations")):
        if key in whole:
            whole[key] = _renamed(whole[key], FACTS[table])
    if "components" in whole:
        whole["components"] = {name: _component(one) for name, one in whole["components"].items()}
    return whole


def _component(given: dict[str, Any]) -> dict[str, Any]:
    component = _renamed(given, FACTS["abbreviations"])
    if "availability" in component:
        component["availability"] = [
            _renamed(one, FACTS["abbreviations"]) for one in component["availability"]
        ]
    return component


def _renamed(given: dict[str, Any], names: dict[str, str]) -> dict[str, Any]:
    return {names.get(key, key): value for key, value in given.items()}


def refusals(message: dict[str, Any]) -> list[str]:
    """Return why Home Assistant would refuse the message, or show something else than meant."""
    whole = expand(message)
    found = _keys("the message", whole, FACTS["discovery"])
    if found:
        return found
    found += _keys("the device", whole["device"], FACTS["device"])
    found += _keys("the origin", whole["origin"], FACTS["origin"])
    if not whole["device"].get("identifiers"):
        found.append("the device has no identifiers")
    ids: list[str] = []
    for name, component in whole["components"].items():
        found += _component_refusals(name, dict(component), ids)
    return found


def _keys(what: str, given: dict[str, Any], known: dict[str, list[str]]) -> list[str]:
    unknown = given.keys() - set(known["required"]) - set(known["optional"])
    missing = set(known["required"]) - given.keys()
    return [f"{what}: {key} is not known" for key in sorted(unknown)] + [
        f"{what}: {key} is missing" for key in sorted(missing)
    ]


def _component_refusals(name: str, component: dict[str, Any], ids: list[str]) -> list[str]:
    platform = component.pop("platform", None)
    if platform not in FACTS["platforms"]:
        return [f"{name}: no platform {platform!r}"]
    if not component:
        return []  # a removal
    found = _keys(name, component, FACTS["platforms"][platform])
    found += [f"{name}: {key} is refused" for key in component if key in FACTS["refused_keys"]]
    unique = component.get("unique_id")
    if not unique or unique in ids:
        found.append(f"{name}: unique_id is missing or taken")
    ids.append(str(unique))
    domain, _, rest = str(component.get("default_entity_id", "")).partition(".")
    if domain != platform or re.fullmatch(r"[a-z0-9_]+", rest) is None:
        found.append(f"{name}: default_entity_id is none of {platform}")
    found += _availability(name, component)
    category = component.get("entity_category")
    if category is not None and category not in FACTS["entity_categories"]:
        found.append(f"{name}: entity_category {category}")
    match platform:
        case "sensor":
            found += _sensor(name, component)
        case "binary_sensor":
            if component.get("device_class") not in FACTS["binary_sensor_device_classes"]:
                found.append(f"{name}: device_class {component.get('device_class')}")
        case "number":
            found += _number(name, component)
        case "select":
            if not component.get("options"):
                found.append(f"{name}: no options")
    return found


def _availability(name: str, component: dict[str, Any]) -> list[str]:
    found = []
    if component.get("availability_mode", "latest") not in FACTS["availability_modes"]:
        found.append(f"{name}: availability_mode")
    for one in component.get("availability", []):
        unknown = one.keys() - set(FACTS["availability"])
        if unknown or "topic" not in one:
            found.append(f"{name}: availability {sorted(unknown)}")
    return found


def _sensor(name: str, component: dict[str, Any]) -> list[str]:
    """Follow mqtt/sensor.py's validation and sensor/__init__.py's checks of the entity."""
    found = []
    kind, state = component.get("device_class"), component.get("state_class")
    unit, options = component.get("unit_of_measurement"), component.get("options")
    if component.get("entity_category") not in {None, *FACTS["read_only_entity_categories"]}:
        found.append(f"{name}: a sensor is not for configuring")
    if kind is not None and kind not in FACTS["sensor_device_classes"]:
        found.append(f"{name}: device_class {kind}")
    if state is not None and state not in FACTS["sensor_state_classes"]:
        found.append(f"{name}: state_class {state}")
    if options is not None and (not options or kind != "enum" or state or unit):
        found.append(f"{name}: options with {kind}, {state}, {unit}")
    if kind == "enum" and not options:
        found.append(f"{name}: enum without options")
    if kind is None:
        return found
    if state is not None and state not in FACTS["device_class_state_classes"].get(kind, []):
        found.append(f"{name}: {kind} does not go with {state}")
    if kind in FACTS["non_numeric_device_classes"] and unit is not None:
        found.append(f"{name}: {kind} has no unit")
    units = FACTS["device_class_units"].get(kind)
    if units is not None and unit not in units:
        found.append(f"{name}: {kind} in {unit}")
    if kind == "monetary" and re.fullmatch("[A-Z]{3}", str(unit)) is None:
        found.append(f"{name}: {unit} is no currency (ISO 4217)")
    return found


def _number(name: str, component: dict[str, Any]) -> list[str]:
    least, most = float(component.get("min", 1)), float(component.get("max", 100))
    step = float(component.get("step", 1))
    found = []
    if least > most:
        found.append(f"{name}: min above max")
    if step < float(FACTS["number_least_step"]):
        found.append(f"{name}: step {step}")
    if component.get("mode", "auto") not in FACTS["number_modes"]:
        found.append(f"{name}: mode")
    return found
