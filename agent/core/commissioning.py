"""What a person decided about a device, applied: roles, names, relays."""

import msgspec

from agent.api.wishes import (
    AssignDevice,
    DeviceWish,
    ForgetDevice,
    ReleaseDevice,
    RenameDevice,
    SetRelay,
)
from agent.core.constants import Constants
from agent.core.devices import (
    Decided,
    DeviceBook,
    assign,
    forget,
    meter_uses,
    release,
    rename,
)
from agent.core.effects import Answer, Effect, UseMeters
from agent.core.events import DeviceWished
from agent.core.metering import judged
from agent.core.state import State


def take_device_wish(
    state: State, constants: Constants, event: DeviceWished
) -> tuple[State, tuple[Effect, ...]]:
    """Apply one decision; a refused one changes nothing and says why."""
    before = state.devices
    decided = _decide(before, constants, event)
    answer = Answer(event.request, decided.accepted, (), decided.sentence)
    if not decided.accepted:
        return state, (answer,)
    meters, status = judged(
        state.meters, constants, decided.book, event.at_ms, trusted=state.clock_trusted
    )
    after = msgspec.structs.replace(state, devices=decided.book, meters=meters, status=status)
    uses = meter_uses(decided.book)
    if constants.assigned and uses != meter_uses(before):
        return after, (UseMeters(uses), answer)
    return after, (answer,)


def _decide(book: DeviceBook, constants: Constants, event: DeviceWished) -> Decided:
    wish: DeviceWish = event.wish
    match wish:
        case AssignDevice():
            return assign(book, constants, wish, event.at_ms, event.caller)
        case ReleaseDevice():
            return release(book, wish)
        case RenameDevice():
            return rename(book, wish)
        case ForgetDevice():
            return forget(book, wish)
        case SetRelay():
            return Decided(book, False, "not yet")
