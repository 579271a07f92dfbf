"""The Trade, Information and PIN models without a window: words, drafts, waiting calls."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.api.sections import MarketSection, OrderLine, Problem
from agent.api.views import MapHome, MapLine, PriceLine, StreetView
from agent.core.records import OrderStage
from gui.glance import Answered, Glance, Refusal, Refused, ignore
from gui.models.information import InformationModel, choices_of
from gui.models.information import shown as information
from gui.models.order_way import way_of
from gui.models.pin import PinModel
from gui.models.trade import TradeModel
from gui.models.trade_prices import Scale, prices_picture, scale_for, snapped, suggested
from gui.models.trade_street import nearest_homes, street_picture
from gui.player import SCENARIOS, read_scenario
from tests.core.story import CONSTANTS, at, choices, seller

DONE = {"accepted": True, "problems": [], "sentence": ""}


class Line:
    """Where calls go; the test answers them when it likes."""

    def __init__(self) -> None:
        self.open: list[tuple[str, Any, Answered, Refused]] = []

    def call(
        self, method: str, params: object, answered: Answered, refused: Refused = ignore
    ) -> None:
        self.open.append((method, params, answered, refused))

    def wishes(self) -> list[tuple[str, Any]]:
        return [(method, params) for method, params, *_ in self.open if method.startswith("flow.")]

    def take(self, method: str) -> tuple[Any, Answered, Refused]:
        place = next(n for n, call in enumerate(self.open) if call[0] == method)
        _, params, answered, refused = self.open.pop(place)
        return params, answered, refused


@pytest.fixture
def line() -> Line:
    return Line()


@pytest.fixture
def trade(line: Line, glance: Callable[..., Glance]) -> TradeModel:
    model = TradeModel(line)
    model.look(glance("trade-manual"))
    return model


def with_flow(seen: Glance, **changes: Any) -> Glance:
    """The same glance with another flow, one revision later."""
    snapshot = seen.snapshot
    assert snapshot is not None
    flow = msgspec.structs.replace(snapshot.flow, **changes)
    newer = msgspec.structs.replace(snapshot, flow=flow, revision=snapshot.revision + 1)
    return replace(seen, seen=replace(seen.seen, snapshot=newer))


def with_orders(seen: Glance, *orders: OrderLine) -> Glance:
    snapshot = msgspec.structs.replace(seen.snapshot, orders=orders)
    return replace(seen, seen=replace(seen.seen, snapshot=snapshot))


def plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ")


# --- values on their way


def test_a_held_button_sends_one_call_at_a_time_and_the_newest_value_last(trade, line) -> None:
    for _ in range(5):
        trade.nudge_amount(1)
    assert plain(trade.shown.amount) == "1.75 kWh"  # shown at once
    assert line.wishes() == [("flow.amount", {"energy_wh": 1_550})]
    _, answered, _ = line.take("flow.amount")
    answered(DONE)
    assert line.wishes() == [("flow.amount", {"energy_wh": 1_750})]


def test_an_accepted_value_stays_shown_until_the_daemon_shows_it(trade, line, glance) -> None:
    trade.nudge_amount(1)
    line.take("flow.amount")[1](DONE)
    trade.look(glance("trade-manual", later_s=1))  # the section is still on its way
    assert plain(trade.shown.amount) == "1.55 kWh"
    trade.look(with_flow(glance("trade-manual"), energy_wh=1_550))
    assert plain(trade.shown.amount) == "1.55 kWh"


def test_an_accepted_value_that_never_appears_is_not_shown_for_ever(trade, line, glance) -> None:
    trade.nudge_amount(1)
    line.take("flow.amount")[1](DONE)
    trade.look(glance("trade-manual", later_s=4))
    assert plain(trade.shown.amount) == "1.5 kWh"


def test_a_refused_value_goes_back_to_what_the_daemon_holds(trade, line) -> None:
    trade.nudge_low(1)
    assert plain(trade.shown.low) == "12.1 p"
    sentence = "Selling needs a surplus."
    line.take("flow.range")[1]({"accepted": False, "problems": [], "sentence": sentence})
    assert plain(trade.shown.low) == "12.0 p"
    assert (trade.shown.message, trade.shown.message_tone) == (sentence, "fault")


def test_a_lost_line_forgets_what_was_typed_and_sends_nothing_later(trade, line, glance) -> None:
    trade.nudge_low(1)
    trade.nudge_amount(1)
    line.take("flow.range")[2](Refusal("The agent went away.", "away"))
    assert line.wishes() == []
    assert plain(trade.shown.amount) == "1.5 kWh"
    assert trade.shown.message == "The agent went away."


def test_two_fields_are_sent_in_the_order_they_were_touched(trade, line) -> None:
    trade.nudge_low(1)
    trade.nudge_distance(1)
    trade.set_values()
    sent = []
    for _ in range(3):
        method, *_ = next(call for call in line.open if call[0].startswith("flow."))
        sent.append(method)
        line.take(method)[1](DONE)
    assert sent == ["flow.range", "flow.distance", "flow.set_values"]


def test_a_dragged_handle_snaps_and_the_other_keeps_its_fine_price(line, glance) -> None:
    model = TradeModel(line)
    model.look(with_flow(glance("trade-manual"), low_micro_per_kwh=121_000))
    model.drag_range(121, 253)
    assert (plain(model.shown.low), plain(model.shown.high)) == ("12.1 p", "25.5 p")
    assert line.wishes() == []  # nothing is sent while the finger is down
    model.drop_range(121, 253)
    assert line.wishes() == [
        ("flow.range", {"low_micro_per_kwh": 121_000, "high_micro_per_kwh": 255_000})
    ]


def test_a_low_price_is_never_pushed_above_the_high_one(line, glance) -> None:
    model = TradeModel(line)
    model.look(with_flow(glance("trade-manual"), low_micro_per_kwh=300_000))
    model.nudge_low(1)
    assert line.wishes()[0][1] == {"low_micro_per_kwh": 300_000, "high_micro_per_kwh": 300_000}


# --- what an order would bring


def test_the_preview_is_asked_again_when_a_value_changed_and_not_before(trade, line) -> None:
    params, answered, _ = line.take("order.preview")
    assert params == {
        "side": "sell",
        "low_micro_per_kwh": 120_000,
        "high_micro_per_kwh": 300_000,
        "distance_m": 300,
        "energy_wh": 1_500,
    }
    trade.look(trade._glance)
    assert not [call for call in line.open if call[0] == "order.preview"]
    trade.nudge_amount(1)  # while the first is still under way
    answered({"sentence": "", "homes_within": 7})
    assert line.take("order.preview")[0]["energy_wh"] == 1_550


def test_without_a_preview_the_sheet_says_that_nothing_is_known(trade, line) -> None:
    line.take("order.preview")[2](Refusal("not yet", "not_ready"))
    assert trade.shown.confirm.title
    assert trade.shown.confirm.effects == ("The agent has not said yet what this brings or costs.",)


def test_what_the_order_would_be_refused_for_is_a_warning_on_the_sheet(trade, line) -> None:
    problem = {"field": "balance", "given": "0", "allowed": "1", "sentence": "Too little money."}
    line.take("order.preview")[1]({"sentence": "", "problems": [problem]})
    assert trade.shown.confirm.warnings == ("Too little money.",)


# --- words


def test_a_dead_agent_enables_nothing(line, glance) -> None:
    seen = glance("trade-manual")
    model = TradeModel(line)
    model.look(replace(seen, seen=replace(seen.seen, link="gone")))
    assert model.shown.enabled == ()
    assert model.shown.faded


def test_every_problem_is_beside_its_field_and_the_rest_in_the_message(line, glance) -> None:
    seen = glance("trade-invalid")
    other = Problem("balance", "0", "1", "Your account holds too little.")
    model = TradeModel(line)
    model.look(with_flow(seen, problems=(*seen.snapshot.flow.problems, other)))
    page = model.shown
    assert page.range_problem.startswith("The lowest price")
    assert page.amount_problem.startswith("Your connection carries")
    assert page.distance_problem.startswith("The distance")
    assert page.message_detail == "Your account holds too little."
    listed = InformationModel(line)
    listed.look(model._glance)
    assert [row["text"] for row in listed.shown.problems] == [
        problem.sentence for problem in model._glance.snapshot.flow.problems
    ]


def test_the_countdown_counts(line, glance) -> None:
    model = TradeModel(line)
    model.look(glance("trade-waiting"))
    assert model.shown.round_value == "04:31"
    model.look(glance("trade-waiting", later_s=31))
    assert model.shown.round_value == "04:00"
    assert model.shown.message == "Waiting for the next round, 04:00"


@pytest.mark.parametrize("lead", ["Paused:", "It would not be sent now:"])
def test_what_stops_a_waiting_order_is_said_while_it_waits(line, glance, lead: str) -> None:
    model = TradeModel(line)
    stopped = f"{lead} No surplus is expected in the next delivery interval."
    seen = glance("trade-waiting")
    model.look(with_flow(seen, information=(*seen.snapshot.flow.information, stopped)))
    assert model.shown.message_detail == stopped
    assert model.shown.message_tone == "wait"


WAYS = [
    ("queued", None, "done now next next next"),
    ("sent", None, "done done now next next"),
    ("sent", 7, "done done done now next"),
    ("final", 7, "done done done done now"),
    ("traded", 7, "done done done done done"),
    ("settled", 7, "done done done done done"),
    ("not traded", 7, "done done done done failed"),
    ("void", 7, "done done done done failed"),
    ("refused", None, "done done next next failed"),
    ("missed", None, "done done next next failed"),
]


@pytest.mark.parametrize(("stage", "block", "marks"), WAYS)
def test_the_way_of_every_stage_there_is(stage: str, block: int | None, marks: str) -> None:
    order = OrderLine("0x1", 5, "sell", 400, 1, 2, 3, stage, block=block)
    assert " ".join(step.mark for step in way_of(order)) == marks


def test_no_stage_of_the_core_is_without_a_way() -> None:
    assert {stage for stage, *_ in WAYS} == set(OrderStage.__args__)


def test_the_agents_own_sentences_are_told_apart_from_its_lines() -> None:
    """Against the core's real words: what the page shows below is not said twice."""
    agent = seller()
    agent.wish(at(5, 1), *choices())
    from agent.core.overlay import Overlay
    from agent.core.snapshot import build_snapshot

    snapshot = build_snapshot(agent.state, Overlay(), 1, at(5, 1))
    assert any(line.startswith("Order of cycle") for line in snapshot.flow.information)
    told = choices_of(snapshot)
    assert told
    assert all(line.startswith("You ") for line in told)
    assert CONSTANTS.member == snapshot.member


