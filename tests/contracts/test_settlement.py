"""Settlement: bills and incomes to the unit, once; silence never pays; corrections post the rest."""

import msgspec
import pytest

from agent.ledger import market_contract as mc
from tests.contracts.street import (
    CORRECTION_S,
    CYCLE_S,
    GENESIS_S,
    LIMIT_WH,
    OPERATOR,
    TERMS,
    RefusedError,
    Street,
    home,
)

PRICE = 150_003
TARIFF = 10_006
"""Each side's half of the charge for 10.001 m at 2 001 micro per metre, rounded down."""
START = 50_000_000
SELLER, BUYER, LOSER = 0, 1, 2


def traded(cycle: int = 0) -> Street:
    """Home 0 sold 1 001 Wh to home 1, home 2 lost; delivery is in the next cycle."""
    street = Street.of(3).at(cycle, 1)
    street.sell(SELLER, cycle, 1_001, 100_000)
    street.buy(BUYER, cycle, 1_500, 200_000)
    street.buy(LOSER, cycle, 1_000, 50_000)
    street.agree(cycle, PRICE, [mc.TradeWord(BUYER, SELLER, 1_001, 10_001)])
    return street


def delivered(
    street: Street, exported_wh: int, imported_wh: int, cycle: int = 0, at: float = 2
) -> Street:
    """Report both homes' registers around the delivery cycle; no time goes by after it."""
    street.at(cycle, 15 * at)
    street.report(SELLER, cycle, 500, 7_000)
    street.report(SELLER, cycle + 1, 600, 7_000 + exported_wh)
    street.report(BUYER, cycle, 90_000, 0)
    street.report(BUYER, cycle + 1, 90_000 + imported_wh, 10)
    return street


def penalty(agreed_wh: int, metered_wh: int) -> int:
    return abs(agreed_wh - metered_wh) * TERMS.penalty_micro_per_kwh // 1000


def income(metered_wh: int) -> int:
    return PRICE * metered_wh // 1000 - TARIFF - penalty(1_001, metered_wh)


def bill(metered_wh: int) -> int:
    return PRICE * metered_wh // 1000 + TARIFF + penalty(1_001, metered_wh)


@pytest.mark.parametrize("exported_wh", [0, 1, 999, 1_001, 1_002, 7_777])
@pytest.mark.parametrize("imported_wh", [0, 1_000, 1_001, 5_003])
def test_bills_and_incomes_to_the_unit(exported_wh: int, imported_wh: int) -> None:
    street = delivered(traded(), exported_wh, imported_wh)
    street.settle(0, SELLER, BUYER)
    assert street.account(home(SELLER)) == START + income(exported_wh)
    assert street.account(home(BUYER)) == START - bill(imported_wh)
    assert street.account(OPERATOR) == bill(imported_wh) - income(exported_wh)
    assert street.settled_micro(0, SELLER) == income(exported_wh)
    assert street.settled_micro(0, BUYER) == -bill(imported_wh)
    assert street.settlement(0, BUYER) == mc.Settlement(
        imported_wh, penalty(1_001, imported_wh), mc.SettlementStatus.FINAL, 0, 1
    )
    assert street.everybody_micro() == street.credited_micro


def test_metered_energy_above_the_limit_counts_as_the_limit() -> None:
    street = delivered(traded(), LIMIT_WH + 1, 2**40)
    street.settle(0, SELLER, BUYER)
    assert street.settled_micro(0, SELLER) == income(LIMIT_WH)
    assert street.settled_micro(0, BUYER) == -bill(LIMIT_WH)


def test_settling_twice_pays_once() -> None:
    street = delivered(traded(), 1_001, 1_001)
    street.settle(0, SELLER, SELLER, BUYER)
    after = [street.account(home(n)) for n in range(3)]
    street.settle(0, BUYER, SELLER)
    street.at(30).settle(0, SELLER, BUYER)
    assert [street.account(home(n)) for n in range(3)] == after


