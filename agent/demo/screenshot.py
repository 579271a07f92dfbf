"""A frame of the live view as an SVG file: what the terminal showed, for people who were away."""

import io
import re

from rich.console import Console

from agent.demo.result import StreetFrame
from agent.demo.view import render

COLUMNS, ROWS = 112, 38
_WEB_FONTS = re.compile(r"@font-face\s*\{.*?\}", re.DOTALL)


def screenshot(frame: StreetFrame) -> str:
    """Return the frame as SVG; it names no font on the network, the viewer's monospace will do."""
    console = Console(
        record=True,
        width=COLUMNS,
        height=ROWS,
        file=io.StringIO(),
        force_terminal=True,
        color_system="truecolor",
        legacy_windows=False,
    )
    console.print(render(frame, COLUMNS, ROWS))
    picture = console.export_svg(title="gridhearth demo")
    return _WEB_FONTS.sub("", picture).replace("Fira Code", "DejaVu Sans Mono")
