"""Where to draw the feeder: a plane tree without crossings, edges as long as their metres.

Equal-angle layout (C. A. Meacham's method of drawing unrooted trees, as described in
J. Felsenstein, "Inferring Phylogenies", 2004, chapter 34) followed by rounds of his
equal-daylight improvement. For looking at only: no position decides anything.
"""

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

import msgspec

SHORTEST_MM = 9_000
"""Shorter edges are drawn this long, so that a home never lies on its joint."""
DAYLIGHT_ROUNDS = 1  # more rounds bend the trunk for little gain
CLOSEST_M = 8.0
"""Homes at the ends of the tree are pushed apart to this distance where two came closer."""
PUSHES = 40
TURNS = 180


class FeederEdge(msgspec.Struct, frozen=True):
    """One row of the feeder's tree. Nodes may be buses or vertices."""

    from_node: int
    to_node: int
    length_mm: int


@dataclass(frozen=True, slots=True)
class Place:
    """Where a node lies, in metres of drawing; x to the right, y down."""

    x: float
    y: float


@dataclass(frozen=True, slots=True)
class TreePlan:
    """The drawn tree: joints and homes with their place, and the path from each to the root."""

    root: int
    parent: Mapping[int, int]
    places: Mapping[int, Place]

    def path(self, one: int, other: int) -> tuple[int, ...]:
        """Return the nodes from `one` to `other` along the network, both included."""
        up, down = self._to_root(one), self._to_root(other)
        while len(up) > 1 and len(down) > 1 and up[-2] == down[-2]:
            up.pop()
            down.pop()
        return (*up, *reversed(down[:-1]))

    def _to_root(self, node: int) -> list[int]:
        way = [node]
        while way[-1] != self.root:
            way.append(self.parent[way[-1]])
        return way


def plan_tree(edges: Iterable[FeederEdge], root: int, keep: Collection[int]) -> TreePlan:
    """Lay out the tree, transformer at the left, wider than high.

    Dead ends and nodes in the middle of a line are left out, save the root and those in `keep`
    (the homes). ValueError when a node of `keep` or the root is not in the tree, or it has a loop.
    """
    children, lengths = _rooted(list(edges), root)
    missing = sorted({node for node in keep if node not in lengths})
    if missing:
        raise ValueError(f"not in the feeder: {', '.join(map(str, missing))}")
    children = _pruned(children, root, frozenset(keep))
    children, lengths, parent = _contracted(children, lengths, root, frozenset(keep))
    positions = _equal_angle(children, lengths, root)
    for _ in range(DAYLIGHT_ROUNDS):
        _spread_daylight(positions, children, parent, root)
    _push_apart(positions, sorted(node for node, below in children.items() if not below))
    return TreePlan(root, parent, _landscape(positions, root))


Children = dict[int, list[int]]
Point = tuple[float, float]


def _rooted(edges: Sequence[FeederEdge], root: int) -> tuple[Children, dict[int, int]]:
    near: dict[int, list[tuple[int, int]]] = {root: []}
    for edge in edges:
        near.setdefault(edge.from_node, []).append((edge.to_node, edge.length_mm))
        near.setdefault(edge.to_node, []).append((edge.from_node, edge.length_mm))
    children: Children = {}
    lengths = {root: 0}
    waiting = [root]
    while waiting:
        node = waiting.pop()
        children[node] = []
        for other, length in near[node]:
            if other not in lengths:
                lengths[other] = length
                children[node].append(other)
                waiting.append(other)
    if len(edges) != len(near) - 1 or len(lengths) != len(near):
        raise ValueError(f"{len(edges)} edges and {len(near)} nodes were no tree from {root}")
    return children, lengths


def _pruned(children: Children, root: int, keep: frozenset[int]) -> Children:
    """Drop the dead ends: branches on which no home hangs."""
    used: set[int] = set()
    for node in reversed(_top_down(children, root)):
        if node in keep or node == root or any(child in used for child in children[node]):
            used.add(node)
    return {node: [child for child in children[node] if child in used] for node in used}


def _contracted(
    children: Children, lengths: Mapping[int, int], root: int, keep: frozenset[int]
) -> tuple[Children, dict[int, int], dict[int, int]]:
    kept: Children = {root: []}
    length = {root: 0}
    parent: dict[int, int] = {}
    waiting = [(child, root, lengths[child]) for child in children[root]]
    while waiting:
        node, above, so_far = waiting.pop()
        if len(children[node]) == 1 and node not in keep:
            (only,) = children[node]
            waiting.append((only, above, so_far + lengths[only]))
            continue
        kept[node] = []
        kept[above].append(node)
        length[node], parent[node] = so_far, above
        waiting += [(child, node, lengths[child]) for child in children[node]]
    for siblings in kept.values():
        siblings.sort()
    return kept, length, parent