def test_settling_frees_a_traders_hold_once() -> None:
    street = delivered(traded(), 1_001, 1_001)
    street.settle(0, SELLER)
    assert street.held(home(SELLER)) == 0
    street.at(2, 1).sell(SELLER, 2, 500, 100_000)
    held = street.held(home(SELLER))
    street.report(SELLER, 1, 600, 8_000, revision=2)
    street.settle(0, SELLER)
    street.release(0, SELLER)
    assert street.held(home(SELLER)) == held > 0
    assert street.settlement(0, SELLER).status == mc.SettlementStatus.CORRECTED


def test_an_order_that_lost_or_does_not_exist_is_not_settled() -> None:
    street = delivered(traded(), 1_001, 1_001).at(40)
    street.settle(0, LOSER, 3, 2**255)
    assert street.settled_micro(0, LOSER) == 0
    assert street.account(home(LOSER)) == START


def test_nothing_is_settled_before_the_meters_have_spoken() -> None:
    street = traded().at(2)
    street.settle(0, SELLER, BUYER)
    street.report(SELLER, 1, 600, 8_000)
    street.settle(0, SELLER, BUYER)
    assert street.account(home(SELLER)) == START
    street.report(SELLER, 0, 500, 7_000)
    street.settle(0, SELLER, BUYER)
    assert street.settled_micro(0, SELLER) == income(1_000)
    assert street.settled_micro(0, BUYER) == 0


def test_a_cycle_without_result_is_not_settled() -> None:
    street = Street.of(2).at(0, 1)
    street.sell(0, 0, 1_000, 100_000)
    for time in (1, 14, 400):
        with pytest.raises(RefusedError, match="This cycle has no result"):
            street.at(0, time).settle(0, 0)


DEADLINE_S = GENESIS_S + (0 + 2 + 4) * CYCLE_S
"""Four cycles after the end of cycle 1, in which cycle 0's orders are delivered."""


def test_a_silent_member_is_settled_against_itself_after_the_deadline() -> None:
    street = traded()
    street.time_s = DEADLINE_S
    street.settle(0, SELLER, BUYER)
    assert street.account(home(SELLER)) == START
    street.time_s = DEADLINE_S + 1
    street.settle(0, SELLER, BUYER)
    assert street.settled_micro(0, SELLER) == income(0) < 0
    assert street.settled_micro(0, BUYER) == -bill(LIMIT_WH)
    assert street.settlement(0, SELLER) == mc.Settlement(
        0, penalty(1_001, 0), mc.SettlementStatus.DEFAULT, 2, 0
    )
    assert [street.held(home(n)) for n in (SELLER, BUYER)] == [0, 0]
    assert street.everybody_micro() == street.credited_micro


@pytest.mark.parametrize("metered_wh", [0, 1_001, LIMIT_WH])
def test_silence_never_pays(metered_wh: int) -> None:
    assert -bill(LIMIT_WH) <= -bill(metered_wh)
    assert income(0) <= income(metered_wh)


def test_a_late_report_books_the_difference_to_the_default() -> None:
    street = traded().at(7)
    street.settle(0, SELLER, BUYER)
    delivered(street, 900, 1_200, at=8)
    street.settle(0, SELLER, BUYER)
    assert street.account(home(SELLER)) == START + income(900)
    assert street.account(home(BUYER)) == START - bill(1_200)
    assert street.settlement(0, SELLER).status == mc.SettlementStatus.CORRECTED
    assert street.everybody_micro() == street.credited_micro


def test_a_default_with_the_very_figures_of_the_report_is_still_corrected() -> None:
    street = traded().at(7)
    street.settle(0, SELLER)
    for cycle in (0, 1):
        report = street.at(8).report_of(SELLER, cycle, 600, 7_000, revision=0)
        street.hand_in(street.signed(msgspec.structs.replace(report, quality=2)))
    street.settle(0, SELLER)
    assert street.settlement(0, SELLER).status == mc.SettlementStatus.CORRECTED
    assert street.account(home(SELLER)) == START + income(0)


