"""Who has what on the street follows from the seed alone."""

from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.feeders import load_feeder
from drivers.simulated.profiles import read_load_vertices
from drivers.simulated.street import HomePlan, plan_street

VERTICES = read_load_vertices()
GOLDEN = Path(__file__).parent.parent / "data" / "simulated" / "street_seed_7.json"
seeds = st.integers(0, 2**64)


def test_seed_7_is_the_same_street_for_ever() -> None:
    kept = msgspec.json.decode(GOLDEN.read_bytes(), type=tuple[HomePlan, ...])
    assert plan_street(7) == kept


def test_another_seed_is_another_street() -> None:
    assert plan_street(7) != plan_street(8)


@given(seed=seeds, homes=st.integers(4, 55))
def test_every_street_can_trade(seed: int, homes: int) -> None:
    plan = plan_street(seed, homes, vertices=VERTICES)
    sunny = [home for home in plan if home.pv_w_peak]
    dark = [home for home in plan if not home.pv_w_peak]
    assert [home.number for home in plan] == list(range(1, homes + 1))
    assert len({home.load for home in plan}) == homes
    assert all(home.vertex == VERTICES[home.load] for home in plan)
    assert len(sunny) >= 2
    assert len(dark) >= 2
    assert sum(home.endorser for home in plan) >= (4 if homes >= 12 else 1)


@given(seed=seeds)
def test_values_stay_in_their_ranges(seed: int) -> None:
    for home in plan_street(seed, vertices=VERTICES):
        assert home.pv_w_peak in {0, *range(2_000, 5_001, 100)}
        assert 120_000 <= home.low_micro_per_kwh < home.high_micro_per_kwh <= 290_000
        assert 60 <= home.distance_m <= 300


def test_the_full_street_has_its_shares() -> None:
    plan = plan_street(1)
    assert sum(home.pv_w_peak > 0 for home in plan) == 25
    assert sum(home.endorser for home in plan) == 7


def test_a_smaller_street_is_spread_over_the_feeder() -> None:
    loads = [home.load for home in plan_street(1, 5)]
    assert loads == [6, 17, 28, 39, 50]


def test_what_a_home_prefers_does_not_depend_on_how_many_homes_there_are() -> None:
    everybody = {home.load: home for home in plan_street(3)}
    for home in plan_street(3, 10):
        assert home.low_micro_per_kwh == everybody[home.load].low_micro_per_kwh
        assert home.distance_m == everybody[home.load].distance_m


def test_every_home_hangs_on_the_feeder() -> None:
    feeder = load_feeder("ieee-european-lv")
    assert all(home.vertex in feeder for home in plan_street(1))


def test_everything_wrong_is_told_at_once() -> None:
    with pytest.raises(ValueError, match=r"homes was 3, allowed: 4 to 55.*day was '2026-01-01'"):
        plan_street(1, 3, "2026-01-01")
