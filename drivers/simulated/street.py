"""Which home of the simulated street has what: panels, price range, preferred distance, duty.

Everything follows from the seed by SHA-256, never from `random`: the same seed gives the same
street on every machine and every Python version.
"""

import hashlib
from collections.abc import Mapping, Sequence

import msgspec

from drivers.simulated.profiles import pv_days, read_load_vertices

MIN_HOMES = 4
"""The price of the double auction is set by the *next* seller and the *next* buyer (thesis,
Algorithm 2 and Scenario 13): with one home on either side no cycle could ever trade."""

PV_SHARE_PERCENT = 45
PV_W_PEAK = range(2_000, 5_001, 100)
LOW_MICRO_PER_KWH = range(120_000, 210_001, 500)
HIGH_MICRO_PER_KWH = range(180_000, 290_001, 500)
NARROWEST_MICRO_PER_KWH = 10_000
DISTANCE_M = range(60, 301, 10)
"""Two homes of the feeder are 8 m to 318 m apart, half of the pairs within 144 m."""


class HomePlan(msgspec.Struct, frozen=True):
    """One home of the street. Amounts are integers with their unit in the name."""

    number: int
    """1 to the number of homes, along the feeder."""
    vertex: int
    load: int
    """Number of the load whose one-minute profile is this home's usage, 1 to 55."""
    pv_w_peak: int
    """Panels in watts peak, in steps of 100; 0 without panels."""
    low_micro_per_kwh: int
    """The least it sells for (a seller's reserve)."""
    high_micro_per_kwh: int
    """The most it pays (a buyer's reserve)."""
    distance_m: int
    """Partners within this distance along the network are preferred."""
    endorser: bool
    day: str
    """The day whose sun shines, `YYYY-MM-DD`."""
    label: str = ""
    """Another name than the number's: a home that stands alone."""

    @property
    def name(self) -> str:
        """`home-07`: the name of its folder, its logs and the stem of its meters' names."""
        return self.label or f"home-{self.number:02d}"


def plan_street(
    seed: int,
    homes: int = 55,
    day: str = "2026-06-21",
    *,
    vertices: Mapping[int, int] | None = None,
) -> tuple[HomePlan, ...]:
    """Return the homes of the street, in ascending order of their number.

    `vertices` is load -> vertex (default: the feeder's own file). Fewer homes than loads are
    spread evenly along the feeder. What a load's home has depends on seed and load alone, save
    for who has panels and who endorses: those are shares of the street (45 % and 7 of 55; at
    least two homes with panels, at least four endorsers from twelve homes on).

    ValueError lists everything wrong with `homes` and `day` at once.
    """
    at = read_load_vertices() if vertices is None else vertices
    problems = []
    if not MIN_HOMES <= homes <= len(at):
        problems.append(
            f"homes was {homes}, allowed: {MIN_HOMES} to {len(at)} "
            "(two sellers and two buyers are the fewest that can set a price)"
        )
    if day not in pv_days():
        problems.append(f"day was {day!r}, allowed: {', '.join(pv_days())}")
    if problems:
        raise ValueError("; ".join(problems))
    loads = _spread(sorted(at), homes)
    sunny = _chosen(seed, "panels", loads, _with_panels(homes))
    endorsing = _chosen(seed, "endorser", loads, _endorsers(homes))
    return tuple(
        msgspec.structs.replace(
            _home(seed, load, day, sunny=load in sunny),
            number=number,
            vertex=at[load],
            endorser=load in endorsing,
        )
        for number, load in enumerate(loads, start=1)
    )


def _home(seed: int, load: int, day: str, *, sunny: bool) -> HomePlan:
    """Return what follows from seed and load alone; its place in the street is still open."""
    low = _draw(seed, "low", load, LOW_MICRO_PER_KWH)
    high = _draw(seed, "high", load, HIGH_MICRO_PER_KWH)
    return HomePlan(
        number=0,
        vertex=0,
        load=load,
        pv_w_peak=_draw(seed, "peak", load, PV_W_PEAK) if sunny else 0,
        low_micro_per_kwh=low,
        high_micro_per_kwh=max(high, low + NARROWEST_MICRO_PER_KWH),
        distance_m=_draw(seed, "distance", load, DISTANCE_M),
        endorser=False,
        day=day,
    )


def _with_panels(homes: int) -> int:
    return max(2, (homes * PV_SHARE_PERCENT + 50) // 100)


def _endorsers(homes: int) -> int:
    if homes < 12:
        return max(1, homes // 3)
    return max(4, (homes * 7 + 27) // 55)


def _spread(loads: Sequence[int], homes: int) -> tuple[int, ...]:
    return tuple(loads[(2 * i + 1) * len(loads) // (2 * homes)] for i in range(homes))


def _chosen(seed: int, label: str, loads: Sequence[int], count: int) -> frozenset[int]:
    return frozenset(sorted(loads, key=lambda load: (_hash(seed, label, load), load))[:count])


def _draw(seed: int, label: str, load: int, values: range) -> int:
    return values[_hash(seed, label, load) % len(values)]


def _hash(seed: int, label: str, load: int) -> int:
    # The leading name is a version: change it and every street changes with it.
    text = f"gridhearth street 1|{seed}|{label}|{load}"
    return int.from_bytes(hashlib.sha256(text.encode()).digest(), "big")
