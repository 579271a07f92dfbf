"""`--since` and `--until`: a cycle's number, or a date (UTC) that begins one."""

import argparse
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from agent.dso.cycle_view import MarketTimes
    from agent.units import CycleNo


class Moment(msgspec.Struct, frozen=True):
    """A cycle, or the Unix second a date begins."""

    cycle: int | None
    time_s: int = 0

    def first_cycle(self, times: "MarketTimes") -> "CycleNo":
        """Return the cycle, or the first one that begins at or after the date; 0 or more."""
        from agent.units import CycleNo

        if self.cycle is not None:
            return CycleNo(self.cycle)
        since_s = self.time_s - times.cycles.genesis_s
        return CycleNo(max(0, -(-since_s // times.cycles.cycle_s)))


def moment(text: str) -> Moment:
    """Return what an option says: `96`, `2026-11-01`, `2026-11-01T06:00+01:00`; no zone: UTC."""
    if text.isascii() and text.isdigit() and int(text) < 2**32:
        return Moment(int(text))
    try:
        at = datetime.fromisoformat(text)
    except ValueError as wrong:
        raise argparse.ArgumentTypeError(
            f"{text!r} is neither a cycle's number nor a date like 2026-11-01 (UTC)"
        ) from wrong
    if at.tzinfo is None:
        at = at.replace(tzinfo=UTC)
    return Moment(None, -int(-at.timestamp() // 1))


def add_range(parser: argparse.ArgumentParser) -> None:
    """Add both options: cycles from `--since` on, those before `--until`."""
    parser.add_argument(
        "--since", type=moment, default=Moment(0), metavar="CYCLE|DATE", help="default: the first"
    )
    parser.add_argument(
        "--until",
        type=moment,
        metavar="CYCLE|DATE",
        help="the first that is left out (default: none)",
    )
