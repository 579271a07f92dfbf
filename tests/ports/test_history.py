"""One suite for the History port, on the fake and on SQLite; then what only a file can suffer."""

import os
import sqlite3
import stat
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agent.ports import History, HistoryError
from agent.roles.history import EnergyRow, MoneyRow, PriceRow, Rows
from drivers.history_sqlite import SqliteHistory
from drivers.simulated.history_memory import MemoryHistory

QUARTER_MS = 900_000
NOW_MS = 1_780_000_000_000
Make = Callable[..., History]


@pytest.fixture(params=["memory", "sqlite"])
def make(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Make]:
    opened: list[History] = []

    def make(rows_kept: int = 1_000) -> History:
        path = tmp_path / f"telemetry{len(opened)}.db"
        one: History = (
            MemoryHistory(rows_kept)
            if request.param == "memory"
            else SqliteHistory(path, lambda: NOW_MS, rows_kept=rows_kept)
        )
        opened.append(one)
        return one

    yield make
    for one in opened:
        one.close()


def energy(
    place: int, import_wh: int = 10, made: int | None = None, **changes: object
) -> EnergyRow:
    day = f"2026-06-{1 + place // 96:02d}"
    row = EnergyRow(place * QUARTER_MS, day, import_wh, 2, made, 0)
    return msgspec.structs.replace(row, **changes)


def sale(cycle: int, amount: int = 60_000, day: str = "2026-06-01") -> MoneyRow:
    return MoneyRow(cycle, day, "sell", 400, amount, 500, 100, 2)


def test_rows_come_back_in_order_and_within_their_bounds(make: Make) -> None:
    history = make()
    history.put(Rows(energy=(energy(3), energy(1), energy(2))))
    assert history.energy(QUARTER_MS, 3 * QUARTER_MS) == (energy(1), energy(2))
    assert history.energy(0, 10**15) == (energy(1), energy(2), energy(3))
    assert history.set_aside() == 0


def test_the_same_rows_twice_change_nothing(make: Make) -> None:
    history = make()
    rows = Rows((energy(1, made=7), energy(2)), (sale(1),), (PriceRow(1, 150_000, 3, 9),))
    history.put(rows)
    once = history.days("2026-06-01", "2026-06-30")
    history.put(rows)
    assert history.days("2026-06-01", "2026-06-30") == once
    (day,) = once
    assert (day.import_wh, day.export_wh, day.energy_rows) == (20, 4, 2)
    assert (day.generation_wh, day.generation_rows) == (7, 1)
    assert (day.sold_wh, day.bought_wh, day.earned_micro, day.spent_micro) == (400, 0, 60_000, 0)
    assert (day.charge_micro, day.penalty_micro, day.trades) == (500, 100, 2)


def test_a_correction_replaces_and_its_day_follows(make: Make) -> None:
    history = make()
    history.put(Rows((energy(1, quality=2),), (sale(1),)))
    history.put(Rows((energy(1, import_wh=4),), (sale(1, amount=-9_000),)))
    (day,) = history.days("2026-06-01", "2026-06-01")
    assert (day.import_wh, day.energy_rows, day.earned_micro, day.trades) == (4, 1, -9_000, 2)
    assert history.energy(0, 10**15)[0].quality == 0


def test_what_was_generated_is_never_forgotten_by_a_later_row(make: Make) -> None:
    history = make()
    history.put(Rows((energy(1, made=7),)))
    history.put(Rows((energy(1, import_wh=3),)))
    assert history.energy(0, 10**15) == (energy(1, import_wh=3, made=7),)
    (day,) = history.days("2026-06-01", "2026-06-01")
    assert (day.import_wh, day.generation_wh, day.generation_rows) == (3, 7, 1)


def test_a_purchase_is_spent_not_earned(make: Make) -> None:
    history = make()
    bought = msgspec.structs.replace(sale(1, amount=-70_000), side="buy")
    history.put(Rows(money=(bought,)))
    (day,) = history.days("2026-06-01", "2026-06-01")
    assert (day.bought_wh, day.spent_micro, day.sold_wh, day.earned_micro) == (400, 70_000, 0, 0)


def test_prices_page_from_either_end(make: Make) -> None:
    history = make()
    prices = tuple(PriceRow(k, None if k == 3 else k * 1_000, k, 9) for k in range(6))
    history.put(Rows(prices=prices))
    assert history.prices(None, 2) == prices[4:]
    assert history.prices(2, 3) == prices[2:5]
    assert history.prices(9, 3) == ()


def test_the_history_is_bounded_and_days_outlive_their_quarter_hours(make: Make) -> None:
    history = make(rows_kept=100)
    for first in range(0, 288, 48):
        history.put(
            Rows(
                tuple(energy(first + k) for k in range(48)),
                tuple(sale(first + k, day=energy(first + k).day) for k in range(48)),
                tuple(PriceRow(first + k, 1, 1, 1) for k in range(48)),
            )
        )
    assert len(history.energy(0, 10**15)) == 100
    assert history.energy(0, 10**15)[0] == energy(188)
    assert [price.cycle for price in history.prices(0, 500)] == list(range(188, 288))
    days = history.days("2026-01-01", "2026-12-31")
    assert [(day.energy_rows, day.trades) for day in days] == [(96, 192)] * 3


