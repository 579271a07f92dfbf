"""The distribution network as a tree, and grid distance along it (thesis Algorithm 6).

Grid distance is the length of the path between two vertices. In a tree there is one path, so
any walk finds the shortest one. A line of zero length joins two buses at the same place: it is
walked like every other and adds nothing, so a distance of zero never means "not reached".

Lengths are whole micrometres and are summed exactly; a distance floors to millimetres once, at
the end. Distances are found by the lowest common ancestor: depth(u) + depth(v) - 2 depth(lca).
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from agent.units import DistanceMm

UM_PER_MM = 1_000
CACHED_VERTICES = 1_024
"""Feeders up to this many vertices keep their distances (8 MiB of references at most)."""


class FeederError(ValueError):
    """Lines or vertices that make no feeder; `problems` lists everything wrong with them."""

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(self.problems))


@dataclass(frozen=True, slots=True)
class Line:
    """A piece of cable between two buses; the length in whole micrometres, 0 and above."""

    from_bus: int
    to_bus: int
    length_um: int


@dataclass(frozen=True, slots=True)
class Tree:
    """The network's shape by places in preorder; place 0 is the root and its parent is -1."""

    parent: tuple[int, ...]
    depth_um: tuple[int, ...]
    end: tuple[int, ...]
    """Everything behind a place, itself included, is the range up to its end."""


def _neighbours(lines: Iterable[Line]) -> dict[int, list[tuple[int, int]]]:
    found: dict[int, list[tuple[int, int]]] = {}
    for line in lines:
        found.setdefault(line.from_bus, []).append((line.to_bus, line.length_um))
        found.setdefault(line.to_bus, []).append((line.from_bus, line.length_um))
    return found


def feeder_problems(lines: Sequence[Line], vertices: Sequence[tuple[int, int]]) -> tuple[str, ...]:
    """Return everything that keeps lines and (vertex, bus) rows from being one tree."""
    problems = [
        f"line {line.from_bus}-{line.to_bus}: length {line.length_um} um was negative"
        for line in lines
        if line.length_um < 0
    ]
    if not vertices:
        problems.append("no vertex was given")
    numbers = Counter(vertex for vertex, _ in vertices)
    problems += [f"vertex {vertex} was given {n} times" for vertex, n in numbers.items() if n > 1]
    problems += [f"vertex {vertex} was negative" for vertex in numbers if vertex < 0]
    joined = {bus: bus for line in lines for bus in (line.from_bus, line.to_bus)}
    if not lines:
        joined = {bus: bus for _, bus in vertices}

    def group(bus: int) -> int:
        while joined[bus] != bus:
            joined[bus] = joined[joined[bus]]
            bus = joined[bus]
        return bus

    for line in lines:
        one, other = group(line.from_bus), group(line.to_bus)
        if one == other:
            problems.append(f"line {line.from_bus}-{line.to_bus} closed a loop")
        joined[one] = other
    parts = sum(joined[bus] == bus for bus in joined)
    if parts > 1:
        problems.append(f"the lines made {parts} separate networks, not one")
    problems += [
        f"vertex {vertex}: bus {bus} is on no line" for vertex, bus in vertices if bus not in joined
    ]
    return tuple(problems)


