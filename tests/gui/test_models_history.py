"""The history's model, without a window: periods, paging, late answers, words."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.api.sections import StatementLine, TradeLine
from agent.api.views import DayLine
from gui.charts.bars import Bin, bars_picture
from gui.glance import Glance, Seen
from gui.models.calendar import SPANS, neighbour, period_of, start_ms, title_of
from gui.models.history import HistoryModel
from gui.models.history_rows import Told, filled, partner_rows, penalty_rows, total_rows
from gui.texts import Reader
from tests.gui.asked import Asked

LONDON = Reader("en", ZoneInfo("Europe/London"))


def day(name: str, **other: Any) -> dict[str, Any]:
    """A day line as the daemon answers it."""
    usual = {
        "import_wh": 4_000,
        "export_wh": 2_000,
        "generation_wh": 7_000,
        "intervals": 96,
        "sold_wh": 1_000,
        "bought_wh": 500,
        "earned_micro": 160_000,
        "spent_micro": 90_000,
        "charge_micro": 3_000,
        "penalty_micro": 0,
        "trades": 3,
    }
    return {"day": name, **usual, **other}


@pytest.fixture
def opened(glance: Callable[..., Glance]) -> tuple[HistoryModel, Asked, Glance]:
    """A model whose page is open, and what it asked so far."""
    asked, seen = Asked(), glance("afternoon")
    model = HistoryModel(asked)
    model.look(seen)
    model.enter()
    return model, asked, seen


@given(st.sampled_from(SPANS), st.dates(date(1971, 1, 1), date(9998, 1, 1)))
def test_periods_follow_each_other_without_gap_or_overlap(span: Any, some: date) -> None:
    period = period_of(span, some)
    assert period.first <= some <= period.last
    after = neighbour(period, 1)
    assert after.first == period.last + timedelta(days=1)
    assert neighbour(after, -1) == period


def test_the_calendar_ends_without_an_exception() -> None:
    last = period_of("day", date.max)
    assert neighbour(last, 1) == last


def test_a_day_begins_at_midnight_also_on_the_day_the_clocks_change() -> None:
    summer = date(2026, 3, 29)
    hours = (start_ms(summer + timedelta(days=1), LONDON) - start_ms(summer, LONDON)) / 3_600_000
    assert hours == 23


@pytest.mark.parametrize(
    ("language", "expected"),
    [("en", "June 2026"), ("de", "Juni 2026"), ("es", "junio 2026"), ("tr", "Haziran 2026")],
)
def test_months_are_named_in_the_readers_language(language: str, expected: str) -> None:
    assert title_of(period_of("month", date(2026, 6, 1)), Reader(language)) == expected


def test_nothing_is_asked_before_the_page_is_open(glance: Callable[..., Glance]) -> None:
    asked = Asked()
    model = HistoryModel(asked)
    model.look(glance("afternoon"))
    assert asked.all == []


def test_a_leap_year_is_asked_in_pages_that_cover_each_day_once(opened: Any) -> None:
    model, asked, _seen = opened
    model.open_line("2024-05-05")
    model.choose("year")
    pages = [
        params
        for method, params in asked.all
        if method == "energy.days" and params["from_day"].startswith("2024") and params["days"] > 1
    ]
    covered = [
        date.fromisoformat(page["from_day"]) + timedelta(days=place)
        for page in pages
        for place in range(page["days"])
    ]
    assert covered == [date(2024, 1, 1) + timedelta(days=place) for place in range(366)]
    assert all(page["days"] <= 100 for page in pages)


def test_an_answer_about_a_period_that_was_left_is_dropped(opened: Any) -> None:
    model, asked, _seen = opened
    late = asked.take("energy.day")
    model.older()
    late.answered(
        {
            "day": "2026-06-21",
            "from_ms": 0,
            "to_ms": 86_400_000,
            "step_ms": 900_000,
            "nominal_step_ms": 900_000,
            "points": [[1_000, 0, 0]] * 96,
            "expected": [None] * 96,
            "expected_from": "",
            "quality": {},
        }
    )
    assert model.shown.title == "Sat 20 June 2026"
    assert model.shown.chart is None


def test_days_outside_the_period_are_not_counted(opened: Any) -> None:
    model, asked, _seen = opened
    asked.answer("energy.days", [day("2026-06-20"), day("2026-06-21"), day("2031-01-01")])
    made = next(row for row in model.shown.totals if row["name"] == "Made")
    assert made["amount"] == "7.00\N{NO-BREAK SPACE}kWh"


def test_nothing_known_says_so_and_waiting_says_so_before(opened: Any) -> None:
    model, asked, _seen = opened
    assert model.shown.explanation == "Asking the agent …"
    asked.answer("energy.days", [])
    assert model.shown.chart is None
    assert model.shown.explanation == "Nothing is known of this time."


def test_a_refusal_is_shown_in_the_agents_words(opened: Any) -> None:
    model, asked, _seen = opened
    asked.refuse("energy.days", "The history is being put in order; ask again in a minute.")
    assert model.shown.explanation.startswith("The history is being put in order")


@pytest.mark.parametrize("nonsense", [None, 7, [{"day": 3}], {"day": "2026-06-21"}])
def test_an_answer_that_is_none_is_a_sentence_and_no_exception(opened: Any, nonsense: Any) -> None:
    model, asked, _seen = opened
    asked.answer("energy.days", nonsense)
    assert "could not be understood" in model.shown.explanation


def test_a_day_asks_for_the_trades_of_its_own_rounds_only(opened: Any) -> None:
    model, asked, _seen = opened
    midnight_ms = start_ms(date(2026, 6, 21), LONDON)
    asked.refuse("energy.day", "not there")
    asked.answer(
        "market.prices",
        [
            {"cycle": 1_057, "starts_at_ms": midnight_ms + 57 * 900_000},
            {"cycle": 1_058, "starts_at_ms": midnight_ms + 58 * 900_000},
        ],
    )
    trades = asked.take("trades.list")
    assert trades.params == {"limit": 100, "before_cycle": 1_096}
    usual = {"side": "sell", "energy_wh": 100, "price_micro_per_kwh": 150_000}
    far = {"distance_mm": 5_000, "charge_micro": 10}
    trades.answered(
        [{"cycle": cycle, "partner": f"home-{cycle}", **usual, **far} for cycle in (1_000, 999)]
    )
    assert [row["text"] for row in model.shown.partners] == ["home-1000"]


def test_a_full_page_of_trades_is_asked_on_and_no_trade_is_counted_twice(opened: Any) -> None:
    model, asked, _seen = opened
    midnight_ms = start_ms(date(2026, 6, 21), LONDON)
    asked.refuse("energy.day", "not there")
    asked.answer(
        "market.prices",
        [
            {"cycle": cycle, "starts_at_ms": midnight_ms + (cycle - 1_000) * 900_000}
            for cycle in (1_057, 1_058)
        ],
    )
    every = [
        {
            "cycle": 1_050 - place // 7,
            "side": "sell",
            "partner": f"home-{place % 7}",
            "energy_wh": 10,
            "price_micro_per_kwh": 150_000,
            "distance_mm": 5_000,
            "charge_micro": 10,
        }
        for place in range(150)
    ]
    asked.answer("trades.list", every[:100])
    second = asked.take("trades.list")
    oldest = second.params["before_cycle"]
    second.answered([trade for trade in every if trade["cycle"] < oldest][:100])
    assert len(model.shown.trades) == 150


def test_the_future_cannot_be_opened(opened: Any) -> None:
    model, _asked, _seen = opened
    assert not model.shown.newer
    before = model.shown.title
    model.newer()
    assert model.shown.title == before


def test_a_touch_on_a_bar_opens_the_month_and_then_the_day(opened: Any) -> None:
    model, _asked, _seen = opened
    model.choose("year")
    model.open_at(2.5 / 12)
    assert model.shown.title == "March 2026"
    model.open_at(0.0)
    assert model.shown.title == "Sun 1 March 2026"
    model.open_at(0.5)
    assert model.shown.title == "Sun 1 March 2026"


@pytest.mark.parametrize("across", [-0.01, 1.0, 7.0, float("nan")])
def test_a_touch_beside_the_bars_opens_nothing(opened: Any, across: float) -> None:
    model, _asked, _seen = opened
    model.choose("month")
    model.open_at(across)
    assert model.shown.title == "June 2026"


def test_without_the_daemon_what_is_known_stays_greyed(opened: Any) -> None:
    model, asked, seen = opened
    asked.answer("energy.days", [day("2026-06-21")])
    gone = replace(seen.seen, link="gone", methods=frozenset())
    model.look(replace(seen, seen=gone))
    assert model.shown.faded
    assert model.shown.totals


def test_a_screen_that_never_saw_an_agent_says_where_the_history_comes_from() -> None:
    model = HistoryModel(Asked())
    model.look(Glance(Seen(link="gone"), 1_780_000_000_000, LONDON))
    model.enter()
    assert model.shown.explanation == "The history comes from the agent."


# --- words


def statement(**new: Any) -> StatementLine:
    usual: dict[str, Any] = {
        "cycle": 5,
        "side": "sell",
        "agreed_wh": 1_000,
        "metered_wh": 800,
        "price_micro_per_kwh": 150_000,
        "energy_micro": 120_000,
        "network_charge_micro": 1_000,
        "penalty_micro": 30_000,
        "amount_micro": 89_000,
        "status": "final",
        "verified": True,
    }
    return StatementLine(**(usual | new))


TOLD = Told(LONDON, "GBP", None)


def test_a_penalty_is_explained_with_what_was_agreed_and_what_was_counted() -> None:
    (row,) = penalty_rows((statement(),), TOLD)
    assert row["text"].replace("\N{NO-BREAK SPACE}", " ") == (
        "You sold 1.0 kWh, and your meter counted 0.8 kWh given: 0.2 kWh were missing."
        " The penalty was 3.00 p."
    )


def test_a_bill_that_does_not_hold_is_said_also_without_a_penalty() -> None:
    (row,) = penalty_rows((statement(penalty_micro=0, verified=False),), TOLD)
    assert "tell the market's operator" in row["text"]


def test_who_traded_with_whom_is_summed_by_partner_and_direction() -> None:
    def trade(partner: str, side: str, energy_wh: int) -> TradeLine:
        return TradeLine(1, side, partner, energy_wh, 150_000, 1_000, 1)

    rows = partner_rows(
        (trade("a", "sell", 100), trade("b", "sell", 700), trade("a", "sell", 50)), TOLD
    )
    assert [(row["text"], row["detail"]) for row in rows] == [
        ("b", "sold once"),
        ("a", "sold 2 times"),
    ]


def test_a_name_with_a_percent_sign_does_not_swallow_the_next_word() -> None:
    assert filled("%1 to %2", "%2", "x") == "%2 to x"


def test_energy_that_was_never_measured_is_not_shown_as_made() -> None:
    line = DayLine("2026-06-21", 100, 0, None, 4, 0, 0, 0, 0, 0, 0, 0)
    names = [row["name"] for row in total_rows((line,), None, TOLD)]
    assert names == ["Drawn from the grid", "Given to the grid"]


# --- bars


@given(
    st.lists(
        st.tuples(st.integers(0, 10**7), st.integers(0, 10**7), st.integers(0, 10**7)),
        min_size=1,
        max_size=31,
    )
)
def test_every_bar_lies_inside_the_plot(flows: list[tuple[int, int, int]]) -> None:
    bins = [Bin("", *flow) for flow in flows]
    picture = bars_picture(bins, "energy", LONDON, "GBP")
    assert picture is not None
    for layer in picture.layers:
        for x, y in layer.points:
            assert -1e-9 <= x <= 1 + 1e-9
            assert -1e-9 <= y <= 1 + 1e-9


def test_no_known_bin_is_no_picture() -> None:
    assert bars_picture([Bin("a"), Bin("b")], "energy", LONDON, "GBP") is None


def test_given_and_drawn_stand_on_opposite_sides_of_the_middle_line() -> None:
    picture = bars_picture([Bin("", 3_000, 2_000, 5_000)], "energy", LONDON, "GBP")
    assert picture is not None
    bars = {layer.colour: layer for layer in picture.layers if layer.shape == "bars"}
    assert bars["used"].points[0][1] < bars["used"].base < bars["surplus"].points[0][1]
    assert bars["surplus"].points[0][1] < bars["made"].points[0][1]