def test_an_order_stays_shown_when_a_newer_one_comes(line, glance) -> None:
    model = InformationModel(line)
    seen = glance("afternoon")
    model.look(seen)
    model.older()
    assert not model.shown.has_older
    assert "0.28" in model.shown.order_title
    newer = OrderLine("0x99", 98_422, "sell", 999, 1, 2, 3, "queued")
    model.look(with_orders(seen, newer, *seen.snapshot.orders))
    assert "0.28" in model.shown.order_title
    model.newest()
    assert "0.999" in model.shown.order_title


def test_a_bill_that_disagrees_with_the_chain_is_marked(glance) -> None:
    seen = glance("afternoon")
    lines = tuple(msgspec.structs.replace(one, verified=False) for one in seen.snapshot.statements)
    snapshot = msgspec.structs.replace(seen.snapshot, statements=lines)
    page = information(replace(seen, seen=replace(seen.seen, snapshot=snapshot)), 1)
    assert page.proof_tone == "fault"
    assert page.proof.startswith("Disputed")
    proven = information(seen, 1)
    assert proven.proof.startswith("Proven on the chain")
    assert [plain(row["amount"]) for row in proven.settled] == [
        "+4.54 p",
        "\N{MINUS SIGN}0.12 p",
        "0.00 p",
        "+4.42 p",
    ]


