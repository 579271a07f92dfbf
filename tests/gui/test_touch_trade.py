"""The flow of the touchscreen, R1 to R15, by real touch, against the real household core.

Every press goes through the window, the model, the socket, the interface and the rules, and what
is looked at came back the same way. Only where sizes are measured a recording is played.
"""

from PySide6.QtCore import QPoint, QPointF

from gui.link import Link
from gui.texts import Reader
from tests.core.story import at
from tests.gui.house import House
from tests.gui.trade_touch import Touch, plain

FIELDS = (
    "program/choice-in",
    "activity/choice-sell",
    "settlement/choice-manual",
    "amount-stepper/more",
    "low-stepper/more",
    "range",
    "repeat/choice-yes",
    "distance-stepper/more",
)


def test_r1_to_r4_nothing_but_the_next_choice_can_be_touched(touch, house) -> None:
    house.sunny()
    page = touch()
    assert page.buttons() == {"start"}
    for path in (*FIELDS, "reset", "set-values", "update-values"):
        page.stage.tap(page.bring(path))  # nothing happens on what is not enabled
    page.quiet()
    assert not page.flow.started
    assert house.home.snapshot().home.status == "green"  # metering runs regardless (R1)

    page.press("start")
    assert page.flow.started
    assert page.buttons() == {"reset"}
    assert [path for path in FIELDS if page.may(path)] == ["program/choice-in"]  # R2

    page.press("program/choice-in")
    assert page.flow.opted_in
    assert page.may("activity/choice-sell")  # R3
    assert not page.may("settlement/choice-manual")
    assert not page.may("range")

    page.press("activity/choice-none")
    assert not page.may("range")  # R4
    page.press("activity/choice-sell")
    assert page.may("range")
    assert page.may("distance-stepper/more")
    assert page.may("settlement/choice-manual")
    assert not page.may("amount-stepper/more")

    page.press("program/choice-out")  # R3, back again
    assert not page.flow.opted_in
    assert [path for path in FIELDS if page.may(path)] == ["program/choice-in"]


def test_r5_and_r12_red_closes_an_unfinished_sale_and_says_why(touch, house) -> None:
    house.sunny()
    page = touch()
    page.opt_in("sell", "manual")
    assert page.may("amount-stepper/more")
    house.dark(18)
    page.until(lambda: page.stage.daemon.seen.snapshot.home.status == "red")
    page.quiet()
    assert not page.may("settlement/choice-manual")
    assert not page.may("amount-stepper/more")
    assert "Selling needs a surplus." in page.message()
    assert house.home.snapshot().home.reason in page.message()
    assert page.buttons() == {"reset"}


def test_r5_and_r12_unknown_sells_nothing_and_a_reading_opens_the_sale_again(touch, house) -> None:
    house.sunny()
    page = touch()
    page.opt_in("sell", "automatic")
    page.press("low-stepper/more")
    assert "set-values" in page.buttons()
    house.silent(10)
    page.until(lambda: page.stage.daemon.seen.snapshot.home.status == "unknown")
    page.quiet()
    assert page.buttons() == {"reset"}
    assert not page.may("settlement/choice-automatic")
    assert house.home.snapshot().home.reason in page.message()
    house.sunny(house.world.clock.wall_ms() + 20 * 60_000)
    page.until(lambda: page.stage.daemon.seen.snapshot.home.status == "green")
    page.quiet()
    assert "set-values" in page.buttons()


def test_r6_r9_a_manual_sale_goes_from_the_finger_to_the_block(touch, house) -> None:
    house.sunny()
    page = touch()
    page.opt_in("sell", "manual")
    page.press("low-stepper/more")  # the first press takes over a range to begin with
    low = page.flow.low_micro_per_kwh
    page.press("low-stepper/more")
    assert page.flow.low_micro_per_kwh == low + 1_000
    assert page.buttons() == {"reset"}  # R9: the amount is missing
    page.press("amount-stepper/more")
    amount = page.flow.energy_wh
    page.press("amount-stepper/less")
    assert page.flow.energy_wh == amount - 50
    assert page.buttons() == {"reset", "set-values"}

    page.press("set-values")
    page.stage.until(lambda: page.stage.has("confirm-yes"))
    assert page.shows("Sell up to 0.4 kWh for at least 10.1 p")
    page.press("confirm-no")
    assert not house.home.snapshot().orders  # the question came before anything was sent

    page.set_values()
    assert house.home.snapshot().orders[0].energy_wh == amount - 50
    assert "Sells 0.4 kWh" in page.message()
    page.press("message")
    page.stage.until(lambda: page.stage.has("way"))
    house.seal()
    info = page.stage.screen.information
    page.until(lambda: info.shown.way[3]["mark"] == "done")
    block = house.home.snapshot().orders[0].block
    assert page.shows(f"In block {block}")

    house.do(house.world.until(at(5, 3.1)))
    house.world.clear(5)
    house.seal()
    page.until(lambda: info.shown.trades)
    assert page.shows("1 m away")
    assert page.shows("Traded")
    house.sunny(at(7, 0.2))
    house.world.settle(5, 52_800)
    house.seal()
    page.until(lambda: info.shown.settled)
    assert page.shows("0.38 kWh of 0.4 kWh agreed")
    assert page.shows("Proven on the chain")


