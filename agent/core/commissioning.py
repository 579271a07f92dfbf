"""What a person decided about a device, applied: roles, names, relays."""

import msgspec

from agent.api.wishes import (
    AssignDevice,
    DeviceRole,
    DeviceWish,
    ExchangeMeter,
    ForgetDevice,
    RelayMode,
    ReleaseDevice,
    RenameDevice,
    SetRelay,
)
from agent.core.constants import Constants
from agent.core.devices import (
    Decided,
    DeviceBook,
    assign,
    exchange_wired,
    forget,
    meter_uses,
    release,
    rename,
)
from agent.core.effects import Answer, Effect, UseMeters
from agent.core.events import Commissioned, DeviceWished, RelaySeen
from agent.core.ladder import rung_of
from agent.core.metering import judged
from agent.core.relays import (
    Relay,
    answered,
    awaits,
    drive,
    follow_roles,
    set_mode,
    surplus_of,
)
from agent.core.rungs import Rung
from agent.core.state import State
from agent.devices.tested import (
    Handover,
    Tested,
    Use,
    asked,
    confirmed,
    noted,
    still_true,
    without_device,
)


def take_device_wish(
    state: State, constants: Constants, event: DeviceWished
) -> tuple[State, tuple[Effect, ...]]:
    """Apply one decision; a refused one changes nothing and says why."""
    before = state.devices
    relays, decided = _decide(state, constants, event)
    answer = Answer(event.request, decided.accepted, (), decided.sentence)
    if not decided.accepted:
        return state, (answer,)
    book = decided.book
    after = msgspec.structs.replace(
        state,
        devices=book,
        relays=follow_roles(relays, book),
        tested=_tested(state.tested, before, book, event),
    )
    if before.assigned != book.assigned:
        meters, status = judged(
            state.meters, constants, book, event.at_ms, trusted=state.clock_trusted
        )
        after = msgspec.structs.replace(after, meters=meters, status=status)
    after, told = drive_relays(after, constants, event.at_ms, event.mono_ms)
    uses = meter_uses(decided.book)
    if constants.assigned and uses != meter_uses(before):
        return after, (UseMeters(uses), *told, answer)
    return after, (*told, answer)


def drive_relays(
    state: State, constants: Constants, at_ms: int, mono_ms: int
) -> tuple[State, tuple[Effect, ...]]:
    """Let time pass for every relay."""
    surplus = surplus_of(state.status.colour, state.chain.stage)
    safe = rung_of(state) is Rung.SAFE
    relays, effects = drive(state.relays, constants, surplus, at_ms, mono_ms, safe=safe)
    return msgspec.structs.replace(state, relays=relays), effects


def relay_seen(
    state: State, constants: Constants, event: RelaySeen
) -> tuple[State, tuple[Effect, ...]]:
    """Take in what a relay said."""
    surplus = surplus_of(state.status.colour, state.chain.stage)
    safe = rung_of(state) is Rung.SAFE
    relays, effects = answered(state.relays, constants, surplus, event, safe=safe)
    tested = state.tested
    for relay in state.relays:
        if awaits(relay, event) and relay.mode in (RelayMode.ON, RelayMode.OFF):
            on = relay.mode is RelayMode.ON
            if event.position.value == relay.mode.value:
                tested = confirmed(tested, relay.key, on=on, at_ms=event.at_ms)
    return msgspec.structs.replace(state, relays=relays, tested=tested), effects


def commissioned(state: State, event: Commissioned) -> tuple[State, tuple[Effect, ...]]:
    """Remember what was seen to work, or was done."""
    after = msgspec.structs.replace(state, tested=noted(state.tested, event.deed))
    if not event.request:
        return after, ()
    said = "Noted."
    if isinstance(event.deed, Handover):
        said = f"{event.deed.installer} handed this home over to {event.deed.customer}."
    return after, (Answer(event.request, True, (), said),)


def _tested(known: Tested, before: DeviceBook, book: DeviceBook, event: DeviceWished) -> Tested:
    """What still counts after a decision, and who asks a relay from now on."""
    match event.wish:
        case ForgetDevice(ieee):
            known = without_device(known, ieee)
        case SetRelay(key, RelayMode.ON | RelayMode.OFF):
            known = asked(known, key, event.caller)
        case _:
            pass
    relays = frozenset(one.key for one in book.assigned if one.role is DeviceRole.RELAY)
    return still_true(known, _uses(before), _uses(book), relays)


def _uses(book: DeviceBook) -> dict[str, Use]:
    return {
        one.key: (one.role.value, one.invert)
        for one in book.assigned
        if one.role is not DeviceRole.RELAY
    }


def _decide(
    state: State, constants: Constants, event: DeviceWished
) -> tuple[tuple[Relay, ...], Decided]:
    wish: DeviceWish = event.wish
    if isinstance(wish, SetRelay):
        return set_mode(state.relays, state.devices, wish)
    return state.relays, _decide_book(state.devices, constants, wish, event)


def _decide_book(
    book: DeviceBook,
    constants: Constants,
    wish: AssignDevice | ReleaseDevice | RenameDevice | ForgetDevice | ExchangeMeter,
    event: DeviceWished,
) -> Decided:
    match wish:
        case AssignDevice():
            return assign(book, constants, wish, event.at_ms, event.caller)
        case ReleaseDevice():
            return release(book, wish)
        case RenameDevice():
            return rename(book, wish)
        case ForgetDevice():
            return forget(book, wish)
        case ExchangeMeter(role):
            return exchange_wired(book, constants, DeviceRole(role))
