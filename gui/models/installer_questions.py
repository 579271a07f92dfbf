"""What the installer is asked before a deed that is not easily undone. Pure."""

from agent.api.sections import DeviceLine
from gui.models.device_words import name_of
from gui.models.history_rows import filled
from gui.models.installer_shown import Asking
from gui.texts import translate

JOIN_S = 60


def form_anew() -> Asking:
    """Ask before a new network is formed."""
    sentence = translate(
        "installer",
        "A new network is formed on the stick. Devices of an older network will not"
        " find this home any more and must be paired again.",
    )
    return Asking(sentence, translate("installer", "Form it"), "radio.form", {})


def go_on() -> Asking:
    """Ask before an agent that broke down again and again trades on."""
    sentence = translate(
        "installer",
        "The agent broke down again and again. Let it go on only if you know why.",
    )
    return Asking(sentence, translate("installer", "Let it go on"), "ladder.resume", {})


def open_joining(device: str, warning: str) -> Asking:
    """Ask, in the agent's words, before anything may join the network."""
    yes = translate("installer", "Open for a minute")
    params = {"via": device, "seconds": JOIN_S, "confirmed": True}
    return Asking(warning, yes, "pair.open", params)


def send_away(line: DeviceLine) -> Asking:
    """Ask before a device leaves the network."""
    sentence = filled(
        translate("installer", "%1 leaves the network; to come back it is paired again."),
        name_of(line),
    )
    yes = translate("installer", "Send it away")
    return Asking(sentence, yes, "device.remove", {"ieee": line.ieee})


def release(line: DeviceLine) -> Asking:
    """Ask before a device loses its role."""
    sentence = filled(
        translate("installer", "%1 loses its task. What it counted so far stays counted."),
        name_of(line),
    )
    yes = translate("installer", "Take it away")
    return Asking(sentence, yes, "device.release", {"key": line.key})


def exchange(holder: DeviceLine, line: DeviceLine, role: str) -> Asking:
    """Ask before a meter takes another's role."""
    sentence = translate(
        "installer",
        "%1 has this task now. %2 takes its place: a meter exchange. What was counted so far"
        " stays counted.",
    )
    yes = translate("installer", "Exchange them")
    params = {"key": line.key, "role": role, "replace": True}
    return Asking(filled(sentence, name_of(holder), name_of(line)), yes, "device.assign", params)


def hand_over(installer: str, customer: str) -> Asking:
    """Ask before the home is handed over."""
    sentence = translate(
        "installer",
        "%1 hands this home over to %2, and everything on the list was shown to work. The box"
        " writes and signs the report of it.",
    )
    yes = translate("installer", "Hand it over")
    params = {"installer": installer, "customer": customer}
    return Asking(filled(sentence, installer, customer), yes, "commission.handover", params)
