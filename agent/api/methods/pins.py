"""Methods about the PINs."""

from agent.api.methods.method import Method
from agent.api.params import Params
from agent.api.permissions import Group
from agent.api.pins import PinAnswer, PinSet, PinState, PinUnlock

PINS = tuple(
    Method(name, params, group, effect, result, unlocks=True)
    for name, params, group, effect, result in (
        (
            "pin.state",
            Params,
            Group.VIEWER,
            "Answer which PINs are set, and what this connection may do now.",
            PinState,
        ),
        (
            "pin.set",
            PinSet,
            Group.USER,
            "Set, change or remove a PIN; an installer needs no old one.",
            PinAnswer,
        ),
        (
            "pin.unlock",
            PinUnlock,
            Group.USER,
            "Open this connection for a few minutes: the household's PIN for what a user may, the"
            " installer's for all.",
            PinAnswer,
        ),
        (
            "pin.lock",
            Params,
            Group.VIEWER,
            "End at once what a PIN has opened for this connection.",
            PinState,
        ),
    )
)
