"""The plane drawing of the feeder: nothing crosses, nothing collides, nothing invented."""

import math
from itertools import combinations, pairwise

import pytest

from agent.market.layout import FeederEdge, plan_tree
from tests.demo.street import real_street

STREET = real_street()
HOMES = {home.node for home in STREET.homes}
PLAN = plan_tree(STREET.edges, STREET.root, HOMES)


def test_every_home_and_the_transformer_have_a_place() -> None:
    assert {*HOMES, STREET.root} <= PLAN.places.keys()
    assert PLAN.parent.keys() == PLAN.places.keys() - {STREET.root}


def test_no_two_homes_lie_on_each_other() -> None:
    places = [PLAN.places[node] for node in HOMES]
    assert min(math.dist((a.x, a.y), (b.x, b.y)) for a, b in combinations(places, 2)) > 6


def test_no_two_lines_cross() -> None:
    def side(a: int, b: int, c: int) -> float:
        p, q, r = (PLAN.places[node] for node in (a, b, c))
        return (q.x - p.x) * (r.y - p.y) - (q.y - p.y) * (r.x - p.x)

    lines = sorted(PLAN.parent.items())
    for (a, b), (c, d) in combinations(lines, 2):
        if len({a, b, c, d}) == 4:
            apart = side(a, b, c) * side(a, b, d) > 0 or side(c, d, a) * side(c, d, b) > 0
            assert apart, f"{a}-{b} crossed {c}-{d}"


def test_the_drawing_is_wider_than_high_with_the_transformer_at_the_left() -> None:
    wide = max(place.x for place in PLAN.places.values())
    assert wide > max(place.y for place in PLAN.places.values())
    assert PLAN.places[STREET.root].x < wide / 2
    assert min(min(place.x, place.y) for place in PLAN.places.values()) == pytest.approx(0)


def test_the_same_feeder_is_drawn_the_same_way_whatever_the_order_of_its_rows() -> None:
    turned = plan_tree(tuple(reversed(STREET.edges)), STREET.root, HOMES)
    for node, place in PLAN.places.items():
        assert turned.places[node].x == pytest.approx(place.x, abs=1e-6)


def test_the_path_between_two_homes_goes_along_the_lines() -> None:
    one, other = sorted(HOMES)[3], sorted(HOMES)[40]
    path = PLAN.path(one, other)
    assert (path[0], path[-1]) == (one, other)
    for a, b in pairwise(path):
        assert PLAN.parent.get(a) == b or PLAN.parent.get(b) == a
    assert PLAN.path(one, one) == (one,)


def test_a_loop_or_an_island_is_refused() -> None:
    loop = [FeederEdge(1, 2, 5), FeederEdge(2, 3, 5), FeederEdge(3, 1, 5)]
    island = [FeederEdge(1, 2, 5), FeederEdge(3, 4, 5)]
    for edges in (loop, island):
        with pytest.raises(ValueError, match="no tree"):
            plan_tree(edges, 1, {2})


def test_a_home_off_the_feeder_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match="not in the feeder: 9, 11"):
        plan_tree([FeederEdge(1, 2, 5)], 1, {2, 9, 11})


def test_one_home_at_the_transformer_can_be_drawn() -> None:
    assert plan_tree([FeederEdge(1, 2, 5_000)], 1, {2}).places.keys() == {1, 2}
