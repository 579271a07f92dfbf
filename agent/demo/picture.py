"""A picture of who traded with whom on the feeder's map: one SVG, text only, no library.

Colours are those of M. Okabe and K. Ito (Color Universal Design, 2008), told apart by people
with any kind of colour vision; every colour has a shape of its own beside it.
"""

import math
from collections.abc import Mapping, Sequence
from html import escape

import msgspec

from agent.demo.result import StreetHome, StreetMap, StreetTrade
from agent.demo.words import kwh, per_kwh
from agent.market.layout import Place, TreePlan, plan_tree

WIDTH = 1200
MARGIN = 56
TOP = 128
BOTTOM = 116
SCALE_BAR_M = 20
GREEN, BLUE, VIOLET, SUN = "#009E73", "#0072B2", "#CC79A7", "#E69F00"
INK, QUIET_INK, LINE, PAPER = "#22313f", "#65727e", "#cfd4d3", "#fbfaf7"
FONT = "'DejaVu Sans', 'Segoe UI', Helvetica, Arial, sans-serif"


class Caption(msgspec.Struct, frozen=True):
    """What stands around the map."""

    title: str
    """`A street that trades its own electricity`."""
    facts: str
    """One line below: date, cycles, seed."""
    currency: str = ""


class _HomeSum(msgspec.Struct, frozen=True):
    sold_wh: int
    bought_wh: int


