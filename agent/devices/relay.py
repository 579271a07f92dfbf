"""When a relay is switched, asked, or left alone: pure rules for one relay.

The wanted position comes from a mode: on, off, or following the home's surplus (on while green,
off while red or unknown). Never twice for one decision: a command is sent once, and what the
relay then says counts. Not answered means unknown, and nothing is switched before the relay has
been asked. The shortest times on and off hold against every mode, counted from the latest
moment at which the position can have changed. With a lease the relay goes off by itself when
nobody renews it; it is renewed at half of it, from a confirmed ON only, and also while the
shortest time on still holds it.
"""

from enum import StrEnum

import msgspec

from agent.devices.device import RelayPosition

FRESH_MS = 10_000
"""Before a command the relay's own word must be this young."""
ASK_AGAIN_MS = 5_000
"""Pause between questions to a relay that does not answer; doubled up to a minute."""
LONGEST_ASK_MS = 60_000
ANSWER_MS = 60_000
"""An answer that has not come by then never will: the runner died with it."""
LOOK_MS = 60_000
"""A relay at rest is asked this often: people press its button."""
ALARM_MS = 8_000
"""A relay that does not obey for so long is an alarm; shown within ten seconds."""
RETRY_MS = 30_000
"""A new decision for a relay that did not obey; doubled up to a quarter of an hour."""
LONGEST_RETRY_MS = 900_000


class RelayMode(StrEnum):
    """What a person decided about a relay; SURPLUS: on while the home has one."""

    ON = "on"
    OFF = "off"
    SURPLUS = "surplus"


class RelayRules(msgspec.Struct, frozen=True):
    """What holds for one relay."""

    min_on_s: int
    min_off_s: int
    lease_s: int | None = None
    """None: the relay cannot fall back by itself."""


class RelayFacts(msgspec.Struct, frozen=True):
    """What is known now."""

    mode: RelayMode
    surplus: bool | None
    """Green True, red False, unknown None."""
    answer: RelayPosition | None = None
    """What the last command or question brought, once; None: nothing has come since."""


class Switch(msgspec.Struct, frozen=True):
    """Send this command once. Its answer is the position the relay then says."""

    on: bool
    lease_s: int | None
    decision: int
    """Its number; a renewal has that of the decision it renews."""
    renewal: bool = False


class Ask(msgspec.Struct, frozen=True):
    """Ask the relay for its position; it may be repeated, it moves nothing."""


class RelayState(msgspec.Struct, frozen=True):
    """Everything remembered of a relay; of a steady clock, so it ends with the boot."""

    position: RelayPosition = RelayPosition.UNKNOWN
    """As it last said itself; unknown after an answer that did not come."""
    last_known: RelayPosition = RelayPosition.UNKNOWN
    said_ms: int | None = None
    """When it was asked for what it last said: an answer on its way ages."""
    changed_ms: int | None = None
    """The latest moment at which it can have changed to it."""
    waiting_since_ms: int | None = None
    """A command or question is under way."""
    waiting_for_command: bool = False
    asked_ms: int | None = None
    sent: Switch | None = None
    """The command under way, or the last one."""
    sent_ms: int | None = None
    asks: int = 0
    """Questions not answered, one after the other."""
    decision: int = 0
    refusals: int = 0
    """Decisions for one position that the relay did not follow, one after the other."""
    lease_ends: tuple[int, ...] = ()
    """When its lease may end: of each command that it may have got. Sorted."""
    wrong_since_ms: int | None = None
    """Not in the commanded position, or not answering, since."""
    alarm: str = ""
    """A sentence while the relay does not obey; empty: all is well."""


Action = Switch | Ask | None


def wanted(facts: RelayFacts) -> RelayPosition:
    """Return the position the mode asks for; an unknown home gets nothing switched on."""
    on = facts.mode is RelayMode.ON or (facts.mode is RelayMode.SURPLUS and facts.surplus is True)
    return RelayPosition.ON if on else RelayPosition.OFF


def relay_step(
    state: RelayState, now_ms: int, facts: RelayFacts, rules: RelayRules
) -> tuple[RelayState, Action]:
    """Return the state after what is known now, and the one thing to do, if any."""
    if facts.answer is not None:
        state = _answered(state, now_ms, facts.answer)
    elif state.waiting_since_ms is not None and now_ms - state.waiting_since_ms > ANSWER_MS:
        state = _answered(state, now_ms, RelayPosition.UNKNOWN)
    state = _lease_ended(state, now_ms)
    target = wanted(facts)
    state = _watched(state, now_ms, target)
    if state.waiting_since_ms is not None:
        return state, None
    if state.position is RelayPosition.UNKNOWN:
        return _asked(state, now_ms) if _may_ask(state, now_ms) else (state, None)
    if target is not state.position and _may_change(state, now_ms, rules):
        return _fresh(state, now_ms) or _decided(state, now_ms, target, rules)
    if _lease_due(state, now_ms, rules):
        return _fresh(state, now_ms) or _renewed(state, now_ms, rules)
    if state.said_ms is None or now_ms - state.said_ms >= LOOK_MS:
        return _asked(state, now_ms)
    return state, None