def test_r7_the_agents_amount_is_shown_before_it_is_sent(touch, house) -> None:
    house.sunny()
    page = touch()
    page.opt_in("sell", "automatic")
    page.press("high-stepper/more")
    amount = page.flow.energy_wh
    assert amount
    assert page.shows(f"about {amount / 1000:g} kWh")
    assert not page.stage.has("amount-stepper")  # there is nothing to set
    page.set_values()
    assert house.home.snapshot().orders[0].energy_wh == amount


def test_r8_buying_needs_no_surplus(touch, house) -> None:
    house.sunny()
    house.dark(18)
    page = touch()
    page.opt_in("buy", "manual")
    assert house.home.snapshot().home.status == "red"
    page.press("high-stepper/more")
    page.press("amount-stepper/more")
    assert page.flow.energy_wh is not None
    assert "set-values" in page.buttons()


def test_r10_every_problem_stands_beside_its_field_until_it_is_corrected(
    tmp_path, stage_with
) -> None:
    with House(tmp_path, price_ceiling_micro_per_kwh=120_000) as house:
        house.sunny()
        link = Link(str(house.path), wall_ms=house.world.clock.wall_ms)
        shown = stage_with(link, Reader("en"))
        shown.until(lambda: link.seen.link == "live")
        shown.go("trade")
        page = Touch(shown, house)
        page.opt_in("sell", "manual")
        page.press("high-stepper/more")
        assert page.flow.high_micro_per_kwh == 120_000, "the screen offers no more than is allowed"
        too_much = {"low_micro_per_kwh": 100_000, "high_micro_per_kwh": 200_000}
        link.call("flow.range", too_much, lambda _answer: None)  # as the command line lets one
        page.until(lambda: page.flow.high_micro_per_kwh == 200_000)
        page.quiet()
        page.press("amount-stepper/more")
        for _ in range(4):
            page.press("amount-stepper/more")  # more than is left over
        page.set_values()
        assert page.flow.stage == "invalid"
        assert {problem.field for problem in page.flow.problems} == {
            "high_micro_per_kwh",
            "energy_wh",
        }
        assert page.buttons() == {"reset", "update-values"}
        told = {problem.field: problem.sentence for problem in page.flow.problems}
        assert page.one("range-problem").property("text") == told["high_micro_per_kwh"]
        assert page.one("amount-problem").property("text") == told["energy_wh"]
        assert "2 things have to be corrected" in page.message()

        page.press("update-values")  # nothing was corrected: the same again
        assert page.buttons() == {"reset", "update-values"}
        for _ in range(5):
            page.press("amount-stepper/less")
        drag_high_to(page, 110_000)
        page.press("update-values")
        assert page.flow.problems == ()
        assert not page.stage.has("range-problem")
        assert page.buttons() == {"reset", "set-values"}
        page.set_values()
        assert len(house.home.snapshot().orders) == 1
        shown.screen.close()


def drag_high_to(page: Touch, price_micro: int) -> None:
    """Take the upper handle by a finger and move it."""
    bar = page.bring("range")
    handle = page.one("range/high-handle")
    low = page.one("range/low-handle")
    steps = page.stage.screen.trade.shown.steps
    room = bar.width() - 12 - handle.width()
    start = page.stage.middle(handle)
    left = bar.mapToScene(QPointF(6 + handle.width() / 2, 0)).x()
    end = QPoint(round(left + room * price_micro / 1_000 / steps), start.y())
    assert low.isVisible()
    page.stage.drag(handle, end)
    page.quiet()


