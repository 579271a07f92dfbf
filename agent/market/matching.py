"""Who trades with whom: the highest score first (thesis 4.3.2), without looking at every pair.

The rule: take pairs by score, on equal score the smaller buyer id, then the smaller seller id;
a pair trades the smaller of what both still have; stop when demand is gone. Ids make the order
of pairs total. A pair that is the best remaining one of *both* its parties comes, in that
order, before every other pair that touches either of them. So it can be traded at once,
whatever the rest of the market looks like, and the outcome is that of the rule.

Such pairs are found by walking: from a buyer to its best seller, to that seller's best buyer,
and so on. Each step climbs in the order of pairs, so the walk ends at a pair that is mutually
best; after the trade it goes on from where it stood. Every trade uses up a buyer or a seller:
the walk asks for O(buyers + sellers) best partners in all.

Parties that nobody can tell apart but by their id form one class, whose smallest id stands for
it. That keeps markets of many equal orders as cheap as small ones.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Protocol

from agent.market.feeder import Feeder
from agent.market.scoring import Party, Scale, rank
from agent.market.welfare import WelfareParameters

PAIRS_WITHOUT_NUMPY = 4_000
"""Up to this many pairs of classes the plain search is faster than numpy."""


@dataclass(frozen=True, slots=True)
class Match:
    """Energy that a buyer takes from a seller, with the pair's rank (higher goes first)."""

    buyer_id: int
    seller_id: int
    energy_wh: int
    distance_mm: int
    rank: int


class PartyClass:
    """Parties equal in all but id and energy; the head is the smallest id with energy left."""

    __slots__ = ("_at", "left_wh", "member", "parties")

    def __init__(self, parties: Sequence[Party]) -> None:
        self.parties = sorted(parties, key=lambda party: party.order_id)
        self.member = self.parties[0]
        self.left_wh = self.member.energy_wh
        self._at = 0

    def take(self, energy_wh: int) -> bool:
        """Take energy from the head; return True when that used it up."""
        self.left_wh -= energy_wh
        if self.left_wh > 0:
            return False
        self._at += 1
        if self._at < len(self.parties):
            self.member = self.parties[self._at]
            self.left_wh = self.member.energy_wh
        return True

    @property
    def empty(self) -> bool:
        return self.left_wh == 0


class Search(Protocol):
    """Finds best partners among the classes that are not empty; told when a head is used up."""

    def best_seller(self, buyer: int) -> int: ...

    def best_buyer(self, seller: int) -> int: ...

    def buyer_used_up(self, buyer: int) -> None: ...

    def seller_used_up(self, seller: int) -> None: ...


SearchMaker = Callable[[Sequence[PartyClass], Sequence[PartyClass], Feeder, Scale], Search]


def match(
    buyers: Sequence[Party],
    sellers: Sequence[Party],
    feeder: Feeder,
    charge_micro_per_m: int,
    welfare: WelfareParameters,
    *,
    make_search: SearchMaker | None = None,
) -> tuple[Match, ...]:
    """Return the trades, highest score first, equal scores by buyer id, then seller id.

    Parties without energy take no part. `make_search` chooses a search for tests; by default
    small markets and machines without numpy use the plain one. All give the same trades.
    """
    longest_mm = feeder.longest_mm
    scale = Scale.of(charge_micro_per_m, welfare, longest_mm)
    buyer_classes = _classes(buyers, longest_mm, 0)
    dearest = max((seller.reserve_micro_per_kwh for seller in sellers), default=0)
    one_price = all(buyer.reserve_micro_per_kwh >= dearest for buyer in buyers)
    seller_classes = _classes(sellers, longest_mm, dearest if one_price else 0)
    if not buyer_classes or not seller_classes:
        return ()
    make = make_search or _chosen_search(len(buyer_classes) * len(seller_classes), one_price)
    search = make(buyer_classes, seller_classes, feeder, scale)
    found = _walk(buyer_classes, seller_classes, search, feeder, scale)
    return tuple(sorted(found, key=lambda one: (-one.rank, one.buyer_id, one.seller_id)))


