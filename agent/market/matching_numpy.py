"""The search for best partners in large markets: floats discard, integers decide.

Every score is computed once in double precision with a proven bound on its error. Whatever lies
further below the best than twice that bound cannot be the best; what remains, usually one
partner, is decided by the exact integer ranks. So the answers are those of the plain search on
every machine, however its floating point rounds.

The bound. Let u = 2^-53, P the greatest |price|, G = 6 max|W_B| + 6 max|W_S| + 8 U the greatest
sum of welfare and ratio terms (U: units of currency; a ratio is used only where it is below 1).
Conversions, products and quotients each err by a factor within 1 +- u, so a welfare term errs by
2.1 u of itself and a ratio term by 3.1 u; three additions add 3.3 u G; the price conversion and
the last product add 2 u P G. Together below 12 u P G = 1.5 * 2^-50 P G, and the difference of two
scores errs by twice that. `_MARGIN` is 2^-47: more than two and a half times as much, which
also covers the rounding of the threshold itself.
"""

from bisect import bisect_left
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from agent.market.feeder import CACHED_VERTICES, UM_PER_MM, Feeder
from agent.market.matching import PartyClass, PlainSearch, Search
from agent.market.scoring import Scale, rank

_MARGIN = 2.0**-47
_EXACT_BELOW = 2**62
"""Prices and distances up to this size are subtracted exactly in 64-bit integers."""
_BLOCK = 4
"""Buyers computed together: few enough that the intermediate rows stay in the cache."""
_FEW = 4
"""Up to this many candidates are ranked one by one."""

_Floats = npt.NDArray[np.float64]
_Ints = npt.NDArray[np.int64]


class _Side:
    """One side's classes as columns."""

    def __init__(self, classes: Sequence[PartyClass]) -> None:
        members = [one.member for one in classes]
        self.classes = classes
        self.vertices = sorted({member.vertex for member in members})
        place = {vertex: at for at, vertex in enumerate(self.vertices)}
        self.vertex: _Ints = np.array([place[member.vertex] for member in members], np.int64)
        self.reach: _Ints = np.array([member.reach_mm for member in members], np.int64)
        self.reserve: _Ints = np.array(
            [member.reserve_micro_per_kwh for member in members], np.int64
        )
        self.welfare: _Floats = np.array([float(member.welfare_units) for member in members])
        names: dict[int, int] = {}
        self.welfare_name: _Ints = np.array(
            [names.setdefault(member.welfare_units, len(names)) for member in members], np.int64
        )
        self.head: _Ints = np.array([member.order_id for member in members], np.int64)
        self.gone: _Floats = np.zeros(len(members))
        self.row: _Floats = np.empty(len(members))

    def used_up(self, at: int) -> None:
        if self.classes[at].empty:
            self.gone[at] = -np.inf
        else:
            self.head[at] = self.classes[at].member.order_id


def filtered_search(
    buyers: Sequence[PartyClass],
    sellers: Sequence[PartyClass],
    feeder: Feeder,
    scale: Scale,
) -> Search:
    """Return a search for classes of which every buyer pays what every seller asks.

    Amounts too large for exact 64-bit prices get the plain search.
    """
    dearest = max(one.member.reserve_micro_per_kwh for one in buyers)
    if max(1000 * dearest, feeder.longest_mm * scale.charge_micro_per_m) >= _EXACT_BELOW:
        return PlainSearch(buyers, sellers, feeder, scale)
    return FilteredSearch(buyers, sellers, feeder, scale)


