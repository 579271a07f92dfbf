"""A small drawing surface of characters: lines in braille dots, marks on top.

A character cell holds 2 by 4 dots, which are nearly square on a terminal. Where the terminal
speaks no UTF-8 a line is drawn as full stops.
"""

from rich.text import Text

_DOT = ((0x01, 0x08), (0x02, 0x10), (0x04, 0x20), (0x40, 0x80))
_BRAILLE = 0x2800


class Canvas:
    """`width` by `height` cells; coordinates are dots, 2 per cell across and 4 down."""

    def __init__(self, width: int, height: int, *, ascii_only: bool) -> None:
        self.width, self.height = max(width, 1), max(height, 1)
        self._ascii = ascii_only
        self._dots: dict[tuple[int, int], int] = {}
        self._styles: dict[tuple[int, int], str] = {}
        self._marks: dict[tuple[int, int], tuple[str, str]] = {}

    def line(self, start: tuple[float, float], end: tuple[float, float], style: str) -> None:
        """Draw a straight line; a later line's style wins in the cells they share."""
        steps = max(1, round(max(abs(end[0] - start[0]), abs(end[1] - start[1]))))
        for step in range(steps + 1):
            x = round(start[0] + (end[0] - start[0]) * step / steps)
            y = round(start[1] + (end[1] - start[1]) * step / steps)
            cell = (x // 2, y // 4)
            if self._inside(cell):
                self._dots[cell] = self._dots.get(cell, 0) | _DOT[y % 4][x % 2]
                self._styles[cell] = style

    def mark(self, at: tuple[float, float], sign: str, style: str) -> None:
        """Put one character at a dot's cell, or in a free neighbour when the cell is taken."""
        x, y = round(at[0]) // 2, round(at[1]) // 4
        for dx, dy in ((0, 0), (1, 0), (-1, 0), (0, 1), (0, -1), (1, 1), (-1, -1)):
            cell = (x + dx, y + dy)
            if self._inside(cell) and cell not in self._marks:
                self._marks[cell] = (sign, style)
                return

    def rows(self) -> list[Text]:
        """Return the rows, each exactly `width` cells."""
        return [self._row(y) for y in range(self.height)]

    def _row(self, y: int) -> Text:
        row = Text(no_wrap=True)
        for x in range(self.width):
            cell = (x, y)
            if cell in self._marks:
                row.append(*self._marks[cell])
            elif cell in self._dots:
                sign = "." if self._ascii else chr(_BRAILLE + self._dots[cell])
                row.append(sign, self._styles[cell])
            else:
                row.append(" ")
        return row

    def _inside(self, cell: tuple[int, int]) -> bool:
        return 0 <= cell[0] < self.width and 0 <= cell[1] < self.height
