"""Real days pass untouched, and outliers planted into them do not (55 homes of the IEEE feeder)."""

import csv
from pathlib import Path

from agent.metering.plausibility import BELIEVED, Outcome, RegisterLimits
from agent.metering.reading import MeterReading, MeterRole
from agent.metering.registers import MeterTrack, observe

PROFILES = Path(__file__).parents[2] / "config/feeders/ieee-european-lv/load_profiles_kw.csv"
LIMITS = RegisterLimits(limit_wh=4_600, interval_ms=900_000)
"""A fuse of 80 A at 230 V for a quarter-hour."""
OUTLIER_EVERY = 97


def test_no_minute_of_a_real_day_is_quarantined_and_every_planted_outlier_is() -> None:
    with PROFILES.open() as file:
        rows = list(csv.DictReader(file))
    homes = [name for name in rows[0] if name != "minute"]
    assert (len(homes), len(rows)) == (55, 1_440)
    for home in homes[::5]:
        track, level_mwh, planted = MeterTrack(home, MeterRole.GRID), 10**9, 0
        for minute, row in enumerate(rows):
            level_mwh += round(float(row[home]) * 1_000_000 / 60)
            level_wh = level_mwh // 1_000
            if minute > 1 and minute % OUTLIER_EVERY == 0:
                bad = level_wh * 10 if planted % 2 else level_wh // 10
                track, outcome = observe(track, _reading(home, minute * 60_000 - 7, bad), LIMITS)
                assert outcome in {Outcome.IMPLAUSIBLE, Outcome.BACKWARDS}
                planted += 1
            track, outcome = observe(track, _reading(home, minute * 60_000, level_wh), LIMITS)
            assert outcome in BELIEVED, (home, minute)
        assert planted > 10
        assert track.level is not None
        assert track.level.import_wh == level_mwh // 1_000


def _reading(home: str, at_ms: int, import_wh: int) -> MeterReading:
    return MeterReading(home, MeterRole.GRID, at_ms, import_wh, 0)  # type: ignore[arg-type]
