"""The street, live in a terminal: one calm picture, four times a second at most.

`render` is a pure function of the frame and the size; `StreetScreen` puts its pictures on a
terminal. Everything is told by word and shape as well as by colour, so it can be read without
colour and, with `ascii_only`, without UTF-8.
"""

from collections.abc import Callable
from types import TracebackType

from rich.console import Console, Group, RenderableType
from rich.live import Live
from rich.text import Text

from agent.api.sections import Phase
from agent.demo.home_panel import home_rows
from agent.demo.map_panel import map_rows
from agent.demo.result import StreetFrame, StreetTrade
from agent.demo.signs import Signs, signs_for, sparkline
from agent.demo.words import kwh, metres, per_kwh, short_money
from agent.units import MonoMs

SMALLEST_WIDTH, SMALLEST_HEIGHT = 20, 6
FRAME_MS = 250
MAP_FROM_WIDTH, MAP_FROM_BODY = 76, 11
SIDE_WIDTH = 34
PHASES: tuple[tuple[Phase, int], ...] = (
    ("quotation", 3),
    ("matching", 7),
    ("feedback", 3),
    ("settlement", 2),
)
PHASE_STYLE = {"quotation": "cyan", "matching": "yellow", "feedback": "green", "settlement": "blue"}
CYCLE_MINUTES = 15

Rows = Callable[[StreetFrame, int, int, Signs], list[Text]]


def render(
    frame: StreetFrame, width: int, height: int, *, ascii_only: bool = False
) -> RenderableType:
    """Return the picture of `frame`, exactly `height` rows of `width` cells.

    Sizes below 20 by 6 are drawn as 20 by 6. From 76 cells across the feeder's map is shown,
    on narrower or lower terminals the list of trades in its place.
    """
    width, height = max(width, SMALLEST_WIDTH), max(height, SMALLEST_HEIGHT)
    signs = signs_for(ascii_only=ascii_only)
    head = _head(frame, width, signs)
    foot = _foot(frame, width, signs)
    body = _body(frame, width, max(0, height - len(head) - len(foot)), signs)
    rows = [_fit(row, width, signs) for row in (*head, *body, *foot)]
    return Group(*rows[:height])


class StreetScreen:
    """The live view on one console, from entering the context until leaving it.

    No thread: a picture is drawn when `show` is called, and not more often than every 250 ms.
    """

    def __init__(self, console: Console) -> None:
        self._console = console
        self._live = Live(console=console, auto_refresh=False, screen=console.is_terminal)
        self._shown_ms: int | None = None
        self._ascii = not console.encoding.lower().startswith("utf")

    def __enter__(self) -> "StreetScreen":
        self._live.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._live.stop()

    def show(self, frame: StreetFrame, now_ms: MonoMs) -> bool:
        """Draw `frame`; False when the last picture is younger than 250 ms and it was left out."""
        if self._shown_ms is not None and now_ms - self._shown_ms < FRAME_MS:
            return False
        self._shown_ms = now_ms
        size = self._console.size
        picture = render(frame, size.width, size.height, ascii_only=self._ascii)
        self._live.update(picture, refresh=True)
        return True


def _head(frame: StreetFrame, width: int, signs: Signs) -> list[Text]:
    title = Text(" gridhearth", style="bold")
    title.append(f" {signs.joint} {len(frame.street.homes)} homes on one feeder", "dim")
    right = Text()
    if frame.clock:
        right.append(f"{frame.clock}  ", "dim")
    if frame.cycle is not None:
        right.append(f"cycle {frame.cycle} ", "bold")
    return [
        _apart(title, right, width),
        *_phases(frame, width, signs),
        _market(frame, width, signs),
    ]


def _phases(frame: StreetFrame, width: int, signs: Signs) -> list[Text]:
    """The cycle as one bar in four parts, names below, the countdown at its end."""
    if frame.phase is None:
        return [Text(f" {frame.note or 'no cycle runs'}", style="italic"), Text("")]
    countdown = Text(
        f" {_countdown(frame.seconds_left)} ", style=f"bold {PHASE_STYLE[frame.phase]}"
    )
    room = max(4, width - 1 - len(countdown))
    passed = room * min(max(frame.cycle_elapsed_permille, 0), 1000) // 1000
    bar, names = Text(" "), Text(" ")
    start = minutes = 0
    for phase, wide in PHASES:
        minutes += wide
        end = room * minutes // CYCLE_MINUTES
        filled = min(max(passed - start, 0), end - start)
        now = phase == frame.phase
        bar.append(signs.full * filled, PHASE_STYLE[phase] if now else f"dim {PHASE_STYLE[phase]}")
        bar.append(signs.empty * (end - start - filled), "bright_black")
        last = phase == PHASES[-1][0]  # has the room below the countdown too
        name = phase if last else phase[: max(0, end - start - 1)]
        names.append(name.ljust(end - start), f"bold {PHASE_STYLE[phase]}" if now else "dim")
        start = end
    return [bar.append_text(countdown), names]


def _countdown(seconds: int) -> str:
    return f"{max(seconds, 0) // 60}:{max(seconds, 0) % 60:02d}"


def _market(frame: StreetFrame, width: int, signs: Signs) -> Text:
    left = Text(" ")
    left.append(f"{frame.orders}/{len(frame.street.homes)}", "bold")
    left.append(" orders")
    if frame.endorsements_needed:
        left.append(f"  {frame.endorsements}/{frame.endorsements_needed}", "bold")
        left.append(" endorsed")
    right = Text()
    if frame.prices:
        bars = sparkline([price.price_micro_per_kwh for price in frame.prices[-24:]], signs)
        right.append(bars[-max(0, width - len(left) - 20) :], "cyan")
        last = frame.prices[-1].price_micro_per_kwh
        right.append("  price ")
        right.append("no trade " if last is None else f"{per_kwh(last)} ", "bold")
    return _apart(left, right, width)


