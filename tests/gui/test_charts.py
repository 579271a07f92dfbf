"""Charts as data: scales hold what they show, gaps stay gaps, the day is where the clock is."""

from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtGui import QColor

from gui.charts.chart import Chart
from gui.charts.day import day_picture
from gui.charts.picture import Layer, Picture, runs, scale_top
from gui.texts import Reader

READER = Reader("en", ZoneInfo("Europe/London"))
FROM_MS = 1_781_996_400_000  # 2026-06-21 00:00 in London
STEP_MS = 900_000


def day(points: list[Any], expected: list[Any] | None = None, **more: Any) -> dict[str, Any]:
    return {
        "from_ms": FROM_MS,
        "step_ms": STEP_MS,
        "points": points,
        "expected": expected or [],
    } | more


def layers(picture: Picture | None, shape: str, colour: str) -> list[Layer]:
    assert picture is not None
    return [one for one in picture.layers if (one.shape, one.colour) == (shape, colour)]


@given(most=st.integers(0, 10**9), parts=st.integers(1, 6))
def test_a_scale_holds_what_it_shows_in_few_round_steps(most: int, parts: int) -> None:
    top, step = scale_top(most, parts)
    assert top >= most
    assert top % step == 0
    assert top // step <= max(parts, 1)
    assert str(step).strip("0") in {"1", "2", "5"}


def test_a_gap_is_drawn_as_a_gap() -> None:
    a, b, c = (0.0, 0.1), (0.1, 0.2), (0.3, 0.4)
    assert runs([a, b, None, None, c]) == ((a, b), (c,))
    assert runs([None]) == ()
    picture = day_picture(day([[100, 0, 0]] * 4 + [None] + [[100, 0, 0]] * 4), FROM_MS, READER)
    assert len(layers(picture, "line", "used")) == 2


def test_energy_of_a_quarter_becomes_average_power() -> None:
    picture = day_picture(day([[0, 100, 350]]), FROM_MS + STEP_MS, READER)
    assert picture is not None
    top_w = 1_500
    assert [label.text for label in picture.y_labels] == ["0", "0.5", "1", "1.5"]
    assert layers(picture, "line", "made")[0].points[0][1] == pytest.approx(1_400 / top_w)
    assert layers(picture, "line", "used")[0].points[0][1] == pytest.approx(1_000 / top_w)


def test_a_home_without_a_meter_on_the_roof_shows_what_went_over_the_connection() -> None:
    picture = day_picture(day([[200, 0, None], [0, 100, None]]), FROM_MS, READER)
    assert picture is not None
    assert [key.text for key in picture.legend] == ["given to the grid, kW", "drawn from it, kW"]
    assert layers(picture, "line", "used")[0].points[0][1] == pytest.approx(0.8)


def test_what_is_expected_begins_now_and_is_dashed() -> None:
    points: list[Any] = [[100, 0, 0]] * 2 + [None] * 94
    expected = [[100, 0, 50]] * 96
    now_ms = FROM_MS + 2 * STEP_MS + 1
    picture = day_picture(day(points, expected), now_ms, READER)
    dashed = [one for one in layers(picture, "line", "made") if one.dashed]
    assert len(dashed) == 1
    assert dashed[0].points[0][0] >= (now_ms - FROM_MS) / 86_400_000
    assert layers(picture, "upright", "text")[0].points[0][0] == pytest.approx(
        1_800_001 / 86_400_000
    )


def test_a_market_that_runs_faster_shows_the_steps_around_now() -> None:
    """A demonstration of six rounds in a day of 96 would be a thread at the left edge."""
    points = [[0, 100, 350]] * 40 + [None] * 56
    quick = day(points, nominal_step_ms=STEP_MS) | {"step_ms": 20_000}
    early = day_picture(quick | {"points": points[:1] + [None] * 95}, FROM_MS + 10_000, READER)
    (made,) = layers(early, "line", "made")
    assert made.points[0] == (0, pytest.approx(1.4 / 1.5))
    assert made.points[1][0] == pytest.approx(1 / 24), "one interval is seen, and is no point"
    late = day_picture(quick, FROM_MS + 40 * 20_000, READER)
    (made,) = layers(late, "line", "made")
    assert made.points[-1][0] == pytest.approx(16.5 / 24)
    assert layers(late, "upright", "text")[0].points[0][0] == pytest.approx(17 / 24, abs=0.01)
    assert late is not None
    assert [label.text for label in late.x_labels] == ["00:07", "00:09", "00:11", "00:13", "00:15"]


@pytest.mark.parametrize(
    "answer",
    [
        None,
        {},
        day([]),
        day([None] * 96),
        day([[None, None, None]]),
        day(["nonsense"]),
        day([[1, 2, 3]]) | {"step_ms": 0},
        day([[1, 2, 3]], nominal_step_ms=-1),
    ],
)
def test_nothing_to_show_is_no_picture(answer: Any) -> None:
    assert day_picture(answer, FROM_MS, READER) is None


@given(
    points=st.lists(
        st.none() | st.tuples(*[st.integers(0, 10_000)] * 2, st.none() | st.integers(0, 10_000)),
        max_size=96,
    ),
    now=st.integers(-86_400_000, 2 * 86_400_000),
)
@settings(deadline=None)
def test_every_point_lies_inside_the_plot(points: list[Any], now: int) -> None:
    picture = day_picture(day(points, points), FROM_MS + now, READER)
    for layer in picture.layers if picture is not None else ():
        for x, y in layer.points:
            assert 0.0 <= x <= 1.0
            assert 0.0 <= y <= 1.0


def test_the_item_draws_every_shape(stage: Any) -> None:
    shown = stage("afternoon")
    view = shown.find("day")
    shapes = ("line", "area", "segments", "bars", "marks", "upright", "level")
    before = shown.picture()
    for shape in shapes:
        for mark in ("square", "circle", "triangle", "cross") if shape == "marks" else ("square",):
            layer = Layer(shape, "made", ((0.1, 0.2), (0.8, 0.9)), 3.0, mark=mark)
            view.setProperty("picture", Picture((layer,)))
            shown.settle()
            picture = shown.picture()
            assert picture != before, f"{shape} {mark} drew nothing new"
            before = picture


def test_a_faded_chart_has_no_colour_left(application: object) -> None:
    chart = Chart()
    chart.setProperty("colours", {"made": QColor("#4fb3ff")})
    chart.setProperty("fadedColour", QColor("#8b98a6"))
    layer = Layer("line", "made", ((0.0, 0.0),))
    assert chart._colour(layer).name() == "#4fb3ff"
    chart.setProperty("faded", True)
    assert chart._colour(layer).name() == "#8b98a6"
    chart.deleteLater()
