"""The data files of the simulated homes: read exactly, refused rather than rounded."""

from pathlib import Path

import pytest

from drivers.simulated.profiles import (
    ProfileError,
    pv_days,
    read_load_vertices,
    read_load_w,
    read_pv_tenthousandths,
)


def pv_table(tmp_path: Path, *values: str, minutes: int = 1440) -> Path:
    rows = [f"{minute},{values[minute % len(values)]}" for minute in range(minutes)]
    path = tmp_path / "pv.csv"
    path.write_text("\n".join(["minute,2026-06-21", *rows]), encoding="utf-8")
    return path


def test_every_load_of_the_feeder_has_a_day_and_a_vertex() -> None:
    vertices = read_load_vertices()
    assert list(vertices) == list(range(1, 56))
    assert vertices[24] == 53
    assert all(len(read_load_w(load)) == 1440 for load in (1, 24, 55))


def test_days_and_their_yield_order_as_the_seasons_do() -> None:
    summer, equinox, winter = (sum(read_pv_tenthousandths(day)) for day in pv_days())
    assert pv_days() == ("2026-06-21", "2026-03-20", "2026-12-21")
    assert summer > equinox > winter > 0


@pytest.mark.parametrize("value", ["0.00001", "-0.1", "much", "NaN", "Infinity", ""])
def test_a_value_that_is_no_whole_step_is_refused_not_rounded(tmp_path: Path, value: str) -> None:
    with pytest.raises(ProfileError, match=r"pv.csv line 3"):
        read_pv_tenthousandths("2026-06-21", pv_table(tmp_path, "0.5", value))


def test_half_a_day_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ProfileError, match="720 minutes"):
        read_pv_tenthousandths("2026-06-21", pv_table(tmp_path, "0.5", minutes=720))


def test_an_unknown_column_names_the_known_ones(tmp_path: Path) -> None:
    with pytest.raises(ProfileError, match=r"no column '2026-01-01'.*2026-06-21"):
        read_pv_tenthousandths("2026-01-01", pv_table(tmp_path, "0.5"))


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(ProfileError, match="could not be read"):
        read_load_w(1, tmp_path)
