"""The acceptance page's pictures, as SVG: what is connected to what, and each live check as bars."""

from collections.abc import Sequence
from html import escape

from agent.devices.tested import MeterTest
from agent.provisioning.acceptance import DeviceFact, Report

WIDE = 820
ROW, BOX_WIDE, BOX_HIGH = 58, 220, 44
SHOWN = 12
"""Relays drawn; of more the rest is counted."""
PLACES = {"grid": "Grid", "generation": "Panels", "storage": "Battery", "relay": "Load"}


def connections(report: Report) -> str:
    """Return the house with its meters and relays: what stands between what."""
    meters = [one for one in report.devices if one.role != "relay"]
    relays = [one for one in report.devices if one.role == "relay"]
    rows = max(len(meters), min(len(relays), SHOWN) + (len(relays) > SHOWN), 1)
    high = rows * ROW + 30
    middle = (rows * ROW) // 2
    parts = [
        f'<svg class="picture" viewBox="0 0 {WIDE} {high}" role="img" aria-label="What is connected">',
        _box(310, middle - BOX_HIGH // 2 + 8, 200, report.home or "House", _radio(report)),
    ]
    for place, one in enumerate(meters):
        parts += _meter(one, place, middle + 8)
    for place, one in enumerate(relays[:SHOWN]):
        parts += _relay(one, place, middle + 8)
    if len(relays) > SHOWN:
        words = f"and {len(relays) - SHOWN} more relays"
        parts.append(f'<text x="600" y="{SHOWN * ROW + 30}">{words}</text>')
    return "\n".join([*parts, "</svg>"])


def bars(checks: Sequence[MeterTest], names: dict[str, str]) -> str:
    """Return each live check: what was switched on, and by how much the meter moved."""
    most = max([1, *(max(one.load_w, abs(one.moved_w or 0)) for one in checks)])
    parts = [
        f'<svg class="picture" viewBox="0 0 {WIDE} {len(checks) * ROW + 6}" role="img"'
        ' aria-label="Live checks">'
    ]
    for place, one in enumerate(checks):
        top = place * ROW + 4
        name = escape(f"{names.get(one.key, one.key)} ({one.role})")
        moved = "no value" if one.moved_w is None else f"{_watts(one.moved_w)} measured"
        style = "bar" if one.passed else "wrong"
        parts += [
            f'<text x="0" y="{top + 18}">{name}</text>',
            f'<text class="small" x="0" y="{top + 36}">{escape(_verdict(one))}</text>',
            f'<rect class="want" x="250" y="{top + 4}" width="{_wide(one.load_w, most)}" height="15"/>',
            f'<text class="small" x="{256 + _wide(one.load_w, most)}" y="{top + 16}">'
            f"{_watts(one.load_w)} expected</text>",
            f'<rect class="{style}" x="250" y="{top + 23}"'
            f' width="{_wide(abs(one.moved_w or 0), most)}" height="15"/>',
            f'<text class="small" x="{256 + _wide(abs(one.moved_w or 0), most)}" y="{top + 35}">'
            f"{moved}</text>",
        ]
    return "\n".join([*parts, "</svg>"])


def _verdict(one: MeterTest) -> str:
    return "\N{CHECK MARK} right" if one.passed else "\N{BALLOT X} " + ", ".join(one.findings)


def _wide(power_w: int, most_w: int) -> int:
    return min(power_w, most_w) * 430 // most_w


def _watts(power_w: int) -> str:
    return f"{power_w:,} W".replace(",", "\N{NARROW NO-BREAK SPACE}")


def _meter(one: DeviceFact, place: int, middle: int) -> list[str]:
    top = place * ROW + 8
    y = top + BOX_HIGH // 2
    return [
        f'<path d="M {BOX_WIDE} {y} H 265 V {middle} H 310"/>',
        _box(0, top, BOX_WIDE, f"{PLACES.get(one.role, one.role)}: {one.name}", _about(one)),
    ]


def _relay(one: DeviceFact, place: int, middle: int) -> list[str]:
    top = place * ROW + 8
    y = top + BOX_HIGH // 2
    return [
        f'<path d="M 510 {middle} H 555 V {y} H 600"/>',
        _box(600, top, BOX_WIDE, f"{PLACES['relay']}: {one.name}", _about(one)),
    ]


def _about(one: DeviceFact) -> str:
    turned = ", turned round" if one.turned_round else ""
    return f"{one.model or 'meter'}{turned}"


def _radio(report: Report) -> str:
    channel = "" if report.radio_channel is None else f", channel {report.radio_channel}"
    return f"radio {report.radio}{channel}" if report.radio else "no radio"


def _box(x: int, y: int, wide: int, title: str, words: str) -> str:
    return (
        f'<rect x="{x}" y="{y}" width="{wide}" height="{BOX_HIGH}" rx="8"/>'
        f'<text x="{x + 10}" y="{y + 18}">{escape(_short(title))}</text>'
        f'<text class="small" x="{x + 10}" y="{y + 35}">{escape(_short(words))}</text>'
    )


def _short(text: str, most: int = 30) -> str:
    return text if len(text) <= most else text[: most - 1] + "\N{HORIZONTAL ELLIPSIS}"