@pytest.mark.parametrize("name", sorted(path.stem for path in SCENARIOS.glob("trade-*.json")))
def test_every_recorded_conversation_can_be_read(name: str) -> None:
    assert read_scenario(SCENARIOS / f"{name}.json").snapshot is not None


# --- prices and the street


def market(**limits: int | None) -> MarketSection:
    return MarketSection(7, "quotation", 2_000, 3_000, **limits)


@given(st.lists(st.integers(0, 10**8), max_size=5))
def test_the_slider_has_room_beyond_every_price(prices: list[int]) -> None:
    scale = scale_for(market(), *prices)
    assert scale.bottom_micro == 0
    assert all(price < scale.top_micro for price in prices)
    assert scale.top_micro % 100_000 == 0


@given(st.integers(0, 10**6), st.integers(0, 10**6), st.integers(0, 10**6))
def test_the_slider_ends_at_the_markets_limits(floor: int, more: int, last: int) -> None:
    """An order beyond them is refused: the screen offers none."""
    given_ = {"price_floor_micro_per_kwh": floor, "price_ceiling_micro_per_kwh": floor + more}
    limited = market(**given_, last_price_micro_per_kwh=last)
    scale = scale_for(limited, last)
    assert scale.bottom_micro == floor
    assert scale.top_micro <= floor + max(more, 1_000)
    assert scale.price_at(0) == floor
    assert scale.price_at(scale.steps) <= scale.top_micro
    assert scale.step_of(last) in range(scale.steps + 1)
    low, high = suggested(limited)
    assert floor <= low <= high <= floor + more


