"""The household's relays inside the core: their modes, and the rules of one relay driven by time.

The rules (agent.devices.relay) decide about one relay at a time; here they get the home's surplus
and the relay's own answers. Every command and question has a number of its relay, and an answer
to an older number than the last is nobody's: it can neither confirm nor deny what came after it.
"""

import msgspec

from agent.api.wishes import RelayMode, SetRelay
from agent.core.constants import Constants
from agent.core.devices import Decided, DeviceBook, assignment_of, name_of, relays
from agent.core.effects import AskRelay, Effect, SwitchRelay
from agent.core.events import RelaySeen
from agent.devices import relay as rules
from agent.devices.device import RelayPosition
from agent.metering.surplus import Colour


class Relay(msgspec.Struct, frozen=True):
    """One relay with a role."""

    key: str
    mode: RelayMode | None = None
    """None: nobody has said anything; it is left alone."""
    number: int = 0
    """Of the last command or question, ever."""
    known: rules.RelayState = rules.RelayState()
    alarm_at_ms: int = 0
    """When it began not to obey, UTC; 0: it obeys."""


Driven = tuple[tuple[Relay, ...], tuple[Effect, ...]]


def restarted(known: tuple[Relay, ...]) -> tuple[Relay, ...]:
    """After a start nothing is known of any relay: the steady clock began anew, so it is asked."""
    return tuple(
        msgspec.structs.replace(
            relay, known=rules.RelayState(decision=relay.known.decision), alarm_at_ms=0
        )
        for relay in known
    )


def follow_roles(known: tuple[Relay, ...], book: DeviceBook) -> tuple[Relay, ...]:
    """Begin with relays that have the role now, forget those that have it no more."""
    by_key = {relay.key: relay for relay in known}
    return tuple(by_key.get(one.key, Relay(one.key)) for one in relays(book))


def set_mode(
    known: tuple[Relay, ...], book: DeviceBook, wish: SetRelay
) -> tuple[tuple[Relay, ...], Decided]:
    """Take a person's choice over; the relay follows as its shortest times allow."""
    name = name_of(book, wish.key)
    if assignment_of(book, wish.key, relay=True) is None or all(
        one.key != wish.key for one in known
    ):
        return known, Decided(book, False, f"{name} is no relay of this home.")
    after = tuple(
        msgspec.structs.replace(one, mode=wish.mode) if one.key == wish.key else one
        for one in known
    )
    if wish.mode is RelayMode.SURPLUS:
        return after, Decided(book, True, f"{name} follows the surplus now.")
    return after, Decided(
        book, True, f"{name} is to be {wish.mode.value}; it is told once its shortest time is over."
    )


def drive(
    known: tuple[Relay, ...],
    constants: Constants,
    surplus: bool | None,
    at_ms: int,
    mono_ms: int,
    *,
    safe: bool = False,
) -> Driven:
    """Return the relays after what is known now, and what they are told or asked.

    `safe`: whatever their modes, they go to the installer's safe position.
    """
    effects: list[Effect] = []
    after = []
    for relay in known:
        moved, effect = _one(relay, constants, surplus, at_ms, mono_ms, None, safe=safe)
        after.append(moved)
        effects += effect
    return tuple(after), tuple(effects)


def answered(
    known: tuple[Relay, ...],
    constants: Constants,
    surplus: bool | None,
    seen: RelaySeen,
    *,
    safe: bool = False,
) -> Driven:
    """Take in what a relay said to its last number; any other answer changes nothing."""
    effects: tuple[Effect, ...] = ()
    after = []
    for relay in known:
        moved = relay
        if awaits(relay, seen):
            moved, effects = _one(
                relay, constants, surplus, seen.at_ms, seen.mono_ms, seen.position, safe=safe
            )
        after.append(moved)
    return tuple(after), effects


def awaits(relay: Relay, seen: RelaySeen) -> bool:
    """Tell whether this is what the relay was last told or asked, and not yet answered."""
    same = (relay.key, relay.number) == (seen.key, seen.number)
    return same and relay.known.waiting_since_ms is not None


def _one(
    relay: Relay,
    constants: Constants,
    surplus: bool | None,
    at_ms: int,
    mono_ms: int,
    answer: RelayPosition | None,
    *,
    safe: bool,
) -> tuple[Relay, tuple[Effect, ...]]:
    mode = relay.mode
    if mode is None:
        return relay, ()
    if safe and constants.relay_safe != "leave":
        mode = RelayMode(constants.relay_safe)
    facts = rules.RelayFacts(rules.RelayMode(mode.value), surplus, answer)
    given = rules.RelayRules(
        constants.relay_min_on_s, constants.relay_min_off_s, constants.relay_lease_s
    )
    state, action = rules.relay_step(relay.known, mono_ms, facts, given)
    alarm_at_ms = (relay.alarm_at_ms or at_ms) if state.alarm else 0
    moved = msgspec.structs.replace(relay, known=state, alarm_at_ms=alarm_at_ms)
    if action is None:
        return moved, ()
    moved = msgspec.structs.replace(moved, number=relay.number + 1)
    match action:
        case rules.Switch(on, lease_s):
            return moved, (SwitchRelay(moved.key, moved.number, on, lease_s),)
        case _:
            return moved, (AskRelay(moved.key, moved.number),)


def surplus_of(colour: Colour, chain_stage: str) -> bool | None:
    """Return whether the home has a surplus; None: nobody knows, or the market is in doubt.

    A chain that contradicts itself makes everything that follows the market stand still. One
    that is merely away does not: the sun shines on the roof without the internet.
    """
    if chain_stage == "halted" or colour is Colour.UNKNOWN:
        return None
    return colour is Colour.GREEN
