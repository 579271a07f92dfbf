"""What a day of readings costs the card: at most 300 MiB with a meter that reports every second.

Counted by the kernel (/proc/self/io, write_bytes: pages handed to the block layer), journal on a
real file system, syncs as in the daemon. GRIDHEARTH_WEAR_CYCLES sets how many quarter hours are
lived; what a day would cost is computed from them.
"""

import os
from pathlib import Path

import msgspec
import pytest

from agent.core.effects import Effect, Sign
from agent.core.events import Event, MeterRead, Signed, Started, Ticked
from agent.metering.reading import MeterReading, MeterRole
from agent.shell import run
from agent.shell.run import Runner
from agent.units import EnergyWh, UnixMs
from drivers.journal_sqlite import SqliteJournal
from tests.core.story import CONSTANTS, KEYS, at, feeder

CYCLES = int(os.environ.get("GRIDHEARTH_WEAR_CYCLES", "4"))
CYCLE_MS = 900_000
MOST_MIB_PER_DAY = 300


def written_bytes() -> int:
    lines = Path("/proc/self/io").read_text().splitlines()
    return int(dict(line.split(": ") for line in lines)["write_bytes"])


def mib_per_day(directory: Path, every_s: int, meters: int) -> float:
    """Live some cycles with readings of so many meters; return what a day of them would write."""
    journal = SqliteJournal(directory / f"journal-{every_s}-{meters}.db")
    asked: list[Effect] = []
    runner = Runner(journal, feeder(), asked.extend, lambda _: None)
    begin_ms, before = at(5), written_bytes()

    def take(event: Event) -> None:
        runner.take([event])
        while asked:
            effect = asked.pop(0)
            if isinstance(effect, Sign):
                made = KEYS[effect.key].sign_digest(effect.digest)
                runner.take([Signed(begin_ms, 0, effect.ident, made)])

    constants = msgspec.structs.replace(CONSTANTS, generation_meter="pv")
    take(Started(begin_ms, 0, "boot", constants))
    for second in range(CYCLES * CYCLE_MS // 1_000):
        now_ms = begin_ms + second * 1_000
        take(Ticked(now_ms, second * 1_000, True))
        for number in range(meters if second % every_s == 0 else 0):
            name, role = ("pv", MeterRole.GENERATION) if number else ("grid", MeterRole.GRID)
            wh = EnergyWh(20_000 + second * (number + 2) // 4)
            take(MeterRead(now_ms, MeterReading(name, role, UnixMs(now_ms), EnergyWh(1), wh)))
    runner.flush()
    journal.close()
    return (written_bytes() - before) * 86_400_000 / (CYCLES * CYCLE_MS) / 2**20


@pytest.mark.timeout(1_800)
@pytest.mark.parametrize(("every_s", "meters"), [(10, 2), (1, 1), (1, 2)])
def test_a_day_of_readings_does_not_wear_the_card(
    tmp_path: Path, every_s: int, meters: int
) -> None:
    found = mib_per_day(tmp_path, every_s, meters)
    print(f"{meters} meters every {every_s} s: {found:.0f} MiB a day")  # noqa: T201
    assert 1 < found <= MOST_MIB_PER_DAY


@pytest.mark.timeout(1_800)
def test_negative_control_a_sync_for_every_reading_is_too_much(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run, "HOLD_MS", 0)
    found = mib_per_day(tmp_path, 1, 1)
    print(f"negative control: {found:.0f} MiB a day with a sync for every reading")  # noqa: T201
    assert found > MOST_MIB_PER_DAY