class FilteredSearch:
    """Scores of all pairs of classes as floats, 8 bytes each; see the module's proof."""

    def __init__(
        self,
        buyers: Sequence[PartyClass],
        sellers: Sequence[PartyClass],
        feeder: Feeder,
        scale: Scale,
    ) -> None:
        self._buyers, self._sellers, self._scale = _Side(buyers), _Side(sellers), scale
        self._mm = distances(feeder, self._buyers.vertices, self._sellers.vertices)
        self._scores: _Floats = np.empty((len(buyers), len(sellers)))
        for place in range(len(self._buyers.vertices)):
            self._fill(place)
        greatest_price = max(
            1000 * int(self._buyers.reserve.max()),
            feeder.longest_mm * scale.charge_micro_per_m,
        )
        greatest_sum = 8 * float(scale.units_per_currency) + 6 * float(
            np.abs(self._buyers.welfare).max() + np.abs(self._sellers.welfare).max()
        )
        self._margin = _MARGIN * greatest_price * greatest_sum

    def _fill(self, place: int) -> None:
        """Compute `price * (c W_B + c W_S + ratios)` for the buyers of one vertex.

        What depends on the vertex and the seller alone is computed once; buyers follow in
        blocks that stay in the processor's cache. Classes are sorted by vertex.
        """
        buyers, sellers, unit = self._buyers, self._sellers, float(self._scale.units_per_currency)
        mm = self._mm[place, sellers.vertex].astype(np.int64)
        charge = mm * self._scale.charge_micro_per_m
        near = mm <= sellers.reach
        per_mm = unit / np.maximum(mm, 1)
        beyond = np.where(near, 0.0, sellers.reach * per_mm)
        parts_near = np.where(near, 6.0, 3.0)
        sum_near = parts_near * sellers.welfare + 6.0 * beyond
        parts_far = np.where(near, 3.0, 2.0)
        sum_far = parts_far * sellers.welfare + 4.0 * beyond
        ratio_far = np.where(near, 6.0, 4.0) * per_mm
        first, after = np.searchsorted(buyers.vertex, [place, place + 1])
        for start in range(int(first), int(after), _BLOCK):
            rows = slice(start, min(start + _BLOCK, int(after)))
            welfare, reach = buyers.welfare[rows, None], buyers.reach[rows, None]
            total = np.where(
                mm <= reach,
                parts_near * welfare + sum_near,
                parts_far * welfare + (ratio_far * reach + sum_far),
            )
            prices = 1000 * buyers.reserve[rows, None] - charge
            np.multiply(prices, total, out=self._scores[rows])

    def best_seller(self, buyer: int) -> int:
        sellers = self._sellers
        row = np.add(self._scores[buyer], sellers.gone, out=sellers.row)
        candidates = (row >= row[row.argmax()] - self._margin).nonzero()[0]
        if candidates.size == 1:
            return int(candidates[0])
        mm = self._mm[self._buyers.vertex[buyer], sellers.vertex[candidates]]
        return self._decide(buyer, self._buyers, sellers, candidates, mm, buying=True)

    def best_buyer(self, seller: int) -> int:
        buyers = self._buyers
        row = np.add(self._scores[:, seller], buyers.gone, out=buyers.row)
        candidates = (row >= row[row.argmax()] - self._margin).nonzero()[0]
        if candidates.size == 1:
            return int(candidates[0])
        mm = self._mm[buyers.vertex[candidates], self._sellers.vertex[seller]]
        return self._decide(seller, self._sellers, buyers, candidates, mm, buying=False)

    def buyer_used_up(self, buyer: int) -> None:
        self._buyers.used_up(buyer)

    def seller_used_up(self, seller: int) -> None:
        self._sellers.used_up(seller)

    def _decide(
        self,
        chooser: int,
        choosers: _Side,
        others: _Side,
        candidates: npt.NDArray[np.intp],
        mm: npt.NDArray[Any],
        *,
        buying: bool,
    ) -> int:
        """Return the candidate of the highest exact rank, of equals the smallest head id.

        Candidates that cannot but rank alike (same price, welfare and ratios) are ranked once.
        """
        best: tuple[int, int, int] | None = None
        while candidates.size:
            alike = None
            if candidates.size > _FEW:
                alike = self._alike(chooser, choosers, others, candidates, mm, buying=buying)
                group = candidates[alike]
                one = int(group[np.argmin(others.head[group])])
                distance_mm = int(mm[np.flatnonzero(alike)[0]])
                # all of a group rank alike at its first one's distance
                first = int(group[0])
            else:
                first = one = int(candidates[0])
                distance_mm = int(mm[0])
            members = choosers.classes[chooser].member, others.classes[first].member
            buyer, seller = members if buying else members[::-1]
            ranked = rank(buyer, seller, distance_mm, self._scale)
            offer = (ranked, -int(others.head[one]), one)
            best = offer if best is None else max(best, offer)
            keep = slice(1, None) if alike is None else ~alike
            candidates, mm = candidates[keep], mm[keep]
        if best is None:
            raise AssertionError("the best of a row is among its candidates")
        return best[2]

    def _alike(
        self,
        chooser: int,
        choosers: _Side,
        others: _Side,
        candidates: npt.NDArray[np.intp],
        mm: npt.NDArray[Any],
        *,
        buying: bool,
    ) -> npt.NDArray[np.bool_]:
        """Return which candidates surely rank like the first one, the first included."""
        alike: npt.NDArray[np.bool_] = (
            others.welfare_name[candidates] == others.welfare_name[candidates[0]]
        )
        reach = others.reach[candidates]
        near = mm <= reach
        chooser_near = mm <= choosers.reach[chooser]
        if near[0] and chooser_near[0] and self._scale.charge_micro_per_m == 0:
            alike &= near & chooser_near
        elif near[0]:
            alike &= (mm == mm[0]) & near
        else:
            alike &= (mm == mm[0]) & (reach == reach[0])
        if not buying:  # the price is the buyer's: each candidate has its own
            alike &= others.reserve[candidates] == others.reserve[candidates[0]]
        return alike


def distances(feeder: Feeder, ones: list[int], others: list[int]) -> npt.NDArray[Any]:
    """Return the distance in mm from each of `ones` (rows) to each of `others` (columns)."""
    kind = np.int32 if feeder.longest_mm < 2**31 else np.int64
    found = np.empty((len(ones), len(others)), dtype=kind)
    if len(feeder.vertices) > CACHED_VERTICES:
        _walk_tree(feeder, ones, others, found)
        return found
    for at, one in enumerate(ones):
        row = feeder.row_mm(one)
        found[at] = [row[other] for other in others]
    return found


def _walk_tree(feeder: Feeder, ones: list[int], others: list[int], found: npt.NDArray[Any]) -> None:
    """Fill in distances by one walk from vertex to vertex along the tree.

    A step down a line brings everything behind it nearer by its length and everything else
    further away; a step up takes that back. In preorder what is behind a line is one slice.
    """
    tree = feeder.tree
    targets: _Ints = np.array([feeder.place_of(other) for other in others], np.int64)
    order = np.argsort(targets, kind="stable")
    ordered = targets[order].tolist()
    far: _Ints = np.array([tree.depth_um[at] for at in ordered], np.int64)
    here = 0

    def step(place: int, length_um: int) -> None:
        behind = slice(bisect_left(ordered, place), bisect_left(ordered, tree.end[place]))
        np.add(far, length_um, out=far)
        far[behind] -= 2 * length_um

    for place, row in sorted((feeder.place_of(one), at) for at, one in enumerate(ones)):
        while not here <= place < tree.end[here]:
            above = tree.parent[here]
            step(here, tree.depth_um[above] - tree.depth_um[here])
            here = above
        down = []
        while place != here:
            down.append(place)
            place = tree.parent[place]  # noqa: PLW2901 - climbs to where the walk stands
        for at in reversed(down):
            step(at, tree.depth_um[at] - tree.depth_um[tree.parent[at]])
            here = at
        found[row, order] = far // UM_PER_MM
