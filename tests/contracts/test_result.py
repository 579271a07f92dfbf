"""The result: it hashes to what was endorsed, and even a dishonest quorum cannot rob."""

from collections.abc import Sequence

import pytest

from agent.ledger import market_contract as mc
from tests.contracts.street import OPERATOR, STRANGER, TERMS, RefusedError, Street, home

PRICE = 150_000
SELLERS, BUYERS = (0, 1), (2, 3)
"""Homes and order indexes alike: two sell 1000 Wh above 100 000, two buy 1500 Wh below 200 000."""

GOOD = [
    mc.TradeWord(2, 0, 1_000, 10_000),
    mc.TradeWord(2, 1, 500, 20_001),
    mc.TradeWord(3, 1, 500, 30_000),
]


def market() -> Street:
    street = Street.of(5).at(0, 1)
    for number in SELLERS:
        street.sell(number, 0, 1_000, 100_000)
    for number in BUYERS:
        street.buy(number, 0, 1_500, 200_000)
    street.buy(4, 0, 700, 100)
    return street


def test_an_admissible_result_is_kept_as_endorsed() -> None:
    street = market()
    street.agree(0, PRICE, GOOD)
    head = street.head(0)
    assert (head.status, head.trade_count, head.case) == (mc.CycleStatus.RESULT, 3, 1)
    assert (head.price_micro_per_kwh, head.order_count, head.capped) == (PRICE, 5, False)
    stored = [mc.TradeWord.unpack(street.word(mc.trade_slot(0, k))) for k in range(3)]
    assert stored == GOOD
    reasons = mc.unpack_reasons([street.word(mc.reason_slot(0, 0))], 5)
    assert reasons == (0, 0, 0, 0, mc.Reason.PRICE)


