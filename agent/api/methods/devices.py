"""Methods about the radio, its devices and the safe mode."""

from agent.api.device_params import (
    CheckStart,
    CheckView,
    DeviceAssign,
    DeviceIeee,
    DeviceKey,
    DeviceRename,
    MeterExchanged,
    PairCode,
    PairOpen,
    RadioForm,
    RadioRestore,
    RadioView,
    RelaySet,
)
from agent.api.methods.method import Method, WishAnswer
from agent.api.params import Params
from agent.api.permissions import Group

COMMISSIONING = (
    Method(
        "radio.get",
        Params,
        Group.VIEWER,
        "Answer how the radio is, and the newest steps of pairing.",
        RadioView,
    ),
    Method(
        "check.get", Params, Group.VIEWER, "Answer how far the live check of a meter is.", CheckView
    ),
    Method(
        "ladder.resume",
        Params,
        Group.INSTALLER,
        "Let the agent go on after its safe mode, once you know why it broke down.",
        WishAnswer,
        commissions=True,
    ),
    Method(
        "relay.set",
        RelaySet,
        Group.USER,
        "Switch a relay on or off, or let the surplus switch it.",
        WishAnswer,
        commissions=True,
    ),
    *(
        Method(name, params, Group.INSTALLER, effect, WishAnswer, commissions=True)
        for name, params, effect in (
            ("pair.code", PairCode, "Let one device in with its install code."),
            (
                "pair.open",
                PairOpen,
                "Let any device in through one router, for a minute at most; the network's key can"
                " be overheard meanwhile.",
            ),
            ("pair.stop", Params, "Let nobody in any more."),
            (
                "device.assign",
                DeviceAssign,
                "Give a meter or relay its role; in the place of another meter it is an exchange.",
            ),
            (
                "meter.exchange",
                MeterExchanged,
                "Say that another meter is on a serial line now; its registers go on.",
            ),
            ("device.rename", DeviceRename, "Give a device a name."),
            ("device.release", DeviceKey, "Take its role from a meter or relay."),
            ("device.remove", DeviceIeee, "Ask a device without a role to leave the network."),
            ("device.interview", DeviceIeee, "Ask a device again what it is."),
            ("device.configure", DeviceIeee, "Configure a device's reports again."),
            (
                "check.start",
                CheckStart,
                "Check a meter live: a load of known power is switched on, and the meter watched.",
            ),
            ("check.loaded", Params, "Say that the load of the live check is on."),
            ("check.stop", Params, "End the live check."),
            ("radio.form", RadioForm, "Form a new network on a stick that has none."),
            ("radio.backup", Params, "Write the network and its devices to a sealed backup."),
            ("radio.restore", RadioRestore, "Put a backup on the stick."),
        )
    ),
)
