"""How far the wall clock may be believed: unknown, holdover, synced. Pure; nobody's clock is read here.

Three witnesses: the time service (or nobody), what was already later than the clock now says
(the floor), and the chain. A block's time is the word of two thirds of the validators: a clock
behind it is wrong. A clock far ahead of it is wrong where the two have agreed before; where they
never have, the chain's news may be held back instead: then readings are still attributed, and
nothing is traded.
"""

from enum import StrEnum

import msgspec

FAR_MS = 30_000
"""Farther apart than this nothing is traded."""
NEAR_MS = 2_000
"""What delivery and rounding explain."""
EDGE_MS = FAR_MS
"""Apart, but not far: no order so near to a window's edge."""
FLOOR_STEP_MS = 600_000
"""The floor is raised in steps: each one is a line in the journal."""
DRIFT = 10_000
"""A steady clock may drift by a ten-thousandth; what is known of the chain's time ages by that."""


class Quality(StrEnum):
    """What the wall clock is worth."""

    UNKNOWN = "unknown"
    """Wrong, or never set."""
    HOLDOVER = "holdover"
    """Not before anything that is known, but nobody vouches for it."""
    SYNCED = "synced"


class ChainClock(msgspec.Struct, frozen=True):
    """The chain's time, carried on by the steady clock from the head that was delayed least."""

    offset_ms: int
    """To be added to the steady clock."""
    mono_ms: int
    """When it was last looked at."""
    agreed: bool = False
    """The wall clock and the chain have said the same since the boot."""


class ClockWord(msgspec.Struct, frozen=True):
    """The verdict at one moment."""

    quality: Quality
    apart_s: int = 0
    """Wall clock minus chain, where more than delivery explains, in steps of five seconds."""
    compared: bool = False
    """Whether the chain's time is known."""
    sentence: str = ""


class ClockView(msgspec.Struct, frozen=True):
    """What the state keeps of it."""

    quality: Quality = Quality.UNKNOWN
    apart_s: int = 0
    sentence: str = "The clock is not set yet."
    since_ms: int = 0
    floor_ms: int = 0
    """It was already later than this, by a clock that service and chain agreed on."""


def heard(chain: ChainClock | None, time_s: int, mono_ms: int) -> ChainClock:
    """Take in a head of a chain that is followed live: its time, the steady clock now."""
    offset_ms = time_s * 1_000 - mono_ms
    if chain is None:
        return ChainClock(offset_ms, mono_ms)
    aged_ms = chain.offset_ms - (mono_ms - chain.mono_ms + DRIFT - 1) // DRIFT
    return ChainClock(max(offset_ms, aged_ms), mono_ms, chain.agreed)


def judge(
    wall_ms: int,
    mono_ms: int,
    *,
    service: bool,
    floor_ms: int,
    chain: ChainClock | None,
    lag_ms: int,
) -> ClockWord:
    """Return what the wall clock is worth now.

    `lag_ms` is how late a head is heard of when all is well.
    """
    if wall_ms < floor_ms:
        return ClockWord(
            Quality.UNKNOWN, sentence="The clock says a time before what has already happened."
        )
    apart_ms = _apart_ms(wall_ms, mono_ms, chain, lag_ms)
    proven = apart_ms < 0 or (chain is not None and chain.agreed)
    if proven and abs(apart_ms) > FAR_MS:
        return ClockWord(Quality.UNKNOWN, _steps(apart_ms), True, _words(apart_ms))
    if not service:
        return ClockWord(
            Quality.HOLDOVER,
            _steps(apart_ms),
            chain is not None,
            "No time service has set the clock.",
        )
    return ClockWord(Quality.SYNCED, _steps(apart_ms), chain is not None, _words(apart_ms))


def word_of(trusted: bool) -> ClockWord:
    """Return the verdict of a clock of which only this is known."""
    if trusted:
        return ClockWord(Quality.SYNCED)
    return ClockWord(Quality.UNKNOWN, sentence="The clock is not set yet.")


def sound(word: ClockWord) -> bool:
    """Whether time service and chain say the same."""
    return word.quality is Quality.SYNCED and word.compared and word.apart_s == 0


def _apart_ms(wall_ms: int, mono_ms: int, chain: ChainClock | None, lag_ms: int) -> int:
    if chain is None:
        return 0
    chain_ms = chain.offset_ms + mono_ms
    if wall_ms < chain_ms:
        return wall_ms - chain_ms
    return max(0, wall_ms - chain_ms - lag_ms)


def _steps(apart_ms: int) -> int:
    if abs(apart_ms) <= NEAR_MS:
        return 0
    return 5 * round(apart_ms / 5_000) or (5 if apart_ms > 0 else -5)


def _words(apart_ms: int) -> str:
    if abs(apart_ms) <= NEAR_MS:
        return ""
    where = "ahead of" if apart_ms > 0 else "behind"
    return f"The clock is about {abs(_steps(apart_ms))} s {where} the market's chain."


def taken(view: ClockView, word: ClockWord, at_ms: int) -> ClockView:
    """Return what is kept after a verdict; the same value while nothing worth a line changed."""
    floor_ms = view.floor_ms
    if sound(word) and at_ms >= floor_ms + FLOOR_STEP_MS:
        floor_ms = at_ms
    if (word.quality, word.apart_s) == (view.quality, view.apart_s):
        return view if floor_ms == view.floor_ms else _with_floor(view, floor_ms)
    sentence = word.sentence or _words(word.apart_s * 1_000)
    return ClockView(word.quality, word.apart_s, sentence, at_ms, floor_ms)


def _with_floor(view: ClockView, floor_ms: int) -> ClockView:
    raised: ClockView = msgspec.structs.replace(view, floor_ms=floor_ms)
    return raised