def _answered(state: RelayState, now_ms: int, answer: RelayPosition) -> RelayState:
    command = state.sent if state.waiting_for_command else None
    asks = state.asks + (command is None)
    said_ms = now_ms if state.waiting_since_ms is None else state.waiting_since_ms
    state = msgspec.structs.replace(state, waiting_since_ms=None, waiting_for_command=False)
    if answer is RelayPosition.UNKNOWN:
        # it may have gone on, and off again at the end of its lease, without our knowing
        moved = command is not None and command.on and not command.renewal
        known = answer if moved else state.last_known
        return msgspec.structs.replace(state, position=answer, last_known=known, asks=asks)
    if answer is not state.last_known or state.changed_ms is None:
        state = msgspec.structs.replace(state, changed_ms=now_ms)
    ends = tuple(end for end in state.lease_ends if end > said_ms)  # the others did not come
    if answer is RelayPosition.OFF:
        ends = ()
    elif command is not None and command.lease_s is not None:
        ends = (said_ms + 1_000 * command.lease_s,)
    state = msgspec.structs.replace(state, lease_ends=ends)
    if state.sent is not None and answer is _position(state.sent):
        state = msgspec.structs.replace(state, refusals=0)
    return msgspec.structs.replace(
        state, position=answer, last_known=answer, said_ms=said_ms, asks=0
    )


def _lease_ended(state: RelayState, now_ms: int) -> RelayState:
    """A relay whose lease may have run out has to say where it is."""
    if not state.lease_ends or now_ms < state.lease_ends[0]:
        return state
    return msgspec.structs.replace(state, position=RelayPosition.UNKNOWN)


def _watched(state: RelayState, now_ms: int, target: RelayPosition) -> RelayState:
    """Raise or take back the alarm."""
    obeyed = state.position is not RelayPosition.UNKNOWN and (
        state.sent is None or state.position in {target, _position(state.sent)}
    )
    if obeyed:
        return msgspec.structs.replace(state, wrong_since_ms=None, alarm="")
    if state.wrong_since_ms is None:
        since_ms = now_ms
        if state.waiting_since_ms is not None:
            since_ms = state.waiting_since_ms
        return msgspec.structs.replace(state, wrong_since_ms=since_ms)
    if now_ms - state.wrong_since_ms < ALARM_MS:
        return state
    if state.position is RelayPosition.UNKNOWN:
        sentence = "The relay does not answer; it may be on or off."
    else:
        sentence = f"The relay is {state.position} although it was told otherwise."
    return msgspec.structs.replace(state, alarm=sentence)


def _may_ask(state: RelayState, now_ms: int) -> bool:
    if state.asks == 0 or state.asked_ms is None:
        return True
    return now_ms - state.asked_ms >= min(ASK_AGAIN_MS << min(state.asks - 1, 8), LONGEST_ASK_MS)


def _may_change(state: RelayState, now_ms: int, rules: RelayRules) -> bool:
    """Whether the shortest time is over, and the pause after a decision that was not followed."""
    if state.changed_ms is None:
        return False
    least_s = rules.min_on_s if state.position is RelayPosition.ON else rules.min_off_s
    if now_ms - state.changed_ms < 1_000 * least_s:
        return False
    if state.refusals == 0 or state.sent_ms is None:
        return True
    pause_ms = min(RETRY_MS << min(state.refusals - 1, 8), LONGEST_RETRY_MS)
    return now_ms - state.sent_ms >= pause_ms


def _lease_due(state: RelayState, now_ms: int, rules: RelayRules) -> bool:
    """Whether a relay that is on needs its lease renewed, and it cannot end in that moment.

    A renewal that came just after the end would switch the relay on again.
    """
    if rules.lease_s is None or state.position is not RelayPosition.ON:
        return False
    if state.sent_ms is not None and now_ms - state.sent_ms < FRESH_MS:
        return False
    if not state.lease_ends:
        return True  # on, but not by a lease that we know of
    return FRESH_MS < state.lease_ends[0] - now_ms <= 500 * rules.lease_s


def _fresh(state: RelayState, now_ms: int) -> tuple[RelayState, Action] | None:
    """Return the question that has to come first, or None if the relay has just spoken."""
    if state.said_ms is not None and now_ms - state.said_ms <= FRESH_MS:
        return None
    return _asked(state, now_ms)


def _asked(state: RelayState, now_ms: int) -> tuple[RelayState, Action]:
    return msgspec.structs.replace(state, waiting_since_ms=now_ms, asked_ms=now_ms), Ask()


def _decided(
    state: RelayState, now_ms: int, target: RelayPosition, rules: RelayRules
) -> tuple[RelayState, Action]:
    again = state.sent is not None and not state.sent.renewal and _position(state.sent) is target
    on = target is RelayPosition.ON
    command = Switch(on, rules.lease_s if on else None, state.decision + 1)
    state = msgspec.structs.replace(
        state,
        decision=command.decision,
        refusals=state.refusals + 1 if again else 1,
    )
    return _sent(state, now_ms, command)


def _renewed(state: RelayState, now_ms: int, rules: RelayRules) -> tuple[RelayState, Action]:
    return _sent(state, now_ms, Switch(True, rules.lease_s, state.decision, renewal=True))


def _sent(state: RelayState, now_ms: int, command: Switch) -> tuple[RelayState, Action]:
    sent = msgspec.structs.replace(
        state,
        sent=command,
        sent_ms=now_ms,
        waiting_since_ms=now_ms,
        waiting_for_command=True,
        position=RelayPosition.UNKNOWN,
        lease_ends=state.lease_ends + _end(now_ms, command),
    )
    return sent, command


def _end(now_ms: int, command: Switch) -> tuple[int, ...]:
    return () if command.lease_s is None else (now_ms + 1_000 * command.lease_s,)


def _position(command: Switch) -> RelayPosition:
    return RelayPosition.ON if command.on else RelayPosition.OFF