class Feeder:
    """One version of a network: immutable, and equal answers for equal rows on every machine.

    Buses are stored in the preorder of a walk from the bus of the smallest vertex number (the
    transformer, in the feeder of the thesis). Nothing but `parent_bus` and `depth_mm` depends
    on that choice.
    """

    __slots__ = (
        "_at",
        "_levels",
        "_place",
        "_rows",
        "buses",
        "longest_mm",
        "tree",
        "vertices",
    )

    def __init__(self, lines: Iterable[Line], vertices: Iterable[tuple[int, int]]) -> None:
        """Build from lines and (vertex, bus) rows; FeederError with every problem at once."""
        cables, named = tuple(lines), tuple(vertices)
        problems = feeder_problems(cables, named)
        if problems:
            raise FeederError(problems)
        ordered = sorted(named)
        self.vertices: tuple[int, ...] = tuple(vertex for vertex, _ in ordered)
        """Vertex numbers, ascending."""
        self._lay_out(_neighbours(cables), ordered[0][1])
        self._place = {bus: at for at, bus in enumerate(self.buses)}
        self._at = {vertex: self._place[bus] for vertex, bus in ordered}
        self._levels = _range_minima(self.tree.parent)
        self._rows: dict[int, dict[int, int]] = {}
        far_end = max(self._at.values(), key=lambda at: self.tree.depth_um[at])
        self.longest_mm = max(self._between(far_end, at) for at in self._at.values())
        """The distance between the two vertices that are furthest apart."""

    def _lay_out(self, near: dict[int, list[tuple[int, int]]], root: int) -> None:
        buses: list[int] = []
        parents: list[int] = []
        depth: list[int] = []
        todo = [(root, -1, 0, root)]
        while todo:
            bus, parent, depth_um, came_from = todo.pop()
            here = len(buses)
            buses.append(bus)
            parents.append(parent)
            depth.append(depth_um)
            todo += [
                (other, here, depth_um + length, bus)
                for other, length in reversed(near.get(bus, []))
                if other != came_from
            ]
        end = list(range(1, len(buses) + 1))
        for at in range(len(buses) - 1, 0, -1):
            end[parents[at]] = max(end[parents[at]], end[at])
        self.buses: tuple[int, ...] = tuple(buses)
        """Bus numbers in preorder; the first is the root."""
        self.tree = Tree(tuple(parents), tuple(depth), tuple(end))

    def __contains__(self, vertex: object) -> bool:
        return vertex in self._at

    def bus_of(self, vertex: int) -> int:
        """Return a vertex's bus; KeyError when the feeder has no such vertex."""
        return self.buses[self._at[vertex]]

    def parent_bus(self, bus: int) -> int | None:
        """Return the next bus towards the root, None at the root; KeyError for a strange bus."""
        parent = self.tree.parent[self._place[bus]]
        return self.buses[parent] if parent >= 0 else None

    def depth_mm(self, bus: int) -> DistanceMm:
        """Return a bus's distance from the root, floored to mm; KeyError for a strange bus."""
        return DistanceMm(self.tree.depth_um[self._place[bus]] // UM_PER_MM)

    def distance_mm(self, one: int, other: int) -> DistanceMm:
        """Return the grid distance between two vertices, floored to mm; KeyError."""
        row = self._rows.get(one)
        if row is not None:
            return DistanceMm(row[other])
        if len(self.vertices) > CACHED_VERTICES:
            return DistanceMm(self._between(self._at[one], self._at[other]))
        return DistanceMm(self.row_mm(one)[other])

    def row_mm(self, vertex: int) -> dict[int, int]:
        """Return the distance in mm from one vertex to every vertex; KeyError for a strange one."""
        row = self._rows.get(vertex)
        if row is None:
            start = self._at[vertex]
            row = {other: self._between(start, at) for other, at in self._at.items()}
            if len(self.vertices) <= CACHED_VERTICES:
                self._rows[vertex] = row
        return row

    def within(self, vertex: int, distance_mm: int) -> tuple[tuple[int, DistanceMm], ...]:
        """Return (vertex, mm) of every other vertex at most this far away, nearest first."""
        near = [
            (far, other)
            for other, far in self.row_mm(vertex).items()
            if other != vertex and far <= distance_mm
        ]
        return tuple((other, DistanceMm(far)) for far, other in sorted(near))

    def path(self, one: int, other: int) -> tuple[int, ...]:
        """Return the buses from one vertex to another, both ends included."""
        up, down = self._at[one], self._at[other]
        meet = self._ancestor(up, down)
        rising, falling = [], []
        while up != meet:
            rising.append(self.buses[up])
            up = self.tree.parent[up]
        while down != meet:
            falling.append(self.buses[down])
            down = self.tree.parent[down]
        return (*rising, self.buses[meet], *reversed(falling))

    def place_of(self, vertex: int) -> int:
        """Return where a vertex's bus stands in `tree`; KeyError for a strange vertex."""
        return self._at[vertex]

    def _ancestor(self, one: int, other: int) -> int:
        if one == other:
            return one
        if one > other:
            one, other = other, one
        level = (other - one).bit_length() - 1
        row = self._levels[level]
        return min(row[one + 1], row[other - (1 << level) + 1])

    def _between(self, one: int, other: int) -> int:
        depth = self.tree.depth_um
        return (depth[one] + depth[other] - 2 * depth[self._ancestor(one, other)]) // UM_PER_MM


def _range_minima(parents: tuple[int, ...]) -> tuple[tuple[int, ...], ...]:
    """Return minima over 1, 2, 4, ... neighbours, starting at each place of the preorder.

    The lowest common ancestor of two places is the smallest parent of the places after the
    first up to the second, because every place between them is below that ancestor.
    """
    levels = [parents]
    width = 1
    while 2 * width <= len(parents):
        row = levels[-1]
        levels.append(tuple(map(min, row, row[width:])))
        width *= 2
    return tuple(levels)
