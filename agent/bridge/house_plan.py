"""When what is published: changes only, at most one a second per value, everything now and then."""

from collections.abc import Iterable, Mapping

import msgspec

from agent.units import MonoMs

REFRESH_MS = 300_000
"""The full set: a broker that forgot it, or a subscriber that came late, has it again by then."""
LIVE_REFRESH_MS = 10_000
"""What is not retained: nobody who comes waits longer."""
EXPIRE_AFTER_S = 60
"""A live value nobody repeated is no value: six times the time between two."""


class Offer(msgspec.Struct, frozen=True):
    """What a topic should say now."""

    topic: str
    payload: bytes
    retain: bool = True
    pause_ms: int = 1_000
    """At least so long after the last different payload."""
    refresh_ms: int | None = REFRESH_MS
    """The same payload again after this; None: never."""


class Told(msgspec.Struct, frozen=True):
    """What a topic was last told, and when."""

    payload: bytes
    at_ms: MonoMs


def due(offers: Iterable[Offer], told: Mapping[str, Told], now_ms: MonoMs) -> tuple[Offer, ...]:
    """Return what is to be published now, in the order given."""
    return tuple(offer for offer in offers if _is_due(offer, told.get(offer.topic), now_ms))


def _is_due(offer: Offer, last: Told | None, now_ms: MonoMs) -> bool:
    if last is None:
        return True
    if last.payload != offer.payload:
        return now_ms - last.at_ms >= offer.pause_ms
    return offer.refresh_ms is not None and now_ms - last.at_ms >= offer.refresh_ms