def test_the_handles_set_the_range_in_half_pennies_and_only_when_let_go(touch, house) -> None:
    house.sunny()
    page = touch()
    page.opt_in("sell", "manual")
    page.press("low-stepper/more")
    before = page.flow
    drag_high_to(page, 251_300)
    after = page.flow
    assert after.low_micro_per_kwh == before.low_micro_per_kwh
    assert after.high_micro_per_kwh % 5_000 == 0
    assert abs(after.high_micro_per_kwh - 251_300) <= 5_000


def test_holding_plus_repeats_and_the_daemon_gets_the_last_value(touch, house) -> None:
    house.sunny()
    page = touch()
    page.opt_in("sell", "manual")
    page.press("amount-stepper/more")
    first = page.flow.energy_wh
    lift = page.stage.press(page.bring("amount-stepper/more"))
    page.until(lambda: page.stage.screen.trade._values().energy_wh >= first + 3 * 50)
    lift()
    page.quiet()
    assert page.flow.energy_wh >= first + 3 * 50
    page.until(
        lambda: (
            plain(page.one("amount-stepper").property("text"))
            == f"{page.flow.energy_wh / 1000:g} kWh"
        )
    )  # the number shown runs ahead of what the daemon has


def test_r11_reset_forgets_the_choices_and_not_the_order(touch, house) -> None:
    house.sunny()
    page = touch()
    page.opt_in("sell", "automatic")
    page.press("low-stepper/more")
    page.set_values()
    page.press("reset")
    assert page.buttons() == {"start"}
    assert not page.flow.started
    house.seal()
    assert house.home.snapshot().orders[0].stage == "final"
    page.press("message")
    page.until(lambda: page.stage.has("way"))
    assert page.shows("Sells 0.")


