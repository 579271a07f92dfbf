"""The ladder TRADE, REPORT_ONLY, LOCAL_ONLY, SAFE: how much the agent does, and why not more.

Each guard names the rung it forces; the lowest holds. Nothing is remembered here: the same state
gives the same rung, so a guard that is gone lets the agent climb again by itself, except where a
person has to acknowledge it.
"""

from collections.abc import Iterator, Sequence

import msgspec

from agent.api.wishes import Activity
from agent.core.clock import FAR_MS, Quality
from agent.core.effects import (
    Broadcast,
    Discharge,
    Effect,
    Publish,
    Sign,
)
from agent.core.restoring import sentence
from agent.core.rungs import Guard, Rung
from agent.core.state import State
from agent.metering.surplus import Colour

METER = "meter"
OUTWARD = (Sign, Broadcast, Publish)
"""What leaves the house, or could."""


class Standing(msgspec.Struct, frozen=True):
    """Where the agent stands."""

    rung: Rung
    guards: tuple[Guard, ...]
    """Every one that forces a rung, or wants to be seen; the lowest rung first."""


def standing(state: State) -> Standing:
    """Return the rung and every guard."""
    guards = tuple(sorted(_guards(state), key=lambda guard: guard.rung))
    return Standing(min((guard.rung for guard in guards), default=Rung.TRADE), guards)


def rung_of(state: State) -> Rung:
    """Return the rung alone."""
    return min((guard.rung for guard in _guards(state)), default=Rung.TRADE)


def hindrance(state: State) -> str | None:
    """Return why no order may be sent, in one sentence; None: nothing hinders.

    A sale without a meter is not hindered here: the flow judges its status itself (R10, R13).
    """
    own = "" if state.flow.activity is Activity.BUY else METER
    found = (guard for guard in _guards(state) if guard.rung < Rung.TRADE and guard.name != own)
    return next((guard.sentence for guard in found), None)


def permitted(rung: Rung, effects: Sequence[Effect]) -> tuple[Effect, ...]:
    """Return the effects that this rung allows: below REPORT_ONLY nothing leaves the house."""
    if rung >= Rung.REPORT_ONLY:
        return tuple(effects)
    refused: tuple[type, ...] = OUTWARD
    if rung is Rung.SAFE:
        refused = (*OUTWARD, Discharge)
    return tuple(effect for effect in effects if not isinstance(effect, refused))


def _guards(state: State) -> Iterator[Guard]:
    """The gravest first; of the same rung, what a person should hear first."""
    yield from state.guards
    if state.disk is not None:
        yield state.disk
    yield from _clock(state)
    if state.nonces.foreign:
        yield _report_only(
            "key",
            "This home's key was used elsewhere; trading has stopped.",
            "Call your installer.",
        )
    yield from _restoring(state)
    yield from _chain(state)
    if state.status.colour is Colour.UNKNOWN:
        yield _report_only(METER, state.status.reason, since_ms=state.status.at_ms or 0)


def _clock(state: State) -> Iterator[Guard]:
    clock = state.clock
    if not state.clock_trusted:
        said = "The clock is not trusted yet."
        if clock.quality is Quality.UNKNOWN and clock.apart_s:
            said = clock.sentence
        yield _report_only("clock", said, since_ms=clock.since_ms)
    elif abs(clock.apart_s) * 1_000 > FAR_MS:
        yield _report_only("clock", clock.sentence, since_ms=clock.since_ms)


def _restoring(state: State) -> Iterator[Guard]:
    if state.restoring is not None and state.constants is not None:
        said = sentence(state, state.constants, 0)
        yield _report_only("restored", said, since_ms=state.restoring.at_ms)


def _chain(state: State) -> Iterator[Guard]:
    chain = state.chain
    if chain.stage != "live":
        said = f"The market's chain cannot be followed ({chain.sentence})."
        yield _report_only("chain", said, since_ms=chain.since_ms)
    elif state.account is None or state.nonces.verified is None:
        yield _report_only("account", "Your account has not been proven yet.")
    elif not state.account.enrolled:
        yield _report_only(
            "enrolment", "This home is not enrolled in the market.", "Ask the market's operator."
        )


def _report_only(name: str, sentence: str, do: str = "", since_ms: int = 0) -> Guard:
    return Guard(name, Rung.REPORT_ONLY, sentence, do, since_ms)