def test_a_closed_history_says_so(make: Make) -> None:
    history = make()
    history.close()
    with pytest.raises(HistoryError, match="closed"):
        history.days("2026-01-01", "2026-12-31")


ROWS = st.lists(
    st.builds(
        EnergyRow,
        from_ms=st.integers(0, 8).map(lambda k: k * QUARTER_MS),
        day=st.sampled_from(["2026-06-01", "2026-06-02"]),
        import_wh=st.integers(0, 50),
        export_wh=st.integers(0, 50),
        generation_wh=st.none() | st.integers(0, 50),
        quality=st.integers(0, 2),
    ),
    max_size=12,
)


@settings(max_examples=30, deadline=None)
@given(ROWS)
def test_a_days_sums_are_always_those_of_its_rows(
    tmp_path_factory: pytest.TempPathFactory, rows: list[EnergyRow]
) -> None:
    fake = MemoryHistory()
    real = SqliteHistory(tmp_path_factory.mktemp("days") / "telemetry.db", lambda: NOW_MS)
    try:
        for row in rows:
            for history in (fake, real):
                history.put(Rows((row,)))
        kept = fake.energy(0, 10**15)
        assert real.energy(0, 10**15) == kept
        days = fake.days("2026-01-01", "2026-12-31")
        assert real.days("2026-01-01", "2026-12-31") == days
        for day in days:
            mine = [row for row in kept if row.day == day.day]
            assert day.import_wh == sum(row.import_wh for row in mine)
            assert day.generation_wh == sum(row.generation_wh or 0 for row in mine)
            assert day.energy_rows == len(mine)
    finally:
        real.close()


def opened(path: Path) -> SqliteHistory:
    return SqliteHistory(path, lambda: NOW_MS)


def test_the_file_is_its_owners_only_and_outlives_the_process(tmp_path: Path) -> None:
    path = tmp_path / "telemetry.db"
    history = opened(path)
    history.put(Rows((energy(1),)))
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    history.close()
    history.close()
    again = opened(path)
    assert again.energy(0, 10**15) == (energy(1),)
    again.close()


@pytest.mark.parametrize("damage", ["text", "zeros in the middle", "another program's"])
def test_a_damaged_file_is_set_aside_and_begun_anew(tmp_path: Path, damage: str) -> None:
    path = tmp_path / "telemetry.db"
    if damage == "another program's":
        with sqlite3.connect(path) as other:
            other.execute("CREATE TABLE theirs (x)")
        other.close()
    else:
        history = opened(path)
        history.put(Rows(tuple(energy(k) for k in range(900))))
        history.close()
        content = bytearray(path.read_bytes())
        content[:] = b"no database at all" if damage == "text" else content
        if damage != "text":
            content[4_096:-4_096] = bytes(len(content) - 8_192)
        path.write_bytes(content)
    history = opened(path)
    assert history.set_aside() == 1
    assert history.energy(0, 10**15) == ()
    history.put(Rows((energy(5),)))
    assert history.energy(0, 10**15) == (energy(5),)
    history.close()
    assert (tmp_path / f"telemetry.db.quarantine-{NOW_MS}").exists()


def test_damage_found_while_running_is_set_aside_too(tmp_path: Path) -> None:
    path = tmp_path / "telemetry.db"
    history = opened(path)
    history.put(Rows(tuple(energy(k, day="2026-06-01") for k in range(20_000))))
    history.close()
    history = opened(path)
    size = path.stat().st_size
    with path.open("r+b") as file:  # behind its back, as a dying card does
        file.seek(4_096)
        file.write(os.urandom(size - 4_096))
    history.put(Rows((energy(30_000, day="2026-06-02"),)))
    assert history.set_aside() == 1
    assert history.energy(0, 10**15) == (energy(30_000, day="2026-06-02"),)
    history.close()


def test_only_the_newest_quarantined_files_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "telemetry.db"
    for number in range(6):
        path.write_bytes(b"rubbish" * 100)
        SqliteHistory(path, lambda number=number: NOW_MS + number).close()
    left = sorted(p.name for p in tmp_path.iterdir() if "quarantine" in p.name)
    assert left == [f"telemetry.db.quarantine-{NOW_MS + number}" for number in (3, 4, 5)]


def test_a_second_process_is_kept_out(tmp_path: Path) -> None:
    path = tmp_path / "telemetry.db"
    history = opened(path)
    with pytest.raises(HistoryError, match="could not be opened"):
        opened(path)
    history.put(Rows((energy(1),)))
    assert history.set_aside() == 0
    history.close()


def test_a_folder_that_is_not_there_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(HistoryError, match="could not be opened"):
        opened(tmp_path / "no" / "telemetry.db")
