"""The agent's phases agree with the contract's rule on whole seconds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.market.cycle import CycleTimes, Phase


def contract_phase(time_s: int, genesis_s: int, cycle_s: int) -> str:
    o = ((time_s - genesis_s) % cycle_s) * 15
    if o < 3 * cycle_s:
        return "quotation"
    if o < 10 * cycle_s:
        return "matching"
    return "feedback" if o < 13 * cycle_s else "settlement"


@given(
    genesis_s=st.integers(0, 2**33),
    cycle_s=st.integers(1, 10_000),
    after_ms=st.integers(0, 10**9),
)
def test_every_millisecond_has_the_contracts_phase(genesis_s, cycle_s, after_ms) -> None:
    times = CycleTimes(genesis_s, cycle_s)
    now_ms = genesis_s * 1000 + after_ms
    phase, cycle = times.phase_at(now_ms), times.cycle_at(now_ms)
    assert phase == contract_phase(now_ms // 1000, genesis_s, cycle_s)
    assert cycle == (now_ms // 1000 - genesis_s) // cycle_s
    assert times.start_ms(cycle) <= now_ms < times.end_ms(cycle)
    assert times.phase_start_ms(cycle, phase) <= now_ms < times.phase_end_ms(cycle, phase)


def test_a_quarter_of_an_hour_has_the_thesiss_minutes() -> None:
    times = CycleTimes(1_700_000_000, 900)
    offsets = [times.phase_start_ms(2, phase) - times.start_ms(2) for phase in Phase]
    assert offsets == [0, 180_000, 600_000, 780_000]
    assert times.phase_end_ms(2, Phase.SETTLEMENT) == times.end_ms(2) == times.start_ms(3)


@given(genesis_s=st.integers(1, 2**33), before_ms=st.integers(1, 10**6))
def test_before_genesis_there_is_no_cycle(genesis_s, before_ms) -> None:
    times = CycleTimes(genesis_s, 900)
    assert times.cycle_at(genesis_s * 1000 - before_ms) is None
    assert times.phase_at(genesis_s * 1000 - before_ms) is None
    assert times.cycle_at(genesis_s * 1000) == 0


def test_impossible_times_are_refused_together() -> None:
    with pytest.raises(ValueError, match=r"genesis_s was -1.*cycle_s was 0"):
        CycleTimes(-1, 0)
