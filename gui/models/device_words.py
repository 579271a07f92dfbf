"""Meters and relays in words: what one is for, what it says, how well it is heard."""

from agent.api.sections import DeviceLine
from gui import texts
from gui.glance import Glance
from gui.models.history_rows import filled
from gui.texts import NOTHING, Reader, translate

GOOD_LQI, FAIR_LQI = 170, 85
"""Of the 255 that a ZigBee radio counts the quality of a link in."""
WEAK_BATTERY_PERCENT = 15


def name_of(line: DeviceLine) -> str:
    """Return what to call a device: its name, its model, or the end of its address."""
    if line.name:
        return line.name
    short = f"…{line.ieee[-4:]}" if line.ieee else line.key
    return f"{line.model} {short}".strip()


def role_of(line: DeviceLine) -> str:
    """Return what it is for: "Counts what is drawn from the grid"."""
    match line.role:
        case "grid":
            return translate("devices", "grid meter")
        case "generation":
            return translate("devices", "meter of what is made")
        case "storage":
            return translate("devices", "meter of the store")
        case "relay":
            return translate("devices", "relay")
        case _ if line.kind == "relay":
            return translate("devices", "relay without a task")
        case _ if line.kind == "meter":
            return translate("devices", "meter without a task")
        case _:
            return translate("devices", "device")


def value_of(line: DeviceLine, reader: Reader) -> str:
    """Return what it says now: "draws 1.24 kW", "on", or a dash when it has said nothing."""
    if line.kind == "relay":
        return position_of(line)
    if line.power_w is None:
        return NOTHING
    power_w = -line.power_w if line.invert else line.power_w
    amount = texts.power(abs(power_w), reader)
    match line.role:
        case "grid" if power_w:
            deed = translate("devices", "draws %1")
            return filled(deed if power_w > 0 else translate("devices", "gives %1"), amount)
        case "generation":
            return filled(translate("devices", "makes %1"), amount)
        case _:
            return texts.power(power_w, reader)


def position_of(line: DeviceLine) -> str:
    """Return how a relay stands, as it confirmed itself."""
    match line.position:
        case "on":
            return translate("devices", "on")
        case "off":
            return translate("devices", "off")
        case _:
            return translate("devices", "not known")


def age_of(line: DeviceLine, glance: Glance) -> str:
    """Return how old what it says is."""
    at_ms = line.at_ms or line.last_seen_ms or 0
    if not at_ms:
        return translate("devices", "has said nothing yet")
    return texts.age(at_ms, glance.now_ms, glance.reader)


def health_of(line: DeviceLine) -> str:
    """Return battery and signal in words, as far as the device tells."""
    found = []
    if line.battery_percent is not None:
        battery = translate("devices", "battery %1 %")
        found.append(battery.replace("%1", str(line.battery_percent)))
    if line.signal_lqi is not None:
        word = translate("devices", "weak signal")
        if line.signal_lqi >= GOOD_LQI:
            word = translate("devices", "good signal")
        elif line.signal_lqi >= FAIR_LQI:
            word = translate("devices", "fair signal")
        found.append(word)
    return " · ".join(found)


def trouble_of(line: DeviceLine) -> str:
    """Return what is wrong with it, the gravest first; empty: nothing."""
    if not line.available:
        return translate("devices", "It does not answer. Has it power, is it in reach?")
    if not line.usable and line.kind and line.key:
        return translate("devices", "It cannot be used yet.")
    if line.interview != "complete":
        return translate("devices", "It is still being asked what it is.")
    if line.quality in {"stale", "invalid", "suspect"}:
        return {
            "stale": translate("devices", "Its value is old."),
            "invalid": translate("devices", "It says that its value is not valid."),
            "suspect": translate("devices", "Its value is unlikely; it is being watched."),
        }[line.quality]
    if line.battery_percent is not None and line.battery_percent <= WEAK_BATTERY_PERCENT:
        return translate("devices", "Change its battery soon.")
    return ""


def radio_word(stage: str) -> str:
    """Return how the radio is, in two words."""
    return {
        "starting": translate("devices", "Radio starts"),
        "up": translate("devices", "Radio works"),
        "degraded": translate("devices", "Radio in trouble"),
        "down": translate("devices", "Radio is away"),
        "no-network": translate("devices", "Radio without a network"),
        "other-network": translate("devices", "Radio of another home"),
    }.get(stage, stage)