def _classes(parties: Sequence[Party], longest_mm: int, least_reserve: int) -> list[PartyClass]:
    """Group what no partner can tell apart.

    A reach beyond the longest distance is as good as that distance, and when every buyer pays
    what the dearest seller asks, sellers' reserves play no part.
    """

    def seen(party: Party) -> tuple[int, int, int, int]:
        return (
            party.vertex,
            min(party.reach_mm, longest_mm),
            party.welfare_units,
            max(party.reserve_micro_per_kwh, least_reserve),
        )

    usable = sorted((party for party in parties if party.energy_wh > 0), key=seen)
    return [PartyClass(list(group)) for _, group in groupby(usable, key=seen)]


def _chosen_search(pairs: int, one_price: bool) -> SearchMaker:
    if pairs > PAIRS_WITHOUT_NUMPY and one_price:
        try:
            from agent.market.matching_numpy import filtered_search
        except ImportError:  # numpy is an accelerator, not a requirement
            return PlainSearch
        return filtered_search
    return PlainSearch


def _walk(
    buyers: Sequence[PartyClass],
    sellers: Sequence[PartyClass],
    search: Search,
    feeder: Feeder,
    scale: Scale,
) -> list[Match]:
    found: list[Match] = []
    chain: list[int] = []  # a buyer, its best seller, that seller's best buyer, ...
    waiting = list(range(len(buyers) - 1, -1, -1))
    sellers_left = len(sellers)
    while sellers_left:
        while waiting and buyers[waiting[-1]].empty:
            waiting.pop()
        if not waiting:
            break
        if not chain:
            chain.append(waiting[-1])
        at_buyer = len(chain) % 2 == 1
        best = search.best_seller(chain[-1]) if at_buyer else search.best_buyer(chain[-1])
        if len(chain) < 2 or chain[-2] != best:
            chain.append(best)
            continue
        buyer, seller = chain[-2:] if not at_buyer else chain[:-3:-1]
        one, other = buyers[buyer], sellers[seller]
        found.append(_traded(one, other, feeder, scale))
        energy_wh = found[-1].energy_wh
        used_up = one.take(energy_wh), other.take(energy_wh)
        if used_up[0]:
            search.buyer_used_up(buyer)
        if used_up[1]:
            search.seller_used_up(seller)
            sellers_left -= other.empty
        first_used_up, last_used_up = used_up if not at_buyer else used_up[::-1]
        if first_used_up:
            del chain[-2:]
        elif last_used_up:
            del chain[-1:]
    return found


def _traded(buyer: PartyClass, seller: PartyClass, feeder: Feeder, scale: Scale) -> Match:
    one, other = buyer.member, seller.member
    distance_mm = feeder.distance_mm(one.vertex, other.vertex)
    return Match(
        one.order_id,
        other.order_id,
        min(buyer.left_wh, seller.left_wh),
        distance_mm,
        rank(one, other, distance_mm, scale),
    )


class PlainSearch:
    """Ranks every pair of classes once, in plain integers, and reads off the best."""

    def __init__(
        self,
        buyers: Sequence[PartyClass],
        sellers: Sequence[PartyClass],
        feeder: Feeder,
        scale: Scale,
    ) -> None:
        self._buyers, self._sellers = buyers, sellers
        self._live_buyers = dict.fromkeys(range(len(buyers)))
        self._live_sellers = dict.fromkeys(range(len(sellers)))
        others = [one.member for one in sellers]
        places = {other.vertex for other in others}
        self._rows = []
        for one in buyers:
            buyer = one.member
            far = {vertex: feeder.distance_mm(buyer.vertex, vertex) for vertex in places}
            self._rows.append([rank(buyer, other, far[other.vertex], scale) for other in others])
        self._columns = list(zip(*self._rows, strict=True))

    def best_seller(self, buyer: int) -> int:
        return _best(self._rows[buyer], self._live_sellers, self._sellers)

    def best_buyer(self, seller: int) -> int:
        return _best(self._columns[seller], self._live_buyers, self._buyers)

    def buyer_used_up(self, buyer: int) -> None:
        if self._buyers[buyer].empty:
            del self._live_buyers[buyer]

    def seller_used_up(self, seller: int) -> None:
        if self._sellers[seller].empty:
            del self._live_sellers[seller]


def _best(ranks: Sequence[int], live: Iterable[int], classes: Sequence[PartyClass]) -> int:
    """Return the live class of the highest rank, of equals the one with the smallest head id."""
    top = max(map(ranks.__getitem__, live))
    equal = [at for at in live if ranks[at] == top]
    return min(equal, key=lambda at: classes[at].member.order_id) if len(equal) > 1 else equal[0]