def test_r13_outside_the_round_the_order_waits_with_a_countdown(touch, house) -> None:
    house.sunny(at(5, 1))
    house.do(house.world.until(at(5, 12)))
    house.sunny(at(5, 12.5))
    snapshot = house.home.snapshot()
    assert snapshot.flow.window_opens_at_ms is not None
    page = touch()
    page.opt_in("sell", "automatic")
    page.press("low-stepper/more")
    page.press("set-values")
    page.stage.until(lambda: page.stage.has("confirm-yes"))
    assert page.shows("It waits for the next round, which opens in")
    page.press("confirm-yes")
    assert page.flow.stage == "waiting"
    assert not house.home.snapshot().orders
    left_ms = page.flow.window_opens_at_ms - house.world.clock.wall_ms()
    minutes, seconds = divmod(left_ms // 1000, 60)
    assert f"Waiting for the next round, {minutes:02d}:{seconds:02d}" in page.message()
    house.sunny(page.flow.window_opens_at_ms + 30_000)
    page.until(lambda: page.stage.daemon.seen.snapshot.orders)
    page.quiet()
    assert "Sells 0." in page.message()


def test_r14_a_second_order_of_a_round_says_that_it_replaces_the_first(touch, house) -> None:
    house.sunny()
    page = touch()
    page.opt_in("sell", "automatic")
    page.press("low-stepper/more")
    page.set_values()
    house.seal()
    page.until(lambda: page.stage.daemon.seen.snapshot.orders[0].stage == "final")
    page.quiet()
    assert "Set Values replaces it" in page.message()
    page.press("low-stepper/more")
    page.press("set-values")
    page.stage.until(lambda: page.stage.has("confirm-yes"))
    assert page.shows("It replaces your order of this round")
    page.press("confirm-yes")
    orders = house.home.snapshot().orders
    assert [order.cycle for order in orders] == [5, 5]
    assert orders[0].low_micro_per_kwh == orders[1].low_micro_per_kwh + 1_000


def test_r15_once_told_the_agent_repeats_until_told_otherwise(touch, house) -> None:
    house.sunny()
    page = touch()
    page.opt_in("sell", "automatic")
    page.press("low-stepper/more")
    page.press("repeat/choice-yes")
    page.press("set-values")
    page.stage.until(lambda: page.stage.has("confirm-yes"))
    assert page.shows("It is repeated every round until you stop it.")
    page.press("confirm-yes")
    house.sunny(at(7, 0.5))
    page.until(lambda: page.stage.daemon.seen.snapshot.orders[0].cycle == 7)
    assert [order.cycle for order in house.home.snapshot().orders] == [7, 6, 5]
    page.quiet()
    page.press("repeat/choice-no")
    house.sunny(at(8, 0.5))
    assert house.home.snapshot().orders[0].cycle == 7


def test_a_dead_agent_leaves_nothing_to_touch(tmp_path, stage_with) -> None:
    with House(tmp_path) as house:
        house.sunny()
        link = Link(str(house.path), wall_ms=house.world.clock.wall_ms)
        shown = stage_with(link, Reader("en"))
        shown.until(lambda: link.seen.link == "live")
        shown.go("trade")
        page = Touch(shown, house)
        page.opt_in("sell", "automatic")
        page.press("low-stepper/more")
        page.press("set-values")
        page.stage.until(lambda: page.stage.has("confirm-yes"))
    page.until(lambda: link.seen.link == "gone")
    assert not page.stage.has("confirm-yes")  # the question is withdrawn
    assert page.buttons() == set()
    for path in FIELDS:
        if page.stage.has(path.split("/")[0]):
            assert not page.may(path)
    assert "does not answer" in page.message()


def test_r15_a_repeated_sale_pauses_without_surplus_and_says_so(touch, house) -> None:
    house.sunny()
    page = touch()
    page.opt_in("sell", "automatic")
    page.press("low-stepper/more")
    page.press("repeat/choice-yes")
    page.set_values()
    house.seal()
    house.dark(20)
    assert house.home.snapshot().market.cycle == 6
    assert [order.cycle for order in house.home.snapshot().orders] == [5]
    page.quiet()
    page.press("message")
    page.until(lambda: page.stage.has("choices"))
    assert page.shows("Paused: Selling needs a surplus.")


def test_the_sheet_says_what_it_costs_before_anything_is_sent(stage) -> None:
    shown = stage("trade-manual", page="trade")
    shown.tap("set-values")
    told = [plain(text) for text in shown.texts()]
    assert "Sell up to 1.5 kWh for at least 12.0 p" in told
    assert "All of it sold brings 17.76 p or more." in told
    assert any("deliver only 1.2 of 1.5 kWh you get 8.10 p less" in text for text in told)
    assert any("never cost more than 22.50 p" in text for text in told)
    assert not any(method == "flow.set_values" for method, _ in shown.player.calls)
    shown.tap("confirm-yes")
    assert [call for call in shown.player.calls if call[0] == "flow.set_values"]


def test_the_homes_within_the_distance_are_counted_and_drawn(stage) -> None:
    shown = stage("trade-manual", page="trade")
    assert shown.find("distance-caption").property("text") == "Preferably within (7 homes)"
    layers = shown.screen.trade.shown.street.layers
    assert [len(layer.points) for layer in layers if layer.colour == "surplus"] == [7]
    assert shown.has("street")


def test_what_the_sheet_says_is_what_the_settlement_would_do(touch, house) -> None:
    """Every number against the core's state, the homes against the real feeder."""
    house.sunny()
    page = touch()
    page.opt_in("sell", "manual")
    page.press("low-stepper/more")
    drag_low_to_right(page)
    page.press("amount-stepper/more")
    page.press("distance-stepper/more")
    flow = page.flow
    page.until(lambda: page.stage.screen.trade.shown.penalty)
    page.press("set-values")
    page.stage.until(lambda: page.stage.has("confirm-yes"))
    worst = flow.low_micro_per_kwh * flow.energy_wh // 1_000
    account = house.home.state.account
    assert account is not None
    brings = worst - account.max_tariff_micro
    missing_wh = flow.energy_wh - flow.energy_wh * 80 // 100
    penalty = account.penalty_micro_per_kwh * missing_wh // 1_000
    assert brings < 0  # in this market a short order cannot pay the dearest network charge
    assert page.shows(f"At worst it costs {-brings / 10_000:.2f} p")
    assert page.shows(f"{penalty / 10_000:.2f} p of it as a penalty")
    near = page.stage.screen.trade._asked.preview.homes_within
    assert near
    assert page.stage.screen.trade.shown.distance_note == f"Preferably within ({near} homes)"
    bright = [layer for layer in page.stage.screen.trade.shown.street.layers if layer.size == 9]
    assert len(bright[0].points) == near


def drag_low_to_right(page: Touch) -> None:
    """Move the lower handle a little, by touch."""
    handle = page.one("range/low-handle")
    spot = page.stage.middle(page.bring("range/low-handle"))
    page.stage.drag(handle, QPoint(spot.x() + 40, spot.y()))
    page.quiet()
