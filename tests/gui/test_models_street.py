"""The street's model and charts, without a window."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.api.views import CurveStep, CurvesView, PriceLine
from gui.charts.auction import auction_picture, crossing_wh
from gui.charts.prices import prices_picture
from gui.glance import Glance
from gui.models.neighbourhood import NeighbourhoodModel
from gui.texts import Reader
from tests.gui.asked import Asked

ENGLISH = Reader("en")
STREET = {
    "width": 10_000,
    "height": 5_000,
    "lines": [[0, 2_500, 10_000, 2_500]],
    "homes": [
        {"vertex": 1, "x": 0, "y": 0, "kind": "me", "pseudonym": "home-me"},
        {"vertex": 2, "x": 10_000, "y": 5_000, "kind": "member", "pseudonym": "home-12ab"},
        {"vertex": 3, "x": 5_000, "y": 0, "kind": "home", "pseudonym": ""},
    ],
    "mine": 1,
    "transformer": [0, 2_500],
}


def trades(*found: tuple[int, int, int, bool]) -> dict[str, Any]:
    return {
        "cycle": 98_419,
        "sentence": "",
        "trades": [
            {
                "from_vertex": start,
                "to_vertex": end,
                "energy_wh": energy_wh,
                "distance_mm": 1,
                "mine": mine,
            }
            for start, end, energy_wh, mine in found
        ],
    }


@pytest.fixture
def opened(glance: Callable[..., Glance]) -> tuple[NeighbourhoodModel, Asked, Glance]:
    """A model whose page is open, before any answer."""
    asked, seen = Asked(), glance("afternoon")
    model = NeighbourhoodModel(asked)
    model.look(seen)
    model.enter()
    return model, asked, seen


def mapped(asked: Asked, street: Any, *found: tuple[int, int, int, bool]) -> None:
    """Answer the trades, and the map that is asked for after them."""
    asked.answer("street.trades", trades(*found))
    asked.answer("street.map", street)


def layer(model: NeighbourhoodModel, shape: str, colour: str) -> Any:
    picture = model.shown.chart
    assert picture is not None
    return next(one for one in picture.layers if (one.shape, one.colour) == (shape, colour))


def test_my_trades_are_joined_by_a_line_with_their_energy(opened: Any) -> None:
    model, asked, _seen = opened
    mapped(asked, STREET, (1, 2, 180, True), (2, 3, 90, False))
    mine = layer(model, "segments", "used").points
    assert mine == ((0.03, 0.97), (0.97, pytest.approx(0.03)))
    (spot,) = model.shown.spots
    assert spot["text"] == "0.18\N{NO-BREAK SPACE}kWh"
    assert (spot["x"], spot["y"]) == (pytest.approx(0.97), pytest.approx(0.97))
    assert model.shown.sentences == ("2 trades, together 0.27\N{NO-BREAK SPACE}kWh.",)


def test_a_trade_with_a_home_that_is_not_on_the_map_is_counted_but_not_drawn(opened: Any) -> None:
    model, asked, _seen = opened
    mapped(asked, STREET, (1, 99, 180, True))
    assert model.shown.spots == ()
    assert model.shown.sentences[0].startswith("One trade")


def test_partners_are_named_from_this_homes_own_proven_trades(opened: Any) -> None:
    model, asked, _seen = opened
    mapped(asked, STREET, (1, 2, 180, True))
    assert [line["text"] for line in model.shown.lines] == ["home-12ab", "home-77c0"]
    assert "121" in model.shown.lines[0]["detail"]


def test_why_nothing_is_known_is_said_in_the_agents_words(opened: Any) -> None:
    model, asked, _seen = opened
    asked.refuse("street.trades", "Not now.")
    asked.refuse("street.map", "The street is read once the chain is followed.")
    assert model.shown.explanation == "The street is read once the chain is followed."
    model.choose("offers")
    nothing = {"cycle": None, "sentence": "No window has closed yet."}
    asked.answer("market.curves", nothing)
    assert model.shown.chart is None
    assert model.shown.explanation == "No window has closed yet."


@pytest.mark.parametrize("nonsense", [None, [], {"width": "wide"}, {"lines": 3}])
def test_a_map_that_is_none_is_a_sentence_and_no_exception(opened: Any, nonsense: Any) -> None:
    model, asked, _seen = opened
    mapped(asked, nonsense)
    assert model.shown.chart is None
    assert "could not be understood" in model.shown.explanation


def test_it_asks_again_when_the_round_moves_on_and_not_before(opened: Any) -> None:
    model, asked, seen = opened
    mapped(asked, STREET)
    before = len(asked.all)
    model.look(replace(seen, now_ms=seen.now_ms + 1_000))
    assert len(asked.all) == before
    market = msgspec.structs.replace(seen.snapshot.market, phase="matching")
    snapshot = msgspec.structs.replace(seen.snapshot, market=market)
    model.look(replace(seen, seen=replace(seen.seen, snapshot=snapshot)))
    assert asked.methods()[before:] == ["street.trades", "market.curves", "market.prices"]


def test_the_map_is_asked_again_only_with_a_new_round(opened: Any) -> None:
    """The agent learns who takes part by reading rounds; the map itself is thirty kilobytes."""
    model, asked, seen = opened
    assert "street.map" not in asked.methods()
    mapped(asked, STREET)
    for minutes, cycle, times in ((2, 98_419, 1), (4, 98_420, 2)):
        model.look(replace(seen, now_ms=seen.now_ms + minutes * 60_000))
        asked.answer("street.trades", trades() | {"cycle": cycle})
        assert asked.methods().count("street.map") == times


def test_my_own_order_is_in_the_curves_and_in_words(opened: Any) -> None:
    model, asked, _seen = opened
    model.choose("offers")
    asked.answer(
        "market.curves",
        {
            "cycle": 98_419,
            "sentence": "",
            "status": "result",
            "case": 2,
            "price_micro_per_kwh": 162_000,
            "supply": [[500, 100_000], [900, 170_000]],
            "demand": [[700, 200_000], [900, 110_000]],
            "mine": {
                "side": "sell",
                "low_micro_per_kwh": 100_000,
                "high_micro_per_kwh": 300_000,
                "energy_wh": 500,
                "from_wh": 0,
            },
            "order_count": 4,
            "block": 18_361,
        },
    )
    own = layer(model, "line", "surplus").points
    assert own[0][0] == 0.0
    assert own[0][1] == own[1][1]
    words = " ".join(model.shown.sentences).replace("\N{NO-BREAK SPACE}", " ")
    assert "They meet at 16.2 p." in words
    assert "You: sell up to 0.5 kWh for at least 10.0 p." in words
    assert "block 18361" in words


def test_while_the_newest_round_has_no_result_the_one_before_is_shown(opened: Any) -> None:
    model, asked, _seen = opened
    waiting = {"cycle": 98_420, "sentence": "This round has no result yet.", "trades": []}
    asked.answer("street.trades", waiting)
    assert asked.all[-1] == ("street.trades", {"cycle": 98_419})
    mapped(asked, STREET, (1, 2, 180, True))
    assert model.shown.title.endswith("98419")
    assert len(model.shown.spots) == 1


def test_without_any_result_the_newest_rounds_words_stay(opened: Any) -> None:
    model, asked, _seen = opened
    waiting = {"cycle": 98_420, "sentence": "This round has no result yet.", "trades": []}
    asked.answer("street.trades", waiting)
    asked.answer("street.trades", waiting | {"cycle": 98_419, "sentence": "Too long ago."})
    asked.answer("street.map", STREET)
    assert model.shown.sentences == ("This round has no result yet.",)
    assert asked.methods().count("street.trades") == 2


# --- where the curves meet


def steps(*orders: tuple[int, int]) -> tuple[CurveStep, ...]:
    found, total = [], 0
    for energy_wh, price in orders:
        total += energy_wh
        found.append(CurveStep(total, price))
    return tuple(found)


def test_the_curves_meet_where_the_next_asks_more_than_is_paid() -> None:
    supply = steps((500, 100), (400, 170))
    assert crossing_wh(supply, steps((700, 200), (200, 110))) == 700
    assert crossing_wh(supply, steps((100, 90))) == 0
    assert crossing_wh(supply, ()) == 0


Book = st.lists(st.tuples(st.integers(1, 5_000), st.integers(1, 500_000)), max_size=12)


def _by_brute_force(supply: Sequence[CurveStep], demand: Sequence[CurveStep]) -> int:
    def price_of(curve: Sequence[CurveStep], wh: int) -> int | None:
        return next((one.price_micro_per_kwh for one in curve if one.energy_wh > wh), None)

    most = 0
    for wh in range(min(supply[-1].energy_wh, demand[-1].energy_wh) if supply and demand else 0):
        asks, pays = price_of(supply, wh), price_of(demand, wh)
        assert asks is not None
        assert pays is not None
        if asks > pays:
            break
        most = wh + 1
    return most


@given(
    st.lists(st.tuples(st.integers(1, 40), st.integers(1, 50)), max_size=6),
    st.lists(st.tuples(st.integers(1, 40), st.integers(1, 50)), max_size=6),
)
def test_the_crossing_is_the_one_found_watt_hour_by_watt_hour(
    offers: list[tuple[int, int]], wishes: list[tuple[int, int]]
) -> None:
    supply = steps(*sorted(offers, key=lambda one: one[1]))
    demand = steps(*sorted(wishes, key=lambda one: -one[1]))
    assert crossing_wh(supply, demand) == _by_brute_force(supply, demand)


@given(Book, Book)
def test_no_order_is_drawn_outside_the_plot(
    offers: list[tuple[int, int]], wishes: list[tuple[int, int]]
) -> None:
    supply = steps(*sorted(offers, key=lambda one: one[1]))
    demand = steps(*sorted(wishes, key=lambda one: -one[1]))
    picture = auction_picture(CurvesView(1, "", supply=supply, demand=demand), ENGLISH, "GBP")
    if not supply and not demand:
        assert picture is None
        return
    assert picture is not None
    points = [point for one in picture.layers for point in one.points]
    assert all(0 <= x <= 1 and 0 <= y <= 1 for x, y in points)


# --- the strip of prices


def test_a_round_without_a_price_is_a_gap_and_a_missing_round_too() -> None:
    lines = [
        PriceLine(cycle, cycle * 900_000, price, 1, 2)
        for cycle, price in ((1, 100_000), (2, None), (3, 120_000), (6, 130_000))
    ]
    picture = prices_picture(lines, frozenset({3}), ENGLISH, "GBP")
    assert picture is not None
    assert sum(1 for one in picture.layers if one.shape == "line") == 3
    marks = next(one for one in picture.layers if one.shape == "marks")
    assert len(marks.points) == 1


@given(st.lists(st.integers(1, 10**9), min_size=1, max_size=30))
def test_every_price_lies_inside_the_strip(prices: list[int]) -> None:
    lines = [PriceLine(place, place * 900_000, price, 1, 2) for place, price in enumerate(prices)]
    picture = prices_picture(lines, frozenset(), ENGLISH, "GBP")
    assert picture is not None
    assert all(0 <= y <= 1 for one in picture.layers for _x, y in one.points)


def test_without_any_price_there_is_no_strip() -> None:
    assert prices_picture([PriceLine(1, 0, None, 0, 3)], frozenset(), ENGLISH, "GBP") is None
