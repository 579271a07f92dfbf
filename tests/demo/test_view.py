"""The terminal view: every size, without colour, without UTF-8, and nothing important left out."""

import io

import pytest
from rich.console import Console

from agent.api.sections import Alert
from agent.demo.result import StreetFrame, StreetHealth
from agent.demo.view import StreetScreen, render
from agent.units import MonoMs
from tests.demo.street import frame, real_street, snapshot

STREET = real_street()
SIZES = [
    (60, 20),
    (72, 20),
    (76, 20),
    (80, 24),
    (100, 30),
    (132, 43),
    (200, 60),
    (200, 20),
    (60, 60),
]
RUNNING = frame(STREET, snapshot())
EMPTY = frame(
    STREET,
    cycle=None,
    phase=None,
    prices=(),
    trades=(),
    my_number=None,
    note="starting 4 validators",
)


def text(shown: StreetFrame, width: int, height: int, *, ascii_only: bool = False) -> list[str]:
    console = Console(
        file=io.StringIO(), width=width, height=height, no_color=True, force_terminal=False
    )
    with console.capture() as capture:
        console.print(render(shown, width, height, ascii_only=ascii_only), end="")
    return capture.get().rstrip("\n").split("\n")


@pytest.mark.parametrize("ascii_only", [False, True])
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("shown", [RUNNING, EMPTY], ids=["running", "empty"])
def test_every_size_is_filled_and_never_overflows(
    shown: StreetFrame, size: tuple[int, int], ascii_only: bool
) -> None:
    rows = text(shown, *size, ascii_only=ascii_only)
    assert len(rows) == size[1]
    assert {len(row) for row in rows} == {size[0]}


@pytest.mark.parametrize("width", range(1, 60, 7))
@pytest.mark.parametrize("height", [1, 5, 6, 7, 8, 11, 19])
def test_a_terminal_too_small_for_it_does_not_crash(width: int, height: int) -> None:
    render(RUNNING, width, height)
    render(EMPTY, width, height, ascii_only=True)


@pytest.mark.parametrize("size", SIZES)
def test_the_five_questions_of_a_person_are_answered(size: tuple[int, int]) -> None:
    shown = "\n".join(text(RUNNING, *size))
    assert "▲ SURPLUS" in shown, "do I have surplus now?"
    assert "+1.24 kW" in shown
    assert "order 7: 0.412 kWh → final" in shown, "am I trading?"
    assert "at 0.2012" in shown, "at what price?"
    assert "so far +0.08" in shown, "what did it earn or cost?"
    assert "✓ block 812" in shown, "is something wrong?"


@pytest.mark.parametrize("size", SIZES)
def test_the_market_stands_in_every_size(size: tuple[int, int]) -> None:
    shown = "\n".join(text(RUNNING, *size))
    for fact in ("cycle 7", "matching", "1:23", "43/55", "4/5", "price 0.2050", "10.975 kWh"):
        assert fact in shown


@pytest.mark.parametrize(
    ("status", "word"), [("green", "▲ SURPLUS"), ("red", "▼ DEFICIT"), ("unknown", "? UNKNOWN")]
)
def test_the_status_is_a_word_and_a_shape_not_only_a_colour(status: str, word: str) -> None:
    shown = "\n".join(text(frame(STREET, snapshot(status)), 80, 24))
    assert word in shown


def test_an_unknown_status_says_why() -> None:
    shown = "\n".join(text(frame(STREET, snapshot("unknown")), 80, 24))
    assert "the meter is silent" in shown
    assert "makes" not in shown, "old numbers must not look alive"


def test_trouble_comes_first() -> None:
    alert = Alert("grid", 0, "meter silent", "check the cable")
    health = StreetHealth(troubles=("home 7 stopped", "home 9 stopped"))
    shown = text(frame(STREET, snapshot(alerts=(alert,)), health=health), 100, 30)
    assert "! home 7 stopped (and 1 more)" in shown[-1]
    first = next(row for row in shown if "meter silent" in row)
    assert "check the cable" in first
    assert shown.index(first) < shown.index(next(row for row in shown if "SURPLUS" in row))


def test_plain_ascii_is_plain_ascii() -> None:
    for size in SIZES:
        assert "\n".join(text(RUNNING, *size, ascii_only=True)).isascii()


def test_the_map_shows_my_home_sellers_and_buyers_where_there_is_room() -> None:
    wide = "\n".join(text(RUNNING, 132, 43))
    assert wide.count("◆") == 2, "the map and its key"
    assert wide.count("■") == 2
    assert "feeder" in wide
    assert "feeder ─" not in "\n".join(text(RUNNING, 60, 20))


def test_trades_that_do_not_fit_are_counted() -> None:
    assert any("more" in row for row in text(RUNNING, 80, 24))


def test_my_trade_is_listed_before_larger_ones() -> None:
    mine = next(t for t in RUNNING.trades if t.energy_wh < 300)
    rows = text(frame(STREET, snapshot(), my_number=mine.seller), 80, 24)
    first = next(row for row in rows if "→ ▼" in row)
    assert f"▲{mine.seller:>2} →" in first


def test_while_nothing_runs_the_note_says_what_is_happening() -> None:
    assert "starting 4 validators" in "\n".join(text(EMPTY, 80, 24))


def test_a_gap_in_the_prices_is_no_price() -> None:
    gap = frame(STREET, prices=RUNNING.prices[:3])
    assert "price no trade" in "\n".join(text(gap, 80, 24))


def test_the_screen_draws_four_times_a_second_at_most() -> None:
    console = Console(file=io.StringIO(), width=80, height=24, force_terminal=True)
    with StreetScreen(console) as screen:
        drawn = [screen.show(RUNNING, MonoMs(at)) for at in (0, 100, 249, 250, 300, 600)]
    assert drawn == [True, False, False, True, False, True]
