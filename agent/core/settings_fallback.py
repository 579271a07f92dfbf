"""May the agent start with the settings that worked last, when today's are refused?

Metering must not end with a slip of the pen. But settings that worked are not what somebody has
just decided: whoever moves the home to another market, key or meter must not find it trading on
the old one, and whoever lowers a limit must not be traded past it.
"""

from collections.abc import Mapping
from typing import Any

import msgspec

from agent.core.rungs import Guard, Rung

NAME = "settings-refused"
WHOSE = ("chain", "operator")
"""Tables that say whose market, money and keys these are."""
WHOSE_KEYS = (("home", "meter"), ("home", "name"))
HOW_MUCH = ("limits",)
"""Tables that say how much may be traded."""
DO = "Run: gridhearth config check. Correct what it names, then restart the service."


class Fallback(msgspec.Struct, frozen=True):
    """The verdict. Without a guard the agent does not start."""

    sentence: str
    guard: Guard | None = None


def judge(given: Mapping[str, Any] | None, known: Mapping[str, Any], at_ms: int) -> Fallback:
    """Compare refused settings with the last that worked.

    `given` is what the refused files say (None: they could not be read), `known` what worked.
    Another market, key or meter: no start. Other limits, or nobody can tell: everything but
    trading. Anything else: as before, with an alert.
    """
    if given is not None:
        moved = [name for name in WHOSE if given.get(name) != known.get(name)]
        moved += [
            f"{table}.{key}"
            for table, key in WHOSE_KEYS
            if _key(given, table, key) != _key(known, table, key)
        ]
        if moved:
            return Fallback(
                f"The settings that worked last have another {', '.join(moved)}: they are not used."
            )
    what = "The settings are refused; the agent runs with the ones that worked last"
    if given is None:
        rung, why = Rung.REPORT_ONLY, "and does not trade: nobody can tell what was changed"
    elif any(given.get(name) != known.get(name) for name in HOW_MUCH):
        rung, why = Rung.REPORT_ONLY, "and does not trade: the limits were changed"
    else:
        rung, why = Rung.TRADE, "and goes on"
    sentence = f"{what}, {why}."
    return Fallback(sentence, Guard(NAME, rung, sentence, DO, at_ms))


def _key(tables: Mapping[str, Any], table: str, key: str) -> object:
    inner = tables.get(table)
    return inner.get(key) if isinstance(inner, dict) else inner