def _equal_angle(children: Children, lengths: Mapping[int, int], root: int) -> dict[int, Point]:
    order = _top_down(children, root)
    leaves: dict[int, int] = {}
    for node in reversed(order):
        leaves[node] = sum(leaves[child] for child in children[node]) or 1
    wedge = {root: (-math.pi, math.pi)}
    positions: dict[int, Point] = {root: (0.0, 0.0)}
    for node in order:
        start, end = wedge[node]
        x, y = positions[node]
        for child in children[node]:
            wide = (end - start) * leaves[child] / leaves[node]
            middle, reach = start + wide / 2, max(lengths[child], SHORTEST_MM) / 1_000
            positions[child] = (x + reach * math.cos(middle), y + reach * math.sin(middle))
            wedge[child] = (start, start + wide)
            start += wide
    return positions


def _top_down(children: Children, root: int) -> list[int]:
    order = [root]
    for node in order:
        order += children[node]
    return order


def _spread_daylight(
    positions: dict[int, Point], children: Children, parent: Mapping[int, int], root: int
) -> None:
    """Turn the subtrees around each joint until the gaps between them are equal."""
    order = _top_down(children, root)
    for node in order:
        parts = [_top_down(children, child) for child in children[node]]
        if node != root:
            inside = {node, parent[node], *(part for side in parts for part in side)}
            parts.append([parent[node], *(other for other in order if other not in inside)])
        if len(parts) < 3:
            continue
        _share_daylight(positions, node, parts, moving=len(children[node]))


def _share_daylight(
    positions: dict[int, Point], node: int, parts: list[list[int]], moving: int
) -> None:
    x, y = positions[node]
    spans = []
    for index, part in enumerate(parts):
        head_x, head_y = positions[part[0]]
        middle = math.atan2(head_y - y, head_x - x)
        turned = [
            math.remainder(math.atan2(py - y, px - x) - middle, math.tau)
            for px, py in (positions[other] for other in part)
        ]
        spans.append((middle + min(turned), middle + max(turned), index))
    if sum(end - start for start, end, _ in spans) >= math.tau:
        return  # no daylight to share here
    # Where there is a way to the transformer it stays; the others turn.
    origin = spans[-1 if moving < len(parts) else 0][0]
    spans = sorted(((start - origin) % math.tau, end - start, index) for start, end, index in spans)
    gap = (math.tau - sum(width for _, width, _ in spans)) / len(spans)
    at = 0.0
    for start, width, index in spans:
        if index < moving:
            _turn(positions, parts[index], (x, y), at - start)
        at += width + gap


def _turn(positions: dict[int, Point], part: list[int], pivot: Point, angle: float) -> None:
    cos, sin = math.cos(angle), math.sin(angle)
    for node in part:
        dx, dy = positions[node][0] - pivot[0], positions[node][1] - pivot[1]
        positions[node] = (pivot[0] + dx * cos - dy * sin, pivot[1] + dx * sin + dy * cos)


def _push_apart(positions: dict[int, Point], leaves: Sequence[int]) -> None:
    for _ in range(PUSHES):
        for index, one in enumerate(leaves):
            for other in leaves[index + 1 :]:
                (ax, ay), (bx, by) = positions[one], positions[other]
                apart = math.hypot(bx - ax, by - ay)
                if apart < CLOSEST_M and apart > 0:
                    step = (CLOSEST_M - apart) / 4 / apart
                    positions[one] = (ax - (bx - ax) * step, ay - (by - ay) * step)
                    positions[other] = (bx + (bx - ax) * step, by + (by - ay) * step)


def _landscape(positions: Mapping[int, Point], root: int) -> dict[int, Place]:
    """Turn the drawing to be as flat as possible, the root in its left half."""
    best: list[tuple[int, Point]] = []
    flattest = math.inf
    for step in range(TURNS):
        angle = math.pi * step / TURNS
        cos, sin = math.cos(angle), math.sin(angle)
        turned = [(n, (x * cos - y * sin, x * sin + y * cos)) for n, (x, y) in positions.items()]
        height = max(y for _, (_, y) in turned) - min(y for _, (_, y) in turned)
        if height < flattest:
            flattest, best = height, turned
    xs, ys = [x for _, (x, _) in best], [y for _, (_, y) in best]
    root_x = dict(best)[root][0]
    if root_x - min(xs) > max(xs) - root_x:  # half a turn
        return {node: Place(max(xs) - x, max(ys) - y) for node, (x, y) in best}
    return {node: Place(x - min(xs), y - min(ys)) for node, (x, y) in best}
