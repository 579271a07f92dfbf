"""Grid distance along the tree, and tables that make no tree."""

import heapq
import random
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agent.feeders import load_feeder
from agent.market import matching_numpy
from agent.market.feeder import Feeder, FeederError, Line


def dijkstra_um(lines: list[Line], start: int) -> dict[int, int]:
    near: dict[int, list[tuple[int, int]]] = {}
    for line in lines:
        near.setdefault(line.from_bus, []).append((line.to_bus, line.length_um))
        near.setdefault(line.to_bus, []).append((line.from_bus, line.length_um))
    found, queue = {}, [(0, start)]
    while queue:
        far, bus = heapq.heappop(queue)
        if bus not in found:
            found[bus] = far
            for other, length in near.get(bus, []):
                heapq.heappush(queue, (far + length, other))
    return found


@st.composite
def trees(draw: st.DrawFn) -> list[Line]:
    parents = [draw(st.integers(0, at)) for at in range(draw(st.integers(1, 30)))]
    length = st.one_of(st.just(0), st.integers(0, 10**7))
    lines = [(parent, at + 1, draw(length)) for at, parent in enumerate(parents)]
    return [Line(*((a, b) if draw(st.booleans()) else (b, a)), um) for a, b, um in lines]


@settings(max_examples=100, deadline=None)
@given(lines=trees(), seed=st.integers(0, 99))
def test_any_tree_gives_the_shortest_path(lines, seed) -> None:
    buses = list(range(len(lines) + 1))
    random.Random(seed).shuffle(buses)
    feeder = Feeder(lines, list(enumerate(buses)))
    for one in feeder.vertices:
        expected = dijkstra_um(lines, buses[one])
        for other in feeder.vertices:
            assert feeder.distance_mm(one, other) == expected[buses[other]] // 1000
            path = feeder.path(one, other)
            assert (path[0], path[-1]) == (buses[one], buses[other])
            joined = {frozenset((line.from_bus, line.to_bus)) for line in lines}
            assert all(frozenset(step) in joined for step in pairwise(path))
    everywhere = [feeder.distance_mm(a, b) for a in feeder.vertices for b in feeder.vertices]
    assert feeder.longest_mm == max(everywhere)


def test_european_feeder_has_the_thesiss_distances(feeder) -> None:
    assert len(feeder.buses) == 906
    assert len(feeder.vertices) == 117
    assert feeder.distance_mm(39, 4) == feeder.distance_mm(4, 39) == 121_331
    assert feeder.distance_mm(12, 4) == 36_049
    assert feeder.distance_mm(12, 20) == 79_914
    assert feeder.distance_mm(12, 12) == 0


def test_within_lists_the_nearest_first(feeder) -> None:
    assert feeder.within(12, 36_049) == (
        (5, 6_444),
        (3, 12_170),
        (6, 12_596),
        (1, 24_792),
        (2, 30_697),
        (7, 33_325),
        (4, 36_049),
    )
    assert 4 not in dict(feeder.within(12, 36_048))


def test_the_way_to_the_root_adds_up(feeder) -> None:
    assert feeder.parent_bus(feeder.bus_of(0)) is None
    assert feeder.depth_mm(feeder.bus_of(39)) == feeder.distance_mm(0, 39)
    bus, steps = feeder.bus_of(39), 0
    while (parent := feeder.parent_bus(bus)) is not None:
        assert feeder.depth_mm(parent) <= feeder.depth_mm(bus)
        bus, steps = parent, steps + 1
    assert bus == 1
    assert steps == len(feeder.path(0, 39)) - 1


def test_one_rounding_at_the_end_not_one_per_line() -> None:
    lines = [Line(at, at + 1, 1_600) for at in range(10)]
    assert Feeder(lines, [(0, 0), (1, 10)]).distance_mm(0, 1) == 16


def test_a_zero_length_line_is_walked() -> None:
    feeder = Feeder([Line(1, 2, 0), Line(2, 3, 5_000)], [(0, 1), (1, 2), (2, 3)])
    assert feeder.distance_mm(0, 1) == 0
    assert feeder.distance_mm(0, 2) == 5


def test_a_single_place_is_a_feeder() -> None:
    assert Feeder([], [(7, 1)]).within(7, 10**9) == ()


def test_what_is_no_tree_is_refused_with_every_problem() -> None:
    lines = [Line(1, 2, 5), Line(2, 3, -4), Line(3, 1, 5), Line(8, 9, 5), Line(4, 4, 1)]
    with pytest.raises(FeederError) as refused:
        Feeder(lines, [(0, 1), (0, 2), (-1, 3), (2, 77)])
    text = str(refused.value)
    for expected in (
        "line 2-3: length -4 um was negative",
        "line 3-1 closed a loop",
        "line 4-4 closed a loop",
        "3 separate networks",
        "vertex 0 was given 2 times",
        "vertex -1 was negative",
        "bus 77 is on no line",
    ):
        assert expected in text


def test_a_strange_vertex_is_a_key_error(feeder) -> None:
    assert 117 not in feeder
    for ends in ((117, 1), (1, 117)):
        with pytest.raises(KeyError):
            feeder.distance_mm(*ends)


def test_unreadable_tables_are_refused_with_every_line(tmp_path: Path) -> None:
    (tmp_path / "lines.csv").write_text("from_bus,to_bus,length_m\n1,2,1.5\n2,x,1e3\n3,4\n")
    (tmp_path / "vertices.csv").write_text("vertex,place\n0,1\n")
    with pytest.raises(FeederError) as refused:
        load_feeder(str(tmp_path))
    assert [problem.split(" was ")[0] for problem in refused.value.problems] == [
        "lines.csv line 3: to_bus",
        "lines.csv line 3: length_m",
        "lines.csv line 4: length_m",
        "vertices.csv: column bus is missing",
    ]


def test_a_feeder_that_does_not_exist_is_refused() -> None:
    with pytest.raises(FeederError, match=r"lines\.csv: could not be read"):
        load_feeder("no-such-feeder")


@settings(max_examples=60, deadline=None)
@given(lines=trees(), seed=st.integers(0, 99))
def test_the_walk_through_a_large_feeder_gives_the_same_distances(lines, seed) -> None:
    dice = random.Random(seed)
    feeder = Feeder(lines, [(at, at) for at in range(len(lines) + 1)])
    some = [dice.choices(feeder.vertices, k=dice.randrange(1, 9)) for _ in range(2)]
    ones, others = (sorted(set(each)) for each in some)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(matching_numpy, "CACHED_VERTICES", 0)
        found = matching_numpy.distances(feeder, ones, others)
    assert found.tolist() == [[feeder.distance_mm(a, b) for b in others] for a in ones]


def test_large_feeders_give_the_same_distances_without_a_table(monkeypatch, feeder) -> None:
    monkeypatch.setattr("agent.market.feeder.CACHED_VERTICES", 10)
    fresh = load_feeder("ieee-european-lv")
    assert all(
        fresh.distance_mm(one, other) == feeder.distance_mm(one, other)
        for one in (0, 12, 116)
        for other in feeder.vertices
    )