@given(st.integers(0, 10**9))
def test_snapping_moves_a_price_by_half_a_step_at_most(price: int) -> None:
    assert abs(snapped(price, 5_000) - price) <= 2_500
    low, high = suggested(market(last_price_micro_per_kwh=price))
    assert 0 <= low <= high


def test_rounds_without_a_trade_are_no_price() -> None:
    lines = [PriceLine(1, 0, None, 0, 3), PriceLine(2, 0, 150_000, 1, 3)]
    picture = prices_picture(lines, Scale(0, 300_000))
    assert picture is not None
    (bars, last) = picture.layers
    assert len(bars.points) == 1
    assert last.points[0][0] == 0.5
    assert prices_picture(lines[:1], Scale(0, 300_000)) is None


def test_homes_are_ranked_along_the_cable_and_not_through_the_air() -> None:
    """A neighbour across the gap is near as the bird flies and far along the cable."""
    lines = (MapLine(0, 0, 0, 1_000), MapLine(0, 1_000, 100, 1_000), MapLine(100, 1_000, 100, 0))
    homes = (
        MapHome(1, 0, 0, "me", "me"),
        MapHome(2, 100, 0, "member", "across"),
        MapHome(3, 0, 1_000, "member", "down the road"),
        MapHome(4, 9, 9, "home", "on no cable"),
    )
    street = StreetView(100, 1_000, lines, homes, 1, (0, 1_000))
    assert nearest_homes(street) == (3, 2, 4)
    bright = [layer for layer in street_picture(street, (3, 2, 4), 1).layers if layer.size == 9]
    assert len(bright[0].points) == 1
    assert nearest_homes(msgspec.structs.replace(street, homes=homes[1:])) == ()


# --- the PIN

LOCKED = Refusal("Enter the household's PIN first.", "pin_needed")


class Guarded:
    """A PIN model, and what became of the calls through it."""

    def __init__(self, line: Line, seen: Glance) -> None:
        self.line, self.seen = line, seen
        self.model = PinModel(line)
        self.model.look(seen)
        self.answers: list[Any] = []
        self.refusals: list[Refusal] = []

    def call(self, method: str = "flow.start") -> None:
        self.model.call(method, {}, self.answers.append, self.refusals.append)

    def type(self, digits: str) -> None:
        for digit in digits:
            self.model.digit(digit)
        self.model.enter()


@pytest.fixture
def guarded(line: Line, glance: Callable[..., Glance]) -> Guarded:
    return Guarded(line, glance("trade-pin"))


def test_calls_wait_for_the_pin_and_are_made_again_in_their_order(guarded, line) -> None:
    guarded.call("flow.start")
    guarded.call("flow.reset")
    for method in ("flow.start", "flow.reset"):
        line.take(method)[2](LOCKED)
    assert guarded.model.shown.open
    guarded.type("1234")
    assert line.take("pin.unlock")[0] == {"pin": "1234", "whose": "household", "seconds": 120}


