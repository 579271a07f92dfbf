"""What is wrong, and what to do about it, in words. Derived from the state, never stored."""

from agent.api.sections import Alert
from agent.core.backup_alerts import backup_alerts
from agent.core.clock import FAR_MS
from agent.core.overlay import Overlay
from agent.core.radio_alerts import radio_alerts
from agent.core.restoring import sentence
from agent.core.state import State
from agent.core.storage_lines import storage_alerts
from agent.metering.surplus import Colour
from agent.roles.words import format_money

NOTHING = Overlay()
GRACE_MS = 10_000
"""A line that comes back within this was never worth a person's attention."""


def alerts(state: State, now_ms: int, overlay: Overlay = NOTHING) -> tuple[Alert, ...]:
    """Return every alert that holds now, the gravest first."""
    found = [
        *_start(state),
        *_key(state, now_ms),
        *_restoring(state, now_ms),
        *_chain(state),
        *_disagreements(state),
        *_account(state, now_ms),
    ]
    found += [
        *_book(state, now_ms),
        *_meters(state, now_ms),
        *radio_alerts(state, now_ms, overlay),
        *storage_alerts(state, now_ms),
        *_broker(state, now_ms),
        *_clock(state, now_ms),
        *backup_alerts(overlay.backup, now_ms),
    ]
    return tuple(found)


def _start(state: State) -> list[Alert]:
    guards = state.guards if state.disk is None else (*state.guards, state.disk)
    return [Alert(one.name, one.since_ms, one.sentence, one.do) for one in guards]


def _key(state: State, now_ms: int) -> list[Alert]:
    if not state.nonces.foreign:
        return []
    return [
        Alert(
            "key-used-elsewhere",
            now_ms,
            "Somebody else has sent a transaction with this home's key. Trading has stopped.",
            "Call your installer: the key must be replaced.",
        )
    ]


def _restoring(state: State, now_ms: int) -> list[Alert]:
    if state.restoring is None or state.constants is None:
        return []
    what = sentence(state, state.constants, now_ms)
    do = "Nothing: it begins by itself. The lost box must not run again."
    return [Alert("restored", state.restoring.at_ms, what, do)]


def _chain(state: State) -> list[Alert]:
    match state.chain.stage:
        case "halted":
            what = f"The chain contradicts itself: {state.chain.sentence}. Trading has stopped."
            return [
                Alert("chain-halted", state.chain.since_ms, what, "Call the market's operator.")
            ]
        case "stale":
            what = f"The market's chain cannot be followed: {state.chain.sentence}."
            do = "Nothing, if it passes within minutes; else check the internet connection."
            return [Alert("chain-away", state.chain.since_ms, what, do)]
        case "unsynced" | "syncing" | "live":
            return []


def _disagreements(state: State) -> list[Alert]:
    return [
        Alert(
            f"statement-{found.cycle}",
            found.at_ms,
            f"The operator's statement for cycle {found.cycle} says"
            f" {format_money(found.stated_micro)}, the chain proves"
            f" {format_money(found.proven_micro)}.",
            "What the chain proves holds. Ask the operator about it.",
        )
        for found in state.disagreements
    ]


def _account(state: State, now_ms: int) -> list[Alert]:
    account = state.account
    if account is None:
        return []
    if not account.enrolled:
        return [
            Alert(
                "not-enrolled",
                account.at_ms,
                "This home is not enrolled in the market.",
                "Ask the market's operator to enrol it.",
            )
        ]
    if account.wei == 0:
        return [
            Alert(
                "no-fees",
                account.at_ms,
                "The home's chain account cannot pay for transactions.",
                "Ask the market's operator to fund it.",
            )
        ]
    return []


def _book(state: State, now_ms: int) -> list[Alert]:
    last = state.endorsements[-1] if state.endorsements else None
    if last is None or not last.problem:
        return []
    what = f"The orders of cycle {last.cycle} could not be cleared: {last.problem}."
    return [Alert("book", now_ms, what, "Tell the market's operator.")]


def _meters(state: State, now_ms: int) -> list[Alert]:
    if state.status.colour is not Colour.UNKNOWN or state.status.at_ms is None:
        return []
    do = "Check the meter and the radio link. Nothing is sold until it reports again."
    return [Alert("meter", state.status.at_ms, state.status.reason, do)]


def _broker(state: State, now_ms: int) -> list[Alert]:
    if state.broker.up or state.broker.since_ms == 0:
        return []
    if now_ms - state.broker.since_ms < GRACE_MS:
        return []
    return [
        Alert(
            "broker-away",
            state.broker.since_ms,
            f"Delivery reports cannot be sent: {state.broker.sentence}.",
            "Nothing: they are kept and sent when the line is back.",
        )
    ]


def _clock(state: State, now_ms: int) -> list[Alert]:
    clock = state.clock
    far = abs(clock.apart_s) * 1_000 > FAR_MS
    if state.constants is None or (state.clock_trusted and not far):
        return []
    what = "The clock is not set yet, so nothing is traded."
    if clock.apart_s:
        what = f"{clock.sentence} Nothing is traded until they agree."
    return [
        Alert(
            "clock",
            now_ms,
            what,
            "Check the internet connection; the time comes from there.",
        )
    ]