def test_a_higher_revision_books_only_the_difference() -> None:
    street = delivered(traded(), 900, 1_001)
    street.settle(0, SELLER)
    street.report(SELLER, 1, 600, 8_000, revision=2)
    street.settle(0, SELLER)
    street.settle(0, SELLER)
    assert street.account(home(SELLER)) == START + income(1_000)
    assert street.settlement(0, SELLER) == mc.Settlement(
        1_000, penalty(1_001, 1_000), mc.SettlementStatus.CORRECTED, 0, 2
    )


def test_a_corrected_register_moves_energy_between_its_two_cycles() -> None:
    """The register at the end of cycle 1 ends one delivery and begins the next."""
    street = traded()
    street.at(1, 1).sell(SELLER, 1, 1_000, 100_000)
    street.buy(BUYER, 1, 1_500, 200_000)
    street.agree(1, PRICE, [mc.TradeWord(1, 0, 1_000, 0)])
    street.at(3)
    for cycle, export_wh in ((0, 0), (1, 1_500), (2, 2_000)):
        street.report(SELLER, cycle, 0, export_wh)
    street.settle(0, SELLER)
    street.settle(1, 0)
    street.report(SELLER, 1, 0, 1_000, revision=2)
    street.settle(0, SELLER)
    street.settle(1, 0)
    assert street.settlement(0, SELLER).metered_wh == 1_000
    assert street.settlement(1, 0).metered_wh == 1_000
    assert street.everybody_micro() == street.credited_micro


def test_a_report_after_the_correction_window_changes_nothing() -> None:
    street = delivered(traded(), 900, 1_001)
    street.settle(0, SELLER)
    street.time_s = GENESIS_S + 2 * CYCLE_S + CORRECTION_S + 1
    street.report(SELLER, 1, 600, 8_000, revision=2)
    street.settle(0, SELLER)
    assert street.settled_micro(0, SELLER) == income(900)


def test_terms_changed_after_the_orders_do_not_touch_their_settlement() -> None:
    street = traded()
    street.do(OPERATOR, mc.call_set_terms(mc.Terms(0, 10**9, 9, 0)))
    delivered(street, 900, 1_001).settle(0, SELLER)
    assert street.settled_micro(0, SELLER) == income(900)


def test_settlement_goes_by_the_operator_of_the_day() -> None:
    street = delivered(traded(), 900, 1_001)
    street.settle(0, SELLER)
    street.do(OPERATOR, mc.call_hand_over(home(99)))
    street.settle(0, BUYER)
    assert street.account(OPERATOR) == 0
    assert street.account(home(99)) == bill(1_001) - income(900)


def test_a_full_trade_never_costs_more_than_its_hold() -> None:
    street = Street.of(3).at(0, 1)
    street.sell(0, 0, 1_000, 20_000)  # cheap energy: over-delivery costs more than it earns
    street.buy(1, 0, 1_000, 200_000)
    far = (TERMS.max_tariff_micro * 2000 + TERMS.charge_micro_per_m - 1) // TERMS.charge_micro_per_m
    holds = [street.held(home(n)) for n in range(2)]
    street.agree(0, 20_000, [mc.TradeWord(1, 0, 1_000, far)])
    assert street.outcome(0, 0).tariff_micro == TERMS.max_tariff_micro
    for wh in (0, 1_000, LIMIT_WH):
        revision = 1 + [0, 1_000, LIMIT_WH].index(wh)
        street.at(2)
        for number in (0, 1):
            street.report(number, 0, 0, 0, revision)
            street.report(number, 1, wh, wh, revision)
        street.settle(0, 0, 1)
        assert -street.settled_micro(0, 0) <= holds[0]
        assert -street.settled_micro(0, 1) <= holds[1]