def test_after_the_right_pin_nothing_of_it_is_kept(guarded, line) -> None:
    guarded.call()
    line.take("flow.start")[2](LOCKED)
    guarded.type("86420975")
    line.take("pin.unlock")[1]({"accepted": True, "sentence": "", "unlocked_s": 120, "wait_s": 0})
    assert not guarded.model.shown.open
    assert "86420975" not in repr(vars(guarded.model))
    line.take("flow.start")[1]("done")
    assert guarded.answers == ["done"]


def test_a_call_refused_for_another_reason_asks_for_no_pin(guarded, line) -> None:
    guarded.call()
    line.take("flow.start")[2](Refusal("no", "not_permitted"))
    assert not guarded.model.shown.open
    assert [refusal.reason for refusal in guarded.refusals] == ["not_permitted"]


@pytest.mark.parametrize("digits", ["", "1", "123"])
def test_too_short_a_pin_is_not_tried(guarded, line, digits) -> None:
    guarded.call()
    line.take("flow.start")[2](LOCKED)
    guarded.type(digits)
    assert not [call for call in line.open if call[0] == "pin.unlock"]


def test_a_ninth_digit_is_not_taken(guarded, line) -> None:
    guarded.call()
    line.take("flow.start")[2](LOCKED)
    guarded.type("123456789")
    assert line.take("pin.unlock")[0]["pin"] == "12345678"


def test_whoever_walks_away_leaves_no_open_pad_and_no_digits(guarded, line, glance) -> None:
    guarded.call()
    line.take("flow.start")[2](LOCKED)
    guarded.model.digit("1")
    for second in range(60):
        guarded.model.look(glance("trade-pin", later_s=second))
    assert not guarded.model.shown.open
    assert guarded.model.shown.typed == ""
    assert [refusal.reason for refusal in guarded.refusals] == ["cancelled"]


def test_a_clock_that_is_set_closes_no_pad(guarded, line, glance) -> None:
    guarded.call()
    line.take("flow.start")[2](LOCKED)
    guarded.model.look(glance("trade-pin", later_s=86_400))
    assert guarded.model.shown.open


def test_a_pause_that_another_screen_earned_is_told_at_once(guarded, line) -> None:
    guarded.call()
    line.take("flow.start")[2](LOCKED)
    line.take("pin.state")
    pins = [{"whose": "household", "set": True, "tries": 6, "wait_s": 90}]
    line.take("pin.state")[1](
        {"needed": True, "unlocked_s": 0, "group": "viewer", "pins": pins, "sentence": ""}
    )
    assert "Wait 01:30" in guarded.model.shown.sentence
    guarded.type("1234")
    assert not [call for call in line.open if call[0] == "pin.unlock"]


def test_the_agents_going_closes_the_pad_and_refuses_what_waited(guarded, line) -> None:
    guarded.call()
    line.take("flow.start")[2](LOCKED)
    guarded.type("1234")
    seen = guarded.seen
    guarded.model.look(replace(seen, seen=replace(seen.seen, link="gone")))
    assert not guarded.model.shown.open
    assert [refusal.reason for refusal in guarded.refusals] == ["away"]


# --- answers that nobody can read


@pytest.mark.parametrize("nonsense", [None, 7, "yes", [], {"accepted": "perhaps"}, {"x": [{}]}])
def test_an_answer_that_cannot_be_read_jams_nothing(trade, line, nonsense) -> None:
    for method in ("market.prices", "street.map", "order.preview"):
        line.take(method)[1](nonsense)
    trade.nudge_amount(1)
    line.take("flow.amount")[1](nonsense)
    assert trade.shown.message_tone == "fault"
    trade.nudge_amount(1)  # the next press goes out as ever
    assert line.take("flow.amount")[0] == {"energy_wh": 1_550}
    assert trade._asked.preview is None or trade._asked.preview.energy_wh is None


@pytest.mark.parametrize("nonsense", [None, 7, "yes", [], {"accepted": "perhaps"}])
def test_an_unreadable_answer_opens_no_lock(guarded, line, nonsense) -> None:
    guarded.call()
    line.take("flow.start")[2](LOCKED)
    guarded.type("1234")
    line.take("pin.unlock")[1](nonsense)
    assert guarded.model.shown.open
    assert not guarded.model.shown.busy
    assert guarded.model.shown.wrong
    assert not [call for call in line.open if call[0] == "flow.start"]
