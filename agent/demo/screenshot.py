"""A frame of the live view as an SVG file: what the terminal showed, for people who were away.

Drawn cell by cell, without any font from the network; the map's Braille dots become circles,
because many monospace fonts have none.
"""

import io
from collections.abc import Iterator
from xml.sax.saxutils import escape

from rich.color_triplet import ColorTriplet
from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from rich.terminal_theme import TerminalTheme

from agent.demo.result import StreetFrame
from agent.demo.view import render

COLUMNS, ROWS = 112, 38
CELL_W, CELL_H, MARGIN = 9, 19, 14
FONT_PX = 15
BRAILLE = range(0x2800, 0x2900)
DOTS = ((0, 0), (0, 1), (0, 2), (1, 0), (1, 1), (1, 2), (0, 3), (1, 3))
"""Column and row of each of a Braille character's eight bits (Unicode, chapter 21)."""
COLOURS = [
    (235, 110, 100),
    (120, 200, 130),
    (226, 190, 95),
    (105, 165, 240),
    (200, 140, 215),
    (90, 195, 205),
    (214, 219, 225),
]
THEME = TerminalTheme(
    (24, 28, 33), (214, 219, 225), [(60, 66, 74), *COLOURS], [(128, 136, 146), *COLOURS]
)


def screenshot(frame: StreetFrame) -> str:
    """Return the frame as SVG text."""
    console = Console(
        width=COLUMNS,
        height=ROWS,
        file=io.StringIO(),
        force_terminal=True,
        color_system="truecolor",
        legacy_windows=False,
    )
    lines = console.render_lines(render(frame, COLUMNS, ROWS), pad=False)
    width, height = COLUMNS * CELL_W + 2 * MARGIN, ROWS * CELL_H + 2 * MARGIN
    drawn = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}">',
        f'<rect width="{width}" height="{height}" rx="10" fill="{_hex(THEME.background_color)}"/>',
        f'<g font-family="DejaVu Sans Mono, Menlo, Consolas, monospace" font-size="{FONT_PX}">',
    ]
    for row, line in enumerate(lines):
        drawn += _row(line, MARGIN + row * CELL_H)
    return "\n".join([*drawn, "</g>", "</svg>", ""])


def _row(line: list[Segment], top: int) -> Iterator[str]:
    left = MARGIN
    for text, style, _ in line:
        ink, paper = _colours(style or Style())
        wide = len(text) * CELL_W
        if paper is not None:
            yield f'<rect x="{left}" y="{top}" width="{wide}" height="{CELL_H}" fill="{paper}"/>'
        bold = ' font-weight="bold"' if style is not None and style.bold else ""
        yield from _run(text, left, top, f'fill="{ink}"{bold}')
        left += wide


def _run(text: str, left: int, top: int, look: str) -> Iterator[str]:
    """Draw words as words; everything that is not ASCII by itself, so that its cell is exact."""
    word, start = "", left
    for place, sign in enumerate([*text, ""]):
        x = left + place * CELL_W
        if sign.isascii() and sign.strip():
            start = start if word else x
            word += sign
            continue
        if word:
            yield _text(word, start, top, look)
            word = ""
        if sign and ord(sign) in BRAILLE:
            yield from _dots(ord(sign) - BRAILLE.start, x, top, look)
        elif sign.strip():
            yield _text(sign, x, top, look)


def _text(text: str, x: int, top: int, look: str) -> str:
    wide = len(text) * CELL_W
    return (
        f'<text x="{x}" y="{top + CELL_H - 5}" textLength="{wide}" lengthAdjust="spacingAndGlyphs"'
        f" {look}>{escape(text)}</text>"
    )


def _dots(bits: int, x: int, top: int, look: str) -> Iterator[str]:
    for bit, (column, row) in enumerate(DOTS):
        if bits >> bit & 1:
            cx, cy = x + CELL_W * (2 * column + 1) / 4, top + CELL_H * (2 * row + 1) / 8
            yield f'<circle cx="{cx:g}" cy="{cy:g}" r="1.3" {look}/>'


def _colours(style: Style) -> tuple[str, str | None]:
    ink: ColorTriplet = _triplet(style, foreground=True)
    paper = None if style.bgcolor is None else _triplet(style, foreground=False)
    if style.reverse:
        ink, paper = paper or THEME.background_color, ink
    if style.dim:
        ink = ColorTriplet(
            *((2 * a + b) // 3 for a, b in zip(ink, THEME.background_color, strict=True))
        )
    return _hex(ink), None if paper is None else _hex(paper)


def _triplet(style: Style, *, foreground: bool) -> ColorTriplet:
    colour = style.color if foreground else style.bgcolor
    if colour is None or colour.is_default:
        return THEME.foreground_color if foreground else THEME.background_color
    return colour.get_truecolor(THEME, foreground=foreground)


def _hex(colour: ColorTriplet) -> str:
    return colour.hex
