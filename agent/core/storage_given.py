"""What the battery was asked to deliver: it comes out at the grid meter and is no surplus.

Without this the home would take its own battery's delivery for sunshine, offer it once more in
the next interval, and the battery's share on top: a promise that doubles itself.
"""

from agent.core.constants import Constants
from agent.core.state import State
from agent.core.storage_state import Cover
from agent.metering.forecast import Forecast

INTERVALS_KEPT = 2


def remembered(known: tuple[Cover, ...], new: Cover, constants: Constants) -> tuple[Cover, ...]:
    """Return the covers of the last two intervals with a new one, oldest first."""
    since_ms = new.from_ms - INTERVALS_KEPT * constants.cycle_ms
    return (*(one for one in known if one.until_ms > since_ms), new)


def given_wh(covers: tuple[Cover, ...], constants: Constants, from_ms: int, to_ms: int) -> int:
    """Return what covers delivered in [from_ms, to_ms), rounded up to a watt-hour in all.

    In the time that intervals stand for. As if the battery had obeyed: where it did not, the home
    expects less of itself than it has, and offers less.
    """
    per_wh = 3_600_000 * constants.cycle_ms
    total = 0
    for place, one in enumerate(covers):
        ended = covers[place + 1].from_ms if place + 1 < len(covers) else one.until_ms
        until_ms = min(one.until_ms, max(ended, one.from_ms), to_ms)
        total += one.power_w * max(until_ms - max(one.from_ms, from_ms), 0) * constants.nominal_ms
    return -(-total // per_wh)


def of_its_own(expected: Forecast, state: State, constants: Constants, now_ms: int) -> Forecast:
    """Return a forecast that rests on the last interval, without what the battery gave in it."""
    covers = state.storage.covered
    given = given_wh(covers, constants, now_ms - constants.cycle_ms, now_ms) if covers else 0
    if given == 0:
        return expected
    out = expected.export_wh - given
    return Forecast(
        expected.import_wh + max(-out, 0), max(out, 0), expected.basis, expected.sentence
    )
