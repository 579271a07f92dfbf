"""Attribution: whose energy went in, whose came out, and what is explained."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.roles.storage_backing import (
    Delivery,
    Store,
    backing_wh,
    cover_power_w,
)
from agent.roles.storage_unit import (
    ChargeMark,
    OpenSession,
    Portion,
    Share,
    contradiction,
    divided,
    losses,
    next_consumption,
    portions_of,
    put_back,
    shared_by_trades,
    total_wh,
)

OWNER, A, B = "0xowner", "0xa", "0xb"
WH = st.integers(0, 20_000)


def discharged_wh(power_w: int, from_ms: int, to_ms: int, delivery: Delivery) -> int:
    """Return the energy of a power over a part of the interval, rounded down."""
    nominal = (to_ms - from_ms) * delivery.nominal_ms
    return power_w * nominal // ((delivery.to_ms - delivery.from_ms) * 3_600_000)


def penalty_micro(agreed_wh: int, delivered_wh: int, penalty_micro_per_kwh: int) -> int:
    """Return the penalty of a delivery that missed its agreement either way (thesis, 4.8)."""
    return abs(agreed_wh - max(delivered_wh, 0)) * penalty_micro_per_kwh // 1_000


@given(WH, st.lists(st.builds(Share, st.sampled_from([A, B, OWNER, "0xc"]), WH), max_size=6))
def test_shares_add_up_and_nobody_gets_more_than_was_traded(wh: int, trades: list[Share]) -> None:
    shares = shared_by_trades(wh, trades, OWNER)
    assert total_wh(shares) == wh
    for share in shares:
        traded = sum(one.wh for one in trades if one.party == share.party)
        assert share.party == OWNER or share.wh <= traded


def test_largest_remainders_get_the_watt_hours_left_over() -> None:
    trades = [Share(A, 1), Share(B, 1), Share("0xc", 1)]
    assert shared_by_trades(2, trades, OWNER) == (Share(A, 1), Share(B, 1))
    assert shared_by_trades(5, [Share(A, 3)], OWNER) == (Share(A, 3), Share(OWNER, 2))


@given(st.integers(0, 10**7), st.integers(1, 10**8), WH)
def test_a_rise_spread_over_intervals_is_the_same_rise(from_ms: int, span: int, wh: int) -> None:
    found = portions_of(from_ms, from_ms + span, wh, 0, 900_000)
    assert total_wh(found) == wh
    for one in found:
        assert from_ms <= one.from_ms < one.to_ms <= from_ms + span


PORTIONS = st.lists(
    st.builds(
        lambda at, length, wh: Portion(at, at + length, wh),
        st.integers(0, 9_000),
        st.integers(1, 900),
        st.integers(1, 900),
    ),
    max_size=6,
).map(lambda found: sorted(found, key=lambda one: (one.from_ms, one.to_ms)))
SESSIONS = st.lists(
    st.builds(
        OpenSession,
        st.sampled_from([A, B, OWNER]),
        st.integers(1, 2_000),
        st.integers(0, 9_000),
        st.integers(5_000, 20_000),
    ),
    max_size=5,
    unique_by=lambda one: one.consumer,
)


@given(PORTIONS, SESSIONS)
def test_no_session_takes_more_than_it_holds_and_no_watt_hour_is_lost(
    portions: list[Portion], sessions: list[OpenSession]
) -> None:
    covered, alone = divided(portions, sessions, OWNER, 10_000)
    assert total_wh(covered) + total_wh(alone) == total_wh(portions)
    found = next_consumption(portions, sessions, OWNER, 10_000)
    if found is None:
        return
    assert 0 < found.wh <= found.session.energy_wh
    assert found.wh + total_wh(found.rest) == total_wh(portions)
    assert total_wh(put_back(found.rest, found.taken)) == total_wh(portions)
    assert found.session.expires_ms > 10_000
    if found.session.consumer != OWNER:
        assert all(one.from_ms >= found.session.opened_ms for one in found.taken)


def test_a_session_past_its_time_takes_nothing() -> None:
    over = OpenSession(A, 500, 0, 100)
    assert next_consumption([Portion(10, 20, 50)], [over], OWNER, 100) is None


@pytest.mark.parametrize(
    ("wh", "believed"),
    [(9_000, True), (8_000, True), (12_000, False), (5_000, False)],
)
def test_a_charge_must_fit_what_the_meter_counted(wh: int, believed: bool) -> None:
    mark = ChargeMark(0, 5_000, 100, 100)
    why = contradiction(mark, wh, 4_600, 600, capacity_wh=20_000, tolerance_wh=500)
    assert (not why) is believed
    assert believed or "4.5 kWh in, 0.5 kWh out" in why


def test_losses_are_explained_in_a_sentence() -> None:
    assert losses(8_000, 7_200, 10_000, 0) == (
        "The battery holds 7.2 kWh, the contract 8 kWh: 0.8 kWh less; 0.8 kWh were lost in"
        " charging, discharging and standing, 8 % of what went in."
    )
    assert "0.3 kWh more" in losses(7_000, 7_300, 0, 0)
    assert losses(5, 5, 0, 0) == "The battery holds 0.005 kWh, as the contract does."


# The battery behind the auction.

STORES = st.builds(Store, st.integers(0, 20_000), st.integers(0, 20_000), st.integers(1, 10_000))
DELIVERIES = st.builds(
    lambda agreed, delivered, read: Delivery(agreed, delivered, read, 0, 900_000, 900_000),
    st.integers(1, 5_000),
    st.integers(-2_000, 6_000),
    st.integers(1, 900_000),
)


@given(STORES)
def test_the_battery_offers_no_more_than_power_times_time_and_nothing_of_its_reserve(
    store: Store,
) -> None:
    offered = backing_wh(store, 900_000)
    assert 0 <= offered <= store.power_w // 4
    assert offered == 0 or store.charge_wh - offered >= store.reserve_wh


@given(STORES, DELIVERIES, st.integers(0, 60_000), st.integers(0, 100))
def test_with_cover_the_penalty_is_never_larger_and_the_reserve_stays(
    store: Store, delivery: Delivery, later_ms: int, slower_percent: int
) -> None:
    """As long as the home itself goes on no faster than before."""
    now_ms = min(delivery.read_ms + later_ms, 900_000)
    power = cover_power_w(delivery, store, now_ms)
    assert 0 <= power <= store.power_w
    given_wh = discharged_wh(power, now_ms, delivery.to_ms, delivery)
    assert given_wh <= store.free_wh
    read_ms = delivery.read_ms
    rest = max(delivery.delivered_wh, 0) * (900_000 - read_ms) // read_ms
    alone = delivery.delivered_wh + rest * slower_percent // 100
    without = penalty_micro(delivery.agreed_wh, alone, 150_000)
    assert penalty_micro(delivery.agreed_wh, alone + given_wh, 150_000) <= without


@given(
    st.integers(0, 4_000),
    st.builds(Store, st.integers(3_000, 9_000), st.just(1_000), st.integers(300, 6_000)),
)
def test_what_is_offered_with_the_battery_can_be_delivered_with_it(
    own_w: int, store: Store
) -> None:
    """Minute by minute, the home delivering what was expected of it: no penalty is left."""
    interval_ms, minute_ms = 900_000, 60_000
    agreed = own_w // 4 + backing_wh(store, interval_ms)
    own, given_wms = 0, 0
    for minute in range(15):
        now_ms = minute * minute_ms
        own = own_w * now_ms // 3_600_000
        delivered = own + given_wms // 3_600_000
        left = Store(store.charge_wh - given_wms // 3_600_000, store.reserve_wh, store.power_w)
        given = given_wms // 3_600_000
        delivery = Delivery(agreed, delivered, now_ms, 0, interval_ms, interval_ms, given)
        given_wms += cover_power_w(delivery, left, now_ms) * minute_ms
    total = own_w // 4 + given_wms // 3_600_000
    assert abs(agreed - total) <= max(agreed // 50, 5)


def test_a_shortage_is_covered_to_the_watt_hour_where_the_battery_can() -> None:
    delivery = Delivery(
        1_000, 400, 450_000, 0, 900_000, 900_000
    )  # half over: 800 are to be expected
    power = cover_power_w(delivery, Store(9_000, 1_000, 5_000), 450_000)
    assert power == 1_600
    assert discharged_wh(power, 450_000, 900_000, delivery) == 200
