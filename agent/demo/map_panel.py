"""The feeder as a map of characters: homes by what they do, trading paths lit up."""

from functools import lru_cache
from itertools import pairwise

from rich.text import Text

from agent.demo.canvas import Canvas
from agent.demo.result import StreetFrame, StreetHome, StreetMap
from agent.demo.signs import ASCII, Signs
from agent.market.layout import Place, TreePlan, plan_tree

STRETCH = 1.7
"""A map may be drawn this much taller or wider than to scale, to use the room there is."""


def map_rows(frame: StreetFrame, width: int, height: int, signs: Signs) -> list[Text]:
    """Return the map and, in the last row, what its signs mean."""
    canvas = Canvas(width, max(1, height - 1), ascii_only=signs is ASCII)
    plan = _plan(frame.street)
    dots = _to_dots(plan, canvas)
    lit = _lit(frame, plan)
    for node, above in plan.parent.items():
        if node not in lit:
            canvas.line(dots[node], dots[above], "bright_black")
    for node in lit:
        canvas.line(dots[node], dots[plan.parent[node]], "yellow")
    _mark(frame, canvas, dots, signs)
    return [*canvas.rows(), _key(frame, signs)]


def _mark(
    frame: StreetFrame, canvas: Canvas, dots: dict[int, tuple[float, float]], signs: Signs
) -> None:
    canvas.mark(dots[frame.street.root], signs.transformer, "bold white")
    sellers = {trade.seller for trade in frame.trades}
    buyers = {trade.buyer for trade in frame.trades}

    def rank(home: StreetHome) -> tuple[bool, bool]:
        return home.number != frame.my_number, home.number not in sellers | buyers

    for home in sorted(frame.street.homes, key=rank):
        at = dots[home.node]
        if home.number == frame.my_number:
            canvas.mark(at, signs.mine, "bold magenta")
        elif home.number in sellers:
            canvas.mark(at, signs.sells, "bold green")
        elif home.number in buyers:
            canvas.mark(at, signs.buys, "bold blue")
        else:
            canvas.mark(at, signs.quiet, "dim")


def _lit(frame: StreetFrame, plan: TreePlan) -> list[int]:
    """The nodes whose line towards the transformer lies on the way of a trade."""
    node = {home.number: home.node for home in frame.street.homes}
    lit: set[int] = set()
    for trade in frame.trades:
        if trade.seller not in node or trade.buyer not in node:
            continue
        way = plan.path(node[trade.seller], node[trade.buyer])
        for one, other in pairwise(way):
            lit.add(one if plan.parent.get(one) == other else other)
    return sorted(lit)


def _key(frame: StreetFrame, signs: Signs) -> Text:
    key = Text()
    words = [
        (signs.sells, "green", "sold"),
        (signs.buys, "blue", "bought"),
        (signs.quiet, "dim", "quiet"),
        (signs.transformer, "bold white", "grid"),
    ]
    if frame.my_number is not None:
        words.insert(0, (signs.mine, "bold magenta", "my home"))
    for sign, style, word in words:
        key.append(sign, style)
        key.append(f" {word}  ", "dim")
    return key


def _to_dots(plan: TreePlan, canvas: Canvas) -> dict[int, tuple[float, float]]:
    wide, high = canvas.width * 2 - 3, canvas.height * 4 - 4
    far_x = max(place.x for place in plan.places.values()) or 1.0
    far_y = max(place.y for place in plan.places.values()) or 1.0
    across, down = wide / far_x, high / far_y
    across, down = min(across, down * STRETCH), min(down, across * STRETCH)
    left, top = 1 + (wide - far_x * across) / 2, 1 + (high - far_y * down) / 2

    def dot(place: Place) -> tuple[float, float]:
        return left + place.x * across, top + place.y * down

    return {node: dot(place) for node, place in plan.places.items()}


@lru_cache(maxsize=2)
def _plan(street: StreetMap) -> TreePlan:
    return plan_tree(street.edges, street.root, {home.node for home in street.homes})