def test_outcomes_are_the_sums_of_an_orders_trades_tariffs_rounded_per_trade() -> None:
    street = market()
    street.agree(0, PRICE, GOOD)
    charge = TERMS.charge_micro_per_m
    tariffs = [charge * trade.distance_mm // 2000 for trade in GOOD]
    assert [street.outcome(0, index) for index in range(5)] == [
        mc.Outcome(1_000, tariffs[0], 1),
        mc.Outcome(1_000, tariffs[1] + tariffs[2], 2),
        mc.Outcome(1_500, tariffs[0] + tariffs[1], 2),
        mc.Outcome(500, tariffs[2], 1),
        mc.Outcome(0, 0, 0),
    ]


def test_a_cycle_without_trades_has_a_result_too() -> None:
    street = market()
    street.agree(0, PRICE, [], mc.pack_reasons([4] * 5))
    assert street.head(0).status == mc.CycleStatus.RESULT
    street.release(0, *range(5))
    assert [street.held(home(n)) for n in range(5)] == [0] * 5


FAR = ((TERMS.max_tariff_micro + 1) * 2000 - 1) // TERMS.charge_micro_per_m
"""The most millimetres at which one side's charge, rounded down, is within the limit."""

ROBBERIES: dict[str, tuple[int, list[mc.TradeWord], str]] = {
    "price above a buyer's reserve": (200_001, GOOD, "above a buyer's reserve"),
    "price below a seller's reserve": (99_999, GOOD, "below a seller's reserve"),
    "one Wh more than a seller offered": (
        PRICE,
        [mc.TradeWord(2, 0, 1_001, 0)],
        "exceeds an order's energy",
    ),
    "one Wh more than a buyer ordered": (
        PRICE,
        [mc.TradeWord(2, 0, 1_000, 0), mc.TradeWord(2, 1, 501, 0)],
        "exceeds an order's energy",
    ),
    "a seller sold to two buyers": (
        PRICE,
        [mc.TradeWord(2, 0, 1_000, 0), mc.TradeWord(3, 0, 1, 0)],
        "exceeds an order's energy",
    ),
    "an energy that wraps around": (
        PRICE,
        [mc.TradeWord(2, 0, 1_000, 0), mc.TradeWord(2, 1, 2**64 - 1_000, 0)],
        "exceeds an order's energy",
    ),
    "a tariff above the limit": (
        PRICE,
        [mc.TradeWord(2, 0, 1_000, FAR + 1)],
        "tariffs exceed the limit",
    ),
    "two tariffs that together exceed the limit": (
        PRICE,
        [mc.TradeWord(2, 0, 500, FAR), mc.TradeWord(2, 1, 500, 1)],
        "tariffs exceed the limit",
    ),
    "a distance that wraps around": (
        PRICE,
        [mc.TradeWord(2, 0, 1_000, 2**64 - 1)],
        "tariffs exceed the limit",
    ),
    "the same trade twice": (PRICE, [mc.TradeWord(2, 0, 1, 0)] * 2, "not in order"),
    "trades out of order": (
        PRICE,
        [mc.TradeWord(2, 1, 1, 0), mc.TradeWord(2, 0, 1, 0)],
        "not in order",
    ),
    "a sale to a seller": (PRICE, [mc.TradeWord(0, 1, 1, 0)], "two orders of one side"),
    "a purchase from a buyer": (PRICE, [mc.TradeWord(2, 3, 1, 0)], "two orders of one side"),
    "roles exchanged": (PRICE, [mc.TradeWord(0, 2, 1, 0)], "two orders of one side"),
    "a buyer who did not order": (PRICE, [mc.TradeWord(5, 0, 1, 0)], "names no order"),
    "a seller who did not order": (PRICE, [mc.TradeWord(2, 5, 1, 0)], "names no order"),
    "a trade of nothing": (PRICE, [mc.TradeWord(2, 0, 0, 0)], "malformed"),
}


@pytest.mark.parametrize("name", ROBBERIES)
def test_a_dishonest_quorum_cannot_rob(name: str) -> None:
    price, trades, sentence = ROBBERIES[name]
    street = market()
    before = [street.outcome(0, index) for index in range(5)]
    with pytest.raises(RefusedError, match=sentence):
        street.agree(0, price, trades, street.reasons_for(0, GOOD))
    assert [street.outcome(0, index) for index in range(5)] == before
    assert street.head(0).status == mc.CycleStatus.OPEN


def test_a_tariff_at_the_limit_is_taken() -> None:
    street = market()
    street.agree(0, PRICE, [mc.TradeWord(2, 0, 1_000, FAR)])
    assert street.outcome(0, 2).tariff_micro == TERMS.max_tariff_micro


@pytest.mark.parametrize(
    ("reasons", "sentence"),
    [
        ([0, 0, 0, 0, 0], "contradicts the trades"),  # home 4 told that it trades
        ([0, 0, 0, 1, 1], "contradicts the trades"),  # home 3 told that it does not
        ([0, 0, 0, 0, 5], "no such reason"),
        ([0, 0, 0, 0, 1, 1], "names no order"),
        ([], "Not one reason for each order"),
        ([0, 0, 0, 0, 1, *[0] * 28], "Not one reason for each order"),
    ],
)
def test_every_order_gets_a_true_reason(reasons: list[int], sentence: str) -> None:
    with pytest.raises(RefusedError, match=sentence):
        market().agree(0, PRICE, GOOD, mc.pack_reasons(reasons))


@pytest.mark.parametrize(("last", "admissible"), [(0, True), (2, False)])
def test_reasons_of_more_orders_than_one_word_holds(last: int, admissible: bool) -> None:
    street = Street.of(34).at(0, 1)
    street.buy(0, 0, 1_000, 200_000)
    for number in range(1, 34):
        street.sell(number, 0, 1_000, 100_000)
    trades, reasons = [mc.TradeWord(0, 33, 1_000, 0)], mc.pack_reasons([0, *[2] * 32, last])
    if admissible:
        street.agree(0, PRICE, trades, reasons)
        assert street.word(mc.reason_slot(0, 1)) == 2
    else:
        with pytest.raises(RefusedError, match="contradicts the trades"):
            street.agree(0, PRICE, trades, reasons)


def _raw(street: Street, *, price: int, case: int, capped: int, words: Sequence[int] = ()) -> None:
    """Endorse and hand in raw numbers, as no honest encoder would write them."""
    reasons = mc.pack_reasons([1] * 5)
    digest = mc.result_digest(0, TERMS.feeder_version, price, case, capped, words, reasons)  # type: ignore[arg-type]
    street.at(0, 4)
    for number in range(3):
        street.do(home(number), mc.call_endorse(0, digest))
    street.do(STRANGER, mc.call_submit_result(0, price, case, capped, words, reasons))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("price", "case", "capped"), [(2**64, 1, 0), (1, 7, 0), (1, 2**200, 0), (1, 1, 2)]
)
def test_numbers_that_do_not_fit_the_head_are_refused(price: int, case: int, capped: int) -> None:
    with pytest.raises(RefusedError, match="A value is too large"):
        _raw(market(), price=price, case=case, capped=capped)


