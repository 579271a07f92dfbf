"""The rows the state can still make of its days: registers' differences, and what was generated."""

import msgspec

from agent.core.events import MeterRead
from agent.core.history import rows_of
from agent.core.state import State
from agent.metering.reading import MeterReading, MeterRole
from agent.roles.history import Rows
from agent.units import EnergyWh, UnixMs
from tests.core.story import CONSTANTS, MINUTE_MS, Agent, at, reading

WITH_PANELS = msgspec.structs.replace(CONSTANTS, generation_meter="pv")


def day(at_ms: int) -> str:
    return f"day {at_ms // 86_400_000}"


def made(at_ms: int, energy_wh: int) -> MeterRead:
    seen = MeterReading("pv", MeterRole.GENERATION, UnixMs(at_ms), EnergyWh(0), EnergyWh(energy_wh))
    return MeterRead(at_ms, seen)


def home(until_ms: int, *, late_minutes: int = 0) -> Agent:
    """Draws 10 Wh and makes 20 Wh a minute; the panels' meter reads `late_minutes` later."""
    agent = Agent(WITH_PANELS)
    agent.start(at(3))
    agent.tick(at(3))
    for minute in range((until_ms - at(3)) // MINUTE_MS + 1):
        now = at(3) + minute * MINUTE_MS
        agent.take(reading(now, 10_000 + 10 * minute, 500))
        if now <= until_ms - late_minutes * MINUTE_MS:
            agent.take(made(now, 20 * minute))
    return agent


def test_before_the_first_start_there_is_nothing() -> None:
    assert rows_of(State(), day) == Rows()


def test_intervals_are_the_registers_differences_with_what_was_generated() -> None:
    rows = rows_of(home(at(6, 1)).state, day).energy
    assert [row.from_ms for row in rows] == [at(3), at(4), at(5)]
    assert [(row.import_wh, row.export_wh, row.quality) for row in rows] == [(150, 0, 0)] * 3
    assert rows[-1].generation_wh == 300
    assert rows[0].generation_wh is None  # readings are kept for two intervals
    assert rows[0].day == day(at(3))


def test_generation_is_not_guessed_before_its_meter_reached_the_boundary() -> None:
    rows = rows_of(home(at(6, 1), late_minutes=2).state, day).energy
    assert (rows[-1].from_ms, rows[-1].generation_wh) == (at(5), None)
    assert rows_of(home(at(6, 3), late_minutes=2).state, day).energy[-1].generation_wh == 300


def test_a_silent_hour_is_a_substitute_and_then_corrected() -> None:
    agent = home(at(4, 1))
    for minute in range(1, 60, 5):
        agent.tick(at(4, minute))
    agent.tick(at(8, 1))
    silent = rows_of(agent.state, day).energy[-1]
    assert (silent.import_wh, silent.quality) == (10, 2)  # what was seen before the silence
    agent.take(reading(at(8, 2), 20_000, 500))
    agent.take(reading(at(8, 3), 20_010, 500))
    corrected = {row.from_ms: row for row in rows_of(agent.state, day).energy}[silent.from_ms]
    assert corrected.import_wh > 10
    assert corrected.quality == 1