def _body(frame: StreetFrame, width: int, height: int, signs: Signs) -> list[Text]:
    if width >= MAP_FROM_WIDTH and height >= MAP_FROM_BODY:
        side = min(SIDE_WIDTH + max(0, width - 100) // 5, 48)
        left = _framed("feeder", map_rows, frame, (width - side, height), signs)
        above = min(11, height - 4)
        right = [
            *_framed(_my_name(frame), home_rows, frame, (side, above), signs),
            *_framed(_trades_name(frame), _trade_rows, frame, (side, height - above), signs),
        ]
        return [_beside(one, other, width - side) for one, other in zip(left, right, strict=True)]
    above = min(10, max(height - 4, (height + 1) // 2))
    return [
        *_framed(_my_name(frame), home_rows, frame, (width, above), signs),
        *_framed(_trades_name(frame), _trade_rows, frame, (width, height - above), signs),
    ]


def _my_name(frame: StreetFrame) -> str:
    return "my home" if frame.my_number is None else f"home {frame.my_number}"


def _trades_name(frame: StreetFrame) -> str:
    if not frame.trades:
        return "trades"
    count = len(frame.trades)
    return f"{count} trade{'' if count == 1 else 's'} of cycle {frame.trades[-1].cycle}"


def _trade_rows(frame: StreetFrame, width: int, height: int, signs: Signs) -> list[Text]:
    """The largest trades, mine first; as many as fit."""
    if not frame.trades:
        return [Text("nothing traded yet", style="dim")]
    mine = frame.my_number
    ranked = sorted(
        frame.trades,
        key=lambda t: (mine not in (t.seller, t.buyer), -t.energy_wh, t.seller, t.buyer),
    )
    columns = max(1, width // 32)
    wide = width // columns
    room = columns * height
    shown = ranked if len(ranked) <= room else ranked[: max(0, room - 1)]
    cells = [_trade_cell(trade, mine, wide, signs) for trade in shown]
    if len(shown) < len(ranked):
        cells.append(Text(f"and {len(ranked) - len(shown)} more", style="dim"))
    return [_row_of(cells[i : i + columns], wide) for i in range(0, len(cells), columns)]


def _trade_cell(trade: StreetTrade, mine: int | None, width: int, signs: Signs) -> Text:
    bold = "bold " if mine in (trade.seller, trade.buyer) else ""
    cell = Text(no_wrap=True)
    cell.append(f"{signs.sells}{trade.seller:>2}", f"{bold}green")
    cell.append(f" {signs.arrow} ", "dim")
    cell.append(f"{signs.buys}{trade.buyer:>2}", f"{bold}blue")
    cell.append(f" {kwh(trade.energy_wh)} kWh", bold.strip())
    if width >= 30:
        cell.append(f" {metres(trade.distance_mm):>3} m", "dim")
    return cell


def _row_of(cells: list[Text], wide: int) -> Text:
    row = Text(no_wrap=True)
    for cell in cells:
        row.append_text(cell)
        row.append(" " * max(0, wide - len(cell)))
    return row


def _foot(frame: StreetFrame, width: int, signs: Signs) -> list[Text]:
    total = frame.totals
    money = Text(" ")
    money.append(f"{kwh(total.energy_wh)} kWh", "bold")
    money.append(f" in {total.trades} trades {signs.joint} worth {short_money(total.value_micro)}")
    money.append(f" {signs.joint} network {short_money(total.network_micro)}", "dim")
    money.append(f" {signs.joint} penalties {short_money(total.penalty_micro)}", "dim")
    return [money, _health(frame, width, signs)]


def _health(frame: StreetFrame, width: int, signs: Signs) -> Text:
    health = frame.health
    line = Text(" ")
    if health.troubles:
        more = f" (and {len(health.troubles) - 1} more)" if len(health.troubles) > 1 else ""
        line.append(f"{signs.trouble} {health.troubles[0]}{more}", "bold red")
        return line
    line.append(f"{signs.well} ", "green")
    line.append(
        f"block {health.height} {signs.joint} {health.validators} validators {signs.joint} "
        f"{health.blocks_per_s:.1f} blocks/s "
        f"{signs.joint} {health.memory_bytes // 2**20} MiB",
        "dim",
    )
    return line


def _framed(
    title: str, rows: Rows, frame: StreetFrame, size: tuple[int, int], signs: Signs
) -> list[Text]:
    """A rule with the title, the rows below it, filled up to `height`."""
    width, height = size
    if height <= 0:
        return []
    rule = Text(f" {signs.empty} ", style="bright_black")
    rule.append(title, "bold")
    rule.append(" ")
    rule.append(signs.empty * max(0, width - len(rule) - 1), "bright_black")
    inside = rows(frame, max(1, width - 3), height - 1, signs) if height > 1 else []
    body = [Text(" ").append_text(row) for row in inside[: height - 1]]
    return [rule, *body, *(Text("") for _ in range(height - 1 - len(body)))]


def _beside(one: Text, other: Text, width: int) -> Text:
    left = one.copy()
    left.truncate(width, pad=True)
    return left.append_text(other)


def _apart(left: Text, right: Text, width: int) -> Text:
    gap = max(1, width - left.cell_len - right.cell_len)
    return left.append(" " * gap).append_text(right)


def _fit(row: Text, width: int, signs: Signs) -> Text:
    """Cut or fill a row to the width; a cut is visible."""
    row.no_wrap, row.end = True, "\n"
    if row.cell_len > width:
        row.truncate(width - len(signs.cut))
        row.append(signs.cut)
    row.truncate(width, pad=True)
    return row
