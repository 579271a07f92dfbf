"""The signs the terminal view draws with, in UTF-8 and in plain ASCII.

A colour never stands alone: each meaning has its own shape and, where it matters, its word.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Signs:
    """One character per meaning; `bars` from empty to full, `joint` between facts."""

    sells: str
    buys: str
    quiet: str
    mine: str
    transformer: str
    unknown: str
    full: str
    empty: str
    bars: str
    joint: str
    arrow: str
    well: str
    trouble: str
    cut: str


UTF8 = Signs("▲", "▼", "•", "◆", "■", "?", "━", "─", "▁▂▃▄▅▆▇█", "·", "→", "✓", "!", "…")
ASCII = Signs("^", "v", "o", "@", "#", "?", "=", "-", "_.-=+*%#", "|", ">", "ok", "!", "~")


def signs_for(*, ascii_only: bool) -> Signs:
    """Return the signs a terminal of that kind can show."""
    return ASCII if ascii_only else UTF8


def sparkline(values: list[int | None], signs: Signs) -> str:
    """Return one bar per value between the smallest and the largest; a gap for None."""
    known = [value for value in values if value is not None]
    if not known:
        return ""
    low, spread = min(known), max(known) - min(known)
    top = len(signs.bars) - 1
    return "".join(
        " " if value is None else signs.bars[(value - low) * top // spread if spread else top // 2]
        for value in values
    )