def draw(street: StreetMap, trades: Sequence[StreetTrade], caption: Caption) -> str:
    """Return the SVG document, 1 200 units wide.

    Trades of several cycles between the same homes become one arc. ValueError when a home is
    not in the feeder, the feeder is no tree or a trade names an unknown home.
    """
    numbers = {home.number for home in street.homes}
    unknown = sorted({n for t in trades for n in (t.seller, t.buyer)} - numbers)
    if unknown:
        raise ValueError(f"trades of unknown homes: {', '.join(map(str, unknown))}")
    plan = plan_tree(street.edges, street.root, {home.node for home in street.homes})
    places, scale = _on_paper(plan)
    bottom = max(place.y for place in places.values())
    height = math.ceil(bottom + BOTTOM)
    sums = _sums(street.homes, trades)
    parts = [
        *_head(height, caption, trades),
        *_lines(plan, places, street.homes),
        *_arcs(street.homes, places, trades),
        *_transformer(places[street.root]),
        *_homes(street.homes, places, sums),
        *_legend(height, scale, trades),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _on_paper(plan: TreePlan) -> tuple[dict[int, Place], float]:
    widest = max(place.x for place in plan.places.values()) or 1.0
    scale = (WIDTH - 2 * MARGIN) / widest
    return {
        node: Place(MARGIN + place.x * scale, TOP + 24 + place.y * scale)
        for node, place in plan.places.items()
    }, scale


def _sums(homes: Sequence[StreetHome], trades: Sequence[StreetTrade]) -> dict[int, _HomeSum]:
    sold = dict.fromkeys((home.number for home in homes), 0)
    bought = dict(sold)
    for trade in trades:
        sold[trade.seller] += trade.energy_wh
        bought[trade.buyer] += trade.energy_wh
    return {number: _HomeSum(sold[number], bought[number]) for number in sold}


def _head(height: int, caption: Caption, trades: Sequence[StreetTrade]) -> list[str]:
    total = f"{kwh(sum(trade.energy_wh for trade in trades))} kWh in {_count(trades)}"
    prices = sorted({trade.price_micro_per_kwh for trade in trades})
    unit = f" {caption.currency}/kWh" if caption.currency else " per kWh"
    if prices:
        between = per_kwh(prices[0])
        if prices[-1] != prices[0]:
            between += f" to {per_kwh(prices[-1])}"
        total += f" at {between}{unit}"
    return [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" '
        f'height="{height}" role="img" aria-label="{_text(caption.title)}">',
        f"<title>{_text(caption.title)}</title>",
        f"<desc>{_text(caption.facts)}. {_text(total)}.</desc>",
        f'<rect width="{WIDTH}" height="{height}" fill="{PAPER}"/>',
        f'<g font-family="{FONT}">',
        f'<text x="{MARGIN}" y="58" font-size="30" font-weight="bold" fill="{INK}">'
        f"{_text(caption.title)}</text>",
        f'<text x="{MARGIN}" y="86" font-size="16" fill="{QUIET_INK}">{_text(caption.facts)}</text>',
        f'<text x="{MARGIN}" y="112" font-size="16" font-weight="bold" fill="{INK}">'
        f"{_text(total)}</text>",
        "</g>",
    ]


def _count(trades: Sequence[StreetTrade]) -> str:
    return "1 trade" if len(trades) == 1 else f"{len(trades)} trades"


def _lines(plan: TreePlan, places: Mapping[int, Place], homes: Sequence[StreetHome]) -> list[str]:
    """The feeder itself: the more homes a piece feeds, the thicker."""
    feeds: dict[int, int] = {}
    for home in homes:
        for node in plan.path(home.node, plan.root)[:-1]:
            feeds[node] = feeds.get(node, 0) + 1
    parts = [f'<g stroke="{LINE}" stroke-linecap="round" fill="none">']
    for node, above in sorted(plan.parent.items()):
        one, other = places[above], places[node]
        wide = 1.6 + 1.1 * math.sqrt(feeds.get(node, 0))
        parts.append(
            f'<line x1="{one.x:.1f}" y1="{one.y:.1f}" x2="{other.x:.1f}" y2="{other.y:.1f}" '
            f'stroke-width="{wide:.1f}"/>'
        )
    return [*parts, "</g>"]


def _arcs(
    homes: Sequence[StreetHome], places: Mapping[int, Place], trades: Sequence[StreetTrade]
) -> list[str]:
    """One bow per pair, from the seller's green to the buyer's blue, small ones on top."""
    at = {home.number: places[home.node] for home in homes}
    energy: dict[tuple[int, int], int] = {}
    for trade in trades:
        pair = (trade.seller, trade.buyer)
        energy[pair] = energy.get(pair, 0) + trade.energy_wh
    most = max(energy.values(), default=1)
    ranked = sorted(energy.items(), key=lambda item: (-item[1], item[0]))
    shades, bows = ["<defs>"], ['<g fill="none" stroke-linecap="round">']
    for (seller, buyer), wh in ranked:
        one, other = at[seller], at[buyer]
        name = f"t{seller}-{buyer}"
        shades.append(
            f'<linearGradient id="{name}" gradientUnits="userSpaceOnUse" x1="{one.x:.1f}" '
            f'y1="{one.y:.1f}" x2="{other.x:.1f}" y2="{other.y:.1f}">'
            f'<stop offset="0" stop-color="{GREEN}"/><stop offset="1" stop-color="{BLUE}"/>'
            "</linearGradient>"
        )
        share = math.sqrt(wh / most)
        bows.append(
            f'<path d="{_bow(one, other)}" stroke="url(#{name})" '
            f'stroke-width="{_thick(share):.2f}" stroke-opacity="{0.35 + 0.4 * share:.2f}">'
            f"<title>home {seller} to home {buyer}: {kwh(wh)} kWh</title></path>"
        )
    return [*shades, "</defs>", *bows, "</g>"]


def _thick(share: float) -> float:
    return 0.8 + 5.2 * share


def _bow(one: Place, other: Place) -> str:
    dx, dy = other.x - one.x, other.y - one.y
    bend = min(0.22, 42 / (math.hypot(dx, dy) or 1.0))  # long bows stay near their chord
    mid_x, mid_y = (one.x + other.x) / 2 + dy * bend, (one.y + other.y) / 2 - dx * bend
    return f"M{one.x:.1f} {one.y:.1f}Q{mid_x:.1f} {mid_y:.1f} {other.x:.1f} {other.y:.1f}"


def _transformer(place: Place) -> list[str]:
    return [
        f'<g fill="{INK}"><rect x="{place.x - 11:.1f}" y="{place.y - 11:.1f}" width="22" '
        f'height="22" rx="4"/>',
        f'<path d="M{place.x + 2:.1f} {place.y - 8:.1f}l-7 9h4l-2 7 7-9h-4z" fill="{SUN}"/></g>',
    ]


def _homes(
    homes: Sequence[StreetHome], places: Mapping[int, Place], sums: Mapping[int, _HomeSum]
) -> list[str]:
    most = max((max(s.sold_wh, s.bought_wh) for s in sums.values()), default=0) or 1
    parts = [f'<g font-family="{FONT}" font-size="9.5" text-anchor="middle">']
    for home in homes:
        parts += _home(home, places[home.node], sums[home.number], most)
    return [*parts, "</g>"]


def _home(home: StreetHome, place: Place, total: _HomeSum, most: int) -> list[str]:
    radius = 8.5 + 5.5 * math.sqrt(max(total.sold_wh, total.bought_wh) / most)
    told = f"home {home.number}: sold {kwh(total.sold_wh)}, bought {kwh(total.bought_wh)} kWh"
    parts = ["<g>", f"<title>{told}</title>"]
    if home.pv_w_peak:
        parts.append(_sun(place, radius))
    if total.sold_wh and total.bought_wh:
        parts.append(_diamond(place, radius, VIOLET))
    elif total.sold_wh:
        parts.append(_disc(place, radius, GREEN))
    elif total.bought_wh:
        parts.append(_square(place, radius, BLUE))
    else:
        parts.append(_ring(place, 7.5))
    if total.sold_wh and total.bought_wh:
        ink = INK  # white would be too faint on this colour
    else:
        ink = "#ffffff" if total.sold_wh or total.bought_wh else QUIET_INK
    parts.append(
        f'<text x="{place.x:.1f}" y="{place.y + 3.4:.1f}" fill="{ink}">{home.number}</text></g>'
    )
    return parts


def _disc(place: Place, radius: float, colour: str) -> str:
    return (
        f'<circle cx="{place.x:.1f}" cy="{place.y:.1f}" r="{radius:.1f}" fill="{colour}" '
        f'stroke="{PAPER}" stroke-width="1.5"/>'
    )


def _ring(place: Place, radius: float) -> str:
    return (
        f'<circle cx="{place.x:.1f}" cy="{place.y:.1f}" r="{radius:.1f}" fill="{PAPER}" '
        f'stroke="{QUIET_INK}" stroke-width="1.2"/>'
    )


def _square(place: Place, radius: float, colour: str) -> str:
    half = radius * 0.9
    return (
        f'<rect x="{place.x - half:.1f}" y="{place.y - half:.1f}" width="{2 * half:.1f}" '
        f'height="{2 * half:.1f}" rx="3" fill="{colour}" stroke="{PAPER}" stroke-width="1.5"/>'
    )


def _diamond(place: Place, radius: float, colour: str) -> str:
    r = radius * 1.2
    return (
        f'<path d="M{place.x:.1f} {place.y - r:.1f}l{r:.1f} {r:.1f}l{-r:.1f} {r:.1f}'
        f'l{-r:.1f} {-r:.1f}z" fill="{colour}" stroke="{PAPER}" stroke-width="1.5"/>'
    )


def _sun(place: Place, radius: float) -> str:
    rays = []
    for turn in range(8):
        cos, sin = math.cos(turn * math.pi / 4), math.sin(turn * math.pi / 4)
        near, far = radius + 2.2, radius + 6
        rays.append(
            f"M{place.x + near * cos:.1f} {place.y + near * sin:.1f}"
            f"L{place.x + far * cos:.1f} {place.y + far * sin:.1f}"
        )
    return f'<path d="{"".join(rays)}" stroke="{SUN}" stroke-width="2" stroke-linecap="round"/>'


def _legend(height: int, scale: float, trades: Sequence[StreetTrade]) -> list[str]:
    y = height - 40
    parts = [
        f'<line x1="{MARGIN}" y1="{y - 34}" x2="{WIDTH - MARGIN}" y2="{y - 34}" stroke="{LINE}"/>',
        f'<g font-family="{FONT}" font-size="14" fill="{INK}">',
    ]
    marks = [
        (_disc(Place(0, 0), 9, GREEN), "sold", 80),
        (_square(Place(0, 0), 9, BLUE), "bought", 100),
        (_diamond(Place(0, 0), 9, VIOLET), "both", 84),
        (_ring(Place(0, 0), 7.5), "no trade", 112),
        (_sun(Place(0, 0), 5), "solar panels", 138),
    ]
    x = MARGIN + 12.0
    for mark, name, wide in marks:
        parts.append(f'<g transform="translate({x:.0f} {y})">{mark}</g>')
        parts.append(f'<text x="{x + 18:.0f}" y="{y + 5}">{name}</text>')
        x += wide
    parts += _transformer(Place(x, y))
    parts.append(f'<text x="{x + 20:.0f}" y="{y + 5}">transformer</text>')
    parts += _legend_arcs(x + 140, y, trades)
    parts += _scale_bar(WIDTH - MARGIN, y, scale)
    return [*parts, "</g>"]


def _legend_arcs(x: float, y: int, trades: Sequence[StreetTrade]) -> list[str]:
    """Two sample bows with what they stand for."""
    energy: dict[tuple[int, int], int] = {}
    for trade in trades:
        pair = (trade.seller, trade.buyer)
        energy[pair] = energy.get(pair, 0) + trade.energy_wh
    if not energy:
        return []
    most = max(energy.values())
    parts = []
    for share, wh in ((0.5, most // 4), (1.0, most)):
        parts.append(
            f'<path d="M{x:.0f} {y}h18" stroke="{GREEN}" stroke-width="{_thick(share):.1f}"/>'
            f'<path d="M{x + 18:.0f} {y}h18" stroke="{BLUE}" stroke-width="{_thick(share):.1f}"/>'
        )
        parts.append(f'<text x="{x + 44:.0f}" y="{y + 5}">{kwh(wh)} kWh</text>')
        x += 142
    return parts


def _scale_bar(right: int, y: int, scale: float) -> list[str]:
    long = SCALE_BAR_M * scale
    left = right - long
    return [
        f'<path d="M{left:.1f} {y - 4}v8M{left:.1f} {y}H{right}M{right} {y - 4}v8" '
        f'stroke="{QUIET_INK}" stroke-width="1.4" fill="none"/>',
        f'<text x="{left + long / 2:.1f}" y="{y + 22}" font-size="12" text-anchor="middle" '
        f'fill="{QUIET_INK}">{SCALE_BAR_M} m of cable</text>',
    ]


def _text(text: str) -> str:
    """Escape for SVG; characters that XML does not allow at all become a question mark."""
    legal = "".join(c if c.isprintable() else "?" for c in text)
    return escape(legal, quote=True)