def test_a_trade_word_with_hidden_bits_is_refused() -> None:
    with pytest.raises(RefusedError, match="A trade is malformed"):
        _raw(market(), price=PRICE, case=1, capped=0, words=[GOOD[0].pack() | 1 << 160])


@pytest.mark.parametrize(
    "change",
    [
        {"price": PRICE + 1},
        {"trades": GOOD[:2]},
        {"reasons": mc.pack_reasons([0, 0, 0, 0, 2])},
    ],
    ids=lambda change: next(iter(change)),
)
def test_a_result_with_the_wrong_digest_is_refused(change: dict[str, object]) -> None:
    street = market().at(0, 4)
    honest = {"price": PRICE, "trades": GOOD, "reasons": street.reasons_for(0, GOOD)}
    digest = street.digest(0, **honest)  # type: ignore[arg-type]
    for number in range(3):
        street.do(home(number), mc.call_endorse(0, digest))
    with pytest.raises(RefusedError, match="The endorsers did not agree on this result"):
        street.submit(0, **(honest | change))  # type: ignore[arg-type]
    street.submit(0, **honest)  # type: ignore[arg-type]


def test_a_result_endorsed_for_another_feeder_version_is_refused() -> None:
    street = market().at(0, 4)
    words, reasons = [trade.pack() for trade in GOOD], street.reasons_for(0, GOOD)
    digest = mc.result_digest(0, TERMS.feeder_version + 1, PRICE, 1, False, words, reasons)
    for number in range(3):
        street.do(home(number), mc.call_endorse(0, digest))
    with pytest.raises(RefusedError, match="did not agree"):
        street.submit(0, PRICE, GOOD)


def test_a_result_is_handed_in_once() -> None:
    street = market()
    street.agree(0, PRICE, GOOD)
    with pytest.raises(RefusedError, match="This cycle has its result"):
        street.submit(0, PRICE, GOOD)


@pytest.mark.parametrize("fifteenths", [2.9, 13, 14.9, 15, 20])
def test_a_result_out_of_time_is_refused(fifteenths: float) -> None:
    street = market().at(0, 4)
    for number in range(3):
        street.do(home(number), mc.call_endorse(0, street.digest(0, PRICE, GOOD)))
    with pytest.raises(RefusedError, match="not the time for this result"):
        street.at(0, fifteenths).submit(0, PRICE, GOOD)


def test_a_result_may_come_as_late_as_the_end_of_the_feedback_phase() -> None:
    street = market().at(0, 4)
    for number in range(3):
        street.do(home(number), mc.call_endorse(0, street.digest(0, PRICE, GOOD)))
    street.at(0, 12.99).submit(0, PRICE, GOOD)


def test_terms_announced_after_the_first_order_do_not_touch_its_result() -> None:
    street = market()
    street.do(OPERATOR, mc.call_set_terms(mc.Terms(10**9, 0, 9, 0)))
    street.agree(0, PRICE, GOOD)
    assert street.outcome(0, 3).tariff_micro == TERMS.charge_micro_per_m * 30_000 // 2000
